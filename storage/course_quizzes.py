"""The quiz that goes with a class: its learners are asked once, a day after the last lesson."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.courses import WHOLE, Course
from storage.items import NAME
from storage.organizers import Rights

REST = timedelta(days=1)
"""After the end of a class, until its learners are asked: what one recalls a day later stays longer."""
USEFUL = timedelta(days=7)
"""Longer after the end of a class nobody is asked."""


class CourseQuiz(Base):
    __tablename__ = "course_quizzes"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), unique=True)
    topic: Mapped[str] = mapped_column(String(NAME))
    """Of the bank."""
    asked_at: Mapped[datetime | None]
    """When its learners were seen to."""


class CourseQuizzes:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def find(self, course_id: int) -> CourseQuiz | None:
        return await self._session.scalar(select(CourseQuiz).where(CourseQuiz.course_id == course_id))

    async def choose(self, course_id: int, topic: str) -> None:
        """Its topic from now on; who was asked is not asked again."""
        quiz = await self.find(course_id)
        if quiz is None:
            self._session.add(CourseQuiz(course_id=course_id, topic=topic))
        else:
            quiz.topic = topic
        await self._session.flush()

    async def drop(self, course_id: int) -> None:
        """None goes with this class, unless its learners were asked already."""
        unasked = CourseQuiz.asked_at.is_(None)
        await self._session.execute(delete(CourseQuiz).where(CourseQuiz.course_id == course_id, unasked))

    async def next_to_ask(self) -> tuple[Course, CourseQuiz] | None:
        """A class that ended a while ago whose learners were not asked yet."""
        query = (
            select(Course, CourseQuiz)
            .join(CourseQuiz, CourseQuiz.course_id == Course.id)
            .where(CourseQuiz.asked_at.is_(None), Course.cancelled_at.is_(None))
            .where(Course.last_ends_at <= self._now - REST, Course.last_ends_at > self._now - USEFUL)
            .order_by(Course.last_ends_at, Course.id)
            .limit(1)
            .options(*WHOLE)
        )
        found = (await self._session.execute(query)).first()
        return (found[0], found[1]) if found else None

    async def asked(self, quiz: CourseQuiz) -> None:
        quiz.asked_at = self._now
        await self._session.flush()

    async def list_within(self, rights: Rights, limit: int, offset: int = 0) -> Sequence[tuple[Course, str]]:
        """(class, topic) of classes that have begun and that these rights are over; whose last lesson is latest first.

        Classes that were called off before their end are among them.
        """
        query = (
            select(Course, CourseQuiz.topic)
            .join(CourseQuiz, CourseQuiz.course_id == Course.id)
            .where(Course.first_starts_at <= self._now)
            .order_by(Course.last_ends_at.desc(), Course.id)
            .limit(limit)
            .offset(offset)
        )
        if not rights.everywhere:
            query = query.where(Course.centre_id.in_(rights.centres))
        return [(row[0], row[1]) for row in await self._session.execute(query)]
