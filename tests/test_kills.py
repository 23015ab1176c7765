"""`kill -9` at any moment: nothing is lost, nothing happens twice, everyone is answered."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.demo.standin import StandIn
from schedules.clock import Clock
from schedules.pace import Limits
from storage.catalogue import plan, publish
from storage.opening import open_database
from tests.classes import Class, catalogue_of
from tests.killing import Reckoning, Resident, Supervisor, breaches, reckon, supervised, title_of
from tests.running import TOKEN

KILLS = 10
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

    async def talks_while(self, work: "asyncio.Task[None]") -> range:
        """Gives the ids of all updates."""
        first, enough = self.standin.push_raw({"poll": {}}), asyncio.Event()
        lives = [asyncio.create_task(one.lives(CLASSES, enough)) for one in self.residents]
        await work
        enough.set()
        _, silent = await asyncio.wait(lives, timeout=60)
        for life in silent:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        return range(first, self.standin.push_raw({"poll": {}}) + 1)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not happened():
            await asyncio.sleep(0.001)


async def killed_often(supervisor: Supervisor, standin: StandIn, times: int, random: Random) -> None:
    """At random moments: mostly at work, at times while it starts. In the end it runs."""
    await until(lambda: standin.sent > 100)
    for _ in range(times):
        if random.random() < 0.15:
            await asyncio.sleep(random.uniform(0.05, 1.5))
        else:
            try:
                await supervisor.ready()
            except TimeoutError:
                open('/tmp/klines.txt','w').writelines(supervisor.work.lines)
                raise
            await asyncio.sleep(random.uniform(0.05, 1))
        await supervisor.kill()
        await supervisor.start()
    await supervisor.ready()


async def test_sixty_kills_lose_nothing_and_do_nothing_twice(tmp_path: Path, path: Path, standin: StandIn, api: str) -> None:
    street = Street(standin, [Resident(standin, number, Random(number)) for number in range(30)])
    async with supervised(tmp_path, api) as supervisor:
        work = asyncio.create_task(killed_often(supervisor, standin, KILLS, Random(20261122)))
        pushed = await street.talks_while(work)
        result = await reckon(path, standin, street.residents, pushed)
        assert await supervisor.stop() == 0
    print(result, sorted(supervisor.starts))
    assert result.faults == []
    assert await breaches(path, Clock().now()) == []
    assert result.repeated <= KILLS * IN_FLIGHT, result
