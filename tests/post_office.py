"""A post office for tests of the sender: an outbox, a channel that does as it is told, and time that hurries."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from math import inf

from markupsafe import Markup
from sqlalchemy import select

from handlers.vocabulary import Reply
from schedules.channel import Outcome, Sent, TryLater, Unreachable
from schedules.clock import StillClock
from schedules.delivery import Delivery
from schedules.pace import Limits
from storage.contacts import Address
from storage.database import Database
from storage.outbox import OutboxMessage, Urgency

UNPACED = Limits(per_second=None, per_chat_per_second=inf, per_group_per_minute=100_000)
WITHIN = 10.0
"""Real seconds in which every story ends."""


class Hurry:
    """Monotonic seconds that pass when somebody waits for them, but not while anybody works."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.stopped = False
        self.busy: Callable[[], bool] = lambda: False

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], None], /) -> "asyncio.Task[None]":
        return asyncio.create_task(self._ring(self.now + delay, callback))

    async def _ring(self, moment: float, callback: Callable[[], None]) -> None:
        await asyncio.sleep(0.0005)
        while self.stopped or self.busy():  # noqa: ASYNC110
            await asyncio.sleep(0.0002)
        self.now = max(self.now, moment)
        callback()


class Post:
    """A channel that does as it is told, and remembers what reached it and when."""

    def __init__(self, timer: Hurry, name: str = "telegram") -> None:
        self.name = name
        self.arrived: list[tuple[str, str]] = []
        """(to whom, what), also what was then refused."""
        self.taken: list[tuple[str, str]] = []
        """What people see."""
        self.times: list[float] = []
        self.most_at_once: dict[str, int] = {}
        self._timer = timer
        self._at_once: dict[str, int] = {}
        self._blocked: set[str] = set()
        self._down = False
        self._outcomes: list[Outcome | Exception] = []
        self._open = asyncio.Event()
        self._open.set()
        self._news = asyncio.Condition()

    def refuses_with(self, *outcomes: Outcome | Exception) -> None:
        """What the next sends end in, one each."""
        self._outcomes += outcomes

    def blocks(self, external_id: str) -> None:
        self._blocked.add(external_id)

    def unblocks(self, external_id: str) -> None:
        self._blocked.discard(external_id)

    def goes_down(self) -> None:
        self._down = True

    def comes_up(self) -> None:
        self._down = False

    def hangs(self) -> None:
        """Calls reach it and are not answered until it `recovers`."""
        self._open.clear()

    def recovers(self) -> None:
        self._open.set()

    @property
    def is_busy(self) -> bool:
        """Whether calls are being answered."""
        return self._open.is_set() and any(self._at_once.values())

    async def gets(self, number: int) -> None:
        """Wait until so many calls have reached it."""
        async with asyncio.timeout(WITHIN), self._news:
            await self._news.wait_for(lambda: len(self.arrived) >= number)

    async def reaches(self, external_id: str, text: str) -> int:
        """Wait until this was sent to them; gives as which call of all."""
        async with asyncio.timeout(WITHIN), self._news:
            await self._news.wait_for(lambda: (external_id, text) in self.arrived)
        return self.arrived.index((external_id, text))

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        self._at_once[external_id] = self._at_once.get(external_id, 0) + 1
        self.most_at_once[external_id] = max(self.most_at_once.get(external_id, 0), self._at_once[external_id])
        self.arrived.append((external_id, str(reply.text)))
        self.times.append(self._timer.now)
        try:
            async with self._news:
                self._news.notify_all()
            await self._open.wait()
            return self._answer(external_id, str(reply.text))
        finally:
            self._at_once[external_id] -= 1

    def _answer(self, external_id: str, text: str) -> Outcome:
        if self._down:
            return TryLater("ConnectError", everyone=True)
        if external_id in self._blocked:
            return Unreachable("Forbidden")
        if self._outcomes:
            outcome = self._outcomes.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        self.taken.append((external_id, text))
        return Sent(f"m{len(self.taken)}")


