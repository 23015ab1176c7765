"""A learning week is changed after it was saved: words quietly, days with a look at what that does; both databases."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from tests.classes import at
from tests.organizing import UNKNOWN, ends, organizer
from tests.planning import DRAWING, EXCEL, ZALO, drafts, publishes
from tests.town import Class, Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, DRAWING)
        yield town


async def noted(town: Town) -> list[str]:
    """What of a programme was changed, in order."""
    async with town.database.read(town.clock.now()) as store:
        query = select(AuditEntry.details).where(AuditEntry.action == "programme_edited").order_by(AuditEntry.id)
        return [one["part"] for one in await store.session.scalars(query)]


async def test_words_are_changed_and_nobody_is_told(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    await lan.says("/chuongtrinh 1")
    assert "Sửa gì ở Tuần lễ học tập suốt đời?" in (await lan.taps("Sửa tên, ngày")).text
    assert "Hiện là: Tuần lễ học tập suốt đời" in (await lan.taps("✏️ Tên")).text
    assert "Tên cần có chữ" in (await lan.says("x" * 121)).text
    assert (await lan.says("Tuần lễ <vui> học")).text.startswith("✅ Đã sửa.\n\nTuần lễ <vui> học\n")
    await lan.says("/ctsua 1 about")
    assert "Hiện là: Học để sống vui." in lan.last
    await lan.says("Ai cũng học được.")
    assert (await hanh.says("/tuanle")).text.startswith(
        "🎉 Tuần lễ <vui> học\nThứ Tư 25/11 – Chủ nhật 29/11\nAi cũng học được.\n"
    )
    await lan.says("/ctsua 1 about")
    await lan.taps("Để trống")
    assert "Ai cũng học được." not in (await hanh.says("/tuanle")).text
    hanh.new()
    await town.turns_to_local(24, 9)
    assert hanh.new() == []
    assert await noted(town) == ["name", "about", "about"]
    assert "bạn đã sửa một tuần lễ học tập" in (await lan.says("/nhatky")).text


async def test_another_title_of_a_class_is_no_news(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    hanh.new()
    await town.publishes(Class("L102", "Excel cho mọi người", (at(26, 18),)))
    await town.turns_to_local(24, 9)
    assert hanh.new() == []
    assert "Excel cho mọi người" in (await hanh.says("/tuanle")).text


async def test_other_days_are_looked_at_and_followers_told_once(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    await lan.says("/ctsua 1 days")
    assert "Mình chưa đọc được ngày" in (await lan.says("bao giờ cũng được")).text
    asked = await lan.says("từ 26/11 đến 1/12")
    assert asked.text.startswith("Đổi ngày thành Thứ Năm 26/11 – thứ Ba 1/12?\n\nNhững hoạt động này nằm ngoài")
    assert "• ngày kia, thứ Tư 25/11: An toàn khi dùng mạng" in asked.text
    assert "1 người theo dõi sẽ nhận:" in asked.text
    assert "➕ Zalo cho người cao tuổi: thứ Ba 1/12" in asked.text
    assert (await hanh.says("/tuanle")).text.splitlines()[1] == "Thứ Tư 25/11 – Chủ nhật 29/11", "not yet"
    await lan.taps("Đồng ý")
    assert lan.last.startswith("✅ Đã sửa.")
    assert (await lan.taps_old("Đồng ý", asked)).text.startswith("✅ Đã sửa."), "a second tap reads the same"
    assert (await hanh.says("/tuanle")).text.splitlines()[1] == "Thứ Năm 26/11 – thứ Ba 1/12"
    hanh.new()
    await town.turns_to_local(23, 9)
    (told,) = hanh.new()
    assert "➖ An toàn khi dùng mạng: không còn vào" in told
    assert "➕ Zalo cho người cao tuổi: thứ Ba 1/12" in told
    assert await noted(town) == ["days"]


async def test_days_that_take_nothing_away_are_changed_at_once_and_may_be_thought_over(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    await publishes(lan)
    await lan.says("/ctsua 1 days")
    assert (await lan.says("từ 24/11 đến 29/11")).text.startswith("✅ Đã sửa.")
    await lan.says("/ctsua 1 days")
    asked = await lan.says("26/11 - 29/11")
    assert "Đổi ngày thành Thứ Bảy 28/11 – Chủ nhật 29/11?" in (await lan.says("28/11 - 29/11")).text, "typed again"
    assert "ngày mới" in (await lan.taps("Nhập lại")).text
    await lan.taps("Thôi")
    assert lan.last.startswith("Mình giữ nguyên, không đổi gì.")
    await lan.taps_old("Đồng ý", asked)
    assert await noted(town) == ["days"]
    assert "24/11–29/11" in (await lan.says("/chuongtrinh 1")).text


async def test_the_same_again_is_not_noted(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    await drafts(lan)
    await lan.says("/ctsua 1 name")
    await lan.says("Tuần lễ học tập suốt đời")
    assert await noted(town) == []


async def test_only_whose_it_is_may_change_it(town: Town) -> None:
    lan, cuc, hanh = await organizer(town, "Lan", "Đa Kao"), await organizer(town, "Cúc", "Cầu Kho"), town.resident("H")
    await publishes(lan)
    unknown = (await hanh.says(UNKNOWN)).text
    for said in ("/ctsua 1", "/ctsua 1 name", "/ctsua 99999999999 x"):
        assert (await cuc.says(said)).text.startswith("Mình không tìm thấy chương trình này."), said
        assert (await hanh.says(said)).text == unknown
    boss = await organizer(town, "Sếp")
    await lan.says("/ctsua 1 name")
    asked = lan.person.last
    await ends(boss, "Lan")
    assert (await lan.says("Của tôi")).text == unknown
    assert (await lan.taps_old("Thôi", asked)).text == unknown
    assert (await hanh.says("/tuanle")).text.startswith("🎉 Tuần lễ học tập suốt đời\n")


async def test_in_english(town: Town) -> None:
    """The whole desk of a learning week, from the first question to its end."""
    emma, tom = await organizer(town, "Emma", "Đa Kao", "en"), town.resident("Tom", "en")
    await emma.says("/programmes")
    await emma.taps("New programme")
    await emma.says("Learning week")
    await emma.says("25/11 to 29/11")
    await emma.says("Come and learn.")
    await emma.taps("Add a class")
    assert "Zalo" in emma.last
    await emma.taps("1")
    await emma.taps("Back to the programme")
    await emma.taps("Add an activity")
    await emma.taps("Talk")
    await emma.says("Safe on the net")
    await emma.says("26/11 from 14h to 16h")
    await emma.says("District library")
    await emma.taps("✅ Yes")
    await emma.taps("Look at it, then publish")
    assert "Residents will see" in emma.last or "see" in emma.last
    await emma.taps("📢 Publish")
    assert (await tom.says("/learningweek")).text.startswith("🎉 Learning week\nWednesday 25 Nov – Sunday 29 Nov\nCome")
    await tom.taps("Remind me of these")
    await emma.says("/chuongtrinh 1")
    assert "What is to change in Learning week?" in (await emma.taps("Change name, days")).text
    assert "Now it is: Learning week" in (await emma.taps("The name")).text
    assert (await emma.says("Learning days")).text.startswith("✅ Changed.\n\nLearning days\n")
    await emma.says("/ctsua 1 days")
    asked = await emma.says("25/11 to 25/11")
    assert "Change the days to Wednesday 25 Nov?" in asked.text
    assert "These are outside the new days, so they leave the page:" in asked.text
    assert "Safe on the net" in asked.text
    assert "1 follower" in asked.text
    await emma.taps("✅ Yes")
    tom.new()
    await town.turns_to_local(23, 9)
    (told,) = tom.new()
    assert "➖ Safe on the net" in told
    await emma.says("/ctbo 1")
    assert "Zalo" in str(emma.person.last.labels)
    await emma.says("/chuongtrinh 1")
    await emma.taps("Call it off")
    await emma.taps("Yes, call it off")
    await town.turns_to_local(23, 9, 30)
    assert "Learning days" in tom.last
    assert "changed a learning week" in (await emma.says("/log")).text
