"""For stories of rhythms: somebody who chose when quizzes come, and days that pass."""

from datetime import datetime

from sqlalchemy import select

from storage.habits import Habit
from storage.outbox import Fate, OutboxMessage
from storage.quiet_hours import LOCAL
from tests.town import Resident, Town


async def chooses(town: Town, label: str, name: str = "Lan", language: str = "vi") -> Resident:
    """Somebody new who wants quizzes."""
    lan = town.resident(name, language)
    await lan.says("/nhipcauhoi")
    await lan.taps(label)
    lan.new()
    return lan


async def does_quiz(who: Resident) -> None:
    """Answer what the newest quiz still asks."""
    await who.taps("1")
    while who.messages[-1].labels == ["Câu tiếp theo ›"]:
        await who.taps("Câu tiếp")
        await who.taps("1")


async def lives_until(town: Town, moment: datetime) -> None:
    """From one thing that is due to the next."""
    while (due := await town.process.jobs.next_due()) is not None and due <= moment:
        town.clock.turn_to(due)
        await town.process.jobs.run_once()
        await town.process.settle()
    town.clock.turn_to(moment)


async def ticks(town: Town, *moments: datetime) -> None:
    """What is due at each of these moments, whether a clock leads there or was set."""
    for moment in moments:
        town.clock.turn_to(moment)
        await town.process.jobs.run_once()
        await town.process.settle()


async def sent(town: Town, fate: Fate = Fate.SENT) -> list[str]:
    """When each quiz, and each goodbye, went out: "24/11 19:00"."""
    query = select(OutboxMessage).where(OutboxMessage.key.startswith("quiz"), OutboxMessage.fate == fate)
    async with town.database.read(town.clock.now()) as store:
        found = (await store.session.scalars(query.order_by(OutboxMessage.id))).all()
    return [f"{one.created_at.astimezone(LOCAL):%d/%m %H:%M}" for one in found]


async def habit(town: Town) -> Habit:
    async with town.database.read(town.clock.now()) as store:
        return (await store.session.scalars(select(Habit))).one()
