"""Tallies: organizers see what people look for and do not find; nobody sees who, or in what words."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers import tallies
from handlers.exchanges import index_of
from handlers.language.understanding import understand
from handlers.tallies import FOUND, NONE
from handlers.texts.vi.tallies import names
from schedules.clock import StillClock
from storage.database import Database
from storage.tallies import Asked, Tally
from tests.classes import Class, at
from tests.organizing import organizer
from tests.town import Resident, Town, living, signs_up

ZALO = Class()


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO)
        yield town


async def counts(town: Town, question: str, outcome: str, times: int = 1) -> None:
    """It was asked so often."""
    async with town.database.begin(town.clock.now()) as store:
        index = await index_of(store)
        for _ in range(times):
            await tallies.count(store, understand(question, store.now, index), index, outcome)


async def kept(town: Town) -> list[Asked]:
    async with town.database.read(town.clock.now()) as store:
        rows = (await store.session.scalars(select(Tally).order_by(Tally.id))).all()
        return [Asked(one.intent, one.subject, one.place, one.audience, one.part, one.outcome) for one in rows]


async def becomes_organizer(town: Town, name: str, language: str = "vi") -> Resident:
    someone = town.resident(name, language)
    await someone.says("/start")
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(someone.person.id))
        assert met
        assert met.contact
        await store.organizers.accept(await store.organizers.invite(None, None), met.contact.id)
    return someone


async def test_a_reading_is_counted_and_no_word_of_the_question(town: Town) -> None:
    await counts(town, "Chị Hoa nhà 12 ơi, có lớp vẽ cho trẻ em buổi tối ở Đa Kao không", NONE)
    assert await kept(town) == [Asked("find", "drawing", "Phường Đa Kao", "child", "evening", NONE)]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("lớp zalo 8h sáng", Asked("find", "zalo", "", "", "morning", FOUND)),
        ("lớp lặn biển", Asked("find", "?", "", "", "", FOUND)),
        ("có lớp gì không", Asked("find", "", "", "", "", FOUND)),
        ("lớp gì ở nhà văn hóa 5 Nguyễn Huy Tự", Asked("find", "", "Phường Đa Kao", "", "", FOUND)),
        ("lớp học vi tính sau 18h", Asked("find", "computer", "", "", "evening", FOUND)),
    ],
)
async def test_each_part_of_a_reading(town: Town, question: str, asked: Asked) -> None:
    await counts(town, question, FOUND)
    assert await kept(town) == [asked]


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("mai mốt có lớp zalo không", FOUND),
        ("có lớp lặn biển không", NONE),
        ("bị lừa mất tiền thì phải làm gì", tallies.ANSWERED),
        ("chuyện xây cầu vượt bao giờ xong vậy", tallies.UNANSWERED),
        ("thời tiết ngày mai thế nào", tallies.AWAY),
        ("cảm ơn nhé", tallies.OTHER),
    ],
)
async def test_what_came_of_a_question_is_counted_as_it_is_answered(town: Town, question: str, outcome: str) -> None:
    await town.resident("Hạnh").says(question)
    assert [one.outcome for one in await kept(town)] == [outcome]


async def test_a_class_that_is_full_is_not_found_by_who_asks_for_seats(town: Town) -> None:
    await town.publishes(ZALO, Class("L202", "Excel cho người mới", (at(26, 18),), capacity=1))
    await signs_up(town.resident("Bình"), "L202", "Bình")
    answer = await town.resident("Hạnh").says("tối thứ 5 tuần này lớp nào còn chỗ")
    assert "chưa có lớp nào" in answer.text
    assert [one.outcome for one in await kept(town)] == [NONE]


async def test_the_same_reading_of_a_day_is_one_row(town: Town) -> None:
    await counts(town, "lớp vẽ", NONE)
    await counts(town, "co lop ve ko", NONE, times=2)
    await town.turns_to_local(24, 0, 10)
    await counts(town, "lớp vẽ", NONE)
    async with town.database.read(town.clock.now()) as store:
        rows = (await store.session.scalars(select(Tally).order_by(Tally.id))).all()
        assert [(one.day, one.count) for one in rows] == [(date(2026, 11, 23), 3), (date(2026, 11, 24), 1)]


async def test_an_organizer_sees_what_is_looked_for_and_missing(town: Town) -> None:
    lan = await becomes_organizer(town, "Lan")
    await counts(town, "lớp vẽ", NONE, times=12)
    await counts(town, "lớp bơi", NONE, times=3)
    await counts(town, "lớp lặn biển", NONE, times=2)
    await counts(town, "lớp zalo", FOUND, times=5)
    await counts(town, "tạm biệt", tallies.OTHER, times=4)
    seen = await lan.says("/timgi")
    assert seen.text == (
        "Bà con tìm gì (30 ngày qua)\n"
        "Số câu hỏi: 26. Tìm có lớp: 5. Tìm chưa có lớp: 17.\n"
        "\n"
        "Chưa có lớp như vậy\n"
        "• vẽ: 12\n"
        "• bơi: 3\n"
        "• điều khác (từ mình chưa biết): ít hơn 3\n"
        "\n"
        "Đã có lớp\n"
        "• zalo: 5\n"
        "\n"
        "Mình chỉ đếm, không giữ lời ai viết. Lớp nào nhiều người tìm mà chưa có, bạn cân nhắc mở nhé."
    )


async def test_in_english(town: Town) -> None:
    emma = await becomes_organizer(town, "Emma", "en-GB")
    assert "Nobody asked anything in the last 30 days." in (await emma.says("/timgi")).text
    await counts(town, "lớp gõ văn bản", NONE, times=3)
    await counts(town, "lớp lặn biển", NONE)
    seen = await emma.says("/timgi")
    assert seen.text.startswith(
        "What people look for (last 30 days)\n"
        "Questions: 4. Looked for a class and found one: 0. Found none: 4.\n"
        "\n"
        "No such class yet\n"
        "• word processing: 3\n"
        "• something else (words I do not know): fewer than 3\n"
    )


async def test_only_the_last_thirty_days_and_the_first_eight(town: Town) -> None:
    lan = await becomes_organizer(town, "Lan")
    await counts(town, "lớp yoga", NONE, times=30)
    town.clock.turn(timedelta(days=31))
    sought = ["vẽ", "bơi", "múa", "hát", "đàn", "may vá", "cắm hoa", "cờ vua", "luật"]
    for number, what in enumerate(sought):
        await counts(town, f"lớp {what}", NONE, times=12 - number)
    seen = (await lan.says("/timgi")).text
    assert "yoga" not in seen
    assert "• cờ vua: 5" in seen
    assert "luật" not in seen


async def test_a_resident_finds_nothing_there(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await counts(town, "lớp vẽ", NONE, times=12)
    assert "Bà con tìm gì" not in (await hanh.says("/timgi")).text


def test_every_meaning_has_a_plain_name() -> None:
    assert names()["drawing"] == "vẽ"
    assert all(name and "|" not in name and "_" not in name for name in names().values())


@pytest.mark.parametrize(
    ("language", "told"),
    [("vi", "Ở đây có câu hỏi nhắc đến Phường Đa Kao"), ("en", "These are the questions that named Phường Đa Kao")],
)
async def test_an_organizer_of_one_ward_sees_what_concerns_it(town: Town, language: str, told: str) -> None:
    await town.publishes(Class("L102", "Excel", ward="Phường Cầu Kho", venue="Trường Cầu Kho"))
    await counts(town, "có lớp vẽ ở Đa Kao không", NONE, 3)
    await counts(town, "có lớp tiếng anh không", NONE, 4)
    await counts(town, "có lớp bơi ở Cầu Kho không", NONE, 5)
    minh, lan = await organizer(town, "Minh", "Đa Kao", language), await organizer(town, "Lan")
    own, whole = (await minh.says("/timgi")).text, (await lan.says("/timgi")).text
    assert [number for number in ("3", "4", "5") if f": {number}\n" in own.partition("\n\n")[2]] == ["3", "4"]
    assert [number for number in ("3", "4", "5") if f": {number}\n" in whole.partition("\n\n")[2]] == ["3", "4", "5"]
    assert told in own
