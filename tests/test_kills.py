"""`kill -9` at any moment: nothing is lost, nothing happens twice, everyone is answered."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from markupsafe import Markup

from bot.demo.standin import Person, StandIn
from handlers.vocabulary import Reply
from schedules.channel import Outcome, Sent
from schedules.clock import Clock
from schedules.delivery import Delivery
from schedules.pace import Limits
from storage.catalogue import plan, publish
from storage.database import Database
from storage.opening import open_database
from storage.outbox import Urgency
from storage.quiet_hours import QuietHours
from tests.classes import Class, catalogue_of
from tests.killing import PATIENT, Reckoning, Resident, Supervisor, breaches, reckon, rows, supervised, title_of, until
from tests.running import NEVER_QUIET, TOKEN

KILLS = 60
IN_FLIGHT = Limits().in_flight
CONTESTED = "L000"
CLASSES = [CONTESTED, *(f"L{number:03}" for number in range(1, 60))]


@pytest.fixture
def standin() -> StandIn:
    return StandIn(TOKEN, Clock().now, random=Random(7))


@pytest.fixture
async def api(standin: StandIn) -> AsyncIterator[str]:
    async with standin.serve() as address:
        yield address.root


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """Of a database with classes for everyone; only the contested one has too few seats."""
    now = Clock().now()
    starts = now + timedelta(days=30)
    classes = [Class(code, title_of(code), (starts,), capacity=5 if code == CONTESTED else 100) for code in CLASSES]
    path = tmp_path / "banhoc.sqlite3"
    database = await open_database(str(path))
    async with database.begin(now) as store:
        await publish(store, await plan(store, catalogue_of(*classes)))
    await database.close()
    return path


@dataclass
class Street:
    """Residents who talk until told that it is enough. Every update's id lies in `pushed`."""

    standin: StandIn
    residents: list[Resident]

    async def talks_while(self, work: "asyncio.Task[None]", waits: float) -> range:
        """Gives the ids of all updates."""
        first, enough = self.standin.push_raw({"poll": {}}), asyncio.Event()
        lives = [asyncio.create_task(one.lives(CLASSES, enough)) for one in self.residents]
        await work
        enough.set()
        _, silent = await asyncio.wait(lives, timeout=waits)
        for life in silent:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        return range(first, self.standin.push_raw({"poll": {}}) + 1)


async def killed_often(supervisor: Supervisor, standin: StandIn, times: int) -> None:
    """At random moments: mostly at work, at times while it starts. In the end it runs."""
    random = Random(20261122)
    await until(lambda: standin.sent > 100)
    for _ in range(times):
        if random.random() < 0.15:
            await asyncio.sleep(random.uniform(0.05, 1.5))
        else:
            await supervisor.ready()
            await asyncio.sleep(random.uniform(0.05, 1))
        await supervisor.kill()
        await supervisor.start()
    await supervisor.ready()


async def lived_through(folder: Path, standin: StandIn, api: str, times: int, module: str, waits: float) -> Reckoning:
    """What came of so many kills while a street talked."""
    street = Street(standin, [Resident(standin, number, Random(number)) for number in range(30)])
    async with supervised(folder, api, module) as supervisor:
        work = asyncio.create_task(killed_often(supervisor, standin, times))
        pushed = await street.talks_while(work, waits)
        result = await reckon(folder / "banhoc.sqlite3", standin, street.residents, pushed, waits)
        assert await supervisor.stop() == 0
    print(f"{times} kills: {result}; seconds until ready: {sorted(round(one, 1) for one in supervisor.starts)}")
    return result


async def test_sixty_kills_lose_nothing_and_do_nothing_twice(path: Path, standin: StandIn, api: str) -> None:
    result = await lived_through(path.parent, standin, api, KILLS, "bot.main", PATIENT)
    assert result.faults == []
    assert await breaches(path, Clock().now()) == []
    assert result.repeated <= KILLS * IN_FLIGHT, result
    assert result.updates > 10 * KILLS, f"hardly a load: {result}"


async def test_the_reckoning_finds_what_a_careless_bot_loses(path: Path, standin: StandIn, api: str) -> None:
    """The sabotage twin: it confirms what it has not journalled yet."""
    result = await lived_through(path.parent, standin, api, 10, "tests.careless", 3)
    assert any("updates lost" in fault for fault in result.faults), result
    assert any("got no answer" in fault for fault in result.faults), result


