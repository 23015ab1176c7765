"""Fetching: downloads the files that were asked for, beside everything else, and puts the news into the inbox.

A file stays wanted in the table until its content, or that it cannot be had, is committed together with the news of
it. A crash therefore loses nothing and tells nothing twice; a download begins anew.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from handlers.files import CHANNEL, news
from handlers.waking import Waking
from schedules.channel import Downloaded, Rejected, TryLater
from storage.database import Database
from storage.files import MOST_BYTES, File

MOST_AT_ONCE = 4
WITHIN = 60.0
"""Seconds that one download may take."""
RESTS = (2.0, 15.0)
"""Seconds before a download that failed is tried again."""
BREATH = 15.0
"""Seconds to wait when the database itself cannot be written."""

logger = logging.getLogger(__name__)


class Downloads(Protocol):
    async def download(self, handle: str, most: int) -> Downloaded:
        """See `bot.process.Source`."""


class Fetching:
    """`wake` it after a commit in which a file was asked for; it calls `arrived` after each that brings news."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Downloads],
        now: Callable[[], datetime],
        arrived: Callable[[], None],
    ) -> None:
        """`channels` by name. What is wanted from others is left alone."""
        self._database = database
        self._channels = channels
        self._now = now
        self._arrived = arrived
        self._waking = Waking()
        self._stopping = False
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._limits: set[asyncio.Timeout] = set()

    def wake(self) -> None:
        """Something may be wanted."""
        self._waking.wake()

    async def run(self) -> None:
        """Until `stop`. What was wanted before a restart is fetched first."""
        self.wake()
        try:
            while not self._stopping:
                await self._waking.wait()
                await self._begin()
                if not self._tasks:
                    self._waking.done()
        finally:
            await self._end()

    async def stop(self) -> None:
        """Begin nothing more and break off what is under way; a commit under way is finished."""
        self._stopping = True
        self._waking.wake()

    async def idle(self) -> None:
        """Wait until nothing is being fetched; what rests after a failure may still be wanted."""
        await self._waking.idle()

    async def _begin(self) -> None:
        self._waking.let_go()
        free = MOST_AT_ONCE - len(self._tasks)
        if free <= 0 or self._stopping:
            return
        without = {*self._tasks, *self._waking.resting}
        async with self._database.read(self._now()) as store:
            wanted = await store.files.list_wanted(list(self._channels), without, free)
        for file in wanted:
            self._tasks[file.id] = asyncio.create_task(self._fetch(file))

    async def _fetch(self, file: File) -> None:
        try:
            await self._record(file, await self._download(file))
        except Exception as error:
            logger.exception("file_failed", extra={"fields": {"file": file.id, "error": type(error).__name__}})
            self._waking.rest(file.id, BREATH)
        finally:
            del self._tasks[file.id]
            self.wake()

    async def _download(self, file: File) -> Downloaded:
        limit = asyncio.timeout(WITHIN)
        self._limits.add(limit)
        try:
            async with limit:
                return await self._channels[file.channel or ""].download(file.handle or "", MOST_BYTES)
        except Exception as error:
            # Also when we are stopped: then nobody records it.
            return TryLater(type(error).__name__)
        finally:
            self._limits.discard(limit)

    async def _record(self, file: File, outcome: Downloaded) -> None:
        if self._stopping and not isinstance(outcome, bytes):
            return
        async with self._database.begin(self._now()) as store:
            if isinstance(outcome, bytes):
                ended = await store.files.came(file.id, outcome)
            else:
                ended = await store.files.failed(file.id, outcome.reason, for_good=isinstance(outcome, Rejected))
            if ended:
                key, raw = news(ended)
                await store.inbox.journal(CHANNEL, {key: raw})
        self._report(file, outcome)
        if ended:
            self._arrived()
        elif isinstance(outcome, TryLater):
            rest = RESTS[min(file.tries, len(RESTS) - 1)]
            self._waking.rest(file.id, max(rest, outcome.after or 0.0))

    def _report(self, file: File, outcome: Downloaded) -> None:
        """One line, without a name that people gave."""
        fields = {"file": file.id, "channel": file.channel}
        if isinstance(outcome, bytes):
            logger.info("file_fetched", extra={"fields": {**fields, "bytes": len(outcome)}})
        else:
            logger.warning("file_not_fetched", extra={"fields": {**fields, "reason": outcome.reason}})

    async def _end(self) -> None:
        """Downloads are broken off, what is being committed is not."""
        self._stopping = True
        for limit in self._limits:
            if not limit.expired():
                limit.reschedule(0)
        while self._tasks:
            await asyncio.wait(self._tasks.values())
