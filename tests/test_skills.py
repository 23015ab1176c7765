"""What organizers see of skills: numbers counted by hand, coarse, never of fewer than five, nor by taking away."""

import io
from collections.abc import AsyncIterator
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from PIL import Image

from handlers.pictures.skill_chart import MOST, WIDTH, SkillChart, draw
from handlers.texts import VIETNAMESE
from handlers.texts.items import skill_title, topic_title
from schedules.clock import StillClock
from storage.database import Database
from storage.discretion import FEW, tellable
from storage.groups import GroupKind
from storage.learners import Learner
from storage.skills import list_told, settled, tenths
from storage.store import Store
from tests.answering_quizzes import answer, people
from tests.classes import at
from tests.organizing import UNKNOWN, centre_id, ends, organizer
from tests.town import Resident, Town, living

CAU_KHO, DA_KAO = "Phường Cầu Kho", "Phường Đa Kao"
LAST_WEEK, THIS_WEEK = at(18, 9), at(23, 7)
"""The stories begin on Monday the 23rd, at eight."""
PEOPLE, PEOPLE_EN = [skill_title("scams", "verify_people", language) for language in ("vi", "en")]
LINKS, LINKS_EN = [skill_title("scams", "check_links", language) for language in ("vi", "en")]
VNEID = topic_title("vneid", "vi")
"""Of a skill that has no name of its own."""


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        async with database.begin(clock.now()) as store:
            for ward in (CAU_KHO, DA_KAO):
                await store.centres.of_ward(ward)
        yield town


async def settles(town: Town, number: int, home: str | None, ward: str = DA_KAO, *, called: str = "") -> list[int]:
    """So many people who live there, as contacts."""
    async with town.database.begin(town.clock.now()) as store:
        return [one.contact_id for one in await people(store, number, ward, home, called=called)]


async def told(town: Town, ward: str = DA_KAO) -> dict[str, tuple[int, int]]:
    """(people, tenths) by circle and skill."""
    number = await centre_id(town, ward)
    async with town.database.read(town.clock.now()) as store:
        found = await list_told(store, number)
    names = {
        one: one.group or (VIETNAMESE.skills.near(one.near) if one.near else "all") for one in {f.of for f in found}
    }
    return {f"{names[one.of]} {one.skill}": (one.people, one.tenths) for one in found}


def pieces(circles: list[set[int]]) -> list[set[int]]:
    """What these sets cut each other into, but for whoever is in none; by trying all."""
    everyone = set[int]().union(*circles)
    signs = [sign for sign in product((True, False), repeat=len(circles)) if any(sign)]
    return [
        {one for one in everyone if all((one in circle) is is_in for circle, is_in in zip(circles, sign, strict=True))}
        for sign in signs
    ]


@given(some.lists(some.sets(some.integers(1, 24), max_size=24), max_size=5))
def test_nothing_that_is_reckoned_from_what_is_told_is_of_few(circles: list[set[int]]) -> None:
    shown = [circles[number] for number in tellable(list(enumerate(circles)))]
    assert all(len(one) >= FEW for one in shown)
    assert all(not piece or len(piece) >= FEW for piece in pieces(shown))
    for first, second in combinations(shown, 2):
        assert not 0 < len(first - second) < FEW


def test_a_part_is_not_told_if_the_rest_is_few() -> None:
    ward = set(range(12))
    assert tellable([("ward", ward), ("five", set(range(5)))]) == ["ward", "five"]
    assert tellable([("ward", ward), ("eight", set(range(8)))]) == ["ward"]
    assert tellable([("ward", set(range(4)))]) == []
    assert tellable([("ward", ward), ("all of them", set(ward))]) == ["ward", "all of them"]
    # Two groups that nearly are the same would tell who is in one of them alone.
    assert tellable([("one", set(range(6))), ("other", set(range(5)))]) == ["one"]


def test_shares_are_tenths_and_neither_all_nor_none() -> None:
    assert [tenths([one] * 5) for one in (0, 249, 250, 449, 450, 749, 750, 1000)] == [2, 2, 3, 4, 5, 7, 8, 8]
    assert tenths([1000, 0, 0, 0, 0]) == tenths([0] * 5), "one of five is as good as none"


def test_answers_are_counted_up_to_the_last_monday() -> None:
    assert settled(at(23, 0)) == at(23, 0)
    assert settled(at(22, 23, 59)) == at(16, 0)
    assert settled(at(29, 12)) == at(23, 0)


async def test_each_person_weighs_the_same(town: Town) -> None:
    ones = await settles(town, 9, None)
    await answer(town, ones[:3], LAST_WEEK, [True])
    await answer(town, ones[3:8], LAST_WEEK, [False])
    await answer(town, ones[8:], LAST_WEEK, [True] * 40)
    assert await told(town) == {"all check_links": (9, 4)}


