"""People who talk to the router itself, on a channel "test" that shows every message: for stories without a wire."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from handlers.router import Router
from handlers.vocabulary import Incoming, Reply
from schedules.clock import StillClock
from storage.consents import Purpose
from storage.contacts import Contact
from storage.courses import Course
from storage.database import Database
from storage.deliveries import Ended
from storage.folding import fold
from storage.learners import Learner, Relation
from storage.lessons import Lesson
from storage.outbox import Fate, Urgency
from storage.registrations import Registration
from storage.store import Store

_keys = count(1)


def parse(raw: str) -> Incoming:
    return Incoming(**json.loads(raw))


@dataclass
class Talker:
    """Somebody with a phone; `heard` is what arrived there, the newest last."""

    room: "Room"
    chat: str
    name: str
    language: str = "vi"
    heard: list[Reply] = field(default_factory=list)

    async def says(self, text: str, *, tapped: str | None = None) -> str:
        """Type this; gives the words of the newest answer."""
        await self.room.journal(self, text, tapped)
        await self.room.settle()
        return self.last

    async def taps(self, label: str) -> str:
        """Tap the newest button whose label contains this."""
        return await self.says(self.button(label), tapped="1")

    def button(self, label: str) -> str:
        """What the newest button with this in its label says."""
        shown = [one for reply in reversed(self.heard) for row in reply.buttons for one in row]
        says = next((one.says for one in shown if label in one.label), None)
        assert says, f"no button like {label!r}; there are {[one.label for one in shown[:12]]}"
        return says

    @property
    def last(self) -> str:
        return str(self.heard[-1].text)

    @property
    def labels(self) -> list[str]:
        """Of the buttons of the newest message."""
        return [button.label for row in self.heard[-1].buttons for button in row]

    @property
    def document(self) -> str:
        """The newest message's file, read."""
        document = self.heard[-1].document
        assert document is not None
        return document.content.decode("utf-8-sig")


class Room:
    def __init__(self, database: Database, clock: StillClock) -> None:
        self.database = database
        self.clock = clock
        self._people: dict[str, Talker] = {}
        self.router = Router(database, clock.now, {"test": parse, "other": parse}, lambda: None)

    def person(self, chat: str, name: str, language: str = "vi") -> Talker:
        self._people[chat] = Talker(self, chat, name, language)
        return self._people[chat]

    async def journal(self, who: Talker, text: str, tapped: str | None = None) -> None:
        """It arrived, nobody looked at it yet."""
        key = f"{next(_keys)}"
        said = {"external_id": who.chat, "key": key, "text": text, "chat_name": who.name, "language": who.language}
        raw = json.dumps({"channel": "test", "tapped": tapped, **said})
        async with self.database.begin(self.clock.now()) as store:
            await store.inbox.journal("test", {key: raw})

    async def settle(self) -> None:
        """Everything is answered, and every answer delivered."""
        self.router.wake()
        await self.router.idle()
        await self.deliver()

    async def deliver(self, channel: str = "test") -> None:
        """What is owed arrives, as the one sender would see to it."""
        async with self.database.begin(self.clock.now()) as store:
            owed = await store.deliveries.list_due(channel, dict.fromkeys(Urgency, 100))
            await store.deliveries.end([Ended(one, Fate.SENT) for one in owed])
            parted = await store.deliveries.part({one.address_id for one in owed})
        if parted:
            await self.database.forget()
        for one in owed:
            if one.external_id in self._people:
                self._people[one.external_id].heard.append(Reply.from_body(one.body))

    async def course(self, title: str, capacity: int = 5, weeks_ahead: int = 1) -> int:
        """One lesson, at nine in the morning so many weeks from now; its id."""
        async with self.database.begin(self.clock.now()) as store:
            return (await _publish(store, title, capacity, weeks_ahead)).id

    async def joins(self, who: Talker, course: int, name: str, relation: Relation = Relation.SELF) -> int:
        """They, or someone of their household, signed up, and agreed; the id of the registration."""
        async with self.database.begin(self.clock.now()) as store:
            met = await store.contacts.meet("test", who.chat, who.name, who.language)
            assert met.contact is not None
            learner = await _member(store, met.contact.id, name, relation)
            return (await store.registrations.register(course, learner.id)).id

    async def standings(self, course: int) -> list[tuple[str | None, str]]:
        """(name, standing) of the live registrations, in order of arrival."""
        async with self.database.read(self.clock.now()) as store:
            live = await store.registrations.list_live(course)
            return [(one.learner.name if one.learner else None, one.standing.value) for one in live]

    async def find_registration(self, number: int) -> Registration:
        async with self.database.read(self.clock.now()) as store:
            return await store.session.get_one(Registration, number)


async def deletes_everything(who: Talker) -> str:
    await who.says("/dulieu")
    await who.taps("Xóa hết")
    return await who.taps("Vâng, xóa hết")


async def contact_of(room: Room, who: Talker) -> Contact:
    async with room.database.read(room.clock.now()) as store:
        met = await store.contacts.find("test", who.chat)
        assert met is not None
        assert met.contact is not None
        return met.contact


async def _publish(store: Store, title: str, capacity: int, weeks_ahead: int) -> Course:
    starts = store.now.replace(hour=2, minute=0) + timedelta(weeks=weeks_ahead)
    course = Course(
        code=f"L{next(_keys)}",
        centre_id=(await store.centres.of_ward("Phường Cầu Kho")).id,
        topic_id=(await store.topics.named("Điện thoại")).id,
        title=title,
        folded=fold(title),
        description="",
        audience="Mọi người",
        teacher="Cô Hai",
        capacity=capacity,
        fee_vnd=0,
        registration_closes_at=starts,
        created_at=store.now,
        lessons=[Lesson(number=1, starts_at=starts, ends_at=starts + timedelta(hours=2), venue="Nhà văn hóa")],
    )
    store.courses.arrange(course)
    store.session.add(course)
    await store.session.flush()
    return course


async def _member(store: Store, contact_id: int, name: str, relation: Relation) -> Learner:
    for learner in await store.learners.household(contact_id):
        if learner.name == name:
            return learner
    child = relation is Relation.CHILD
    learner = await store.learners.add(contact_id, relation, name, under_16=child)
    whose = None if relation is Relation.SELF else learner.id
    purpose = Purpose.CHILD if child else Purpose.CLASSES
    await store.consents.record(contact_id, purpose, "2026-11-22", given=True, learner_id=whose)
    return learner


@asynccontextmanager
async def talking(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    """A room whose router runs while the block lasts."""
    room = Room(database, clock)
    running = asyncio.create_task(room.router.run())
    try:
        yield room
    finally:
        await room.router.stop()
        await running
