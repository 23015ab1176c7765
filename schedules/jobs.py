"""The jobs: a handful of questions asked again and again. None holds state: each reads the database, at `now`."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers import broadcasting, low_attendance, materials, programme_news, wishes
from handlers.quizzes import after_class, polls, sending
from schedules import reminders
from storage.database import Database
from storage.deletion import forget_old
from storage.store import Store

REMIND_EVERY = timedelta(seconds=5)
WISH_EVERY = timedelta(seconds=5)
QUIZ_EVERY = timedelta(seconds=5)
QUIZ_BATCHES = 20
"""Of quizzes in one turn: with thousands due at seven in the evening, reminders come through between them."""
BROADCAST_EVERY = timedelta(seconds=3)
"""Also how often at most a message that shows progress is edited."""
NEWS_EVERY = timedelta(minutes=1)
BEAT_EVERY = timedelta(minutes=1)
TIDY_EVERY = timedelta(hours=1)

logger = logging.getLogger(__name__)


class SteadyJobStore(MemoryJobStore):  # type: ignore[misc]
    """Jobs go on when the machine's clock is set back; as it is, APScheduler waits until the clock caught up."""

    def get_due_jobs(self, now: datetime) -> Any:
        for job in self.get_all_jobs():
            if job.next_run_time > now + job.trigger.interval:
                job.modify(next_run_time=now)
        return super().get_due_jobs(now)


class Jobs:
    """Runs the jobs, one at a time."""

    def __init__(self, database: Database, now: Callable[[], datetime], owed: Callable[[], None]) -> None:
        """`owed` is called after a commit that owes messages, to wake their delivery."""
        self._database = database
        self._now = now
        self._owed = owed
        self._turn = asyncio.Lock()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": SteadyJobStore()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone=UTC,
        )
        # It warns whenever a job is still running when its next turn comes, which is as it should be.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)

    def start(self) -> None:
        """Each job runs first when its interval has passed."""
        for name, job, every in (
            ("remind", self._remind, REMIND_EVERY),
            ("wish", self._tell_wishes, WISH_EVERY),
            ("quiz", self._send_quizzes, QUIZ_EVERY),
            ("broadcast", self._broadcast, BROADCAST_EVERY),
            ("news", self._tell_news, NEWS_EVERY),
            ("beat", self._beat, BEAT_EVERY),
            ("tidy", self._tidy, TIDY_EVERY),
        ):
            self._scheduler.add_job(self._run, "interval", [name, job], id=name, seconds=every.total_seconds())
        self._scheduler.start()

    async def stop(self) -> None:
        """No job begins any more; one that is running is waited for."""
        if not self._scheduler.running:
            return
        self._stopping = True
        self._scheduler.pause()
        # Those just begun get as far as their turn: shutting down would cancel them.
        await asyncio.sleep(0)
        async with self._turn:
            self._scheduler.shutdown()
        # It shuts down in the next round of the event loop.
        await asyncio.sleep(0)

    async def run_once(self) -> None:
        """Owe all that is due now, and wake the delivery: for a clock that was turned. Raises what goes wrong."""
        async with self._turn:
            await self._remind()
            await self._tell_wishes()
            while await self._send_quizzes():
                pass
            await self._broadcast()
            await self._tell_news()
        self._owed()

    async def next_due(self) -> datetime | None:
        """When the next message is due, be it owed already or still to be written.

        Two have no hour that is known before: a wish comes true when a class is published, and that few come is told
        once somebody has noted who came.
        """
        async with self._database.read(self._now()) as store:
            moments = [await reminders.next_due(store), await store.outbox.next_due(), await sending.next_due(store)]
            moments += [await store.broadcasts.next_due(), await store.group_chats.next_due()]
            moments += [await programme_news.next_due(store), await materials.next_due(store)]
        return min(filter(None, moments), default=None)

    async def _run(self, name: str, job: Callable[[], Awaitable[object]]) -> None:
        """One turn of a job; what goes wrong is logged, and the next turn comes all the same."""
        async with self._turn:
            if self._stopping:
                return
            try:
                await job()
            except Exception:
                logger.exception("job_failed", extra={"fields": {"job": name}})

    async def _remind(self) -> None:
        while await self._owe_some():
            self._owed()

    async def _owe_some(self) -> int:
        async with self._database.begin(self._now()) as store:
            owed = await reminders.owe_due(store)
        if owed:
            logger.info("reminders_owed", extra={"fields": {"messages": owed}})
        return owed

    async def _tell_wishes(self) -> None:
        while await self._compare_some():
            self._owed()

    async def _compare_some(self) -> int:
        async with self._database.begin(self._now()) as store:
            compared = await wishes.tell_due(store)
        if compared:
            logger.info("wishes_compared", extra={"fields": {"wishes": compared}})
        return compared

    async def _send_quizzes(self) -> bool:
        """At most so many batches, a transaction each; whether there may be more."""
        for _ in range(QUIZ_BATCHES):
            if not await self._in_one(sending.tell_due):
                return False
            self._owed()
        return True

    async def _broadcast(self) -> None:
        """The next messages of broadcasts, a batch a transaction; then how each goes."""
        while await self._in_one(broadcasting.send_due):
            self._owed()
        if await self._in_one(broadcasting.report_all):
            self._owed()

    async def _in_one(self, work: Callable[[Store], Awaitable[int]]) -> int:
        async with self._database.begin(self._now()) as store:
            return await work(store)

    async def _tell_news(self) -> None:
        """Of programmes, what to read and to try after a class, classes to which few come, and items in groups."""
        for tell in (
            programme_news.tell_due,
            materials.offer_due,
            after_class.offer_due,
            low_attendance.tell_due,
            polls.post_due,
        ):
            while await self._tell_some(tell):
                self._owed()

    async def _tell_some(self, tell: Callable[[Store], Awaitable[int]]) -> int:
        async with self._database.begin(self._now()) as store:
            return await tell(store)

    async def _beat(self) -> None:
        logger.info("heartbeat")

    async def _tidy(self) -> None:
        async with self._database.begin(self._now()) as store:
            await store.inbox.tidy()
            await store.outbox.tidy()
            await store.dialogs.tidy()
            await store.exchanges.tidy()
            await store.wishes.tidy()
            await store.questions.tidy()
            await store.organizers.tidy()
            await store.files.tidy()
            await store.programme_follows.tidy()
            await store.check_ins.tidy()
            await store.group_chats.tidy()
            await store.attempts.tidy()
            await store.quizzes.tidy()
            await broadcasting.tidy(store)
            await forget_old(store)
