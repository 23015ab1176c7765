"""Opening a database: brought up to the code's version first, or refused."""

import os
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage import migrations
from storage.database import Database
from storage.quiet_hours import QuietHours

FOLDER = Path(migrations.__file__).parent
VERSIONS = sorted(file.name.split("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))
"""Of the schema, oldest first; the last is what this code works with."""

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7262)")


class DatabaseTooNew(Exception):
    """A newer Bạn Học has worked on this database. `version`: of its schema."""

    def __init__(self, version: str) -> None:
        super().__init__(f"the database has schema {version}, this code knows {VERSIONS[-1]}")
        self.version = version


async def open_database(url: str, quiet: QuietHours | None = None, ledger: Path | None = None) -> Database:
    """A database at the newest version, made if there is none. The arguments are those of `Database`.

    Raises: DatabaseTooNew, what the driver raises if it cannot be reached, ValueError for a strange URL.
    """
    database = Database(url, quiet, ledger)
    try:
        if database.path is not None:
            _make_private(database.path)
        async with database.alone() as connection:
            await connection.run_sync(_migrate)
    except BaseException:
        await database.close()
        raise
    return database


def _make_private(path: Path) -> None:
    """A new file is for its owner only: it will hold names and phones."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)
    found = version(connection)
    if found == VERSIONS[-1]:
        return
    if found is not None and found not in VERSIONS:
        raise DatabaseTooNew(found)
    upgrade(connection)


def version(connection: Connection) -> str | None:
    """Of the schema; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(connection: Connection) -> None:
    """Run what is missing, within the transaction of this connection."""
    # Alembic takes 0.2 s to import and is needed once a release.
    from alembic import command

    from storage.migrations.config import configure

    command.upgrade(configure(connection), "head")