async def test_a_ward_of_few_people_and_the_week_under_way_are_not_told(town: Town) -> None:
    ones = await settles(town, 9, None)
    await answer(town, ones[:4], LAST_WEEK, [False])
    await answer(town, ones[4:], THIS_WEEK, [False])
    assert await told(town) == {}
    lan = await organizer(town, "Lan", DA_KAO)
    page = await lan.says("/kynang")
    assert page.text == (
        "Kỹ năng của bà con\nPhường Đa Kao\n\n"
        "Chưa đủ câu trả lời. Mình chỉ nêu số khi có từ 5 người trở lên, và cập nhật vào sáng thứ Hai.\n"
        "Bạn gửi câu đố cho bà con để biết cần luyện thêm phần nào nhé."
    )
    for said in ("bieudo", "nhom"):
        assert "4" not in (await lan.says(f"/kynang {await centre_id(town, DA_KAO)} {said}")).text
    await town.turns_to_local(30, 8)
    assert await told(town) == {"all check_links": (9, 2)}


async def test_old_answers_are_not_looked_at(town: Town) -> None:
    ones = await settles(town, 6, None)
    await answer(town, ones, at(-90, 9), [False])
    assert await told(town) == {}


async def test_the_ward_less_its_parts_is_nobodys_secret(town: Town) -> None:
    """Tổ 1 and tổ 2 have enough people each, but three live in none: tổ 2, the smaller, is left out."""
    first = await settles(town, 6, "tổ 1")
    second = await settles(town, 5, "tdp số 02")
    rest = await settles(town, 3, None)
    await answer(town, [*first, *second, *rest], LAST_WEEK, [False])
    assert await told(town) == {"all check_links": (14, 2), "Tổ 1 check_links": (6, 2)}
    more = await settles(town, 2, "tổ 9", called="Mới")
    await answer(town, more, LAST_WEEK, [True])
    assert set(await told(town)) == {"all check_links", "Tổ 1 check_links", "Tổ 2 check_links"}


async def test_who_counts_is_who_answered_this_skill(town: Town) -> None:
    """Eleven know each other's ward and tổ; on passwords only four of tổ 1 answered."""
    first, second = await settles(town, 6, "tổ 1"), await settles(town, 5, "tổ 2")
    await answer(town, [*first, *second], LAST_WEEK, [True, False])
    await answer(town, [*first[:4], *second], LAST_WEEK, [False], "passwords_and_otp", "keep_otp")
    assert await told(town) == {
        "all check_links": (11, 5),
        "Tổ 1 check_links": (6, 5),
        "Tổ 2 check_links": (5, 5),
        "all keep_otp": (9, 2),
    }


async def joins(store: Store, name: str, learners: list[Learner]) -> None:
    centre = await store.centres.of_ward(DA_KAO)
    group = await store.groups.make(GroupKind.COMMUNITY, name, centre.id, learners[0].contact_id)
    for one in learners:
        await store.groups.join(group, one.id)


async def test_groups_may_overlap_and_have_people_from_elsewhere(town: Town) -> None:
    async with town.database.begin(town.clock.now()) as store:
        here, there = await people(store, 12, DA_KAO), await people(store, 5, CAU_KHO)
        await joins(store, "Dưỡng sinh", [*here[:6], *there])
        await joins(store, "Cầu lông", here[:5])
        await joins(store, "Nhà Tư", here[6:8])
    await answer(town, [one.contact_id for one in [*here, *there]], LAST_WEEK, [False])
    assert await told(town) == {"all check_links": (12, 2), "Dưỡng sinh check_links": (11, 2)}
    assert await told(town, CAU_KHO) == {"all check_links": (5, 2)}


async def neighbours(town: Town) -> None:
    """Tổ 1 is weak at links, tổ 2 at people; ten are sure of passwords."""
    first, second = await settles(town, 5, "tổ 1"), await settles(town, 6, "tổ 2")
    await answer(town, first, LAST_WEEK, [True, False, False])
    await answer(town, second, LAST_WEEK, [True, True, False])
    await answer(town, [*first, *second], LAST_WEEK, [False], skill="verify_people")
    await answer(town, [*first, *second], LAST_WEEK, [True], "vneid", "level_two")


async def test_an_organizer_reads_what_to_practise(town: Town) -> None:
    await neighbours(town)
    lan, number = await organizer(town, "Lan", DA_KAO), await centre_id(town, DA_KAO)
    await lan.says("/banlamviec")
    page = await lan.taps("Kỹ năng, câu đố")
    assert page.text == (
        "Kỹ năng của bà con, cần luyện nhất ở trên\nPhường Đa Kao · 24/8 – 22/11\n\n"
        f"1. {PEOPLE}: đúng từ 20% trở xuống · 11 người\n"
        f"2. {LINKS}: đúng 50% · 11 người\n"
        f"3. {VNEID}: đúng từ 80% trở lên · 11 người\n\n"
        "Số làm tròn, cập nhật sáng thứ Hai. Để giữ kín chuyện riêng, mình chỉ nêu số của từ 5 người trở lên, "
        "và bỏ những số mà từ đó đoán ra được chuyện của vài người."
    )
    assert any(one.data == "/guicaudo scams" for row in page.buttons for one in row)
    circles = await lan.taps("Theo tổ và nhóm")
    assert circles.text.startswith(
        "Theo tổ và nhóm\nPhường Đa Kao · 24/8 – 22/11\n\n"
        f"Tổ 1\n• {PEOPLE}: đúng từ 20% trở xuống · 5 người\n"
        f"• {LINKS}: đúng 30% · 5 người\n\nTổ 2\n"
    )
    assert (await lan.says(f"/kynang {number} nhom 99999")).text == circles.text
    assert (await lan.taps("Cả phường")).text == page.text


