"""Stories of organizers who open a new class in the chat, or run one again; on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.desk_times import days_in, tell
from schedules.clock import StillClock
from storage.courses import Course
from storage.database import Database
from storage.invariants import broken
from tests.classes import Class, at
from tests.organizing import organizer
from tests.test_desk_courses import audit
from tests.town import Resident, Town, living, signs_up

DA_KAO, CAU_KHO = "Đa Kao", "Cầu Kho"


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(
            Class(),
            Class("E1", "Excel", starts=(at(26, 18), at(33, 18)), ward="Phường Cầu Kho", capacity=1),
        )
        yield town
        async with town.database.read(town.clock.now()) as store:
            assert await broken(store) == []


async def describes(who: Resident) -> str:
    """A new class up to its preview."""
    await who.says("/moloptmoi")
    await who.says("Đan len cho mùa đông")
    await who.taps("Kỹ năng số")
    await who.says("thứ 7 tuần sau")
    await who.says("8h-10h")
    await who.taps("Nhà văn hóa, 5 Nguyễn Huy Tự")
    await who.taps("15")
    await who.taps("Miễn phí")
    await who.taps("Phụ nữ")
    await who.says("Cô Mai")
    await who.taps("Bỏ qua")
    await who.taps("4")
    return (await who.taps("17 giờ, thứ Sáu 4/12/2026")).text


async def test_a_new_class_is_described_looked_at_and_published(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    text = await describes(lan)
    assert text.startswith("👀 Bà con sẽ thấy lớp thế này:")
    assert "• Thứ Bảy 5/12, 8:00–10:00" in text
    assert "• Thứ Bảy 26/12, 8:00–10:00" in text
    assert "🔖 Mã lớp: L102" in text
    done = await lan.taps("📢 Đăng lớp")
    assert done.text.startswith("✅ Đã đăng lớp Đan len cho mùa đông (mã L102).")
    course = await town.course("L102")
    assert (course.capacity, course.fee_vnd, course.audience, course.teacher) == (15, 0, "Phụ nữ", "Cô Mai")
    assert course.centre.ward == "Phường Đa Kao"
    assert course.registration_closes_at == at(34, 17)
    assert [one.starts_at for one in course.lessons] == [at(35, 8) + timedelta(weeks=week) for week in range(4)]
    assert await audit(town) == [("course_added", "L102")]
    await signs_up(town.resident("Hạnh"), "L102", "Hạnh")
    assert [name for name, _ in await town.standings("L102")] == ["Hạnh"]


async def test_back_goes_one_step_and_stop_leaves_nothing(town: Town) -> None:
    lan = await organizer(town, "Lan")
    await lan.says("/moloptmoi")
    await lan.says("Đan len")
    asked = await lan.taps("‹ Quay lại")
    assert asked.text.startswith("Lớp mới tên là gì?")
    await lan.says("Đan len mùa đông")
    await lan.says("Thủ công")
    assert (await lan.says("Quận 9")).text.startswith("Lớp của trung tâm phường nào?")
    await lan.taps("Phường Cầu Kho")
    asked = await lan.says("28/11")
    assert asked.text.startswith("Thứ Bảy 28/11/2026, mấy giờ?")
    venue = await lan.says("9h")
    assert venue.text.startswith("🗓 Thứ Bảy 28/11/2026, 9:00–10:30.")
    assert any("5 Nguyễn Huy Tự" in label for label in venue.labels)
    assert (await lan.taps("Thôi")).text == "Thôi, không mở lớp nào cả."
    async with town.database.read(town.clock.now()) as store:
        assert len((await store.session.scalars(select(Course))).all()) == 2


async def test_two_new_classes_at_once_get_two_codes(town: Town) -> None:
    lan, mai = await organizer(town, "Lan", DA_KAO), await organizer(town, "Mai", DA_KAO)
    await describes(lan)
    await describes(mai)
    await lan.taps("📢 Đăng lớp")
    again = await mai.taps("📢 Đăng lớp")
    assert again.text.startswith("⚠️ Mã L102 vừa có lớp khác dùng, mình đổi sang L103.")
    assert "(mã L103)" in (await mai.taps("📢 Đăng lớp")).text
    assert "làm xong rồi" in (await mai.taps_old("📢 Đăng lớp", again)).text


async def test_a_class_is_run_again_on_the_same_weekday(town: Town) -> None:
    lan = await organizer(town, "Lan", CAU_KHO)
    await lan.says("/quanlop E1")
    asked = await lan.taps("📑 Mở thêm khóa nữa")
    assert "Mở lại lớp Excel: 2 buổi." in asked.text
    assert "Mình cần một ngày sắp tới" in (await lan.says("chưa biết")).text
    preview = await lan.taps("thứ Năm 10/12/2026")
    assert "• Thứ Năm 10/12, 18:00–19:30" in preview.text
    assert "• Thứ Năm 17/12, 18:00–19:30" in preview.text
    done = await lan.taps("📢 Đăng lớp")
    assert "(mã E2)" in done.text
    course = await town.course("E2")
    assert [one.starts_at for one in course.lessons] == [at(40, 18), at(47, 18)]
    assert (course.taken, course.capacity, course.title) == (0, 1, "Excel")


async def test_last_months_class_is_found_and_run_again(town: Town) -> None:
    await town.publishes(Class("O1", "Cắm hoa", starts=(at(-20, 8),)), Class("O2", "Hát", ward="Phường Cầu Kho"))
    lan = await organizer(town, "Lan", DA_KAO)
    assert "Cắm hoa" not in (await lan.says("/lopcuatrungtam")).text
    past = await lan.taps("🕘 Lớp đã qua")
    assert past.text.startswith("Lớp đã qua. Bạn bấm số để xem, hoặc mở thêm khóa nữa.\n\n1. Cắm hoa (O1)\n")
    await lan.taps("1")
    await lan.taps("📑 Mở thêm khóa nữa")
    assert "Chủ nhật 29/11, 8:00–9:30" in (await lan.taps("Chủ nhật 29/11/2026")).text
    await lan.taps("📢 Đăng lớp")
    await lan.says("/sualop L101 call_off")
    await lan.taps("✅ Vâng, hủy")
    past = await lan.says("/lopcuatrungtam xong")
    assert "1. Zalo cho người cao tuổi (L101) 🛑\n" in past.text
    assert "Hát" not in past.text, "that is of another centre"
    assert "Trang trước" not in str((await lan.taps("📋 Lớp của trung tâm")).labels)


async def test_nothing_past_is_told_in_english(town: Town) -> None:
    emma = await organizer(town, "Emma", DA_KAO, language="en")
    await emma.says("/ourclasses")
    assert (await emma.taps("🕘 Past classes")).text == "No class of yours is over yet."


async def test_a_new_class_in_english(town: Town) -> None:
    emma = await organizer(town, "Emma", DA_KAO, language="en")
    await emma.says("/newclass")
    assert (await emma.says("Knitting")).text.startswith("What is it about?")
    await emma.taps("Never mind")
    await emma.says("/runagain L101")
    preview = await emma.says("12/12")
    assert preview.text.startswith("👀 People will see this:")
    assert (await emma.taps("📢 Publish")).text.startswith("✅ Zalo cho người cao tuổi is published (code L102).")


@pytest.mark.parametrize(
    ("said", "day", "hours"),
    [
        ("thứ 7 tuần sau 8h-10h", "2026-12-05", (480, 600)),
        ("28/11 8h30", "2026-11-28", (510, None)),
        ("chiều mai 2h đến 4h", "2026-11-24", (840, 960)),
        ("tuần sau", None, (None, None)),
        ("28/11 và 29/11 8h-10h", None, (480, 600)),
        ("10/12/2026", "2026-12-10", (None, None)),
        ("28/11 8h 10h", "2026-11-28", (480, 600)),
        ("28/11 7h-9h", "2026-11-28", (420, 540)),
        ("28/11 7h tối", "2026-11-28", (1140, None)),
        ("28/11 2h-4h", "2026-11-28", (840, 960)),
    ],
)
def test_a_lesson_is_told_as_people_type(
    said: str, day: str | None, hours: tuple[int | None, int | None], clock: StillClock
) -> None:
    told = tell(said, clock.now())
    assert (str(told.day) if told.day else None, (told.starts, told.ends)) == (day, hours)


def test_days_left_out_may_be_several(clock: StillClock) -> None:
    assert [str(one) for one in days_in("trừ 12/12, 19/12", clock.now())] == ["2026-12-12", "2026-12-19"]
    assert len(days_in("nghỉ tuần sau", clock.now())) == 7
    assert days_in("", clock.now()) == []


async def test_a_class_half_described_survives_a_restart(database: Database, clock: StillClock) -> None:
    async with living(database, clock) as town:
        await town.publishes(Class())
        lan = await organizer(town, "Lan", DA_KAO)
        await lan.says("/moloptmoi")
        await lan.says("Đan len")
        await lan.taps("Kỹ năng số")
        await lan.says("28/11")
    async with living(database, clock) as town:
        lan = town.resident("Lan")
        assert (await lan.says("9h-11h")).text.startswith("🗓 Thứ Bảy 28/11/2026, 9:00–11:00.")
