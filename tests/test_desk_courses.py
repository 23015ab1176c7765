"""Stories of organizers who change their classes in the chat, and open new ones; on both databases."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.invariants import broken
from storage.outbox import OutboxMessage
from storage.registrations import Standing
from tests.classes import Class, at
from tests.organizing import UNKNOWN, adds_by_hand, ends, organizer
from tests.town import Town, living, signs_up

DA_KAO, CAU_KHO = "Đa Kao", "Cầu Kho"
BUTTONS = ("dang", "lai", "thoi", "lui", "free", "")


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


async def audit(town: Town) -> list[tuple[str, str]]:
    async with town.database.read(town.clock.now()) as store:
        entries = (await store.session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    return [(one.action, one.details["course"]) for one in entries if "course" in one.details]


async def owed(town: Town) -> list[str]:
    async with town.database.read(town.clock.now()) as store:
        return list(await store.session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)))


async def test_an_organizer_sees_only_the_classes_of_her_centre(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    seen = await lan.says("/lopcuatrungtam")
    assert "1. Zalo cho người cao tuổi (L101)" in seen.text
    assert "0/20 chỗ" in seen.text
    assert "Excel" not in seen.text
    page = await lan.taps("1")
    assert "🔖 L101 · Kỹ năng số · Phường Đa Kao" in page.text
    assert "• thứ Tư 25/11/2026, 8:30–10:00, Nhà văn hóa, 5 Nguyễn Huy Tự" in page.text
    assert "Mình không thấy lớp này ở trung tâm của bạn." in (await lan.says("/quanlop E1")).text
    assert "Mình không thấy lớp này ở trung tâm của bạn." in (await lan.says("/sualop E1 title")).text
    assert "Mình không thấy lớp này ở trung tâm của bạn." in (await lan.says("/nhanban E1")).text


async def test_a_title_is_changed_after_it_was_looked_at(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/quanlop L101")
    await lan.taps("✏️ Sửa thông tin")
    asked = await lan.taps("Tên lớp")
    assert "Đang là: Zalo cho người cao tuổi" in asked.text
    preview = await lan.says("Zalo cho ông bà")
    assert "tên lớp: “Zalo cho người cao tuổi” → “Zalo cho ông bà”" in preview.text
    assert "🔕 Không ai phải báo tin." in preview.text
    assert (await town.course("L101")).title == "Zalo cho người cao tuổi"
    done = await lan.taps("✅ Đổi")
    assert done.text.startswith("✅ Đã đổi xong.")
    assert (await town.course("L101")).title == "Zalo cho ông bà"
    assert await audit(town) == [("course_changed", "L101")]
    assert "bạn đã sửa lớp L101" in (await lan.says("/nhatky")).text


async def test_moving_a_lesson_shows_who_is_told_and_what_they_read(town: Town) -> None:
    hanh, lan = town.resident("Hạnh"), await organizer(town, "Lan", DA_KAO)
    await signs_up(hanh, "L101", "Nguyễn Thị Hạnh")
    hanh.new()
    await lan.says("/quanlop L101")
    asked = await lan.taps("🗓 Dời một buổi")
    assert "Dời buổi thứ Tư 25/11/2026, 8:30–10:00" in asked.text
    preview = await lan.says("thứ 7 tuần sau 8h-10h")
    assert "→ thứ Bảy 5/12/2026, 8:00–10:00" in preview.text
    assert "📣 1 người sẽ được báo." in preview.text
    assert "🗓 Nay: thứ Bảy 5/12, 8:00–10:00" in preview.text
    assert hanh.new() == []
    preview_message = lan.person.last
    done = await lan.taps("✅ Đổi")
    assert "Đã soạn tin báo cho 1 người." in done.text
    (told,) = hanh.new()
    assert told in preview.text
    moved = [one for one in await owed(town) if one.startswith("moved")]
    assert len(moved) == 1
    again = await lan.taps_old("✅ Đổi", preview_message)
    assert "Việc này làm xong rồi" in again.text
    assert [one for one in await owed(town) if one.startswith("moved")] == moved
    (lesson,) = (await town.course("L101")).lessons
    assert lesson.starts_at == at(35, 8)


async def test_only_the_hours_or_only_the_day_may_be_typed(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/sualop L101 move")
    await lan.says("14h-16h")
    await lan.taps("✅ Đổi")
    (lesson,) = (await town.course("L101")).lessons
    assert (lesson.starts_at, lesson.ends_at) == (at(25, 14), at(25, 16))
    await lan.says("/sualop L101 move")
    await lan.says("28/11")
    await lan.taps("✅ Đổi")
    (lesson,) = (await town.course("L101")).lessons
    assert (lesson.starts_at, lesson.ends_at) == (at(28, 14), at(28, 16))


async def test_what_is_no_time_or_over_is_asked_again(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/sualop L101 move")
    for said in ("tuần sau", "không biết", "hôm nay 6h-7h sáng", "<b>"):
        assert "Mình cần ngày và giờ sắp tới" in (await lan.says(said)).text, said
    assert "Thôi, không đổi gì cả." in (await lan.taps("Thôi")).text
    (lesson,) = (await town.course("L101")).lessons
    assert lesson.version == 1


async def test_what_changed_meanwhile_is_shown_anew(town: Town) -> None:
    lan, minh = await organizer(town, "Lan", DA_KAO), await organizer(town, "Minh")
    await lan.says("/sualop L101 title")
    await lan.says("Zalo A")
    await minh.says("/sualop L101 title")
    await minh.says("Zalo B")
    await minh.taps("✅ Đổi")
    again = await lan.taps("✅ Đổi")
    assert again.text.startswith("⚠️ Lớp vừa được ai đó đổi")
    assert "“Zalo B” → “Zalo A”" in again.text
    assert (await town.course("L101")).title == "Zalo B"
    await lan.taps("✅ Đổi")
    assert (await town.course("L101")).title == "Zalo A"


async def test_more_seats_give_seats_and_fewer_than_taken_are_refused(town: Town) -> None:
    hanh, hoa, lan = town.resident("Hạnh"), town.resident("Hoa"), await organizer(town, "Lan", CAU_KHO)
    await signs_up(hanh, "E1", "Hạnh")
    await signs_up(hoa, "E1", "Hoa")
    hoa.new()
    page = await lan.says("/quanlop E1")
    assert "🪑 1/1 chỗ, 1 người chờ" in page.text
    await lan.taps("🪑 Đổi số chỗ")
    assert "Bạn gõ một số từ 1 đến 10.000" in (await lan.says("nhiều")).text
    preview = await lan.says("2")
    assert "🪑 1 người đang chờ sẽ được xếp chỗ và được báo." in preview.text
    await lan.taps("✅ Đổi")
    assert "🎉 Có chỗ rồi!" in hoa.new()[0]
    await lan.says("/sualop E1 capacity")
    assert "Lớp đã xếp chỗ cho 2 người. Bạn gõ số chỗ ít nhất là 2." in (await lan.says("1")).text
    assert (await town.course("E1")).capacity == 2


async def test_registration_is_closed_and_opened_again(town: Town) -> None:
    hanh, hoa, lan = town.resident("Hạnh"), town.resident("Hoa"), await organizer(town, "Lan", CAU_KHO)
    await lan.says("/quanlop E1")
    assert "🔒 Đã đóng đăng ký từ 8 giờ, thứ Hai 23/11/2026" in (await lan.taps("🔒 Đóng đăng ký")).text
    await lan.taps("✅ Đổi")
    assert not (await town.course("E1")).is_open(town.clock.now())
    assert "đóng" in (await hanh.says("/dangky E1")).text
    await lan.taps("🔓 Mở đăng ký đến")
    assert "Mình cần một lúc sắp tới" in (await lan.says("1/1/2030")).text
    assert "🔓 Nhận đăng ký đến 17 giờ, thứ Ba 1/12/2026" in (await lan.says("17h ngày 1/12")).text
    await lan.taps("✅ Đổi")
    assert (await town.course("E1")).registration_closes_at == at(31, 17)
    await signs_up(hoa, "E1", "Hoa")
    assert await town.standings("E1") == [("Hoa", Standing.SEATED)]


async def test_registration_until_seven_before_a_morning_class_is_in_the_morning(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/sualop L101 registration_closes_at")
    assert "Nhận đăng ký đến 7 giờ, thứ Tư 25/11/2026" in (await lan.says("25/11 7h")).text


async def test_lessons_are_added_weekly_with_days_left_out(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/sualop L101 repeat")
    assert "Bạn gõ một số từ 1 đến 52" in (await lan.says("mãi mãi")).text
    preview = await lan.says("3 trừ 2/12")
    for day in ("thứ Tư 9/12/2026", "thứ Tư 16/12/2026", "thứ Tư 23/12/2026"):
        assert f"thêm buổi: {day}, 8:30–10:00" in preview.text
    assert "2/12/2026" not in preview.text
    await lan.taps("✅ Đổi")
    starts = [one.starts_at for one in (await town.course("L101")).lessons]
    assert starts == [at(25, 8, 30), at(39, 8, 30), at(46, 8, 30), at(53, 8, 30)]
    await lan.says("/sualop L101 add")
    assert "Lớp đã có một buổi đúng lúc đó rồi" in (await lan.says("9/12 8h30-10h")).text
    await lan.says("11/12 14h-15h")
    await lan.taps("✅ Đổi")
    assert at(41, 14) in [one.starts_at for one in (await town.course("L101")).lessons]


async def test_one_lesson_is_cancelled_then_the_class(town: Town) -> None:
    hanh, lan = town.resident("Hạnh"), await organizer(town, "Lan", CAU_KHO)
    await signs_up(hanh, "E1", "Hạnh")
    hanh.new()
    await lan.says("/quanlop E1")
    asked = await lan.taps("❌ Hủy một buổi")
    assert "2. thứ Năm 3/12/2026, 18:00–19:30" in asked.text
    assert "hủy buổi: thứ Năm 3/12/2026" in (await lan.taps("2")).text
    await lan.taps("✅ Vâng, hủy")
    assert "❌ Hủy buổi thứ Năm 3/12" in hanh.new()[0]
    await lan.says("/quanlop E1")
    preview = await lan.taps("🛑 Hủy lớp")
    assert "không còn buổi nào: hủy cả lớp" in preview.text
    assert "📣 1 người sẽ được báo." in preview.text
    done = await lan.taps("✅ Vâng, hủy")
    assert "🛑 Lớp đã hủy" in done.text
    assert "lớp Excel đã hủy, không mở nữa" in hanh.new()[0]
    assert await town.standings("E1") == []
    assert await audit(town) == [("course_changed", "E1"), ("course_called_off", "E1")]
    assert "không sửa được nữa" in (await lan.says("/sualop E1 title")).text


async def test_a_class_that_has_begun_loses_only_what_is_to_come(town: Town) -> None:
    hanh, lan = town.resident("Hạnh"), await organizer(town, "Lan", CAU_KHO)
    await signs_up(hanh, "E1", "Hạnh")
    await town.turns_to_local(27, 9)
    await lan.says("/sualop E1 call_off")
    await lan.taps("✅ Vâng, hủy")
    course = await town.course("E1")
    assert course.cancelled_at is None
    assert [one.cancelled_at is None for one in course.lessons] == [True, False]
    assert not course.is_open(town.clock.now())
    assert await town.standings("E1") == [("Hạnh", Standing.SEATED)]


async def test_other_facts_are_changed_each_in_its_way(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    for what, said in (
        ("description", "Mang theo điện thoại."),
        ("audience", "Ông bà"),
        ("teacher", "Thầy Nam"),
        ("fee_vnd", "150.000"),
        ("venue", "Nhà sinh hoạt khu phố 2"),
    ):
        await lan.says(f"/sualop L101 {what}")
        await lan.says(said)
        assert (await lan.taps("✅ Đổi")).text.startswith("✅ Đã đổi xong."), what
    course = await town.course("L101")
    facts = (course.description, course.audience, course.teacher, course.fee_vnd, course.lessons[0].venue)
    assert facts == ("Mang theo điện thoại.", "Ông bà", "Thầy Nam", 150_000, "Nhà sinh hoạt khu phố 2")
    await lan.says("/sualop L101 fee_vnd")
    await lan.taps("Miễn phí")
    await lan.taps("✅ Đổi")
    await lan.says("/sualop L101 teacher")
    await lan.taps("Để trống")
    await lan.taps("✅ Đổi")
    course = await town.course("L101")
    assert (course.fee_vnd, course.teacher) == (0, "")
    await lan.says("/sualop L101 teacher")
    assert "không có gì thay đổi" in (await lan.taps("Để trống")).text


async def test_whoever_lost_the_right_in_the_middle_changes_nothing(town: Town) -> None:
    minh, lan = await organizer(town, "Minh"), await organizer(town, "Lan", DA_KAO)
    unknown = (await town.resident("Hạnh").says(UNKNOWN)).text
    await lan.says("/sualop L101 title")
    await lan.says("Zalo A")
    await ends(minh, "Lan")
    assert (await lan.taps("✅ Đổi")).text == unknown
    assert (await town.course("L101")).title == "Zalo cho người cao tuổi"


async def test_nothing_of_another_centre_is_seen_or_changed(town: Town) -> None:
    """Every word about classes, with another centre's codes and another's dialogs."""
    lan, minh = await organizer(town, "Lan", CAU_KHO), await organizer(town, "Minh", DA_KAO)
    await lan.says("/sualop E1 title")
    await lan.says("Hack")
    codes = ("E1", "e1", "1", "999999999", "x" * 60, "<b>")
    words = ("quanlop", "nhanban", "lopcuatrungtam")
    said = [f"/{word} {code}" for word in words for code in codes]
    said += [f"/sualop {code} {what}" for code in codes for what in ("title", "close", "call_off", "drop 2", "move 2")]
    said += [
        f"/{word} {n} {does}" for word in ("doilop", "moilop", "nhan", "dangtep") for n in (1, 2) for does in BUTTONS
    ]
    before = await audit(town)
    for one in said:
        seen = await minh.says(one)
        assert "Excel" not in seen.text.replace("tệp Excel", ""), one
        assert "Hack" not in seen.text, one
    course = await town.course("E1")
    assert (course.title, course.is_open(town.clock.now()), len(course.live_lessons)) == ("Excel", True, 2)
    assert await audit(town) == before
    await lan.taps("✅ Đổi")
    assert (await town.course("E1")).title == "Hack"


async def test_the_same_in_english(town: Town) -> None:
    emma = await organizer(town, "Emma", DA_KAO, language="en")
    await emma.says("/ourclasses")
    await emma.taps("1")
    await emma.taps("🗓 Move a lesson")
    preview = await emma.says("next saturday 8:00-10:00")
    assert "Saturday 5 Dec" in preview.text
    assert (await emma.taps("✅ Change it")).text.startswith("✅ Done.")


async def test_whom_to_call_is_told_below_a_moved_lesson_and_a_called_off_class(town: Town) -> None:
    hanh, lan = town.resident("Hạnh"), await organizer(town, "Lan", DA_KAO)
    await signs_up(hanh, "L101", "Hạnh")
    await adds_by_hand(lan, "L101", "Bà Tư", "0909123456")
    await lan.says("/sualop L101 move")
    assert "📣 1 người sẽ được báo." in (await lan.says("thứ 7 tuần sau 8h-10h")).text
    done = await lan.taps("✅ Đổi")
    whom = "☎ Cần gọi điện báo cho 1 người (mình không nhắn tin được):\n• Bà Tư: 0909123456"
    assert f"Đã soạn tin báo cho 1 người.\n\n{whom}\n\n" in done.text
    await lan.says("/sualop L101 title")
    await lan.says("Zalo dễ hiểu")
    assert "☎" not in (await lan.taps("✅ Đổi")).text
    await lan.says("/sualop L101 call_off")
    assert whom in (await lan.taps("✅ Vâng, hủy")).text


async def test_a_class_leads_to_its_people_and_its_attendance(town: Town) -> None:
    lan = await organizer(town, "Lan", CAU_KHO)
    assert "🙋 Điểm danh" not in (await lan.says("/quanlop E1")).labels
    await town.turns_to(at(26, 9))
    await lan.says("/quanlop E1")
    assert "Excel" in (await lan.taps("🙋 Điểm danh")).text
    await town.turns_to(at(27, 9))
    await lan.says("/quanlop E1")
    assert (await lan.taps("🙋 Điểm danh")).text.startswith("Điểm danh")
    await lan.says("/quanlop E1")
    assert "(E1)" in (await lan.taps("👥 Danh sách lớp")).text
    assert "🔖 E1" in (await lan.taps("‹ Trang của lớp")).text
