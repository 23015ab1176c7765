"""Telegram as a channel: updates are journalled before they are confirmed, replies are sent, errors are translated.

The library gives typed methods, objects and errors (`Bot`). Its `Updater` is not used: it confirms a batch when it
has queued it in memory, and an update that it cannot parse stops it for ever.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlencode

from telegram import Bot, BotCommand
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot import telegram_parse
from bot.request import AiohttpRequest
from bot.telegram_files import fetch
from bot.telegram_send import deliver, outcome, seconds
from handlers import texts
from handlers.files import TOO_LARGE
from handlers.vocabulary import Incoming, Reply
from schedules.channel import Downloaded, Outcome, Rejected, TryLater
from storage.database import Database

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
MOST_ANSWERS = 32
"""Taps answered at the same time: their own share of the connections, whatever the sender does."""

logger = logging.getLogger("banhoc.telegram")
# The library's Bot logs its address, which is the token, and every text, at DEBUG; it logs nothing else.
logging.getLogger("telegram.Bot").addFilter(lambda record: False)

T = TypeVar("T")


class WrongToken(Exception):
    """Telegram does not know this token."""


class AnotherPoller(Exception):
    """Somebody else fetches this bot's updates, or a webhook is set. The words are Telegram's."""


class TelegramChannel:
    """One bot. `start`, `probe`, then `fetch_for_ever` in a task of its own; `stop` when that has ended."""

    name = "telegram"

    def __init__(
        self,
        token: str,
        database: Database,
        now: Callable[[], datetime],
        *,
        api: str = "https://api.telegram.org",
        arrived: Callable[[], None],
        request: BaseRequest | None = None,
        poll_seconds: int = 50,
    ) -> None:
        """`arrived` is called when updates have been journalled. `poll_seconds`: how long a poll waits, 50 at most."""
        self._request = request or AiohttpRequest()
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self._database = database
        self._now = now
        self._arrived = arrived
        self._poll_seconds = poll_seconds
        self._username = ""
        self._trouble: str | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._answering = asyncio.Semaphore(MOST_ANSWERS)

    async def start(self) -> None:
        """Learn our name, waiting for the network if need be, and offer the command menus. Raises WrongToken."""
        await self._request.initialize()
        # Not Bot.initialize: when a token is refused, its exception quotes it.
        self._username = (await self._patiently(self._bot.get_me)).username or ""
        await asyncio.gather(*(self._offer_menu(code) for code in (None, *texts.LANGUAGES)))
        logger.info("telegram_started", extra={"fields": {"username": self._username}})

    async def probe(self, patience: float = 1.5) -> None:
        """Watch for so many seconds whether somebody else polls; raises AnotherPoller or WrongToken. Confirms nothing.

        Telegram ends the older of two polls with a conflict, so it is the other one's next poll that ends ours: an
        answer at once proves nothing.
        """
        try:
            async with asyncio.timeout(patience):
                while True:
                    await self._ask(None, timeout=int(patience) + 1, limit=1)
                    await asyncio.sleep(FIRST_PAUSE / 2)
        except TimeoutError:
            return
        except Conflict as conflict:
            raise AnotherPoller(str(conflict)) from None
        except InvalidToken:
            raise WrongToken from None
        except TelegramError as error:
            logger.warning("telegram_probe_failed", extra={"fields": {"error": type(error).__name__}})

    async def fetch_for_ever(self) -> None:
        """Journal updates as they come. Raises WrongToken, and what the database raises: then nothing is confirmed."""
        offset = None
        while True:
            updates = await self._patiently(partial(self._ask, offset, self._poll_seconds))
            if updates:
                self._answer_taps(updates)
                # What a group says among itself is confirmed and forgotten.
                ours = [update for update in updates if not telegram_parse.is_talk(update, self._username)]
                await _to_the_end(self._journal(ours))
                self._arrived()
            # The offset confirms one batch and is forgotten: ids restart at random after an idle week.
            offset = max(filter(None, map(_id_of, updates)), default=-1) + 1 or None
            if updates and offset is None:
                await asyncio.sleep(LONGEST_PAUSE)  # Nothing to confirm them by: they would come again at once.

    async def stop(self) -> None:
        """Give the answers to taps a moment, then close the connections."""
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=2)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._request.shutdown()

    def parse(self, raw: str) -> Incoming | None:
        """See `telegram_parse.parse`."""
        return telegram_parse.parse(raw, self._username, self.name)

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        """Edit, or write anew; a text that is too long becomes several messages, all of which a retry repeats."""
        try:
            return await deliver(self._bot, external_id, reply)
        except InvalidToken as error:
            logger.critical("telegram_token_refused")
            return outcome(error)
        except TelegramError as error:
            return outcome(error)

    async def download(self, handle: str, most: int) -> Downloaded:
        """What somebody sent. That Telegram has lost it, or has it no more, looks the same and may pass."""
        try:
            return await fetch(self._bot, handle, most) or Rejected(TOO_LARGE)
        except TelegramError as error:
            wait = seconds(error) if isinstance(error, RetryAfter) else None
            return TryLater(type(error).__name__, after=wait)

    async def _offer_menu(self, language: str | None) -> None:
        """The commands in this language; None: for everyone else, in Vietnamese. A failure is only logged."""
        commands = [BotCommand(*command) for command in texts.of(language or "vi").general.commands()]
        try:
            await self._bot.set_my_commands(commands, language_code=language)
        except TelegramError as error:
            fields = {"language": language, "error": type(error).__name__}
            logger.warning("telegram_menu_failed", extra={"fields": fields})

    async def _ask(self, offset: int | None, timeout: int, limit: int = 100) -> list[Any]:
        """One poll, decoded but not parsed. Not Bot.get_updates: what it cannot parse, it raises for ever."""
        asked: dict[str, Any] = {
            "timeout": timeout,
            "limit": limit,
            "allowed_updates": json.dumps(telegram_parse.WANTED),
        }
        if offset is not None:
            asked["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        updates = await self._request.post(url, read_timeout=timeout + 10)
        if not isinstance(updates, list):
            raise TelegramError("Invalid server response")
        return updates

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call until it is answered, waiting longer and longer. Trouble is logged when it begins, changes and ends."""
        pause = FIRST_PAUSE
        while True:
            try:
                result = await call()
            except InvalidToken:
                raise WrongToken from None
            except TelegramError as error:
                self._note(error)
                wait = seconds(error) if isinstance(error, RetryAfter) else pause
            else:
                self._note(None)
                return result
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _note(self, error: TelegramError | None) -> None:
        before, self._trouble = self._trouble, type(error).__name__ if error else None
        if self._trouble == before:
            return
        if isinstance(error, Conflict):
            logger.critical("telegram_another_poller", extra={"fields": {"error": str(error)}})
        elif error:
            logger.warning("telegram_trouble", extra={"fields": {"error": self._trouble}})
        else:
            logger.info("telegram_well_again", extra={"fields": {"after": before}})

    async def _journal(self, updates: Sequence[Any]) -> None:
        raw = [json.dumps(update, separators=(",", ":")) for update in updates]
        async with self._database.begin(self._now()) as store:
            keyed = {_key(update, text): text for update, text in zip(updates, raw, strict=True)}
            await store.inbox.journal(self.name, keyed)

    def _answer_taps(self, updates: Sequence[Any]) -> None:
        """Stop the spinners at once, beside everything else: whoever taps must not wait for the database."""
        for update in updates:
            tap = update.get("callback_query") if isinstance(update, dict) else None
            if isinstance(tap, dict) and isinstance(tap.get("id"), str):
                task = asyncio.create_task(self._answer_tap(tap["id"]))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)

    async def _answer_tap(self, tap_id: str) -> None:
        async with self._answering:
            try:
                await self._bot.answer_callback_query(tap_id)
            except TelegramError as error:
                logger.warning("telegram_tap_not_answered", extra={"fields": {"error": type(error).__name__}})


def _id_of(update: Any) -> int | None:
    """What confirms the update; None if it has nothing of the kind."""
    known = update.get("update_id") if isinstance(update, dict) else None
    return known if type(known) is int and 0 < known < 1 << 63 else None


def _key(update: Any, raw: str) -> str:
    """The inbox's key: the update's id, or what it says if it has none."""
    known = _id_of(update)
    return str(known) if known else f"sha256:{sha256(raw.encode()).hexdigest()[:40]}"


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Await it; a cancellation waits until it is done, since a commit that is cut short is often a commit."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
