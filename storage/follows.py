"""Follows: the topics somebody wants to hear of."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class Follow(Base):
    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("contact_id", "topic_id"),
        Index("ix_follows_topic_id_contact_id", "topic_id", "contact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    since: Mapped[datetime]


class Follows:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def list_of(self, contact_id: int) -> list[int]:
        """The ids of the topics, in order of arrival."""
        query = select(Follow.topic_id).where(Follow.contact_id == contact_id).order_by(Follow.id)
        return list(await self._session.scalars(query))

    async def follow(self, contact_id: int, topic_id: int) -> None:
        """Saying it again changes nothing."""
        if topic_id not in await self.list_of(contact_id):
            self._session.add(Follow(contact_id=contact_id, topic_id=topic_id, since=self._now))
            await self._session.flush()

    async def unfollow(self, contact_id: int, topic_id: int) -> None:
        mine = (Follow.contact_id == contact_id) & (Follow.topic_id == topic_id)
        await self._session.execute(delete(Follow).where(mine))
