"""The ledger: what was deleted stays deleted, also when an older backup is restored."""

import shutil
import stat
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from handlers.my_data import delete_again
from schedules.clock import StillClock
from storage.database import Database
from storage.deletion import delete_person
from storage.ledger import KEPT, Ledger
from tests.talking import Room, contact_of, deletes_everything, talking


async def test_a_restored_backup_forgets_them_again(
    sqlite_database: Database, clock: StillClock, tmp_path: Path
) -> None:
    path = sqlite_database.path
    assert path is not None
    async with talking(sqlite_database, clock) as room:
        lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
        course = await room.course("Excel", capacity=1)
        await room.joins(lan, course, "Lan")
        await room.joins(ba, course, "Ba")
        await sqlite_database.forget()
        shutil.copy(path, tmp_path / "backup")
        clock.turn(timedelta(hours=1))
        await deletes_everything(lan)
        clock.turn(timedelta(hours=1))
    await sqlite_database.close()
    for leftover in path.parent.glob(path.name + "-*"):
        leftover.unlink()
    shutil.copy(tmp_path / "backup", path)

    restored = Database(str(path))
    async with talking(restored, clock) as room:
        ba = room.person("72", "Ba")
        assert await room.standings(course) == [("Lan", "seated"), ("Ba", "waiting")]
        async with restored.begin(clock.now()) as store:
            await delete_again(store)
        assert await room.standings(course) == [("Ba", "seated")]
        await room.deliver()
        assert "Excel" in ba.last
        async with restored.read(clock.now()) as store:
            assert await store.contacts.find("test", "71") is None
    await restored.close()


NUMBER = "7130552941"


@pytest.fixture
async def noting(database_url: str, tmp_path: Path, clock: StillClock) -> AsyncIterator[Room]:
    """A room whose ledger is named, as it must be for PostgreSQL."""
    database = Database(database_url, ledger=tmp_path / "ledger")
    async with talking(database, clock) as room:
        yield room
    await database.close()


async def test_who_came_back_stays_at_the_next_start(noting: Room) -> None:
    lan = noting.person("71", "Lan")
    await lan.says("/start")
    noting.clock.turn(timedelta(hours=1))
    await deletes_everything(lan)
    noting.clock.turn(timedelta(hours=1))
    course = await noting.course("Excel")
    await noting.joins(lan, course, "Lan")
    async with noting.database.begin(noting.clock.now()) as store:
        await delete_again(store)
    assert await noting.standings(course) == [("Lan", "seated")]


async def test_those_deleted_later_are_not_given_each_others_seats(noting: Room) -> None:
    people = [noting.person(f"7{number}", f"Người {number}") for number in range(3)]
    course = await noting.course("Excel", capacity=1)
    for who in people:
        await noting.joins(who, course, who.name)
    noting.clock.turn(timedelta(hours=1))
    async with noting.database.begin(noting.clock.now()) as store:
        assert store.ledger is not None
        store.ledger.note([("test", "70"), ("test", "71")], store.now)
        await delete_again(store)
    await noting.deliver()
    assert await noting.standings(course) == [("Người 2", "seated")]
    assert [len(who.heard) for who in people] == [0, 0, 1]


async def test_a_ledger_that_cannot_be_written_leaves_everything_as_it_was(
    database_url: str, tmp_path: Path, clock: StillClock
) -> None:
    database = Database(database_url, ledger=tmp_path)
    async with talking(database, clock) as room:
        lan = room.person("71", "Lan")
        course = await room.course("Excel")
        await room.joins(lan, course, "Lan")
        with pytest.raises(OSError, match="directory"):
            async with database.begin(clock.now()) as store:
                await delete_person(store, await contact_of(room, lan))
        assert await room.standings(course) == [("Lan", "seated")]
    await database.close()


def test_the_ledger_names_nobody_and_is_for_its_owner_only(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "ledger"
    Ledger(path).note([("telegram", NUMBER)], now)
    assert NUMBER not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Ledger(path).read().deleted_at("telegram", NUMBER) == now
    assert Ledger(path).read().deleted_at("zalo", NUMBER) is None


def test_a_line_torn_by_a_crash_hides_no_other(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "ledger"
    Ledger(path).note([("test", "1"), ("test", "2")], now)
    path.write_text(path.read_text()[:-40])
    Ledger(path).note([("test", "3")], now)
    noted = Ledger(path).read()
    assert [noted.deleted_at("test", who) for who in "123"] == [now, None, now]


def test_a_ledger_that_was_only_just_begun_still_works(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "ledger"
    path.touch()
    Ledger(path).note([("test", "1")], now)
    assert Ledger(path).read().deleted_at("test", "1") == now


def test_lines_older_than_any_backup_go(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "ledger"
    ledger = Ledger(path)
    ledger.note([("test", "1")], now)
    ledger.note([("test", "2")], now + timedelta(days=1))
    ledger.tidy(now + KEPT)
    ledger.note([("test", "3")], now + KEPT)
    noted = ledger.read()
    assert [noted.deleted_at("test", who) for who in "123"] == [None, now + timedelta(days=1), now + KEPT]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_ledger_nothing_was_deleted(tmp_path: Path, now: datetime) -> None:
    ledger = Ledger(tmp_path / "none")
    ledger.tidy(now)
    assert ledger.read().deletions == {}
    assert not (tmp_path / "none").exists()
