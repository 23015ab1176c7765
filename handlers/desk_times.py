"""Day and hours as an organizer types them, taken to be one lesson's; days to be left out; a moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.language.spans import Hours, When
from handlers.language.times import find_times
from handlers.language.tokens import tokenize
from storage.quiet_hours import LOCAL

USUAL = timedelta(minutes=90)
"""How long a lesson is if only its beginning is told."""
EARLY = 6 * 60
"""Hours before this one are seldom typed as they are meant: "3h" of a time-table is in the afternoon."""
CLOCK = ("at", "between")
"""How hours of a lesson are told; "in the morning" is not one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A day, a beginning and an end, as far as they were told. `starts`, `ends`: minutes after local midnight."""

    day: date | None
    starts: int | None
    ends: int | None

    def lesson(self, lasts: timedelta = USUAL) -> tuple[datetime, datetime] | None:
        """From when until when, aware UTC; None if the day or the beginning was not told."""
        if self.day is None or self.starts is None:
            return None
        begins = moment(self.day, self.starts)
        return begins, moment(self.day, self.ends) if self.ends is not None else begins + lasts


def moment(day: date, minutes: int) -> datetime:
    """So many minutes after local midnight, aware UTC."""
    return (datetime.combine(day, time(), LOCAL) + timedelta(minutes=minutes)).astimezone(UTC)


def tell(said: str, now: datetime) -> Told:
    """What was told of one day and its hours, by the likeliest reading; several days are no day."""
    wanted = find_times(tokenize(said), now, listed=False).wanted
    days = {day for one in wanted for day in days_of(one)}
    starts, ends = _clocked([one for one in wanted if one.part in CLOCK])
    return Told(next(iter(days)) if len(days) == 1 else None, starts, ends)


def _clocked(whens: Sequence[When]) -> tuple[int | None, int | None]:
    """One time of the clock, or two as the beginning and the end; what contradicts itself is nothing."""
    told = [(_as_typed(one)[0], one.part) for one in whens if one.hours is not None]
    match told:
        case [(hours, "between")]:
            return hours.since, hours.until
        case [(hours, _)]:
            return hours.since, None
        case [(first, "at"), (second, "at")] if first.since < second.since:
            return first.since, second.since
        case _:
            return None, None


def _as_typed(when: When) -> list[Hours]:
    """Its hours as they may be meant: "7h" of a time-table is in the morning first, whatever "7h" is in a chat."""
    readings = [when.hours, *when.hour_readings] if when.hours else []
    return sorted(readings, key=lambda one: (one.since < EARLY, one.since if one.since >= EARLY else 0))


def days_of(when: When) -> list[date]:
    """Every local day of a time that ends; none of one that does not."""
    found: list[date] = []
    for span in when.days:
        if span.since is None or span.until is None or span.until - span.since > timedelta(days=60):
            continue
        first, count = span.since.astimezone(LOCAL).date(), (span.until - span.since).days
        found += [first + timedelta(days=number) for number in range(max(count, 1))]
    return found


def days_in(said: str, now: datetime) -> list[date]:
    """All days that are spoken of, wanted or refused: "trừ 12/12, 19/12" is both."""
    return sorted({day for one in find_times(tokenize(said), now, listed=False) for day in days_of(one)})


def tell_moments(said: str, now: datetime) -> list[datetime]:
    """A moment as it may be meant, likelier first: "7h" is in the morning or the evening, a day alone is its end."""
    wanted = find_times(tokenize(said), now, listed=False).wanted
    days = {day for one in wanted for day in days_of(one)}
    clock = next((one for one in wanted if one.hours is not None), None)
    if len(days) != 1:
        return []
    if clock is None or clock.hours is None:
        return [moment(next(iter(days)), 24 * 60 - 1)]
    is_end = clock.part in ("before", "between")
    return [moment(next(iter(days)), one.until if is_end else one.since) for one in _as_typed(clock)]


def weekly(
    starts_at: datetime, ends_at: datetime, times: int, without: Collection[date]
) -> list[tuple[datetime, datetime]]:
    """So many lessons, a week apart, that do not fall on days left out; the first is not counted and not given."""
    found: list[tuple[datetime, datetime]] = []
    week = 1
    while len(found) < times and week <= times + len(without):
        later = timedelta(weeks=week)
        if (starts_at + later).astimezone(LOCAL).date() not in without:
            found.append((starts_at + later, ends_at + later))
        week += 1
    return found
