"""One broadcast to ten thousand at Telegram's limit, with kills in the middle: `python -m tests.bench.broadcasts`.

`--people 600` is quick. Printed: how long it took against the least that the limit allows, copies too many, refusals,
and how long residents who spoke meanwhile waited.
"""

import argparse
import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import median

from bot.demo.limits import Limits
from bot.demo.standin import StandIn
from schedules.clock import Clock
from storage.broadcasts import State
from tests.killing import breaches, rows, supervised, until
from tests.parish import Parish, settle
from tests.running import TOKEN

A_SECOND = 30
REST = 2.0
"""Seconds between two residents who speak: their answers come out of the same thirty a second."""
FAR = 0.05
"""Seconds to Telegram and back."""


async def measure(many: int, kills: int) -> None:
    standin = StandIn(TOKEN, Clock().now, limits=Limits(per_second=A_SECOND))
    with tempfile.TemporaryDirectory() as folder:
        async with standin.serve() as address:
            parish = await settle(Path(folder) / "banhoc.sqlite3", standin, many, max(1, many // 50))
            standin.latency, parish.rest = FAR, REST
            await _run(parish, address.root, many, kills)


async def _run(parish: Parish, api: str, many: int, kills: int) -> None:
    pace = {"SENDS_PER_SECOND": str(A_SECOND), "SENDS_PER_CHAT": "1"}
    clock = asyncio.get_running_loop().time
    async with supervised(parish.path.parent, api, **pace) as supervisor:
        await supervisor.ready()
        talking, began = asyncio.create_task(parish.talks()), clock()
        for kill in range(kills):
            share = many * (kill + 1) // (kills + 1)
            await until(lambda share=share: _ended(parish) >= share, many)  # type: ignore[misc]
            await supervisor.kill()
            await supervisor.start()
        await until(parish.is_over, many)
        took = clock() - began
        talking.cancel()
        with suppress(asyncio.CancelledError):
            await talking
        await supervisor.stop()
    await _print(parish, many, took)


def _ended(parish: Parish) -> int:
    ((number,),) = rows(parish.path, "SELECT count(*) FROM outbox WHERE broadcast_id = 1 AND fate <> 'owed'")
    return int(number)


async def _print(parish: Parish, many: int, took: float) -> None:
    ((total, counts),) = rows(parish.path, "SELECT total, counts FROM broadcasts")
    there = sum(not one.blocked for one in parish.people)
    waits = sorted(parish.waits)
    least = many / A_SECOND
    print(f"{State.DONE}: {total} written, {counts}")
    print(f"{took:.1f} s; the limit alone takes {least:.1f} s: {100 * (took / least - 1):+.1f} %")
    print(f"copies too many: {sum(parish.received) - there}; nobody was left out: {min(parish.received) >= 1}")
    print(
        f"{len(waits)} taps: median {median(waits):.2f} s, 99 % within {waits[int(len(waits) * 0.99)]:.2f} s, "
        f"slowest {waits[-1]:.2f} s"
    )
    print(f"invariants broken: {await breaches(parish.path, Clock().now())}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=3)
    asked = parser.parse_args()
    asyncio.run(measure(asked.people, asked.kills))
