"""Times: which days and hours a text speaks of, seen from now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.language.clocks import CLOCK_RULES
from handlers.language.dates import DATE_RULES
from handlers.language.days import DAY_RULES
from handlers.language.feasts import FEAST_RULES
from handlers.language.joining import join, narrow, place, refuse, stretch
from handlers.language.months import MONTH_RULES
from handlers.language.spans import Hours, Interval, Times, When
from handlers.language.tokens import Token
from handlers.language.weeks import WEEK_RULES
from handlers.language.words import Found, Rule, Scene, read_words
from storage.quiet_hours import LOCAL

__all__ = ["Hours", "Interval", "Times", "When", "find_times"]

RULES: list[Rule] = [*FEAST_RULES, *DATE_RULES, *DAY_RULES, *WEEK_RULES, *MONTH_RULES, *CLOCK_RULES]


def find_times(tokens: Sequence[Token], now: datetime) -> Times:
    """Every time the tokens speak of, as seen at `now` (aware). Never raises."""
    scene = Scene(now.astimezone(LOCAL).date(), read_words(tokens), tokens)
    found = narrow(_scan(scene), scene)
    found = join(stretch(place(found, scene), scene), scene)
    whens = [refuse(one, scene) for one in found]
    wanted = tuple(when for when in whens if not when.negated)
    return Times(wanted, tuple(when for when in whens if when.negated))


def _scan(scene: Scene) -> list[Found]:
    """The times that single rules find, from the left, none overlapping."""
    found: list[Found] = []
    position = 0
    while position < len(scene.words.starts):
        one = _longest(position, scene)
        if one:
            found.append(one)
        position = one.last if one else position + 1
    return found


def _longest(position: int, scene: Scene) -> Found | None:
    """Of the rules that fit at a word the one that takes the most words."""
    words = scene.words
    best: Found | None = None
    for pattern, make in RULES:
        match = pattern.match(words.text, words.starts[position])
        if match is None:
            continue
        last = words.position(match.end() + 1)
        if best is not None and last <= best.last:
            continue
        one = make(match, scene)
        if one is not None:
            best = replace(one, when=replace(one.when, used=words.used(position, last)), first=position, last=last)
    return best
