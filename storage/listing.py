"""The listing: what may be asked about upcoming courses, and the mark that tells each process whether it is current."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import String, select
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
    """Soonest first."""


# For every question: built once.
_MARK = select(ListingMark.mark).where(ListingMark.id == 1)


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

    async def seats_left(self, ids: Sequence[int]) -> dict[int, int]:
        """By the course's id."""
        query = select(Course.id, Course.capacity - Course.taken).where(Course.id.in_(ids))
        return {row[0]: row[1] for row in (await self._session.execute(query)).all()}

    async def _meetings(self) -> dict[int, list[Meeting]]:
        query = (
            select(Lesson.course_id, Lesson.starts_at, Lesson.ends_at, Lesson.venue)
            .where(Lesson.cancelled_at.is_(None), Lesson.ends_at > self._now)
            .order_by(Lesson.starts_at)
        )
        meetings: dict[int, list[Meeting]] = {}
        for course_id, starts_at, ends_at, venue in (await self._session.execute(query)).all():
            meetings.setdefault(course_id, []).append(Meeting(starts_at, ends_at, venue))
        return meetings