async def test_the_same_in_english_and_for_all_wards(town: Town) -> None:
    await neighbours(town)
    emma = await organizer(town, "Emma", language="en")
    page = await emma.says("/skills")
    assert page.text == (
        "What to practise most in each ward\n24 Aug – 22 Nov\n\n"
        "Phường Cầu Kho\ntoo few answers yet\n\n"
        f"Phường Đa Kao\n{PEOPLE_EN}: 20% or less right · 11 people\n\nTap a ward to see more."
    )
    one = await emma.taps("Phường Đa Kao")
    assert f"2. {LINKS_EN}: 50% right · 11 people" in one.text
    assert "Tổ" not in (await emma.taps("By neighbourhood")).text
    await emma.says("/kynang tatca tep")
    rows = sheets(emma)["Wards"]
    assert rows[0][0] == "Ward"
    assert rows[1][0] == "Phường Đa Kao"
    assert len(rows) == 4


def sheets(who: Resident) -> dict[str, list[tuple[object, ...]]]:
    """Of the newest file."""
    content = next(one.file.content for one in reversed(who.messages) if one.file)
    book = load_workbook(io.BytesIO(content))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


async def test_the_file_bears_numbers_and_no_formula(town: Town) -> None:
    async with town.database.begin(town.clock.now()) as store:
        here = await people(store, 11, DA_KAO)
        await joins(store, '=HYPERLINK("http://x","y")', here[:6])
    await answer(town, [one.contact_id for one in here], LAST_WEEK, [False])
    await answer(town, [one.contact_id for one in here], LAST_WEEK, [True], "scams", "=1+1")
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/kynang")
    await lan.taps("Tệp Excel")
    content = next(one.file.content for one in reversed(lan.messages) if one.file)
    book = load_workbook(io.BytesIO(content))
    assert {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert sheets(lan)["Cả phường"][1:] == [
        ("Lừa đảo qua mạng", f"{LINKS}", 11, 20),
        ("Lừa đảo qua mạng", "Lừa đảo qua mạng", 11, 80),
    ]
    assert sheets(lan)["Theo tổ và nhóm"][1][0] == 'Nhóm =HYPERLINK("http://x","y")'
    assert "Trước và sau lớp" in sheets(lan)


async def test_the_chart_is_a_picture_with_the_weakest_on_top(town: Town) -> None:
    await neighbours(town)
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/kynang")
    page = await lan.taps("Biểu đồ")
    assert page.text == "📊 Kỹ năng của bà con, Phường Đa Kao, 24/8 – 22/11."
    content = next(one.file.content for one in reversed(lan.messages) if one.file)
    assert Image.open(io.BytesIO(content)).width == WIDTH
    words = VIETNAMESE.skills
    long = "Tên kỹ năng dài tới mức không vừa một dòng trên màn hình nhỏ của điện thoại"
    assert (words.chart_value(2, 5), words.chart_value(8, 5)) == ("≤20% · 5 người", "≥80% · 5 người"), "little room"
    bars = [(long, one, words.chart_value(one, 1234)) for one in range(2, 2 + MOST - 1)]
    picture = draw(SkillChart(words.chart_title(), "Phường Đa Kao · 24/8 – 22/11", words.chart_legend(), bars))
    assert Image.open(io.BytesIO(picture)).width == WIDTH


async def test_nobody_else_reads_anything(town: Town) -> None:
    await neighbours(town)
    number = await centre_id(town, DA_KAO)
    chief, once = await organizer(town, "Lan"), await organizer(town, "Hoa", DA_KAO)
    await ends(chief, "Hoa")
    minh, hanh = await organizer(town, "Minh", CAU_KHO), town.resident("Hạnh")
    await hanh.says("/start")
    unknown = (await hanh.says(UNKNOWN)).text
    for who in (hanh, once):
        for said in ("/kynang", "/skills", f"/kynang {number}", f"/kynang {number} tep", "/kynang tatca tep"):
            assert (await who.says(said)).text == unknown, said
    for what in ("", "nhom", "tep", "bieudo"):
        assert (await minh.says(f"/kynang {number} {what}")).text == unknown
    assert "11 người" not in (await minh.says("/kynang tatca")).text
    await minh.says("/kynang tatca tep")
    assert [len(rows) for rows in sheets(minh).values()] == [1, 1, 1], "heads alone"


async def test_where_there_is_no_centre_there_is_nothing_to_see(database: Database, clock: StillClock) -> None:
    async with living(database, clock) as town:
        chief = await organizer(town, "Lan")
        assert "Chưa có trung tâm nào" in (await chief.says("/kynang")).text
