"""For stories of skills: people of a ward who answered items, and who wants quizzes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.privacy import PRIVACY_VERSION
from storage.consents import Purpose
from storage.learners import Learner, Relation
from storage.store import Store
from tests.organizing import contact_id
from tests.town import Resident, Town


async def people(store: Store, number: int, ward: str, home: str | None = None, *, called: str = "") -> list[Learner]:
    """New contacts who live there."""
    centre = await store.centres.of_ward(ward)
    made = []
    for one in range(number):
        name = f"{called or home or ward} {one}"
        met = await store.contacts.meet("test", name, name, "vi")
        assert met.contact
        await store.contacts.live_in(met.contact, centre.id, home)
        made.append(await store.learners.add(met.contact.id, Relation.SELF, name))
    return made


async def answer(
    town: Town,
    who: Iterable[int],
    at: datetime,
    rights: Sequence[bool],
    topic: str = "scams",
    skill: str = "check_links",
) -> None:
    """Each of these contacts answers so many items of this skill."""
    async with town.database.begin(at) as store:
        for contact_id in who:
            for number, is_right in enumerate(rights, 1):
                item = f"{topic}-{number:02}"
                await store.attempts.add(contact_id, item, topic, skill, 0, is_right=is_right)


async def agrees(town: Town, contact_id: int, *, given: bool = True) -> None:
    async with town.database.begin(town.clock.now()) as store:
        await store.consents.record(contact_id, Purpose.QUIZZES, PRIVACY_VERSION, given=given)


async def seated(town: Town, who: Resident, code: str) -> Learner:
    number, course = await contact_id(town, who), await town.course(code)
    async with town.database.begin(town.clock.now()) as store:
        learner = await store.learners.add(number, Relation.SELF, (await store.contacts.get(number)).chat_name)
        await store.registrations.register(course.id, learner.id)
        return learner


async def learners(town: Town, number: int, code: str, ward: str) -> list[int]:
    """Of the class, with a seat each."""
    course = await town.course(code)
    async with town.database.begin(town.clock.now()) as store:
        made = await people(store, number, ward, called="Học viên")
        for one in made:
            await store.registrations.register(course.id, one.id)
        return [one.contact_id for one in made]
