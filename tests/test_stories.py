"""Stories of residents, through Telegram's wire, on both databases."""

import pytest

from schedules.clock import StillClock
from storage.consents import Purpose
from storage.database import Database
from storage.registrations import Standing
from tests.classes import Class, at
from tests.town import Town, living, signs_up

ZALO = Class()
EXCEL = Class("L102", "Excel căn bản", (at(26, 18),), capacity=1, ward="Phường Cầu Kho", fee_vnd=150_000)
TAICHI = Class("L103", "Thái cực quyền", (at(27, 5, 30), at(29, 5, 30)), topic="Sức khỏe")


@pytest.fixture
async def town(database: Database, clock: StillClock):  # type: ignore[no-untyped-def]
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, TAICHI)
        yield town


async def test_first_hello(town: Town) -> None:
    hanh = town.resident("Hạnh")
    greeting = await hanh.says("/start")
    assert greeting.text.startswith("Chào bạn!\nMình là Bạn Học")
    assert greeting.labels == ["📚 Lớp sắp mở", "🎒 Lớp của tôi", "⚙️ Cài đặt", "❓ Trợ giúp", "🧩 Câu đố"]


async def test_english_hello(town: Town) -> None:
    emma = town.resident("Emma", "en-GB")
    greeting = await emma.says("/start")
    assert greeting.text.startswith("Hello!\nI am Bạn Học")
    card = await emma.says("excel")
    assert "Fee: 150,000 VND" in card.text
    assert "1 seat left" in card.text


async def test_list_and_card_edit_in_place(town: Town) -> None:
    hanh = town.resident("Hạnh")
    greeting = await hanh.says("/start")
    listed = await hanh.taps("Lớp sắp mở")
    assert listed.id == greeting.id
    assert listed.edited
    assert (
        "1. Zalo cho người cao tuổi\nNgày kia, thứ Tư 25/11, 8:30–10:00 · Nhà văn hóa, Phường Đa Kao · còn 20 chỗ"
        in listed.text
    )
    card = await hanh.taps("3")
    assert card.id == greeting.id
    assert "2 buổi học:\n• Thứ Sáu 27/11, 5:30–7:00\n• Chủ nhật 29/11, 5:30–7:00" in card.text
    assert len(hanh.messages) == 1


