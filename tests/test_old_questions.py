"""A late tap on an earlier question of what is under way: it is asked again, and what is typed next answers it."""

from collections.abc import AsyncIterator

import pytest

from schedules.clock import StillClock
from storage.database import Database
from tests.classes import Class
from tests.organizing import organizer
from tests.town import Town, living, signs_up


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(), Class("E1", "Excel"))
        yield town


async def test_a_resident_taps_twice_and_still_gives_the_name(town: Town) -> None:
    lan = town.resident("Lan")
    whom = await lan.says("/dangky L101")
    asked = await lan.taps("Cho tôi")
    assert (await lan.taps_old("Cho tôi", whom)).text == asked.text
    await lan.says("Nguyễn Thị Lan")
    await lan.taps("Bỏ qua")
    await lan.taps("Tôi đồng ý")
    assert [name for name, _ in await town.standings("L101")] == ["Nguyễn Thị Lan"]


async def test_whoever_asks_for_something_else_answers_nothing(town: Town) -> None:
    lan = town.resident("Lan")
    await lan.says("/dangky L101")
    await lan.taps("Cho tôi")
    await lan.says("/lop")
    assert "Excel" in (await lan.says("lớp Excel")).text
    assert await town.standings("L101") == []


async def test_a_title_is_typed_after_a_late_tap(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/sualop L101 title")
    preview = await minh.says("Zalo sáng")
    await minh.taps("Gõ lại")
    assert "Bạn gõ tên mới của lớp." in (await minh.taps_old("Gõ lại", preview)).text
    assert "Zalo chiều" in (await minh.says("Zalo chiều")).text
    await minh.taps("✅ Đổi")
    assert (await town.course("L101")).title == "Zalo chiều"


async def test_a_telephone_number_is_typed_after_a_late_tap(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/themnguoi L101")
    age = await minh.says("Bà Tư")
    await minh.taps("Từ 16 tuổi")
    await minh.taps_old("Từ 16 tuổi", age)
    await minh.says("0909123456")
    assert "• 0909123456" in (await minh.taps("Bỏ qua")).text


async def test_a_day_is_typed_after_a_late_tap(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/moloptmoi")
    topic = await minh.says("Đan len")
    asked = await minh.taps("Kỹ năng số")
    assert (await minh.taps_old("Kỹ năng số", topic)).text == asked.text
    assert (await minh.says("thứ 7 tuần sau")).text.startswith("Thứ Bảy 5/12/2026, mấy giờ?")


async def test_a_group_is_named_after_a_late_tap(town: Town) -> None:
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Lan")
    await lan.says("/danhhieu")
    kinds = await lan.taps("Lập nhóm mới")
    asked = await lan.taps("Gia đình")
    assert (await lan.taps_old("Gia đình", kinds)).text == asked.text
    assert "Nhà bà Lan" in (await lan.says("Nhà bà Lan")).text
