"""The people of a class: organizers of its centre see and find them; on both databases."""

from collections.abc import AsyncIterator, Sequence

import pytest

from schedules.clock import StillClock
from storage.database import Database
from tests.classes import Class
from tests.organizing import UNKNOWN, ends, organizer
from tests.seating import SEATED, ZALO, joins, registration
from tests.town import Town, living

NAMES = ("An", "Ba", "Cúc", "Dung", "Em", "Giang", "Hà", "Kim", "Lý", "Mai", "Nga", "Oanh")


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def test_who_is_in_a_class(town: Town) -> None:
    lan = (await joins(town, "Nguyễn Thị Lan"))[0]
    for word in ("/dangky L101", "Cho người khác", "Con", "Bé An", "Dưới 16", "Tôi đồng ý"):
        await (lan.says(word) if word.startswith(("/", "Bé")) else lan.taps(word))
    await joins(town, "Trần <b>Ba".replace("<b>", ""), "Lê Tư")
    minh = await organizer(town, "Minh", "Đa Kao")
    page = await minh.says("/danhsach L101")
    assert page.text == (
        "Danh sách lớp Zalo cho người cao tuổi (L101)\n"
        "🪑 Có chỗ: 2/2 · ⏳ Chờ: 2\n"
        "\n"
        "1. Nguyễn Thị Lan\n"
        "2. Bé An · con của Nguyễn Thị Lan · dưới 16 tuổi\n"
        "\n"
        "Danh sách chờ\n"
        "3. Trần Ba · chờ, thứ 1\n"
        "4. Lê Tư · chờ, thứ 2\n"
        "\n"
        "Bạn bấm số để xem từng người. Danh sách này chỉ để lo việc lớp, bạn đừng chuyển cho người ngoài nhé."
    )
    card = await minh.taps("2")
    assert "Bé An\nLớp: Zalo cho người cao tuổi (L101)\n✅ Có chỗ\n👪 Là con của Nguyễn Thị Lan" in card.text
    assert "💬 Nhận tin nhắn của Bạn Học" in card.text


async def test_a_long_list_has_pages(town: Town) -> None:
    await town.publishes(Class(starts=ZALO.starts, closes=ZALO.closes, capacity=30))
    names = [f"Người {word}" for word in NAMES]
    await joins(town, *names)
    minh = await organizer(town, "Minh", "Đa Kao")
    assert "trang 1/2" in (await minh.says("/danhsach L101")).text
    second = await minh.taps("Trang sau")
    assert "11. Người Nga\n12. Người Oanh" in second.text
    assert "Người Mai" not in second.text
    for page in ("999999", "-1", "x", "²"):
        assert "Danh sách lớp Zalo" in (await minh.says(f"/danhsach L101 {page}")).text


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("lan", ["Nguyễn Thị Lan", "Trần Lân"]),
        ("Lân", ["Trần Lân", "Nguyễn Thị Lan"]),
        ("thi lan", ["Nguyễn Thị Lan"]),
        ("Đào", ["Đào Hoa"]),
        ("dao", ["Đào Hoa"]),
        ("<b>", []),
        ("%", []),
    ],
)
async def test_names_are_found_with_and_without_diacritics(town: Town, said: str, found: Sequence[str]) -> None:
    await joins(town, "Nguyễn Thị Lan", "Trần Lân", "Đào Hoa")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/danhsach L101")
    await minh.taps("Tìm tên")
    seen = (await minh.says(said)).text
    assert [line.split(" · ")[0].split(". ")[1] for line in seen.splitlines()[1:] if ". " in line] == found
    assert (await minh.says(f"/tim {said}")).text == seen


async def test_people_of_another_centre_are_not_there(town: Town) -> None:
    await joins(town, "Lan", "Ba", "Tư")
    cuc, number = await organizer(town, "Cúc", "Cầu Kho"), await registration(town, "Tư")
    for asked in ("/danhsach L101", "/themnguoi L101", "/xuat L101", "/phieuky L101"):
        assert (await cuc.says(asked)).text.startswith("Mình không thấy lớp này ở trung tâm của bạn.")
    for word in ("nguoi", "rutten", "xeplen"):
        told = (await cuc.says(f"/{word} {number}")).text
        assert told == "Người này không còn trong lớp nữa, hoặc lớp không thuộc trung tâm của bạn."
    assert "Mình không thấy ai tên “Lan”." in (await cuc.says("/tim Lan")).text
    await cuc.says("/tim L101")
    assert "Mình không thấy ai tên “Lan”." in (await cuc.says("Lan")).text


async def test_rights_that_ended_end_what_was_begun(town: Town) -> None:
    await joins(town, "Lan")
    boss, minh = await organizer(town, "Cô Hoa"), await organizer(town, "Minh", "Đa Kao")
    unknown = (await town.resident("Ai").says(UNKNOWN)).text
    for begun in (f"/rutten {await registration(town, 'Lan')}", "/themnguoi L101", "/tim L101"):
        await minh.says(begun)
        last = minh.messages[-1]
        await ends(boss, "Minh")
        assert (await minh.says("Lan")).text == unknown
        for row in last.buttons:
            for button in row:
                if button.data:
                    tapped = await minh.does(lambda person, data=button.data: person.taps_data(data, last))  # type: ignore[misc]  # noqa: B023
                    assert tapped.text == unknown
        minh = await organizer(town, "Minh", "Đa Kao")
    assert await town.standings("L101") == [("Lan", SEATED)]


async def test_a_class_that_is_over_is_not_changed(town: Town) -> None:
    await joins(town, "Lan", "Ba", "Tư")
    minh, number = await organizer(town, "Minh", "Đa Kao"), await registration(town, "Lan")
    await town.turns_to_local(27, 9)
    await minh.says(f"/rutten {number}")
    await town.turns_to_local(27, 10)
    assert "không còn trong lớp nữa" in (await minh.taps("Xin nghỉ")).text
    for asked in ("/themnguoi L101", f"/rutten {number}"):
        assert "đã xong hoặc đã hủy" in (await minh.says(asked)).text
    assert "Rút tên khỏi lớp" not in str((await minh.says(f"/nguoi {number}")).labels)


async def test_in_english(town: Town) -> None:
    await joins(town, "Lan", "Ba", "Tư")
    emma = await organizer(town, "Emma", language="en-GB")
    page = await emma.says("/roster L101")
    assert "People of Zalo cho người cao tuổi (L101)\n🪑 Seated: 2/2 · ⏳ Waiting: 1" in page.text
    await emma.taps("3")
    await emma.taps("Move up")
    await emma.taps("Elderly")
    assert "Tư is now number 1 in line." in (await emma.taps("First in line")).text
