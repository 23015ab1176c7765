"""The demo: stand-in, chat page and bot in one process, on this machine alone."""

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from bot.demo import life
from bot.demo.catalogue import demo_catalogue
from bot.demo.page import build_page
from bot.demo.people import PEOPLE
from bot.demo.standin import StandIn, serving
from bot.process import Process, stop_on_signals
from bot.publishing import publish_file
from bot.telegram import TelegramChannel
from schedules.clock import Clock
from storage.database import Database
from storage.opening import open_database
from storage.quiet_hours import QuietHours

TOKEN = "1000000001:demo-stays-on-this-machine-and-opens-nothing"  # noqa: S105 - of the stand-in, not of Telegram
POLL_SECONDS = 20


async def run_demo(
    *,
    at: datetime | None,
    port: int,
    database: str | None,
    catalogue: Path | None,
    quiet: QuietHours,
    ready: Callable[[str], None],
) -> None:
    """Until Ctrl-C or SIGTERM. `ready` is told the page's address.

    `at`: what the clock shows, by default the present. `database`: by default a fresh one that goes with the demo.
    `catalogue`: by default about thirty classes around the demo's now; an existing database keeps its own.
    Raises: OSError if the port is taken.
    """
    clock = Clock(at)
    with ExitStack() as stack:
        if database is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="banhoc-demo-"))
            database = str(Path(folder) / "demo.sqlite3")
        opened = await open_database(database, quiet)
        try:
            fresh = await _publish(opened, clock, catalogue)
            await life.trust(opened, clock.now())
            if fresh:
                await life.live(opened, clock.now())
            await _serve(opened, clock, port, ready)
        finally:
            await opened.close()


async def _publish(database: Database, clock: Clock, catalogue: Path | None) -> bool:
    """Into an empty database the demo's classes, into any the catalogue asked for; whether the former."""
    if catalogue is not None:
        content = await asyncio.to_thread(catalogue.read_bytes)
        await publish_file(database, clock.now(), catalogue.name, content)
        return False
    async with database.read(clock.now()) as store:
        fresh = not await store.centres.list_all()
    if fresh:
        await publish_file(database, clock.now(), "demo.csv", demo_catalogue(clock.now()))
    return fresh


async def _serve(database: Database, clock: Clock, port: int, ready: Callable[[str], None]) -> None:
    stop = stop_on_signals()
    standin = StandIn(TOKEN, clock.now)
    life.open_chats(standin)

    async def turned() -> None:
        await process.jobs.run_once()
        await process.settle()

    def make_channels(made: Process) -> list[TelegramChannel]:
        api, arrived = address.root, made.arrived
        return [TelegramChannel(TOKEN, database, clock.now, api=api, arrived=arrived, poll_seconds=POLL_SECONDS)]

    async def next_due() -> datetime | None:
        return await process.jobs.next_due()

    page = build_page(standin, PEOPLE, clock, next_due, turned)
    async with serving(page, "127.0.0.1", port) as address:
        process = Process(database, clock.now, make_channels)
        ready(address.root)
        await process.run_until(stop)
