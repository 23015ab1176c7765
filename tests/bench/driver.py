"""People who write to the bot and wait: each for an answer before the next word, or all at a fixed rate."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
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
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


async def until(is_so: Callable[[], bool], patience: float = PATIENT) -> None:
    """Look every few milliseconds. Raises TimeoutError after so many seconds."""
    async with asyncio.timeout(patience):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


Asks = Callable[[int, int], tuple[str, str]]
"""From a person and a running number to what they write, and what the answer must bear to count."""


def about_a_class(person: int, number: int) -> tuple[str, str]:
    """One that there is not."""
    return f"/lop X{number}", f"X{number}"


class People:
    """Everybody who writes."""

    def __init__(self, wire: Wire, asks: Asks = about_a_class) -> None:
        self._wire = wire
        self._asks = asks
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
        text, word = self._asks(person, self._number)
        self._asked.setdefault(person, deque()).append((word, moment or time.perf_counter()))
        self._wire.push("message", message(person, self._number, text))

    def _heard(self, method: str, params: dict[str, Any]) -> None:
        person, now = int(params["chat_id"]), time.perf_counter()
        word, moment = self._asked[person].popleft()
        if word not in params["text"]:
            self.trouble = f"asked for {word}, was told {params['text']}"
        self.load.latencies.append(now - moment)
        if self.repeats:
            self.writes(person)

    async def all_answered(self) -> None:
        await until(lambda: not self.waiting)
        self.check()

    def check(self) -> None:
        if self.trouble:
            raise Failed(self.trouble)


def message(person: int, number: int, text: str) -> dict[str, Any]:
    """As Telegram tells of one."""
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": person, "type": "private", "first_name": "Hạnh"},
        "from": {"id": person, "is_bot": False, "first_name": "Hạnh", "language_code": "vi"},
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}],
    }


async def one_after_another(
    wire: Wire, work: Work, people: int, seconds: float, *, asks: Asks = about_a_class, drains: bool = True
) -> Load:
    """So many people at once, each of whom writes again when answered. `drains`: wait for the last answers."""
    crowd = People(wire, asks)
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


class Post:
    """Watches messages go out to others, and now and then taps a button meanwhile."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._tapped: dict[str, float] = {}
        self._asked: dict[int, float] = {}
        self.arrivals: list[float] = []
        """When each message arrived."""
        self.answered: list[float] = []
        """Seconds from each tap to its answer."""
        self.edited: list[float] = []
        """Seconds from each tap to the edit of its message."""
        wire.heard = self._heard

    @property
    def rate(self) -> float:
        """Messages a second, from the first to the last."""
        return (len(self.arrivals) - 1) / (self.arrivals[-1] - self.arrivals[0])

    def taps(self, person: int) -> None:
        query_id, moment = f"{person}-{len(self._tapped)}", time.perf_counter()
        self._tapped[query_id] = self._asked[person] = moment
        told = message(person, 77, "Lớp sắp mở")
        query = {"id": query_id, "from": told["from"], "message": told, "chat_instance": "1", "data": f"/lop X{person}"}
        self._wire.push("callback_query", query)

    async def arrive(self, number: int) -> None:
        """Wait until so many messages have."""
        await until(lambda: len(self.arrivals) >= number, number / 20 + PATIENT)

    async def all_edited(self) -> None:
        await until(lambda: len(self.edited) == len(self._tapped))

    def _heard(self, method: str, params: dict[str, Any]) -> None:
        now = time.perf_counter()
        if method == "answerCallbackQuery":
            self.answered.append(now - self._tapped[params["callback_query_id"]])
            return
        self.arrivals.append(now)
        if method == "editMessageText":
            self.edited.append(now - self._asked[int(params["chat_id"])])
