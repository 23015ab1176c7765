"""The process: the parts wired together, started in order, stopped so that nothing is lost."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot import BEGUN
from bot.fetching import Fetching
from handlers import files
from handlers.my_data import delete_again
from handlers.router import Router
from handlers.vocabulary import Incoming
from schedules.channel import Channel, Downloaded
from schedules.delivery import Delivery
from schedules.jobs import Jobs
from schedules.pace import Limits
from storage.database import Database
from storage.invariants import broken

logger = logging.getLogger(__name__)

STOPS_WITHIN = 9.0
"""Seconds; supervisors commonly kill after ten."""
LATELY = timedelta(minutes=5)
"""A database that took updates so short a time ago is the one they go to: a restart need not look who else listens."""


class LockLost(Exception):
    """The database's lock went with its connection; another process may hold it by now."""


class Source(Channel, Protocol):
    """A channel as the process runs it: one that also listens."""

    async def start(self) -> None:
        """Before anything is fetched or sent."""

    async def probe(self) -> None:
        """Raise if another program listens there."""

    async def fetch_for_ever(self) -> None:
        """Journal what arrives. May be cancelled at any moment. Ends only if nothing more can arrive."""

    def parse(self, raw: str) -> Incoming | None:
        """What a journalled update says; None if nothing that concerns us."""

    async def download(self, handle: str, most: int) -> Downloaded:
        """The file of an `Attachment`, of at most so many bytes. May be cancelled at any moment."""

    async def stop(self) -> None:
        """After the last message was sent."""


class Process:
    """Database, channels, router, delivery and jobs, as one."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        make_channels: Callable[["Process"], Sequence[Source]],
        limits: Limits | None = None,
        *,
        probes: bool = False,
    ) -> None:
        """`make_channels` is given the process, for its `arrived` and `settle`.

        `probes`: whether to look first if another program listens where the channels do, unless we did so lately.
        """
        self._database = database
        self._now = now
        self._probes = probes
        self._listening = 0
        self._channels = {channel.name: channel for channel in make_channels(self)}
        parsers = {name: channel.parse for name, channel in self._channels.items()}
        self.fetching = Fetching(database, self._channels, now, self.arrived)
        self.router = Router(database, now, parsers | {files.CHANNEL: files.parse}, self.owed, self.fetching.wake)
        self.delivery = Delivery(database, self._channels, now, limits or Limits())
        self.jobs = Jobs(database, now, self.owed)

    def arrived(self) -> None:
        """Something was journalled."""
        self.router.wake()

    def owed(self) -> None:
        """Something may be due."""
        self.delivery.wake()

    async def settle(self) -> None:
        """Wait until everything journalled is answered, every file fetched and every answer sent."""
        await self.router.idle()
        await self.fetching.idle()
        await self.router.idle()
        await self.delivery.idle()

    async def run_until(self, stop: asyncio.Event, lost: asyncio.Event | None = None) -> None:
        """Work until `stop` is set or nothing more can arrive.

        Raises what made a part fail, LockLost if `lost` is set: a process that lacks a part only looks alive; it is
        better ended, and started again by whoever watches over it.
        """
        await self._delete_again()
        await self._report_breaches()
        asked = asyncio.create_task(stop.wait())
        starting = asyncio.create_task(self._start_channels())
        try:
            # Without a network a channel starts for ever, but must still be stopped.
            await asyncio.wait({asked, starting}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                await self._work_until(asked, lost or asyncio.Event())
        finally:
            await _cancel([asked, starting])
            for channel in self._channels.values():
                await channel.stop()
            logger.info("stopped")

    async def _delete_again(self) -> None:
        async with self._database.begin(self._now()) as store:
            await delete_again(store)
        await self._database.forget()

    async def _report_breaches(self) -> None:
        async with self._database.read(self._now()) as store:
            for breach in await broken(store):
                fields = {"invariant": breach.name, "rows": breach.count, "ids": breach.ids}
                logger.error("invariant_broken", extra={"fields": fields})

    async def _start_channels(self) -> None:
        for channel in self._channels.values():
            await channel.start()

    async def _work_until(self, asked: "asyncio.Task[Any]", lost: asyncio.Event) -> None:
        self.jobs.start()
        works: dict[str, Coroutine[Any, Any, None]] = {
            "router": self.router.run(),
            "delivery": self.delivery.run(),
            "fetching": self.fetching.run(),
            "lock": _fail_when(lost),
            **{name: self._listen(channel) for name, channel in self._channels.items()},
        }
        parts = {name: asyncio.create_task(work, name=name) for name, work in works.items()}
        try:
            await asyncio.wait({asked, *parts.values()}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._stop_in_time(parts)
        _raise_failure(parts)

    async def _listen(self, channel: Source) -> None:
        if self._probes and not await self._listened_lately(channel.name):
            await channel.probe()
        self._listening += 1
        if self._listening == len(self._channels):
            logger.info("ready", extra={"fields": {"ms": round((time.perf_counter() - BEGUN) * 1000)}})
        await channel.fetch_for_ever()

    async def _listened_lately(self, channel: str) -> bool:
        now = self._now()
        async with self._database.read(now) as store:
            return await store.inbox.took_since(channel, now - LATELY)

    async def _stop_in_time(self, parts: "dict[str, asyncio.Task[None]]") -> None:
        logger.info("stopping")
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                await self._stop(parts)
        except TimeoutError:
            # Whatever hangs is in the inbox or the outbox, and is taken up at the next start.
            late = [name for name, part in parts.items() if not part.done()]
            logger.error("stopped_late", extra={"fields": {"parts": late}})
            await _cancel(parts.values())

    async def _stop(self, parts: "dict[str, asyncio.Task[None]]") -> None:
        """In the order of a message's way through the house: each part finishes what the one before began."""
        await _cancel([parts["lock"], *(parts[name] for name in self._channels)])
        await self.jobs.stop()
        await self.fetching.stop()
        await asyncio.wait({parts["fetching"]})
        await self.router.stop()
        await asyncio.wait({parts["router"]})
        await self.delivery.stop()
        await asyncio.wait({parts["delivery"]})


async def _fail_when(lost: asyncio.Event) -> None:
    await lost.wait()
    raise LockLost


async def _cancel(tasks: "Iterable[asyncio.Task[Any]]") -> None:
    """Cancel them and wait until they have ended."""
    running = [task for task in tasks if task.cancel()]
    if running:
        await asyncio.wait(running)


def _raise_failure(parts: "dict[str, asyncio.Task[None]]") -> None:
    """Log every part that ended by an error, and raise the first."""
    errors = {name: part.exception() for name, part in parts.items() if part.done() and not part.cancelled()}
    for name, error in errors.items():
        if error is not None:
            logger.critical("part_failed", exc_info=error, extra={"fields": {"part": name}})
    for error in filter(None, errors.values()):
        raise error


def stop_on_signals() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C. A second one acts at once, as if nobody listened."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def asked() -> None:
        stop.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked)
    return stop
