"""Programme follows: who wants to be told of a programme, and what they were told."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Select, UniqueConstraint, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base
from storage.contacts import Contact
from storage.courses import Course
from storage.learners import Learner
from storage.lessons import Lesson
from storage.programmes import Programme
from storage.quiet_hours import LOCAL
from storage.registrations import Registration, Standing

KEPT = timedelta(days=30)
"""After the programme's last day."""


class ProgrammeFollow(Base):
    """Somebody wants to be told of this programme the evening before each of its days, and of changes."""

    __tablename__ = "programme_follows"
    __table_args__ = (UniqueConstraint("programme_id", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    since: Mapped[datetime]
    told_on: Mapped[date] = mapped_column(Date)
    """The last day of the programme that they were told of, or need not be."""
    version: Mapped[int]
    """Of the programme as they know it."""

    contact: Mapped[Contact] = relationship(lazy="raise")


class ProgrammeFollows:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def find(self, contact_id: int, programme_id: int) -> ProgrammeFollow | None:
        query = select(ProgrammeFollow).where(
            ProgrammeFollow.contact_id == contact_id, ProgrammeFollow.programme_id == programme_id
        )
        return await self._session.scalar(query)

    async def follow(self, contact_id: int, programme: Programme, told_on: date) -> None:
        """They just saw it as it is. `told_on`: of this day and those before they need not be told."""
        if await self.find(contact_id, programme.id) is None:
            self._session.add(
                ProgrammeFollow(
                    contact_id=contact_id,
                    programme_id=programme.id,
                    since=self._now,
                    told_on=told_on,
                    version=programme.version,
                )
            )
            await self._session.flush()

    async def unfollow(self, contact_id: int, programme_id: int) -> None:
        mine = ProgrammeFollow.contact_id == contact_id, ProgrammeFollow.programme_id == programme_id
        await self._session.execute(delete(ProgrammeFollow).where(*mine))

    async def list_of(self, contact_id: int) -> list[tuple[ProgrammeFollow, Programme]]:
        """What one contact follows, in order of arrival."""
        query = select(ProgrammeFollow, Programme).join(Programme, Programme.id == ProgrammeFollow.programme_id)
        query = query.where(ProgrammeFollow.contact_id == contact_id).order_by(ProgrammeFollow.id)
        return [(follow, programme) for follow, programme in await self._session.execute(query)]

    async def count_followers(self, programme_id: int) -> int:
        """Who would be told now."""
        query = self._followers(programme_id).with_only_columns(func.count()).order_by(None)
        return await self._session.scalar(query) or 0

    async def list_untold(self, programme: Programme, limit: int, day: date | None) -> Sequence[ProgrammeFollow]:
        """Followers who were not told of this day yet, or (None) of the latest changes; with contact."""
        untold = ProgrammeFollow.told_on < day if day else ProgrammeFollow.version < programme.version
        query = self._followers(programme.id).where(untold).limit(limit)
        return (await self._session.scalars(query.options(joinedload(ProgrammeFollow.contact)))).all()

    def _followers(self, programme_id: int) -> Select[Any]:
        query = select(ProgrammeFollow).join(Contact, Contact.id == ProgrammeFollow.contact_id)
        query = query.where(ProgrammeFollow.programme_id == programme_id, Contact.paused_at.is_(None))
        return query.order_by(ProgrammeFollow.id)

    async def lessons_of(self, contact_ids: Collection[int]) -> dict[int, set[str]]:
        """By contact, the keys of the lessons of the household's classes, also of those that were called off."""
        query = (
            select(Learner.contact_id, Lesson.id)
            .join(Registration, Registration.learner_id == Learner.id)
            .join(Lesson, Lesson.course_id == Registration.course_id)
            .join(Course, Course.id == Registration.course_id)
            .where(Learner.contact_id.in_(contact_ids))
            .where(or_(Registration.standing != Standing.CANCELLED, Registration.cancelled_at == Course.cancelled_at))
        )
        found: dict[int, set[str]] = {one: set() for one in contact_ids}
        for contact_id, lesson_id in await self._session.execute(query):
            found[contact_id].add(f"lesson:{lesson_id}")
        return found

    async def tell(self, follow: ProgrammeFollow, *, day: date | None = None, version: int | None = None) -> None:
        """They were told of this day, or of what this version changed."""
        follow.told_on, follow.version = day or follow.told_on, version or follow.version

    async def tidy(self) -> None:
        """Forget who followed what is over."""
        over = select(Programme.id).where(Programme.ends_on < self._now.astimezone(LOCAL).date() - KEPT)
        await self._session.execute(delete(ProgrammeFollow).where(ProgrammeFollow.programme_id.in_(over)))
