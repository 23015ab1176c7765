"""Somebody who was added by hand asks to be forgotten, and an organizer sees to it; on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.contacts import Contact
from storage.database import Database
from storage.deletion import apply_ledger, delete_person
from storage.invariants import broken
from storage.ledger import Ledger
from storage.registrations import Standing
from tests.classes import Class
from tests.organizing import UNKNOWN, adds_by_hand, ends, organizer
from tests.town import Resident, Town, living, signs_up

QUESTION = "Người ấy xin xóa? Mình xóa hết về Bà Tư"


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(capacity=1))
        yield town
        async with database.read(clock.now()) as store:
            assert await broken(store) == []


async def kept(town: Town) -> list[str]:
    async with town.database.read(town.clock.now()) as store:
        return [f"{one.chat_name} {one.phone}" for one in await store.session.scalars(select(Contact))]


async def test_they_are_forgotten_and_whoever_waits_gets_the_seat(town: Town) -> None:
    minh, hanh = await organizer(town, "Minh", "Đa Kao"), town.resident("Hạnh")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await signs_up(hanh, "L101", "Hạnh")
    await minh.says("/danhsach L101")
    await minh.taps("1")
    asked = await minh.taps("Xóa hết về người này")
    assert asked.text.startswith(QUESTION)
    assert (await minh.says("sao cũng được")).text == asked.text
    assert "Bà Tư 0909123456" in await kept(town)
    done = await minh.taps("Vâng, xóa hết")
    assert done.text.startswith("✅ Mình đã xóa hết về người ấy.")
    assert "Bà Tư" not in str(await kept(town))
    assert await town.standings("L101") == [("Hạnh", Standing.SEATED)]
    assert hanh.last.startswith("🎉 Có chỗ rồi! Bạn đã được xếp vào lớp")
    await minh.taps_old("Vâng, xóa hết", asked)
    late = next(one.text for one in minh.messages if one.id == asked.id)
    assert late == "Việc này đã xong rồi, nên mình không làm lại."
    async with town.database.read(town.clock.now()) as store:
        entries = (await store.session.scalars(select(AuditEntry).where(AuditEntry.action == "erased_by_hand"))).all()
        assert [one.details for one in entries] == [{"course": "L101"}]
    assert "đã xóa một người ghi tay ở lớp L101" in (await minh.says("/nhatky")).text


async def test_they_stay_if_the_organizer_thinks_better_of_it(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await minh.says("/danhsach L101")
    await minh.taps("1")
    asked = await minh.taps("Xóa hết về người này")
    await minh.says("thôi giữ nguyên")
    await minh.taps_old("Vâng, xóa hết", asked)
    assert await town.standings("L101") == [("Bà Tư", Standing.SEATED)]


async def test_whoever_has_a_chat_decides_there(town: Town) -> None:
    minh, hanh = await organizer(town, "Minh", "Đa Kao"), town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    await hanh.does(lambda person: person.blocks())
    await minh.says("/danhsach L101")
    card = await minh.taps("1")
    assert "Phải gọi điện" in card.text
    assert not [label for label in card.labels if "Xóa hết" in label]
    number = next(
        one.data for row in card.buttons for one in row if one.data and one.data.startswith("/rutten")
    ).split()[1]
    assert "Người này không còn trong lớp nữa" in (await minh.says(f"/xoanguoi {number}")).text


async def test_nobody_else_can_erase_them(town: Town) -> None:
    await town.publishes(Class("L102", "Excel", ward="Phường Cầu Kho"))
    minh, nam, hanh = (
        await organizer(town, "Minh", "Đa Kao"),
        await organizer(town, "Nam", "Cầu Kho"),
        town.resident("Hạnh"),
    )
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await minh.says("/danhsach L101")
    card = await minh.taps("1")
    erase = next(one.data for row in card.buttons for one in row if one.data and one.data.startswith("/xoanguoi"))
    assert (await hanh.says(erase)).text == (await hanh.says(UNKNOWN)).text
    for said in (erase, "/xoanguoi", "/xoanguoi 999999999999", "/xoanguoi x"):
        assert (await nam.says(said)).text.startswith("Người này không còn trong lớp nữa"), said
    await minh.taps("Xóa hết về người này")
    question = minh.person.last
    boss = await organizer(town, "Sếp")
    await ends(boss, "Minh")
    assert (await minh.taps_old("Vâng, xóa hết", question)).text == (await hanh.says(UNKNOWN)).text
    assert await town.standings("L101") == [("Bà Tư", Standing.SEATED)]


async def test_a_restored_backup_forgets_them_again(database: Database, clock: StillClock, tmp_path: Path) -> None:
    ledger, since = Ledger(tmp_path / "ledger"), clock.now()
    async with database.begin(since) as store:
        number = (await store.contacts.add_by_hand("Bà Tư", "0909123456", None, None)).id
        await store.contacts.add_by_hand("Ông Năm", None, None, None)
    clock.turn(timedelta(hours=1))
    async with database.begin(clock.now()) as store:
        store.ledger = ledger
        await delete_person(store, await store.contacts.get(number))
    async with database.begin(clock.now()) as store:
        store.session.add(Contact(id=number, chat_name="Bà Tư", language="vi", leads=[], created_at=since))
    async with database.begin(clock.now()) as store:
        store.ledger = ledger
        await apply_ledger(store)
        assert [one.chat_name for one in await store.session.scalars(select(Contact))] == ["Ông Năm"]


async def takes_out(who: Resident, name: str) -> None:
    """As they asked for it."""
    await who.says(f"/tim {name}")
    await who.taps("1")
    await who.taps("Rút tên khỏi lớp")
    await who.taps("Xin nghỉ")
    await who.taps("Vâng, rút tên")


async def test_who_was_taken_out_is_still_found_and_erased(town: Town) -> None:
    await town.publishes(Class("L102", "Excel", ward="Phường Cầu Kho"))
    minh, nam = await organizer(town, "Minh", "Đa Kao"), await organizer(town, "Nam", "Cầu Kho")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await takes_out(minh, "tu")
    assert await town.standings("L101") == []
    assert "Mình không thấy ai tên “tu”." in (await nam.says("/tim tu")).text
    found = await minh.says("/tim tu")
    assert "1. Bà Tư · đã rút tên · ☎ phải gọi điện 0909123456" in found.text
    card = await minh.taps("1")
    assert "➖ Đã rút tên" in card.text
    assert not [label for label in card.labels if "Rút tên" in label or "Ưu tiên" in label]
    (erase,) = [one.data for row in card.buttons for one in row if one.data and one.data.startswith("/xoanguoi")]
    assert (await nam.says(erase)).text.startswith("Người này không còn trong lớp nữa")
    assert (await minh.says(erase.replace("xoanguoi", "rutten"))).text.startswith("Người này không còn trong lớp nữa")
    await minh.says(erase)
    assert (await minh.taps("Vâng, xóa hết")).text.startswith("✅ Mình đã xóa hết về người ấy.")
    assert "Bà Tư" not in str(await kept(town))
    assert "Mình không thấy ai tên “tu”." in (await minh.says("/tim tu")).text


async def test_whoever_has_a_chat_and_left_is_not_looked_up(town: Town) -> None:
    """They see to their own data; nobody else needs to."""
    minh, hanh = await organizer(town, "Minh", "Đa Kao"), town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    await takes_out(minh, "Hạnh")
    assert "Mình không thấy ai tên “Hạnh”." in (await minh.says("/tim Hạnh")).text


async def test_they_are_found_after_the_class_is_over(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    town.clock.turn(timedelta(days=60))
    assert "1. Bà Tư" in (await minh.says("/tim Tư")).text


async def test_in_english(town: Town) -> None:
    minh, emma = await organizer(town, "Minh", "Đa Kao"), await organizer(town, "Emma", "Đa Kao", "en")
    await adds_by_hand(minh, "L101", "Bà Tư", "0909123456")
    await takes_out(minh, "Tư")
    assert "1. Bà Tư · taken out" in (await emma.says("/find Tư")).text
    assert "➖ Taken out" in (await emma.taps("1")).text
