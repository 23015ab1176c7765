"""Badges: the skills somebody has shown to be sure in. One a skill; it is never taken away."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.items import NAME


class Badge(Base):
    __tablename__ = "badges"
    __table_args__ = (UniqueConstraint("contact_id", "topic", "skill"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    topic: Mapped[str] = mapped_column(String(NAME))
    skill: Mapped[str] = mapped_column(String(NAME))
    earned_at: Mapped[datetime]


class Badges:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def list_of(self, contact_id: int) -> Sequence[Badge]:
        """In the order in which they were earned."""
        query = select(Badge).where(Badge.contact_id == contact_id).order_by(Badge.earned_at, Badge.id)
        return (await self._session.scalars(query)).all()

    async def earn(self, contact_id: int, topic: str, skill: str) -> bool:
        """Whether it is new."""
        if any((one.topic, one.skill) == (topic, skill) for one in await self.list_of(contact_id)):
            return False
        self._session.add(Badge(contact_id=contact_id, topic=topic, skill=skill, earned_at=self._now))
        await self._session.flush()
        return True
