"""Wishes: what somebody looked for in vain and wants to be told of, once, when there is such a class."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    and_,
    delete,
    exists,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base, words
from storage.contacts import Address, Contact

KEPT = timedelta(days=180)
"""After so long nobody remembers what they wished for."""
ENDED_KEPT = timedelta(days=30)
MOST_LIVE = 5
"""That one contact may have."""


class WishEnd(StrEnum):
    TOLD = "told"
    """There is such a class, and they were told."""
    DROPPED = "dropped"
    """They no longer want it."""
    OVER = "over"
    """It expired."""


class Wish(Base):
    __tablename__ = "wishes"
    __table_args__ = (
        Index(
            "ix_wishes_live",
            "seen_mark",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_wishes_contact_id", "contact_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    turns: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What was said, as an exchange keeps it; `handlers.exchanges` writes and reads it."""
    seen_mark: Mapped[str | None] = mapped_column(String(32))
    """The listing it was last compared with."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """When its days have passed, or after `KEPT`."""
    ended_at: Mapped[datetime | None]
    how: Mapped[WishEnd | None] = mapped_column(words(WishEnd))

    contact: Mapped[Contact] = relationship(lazy="raise")


class Wishes:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def make(
        self, contact_id: int, turns: Sequence[dict[str, Any]], mark: str | None, until: datetime | None = None
    ) -> Wish:
        """`mark`: of the listing in which there was no such class. `until`: the end of its days, if it has any."""
        expires_at = min(self._now + KEPT, until) if until else self._now + KEPT
        wish = Wish(
            contact_id=contact_id, turns=list(turns), seen_mark=mark, created_at=self._now, expires_at=expires_at
        )
        self._session.add(wish)
        await self._session.flush()
        return wish

    async def list_live(self, contact_id: int) -> Sequence[Wish]:
        """Of one contact, in order of arrival."""
        query = select(Wish).where(Wish.contact_id == contact_id, self._live()).order_by(Wish.id)
        return (await self._session.scalars(query)).all()

    async def find_live(self, contact_id: int, wish_id: int) -> Wish | None:
        return await self._session.scalar(
            select(Wish).where(Wish.id == wish_id, Wish.contact_id == contact_id, self._live())
        )

    async def list_unseen(self, mark: str, limit: int) -> Sequence[Wish]:
        """Those not yet compared with this listing, with their contact, in order of arrival.

        Whoever paused or cannot be written to is left out: theirs are compared once they are back.
        """
        reached = exists().where(Address.contact_id == Contact.id, Address.unreachable_at.is_(None))
        query = (
            select(Wish)
            .join(Wish.contact)
            .where(self._live(), or_(Wish.seen_mark.is_(None), Wish.seen_mark != mark))
            .where(Contact.paused_at.is_(None), reached)
            .options(joinedload(Wish.contact))
            .order_by(Wish.id)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def see(self, wish: Wish, mark: str) -> None:
        """It was compared with this listing."""
        wish.seen_mark = mark

    async def end(self, wish: Wish, how: WishEnd) -> None:
        wish.ended_at, wish.how = self._now, how
        await self._session.flush()

    async def tidy(self) -> None:
        """End those that expired, and forget those that ended longer than `ENDED_KEPT` ago."""
        expired = update(Wish).where(Wish.ended_at.is_(None), Wish.expires_at <= self._now)
        await self._session.execute(expired.values(ended_at=Wish.expires_at, how=WishEnd.OVER))
        await self._session.execute(delete(Wish).where(Wish.ended_at < self._now - ENDED_KEPT))

    def _live(self) -> ColumnElement[bool]:
        return and_(Wish.ended_at.is_(None), Wish.expires_at > self._now)
