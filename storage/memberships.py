"""Memberships: which associations somebody says that they belong to, so that these can write to their own."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, words


class Association(StrEnum):
    WOMEN = "women"
    YOUTH = "youth"
    ELDERLY = "elderly"
    VETERANS = "veterans"
    FARMERS = "farmers"
    RED_CROSS = "red_cross"
    STUDY_PROMOTION = "study_promotion"
    TRADE_UNION = "trade_union"


class Membership(Base):
    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("contact_id", "association"),
        Index("ix_memberships_association_contact_id", "association", "contact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    association: Mapped[Association] = mapped_column(words(Association))
    since: Mapped[datetime]
    """When they said so."""


class Memberships:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def list_of(self, contact_id: int) -> list[Association]:
        """In order of arrival."""
        query = select(Membership.association).where(Membership.contact_id == contact_id).order_by(Membership.id)
        return list(await self._session.scalars(query))

    async def join(self, contact_id: int, association: Association) -> None:
        """Saying it again changes nothing."""
        if association not in await self.list_of(contact_id):
            self._session.add(Membership(contact_id=contact_id, association=association, since=self._now))
            await self._session.flush()

    async def leave(self, contact_id: int, association: Association) -> None:
        mine = (Membership.contact_id == contact_id) & (Membership.association == association)
        await self._session.execute(delete(Membership).where(mine))
