"""Learners say that they came: by the four digits at the door, around their time, without guessing."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from schedules.clock import StillClock
from storage.check_ins import CodeTry
from storage.database import Database
from storage.deletion import delete_person, forget_old
from storage.lessons import Lesson
from storage.store import Store
from storage.visits import Visit
from tests.checking_in import ZALO, check_in_of, counted, family, lesson_of, visits
from tests.classes import Class, at
from tests.organizing import contact_id, organizer
from tests.town import Town, living, signs_up

WRONG = "Mã này chưa đúng, hoặc chưa đến giờ học."


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def other_than(town: Town, *codes: str) -> str:
    return next(code for code in ("4827", "5938", "6149", "7250") if code not in codes)


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
