"""Groups that learn together: made, joined by code or link, left; their visits as sums; the list for commendation."""

import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from handlers.groups import read_group_name
from schedules.clock import StillClock
from storage.database import Database
from storage.groups import Group, GroupMember
from storage.learners import Learner, Relation
from storage.visits import How
from tests.classes import Class, at
from tests.organizing import UNKNOWN, centre_id, organizer
from tests.town import Resident, Town, living, signs_up

ZALO = Class("L1", "Zalo", (at(10, 8), at(11, 8), at(30, 8)))
ELSEWHERE = Class("L2", "Excel", (at(12, 8), at(30, 9)), ward="Phường Cầu Kho")
LAST_YEAR = Class("L3", "Cũ", (datetime(2025, 12, 31, 10, tzinfo=UTC),))


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, ELSEWHERE, LAST_YEAR)
        yield town


async def learner(town: Town, name: str) -> Resident:
    """Somebody who signed up once and so has a name."""
    who = town.resident(name)
    await signs_up(who, "L1", name)
    return who


async def visits(town: Town, name: str, code: str, *lessons: int) -> None:
    """They came to these lessons of a class, counted from 0."""
    async with town.database.begin(town.clock.now()) as store:
        number = await store.session.scalar(select(Learner.id).where(Learner.name == name))
        course = await store.courses.find(code)
        assert number
        assert course
        for one in lessons:
            await store.visits.add(course.lessons[one].id, number, None, How.TICKED)


async def adds(town: Town, name: str, mother: str) -> None:
    """Their mother, to the household."""
    async with town.database.begin(town.clock.now()) as store:
        contact = await store.session.scalar(select(Learner.contact_id).where(Learner.name == name))
        assert contact
        await store.learners.add(contact, Relation.MOTHER, mother)


async def makes(who: Resident, name: str, kind: str = "Gia đình") -> str:
    """A group at the centre of Đa Kao; its code."""
    await who.says("/danhhieu")
    await who.taps("➕ Lập nhóm mới")
    await who.taps(kind)
    await who.taps("Phường Đa Kao")
    shown = await who.says(name)
    found = re.search(r"vào nhóm: ([A-Z2-9]{6})", shown.text)
    assert found, shown.text
    return found.group(1)


async def counts(town: Town) -> tuple[int, int]:
    """How many groups and members there are."""
    async with town.database.read(town.clock.now()) as store:
        tables = [select(func.count()).select_from(one) for one in (Group, GroupMember)]
        groups, members = [await store.session.scalar(one) or 0 for one in tables]
    return groups, members


async def test_a_family_makes_a_group_and_sees_the_sum_of_its_visits(town: Town) -> None:
    hanh, ba = await learner(town, "Hạnh"), await learner(town, "Ba")
    code = await makes(hanh, "Gia đình ông Ba, tổ 5")
    await ba.says(f"/start nhom_{code.lower()}")
    assert ba.last == (
        "🏅 Gia đình ông Ba, tổ 5\n"
        "Gia đình học tập\n"
        "Phường Đa Kao · 1 người\n"
        "\n"
        "Trong nhóm không ai thấy ai đã học bao nhiêu: cả nhóm và người tổ chức chỉ thấy tổng số lượt học.\n"
        "Ai trong nhà bạn vào nhóm này?"
    )
    await ba.taps("➕ Ba")
    # Not what is of another centre or another year.
    await visits(town, "Hạnh", "L1", 0, 1)
    await visits(town, "Hạnh", "L2", 0)
    await visits(town, "Ba", "L1", 0)
    await visits(town, "Ba", "L3", 0)
    shown = await ba.says("/danhhieu")
    assert "• Gia đình ông Ba, tổ 5 (Gia đình học tập)" in shown.text
    assert (await ba.taps("Gia đình ông Ba")).text.startswith(
        "🏅 Gia đình ông Ba, tổ 5\n"
        "Gia đình học tập\n"
        "Phường Đa Kao · 2 người\n"
        "👣 Lượt học năm 2026 của cả nhóm: 3\n"
        "\n"
        f"🔑 Mã mời người khác vào nhóm: {code}\n"
        "Hoặc gửi họ đường dẫn: https://t.me/"
    )
    assert f"start=nhom_{code}" in ba.last
    assert "Hạnh" not in ba.last