@dataclass
class Round:
    """Three hundred people who are owed a notice each; twelve of them blocked us meanwhile."""

    standin: StandIn
    people: list[Person]
    path: Path

    @property
    def received(self) -> list[int]:
        """How many copies each got."""
        return [sum(f"Lớp đã dời, số {one.id}." in shown.text for shown in one.messages) for one in self.people]

    def fates(self) -> dict[str, int]:
        return dict(rows(self.path, "SELECT fate, count(*) FROM outbox GROUP BY fate"))

    async def is_over(self) -> None:
        await until(lambda: "owed" not in self.fates())


@pytest.fixture
async def owed(path: Path, standin: StandIn) -> Round:
    now, people = Clock().now(), [standin.person(6_000_000 + number) for number in range(300)]
    database = await open_database(str(path), QuietHours.parse(NEVER_QUIET))
    async with database.begin(now) as store:
        for one in people:
            met = await store.contacts.meet("telegram", str(one.id), "", "vi")
            assert met.contact is not None
            body = Reply(Markup("Lớp đã dời, số {}.").format(one.id)).body()
            await store.outbox.owe(met.contact.id, body, f"broadcast:1:{met.contact.id}", urgency=Urgency.BROADCAST)
    await database.close()
    for one in people:
        one.chat.open = True
    for one in people[::25]:
        one.deactivates()
    return Round(standin, people, path)


async def test_kills_in_the_middle_of_a_broadcast(owed: Round, standin: StandIn, api: str) -> None:
    standin.latency = 0.05
    moments = (60, 150, 240)
    async with supervised(owed.path.parent, api) as supervisor:
        for moment in moments:
            await until(lambda moment=moment: standin.sent >= moment)  # type: ignore[misc]
            await supervisor.kill()
            await supervisor.start()
        await owed.is_over()
        assert await supervisor.stop() == 0
    assert owed.fates() == {"sent": 288, "failed": 12}
    assert min(copies for one, copies in zip(owed.people, owed.received, strict=True) if not one.blocked) == 1
    twice = sum(owed.received) - 288
    print(f"{len(moments)} kills: {twice} copies too many")
    assert twice <= len(moments) * IN_FLIGHT


async def test_a_stop_in_the_middle_of_a_broadcast_repeats_nothing(owed: Round, standin: StandIn, api: str) -> None:
    standin.latency = 0.05
    async with supervised(owed.path.parent, api) as supervisor:
        await until(lambda: standin.sent >= 100)
        assert await supervisor.stop() == 0
        assert standin.sent < 288
        await supervisor.start()
        await owed.is_over()
        assert await supervisor.stop() == 0
    assert owed.fates() == {"sent": 288, "failed": 12}
    assert [copies for one, copies in zip(owed.people, owed.received, strict=True) if not one.blocked] == [1] * 288


class Quick:
    """A channel that takes everything at once, and keeps the database busy from then on."""

    name = "test"

    def __init__(self, database: Database, now: datetime, free: asyncio.Event) -> None:
        self._database, self._now, self._free = database, now, free
        self.sent = 0

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        self.sent += 1
        if self.sent == 1:
            asyncio.create_task(self._hold())  # noqa: RUF006 - it ends with the test
        return Sent("1")

    async def _hold(self) -> None:
        async with self._database.begin(self._now):
            await self._free.wait()


async def test_what_is_not_recorded_yet_counts_as_in_flight(sqlite_database: Database, now: datetime) -> None:
    """However long a commit takes, a crash repeats no more than that many."""
    async with sqlite_database.begin(now) as store:
        for number in range(200):
            met = await store.contacts.meet("test", str(number), "", "vi")
            await store.outbox.answer(met.address.id, [Reply(Markup("Chào")).body()], f"{number}")
    channel = Quick(sqlite_database, now, free := asyncio.Event())
    delivery = Delivery(sqlite_database, {"test": channel}, lambda: now, Limits(per_second=None))
    running = asyncio.create_task(delivery.run())
    await asyncio.sleep(0.5)
    ((recorded,),) = rows(sqlite_database.path or Path(), "SELECT count(*) FROM outbox WHERE fate = 'sent'")
    assert channel.sent - recorded == IN_FLIGHT
    free.set()
    await delivery.idle(timeout=10)
    assert channel.sent == 200
    await delivery.stop()
    await running
