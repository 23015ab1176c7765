"""Mini-quizzes: three items one after another, each told right or wrong and why, and how three end."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from handlers.texts.items import topic_title
from schedules.clock import StillClock
from storage.cards import Memory
from storage.database import Database
from tests.quizzing import SCAMS, answers, asked_now, attempts_of, contact_id
from tests.town import Resident, Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


async def cards_of(town: Town, who: Resident) -> list[Memory]:
    async with town.database.read(town.clock.now()) as store:
        return list(await store.cards.list_of(await contact_id(store, who)))


async def test_a_first_quiz_from_the_button_to_the_end(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/start")
    first = await hanh.taps("🧩 Câu đố")
    item, order = await asked_now(town, hanh)
    options = [item.options["vi"][one] for one in order]
    assert first.text == "\n".join(
        [f"🧩 Câu hỏi 1/3 · {topic_title(item.topic, 'vi')}", "", item.question["vi"], ""]
        + [f"{place}. {option}" for place, option in enumerate(options, 1)]
    )
    assert first.labels == [str(place) for place in range(1, len(options) + 1)]
    right = item.options["vi"][min(item.right)]
    told = await hanh.taps(str(options.index(right) + 1))
    assert told.id == first.id, "the explanation takes the place of the item"
    assert told.text == "\n".join(
        (
            f"🧩 Câu hỏi 1/3 · {topic_title(item.topic, 'vi')}",
            "",
            item.question["vi"],
            "",
            f"✅ Đúng rồi: {right}",
            "",
            f"💡 {item.explanation['vi']}",
            f"Nguồn: {item.source}",
        )
    )
    assert told.labels == ["Câu tiếp theo ›"]
    second = await hanh.taps("Câu tiếp theo")
    assert second.id == first.id
    assert second.text.startswith("🧩 Câu hỏi 2/3 · ")
    item, order = await asked_now(town, hanh)
    wrong = next(one for one in order if one not in item.right)
    told = await hanh.taps(str(order.index(wrong) + 1))
    assert f"\n\nChưa đúng. Bạn chọn: {item.options['vi'][wrong]}\n✅ Đáp án: " in told.text
    hanh.new()
    await answers(town, hanh, True)
    explained, ended, offered = (one for one in hanh.messages if one.id >= first.id)
    assert explained.labels == []
    assert ended.text.startswith(
        "🎉 Xong 3 câu rồi, bạn đúng 2.\nCâu nào chưa đúng, vài hôm nữa mình hỏi lại để bạn nhớ lâu hơn."
    )
    assert {"🧩 Làm thêm", "Chọn chủ đề", "‹ Trang đầu"} <= set(ended.labels)
    assert "Mỗi ngày" in offered.labels
    assert [one.is_right for one in await attempts_of(town, hanh)] == [True, False, True]
    assert {one.item for one in await cards_of(town, hanh)} == {one.item for one in await attempts_of(town, hanh)}


async def test_a_quiz_in_english(town: Town) -> None:
    emma = town.resident("Emma", "en-GB")
    first = await emma.says("quiz")
    item, order = await asked_now(town, emma)
    assert first.text.startswith(f"🧩 Question 1/3 · {topic_title(item.topic, 'en')}\n\n{item.question['en']}\n")
    wrong = next(one for one in order if one not in item.right)
    told = await emma.says(item.options["en"][wrong])
    assert f"\n\nNot quite. You chose: {item.options['en'][wrong]}\n✅ The answer: " in told.text
    assert told.text.endswith(f"💡 {item.explanation['en']}\nSource: {item.source}")
    assert told.labels == ["Next question ›"]
    await answers(town, emma, False, False)
    assert "🎉 You have done 3 questions.\nI will ask again in a few days" in "\n".join(emma.new())


async def test_asked_for_in_ones_own_words(town: Town) -> None:
    hanh = town.resident("Hạnh")
    for said in ("câu đố", "đố tôi đi", "cho làm trắc nghiệm với", "/quiz"):
        assert (await hanh.says(said)).text.startswith("🧩 Câu hỏi 1/3"), said


async def test_all_right_is_told_with_joy_and_more_are_other_items(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/cauhoi")
    await answers(town, hanh, True, True, True)
    assert "🎉 Xong 3 câu, bạn đúng hết. Giỏi quá!" in "\n".join(hanh.new())
    await hanh.taps("Làm thêm")
    await answers(town, hanh, True, True, True)
    assert len({one.item for one in await attempts_of(town, hanh)}) == 6


async def test_stopped_halfway_it_goes_on_where_it_stood_after_a_restart_too(
    database: Database, clock: StillClock
) -> None:
    async with living(database, clock) as town:
        hanh = town.resident("Hạnh")
        await hanh.says("/cauhoi")
        await answers(town, hanh, True)
        before = await hanh.taps("Câu tiếp theo")
        await hanh.says("cảm ơn")
        assert (await hanh.says("/cauhoi")).text == before.text
    clock.turn_to(clock.now() + timedelta(days=3))
    async with living(database, clock) as town:
        again = town.resident("Hạnh")
        shown = await again.says("/cauhoi")
        assert shown.text == before.text
        assert before.text.startswith("🧩 Câu hỏi 2/3")
        await answers(town, again, True, True)
        assert "🎉 Xong 3 câu, bạn đúng hết" in "\n".join(again.new())
        assert len(await attempts_of(town, again)) == 3


async def test_other_words_are_not_swallowed_while_an_item_is_open(town: Town) -> None:
    await town.publishes(SCAMS)
    hanh = town.resident("Hạnh")
    await hanh.says("/cauhoi")
    assert "Nhận biết lừa đảo" in (await hanh.says("có lớp nào về lừa đảo không")).text
    await hanh.says("/cauhoi")
    assert (await hanh.says("lớp của tôi")).text.startswith("Bạn chưa đăng ký lớp nào")
    await hanh.says("/cauhoi")
    assert (await hanh.says("cảm ơn")).text.startswith("Không có gì")
    for said in ("9", "1 lớp yoga", "b ơi", "a b", "12"):
        await hanh.says("/cauhoi")
        assert "💡" not in (await hanh.says(said)).text, said
    assert await attempts_of(town, hanh) == []


async def test_a_number_means_what_was_offered_last(town: Town) -> None:
    """Who looks at a list of classes meanwhile means one of those by "1"."""
    await town.publishes(SCAMS)
    hanh = town.resident("Hạnh")
    await hanh.says("/cauhoi")
    await hanh.says("/lop")
    await hanh.says("1")
    assert await attempts_of(town, hanh) == []


async def test_a_dialog_under_way_hears_the_number_first(town: Town) -> None:
    await town.publishes(SCAMS)
    hanh = town.resident("Hạnh")
    await hanh.says("/cauhoi")
    await hanh.says("/dangky L7")
    await hanh.taps("Cho tôi")
    await hanh.says("a")
    assert await attempts_of(town, hanh) == []
