"""The command `banhoc` as its own process, the way an operator starts it."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from schedules.clock import Clock
from storage.quiet_hours import LOCAL

ROOT = Path(__file__).parent.parent
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp-_9"
NEVER_QUIET = "00:00-00:00"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    said: str
    """On standard output."""
    warned: str
    """On standard error."""


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """A machine in Việt Nam; `settings` without their prefix."""
    given = {f"BANHOC_{name}": value for name, value in settings.items()}
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
    return plain | given


async def banhoc(*arguments: str, folder: Path, typed: str = "", **settings: str) -> Ended:
    """Call `banhoc` in this folder, wait until it has ended."""
    process = await start(*arguments, folder=folder, **settings)
    async with asyncio.timeout(30):
        said, warned = await process.communicate(typed.encode())
    assert process.returncode is not None
    return Ended(process.returncode, said.decode(), warned.decode())


async def start(*arguments: str, folder: Path, **settings: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-W", "error", "-m", "bot.main", *arguments)
    return await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment(folder, **settings), stdin=pipe, stdout=pipe, stderr=pipe
    )


@dataclass
class Running:
    """`banhoc run`, at work."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    """Of its log, as they come."""

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    async def logs(self, event: str, timeout: float = 15) -> dict[str, Any]:
        """Wait until it has logged this event."""
        async with asyncio.timeout(timeout):
            while True:
                found = next((one for one in self.events if one["event"] == event), None)
                if found:
                    return found
                assert self.process.returncode is None, "".join(self.lines)
                await asyncio.sleep(0.02)

    async def ends(self, number: signal.Signals) -> int:
        """Send it this signal; gives its exit code."""
        self.process.send_signal(number)
        async with asyncio.timeout(10):
            return await self.process.wait()

    async def read_on(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode())


@asynccontextmanager
async def running(folder: Path, api: str, **settings: str) -> AsyncIterator[Running]:
    """`banhoc run` against a stand-in, from ready until the block ends."""
    chosen = {"TELEGRAM_API": api, "TELEGRAM_TOKEN": TOKEN, "QUIET_HOURS": NEVER_QUIET, "LOG_LEVEL": "debug"}
    chosen["SENDS_PER_CHAT"] = "1000"
    work = Running(await start("run", folder=folder, **(chosen | settings)))
    reading = asyncio.create_task(work.read_on())
    try:
        await work.logs("ready")
        yield work
    finally:
        if work.process.returncode is None:
            work.process.kill()
        await work.process.wait()
        await reading


def catalogue(folder: Path, *, hours: int = 50, capacity: int = 20) -> Path:
    """A file with one class, whose only lesson begins so many hours from now."""
    starts = (Clock().now() + timedelta(hours=hours)).astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
    closes, ends = starts - timedelta(hours=1), starts + timedelta(hours=2)
    cells = [
        "L101",
        "Dùng Zalo",
        "Kỹ năng số",
        "Nhắn tin, gọi hình.",
        f"{starts:%Y-%m-%dT%H:%M}",
        f"{ends:%Y-%m-%dT%H:%M}",
    ]
    cells += ["Nhà văn hóa", "Phường Đa Kao", str(capacity), "0", "Mọi người", "Cô Lan", f"{closes:%Y-%m-%dT%H:%M}"]
    columns = "code,title,topic,description,starts_at,ends_at,venue,ward,capacity,fee_vnd,audience,teacher"
    path = folder / "lop.csv"
    path.write_text(f"{columns},registration_closes_at\n" + ",".join(f'"{cell}"' for cell in cells) + "\n")
    return path
