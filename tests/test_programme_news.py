"""Who follows a learning week and is in one of its classes is told of a change once; and when news is due is known."""

from collections.abc import AsyncIterator

import pytest

from schedules.clock import StillClock
from storage.database import Database
from tests.classes import at
from tests.organizing import organizer
from tests.planning import DRAWING, EXCEL, ZALO, publishes
from tests.town import Class, Resident, Town, living, signs_up


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, DRAWING)
        yield town


async def follows(town: Town, name: str, language: str = "vi") -> Resident:
    who = town.resident(name, language)
    await who.says("/tuanle nhac 1")
    return who


async def test_who_is_in_the_class_hears_of_it_as_one_of_it(town: Town) -> None:
    await publishes(await organizer(town, "Lan", "Đa Kao"))
    hanh, tu, emma = await follows(town, "Hạnh"), await follows(town, "Tư"), await follows(town, "Emma", "en")
    await signs_up(hanh, "L102", "Hạnh")
    hanh.new(), tu.new(), emma.new()
    await town.publishes(Class("L102", "Excel", (at(26, 19),)))
    await town.turns_to_local(23, 9)
    (told,) = hanh.new()
    assert "có thay đổi:" not in told
    assert "19:00" in told
    (news,) = tu.new()
    assert "Tuần lễ học tập suốt đời có thay đổi:\n\n🔄 Excel: dời từ" in news
    assert "has changed:" in emma.new()[0]


async def test_of_what_they_are_not_in_they_still_hear(town: Town) -> None:
    await publishes(await organizer(town, "Lan", "Đa Kao"))
    hanh = await follows(town, "Hạnh")
    await signs_up(hanh, "L102", "Hạnh")
    hanh.new()
    await town.publishes(
        Class("L102", "Excel", (at(26, 19),)), Class("L101", starts=(at(25, 10), at(27, 8, 30), at(31, 8)))
    )
    await town.turns_to_local(23, 9)
    own, news = hanh.new()
    assert "Excel" in own
    assert "🔄 Zalo cho người cao tuổi: dời từ" in news
    assert "Excel" not in news


async def test_a_class_that_is_called_off_is_told_once_too(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    await publishes(lan)
    hanh, tu = await follows(town, "Hạnh"), await follows(town, "Tư")
    await signs_up(hanh, "L102", "Hạnh")
    hanh.new(), tu.new()
    await lan.says("/sualop L102 call_off")
    await lan.taps("Vâng, hủy")
    await town.turns_to_local(23, 9)
    assert len(hanh.new()) == 1
    assert "➖ Excel: không còn vào" in tu.new()[0]


async def test_when_followers_are_next_told_is_known(town: Town) -> None:
    await publishes(await organizer(town, "Lan", "Đa Kao"))
    assert await town.process.jobs.next_due() is None, "nobody follows it"
    hanh = await follows(town, "Hạnh")
    assert await town.process.jobs.next_due() == at(24, 18)
    await town.publishes(Class("L102", "Excel", (at(26, 19),)))
    await town.process.jobs.run_once()
    assert await town.process.jobs.next_due() == at(23, 8, 10), "what changed is told when it has settled"
    town.clock.turn_to(at(23, 8, 10))
    await town.process.jobs.run_once()
    await town.settle()
    assert "có thay đổi:" in hanh.last
    for due in (at(24, 18), at(25, 18), at(26, 18)):
        assert await town.process.jobs.next_due() == due
        town.clock.turn_to(due)
        await town.process.jobs.run_once()
        await town.settle()
        assert hanh.last.startswith("🔔 Ngày mai có Tuần lễ học tập suốt đời:")
    assert await town.process.jobs.next_due() is None


async def test_when_there_is_something_to_read_after_a_class_is_known(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await signs_up(hanh, "L102", "Hạnh")
    await lan.says("/khotailieu them")
    await lan.says("Bài tập Excel")
    await lan.taps("Kỹ năng số")
    await lan.says("https://example.org/excel")
    await lan.taps("✅")
    town.clock.turn_to(at(26, 20))
    await town.process.jobs.run_once()
    due = await town.process.jobs.next_due()
    assert due == at(27, 7), "two hours after the class it is quiet"
    town.clock.turn_to(due)
    await town.process.jobs.run_once()
    await town.settle()
    assert "Bài tập Excel" in hanh.last
