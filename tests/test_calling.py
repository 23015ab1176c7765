"""Whom an organizer has to call after a file moved or called off a class; on both databases."""

from collections.abc import AsyncIterator

import pytest

from schedules.clock import StillClock
from storage.database import Database
from tests.classes import Class
from tests.organizing import adds_by_hand, organizer
from tests.test_catalogue_files import COLUMNS, table
from tests.test_desk_import import KNOWN, csv_of
from tests.town import Town, living, signs_up

MOVED = KNOWN | {"starts_at": "28/11/2026 8:30", "ends_at": "28/11/2026 10:00"}
CALLED_OFF = table(KNOWN | {"status": "hủy"}, columns=(*COLUMNS, "status")).encode("utf-8-sig")


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(), Class("E1", "Excel"))
        yield town


async def test_after_a_file_moved_their_class(town: Town) -> None:
    minh, hanh = await organizer(town, "Minh", "Đa Kao"), town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await adds_by_hand(minh, "E1", "Ông Năm", "0909654321")
    hanh.new()
    await minh.sends_file("lop.csv", csv_of(MOVED))
    done = await minh.taps("Đăng")
    assert "☎ Cần gọi điện báo cho 1 người (mình không nhắn tin được):\n• Bà Tư: 0909123456" in done.text
    assert "Ông Năm" not in done.text, "nothing changed for him"
    assert "Hạnh" not in done.text, "she reads it herself"
    assert "28/11" in hanh.new()[0]


async def test_after_a_file_called_their_class_off(town: Town) -> None:
    minh, hanh = await organizer(town, "Minh", "Đa Kao"), town.resident("Hạnh")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await signs_up(hanh, "L101", "Hạnh")
    await hanh.does(lambda person: person.blocks())
    await minh.sends_file("lop.csv", CALLED_OFF)
    done = await minh.taps("Đăng")
    assert "☎ Cần gọi điện báo cho 2 người (mình không nhắn tin được):" in done.text
    assert "• Bà Tư: 0909123456" in done.text
    assert "• Hạnh: chưa có số điện thoại" in done.text
    assert await town.standings("L101") == []


async def test_in_english(town: Town) -> None:
    emma, minh = await organizer(town, "Emma", "Đa Kao", "en"), await organizer(town, "Minh", "Đa Kao")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await emma.sends_file("classes.csv", csv_of(MOVED))
    done = await emma.taps("Publish")
    assert "☎" in done.text
    assert "• Bà Tư: 0909123456" in done.text
