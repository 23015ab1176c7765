"""Rhythms: the quiz comes when one asked for it, never twice, never at night, and leaves in peace who has no time."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.privacy import PRIVACY_VERSION
from schedules.clock import StillClock
from storage.attempts import Attempt
from storage.consents import Consent, Purpose
from storage.database import Database
from storage.habits import Habit
from storage.outbox import Fate, OutboxMessage, Urgency
from storage.quiet_hours import LOCAL
from tests.classes import at
from tests.town import Resident, Town, living

TIME = "Đến giờ câu đố"
AGAIN = "Câu đố hôm trước vẫn đợi bạn"
REST = "mình tạm nghỉ gửi câu đố"


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    """Monday 23 November 2026, eight in the morning."""
    async with living(database, clock) as town:
        yield town


async def chooses(town: Town, label: str, name: str = "Lan", language: str = "vi") -> Resident:
    """Somebody new who wants quizzes."""
    lan = town.resident(name, language)
    await lan.says("/nhipcauhoi")
    await lan.taps(label)
    lan.new()
    return lan


async def does_quiz(who: Resident) -> None:
    """Answer what the newest quiz still asks."""
    await who.taps("1")
    while who.messages[-1].labels == ["Câu tiếp theo ›"]:
        await who.taps("Câu tiếp")
        await who.taps("1")


async def lives_until(town: Town, moment: datetime) -> None:
    """From one thing that is due to the next."""
    while (due := await town.process.jobs.next_due()) is not None and due <= moment:
        town.clock.turn_to(due)
        await town.process.jobs.run_once()
        await town.process.settle()
    town.clock.turn_to(moment)


async def ticks(town: Town, *moments: datetime) -> None:
    """What is due at each of these moments, whether a clock leads there or was set."""
    for moment in moments:
        town.clock.turn_to(moment)
        await town.process.jobs.run_once()
        await town.process.settle()


async def sent(town: Town, fate: Fate = Fate.SENT) -> list[str]:
    """When each quiz, and each goodbye, went out: "24/11 19:00"."""
    query = select(OutboxMessage).where(OutboxMessage.key.startswith("quiz"), OutboxMessage.fate == fate)
    async with town.database.read(town.clock.now()) as store:
        found = (await store.session.scalars(query.order_by(OutboxMessage.id))).all()
    return [f"{one.created_at.astimezone(LOCAL):%d/%m %H:%M}" for one in found]


async def habit(town: Town) -> Habit:
    async with town.database.read(town.clock.now()) as store:
        return (await store.session.scalars(select(Habit))).one()


async def test_choosing_says_when_and_records_the_consent(town: Town) -> None:
    lan = town.resident("Lan")
    asked = await lan.says("/nhipcauhoi")
    assert asked.text == (
        "🧩 Bạn muốn nhận câu đố khi nào?\n"
        "Mỗi lần ba câu ngắn, chừng hai phút.\n"
        "\n"
        "Chọn ngày nhận là bạn đồng ý để mình gửi câu đố cho bạn. Bạn đổi hay thôi lúc nào cũng được."
    )
    assert asked.labels == ["Mỗi ngày", "Thứ 2, 4, 6", "Mỗi tuần một lần", "‹ Cài đặt"]
    chosen = await lan.taps("Mỗi ngày")
    assert chosen.text == (
        "🧩 Câu đố của bạn: mỗi ngày, lúc 19 giờ\n"
        "Lần tới: hôm nay, thứ Hai 23/11, 19 giờ.\n"
        "\n"
        "Bạn bấm để đổi. Dấu ✓ là đang chọn."
    )
    assert "✓ Mỗi ngày" in chosen.labels
    assert "✓ 19 giờ" in chosen.labels
    await lan.taps("Mỗi tuần")
    await lan.taps("Thứ Bảy")
    assert (await lan.taps("7 giờ")).text.startswith(
        "🧩 Câu đố của bạn: thứ bảy hằng tuần, lúc 7 giờ\nLần tới: thứ Bảy 28/11, 7 giờ."
    )
    async with town.database.read(town.clock.now()) as store:
        consents = (await store.session.scalars(select(Consent))).all()
    assert [(one.purpose, one.given, one.version) for one in consents] == [(Purpose.QUIZZES, True, PRIVACY_VERSION)]


async def test_nothing_comes_to_who_did_not_ask(town: Town) -> None:
    lan = town.resident("Lan")
    await lan.says("/nhipcauhoi")
    await lan.says("/nhipcauhoi gio 9")
    assert lan.last.startswith("🧩 Bạn muốn nhận câu đố khi nào?")
    assert (await habit(town)).next_at is None
    await ticks(town, at(23, 9), at(23, 19))
    assert await sent(town) == []


async def test_the_quiz_comes_at_the_hour_with_how_to_stop_it(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await ticks(town, at(23, 18, 59))
    assert lan.new() == []
    await ticks(town, at(23, 19))
    (told,) = lan.new()
    assert told.startswith(f"🌱 {TIME} của bạn rồi! Chừng hai phút thôi.\n\n🧩 Câu 1/3 · ")
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
    assert all(AGAIN in one and "Câu 2/3" in one for one in told), "it goes on where it stood"


async def test_resting_is_seen_and_ended_where_one_chooses(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lives_until(town, at(26, 20))
    said = await lan.says("/nhipcauhoi")
    assert "Mình đang tạm nghỉ gửi." in said.text
    assert said.labels[0] == "▶️ Gửi tiếp cho tôi"
    assert "Lần tới: thứ Hai" not in (await lan.taps("Thứ 2, 4, 6")).text
    assert (await habit(town)).next_at == at(27, 19)


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


async def test_stopping_takes_the_consent_back(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lan.says("/nhipcauhoi")
    assert (await lan.taps("Thôi, không nhận nữa")).text == (
        "✅ Vâng, mình không gửi câu đố cho bạn.\nKhi nào muốn làm thử, bạn gõ /cauhoi nhé."
    )
    await lan.says("/nhipcauhoi thoi")
    async with town.database.read(town.clock.now()) as store:
        consents = (await store.session.scalars(select(Consent).order_by(Consent.id))).all()
    assert [one.given for one in consents] == [True, False]
    await lives_until(town, at(25, 20))
    assert await sent(town) == []


async def test_a_consent_taken_back_elsewhere_ends_it_as_well(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    async with town.database.begin(town.clock.now()) as store:
        whose = (await store.session.scalars(select(Habit))).one().contact_id
        await store.consents.record(whose, Purpose.QUIZZES, PRIVACY_VERSION, given=False)
    await ticks(town, at(23, 19), at(23, 20))
    assert lan.new() == []


async def test_who_deleted_everything_hears_no_more(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lives_until(town, at(23, 19))
    await lan.taps("1")
    await lan.says("/dulieu")
    await lan.taps("Xóa hết")
    await lan.taps("Vâng, xóa hết")
    lan.new()
    await lives_until(town, at(27, 20))
    assert lan.new() == []
    async with town.database.read(town.clock.now()) as store:
        assert (await store.session.scalars(select(Habit))).all() == []


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


async def test_choosing_anew_on_the_same_day_brings_no_second_one(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lan.says("/nhipcauhoi gio 9")
    await ticks(town, at(23, 9))
    assert (await lan.says("/nhipcauhoi gio 19")).text.startswith(
        "🧩 Câu đố của bạn: mỗi ngày, lúc 19 giờ\nLần tới: ngày mai, thứ Ba 24/11, 19 giờ."
    )
    await ticks(town, at(23, 19), at(23, 20))
    assert await sent(town) == ["23/11 09:00"]


async def test_who_did_one_by_themselves_today_is_not_asked_again(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lan.says("/cauhoi")
    await does_quiz(lan)
    await lives_until(town, at(24, 20))
    assert await sent(town) == ["24/11 19:00"]


async def test_a_rhythm_is_offered_once_after_the_first_quiz(town: Town) -> None:
    lan = town.resident("Lan")
    await lan.says("/cauhoi")
    await does_quiz(lan)
    assert lan.last == (
        "🌱 Bạn có muốn mình gửi ba câu như thế này đều đặn không?\n"
        "Chừng hai phút mỗi lần, lúc 19 giờ; giờ thì bạn đổi được ngay sau đó.\n"
        "Chọn ngày nhận là bạn đồng ý để mình gửi. Bạn thôi lúc nào cũng được."
    )
    assert lan.person.last.labels == ["Mỗi ngày", "Thứ 2, 4, 6", "Mỗi tuần một lần", "Không, cảm ơn"]
    await lan.taps("Không, cảm ơn")
    assert lan.last.startswith("✅ Vâng, mình không gửi câu đố cho bạn.")
    await lan.says("/cauhoi")
    await does_quiz(lan)
    assert "đều đặn" not in lan.last
    await lives_until(town, at(25, 20))
    assert await sent(town) == []


async def test_the_settings_lead_there(town: Town) -> None:
    lan = town.resident("Lan")
    await lan.says("/caidat")
    assert (await lan.taps("Giờ nhận câu đố")).text.startswith("🧩 Bạn muốn nhận câu đố khi nào?")


async def test_at_night_and_at_no_hour_there_is_no_quiz(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    for said in ("gio", "gio 3", "gio 21", "gio 99", "gio -1", "gio ²", "gio mấy giờ cũng được"):
        assert (await lan.says(f"/nhipcauhoi {said}")).text.startswith("Giờ đó mình không gửi tin, để bạn nghỉ ngơi.")
    assert (await habit(town)).hour == 19


async def test_a_week_without_a_day_begins_with_today(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    for said in ("tuan 0", "tuan 8", "tuan x", "tuan"):
        assert "thứ hai hằng tuần" in (await lan.says(f"/nhipcauhoi {said}")).text


async def test_what_a_night_without_power_held_back(town: Town) -> None:
    """Who gets the next one anyway that evening waits for it; who would wait for days gets it in the morning."""
    daily, weekly = await chooses(town, "Mỗi ngày"), await chooses(town, "Mỗi tuần", "Ba")
    await ticks(town, at(23, 22), at(24, 6, 59), at(24, 7))
    assert daily.new() == []
    assert [TIME in one for one in weekly.new()] == [True]
    await ticks(town, at(24, 19))
    assert [TIME in one for one in daily.new()] == [True]
