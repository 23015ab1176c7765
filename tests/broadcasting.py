"""For stories of broadcasts: organizers and residents of a town, who wants news, and a broadcast written to its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from bot.demo.standin import Shown
from handlers.privacy import PRIVACY_VERSION
from schedules.clock import StillClock
from storage.broadcasts import Broadcast
from storage.consents import Purpose
from storage.database import Database
from storage.invariants import broken
from storage.mailings import Counts
from tests.organizing import contact_id
from tests.organizing import organizer as invited_organizer
from tests.town import Resident, Town, living

CAU_KHO, DA_KAO = "Phường Cầu Kho", "Phường Đa Kao"


class Square:
    """A town whose centre has something to say."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def organizer(self, name: str, ward: str | None = None, language: str = "vi") -> Resident:
        """Trusted with the centre of this ward, or with all."""
        async with self.town.database.begin(self.town.clock.now()) as store:
            for one in (CAU_KHO, DA_KAO):
                await store.centres.of_ward(one)
        who = await invited_organizer(self.town, name, ward, language)
        who.new()
        return who

    async def resident(self, name: str, ward: str = CAU_KHO, language: str = "vi", news: bool = True) -> Resident:
        """Somebody of this ward who wants the centre's news, or not."""
        who = self.town.resident(name, language)
        await who.says("/start")
        number = await contact_id(self.town, who)
        async with self.town.database.begin(self.town.clock.now()) as store:
            centre = await store.centres.of_ward(ward)
            await store.contacts.live_in(await store.contacts.get(number), centre.id, None)
            await store.consents.record(number, Purpose.ANNOUNCEMENTS, PRIVACY_VERSION, given=news)
        who.new()
        return who

    async def residents(self, number: int, ward: str = CAU_KHO) -> list[Resident]:
        return [await self.resident(f"Bà {one}", ward) for one in range(1, number + 1)]

    async def works(self) -> None:
        """The jobs have their turn, and all that is due is sent; twice, as the second sees what came of the first."""
        for _ in range(2):
            await self.town.process.jobs.run_once()
            await self.town.settle()

    async def written(self, organizer: Resident, text: str, audience: str = "Mọi người") -> Shown:
        """A broadcast to everyone, or to who can be chosen with one tap, written up to its preview."""
        await organizer.says("/thongbao moi")
        await organizer.says(text)
        await organizer.taps("Chỉ dùng bản tiếng Việt")
        await organizer.taps("Không gửi kèm gì")
        await organizer.taps(audience)
        await organizer.taps("Xong, chọn vậy")
        return await organizer.taps("Gửi ngay")

    async def sent(self, organizer: Resident, text: str, number: int) -> Broadcast:
        """The same, to everyone, confirmed with this number, and sent."""
        await self.written(organizer, text)
        await organizer.says(str(number))
        await self.works()
        return await self.last()

    async def last(self) -> Broadcast:
        return (await self.all())[-1]

    async def all(self) -> list[Broadcast]:
        async with self.town.database.read(self.town.clock.now()) as store:
            return list(await store.session.scalars(select(Broadcast).order_by(Broadcast.id)))

    async def counts(self) -> Counts:
        """Of the last broadcast, as they are; they add up, whatever else is so."""
        broadcast = await self.last()
        async with self.town.database.read(self.town.clock.now()) as store:
            counts = await store.mailings.reckon(broadcast)
            assert counts.total == broadcast.total
            assert [one.name for one in await broken(store)] == []
        return counts

    async def change(self, **facts: Any) -> None:
        """Of the last broadcast."""
        number = (await self.last()).id
        async with self.town.database.begin(self.town.clock.now()) as store:
            await store.broadcasts.change(await store.broadcasts.get(number), **facts)


@asynccontextmanager
async def square(database: Database, clock: StillClock) -> AsyncIterator[Square]:
    async with living(database, clock) as town:
        yield Square(town)
