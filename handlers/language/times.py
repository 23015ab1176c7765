"""Times: which days and hours a text speaks of, seen from now."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from handlers.language.clocks import CLOCK_RULES
from handlers.language.dates import DATE_RULES
from handlers.language.days import DAY_RULES
from handlers.language.feasts import FEAST_RULES
from handlers.language.joining import join, narrow
from handlers.language.months import MONTH_RULES
from handlers.language.parts import PART_RULES
from handlers.language.placing import place
from handlers.language.refusing import refuse
from handlers.language.spans import Hours, Interval, Times, When
from handlers.language.stories import is_contradicted, part_stories
from handlers.language.stretching import stretch
from handlers.language.tokens import Token
from handlers.language.weeks import WEEK_RULES
from handlers.language.words import Found, Rule, Scene, read_words
from storage.quiet_hours import LOCAL

__all__ = ["Hours", "Interval", "Times", "When", "find_times"]

RULES: list[Rule] = [*FEAST_RULES, *DATE_RULES, *DAY_RULES, *WEEK_RULES, *MONTH_RULES, *PART_RULES, *CLOCK_RULES]


def _any_of(rules: Sequence[Rule]) -> re.Pattern[str]:
    """Whether one of the rules fits; their groups need no names for that, which several rules share."""
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern, _ in rules))


_ANY = _any_of(RULES)
"""Most words are none of time, and one look is cheaper than one for each of some seventy rules."""
_FAMILIES = [
    (_any_of(rules), rules)
    for rules in (FEAST_RULES, DATE_RULES, DAY_RULES, WEEK_RULES, MONTH_RULES, PART_RULES, CLOCK_RULES)
]
"""In the order of RULES: of two rules that take as many words the first wins."""


def find_times(tokens: Sequence[Token], now: datetime, *, listed: bool = True) -> Times:
    """Every time the tokens speak of, as seen at `now` (aware). Never raises.

    `listed`: classes were shown in order, so a bare "lớp thứ hai" is the second of them; if not, it is a Monday.
    """
    scene = Scene(now.astimezone(LOCAL).date(), read_words(tokens), tokens, listed=listed)
    scanned = _scan(scene)
    if not scanned:
        return Times()
    found, told = part_stories(scanned, scene)
    found = join(stretch(place(narrow(found, scene), scene), scene), scene)
    whens = [_settled(refuse(one, scene), now) for one in found]
    wanted = tuple(when for when in whens if not when.negated)
    refused = tuple(when for when in whens if when.negated)
    told += [when for when in refused if is_contradicted(when, wanted)]
    used = frozenset[int]().union(*(when.used for when in told))
    return Times(wanted, tuple(when for when in refused if when not in told), used)


def _settled(when: When, now: datetime) -> When:
    """With what is over for today no longer the likelier reading, and each reading said once."""
    ahead = next((other for other in when.others() if not _is_over(other, now)), None) if _is_over(when, now) else None
    meant = ahead or when
    days = tuple(one for one in dict.fromkeys((when.days, *when.day_readings)) if one != meant.days)
    hours = tuple(one for one in dict.fromkeys((when.hours, *when.hour_readings)) if one and one != meant.hours)
    return replace(meant, day_readings=days, hour_readings=hours)


def _is_over(when: When, now: datetime) -> bool:
    """Whether it is a part of today that has passed; a date may be told of something that is over."""
    local = now.astimezone(LOCAL)
    is_today = when.days == (Interval.of_days(local.date()),) and when.name in ("today", "weekday")
    return is_today and when.hours is not None and when.hours.until <= local.hour * 60 + local.minute


def _scan(scene: Scene) -> list[Found]:
    """The times that single rules find, from the left, none overlapping."""
    found: list[Found] = []
    position = 0
    while position < len(scene.words.starts):
        after_day = bool(found and found[-1].last == position and found[-1].when.days)
        one = _longest(position, replace(scene, after_day=True) if after_day else scene)
        if one:
            found.append(one)
        position = one.last if one else position + 1
    return found


def _longest(position: int, scene: Scene) -> Found | None:
    """Of the rules that fit at a word the one that takes the most words."""
    words = scene.words
    start = words.starts[position]
    if not _ANY.match(words.text, start):
        return None
    best: Found | None = None
    fitting = (rules for family, rules in _FAMILIES if family.match(words.text, start))
    for pattern, make in chain.from_iterable(fitting):
        match = pattern.match(words.text, start)
        if match is None:
            continue
        last = words.position(match.end() + 1)
        if best is not None and last <= best.last:
            continue
        one = make(match, scene)
        if one is not None:
            best = replace(one, when=replace(one.when, used=words.used(position, last)), first=position, last=last)
    return best
