"""Write a new migration from what the models have and the migrations lack.

For example: python -m storage.migrations "Add quizzes"
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.migrations.config import configure
from storage.opening import VERSIONS, open_database


async def write(message: str) -> None:
    """Into `versions`, to be read, corrected and formatted by hand."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(str(Path(folder) / "empty.sqlite3"))
        async with database.alone() as connection:
            await connection.run_sync(_write, message)
        await database.close()


def _write(connection: Connection, message: str) -> None:
    number = f"{len(VERSIONS) + 1:04}"
    command.revision(configure(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
