"""The sender: what is owed goes out once, in order, at a pace, whatever the channel, the network or the plug does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from math import inf

from markupsafe import Markup
from sqlalchemy import select

from handlers.vocabulary import Button, Document, Reply
from schedules.channel import Outcome, Rejected, Sent, TryLater, Unreachable
from schedules.clock import StillClock
from schedules.delivery import Delivery
from schedules.pace import Limits
from storage.contacts import Address
from storage.database import Database
from storage.deletion import delete_person
from storage.outbox import OutboxMessage, Urgency
from storage.store import Store

UNPACED = Limits(per_second=None, per_chat_per_second=inf, per_group_per_minute=100_000)
WITHIN = 10.0
"""Real seconds in which every story ends."""


class Hurry:
    """Monotonic seconds that pass when somebody waits for them, and no call is under way."""

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
            await asyncio.sleep(0)
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
        timer.busy = lambda: self._open.is_set() and any(self._at_once.values())

    def refuses_with(self, *outcomes: Outcome | Exception) -> None:
        """What the next sends end in, one each."""
        self._outcomes += outcomes

    def blocks(self, external_id: str) -> None:
        self._blocked.add(external_id)

    def goes_down(self) -> None:
        self._down = True

    def comes_up(self) -> None:
        self._down = False

    def hangs(self) -> None:
        """Calls reach it and are not answered until it `recovers`."""
        self._open.clear()

    def recovers(self) -> None:
        self._open.set()

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
        self._numbers = 0

    def _delivery(self) -> Delivery:
        return Delivery(self.database, {"telegram": self.post}, self.clock.now, self.limits, self.timer)

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
        self.delivery = self._delivery()

    async def settles(self) -> None:
        await self.delivery.idle(WITHIN)

    async def answers(self, external_id: str, *texts: str) -> None:
        """Owe replies to someone who just spoke."""
        self._numbers += 1
        async with self.database.begin(self.clock.now()) as store:
            met = await store.contacts.meet("telegram", external_id, "Bà Sáu", "vi")
            await store.outbox.answer(met.address.id, [_body(text) for text in texts], f"{self._numbers}")
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
                met.contact.id, _body(text), text, urgency=urgency, due_at=now + due_in, expires_at=expires_at
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
                    body=_body("all"),
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


def _body(text: str) -> dict[str, object]:
    return Reply(Markup(text)).body()  # noqa: S704


def texts_to(external_id: str, messages: Iterable[tuple[str, str]]) -> list[str]:
    return [text for to, text in messages if to == external_id]


# Order


async def test_everyone_reads_their_messages_once_in_order_one_at_a_time(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    for number in range(12):
        for person in "123456":
            await office.answers(person, f"{number}a", f"{number}b")
    async with office.at_work():
        await office.settles()
    for person in "123456":
        assert texts_to(person, office.post.taken) == [f"{number}{part}" for number in range(12) for part in "ab"]
        assert office.post.most_at_once[person] == 1
    assert await office.counts() == {"sent": 144}


async def test_who_waits_with_the_phone_in_hand_comes_before_notices_and_broadcasts(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock)
    await office.owes("1", "broadcast", Urgency.BROADCAST)
    await office.owes("2", "notice")
    await office.answers("3", "reply")
    await office.answers("1", "reply to the first")
    async with office.at_work():
        await office.settles()
    assert [text for _, text in office.post.taken] == ["reply", "reply to the first", "notice", "broadcast"]


async def test_a_reply_goes_out_among_the_next_while_ten_thousand_wait(
    sqlite_database: Database, clock: StillClock
) -> None:
    office = Office(sqlite_database, clock, Limits())
    await office.announces(10_000)
    async with office.at_work():
        await office.post.gets(100)
        before = len(office.post.arrived)
        asked_at = office.timer.now
        await office.answers("5", "Đây là lớp học")
        place = await office.post.reaches("5", "Đây là lớp học")
    assert place - before < 40, "not behind the thousands"
    assert office.post.times[place] - asked_at < 2, f"{place - before} went before it"


# Pace


async def test_the_pace_is_kept_and_one_chat_does_not_hold_up_another(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_chat_burst=2))
    await office.answers("1", *"abcdef")
    await office.answers("2", "hello")
    async with office.at_work():
        await office.settles()
    assert texts_to("1", office.post.taken) == list("abcdef")
    to_first = [at for (to, _), at in zip(office.post.arrived, office.post.times, strict=True) if to == "1"]
    assert to_first[1] == to_first[0]
    assert all(later - before >= 0.999 for before, later in pairwise(to_first[1:]))
    assert office.post.arrived.index(("2", "hello")) <= 2


async def test_retry_after_silences_everything(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(TryLater("flood", after=30, everyone=True))
    for person in "12345":
        await office.answers(person, "hello")
    async with office.at_work():
        await office.settles()
    first, *others = office.post.times
    assert sorted(office.post.taken) == [(person, "hello") for person in "12345"]
    in_flight = [at for at in others if at == first]
    assert len(in_flight) <= 4
    assert all(at >= first + 30 for at in others if at > first)
    assert len(office.post.arrived) == 6, "only the refused one was sent again"


async def test_what_was_cancelled_while_the_channel_was_closed_is_not_sent(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock, Limits(per_second=None, in_flight=1))
    office.post.refuses_with(TryLater("flood", after=30, everyone=True))
    await office.owes("1", "first")
    await office.owes("2", "Buổi học đã dời")
    office.post.hangs()
    async with office.at_work():
        await office.post.gets(1)
        async with database.begin(clock.now()) as store:
            await store.outbox.cancel("Buổi", "the lesson was cancelled")
        office.post.recovers()
        await office.settles()
    assert office.post.taken == [("1", "first")]
    assert (await office.fates())["Buổi học đã dời"] == ("cancelled", "the lesson was cancelled")


async def test_what_was_cancelled_while_it_waited_for_its_turn_is_not_sent(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock, Limits(per_second=1))
    for number in range(30):
        await office.owes(str(number), f"Buổi học {number}")
    async with office.at_work():
        await office.post.gets(2)
        office.timer.stopped = True
        async with database.begin(clock.now()) as store:
            await store.outbox.cancel("Buổi", "the lesson was cancelled")
        office.timer.stopped = False
        await office.settles()
    assert len(office.post.taken) < 20, "what was loaded is looked at again every few seconds"


# Ways to end


async def test_who_blocked_us_is_left_in_peace_until_they_return(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.blocks("5")
    await office.owes("5", "reminder")
    await office.owes("5", "another")
    await office.owes("6", "hello")
    async with office.at_work():
        await office.settles()
        async with database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "5")
            assert met is not None
            assert met.contact is not None
            assert met.address.unreachable_at == clock.now()
            assert not await store.outbox.owe(met.contact.id, _body("later"), "later")
        office.post._blocked.clear()
        await office.answers("5", "welcome back")
        await office.settles()
    assert texts_to("5", office.post.arrived) == ["reminder", "welcome back"]
    fates = await office.fates()
    assert fates["reminder"] == ("failed", "Forbidden")
    assert fates["another"] == ("cancelled", "unreachable")
    assert fates["hello"] == ("sent", None)
    assert fates["welcome back"] == ("sent", None)


async def test_our_own_fault_is_recorded_and_not_repeated(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(Rejected("can't parse entities"))
    await office.answers("1", "broken", "sound")
    async with office.at_work():
        await office.settles()
    assert [text for _, text in office.post.arrived] == ["broken", "sound"]
    assert (await office.fates())["broken"] == ("failed", "can't parse entities")


async def test_a_message_that_does_not_pass_is_tried_ever_more_rarely_and_given_up_and_others_pass(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock)
    office.post.refuses_with(TryLater("odd"))
    await office.answers("1", "stuck", "behind it")
    async with office.at_work():
        await office.post.gets(1)
        await office.answers("2", "hello")
        await office.settles()
    assert texts_to("1", office.post.taken) == ["stuck", "behind it"], "in order all the same"

    office.post.refuses_with(*[TryLater("odd")] * 20)
    office.post.times.clear()
    await office.answers("1", "hopeless", "behind that")
    office.delivery = office._delivery()
    async with office.at_work():
        await office.settles()
    assert (await office.fates())["hopeless"] == ("failed", "gave_up")
    assert texts_to("1", office.post.taken)[-1] == "behind that"
    waits = [round(later - before) for before, later in pairwise(office.post.times[:20])]
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_channel_that_crashes_fails_one_message_after_five_tries(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(*[KeyError("Nguyễn Thị Sáu")] * 5)
    await office.answers("1", "unlucky", "lucky")
    async with office.at_work():
        await office.settles()
    fates = await office.fates()
    assert fates == {"unlucky": ("failed", "crash:KeyError"), "lucky": ("sent", None)}


async def test_what_is_no_longer_useful_is_never_sent(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    await office.owes("1", "class in an hour", expires_in=timedelta(hours=1))
    await office.owes("1", "class tomorrow", expires_in=timedelta(days=1))
    clock.turn(timedelta(hours=1))
    async with office.at_work():
        await office.settles()
    assert office.post.arrived == [("1", "class tomorrow")]
    assert (await office.fates())["class in an hour"] == ("expired", None)


async def test_what_is_due_later_waits_for_the_clock(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    await office.owes("1", "in an hour", due_in=timedelta(hours=1))
    async with office.at_work():
        await office.settles()
        assert office.post.arrived == []
        # Nobody wakes it: it looks by itself.
        clock.turn(timedelta(hours=1))
        await office.post.gets(1)


async def test_a_document_made_for_one_person_is_not_kept(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    button = ((Button("Có", "yes"),),)
    reply = Reply(Markup("my data"), button, document=Document("data.json", b"{}", "application/json"))
    async with database.begin(clock.now()) as store:
        met = await store.contacts.meet("telegram", "1", "Bà Sáu", "vi")
        await store.outbox.answer(met.address.id, [reply.body()], "1")
    async with office.at_work():
        await office.settles()
    async with database.read(clock.now()) as store:
        row = (await store.session.scalars(select(OutboxMessage))).one()
        assert row.body == {"html": "my data", "buttons": [[["Có", "yes", ""]]]}
        assert row.receipt == "m1"
        assert await store.outbox.last_offer(row.address_id) == [("Có", "yes")]


# Trouble


async def test_a_network_that_goes_and_comes_loses_nothing_and_repeats_nothing(
    database: Database, clock: StillClock
) -> None:
    office = Office(database, clock)
    office.post.goes_down()
    for person in "12345678":
        await office.answers(person, "one", "two")
    async with office.at_work():
        await office.post.gets(15)
        office.post.comes_up()
        await office.settles()
    for person in "12345678":
        assert texts_to(person, office.post.taken) == ["one", "two"], "once, and in order"
    assert await office.counts() == {"sent": 16}
    outage = office.post.times[:15]
    tries = sorted(set(outage))
    waits = [round(later - before, 1) for before, later in pairwise(tries)]
    assert waits[:4] == [0.5, 1, 2, 4], "ever more rarely"
    assert outage.count(tries[1]) == 1, "one tries for all"


async def test_a_moment_without_network_does_not_change_the_order(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    office.post.refuses_with(TryLater("ConnectError", everyone=True))
    await office.answers("1", "one", "two")
    async with office.at_work():
        await office.settles()
    assert office.post.taken == [("1", "one"), ("1", "two")]


async def test_pulling_the_plug_repeats_what_was_in_flight_and_only_that(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_second=None, per_chat_per_second=inf, in_flight=3))
    for person in "1234567":
        await office.answers(person, "hello")
    run = asyncio.create_task(office.delivery.run())
    office.post.hangs()
    await office.post.gets(3)
    await office.pull_the_plug(run)
    assert await office.counts() == {"owed": 7}

    office.post.recovers()
    async with office.at_work():
        await office.settles()
    repeated = [one for one in set(office.post.arrived) if office.post.arrived.count(one) > 1]
    assert len(repeated) == 3
    assert set(repeated) == set(office.post.arrived[:3])
    assert sorted(office.post.taken) == [(person, "hello") for person in "1234567"]


async def test_stopping_records_what_is_in_flight_and_begins_nothing(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_second=None, in_flight=2))
    for person in "12345":
        await office.answers(person, "hello")
    run = asyncio.create_task(office.delivery.run())
    office.post.hangs()
    await office.post.gets(2)
    stop = asyncio.create_task(office.delivery.stop())
    await asyncio.sleep(0.01)
    assert not stop.done()
    office.post.recovers()
    await stop
    await run
    assert await office.counts() == {"sent": 2, "owed": 3}


async def test_being_cancelled_is_like_being_stopped(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits(per_second=None, in_flight=2))
    for person in "12345":
        await office.answers(person, "hello")
    run = asyncio.create_task(office.delivery.run())
    office.post.hangs()
    await office.post.gets(2)
    run.cancel()
    await asyncio.sleep(0.01)
    office.post.recovers()
    await asyncio.wait([run])
    assert run.cancelled()
    assert await office.counts() == {"sent": 2, "owed": 3}


async def test_what_a_failing_database_did_not_record_is_recorded_when_it_is_back(
    sqlite_database: Database, clock: StillClock
) -> None:
    office = Office(Flaky(sqlite_database), clock)
    await office.answers("1", "hello")
    office.post.hangs()
    run = asyncio.create_task(office.delivery.run())
    await office.post.gets(1)
    Flaky.failures = 1
    office.post.recovers()
    await asyncio.wait([run])
    assert isinstance(run.exception(), OSError)
    assert await office.counts() == {"sent": 1}


class Flaky(Database):
    """A database whose next transactions fail at their end."""

    failures = 0

    def __init__(self, other: Database) -> None:
        self.__dict__ |= other.__dict__

    @asynccontextmanager
    async def begin(self, now: datetime) -> AsyncIterator[Store]:
        async with super().begin(now) as store:
            yield store
            if Flaky.failures:
                Flaky.failures -= 1
                raise OSError("disk full")


async def test_replies_still_go_when_the_clock_is_set_back(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    async with office.at_work():
        await office.answers("1", "before")
        await office.settles()
        clock.turn(timedelta(hours=-1))
        await office.answers("1", "after")
        await office.settles()
    assert [text for _, text in office.post.taken] == ["before", "after"]


async def test_another_channels_messages_are_left_alone(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    async with database.begin(clock.now()) as store:
        met = await store.contacts.meet("zalo", "1", "Bà Sáu", "vi")
        await store.outbox.answer(met.address.id, [_body("xin chào")], "z")
    await office.answers("1", "hello")
    async with office.at_work():
        await office.settles()
    assert office.post.taken == [("1", "hello")]
    assert (await office.fates())["xin chào"] == ("owed", None)


# Farewell


async def test_after_the_farewell_nothing_is_left_of_a_deleted_person(
    sqlite_database: Database, clock: StillClock
) -> None:
    database = sqlite_database
    office = Office(database, clock)
    await office.answers("778899001", "earlier words")
    async with office.at_work():
        await office.settles()
        async with database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "778899001")
            assert met is not None
            assert met.contact is not None
            await delete_person(store, met.contact)
            await store.outbox.answer(met.address.id, [_body("Tạm biệt bạn"), _body("Chúc bạn vui")], "farewell")
        # The second half of it does not pass at first.
        office.post.refuses_with(Sent("m2"), TryLater("odd"))
        office.delivery.wake()
        await office.settles()
    assert texts_to("778899001", office.post.arrived) == [
        "earlier words",
        "Tạm biệt bạn",
        "Chúc bạn vui",
        "Chúc bạn vui",
    ]
    assert await office.fates() == {}
    assert database.path is not None
    for file in database.path.parent.glob(database.path.name + "*"):
        content = file.read_bytes()
        for trace in ("778899001", "Tạm biệt", "earlier words"):
            assert trace.encode() not in content, (file.name, trace)


async def test_a_message_on_its_way_while_they_are_deleted_does_not_stand_in_for_the_farewell(
    sqlite_database: Database, clock: StillClock
) -> None:
    office = Office(sqlite_database, clock)
    office.post.hangs()
    async with office.at_work():
        await office.answers("5", "on its way")
        await office.post.gets(1)
        async with sqlite_database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "5")
            assert met is not None
            assert met.contact is not None
            await delete_person(store, met.contact)
            # SQLite gives it the number of the other.
            await store.outbox.answer(met.address.id, [_body("goodbye")], "farewell")
        office.delivery.wake()
        await asyncio.sleep(0.05)
        recovered_at = office.timer.now
        office.post.recovers()
        farewell = await office.post.reaches("5", "goodbye")
        assert office.post.times[farewell] - recovered_at < 4, "at once, not when it next looks by itself"
        await office.settles()
    assert texts_to("5", office.post.taken) == ["on its way", "goodbye"]
    assert await office.fates() == {}
    async with sqlite_database.read(clock.now()) as store:
        assert await store.contacts.find("telegram", "5") is None


async def test_who_returns_before_the_farewell_was_sent_is_not_forgotten(database: Database, clock: StillClock) -> None:
    office = Office(database, clock)
    await office.answers("5", "hello")
    async with office.at_work():
        await office.settles()
        office.post.hangs()
        async with database.begin(clock.now()) as store:
            met = await store.contacts.find("telegram", "5")
            assert met is not None
            assert met.contact is not None
            await delete_person(store, met.contact)
            await store.outbox.answer(met.address.id, [_body("goodbye")], "farewell")
        office.delivery.wake()
        await office.post.gets(2)
        await office.answers("5", "welcome")
        office.post.recovers()
        await office.settles()
    assert texts_to("5", office.post.taken) == ["hello", "goodbye", "welcome"]
    assert (await office.fates())["welcome"] == ("sent", None)
