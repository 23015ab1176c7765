"""SQLite near at hand: statements run where they are called, only what may wait goes to aiosqlite's thread.

SQLAlchemy's adapter for aiosqlite sends each statement through four hops to a thread: 400 µs for a SELECT by key
that SQLite answers in 2. Inside a transaction in WAL mode no statement waits for another process: only connecting,
BEGIN IMMEDIATE while another one writes, and a COMMIT that has something to keep (the disk) do. Those keep their
thread; the rest runs in 45 µs.
"""

import sqlite3
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util.concurrency import await_

PATIENCE = 10_000
"""Milliseconds that a writer waits for another process."""


async def _nothing() -> None:
    """SQLAlchemy's async layer insists on one await a statement, to catch drivers that block by mistake."""


class NearCursor(sqlite3.Cursor):
    """SQLite's own cursor with the two marks that SQLAlchemy's async results look for."""

    server_side = False

    def execute(self, *args: Any) -> "NearCursor":
        await_(_nothing())
        super().execute(*args)
        return self

    def executemany(self, *args: Any) -> "NearCursor":
        await_(_nothing())
        super().executemany(*args)
        return self

    async def _async_soft_close(self) -> None:
        pass


class NearConnection(AsyncAdapt_aiosqlite_connection):
    """An aiosqlite connection whose cursors do not leave the caller's thread."""

    __slots__ = ("_changes",)

    _changes: int

    def cursor(self, server_side: bool = False) -> Any:
        return self._raw.cursor(NearCursor)

    def begin(self) -> None:
        """Take the right to write: at once if it is free, else wait for it off the event loop."""
        self._changes = self._raw.total_changes
        self._raw.execute("PRAGMA busy_timeout=0")
        try:
            self._raw.execute("BEGIN IMMEDIATE")
            free = True
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            free = False
        finally:
            self._raw.execute(f"PRAGMA busy_timeout={PATIENCE}")
        if not free:
            await_(self._connection.execute("BEGIN IMMEDIATE"))

    def commit(self) -> None:
        """Off the event loop, unless nothing was changed: then the disk has nothing to do with it."""
        if self._raw.total_changes == self._changes:
            self._raw.commit()
        else:
            super().commit()

    def rollback(self) -> None:
        # It writes nothing. The pool asks for one whenever a connection is returned, mostly for nothing.
        self._raw.rollback()

    @property
    def _raw(self) -> sqlite3.Connection:
        raw: sqlite3.Connection = self._connection._conn
        return raw


def connect_near(engine: AsyncEngine) -> None:
    """Make every new connection of this engine a near one, and its transactions such that may write."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def connect(dialect: Dialect, record: Any, args: list[Any], options: dict[str, Any]) -> AsyncAdapt_dbapi_connection:
        connection = aiosqlite.connect(*args, **(options | {"check_same_thread": False, "isolation_level": None}))
        connection._thread.daemon = True
        opened: Any = await_(connection)
        return NearConnection(dialect.dbapi, opened)

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.connection.dbapi_connection.begin()
