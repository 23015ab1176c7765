"""A learning week is found, read, joined and put in a calendar by residents."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from handlers import programmes
from handlers.heard import Heard
from handlers.texts import VIETNAMESE
from handlers.vocabulary import Incoming
from schedules.clock import StillClock
from storage.courses import Course
from storage.database import Database
from storage.programmes import EventKind
from tests.classes import at
from tests.organizing import centre_id, contact_id, organizer
from tests.planning import DRAWING, EXCEL, ZALO, drafts, publishes
from tests.town import Class, Town, living, signs_up

HOSTILE = '<b>"; DROP TABLE programmes'


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, DRAWING)
        yield town


async def test_with_nothing_planned(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.says("/tuanle")).text.startswith("Hiện chưa có tuần lễ học tập nào sắp tới.")
    for said in ("1", "nhac 1", "lich 1", "thoi 1", "99999999999 x", HOSTILE):
        assert "tuần lễ" in (await hanh.says(f"/tuanle {said}")).text or "thôi nhắc" in hanh.last
    assert (await hanh.says("/start tuan_7")).text.startswith("Hiện chưa có")
    assert not any("🎉" in one for one in (await hanh.says("/start")).labels)


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
