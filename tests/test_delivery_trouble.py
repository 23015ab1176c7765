"""The sender in trouble: networks, plugs, databases, clocks and deletions; nothing is lost, nothing is repeated."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from math import inf

from schedules.channel import Sent, TryLater
from schedules.clock import StillClock
from schedules.pace import Limits
from storage.database import Database
from storage.deletion import delete_person
from storage.store import Store
from tests.post_office import Office, body, texts_to


async def test_a_network_that_goes_and_comes_loses_nothing_and_repeats_nothing(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock)
    office.post.goes_down()
    for person in "12345678":
        await office.answers(person, "one", "two")
    async with office.at_work():
        await office.post.gets(15)
        office.post.comes_up()
        await office.settles()
    for person in "12345678":
        assert texts_to(person, office.post.taken) == ["one", "two"], "once, and in order"
    assert await office.counts() == {"sent": 16}
    outage = office.post.times[:15]
    tries = sorted(set(outage))
    waits = [round(later - before, 1) for before, later in pairwise(tries)]
    assert waits[:4] == [0.5, 1, 2, 4], "ever more rarely"
    assert outage.count(tries[1]) == 1, "one tries for all"


async def test_a_moment_without_network_does_not_change_the_order(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(TryLater("ConnectError", everyone=True))
    await office.answers("1", "one", "two")
    async with office.at_work():
        await office.settles()
    assert office.post.taken == [("1", "one"), ("1", "two")]


async def test_pulling_the_plug_repeats_what_was_in_flight_and_only_that(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_second=None, per_chat_per_second=inf, in_flight=3))
    for person in "1234567":
        await office.answers(person, "hello")
    run = asyncio.create_task(office.delivery.run())
    office.post.hangs()
    await office.post.gets(3)
    await office.pull_the_plug(run)
    assert await office.counts() == {"owed": 7}

    office.post.recovers()
    async with office.at_work():
        await office.settles()
    repeated = [one for one in set(office.post.arrived) if office.post.arrived.count(one) > 1]
    assert len(repeated) == 3
    assert set(repeated) == set(office.post.arrived[:3])
    assert sorted(office.post.taken) == [(person, "hello") for person in "1234567"]


async def test_stopping_records_what_is_in_flight_and_begins_nothing(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_second=None, in_flight=2))
    for person in "12345":
        await office.answers(person, "hello")
    run = asyncio.create_task(office.delivery.run())
    office.post.hangs()
    await office.post.gets(2)
    stop = asyncio.create_task(office.delivery.stop())
    await asyncio.sleep(0.01)
    assert not stop.done()
    office.post.recovers()
    await stop
    await run
    assert await office.counts() == {"sent": 2, "owed": 3}


async def test_being_cancelled_is_like_being_stopped(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_second=None, in_flight=2))
    for person in "12345":
        await office.answers(person, "hello")
    run = asyncio.create_task(office.delivery.run())
    office.post.hangs()
    await office.post.gets(2)
    run.cancel()
    await asyncio.sleep(0.01)
    office.post.recovers()
    await asyncio.wait([run])
    assert run.cancelled()
    assert await office.counts() == {"sent": 2, "owed": 3}


async def test_what_a_failing_database_did_not_record_is_recorded_when_it_is_back(
    sqlite_database: Database, clock: StillClock
) -> None:
    office = Office(Flaky(sqlite_database), clock)
    await office.answers("1", "hello")
    office.post.hangs()
    run = asyncio.create_task(office.delivery.run())
    await office.post.gets(1)
    Flaky.failures = 1
    office.post.recovers()
    await asyncio.wait([run])
    assert isinstance(run.exception(), OSError)
    assert await office.counts() == {"sent": 1}


class Flaky(Database):
    """A database whose next transactions fail at their end."""

    failures = 0

    def __init__(self, other: Database) -> None:
        self.__dict__ |= other.__dict__

    @asynccontextmanager
    async def begin(self, now: datetime) -> AsyncIterator[Store]:
        async with super().begin(now) as store:
            yield store
            if Flaky.failures:
                Flaky.failures -= 1
                raise OSError("disk full")


async def test_replies_still_go_when_the_clock_is_set_back(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    async with office.at_work():
        await office.answers("1", "before")
        await office.settles()
        clock.turn(timedelta(hours=-1))
        await office.answers("1", "after")
        await office.settles()
    assert [text for _, text in office.post.taken] == ["before", "after"]


async def test_another_channels_messages_are_left_alone(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    async with database.begin(clock.now()) as store:
        met = await store.contacts.meet("zalo", "1", "Bà Sáu", "vi")
        await store.outbox.answer(met.address.id, [body("xin chào")], "z")
    await office.answers("1", "hello")
    async with office.at_work():
        await office.settles()
    assert office.post.taken == [("1", "hello")]
    assert (await office.fates())["xin chào"] == ("owed", None)


# Farewell


async def test_after_the_farewell_nothing_is_left_of_a_deleted_person(
    sqlite_database: Database, clock: StillClock
) -> None:
    database = sqlite_database
    office = Office(database, clock)
    await office.answers("778899001", "earlier words")
    async with office.at_work():
        await office.settles()
        async with database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "778899001")
            assert met is not None
            assert met.contact is not None
            await delete_person(store, met.contact)
            await store.outbox.answer(met.address.id, [body("Tạm biệt bạn"), body("Chúc bạn vui")], "farewell")
        # The second half of it does not pass at first.
        office.post.refuses_with(Sent("m2"), TryLater("odd"))
        office.delivery.wake()
        await office.settles()
    assert texts_to("778899001", office.post.arrived) == [
        "earlier words",
        "Tạm biệt bạn",
        "Chúc bạn vui",
        "Chúc bạn vui",
    ]
    assert await office.fates() == {}
    assert database.path is not None
    for file in database.path.parent.glob(database.path.name + "*"):
        content = file.read_bytes()
        for trace in ("778899001", "Tạm biệt", "earlier words"):
            assert trace.encode() not in content, (file.name, trace)


async def test_a_message_on_its_way_while_they_are_deleted_does_not_stand_in_for_the_farewell(
    sqlite_database: Database, clock: StillClock
) -> None:
    office = Office(sqlite_database, clock)
    office.post.hangs()
    async with office.at_work():
        await office.answers("5", "on its way")
        await office.post.gets(1)
        async with sqlite_database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "5")
            assert met is not None
            assert met.contact is not None
            await delete_person(store, met.contact)
            # SQLite gives it the number of the other.
            await store.outbox.answer(met.address.id, [body("goodbye")], "farewell")
        office.delivery.wake()
        await asyncio.sleep(0.05)
        recovered_at = office.timer.now
        office.post.recovers()
        farewell = await office.post.reaches("5", "goodbye")
        assert office.post.times[farewell] - recovered_at < 4, "at once, not when it next looks by itself"
        await office.settles()
    assert texts_to("5", office.post.taken) == ["on its way", "goodbye"]
    assert await office.fates() == {}
    async with sqlite_database.read(clock.now()) as store:
        assert await store.contacts.find("telegram", "5") is None


async def test_who_returns_before_the_farewell_was_sent_is_not_forgotten(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    await office.answers("5", "hello")
    async with office.at_work():
        await office.settles()
        office.post.hangs()
        async with database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "5")
            assert met is not None
            assert met.contact is not None
            await delete_person(store, met.contact)
            await store.outbox.answer(met.address.id, [body("goodbye")], "farewell")
        office.delivery.wake()
        await office.post.gets(2)
        await office.answers("5", "welcome")
        office.post.recovers()
        await office.settles()
    assert texts_to("5", office.post.taken) == ["hello", "goodbye", "welcome"]
    assert (await office.fates())["welcome"] == ("sent", None)
