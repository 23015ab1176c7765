"""The invariants hold in a database that was lived in, and each goes red when its rows are broken by hand."""

import sqlite3
from datetime import datetime, timedelta

from sqlalchemy import text, update

from storage.database import Database
from storage.invariants import CHECKS, MOST, Broken, broken, damage
from storage.registrations import Registration, Standing
from storage.store import Store
from tests.rows import add_course, add_learner

BREAKS = {
    "UPDATE courses SET taken = 0 WHERE id = 1": {"seats_are_counted"},
    "UPDATE courses SET taken = -1 WHERE id = 1": {"seats_are_counted", "seats_are_within_capacity"},
    "UPDATE courses SET capacity = 1 WHERE id = 2": {"seats_are_within_capacity"},
    "UPDATE courses SET capacity = 3 WHERE id = 2": {"no_seat_is_free_while_someone_waits"},
    "UPDATE registrations SET learner_id = 3 WHERE id = 5": {"nobody_is_registered_twice"},
    "UPDATE registrations SET learner_id = NULL WHERE id = 5": {"everyone_registered_is_known"},
    "UPDATE registrations SET learner_id = 999 WHERE id = 4": {"everyone_registered_is_known"},
    "UPDATE registrations SET seated_at = NULL WHERE id = 4": {"standings_have_their_moment"},
    "UPDATE registrations SET cancelled_at = created_at WHERE id = 5": {"standings_have_their_moment"},
    "UPDATE registrations SET cancelled_at = NULL WHERE id = 2": {"standings_have_their_moment"},
    "UPDATE courses SET first_starts_at = created_at WHERE id = 2": {"courses_know_their_first_and_last_lesson"},
    "UPDATE courses SET last_ends_at = created_at WHERE id = 2": {"courses_know_their_first_and_last_lesson"},
    "UPDATE lessons SET cancelled_at = starts_at WHERE id = 4": {"courses_know_their_first_and_last_lesson"},
    "DELETE FROM lessons WHERE id < 3": {"courses_know_their_first_and_last_lesson"},
    "UPDATE outbox SET ended_at = NULL WHERE fate = 'cancelled'": {"messages_end_once"},
    "UPDATE outbox SET ended_at = created_at WHERE fate = 'owed'": {"messages_end_once"},
    "UPDATE broadcasts SET total = 5 WHERE id = 1": {"broadcasts_under_way_add_up"},
    "UPDATE broadcasts SET total = 5 WHERE id = 2": {"broadcasts_that_ended_add_up"},
    "UPDATE inbox SET raw = '{}' WHERE progress = 'done'": {"updates_are_kept_until_done"},
    "UPDATE inbox SET raw = NULL WHERE progress = 'waiting'": {"updates_are_kept_until_done"},
    "UPDATE outbox SET key = 'reminder:3:5:1440:1' WHERE fate = 'owed'": {"reminders_owed_are_true"},
    "UPDATE outbox SET key = 'reminder:1:3:1440:1' WHERE fate = 'owed'": {"reminders_owed_are_true"},
    "UPDATE lessons SET version = 2 WHERE id = 3": {"reminders_owed_are_true"},
    "UPDATE lessons SET cancelled_at = starts_at WHERE id IN (3, 4)": {"reminders_owed_are_true"},
}
"""What someone does by hand, and which invariants it breaks."""

UNGUARDED = {
    "sqlite": ["PRAGMA ignore_check_constraints = ON", "PRAGMA defer_foreign_keys = ON"],
    "postgresql": [
        "ALTER TABLE courses DROP CONSTRAINT ck_courses_seats",
        "ALTER TABLE registrations DROP CONSTRAINT ck_registrations_waiting_person",
        "ALTER TABLE registrations DROP CONSTRAINT fk_registrations_learner_id",
    ],
}
"""The database guards itself against some of it."""


