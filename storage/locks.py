"""One process at a time on a PostgreSQL database: an advisory lock, held by a connection of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import full_url

BANHOC = 0x62616E686F63
"""The lock's number, within one database: the name in ASCII."""


class Taken(Exception):
    """Another process holds the database."""


@asynccontextmanager
async def advisory_lock(url: str) -> AsyncIterator[asyncio.Event]:
    """Hold a PostgreSQL database. The event is set when the connection, and with it the lock, is lost.

    Raises: Taken.
    """
    engine = create_async_engine(full_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    lost = asyncio.Event()
    try:
        async with engine.connect() as connection:
            if not await connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": BANHOC}):
                raise Taken
            raw: Any = (await connection.get_raw_connection()).driver_connection
            raw.add_termination_listener(lambda _: lost.set())
            yield lost
    finally:
        await engine.dispose()
