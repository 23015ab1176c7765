"""`kill -9` in the middle of a broadcast: everyone gets it, hardly anyone twice, residents are answered meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from bot.demo.standin import StandIn
from schedules.clock import Clock
from schedules.pace import Limits
from tests.killing import breaches, rows, supervised, until
from tests.parish import Parish, settle
from tests.running import TOKEN

IN_FLIGHT = Limits().in_flight
PEOPLE, GONE = 600, 24


@pytest.fixture
def standin() -> StandIn:
    return StandIn(TOKEN, Clock().now, random=Random(7))


@pytest.fixture
async def api(standin: StandIn) -> AsyncIterator[str]:
    async with standin.serve() as address:
        yield address.root


@pytest.fixture
async def parish(tmp_path: Path, standin: StandIn) -> Parish:
    return await settle(tmp_path / "banhoc.sqlite3", standin, PEOPLE, GONE)


async def test_three_kills_in_the_middle_of_a_broadcast(parish: Parish, standin: StandIn, api: str) -> None:
    standin.latency, moments = 0.05, (100, 300, 500)
    async with supervised(parish.path.parent, api) as supervisor:
        talking = asyncio.create_task(parish.talks())
        for moment in moments:
            await until(lambda moment=moment: sum(parish.received) >= moment)  # type: ignore[misc]
            await supervisor.kill()
            await supervisor.start()
        await until(parish.is_over)
        await until(lambda: "Đã gửi xong" in parish.organizer.last.text)
        talking.cancel()
        with suppress(asyncio.CancelledError):
            await talking
        assert await supervisor.stop() == 0
    ((total, gone, kept),) = rows(parish.path, "SELECT total, gone, counts FROM broadcasts")
    counts = json.loads(kept)
    assert (total, gone, counts["sent"], counts["failed"], counts["blocked"]) == (600, 0, 576, 24, 24)
    assert rows(parish.path, "SELECT count(*) FROM outbox WHERE fate = 'failed' AND reason IS NULL") == [(0,)]
    assert min(parish.received) == 1
    twice = sum(parish.received) - (PEOPLE - GONE)
    slowest = sorted(parish.waits)[-len(moments) - 1]
    print(
        f"{len(moments)} kills: {twice} copies too many; {len(parish.waits)} taps, but for kills within {slowest:.2f} s"
    )
    assert twice <= len(moments) * IN_FLIGHT
    assert await breaches(parish.path, Clock().now()) == []
    assert "576 / 600\n🚫 Đã chặn hoặc rời đi: 24" in parish.organizer.last.text
