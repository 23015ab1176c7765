"""The schema: grown by migrations, described by models, and the two agree."""

import asyncio
import stat
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage.base import Base
from storage.database import Database
from storage.opening import VERSIONS, DatabaseTooNew, open_database, version
from tests.databases import Lend


async def test_an_empty_database_is_brought_to_the_newest_version(empty_url: str) -> None:
    database = await open_database(empty_url)
    async with database.alone() as connection:
        assert await connection.run_sync(version) == VERSIONS[-1]
    await database.close()


async def test_models_and_migrations_agree(database: Database) -> None:
    async with database.alone() as connection:
        assert await connection.run_sync(_differences) == []


def _differences(connection: Connection) -> list[Any]:
    found: list[Any] = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    return found


async def test_models_and_migrations_agree_on_what_is_allowed(lend: Lend) -> None:
    """Alembic compares no check constraints, no conditions of indexes."""
    async with lend() as migrated_url, lend(bare=True) as modelled_url:
        migrated, modelled = Database(migrated_url), Database(modelled_url)
        async with migrated.alone() as connection:
            grown = await connection.run_sync(_rules)
        async with modelled.alone() as connection:
            await connection.run_sync(Base.metadata.create_all)
            made = await connection.run_sync(_rules)
        await migrated.close()
        await modelled.close()
    assert grown == made


def _rules(connection: Connection) -> dict[str, Any]:
    see = inspect(connection)
    return {
        name: [
            sorted((check["name"] or "", check["sqltext"]) for check in see.get_check_constraints(name)),
            sorted((index["name"] or "", _options(index["dialect_options"])) for index in see.get_indexes(name)),
        ]
        for name in see.get_table_names()
        if name != "alembic_version"
    }


def _options(options: dict[str, Any]) -> str:
    return ", ".join(f"{option}: {value}" for option, value in sorted(options.items()))


async def test_a_database_of_a_newer_version_is_refused(database: Database, database_url: str) -> None:
    async with database.alone() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew) as refusal:
        await open_database(database_url)
    assert refusal.value.version == "9999"


async def test_two_processes_that_open_at_once_migrate_once(empty_url: str) -> None:
    opened = await asyncio.gather(*(open_database(empty_url) for _ in range(4)))
    async with opened[0].alone() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM alembic_version"))).scalar() == 1
    for database in opened:
        await database.close()


async def test_only_its_owner_may_read_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    database = await open_database(str(path))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    await database.close()
    assert set(modes.values()) == {0o600}, modes
