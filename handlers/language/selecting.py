"""Selecting: the classes that fit what is wanted, and which limit stands in the way when none does."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from handlers.language.index import BY_AGE, Entry, Index
from handlers.language.reading import Wanted
from handlers.language.search import NEAR_BEST, search
from handlers.language.spans import DAY, When
from handlers.language.times import Times
from storage.listing import Listed, Meeting
from storage.quiet_hours import LOCAL

CLOSE = 0.15
"""Classes whose scores differ by less answer equally well: the sooner one is told first."""
LIMITS = ("hours", "days", "fee", "teacher", "place", "audience", "topic")
"""What can be widened, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Numbers in the index, best first."""

    numbers: tuple[int, ...] = ()
    for_all: bool = False
    """None is for the audience that was named, these are for everybody."""
    others: int = 0
    """How many more, for everybody, would do."""


def select(
    wanted: Wanted, refused: Wanted, index: Index, now: datetime, *, all_too: bool = False, near: float = NEAR_BEST
) -> Selected:
    """`all_too`: also classes for everybody where some are just for the audience that was named."""
    scores = search(wanted.topic, index, near) if wanted.topic else None
    refused_topic = search(refused.topic, index) if refused.topic else {}
    pool: Iterable[int] = range(len(index.entries)) if scores is None else scores
    if wanted.codes:
        pool = wanted.codes
    tests = _tests(wanted, refused, index)
    starts = _starts(pool, Times(wanted.times.wanted, refused.times.refused), index, now)
    fitting = [one for one in starts if one not in refused_topic]
    for test in tests:
        fitting = [one for one in fitting if test(index.entries[one])]
    exact, for_all = _audience(fitting, wanted, index)
    chosen = [*exact, *for_all] if all_too or not exact else exact
    # Three quick sorts, the last of which counts most; one by all three would make a tuple of each class.
    chosen.sort()
    chosen.sort(key=starts.__getitem__)
    if scores:
        chosen.sort(key=lambda one: -round(scores.get(one, 0.0) / CLOSE))
    return Selected(
        tuple(chosen), bool(not exact and for_all and _named(wanted)), len(for_all) if exact and not all_too else 0
    )


def _starts(pool: Iterable[int], times: Times, index: Index, now: datetime) -> dict[int, float]:
    """When the first lesson that is to come and fits begins, of those that have one."""
    wanted, refused = [_span(when) for when in times.wanted], [_span(when) for when in times.refused]
    instant = now.timestamp()
    found = {}
    for one in _on_days(pool, wanted, index):
        for start, end, minute in index.lessons[one]:
            if end <= instant or (wanted and not _holds(wanted, start, minute)):
                continue
            if not refused or not _holds(refused, start, minute):
                found[one] = start
                break
    return found


def _on_days(pool: Iterable[int], wanted: "Sequence[Span]", index: Index) -> Iterable[int]:
    """Without those that have no lesson on any of the days, if days are wanted: many at a time, not one by one."""
    if not wanted or not all(days for days, _, _ in wanted):
        return pool
    there = {
        number
        for days, _, _ in wanted
        for first, last in days
        for _, number in index.starts[bisect_left(index.starts, (first,)) : bisect_left(index.starts, (last,))]
    }
    return [one for one in pool if one in there]


Span = tuple[list[tuple[float, float]], int, int]
"""A When for many lessons: intervals in seconds, hours in minutes of the day."""


def _span(when: When) -> Span:
    days = [
        (one.since.timestamp() if one.since else -inf, one.until.timestamp() if one.until else inf) for one in when.days
    ]
    return (days, when.hours.since, when.hours.until) if when.hours else (days, 0, DAY)


def _holds(spans: Sequence[Span], start: float, minute: int) -> bool:
    """Whether any of them does; loops and no generators, for it is asked of every lesson."""
    for days, since, until in spans:
        if since <= minute < until:
            if not days:
                return True
            for first, last in days:
                if first <= start < last:
                    return True
    return False


def _named(wanted: Wanted) -> bool:
    return bool(wanted.groups - {"everyone"} or wanted.ages)


def _tests(wanted: Wanted, refused: Wanted, index: Index) -> list[Callable[[Entry], bool]]:
    tests: list[Callable[[Entry], bool]] = []
    if wanted.places:
        tests.append(_lying_in(wanted.places))
    if refused.places:
        outside = _lying_in(refused.places)
        tests.append(lambda entry: not outside(entry))
    if wanted.fee:
        low, high = wanted.fee
        tests.append(lambda entry: low <= entry.listed.fee_vnd <= high)
    if wanted.teachers:
        tests.append(lambda entry: entry.listed.teacher in wanted.teachers)
    if refused.teachers:
        tests.append(lambda entry: entry.listed.teacher not in refused.teachers)
    if refused.codes:
        told = {index.entries[one].listed.code for one in refused.codes}
        tests.append(lambda entry: entry.listed.code not in told)
    if refused.groups:
        tests.append(lambda entry: not _suits(entry, refused.groups, None, index))
    return tests


def _lying_in(places: frozenset[str]) -> Callable[[Entry], bool]:
    """Whether a class lies in one of these; each neighbourhood is looked at but once."""
    areas = [f"{place} " for place in places if place.startswith(("quan ", "phuong "))]
    known: dict[str, bool] = {}

    def lies(entry: Entry) -> bool:
        inside = known.get(entry.where)
        if inside is None:
            inside = not places.isdisjoint(entry.places) or any(area in entry.where for area in areas)
            known[entry.where] = inside
        return inside

    return lies


def _audience(numbers: Sequence[int], wanted: Wanted, index: Index) -> tuple[list[int], list[int]]:
    """Those for just this audience; those for everybody."""
    if not _named(wanted):
        return list(numbers), []
    kinds = {index.kinds[one]: index.entries[one] for one in numbers}
    suiting = {kind for kind, entry in kinds.items() if _suits(entry, wanted.groups, wanted.ages, index)}
    open_to_all = {kind for kind, entry in kinds.items() if entry.open_to_all} - suiting
    exact = [one for one in numbers if index.kinds[one] in suiting]
    for_all = [one for one in numbers if index.kinds[one] in open_to_all]
    return exact, for_all


def _suits(entry: Entry, groups: frozenset[str], ages: tuple[int, int] | None, index: Index) -> bool:
    if entry.open_to_all:
        return False
    if ages and entry.ages:
        return entry.ages[0] <= ages[1] and ages[0] <= entry.ages[1]
    spans = [index.lexicon.ages[one] for one in groups & BY_AGE] if not ages and entry.ages else []
    if entry.ages and any(low <= entry.ages[0] and entry.ages[1] <= high for low, high in spans):
        return True
    named = groups - BY_AGE if entry.groups - BY_AGE else groups
    return bool(named & entry.groups) or (not ages and bool(groups & entry.groups))


def soonest(listed: Listed, wanted: Wanted, now: datetime) -> Meeting:
    """The lesson to tell of: the first to come that fits, else the first to come, else the last."""
    coming = [one for one in listed.meetings if one.ends_at > now] or listed.meetings[-1:]
    return next((one for one in coming if wanted.times.holds(one.starts_at)), coming[0])


def without(wanted: Wanted, limit: str) -> Wanted | None:
    """The same with one limit less; None if it has no such limit."""
    whens = wanted.times.wanted
    match limit:
        case "hours" if any(when.hours for when in whens):
            kept = tuple(replace(when, hours=None) for when in whens if when.days)
            return replace(wanted, times=Times(kept))
        case "days" if any(when.days for when in whens):
            return replace(wanted, times=Times(tuple(replace(when, days=()) for when in whens if when.hours)))
        case "fee" if wanted.fee:
            return replace(wanted, fee=None)
        case "teacher" if wanted.teachers:
            return replace(wanted, teachers=frozenset())
        case "place" if wanted.places:
            return replace(wanted, places=frozenset())
        case "audience" if wanted.groups or wanted.ages:
            return replace(wanted, groups=frozenset(), ages=None)
        case "topic" if wanted.topic:
            return replace(wanted, topic=None)
        case _:
            return None


def widenings(wanted: Wanted, refused: Wanted, index: Index, now: datetime) -> list[tuple[str, int]]:
    """(limit, how many classes there are without it), of those that help."""
    found = []
    for limit in LIMITS:
        wider = without(wanted, limit)
        count = len(select(wider, refused, index, now).numbers) if wider and wider != Wanted() else 0
        if count:
            found.append((limit, count))
    return found


def extreme(numbers: Sequence[int], order: str, index: Index, wanted: Wanted, now: datetime) -> tuple[int, ...]:
    """Those that are most of it; seats are not known here."""
    measure = _MEASURES.get(order)
    if measure is None or not numbers:
        return tuple(numbers)
    values = {one: measure(index.entries[one], wanted, now) for one in numbers}
    least = min(values.values())
    return tuple(one for one in numbers if values[one] == least)


def _start(entry: Entry, wanted: Wanted, now: datetime) -> float:
    return soonest(entry.listed, wanted, now).starts_at.timestamp()


def _minute(entry: Entry, wanted: Wanted, now: datetime) -> int:
    local = soonest(entry.listed, wanted, now).starts_at.astimezone(LOCAL)
    return local.hour * 60 + local.minute


def _length(entry: Entry) -> float:
    return sum((one.ends_at - one.starts_at).total_seconds() for one in entry.listed.meetings)


_MEASURES: dict[str, Callable[[Entry, Wanted, datetime], float]] = {
    "cheapest": lambda entry, *_: entry.listed.fee_vnd,
    "dearest": lambda entry, *_: -entry.listed.fee_vnd,
    "soonest": _start,
    "latest": lambda *entry: -_start(*entry),
    "longest": lambda entry, *_: -_length(entry),
    "shortest": lambda entry, *_: _length(entry),
    "earliest": _minute,
    "latest_hour": lambda *entry: -_minute(*entry),
}
