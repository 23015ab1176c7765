"""For stories of progress and boards: residents who take mini-quizzes, and all that is kept of these."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from handlers.texts import items
from storage.attempts import Attempt
from storage.badges import Badge
from storage.cards import Card
from storage.habits import Habit
from storage.quizzes import Quiz
from tests.organizing import contact_id
from tests.town import Resident, Town

BANK = {one.id: one for one in items.load()}
KEPT: tuple[Any, ...] = (Attempt, Badge, Card, Habit, Quiz)


async def learns(town: Town, who: Resident, at: datetime | None = None, *, right: bool = True) -> str:
    """A whole quiz through the wire, perhaps at another moment; gives the message that ends it."""
    if at is not None:
        town.clock.turn_to(at)
    await who.says("/cauhoi")
    while await _answers(town, who, right=right):
        await who.taps("›")
    return next(one.text for one in reversed(who.messages) if one.text.startswith("🎉"))


async def _answers(town: Town, who: Resident, *, right: bool) -> bool:
    """The item they are at; gives whether there is another."""
    number = await contact_id(town, who)
    async with town.database.begin(town.clock.now()) as store:
        quiz = await store.quizzes.find(number)
    assert quiz is not None
    asked = quiz.items[len(quiz.results)]
    shown = next(at for at, one in enumerate(asked.order, 1) if (one in BANK[asked.item].right) is right)
    await who.taps(str(shown))
    return len(quiz.results) + 1 < len(quiz.asked)


async def lives_in(town: Town, who: Resident, ward: str, home: str | None = None) -> int:
    """The centre's number."""
    number = await contact_id(town, who)
    async with town.database.begin(town.clock.now()) as store:
        centre = await store.centres.of_ward(ward)
        await store.contacts.live_in(await store.contacts.get(number), centre.id, home)
        return centre.id


async def only_asks(town: Town, centre_id: int, *kept: str) -> None:
    """A centre switches all items off but these."""
    async with town.database.begin(town.clock.now()) as store:
        for item in BANK.keys() - set(kept):
            await store.items.switch(centre_id, item, is_on=False)


async def kept_of(town: Town) -> list[int]:
    """How many rows there are in each of the tables of the mini-quizzes."""
    async with town.database.read(town.clock.now()) as store:
        return [await store.session.scalar(select(func.count()).select_from(one)) or 0 for one in KEPT]
