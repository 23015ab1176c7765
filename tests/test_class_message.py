"""A message to a whole class, begun from the class itself; on both databases."""

from collections.abc import AsyncIterator

import pytest

from schedules.clock import StillClock
from storage.broadcasts import State
from storage.consents import Purpose
from storage.database import Database
from tests.broadcasting import CAU_KHO, DA_KAO, Square, square
from tests.classes import Class
from tests.organizing import adds_by_hand
from tests.town import signs_up


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Square]:
    async with square(database, clock) as here:
        await here.town.publishes(Class(capacity=2), Class("L102", "Excel", ward=CAU_KHO))
        yield here


async def test_those_with_a_seat_are_chosen_already(here: Square) -> None:
    minh, hanh, tu = await here.organizer("Minh", DA_KAO), here.town.resident("Hạnh"), here.town.resident("Tư")
    await signs_up(hanh, "L101", "Hạnh")
    await adds_by_hand(minh, "L101", "Bà Năm", "0909123456")
    await signs_up(tu, "L101", "Tư")
    await minh.says("/quanlop L101")
    asked = await minh.taps("Nhắn cả lớp")
    assert asked.text.startswith("✍️ Soạn thông báo\nBạn gõ lời thông báo")
    await minh.says("Lớp {lop} nhớ mang theo sạc nhé.")
    await minh.taps("Chỉ dùng bản tiếng Việt")
    assert "Người nhận" not in (await minh.taps("Không gửi kèm gì")).text, "that is known"
    preview = await minh.taps("Gửi ngay")
    assert "👥 Người nhận: người có chỗ ở lớp “Zalo cho người cao tuổi”" in preview.text
    assert "1 người sẽ nhận. Bạn gõ 1 để gửi." in preview.text, "who waits, or has no phone of ours, gets nothing"
    hanh.new(), tu.new()
    await minh.says("1")
    await here.works()
    (told,) = hanh.new()
    assert "Lớp Zalo cho người cao tuổi nhớ mang theo sạc nhé." in told
    assert tu.new() == []
    sent = await here.last()
    assert (sent.state, sent.purpose) == (State.DONE, Purpose.CLASSES)


async def test_whom_it_is_for_can_be_changed_as_usual(here: Square) -> None:
    minh, tu = await here.organizer("Minh", DA_KAO), here.town.resident("Tư")
    for name in ("Hạnh", "Ba"):
        await signs_up(here.town.resident(name), "L101", name)
    await signs_up(tu, "L101", "Tư")
    await minh.says("/danhsach L101")
    await minh.taps("Nhắn cả lớp")
    await minh.says("Lớp sắp có thêm chỗ.")
    await minh.taps("Chỉ dùng bản tiếng Việt")
    await minh.taps("Không gửi kèm gì")
    await minh.taps("Gửi ngay")
    assert "2 người sẽ nhận" in minh.last
    await minh.taps("👥 Người nhận")
    await minh.taps("Thêm một nhóm nữa")
    await minh.taps("⏳")
    await minh.taps("L101")
    await minh.taps("Xong, chọn vậy")
    assert "3 người sẽ nhận" in minh.last


async def test_a_second_tap_goes_on_with_the_same_draft(here: Square) -> None:
    minh = await here.organizer("Minh", DA_KAO)
    card = await minh.says("/quanlop L101")
    await minh.taps("Nhắn cả lớp")
    await minh.taps_old("Nhắn cả lớp", card)
    assert len(await here.all()) == 1
    await minh.says("Chào cả lớp.")
    await minh.taps_old("Nhắn cả lớp", card)
    assert [one.text_vi for one in await here.all()] == ["Chào cả lớp.", ""], "what is written is not taken for another"


async def test_a_class_of_another_centre_is_not_there(here: Square) -> None:
    minh = await here.organizer("Minh", DA_KAO)
    for code in ("L102", "L999", "", "<b>"):
        told = (await minh.says(f"/thongbao lop {code}")).text
        assert told.startswith("Mình không thấy lớp này ở trung tâm của bạn."), code
    assert await here.all() == []


async def test_in_english(here: Square) -> None:
    emma, tom = await here.organizer("Emma", DA_KAO, "en"), here.town.resident("Tom")
    await signs_up(tom, "L101", "Tom")
    await emma.says("/roster L101")
    await emma.taps("Write to the class")
    await emma.says("Lớp học ở phòng 2 nhé.")
    await emma.says("We meet in room 2.")
    await emma.taps("Nothing goes with it")
    preview = await emma.taps("Send it now")
    assert "people seated in “Zalo cho người cao tuổi”" in preview.text
    assert "1 person" in preview.text
