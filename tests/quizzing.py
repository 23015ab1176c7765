"""For stories of mini-quizzes: residents who answer items, and what is kept of it."""

from bot.demo.standin import Shown
from handlers.texts import items
from handlers.texts.items import Item
from storage.attempts import Answer
from storage.quizzes import Quiz
from storage.store import Store
from tests.classes import Class, at
from tests.town import Resident, Town

SCAMS = Class("L7", "Nhận biết lừa đảo qua điện thoại", (at(28, 8, 30),))
BANK = {one.id: one for one in items.load()}
OLD = "Câu này đã qua rồi"


async def contact_id(store: Store, who: Resident) -> int:
    met = await store.contacts.find("telegram", str(who.person.id))
    assert met
    assert met.contact
    return met.contact.id


async def quiz_of(town: Town, who: Resident) -> Quiz:
    async with town.database.begin(town.clock.now()) as store:
        quiz = await store.quizzes.find(await contact_id(store, who))
    assert quiz is not None
    return quiz


async def attempts_of(town: Town, who: Resident) -> list[Answer]:
    async with town.database.read(town.clock.now()) as store:
        return list(await store.attempts.list_since(await contact_id(store, who), at(1, 0)))


async def asked_now(town: Town, who: Resident) -> tuple[Item, list[int]]:
    """The item they are at, and the numbers of its options in the order in which they are shown."""
    quiz = await quiz_of(town, who)
    asked = quiz.items[len(quiz.results)]
    return BANK[asked.item], list(asked.order)


async def number_of(town: Town, who: Resident, *, right: bool) -> str:
    """What the button of an option says that is right, or is not."""
    item, order = await asked_now(town, who)
    return str(next(place for place, option in enumerate(order, 1) if (option in item.right) is right))


async def answers(town: Town, who: Resident, *results: bool) -> Shown:
    """One item after another, right or wrong; gives the newest message."""
    shown = who.person.last
    for result in results:
        if "›" in " ".join(shown.labels):
            await who.taps("›")
        await who.taps(await number_of(town, who, right=result))
        shown = next(one for one in reversed(who.messages) if "💡" in one.text)
    return who.person.last
