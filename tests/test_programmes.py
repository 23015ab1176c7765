"""A learning week: made and published by organizers, read, followed and put in a calendar by residents."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from bot.demo.standin import Shown
from handlers import programmes
from handlers.heard import Heard
from handlers.texts import VIETNAMESE
from handlers.vocabulary import Incoming
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.courses import Course
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.programme_follows import ProgrammeFollow
from storage.programmes import EventKind, Programme
from tests.classes import at
from tests.organizing import UNKNOWN, centre_id, contact_id, organizer
from tests.town import Class, Resident, Town, living, signs_up

HOSTILE = '<b>"; DROP TABLE programmes'
ZALO, EXCEL = Class("L101", starts=(at(25, 8, 30), at(27, 8, 30), at(31, 8))), Class("L102", "Excel", (at(26, 18),))
DRAWING = Class("V1", "Vẽ chân dung", (at(28, 9),), ward="Phường Cầu Kho")


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, DRAWING)
        yield town


async def drafts(lan: Resident, name: str = "Tuần lễ học tập suốt đời", days: str = "từ 25/11 đến 29/11") -> None:
    """By an organizer of one centre."""
    await lan.says("/ctmoi")
    await lan.says(name)
    await lan.says(days)
    await lan.says("Học để sống vui.")


async def publishes(lan: Resident, name: str = "Tuần lễ học tập suốt đời") -> None:
    """With two classes and a talk."""
    await drafts(lan, name)
    await lan.taps("Thêm lớp có sẵn")
    await lan.taps("1")
    await lan.taps("1")
    await lan.taps("Về chương trình")
    await adds_talk(lan)
    await lan.taps("Xem trước rồi công bố")
    await lan.taps("📢 Công bố")


async def adds_talk(lan: Resident, when: str = "25/11 từ 14h đến 16h") -> None:
    await lan.taps("Thêm hoạt động")
    await lan.taps("Nói chuyện")
    await lan.says("An toàn khi dùng mạng")
    await lan.says(when)
    await lan.says("Thư viện quận 1")
    await lan.taps("Đồng ý")


def became(who: Resident, message: Shown) -> str:
    """The text of a message as it is now."""
    return next(one.text for one in who.messages if one.id == message.id)


async def keys(town: Town, begin: str = "programme") -> list[str]:
    """Of what followers were owed."""
    async with town.database.read(town.clock.now()) as store:
        query = select(OutboxMessage.key).where(OutboxMessage.key.startswith(begin)).order_by(OutboxMessage.id)
        return list((await store.session.scalars(query)).all())


async def test_with_nothing_planned(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.says("/tuanle")).text.startswith("Hiện chưa có tuần lễ học tập nào sắp tới.")
    for said in ("1", "nhac 1", "lich 1", "thoi 1", "99999999999 x", HOSTILE):
        assert "tuần lễ" in (await hanh.says(f"/tuanle {said}")).text or "thôi nhắc" in hanh.last
    assert (await hanh.says("/start tuan_7")).text.startswith("Hiện chưa có")
    assert not any("🎉" in one for one in (await hanh.says("/start")).labels)


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


async def test_residents_are_led_there(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    assert "🎉 Tuần lễ học tập suốt đời" in (await hanh.says("/start")).labels
    assert (await hanh.taps("🎉 Tuần lễ")).text.startswith("🎉 Tuần lễ học tập suốt đời\n")
    assert (await hanh.says("/start tuan_1")).text.startswith("🎉 Tuần lễ học tập suốt đời\n")
    shared = await lan.says("/ctchiase 1")
    assert "?start=tuan_1" in shared.text
    assert "Tuần lễ học tập suốt đời (25/11–29/11)" in shared.text
    await town.turns_to_local(30, 9)
    assert not any("🎉" in one for one in (await hanh.says("/start")).labels), "it is over"
    assert (await hanh.says("/tuanle 1")).text.startswith("Hiện chưa có")


async def test_the_greeting_shows_it_only_when_it_is_near(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await town.publishes(Class("X1", "Lớp xa", (at(45, 9),)))
    await drafts(lan, days="15/12")
    await lan.taps("Thêm lớp có sẵn")
    await lan.taps("1")
    await lan.says("/chuongtrinh 1 xem")
    await lan.taps("📢 Công bố")
    assert (await hanh.says("/tuanle")).text.startswith("🎉"), "who asks sees it"
    assert not any("🎉" in one for one in (await hanh.says("/start")).labels)
    await town.turns_to(at(31, 9))
    assert any("🎉" in one for one in (await hanh.says("/start")).labels)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("tuần lễ học tập có gì", True),
        ("tuan le hoc tap suot doi o dau", True),
        ("ngày hội sách có gì vui không", True),
        ("có lớp zalo không", False),
        ("tuần sau có lớp gì", False),
    ],
)
async def test_asking_in_ones_own_words(town: Town, said: str, meant: bool) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    await publishes(lan, "Ngày hội sách")
    number = await contact_id(town, lan)
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(lan.person.id))
        assert met is not None
        assert met.contact is not None
        assert met.contact.id == number
        incoming = Incoming("telegram", "1", "k", said)
        replies = await programmes.asked(Heard(incoming, met.address, met.contact, VIETNAMESE), store)
    assert (replies is not None and "Ngày hội sách" in replies[0].text) == meant


async def test_a_follower_is_told_the_evening_before_each_day_and_once(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle")
    followed = await hanh.taps("Nhắc tôi")
    assert followed.text.startswith("🔔 Được rồi.")
    assert "🔕 Thôi nhắc" in followed.labels
    await hanh.says("/tuanle nhac 1")
    hanh.new()
    await town.turns_to_local(24, 17, 50)
    assert hanh.new() == []
    await town.turns_to_local(24, 18)
    assert hanh.new() == [
        "🔔 Ngày mai có Tuần lễ học tập suốt đời:\n"
        "\n"
        "Thứ Tư 25/11\n"
        "1. 8:30–10:00 Zalo cho người cao tuổi\n"
        "    Nhà văn hóa, Phường Đa Kao · còn 20 chỗ\n"
        "🎤 14:00–16:00 An toàn khi dùng mạng\n"
        "    Thư viện quận 1"
    ]
    assert hanh.person.last.labels[0] == "1"
    await town.turns_to_local(30, 9)
    assert await keys(town) == [f"programme:1:2026112{day}:{await contact_id(town, hanh)}" for day in (5, 6, 7)]
    assert len(hanh.new()) == 2


async def test_in_quiet_hours_nobody_is_told(town: Town) -> None:
    """The evening was missed: they are told in the morning, if there is still something to come to."""
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    town.clock.turn_to(at(24, 21, 30))
    await town.process.jobs.run_once()
    assert await keys(town) == []
    await town.turns_to_local(25, 7)
    assert hanh.last.startswith("🔔 Hôm nay có Tuần lễ học tập suốt đời:")
    assert len(await keys(town)) == 1


async def test_who_begins_to_follow_in_the_evening_has_just_seen_the_next_day(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await town.turns_to_local(24, 19)
    await hanh.says("/tuanle nhac 1")
    await town.turns_to_local(25, 12)
    assert await keys(town) == []
    await town.turns_to_local(25, 18)
    assert len(await keys(town)) == 1


async def test_nobody_is_told_who_stopped_or_paused(town: Town) -> None:
    lan, hanh, ba = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh"), town.resident("Ba")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    await ba.says("/tuanle nhac 1")
    await ba.says("/dung")
    assert (await hanh.taps("Thôi nhắc")).text.startswith("🔕 Mình thôi nhắc bạn")
    assert "Nhắc tôi" in str(hanh.person.last.labels)
    await hanh.says("/tuanle thoi 1")
    await town.turns_to_local(26, 9)
    assert await keys(town) == []


async def test_a_moved_lesson_changes_the_page_and_followers_hear_of_it_once(town: Town) -> None:
    lan, hanh, ba = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh"), town.resident("Ba")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    await ba.says("/tuanle")
    hanh.new()
    await town.publishes(Class("L101", starts=(at(25, 10), at(27, 8, 30), at(31, 8))))
    assert "10:00–11:30 Zalo" in (await ba.says("/tuanle")).text
    await town.turns_to_local(23, 8, 5)
    assert hanh.new() == [], "who moves one thing often moves another"
    await town.publishes(Class("L101", starts=(at(25, 10), at(31, 8))), Class("L102", "Excel", (at(26, 19),)))
    await town.turns_to_local(23, 9)
    assert hanh.new() == [
        "🔔 Tuần lễ học tập suốt đời có thay đổi:\n"
        "\n"
        "🔄 Zalo cho người cao tuổi: dời từ ngày kia, thứ Tư 25/11, 8:30–10:00 "
        "sang ngày kia, thứ Tư 25/11, 10:00–11:30\n"
        "🔄 Excel: dời từ thứ Năm 26/11, 18:00–19:30 sang thứ Năm 26/11, 19:00–20:30\n"
        "➖ Zalo cho người cao tuổi: không còn vào thứ Sáu 27/11, 8:30–10:00"
    ]
    await town.turns_to_local(24, 9)
    assert hanh.new() == []
    assert await keys(town, "programme_change:") == [f"programme_change:1:1:{await contact_id(town, hanh)}"]


async def test_what_was_changed_back_is_no_news(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    await town.publishes(Class("L102", "Excel", (at(26, 19),)))
    await town.process.jobs.run_once()
    await town.publishes(EXCEL)
    await town.turns_to_local(23, 10)
    assert await keys(town, "programme_change:") == []


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


async def test_everything_goes_into_the_calendar(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle")
    sent = await hanh.taps("Thêm tất cả vào lịch")
    assert sent.document == "chuong-trinh-1.ics"
    assert sent.document_bytes is not None
    events = Calendar.from_ical(sent.document_bytes).walk("VEVENT")
    assert sorted(str(one["summary"]) for one in events) == [
        "An toàn khi dùng mạng", "Excel", "Zalo cho người cao tuổi", "Zalo cho người cao tuổi",
    ]  # fmt: skip
    assert len({str(one["uid"]) for one in events}) == 4


async def test_hostile_names_are_only_names(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan, HOSTILE)
    assert (await hanh.says("/tuanle")).text.startswith(f"🎉 {HOSTILE}\n")
    await hanh.taps("Nhắc tôi")
    await town.publishes(Class("L102", HOSTILE, (at(26, 19),)))
    await town.turns_to_local(23, 9)
    assert f"🔄 {HOSTILE}: nay là thứ Năm 26/11, 19:00–20:30" in hanh.last
    await lan.says("/ctmoi")
    assert "Tên cần có chữ" in (await lan.says("x" * 121)).text


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


async def test_two_weeks_are_told_apart(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await publishes(lan, "Ngày hội sách")
    chosen = await hanh.says("/tuanle")
    assert "• Ngày hội sách: Thứ Tư 25/11 – Chủ nhật 29/11" in chosen.text
    assert (await hanh.taps("Ngày hội sách")).text.startswith("🎉 Ngày hội sách")


async def test_what_does_not_fit_one_message_is_shown_day_by_day(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    async with town.database.begin(town.clock.now()) as store:
        programme = await store.programmes.find(1)
        assert programme is not None
        for number in range(40):
            times = at(26, 9) + timedelta(minutes=number), at(26, 12)
            await store.programmes.add_event(
                programme, EventKind.OTHER, f"Gian hàng {number} " + "x" * 60, "Sân", times
            )
    shown = await hanh.says("/tuanle")
    assert "• Thứ Năm 26/11: 41 hoạt động" in shown.text
    assert shown.labels[:3] == ["T4 25/11", "T5 26/11", "T6 27/11"]
    day = await hanh.taps("T5 26/11")
    assert len(day.text) <= 3500
    assert "hoạt động nữa" in day.text
    assert (await hanh.taps("Xem cả chương trình")).text.startswith("🎉 Tuần lễ")
    await lan.says("/chuongtrinh 1")
    assert "43 hoạt động" in lan.last or "44 hoạt động" in lan.last


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


async def test_after_a_restart_nobody_is_told_twice(database: Database, clock: StillClock) -> None:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL)
        lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
        await publishes(lan)
        await hanh.says("/tuanle nhac 1")
        await town.turns_to_local(24, 18)
        assert len(await keys(town)) == 1
    async with living(database, clock) as town:
        await town.turns_to_local(24, 20)
        assert len(await keys(town)) == 1


async def test_what_is_kept_of_a_follower_is_shown_and_deleted(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await hanh.says("/tuanle nhac 1")
    sent = await hanh.says("/dulieu xem")
    assert sent.document_bytes is not None
    assert "- Tuần lễ học tập suốt đời, theo dõi từ 23/11/2026 8:00" in sent.document_bytes.decode()
    mine = (await lan.says("/dulieu xem")).document_bytes
    assert mine is not None
    assert "- 23/11/2026 8:00: Tuần lễ học tập suốt đời" in mine.decode()
    for who in (hanh, lan):
        await who.says("/dulieu xoa")
        await who.taps("Vâng, xóa hết")
    async with town.database.read(town.clock.now()) as store:
        assert (await store.session.scalars(select(ProgrammeFollow))).all() == []
        assert (await store.session.scalars(select(Programme.created_by))).all() == [None]


async def test_follows_are_forgotten_after_the_week(town: Town) -> None:
    async with town.database.begin(town.clock.now()) as store:
        days = date(2026, 11, 25), date(2026, 11, 25)
        met = await store.contacts.meet("telegram", "5", "An", "vi")
        assert met.contact is not None
        week = await store.programmes.make(None, "Tuần lễ", "", days, met.contact.id)
        await store.programme_follows.follow(met.contact.id, week, days[0])
    for later, kept in ((timedelta(days=31), 1), (timedelta(days=34), 0)):
        async with town.database.begin(town.clock.now() + later) as store:
            await store.programme_follows.tidy()
            assert len((await store.session.scalars(select(ProgrammeFollow))).all()) == kept


async def test_signing_up_from_the_page(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    await signs_up(hanh, "L102", "Nguyễn Thị Hạnh")
    assert "Excel\n    Nhà văn hóa, Phường Đa Kao · còn 19 chỗ" in (await hanh.says("/tuanle")).text


async def test_english(town: Town) -> None:
    lan, tom = await organizer(town, "Lan", "Đa Kao"), town.resident("Tom", "en")
    await publishes(lan)
    shown = await tom.says("/learningweek")
    assert "Wednesday 25 Nov – Sunday 29 Nov" in shown.text
    assert "20 seats left" in shown.text
    await tom.taps("Remind me of these")
    await town.publishes(Class("L102", "Excel", (at(26, 19),)))
    await town.turns_to_local(24, 18)
    assert tom.last.startswith("🔔 Tomorrow at Tuần lễ học tập suốt đời:")
    assert any("has changed:" in one and "moved from Thursday 26 Nov" in one for one in tom.new())


async def test_a_class_that_was_cancelled_is_no_longer_on_the_page(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await publishes(lan)
    async with town.database.begin(town.clock.now()) as store:
        course = await store.session.scalar(select(Course).where(Course.code == "L102"))
        assert course is not None
        course.cancelled_at = town.clock.now()
    assert "Excel" not in (await hanh.says("/tuanle")).text
    assert await centre_id(town, "Đa Kao") == course.centre_id
