"""Courses: what people sign up for. A course has seats and one or more lessons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.base import Base
from storage.centres import Centre
from storage.lessons import Lesson
from storage.topics import Topic


class Course(Base):
    __tablename__ = "courses"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="seats"),
        CheckConstraint("fee_vnd >= 0", name="fee"),
        Index("ix_courses_last_ends_at", "last_ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """1–20 of A–Z, a–z, 0–9, _ and -, so that it fits a deep link."""
    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    title: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    """The title in lower case without diacritics, as `storage.folding.fold` makes it."""
    description: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(200))
    teacher: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    """How many seats are taken. The check above is what makes a 31st of 30 impossible."""
    fee_vnd: Mapped[int]
    registration_closes_at: Mapped[datetime]
    first_starts_at: Mapped[datetime]
    """When the first lesson that is not cancelled begins; kept by `Courses.arrange`."""
    last_ends_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    low_told_at: Mapped[datetime | None]
    """When its organizers were told that few come; they are told once."""
    created_at: Mapped[datetime]

    centre: Mapped[Centre] = relationship(lazy="raise")
    topic: Mapped[Topic] = relationship(lazy="raise")
    lessons: Mapped[list[Lesson]] = relationship(lazy="raise", order_by=Lesson.starts_at)

    @property
    def ward(self) -> str:
        return self.centre.ward

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken

    def is_open(self, now: datetime) -> bool:
        """Whether one may still sign up, and seats still move by themselves."""
        return self.cancelled_at is None and now < self.registration_closes_at

    @property
    def live_lessons(self) -> list[Lesson]:
        """Those that are not cancelled, soonest first."""
        return [lesson for lesson in self.lessons if lesson.cancelled_at is None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Limits on upcoming courses; None limits nothing. `since` and `until` are a half-open interval of lessons."""

    since: datetime | None = None
    until: datetime | None = None
    centre_id: int | None = None
    topic_id: int | None = None


WHOLE = (
    joinedload(Course.centre, innerjoin=True),
    joinedload(Course.topic, innerjoin=True),
    selectinload(Course.lessons),
)

# Building a statement costs as much as running it; those behind every tap are built once.
_NUMBERED = select(Course).where(Course.id == bindparam("id")).options(*WHOLE)
_SEVERAL = select(Course).where(Course.id.in_(bindparam("ids", expanding=True))).options(*WHOLE)


def _seek(code: Any, spelled: Any) -> Any:
    return select(Course.id).where(code == spelled).limit(1).correlate(None).scalar_subquery()


_CODE = bindparam("code", type_=String())

# Only the last of these reads all courses, and only if none of those before it found one.
_CODED = (
    select(Course)
    .where(
        Course.id
        == func.coalesce(
            _seek(Course.code, _CODE),
            _seek(Course.code, func.upper(_CODE)),
            _seek(Course.code, func.lower(_CODE)),
            _seek(func.lower(Course.code), func.lower(_CODE)),
        )
    )
    .options(*WHOLE)
)


class Courses:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def find(self, code: str) -> Course | None:
        """With its centre, topic and lessons. The code may be in any case."""
        return await self._session.scalar(_CODED, {"code": code})

    async def get(self, course_id: int) -> Course:
        """With its centre, topic and lessons.

        Raises: NoResultFound.
        """
        return (await self._session.scalars(_NUMBERED, {"id": course_id})).one()

    async def list_numbered(self, ids: Sequence[int]) -> list[Course]:
        """Those there are, in the order of these ids, whole."""
        found = {course.id: course for course in await self._session.scalars(_SEVERAL, {"ids": list(ids)})}
        return [found[one] for one in ids if one in found]

    async def list_upcoming(self, wanted: Wanted, *, limit: int, offset: int = 0) -> Sequence[Course]:
        """Those with a lesson still to come that fits, the soonest such lesson first."""
        coming = self._coming(wanted).subquery()
        query = (
            select(Course)
            .join(coming, coming.c.course_id == Course.id)
            .order_by(coming.c.soonest, Course.id)
            .limit(limit)
            .offset(offset)
            .options(*WHOLE)
        )
        return (await self._session.scalars(query)).all()

    async def count_upcoming(self, wanted: Wanted) -> int:
        """How many courses `list_upcoming` would list without a limit."""
        coming = self._coming(wanted).subquery()
        return await self._session.scalar(select(func.count()).select_from(coming)) or 0

    def _coming(self, wanted: Wanted) -> Select[int, datetime]:
        query = (
            select(Lesson.course_id, func.min(Lesson.starts_at).label("soonest"))
            .join(Course, Course.id == Lesson.course_id)
            .where(Lesson.cancelled_at.is_(None), Course.cancelled_at.is_(None), Lesson.ends_at > self._now)
            .group_by(Lesson.course_id)
        )
        if wanted.since is not None:
            query = query.where(Lesson.starts_at >= wanted.since)
        if wanted.until is not None:
            query = query.where(Lesson.starts_at < wanted.until)
        if wanted.centre_id is not None:
            query = query.where(Course.centre_id == wanted.centre_id)
        if wanted.topic_id is not None:
            query = query.where(Course.topic_id == wanted.topic_id)
        return query

    async def list_centres(self) -> Sequence[Centre]:
        """Those with a course still to come, by ward."""
        coming = self._coming(Wanted()).subquery()
        query = select(Centre).join(Course, Course.centre_id == Centre.id).join(coming, coming.c.course_id == Course.id)
        return (await self._session.scalars(query.distinct().order_by(Centre.ward))).all()

    async def list_topics(self) -> Sequence[Topic]:
        """Those of a course still to come, by name."""
        coming = self._coming(Wanted()).subquery()
        query = select(Topic).join(Course, Course.topic_id == Topic.id).join(coming, coming.c.course_id == Course.id)
        return (await self._session.scalars(query.distinct().order_by(Topic.name))).all()

    async def lock(self, course_id: int) -> Course:
        """The course, alone until the transaction ends: take it before counting or giving seats."""
        query = select(Course).where(Course.id == course_id).with_for_update().execution_options(populate_existing=True)
        return (await self._session.scalars(query)).one()

    def arrange(self, course: Course) -> None:
        """Bring the first and last times of a course in line with its lessons, which are loaded."""
        lessons = course.live_lessons or course.lessons
        course.first_starts_at = min(lesson.starts_at for lesson in lessons)
        course.last_ends_at = max(lesson.ends_at for lesson in lessons)
