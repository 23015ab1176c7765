"""Attempts: one answer to one item. The first tap counts, so there is one for each time that an item was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.items import NAME

KEPT = timedelta(days=400)
"""A year to compare with, and a little."""


class Attempt(Base):
    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_contact_id_at", "contact_id", "at"),
        Index("ix_attempts_item", "item"),
        Index("ix_attempts_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    item: Mapped[str] = mapped_column(String(NAME))
    topic: Mapped[str] = mapped_column(String(NAME))
    skill: Mapped[str] = mapped_column(String(NAME))
    option: Mapped[int]
    """Which was chosen, as the item counts its options, from 0."""
    is_right: Mapped[bool]
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an attempt says, without whose it is."""

    item: str
    topic: str
    skill: str
    option: int
    is_right: bool
    at: datetime


# For every quiz that begins: built once and on the table itself, a fifth of what the ORM takes.
_TABLE: Any = Attempt.__table__
_SINCE = (
    select(*(_TABLE.c[one.name] for one in fields(Answer)))
    .where(_TABLE.c.contact_id == bindparam("contact_id"), _TABLE.c.at >= bindparam("since"))
    .order_by(_TABLE.c.at, _TABLE.c.id)
)


class Attempts:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def add(self, contact_id: int, item: str, topic: str, skill: str, option: int, *, is_right: bool) -> None:
        self._session.add(
            Attempt(
                contact_id=contact_id,
                item=item,
                topic=topic,
                skill=skill,
                option=option,
                is_right=is_right,
                at=self._now,
            )
        )
        await self._session.flush()

    async def list_since(self, contact_id: int, since: datetime) -> Sequence[Answer]:
        """Of one person, oldest first."""
        rows = await self._session.execute(_SINCE, {"contact_id": contact_id, "since": since})
        return [Answer(*row) for row in rows]

    async def list_times(self, contact_id: int) -> Sequence[datetime]:
        """When one person answered, of all that is kept; in no order."""
        return (await self._session.scalars(select(Attempt.at).where(Attempt.contact_id == contact_id))).all()

    async def tidy(self) -> None:
        """Forget those older than `KEPT`."""
        await self._session.execute(delete(Attempt).where(Attempt.at < self._now - KEPT))
