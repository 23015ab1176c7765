"""Delivery: the one sender. It takes what the outbox owes, sends it at the channel's pace and records how that ended.

Only one process works on a database (a lock sees to it), so what is being sent is known in memory alone, and a message
stays owed in the table until its end is recorded. A crash therefore repeats at most what was in flight or not yet
recorded, and loses nothing.

One task decides (`run`); each send is a task of its own, at most `Limits.in_flight` a channel; and one task at a time
keeps the books: a single transaction records all that ended since the last one and loads what is due next. While it
commits, more sends end: the busier, the fewer transactions a message.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Protocol

from handlers.vocabulary import Reply, stored_in
from schedules.books import Books
from schedules.channel import Channel, Moved, Outcome, Rejected, Sent, TryLater, Unreachable
from schedules.lane import Lane
from schedules.pace import Limits, Start
from schedules.shelf import Shelf
from storage.database import Database
from storage.deliveries import Ended, Owed
from storage.outbox import Fate

LOOK_EVERY = 5.0
"""Seconds, at most, between two looks at the table: nobody says when the clock is turned."""
MOST_TRIES = 20
"""A message that its channel does not take, though others pass, is given up."""
MOST_CRASHES = 5
LONGEST_HOLD = 60.0
"""Seconds that an address rests between two tries: 1, 2, 4 … up to this."""

logger = logging.getLogger("banhoc.delivery")


class Alarm(Protocol):
    def cancel(self) -> object: ...


class Timer(Protocol):
    """Monotonic seconds, and a way to be called when some have passed."""

    def time(self) -> float: ...

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Alarm: ...


class LoopTimer:
    """The running event loop's."""

    def time(self) -> float:
        return time.monotonic()

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Alarm:
        return asyncio.get_running_loop().call_later(delay, callback)


@dataclass(frozen=True, slots=True)
class Crashed:
    """The channel's code raised: our own fault, which the next try may not meet."""

    kind: str


