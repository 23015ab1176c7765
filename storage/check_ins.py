"""Check-ins: the code and the link of a lesson, with which people say that they came; taken around its time."""

from datetime import datetime, timedelta
from secrets import choice, token_urlsafe

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.courses import Course
from storage.learners import Learner
from storage.lessons import Lesson
from storage.registrations import Registration, Standing

EARLY = LATE = timedelta(minutes=60)
"""How long before a lesson begins and after it ends its code is taken."""
MOST_TRIES = 5
REST = timedelta(hours=1)
"""Whoever typed so many wrong codes within this time is asked to rest: ten thousand codes are soon tried."""
TOKEN_BYTES = 9
_CODES = [f"{number}" for number in range(1000, 10_000) if not 1900 <= number <= 2099]
"""Not the years: people type them when they mean years."""


class CheckIn(Base):
    __tablename__ = "checkins"

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), unique=True)
    code: Mapped[str] = mapped_column(String(4), index=True)
    """Four digits, not those of any other lesson that is not over."""
    token: Mapped[str] = mapped_column(String(24), unique=True)
    created_at: Mapped[datetime]


class CodeTry(Base):
    """A wrong code that somebody typed; kept for `REST`."""

    __tablename__ = "code_tries"
    __table_args__ = (Index("ix_code_tries_contact_id", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    at: Mapped[datetime]


def is_on(lesson: Lesson, now: datetime) -> bool:
    """Whether one may check in to it now."""
    return lesson.cancelled_at is None and lesson.starts_at - EARLY <= now <= lesson.ends_at + LATE


class CheckIns:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def of(self, lesson: Lesson) -> CheckIn:
        """Of a lesson, made when first asked for."""
        known = await self._session.scalar(select(CheckIn).where(CheckIn.lesson_id == lesson.id))
        if known is not None:
            return known
        made = CheckIn(
            lesson_id=lesson.id, code=await self._free_code(), token=token_urlsafe(TOKEN_BYTES), created_at=self._now
        )
        self._session.add(made)
        await self._session.flush()
        return made

    async def _free_code(self) -> str:
        query = select(CheckIn.code).join(Lesson, Lesson.id == CheckIn.lesson_id)
        taken = set(await self._session.scalars(query.where(Lesson.ends_at > self._now - LATE)))
        return choice([code for code in _CODES if code not in taken])

    async def find_on(self, code: str) -> Lesson | None:
        """The lesson with this code that one may check in to now."""
        query = (
            select(Lesson)
            .join(CheckIn, CheckIn.lesson_id == Lesson.id)
            .join(Course, Course.id == Lesson.course_id)
            .where(CheckIn.code == code, Course.cancelled_at.is_(None))
        )
        lessons = (await self._session.scalars(query)).all()
        return next((one for one in lessons if is_on(one, self._now)), None)

    async def find_linked(self, token: str) -> Lesson | None:
        """The lesson of a poster's link, whenever it is."""
        query = select(Lesson).join(CheckIn, CheckIn.lesson_id == Lesson.id).where(CheckIn.token == token)
        return await self._session.scalar(query)

    async def any_on(self) -> bool:
        """Whether one may check in to anything now."""
        query = select(CheckIn.id).join(Lesson, Lesson.id == CheckIn.lesson_id).where(self._is_on())
        return await self._session.scalar(query.limit(1)) is not None

    async def has_on(self, contact_id: int) -> bool:
        """Whether a lesson is on for which somebody of their household has a seat or waits."""
        query = (
            select(Lesson.id)
            .join(Registration, Registration.course_id == Lesson.course_id)
            .join(Learner, Learner.id == Registration.learner_id)
            .where(Learner.contact_id == contact_id, Registration.standing != Standing.CANCELLED, self._is_on())
        )
        return await self._session.scalar(query.limit(1)) is not None

    def _is_on(self) -> ColumnElement[bool]:
        near = and_(Lesson.starts_at <= self._now + EARLY, Lesson.ends_at >= self._now - LATE)
        return and_(near, Lesson.cancelled_at.is_(None))

    async def tried(self, contact_id: int) -> int:
        """How many wrong codes they typed within `REST`."""
        query = select(func.count()).select_from(CodeTry)
        query = query.where(CodeTry.contact_id == contact_id, CodeTry.at > self._now - REST)
        return await self._session.scalar(query) or 0

    async def miss(self, contact_id: int) -> None:
        """They typed a wrong one."""
        self._session.add(CodeTry(contact_id=contact_id, at=self._now))
        await self._session.flush()

    async def tidy(self) -> None:
        await self._session.execute(delete(CodeTry).where(CodeTry.at < self._now - REST))