async def test_the_household_says_who_belongs(town: Town) -> None:
    hanh = await learner(town, "Hạnh")
    await adds(town, "Hạnh", "Nguyễn Thị Mẹ")
    await makes(hanh, "Nhà Hạnh")
    both = await hanh.taps("➕ Nguyễn Thị Mẹ")
    assert "2 người" in both.text
    assert "1 người" in (await hanh.taps("✅ Hạnh")).text
    await hanh.taps_old("✅ Hạnh", both)
    assert "1 người" in hanh.last
    assert (await hanh.taps("✅ Nguyễn Thị Mẹ")).text.startswith("Nhà bạn rời nhóm Nhà Hạnh?")
    await hanh.taps("Không, ở lại")
    assert await counts(town) == (1, 1)


async def test_the_last_one_who_leaves_takes_the_group_along(town: Town) -> None:
    hanh, ba = await learner(town, "Hạnh"), await learner(town, "Ba")
    code = await makes(hanh, "Nhà Hạnh")
    await ba.says(f"/danhhieu vao {code}")
    await ba.taps("➕ Ba")
    asked = await hanh.says("/danhhieu xem 1")
    await hanh.taps("🚪 Rời nhóm")
    sure = hanh.person.last
    assert (await hanh.taps("Vâng, rời nhóm")).text == "Nhà bạn đã rời nhóm Nhà Hạnh."
    assert await counts(town) == (1, 1)
    await hanh.taps_old("Vâng, rời nhóm", sure)
    assert hanh.last == "Nhóm này không còn, hoặc nhà bạn không ở trong nhóm."
    await hanh.taps_old("🚪 Rời nhóm", asked)
    await ba.says("/danhhieu roi 1 vang")
    assert await counts(town) == (0, 0)
    assert (await ba.says(f"/start nhom_{code}")).text.startswith("Mình không tìm thấy nhóm nào có mã này.")


async def test_nobody_joins_without_the_code_or_for_somebody_else(town: Town) -> None:
    hanh, ba = await learner(town, "Hạnh"), await learner(town, "Ba")
    code = await makes(hanh, "Nhà Hạnh")
    for said in ("/danhhieu xem 1", "/danhhieu ra 1 1", "/danhhieu roi 1 vang", "/danhhieu vao 1 2", "/danhhieu vao"):
        assert (await ba.says(said)).text.startswith(("Nhóm này không còn", "Mình không tìm thấy nhóm")), said
        assert "Nhà Hạnh" not in ba.last
    await learner(town, "Tư")
    async with town.database.read(town.clock.now()) as store:
        theirs = await store.session.scalar(select(Learner.id).where(Learner.name == "Tư"))
    await ba.says(f"/danhhieu vao {code} {theirs}")
    assert await counts(town) == (1, 1)


async def test_the_code_may_be_typed(town: Town) -> None:
    hanh, ba = await learner(town, "Hạnh"), await learner(town, "Ba")
    code = await makes(hanh, "Nhà Hạnh")
    await ba.says("danh hiệu học tập")
    await ba.taps("🔑 Vào nhóm bằng mã")
    assert (await ba.says("abc")).text.startswith("Mình không tìm thấy nhóm nào có mã này.")
    assert (await ba.says(f" {code[:3].lower()} {code[3:]}")).text.startswith("🏅 Nhà Hạnh")


async def test_whoever_has_no_name_yet_is_told_how(town: Town) -> None:
    hanh, new = await learner(town, "Hạnh"), town.resident("Mới")
    code = await makes(hanh, "Nhà Hạnh")
    for said in ("/danhhieu lap", f"/start nhom_{code}"):
        assert (await new.says(said)).text.startswith("Muốn vào nhóm, mình cần biết tên")
    assert await counts(town) == (1, 1)


