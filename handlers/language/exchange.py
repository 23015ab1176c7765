"""The exchange so far: what was said and told, and what all of it together asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.language.fitting import fitted
from handlers.language.index import Index
from handlers.language.reading import Reading, Wanted, read
from handlers.language.search import LEVELS, Query, of_level, without_meanings
from handlers.language.selecting import without
from handlers.language.spans import Interval, When
from handlers.language.times import Times
from storage.quiet_hours import LOCAL

WEEKLY = ("weekday", "weekend", "week", "part_of_week", "week_after")
"""Days that lie in one week."""
BARE = 2
"""Words of a weekday that does not say of which week: "chủ nhật", "thứ 7"."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before, and when: "mai" was another day then."""

    text: str
    at: datetime
    without: tuple[str, ...] = ()
    """Limits that were given up since, "everyone" for the audience alone."""
    besides: tuple[str, ...] = ()
    """Codes of classes that were told already, when others were asked for."""
    teacher: str = ""
    """Whom "cô ấy" meant."""
    other: int = 0
    """By which of its other readings the time was meant after all; 0: by the likeliest."""


@dataclass(frozen=True, slots=True)
class Context:
    """The exchange so far."""

    turns: tuple[Turn, ...] = ()
    """Those that build on each other."""
    shown: tuple[str, ...] = ()
    """Codes of the classes last shown, in order."""
    about: str = ""
    """The class last spoken of."""
    told: tuple[str, ...] = ()
    """The classes spoken of one by one, the last one last."""


NOTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Asked:
    """What turns that build on each other come to."""

    wanted: Wanted = NOTHING
    refused: Wanted = NOTHING
    order: str = ""
    all_too: bool = False
    reading: Reading | None = None
    """Of the last turn."""


def asked(turns: Sequence[Turn], index: Index) -> Asked:
    """All turns, one after the other."""
    so_far = Asked()
    for turn in turns:
        reading = fitted(read(turn.text, turn.at, index), index, leaning=so_far.reading is not None)
        so_far = after(so_far, reading, index, turn)
    return so_far


def after(before: Asked, reading: Reading, index: Index, turn: Turn) -> Asked:
    """What is asked for after one more turn, and after what was given up since."""
    wanted = before.wanted
    for limit in given_up(reading):
        wanted = without(wanted, limit) or wanted
    wanted = combine(wanted, by_reading(reading.wanted, turn.other))
    if turn.teacher:
        wanted = Wanted(teachers=frozenset([turn.teacher]))
    for limit in turn.without:
        wanted = without(wanted, limit) or wanted
    besides = frozenset(numbered(turn.besides, index))
    refused = reading.refused if reading.refused != Wanted() else before.refused
    refused = replace(refused, codes=before.refused.codes | refused.codes | besides)
    return Asked(wanted, refused, reading.order, before.all_too or "everyone" in turn.without, reading)


def numbered(codes: Sequence[str], index: Index) -> list[int]:
    """These classes as the index has them, of those that are still in it."""
    squashed = ("".join(one for one in code.lower() if one.isalnum()) for code in codes)
    return [index.codes[one] for one in squashed if one in index.codes]


def given_up(reading: Reading) -> list[str]:
    """ "Ngày nào cũng được": the limit that no longer holds."""
    return [one.removeprefix("any_") for one in reading.values("limit") if one.startswith("any_")]


def by_reading(wanted: Wanted, other: int) -> Wanted:
    """The same by another reading of its one time; as it is if there is no such reading."""
    whens = wanted.times.wanted
    others = whens[0].others() if len(whens) == 1 else ()
    return replace(wanted, times=Times((others[other - 1],))) if 0 < other <= len(others) else wanted


def combine(before: Wanted, now: Wanted) -> Wanted:
    """What is wanted after another turn: each limit said anew takes the place of the old one."""
    return Wanted(
        times=_times(before.times, now.times),
        places=now.places or before.places,
        groups=now.groups if now.groups or now.ages else before.groups,
        ages=now.ages if now.groups or now.ages else before.ages,
        fee=now.fee or before.fee,
        teachers=now.teachers or before.teachers,
        seats=now.seats or before.seats,
        codes=now.codes or (frozenset() if now.topic else before.codes),
        topic=_topic(before.topic, now.topic),
    )


def _topic(before: Query | None, now: Query | None) -> Query | None:
    """ "Vậy cái nâng cao" after the Excel classes is Excel still."""
    if not before or not now or not of_level(now):
        return now or before
    kept = without_meanings(before, LEVELS)
    moved = tuple(
        replace(hit, start=hit.start + len(kept.words), end=hit.end + len(kept.words)) for hit in now.meanings
    )
    return Query((*kept.words, *now.words), (*kept.meanings, *moved))


def _times(before: Times, now: Times) -> Times:
    """ "Thế còn buổi tối?" keeps the days, "còn thứ bảy?" keeps the hours, and the week."""
    old, new = before.wanted, tuple(_week_after(before.wanted, one) for one in now.wanted)
    if not old or not new:
        return Times(new or old, now.refused or before.refused)
    if not any(when.days for when in new) and any(when.days for when in old):
        mixed = tuple(_mix(days=one, hours=two) for one in old if one.days for two in new)
    elif not any(when.hours for when in new) and any(when.hours for when in old):
        mixed = tuple(_mix(days=_in_week_of(old[0], two), hours=one) for one in old if one.hours for two in new)
    else:
        mixed = tuple(_in_week_of(old[0], one) for one in new)
    return Times(mixed, now.refused)


def _week_after(old: Sequence[When], new: When) -> When:
    """ "Tuần sau đó nữa" is counted from the week that was spoken of, if it was one; told alone, from this one."""
    begin = _monday(old[-1]) if new.name == "week_after" and old and old[-1].name in WEEKLY else None
    if begin is None:
        return new
    days = (Interval(begin + timedelta(days=7), begin + timedelta(days=14)),)
    return replace(new, days=days, day_readings=(new.days,) if new.days != days else ())


def _mix(days: When, hours: When) -> When:
    return replace(days, hours=hours.hours, part=hours.part, hour_readings=hours.hour_readings)


def _in_week_of(old: When, new: When) -> When:
    """A bare weekday is one of the week that was spoken of: "thứ 7 tuần sau … còn chủ nhật?"."""
    bare = new.name == "weekday" and len(new.used) <= BARE and len(new.days) == 1
    first, then = _monday(old), _monday(new)
    if not bare or old.name not in WEEKLY or first is None or then is None:
        return new
    moved = _moved(new.days[0], first - then)
    return replace(new, days=(moved,), day_readings=())


def _monday(when: When) -> datetime | None:
    since = when.days[0].since if when.days else None
    return since - timedelta(days=since.astimezone(LOCAL).weekday()) if since else None


def _moved(days: Interval, by: timedelta) -> Interval:
    return Interval(days.since + by if days.since else None, days.until + by if days.until else None)
