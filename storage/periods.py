"""Periods: a year of the calendar or a month of it, and the lessons that took place then."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_

from storage.courses import Course
from storage.lessons import Lesson
from storage.quiet_hours import LOCAL


@dataclass(frozen=True, slots=True)
class Period:
    """A year of the calendar, or one month of it."""

    year: int
    month: int | None = None

    @property
    def since(self) -> datetime:
        """Midnight, on local clocks."""
        return datetime(self.year, self.month or 1, 1, tzinfo=LOCAL)

    @property
    def until(self) -> datetime:
        """Midnight after its last day."""
        return datetime(self.year + (self.month in (None, 12)), (self.month or 12) % 12 + 1, 1, tzinfo=LOCAL)

    @property
    def whole_year(self) -> "Period":
        return Period(self.year)

    def step(self, by: int) -> "Period":
        """So many months or years later."""
        if self.month is None:
            return Period(self.year + by)
        months = self.year * 12 + self.month - 1 + by
        return Period(months // 12, months % 12 + 1)


def month_of(moment: datetime) -> Period:
    local = moment.astimezone(LOCAL)
    return Period(local.year, local.month)


def took_place(period: Period, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """For a query of lessons and courses: those that took place then. A course cancelled midway has had its lessons."""
    return (
        Lesson.starts_at >= period.since,
        Lesson.starts_at < period.until,
        Lesson.starts_at <= now,
        Lesson.cancelled_at.is_(None),
        or_(Course.cancelled_at.is_(None), Course.cancelled_at > Lesson.starts_at),
    )
