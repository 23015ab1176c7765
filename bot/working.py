"""The commands that work until they are stopped: run, chat, and by their own modules the demo and the tour."""

import argparse
import asyncio
import gc
import logging
import math
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from bot.failures import BROKEN, explained
from bot.locks import AlreadyRunning, Held, database_lock, token_lock
from bot.logs import start_logs
from bot.process import LockLost, Process, Source, stop_on_signals
from bot.settings import Settings
from bot.words import Words
from schedules.clock import Clock
from schedules.pace import Limits
from storage.database import Database
from storage.locks import Taken, advisory_lock
from storage.opening import open_database

logger = logging.getLogger(__name__)

UNPACED = Limits(per_second=None, per_chat_per_second=math.inf)
"""A terminal takes what comes."""


@asynccontextmanager
async def held_database(settings: Settings) -> AsyncIterator[tuple[Database, asyncio.Event]]:
    """The database, ours alone. The event is set if it is lost while held, as PostgreSQL's may be.

    Raises: AlreadyRunning, DatabaseTooNew, OSError and DATABASE_TROUBLE.
    """
    async with _held(settings.database) as lost:
        database = await open_database(settings.database, settings.quiet_hours, settings.deletions)
        database.crowd = settings.second_confirmation
        try:
            yield database, lost
        finally:
            await database.close()


@asynccontextmanager
async def _held(url: str) -> AsyncIterator[asyncio.Event]:
    path = Database(url).path
    if path is not None:
        with database_lock(path):
            yield asyncio.Event()
        return
    try:
        async with advisory_lock(url) as lost:
            yield lost
    except Taken:
        raise AlreadyRunning(Held.DATABASE, None) from None


def run(asked: argparse.Namespace, words: Words) -> int:
    """`banhoc run`: until it is told to stop."""
    from bot.telegram import AnotherPoller, WrongToken

    settings = Settings.read(needs_token=True)
    start_logs(settings.log_level)
    for name, nearest in settings.unknown.items():
        logger.warning("setting_unknown", extra={"fields": {"setting": name, "meant": nearest}})
    refusals = {WrongToken: words.token_refused, AnotherPoller: words.polled_elsewhere, LockLost: words.lock_lost}
    return explained(words, lambda: asyncio.run(_run(settings)), refusals)


async def _run(settings: Settings) -> None:
    from bot.telegram import TelegramChannel

    token, clock, stop = settings.telegram_token or "", Clock(), stop_on_signals()
    limits = Limits(
        settings.sends_per_second, settings.sends_per_chat, per_group_per_minute=settings.sends_per_group_minute
    )
    with token_lock(token):
        async with held_database(settings) as (database, lost):

            def channels(process: Process) -> Sequence[Source]:
                api = settings.telegram_api
                return [TelegramChannel(token, database, clock.now, api=api, arrived=process.arrived)]

            # What was loaded so far stays; else Python would look through it now and then, for 80 ms each time.
            gc.freeze()
            await Process(database, clock.now, channels, limits, probes=True).run_until(stop, lost)


def chat(asked: argparse.Namespace, words: Words) -> int:
    """`banhoc chat`: until Ctrl-D."""
    settings = Settings.read()
    settings = replace(settings, database=asked.database or settings.database)
    start_logs("warning")
    print(words.chat_begins(), flush=True)
    work = _chat(settings, asked.name or words.guest())
    return explained(words, lambda: asyncio.run(work), {LockLost: words.lock_lost})


async def _chat(settings: Settings, person: str) -> None:
    from bot.terminal import TerminalChannel

    clock, stop = Clock(), stop_on_signals()
    async with held_database(settings) as (database, lost):

        def channels(process: Process) -> Sequence[Source]:
            hears: dict[str, Any] = {"arrived": process.arrived, "settled": process.settle}
            return [TerminalChannel(database, clock.now, person, **hears)]

        await Process(database, clock.now, channels, UNPACED).run_until(stop, lost)


def demo(asked: argparse.Namespace, words: Words) -> int:
    """`banhoc demo`: until it is told to stop."""
    from bot.demo.app import run_demo
    from bot.publishing import CatalogueRefused
    from bot.terminal import plain

    quiet = Settings.read().quiet_hours
    start_logs("warning")
    place: dict[str, Any] = {"port": asked.port, "database": asked.database, "catalogue": asked.catalogue}
    shown = run_demo(
        at=asked.at, quiet=quiet, ready=lambda address: print(words.demo_ready(address), flush=True), **place
    )
    try:
        return explained(words, lambda: asyncio.run(shown))
    except CatalogueRefused as refused:
        print(plain(str(refused.told)), file=sys.stderr)
        return BROKEN


def tour(asked: argparse.Namespace, words: Words) -> int:
    """`banhoc tour`."""
    from bot.demo.tour import run_tour

    return explained(words, lambda: run_tour("en" if words.english else "vi"))
