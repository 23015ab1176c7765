"""What is done to registrations, each as the handler or the command does it: the change, and who is told."""

from sqlalchemy import select

from handlers.changes import tell, tell_promoted
from storage.catalogue import plan, publish
from storage.contacts import Met
from storage.courses import Course
from storage.deletion import delete_person, remove_learner
from storage.learners import Learner, Relation
from storage.outbox import OutboxMessage
from storage.registrations import Registration, Standing
from storage.store import Store
from tests.classes import Class, catalogue_of
from tests.model import Who


async def met(store: Store, name: str) -> Met:
    return await store.contacts.meet("test", name, name, "vi")


async def learner_of(store: Store, who: Who) -> Learner | None:
    name, relation = who
    known = await store.contacts.find("test", name)
    household = await store.learners.household(known.contact.id) if known and known.contact else []
    return next((one for one in household if one.relation == relation), None)


async def register(store: Store, who: Who, code: str) -> bool:
    """Whether registration is open; if so, they are registered."""
    course = await store.courses.find(code)
    assert course is not None
    if not course.is_open(store.now):
        return False
    contact = (await met(store, who[0])).contact
    assert contact is not None
    learner = await learner_of(store, who) or await store.learners.add(contact.id, Relation(who[1]), "/".join(who))
    await store.registrations.register(course.id, learner.id)
    return True


async def find(store: Store, who: Who, code: str) -> Registration | None:
    course, learner = await store.courses.find(code), await learner_of(store, who)
    return await store.registrations.find_live(course.id, learner.id) if course and learner else None


async def cancel(store: Store, who: Who, code: str) -> None:
    registration = await find(store, who, code)
    if registration is not None:
        await tell_promoted(store, await store.registrations.cancel(registration))


async def publish_one(store: Store, one: Class) -> bool:
    """False: refused."""
    planned = await plan(store, catalogue_of(one))
    if not planned.refused:
        await tell(store, await publish(store, planned))
    return not planned.refused


async def promote(store: Store, code: str) -> list[int]:
    course = await store.courses.find(code)
    assert course is not None
    promoted = await store.registrations.promote(await store.courses.lock(course.id))
    return [one.id for one in promoted]


async def delete(store: Store, name: str) -> list[str]:
    """The keys of the messages that went with them."""
    known = await store.contacts.find("test", name)
    if known is None or known.contact is None:
        return []
    owed = set(await promoted_keys(store))
    promoted = await delete_person(store, known.contact)
    gone = owed - set(await promoted_keys(store))
    await tell_promoted(store, promoted)
    return list(gone)


async def remove(store: Store, who: Who) -> None:
    learner = await learner_of(store, who)
    if learner is not None:
        await tell_promoted(store, await remove_learner(store, learner))


async def promoted_keys(store: Store) -> list[str]:
    keys = select(OutboxMessage.key).where(OutboxMessage.key.startswith("promoted:"))
    return list((await store.session.scalars(keys)).all())


async def look(store: Store, code: str) -> tuple[Course, list[tuple[int, Who | None, bool]]]:
    """The course, and (registration, who, seated) of those who are in it, in order of arrival."""
    course = await store.courses.find(code)
    assert course is not None
    live = await store.registrations.list_live(course.id)
    return course, [(one.id, named(one.learner), one.standing is Standing.SEATED) for one in live]


def named(learner: Learner | None) -> Who | None:
    if learner is None:
        return None
    name, _, relation = learner.name.partition("/")
    return name, relation


async def line(store: Store, code: str) -> list[int]:
    """The places, as each who waits is told."""
    course = await store.courses.find(code)
    assert course is not None
    live = await store.registrations.list_live(course.id)
    return [await store.registrations.place(one) for one in live if one.standing is Standing.WAITING]
