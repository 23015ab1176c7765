"""Who follows a learning week is told of each day and of changes once, and forgotten after it."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.database import Database
from storage.programme_follows import ProgrammeFollow
from storage.programmes import Programme
from tests.classes import at
from tests.organizing import contact_id, organizer
from tests.planning import DRAWING, EXCEL, ZALO, keys, publishes
from tests.town import Class, Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, DRAWING)
        yield town


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
