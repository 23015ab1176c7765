"""Checking in: learners say that they came, by code or poster; organizers take the roll; on both databases."""

import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from handlers.pictures.drawing import drawable, fitted, lines_of
from handlers.posters import HEIGHT, WIDTH, Poster, draw
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.check_ins import CheckIn, CodeTry
from storage.database import Database
from storage.deletion import delete_person, forget_old
from storage.lessons import Lesson
from storage.registrations import Registration
from storage.store import Store
from storage.visits import Visit, was_absent
from tests.classes import Class, at
from tests.organizing import contact_id, organizer
from tests.town import Resident, Town, living, signs_up

ZALO = Class(starts=(at(25, 8, 30), at(27, 8, 30)), closes=at(27, 8, 30))
WRONG = "Mã này chưa đúng, hoặc chưa đến giờ học."


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def lesson_of(town: Town, code: str = "L101", number: int = 0) -> Lesson:
    return (await town.course(code)).lessons[number]


async def check_in_of(town: Town, lesson: Lesson) -> CheckIn:
    """Code and token, as the poster shows them."""
    async with town.database.begin(town.clock.now()) as store:
        return await store.check_ins.of(lesson)


async def other_than(town: Town, *codes: str) -> str:
    return next(code for code in ("4827", "5938", "6149", "7250") if code not in codes)


async def visits(town: Town, code: str = "L101") -> list[tuple[str | None, str, bool]]:
    """(name, how, whether with a registration) of the visits to a class."""
    course = await town.course(code)
    async with town.database.read(town.clock.now()) as store:
        found = [one for lesson in course.lessons for one in await store.visits.list_at(lesson.id)]
        return [(one.learner.name if one.learner else None, one.how, one.registration_id is not None) for one in found]


async def counted(town: Town, number: int = 0) -> int:
    lesson = await lesson_of(town, number=number)
    async with town.database.read(town.clock.now()) as store:
        return (await store.visits.count([lesson.id]))[lesson.id]


async def family(town: Town) -> Resident:
    """Lan, and An under 16, both with a seat."""
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    for word in ("/dangky L101", "Cho người khác", "Con", "Bé An", "Dưới 16", "Tôi đồng ý"):
        await (lan.says(word) if word.startswith(("/", "Bé")) else lan.taps(word))
    return lan


async def test_four_digits_at_the_door_are_enough(town: Town) -> None:
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    await town.turns_to_local(25, 8, 20)
    code = (await check_in_of(town, await lesson_of(town))).code
    done = await lan.says(code)
    assert done.text == (
        "✅ Đã điểm danh: Nguyễn Thị Lan.\nLớp Zalo cho người cao tuổi, 8:30–10:00. Chúc buổi học vui!"
    )
    assert await visits(town) == [("Nguyễn Thị Lan", "code", True)]
    again = await lan.says(f"/diemdanh {code}")
    assert again.text == ("Bạn yên tâm, lớp Zalo cho người cao tuổi hôm nay đã điểm danh rồi: Nguyễn Thị Lan.")
    assert await counted(town) == 1


async def test_the_household_is_asked_who_came(town: Town) -> None:
    lan = await family(town)
    await town.turns_to_local(25, 8, 30)
    code = (await check_in_of(town, await lesson_of(town))).code
    asked = await lan.says(code)
    assert "Ai đến lớp Zalo cho người cao tuổi, 8:30–10:00?\nSẽ ghi: Nguyễn Thị Lan, Bé An." in asked.text
    assert asked.labels[:3] == ["✅ Xong, 2 người", "➖ Không có Nguyễn Thị Lan", "➖ Không có Bé An"]
    only_an = await lan.taps("Không có Nguyễn Thị Lan")
    assert "Sẽ ghi: Bé An." in only_an.text
    assert only_an.labels[:2] == ["✅ Xong, 1 người", "➕ Có Nguyễn Thị Lan"]
    before = lan.messages[-1]
    await lan.taps("Xong")
    assert await visits(town) == [("Bé An", "code", True)]
    assert "đã điểm danh rồi: Bé An" in (await lan.taps_old("Có Nguyễn", only_an)).text
    assert await visits(town) == [("Bé An", "code", True)]
    assert before
    later = await lan.says(code)
    assert "Đã điểm danh: Bé An.\nSẽ ghi: Nguyễn Thị Lan." in later.text
    await lan.taps("Xong, 1 người")
    assert await counted(town) == 2


async def test_nobody_chosen_is_nobody_noted(town: Town) -> None:
    lan = await family(town)
    await town.turns_to_local(25, 8, 30)
    await lan.says((await check_in_of(town, await lesson_of(town))).code)
    await lan.taps("Không có Nguyễn Thị Lan")
    none = await lan.taps("Không có Bé An")
    assert not [one for one in none.labels if "Xong" in one]
    assert (await lan.taps("Thôi")).text == "Vâng, mình chưa ghi gì. Cần thì bạn gõ lại mã nhé."
    assert await visits(town) == []


