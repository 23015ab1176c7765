"""Organizers take somebody out of a class or move them up in its line; on both databases."""

from collections.abc import AsyncIterator

import pytest

from schedules.clock import StillClock
from storage.database import Database
from storage.invariants import broken
from tests.classes import Class
from tests.organizing import organizer
from tests.seating import SEATED, WAITING, ZALO, joins, noted, registration
from tests.town import Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def all_is_well(town: Town) -> None:
    async with town.database.read(town.clock.now()) as store:
        assert await broken(store) == []


async def test_taking_somebody_out_tells_them_why_and_seats_the_next(town: Town) -> None:
    lan, _, tu = await joins(town, "Lan", "Ba", "Tư")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/nguoi {await registration(town, 'Lan')}")
    assert "Rút tên Lan khỏi lớp Zalo cho người cao tuổi?" in (await minh.taps("Rút tên khỏi lớp")).text
    for wrong in ("x" * 121,):
        assert "không quá 120 chữ cái" in (await minh.says(wrong)).text
    preview = await minh.taps("Xin nghỉ")
    assert preview.text == (
        "Rút tên Lan khỏi lớp Zalo cho người cao tuổi\n"
        "Lý do: Xin nghỉ\n"
        "Chỗ trống sẽ được xếp cho Tư, mình báo cho người ấy.\n"
        "\n"
        "1 người sẽ đọc tin này:\n"
        "🔔 Người tổ chức đã rút tên bạn khỏi lớp Zalo cho người cao tuổi.\n"
        "Lý do: Xin nghỉ\n"
        "Nếu có gì chưa đúng, bạn nhắn hoặc gọi cho trung tâm nhé."
    )
    assert await town.standings("L101") == [("Lan", SEATED), ("Ba", SEATED), ("Tư", WAITING)]
    lan.new(), tu.new()
    await minh.taps("Vâng, rút tên")
    assert await town.standings("L101") == [("Ba", SEATED), ("Tư", SEATED)]
    assert [one.splitlines()[0] for one in lan.new()] == [
        "🔔 Người tổ chức đã rút tên bạn khỏi lớp Zalo cho người cao tuổi."
    ]
    assert "🎉 Có chỗ rồi! Bạn đã được xếp vào lớp" in tu.new()[0]
    assert (await minh.taps_old("Vâng, rút tên", preview)).text == "Việc này đã xong rồi, nên mình không làm lại."
    assert await noted(town, "taken_out") == [("taken_out", "L101", "Xin nghỉ")]
    assert "bạn đã rút tên một người khỏi lớp L101: Phường Đa Kao (Xin nghỉ)" in (await minh.says("/nhatky")).text
    await all_is_well(town)


async def test_moving_up_makes_them_first_in_line_and_unseats_nobody(town: Town) -> None:
    lan, _, _, nam = await joins(town, "Lan", "Ba", "Tư", "Năm")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/nguoi {await registration(town, 'Năm')}")
    await minh.taps("Ưu tiên xếp chỗ")
    asked = await minh.taps("Người cao tuổi")
    assert "Lớp hết chỗ (2/2). Không ai bị mất chỗ vì việc này." in asked.text
    done = await minh.taps("Lên đầu danh sách chờ")
    assert done.text == "✅ Năm nay đứng thứ 1 trong danh sách chờ. Có chỗ trống là mình báo."
    assert "3. Năm · chờ, thứ 1\n4. Tư · chờ, thứ 2" in (await minh.says("/danhsach L101")).text
    nam.new()
    await lan.says(f"/huy {await registration(town, 'Lan')} co")
    assert await town.standings("L101") == [("Ba", SEATED), ("Tư", WAITING), ("Năm", SEATED)]
    assert "🎉 Có chỗ rồi!" in nam.new()[0]
    assert await noted(town, "moved_up") == [("moved_up", "L101", "Người cao tuổi")]
    await all_is_well(town)


async def test_a_seat_is_added_for_who_is_moved_up(town: Town) -> None:
    people = await joins(town, "Lan", "Ba", "Tư", "Năm")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/xeplen {await registration(town, 'Năm')}")
    await minh.says("Nhà ở xa")
    choice = minh.messages[-1]
    people[3].new()
    done = await minh.taps("Thêm 1 chỗ")
    assert done.text == "✅ Năm đã có chỗ trong lớp Zalo cho người cao tuổi (3/3 chỗ)."
    await minh.taps_old("Thêm 1 chỗ", choice)
    assert (await town.course("L101")).capacity == 3
    assert await town.standings("L101") == [("Lan", SEATED), ("Ba", SEATED), ("Tư", WAITING), ("Năm", SEATED)]
    assert "🎉 Có chỗ rồi!" in people[3].new()[0]
    assert await noted(town, "seat_added") == [("seat_added", "L101", "Nhà ở xa")]
    await all_is_well(town)


async def test_a_free_seat_of_a_closed_class_is_given(town: Town) -> None:
    lan, *_ = await joins(town, "Lan", "Ba", "Tư", "Năm")
    await town.turns_to_local(25, 9)
    await lan.says(f"/huy {await registration(town, 'Lan')} co")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/xeplen {await registration(town, 'Năm')}")
    assert "Lớp còn 1 chỗ trống." in (await minh.taps("Đã chờ từ lớp trước")).text
    await minh.taps("Xếp vào lớp")
    assert await town.standings("L101") == [("Ba", SEATED), ("Tư", WAITING), ("Năm", SEATED)]
    await all_is_well(town)