async def live(database: Database, now: datetime) -> None:
    """Last year's course has the seat of someone since deleted; in this year's, An and Bình are seated, Cúc waits.

    Dũng gave up a seat. An is owed a reminder of the first lesson and was to be answered.
    """
    async with database.begin(now - timedelta(days=365)) as store:
        past = await add_course(store, code="CU-01")
        await store.registrations.register(past.id, (await add_learner(store, "Em")).id)
        await store.session.execute(update(Registration).values(learner_id=None))
    async with database.begin(now) as store:
        course = await add_course(store, capacity=2)
        people = [await add_learner(store, name) for name in ("Dũng", "An", "Bình", "Cúc")]
        dung, an, *_ = [await store.registrations.register(course.id, learner.id) for learner in people]
        await store.registrations.cancel(dung)
        await store.outbox.owe(people[1].contact_id, {}, f"reminder:3:{an.id}:1440:1")
        await store.outbox.answer(2, [{}], "hello")
        await store.outbox.cancel("reply:hello:", "left")
        await store.inbox.journal("test", {"1": "{}", "2": "{}"})
        await store.inbox.done([1])
        await store.broadcasts.make(None, None, started_at=now)
        await store.broadcasts.make(None, None, started_at=now, counts={"sent": 0, "failed": 0})


async def harm(store: Store, statement: str) -> None:
    """Past every guard of the database; the caller does not commit."""
    dialect = store.session.get_bind().dialect.name
    for line in [*UNGUARDED[dialect], "DROP INDEX uq_registrations_live", statement]:
        await store.session.execute(text(line))


async def test_a_database_that_was_lived_in_is_whole(database: Database, now: datetime) -> None:
    await live(database, now)
    async with database.read(now) as store:
        standings = [one.standing for one in await store.registrations.list_live(2)]
        assert standings == [Standing.SEATED, Standing.SEATED, Standing.WAITING]
        assert await broken(store) == []
        assert await damage(store) == []


async def test_when_nobody_is_left_their_counts_are_still_in_order(database: Database, now: datetime) -> None:
    async with database.begin(now - timedelta(days=365)) as store:
        past = await add_course(store, code="CU-01")
        await store.registrations.register(past.id, (await add_learner(store, "Em")).id)
        await store.session.execute(update(Registration).values(learner_id=None))
        await store.session.execute(text("DELETE FROM learners"))
    async with database.read(now) as store:
        assert await broken(store) == []


async def test_what_is_broken_by_hand_is_named(database: Database, now: datetime) -> None:
    await live(database, now)
    named = {}
    for statement in BREAKS:
        async with database.begin(now) as store:
            await harm(store, statement)
            named[statement] = {found.name for found in await broken(store)}
            await store.session.rollback()
    assert named == BREAKS


def test_every_invariant_is_broken_once() -> None:
    assert set().union(*BREAKS.values()) == {*CHECKS, "reminders_owed_are_true", "broadcasts_that_ended_add_up"}


async def test_a_few_examples_are_named_and_all_are_counted(database: Database, now: datetime) -> None:
    async with database.begin(now) as store:
        ids = [(await add_course(store, code=f"A-{number}")).id for number in range(MOST + 2)]
        await store.session.execute(text("UPDATE courses SET taken = 1"))
        assert await broken(store) == [Broken("seats_are_counted", MOST + 2, tuple(ids[:MOST]))]


async def test_after_registration_closed_a_seat_may_stay_free(database: Database, now: datetime) -> None:
    await live(database, now)
    async with database.begin(now + timedelta(days=6)) as store:
        await store.session.execute(text("UPDATE courses SET capacity = 3 WHERE id = 2"))
        assert await broken(store) == []


async def test_a_row_that_lost_its_parent_is_damage(sqlite_database: Database, now: datetime) -> None:
    await live(sqlite_database, now)
    harm_file(sqlite_database, "DELETE FROM topics")
    async with sqlite_database.read(now) as store:
        assert await damage(store) == ["courses 1 -> topics", "courses 2 -> topics"]


async def test_an_index_that_misses_rows_is_damage(sqlite_database: Database, now: datetime) -> None:
    await live(sqlite_database, now)
    # The root of an index over lessons takes the place of one over learners.
    swap = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'ix_lessons_starts_at')
        WHERE name = 'ix_learners_contact_id'
    """
    harm_file(sqlite_database, swap)
    async with sqlite_database.read(now) as store:
        assert any("ix_learners_contact_id" in line for line in await damage(store))


def harm_file(database: Database, script: str) -> None:
    """As another program would that asks for no foreign keys."""
    connection = sqlite3.connect(str(database.path))
    connection.executescript(script)
    connection.close()