async def test_the_posters_link_is_opened(town: Town) -> None:
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    lesson = await lesson_of(town)
    token = (await check_in_of(town, lesson)).token
    early = await lan.says(f"/start diemdanh_{token}")
    assert early.text == (
        "Chưa đến giờ điểm danh lớp Zalo cho người cao tuổi.\nBạn quay lại từ 7 giờ 30, thứ Tư 25/11 nhé."
    )
    await town.turns_to_local(25, 7, 30)
    await lan.says(f"/start diemdanh_{token}")
    assert await visits(town) == [("Nguyễn Thị Lan", "qr", True)]
    await town.turns_to_local(25, 11, 10)
    assert "đã hết giờ điểm danh" in (await lan.says(f"/start diemdanh_{token}")).text
    assert "Mã QR này không còn dùng được" in (await lan.says("/start diemdanh_xyz")).text


@pytest.mark.parametrize(("hour", "minute", "taken"), [(7, 29, False), (7, 30, True), (11, 0, True), (11, 1, False)])
async def test_a_code_is_taken_only_around_its_time(town: Town, hour: int, minute: int, taken: bool) -> None:
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    code = (await check_in_of(town, await lesson_of(town))).code
    await town.turns_to_local(25, hour, minute)
    said = (await lan.says(f"/diemdanh {code}")).text
    assert (await visits(town) != []) is taken
    assert (WRONG in said) is not taken


async def test_who_gives_no_name_is_counted_once_and_not_named(town: Town) -> None:
    tu = town.resident("Bác Tư")
    await town.turns_to_local(25, 8, 30)
    code = (await check_in_of(town, await lesson_of(town))).code
    done = await tu.says(code)
    assert done.text == (
        "✅ Mình đã ghi: lớp Zalo cho người cao tuổi có thêm 1 người đến. Chúc buổi học vui!\n"
        "Mình chỉ đếm, không ghi tên bạn.\n"
        "Muốn giữ chỗ và được nhắc buổi sau, bạn đăng ký lớp nhé."
    )
    assert "📝 Đăng ký lớp này" in done.labels
    assert "đã điểm danh rồi." in (await tu.says(code)).text
    assert (await visits(town), await counted(town)) == ([(None, "code", False)], 1)
    await signs_up(tu, "L101", "Trần Văn Tư")
    await tu.says(code)
    assert (await visits(town), await counted(town)) == ([("Trần Văn Tư", "code", True)], 1)


async def test_who_just_comes_by_with_a_name_is_counted(town: Town) -> None:
    ba = town.resident("Ba")
    await signs_up(ba, "L102", "Lê Văn Ba")
    await town.turns_to_local(25, 8, 30)
    assert "Đã điểm danh: Lê Văn Ba." in (await ba.says((await check_in_of(town, await lesson_of(town))).code)).text
    assert await visits(town) == [("Lê Văn Ba", "code", False)]


async def test_five_wrong_codes_an_hour(town: Town) -> None:
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    await town.turns_to_local(25, 8, 30)
    code = (await check_in_of(town, await lesson_of(town))).code
    wrong = await other_than(town, code)
    tries = [(await lan.says(wrong)).text for _ in range(5)]
    assert all(WRONG in one for one in tries)
    assert "Bạn còn thử được 4 lần." in tries[0]
    assert "Bạn nghỉ tay một lúc" in tries[4]
    rested = (await lan.says(code)).text
    assert rested.startswith("Bạn đã thử nhiều lần rồi, nghỉ tay một lúc nhé.")
    assert await visits(town) == []
    await town.turns_to_local(25, 9, 40)
    await lan.says(code)
    assert await counted(town) == 1


async def test_four_digits_mean_a_code_only_while_a_lesson_is_on(town: Town) -> None:
    """Who has no lesson now and types a number is answered as ever; guesses are counted all the same."""
    ba, plain = town.resident("Ba"), town.resident("Tám")
    as_ever = (await plain.says("4321")).text
    await town.turns_to_local(25, 8, 30)
    code = (await check_in_of(town, await lesson_of(town))).code
    wrong = await other_than(town, code)
    assert [(await ba.says(wrong)).text for _ in range(6)] == [as_ever] * 6
    assert (await ba.says(code)).text == as_ever
    assert await visits(town) == []
    lan = town.resident("Lan")
    await signs_up(lan, "L101", "Nguyễn Thị Lan")
    for other in ("123456", "12345", "482", "lúc 1234"):
        assert WRONG not in (await lan.says(other)).text
    async with town.database.read(town.clock.now()) as store:
        assert await store.session.scalar(select(func.count()).select_from(CodeTry)) == 5


