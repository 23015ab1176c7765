"""For stories of a class's people: a small class in a town, who joins it, and what the log says."""

from sqlalchemy import select

from storage.audit import AuditEntry
from storage.registrations import Standing
from tests.classes import Class, at
from tests.town import Resident, Town, signs_up

SEATED, WAITING = Standing.SEATED, Standing.WAITING
ZALO = Class(starts=(at(25, 8, 30), at(27, 8, 30)), closes=at(25, 8, 30), capacity=2)


async def joins(town: Town, *names: str) -> list[Resident]:
    people = []
    for name in names:
        people.append(town.resident(name))
        await signs_up(people[-1], "L101", name)
    return people


async def registration(town: Town, name: str) -> int:
    """Number of the live one of this person."""
    course = await town.course("L101")
    async with town.database.read(town.clock.now()) as store:
        live = await store.registrations.list_live(course.id)
        return next(one.id for one in live if one.learner and one.learner.name == name)


async def noted(town: Town, *actions: str) -> list[tuple[str, str, str]]:
    """(action, course, reason) of these in the log, in order."""
    async with town.database.read(town.clock.now()) as store:
        rows = (await store.session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
        kept = [one for one in rows if one.action in actions]
        return [(one.action, one.details["course"], one.details.get("reason", "")) for one in kept]
