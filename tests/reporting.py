"""For stories of reports: a town with a year of visits behind it, few enough to be counted by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from schedules.clock import StillClock
from storage.database import Database
from storage.learners import AgeGroup, Learner, Relation
from storage.periods import Period
from storage.quiet_hours import LOCAL
from storage.registrations import Registration
from storage.store import Store
from storage.visits import How
from tests.classes import Class, at
from tests.town import Town, living

NOVEMBER, OCTOBER, YEAR = Period(2026, 11), Period(2026, 10), Period(2026)
BEFORE = datetime(2025, 12, 1, tzinfo=UTC)
"""When they signed up."""


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


ZALO = Class("L1", "Zalo", (local(2026, 10, 31, 23, 30), local(2026, 11, 1, 0), at(10, 8), at(28, 8)), capacity=10)
FEAST = Class("L2", "Đón năm mới", (local(2025, 12, 31, 23, 30), local(2026, 1, 1, 0)), 30, topic="Văn hóa")
ELSEWHERE = Class("L3", "Excel <cơ bản>", (at(11, 9),), 20, ward="Phường Cầu Kho")


@asynccontextmanager
async def visited(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, FEAST, ELSEWHERE)
        async with database.begin(BEFORE) as store:
            await live(store)
        yield town


async def live(store: Store) -> None:
    """Four are seated in L1; one just comes by.

    31/10: An. 1/11: An, Ba, Chi and Em. 10/11: twelve by number, An and Ba by name. New Year's Eve 7, New Year 5.
    """
    zalo, feast, other = [await store.courses.find(code) for code in ("L1", "L2", "L3")]
    assert zalo
    assert feast
    assert other
    eve, first, tenth, _ = zalo.lessons
    feasts, elsewhere = feast.lessons, other.lessons[0]
    da_kao, cau_kho = zalo.centre_id, other.centre_id
    an = await person(store, "An", da_kao, "tổ 5", AgeGroup.FROM_60)
    ba = await person(store, "Ba", da_kao, "tdp 05", AgeGroup.FROM_60)
    chi = await person(store, "Chi", da_kao, "Tổ dân phố số 5", AgeGroup.FROM_35)
    dung = await store.learners.add(an.contact_id, Relation.CHILD, "Dũng", under_16=True)
    em = await person(store, "Em", cau_kho, "tổ 9", None)
    seats = {one.id: await store.registrations.register(zalo.id, one.id) for one in (an, ba, chi, dung)}
    for lesson, came in ((eve, [an]), (first, [an, ba, chi, em]), (tenth, [an, ba])):
        for one in came:
            await comes(store, lesson.id, one, seats.get(one.id))
    await store.visits.say(tenth, 12)
    for lesson, headcount in zip(feasts, (7, 5), strict=True):
        await store.visits.say(lesson, headcount)
    await comes(store, elsewhere.id, an, None)


async def person(store: Store, name: str, centre: int, home: str, age: AgeGroup | None) -> Learner:
    met = await store.contacts.meet("test", name, name, "vi")
    assert met.contact
    await store.contacts.live_in(met.contact, centre, home)
    learner = await store.learners.add(met.contact.id, Relation.SELF, name)
    await store.learners.choose_age_group(learner, age)
    return learner


async def comes(store: Store, lesson: int, who: Learner, seat: Registration | None) -> None:
    await store.visits.add(lesson, who.id, seat.id if seat else None, How.TICKED)