async def test_codes_of_lessons_to_come_differ_and_are_no_years(town: Town) -> None:
    await town.publishes(*(Class(f"M{number}", starts=(at(26, 8, number),)) for number in range(40)))
    async with town.database.begin(town.clock.now()) as store:
        lessons = (await store.session.scalars(select(Lesson))).all()
        codes = [(await store.check_ins.of(one)).code for one in lessons]
        again = [(await store.check_ins.of(one)).code for one in lessons]
    assert codes == again
    assert len(set(codes)) == len(codes) > 40
    assert all(re.fullmatch("[1-9][0-9]{3}", one) and not "1900" <= one <= "2099" for one in codes)


async def test_the_poster_has_code_and_link(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    lesson = await lesson_of(town)
    sent = await lan.says(f"/maqr {lesson.id}")
    known = await check_in_of(town, lesson)
    assert f"Mã: {known.code}\n" in sent.text
    assert f"?start=diemdanh_{known.token}" in sent.text
    assert "Dùng được từ 7 giờ 30 đến 11 giờ." in sent.text
    assert sent.file is not None
    assert Image.open(io.BytesIO(sent.file.content)).size == (WIDTH, HEIGHT)


def test_the_picture_is_what_a_phone_shows() -> None:
    poster = Poster("ĐIỂM DANH", "Zalo", "Thứ Tư", "Nhà văn hóa", "Quét mã", "https://t.me/x?start=y", "Hoặc", "4827")
    image = Image.open(io.BytesIO(draw(poster)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))


@pytest.mark.parametrize("link", ["https://t.me/x?start=diemdanh_" + "a" * 12, None])
def test_hostile_titles_stay_on_the_poster(link: str | None) -> None:
    for title in ("x" * 200, "🌸" * 50, "", "A\u202egnàh", "dài " * 60):
        poster = Poster("ĐIỂM DANH", title, "Thứ Tư", title, "Quét mã", link, "Hoặc", "4827")
        image = Image.open(io.BytesIO(draw(poster))).convert("L")
        edge = image.crop((WIDTH - 20, 115, WIDTH, HEIGHT))
        assert edge.getextrema() == (255, 255)


def test_text_is_broken_and_cut_to_fit() -> None:
    lines, face = fitted("rất " * 80, 500, 2, 60, 40)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(face.getlength(one) <= 500 for one in lines)
    assert drawable("Lan 🌸\n\u200b &  An") == "Lan & An"
    assert lines_of("", face, 500) == [""]


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


async def test_my_data_shows_visits_and_deletion_keeps_the_count(town: Town) -> None:
    lan = await family(town)
    await town.turns_to_local(25, 8, 30)
    code = (await check_in_of(town, await lesson_of(town))).code
    await lan.says(await other_than(town, code))
    await lan.says(code)
    await lan.taps("Xong")
    shown = await lan.says("/dulieu xem")
    assert shown.document is not None
    number = await contact_id(town, lan)
    async with town.database.begin(town.clock.now()) as store:
        await delete_person(store, await store.contacts.get(number))
    assert await visits(town) == [(None, "code", True), (None, "code", True)]
    assert await counted(town) == 2
    async with town.database.read(town.clock.now()) as store:
        assert await store.session.scalar(select(func.count()).select_from(CodeTry)) == 0


async def test_a_year_later_visits_are_only_counts(town: Town) -> None:
    lan, tu = await family(town), town.resident("Bác Tư")
    await town.turns_to_local(25, 8, 30)
    code = (await check_in_of(town, await lesson_of(town))).code
    await lan.says(code)
    await lan.taps("Xong")
    await tu.says(code)
    town.clock.turn(timedelta(days=380))
    async with town.database.begin(town.clock.now()) as store:
        await forget_old(store)
        query = select(Visit).where(Visit.learner_id.is_not(None) | Visit.contact_id.is_not(None))
        assert (await store.session.scalars(query)).all() == []
        assert await count_all(store) == 3


async def count_all(store: Store) -> int:
    return await store.session.scalar(select(func.count()).select_from(Visit)) or 0


async def test_in_english(town: Town) -> None:
    emma = town.resident("Emma", "en-GB")
    await town.turns_to_local(25, 8, 30)
    code = (await check_in_of(town, await lesson_of(town))).code
    assert "Type the four digits" in (await emma.says("/checkin")).text
    assert (await emma.says(code)).text.startswith("✅ Noted: one more person came to Zalo cho người cao tuổi.")
    minh = await organizer(town, "Mint", language="en-GB")
    page = await minh.says(f"/diemdanh {(await lesson_of(town)).id}")
    assert "✅ Present: 0/0 · guests without a name: 1" in page.text
