"""Items: those that organizers brought besides the bank, and which of all items a centre has switched off."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.listing import Listing

NAME = 64
"""Characters of what an item, a topic or a skill of the bank is called."""


class ImportedItem(Base):
    __tablename__ = "items"
    # A number is never given again: cards and attempts name items by it.
    __table_args__ = (Index("ix_items_centre_id", "centre_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    """Whose organizers brought it; residents who live elsewhere are not asked it."""
    topic: Mapped[str] = mapped_column(String(NAME))
    """A topic of the bank: scams, vneid …"""
    skill: Mapped[str] = mapped_column(String(NAME))
    level: Mapped[int]
    question: Mapped[dict[str, str]] = mapped_column(JSON)
    """By language, as all texts here: "vi" always, "en" where somebody wrote it."""
    options: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    """In the same order in each language."""
    explanation: Mapped[dict[str, str]] = mapped_column(JSON)
    right: Mapped[list[int]] = mapped_column(JSON)
    """Which options are right, counted from 0."""
    source: Mapped[str] = mapped_column(String(200))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """None: who brought it was deleted since."""
    created_at: Mapped[datetime]


class ItemOff(Base):
    """A centre does not ask this item, of the bank or its own."""

    __tablename__ = "items_off"
    __table_args__ = (UniqueConstraint("centre_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    item: Mapped[str] = mapped_column(String(NAME))
    since: Mapped[datetime]


class Items:
    def __init__(self, session: AsyncSession, now: datetime, listing: Listing) -> None:
        self._session = session
        self._now = now
        self._listing = listing

    async def bring(self, items: Sequence[ImportedItem]) -> None:
        """New ones of an organizer's file; each process finds them at once."""
        self._session.add_all(items)
        await self._session.flush()
        await self._listing.change()

    async def list_all(self) -> Sequence[ImportedItem]:
        """Of all centres, in order of arrival."""
        return (await self._session.scalars(select(ImportedItem).order_by(ImportedItem.id))).all()

    async def list_off(self) -> Sequence[tuple[int, str]]:
        """(centre id, item) of all that is switched off."""
        query = select(ItemOff.centre_id, ItemOff.item).order_by(ItemOff.id)
        return [(row[0], row[1]) for row in (await self._session.execute(query)).all()]

    async def switch(self, centre_id: int, item: str, *, is_on: bool) -> None:
        """Saying it again changes nothing."""
        mine = (ItemOff.centre_id == centre_id) & (ItemOff.item == item)
        await self._session.execute(delete(ItemOff).where(mine))
        if not is_on:
            self._session.add(ItemOff(centre_id=centre_id, item=item, since=self._now))
            await self._session.flush()
        await self._listing.change()
