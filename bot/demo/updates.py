"""What waits to be fetched by the bot: Telegram's getUpdates, with its confirmations, conflicts and expiry."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.demo.refusals import RefusalError

KEPT = timedelta(hours=24)
TAP_KEPT = timedelta(seconds=150)
IDLE = timedelta(days=7)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True, slots=True)
class Pending:
    """An update nobody has confirmed yet; `until` is when Telegram forgets it."""

    update: dict[str, Any]
    until: datetime


class Updates:
    """The queue of one bot. Ids are consecutive, begin at random, and begin anew at random after an idle week."""

    def __init__(self, now: Callable[[], datetime], random: Random) -> None:
        self.webhook = ""
        self.allowed: list[str] = []
        """The kinds the bot asked for last; empty: Telegram's default. Applies to updates that come later."""
        self._now = now
        self._random = random
        self._pending: deque[Pending] = deque()
        self._next_id = self._any_id()
        self._last_push = now()
        self._poller: asyncio.Future[None] | None = None
        self._soonest: datetime | None = None

    def __len__(self) -> int:
        self._forget()
        return len(self._pending)

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update of this kind and give its id; None when the bot did not ask for that kind."""
        if kind in NOT_BY_DEFAULT if not self.allowed else kind not in self.allowed:
            return None
        now = self._now()
        if not self._pending and now - self._last_push > IDLE:
            self._next_id = self._any_id()
        update_id = self._next_id
        self._queue({"update_id": update_id, kind: content}, now, TAP_KEPT if kind == "callback_query" else KEPT)
        return update_id

    def push_raw(self, update: dict[str, Any]) -> int:
        """Queue this as it is, whatever it is; without an `update_id` it gets the next one."""
        whole = update if "update_id" in update else {"update_id": self._next_id, **update}
        self._queue(whole, self._now(), KEPT)
        return int(whole["update_id"])

    def clear(self) -> None:
        self._pending.clear()

    async def fetch(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """Confirm what is below `offset` and give at most `limit` of the rest, waiting up to `timeout` seconds.

        A negative offset keeps that many of the newest and forgets the others. Ends an earlier call that still
        waits with 409, as Telegram does; raises RefusalError (409) while a webhook is set.
        """
        if self.webhook:
            raise RefusalError(409, WEBHOOK_SET)
        self._end_other_poller()
        self._confirm(offset)
        self._forget()
        if not self._pending and timeout > 0:
            await self._wait(timeout)
        return [pending.update for pending, _ in zip(self._pending, range(limit), strict=False)]

    def stop_waiting(self) -> None:
        """Let a waiting call return what there is, as at shutdown."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def _queue(self, update: dict[str, Any], now: datetime, kept: timedelta) -> None:
        self._next_id = max(self._next_id, int(update["update_id"]) + 1)
        self._last_push = now
        self._pending.append(Pending(update, now + kept))
        self._soonest = min(self._soonest or now + kept, now + kept)
        self.stop_waiting()

    async def _wait(self, timeout: float) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poller, timeout)
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None

    def _end_other_poller(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(RefusalError(409, OTHER_POLLER))
        self._poller = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
            return
        while self._pending and self._pending[0].update["update_id"] < offset:
            self._pending.popleft()

    def _forget(self) -> None:
        now = self._now()
        if self._soonest is not None and self._soonest <= now:
            self._pending = deque(pending for pending in self._pending if pending.until > now)
            self._soonest = min((pending.until for pending in self._pending), default=None)

    def _any_id(self) -> int:
        return self._random.randrange(100_000_000, 1_000_000_000)
