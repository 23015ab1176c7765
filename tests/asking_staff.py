"""For stories of residents who ask the centre: organizers, wards, and what nobody has an answer for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select

from bot.demo.standin import Shown
from handlers import texts
from handlers.heard import Heard
from handlers.questions import unanswered
from handlers.vocabulary import Incoming, Kind
from schedules.clock import StillClock
from storage.answers import PreparedAnswer
from storage.audit import AuditEntry
from storage.contacts import Contact
from storage.database import Database
from storage.questions import Question
from tests.town import Resident, Town, living

CAU_KHO, DA_KAO = "Phường Cầu Kho", "Phường Đa Kao"


class Street:
    """A town where some are organizers and nobody has prepared an answer."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def organizer(self, name: str, ward: str | None = None, language: str = "vi") -> Resident:
        """Trusted with the centre of this ward, or with all."""
        resident = self.town.resident(name, language)
        await resident.says("/start")
        contact = await self.contact(resident)
        async with self.town.database.begin(self.town.clock.now()) as store:
            centre = await store.centres.of_ward(ward) if ward else None
            token = await store.organizers.invite(centre.id if centre else None, None)
            assert await store.organizers.accept(token, contact.id)
        resident.new()
        return resident

    async def resident(self, name: str, ward: str | None = None, language: str = "vi") -> Resident:
        """Somebody who lives in this ward, or has not said where."""
        resident = self.town.resident(name, language)
        await resident.says("/start")
        contact = await self.contact(resident)
        async with self.town.database.begin(self.town.clock.now()) as store:
            centre = await store.centres.of_ward(ward) if ward else None
            await store.contacts.live_in(await store.contacts.get(contact.id), centre.id if centre else None, None)
        resident.new()
        return resident

    async def contact(self, resident: Resident) -> Contact:
        async with self.town.database.read(self.town.clock.now()) as store:
            met = await store.contacts.find("telegram", str(resident.person.id))
        assert met is not None
        assert met.contact is not None
        return met.contact

    async def cannot_answer(self, resident: Resident, said: str) -> None:
        """We had no answer to this: it is said so and offered to be passed on."""
        contact = await self.contact(resident)
        language = texts.of(contact.language)
        async with self.town.database.begin(self.town.clock.now()) as store:
            met = await store.contacts.find("telegram", str(resident.person.id))
            assert met is not None
            incoming = Incoming("telegram", str(resident.person.id), "k", said, Kind.WORDS)
            reply = await unanswered(Heard(incoming, met.address, contact, language), store, language.asking.away())
            await store.outbox.owe(contact.id, reply.body(), f"test:{resident.person.id}:{said}"[:100], urgent=True)
        self.town.process.owed()
        await self.town.settle()

    async def asks(self, resident: Resident, said: str) -> str:
        """Typed in the dialog; gives the answer."""
        await resident.says("/hoicanbo")
        return (await resident.says(said)).text

    def became(self, resident: Resident, message: Shown) -> str:
        """The text of a message as it is now."""
        return next(one.text for one in resident.messages if one.id == message.id)

    async def questions(self) -> list[Question]:
        async with self.town.database.read(self.town.clock.now()) as store:
            return list((await store.session.scalars(select(Question).order_by(Question.id))).all())

    async def kept(self) -> list[PreparedAnswer]:
        async with self.town.database.read(self.town.clock.now()) as store:
            return list((await store.session.scalars(select(PreparedAnswer).order_by(PreparedAnswer.id))).all())

    async def audit(self) -> list[str]:
        """What was done, oldest first."""
        async with self.town.database.read(self.town.clock.now()) as store:
            return list((await store.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))).all())


@asynccontextmanager
async def street(database: Database, clock: StillClock) -> AsyncIterator[Street]:
    """While the block lasts."""
    async with living(database, clock) as town:
        yield Street(town)
