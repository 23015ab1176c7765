"""The quiz comes at its hour, never twice, never at night, and leaves in peace who has no time."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.attempts import Attempt
from storage.database import Database
from storage.outbox import Fate, Urgency
from storage.quiet_hours import LOCAL
from tests.classes import at
from tests.quiz_rhythms import chooses, does_quiz, habit, lives_until, sent, ticks
from tests.town import Town, living

TIME = "Đến giờ câu đố"
AGAIN = "Câu đố hôm trước vẫn đợi bạn"


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    """Monday 23 November 2026, eight in the morning."""
    async with living(database, clock) as town:
        yield town


async def test_the_quiz_comes_at_the_hour_with_how_to_stop_it(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await ticks(town, at(23, 18, 59))
    assert lan.new() == []
    await ticks(town, at(23, 19))
    (told,) = lan.new()
    assert told.startswith(f"🌱 {TIME} của bạn rồi! Chừng hai phút thôi.\n\n🧩 Câu hỏi 1/3 · ")
    assert told.endswith("\n\nĐổi giờ hoặc thôi nhận: /nhipcauhoi")
    assert lan.messages[-1].labels[:3] == ["1", "2", "3"]
    await does_quiz(lan)
    await town.turns_to_local(23, 21, 30)
    await ticks(town, at(24, 0), at(24, 6, 59), at(24, 8))
    assert await sent(town) == ["23/11 19:00"], "once, and nothing at night"
    await lan.says("/nhipcauhoi gio 7")
    await lives_until(town, at(25, 7))
    assert await sent(town) == ["23/11 19:00", "25/11 07:00"]


async def test_english(town: Town) -> None:
    tom = await chooses(town, "Every day", "Tom", "en")
    await lives_until(town, at(23, 19))
    (told,) = tom.new()
    assert told.startswith("🌱 It is time for your quiz! It takes about two minutes.\n\n🧩")
    assert told.endswith("\n\nChange the time or stop: /quiztimes")


async def test_a_month_of_mondays_wednesdays_and_fridays(town: Town) -> None:
    lan = await chooses(town, "Thứ 2, 4, 6")
    expected = []
    for day in range(30):
        evening = at(23, 19) + timedelta(days=day)
        await lives_until(town, evening + timedelta(minutes=5))
        if evening.weekday() in (0, 2, 4):
            expected.append(f"{evening:%d/%m %H:%M}")
            assert lan.last.startswith(f"🌱 {TIME}")
            await does_quiz(lan)
    assert await sent(town) == expected
    assert len(expected) == 13
    async with town.database.read(town.clock.now()) as store:
        asked = (await store.session.scalars(select(Attempt))).all()
    assert len(asked) == 39
    days = {(one.item, one.at.astimezone(LOCAL).date()) for one in asked}
    assert len(days) == 39, "no item twice on one day"
    assert (await habit(town)).unanswered == 0


async def test_who_does_not_answer_is_asked_the_same_and_after_three_left_in_peace(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lives_until(town, at(25, 20))
    first, second, third = lan.new()
    assert TIME in first
    assert AGAIN in second
    item = [one.split("🧩")[1] for one in (first, second, third)]
    assert item[0] == item[1] == item[2], "nothing piles up"
    await lives_until(town, at(26, 20))
    (goodbye,) = lan.new()
    assert goodbye == (
        "🌿 Chắc dạo này bạn bận, mình tạm nghỉ gửi câu đố nhé.\n"
        "Những gì bạn đã học vẫn còn đó. "
        "Khi nào có hai phút, bạn bấm nút dưới đây hoặc gõ /cauhoi, mình luôn ở đây."
    )
    await lives_until(town, at(26, 20) + timedelta(days=14))
    assert lan.new() == []
    assert (await lan.taps("Gửi tiếp cho tôi")).text.startswith(
        "🧩 Câu đố của bạn: mỗi ngày, lúc 19 giờ\nLần tới: ngày mai, thứ Sáu 11/12, 19 giờ."
    )
    lan.new()
    await lives_until(town, at(26, 20) + timedelta(days=15))
    (back,) = lan.new()
    assert AGAIN in back


async def test_one_answer_is_enough_to_go_on(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lives_until(town, at(25, 20))
    await lan.taps("1")
    assert (await habit(town)).unanswered == 0
    lan.new()
    await lives_until(town, at(28, 20))
    told = lan.new()
    assert len(told) == 3
    assert all(AGAIN in one and "Câu hỏi 2/3" in one for one in told), "it goes on where it stood"


async def test_paused_nothing_comes_and_nothing_is_counted(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lan.says("/dung")
    assert "Bạn đang tạm dừng mọi tin nên mình chưa gửi." in (await lan.says("/nhipcauhoi")).text
    await lives_until(town, at(27, 20))
    assert await sent(town) == []
    assert (await habit(town)).unanswered == 0
    await lan.says("/tieptuc")
    await lives_until(town, at(28, 20))
    assert await sent(town) == ["28/11 19:00"]


async def test_what_is_owed_is_not_sent_to_who_pauses_or_stops(town: Town) -> None:
    for number, said in enumerate(("/dung", "/nhipcauhoi thoi")):
        lan = await chooses(town, "Mỗi ngày", f"Lan {number}")
        async with town.database.begin(at(23, 19)) as store:
            met = await store.contacts.find("telegram", str(lan.person.id))
            assert met is not None
            assert met.contact is not None
            key = f"quiz:{met.contact.id}:20261123"
            later = at(23, 20)
            await store.outbox.owe(met.contact.id, {"html": "?"}, key, urgency=Urgency.BROADCAST, due_at=later)
        await lan.says(said)
        async with town.database.read(at(23, 19)) as store:
            owed = await store.outbox.find(key)
        assert owed is not None
        assert owed.fate is Fate.CANCELLED


async def test_who_blocked_us_is_not_asked_nor_counted_until_they_are_back(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lan.does(lambda person: person.blocks())
    await lives_until(town, at(28, 20))
    assert await sent(town) == []
    assert (await habit(town)).unanswered == 0
    await lan.does(lambda person: person.unblocks())
    await lives_until(town, at(29, 20))
    assert await sent(town) == ["29/11 19:00"]


async def test_a_restart_in_between_changes_nothing(database: Database, clock: StillClock) -> None:
    async with living(database, clock) as town:
        await chooses(town, "Mỗi ngày")
        await lives_until(town, at(23, 19))
    async with living(database, clock) as town:
        lan = town.resident("Lan")
        # Telegram's stand-in starts anew as well, and knows nobody who has not written.
        await lan.says("/caidat")
        await ticks(town, at(23, 19, 30), at(24, 18, 59))
        assert len(lan.new()) == 1
        await ticks(town, at(24, 19), at(24, 19, 30))
        assert [AGAIN in one for one in lan.new()] == [True]
        assert await sent(town) == ["23/11 19:00", "24/11 19:00"]


async def test_a_clock_that_is_set_back_and_forward_brings_no_second_one(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await ticks(town, at(23, 19))
    await does_quiz(lan)
    await ticks(town, at(23, 17), at(23, 19), at(23, 20))
    assert await sent(town) == ["23/11 19:00"]
    await ticks(town, at(23, 19) + timedelta(days=40))
    before = len(await sent(town))
    await ticks(town, at(24, 10), at(24, 18, 59), at(24, 19), at(24, 19, 30))
    assert (await sent(town))[before:] == ["24/11 19:00"], "who was put off by a wrong clock does not wait for weeks"


async def test_who_did_one_by_themselves_today_is_not_asked_again(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lan.says("/cauhoi")
    await does_quiz(lan)
    await lives_until(town, at(24, 20))
    assert await sent(town) == ["24/11 19:00"]


async def test_what_a_night_without_power_held_back(town: Town) -> None:
    """Who gets the next one anyway that evening waits for it; who would wait for days gets it in the morning."""
    daily, weekly = await chooses(town, "Mỗi ngày"), await chooses(town, "Mỗi tuần", "Ba")
    await ticks(town, at(23, 22), at(24, 6, 59), at(24, 7))
    assert daily.new() == []
    assert [TIME in one for one in weekly.new()] == [True]
    await ticks(town, at(24, 19))
    assert [TIME in one for one in daily.new()] == [True]
