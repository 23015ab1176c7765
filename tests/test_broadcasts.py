"""Stories of broadcasts: from the first word to the report."""

from collections.abc import AsyncIterator

import pytest

from schedules.clock import StillClock
from storage.broadcasts import State
from storage.database import Database
from tests.broadcasting import CAU_KHO, DA_KAO, Square, square
from tests.organizing import contact_id


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Square]:
    async with square(database, clock) as here:
        yield here


async def test_from_the_first_word_to_the_report(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    lan, emma = await here.resident("Lan"), await here.resident("Emma", language="en")
    await here.resident("Tư", news=False)
    await hoa.says("/banlamviec")
    await hoa.taps("📢 Thông báo")
    assert (await hoa.taps("Soạn thông báo")).text.startswith("✍️ Soạn thông báo\nBạn gõ lời thông báo")
    await hoa.says("Chào {ten}, thứ bảy có hội sách <ở> sân trung tâm.")
    await hoa.says("Hello {name}, there is a book fair on Saturday.")
    await hoa.taps("Không gửi kèm gì")
    chosen = await hoa.taps("Mọi người")
    assert "Lúc này là 2 người.\n(Nhóm này có 3 người; mình chỉ gửi cho ai đã đồng ý nhận tin chung.)" in chosen.text
    await hoa.taps("Xong, chọn vậy")
    hoa.new()
    await hoa.taps("Gửi ngay")
    vietnamese, english, question = hoa.new()
    code = (await here.last()).code
    assert vietnamese == (
        f"📢 Trung tâm học tập cộng đồng {CAU_KHO}\n\nChào Hoa, thứ bảy có hội sách <ở> sân trung tâm.\n\n"
        f"Mã thông báo: {code}. Muốn biết tin này thật hay giả, bấm /kiemtra_{code}\n"
        "Dừng nhận tin chung: /tinchung_khong"
    )
    assert english.startswith(f"📢 Community learning centre of {CAU_KHO}\n\nHello Hoa, there is a book fair")
    assert question.endswith("👥 Người nhận: mọi người\n🕐 Gửi ngay.\n\n2 người sẽ nhận. Bạn gõ 2 để gửi.")
    assert (await hoa.says("3")).text.startswith("Chưa gửi gì cả. 2 người sẽ nhận")
    await here.works()
    assert lan.new() == []
    assert (await hoa.says("2")).text.startswith("✅ Mình bắt đầu gửi đây.")
    await here.works()
    assert lan.new() == [vietnamese.replace("Chào Hoa", "Chào Lan")]
    assert emma.new() == [english.replace("Hello Hoa", "Hello Emma")]
    assert hoa.last.startswith(f"✅ Đã gửi xong {code}\n▓▓▓▓▓▓▓▓▓▓▓▓ 100%\n✅ Đã nhận: 2 / 2")
    assert (await here.last()).state is State.DONE
    assert (await here.counts()).sent == 2
    log = (await hoa.says("/nhatky")).text
    assert f"bạn đã xác nhận gửi thông báo {code}: {CAU_KHO}" in log


async def test_who_follows_a_learning_week_is_written_to(here: Square) -> None:
    hoa, lan, tu = await here.organizer("Hoa", CAU_KHO), await here.resident("Lan"), await here.resident("Tư")
    maker, follower = await contact_id(here.town, hoa), await contact_id(here.town, lan)
    async with here.town.database.begin(here.town.clock.now()) as store:
        today = store.programmes.today
        ours, theirs = await store.centres.of_ward(CAU_KHO), await store.centres.of_ward(DA_KAO)
        week = await store.programmes.make(ours.id, "Ngày hội sách", "", (today, today), maker)
        await store.programmes.make(theirs.id, "Ngày hội của Đa Kao", "", (today, today), maker)
        await store.programme_follows.follow(follower, week, today)
    await here.written(hoa, "Hội sách mở cửa thêm buổi tối.", "Mọi người")
    await hoa.taps("👥 Người nhận")
    await hoa.taps("Chọn lại từ đầu")
    offered = await hoa.taps("Người theo dõi một tuần lễ")
    assert [one.label for row in offered.buttons for one in row][:2] == ["Ngày hội sách", "‹ Quay lại"]
    assert "Người nhận: người theo dõi Ngày hội sách\nLúc này là 1 người." in (await hoa.says("ngay hoi")).text
    await hoa.taps("Xong, chọn vậy")
    await hoa.says("1")
    await here.works()
    assert "Hội sách mở cửa thêm buổi tối." in lan.last
    assert tu.new() == []


async def test_nobody_of_another_centre_sees_it(here: Square) -> None:
    hoa, nam = await here.organizer("Hoa", CAU_KHO), await here.organizer("Nam", DA_KAO)
    await here.resident("Lan")
    await here.written(hoa, "Chuyện riêng của Cầu Kho")
    number = (await here.last()).id
    assert "Chưa có thông báo nào" in (await nam.says("/thongbao")).text
    for words in (f"/thongbao {number}", f"/thongbao sua {number}", f"/thongbao bo {number}", f"/duyet {number}"):
        assert (await nam.says(words)).text == "Thông báo này không còn ở đây."
    lan = await here.resident("Lan Anh")
    unknown = (await lan.says("/khongcolenhnay")).text
    assert (await lan.says("/thongbao")).text == unknown
    assert (await lan.says("/tb 1 xong")).text == unknown
    assert (await here.last()).state is State.DRAFT


async def test_a_count_that_changed_is_asked_anew(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    lan, _ = await here.residents(2)
    await here.written(hoa, "Mời bà con.")
    await lan.says("/tinchung khong")
    asked = await hoa.says("2")
    assert "Số người nhận vừa đổi từ 2 thành 1, nên mình hỏi lại. Chưa gửi gì cả." in asked.text
    assert "1 người sẽ nhận. Bạn gõ 1 để gửi." in asked.text
    await here.works()
    assert (await here.last()).state is State.DRAFT
    await hoa.says("gửi 1")
    await here.works()
    assert (await here.last()).state is State.DONE


async def test_what_is_no_number_sends_nothing(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await here.residents(1)
    await here.written(hoa, "Mời bà con.")
    for words in ("gửi đi", "1 người", "10", "-1", "1.5", "", "²"):
        assert "Chưa gửi gì cả" in (await hoa.says(words or " . ")).text
    assert (await here.last()).state is State.DRAFT


async def test_an_audience_of_nobody_cannot_be_written_to(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    question = await here.written(hoa, "Có ai không?")
    assert question.text.endswith("Chưa có ai để nhận, nên chưa gửi được. Bạn chọn lại người nhận nhé.")
    assert "Chưa có ai để nhận" in (await hoa.says("0")).text
    assert (await here.last()).state is State.DRAFT


async def test_a_crowd_needs_a_second_organizer(here: Square) -> None:
    here.town.database.crowd = 2
    hoa, nam, other = (
        await here.organizer("Hoa", CAU_KHO),
        await here.organizer("Nam", CAU_KHO),
        await here.organizer("Tâm", DA_KAO),
    )
    lan, *_ = await here.residents(3)
    await here.written(hoa, "Mời bà con.")
    assert "cần thêm một người tổ chức đồng ý" in (await hoa.says("3")).text
    await here.works()
    assert lan.new() == []
    assert other.new() == []
    (asked,) = nam.new()
    assert asked.startswith("👥 Cần bạn xem giúp: một thông báo sắp gửi cho 3 người.\nLúc gửi: ngay khi bạn đồng ý.")
    assert "Mời bà con." in asked
    number = (await here.last()).id
    assert (await hoa.says(f"/duyet {number}")).text.startswith("Bạn là người đã gõ số")
    offered = nam.person.last
    assert (await nam.taps("Đồng ý gửi")).text == "✅ Cảm ơn bạn. Thông báo sẽ được gửi ngay bây giờ."
    await here.works()
    assert len(lan.new()) == 1
    assert any("Nam đã đồng ý gửi thông báo" in text for text in hoa.new())
    assert "Đã gửi xong" in (await nam.taps_old("Không gửi", offered)).text
    assert (await here.last()).state is State.DONE


async def test_a_second_organizer_may_refuse(here: Square) -> None:
    here.town.database.crowd = 1
    hoa, nam = await here.organizer("Hoa", CAU_KHO), await here.organizer("Nam", None, "en")
    lan, *_ = await here.residents(2)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("2")
    assert (await nam.taps("Do not send")).text.startswith("All right, I do not send it.")
    await here.works()
    assert lan.new() == []
    assert "Nam chưa đồng ý gửi thông báo" in hoa.last
    assert (await here.last()).state is State.DRAFT


async def test_a_crowd_that_grew_until_it_is_due_needs_the_second_one_too(here: Square) -> None:
    here.town.database.crowd = 2
    hoa, nam = await here.organizer("Hoa", CAU_KHO), await here.organizer("Nam", CAU_KHO)
    lan, _ = await here.residents(2)
    await here.written(hoa, "Mời bà con.")
    await here.change(due_at=None)
    await hoa.taps("🕐 Lúc gửi")
    assert "2 người sẽ nhận" in (await hoa.says("8h sáng mai")).text
    assert "Đã hẹn gửi lúc 8 giờ, ngày mai, thứ Ba 24/11" in (await hoa.says("2")).text
    await here.resident("Mới")
    await here.town.turns_to_local(24, 8, 30)
    assert lan.new() == []
    assert "sắp gửi cho 3 người" in nam.new()[0]


async def test_who_lost_their_rights_sends_nothing_more(here: Square) -> None:
    hoa, nam = await here.organizer("Hoa", CAU_KHO), await here.organizer("Nam", CAU_KHO)
    (lan,) = await here.residents(1)
    await here.written(hoa, "Mời bà con.")
    await hoa.taps("🕐 Lúc gửi")
    await hoa.says("8h sáng mai")
    await hoa.says("1")
    await nam.says("/nhom thoi")
    await nam.taps("Hoa")
    await nam.taps("Vâng, đồng ý")
    await here.town.turns_to_local(24, 9)
    assert lan.new() == []
    assert (await here.last()).state is State.DRAFT
    assert "đã giữ lại thông báo" in (await nam.says("/nhatky")).text


async def test_what_is_scheduled_can_be_changed_and_dropped(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    (lan,) = await here.residents(1)
    await here.written(hoa, "Mời bà con.")
    await hoa.taps("🕐 Lúc gửi")
    await hoa.says("8h sáng mai")
    await hoa.says("1")
    await hoa.says("/thongbao")
    assert "🕐 hẹn 8 giờ, ngày mai, thứ Ba 24/11" in hoa.last
    await hoa.taps("1")
    await hoa.taps("Viết tiếp, sửa")
    await hoa.taps("✏️ Lời tiếng Việt")
    preview = await hoa.says("Lời mới.")
    assert "Bạn gõ 1 để gửi" in preview.text
    await here.town.turns_to_local(24, 9)
    assert lan.new() == []
    await hoa.taps("🗑 Bỏ thông báo này")
    assert (await here.last()).state is State.CANCELLED
    await here.works()
    assert lan.new() == []


async def test_a_draft_is_taken_up_again(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await here.residents(1)
    await hoa.says("/thongbao moi")
    await hoa.says("Chào {ten}!")
    assert "Bản nháp vẫn còn đó" in (await hoa.taps("Để đó, lát viết tiếp")).text
    assert (await hoa.says("tin nhắn thường")).text != ""
    await hoa.says("/thongbao")
    assert "1. Chào {ten}!\n    📝 bản nháp" in hoa.last
    await hoa.taps("1")
    assert (await hoa.taps("Viết tiếp")).text.startswith("👥 Gửi cho ai?")
    await hoa.taps("Mọi người")
    assert "Bạn gõ 1 để gửi" in (await hoa.taps("Xong")).text


async def test_old_buttons_and_second_taps_send_nothing_twice(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    (lan,) = await here.residents(1)
    question = await here.written(hoa, "Mời bà con.")
    await hoa.says("1")
    assert "Mình bắt đầu gửi đây" in (await hoa.taps_old("👥 Người nhận", question)).text
    await here.works()
    await hoa.says("1")
    await here.works()
    assert len(lan.new()) == 1
    assert len(await here.all()) == 1
    await hoa.says("/thongbao moi")
    assert "Nút này đã cũ" in (await hoa.taps_old("👥 Người nhận", question)).text


@pytest.mark.parametrize(
    "words", ["/tb", "/tb x", "/tb 1 la ward 99", "/thongbao 0", "/thongbao lai 77", "/duyet", "/thongbao moi 999"]
)
async def test_hostile_words_do_nothing(here: Square, words: str) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    assert (await hoa.says(words)).text != ""
    assert [one.state for one in await here.all()] in ([], [State.DRAFT])


async def test_a_picture_goes_with_it_to_everyone(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    lan, tu = await here.residents(2)
    await hoa.says("/thongbao moi")
    await hoa.says("Áp phích đây.")
    await hoa.taps("Chỉ dùng bản tiếng Việt")
    await hoa.does(lambda person: person.sends_photo())
    await here.works()
    assert "👥 Gửi cho ai?" in hoa.last
    await hoa.taps("Mọi người")
    await hoa.taps("Xong")
    await hoa.taps("Gửi ngay")
    await hoa.says("2")
    await here.works()
    for one in (lan, tu):
        assert "Áp phích đây." in one.person.last.text
        assert one.person.last.content.get("photo") or one.person.last.content.get("document")
    assert (await here.counts()).sent == 2


async def test_the_same_in_english(here: Square) -> None:
    john, emma = await here.organizer("John", CAU_KHO, "en"), await here.resident("Emma", language="en")
    await john.says("/broadcast")
    assert john.last == "📢 Messages to people\nThere are none yet."
    assert (await john.taps("Write a message")).text.startswith("✍️ Write a message\nPlease type it in Vietnamese.")
    await john.says("Mai nghỉ.")
    await john.says("No classes tomorrow, {name}.")
    await john.taps("Nothing goes with it")
    assert (await john.taps("Everyone")).text == "👥 It is for: everyone\nRight now that is 1 person."
    await john.taps("Done")
    assert (await john.says("yesterday")).text.startswith("I could not read that day and hour")
    assert "It goes out at 9:00" in (await john.says("tomorrow at 9am")).text
    assert (await john.says("2")).text.startswith("Nothing is sent yet. 1 person will get it")
    assert (await john.says("1")).text.startswith("✅ It will go out at 9:00, tomorrow, Tuesday 24 Nov")
    await here.town.turns_to_local(24, 9, 30)
    await here.works()
    assert "No classes tomorrow, Emma." in emma.last
    assert emma.last.endswith("To stop this news: /tinchung_khong")
    assert john.last.splitlines()[0] == f"✅ All sent {(await here.last()).code}"
    assert "✅ Got it: 1 / 1" in john.last
