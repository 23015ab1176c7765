"""The database: the only way in and the only commit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from storage.broadcasts import CROWD
from storage.ledger import Ledger
from storage.near import PATIENCE, connect_near
from storage.quiet_hours import QuietHours
from storage.store import Store

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={PATIENCE}",
    # What is deleted is overwritten: a person's name must not linger in a free page.
    "PRAGMA secure_delete=ON",
)


class Database:
    """SQLite in one file, or PostgreSQL. Opened by `storage.opening.open_database`, which also migrates it."""

    def __init__(self, url: str, quiet: QuietHours | None = None, ledger: Path | None = None) -> None:
        """`url`: a path, `sqlite:///path` or `postgresql://…`. `quiet`: when nobody is written to unasked.

        `ledger`: the file where deletions are noted. For SQLite it is beside the database if none is named; for
        PostgreSQL there is none then, and a restored backup brings deleted people back.
        """
        self.url = full_url(url)
        self.quiet = quiet or QuietHours()
        self.crowd = CROWD
        """A broadcast to more people needs a second organizer; whoever runs the process may set it."""
        self.is_sqlite = make_url(self.url).get_backend_name() == "sqlite"
        if ledger is None and self.path is not None:
            ledger = self.path.with_name(self.path.name + ".deletions")
        self._ledger = Ledger(ledger) if ledger else None
        self._writer = self._make_engine(writes=True)
        self._reader = self._make_engine(writes=False) if self.is_sqlite else self._writer
        self._turn = asyncio.Lock()

    @property
    def path(self) -> Path | None:
        """The file, for SQLite."""
        return Path(make_url(self.url).database or "") if self.is_sqlite else None

    @asynccontextmanager
    async def begin(self, now: datetime) -> AsyncIterator[Store]:
        """One transaction that may write: committed when the block ends, undone if it raises.

        SQLite has one writer, so transactions take turns in order of arrival. No network inside.
        """
        if not self.is_sqlite:
            async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
                yield Store(session, now, self.quiet, self._ledger, self.crowd)
            return
        async with self._turn, AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield Store(session, now, self.quiet, self._ledger, self.crowd)

    @asynccontextmanager
    async def read(self, now: datetime) -> AsyncIterator[Store]:
        """A view of one moment, beside the writer. Nothing done here is kept."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield Store(session, now, self.quiet, self._ledger, self.crowd)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[AsyncConnection]:
        """The writer's bare connection in one transaction, for the schema itself."""
        async with self._turn, self._writer.begin() as connection:
            yield connection

    async def forget(self) -> None:
        """Drop what the write-ahead log still holds of deleted rows. Call it after a person was deleted."""
        if self.is_sqlite:
            async with self._turn, self._writer.connect() as connection:
                raw = await connection.get_raw_connection()
                await connection.rollback()
                # Closed at once: aiosqlite's thread keeps its last cursor, and an open one makes the next commit fail.
                checkpoint = raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
                async with checkpoint:
                    pass

    async def close(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()

    def _make_engine(self, *, writes: bool) -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(self.url, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True)
        size: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if writes else {"pool_size": 2, "max_overflow": 2}
        engine = create_async_engine(self.url, hide_parameters=True, **size)
        event.listen(engine.sync_engine, "connect", _set_up)
        if writes:
            connect_near(engine)
        else:
            event.listen(engine.sync_engine, "begin", _begin_to_read)
        return engine


def full_url(url: str) -> str:
    """With the driver we use: a bare path means SQLite."""
    if "://" not in url:
        return f"sqlite+aiosqlite:///{url}"
    scheme, rest = url.split("://", 1)
    dialect = scheme.split("+")[0]
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
    if dialect not in driver:
        raise ValueError(url.split("@")[-1])
    return f"{driver[dialect]}://{rest}"


def _set_up(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_to_read(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
