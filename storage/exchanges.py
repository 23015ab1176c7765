"""Exchanges: what somebody asked lately and was shown, so that "lớp đó" and "thế còn buổi tối?" mean something."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, bindparam, delete, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base

MEMORY = timedelta(hours=2)
"""After so long a question begins anew."""


class Exchange(Base):
    __tablename__ = "exchanges"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), unique=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was said and shown; `handlers.asking` writes and reads it."""
    changed_at: Mapped[datetime]


# For every class or list that is shown: built once and on the table itself, a fifth of what the ORM takes.
_TABLE: Any = Exchange.__table__
_RECALL = select(_TABLE.c.state).where(
    _TABLE.c.contact_id == bindparam("contact_id"), _TABLE.c.changed_at > bindparam("since")
)
_NEW = postgresql.insert(_TABLE)
_REMEMBER = _NEW.on_conflict_do_update(
    index_elements=["contact_id"], set_={"state": _NEW.excluded.state, "changed_at": _NEW.excluded.changed_at}
)


class Exchanges:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def recall(self, contact_id: int) -> dict[str, Any]:
        """What is remembered; nothing after `MEMORY`."""
        known = {"contact_id": contact_id, "since": self._now - MEMORY}
        state: dict[str, Any] | None = await self._session.scalar(_RECALL, known)
        return state or {}

    async def remember(self, contact_id: int, state: dict[str, Any]) -> None:
        """This, instead of what was remembered before."""
        new = {"contact_id": contact_id, "state": state, "changed_at": self._now}
        await self._session.execute(_REMEMBER, new)

    async def show(self, contact_id: int, shown: Sequence[str], about: str = "") -> None:
        """These classes were shown, by their codes; `about`: the one that was shown whole. What was said is kept."""
        said = await self.recall(contact_id)
        await self.remember(contact_id, said | ({"shown": list(shown)} if shown else {}) | {"about": about})

    async def tidy(self) -> None:
        """Forget those older than `MEMORY`."""
        await self._session.execute(delete(Exchange).where(Exchange.changed_at < self._now - MEMORY))
