"""For stories of group chats: one of a neighbourhood, its town, and who may ask the bot there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.demo.gathering import Gathering
from schedules.clock import StillClock
from storage.contacts import Contact
from storage.database import Database
from storage.group_chats import GroupChat
from storage.invariants import broken
from storage.quiet_hours import LOCAL
from tests.broadcasting import CAU_KHO, DA_KAO
from tests.organizing import organizer
from tests.town import Resident, Town, living

TO_3 = -1001
"""The group chat of a neighbourhood."""


@dataclass
class Neighbourhood:
    town: Town
    chat: Gathering
    trang: Resident
    """Organizer of the ward."""

    async def says(self, who: Resident, text: str) -> list[str]:
        """In the group; what is new there of the bot: words, or "?" and a poll's question."""
        return await self.after(lambda: self.chat.says(who.person, text))

    async def after(self, act: object) -> list[str]:
        before = len(self.chat.posts)
        assert callable(act)
        act()
        await self.town.settle()
        return self.told(before)

    def told(self, before: int = 0) -> list[str]:
        return [f"?{one.content['poll']['question']}" if one.content else one.text for one in self.chat.posts[before:]]

    async def turns_to(self, day: int, hour: int) -> None:
        """A day of November 2026; the jobs have their turn each hour that passes, and all is sent."""
        moment = datetime(2026, 11, day, hour, tzinfo=LOCAL)
        while self.town.clock.now() < moment:
            self.town.clock.turn_to(min(self.town.clock.now() + timedelta(hours=1), moment))
            await self.town.process.jobs.run_once()
            await self.town.process.settle()

    async def groups(self) -> list[GroupChat]:
        async with self.town.database.read(self.town.clock.now()) as store:
            return list(await store.session.scalars(select(GroupChat).order_by(GroupChat.id)))

    async def people(self) -> int:
        """How many contacts there are; everybody at an address of their own."""
        async with self.town.database.read(self.town.clock.now()) as store:
            assert [one.name for one in await broken(store)] == []
            return await store.session.scalar(select(func.count()).select_from(Contact)) or 0


@asynccontextmanager
async def neighbourhood(database: Database, clock: StillClock, language: str = "vi") -> AsyncIterator[Neighbourhood]:
    async with living(database, clock) as town:
        async with database.begin(clock.now()) as store:
            for ward in (CAU_KHO, DA_KAO):
                await store.centres.of_ward(ward)
        trang = await organizer(town, "Trang", CAU_KHO, language)
        yield Neighbourhood(town, town.standin.gathering(TO_3, "Tổ 3"), trang)


@asynccontextmanager
async def linked(database: Database, clock: StillClock) -> AsyncIterator[Neighbourhood]:
    """The bot is in the group, and it is the ward's."""
    async with neighbourhood(database, clock) as here:
        here.chat.adds(here.trang.person, f"cauhoinhom_{await centre_of(here, CAU_KHO)}")
        await here.town.settle()
        yield here


async def centre_of(here: Neighbourhood, ward: str) -> int:
    async with here.town.database.read(here.town.clock.now()) as store:
        centre = await store.centres.find_named(ward)
        assert centre is not None
        return centre.id
