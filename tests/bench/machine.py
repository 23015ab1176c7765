"""The machine, as far as it explains a figure."""

import os
import platform
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("python-telegram-bot", "SQLAlchemy", "aiosqlite", "aiohttp", "httpx")


def described() -> str:
    """Processor, load, disk, versions: a few lines."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    busy = os.getloadavg()[0]
    return "\n".join(
        (
            f"{os.cpu_count()} × {_processor()}, Linux {platform.release()}, load at the start {busy:.1f}",
            f"Python {platform.python_version()}, {libraries}",
            f"a write that reaches the disk takes {_synced():.2f} ms",
            "wire and people on one core, the bot on another; medians over the rounds; × is how many times better",
        )
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _synced(times: int = 50) -> float:
    """Milliseconds."""
    with tempfile.TemporaryFile() as file:
        began = time.perf_counter()
        for _ in range(times):
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
        return (time.perf_counter() - began) * 1000 / times
