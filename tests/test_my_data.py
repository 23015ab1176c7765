"""My data: everything is shown, what is wrong is put right, one person can be let go; privacy in plain words."""

from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import date

import pytest
from sqlalchemy import select

from handlers import texts
from handlers.privacy import PRIVACY_VERSION
from schedules.clock import StillClock
from storage.base import Base
from storage.consents import Consent
from storage.database import Database
from storage.learners import Relation
from storage.my_data import MyData
from storage.registrations import Registration
from tests.talking import Room, talking

PEOPLE = {"contacts", "addresses", "learners", "registrations"}
NOBODYS = {"group_chats"}
"""Bound to an address at which no one person is reached."""


@pytest.fixture
async def room(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    async with talking(database, clock) as room:
        yield room


def test_no_table_about_people_is_forgotten() -> None:
    about = {
        table.name
        for table in Base.metadata.tables.values()
        if table.name in PEOPLE or any(key.column.table.name in PEOPLE for key in table.foreign_keys)
    }
    named = {
        table.name
        for table in Base.metadata.tables.values()
        if {"contact_id", "learner_id", "address_id", "registration_id"} & set(table.columns.keys())
    }
    shown = {field.name for field in fields(MyData)} - {"centre"}
    assert shown == (about | named) - NOBODYS
    for language in texts.LANGUAGES:
        assert set(texts.of(language).my_file.headings()) == shown


async def full_life(room: Room, language: str) -> str:
    """Somebody with everything there is about a person; gives their file."""
    lan = room.person("71", "Lan 🌸", language)
    seat, dropped = await room.course("Excel"), await room.course("Zalo & <bạn bè>")
    await lan.says("/start")
    first = await room.joins(lan, seat, "Nguyễn Thị Lan")
    await room.joins(lan, seat, "Bé An", Relation.CHILD)
    gone = await room.joins(lan, dropped, "Nguyễn Thị Lan")
    async with room.database.begin(room.clock.now()) as store:
        await store.registrations.cancel(await store.session.get_one(Registration, gone))
        met = await store.contacts.find("test", "71")
        assert met is not None
        assert met.contact is not None
        centre = (await store.centres.list_all())[0]
        await store.contacts.live_in(met.contact, centre.id, "tổ 5")
        course = await store.courses.get(seat)
        await store.attendances.promise(course.lessons[0].id, first)
    await lan.says("/dulieu sua")
    await lan.taps("Bé An")
    await lan.says("/dulieu xem")
    return lan.document


async def test_the_file_shows_everything_in_vietnamese(room: Room) -> None:
    text = await full_life(room, "vi")
    code = text.split("Excel (")[1].split(")")[0]
    other = text.split("Zalo & <bạn bè> (")[1].split(")")[0]
    kept, _, messages = text.partition("TIN MÌNH GỬI BẠN (30 ngày)\n")
    assert kept == (
        "DỮ LIỆU CỦA BẠN Ở BẠN HỌC\n"
        "Lúc 23/11/2026 8:00\n"
        "\n"
        "VỀ BẠN (giữ đến khi bạn xóa)\n"
        "- Tên trên ứng dụng chat: Lan 🌸\n"
        "- Ngôn ngữ: Tiếng Việt\n"
        "- Phường: Phường Cầu Kho\n"
        "- Tổ dân phố: tổ 5\n"
        "- Nhắc buổi học: trước 1 ngày, trước 2 giờ\n"
        "- Tạm dừng tin: không\n"
        "- Bắt đầu: 23/11/2026 8:00\n"
        "\n"
        "CUỘC CHAT VỚI MÌNH (giữ đến khi bạn xóa)\n"
        "- test, số 71, dùng gần đây 23/11/2026 8:00\n"
        "\n"
        "NGƯỜI HỌC (giữ đến khi bạn xóa)\n"
        "- Nguyễn Thị Lan (Tôi), ghi lúc 23/11/2026 8:00\n"
        "- Bé An (Con), dưới 16 tuổi, ghi lúc 23/11/2026 8:00\n"
        "\n"
        "ĐĂNG KÝ LỚP (12 tháng sau khi lớp kết thúc, rồi chỉ còn con số)\n"
        f"- Nguyễn Thị Lan: Excel ({code}), có chỗ, đăng ký 23/11/2026 8:00, có chỗ 23/11/2026 8:00\n"
        f"- Bé An: Excel ({code}), có chỗ, đăng ký 23/11/2026 8:00, có chỗ 23/11/2026 8:00\n"
        f"- Nguyễn Thị Lan: Zalo & <bạn bè> ({other}), đã hủy, "
        "đăng ký 23/11/2026 8:00, có chỗ 23/11/2026 8:00, hủy 23/11/2026 8:00\n"
        "\n"
        "BUỔI HỌC ĐÃ BÁO SẼ ĐẾN (giữ cùng đăng ký lớp)\n"
        "- Excel, buổi 30/11/2026 9:00, báo lúc 23/11/2026 8:00\n"
        "\n"
        "BUỔI HỌC ĐÃ ĐẾN (12 tháng sau khi lớp kết thúc, rồi chỉ còn con số)\n"
        "- không có\n"
        "\n"
        "LẦN GÕ SAI MÃ ĐIỂM DANH (1 giờ)\n"
        "- không có\n"
        "\n"
        "NHỮNG LẦN BẠN ĐỒNG Ý (giữ đến khi bạn xóa, sau đó không còn tên)\n"
        "- 23/11/2026 8:00: đồng ý, giữ chỗ và nhắc lịch, theo bản ngày 2026-11-22\n"
        "- 23/11/2026 8:00: đồng ý, cho trẻ dưới 16 tuổi (Bé An), theo bản ngày 2026-11-22\n"
        "\n"
        "VIỆC ĐANG LÀM DỞ (24 giờ)\n" + kept.split("VIỆC ĐANG LÀM DỞ (24 giờ)\n")[1]
    )
    assert "- rename, 23/11/2026 8:00: {" in kept
    assert (
        "- 23/11/2026 8:00, đã gửi: Tên đang ghi: Bé An. Bạn gõ tên mới giúp mình nhé. [Thôi, giữ nguyên]" in messages
    )
    assert messages.endswith(
        "\n\nTIN BẠN GỬI CHO MÌNH\nNội dung chỉ giữ đến khi xử lý xong, nên không có ở đây. "
        "Dấu vết đã nhận (không có nội dung) giữ 3 ngày. Bản sao lưu giữ 30 ngày.\n"
    )


async def test_the_file_shows_everything_in_english(room: Room) -> None:
    text = await full_life(room, "en")
    for line in (
        "YOUR DATA AT BẠN HỌC\nAs of 23/11/2026 8:00",
        "ABOUT YOU (kept until you delete it)\n- Name in the chat app: Lan 🌸\n- Language: English",
        "- test, number 71, last used 23/11/2026 8:00",
        "- Bé An (Child), under 16, noted 23/11/2026 8:00",
        "seated, signed up 23/11/2026 8:00, seated 23/11/2026 8:00",
        "- Excel, lesson 30/11/2026 9:00, said on 23/11/2026 8:00",
        "- 23/11/2026 8:00: agreed, for a child under 16 (Bé An), text of 2026-11-22",
        "sent: The name I have: Bé An. Please type the new name. [Leave it as it is]",
        "WHAT YOU WROTE TO ME\nKept only until it is dealt with",
    ):
        assert line in text


async def test_who_only_said_hello_gets_a_short_file(room: Room) -> None:
    lan = room.person("71", "Lan")
    assert await lan.says("/dulieu") == (
        "<b>Dữ liệu của tôi</b>\n"
        "\n"
        "👤 Người học: chưa có tên ai\n"
        "📝 Lớp đang đăng ký: 0 · đã học: 0\n"
        "\n"
        "Bạn xem tất cả những gì mình lưu, sửa chỗ sai, hoặc xóa hết bất cứ lúc nào."
    )
    assert await lan.taps("Xem tất cả") == (
        "Đây là tất cả những gì mình lưu về bạn.\nBạn bấm vào tệp để đọc. Tệp này chỉ gửi riêng cho bạn."
    )
    assert "NGƯỜI HỌC (giữ đến khi bạn xóa)\n- không có\n" in lan.document
    file = lan.heard[-1].document
    assert file is not None
    assert (file.name, file.media_type, file.content[:3]) == ("du-lieu-cua-toi.txt", "text/plain", b"\xef\xbb\xbf")


async def test_the_file_shows_nobody_else(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course = await room.course("Excel")
    await room.joins(lan, course, "Nguyễn Thị Lan")
    await room.joins(ba, course, "Trần Văn Ba")
    await lan.says("/dulieu xem")
    await ba.says("/dulieu xem")
    assert "Trần Văn Ba" not in lan.document
    assert "Nguyễn Thị Lan" not in ba.document


async def test_a_wrong_name_is_put_right(room: Room) -> None:
    lan = room.person("71", "Lan")
    course = await room.course("Excel")
    await room.joins(lan, course, "Lam")
    await lan.says("/dulieu")
    await lan.taps("Sửa")
    assert await lan.taps("Đổi tên: Lam") == "Tên đang ghi: <b>Lam</b>.\nBạn gõ tên mới giúp mình nhé."
    for wrong in ("123", "x" * 81, "!!!"):
        assert await lan.says(wrong) == ("Tên cần có chữ và không quá 80 ký tự. Bạn gõ lại họ tên giúp mình nhé.")
    assert await lan.says("  Nguyễn  Thị Lan ") == (
        "✅ Mình đã sửa tên thành <b>Nguyễn Thị Lan</b>.\n\n<b>Bạn muốn sửa gì?</b>"
    )
    assert await room.standings(course) == [("Nguyễn Thị Lan", "seated")]


async def test_leaving_a_name_as_it_is_ends_the_question(room: Room) -> None:
    lan = room.person("71", "Lan", "en")
    course = await room.course("Excel")
    await room.joins(lan, course, "Lan")
    await lan.says("/mydata")
    await lan.taps("Correct")
    await lan.taps("Rename")
    assert await lan.taps("Leave it") == "<b>What would you like to correct?</b>"
    await lan.says("Somebody Else")
    assert await room.standings(course) == [("Lan", "seated")]


async def test_a_child_is_let_go_and_the_seat_goes_to_who_waits(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course = await room.course("Vẽ", capacity=1)
    childs = await room.joins(lan, course, "Bé An", Relation.CHILD)
    await room.joins(ba, course, "Ba")
    await lan.says("/dulieu sua")
    assert await lan.taps("Xóa: Bé An") == (
        "<b>Xóa Bé An khỏi danh sách nhé?</b>\n"
        "Các lớp người này đang đăng ký sẽ được trả chỗ cho người đang chờ. "
        "Tên trong những tin mình đã gửi bạn sẽ mất sau 30 ngày."
    )
    assert await room.standings(course) == [("Bé An", "seated"), ("Ba", "waiting")]
    assert await lan.taps("Vâng, xóa") == "✅ Mình đã xóa <b>Bé An</b>.\n\n<b>Bạn muốn sửa gì?</b>"
    assert await room.standings(course) == [("Ba", "seated")]
    assert "Vẽ" in ba.last
    assert (await room.find_registration(childs)).learner_id is None
    async with room.database.read(room.clock.now()) as store:
        consents = (await store.session.scalars(select(Consent).order_by(Consent.id))).all()
        assert [(one.contact_id is None, one.learner_id) for one in consents] == [(True, None), (False, None)]


async def test_a_consent_for_another_does_not_become_ones_own(room: Room) -> None:
    lan = room.person("71", "Lan")
    await room.joins(lan, await room.course("Zalo"), "Mẹ Hoa", Relation.MOTHER)
    await lan.says("/dulieu sua")
    await lan.taps("Xóa: Mẹ Hoa")
    await lan.taps("Vâng, xóa")
    await lan.says("/dulieu xem")
    assert "sau đó không còn tên)\n- không có\n" in lan.document


async def test_the_button_for_one_person_does_not_remove_another(room: Room) -> None:
    lan = room.person("71", "Lan")
    course = await room.course("Vẽ")
    await room.joins(lan, course, "Bé An", Relation.CHILD)
    await room.joins(lan, course, "Bé Bi", Relation.CHILD)
    await lan.says("/dulieu sua")
    await lan.taps("Xóa: Bé An")
    old = lan.button("Vâng, xóa")
    await lan.taps("Không, giữ lại")
    await lan.taps("Xóa: Bé Bi")
    bi = lan.button("Vâng, xóa")
    assert old.split()[-1] != bi.split()[-1], "the number of a closed dialog was given to the next"
    assert (await lan.says(old, tapped="1")).startswith("<b>Xóa Bé An khỏi danh sách nhé?</b>")
    an = lan.button("Vâng, xóa")
    mixed = " ".join([*bi.split()[:-1], an.split()[-1]])
    assert (await lan.says(mixed)).startswith("<b>Xóa Bé Bi khỏi danh sách nhé?</b>")
    assert len(await room.standings(course)) == 2


async def test_a_second_tap_finds_them_gone(room: Room) -> None:
    lan = room.person("71", "Lan")
    await room.joins(lan, await room.course("Vẽ"), "Bé An", Relation.CHILD)
    await lan.says("/dulieu sua")
    await lan.taps("Xóa: Bé An")
    yes = lan.button("Vâng, xóa")
    await lan.says(yes, tapped="1")
    assert (await lan.says(yes, tapped="1")).startswith("Người này không có trong danh sách của bạn.")


async def test_nobody_corrects_or_removes_someone_elses_people(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course = await room.course("Vẽ")
    await room.joins(lan, course, "Bé An", Relation.CHILD)
    await ba.says("/start")
    async with room.database.read(room.clock.now()) as store:
        met = await store.contacts.find("test", "71")
        assert met is not None
        assert met.contact is not None
        child = (await store.learners.household(met.contact.id))[0]
    for said in (f"/dulieu bo {child.id}", f"/dulieu ten {child.id}"):
        assert (await ba.says(said)).startswith("Người này không có trong danh sách của bạn.")
    assert await room.standings(course) == [("Bé An", "seated")]


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_text_bears_the_day_that_consents_refer_to(language: str) -> None:
    written = date.fromisoformat(PRIVACY_VERSION)
    assert f"{written.day}/{written.month}/{written.year}" in texts.of(language).my_data.privacy()


async def test_privacy_says_everything_that_must_be_said(room: Room) -> None:
    lan, tom = room.person("71", "Lan"), room.person("72", "Tom", "en")
    said = await lan.says("/riengtu")
    for words in (
        "Mình lưu những gì?", "Để làm gì?", "Ai xem được?", "Giữ bao lâu?", "Bạn có quyền gì?", "Trẻ dưới 16 tuổi",
        "Cần hỏi ai?", "3 ngày", "30 ngày", "12 tháng", "/dulieu", "/dung", "khiếu nại",
    ):  # fmt: skip
        assert words in said
    assert len(said) < 4096
    said = await tom.says("/privacy")
    for words in ("3 days", "30 days", "12 months", "/mydata", "/pause", "parent or guardian", "complain"):
        assert words in said
    assert tom.labels == ["🔐 My data", "‹ Start"]


def test_a_name_in_a_consent_is_only_a_name() -> None:
    for language in texts.LANGUAGES:
        words = texts.of(language).my_data
        assert "<b>" not in words.consent_child("<b>An")
        assert "/dulieu" in words.consent_short() or "/mydata" in words.consent_short()