async def test_hostile_names_are_only_names(town: Town) -> None:
    hanh = await learner(town, "Hạnh")
    await hanh.says("/danhhieu lap")
    await hanh.taps("Cộng đồng")
    await hanh.taps("Phường Đa Kao")
    for wrong in ("123", "x" * 81, "🎉🎉", "..."):
        assert (await hanh.says(wrong)).text.startswith("Tên nhóm cần có chữ"), wrong
    await hanh.says("=HYPERLINK(1)<b>&{0}</b> %s")
    assert hanh.last.startswith("🏅 =HYPERLINK(1)<b>&{0}</b> %s\n")
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    assert "=HYPERLINK(1)<b>&{0}</b> %s" in (await lan.says("/bieuduong")).text
    await lan.taps("📄 Danh sách")
    book = load_workbook(io.BytesIO(lan.person.last.document_bytes or b""))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type in "sn" for cell in cells)
    assert "=HYPERLINK(1)<b>&{0}</b> %s" in [cell.value for cell in cells]
    assert read_group_name("a\u202eb\x00 \n c") == "ab c"


async def test_organizers_see_sums_in_order_and_take_the_list_along(town: Town) -> None:
    hanh, ba = await learner(town, "Hạnh"), await learner(town, "Ba")
    await makes(hanh, "Nhà Hạnh")
    await makes(ba, "Họ Trần", "Dòng họ")
    await visits(town, "Hạnh", "L1", 0)
    await visits(town, "Ba", "L1", 0, 1)
    await visits(town, "Ba", "L3", 0)
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/banlamviec")
    assert (await lan.taps("🏅 Nhóm học tập")).text == (
        "🏅 Nhóm học tập năm 2026, Phường Đa Kao\n"
        "\n"
        "1. Họ Trần · Dòng họ học tập\n"
        "2 lượt học · 1 người\n"
        "2. Nhà Hạnh · Gia đình học tập\n"
        "1 lượt học · 1 người"
    )
    await lan.taps("📄 Danh sách đề nghị biểu dương")
    assert lan.person.last.document == "de-nghi-bieu-duong-2026.xlsx"
    page = load_workbook(io.BytesIO(lan.person.last.document_bytes or b"")).worksheets[0]
    assert list(page.iter_rows(values_only=True)) == [
        ("STT", "Tên nhóm", "Danh hiệu", "Số người", "Lượt học"),
        (1, "Họ Trần", "Dòng họ học tập", 1, 2),
        (2, "Nhà Hạnh", "Gia đình học tập", 1, 1),
    ]
    await lan.says("/bieuduong")
    assert "1. Họ Trần · Dòng họ học tập\n1 lượt học" in (await lan.taps("Năm 2025")).text


async def test_organizers_rename_and_end_and_it_is_noted_without_the_name(town: Town) -> None:
    hanh = await learner(town, "Hạnh")
    code = await makes(hanh, "Tên xấu")
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/bieuduong")
    await lan.taps("1")
    await lan.taps("✏️ Đổi tên nhóm")
    assert (await lan.says("!!!")).text.startswith("Tên nhóm cần có chữ")
    assert (await lan.says("Gia đình bà Hạnh")).text == "✅ Nhóm nay tên là Gia đình bà Hạnh."
    assert "Gia đình bà Hạnh" in (await hanh.says("/danhhieu")).text
    await lan.taps("‹ Danh sách nhóm")
    await lan.taps("1")
    assert "(1 người)?" in (await lan.taps("🚫 Giải tán nhóm")).text
    sure = lan.person.last
    assert (await lan.taps("Vâng, giải tán")).text == "✅ Đã giải tán nhóm Gia đình bà Hạnh."
    await lan.taps_old("Vâng, giải tán", sure)
    assert lan.last == "Nhóm này không còn trong danh sách của trung tâm."
    log = (await lan.says("/nhatky")).text
    assert log.count("đã đổi tên một nhóm học tập: Phường Đa Kao") == 1
    assert log.count("đã giải tán một nhóm học tập: Phường Đa Kao") == 1
    assert "Hạnh" not in log
    assert "Bạn chưa vào nhóm nào." in (await hanh.says("/danhhieu")).text
    assert (await hanh.says(f"/danhhieu vao {code} 1")).text.startswith("Mình không tìm thấy nhóm")