async def test_filters_narrow_and_widen(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/lop")
    await hanh.taps("Phường ▾")
    only = await hanh.taps("Phường Cầu Kho")
    assert only.text.startswith("Lớp sắp mở (Phường Cầu Kho): 1 lớp")
    await hanh.taps("Tuần ▾")
    none = await hanh.taps("Tuần sau")
    assert none.text.startswith("Hiện chưa có lớp nào cho: Tuần sau, Phường Cầu Kho.")
    everything = await hanh.taps("Bỏ lọc")
    assert everything.text.startswith("Lớp sắp mở: 3 lớp")


async def test_signs_up_the_first_time(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("zalo cho nguoi cao tuoi")
    await hanh.taps("Đăng ký")
    await hanh.taps("Cho tôi")
    await hanh.taps("Hạnh")
    await hanh.taps("Phường Đa Kao")
    done = await hanh.taps("Tôi đồng ý")
    assert done.text.startswith("✅ Bạn đã có chỗ trong lớp Zalo cho người cao tuổi.")
    assert await town.standings("L101") == [("Hạnh", Standing.SEATED)]
    async with town.database.read(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(hanh.person.id))
        assert met
        assert met.contact
        consents = await store.consents.list_of(met.contact.id)
        assert [(one.purpose, one.given, one.version) for one in consents] == [(Purpose.CLASSES, True, "2026-11-22")]


async def test_a_ward_may_be_typed(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/dangky L101")
    await hanh.taps("Cho tôi")
    await hanh.taps("Hạnh")
    await hanh.says("p. da kao")
    await hanh.taps("Tôi đồng ý")
    async with town.database.read(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(hanh.person.id))
        assert met
        assert met.contact
        assert met.contact.neighbourhood is None
        centre = await store.centres.find(met.contact.centre_id or 0)
        assert centre
        assert centre.ward == "Phường Đa Kao"


async def test_second_class_takes_two_taps(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await signs_up(hanh, "L101", "Nguyễn Thị Hạnh")
    await hanh.says("/lop L103")
    await hanh.taps("Đăng ký")
    done = await hanh.taps("Cho tôi")
    assert done.text.startswith("✅ Bạn đã có chỗ trong lớp Thái cực quyền.")


async def test_nothing_is_kept_of_who_does_not_agree(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/dangky L101")
    await hanh.taps("Cho tôi")
    await hanh.says("Nguyễn Thị Hạnh")
    await hanh.taps("Bỏ qua")
    refused = await hanh.taps("Không đồng ý")
    assert refused.text.startswith("Vâng, mình không lưu gì của bạn và chưa đăng ký.")
    assert await town.standings("L101") == []
    async with town.database.read(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(hanh.person.id))
        assert met
        assert met.contact
        assert await store.learners.household(met.contact.id) == []
        assert met.dialog is None or "Nguyễn" not in str(met.dialog.state)


async def test_a_child_needs_the_adult(town: Town) -> None:
    bao = town.resident("Bảo")
    await bao.says("/dangky L101")
    await bao.taps("Cho người khác")
    await bao.taps("Con")
    await bao.says("Trần Khôi")
    await bao.taps("Dưới 16")
    await bao.taps("Bảo")
    await bao.says("tổ 5")
    await bao.taps("Tôi đồng ý")
    assert bao.last.startswith("Trần Khôi dưới 16 tuổi nên cần cha mẹ hoặc người giám hộ đồng ý")
    done = await bao.taps("Tôi đồng ý")
    assert done.text.startswith("✅ Trần Khôi đã có chỗ")
    again = await bao.says("/cuatoi")
    assert "Trần Khôi\n• Zalo cho người cao tuổi: ✅ có chỗ" in again.text


async def test_the_last_seat_the_line_and_the_seat_that_comes_free(town: Town) -> None:
    hanh, bao, khoi = town.resident("Hạnh"), town.resident("Bảo"), town.resident("Khôi")
    await signs_up(hanh, "L102", "Hạnh")
    first = await signs_up(bao, "L102", "Bảo")
    assert "Bạn đứng thứ 1 trong danh sách chờ." in first.text
    second = await signs_up(khoi, "L102", "Khôi")
    assert "Bạn đứng thứ 2 trong danh sách chờ." in second.text
    await hanh.says("/cuatoi")
    asked = await hanh.taps("Trả chỗ")
    assert "Chỗ sẽ được nhường cho người đang chờ." in asked.text
    await hanh.taps("Vâng, trả chỗ")
    assert await town.standings("L102") == [("Bảo", Standing.SEATED), ("Khôi", Standing.WAITING)]
    assert bao.last.startswith("🎉 Có chỗ rồi!")
    kept = await bao.taps("Giữ chỗ")
    assert "mình giữ chỗ trong lớp Excel căn bản" in kept.text


async def test_the_promoted_passes_it_on(town: Town) -> None:
    hanh, bao, khoi = town.resident("Hạnh"), town.resident("Bảo"), town.resident("Khôi")
    for who, name in ((hanh, "Hạnh"), (bao, "Bảo"), (khoi, "Khôi")):
        await signs_up(who, "L102", name)
    await hanh.says("/cuatoi")
    await hanh.taps("Trả chỗ")
    await hanh.taps("Vâng, trả chỗ")
    await bao.taps("Nhường chỗ")
    await bao.taps("Vâng, trả chỗ")
    assert await town.standings("L102") == [("Khôi", Standing.SEATED)]
    assert khoi.last.startswith("🎉 Có chỗ rồi!")


async def test_a_seat_that_comes_free_at_night_is_told_in_the_morning(town: Town) -> None:
    hanh, bao = town.resident("Hạnh"), town.resident("Bảo")
    await signs_up(hanh, "L102", "Hạnh")
    await signs_up(bao, "L102", "Bảo")
    await town.turns_to_local(23, 22)
    bao.new()
    await hanh.says("/cuatoi")
    await hanh.taps("Trả chỗ")
    await hanh.taps("Vâng, trả chỗ")
    assert await town.standings("L102") == [("Bảo", Standing.SEATED)]
    assert bao.new() == []
    await town.turns_to_local(24, 7)
    assert [text[:14] for text in bao.new()] == ["🎉 Có chỗ rồi! "]


async def test_after_closing_no_seat_moves_by_itself(town: Town) -> None:
    await town.publishes(Class("L104", "Nấu chè", (at(24, 18),), capacity=1, closes=at(23, 17)))
    hanh, bao = town.resident("Hạnh"), town.resident("Bảo")
    await signs_up(hanh, "L104", "Hạnh")
    await signs_up(bao, "L104", "Bảo")
    await town.turns_to_local(23, 17)
    bao.new()
    await hanh.says("/cuatoi")
    asked = await hanh.taps("Trả chỗ")
    assert "Lớp đã đóng đăng ký nên chỗ sẽ để trống." in asked.text
    await hanh.taps("Vâng, trả chỗ")
    assert await town.standings("L104") == [("Bảo", Standing.WAITING)]
    assert bao.new() == []
    late = await hanh.says("/dangky L104")
    assert late.text.startswith("Lớp Nấu chè đã đóng đăng ký từ 17 giờ, thứ Hai 23/11.")


async def test_pressing_twice_and_old_buttons(town: Town) -> None:
    hanh = town.resident("Hạnh")
    who = await hanh.says("/dangky L101")
    await hanh.taps("Cho tôi")
    asked = await hanh.taps_old("Cho tôi", who)
    assert asked.text.startswith("Mình gọi bạn là gì?")
    await hanh.taps("Hạnh")
    await hanh.taps("Bỏ qua")
    consent = hanh.messages[-1]
    done = await hanh.taps("Tôi đồng ý")
    twice = await hanh.taps_old("Tôi đồng ý", consent)
    assert twice.text == done.text
    assert await town.standings("L101") == [("Hạnh", Standing.SEATED)]
    await hanh.says("/dangky L103")
    old = await hanh.taps_old("Tôi đồng ý", consent)
    assert old.text.startswith("Nút này đã cũ, không dùng được nữa.")
    assert await town.standings("L103") == []


async def test_a_name_that_would_break_things(town: Town) -> None:
    evil = town.resident('<b>"; DROP')
    offered = await evil.says("/dangky L101")
    await evil.taps("Cho tôi")
    assert not any("DROP" in label for label in offered.labels)
    again = await evil.says('<b>"; DROP TABLE')
    assert again.text.startswith("Tên cần có chữ và không quá 80 ký tự.")
    await evil.says("O'Brien (Bà Tư)")
    await evil.taps("Bỏ qua")
    await evil.taps("Tôi đồng ý")
    assert await town.standings("L101") == [("O'Brien (Bà Tư)", Standing.SEATED)]


async def test_asking_for_something_else_in_the_middle(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/dangky L101")
    who = await hanh.taps("Cho tôi")
    await hanh.says("/lop")
    card = await hanh.says("excel")
    assert card.text.startswith("Excel căn bản")
    await hanh.taps_old("Hạnh", who)
    back = next(message for message in hanh.messages if message.id == who.id)
    assert back.text.startswith("Bạn ở phường nào?")


async def test_what_is_not_words_gets_a_kind_sentence(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert "bấm hình micro 🎤 trên bàn phím" in (await hanh.does(lambda person: person.sends_voice())).text
    assert "chưa đọc được ảnh" in (await hanh.does(lambda person: person.sends_photo())).text
    assert "Hình dễ thương quá" in (await hanh.does(lambda person: person.sends_sticker())).text
    assert "Mình chưa hiểu ý bạn." in (await hanh.says("😀")).text
    assert "Mình chưa hiểu ý bạn." in (await hanh.says("a" * 4096)).text


async def test_a_deep_link_opens_the_class(town: Town) -> None:
    hanh = town.resident("Hạnh")
    card = await hanh.does(lambda person: person.starts("lop_L103"))
    assert card.text.startswith("Thái cực quyền")
    shared = await hanh.taps("Chia sẻ")
    assert "https://t.me/banhoc_demo_bot?start=lop_L103" in shared.text
    unknown = await hanh.does(lambda person: person.starts("lop_L999"))
    assert unknown.text.startswith("Mình không tìm thấy lớp có mã L999.")


async def test_calendar_file(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/lop L103")
    sent = await hanh.taps("Thêm vào lịch")
    content = sent.document_bytes
    assert content
    assert sent.document == "lop-L103.ics"
    assert content.count(b"BEGIN:VEVENT") == 2
    assert b"DTSTART:20261126T223000Z" in content
    assert "Thái cực quyền" in content.decode()


async def test_reminders_come_and_lead_on(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    hanh.new()
    await town.turns_to_local(24, 8, 30)
    (day_before,) = hanh.new()
    assert "Zalo cho người cao tuổi" in day_before
    assert "gày mai, thứ Tư 25/11" in day_before
    coming = await hanh.taps("Sẽ đến")
    assert coming.text.startswith("Cảm ơn bạn đã báo!")
    hanh.new()
    await town.turns_to_local(24, 20, 30)
    assert len(hanh.new()) == 1, "the reminder of two hours before falls into the quiet and comes the evening before"
    await town.turns_to_local(25, 12)
    assert hanh.new() == []


async def test_a_lesson_moves(town: Town) -> None:
    hanh, bao = town.resident("Hạnh"), town.resident("Bảo")
    await signs_up(hanh, "L102", "Hạnh")
    await signs_up(bao, "L102", "Bảo")
    hanh.new(), bao.new()
    moved = Class("L102", "Excel căn bản", (at(28, 19),), capacity=1, ward="Phường Cầu Kho", fee_vnd=150_000)
    assert await town.publishes(moved) == 2
    (told,) = hanh.new()
    assert "thứ Năm 26/11" in told
    assert "thứ Bảy 28/11" in told
    assert len(bao.new()) == 1
    assert await town.publishes(moved) == 0
    await town.turns_to_local(26, 20)
    assert hanh.new() == []
    await town.turns_to_local(28, 20)
    assert len(hanh.new()) == 2


async def test_who_blocks_us_is_left_alone_until_they_return(town: Town) -> None:
    hanh, bao = town.resident("Hạnh"), town.resident("Bảo")
    await signs_up(hanh, "L102", "Hạnh")
    await signs_up(bao, "L102", "Bảo")
    bao.person.blocks()
    await town.settle()
    refused = town.standin.refused
    await hanh.says("/cuatoi")
    await hanh.taps("Trả chỗ")
    await hanh.taps("Vâng, trả chỗ")
    assert town.standin.refused == refused
    await bao.does(lambda person: person.unblocks())
    mine = await bao.says("/cuatoi")
    assert "Excel căn bản: ✅ có chỗ" in mine.text


async def test_commands_are_offered_in_both_languages(town: Town) -> None:
    vietnamese = {one["command"] for one in town.standin.commands_for(1, "vi")}
    english = {one["command"] for one in town.standin.commands_for(1, "en")}
    assert vietnamese == {"lop", "cuatoi", "tailieu", "cauhoi", "hoidap", "caidat", "dulieu", "riengtu", "trogiup"}
    assert english == {"classes", "mine", "materials", "quiz", "faq", "settings", "mydata", "privacy", "help"}
