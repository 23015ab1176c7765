"""The real process under a supervisor that kills it, residents who keep talking to it, and what must be so afterwards.

What happened is read from the two ends: the phones of the residents, and the tables, past our own code.
"""

import asyncio
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from bot.demo.standin import Shown, StandIn
from storage.database import Database
from storage.invariants import broken
from tests.running import NEVER_QUIET, TOKEN, Running, environment

PATIENT = 120.0
"""Seconds: a machine on which much else runs may need some for a start."""


async def until(happened: Callable[[], bool], waits: float = PATIENT) -> None:
    """Raises: TimeoutError after so many seconds."""
    async with asyncio.timeout(waits):
        while True:
            if happened():
                return
            await asyncio.sleep(0.002)


class Supervisor:
    """Starts `banhoc run`, ends it, starts it again."""

    def __init__(self, folder: Path, api: str, module: str = "bot.main", **settings: str) -> None:
        """`module`: what runs, if not the product itself. `settings`: without their prefix."""
        usual = {"TELEGRAM_API": api, "TELEGRAM_TOKEN": TOKEN, "QUIET_HOURS": NEVER_QUIET}
        fast = {"SENDS_PER_SECOND": "10000", "SENDS_PER_CHAT": "10000"}
        self._environment = environment(folder, **(usual | fast | settings))
        self._folder = folder
        self._command = (sys.executable, "-W", "error", "-m", module, "run")
        self._work: Running | None = None
        self._reading: asyncio.Task[None] | None = None
        self._begun = 0.0
        self.starts: list[float] = []
        """Seconds until each was ready."""

    @property
    def work(self) -> Running:
        assert self._work is not None
        return self._work

    async def start(self) -> None:
        """Returns before it is ready."""
        self._begun, pipe = asyncio.get_running_loop().time(), asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *self._command, cwd=self._folder, env=self._environment, stderr=pipe
        )
        self._work = Running(process)
        self._reading = asyncio.create_task(self._work.read_on())

    async def ready(self) -> None:
        """Wait until it is."""
        await until(self._is_ready)
        self.starts.append(asyncio.get_running_loop().time() - self._begun)

    def _is_ready(self) -> bool:
        assert self.work.process.returncode is None, "".join(self.work.lines)
        return any('"event": "ready"' in line for line in self.work.lines)

    async def kill(self) -> None:
        assert self.work.process.returncode is None, "".join(self.work.lines[-20:])
        self.work.process.kill()
        await self._gone()

    async def stop(self) -> int:
        """As an operator stops it; gives its exit code."""
        code = await self.work.ends(signal.SIGTERM)
        await self._gone()
        return code

    async def end(self) -> None:
        if self.work.process.returncode is None:
            await self.kill()

    async def _gone(self) -> None:
        await self.work.process.wait()
        assert self._reading is not None
        await self._reading


@asynccontextmanager
async def supervised(folder: Path, api: str, module: str = "bot.main", **settings: str) -> AsyncIterator[Supervisor]:
    """Started, and ended however the block ends."""
    supervisor = Supervisor(folder, api, module, **settings)
    await supervisor.start()
    try:
        yield supervisor
    finally:
        await supervisor.end()


@dataclass
class Resident:
    """Talks without a break: signs up for one class after another, and asks for classes that there are not.

    Each act has an answer of its own, by which it is known that exactly this act was answered.
    """

    standin: StandIn
    number: int
    random: Random
    asked: list[str] = field(default_factory=list)
    """Codes that no class has."""
    joined: list[str] = field(default_factory=list)
    """Codes of classes."""
    acts: int = 0

    def __post_init__(self) -> None:
        self.name = f"Hạnh {self.number}"
        self.person = self.standin.person(5_000_000 + self.number, self.name)

    async def lives(self, classes: list[str], enough: asyncio.Event) -> None:
        """Until it is enough; what was begun is finished."""
        await self._sign_up(classes[0], [self.name, "Bỏ qua", "Tôi đồng ý"])
        for code in classes[1:]:
            while not enough.is_set() and self.random.random() < 0.8:
                await self._ask(self.random.choice((1, 1, 1, 5)))
            if not enough.is_set():
                await self._sign_up(code, [])
        while not enough.is_set():
            await self._ask(1)

    async def _ask(self, many: int) -> None:
        """So many at once, without waiting in between."""
        codes = [f"X{self.number}-{len(self.asked) + one}-" for one in range(many)]
        for code in codes:
            self.asked.append(code)
            self._does(lambda code=code: self.person.says(f"/lop {code}"))  # type: ignore[misc]
        for code in codes:
            await self._sees(lambda shown, code=code: answers(shown, code))  # type: ignore[misc]
        await asyncio.sleep(self.random.uniform(0, 0.1))

    async def _sign_up(self, code: str, labels: list[str]) -> None:
        """`labels`: of the buttons to be tapped after "for myself", in order."""
        title = title_of(code)
        self.joined.append(code)
        self._does(lambda: self.person.says(f"/dangky {code}"))
        shown = await self._sees(lambda shown: title in shown.text and button(shown, "Cho tôi", "/dk ") is not None)
        data = button(shown, "Cho tôi", "/dk ") or ""
        dialog = data.rpartition(" ")[0] + " "
        for label in labels:
            self._taps(data, shown)
            shown = await self._sees(lambda shown, label=label: button(shown, label, dialog) is not None)  # type: ignore[misc]
            data = button(shown, label, dialog) or ""
        self._taps(data, shown)
        await self._sees(lambda shown: title in shown.text and shown.text.startswith(("✅", "⏳")))

    def _taps(self, data: str, shown: Shown) -> None:
        self._does(lambda: self.person.taps_data(data, shown))

    def _does(self, act: Callable[[], object]) -> None:
        self.acts += 1
        act()

    async def _sees(self, fits: Callable[[Shown], bool]) -> Shown:
        """The newest message of the bot that fits, however long it takes."""
        while True:
            newest = (message.shown() for message in islice(self.person.chat.newest_first(), 40) if message.from_bot)
            found = next(filter(fits, newest), None)
            if found is not None:
                return found
            await self.standin.next_heard(self.person.chat)


