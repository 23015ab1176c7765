"""Cards: how well one person remembers one item, as the `fsrs` package keeps it. One card a person and item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.items import NAME


class Card(Base):
    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("contact_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    item: Mapped[str] = mapped_column(String(NAME))
    stability: Mapped[float]
    """Days after which nine of ten would still know it."""
    difficulty: Mapped[float]
    """1 to 10."""
    due_at: Mapped[datetime]
    """When the chance to know it has fallen to the target."""
    asked_at: Mapped[datetime]
    """Last."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a card says."""

    item: str
    stability: float
    difficulty: float
    due_at: datetime
    asked_at: datetime


_TABLE: Any = Card.__table__
_COLUMNS = (_TABLE.c.item, _TABLE.c.stability, _TABLE.c.difficulty, _TABLE.c.due_at, _TABLE.c.asked_at)
_MINE = select(*_COLUMNS).where(_TABLE.c.contact_id == bindparam("contact_id"))
_NEW = postgresql.insert(_TABLE)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["contact_id", "item"],
    set_={name: _NEW.excluded[name] for name in ("stability", "difficulty", "due_at", "asked_at")},
)


class Cards:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_of(self, contact_id: int) -> Sequence[Memory]:
        """In no order; as many as items they were asked."""
        rows = await self._session.execute(_MINE, {"contact_id": contact_id})
        return [Memory(*row) for row in rows]

    async def keep(self, contact_id: int, memory: Memory) -> None:
        """This, instead of what the card of this item said before."""
        new = {name: getattr(memory, name) for name in ("item", "stability", "difficulty", "due_at", "asked_at")}
        await self._session.execute(_KEEP, new | {"contact_id": contact_id})
