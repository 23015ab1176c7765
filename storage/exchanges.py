"""Exchanges: what somebody asked lately and was shown, so that "lớp đó" and "thế còn buổi tối?" mean something."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, delete, select
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


class Exchanges:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def recall(self, contact_id: int) -> dict[str, Any]:
        """What is remembered; nothing after `MEMORY`."""
        row = await self._row(contact_id)
        return row.state if row and self._now - row.changed_at < MEMORY else {}

    async def remember(self, contact_id: int, state: dict[str, Any]) -> None:
        """This, instead of what was remembered before."""
        row = await self._row(contact_id)
        if row is None:
            self._session.add(Exchange(contact_id=contact_id, state=state, changed_at=self._now))
        else:
            row.state, row.changed_at = state, self._now
        await self._session.flush()

    async def show(self, contact_id: int, shown: Sequence[str], about: str = "") -> None:
        """These classes were shown, by their codes; `about`: the one that was shown whole. What was said is kept."""
        said = await self.recall(contact_id)
        await self.remember(contact_id, said | ({"shown": list(shown)} if shown else {}) | {"about": about})

    async def _row(self, contact_id: int) -> Exchange | None:
        return await self._session.scalar(select(Exchange).where(Exchange.contact_id == contact_id))

    async def tidy(self) -> None:
        """Forget those older than `MEMORY`."""
        await self._session.execute(delete(Exchange).where(Exchange.changed_at < self._now - MEMORY))
