"""The inbox: updates journalled before the channel is told that they arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint, bindparam, delete, func, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, words

MOST_TRIES = 5
KEPT = timedelta(days=3)
"""Rows stay so long to know a repeated update by its key; the body goes as soon as it is done."""


class Progress(StrEnum):
    WAITING = "waiting"
    """Journalled, its effect still to come."""
    DONE = "done"
    """Had its effect, or needed none."""
    DEAD = "dead"
    """Failed `MOST_TRIES` times; kept with an incident number for a person to look at."""


class InboxUpdate(Base):
    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index(
            "ix_inbox_waiting",
            "id",
            sqlite_where=text("progress = 'waiting'"),
            postgresql_where=text("progress = 'waiting'"),
        ),
        Index("ix_inbox_arrived_at", "arrived_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """The order of arrival."""
    channel: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(64))
    """What the channel calls the update: the same one again has the same key."""
    raw: Mapped[str | None] = mapped_column(Text)
    """As it came; None once it is done."""
    progress: Mapped[Progress] = mapped_column(words(Progress))
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None] = mapped_column(String(200))
    """The kind of the last failure, without anything a person wrote."""
    incident: Mapped[str | None] = mapped_column(String(12))
    """What the person was told to quote."""
    arrived_at: Mapped[datetime]


# For every update: on the table itself, because the ORM doubles what these cost.
_TABLE: Any = InboxUpdate.__table__
# SQLite has the same clause, and takes it from here.
_JOURNAL = postgresql.insert(_TABLE).on_conflict_do_nothing()
_WAITING = (
    select(
        InboxUpdate.id, InboxUpdate.channel, InboxUpdate.key, InboxUpdate.raw, InboxUpdate.tries, InboxUpdate.arrived_at
    )
    .where(text("progress = 'waiting'"), InboxUpdate.id > bindparam("after"))
    .order_by(InboxUpdate.id)
    .limit(bindparam("most"))
)
_DONE = update(_TABLE).where(_TABLE.c.id.in_(bindparam("ids", expanding=True))).values(progress=Progress.DONE, raw=None)


class Inbox:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def journal(self, channel: str, updates: Mapping[str, str]) -> None:
        """Keep raw updates, by key, in order; those already known are left alone."""
        rows = [
            {
                "channel": channel,
                "key": key,
                "raw": raw,
                "progress": Progress.WAITING,
                "tries": 0,
                "arrived_at": self._now,
            }
            for key, raw in updates.items()
        ]
        if rows:
            await self._session.execute(_JOURNAL, rows)

    async def list_waiting(self, most: int, after: int = 0) -> Sequence[InboxUpdate]:
        """In order of arrival, those behind the row `after`."""
        return (await self._session.execute(_WAITING, {"most": most, "after": after})).all()  # type: ignore[return-value]

    async def done(self, ids: Sequence[int]) -> None:
        if ids:
            await self._session.execute(_DONE, {"ids": list(ids)})

    async def failed(self, update_id: int, trouble: str, incident: str) -> bool:
        """Count a failure; after `MOST_TRIES` the update is dead, which is what is returned."""
        row = await self._session.get_one(InboxUpdate, update_id)
        row.tries += 1
        row.trouble = trouble[:200]
        if row.tries >= MOST_TRIES:
            row.progress = Progress.DEAD
            row.incident = incident
        await self._session.flush()
        return row.progress is Progress.DEAD

    async def took_since(self, channel: str, moment: datetime) -> bool:
        """Whether anything arrived there after this moment."""
        query = select(InboxUpdate.id).where(InboxUpdate.arrived_at > moment, InboxUpdate.channel == channel).limit(1)
        return await self._session.scalar(query) is not None

    async def count(self, progress: Progress) -> int:
        return await self._session.scalar(select(func.count()).where(InboxUpdate.progress == progress)) or 0

    async def list_dead(self) -> list[tuple[str, str]]:
        """(incident, trouble) of the updates that failed for good, the newest first."""
        query = select(InboxUpdate.incident, InboxUpdate.trouble).where(InboxUpdate.progress == Progress.DEAD)
        rows = await self._session.execute(query.order_by(InboxUpdate.id.desc()))
        return [(incident or "", trouble or "") for incident, trouble in rows]

    async def tidy(self) -> None:
        """Forget what was done longer than `KEPT` ago."""
        old = delete(InboxUpdate).where(
            InboxUpdate.arrived_at < self._now - KEPT, InboxUpdate.progress == Progress.DONE
        )
        await self._session.execute(old)
