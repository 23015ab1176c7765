"""What a time found in a text is: days as half-open intervals, hours as half-open parts of each of those days."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from storage.quiet_hours import LOCAL

DAY = 24 * 60
"""Minutes of a day: where one ends."""


def midnight(day: date) -> datetime:
    """The first moment of the day, aware, on local clocks."""
    return datetime.combine(day, time(), LOCAL)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `since` up to but not including `until`; None is open. Aware, Asia/Ho_Chi_Minh."""

    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"ends before it begins: {self!r}")

    @classmethod
    def of_days(cls, first: date, count: int = 1) -> "Interval":
        """Whole local days: `first` and the `count - 1` after it."""
        return cls(midnight(first), midnight(first + timedelta(days=count)))

    def holds(self, moment: datetime) -> bool:
        """Whether an aware moment, of any zone, lies in it."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)

    def meets(self, other: "Interval") -> bool:
        """Whether a moment lies in both."""
        begins_in_time = self.since is None or other.until is None or self.since < other.until
        return begins_in_time and (other.since is None or self.until is None or other.since < self.until)


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of every day, in minutes after local midnight: `since` ≤ minute < `until` ≤ 1440."""

    since: int
    until: int

    def __post_init__(self) -> None:
        if not 0 <= self.since < self.until <= DAY:
            raise ValueError(f"not a part of a day: {self!r}")

    def holds(self, moment: datetime) -> bool:
        """Whether an aware moment, of any zone, lies in it on local clocks."""
        local = moment.astimezone(LOCAL)
        return self.since <= local.hour * 60 + local.minute < self.until


def _is_apart(some: tuple[Interval, ...], others: tuple[Interval, ...]) -> bool:
    """Whether no moment lies in both."""
    return not any(one.meets(other) for one in some for other in others)


@dataclass(frozen=True, slots=True)
class When:
    """One time that was meant: days, or hours, or both ("tối thứ 7")."""

    days: tuple[Interval, ...] = ()
    """Any of these ("T7 CN" is two); none: every day."""
    hours: Hours | None = None
    """Within each day; None: all day. A clock time ("8h30 tối") is the half hour that begins then."""
    used: frozenset[int] = frozenset()
    """Indexes of the tokens that said it."""
    negated: bool = False
    """What is not wanted: "trừ chủ nhật"."""
    day_readings: tuple[tuple[Interval, ...], ...] = ()
    """What other speakers mean by the same words, likelier first: each like `days`, none equal to it or to another.

    Some lie elsewhere ("thứ 7 tới" is this Saturday or the next), some only begin or end elsewhere ("cuối tuần" with
    or without Friday): `certain` tells them apart. Empty where `days` is, and where it is `negated`.
    """
    hour_readings: tuple[Hours, ...] = ()
    """The same for `hours`: "8h" is 8:00 or 20:00, "từ 6h đến 8h" 18–20 or 6–8. Empty once a part of the day is said.

    Hours of today that are over are no longer the likelier ones: at ten, "hôm nay 8h" is 20:00.
    """
    name: str = ""
    """How the days were said, or "": past, now, today, tomorrow, overmorrow, date, lunar, weekday, weekdays (every
    such one, for half a year), weekend, part_of_week, week, week_after (counted from the
    week spoken of before), next_days, part_of_month, month, lunar_month, quarter,
    summer, part_of_year, year, range, from, until, tet, feast or soon (vague: open at its end)."""
    part: str = ""
    """How the hours were said, or "": early, morning, noon, afternoon, late_afternoon, evening, night, office,
    after_work; or by the clock: at, after, before, between."""

    @property
    def certain(self) -> bool:
        """False where the answer should say how it was taken: another hour, or quite other days, are as well meant.

        True where `others()` is empty or differs from this only in where the days begin or end. Vague words ("soon")
        are never certain, though they have no other reading.
        """
        elsewhere = any(_is_apart(self.days, reading) for reading in self.day_readings)
        return self.name != "soon" and not self.hour_readings and not elsewhere

    def others(self) -> tuple["When", ...]:
        """The same time by each of its other readings, likelier first, other hours before other days: to be offered.

        None of them has readings of its own; `used`, `name` and `part` are those of this one.
        """
        plain = replace(self, day_readings=(), hour_readings=())
        by_hour = (replace(plain, hours=hours) for hours in self.hour_readings)
        return (*by_hour, *(replace(plain, days=days) for days in self.day_readings))

    def holds(self, moment: datetime) -> bool:
        """Whether it happens then, by the likeliest reading; `negated` is not applied."""
        if self.days and not any(days.holds(moment) for days in self.days):
            return False
        return self.hours is None or self.hours.holds(moment)


@dataclass(frozen=True, slots=True)
class Times:
    """All that a text says about time."""

    wanted: tuple[When, ...] = ()
    """Any of these fits ("sáng thứ 7 hoặc tối chủ nhật"); none: any time."""
    refused: tuple[When, ...] = ()
    """None of these fits; each is `negated`."""
    told: frozenset[int] = frozenset()
    """Indexes of the tokens of times that were only told of ("hôm qua má nói …"): they limit nothing."""

    @property
    def used(self) -> frozenset[int]:
        """Indexes of all tokens that spoke of time; what is left is about something else."""
        return self.told.union(*(when.used for when in self))

    def holds(self, moment: datetime) -> bool:
        """Whether something that begins at this aware moment is what was meant."""
        if any(when.holds(moment) for when in self.refused):
            return False
        return not self.wanted or any(when.holds(moment) for when in self.wanted)

    def __iter__(self) -> Iterator[When]:
        yield from self.wanted
        yield from self.refused

    def __bool__(self) -> bool:
        return bool(self.wanted or self.refused)
