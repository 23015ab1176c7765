"""The listing: what may be asked about upcoming courses, and the mark that tells each process whether it is current."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import String, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.centres import Centre
from storage.courses import Course
from storage.lessons import Lesson
from storage.topics import Topic


class ListingMark(Base):
    """One row: another mark after each change of what the listing says."""

    __tablename__ = "listing_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(32))
    """Drawn, not counted: a count would come again after a change that was undone."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One lesson that is not cancelled."""

    starts_at: datetime
    ends_at: datetime
    venue: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A course as the listing has it; seats change too often to be in it."""

    id: int
    code: str
    title: str
    topic: str
    description: str
    audience: str
    teacher: str
    ward: str
    fee_vnd: int
    capacity: int
    meetings: tuple[Meeting, ...]
    """Also those that are over, soonest first."""


@dataclass(frozen=True, slots=True)
class Offer(Listed):
    """The same with what changes too often to be in the listing, as it is now. It reads like a `Course`."""

    taken: int
    registration_closes_at: datetime
    cancelled_at: datetime | None

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken

    @property
    def live_lessons(self) -> Sequence[Meeting]:
        return self.meetings

    def is_open(self, now: datetime) -> bool:
        """Whether one may still sign up."""
        return self.cancelled_at is None and now < self.registration_closes_at


# For every question: built once, and on the table itself, a fifth of what the ORM takes.
_COURSES: Any = Course.__table__
_MARK = select(ListingMark.mark).where(ListingMark.id == 1)
_NOW = select(
    _COURSES.c.id, _COURSES.c.capacity, _COURSES.c.taken, _COURSES.c.registration_closes_at, _COURSES.c.cancelled_at
).where(_COURSES.c.id.in_(bindparam("ids", expanding=True)))
_SEATS = select(_COURSES.c.id, _COURSES.c.capacity - _COURSES.c.taken).where(
    _COURSES.c.last_ends_at > bindparam("now"), _COURSES.c.cancelled_at.is_(None)
)
NAMED = 200
"""The most courses to be asked for one by one."""
_FACTS = tuple(one.name for one in fields(Listed) if one.name != "capacity")


class Listing:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now
        self._mark: str | None = None
        self._is_read = False

    async def mark(self) -> str | None:
        """Of the listing as it is; None as long as nothing was published through `change`."""
        if not self._is_read:
            self._mark, self._is_read = await self._session.scalar(_MARK), True
        return self._mark

    def look_again(self) -> None:
        """The mark read so far may no longer be true."""
        self._is_read = False

    async def change(self) -> None:
        """What the listing says has changed, or will in this transaction."""
        await self._session.merge(ListingMark(id=1, mark=uuid4().hex))
        await self._session.flush()
        self.look_again()

    async def list_upcoming(self) -> Sequence[Listed]:
        """Every course that is not cancelled and not over."""
        query = (
            select(
                Course.id,
                Course.code,
                Course.title,
                Topic.name.label("topic"),
                Course.description,
                Course.audience,
                Course.teacher,
                Centre.ward,
                Course.fee_vnd,
                Course.capacity,
            )
            .join(Topic, Topic.id == Course.topic_id)
            .join(Centre, Centre.id == Course.centre_id)
            .where(Course.cancelled_at.is_(None), Course.last_ends_at > self._now)
            .order_by(Course.first_starts_at, Course.id)
        )
        courses: Sequence[Any] = (await self._session.execute(query)).all()
        meetings = await self._meetings()
        return [Listed(**row._mapping, meetings=tuple(meetings[row.id])) for row in courses if row.id in meetings]

    async def offers(self, listed: Sequence[Listed]) -> list[Offer]:
        """These as they are now, in this order; without those that are no more."""
        rows = await self._session.execute(_NOW, {"ids": [one.id for one in listed]})
        now = {row.id: row for row in rows}
        return [_offer(one, now[one.id]) for one in listed if one.id in now]

    async def seats_left(self, ids: Sequence[int]) -> dict[int, int]:
        """By the course's id; perhaps also of others: so many are sooner read than named."""
        some = _SEATS.where(_COURSES.c.id.in_(ids)) if len(ids) <= NAMED else _SEATS
        return {row[0]: row[1] for row in await self._session.execute(some, {"now": self._now})}

    async def _meetings(self) -> dict[int, list[Meeting]]:
        query = (
            select(Lesson.course_id, Lesson.starts_at, Lesson.ends_at, Lesson.venue)
            .join(Course, Course.id == Lesson.course_id)
            .where(Lesson.cancelled_at.is_(None), Course.cancelled_at.is_(None), Course.last_ends_at > self._now)
            .order_by(Lesson.starts_at)
        )
        meetings: dict[int, list[Meeting]] = {}
        for course_id, starts_at, ends_at, venue in (await self._session.execute(query)).all():
            meetings.setdefault(course_id, []).append(Meeting(starts_at, ends_at, venue))
        return meetings


def _offer(listed: Listed, row: Any) -> Offer:
    return Offer(
        **{name: getattr(listed, name) for name in _FACTS},
        capacity=row.capacity,
        taken=row.taken,
        registration_closes_at=row.registration_closes_at,
        cancelled_at=row.cancelled_at,
    )
