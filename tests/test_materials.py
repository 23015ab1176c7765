"""Materials: residents browse by topic and are offered some after a class; organizers add, see how often, end."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.demo.samples import PICTURE
from handlers.links import host_of, read_link
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.files import File, FileState
from storage.materials import Material
from storage.outbox import OutboxMessage
from tests.classes import at
from tests.organizing import UNKNOWN, organizer
from tests.town import Class, Resident, Town, living, signs_up

HOSTILE = '<b>"; DROP TABLE materials'
LINK = "https://vnexpress.net/so-hoa/canh-giac?id=5&x=1"


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(), Class("L102", "Vẽ chân dung", ward="Phường Cầu Kho", topic="Mỹ thuật"))
        yield town


async def adds(who: Resident, title: str, topic: str = "Kỹ năng số", link: str = LINK) -> str:
    """The whole way, by an organizer of one centre; gives the preview."""
    await who.says("/khotailieu")
    await who.taps("Thêm tài liệu")
    await who.says(title)
    await who.taps(topic)
    preview = await who.says(link)
    await who.taps("Thêm vào kho")
    return preview.text


async def materials(town: Town) -> list[Material]:
    async with town.database.read(town.clock.now()) as store:
        return list((await store.session.scalars(select(Material).order_by(Material.id))).all())


async def offers(town: Town) -> list[str]:
    """The keys of what was offered after classes."""
    async with town.database.read(town.clock.now()) as store:
        keys = select(OutboxMessage.key).where(OutboxMessage.key.startswith("materials:"))
        return list((await store.session.scalars(keys.order_by(OutboxMessage.key))).all())


async def test_with_nothing_there_is_nothing_to_browse(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.says("/tailieu")).text == "Hiện chưa có tài liệu nào.\nBạn ghé lại sau nhé."
    for said in ("/tailieu chude 1", "/tailieu chude 99999999999 x", "/tailieu xem 5", "/tailieu xem -1"):
        assert "tài liệu" in (await hanh.says(said)).text
    lan = await organizer(town, "Lan", "Đa Kao")
    assert (await lan.says("/khotailieu")).text.startswith("Kho tài liệu đang trống.")


async def test_a_link_is_added_and_opened(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    assert await adds(lan, "Nhận biết tin nhắn lừa đảo") == (
        "Thêm tài liệu này?\n"
        "\n"
        "Nhận biết tin nhắn lừa đảo\n"
        "Chủ đề: Kỹ năng số\n"
        "Của: Phường Đa Kao\n"
        f"🔗 {LINK}\n"
        "\n"
        "Bà con sẽ tìm thấy ở /tailieu. Học xong một lớp cùng chủ đề, người học được mời xem."
    )
    assert lan.last == "✅ Đã thêm vào kho tài liệu."
    shown = await hanh.says("/tailieu")
    assert shown.labels == ["Kỹ năng số (1)", "‹ Trang đầu"], "only topics that have some"
    assert "1. Nhận biết tin nhắn lừa đảo (🔗 vnexpress.net)" in (await hanh.taps("Kỹ năng số")).text
    card = await hanh.taps("1")
    assert "Trang này ở: vnexpress.net" in card.text
    assert card.buttons[0][0].url == LINK
    await hanh.taps("Kỹ năng số")
    await hanh.taps("1")
    assert "đã mở 2 lần" in (await lan.says("/khotailieu")).text
    async with town.database.read(town.clock.now()) as store:
        assert "material_added" in await store.session.scalars(select(AuditEntry.action))


async def test_a_file_is_added_and_sent(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan"), town.resident("Hạnh")
    await lan.says("/khotailieu them")
    await lan.taps("Tất cả trung tâm")
    await lan.says("Sổ tay Zalo")
    refused = await lan.sends_file("so-tay.pdf", b"%PDF-1.4 early")
    assert "Mình hỏi từng bước nhé: tệp gửi sau cùng." in refused.text
    await lan.taps("Kỹ năng số")
    for name in ("virus.apk", "macro.xlsm", "x.pdf.exe", "khong-duoi"):
        assert "Mình không gửi cho bà con loại tệp này" in (await lan.sends_file(name, b"MZ")).text
    preview = await lan.sends_file("so-tay.pdf", b"%PDF-1.4 so tay")
    assert "📄 so-tay.pdf" in preview.text
    await lan.taps("Thêm vào kho")
    await hanh.says("/tailieu")
    await hanh.taps("Kỹ năng số")
    got = await hanh.taps("1")
    assert got.text == "📄 Sổ tay Zalo"
    assert (got.document, got.document_bytes) == ("so-tay.pdf", b"%PDF-1.4 so tay")
    async with town.database.begin(town.clock.now()) as store:
        await store.files.tidy()
    await town.turns_to_local(27, 9)
    async with town.database.begin(town.clock.now()) as store:
        await store.files.tidy()
    assert (await hanh.says("/tailieu xem 1")).text == "📄 Sổ tay Zalo", "kept for as long as it is offered"


async def test_a_file_goes_some_days_after_its_material_was_ended(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await lan.says("/khotailieu them")
    await lan.says("Ảnh lớp học")
    await lan.taps("Kỹ năng số")
    await lan.sends_picture(PICTURE)
    await lan.taps("Thêm vào kho")
    await lan.says("/khotailieu xem 1")
    await lan.taps("Bỏ tài liệu này")
    yes = lan.person.last
    assert (await lan.taps("Vâng, bỏ")).text == "Đã bỏ tài liệu Ảnh lớp học."
    again = await lan.taps_old("Vâng, bỏ", yes)
    assert again.text == "Mình không tìm thấy tài liệu này trong kho của bạn."
    assert (await hanh.says("/tailieu xem 1")).text == "Tài liệu này không còn nữa.\nBạn xem tài liệu khác nhé."
    await town.turns_to_local(26, 9)
    async with town.database.begin(town.clock.now()) as store:
        await store.files.tidy()
        assert [one.state for one in await store.session.scalars(select(File))] == [FileState.GONE]


async def test_hostile_titles_are_only_titles(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await adds(lan, HOSTILE)
    await hanh.says("/tailieu")
    assert f"1. {HOSTILE} (🔗" in (await hanh.taps("Kỹ năng số")).text
    assert HOSTILE in (await lan.says("/khotailieu xem 1")).text
    await lan.says("/khotailieu them")
    for wrong in ("", " ", "x" * 201):
        assert "Tên cần có chữ" in (await lan.says(wrong or "\u200b")).text
    assert "Thôi" in (await lan.says("Tên mới")).labels[-1]
    assert "Chưa có chủ đề này" in (await lan.says(HOSTILE)).text


async def test_a_double_tap_adds_once(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    await lan.says("/khotailieu them")
    await lan.says("Một lần")
    topics = lan.person.last
    await lan.taps("Kỹ năng số")
    assert "Bạn gửi đường dẫn" in (await lan.taps_old("Kỹ năng số", topics)).text
    preview = await lan.says(LINK)
    await lan.taps("Thêm vào kho")
    assert (await lan.taps_old("Thêm vào kho", preview)).text == "✅ Đã thêm vào kho tài liệu."
    assert len(await materials(town)) == 1
    asked = await lan.says("/khotailieu them")
    assert (await lan.taps_old("Thêm vào kho", preview)).text.startswith("Nút này đã cũ")
    await lan.taps("Thôi")
    assert [one.text for one in lan.messages if one.id == asked.id] == ["Mình đã dừng, chưa thêm gì."]


async def test_another_centres_organizer_neither_sees_nor_ends_it(town: Town) -> None:
    lan, cuc, hanh = await organizer(town, "Lan", "Đa Kao"), await organizer(town, "Cúc", "Cầu Kho"), town.resident("H")
    await adds(lan, "Của Đa Kao")
    assert "Kho tài liệu đang trống." in (await cuc.says("/khotailieu")).text
    for said in ("xem 1", "bo 1", "boluon 1"):
        assert (await cuc.says(f"/khotailieu {said}")).text == "Mình không tìm thấy tài liệu này trong kho của bạn."
    unknown = (await hanh.says(UNKNOWN)).text
    for said in ("/khotailieu", "/khotailieu boluon 1", "/themtailieu 1 them"):
        assert (await hanh.says(said)).text == unknown
    assert [one.ended_at for one in await materials(town)] == [None]
    assert "🗂 Quản lý tài liệu" in (await lan.says("/tailieu")).labels
    assert "🗂 Quản lý tài liệu" not in (await hanh.says("/tailieu")).labels


async def test_who_lost_the_right_meanwhile_adds_nothing(town: Town) -> None:
    lan, chief = await organizer(town, "Lan", "Đa Kao"), await organizer(town, "Chí")
    await lan.says("/khotailieu them")
    await lan.says("Cách dùng Zalo")
    await lan.taps("Kỹ năng số")
    preview = await lan.says(LINK)
    await chief.says("/nhom thoi")
    await chief.taps("Lan")
    await chief.taps("Vâng, đồng ý")
    unknown = (await lan.says(UNKNOWN)).text
    assert (await lan.taps_old("Thêm vào kho", preview)).text == unknown
    assert await materials(town) == []


async def test_learners_are_offered_materials_once_after_the_class(town: Town) -> None:
    await town.publishes(Class("L103", "Zalo nâng cao", (at(24, 18, 30), at(25, 18, 30))))
    lan, hanh, tu = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh"), town.resident("Tư", "en")
    await adds(lan, "Nhận biết tin nhắn lừa đảo")
    await signs_up(hanh, "L103", "Nguyễn Thị Hạnh")
    async with town.database.begin(town.clock.now()) as store:
        await store.materials.add(None, (await store.topics.named("Mỹ thuật")).id, "Vẽ", 1, url=LINK)
    hanh.new()
    await town.turns_to_local(25, 23)
    assert await offers(town) == [], "the class ended at 20:00: two hours later it is quiet"
    await town.turns_to_local(26, 7)
    told = [one for one in hanh.new() if "đã học xong" in one]
    assert told == [
        "Lớp Zalo nâng cao đã học xong. Cảm ơn bạn đã tham gia! 🌷\n"
        "Nếu muốn ôn lại ở nhà, đây là tài liệu về Kỹ năng số:\n"
        "\n"
        "1. Nhận biết tin nhắn lừa đảo (🔗 vnexpress.net)\n"
        "\n"
        "Bạn bấm số của tài liệu muốn xem nhé."
    ]
    assert "Trang này ở: vnexpress.net" in (await hanh.taps("1")).text
    await town.turns_to_local(27, 12)
    assert len(await offers(town)) == 1
    assert tu.new() == []


async def test_nobody_is_offered_what_is_not_there_or_who_paused(town: Town) -> None:
    lan, hanh, ba = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh"), town.resident("Ba")
    await signs_up(hanh, "L101", "Hạnh")
    await signs_up(ba, "L101", "Ba")
    await adds(lan, "Chỉ về vẽ", "Mỹ thuật")
    await town.turns_to_local(25, 14)
    assert await offers(town) == [], "nothing on its topic"
    await ba.says("/dung")
    await adds(lan, "Zalo")
    await town.turns_to_local(25, 15)
    assert len(await offers(town)) == 1, "added after the class, offered all the same; not to who paused"


async def test_what_another_centre_keeps_for_itself_is_not_offered(town: Town) -> None:
    cuc, hanh = await organizer(town, "Cúc", "Cầu Kho"), town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    await adds(cuc, "Của Cầu Kho")
    await town.turns_to_local(26, 9)
    assert await offers(town) == []


async def test_english(town: Town) -> None:
    lan, tom = await organizer(town, "Lan", "Đa Kao", "en"), town.resident("Tom", "en")
    await lan.says("/library")
    await lan.taps("Add material")
    await lan.says("Safe on the net")
    await lan.taps("Kỹ năng số")
    assert "I cannot use this link" in (await lan.says("http://example.com")).text
    await lan.says("https://example.com/safe")
    assert (await lan.taps("Add it")).text == "✅ Added."
    await tom.says("/materials")
    await tom.taps("Kỹ năng số")
    assert "This page is at: example.com" in (await tom.taps("1")).text


@pytest.mark.parametrize(
    "said",
    [
        "http://example.com",
        "example.com",
        "javascript:alert(1)",
        "https://",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/",
        "https://user:secret@example.com/",
        "https://vietcombank.com.vn@evil.example/",
        "https://@example.com/",
        "https://example.com:8443/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com\\@evil.com/",
        "https://example.com/\nhttps://b.com",
        "https://-x.com/",
        "https://" + "a" * 64 + ".com/",
        "https://example.com/" + "x" * 500,
        "tg://resolve?domain=x",
        "https://[bad/",
        '<b>"; DROP',
    ],
)
def test_links_that_are_refused(said: str) -> None:
    assert read_link(said) is None


def test_links_are_shown_as_they_lead() -> None:
    assert read_link(" https://Example.com:443/a?b=c#d ") == "https://example.com/a?b=c#d"
    cyrillic = read_link("https://vietc\u043embank.com.vn/")
    assert cyrillic == "https://xn--vietcmbank-g9j.com.vn/" or "xn--" in (cyrillic or "")
    assert host_of(read_link("https://thuvien.edu.vn/sách/học") or "") == "thuvien.edu.vn"
    assert read_link("https://thuvien.edu.vn/sách") == "https://thuvien.edu.vn/s%C3%A1ch"
