"""A learning week is made, looked at and published by organizers, each of their own centre."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.demo.standin import Shown
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from tests.classes import at
from tests.organizing import UNKNOWN, organizer
from tests.planning import DRAWING, EXCEL, ZALO, adds_talk, drafts, keys, publishes
from tests.town import Class, Resident, Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, DRAWING)
        yield town


def became(who: Resident, message: Shown) -> str:
    """The text of a message as it is now."""
    return next(one.text for one in who.messages if one.id == message.id)


async def test_a_week_is_made_looked_at_and_published(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await lan.says("/chuongtrinh")
    assert "Tên chương trình là gì?" in (await lan.taps("Soạn chương trình mới")).text
    await lan.says("Tuần lễ học tập suốt đời")
    for wrong in ("bao giờ cũng được", "từ 1/1/2020 đến 3/1/2020", "từ 1/12 đến 30/1"):
        assert "Mình chưa đọc được ngày" in (await lan.says(wrong)).text
    assert "Mình hiểu là: Thứ Tư 25/11 – Chủ nhật 29/11." in (await lan.says("từ 25/11 đến 29/11")).text
    assert "ngày nào đến ngày nào" in (await lan.taps("Nhập lại ngày")).text
    await lan.says("25/11 - 29/11")
    assert "📝 Bản nháp: bà con chưa thấy" in (await lan.taps("Bỏ qua")).text
    assert "hãy công bố" in (await lan.taps("Xem trước rồi công bố")).text
    assert not any("Công bố" in one for one in lan.person.last.labels), "nothing to publish yet"
    await lan.taps("Về chương trình")
    offered = await lan.taps("Thêm lớp có sẵn")
    assert "1. Zalo cho người cao tuổi\n" in offered.text
    assert "8:30–10:00; Thứ Sáu 27/11, 8:30–10:00 · Phường Đa Kao" in offered.text, "only the lessons of these days"
    assert "Vẽ" not in offered.text, "another centre's"
    assert "✅ Đã thêm lớp Zalo cho người cao tuổi." in (await lan.taps("1")).text
    assert "Excel" in (await lan.taps_old("1", offered)).text, "a second tap adds nothing"
    await lan.taps("Về chương trình")
    await adds_talk(lan)
    assert "✅ Đã thêm hoạt động." in lan.last
    assert (await hanh.says("/tuanle")).text.startswith("Hiện chưa có"), "a draft is for organizers' eyes"
    preview = (await lan.taps("Xem trước rồi công bố")).text
    page = preview.partition("\n\n")[2]
    assert (await lan.taps("📢 Công bố")).text.startswith("📢 Đã công bố!")
    shown = await hanh.says("/tuanle")
    assert shown.text == page
    assert shown.text == (
        "🎉 Tuần lễ học tập suốt đời\n"
        "Thứ Tư 25/11 – Chủ nhật 29/11\n"
        "\n"
        "Thứ Tư 25/11\n"
        "1. 8:30–10:00 Zalo cho người cao tuổi\n"
        "    Nhà văn hóa, Phường Đa Kao · còn 20 chỗ\n"
        "🎤 14:00–16:00 An toàn khi dùng mạng\n"
        "    Thư viện quận 1\n"
        "\n"
        "Thứ Sáu 27/11\n"
        "1. 8:30–10:00 Zalo cho người cao tuổi\n"
        "    Nhà văn hóa, Phường Đa Kao · còn 20 chỗ\n"
        "\n"
        "Bạn bấm số của lớp để đăng ký. Hoạt động không có số: bạn cứ đến, không cần đăng ký."
    )
    assert shown.labels == ["1", "🔔 Nhắc tôi các hoạt động này", "📅 Thêm tất cả vào lịch", "‹ Trang đầu"]
    assert "Cho tôi" in str((await hanh.taps("1")).labels)
    async with town.database.read(town.clock.now()) as store:
        noted = (await store.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))).all()
    assert noted[-4:] == ["programme_made", "programme_class_added", "programme_event_added", "programme_published"]


async def test_only_what_was_looked_at_is_published(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    await drafts(lan)
    await adds_talk(lan)
    preview = await lan.taps("Xem trước rồi công bố")
    await lan.says("/chuongtrinh 1")
    await adds_talk(lan, "26/11 lúc 9h")
    await lan.taps_old("📢 Công bố", preview)
    assert became(lan, preview).startswith("👀 Chương trình vừa đổi.")
    public = await lan.says("/chuongtrinh 1 xem")
    await lan.taps("📢 Công bố")
    assert (await lan.taps_old("📢 Công bố", public)).text.startswith("Chương trình này đã công bố rồi.")


async def test_followers_are_counted_before_they_are_told(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    await town.publishes(Class("L104", "Nấu ăn", (at(29, 9),)))
    await lan.says("/chuongtrinh 1")
    assert "📢 Đã công bố · 1 người theo dõi" in lan.last
    await lan.taps("Thêm lớp có sẵn")
    asked = await lan.taps("1")
    assert "Thêm lớp Nấu ăn?" in asked.text
    assert "1 người theo dõi sẽ nhận:" in asked.text
    assert "➕ Nấu ăn: Chủ nhật 29/11, 9:00–10:30, Nhà văn hóa" in asked.text
    await lan.taps("Đồng ý")
    await lan.taps_old("Đồng ý", asked)
    await lan.says("/ctbo 1")
    asked = await lan.taps("An toàn khi dùng mạng")
    assert "➖ An toàn khi dùng mạng: không còn vào" in asked.text
    assert "1 người theo dõi" in asked.text
    assert (await lan.taps("Đồng ý")).text.startswith("Đã bỏ An toàn khi dùng mạng")
    assert "An toàn" not in str((await lan.taps_old("Đồng ý", asked)).labels)
    hanh.new()
    await town.turns_to_local(23, 9)
    (told,) = hanh.new()
    assert "➕ Nấu ăn" in told
    assert "➖ An toàn khi dùng mạng" in told


async def test_a_week_is_called_off(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    hanh.new()
    await lan.says("/chuongtrinh 1")
    asked = await lan.taps("Dừng chương trình")
    assert "1 người theo dõi sẽ nhận:\nRất tiếc, Tuần lễ học tập suốt đời không tổ chức nữa." in asked.text
    assert (await lan.taps("Không, giữ lại")).text.startswith("Tuần lễ")
    asked = await lan.says("/chuongtrinh 1 ketthuc")
    await lan.taps("Vâng, dừng")
    assert (await lan.taps_old("Vâng, dừng", asked)).text.startswith("Mình không tìm thấy chương trình này.")
    await town.turns_to_local(25, 20)
    assert [one for one in hanh.new() if "Rất tiếc" in one] == [hanh.last]
    assert len(await keys(town)) == 1
    assert (await town.course("L101")).cancelled_at is None


async def test_another_centres_organizer_and_residents_change_nothing(town: Town) -> None:
    lan, cuc, hanh = await organizer(town, "Lan", "Đa Kao"), await organizer(town, "Cúc", "Cầu Kho"), town.resident("H")
    await publishes(lan)
    asked = ["/chuongtrinh 1", "/chuongtrinh 1 xem", "/chuongtrinh 1 congbo x", "/chuongtrinh 1 ketthuc vang"]
    asked += ["/ctlop 1", "/ctlop 1 3 vang", "/cthoatdong 1", "/ctbo 1", "/ctbo 1 1 vang", "/ctchiase 1"]
    assert "Chưa có chương trình nào." in (await cuc.says("/chuongtrinh")).text
    unknown = (await hanh.says(UNKNOWN)).text
    for said in asked:
        assert (await cuc.says(said)).text.startswith("Mình không tìm thấy chương trình này."), said
        assert (await hanh.says(said)).text == unknown
    async with town.database.read(town.clock.now()) as store:
        programme = await store.programmes.find(1)
        assert programme is not None
        assert len(await store.programmes.list_events(1)) == 3


async def test_several_wards_run_it_together_and_each_adds_its_own(town: Town) -> None:
    chi, cuc, hanh = await organizer(town, "Chí"), await organizer(town, "Cúc", "Cầu Kho"), town.resident("Hạnh")
    await chi.says("/ctmoi")
    await chi.taps("Nhiều phường cùng làm")
    await chi.says("Ngày hội học tập")
    await chi.says("từ 25/11 đến 29/11")
    await chi.taps("Bỏ qua")
    await chi.taps("Thêm lớp có sẵn")
    await chi.taps("1")
    await cuc.says("/chuongtrinh")
    mine = await cuc.taps("Ngày hội học tập")
    assert [one for one in mine.labels if "Thêm" in one or "Công bố" in one or "Dừng" in one] == ["➕ Thêm lớp có sẵn"]
    assert "Excel" not in (await cuc.taps("Thêm lớp có sẵn")).text
    assert "✅ Đã thêm lớp Vẽ chân dung." in (await cuc.taps("1")).text
    await cuc.says("/ctbo 1")
    assert [one for one in cuc.person.last.labels if "·" in one] == ["28/11 9:00 · Vẽ chân dung"], "only its own"
    for said in ("/chuongtrinh 1 congbo x", "/chuongtrinh 1 ketthuc vang", "/cthoatdong 1"):
        assert (await cuc.says(said)).text.startswith("Mình không tìm thấy")
    await chi.says("/chuongtrinh 1 xem")
    await chi.taps("📢 Công bố")
    page = (await hanh.says("/tuanle")).text
    assert "Phường Cầu Kho" in page
    assert "Phường Đa Kao" in page


async def test_an_event_must_lie_within_the_days(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    await drafts(lan)
    await lan.taps("Thêm hoạt động")
    kinds = lan.person.last
    await lan.taps("Tham quan")
    assert "Tên hoạt động" in (await lan.taps_old("Khai mạc", kinds)).text
    await lan.says("Thăm thư viện")
    for wrong in ("lúc nào cũng được", "24/11 lúc 9h", "30/11 lúc 9h", "26/11"):
        assert "Mình chưa đọc được ngày giờ" in (await lan.says(wrong)).text, wrong
    await lan.says("26/11 lúc 9h")
    preview = await lan.says("Thư viện Khoa học Tổng hợp")
    assert "🏛 9:00–10:30 Thăm thư viện" in preview.text
    await lan.taps("Đồng ý")
    assert "✅ Đã thêm hoạt động." in (await lan.taps_old("Đồng ý", preview)).text
    async with town.database.read(town.clock.now()) as store:
        assert len(await store.programmes.list_events(1)) == 1
