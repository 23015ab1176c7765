"""What is measured, scene by scene. Each gives its figures under the names of `tests.bench.table.ROWS`."""

import asyncio
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.demo.limits import Limits
from tests.bench import rows
from tests.bench.driver import Load, Post, at_a_rate, one_after_another
from tests.bench.plan import Plan
from tests.bench.subjects import BANHOC, UNPACED, Subject, at_work
from tests.bench.wire import Wire

Figures = dict[str, float]
FAR = 0.08
"""Seconds to a distant server and back."""
STRICT = Limits(per_second=30)
TAPPER = 5
"""Somebody who taps while others are written to."""


async def speaks(subject: Subject, plan: Plan) -> Figures:
    """Alone with one person, with a crowd, at a rate, with a distant server."""
    wire = Wire()
    with TemporaryDirectory() as folder:
        async with at_work(subject, wire, Path(folder), **UNPACED) as work:
            figures = {"ready, first start": work.ready_after * 1000}
            figures |= _of("one person", await one_after_another(wire, work, 1, plan.seconds))
            figures |= _of("64 people", await one_after_another(wire, work, 64, plan.seconds))
            at_rate = await at_a_rate(wire, work, 100, plan.seconds * 2)
            figures |= {"100/s: p50": at_rate.within(0.5), "100/s: p99": at_rate.within(0.99)}
            figures["memory"] = work.memory()
            wire.latency = FAR
            # Whoever takes one after another has 64 waiting: nobody waits here for the last of them.
            far = await one_after_another(wire, work, 64, plan.seconds, drains=False)
            return figures | {"80 ms away: updates/s": far.rate}


def _of(scene: str, load: Load) -> Figures:
    return {
        f"{scene}: updates/s": load.rate,
        f"{scene}: CPU": load.cpu_each,
        f"{scene}: p50": load.within(0.5),
        f"{scene}: p99": load.within(0.99),
    }


async def obeys(plan: Plan) -> Figures:
    """Notices under a strict limit, and somebody who taps in the middle."""
    wire = Wire(limits=STRICT)
    post = Post(wire)
    with TemporaryDirectory() as folder:
        await rows.owe(Path(folder), plan.paced)
        async with at_work(BANHOC, wire, Path(folder)):
            await post.arrive(plan.paced // 2)
            post.taps(TAPPER)
            await post.arrive(plan.paced + 1)
            return {
                "30 a second: sends/s": post.rate,
                "30 a second: refused": wire.pace.refused,
                "30 a second: tap answered": post.answered[0] * 1000,
                "30 a second: tap's edit": post.edited[0] * 1000,
            }


async def hurries(plan: Plan) -> Figures:
    """Notices without a limit."""
    wire = Wire()
    post = Post(wire)
    with TemporaryDirectory() as folder:
        await rows.owe(Path(folder), plan.unpaced)
        async with at_work(BANHOC, wire, Path(folder), **UNPACED):
            await post.arrive(plan.unpaced)
            return {"no limit: sends/s": post.rate}


async def listens(plan: Plan) -> Figures:
    """Many messages go out without a limit, and people tap all the time."""
    wire = Wire()
    post = Post(wire)
    with TemporaryDirectory() as folder:
        await rows.owe(Path(folder), plan.crowd)
        async with at_work(BANHOC, wire, Path(folder), **UNPACED):
            person = TAPPER
            while len(post.arrivals) < plan.crowd * 0.9:
                post.taps(person)
                person += 1
                await asyncio.sleep(0.1)
            await post.all_edited()
            return {
                "crowd: tap answered": median(post.answered) * 1000,
                "crowd: slowest answer": max(post.answered) * 1000,
                "crowd: tap's edit": median(post.edited) * 1000,
            }


async def remembers(plan: Plan, registrations: int) -> Figures:
    """Residents ask about their classes; others have registered too."""
    wire = Wire()
    label = f"{registrations:,} registrations"
    with TemporaryDirectory() as folder:
        await rows.register(Path(folder), registrations)
        async with at_work(BANHOC, wire, Path(folder), **UNPACED) as work:
            asks = rows.asks_about_theirs(registrations // rows.EACH)
            load = await one_after_another(wire, work, 1, plan.seconds, asks=asks)
            crowd = await one_after_another(wire, work, 64, plan.seconds, asks=asks)
            return {
                f"{label}: ready": work.ready_after * 1000,
                f"{label}: p50": load.within(0.5),
                f"{label}: p99": load.within(0.99),
                f"{label}: updates/s": crowd.rate,
            }
