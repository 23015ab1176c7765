"""An honest local stand-in for the Telegram Bot API, and the people who chat with the bot.

It is the demo's Telegram and the wire of our tests: what Telegram would refuse is refused in Telegram's words, and
whatever can go wrong between a bot and Telegram can be ordered here.
"""

from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from aiohttp import web

from bot.demo.chats import Shown, ShownButton
from bot.demo.gathering import Gathering
from bot.demo.limits import Limits
from bot.demo.person import Person
from bot.demo.wire import LARGEST_BODY, Call, Fault, Wire
from bot.demo.world import Answer, Event, World

__all__ = ["Address", "Answer", "Call", "Event", "Gathering", "Limits", "Person", "Shown", "ShownButton", "StandIn"]

EXPLAINED = {500: "Internal Server Error", 502: "Bad Gateway", 403: "Forbidden", 429: "Too Many Requests"}


@dataclass(frozen=True)
class Address:
    """Where a stand-in is served."""

    root: str
    """http://host:port, without a slash at the end."""

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's `base_url`: the token is put directly behind it."""
        return f"{self.root}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.root}/file/bot"


class StandIn(World):
    """One bot's Telegram: `person(…)` for those who chat, `serve()` or `mount(app)` for the bot."""

    def __init__(
        self,
        token: str,
        now: Callable[[], datetime],
        username: str = "banhoc_demo_bot",
        limits: Limits | None = None,
        random: Random | None = None,
    ) -> None:
        super().__init__(token, now, username, limits, random)
        self.people: dict[int, Person] = {}
        self._wire = Wire(self)

    @property
    def calls(self) -> list[Call]:
        """Every call that arrived, if `record`."""
        return self._wire.calls

    @property
    def record(self) -> bool:
        return self._wire.record

    @record.setter
    def record(self, record: bool) -> None:
        self._wire.record = record

    @property
    def latency(self) -> float:
        """Seconds added to each call, half before and half after it has its effect."""
        return self._wire.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._wire.latency = seconds

    def person(
        self, person_id: int, first_name: str = "Hạnh", language_code: str | None = "vi", last_name: str | None = None
    ) -> Person:
        """Somebody new, or the one who has this id; until they write, the bot cannot write to them."""
        if person_id not in self.people:
            self.people[person_id] = Person(self, person_id, first_name, language_code, last_name)
        return self.people[person_id]

    def gathering(self, chat_id: int, title: str) -> Gathering:
        """A group chat, for its members to write in; Telegram's ids of groups are negative."""
        return Gathering(self, chat_id, title)

    def push_raw(self, update: dict[str, Any]) -> int:
        """Queue this update whatever is in it, and give its id."""
        return self.updates.push_raw(update)

    def fail_next(
        self,
        method: str,
        status: int = 500,
        description: str | None = None,
        retry_after: int | None = None,
        html: bool = False,
        times: int = 1,
    ) -> None:
        """Refuse the next calls of this method without doing anything; `html` answers like a broken gateway."""
        words = description or EXPLAINED.get(status, "Bad Request")
        if retry_after is not None and description is None:
            words = f"Too Many Requests: retry after {retry_after}"
        faults = self._wire.faults.setdefault(method.lower(), deque())
        faults.extend([Fault(status, words, retry_after, html)] * times)

    def drop_next(self, method: str, times: int = 1) -> None:
        """Perform the next call of this method, then cut the connection instead of answering."""
        drops = self._wire.drops
        drops[method.lower()] = drops.get(method.lower(), 0) + times

    def routes(self) -> list[web.RouteDef]:
        return self._wire.routes()

    def mount(self, app: web.Application) -> None:
        """Add the Bot API to an application; a waiting poll ends when that shuts down."""
        app.add_routes(self.routes())
        app.on_shutdown.append(self._stop_waiting)

    @asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Address]:
        """Serve the Bot API alone, by default on a free port."""
        app = web.Application(client_max_size=LARGEST_BODY)
        self.mount(app)
        async with serving(app, host, port) as address:
            yield address

    async def _stop_waiting(self, app: web.Application) -> None:
        self.updates.stop_waiting()


@asynccontextmanager
async def serving(app: web.Application, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Address]:
    """Serve an application within this event loop; port 0 takes a free one."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    try:
        yield Address(f"http://{host}:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()
