"""The database keeps its word when many speak at once, when something fails, when another process writes."""

import asyncio
import subprocess
import sys
import time
from datetime import datetime

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from storage.contacts import Contact
from storage.courses import Course
from storage.database import Database
from storage.learners import Learner, Relation
from storage.registrations import Registration, Standing
from tests.rows import add_course

RESIDENTS = 2_000
SEATS = 30
HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(0.5)
connection.execute("COMMIT")
"""
"""Another program that writes for half a second."""


async def test_of_200_who_add_one_at_once_none_is_lost(database: Database, now: datetime) -> None:
    async with database.begin(now) as store:
        course_id = (await add_course(store, capacity=1_000)).id

    async def add_one() -> None:
        async with database.begin(now) as store:
            course = await store.courses.lock(course_id)
            course.taken += 1

    await asyncio.gather(*(add_one() for _ in range(200)))
    async with database.read(now) as store:
        assert (await store.courses.get(course_id)).taken == 200


async def test_what_fails_in_a_savepoint_is_undone_alone(database: Database, now: datetime) -> None:
    async with database.begin(now) as store:
        await store.centres.of_ward("Phường Cầu Kho")
        with pytest.raises(ZeroDivisionError):
            async with store.savepoint():
                await store.centres.of_ward("Phường Bến Thành")
                raise ZeroDivisionError
        with pytest.raises(IntegrityError):
            async with store.savepoint():
                await store.learners.add(999, Relation.SELF, "Không ai biết")
        await store.centres.of_ward("Phường Tân Định")
    async with database.read(now) as store:
        assert {centre.ward for centre in await store.centres.list_all()} == {"Phường Cầu Kho", "Phường Tân Định"}


async def test_what_fails_leaves_nothing_and_the_next_may_write(database: Database, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.begin(now) as store:
            await store.centres.of_ward("Phường Cầu Kho")
            raise ZeroDivisionError
    async with database.begin(now) as store:
        assert await store.centres.list_all() == []


async def test_while_another_process_writes_we_wait_and_the_rest_goes_on(
    sqlite_database: Database, now: datetime
) -> None:
    async with sqlite_database.begin(now) as store:
        await store.centres.of_ward("Phường Cầu Kho")
    with subprocess.Popen([sys.executable, "-c", HOLD, str(sqlite_database.path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        began = time.monotonic()
        writing = asyncio.create_task(_write(sqlite_database, now))
        beats = 0
        while not writing.done():
            await asyncio.sleep(0.01)
            beats += 1
        await writing
    assert time.monotonic() - began > 0.3, "it did not wait"
    assert beats > 5, "everyone else waited too"
    async with sqlite_database.read(now) as store:
        assert len(await store.centres.list_all()) == 2


async def _write(database: Database, now: datetime) -> None:
    async with database.begin(now) as store:
        await store.centres.of_ward("Phường Bến Thành")


async def test_readers_do_not_wait_for_the_writer(database: Database, now: datetime) -> None:
    async with database.begin(now) as writing:
        await writing.centres.of_ward("Phường Cầu Kho")
        async with asyncio.timeout(2), database.read(now) as store:
            assert await store.centres.list_all() == []


@pytest.mark.parametrize("way", ["begin", "read"])
async def test_every_connection_is_set_up(sqlite_database: Database, now: datetime, way: str) -> None:
    expected = {"secure_delete": 1, "foreign_keys": 1, "synchronous": 2, "journal_mode": "wal", "busy_timeout": 10_000}
    async with getattr(sqlite_database, way)(now) as store:
        found = {name: await store.session.scalar(text(f"PRAGMA {name}")) for name in expected}
    assert found == expected


async def test_a_deleted_name_is_nowhere_in_the_files(sqlite_database: Database, now: datetime) -> None:
    assert sqlite_database.path is not None
    async with sqlite_database.begin(now) as store:
        centre = await store.centres.of_ward("Nguyễn Thị Bí Mật")
    async with sqlite_database.begin(now) as store:
        await store.session.delete(centre)
    await sqlite_database.forget()
    files = list(sqlite_database.path.parent.glob(f"{sqlite_database.path.name}*"))
    assert not any("Bí Mật".encode() in file.read_bytes() for file in files)


async def test_2000_residents_at_once_get_30_seats_and_the_others_wait_in_order(
    database: Database, now: datetime
) -> None:
    course_id, learners = await _gather_residents(database, now, RESIDENTS)
    arrivals: list[tuple[int, int]] = []

    async def sign_up(learner_id: int) -> None:
        async with database.begin(now) as store:
            registration = await store.registrations.register(course_id, learner_id)
            arrivals.append((registration.id, learner_id))

    await asyncio.gather(*(sign_up(learner_id) for learner_id in learners))

    async with database.read(now) as store:
        line = await store.registrations.list_live(course_id)
        course = await store.courses.get(course_id)
    assert course.taken == SEATS
    assert [one.standing for one in line] == [Standing.SEATED] * SEATS + [Standing.WAITING] * (RESIDENTS - SEATS)
    assert [(one.id, one.learner_id) for one in line] == sorted(arrivals)
    if database.is_sqlite:
        assert [one.learner_id for one in line] == learners, "not in the order in which they asked"


async def _gather_residents(database: Database, now: datetime, count: int) -> tuple[int, list[int]]:
    """A course, and the learners' ids in order."""
    people = range(1, count + 1)
    async with database.begin(now) as store:
        course = await add_course(store, capacity=SEATS)
        contact = {"chat_name": "", "language": "vi", "leads": [], "created_at": now}
        learner = {"relation": Relation.SELF, "name": "Học viên", "under_16": False, "created_at": now}
        await store.session.execute(insert(Contact), [contact | {"id": number} for number in people])
        await store.session.execute(insert(Learner), [learner | {"id": n, "contact_id": n} for n in people])
    return course.id, list(people)


async def test_the_database_itself_refuses_a_31st_seat(database: Database, now: datetime) -> None:
    """Even if the code were wrong: this is the guard that the 2,000 do not see."""
    async with database.begin(now) as store:
        course_id = (await add_course(store, capacity=SEATS)).id
    for taken, allowed in ((SEATS, True), (SEATS + 1, False), (-1, False)):
        take = update(Course).where(Course.id == course_id).values(taken=taken)
        if allowed:
            async with database.begin(now) as store:
                await store.session.execute(take)
        else:
            with pytest.raises(IntegrityError, match="ck_courses_seats"):
                async with database.begin(now) as store:
                    await store.session.execute(take)


async def test_the_database_itself_refuses_a_second_live_registration(database: Database, now: datetime) -> None:
    course_id, [learner] = await _gather_residents(database, now, 1)
    async with database.begin(now) as store:
        await store.registrations.register(course_id, learner)
    with pytest.raises(IntegrityError):
        async with database.begin(now) as store:
            again = Registration(course_id=course_id, learner_id=learner, standing=Standing.WAITING, created_at=now)
            store.session.add(again)
    async with database.read(now) as store:
        assert len((await store.session.scalars(select(Registration))).all()) == 1
