"""A small village to remind: courses, people with their phones, and a clock that the tests turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from handlers.heard import Heard
from handlers.reminders import routes
from handlers.texts import of
from handlers.vocabulary import Incoming, Reply
from schedules.reminders import next_due, owe_due
from storage.attendances import Attendance
from storage.contacts import Address
from storage.courses import Course
from storage.database import Database
from storage.dialogs import Dialog
from storage.learners import Relation
from storage.lessons import Lesson
from storage.outbox import Fate, OutboxMessage
from storage.quiet_hours import LOCAL


def at(text: str) -> datetime:
    """A moment on the village's clocks, as "2026-11-24 08:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that arrived."""

    phone: str
    lesson: int
    registration: int
    lead: int
    version: int
    reply: Reply

    @property
    def text(self) -> str:
        return str(self.reply.text)


class Village:
    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now

    async def publish(
        self, *starts: datetime, title: str = "Excel căn bản", venue: str = "17 Cô Bắc", fee_vnd: int = 0
    ) -> tuple[int, list[int]]:
        """A course with lessons of 90 minutes: its id and theirs."""
        async with self.database.begin(self.now) as store:
            centre = await store.centres.of_ward("Phường Cô Giang")
            topic = await store.topics.named("Kỹ năng số")
            length = timedelta(minutes=90)
            course = Course(
                code=f"L{int(starts[0].timestamp())}",
                centre_id=centre.id,
                topic_id=topic.id,
                title=title,
                folded=title,
                description="",
                audience="",
                teacher="",
                capacity=20,
                fee_vnd=fee_vnd,
                registration_closes_at=min(starts),
                first_starts_at=min(starts),
                last_ends_at=max(starts) + length,
                created_at=self.now,
            )
            store.session.add(course)
            await store.session.flush()
            lessons = [
                Lesson(course_id=course.id, number=number, starts_at=start, ends_at=start + length, venue=venue)
                for number, start in enumerate(starts, 1)
            ]
            store.session.add_all(lessons)
            await store.session.flush()
            return course.id, [lesson.id for lesson in lessons]

    async def seat(
        self,
        phone: str,
        course_id: int,
        *,
        leads: Sequence[int] | None = None,
        language: str = "vi",
        relation: Relation = Relation.SELF,
        name: str = "Lan",
    ) -> int:
        """Someone with this phone signs up a learner, now; the id of the registration."""
        async with self.database.begin(self.now) as store:
            contact = (await store.contacts.meet("demo", phone, "Lan", language)).contact
            assert contact is not None
            if leads is not None:
                await store.contacts.choose_leads(contact, list(leads))
            learner = await store.learners.add(contact.id, relation, name)
            return (await store.registrations.register(course_id, learner.id)).id

    async def move(self, lesson_id: int, starts_at: datetime) -> None:
        async with self.database.begin(self.now) as store:
            lesson = await store.session.get_one(Lesson, lesson_id)
            lesson.starts_at, lesson.ends_at = starts_at, starts_at + timedelta(minutes=90)
            lesson.version += 1
            lesson.moved_at = self.now
            await store.outbox.cancel(f"reminder:{lesson_id}:", "moved")

    async def cancel_lesson(self, lesson_id: int) -> None:
        async with self.database.begin(self.now) as store:
            (await store.session.get_one(Lesson, lesson_id)).cancelled_at = self.now

    async def cancel_course(self, course_id: int) -> None:
        async with self.database.begin(self.now) as store:
            (await store.session.get_one(Course, course_id)).cancelled_at = self.now

    async def choose(self, phone: str, *, leads: Sequence[int] | None = None, paused: bool | None = None) -> None:
        """Someone changes their settings."""
        async with self.database.begin(self.now) as store:
            met = await store.contacts.find("demo", phone)
            assert met is not None
            assert met.contact is not None
            if leads is not None:
                await store.contacts.choose_leads(met.contact, list(leads))
            if paused is not None:
                await (store.contacts.pause if paused else store.contacts.resume)(met.contact)

    async def give_up(self, phone: str, registration_id: int) -> None:
        async with self.database.begin(self.now) as store:
            met = await store.contacts.find("demo", phone)
            assert met is not None
            assert met.contact is not None
            registration = await store.registrations.find_of(met.contact.id, registration_id)
            assert registration is not None
            await store.registrations.cancel(registration)

    async def promises(self) -> list[tuple[int, int]]:
        """(lesson, registration) of those who said that they come."""
        async with self.database.read(self.now) as store:
            found = await store.session.scalars(select(Attendance).order_by(Attendance.id))
            return [(one.lesson_id, one.registration_id) for one in found]

    async def has_dialogs(self) -> bool:
        async with self.database.read(self.now) as store:
            return await store.session.scalar(select(Dialog.id)) is not None

    async def next_due(self) -> datetime | None:
        async with self.database.read(self.now) as store:
            return await next_due(store)

    async def hears(self, now: datetime) -> list[Told]:
        """The clock shows `now`, what is due is owed, and what is owed arrives unless it has expired."""
        await self.owe(now)
        return await self.deliver()

    async def owe(self, now: datetime) -> int:
        self.now = now
        async with self.database.begin(now) as store:
            return await owe_due(store)

    async def deliver(self) -> list[Told]:
        """What a sender does that is never late: it leaves out what has expired."""
        query = (
            select(OutboxMessage, Address.external_id)
            .join(Address, Address.id == OutboxMessage.address_id)
            .where(OutboxMessage.fate == Fate.OWED, OutboxMessage.due_at <= self.now)
            .order_by(OutboxMessage.id)
        )
        async with self.database.begin(self.now) as store:
            told = []
            for message, phone in (await store.session.execute(query)).all():
                useful = message.expires_at is None or message.expires_at > self.now
                message.fate = Fate.SENT if useful else Fate.EXPIRED
                if useful and message.key.startswith("reminder:"):
                    lesson, registration, lead, version = (int(part) for part in message.key.split(":")[1:])
                    told.append(Told(phone, lesson, registration, lead, version, Reply.from_body(message.body)))
            return told

    async def live(self, since: datetime, until: datetime, every: timedelta) -> list[tuple[str, int]]:
        """Tick from `since` to `until`: when each reminder arrived, on local clocks, and its lead."""
        heard = []
        while since <= until:
            heard += [(f"{since.astimezone(LOCAL):%d/%m %H:%M}", told.lead) for told in await self.hears(since)]
            since += every
        return heard

    async def says(self, phone: str, words: str, now: datetime) -> list[Reply]:
        """Someone taps a button of a reminder, and is answered."""
        self.now = now
        word, *arguments = words.removeprefix("/").split()
        async with self.database.begin(now) as store:
            met = await store.contacts.meet("demo", phone, "Lan", "vi")
            assert met.contact is not None
            heard = Heard(
                Incoming("demo", phone, "update"), met.address, met.contact, of(met.contact.language), tuple(arguments)
            )
            return await routes[word](heard, store)
