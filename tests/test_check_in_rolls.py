"""Organizers take the roll of their own lessons, by names or by a number, and hear who is missing."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.registrations import Registration
from storage.visits import was_absent
from tests.checking_in import ZALO, check_in_of, counted, family, lesson_of, visits
from tests.classes import Class, at
from tests.organizing import organizer
from tests.town import Town, living, signs_up


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def test_an_organizer_ticks_names(town: Town) -> None:
    lan = await family(town)
    minh = await organizer(town, "Minh", "Đa Kao")
    await town.turns_to_local(25, 8, 30)
    lesson = await lesson_of(town)
    page = await minh.says(f"/diemdanh {lesson.id}")
    assert "✅ Có mặt: 0/2" in page.text
    assert "1. ▫️ Nguyễn Thị Lan\n2. ▫️ Bé An" in page.text
    assert page.labels[:2] == ["1. Nguyễn Thị Lan: ghi có mặt", "2. Bé An: ghi có mặt"]
    ticked = await minh.taps("1. Nguyễn Thị Lan: ghi có mặt")
    assert "1. ✅ Nguyễn Thị Lan" in ticked.text
    twice = await minh.taps_old("1. Nguyễn Thị Lan: ghi có mặt", page)
    assert "✅ Có mặt: 1/2" in twice.text
    assert await visits(town) == [("Nguyễn Thị Lan", "ticked", True)]
    assert "✅ Có mặt: 0/2" in (await minh.taps("1. Nguyễn Thị Lan: ghi vắng")).text
    assert "✅ Có mặt: 2/2" in (await minh.taps("Tất cả có mặt")).text
    assert "đã điểm danh rồi" in (await lan.says((await check_in_of(town, lesson)).code)).text
    async with town.database.read(town.clock.now()) as store:
        noted = (await store.session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
        assert [one.action for one in noted[2:]] == ["attendance_taken"]
        assert noted[-1].details == {"course": "L101", "lesson": lesson.id}


async def test_who_was_absent_is_seen_after_the_end(town: Town) -> None:
    lan = await family(town)
    minh = await organizer(town, "Minh", "Đa Kao")
    await town.turns_to_local(25, 8, 30)
    lesson = await lesson_of(town)
    await minh.says(f"/comat {lesson.id} 1 co 0")
    assert "Vắng" not in minh.last
    await town.turns_to_local(25, 10, 0)
    assert "Vắng: Bé An" in (await minh.says(f"/diemdanh {lesson.id}")).text
    assert lan
    async with town.database.read(town.clock.now()) as store:
        absent = (await store.session.scalars(select(Registration.id).where(was_absent(store.now)))).all()
        assert list(absent) == [2]


async def test_nobody_is_absent_where_nobody_ticked(town: Town) -> None:
    await family(town)
    minh = await organizer(town, "Minh", "Đa Kao")
    await town.turns_to_local(25, 10, 30)
    assert "Vắng" not in (await minh.says(f"/diemdanh {(await lesson_of(town)).id}")).text
    async with town.database.read(town.clock.now()) as store:
        assert (await store.session.scalars(select(Registration.id).where(was_absent(store.now)))).all() == []


async def test_a_number_counts_instead_of_the_names(town: Town) -> None:
    await family(town)
    minh = await organizer(town, "Minh", "Đa Kao")
    await town.turns_to_local(25, 8, 30)
    lesson = await lesson_of(town)
    await minh.says(f"/diemdanh {lesson.id}")
    await minh.taps("Tất cả có mặt")
    assert "có bao nhiêu người đến?" in (await minh.taps("Nhập số người")).text
    for wrong in ("nhiều lắm", "-3", "2001", "9999999999", "²"):
        assert "Bạn gõ giúp mình một số từ 0 đến 2000 nhé." in (await minh.says(wrong)).text
    assert "🔢 Số người bạn đã nhập: 25 (báo cáo tính theo số này)" in (await minh.says("25")).text
    assert await counted(town) == 25
    await minh.says(f"/demnguoi {lesson.id}")
    assert "🔢 Số người" not in (await minh.taps("Bỏ số này")).text
    assert await counted(town) == 2


async def test_the_roll_before_its_time_and_of_a_cancelled_lesson(town: Town) -> None:
    await family(town)
    minh = await organizer(town, "Minh", "Đa Kao")
    first, second = await lesson_of(town), await lesson_of(town, number=1)
    early = await minh.says(f"/comat {first.id} tatca co 0")
    assert "Chưa đến giờ." in early.text
    assert "🔳 Mã QR và mã số" in early.labels
    await town.publishes(Class(starts=(at(27, 8, 30),), closes=at(27, 8, 30)))
    await town.turns_to_local(25, 8, 30)
    for asked in ("/diemdanh {}", "/comat {} tatca co 0", "/demnguoi {}", "/maqr {}"):
        assert "đã hủy, nên không điểm danh" in (await minh.says(asked.format(first.id))).text
    assert await visits(town) == []
    assert second


async def test_an_organizer_of_another_centre_finds_no_lesson(town: Town) -> None:
    await family(town)
    cuc = await organizer(town, "Cúc", "Cầu Kho")
    await town.turns_to_local(25, 8, 30)
    lesson = await lesson_of(town)
    for asked in ("/diemdanh {}", "/comat {} tatca co 0", "/comat {} 1 co 0", "/demnguoi {}", "/maqr {}"):
        told = await cuc.says(asked.format(lesson.id))
        assert told.text == "Mình không thấy buổi học này ở trung tâm của bạn."
    assert await visits(town) == []


async def test_the_desk_offers_the_lessons_of_today(town: Town) -> None:
    await family(town)
    minh = await organizer(town, "Minh", "Đa Kao")
    assert not [one for one in (await minh.says("/banlamviec")).labels if "Zalo" in one]
    await town.turns_to_local(25, 8, 40)
    assert (await minh.says("/banlamviec")).labels[0] == "🙋 Điểm danh 8:30–10:00 · Zalo cho người cao tuổi"
    today = await minh.taps("🙋 Điểm danh hôm nay")
    assert [one for one in today.labels if "Excel" in one] == []
    await minh.taps("8:30–10:00 · Zalo")
    await minh.taps("Tất cả có mặt")
    assert not [one for one in (await minh.says("/banlamviec")).labels if "Zalo" in one]


async def test_low_attendance_is_pointed_out_once(town: Town) -> None:
    await family(town)
    for name in ("Ba", "Tư", "Năm"):
        await signs_up(town.resident(name), "L101", f"Ông {name}")
    minh, cuc = await organizer(town, "Minh", "Đa Kao"), await organizer(town, "Cúc", "Cầu Kho")
    for day, number in ((25, 0), (27, 1)):
        await town.turns_to_local(day, 8, 30)
        await minh.says(f"/comat {(await lesson_of(town, number=number)).id} 1 co 0")
    minh.new()
    await town.turns_to_local(27, 12, 50)
    assert minh.new() == []
    await town.turns_to_local(27, 13, 10)
    (told,) = minh.new()
    assert told == (
        "📉 Lớp Zalo cho người cao tuổi (L101) đang vắng người học.\n"
        "Có chỗ: 5 người. Buổi đầu: 1 lượt đến, buổi thứ hai: 1 lượt.\n"
        "Bạn xem ai vắng rồi hỏi thăm, đổi giờ, hoặc mời người đang chờ nhé. Mình chỉ báo một lần."
    )
    await town.turns_to_local(28, 13)
    assert [one for one in minh.new() if "📉" in one] == []
    assert not [one for one in cuc.new() if "📉" in one]


async def test_half_of_the_seated_is_enough(town: Town) -> None:
    await family(town)
    minh = await organizer(town, "Minh", "Đa Kao")
    for day, number in ((25, 0), (27, 1)):
        await town.turns_to_local(day, 8, 30)
        await minh.says(f"/comat {(await lesson_of(town, number=number)).id} 1 co 0")
    minh.new()
    await town.turns_to_local(28, 9)
    assert minh.new() == []
