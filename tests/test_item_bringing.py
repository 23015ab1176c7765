"""Organizers bring items of the mini-quizzes to their own centre, once, after a look; on both databases."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from handlers.quizzes import importing
from handlers.quizzes.bank import bank_of
from handlers.texts import VIETNAMESE, items
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from tests.bringing_items import CAU_KHO, DA_KAO, brought, two_centres
from tests.organizing import UNKNOWN, centre_id, contact_id, ends, organizer
from tests.town import Town

GIFT = """$CATEGORY: Lừa đảo qua mạng

::1::Ai đó xin mã OTP, bạn làm gì? {
=Không đưa
~Đưa ngay
####Mã OTP là chìa khóa của tài khoản.
}

Thủ đô ở đâu? {=Hà Nội =HN}

Công an không gọi điện đòi chuyển tiền.{T}
""".encode()
AIKEN = b"C\xc3\xa2u Aiken?\nA. m\xe1\xbb\x99t\nB. hai\nANSWER: B\n"
DONE = "✅ Đã đưa 2 câu vào kho câu đố của Phường Đa Kao."


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with two_centres(database, clock) as town:
        yield town


async def actions(town: Town) -> list[str]:
    async with town.database.read(town.clock.now()) as store:
        return list(await store.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


async def test_a_gift_file_is_looked_at_then_brought(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    preview = await lan.sends_file("cau-hoi.gift", GIFT)
    assert "👀 Đưa tệp cau-hoi.gift vào kho câu đố của Phường Đa Kao:" in preview.text
    assert "2 câu mới, 0 câu đã có, 1 chỗ mình chưa nhận." in preview.text
    assert "+ Ai đó xin mã OTP, bạn làm gì? (Lừa đảo qua mạng) → Không đưa" in preview.text
    assert "• Dòng 9: là câu tự gõ câu trả lời. Bạn thêm lựa chọn sai" in preview.text
    assert "💡 1 câu chưa có lời giải thích." in preview.text
    assert await brought(town) == []
    assert DONE in (await lan.taps("✅ Đưa vào kho")).text
    first, second = await brought(town)
    assert first.question["vi"] == "Ai đó xin mã OTP, bạn làm gì?"
    assert (first.topic, first.level, set(first.right)) == ("scams", 1, {0})
    assert first.explanation == {"vi": "Mã OTP là chìa khóa của tài khoản.", "en": "Mã OTP là chìa khóa của tài khoản."}
    assert second.options == {"vi": ("Đúng", "Sai"), "en": ("True", "False")}
    assert await brought(town, CAU_KHO) == []
    async with town.database.read(town.clock.now()) as store:
        assert not any(one.startswith("row-") for one in await bank_of(store, None))
    assert (await actions(town))[-1] == "items_brought"
    assert "bạn đã đưa câu đố vào kho: Phường Đa Kao" in (await lan.says("/nhatky")).text


async def test_only_who_lives_there_is_asked_what_a_centre_brought(town: Town) -> None:
    lan, hanh, tu = await organizer(town, "Lan", DA_KAO), town.resident("Hạnh"), town.resident("Tư")
    homes = {who: await centre_id(town, ward) for who, ward in ((hanh, DA_KAO), (tu, CAU_KHO))}
    for who, home in homes.items():
        await who.says("/start")
        number = await contact_id(town, who)
        async with town.database.begin(town.clock.now()) as store:
            await store.contacts.live_in(await store.contacts.get(number), home, None)
            # Of this topic nothing but what comes is asked.
            for one in items.load():
                if one.topic == "vneid":
                    await store.items.switch(home, one.id, is_on=False)
    await lan.sends_file("cau-hoi.txt", AIKEN)
    await lan.taps("Ứng dụng VNeID")
    await lan.taps("✅ Đưa vào kho")
    assert "Câu Aiken?" in (await hanh.says("/cauhoi vneid")).text
    assert "Câu Aiken?" not in (await tu.says("/cauhoi vneid")).text
    await hanh.says("hai")
    explained = next(text for text in hanh.new() if "Đúng rồi: hai" in text)
    assert "💡" not in explained


async def test_a_button_tapped_twice_brings_once(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    preview = await lan.sends_file("cau-hoi.gift", GIFT)
    await lan.taps("✅ Đưa vào kho")
    assert "Tệp này mình đã làm xong rồi" in (await lan.taps_old("✅ Đưa vào kho", preview)).text
    assert len(await brought(town)) == 2
    again = await lan.sends_file("cau-hoi.gift", GIFT)
    assert "Tệp cau-hoi.gift không có câu nào mới: 2 câu đã có trong kho rồi." in again.text
    assert "Dòng 9" in again.text
    assert not any("Đưa vào kho" in label for label in again.labels)
    assert (await lan.taps_old("✅ Đưa vào kho", preview)).text == VIETNAMESE.general.old_button()
    assert len(await brought(town)) == 2


async def test_never_mind_brings_nothing(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    preview = await lan.sends_file("cau-hoi.gift", GIFT)
    assert "mình không đưa câu nào vào kho" in (await lan.taps("Thôi")).text
    await lan.taps_old("✅ Đưa vào kho", preview)
    assert await brought(town) == []


async def test_a_file_that_names_no_topic_is_asked_for_it(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    asked = await lan.sends_file("cau-hoi.txt", AIKEN)
    assert "Có 1 câu không ghi chủ đề." in asked.text
    assert len([label for label in asked.labels if label]) == 14
    preview = await lan.taps("Ứng dụng VNeID")
    assert "+ Câu Aiken? (Ứng dụng VNeID) → hai" in preview.text
    assert "Đã đưa 1 câu" in (await lan.says("đưa vào kho")).text
    (one,) = await brought(town)
    assert (one.topic, one.explanation["vi"], set(one.right)) == ("vneid", "", {1})


async def test_who_has_all_centres_says_whose_bank(town: Town) -> None:
    minh = await organizer(town, "Minh")
    asked = await minh.sends_file("cau-hoi.gift", GIFT)
    assert "vào kho của trung tâm nào?" in asked.text
    assert set(asked.labels) == {DA_KAO, CAU_KHO}
    assert "vào kho câu đố của Phường Cầu Kho" in (await minh.taps(CAU_KHO)).text
    await minh.taps("✅ Đưa vào kho")
    assert len(await brought(town, CAU_KHO)) == 2
    assert await brought(town) == []


async def test_another_centre_cannot_be_named_by_hand(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.sends_file("cau-hoi.gift", GIFT)
    data = next(b.data for r in lan.person.last.buttons for b in r if "Đưa vào kho" in b.label)
    assert data is not None
    dialog = data.split()[1]
    await lan.says(f"/tepcau {dialog} o{await centre_id(town, CAU_KHO)}")
    await lan.taps("✅ Đưa vào kho")
    assert len(await brought(town)) == 2
    assert await brought(town, CAU_KHO) == []


async def test_what_changed_meanwhile_is_shown_before_anything_is_brought(town: Town) -> None:
    lan, mai = await organizer(town, "Lan", DA_KAO), await organizer(town, "Mai", DA_KAO)
    await lan.sends_file("cau-hoi.gift", GIFT)
    await mai.sends_file("mot.gift", b"$CATEGORY: scams\n\n" + GIFT.split(b"\n\n")[1])
    await mai.taps("✅ Đưa vào kho")
    shown = await lan.taps("✅ Đưa vào kho")
    assert "Từ lúc xem đến giờ kho đã có thay đổi khác." in shown.text
    assert "1 câu mới, 1 câu đã có" in shown.text
    assert len(await brought(town)) == 1
    await lan.taps("✅ Đưa vào kho")
    assert len(await brought(town)) == 2


async def test_an_item_of_the_bank_is_not_new_and_neither_is_the_same_twice(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    async with town.database.read(town.clock.now()) as store:
        known = (await bank_of(store, None))["scams-01"].question["vi"]
    ask = "{} {{=a ~b}}\n\n"
    text = "$CATEGORY: scams\n\n" + ask.format(known.upper()) + ask.format("Câu lạ?") + ask.format("CÂU LẠ?")
    assert "1 câu mới, 2 câu đã có" in (await lan.sends_file("a.gift", text.encode())).text


async def test_what_was_switched_off_can_be_brought_anew_only_if_it_was_corrected(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.sends_file("cau-hoi.gift", GIFT)
    await lan.taps("✅ Đưa vào kho")
    first, _ = await brought(town)
    await lan.says(f"/khocau {await centre_id(town, DA_KAO)} {first.id} tat")
    assert "2 câu đã có" in (await lan.sends_file("cau-hoi.gift", GIFT)).text
    corrected = GIFT.replace("Đưa ngay".encode(), "Đọc ngay cho họ".encode())
    assert "1 câu mới, 1 câu đã có" in (await lan.sends_file("cau-hoi.gift", corrected)).text


async def test_residents_and_former_organizers_see_nothing(town: Town) -> None:
    lan, minh, hanh = await organizer(town, "Lan", DA_KAO), await organizer(town, "Minh"), town.resident("Hạnh")
    unknown = (await hanh.says(UNKNOWN)).text
    await lan.sends_file("cau-hoi.gift", GIFT)
    await ends(minh, "Lan")
    assert (await lan.taps("✅ Đưa vào kho")).text == unknown
    for who in (hanh, lan):
        assert "Mình chưa đọc được loại tin này" in (await who.sends_file("cau-hoi.gift", GIFT)).text
        for said in ("/khocauhoi", "/maucauhoi", "/khocau 1 scams-01 tat", "/tepcau 1 dong"):
            assert (await who.says(said)).text == unknown
    assert await brought(town) == []


async def test_a_centre_brings_no_more_than_is_good(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST", 1)
    lan = await organizer(town, "Lan", DA_KAO)
    assert "thêm 2 câu nữa thì quá 1 câu" in (await lan.sends_file("cau-hoi.gift", GIFT)).text
    assert await brought(town) == []
