"""A Telegram and a database for the tests of the channel between them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from markupsafe import Markup

from bot.demo.standin import StandIn
from bot.telegram import TelegramChannel
from handlers.vocabulary import Button, Reply
from schedules.clock import StillClock
from storage.database import Database
from storage.inbox import InboxUpdate

SECRET = "AAF4-a_secret-of-thirty-five-letters"
TOKEN = f"1234567890:{SECRET}"
GREETING = Reply(Markup("<b>Chào bạn!</b>"), ((Button("Lớp sắp mở", "/lop"),),))


@dataclass
class Centre:
    """A Telegram, a database, and as many bots as are made on them."""

    standin: StandIn
    api: str
    database: Database
    clock: StillClock
    stack: AsyncExitStack

    async def channel(self, token: str = TOKEN, **options: Any) -> TelegramChannel:
        """A channel that is closed when the test ends; `arrived` is told to nobody unless it is given."""
        given = {"arrived": lambda: None, **options}
        channel = TelegramChannel(token, self.database, self.clock.now, api=self.api, **given)
        self.stack.push_async_callback(channel.stop)
        return channel

    async def started(self, **options: Any) -> TelegramChannel:
        channel = await self.channel(**options)
        await channel.start()
        return channel

    async def inbox(self) -> list[InboxUpdate]:
        async with self.database.read(self.clock.now()) as store:
            return list(await store.inbox.list_waiting(100))

    async def arrives(self, count: int) -> list[InboxUpdate]:
        """Wait until so many updates are journalled, and no more."""
        async with asyncio.timeout(5):
            while len(updates := await self.inbox()) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert len(updates) == count
        return updates

    async def confirmed(self) -> None:
        """Wait until Telegram keeps no update for us."""
        await until(lambda: not len(self.standin.updates))

    async def polled(self, times: int) -> list[dict[str, Any]]:
        """Wait until updates were asked for so many times; how."""
        await until(lambda: len(self.asked("getUpdates")) >= times)
        return self.asked("getUpdates")[:times]

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [call.params for call in self.standin.calls if call.method == method]


async def until(true: Callable[[], bool]) -> None:
    """Wait for what happens elsewhere, at most five seconds."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def fetching(channel: TelegramChannel) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(channel.fetch_for_ever())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


@asynccontextmanager
async def centre_on(database: Database, clock: StillClock) -> AsyncIterator[Centre]:
    standin = StandIn(TOKEN, clock.now, username="banhoc_bot", random=Random(7))
    async with standin.serve() as address, AsyncExitStack() as stack:
        yield Centre(standin, address.root, database, clock, stack)
