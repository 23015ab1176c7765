"""Rhythms: one chooses when the quiz comes, changes it and takes it back."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from handlers.privacy import PRIVACY_VERSION
from schedules.clock import StillClock
from storage.consents import Consent, Purpose
from storage.database import Database
from storage.habits import Habit
from tests.classes import at
from tests.quiz_rhythms import chooses, does_quiz, habit, lives_until, sent, ticks
from tests.town import Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    """Monday 23 November 2026, eight in the morning."""
    async with living(database, clock) as town:
        yield town


async def test_choosing_says_when_and_records_the_consent(town: Town) -> None:
    lan = town.resident("Lan")
    asked = await lan.says("/nhipcauhoi")
    assert asked.text == (
        "🧩 Bạn muốn nhận câu đố khi nào?\n"
        "Mỗi lần ba câu ngắn, chừng hai phút.\n"
        "\n"
        "Chọn ngày nhận là bạn đồng ý để mình gửi câu đố cho bạn. Bạn muốn đổi hay thôi lúc nào cũng được."
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


async def test_resting_is_seen_and_ended_where_one_chooses(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lives_until(town, at(26, 20))
    said = await lan.says("/nhipcauhoi")
    assert "Mình đang tạm nghỉ gửi." in said.text
    assert said.labels[0] == "▶️ Gửi tiếp cho tôi"
    assert "Lần tới: thứ Hai" not in (await lan.taps("Thứ 2, 4, 6")).text
    assert (await habit(town)).next_at == at(27, 19)


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


async def test_choosing_anew_on_the_same_day_brings_no_second_one(town: Town) -> None:
    lan = await chooses(town, "Mỗi ngày")
    await lan.says("/nhipcauhoi gio 9")
    await ticks(town, at(23, 9))
    assert (await lan.says("/nhipcauhoi gio 19")).text.startswith(
        "🧩 Câu đố của bạn: mỗi ngày, lúc 19 giờ\nLần tới: ngày mai, thứ Ba 24/11, 19 giờ."
    )
    await ticks(town, at(23, 19), at(23, 20))
    assert await sent(town) == ["23/11 09:00"]


async def test_a_rhythm_is_offered_once_after_the_first_quiz(town: Town) -> None:
    lan = town.resident("Lan")
    await lan.says("/cauhoi")
    await does_quiz(lan)
    assert lan.last == (
        "🌱 Bạn có muốn mình gửi ba câu như thế này đều đặn không?\n"
        "Mỗi lần chừng hai phút, lúc 19 giờ. Chọn ngày xong, bạn đổi giờ được ngay.\n"
        "Chọn ngày nhận là bạn đồng ý để mình gửi. Bạn muốn thôi lúc nào cũng được."
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
