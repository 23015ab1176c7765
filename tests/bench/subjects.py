"""What is measured: programs of their own, on a core of their own, seen from outside."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.wire import Wire
from tests.running import NEVER_QUIET, TOKEN, environment

TICK = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))
HERE, THERE = {CORES[0]}, {CORES[-1]}
"""The cores of the one who measures, with the wire, and of what is measured."""
PATIENT = 30.0
UNPACED = {"SENDS_PER_SECOND": "10000", "SENDS_PER_CHAT": "10000"}


class Failed(Exception):
    """What was to be measured ended, or did nothing."""


@dataclass(frozen=True)
class Subject:
    """One program: how it is called, given the wire's address and a folder."""

    name: str
    command: Callable[[str, Path], Sequence[str]]
    says_ready: bool = False
    """Whether its log does; else it is ready when it asks for updates."""


class Work:
    """A subject at work."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path, begun: float) -> None:
        self._process = process
        self._log = log
        self._begun = begun
        self.ready_after = 0.0
        """Seconds from the call to ready."""

    def cpu(self) -> float:
        """Seconds on a processor, so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> float:
        """Megabytes resident."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000

    async def ready(self, says_ready: bool, wire: Wire) -> None:
        async with asyncio.timeout(PATIENT):
            while not (b'"ready"' in self._log.read_bytes() if says_ready else wire.polled.is_set()):
                if self._process.poll() is not None:
                    raise Failed(self._log.read_text()[-2000:])
                await asyncio.sleep(0.005)
        self.ready_after = time.perf_counter() - self._begun

    def end(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@asynccontextmanager
async def at_work(subject: Subject, wire: Wire, folder: Path, **settings: str) -> AsyncIterator[Work]:
    """The subject, from ready until the block ends. `settings`: ours, without their prefix."""
    async with wire.serve() as address:
        given = {"TELEGRAM_API": address, "TELEGRAM_TOKEN": TOKEN, "QUIET_HOURS": NEVER_QUIET} | settings
        log, begun = folder / "log", time.perf_counter()
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, *subject.command(address, folder)],
                cwd=folder,
                env=environment(folder, **given),
                stdout=file,
                stderr=file,
                preexec_fn=lambda: os.sched_setaffinity(0, THERE),
            )
        work = Work(process, log, begun)
        try:
            await work.ready(subject.says_ready, wire)
            yield work
        finally:
            work.end()


def _stock(*options: str, remembers: bool = False) -> Callable[[str, Path], Sequence[str]]:
    def command(address: str, folder: Path) -> list[str]:
        database = ["--database", str(folder / "stock.sqlite3")] if remembers else []
        return ["-m", "tests.bench.stock", address, *options, *database]

    return command


ECHO = Subject("echo", _stock())
ECHO_AT_ONCE = Subject("echo, concurrent", _stock("--at-once", "64"))
ORM = Subject("echo + ORM", _stock(remembers=True))
BANHOC = Subject("Bạn Học", lambda address, folder: ["-m", "bot.main", "run"], says_ready=True)
SUBJECTS = (ECHO, ECHO_AT_ONCE, ORM, BANHOC)
