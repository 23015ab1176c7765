"""Answers to an item of a mini-quiz: tapped or typed, twice or too late, the first one counts."""

from collections.abc import AsyncIterator

import pytest

from handlers.quizzes.taking import chosen
from schedules.clock import StillClock
from storage.database import Database
from tests.quizzing import OLD, answers, asked_now, attempts_of, number_of, quiz_of
from tests.test_terminal import talk
from tests.town import Town, living

FIRST = "Câu này bạn trả lời rồi, mình tính lần bấm đầu tiên."


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


async def test_a_second_tap_shows_the_same_and_counts_for_nothing(town: Town) -> None:
    hanh = town.resident("Hạnh")
    item = await hanh.says("/cauhoi")
    wrong, right = await number_of(town, hanh, right=False), await number_of(town, hanh, right=True)
    told = await hanh.taps(wrong)
    count = len(hanh.messages)
    again = await hanh.taps_old(wrong, item)
    assert len(hanh.messages) == count
    assert again.text == told.text.replace(told.text.split("\n")[0], FIRST)
    other = await hanh.taps_old(right, item)
    assert other.text == again.text, "the first counts, whatever is tapped now"
    assert other.labels == ["Câu tiếp theo ›"]
    assert [one.is_right for one in await attempts_of(town, hanh)] == [False]


async def test_of_two_quick_taps_the_first_counts(town: Town) -> None:
    hanh = town.resident("Hạnh")
    item = await hanh.says("/cauhoi")
    right, wrong = await number_of(town, hanh, right=True), await number_of(town, hanh, right=False)
    said = {one.label: one.data for row in item.buttons for one in row}

    def taps_both(person: object) -> None:
        for number in (right, wrong):
            data = said[number]
            assert data
            hanh.person.taps_data(data, item)

    shown = await hanh.does(taps_both)
    assert FIRST in shown.text
    assert "✅ Đúng rồi" in shown.text
    assert [one.is_right for one in await attempts_of(town, hanh)] == [True]


async def test_the_last_item_tapped_twice_ends_once(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/cauhoi")
    await answers(town, hanh, True, True)
    item = await hanh.taps("Câu tiếp theo")
    await answers(town, hanh, True)
    count = len(hanh.messages)
    again = await hanh.taps_old("2", item)
    assert len(hanh.messages) == count
    assert FIRST in next(one.text for one in hanh.messages if one.id == item.id)
    assert again.text == hanh.person.last.text


async def test_buttons_of_earlier_items_and_quizzes_are_old(town: Town) -> None:
    hanh = town.resident("Hạnh")
    first = await hanh.says("/cauhoi")
    await answers(town, hanh, True, True)
    old = await hanh.taps_old("1", first)
    assert old.text == "Câu này đã qua rồi, bạn không cần bấm nữa.\nMình đi tiếp nhé?"
    assert (await hanh.taps("Câu tiếp theo")).text.startswith("🧩 Câu hỏi 3/3")
    await answers(town, hanh, True)
    ended = next(one for one in hanh.messages if "🎉" in one.text)
    assert (await hanh.taps_old("1", first)).text.startswith(OLD)
    new = await hanh.taps_old("Làm thêm", ended)
    assert new.text.startswith("🧩 Câu hỏi 1/3")
    assert (await hanh.taps_old("1", first)).text.startswith(OLD)
    assert len(await attempts_of(town, hanh)) == 3


@pytest.mark.parametrize(
    "said",
    [
        "/dapan", "/dapan x -1 99999999999999999999", "/dapan {id} -1 0", "/dapan {id} 1 0", "/dapan {id} x 0",
        "/dapan {id} ² 0", "/dapan 0 0 0", "/dapan {other} 0 0", "/cautiep", "/cautiep -1", "/cautiep {other}",
    ],
)  # fmt: skip
async def test_hostile_arguments_are_answered_kindly_without_effect(town: Town, said: str) -> None:
    hanh, tu = town.resident("Hạnh"), town.resident("Tư")
    await hanh.says("/cauhoi")
    await tu.says("/cauhoi")
    ids = {"id": (await quiz_of(town, hanh)).id, "other": (await quiz_of(town, tu)).id}
    assert (await hanh.says(said.format(**ids))).text.startswith(OLD)
    assert await attempts_of(town, hanh) == await attempts_of(town, tu) == []


async def test_an_option_that_is_not_shown_asks_again(town: Town) -> None:
    hanh = town.resident("Hạnh")
    item = await hanh.says("/cauhoi")
    for shown in ("-1", "4", "99999999999999999999", "x", ""):
        assert (await hanh.says(f"/dapan {(await quiz_of(town, hanh)).id} 0 {shown}")).text == item.text
    assert await attempts_of(town, hanh) == []


@pytest.mark.parametrize("spelled", ["{n}", "{n}.", " {l} ", "{L}", "{L})", "chọn {n}", "đáp án {L}", "{words}"])
async def test_typed_answers_count_as_taps_do(town: Town, spelled: str) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/cauhoi")
    item, order = await asked_now(town, hanh)
    number = int(await number_of(town, hanh, right=True))
    letter = "abcd"[number - 1]
    words = item.options["vi"][order[number - 1]].lower() + "!"
    told = await hanh.says(spelled.format(n=number, l=letter, L=letter.upper(), words=words))
    assert "✅ Đúng rồi" in told.text
    assert (await hanh.taps("Câu tiếp theo")).text.startswith("🧩 Câu hỏi 2/3")


async def test_at_the_keyboard_a_number_and_a_letter_answer(database: Database, clock: StillClock) -> None:
    """Where there are no buttons, "1" is also how to go on."""
    read = await talk(database, clock, "/cauhoi", "1", "1", "b", "1", "C.")
    told = [one for one in read if "💡" in one]
    assert [one.strip().split(" · ")[0] for one in told] == ["🧩 Câu hỏi 1/3", "🧩 Câu hỏi 2/3", "🧩 Câu hỏi 3/3"]
    assert all("✅" in one for one in told)
    assert "1. Câu tiếp theo ›" in told[0]
    assert any("🎉 Xong 3 câu" in one for one in read)
    assert read[1].count("\n1. ") == 1, "options are not listed a second time as buttons"


def test_words_that_choose_an_option() -> None:
    shown = ["Không, gọi hỏi lại", "Có", "Để mai", "B"]
    assert [chosen(said, shown) for said in ("khong goi hoi lai", "co", "c", "3", "b", "so 4")] == [0, 1, 2, 2, 3, 3]
    assert [chosen(said, shown) for said in ("5", "khong", "", "mai", "lop 1", "1 2")] == [None] * 6
    assert chosen("co", ["Có", "Cỏ"]) is None, "two options that are written alike"