async def test_nobody_touches_groups_of_another_centre(town: Town) -> None:
    hanh = await learner(town, "Hạnh")
    await makes(hanh, "Nhà Hạnh")
    lan, other = await organizer(town, "Lan", "Phường Cầu Kho"), await centre_id(town, "Phường Đa Kao")
    unknown = (await lan.says(UNKNOWN)).text
    for said in (f"/bieuduong c{other}", f"/bieuduong tep c{other} 2026", f"/bieuduong c{other} 2026 0"):
        assert (await lan.says(said)).text == unknown, said
    none = (await lan.says("/bieuduong xem 99999")).text
    for said in ("/bieuduong xem 1", "/bieuduong ten 1", "/bieuduong thoi 1", "/bieuduong thoi 1 vang"):
        assert (await lan.says(said)).text == none, said
    assert "Nhà Hạnh" not in (await lan.says("/bieuduong")).text
    assert (await hanh.says("/bieuduong")).text == (await hanh.says(UNKNOWN)).text
    assert await counts(town) == (1, 1)


async def test_whoever_deletes_everything_goes_and_the_others_stay(town: Town) -> None:
    hanh, ba = await learner(town, "Hạnh"), await learner(town, "Ba")
    code = await makes(hanh, "Khu phố 3", "Cộng đồng")
    await makes(hanh, "Gia đình Nguyễn Thị Hạnh")
    await ba.says(f"/danhhieu vao {code}")
    await ba.taps("➕ Ba")
    await hanh.says("/dulieu xem")
    file = (hanh.person.last.document_bytes or b"").decode("utf-8-sig")
    assert "NHÓM HỌC TẬP BẠN LẬP" in file
    assert f"- Khu phố 3, mã {code}, lập lúc 23/11/2026 8:00" in file
    assert "- Hạnh: Gia đình Nguyễn Thị Hạnh, từ 23/11/2026 8:00" in file
    await hanh.says("/dulieu xoa")
    await hanh.taps("Vâng, xóa hết")
    assert await counts(town) == (1, 1)
    async with town.database.read(town.clock.now()) as store:
        assert [(one.name, one.created_by) for one in await store.session.scalars(select(Group))] == [
            ("Khu phố 3", None)
        ]
    assert "Khu phố 3" in (await ba.says("/danhhieu")).text


async def test_five_groups_are_enough_for_one(town: Town) -> None:
    hanh = await learner(town, "Hạnh")
    for number in range(5):
        await makes(hanh, f"Nhóm {number}")
    assert (await hanh.says("/danhhieu lap")).text.startswith("Bạn đã lập 5 nhóm rồi.")


async def test_old_buttons_and_odd_words_do_no_harm(town: Town) -> None:
    hanh = await learner(town, "Hạnh")
    await hanh.says("/danhhieu lap")
    kinds = hanh.person.last
    await hanh.taps("Đơn vị")
    centre = await hanh.taps_old("Đơn vị", kinds)
    assert centre.text == "Nhóm thuộc trung tâm của phường nào?"
    await hanh.taps("Phường Đa Kao")
    assert (await hanh.taps("Thôi")).text == "Vâng, mình dừng ở đây."
    await hanh.taps_old("Đơn vị", kinds)
    assert hanh.last.startswith("Nút này đã cũ")
    for said in ("/danhhieu buoc", "/danhhieu buoc 9 x", "/danhhieu vao ' OR 1", "/danhhieu xem 99999999999"):
        assert not (await hanh.says(said)).text.startswith("Xin lỗi"), said
    assert await counts(town) == (0, 0)


async def test_in_english_too(town: Town) -> None:
    tom = town.resident("Tom", "en")
    await tom.says("/signup L1")
    await tom.taps("For myself")
    await tom.says("Tom")
    await tom.taps("Skip")
    await tom.taps("I agree")
    assert (await tom.says("/titles")).text.startswith("🏅 Learning titles\n")
    await tom.taps("Make a group")
    await tom.taps("Learning clan")
    await tom.taps("Phường Đa Kao")
    assert "👣 Visits of the whole group in 2026: 0" in (await tom.says("The Smiths")).text
    ann = await organizer(town, "Ann", "Phường Đa Kao", "en")
    assert "1. The Smiths · Learning clan\n0 visits · 1 person" in (await ann.says("/commendations")).text
