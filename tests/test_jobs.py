"""The jobs: they ask again and again, at the moment they are handed, and nothing stops them but being stopped."""

import asyncio
import logging
from datetime import datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from schedules import jobs as jobs_module
from schedules.clock import StillClock
from schedules.jobs import Jobs, SteadyJobStore
from storage.database import Database
from tests.reminding import Village, at


class Bell:
    """Stands for the delivery, which is woken."""

    def __init__(self) -> None:
        self.rung = asyncio.Event()
        self.times = 0

    def ring(self) -> None:
        self.times += 1
        self.rung.set()


@pytest.fixture
def village(database: Database) -> Village:
    return Village(database, at("2026-11-23 08:00"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every job every few milliseconds."""
    for name in ("REMIND_EVERY", "BEAT_EVERY", "TIDY_EVERY"):
        monkeypatch.setattr(jobs_module, name, timedelta(milliseconds=10))


async def test_a_turned_clock_finds_what_is_due_and_wakes_the_delivery(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    await village.seat("lan", course)
    clock, bell = StillClock(village.now), Bell()
    jobs = Jobs(village.database, clock.now, bell.ring)
    heard = []
    while (moment := await jobs.next_due()) is not None:
        clock.turn_to(moment)
        await jobs.run_once()
        assert bell.rung.is_set()
        bell.rung.clear()
        village.now = moment
        heard += [(moment, told.lead) for told in await village.deliver()]
    assert heard == [(at("2026-11-23 14:00"), 1440), (at("2026-11-24 12:00"), 120)]


async def test_a_turned_clock_wakes_the_delivery_also_for_what_was_owed_before(sqlite_database: Database) -> None:
    bell = Bell()
    await Jobs(sqlite_database, lambda: at("2026-11-23 08:00"), bell.ring).run_once()
    assert bell.times == 1


async def test_what_is_owed_for_later_is_the_next_thing_due(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    async with village.database.begin(at("2026-11-23 22:00")) as store:
        met = await store.contacts.find("demo", "lan")
        assert met is not None
        assert met.contact is not None
        await store.outbox.owe(met.contact.id, {"html": "Tin"}, "news:1")
    jobs = Jobs(village.database, lambda: at("2026-11-23 22:00"), Bell().ring)
    assert await jobs.next_due() == at("2026-11-24 07:00")


@pytest.mark.usefixtures("quick")
async def test_started_jobs_remind_without_being_asked(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    await village.seat("lan", course)
    village.now = at("2026-11-23 14:00")
    bell = Bell()
    jobs = Jobs(village.database, lambda: village.now, bell.ring)
    jobs.start()
    await asyncio.wait_for(bell.rung.wait(), 5)
    await jobs.stop()
    assert [told.lead for told in await village.deliver()] == [1440]


@pytest.mark.usefixtures("quick")
async def test_a_job_that_fails_is_logged_and_has_its_next_turn(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    await village.seat("lan", course)
    bell, asked = Bell(), 0

    def now() -> datetime:
        nonlocal asked
        asked += 1
        if asked <= 2:
            raise OSError("no clock")
        return at("2026-11-23 14:00")

    jobs = Jobs(village.database, now, bell.ring)
    jobs.start()
    await asyncio.wait_for(bell.rung.wait(), 5)
    await jobs.stop()
    failed = [record for record in caplog.records if record.message == "job_failed"]
    assert len(failed) == 2
    assert all(record.exc_info and record.exc_info[0] is OSError for record in failed)


@pytest.mark.usefixtures("quick")
async def test_stopping_waits_for_what_is_running_and_begins_nothing(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "schedules")
    jobs = Jobs(sqlite_database, lambda: at("2026-11-23 08:00"), Bell().ring)
    begun, go_on, ended = asyncio.Event(), asyncio.Event(), False

    async def long() -> None:
        nonlocal ended
        begun.set()
        await go_on.wait()
        ended = True

    jobs._remind = long  # type: ignore[method-assign]
    jobs.start()
    await asyncio.wait_for(begun.wait(), 5)
    await asyncio.sleep(0.03)
    caplog.clear()
    stopping = asyncio.create_task(jobs.stop())
    await asyncio.sleep(0.03)
    waits = not stopping.done()
    go_on.set()
    await asyncio.wait_for(stopping, 5)
    assert waits
    assert ended
    assert "heartbeat" not in caplog.messages, "its turn came after the stop"
    begun.clear()
    await asyncio.sleep(0.03)
    assert not begun.is_set()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_what_was_never_started_can_be_stopped(sqlite_database: Database) -> None:
    await Jobs(sqlite_database, lambda: at("2026-11-23 08:00"), Bell().ring).stop()


@pytest.mark.usefixtures("quick")
async def test_the_heart_beats_in_the_log(sqlite_database: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "schedules")
    jobs = Jobs(sqlite_database, lambda: at("2026-11-23 08:00"), Bell().ring)
    jobs.start()
    async with asyncio.timeout(5):
        while "heartbeat" not in caplog.messages:  # noqa: ASYNC110 - the log rings no bell
            await asyncio.sleep(0.01)
    await jobs.stop()


@pytest.mark.usefixtures("quick")
async def test_what_is_old_is_tidied_away(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    await village.seat("lan", course)
    async with village.database.begin(village.now) as store:
        met = await store.contacts.find("demo", "lan")
        assert met is not None
        assert met.contact is not None
        await store.dialogs.open(met.contact.id, "signup", {})
    later = village.now + timedelta(days=1, seconds=1)
    jobs = Jobs(village.database, lambda: later, Bell().ring)
    jobs.start()
    async with asyncio.timeout(5):
        while await village.has_dialogs():  # noqa: ASYNC110 - nor does a deleted row
            await asyncio.sleep(0.01)
    await jobs.stop()


async def test_a_machine_clock_set_back_an_hour_puts_nothing_off() -> None:
    """Without the steady store the job would wait until the clock shows its old hour again."""

    async def job() -> None:
        pass

    store = SteadyJobStore()
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone="UTC")
    scheduler.add_job(job, "interval", seconds=5)
    scheduler.start(paused=True)
    [waiting] = store.get_all_jobs()
    an_hour_back = waiting.next_run_time - timedelta(hours=1)
    assert store.get_due_jobs(an_hour_back) == [waiting]
    assert waiting.next_run_time == an_hour_back
    assert store.get_due_jobs(an_hour_back - timedelta(seconds=5)) == []
    scheduler.shutdown()
    await asyncio.sleep(0)