class Office:
    """The outbox of a centre, and the sender that empties it."""

    def __init__(self, database: Database, clock: StillClock, limits: Limits = UNPACED) -> None:
        self.database = database
        self.clock = clock
        self.timer = Hurry()
        self.post = Post(self.timer)
        self.limits = limits
        self.delivery = self._delivery()
        self.timer.busy = lambda: self.post.is_busy or self.delivery._keeping is not None
        self._numbers = 0

    def _delivery(self) -> Delivery:
        return Delivery(self.database, {"telegram": self.post}, self.clock.now, self.limits, self.timer)

    def opens_again(self) -> None:
        """Another process takes over."""
        self.delivery = self._delivery()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        run = asyncio.create_task(self.delivery.run())
        try:
            yield
        finally:
            self.post.recovers()
            await self.delivery.stop()
            await run

    async def pull_the_plug(self, run: "asyncio.Task[None]") -> None:
        """The process is gone: nothing of it runs on or is recorded. Another one starts."""
        dying = [run, *self.delivery._sends]
        # Twice, as the first is taken for a request to stop.
        for _ in range(2):
            for task in dying:
                task.cancel()
            await asyncio.sleep(0)
        await asyncio.gather(*dying, return_exceptions=True)
        self.opens_again()

    async def settles(self) -> None:
        await self.delivery.idle(WITHIN)

    async def answers(self, external_id: str, *texts: str) -> None:
        """Owe replies to someone who just spoke."""
        self._numbers += 1
        async with self.database.begin(self.clock.now()) as store:
            met = await store.contacts.meet("telegram", external_id, "Bà Sáu", "vi")
            await store.outbox.answer(met.address.id, [body(text) for text in texts], f"{self._numbers}")
        self.delivery.wake()

    async def owes(
        self,
        external_id: str,
        text: str,
        urgency: Urgency = Urgency.NOTICE,
        due_in: timedelta = timedelta(0),
        expires_in: timedelta | None = None,
    ) -> None:
        """Owe something nobody asked for; its key is its text."""
        now = self.clock.now()
        expires_at = None if expires_in is None else now + expires_in
        async with self.database.begin(now) as store:
            met = await store.contacts.meet("telegram", external_id, "Bà Sáu", "vi")
            assert met.contact is not None
            await store.outbox.owe(
                met.contact.id, body(text), text, urgency=urgency, due_at=now + due_in, expires_at=expires_at
            )
        self.delivery.wake()

    async def announces(self, people: int) -> None:
        """Owe a broadcast to so many."""
        now = self.clock.now()
        async with self.database.begin(now) as store:
            met = await store.contacts.meet("telegram", "10000", "Bà Sáu", "vi")
            addresses = [
                Address(
                    channel="telegram", external_id=str(20000 + number), seen_at=now, contact_id=met.address.contact_id
                )
                for number in range(people)
            ]
            store.session.add_all(addresses)
            await store.session.flush()
            store.session.add_all(
                OutboxMessage(
                    address_id=one.id,
                    key=f"broadcast:{one.id}",
                    urgency=Urgency.BROADCAST,
                    body=body("all"),
                    fate="owed",
                    due_at=now,
                    created_at=now,
                )
                for one in addresses
            )

    async def fates(self) -> dict[str, tuple[str, str | None]]:
        """How each message ended, by its text, and why."""
        async with self.database.read(self.clock.now()) as store:
            rows = (await store.session.scalars(select(OutboxMessage))).all()
            return {row.body["html"]: (row.fate.value, row.reason) for row in rows}

    async def counts(self) -> dict[str, int]:
        async with self.database.read(self.clock.now()) as store:
            return await store.outbox.counts()


def body(text: str) -> dict[str, object]:
    return Reply(Markup(text)).body()  # noqa: S704


def texts_to(external_id: str, messages: Iterable[tuple[str, str]]) -> list[str]:
    return [text for to, text in messages if to == external_id]
