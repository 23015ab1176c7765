"""Registrations: a learner's standing in a course. The waitlist is the waiting ones in order of arrival."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base, words
from storage.courses import WHOLE, Course, Courses
from storage.learners import Learner
from storage.outbox import Outbox

_LIVE = text("standing <> 'cancelled'")


class Standing(StrEnum):
    SEATED = "seated"
    """Has a seat."""
    WAITING = "waiting"
    """In line for one; the smallest id is first."""
    CANCELLED = "cancelled"
    """Given up, passed on, or the course does not take place. Final: who comes back gets a new registration."""


class Registration(Base):
    __tablename__ = "registrations"
    __table_args__ = (
        Index(
            "uq_registrations_live",
            "learner_id",
            "course_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_registrations_course_id_standing", "course_id", "standing"),
        CheckConstraint("standing <> 'waiting' OR learner_id IS NOT NULL", name="waiting_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """Also the order of arrival."""
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learners.id"))
    """None after the person was deleted: the count stays, the person goes."""
    standing: Mapped[Standing] = mapped_column(words(Standing))
    created_at: Mapped[datetime]
    seated_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    moved_up_at: Mapped[datetime | None]
    """Since when they stand before those who wait in order of arrival: an organizer said so."""

    course: Mapped[Course] = relationship(lazy="raise")
    learner: Mapped[Learner | None] = relationship(lazy="raise")


PERSON = (joinedload(Registration.learner), joinedload(Registration.course))
WITH_COURSE = (joinedload(Registration.learner), joinedload(Registration.course).options(*WHOLE))

IN_LINE = (Registration.moved_up_at.is_(None), Registration.moved_up_at, Registration.id)
"""Those who were moved up first, then in order of arrival."""

_HOUSEHOLD = (
    select(Registration)
    .join(Learner, Learner.id == Registration.learner_id)
    .join(Course, Course.id == Registration.course_id)
    .where(Learner.contact_id == bindparam("contact_id"), Registration.standing != Standing.CANCELLED)
    .options(*WITH_COURSE)
)
_IS_OVER = Course.last_ends_at <= bindparam("now")
# For every card and every look at one's classes: built once.
_COMING = _HOUSEHOLD.where(~_IS_OVER).order_by(Course.first_starts_at, Registration.id)
_PAST = _HOUSEHOLD.where(_IS_OVER).order_by(Course.first_starts_at.desc(), Registration.id)
_IN = (
    select(Registration)
    .join(Learner, Learner.id == Registration.learner_id)
    .where(Learner.contact_id == bindparam("contact_id"), Registration.course_id == bindparam("course_id"))
    .where(Registration.standing != Standing.CANCELLED)
    .order_by(Registration.id)
    .options(*PERSON)
)


class Registrations:
    def __init__(self, session: AsyncSession, now: datetime, courses: Courses, outbox: Outbox) -> None:
        self._session = session
        self._now = now
        self._courses = courses
        self._outbox = outbox

    async def register(self, course_id: int, learner_id: int) -> Registration:
        """Give this learner a seat, or a place at the end of the waitlist; what they already have stays as it is.

        The caller has made sure that registration is open.
        """
        course = await self._courses.lock(course_id)
        standing = await self.find_live(course_id, learner_id)
        if standing is not None:
            return standing
        registration = Registration(
            course_id=course_id, learner_id=learner_id, standing=Standing.WAITING, created_at=self._now
        )
        if course.seats_left > 0:
            self._seat(course, registration)
        self._session.add(registration)
        await self._session.flush()
        return registration

    def _seat(self, course: Course, registration: Registration) -> None:
        course.taken += 1
        registration.standing = Standing.SEATED
        registration.seated_at = self._now

    async def cancel(self, registration: Registration) -> list[Registration]:
        """Give it up; what is still owed about it is not sent. Returns those promoted because of it: none or one."""
        course = await self._courses.lock(registration.course_id)
        await self._session.refresh(registration, ["standing"])
        if registration.standing is Standing.CANCELLED:
            return []
        if registration.standing is Standing.SEATED:
            course.taken -= 1
        registration.standing = Standing.CANCELLED
        registration.cancelled_at = self._now
        await self._session.flush()
        await self._outbox.cancel_about(registration.id, "given_up")
        return await self.promote(course)

    async def promote(self, course: Course) -> list[Registration]:
        """Give every free seat to those who wait, first come first served, while registration is open.

        The course is locked by the caller. Those promoted come with learner and course.
        """
        if course.seats_left <= 0 or not course.is_open(self._now):
            return []
        query = (
            select(Registration)
            .where(Registration.course_id == course.id, Registration.standing == Standing.WAITING)
            .order_by(*IN_LINE)
            .limit(course.seats_left)
            .options(*PERSON)
        )
        promoted = list((await self._session.scalars(query)).all())
        for registration in promoted:
            self._seat(course, registration)
        await self._session.flush()
        return promoted

    async def find_live(self, course_id: int, learner_id: int) -> Registration | None:
        """The seat or the place in line this learner has in this course."""
        query = select(Registration).where(
            Registration.course_id == course_id,
            Registration.learner_id == learner_id,
            Registration.standing != Standing.CANCELLED,
        )
        return await self._session.scalar(query)

    async def find_of(self, contact_id: int, registration_id: int) -> Registration | None:
        """With learner and whole course; only if this contact looks after the learner."""
        query = (
            select(Registration)
            .join(Learner, Learner.id == Registration.learner_id)
            .where(Registration.id == registration_id, Learner.contact_id == contact_id)
            .options(*WITH_COURSE)
        )
        return await self._session.scalar(query)

    async def place(self, registration: Registration) -> int:
        """Which place in line, from 1."""
        moved, before = registration.moved_up_at, Registration.id <= registration.id
        if moved is None:
            before = Registration.moved_up_at.is_not(None) | before
        else:
            before = (Registration.moved_up_at < moved) | (Registration.moved_up_at == moved) & before
        query = select(func.count()).where(
            Registration.course_id == registration.course_id, Registration.standing == Standing.WAITING, before
        )
        return await self._session.scalar(query) or 0

    async def move_up(self, registration: Registration) -> None:
        """Before all who wait in order of arrival, behind those who were moved up earlier."""
        registration.moved_up_at = registration.moved_up_at or self._now
        await self._session.flush()

    async def seat(self, registration: Registration, *, one_more: bool) -> bool:
        """Give who waits a seat before the others do get one; `one_more`: one that is added to the course for them.

        False if they do not wait any more, or no seat is free: nobody is unseated.
        """
        course = await self._courses.lock(registration.course_id)
        await self._session.refresh(registration, ["standing"])
        if registration.standing is not Standing.WAITING:
            return False
        if one_more:
            course.capacity += 1
        if course.seats_left <= 0:
            return False
        self._seat(course, registration)
        await self._session.flush()
        return True

    async def list_of(self, contact_id: int, *, past: bool = False) -> Sequence[Registration]:
        """The live ones of a household, with learner and whole course, soonest first; or those whose course is over."""
        mine = {"contact_id": contact_id, "now": self._now}
        return (await self._session.scalars(_PAST if past else _COMING, mine)).all()

    async def list_in(self, contact_id: int, course_id: int) -> Sequence[Registration]:
        """The live ones of a household in one course, with learner, in order of arrival."""
        return (await self._session.scalars(_IN, {"contact_id": contact_id, "course_id": course_id})).all()

    async def list_live(self, course_id: int) -> Sequence[Registration]:
        """Seated and waiting, in order of arrival, with learner and course."""
        query = (
            select(Registration)
            .where(Registration.course_id == course_id, Registration.standing != Standing.CANCELLED)
            .order_by(Registration.id)
            .options(*PERSON)
        )
        return (await self._session.scalars(query)).all()
