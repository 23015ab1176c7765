"""People who write to the bot and wait: each for an answer before the next word, or all at a fixed rate."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.bench.subjects import Failed, Work
from tests.bench.wire import Wire

PATIENT = 20.0
CROWD = 400
"""So many people take turns when a rate is asked for."""


@dataclass
class Load:
    """What was seen of one subject under one load."""

    seconds: float = 0.0
    cpu: float = 0.0
    """Seconds of processor that the subject took."""
    latencies: list[float] = field(default_factory=list)
    """Seconds from a message to its answer."""

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def cpu_each(self) -> float:
        """Milliseconds of processor an update."""
        return self.cpu * 1000 / len(self.latencies)

    def within(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        return percentile(self.latencies, share) * 1000


def percentile(values: list[float], share: float) -> float:
    """The smallest value that this share of the values does not exceed."""
    return sorted(values)[max(0, -(-int(len(values) * share * 1000) // 1000) - 1)]


class People:
    """Everybody who writes. An answer must bear what was asked, or it does not count."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._asked: dict[int, deque[tuple[str, float]]] = {}
        self._number = 0
        self.load = Load()
        self.trouble = ""
        """What was answered wrongly."""
        self.repeats = False
        """Whether whoever is answered writes again."""
        wire.heard = self._heard

    @property
    def waiting(self) -> int:
        return sum(map(len, self._asked.values()))

    def writes(self, person: int, moment: float | None = None) -> None:
        """`moment`: when they did, if this comes late."""
        self._number += 1
        word = f"X{self._number}"
        self._asked.setdefault(person, deque()).append((word, moment or time.perf_counter()))
        self._wire.push("message", message(person, self._number, f"/lop {word}"))

    def _heard(self, method: str, params: dict[str, Any]) -> None:
        person, now = int(params["chat_id"]), time.perf_counter()
        word, moment = self._asked[person].popleft()
        if word not in params["text"]:
            self.trouble = f"asked for {word}, was told {params['text']}"
        self.load.latencies.append(now - moment)
        if self.repeats:
            self.writes(person)

    async def all_answered(self) -> None:
        async with asyncio.timeout(PATIENT):
            while self.waiting:
                await asyncio.sleep(0.005)
        self.check()

    def check(self) -> None:
        if self.trouble:
            raise Failed(self.trouble)


def message(person: int, number: int, text: str) -> dict[str, Any]:
    """As Telegram tells of one."""
    who = {"id": person, "first_name": "Hạnh", "language_code": "vi"}
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": person, "type": "private", "first_name": "Hạnh"},
        "from": {**who, "is_bot": False},
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}],
    }


async def one_after_another(wire: Wire, work: Work, people: int, seconds: float, *, drains: bool = True) -> Load:
    """So many people at once, each of whom writes again when answered. `drains`: wait for the last answers."""
    crowd = People(wire)
    crowd.repeats = True
    for person in range(people):
        crowd.writes(1 + person)
    await asyncio.sleep(min(0.5, seconds / 4) + wire.latency)
    load = crowd.load = Load()
    begun, cpu = time.perf_counter(), work.cpu()
    await asyncio.sleep(seconds)
    load.seconds, load.cpu = time.perf_counter() - begun, work.cpu() - cpu
    crowd.repeats, crowd.load = False, Load()
    crowd.check()
    if not load.latencies:
        raise Failed("nobody was answered")
    if drains:
        await crowd.all_answered()
    return load


async def at_a_rate(wire: Wire, work: Work, rate: float, seconds: float) -> Load:
    """People who write whether or not the others were answered."""
    crowd = People(wire)
    begun, cpu = time.perf_counter(), work.cpu()
    for number in range(int(rate * seconds)):
        moment = begun + number / rate
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        crowd.writes(1 + number % CROWD, moment)
    await crowd.all_answered()
    crowd.load.seconds, crowd.load.cpu = time.perf_counter() - begun, work.cpu() - cpu
    return crowd.load
