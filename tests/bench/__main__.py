"""`python -m tests.bench`: measure, show, judge nothing."""

import argparse
import asyncio
import os
import sys
import time
from collections import defaultdict
from collections.abc import Coroutine
from statistics import median
from typing import Any

from tests.bench import scenes
from tests.bench.choosing import chooses, label
from tests.bench.machine import described
from tests.bench.plan import QUICK, WHOLE, Plan
from tests.bench.questions import understands
from tests.bench.quizzes import remembered
from tests.bench.subjects import BANHOC, ECHO, ECHO_AT_ONCE, HERE, ORM, SUBJECTS
from tests.bench.table import Aim, against_aims, comparison

OURS = BANHOC.name
OTHERS = (ECHO.name, ECHO_AT_ONCE.name, ORM.name)


class Bench:
    """All rounds, interleaved: what disturbs the machine for a while disturbs everyone."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.measured: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    async def run(self) -> None:
        for number in range(self._plan.rounds):
            for subject in SUBJECTS[number % len(SUBJECTS) :] + SUBJECTS[: number % len(SUBJECTS)]:
                await self._see(subject.name, "speaks", scenes.speaks(subject, self._plan))
            await self._see(OURS, "hurries", scenes.hurries(self._plan))
            for registrations in self._plan.registrations:
                await self._see(OURS, "remembers", scenes.remembers(self._plan, registrations))
            for classes in self._plan.classes:
                await self._see(OURS, "understands", understands(classes, rounds=1))
        # These last long, and their figures hardly vary.
        await self._see(OURS, "listens", scenes.listens(self._plan))
        await self._see(OURS, "obeys", scenes.obeys(self._plan))
        await self._see(OURS, "chooses", chooses(self._plan.cards))

    async def _see(self, subject: str, scene: str, work: Coroutine[Any, Any, scenes.Figures]) -> None:
        began = time.perf_counter()
        for name, value in (await work).items():
            self.measured[subject][name].append(value)
        print(f"{subject} {scene}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def aims(plan: Plan, measured: dict[str, dict[str, list[float]]]) -> list[Aim]:
    """What ours should reach. Those about rates depend on what the others reached."""
    few, many = (f"{registrations:,} registrations" for registrations in plan.registrations)
    village, city = (f"{classes:,} classes" for classes in plan.classes)
    crowd = "64 people: updates/s"
    echo = max(median(measured[name][crowd]) for name in (ECHO.name, ECHO_AT_ONCE.name))
    return [
        Aim(crowd, least=round(max(3 * median(measured[ORM.name][crowd]), echo))),
        Aim("100/s: p99", "ms", 1, most=15),
        Aim("80 ms away: updates/s"),
        Aim("30 a second: sends/s", digits=1, least=29),
        Aim("30 a second: refused", most=0),
        Aim("30 a second: tap answered", "ms", 1),
        Aim("30 a second: tap's edit", "ms", 1),
        Aim("no limit: sends/s"),
        Aim("crowd: tap answered", "ms", 1),
        Aim("crowd: slowest answer", "ms", 1, most=1000),
        Aim("crowd: tap's edit", "ms", 1),
        Aim("ready, first start", "ms", most=1500),
        Aim(f"{few}: ready", "ms", most=1500),
        Aim(f"{many}: ready", "ms", most=1500),
        Aim("memory", "MB", most=100),
        Aim(f"{few}: p50", "ms", 1),
        Aim(f"{many}: p50", "ms", 1, most=round(1.25 * median(measured[OURS][f"{few}: p50"]), 1)),
        Aim(f"{village}: question p50", "ms", 1),
        Aim(f"{village}: question p95", "ms", 1, most=5),
        Aim(f"{city}: first question", "ms"),
        Aim(f"{city}: question p50", "ms", 1),
        Aim(f"{city}: question p95", "ms", 1, most=20),
        Aim(f"{label(plan.cards)}: next p50", "ms", 1),
        Aim(f"{label(plan.cards)}: next p95", "ms", 1, most=5),
        Aim(f"{few}: updates/s"),
        Aim(f"{many}: updates/s", least=round(0.8 * median(measured[OURS][f"{few}: updates/s"]))),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="within a minute, and less exact")
    parser.add_argument("--rounds", type=int, help="medians are taken over so many")
    asked = parser.parse_args()
    plan = QUICK if asked.quick else WHOLE
    os.sched_setaffinity(0, HERE)
    bench = Bench(plan)
    machine = described()
    asyncio.run(bench.run())
    print(machine, comparison(bench.measured, OURS, OTHERS), sep="\n\n")
    print("", against_aims(bench.measured[OURS], aims(plan, bench.measured)), sep="\n")
    print("", remembered(plan.learners), sep="\n")


if __name__ == "__main__":
    main()