def title_of(code: str) -> str:
    return f"Lớp thử {code}"


def answers(shown: Shown, code: str) -> bool:
    """Whether this message says that there is no class of this code."""
    return shown.from_bot and f"lớp có mã {code}." in shown.text


def button(shown: Shown, label: str, says: str) -> str | None:
    """What the button with this label says, if that begins so."""
    found = (one.data for row in shown.buttons for one in row if label in one.label and one.data)
    return next((data for data in found if data.startswith(says)), None)


@dataclass(frozen=True)
class Reckoning:
    """What came of it all. `faults` is empty if every promise was kept."""

    faults: list[str]
    repeated: int
    """Messages that were sent once more than they were owed."""
    updates: int
    sent: int


async def reckon(
    path: Path, standin: StandIn, residents: list[Resident], pushed: range, waits: float = PATIENT
) -> Reckoning:
    """`pushed`: the ids of all updates. Waits so long for what is still under way."""
    with suppress(TimeoutError):
        await until(lambda: len(standin.updates) == 0, waits)
        await until(lambda: not rows(path, "SELECT 1 FROM inbox WHERE progress = 'waiting' LIMIT 1"), waits)
        await until(lambda: not rows(path, "SELECT 1 FROM outbox WHERE fate = 'owed' LIMIT 1"), waits)
    faults = [
        *_updates(path, standin, pushed),
        *_answers(path, residents),
        *_registrations(path, residents),
    ]
    return Reckoning(faults, standin.sent - _written(path), len(pushed), standin.sent)


def _updates(path: Path, standin: StandIn, pushed: range) -> list[str]:
    kept = dict(rows(path, "SELECT CAST(key AS INTEGER), progress FROM inbox"))
    lost = sorted(set(pushed) - kept.keys())
    unfinished = Counter(progress for progress in kept.values() if progress != "done")
    found = (
        (len(lost), f"of {len(pushed)} updates lost"),
        (len(kept.keys() - set(pushed)), "updates that nobody sent"),
        (unfinished.total(), f"updates not done: {dict(unfinished)}"),
        (len(standin.updates), "updates not confirmed"),
    )
    return [f"{number} {what}" for number, what in found if number]


def _answers(path: Path, residents: list[Resident]) -> list[str]:
    found = []
    for one in residents:
        texts = [shown.text for shown in one.person.messages if shown.from_bot]
        unanswered = [code for code in one.asked if not any(f"lớp có mã {code}." in text for text in texts)]
        found += [f"{one.name} got no answer to {code}" for code in unanswered]
    fates = dict(rows(path, "SELECT fate, count(*) FROM outbox GROUP BY fate"))
    return found + ([f"messages not sent: {fates}"] if fates.keys() - {"sent"} else [])


def _registrations(path: Path, residents: list[Resident]) -> list[str]:
    wanted = Counter((one.name, code) for one in residents for code in one.joined)
    there = Counter(
        rows(
            path,
            "SELECT learners.name, courses.code FROM registrations JOIN courses ON courses.id = course_id"
            " JOIN learners ON learners.id = learner_id WHERE standing <> 'cancelled'",
        )
    )
    agreed = Counter(
        name for (name,) in rows(path, "SELECT chat_name FROM consents JOIN contacts ON contacts.id = contact_id")
    )
    known = Counter(name for (name,) in rows(path, "SELECT chat_name FROM contacts"))
    everyone = Counter(one.name for one in residents)
    found = [
        *_compare("registrations", wanted, there),
        *_compare("consents", everyone, agreed),
        *_compare("contacts", everyone, known),
    ]
    (total,) = rows(path, "SELECT count(*) FROM registrations")
    return found + ([f"{total[0]} registrations were made"] if total[0] != wanted.total() else [])


def _compare(what: str, should: Counter[Any], are: Counter[Any]) -> list[str]:
    return [f"{what}: {dict(should - are)} missing, {dict(are - should)} too many"] if should != are else []


def _written(path: Path) -> int:
    """How many messages were owed and recorded as sent; the others took the place of an older one."""
    ((count,),) = rows(
        path, "SELECT count(*) FROM outbox WHERE fate = 'sent' AND json_extract(body, '$.replaces') IS NULL"
    )
    return int(count)


def rows(path: Path, query: str, *values: str) -> list[Any]:
    """What the file says, past our own code."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(query, values).fetchall()


async def breaches(path: Path, now: Any) -> list[str]:
    """The names of the invariants that do not hold."""
    database = Database(str(path))
    try:
        async with database.read(now) as store:
            return [one.name for one in await broken(store)]
    finally:
        await database.close()
