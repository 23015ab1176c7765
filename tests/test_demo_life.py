"""What a visitor of the demo finds: organizers with their centres, and that something has happened there."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo import life
from bot.demo.catalogue import demo_catalogue
from bot.demo.people import EVERYWHERE, PEOPLE
from bot.demo.standin import StandIn
from bot.publishing import publish_file
from handlers.texts import items
from schedules import reminders
from schedules.clock import StillClock
from storage import skills
from storage.centres import Centre
from storage.database import Database
from storage.invariants import broken
from storage.organizers import Rights
from storage.periods import Period
from storage.reports import by_month, figures
from storage.roster import list_roster
from storage.store import Store
from tests.town import Resident, living

MAI = next(one for one in PEOPLE if one.organizes == EVERYWHERE)
ALL = Rights(everywhere=True, centres=frozenset())


async def opens(database: Database, now: datetime) -> None:
    """As the demo does with an empty database."""
    await publish_file(database, now, "demo.csv", demo_catalogue(now))
    await life.trust(database, now)
    await life.live(database, now)


async def da_kao(store: Store) -> Centre:
    centre = await store.centres.find_named("Đa Kao")
    assert centre is not None
    return centre


async def test_nothing_on_the_desk_is_empty(database: Database, clock: StillClock) -> None:
    await opens(database, clock.now())
    async with database.read(clock.now()) as store:
        centre = await da_kao(store)
        year = (await figures(store, Period(2026), [centre.id]))[centre.id]
        assert (year.visits, centre.yearly_target) == (2174, 2700)
        assert sum(1 for visits in await by_month(store, 2026, centre.id) if visits) > 8
        course = await store.courses.find("NG04")
        assert course
        assert [one.is_seated for one in await list_roster(store, course.id)] == [True, True, False, False]
        assert len(await store.questions.list_open(ALL, 9)) == 2
        (week,) = await store.programmes.list_public()
        assert len(await store.programmes.list_activities(week)) == 5
        assert len(await store.materials.list_within(ALL)) == 2
        assert len(await store.groups.list_at(centre.id, Period(2026))) == 1
        assert await broken(store) == []


async def test_the_organizers_see_skills_of_the_ward_of_a_neighbourhood_and_around_a_class(
    database: Database, clock: StillClock
) -> None:
    await opens(database, clock.now())
    async with database.read(clock.now()) as store:
        told = await skills.list_told(store, (await da_kao(store)).id)
        ward = {one.skill: one.tenths for one in told if one.of == skills.Circle()}
        assert len(ward) >= 6
        assert min(ward.values()) < 5 <= max(ward.values())
        assert {str(one.of.near.number) for one in told if one.of.near} == {"5", "12"}
        taught = await store.courses.find(life.TAUGHT)
        assert taught
        compared = await skills.compare(store, taught, "scams")
        assert compared
        assert compared.people == 10
        assert compared.before < compared.after


async def test_the_next_thing_due_is_the_visitors_own(database: Database, clock: StillClock) -> None:
    await opens(database, clock.now())
    async with database.read(clock.now()) as store:
        assert await reminders.next_due(store) is None


async def test_a_quiz_asks_the_visitor_again_what_was_missed_and_leads_to_a_class(
    database: Database, clock: StillClock
) -> None:
    await opens(database, clock.now())
    async with living(database, clock) as town:
        hanh = Resident(town, PEOPLE[0].joins(town.standin))
        asked = []
        await hanh.says("/cauhoi")
        for _ in range(3):
            shown = hanh.last
            item = next(one for one in items.load() if one.question["vi"] in shown)
            wrong = next(option for at, option in enumerate(item.options["vi"]) if at not in item.right)
            asked.append(item.id)
            await hanh.says(wrong)
            if len(asked) < 3:
                await hanh.taps("Câu tiếp theo")
        assert set(life.MISSED) < set(asked)
        (ended,) = (one for one in hanh.messages if "🎉" in one.text)
        assert "Lớp Nhận biết lừa đảo qua điện thoại và mạng dạy phần đó" in ended.text
        assert "✍️ Đăng ký lớp này" in ended.labels


async def test_organizers_have_their_rights_once(database: Database, clock: StillClock) -> None:
    await opens(database, clock.now())
    clock.turn_to(clock.now() + timedelta(days=1))
    await life.trust(database, clock.now())
    async with database.read(clock.now()) as store:
        members = await store.organizers.list_within(ALL)
        assert [(one.contact.chat_name, one.centre_id) for one in members] == [
            (MAI.name, None), ("Thu Trang", (await da_kao(store)).id),
        ]  # fmt: skip


async def test_another_catalogue_has_the_chief_organizer_too(database: Database, clock: StillClock) -> None:
    await life.trust(database, clock.now())
    async with database.read(clock.now()) as store:
        assert [one.contact.chat_name for one in await store.organizers.list_within(ALL)] == [MAI.name]


def test_the_bot_may_write_to_whoever_lives_there() -> None:
    standin = StandIn("1:x", lambda: datetime(2026, 11, 23, tzinfo=UTC))
    life.open_chats(standin)
    assert len(standin.chats) == 18
    assert all(chat.open for chat in standin.chats.values())


@pytest.mark.parametrize("hour", [0, 9, 23])
async def test_whenever_it_opens(database: Database, hour: int) -> None:
    """At midnight the practice group meets by day."""
    now = datetime(2026, 3, 1, hour, 59, tzinfo=UTC)
    await opens(database, now)
    async with database.read(now) as store:
        assert await broken(store) == []
