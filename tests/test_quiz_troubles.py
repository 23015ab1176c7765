"""Mini-quizzes in trouble: topics changed in the middle, a rhythm at the same moment, a bot that slept, odd letters."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from handlers.quizzes import gift
from handlers.quizzes.starting import start
from handlers.quizzes.written import Fault
from schedules.clock import StillClock
from storage.database import Database
from tests.classes import at
from tests.quiz_rhythms import chooses, sent
from tests.quizzing import BANK, SCAMS, answers, asked_now, quiz_of
from tests.town import Resident, Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    """Monday 23 November 2026, eight in the morning."""
    async with living(database, clock) as town:
        yield town


async def only(town: Town, who: Resident, *kept: str) -> None:
    """They live where all items but these are switched off."""
    await town.publishes(SCAMS)
    async with town.database.begin(town.clock.now()) as store:
        centre = await store.centres.of_ward("Phường Đa Kao")
        for item in BANK.keys() - set(kept):
            await store.items.switch(centre.id, item, is_on=False)
    await who.says("/caidat phuong")
    await who.taps("Phường Đa Kao")
    await who.taps("Bỏ qua")


async def shown_on(town: Town, who: Resident, topic: str) -> str:
    """The item that they see first when they ask for a quiz on this."""
    await who.says(f"/cauhoi {topic}")
    return (await asked_now(town, who))[0].id


async def test_what_was_shown_and_left_does_not_come_again_that_day(town: Town) -> None:
    """Whoever changes topics back and forth meets each item once, answered or not."""
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01", "scams-02", "vneid-01", "vneid-02")
    seen = [await shown_on(town, hanh, topic) for topic in ("scams", "vneid", "scams", "vneid")]
    assert sorted(seen) == ["scams-01", "scams-02", "vneid-01", "vneid-02"]
    none = await hanh.says("/cauhoi scams")
    assert none.text.startswith("Hôm nay mình hết câu về Lừa đảo qua mạng rồi.")
    await answers(town, hanh, True)
    assert (await hanh.says("/cauhoi scams")).text == none.text, "also once the quiz in between is over"
    town.clock.turn_to(town.clock.now() + timedelta(days=1))
    assert await shown_on(town, hanh, "scams") in seen
    assert await shown_on(town, hanh, "vneid") in seen


async def test_the_clock_set_back_brings_nothing_again_either(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01", "vneid-01")
    await shown_on(town, hanh, "scams")
    await shown_on(town, hanh, "vneid")
    town.clock.turn_to(town.clock.now() - timedelta(days=1))
    assert (await hanh.says("/cauhoi scams")).text.startswith("Hôm nay mình hết câu về")


async def test_what_was_left_is_in_my_data(town: Town) -> None:
    hanh = town.resident("Hạnh")
    first = await shown_on(town, hanh, "scams")
    await shown_on(town, hanh, "vneid")
    assert (await quiz_of(town, hanh)).passed_over == [first]
    await hanh.says("/dulieu")
    await hanh.taps("Xem tất cả")
    (file,) = [one.document_bytes for one in hanh.messages if one.document_bytes]
    assert f"xem mà chưa trả lời: {first}" in file.decode()


async def test_two_who_begin_a_quiz_for_somebody_begin_one(database: Database, clock: StillClock) -> None:
    """Their rhythm, and they themselves at that moment: on PostgreSQL these are transactions side by side."""
    async with database.begin(clock.now()) as store:
        met = await store.contacts.meet("test", "1", "Lan", "vi")
    assert met.contact is not None
    lan = met.contact

    async def begins() -> int | None:
        async with database.begin(clock.now()) as store:
            quiz = await start(store, lan)
            await asyncio.sleep(0.05)
        return quiz.id if quiz else None

    first, second = await asyncio.gather(begins(), begins())
    assert first == second
    assert first is not None


@pytest.mark.parametrize("up_at", [at(24, 19, 5), at(25, 21, 0) - timedelta(minutes=1)])
async def test_a_bot_that_slept_past_two_quizzes_sends_the_one_of_today(town: Town, up_at: datetime) -> None:
    lan = await chooses(town, "Mỗi ngày")
    town.clock.turn_to(up_at)
    await town.process.jobs.run_once()
    await town.process.settle()
    assert [one.startswith("🌱 Đến giờ câu đố") for one in lan.new()] == [True]
    assert len(await sent(town)) == 1


@pytest.mark.parametrize("nothing", ["\u2060\u2060", "\u061c", "\u00ad", "\u200b\u200f"])
def test_an_option_that_nobody_sees_is_refused(nothing: str) -> None:
    (fault,) = gift.read(f"Ai gọi? {{=Ngân hàng ~{nothing}}}")
    assert isinstance(fault, Fault)
    assert fault.reason == "empty_option"
