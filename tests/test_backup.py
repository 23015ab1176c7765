"""A backup is one moment of the whole database, checked, and never takes the place of anything."""

import asyncio
import sqlite3
import stat
from datetime import datetime
from pathlib import Path

import pytest

from storage import backup
from storage.backup import BackupDamaged, NotSQLite, TargetExists, back_up
from storage.database import Database
from storage.invariants import broken, damage
from storage.opening import open_database
from tests.databases import Postgres
from tests.rows import add_course, add_learner


async def test_a_backup_opens_as_the_same_database(sqlite_database: Database, tmp_path: Path, now: datetime) -> None:
    async with sqlite_database.begin(now) as store:
        course = await add_course(store)
        await store.registrations.register(course.id, (await add_learner(store, "Bà Sáu")).id)
    folder = tmp_path / "usb"
    folder.mkdir()

    await back_up(sqlite_database, folder / "monday.sqlite3")

    assert [file.name for file in folder.iterdir()] == ["monday.sqlite3"]
    assert stat.S_IMODE((folder / "monday.sqlite3").stat().st_mode) == 0o600
    copy = await open_database(str(folder / "monday.sqlite3"))
    async with copy.read(now) as store:
        [seated] = await store.registrations.list_live(course.id)
        assert seated.learner is not None
        assert seated.learner.name == "Bà Sáu"
        assert await broken(store) == []
        assert await damage(store) == []
    await copy.close()


async def test_it_is_one_moment_while_the_writer_goes_on(
    sqlite_database: Database, tmp_path: Path, now: datetime
) -> None:
    """Wards come in pairs: half a pair in the copy would be half a transaction."""
    written = 0

    async def write_for_ever() -> None:
        nonlocal written
        while True:
            async with sqlite_database.begin(now) as store:
                for half in ("trên", "dưới"):
                    await store.centres.of_ward(f"Phường {written} {half} {'x' * 90}")
            written += 1
            await asyncio.sleep(0)

    writing = asyncio.create_task(write_for_ever())
    await asyncio.sleep(0.2)
    before = written
    for number in range(5):
        await back_up(sqlite_database, tmp_path / f"{number}.sqlite3")
    after = written
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    assert after - before > 5, "the writer stood still"
    pairs = [_count(tmp_path / f"{number}.sqlite3") / 2 for number in range(5)]
    assert all(pair == int(pair) for pair in pairs)
    assert pairs == sorted(pairs)
    assert pairs[0] >= before


def _count(path: Path) -> int:
    connection = sqlite3.connect(path)
    [[number]] = connection.execute("SELECT count(*) FROM centres")
    connection.close()
    return int(number)


async def test_it_never_takes_the_place_of_a_file(sqlite_database: Database, tmp_path: Path) -> None:
    target = tmp_path / "last_year.sqlite3"
    target.write_text("all we have")
    with pytest.raises(TargetExists):
        await back_up(sqlite_database, target)
    assert target.read_text() == "all we have"


async def test_a_copy_that_is_damaged_is_thrown_away(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup._copy

    def copy_badly(source: Path, target: Path) -> None:
        copy(source, target)
        connection = sqlite3.connect(target)
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'ix_lessons_starts_at'")
        connection.commit()
        connection.close()

    monkeypatch.setattr(backup, "_copy", copy_badly)
    folder = tmp_path / "usb"
    folder.mkdir()
    with pytest.raises((BackupDamaged, sqlite3.DatabaseError)):
        await back_up(sqlite_database, folder / "monday.sqlite3")
    assert list(folder.iterdir()) == []


async def test_a_copy_of_another_version_is_thrown_away(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup._copy

    def copy_badly(source: Path, target: Path) -> None:
        copy(source, target)
        connection = sqlite3.connect(target)
        connection.execute("DELETE FROM alembic_version")
        connection.commit()
        connection.close()

    monkeypatch.setattr(backup, "_copy", copy_badly)
    with pytest.raises(BackupDamaged):
        await back_up(sqlite_database, tmp_path / "monday.sqlite3")
    assert not (tmp_path / "monday.sqlite3").exists()


async def test_what_an_interrupted_backup_left_is_cleared_away(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / ".monday.sqlite3.unfinished").write_text("half a file")
    await back_up(sqlite_database, tmp_path / "monday.sqlite3")
    assert not (tmp_path / ".monday.sqlite3.unfinished").exists()
    assert _count(tmp_path / "monday.sqlite3") == 0


async def test_no_database_no_backup(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "nowhere.sqlite3"))
    with pytest.raises(sqlite3.OperationalError):
        await back_up(database, tmp_path / "monday.sqlite3")
    assert list(tmp_path.iterdir()) == []
    await database.close()


async def test_postgresql_has_a_tool_of_its_own(postgres: Postgres, tmp_path: Path) -> None:
    database = Database(postgres.url("postgres"))
    with pytest.raises(NotSQLite):
        await back_up(database, tmp_path / "monday.sqlite3")
    await database.close()
