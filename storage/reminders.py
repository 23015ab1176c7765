"""Reminder rounds: which lead of which lesson has been seen to, so that it is seen to once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
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


class Reminders:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def list_lessons(self, until: datetime) -> Sequence[tuple[Lesson, Course]]:
        """The lessons that begin after now and before `until`, with the course."""
        query = (
            select(Lesson, Course)
            .join(Course, Course.id == Lesson.course_id)
            .where(Lesson.starts_at > self._now, Lesson.starts_at < until)
            .where(Lesson.cancelled_at.is_(None), Course.cancelled_at.is_(None))
            .order_by(Lesson.starts_at, Lesson.id)
            .options(selectinload(Course.centre))
        )
        return [(lesson, course) for lesson, course in (await self._session.execute(query)).all()]

    async def rounds(self, lesson_ids: Sequence[int]) -> set[tuple[int, int, int]]:
        """(lesson, version, lead) of what has been seen to."""
        query = select(ReminderRound.lesson_id, ReminderRound.version, ReminderRound.lead).where(
            ReminderRound.lesson_id.in_(lesson_ids)
        )
        return {(lesson, version, lead) for lesson, version, lead in (await self._session.execute(query)).all()}

    async def see_to(self, lesson: Lesson, leads: Sequence[int]) -> None:
        self._session.add_all(
            ReminderRound(lesson_id=lesson.id, version=lesson.version, lead=lead, at=self._now) for lead in leads
        )
        await self._session.flush()

    async def list_seated(self, course_id: int) -> Sequence[tuple[Registration, Contact]]:
        """Everyone seated, with learner and contact, but those who paused."""
        query = (
            select(Registration, Contact)
            .join(Learner, Learner.id == Registration.learner_id)
            .join(Contact, Contact.id == Learner.contact_id)
            .where(Registration.course_id == course_id, Registration.standing == Standing.SEATED)
            .where(Contact.paused_at.is_(None))
            .order_by(Registration.id)
            .options(joinedload(Registration.learner))
        )
        return [(registration, contact) for registration, contact in (await self._session.execute(query)).all()]
