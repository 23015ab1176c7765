"""Boards of groups: who said so is counted, one each, nobody by name; who did not, or no longer, leaves no trace."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from handlers.quizzes.boards import SHOWN
from schedules.clock import StillClock
from storage.database import Database
from storage.groups import GroupKind
from storage.learners import Relation
from tests.classes import Class, at
from tests.learning import learns, lives_in
from tests.organizing import contact_id
from tests.town import Resident, Town, living, signs_up

ZALO = Class("L1", "Zalo", (at(25, 8), at(30, 8)))
EXCEL = Class("L2", "Excel", (at(26, 8), at(30, 9)))
WARD = "Phường Đa Kao"


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL)
        yield town


async def neighbour(town: Town, name: str, home: str | None, *, joins: bool = True, ward: str = WARD) -> Resident:
    """Somebody who lives there and took a quiz today."""
    who = town.resident(name)
    await who.says("/start")
    await lives_in(town, who, ward, home)
    if joins:
        await who.says("/bangnhom vao")
    await learns(town, who)
    return who


async def group(town: Town, name: str, kind: GroupKind, *members: Resident) -> None:
    async with town.database.begin(town.clock.now()) as store:
        centre = await store.centres.of_ward(WARD)
        made = None
        for one in members:
            number = await contact_id(town, one)
            household = await store.learners.household(number)
            learner = household[0] if household else await store.learners.add(number, Relation.SELF, "Tên")
            made = made or await store.groups.make(kind, name, centre.id, number)
            await store.groups.join(made, learner.id)


def places(text: str, heading: str) -> list[str]:
    """The lines below this heading."""
    after = text.split(f"\n\n{heading}\n", 1)
    return after[1].split("\n\n")[0].split("\n") if len(after) == 2 else []


async def test_whoever_is_not_asked_is_not_counted(town: Town) -> None:
    hanh = await neighbour(town, "Hạnh", "Tổ 5", joins=False)
    shown = await hanh.says("/tiendo")
    shown = await hanh.taps("🏘 Bảng nhóm")
    assert shown.text == (
        "🏘 Cùng học, tháng 11 · Phường Đa Kao\n"
        "Mỗi nhóm có bao nhiêu người làm câu đố trong tháng, ít hay nhiều câu đều như nhau.\n"
        "\n"
        "Tổ dân phố\n"
        "• Tổ 5 · chờ người đầu tiên 👈 của bạn\n"
        "\n"
        "Bạn muốn được tính vào nhóm của bạn không? Nhóm thêm một người; "
        "không ai thấy tên bạn, số câu hay đúng sai."
    )
    joined = await hanh.taps("➕ Tính cả tôi")
    assert places(joined.text, "Tổ dân phố") == ["1. Tổ 5 · 1 người 👈 của bạn"]
    assert joined.text.endswith("✅ Bạn đang được tính vào các nhóm của bạn.")
    await hanh.taps_old("➕ Tính cả tôi", shown)
    assert places(hanh.last, "Tổ dân phố") == ["1. Tổ 5 · 1 người 👈 của bạn"]


async def test_neighbourhoods_by_people_however_they_wrote_it(town: Town) -> None:
    await neighbour(town, "An", "Tổ 5")
    await neighbour(town, "Bình", "tổ dân phố số 05")
    chi = await neighbour(town, "Chi", "tổ 7")
    await neighbour(town, "Dung", "Tổ 7", joins=False)
    await neighbour(town, "Em", "gần nhà bà Hạnh")
    await neighbour(town, "Gia", "Tổ 5", ward="Phường Cầu Kho")
    # More questions make nobody more than one.
    await learns(town, chi, town.clock.now() + timedelta(days=1))
    shown = await chi.says("/bangnhom")
    assert places(shown.text, "Tổ dân phố") == ["1. Tổ 5 · 2 người", "2. Tổ 7 · 1 người 👈 của bạn"]
    assert not re.search("An|Bình|Chi|Dung|Hạnh|Gia", shown.text)


async def test_as_many_people_the_same_rank_and_ones_own_is_always_there(town: Town) -> None:
    for number in range(1, SHOWN + 2):
        last = await neighbour(town, f"Người {number}", f"Tổ {number}")
    await neighbour(town, "Thêm", "Tổ 2")
    shown = places((await last.says("/bangnhom")).text, "Tổ dân phố")
    assert shown[0] == "1. Tổ 2 · 2 người"
    assert shown[1:3] == ["2. Tổ 1 · 1 người", "2. Tổ 3 · 1 người"]
    assert len(shown) == SHOWN + 1
    assert shown[-1] == f"2. Tổ {SHOWN + 1} · 1 người 👈 của bạn"


async def test_groups_and_names_of_families_are_their_own(town: Town) -> None:
    an, binh, chi = [await neighbour(town, one, None) for one in ("An", "Bình", "Chi")]
    await group(town, "Gia đình bà An", GroupKind.FAMILY, an)
    await group(town, "Trường Hoa Sen", GroupKind.UNIT, binh, chi)
    await group(town, "Họ Trần", GroupKind.CLAN, chi)
    heading = "Gia đình, đơn vị, cộng đồng"
    assert places((await an.says("/bangnhom")).text, heading) == [
        "1. Trường Hoa Sen · 2 người",
        "2. Gia đình bà An · 1 người 👈 của bạn",
        "2. Một dòng họ · 1 người",
    ]
    assert places((await chi.says("/bangnhom")).text, heading) == [
        "1. Trường Hoa Sen · 2 người 👈 của bạn",
        "2. Một gia đình · 1 người",
        "2. Họ Trần · 1 người 👈 của bạn",
    ]


async def test_a_household_is_one_in_its_group(town: Town) -> None:
    an = await neighbour(town, "An", None)
    await group(town, "Khu phố 3", GroupKind.COMMUNITY, an)
    async with town.database.begin(town.clock.now()) as store:
        number = await contact_id(town, an)
        mother = await store.learners.add(number, Relation.MOTHER, "Mẹ")
        await store.groups.join((await store.groups.list_of(number))[0], mother.id)
    assert places((await an.says("/bangnhom")).text, "Gia đình, đơn vị, cộng đồng") == [
        "1. Khu phố 3 · 1 người 👈 của bạn"
    ]


async def test_classes_of_those_with_a_seat(town: Town) -> None:
    an, binh = town.resident("An"), town.resident("Bình")
    for who, code in ((an, "L1"), (binh, "L2")):
        await signs_up(who, code, "Tên")
        await lives_in(town, who, WARD)
        await who.says("/bangnhom vao")
    await learns(town, binh)
    assert places((await an.says("/bangnhom")).text, "Lớp học") == [
        "1. Excel (L2) · 1 người",
        "• Zalo (L1) · chờ người đầu tiên 👈 của bạn",
    ]
    town.clock.turn_to(at(31, 8))
    assert places((await an.says("/bangnhom")).text, "Lớp học") == [], "both classes ended last month"


async def test_a_new_month_begins_anew_on_local_clocks(town: Town) -> None:
    town.clock.turn_to(at(30, 23, 50))
    an = await neighbour(town, "An", "Tổ 5")
    assert places((await an.says("/bangnhom")).text, "Tổ dân phố") == ["1. Tổ 5 · 1 người 👈 của bạn"]
    town.clock.turn_to(at(31, 0, 5))
    shown = await an.says("/bangnhom")
    assert shown.text.startswith("🏘 Cùng học, tháng 12")
    assert places(shown.text, "Tổ dân phố") == ["• Tổ 5 · chờ người đầu tiên 👈 của bạn"]


async def test_whoever_goes_from_the_boards_leaves_nothing_there(town: Town) -> None:
    an, binh = town.resident("An"), await neighbour(town, "Bình", "Tổ 7")
    await signs_up(an, "L1", "An")
    await lives_in(town, an, WARD, "Tổ 5")
    await group(town, "Trường Hoa Sen", GroupKind.UNIT, an)
    await an.says("/bangnhom vao")
    await learns(town, an)
    text = (await binh.says("/bangnhom")).text
    assert all(one in text for one in ("Tổ 5 · 1 người", "Trường Hoa Sen · 1 người", "Zalo (L1) · 1 người"))
    await an.says("/bangnhom")
    await an.taps("Đừng tính tôi nữa")
    assert "• Tổ 5 · chờ người đầu tiên 👈 của bạn" in an.last
    text = (await binh.says("/bangnhom")).text
    assert places(text, "Tổ dân phố") == ["1. Tổ 7 · 1 người 👈 của bạn"]
    assert not any(one in text for one in ("Tổ 5", "Hoa Sen", "Zalo"))


async def test_whoever_deletes_everything_leaves_nothing_there(town: Town) -> None:
    an, binh = await neighbour(town, "An", "Tổ 5"), await neighbour(town, "Bình", "Tổ 7")
    assert "Tổ 5 · 1 người" in (await binh.says("/bangnhom")).text
    await an.says("/dulieu xoa")
    await an.taps("Vâng, xóa hết")
    assert "Tổ 5" not in (await binh.says("/bangnhom")).text


async def test_without_a_ward_one_is_asked_for_it_and_odd_words_do_no_harm(town: Town) -> None:
    hanh = town.resident("Hạnh")
    for said in ("/bangnhom", "/bangnhom xem 1", "/bangnhom ' OR 1", "/bangnhom ra ra", "/boards 99999999999"):
        assert (await hanh.says(said)).text.startswith("🏘 Bảng nhóm cùng học\nMình chưa biết bạn ở phường nào"), said
    joined = (await hanh.says("/bangnhom vao")).text
    assert joined.splitlines()[1] == "✅ Bạn đang được tính vào các nhóm của bạn."
    await hanh.says("/bangnhom ra")
    await hanh.taps("🏠 Chọn phường của tôi")
    await hanh.taps(WARD)
    await hanh.says("Tổ 5")
    assert places((await hanh.says("/bangnhom vao")).text, "Tổ dân phố") == ["• Tổ 5 · chờ người đầu tiên 👈 của bạn"]


async def test_hostile_names_are_only_names(town: Town) -> None:
    an = await neighbour(town, "An", "<b>Tổ 5</b>")
    await group(town, "<b>&{0}</b> %s", GroupKind.UNIT, an)
    text = (await an.says("/bangnhom")).text
    assert places(text, "Gia đình, đơn vị, cộng đồng") == ["1. <b>&{0}</b> %s · 1 người 👈 của bạn"]


async def test_in_english_too(town: Town) -> None:
    tom = town.resident("Tom", "en")
    await tom.says("/start")
    await lives_in(town, tom, WARD, "Tổ 5")
    assert "• Group 5 · waiting for the first 👈 yours" in (await tom.says("/boards")).text
    await tom.taps("Count me in")
    await learns(town, tom)
    shown = await tom.says("/boards")
    assert shown.text == (
        "🏘 Learning together, November 2026 · Phường Đa Kao\n"
        "How many people of each group took a quiz this month; few questions count as much as many.\n"
        "\n"
        "Neighbourhoods\n"
        "1. Group 5 · 1 person 👈 yours\n"
        "\n"
        "✅ You are counted in your groups."
    )
