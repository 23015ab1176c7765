"""Reminder rounds: which lead of which lesson has been seen to, so that it is seen to once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ForeignKey, Row, Select, UniqueConstraint, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, selectinload

from storage.base import Base
from storage.contacts import Contact
from storage.courses import Course
from storage.learners import Learner
from storage.lessons import Lesson
from storage.registrations import Registration, Standing


class ReminderRound(Base):
    """At `at`, everyone seated who wanted to be reminded `lead` minutes before this lesson was owed a reminder."""

    __tablename__ = "reminder_rounds"
    __table_args__ = (UniqueConstraint("lesson_id", "version", "lead"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    version: Mapped[int]
    """Of the lesson: one that moves is reminded of anew."""
    lead: Mapped[int]
    """Minutes before the lesson."""
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Coming:
    """A lesson that has not begun, and what of it has been seen to."""

    lesson_id: int
    course_id: int
    version: int
    starts_at: datetime
    moved_at: datetime | None
    seen: frozenset[int]
    """The leads of this version, in minutes."""


_COMING = (
    select(Lesson.id, Lesson.course_id, Lesson.version, Lesson.starts_at, Lesson.moved_at, ReminderRound.lead)
    .join(Course, Course.id == Lesson.course_id)
    .outerjoin(ReminderRound, and_(ReminderRound.lesson_id == Lesson.id, ReminderRound.version == Lesson.version))
    .where(Lesson.cancelled_at.is_(None), Course.cancelled_at.is_(None))
    .order_by(Lesson.starts_at, Lesson.id)
)
_SEATED = (
    select(Registration, Contact)
    .join(Learner, Learner.id == Registration.learner_id)
    .join(Contact, Contact.id == Learner.contact_id)
    .where(Registration.standing == Standing.SEATED, Contact.paused_at.is_(None))
)
_SOMEONE = _SEATED.with_only_columns(Registration.id).where(Registration.course_id == Course.id).correlate(Course)


class Reminders:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def list_coming(self, until: datetime) -> list[Coming]:
        """The lessons that begin after now and before `until` and are not cancelled, soonest first."""
        return await self._coming(_COMING.where(Lesson.starts_at > self._now, Lesson.starts_at < until))

    async def list_awaited(self) -> list[Coming]:
        """All that begin after now, soonest first, but only those with someone seated who did not pause."""
        return await self._coming(_COMING.where(Lesson.starts_at > self._now, _SOMEONE.exists()))

    async def _coming(self, query: Select[*tuple[Any, ...]]) -> list[Coming]:
        rows = (await self._session.execute(query)).all()
        return [_one(list(same)) for _, same in groupby(rows, key=lambda row: row.id)]

    async def find(self, coming: Coming) -> tuple[Lesson, Course] | None:
        """The lesson and its course, with the centre, unless it was moved or cancelled meanwhile."""
        query = (
            select(Lesson, Course)
            .join(Course, Course.id == Lesson.course_id)
            .where(Lesson.id == coming.lesson_id, Lesson.version == coming.version)
            .where(Lesson.cancelled_at.is_(None), Course.cancelled_at.is_(None))
            .options(selectinload(Course.centre))
        )
        found = (await self._session.execute(query)).first()
        return None if found is None else (found[0], found[1])

    async def see_to(self, lesson: Lesson, leads: Sequence[int]) -> None:
        """`leads`: minutes before the lesson."""
        self._session.add_all(
            ReminderRound(lesson_id=lesson.id, version=lesson.version, lead=lead, at=self._now) for lead in leads
        )
        await self._session.flush()

    async def list_seated(self, course_id: int) -> Sequence[tuple[Registration, Contact]]:
        """Everyone seated, with learner and contact, but those who paused."""
        query = (
            _SEATED.where(Registration.course_id == course_id)
            .order_by(Registration.id)
            .options(joinedload(Registration.learner))
        )
        return [(registration, contact) for registration, contact in (await self._session.execute(query)).all()]


def _one(rows: Sequence[Row[*tuple[Any, ...]]]) -> Coming:
    """From what `_COMING` finds of one lesson: a row for each round, or one without a lead."""
    first = rows[0]
    seen = frozenset(row.lead for row in rows if row.lead is not None)
    return Coming(first.id, first.course_id, first.version, first.starts_at, first.moved_at, seen)
