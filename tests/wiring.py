"""For the tests of Telegram's stand-in: the library's own Bot, over its own HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.demo.standin import Address, StandIn
from schedules.clock import StillClock

TOKEN = "1234:demo"
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass
class Wired:
    """A bot, the stand-in it talks to, and the clock of both."""

    standin: StandIn
    bot: Bot
    clock: StillClock
    address: Address

    async def posts(self, method: str, params: dict[str, Any]) -> Any:
        """Call without the library, which would not let wrong things through; gives the whole answer."""
        async with (
            ClientSession() as web,
            web.post(f"{self.address.base_url}{TOKEN}/{method}", json=params) as response,
        ):
            return await response.json()

    def another_bot(self, token: str = TOKEN) -> Bot:
        return Bot(token, base_url=self.address.base_url, base_file_url=self.address.base_file_url)


@asynccontextmanager
async def wiring(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    # The library's way to say that `retry_after` may be a timedelta; it warns otherwise, and warnings are errors.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    clock = StillClock(MORNING)
    standin = StandIn(TOKEN, clock.now, random=Random(7))
    async with standin.serve() as address:
        bot = Bot(TOKEN, base_url=address.base_url, base_file_url=address.base_file_url)
        async with bot:
            yield Wired(standin, bot, clock, address)


def keyboard(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    """Buttons below each other; a label and what it says, or the address it opens."""
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(label, url=says)
                if "://" in says
                else InlineKeyboardButton(label, callback_data=says)
            ]
            for label, says in buttons
        ]
    )


async def refusal(call: object) -> str:
    """The words with which this call is refused."""
    with pytest.raises(TelegramError) as caught:
        await call  # type: ignore[misc]
    return caught.value.message
