"""For stories of organizers who bring items in a file: a town of two centres, and what each was brought."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from handlers.quizzes.bank import bank_of
from handlers.texts.items import Item
from schedules.clock import StillClock
from storage.database import Database
from storage.invariants import broken
from tests.classes import Class
from tests.organizing import centre_id
from tests.town import Town, living

DA_KAO, CAU_KHO = "Phường Đa Kao", "Phường Cầu Kho"


@asynccontextmanager
async def two_centres(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    """Whatever is brought there breaks nothing."""
    async with living(database, clock) as town:
        await town.publishes(Class(), Class("E1", "Excel", ward=CAU_KHO))
        yield town
        async with town.database.read(town.clock.now()) as store:
            assert await broken(store) == []


async def brought(town: Town, ward: str = DA_KAO) -> list[Item]:
    """What may be asked there and is not of the bank."""
    number = await centre_id(town, ward)
    async with town.database.read(town.clock.now()) as store:
        return [one for one in (await bank_of(store, number)).values() if one.id.startswith("row-")]
