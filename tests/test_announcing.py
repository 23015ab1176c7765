"""Stories of residents and announcements: asked once, stopped with a tap, told apart from those of impostors."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.consents import Consent, Purpose
from storage.database import Database
from storage.visits import How
from tests.broadcasting import CAU_KHO, DA_KAO, Square, square
from tests.classes import at
from tests.town import Class, signs_up

QUESTION = "Bạn có muốn nhận tin chung của trung tâm không?"


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Square]:
    async with square(database, clock) as here:
        yield here


async def said(here: Square) -> list[bool]:
    """What was said to general news, by anyone, in order."""
    async with here.town.database.read(here.town.clock.now()) as store:
        query = select(Consent.given).where(Consent.purpose == Purpose.ANNOUNCEMENTS).order_by(Consent.id)
        return list(await store.session.scalars(query))


async def test_after_the_first_sign_up_one_is_asked_once(here: Square) -> None:
    await here.town.publishes(Class("L1", "Zalo"), Class("L2", "Excel"))
    lan = here.town.resident("Lan")
    confirmed = await signs_up(lan, "L1", "Nguyễn Thị Lan")
    assert confirmed.text.startswith("✅")
    assert QUESTION in confirmed.text
    assert await said(here) == []
    lan.new()
    await lan.taps("Có, báo cho tôi")
    assert lan.new()[0].startswith("✅ Bạn sẽ nhận tin chung của trung tâm.")
    assert any(message.text == confirmed.text for message in lan.messages), "the confirmation stays"
    await lan.says("/dangky L2")
    assert QUESTION not in (await lan.taps("Cho tôi")).text
    assert await said(here) == [True]


async def test_no_answer_is_no(here: Square) -> None:
    await here.town.publishes(Class("L1", "Zalo"))
    hoa, lan = await here.organizer("Hoa", DA_KAO), here.town.resident("Lan")
    await signs_up(lan, "L1", "Nguyễn Thị Lan")
    assert "Chưa có ai để nhận" in (await here.written(hoa, "Mời bà con.", "Mọi người")).text


async def test_news_is_turned_on_and_off_in_the_settings(here: Square) -> None:
    lan = here.town.resident("Lan")
    await lan.says("/caidat")
    assert "Bạn không nhận tin chung" in (await lan.taps("Tin chung của trung tâm")).text
    assert "✅ Bạn sẽ nhận tin chung" in (await lan.taps("Có, báo cho tôi")).text
    await lan.taps("Tôi là hội viên")
    assert "✓ Hội Phụ nữ" in (await lan.taps("Hội Phụ nữ")).labels
    await lan.says("/tinchung")
    assert "✅ Mình không gửi tin chung cho bạn nữa" in (await lan.taps("Thôi, không nhận nữa")).text
    await lan.says("/tinchung khong")
    assert await said(here) == [True, False]


async def test_associations_and_topics_are_chosen_and_taken_back(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await here.town.publishes(Class("L1", "Zalo", topic="Kỹ năng số"))
    lan, _ = await here.residents(2)
    for says, label in (("/hoivien", "Hội Người cao tuổi"), ("/sothich", "Kỹ năng số")):
        before = await lan.says(says)
        assert f"✓ {label}" in (await lan.taps(label)).labels
        assert f"✓ {label}" in (await lan.taps_old(label, before)).labels, "a second tap changes nothing"
    await hoa.says("/thongbao moi")
    await hoa.says("Mời hội viên.")
    await hoa.taps("Chỉ dùng bản tiếng Việt")
    await hoa.taps("Không gửi kèm gì")
    await hoa.taps("Hội viên một hội")
    assert "hội viên Hội Người cao tuổi</b>\nLúc này là <b>1</b> người" in (await hoa.taps("Hội Người cao tuổi")).html
    await hoa.taps("Trừ ra")
    await hoa.taps("Người thích một chủ đề")
    chosen = await hoa.says("ky nang so")
    assert "hội viên Hội Người cao tuổi, trừ người thích chủ đề Kỹ năng số\nLúc này là 0 người" in chosen.text
    await lan.says("/sothich")
    await lan.taps("Kỹ năng số")
    await hoa.taps("Xong")
    assert "1 người sẽ nhận" in (await hoa.taps("Gửi ngay")).text


async def test_who_was_chosen_can_be_left_out_again_or_required(here: Square) -> None:
    hoa, _ = await here.organizer("Hoa"), await here.resident("Minh", DA_KAO)
    lan = await here.resident("Lan")
    await lan.says("/hoivien")
    await lan.taps("Hội Phụ nữ")
    await hoa.says("/thongbao moi 0")
    await hoa.says("Mời bà con.")
    await hoa.taps("Chỉ dùng bản tiếng Việt")
    await hoa.taps("Không gửi kèm gì")
    await hoa.taps("Người ở một phường")
    await hoa.taps("Đa Kao")
    await hoa.taps("Thêm một nhóm nữa")
    members = await hoa.taps("Hội viên một hội")
    assert "Lúc này là 2 người" in (await hoa.taps("Hội Phụ nữ")).text
    assert "Lúc này là 2 người" in (await hoa.taps_old("Hội Phụ nữ", members)).text, "a second tap says nothing new"
    await hoa.taps("Chỉ lấy ai cũng thuộc")
    await hoa.taps("Hội viên một hội")
    assert "Lúc này là 1 người" in (await hoa.taps("Hội Phụ nữ")).text
    await hoa.taps("Trừ ra")
    await hoa.taps("Hội viên một hội")
    assert "Lúc này là 0 người" in (await hoa.taps("Hội Phụ nữ")).text


async def test_anyone_can_check_a_code(here: Square) -> None:
    hoa, (lan,) = await here.organizer("Hoa", CAU_KHO), await here.residents(1)
    await here.written(hoa, "Thứ bảy có hội sách ở sân trung tâm, mời bà con mang con cháu cùng đến chơi và đọc sách.")
    code = (await here.last()).code
    assert "mình không gửi thông báo nào có mã" in (await lan.says(f"kiểm tra {code}")).text, "it is a draft"
    await hoa.says("1")
    await here.works()
    told = (await lan.says(f"Kiểm tra mã {code.lower()}")).text
    assert told.startswith(
        f"✅ Đúng, {code} là thông báo của mình.\nTrung tâm học tập cộng đồng {CAU_KHO} gửi lúc 8 giờ"
    )
    assert "“Thứ bảy có hội sách ở sân trung tâm, mời bà con mang con cháu cùng đến chơi và …”" in told
    assert (await lan.says(f"/kiemtra_{code}")).text == told
    emma = here.town.resident("Emma", "en")
    assert f"Yes, {code} is a message of ours." in (await emma.says(f"check {code}")).text
    assert "No, I sent no message with the code XYZ234." in (await emma.says("check XYZ234")).text
    for words in ("kiểm tra ABC10O", "kiểm tra mã XYZXYZ", "/kiemtra <b>", "/kiemtra ' OR 1=1 --"):
        assert "⚠️ Không, mình không gửi thông báo nào có mã" in (await lan.says(words)).text
    assert "Bạn gõ “kiểm tra” rồi mã" in (await lan.says("/kiemtra")).text
    assert "thông báo" not in (await lan.says("kiểm tra phường")).text


async def test_a_class_is_written_to_without_asking_for_more(here: Square) -> None:
    await here.town.publishes(Class("L1", "Zalo cho bà", capacity=1, ward=CAU_KHO), Class("L9", ward=DA_KAO))
    lan, tu, ba = (here.town.resident(name) for name in ("Lan", "Tư", "Ba"))
    await signs_up(lan, "L1", "Nguyễn Thị Lan")
    await signs_up(tu, "L1", "Trần Văn Tư")
    await signs_up(ba, "L9", "Lê Thị Ba")
    hoa = await here.organizer("Hoa", CAU_KHO)
    for one in (lan, tu, ba):
        one.new()
    await hoa.says("/thongbao moi")
    await hoa.says("Chào {ten}, mai lớp {lop} đổi phòng.")
    await hoa.taps("Chỉ dùng bản tiếng Việt")
    await hoa.taps("Không gửi kèm gì")
    await hoa.taps("Mọi người")
    await hoa.taps("Xong")
    assert "người nhận phải theo đúng một lớp" in (await hoa.taps("Gửi ngay")).text
    await hoa.taps("Chọn lại từ đầu")
    await hoa.taps("Có chỗ trong lớp")
    assert "Mình không tìm thấy nhóm ấy" in (await hoa.says("L9")).text
    await hoa.says("l1")
    await hoa.taps("Thêm một nhóm nữa")
    await hoa.taps("Đang chờ chỗ")
    chosen = await hoa.taps("L1 · Zalo cho bà")
    assert "người có chỗ ở lớp “Zalo cho bà” hoặc người chờ chỗ ở lớp “Zalo cho bà”\nLúc này là 2 người." in chosen.text
    await hoa.taps("Xong")
    await hoa.says("2")
    await here.works()
    assert "Chào Nguyễn Thị Lan, mai lớp Zalo cho bà đổi phòng." in lan.last
    assert "vì nhà mình có tên ở lớp “Zalo cho bà”. Tạm dừng mọi tin: /dung" in lan.last
    assert "Chào Trần Văn Tư" in tu.last
    assert ba.new() == []


async def test_who_was_absent_is_asked_how_they_are(here: Square) -> None:
    await here.town.publishes(Class("L1", "Zalo", (at(24, 8), at(30, 8)), ward=CAU_KHO))
    lan, tu = here.town.resident("Lan"), here.town.resident("Tư")
    await signs_up(lan, "L1", "Nguyễn Thị Lan")
    await signs_up(tu, "L1", "Trần Văn Tư")
    hoa = await here.organizer("Hoa", CAU_KHO)
    await here.town.turns_to_local(24, 12)
    course = await here.town.course("L1")
    async with here.town.database.begin(here.town.clock.now()) as store:
        first = (await store.registrations.list_live(course.id))[0]
        assert first.learner is not None
        await store.visits.add(course.lessons[0].id, first.learner.id, first.id, How.TICKED)
    lan.new()
    await hoa.says("/thongbao moi")
    await hoa.says("{ten} ơi, hôm nay không thấy bạn.")
    await hoa.taps("Chỉ dùng bản tiếng Việt")
    await hoa.taps("Không gửi kèm gì")
    await hoa.taps("Vắng buổi đã qua")
    await hoa.taps("L1 · Zalo")
    await hoa.taps("Xong")
    await hoa.taps("Gửi ngay")
    await hoa.says("1")
    await here.works()
    assert lan.new() == []
    assert "Trần Văn Tư ơi, hôm nay không thấy bạn." in tu.last


async def test_a_message_that_is_checked_shows_nobodys_name(here: Square) -> None:
    hoa, (lan,) = await here.organizer("Hoa", CAU_KHO), await here.residents(1)
    code = (await here.sent(hoa, "Chào {ten}, thứ bảy có hội sách.", 1)).code
    assert "Nó bắt đầu bằng: “Chào …, thứ bảy có hội sách.”" in (await lan.says(f"kiểm tra {code}")).text
