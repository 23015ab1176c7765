"""Visits: who was at a lesson, one row each time somebody came."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, UniqueConstraint, and_, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from storage.base import Base, words
from storage.learners import Learner
from storage.lessons import Lesson
from storage.registrations import Registration, Standing


class How(StrEnum):
    """How we know that they came."""

    CODE = "code"
    """They typed the lesson's code."""
    QR = "qr"
    """They opened the link of the lesson's poster."""
    TICKED = "ticked"
    """An organizer said so."""


class Visit(Base):
    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("lesson_id", "learner_id"),
        UniqueConstraint("lesson_id", "contact_id"),
        Index("ix_visits_learner_id", "learner_id"),
        Index("ix_visits_contact_id", "contact_id"),
        Index("ix_visits_registration_id", "registration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learners.id"))
    """None: somebody who gave no name, or who was deleted since; the count stays."""
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """Only of who came without giving a name, so that the same phone is not counted twice."""
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    """The seat or place in line they had then; None: they just came by."""
    how: Mapped[How] = mapped_column(words(How))
    came_at: Mapped[datetime]
    """When it was noted."""

    learner: Mapped[Learner | None] = relationship(lazy="raise")


def visits_per_lesson() -> Select[int, int]:
    """(lesson, visits) of every lesson: the number an organizer sent, else how many visits were noted."""
    counted = select(Visit.lesson_id, func.count().label("visits")).group_by(Visit.lesson_id).subquery()
    visits = func.coalesce(Lesson.headcount, counted.c.visits, 0).label("visits")
    return select(Lesson.id.label("lesson_id"), visits).outerjoin(counted, counted.c.lesson_id == Lesson.id)


def missed(now: datetime) -> ColumnElement[bool]:
    """For a query of lessons and registrations: they had a seat for this lesson, it is over, and they did not come.

    Only where attendance was taken by name: nobody is called absent because nobody ticked.
    """
    # By another name: the query itself may be about visits.
    theirs, anyones = aliased(Visit), aliased(Visit)
    came = exists().where(theirs.lesson_id == Lesson.id, theirs.registration_id == Registration.id)
    taken = exists().where(anyones.lesson_id == Lesson.id, anyones.registration_id.is_not(None))
    return and_(
        Lesson.course_id == Registration.course_id,
        Lesson.cancelled_at.is_(None),
        Lesson.ends_at <= now,
        Lesson.ends_at > Registration.seated_at,
        Registration.standing == Standing.SEATED,
        taken.correlate_except(anyones),
        ~came.correlate_except(theirs),
    )


def was_absent(now: datetime) -> ColumnElement[bool]:
    """For a query of registrations: they missed at least one lesson that they had a seat for."""
    return exists().where(missed(now)).correlate_except(Lesson)


class Visits:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def add(self, lesson_id: int, learner_id: int, registration_id: int | None, how: How) -> bool:
        """They came. Returns whether it was not known before."""
        if await self.find(lesson_id, learner_id):
            return False
        await self._insert(Visit(lesson_id=lesson_id, learner_id=learner_id, registration_id=registration_id, how=how))
        return True

    async def add_nameless(self, lesson_id: int, contact_id: int, how: How) -> bool:
        """Somebody came who gives no name. Returns whether this phone was not counted before."""
        query = select(Visit.id).where(Visit.lesson_id == lesson_id, Visit.contact_id == contact_id)
        if await self._session.scalar(query) is not None:
            return False
        await self._insert(Visit(lesson_id=lesson_id, contact_id=contact_id, how=how))
        return True

    async def forget_nameless(self, lesson_id: int, contact_id: int) -> None:
        """Somebody who was counted without a name is now noted by name."""
        nameless = delete(Visit).where(Visit.lesson_id == lesson_id, Visit.contact_id == contact_id)
        await self._session.execute(nameless)

    async def _insert(self, visit: Visit) -> None:
        visit.came_at = self._now
        self._session.add(visit)
        await self._session.flush()

    async def take_back(self, lesson_id: int, learner_id: int) -> bool:
        """They did not come after all. Returns whether it had been noted that they did."""
        visit = await self.find(lesson_id, learner_id)
        if visit is None:
            return False
        await self._session.delete(visit)
        await self._session.flush()
        return True

    async def find(self, lesson_id: int, learner_id: int) -> Visit | None:
        query = select(Visit).where(Visit.lesson_id == lesson_id, Visit.learner_id == learner_id)
        return await self._session.scalar(query)

    async def list_at(self, lesson_id: int) -> Sequence[Visit]:
        """With learner, in the order in which they were noted."""
        query = select(Visit).where(Visit.lesson_id == lesson_id).order_by(Visit.id)
        return (await self._session.scalars(query.options(joinedload(Visit.learner)))).all()

    async def list_learners(self, lesson_ids: Collection[int]) -> set[tuple[int, int | None]]:
        """(lesson, learner) of every visit to these."""
        query = select(Visit.lesson_id, Visit.learner_id).where(Visit.lesson_id.in_(lesson_ids))
        return {(row[0], row[1]) for row in (await self._session.execute(query)).all()}

    async def list_absent(self, lesson_id: int) -> Sequence[Registration]:
        """Who had a seat and did not come, with learner, in order of arrival; nobody before the lesson is over."""
        query = (
            select(Registration)
            .join(Lesson, Lesson.course_id == Registration.course_id)
            .where(Lesson.id == lesson_id, missed(self._now))
            .options(joinedload(Registration.learner))
            .order_by(Registration.id)
        )
        return (await self._session.scalars(query)).all()

    async def count(self, lesson_ids: Collection[int]) -> dict[int, int]:
        """How many visits each of these lessons had, by lesson."""
        query = visits_per_lesson().where(Lesson.id.in_(lesson_ids))
        return {row[0]: row[1] for row in (await self._session.execute(query)).all()}

    async def say(self, lesson: Lesson, headcount: int | None) -> None:
        """How many came, as an organizer counted; None: only the noted visits count again."""
        lesson.headcount = headcount
        await self._session.flush()