class Delivery:
    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        limits: Mapping[str, Limits] | Limits = Limits(),  # noqa: B008
        timer: Timer | None = None,
    ) -> None:
        """`channels` and `limits` by the channel's name. What is owed on other channels is left alone.

        `timer`: the running event loop's if None.
        """
        self._now = now
        self._timer = timer or LoopTimer()
        self._lanes = {
            name: Lane(channel, limits if isinstance(limits, Limits) else limits.get(name, Limits()))
            for name, channel in channels.items()
        }
        self._sends: set[asyncio.Task[None]] = set()
        self._books = Books(database, now, self._lanes)
        self._shelf = Shelf(database, now)
        self._keeping: asyncio.Task[None] | None = None
        self._woken = True
        self._look_at = -inf
        self._stopping = False
        self._over: asyncio.Event | None = None
        self._nudged: asyncio.Future[None] | None = None
        self._resting: set[asyncio.Future[None]] = set()

    def wake(self) -> None:
        """Something was committed that may be due."""
        self._woken = True
        self._nudge()

    async def idle(self, timeout: float | None = None) -> None:
        """Wait, at most `timeout` seconds, until everything that is due now has been sent and recorded.

        Raises: TimeoutError.
        """
        rested = asyncio.get_running_loop().create_future()
        self._resting.add(rested)
        self.wake()
        try:
            async with asyncio.timeout(timeout):
                await rested
        finally:
            self._resting.discard(rested)

    async def stop(self) -> None:
        """Begin nothing more; return when what is in flight has ended and that is recorded."""
        self._stopping = True
        self._nudge()
        if self._over is not None:
            await self._over.wait()

    async def run(self) -> None:
        """Send until stopped. Cancelled, or when the database fails, it ends as `stop` would have it, then raises.

        Cancelled while it stops, it leaves what is in flight unrecorded, as a crash would.
        """
        self._over = asyncio.Event()
        try:
            await self._work_until_stopped()
        finally:
            for task in self._sends:
                task.cancel()
            self._over.set()

    async def _work_until_stopped(self) -> None:
        try:
            await self._work()
        finally:
            if not self._stopping:
                self._stopping = True
                await self._work()

    async def _work(self) -> None:
        while True:
            moment = self._step()
            if self._stopping and not (self._sends or self._keeping or self._books.is_open):
                return
            await self._pause(moment)

    def _step(self) -> float:
        """Begin whatever can begin now. Gives when there will be more to begin, should nothing happen before."""
        if self._keeping and self._keeping.done():
            kept, self._keeping = self._keeping, None
            kept.result()
        lanes = [] if self._stopping else list(self._lanes.values())
        moments = [self._begin_sends(lane) for lane in lanes]
        now = self._timer.time()
        if self._keeping is None and (self._books.is_open or (lanes and self._looks(now))):
            self._keeping = asyncio.create_task(self._keep_books(now))
            self._keeping.add_done_callback(lambda _: self._nudge())
        if self._keeping is None and lanes:
            moments += [self._look_at, *(lane.look_at for lane in lanes)]
        self._let_rest(now)
        return min(moments, default=inf)

    def _looks(self, now: float) -> bool:
        return self._woken or self._look_at <= now or any(lane.looks(now) for lane in self._lanes.values())

    def _let_rest(self, now: float) -> None:
        if self._woken or self._sends or self._keeping or self._books.is_open:
            return
        if all(lane.is_quiet(now) for lane in self._lanes.values()):
            for rested in self._resting:
                if not rested.done():
                    rested.set_result(None)

    async def _pause(self, until: float) -> None:
        """Until this moment, or until something happens."""
        self._nudged = asyncio.get_running_loop().create_future()
        delay = max(0.0, until - self._timer.time())
        alarm = None if until == inf else self._timer.call_later(delay, self._nudge)
        try:
            await self._nudged
        finally:
            if alarm is not None:
                alarm.cancel()

    def _nudge(self) -> None:
        if self._nudged is not None and not self._nudged.done():
            self._nudged.set_result(None)

    def _begin_sends(self, lane: Lane) -> float:
        """Start all that may start; gives when the next may."""
        while lane.has_loaded() and lane.under_way < lane.pace.in_flight:
            now = self._timer.time()
            opens = lane.pace.opens_at(now)
            if opens > now:
                return opens
            message = lane.take(now)
            if message is None:
                break
            if message.expires_at is not None and message.expires_at <= self._now():
                self._conclude(lane, Ended(message, Fate.EXPIRED))
                continue
            stored = stored_in(message.body)
            if stored is not None and not self._shelf.knows(stored, message.channel):
                lane.uploading.add(stored)
            start = lane.pace.started(message.external_id, now)
            send = asyncio.create_task(self._send(lane, message, start))
            self._sends.add(send)
            send.add_done_callback(self._end_send)
        return inf

    async def _send(self, lane: Lane, message: Owed, start: Start) -> None:
        outcome = await self._attempt(lane.channel, message)
        stored = stored_in(message.body)
        if stored is not None:
            lane.uploading.discard(stored)
            if isinstance(outcome, Sent) and self._shelf.sent(stored, lane.channel.name, outcome.handle):
                self._books.results.handles[stored, lane.channel.name] = outcome.handle or ""
        self._meet(lane, message, start, outcome)

    async def _attempt(self, channel: Channel, message: Owed) -> Outcome | Crashed:
        try:
            reply = await self._shelf.fill(Reply.from_body(message.body), message.channel)
            return await channel.send(message.external_id, reply) if reply else Rejected("file_gone")
        except Exception as error:
            return Crashed(type(error).__name__)

    def _end_send(self, send: asyncio.Task[None]) -> None:
        self._sends.discard(send)
        self._nudge()

    def _meet(self, lane: Lane, message: Owed, start: Start, outcome: Outcome | Crashed) -> None:
        """Decide what an outcome means."""
        now = self._timer.time()
        if isinstance(outcome, TryLater) and outcome.after is None and outcome.everyone:
            lane.pace.troubled(start, now)
        elif not isinstance(outcome, Crashed):
            lane.pace.ended(start, now)
        match outcome:
            case Sent():
                self._conclude(lane, Ended(message, Fate.SENT, receipt=outcome.receipt))
            case Rejected():
                self._conclude(lane, Ended(message, Fate.FAILED, reason=outcome.reason))
            case Unreachable():
                # Held until this is recorded, and with it all else that is owed to them cancelled.
                lane.hold(message.address_id, inf)
                self._books.results.lost.append(message)
                self._conclude(lane, Ended(message, Fate.FAILED, reason=outcome.reason))
            case Moved():
                self._books.results.moved.append((message, outcome.to))
                self._put_off(lane, message, "moved", MOST_CRASHES, "moved")
            case Crashed():
                self._put_off(lane, message, outcome.kind, MOST_CRASHES, f"crash:{outcome.kind}")
            case TryLater():
                lane.pace.retry_after(outcome.after or 0, now)
                most = None if outcome.everyone else MOST_TRIES
                self._put_off(lane, message, outcome.reason, most, "gave_up")
        if lane.pace.closed_until > now:
            lane.shut()

    def _conclude(self, lane: Lane, ended: Ended) -> None:
        """It stays claimed until this is recorded."""
        lane.sending.discard(ended.message.address_id)
        self._books.results.ended.append(ended)
        _log(ended.message, ended.fate, ended.reason)

    def _put_off(self, lane: Lane, message: Owed, reason: str, most: int | None, last: str) -> None:
        """Not sent, as far as is known. After `most` tries it fails for the reason `last`; None: no try counts."""
        if most is not None and message.tries + 1 >= most:
            self._conclude(lane, Ended(message, Fate.FAILED, reason=last))
            return
        if most is not None:
            self._books.results.again.append(message)
            lane.hold(message.address_id, self._timer.time() + min(LONGEST_HOLD, 2.0**message.tries))
        lane.release(message)
        _log(message, "put_off", reason)

    async def _keep_books(self, now: float) -> None:
        asked = {}
        if not self._stopping and self._looks(now):
            asked = {name: lane.look(now, changed=self._woken) for name, lane in self._lanes.items()}
            self._woken = False
            self._look_at = now + LOOK_EVERY
        coming = await self._books.keep({name: most for name, most in asked.items() if most}, self._timer.time)
        self._look_at = min(self._look_at, now + coming)


def _log(message: Owed, event: str, reason: str | None) -> None:
    """One line, without a word or a name that people gave."""
    fields = {"message": message.id, "address": message.address_id, "channel": message.channel}
    level = logging.INFO if event in (Fate.SENT, Fate.EXPIRED) else logging.WARNING
    logger.log(level, str(event), extra={"fields": fields | ({"reason": reason} if reason else {})})
