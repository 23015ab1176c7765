"""Organizers add somebody who has no phone of ours, who agrees by word of mouth; on both databases."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from handlers.calling import call_list
from handlers.hand_added import read_phone
from handlers.texts import VIETNAMESE
from schedules.clock import StillClock
from storage.consents import Consent, Purpose
from storage.contacts import Address, Contact
from storage.database import Database
from storage.deletion import forget_old
from tests.classes import Class
from tests.organizing import contact_id, organizer
from tests.seating import SEATED, ZALO, joins, noted, registration
from tests.town import Resident, Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def adds(who: Resident, *answers: str) -> None:
    """A name, then what is tapped or typed to each question."""
    await who.says("/themnguoi L101")
    for one in answers:
        await (who.taps(one) if one in ("Từ 16 tuổi", "Dưới 16 tuổi", "Bỏ qua", "Đã đồng ý", "Thôi") else who.says(one))


async def test_somebody_without_a_phone_of_ours_is_added(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/danhsach L101")
    asked = await minh.taps("Ghi thêm người")
    assert "Bạn gõ họ tên người ấy giúp mình." in asked.text
    await minh.says("Bà Tư")
    await minh.taps("Từ 16 tuổi")
    assert "Số điện thoại cần 9 đến 11 chữ số" in (await minh.says("chưa nhớ")).text
    await minh.says("+84 909.123.456")
    confirm = await minh.says("tổ 5")
    assert confirm.text == (
        "Ghi vào lớp Zalo cho người cao tuổi\n"
        "• Bà Tư\n"
        "• 0909123456\n"
        "• tổ 5\n"
        "\n"
        "Người ấy đã nghe và đồng ý cho trung tâm lưu những điều trên để giữ chỗ và gọi báo lịch chưa? "
        "Mình sẽ ghi lại rằng người ấy đồng ý bằng lời nói với bạn.\n"
        "Mình không nhắn tin được cho người ấy: lớp có gì đổi, bạn gọi điện báo giúp."
    )
    async with town.database.read(town.clock.now()) as store:
        assert len((await store.session.scalars(select(Contact))).all()) == 1
    done = await minh.taps("Đã đồng ý")
    assert done.text.startswith("✅ Đã ghi Bà Tư vào lớp Zalo cho người cao tuổi. Có chỗ trong lớp.")
    assert (await minh.taps_old("Đã đồng ý", confirm)).text == "Việc này đã xong rồi, nên mình không làm lại."
    assert await town.standings("L101") == [("Bà Tư", SEATED)]
    assert "☎ Phải gọi điện: 1" in (await minh.says("/danhsach L101")).text
    assert "1. Bà Tư · tổ 5 · ☎ phải gọi điện 0909123456" in minh.last
    async with town.database.read(town.clock.now()) as store:
        (consent,) = (await store.session.scalars(select(Consent))).all()
        assert (consent.purpose, consent.given, consent.oral) == (Purpose.CLASSES, True, True)
        assert (
            await store.session.scalars(select(Address).where(Address.contact_id == consent.contact_id))
        ).all() == []
    assert await noted(town, "added_by_hand") == [("added_by_hand", "L101", "")]


async def test_nothing_is_kept_of_who_did_not_agree(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bà Tư", "Từ 16 tuổi", "Bỏ qua", "Bỏ qua", "Thôi")
    assert minh.last == "Vâng, mình giữ nguyên, không đổi gì."
    assert await town.standings("L101") == []
    async with town.database.read(town.clock.now()) as store:
        assert "Bà Tư" not in str([one.chat_name for one in await store.session.scalars(select(Contact))])


async def test_a_child_is_added_with_the_guardians_word(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bé Na", "Dưới 16 tuổi", "Bỏ qua", "Đa Kao")
    assert "Cha mẹ hoặc người giám hộ của cháu đã nghe và đồng ý" in minh.last
    await minh.taps("Đã đồng ý")
    assert (
        "1. Bé Na · dưới 16 tuổi · Phường Đa Kao · ☎ phải gọi điện, chưa có số"
        in (await minh.says("/danhsach L101")).text
    )
    async with town.database.read(town.clock.now()) as store:
        consents = (await store.session.scalars(select(Consent).order_by(Consent.id))).all()
        assert [(one.purpose, one.oral) for one in consents] == [(Purpose.CLASSES, True), (Purpose.CHILD, True)]


async def test_the_same_name_twice_is_pointed_out_and_a_full_class_has_a_line(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await joins(town, "Bà Tư", "Ông Năm")
    await adds(minh, "ba tu", "Từ 16 tuổi", "Bỏ qua", "Bỏ qua")
    assert "⚠️ Trong lớp đã có người trùng tên" in minh.last
    assert "Danh sách chờ, thứ 1" in (await minh.taps("Đã đồng ý")).text


@pytest.mark.parametrize(
    ("said", "number"),
    [("0909 123 456", "0909123456"), ("+84909123456", "0909123456"), ("028-38.123.456", "02838123456")],
)
def test_telephone_numbers(said: str, number: str) -> None:
    assert read_phone(said) == number
    for wrong in ("", "12345678", "123456789012", "090912345a", "٠٩٠٩١٢٣٤٥٦"):
        assert read_phone(wrong) is None


async def test_whom_nobody_can_write_to_has_to_be_called(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bà Tư", "Từ 16 tuổi", "0909123456", "tổ 5", "Đã đồng ý")
    await joins(town, "Ba")
    await adds(minh, "Ông Năm", "Từ 16 tuổi", "Bỏ qua", "Bỏ qua", "Đã đồng ý")
    await minh.says(f"/rutten {await registration(town, 'Bà Tư')}")
    assert "☎ Người này không nhận được tin" in (await minh.says("chuyển nhà")).text
    done = await minh.taps("Vâng, rút tên")
    assert done.text == (
        "✅ Đã rút tên Bà Tư khỏi lớp Zalo cho người cao tuổi.\n"
        "\n"
        "☎ Cần gọi điện báo cho 2 người (mình không nhắn tin được):\n"
        "• Ông Năm: chưa có số điện thoại\n"
        "• Bà Tư: 0909123456 (tổ 5)"
    )


async def test_the_call_list_is_empty_when_everyone_can_be_written_to(town: Town) -> None:
    lan, ba = await joins(town, "Lan", "Ba")
    both = [await registration(town, name) for name in ("Lan", "Ba")]
    async with town.database.read(town.clock.now()) as store:
        assert await call_list(store, VIETNAMESE, both) is None
    await lan.does(lambda person: person.blocks())
    async with town.database.read(town.clock.now()) as store:
        told = await call_list(store, VIETNAMESE, both)
        assert told is not None
        assert told.striptags().endswith("• Lan: chưa có số điện thoại")
    assert ba


async def test_who_was_added_by_hand_is_forgotten_after_a_year(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bà Tư", "Từ 16 tuổi", "0909123456", "tổ 5", "Đã đồng ý")
    await town.turns_to_local(28, 8)
    async with town.database.begin(town.clock.now()) as store:
        await forget_old(store)
        assert len((await store.session.scalars(select(Contact))).all()) == 2
    async with town.database.begin(town.clock.now().replace(year=2027, month=12)) as store:
        await forget_old(store)
    async with town.database.read(town.clock.now()) as store:
        assert [one.id for one in await store.session.scalars(select(Contact))] == [await contact_id(town, minh)]
