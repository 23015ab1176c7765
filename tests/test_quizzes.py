"""Mini-quizzes: three items one after another, each told right or wrong and why, and how three end."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.demo.standin import Shown
from handlers.language.lexicon import read as read_lexicon
from handlers.quizzes.suggesting import TEACHES
from handlers.quizzes.taking import chosen
from handlers.texts import items
from handlers.texts.items import Item, topic_title
from schedules.clock import StillClock
from storage.attempts import Attempt
from storage.cards import Memory
from storage.database import Database
from storage.items import ImportedItem
from storage.quizzes import Quiz
from storage.store import Store
from tests.classes import Class, at
from tests.test_terminal import talk
from tests.town import Resident, Town, living, signs_up

SCAMS = Class("L7", "Nhận biết lừa đảo qua điện thoại", (at(28, 8, 30),))
BANK = {one.id: one for one in items.load()}
OLD = "Câu này đã qua rồi"
FIRST = "Câu này bạn trả lời rồi, mình tính lần bấm đầu tiên."


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


async def contact_id(store: Store, who: Resident) -> int:
    met = await store.contacts.find("telegram", str(who.person.id))
    assert met
    assert met.contact
    return met.contact.id


async def quiz_of(town: Town, who: Resident) -> Quiz:
    async with town.database.begin(town.clock.now()) as store:
        quiz = await store.quizzes.find(await contact_id(store, who))
    assert quiz is not None
    return quiz


async def attempts_of(town: Town, who: Resident) -> list[Attempt]:
    async with town.database.read(town.clock.now()) as store:
        return list(await store.attempts.list_since(await contact_id(store, who), at(1, 0)))


async def cards_of(town: Town, who: Resident) -> list[Memory]:
    async with town.database.read(town.clock.now()) as store:
        return list(await store.cards.list_of(await contact_id(store, who)))


async def asked_now(town: Town, who: Resident) -> tuple[Item, list[int]]:
    """The item they are at, and the numbers of its options in the order in which they are shown."""
    quiz = await quiz_of(town, who)
    asked = quiz.items[len(quiz.results)]
    return BANK[asked.item], list(asked.order)


async def number_of(town: Town, who: Resident, *, right: bool) -> str:
    """What the button of an option says that is right, or is not."""
    item, order = await asked_now(town, who)
    return str(next(place for place, option in enumerate(order, 1) if (option in item.right) is right))


async def answers(town: Town, who: Resident, *results: bool) -> Shown:
    """One item after another, right or wrong; gives the newest message."""
    shown = who.person.last
    for result in results:
        if "›" in " ".join(shown.labels):
            await who.taps("›")
        await who.taps(await number_of(town, who, right=result))
        shown = next(one for one in reversed(who.messages) if "💡" in one.text)
    return who.person.last


async def only(town: Town, who: Resident, *kept: str, ward: str = "Phường Đa Kao") -> None:
    """They live where all items but these are switched off."""
    await town.publishes(SCAMS)
    async with town.database.begin(town.clock.now()) as store:
        centre = next(one for one in await store.centres.list_all() if one.ward == ward)
        for item in BANK.keys() - set(kept):
            await store.items.switch(centre.id, item, is_on=False)
    await who.says("/caidat phuong")
    await who.taps(ward)
    await who.taps("Bỏ qua")


async def test_a_first_quiz_from_the_button_to_the_end(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/start")
    first = await hanh.taps("🧩 Câu đố")
    item, order = await asked_now(town, hanh)
    options = [item.options["vi"][one] for one in order]
    assert first.text == "\n".join(
        [f"🧩 Câu 1/3 · {topic_title(item.topic, 'vi')}", "", item.question["vi"], ""]
        + [f"{place}. {option}" for place, option in enumerate(options, 1)]
    )
    assert first.labels == [str(place) for place in range(1, len(options) + 1)]
    right = item.options["vi"][min(item.right)]
    told = await hanh.taps(str(options.index(right) + 1))
    assert told.id == first.id, "the explanation takes the place of the item"
    assert told.text == "\n".join(
        (
            f"🧩 Câu 1/3 · {topic_title(item.topic, 'vi')}",
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
    assert second.text.startswith("🧩 Câu 2/3 · ")
    item, order = await asked_now(town, hanh)
    wrong = next(one for one in order if one not in item.right)
    told = await hanh.taps(str(order.index(wrong) + 1))
    assert f"\n\nChưa đúng. Bạn chọn: {item.options['vi'][wrong]}\n✅ Đáp án: " in told.text
    hanh.new()
    await answers(town, hanh, True)
    explained, ended, offered = (one for one in hanh.messages if one.id >= first.id)
    assert explained.labels == []
    assert ended.text.startswith(
        "🎉 Xong 3 câu rồi, bạn đúng 2.\nCâu nào chưa đúng, vài hôm nữa mình hỏi lại, bạn sẽ nhớ lâu hơn."
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
        assert (await hanh.says(said)).text.startswith("🧩 Câu 1/3"), said


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
        assert before.text.startswith("🧩 Câu 2/3")
        await answers(town, again, True, True)
        assert "🎉 Xong 3 câu, bạn đúng hết" in "\n".join(again.new())
        assert len(await attempts_of(town, again)) == 3


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
    assert (await hanh.taps("Câu tiếp theo")).text.startswith("🧩 Câu 3/3")
    await answers(town, hanh, True)
    ended = next(one for one in hanh.messages if "🎉" in one.text)
    assert (await hanh.taps_old("1", first)).text.startswith(OLD)
    new = await hanh.taps_old("Làm thêm", ended)
    assert new.text.startswith("🧩 Câu 1/3")
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
    assert (await hanh.taps("Câu tiếp theo")).text.startswith("🧩 Câu 2/3")


async def test_at_the_keyboard_a_number_and_a_letter_answer(database: Database, clock: StillClock) -> None:
    """Where there are no buttons, "1" is also how to go on."""
    read = await talk(database, clock, "/cauhoi", "1", "1", "b", "1", "C.")
    told = [one for one in read if "💡" in one]
    assert [one.strip().split(" · ")[0] for one in told] == ["🧩 Câu 1/3", "🧩 Câu 2/3", "🧩 Câu 3/3"]
    assert all("✅" in one for one in told)
    assert "1. Câu tiếp theo ›" in told[0]
    assert any("🎉 Xong 3 câu" in one for one in read)
    assert read[1].count("\n1. ") == 1, "options are not listed a second time as buttons"


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


def test_words_that_choose_an_option() -> None:
    shown = ["Không, gọi hỏi lại", "Có", "Để mai", "B"]
    assert [chosen(said, shown) for said in ("khong goi hoi lai", "co", "c", "3", "b", "so 4")] == [0, 1, 2, 2, 3, 3]
    assert [chosen(said, shown) for said in ("5", "khong", "", "mai", "lop 1", "1 2")] == [None] * 6
    assert chosen("co", ["Có", "Cỏ"]) is None, "two options that are written alike"


async def test_an_item_switched_off_meanwhile_counts_for_nothing(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01", "scams-02", "scams-03", "vneid-01")
    shown = await hanh.says("/cauhoi lừa đảo qua mạng")
    gone = (await asked_now(town, hanh))[0].id
    async with town.database.begin(town.clock.now()) as store:
        await store.items.switch(1, gone, is_on=False)
    told = await hanh.taps_old("1", shown)
    assert told.text.startswith("Câu vừa rồi trung tâm không dùng nữa, nên mình không tính. Bạn thông cảm nhé.\n\n🧩 ")
    assert "Câu 1/2" in told.text
    assert (await hanh.taps_old("2", shown)).text.startswith(OLD), "its buttons name places in the old list"
    assert await attempts_of(town, hanh) == []
    await answers(town, hanh, True)
    async with town.database.begin(town.clock.now()) as store:
        for item in ("scams-01", "scams-02", "scams-03"):
            await store.items.switch(1, item, is_on=False)
    assert (await hanh.taps("Câu tiếp theo")).text.startswith(OLD)
    assert (await hanh.taps("Làm thêm")).text.startswith("🧩 "), "of another topic"


async def test_the_last_item_switched_off_meanwhile_ends_the_quiz(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01", "scams-02")
    await hanh.says("/cauhoi")
    await answers(town, hanh, True)
    shown = await hanh.taps("Câu tiếp theo")
    async with town.database.begin(town.clock.now()) as store:
        for item in ("scams-01", "scams-02"):
            await store.items.switch(1, item, is_on=False)
    hanh.new()
    await hanh.taps_old("1", shown)
    said = "\n".join(one.text for one in hanh.messages)
    assert "Câu vừa rồi trung tâm không dùng nữa" in said
    assert "🎉 Xong rồi, bạn đúng!" in said


async def test_the_only_item_gone_meanwhile(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01")
    shown = await hanh.says("/cauhoi")
    assert shown.text.startswith("🧩 Lừa đảo qua mạng\n")
    async with town.database.begin(town.clock.now()) as store:
        await store.items.switch(1, "scams-01", is_on=False)
    assert (await hanh.says("1")).text.startswith("Câu vừa rồi trung tâm không dùng nữa")
    assert (await hanh.taps("Làm thêm")).text == "Hôm nay mình hết câu đố cho bạn rồi.\nMai bạn ghé lại nhé."


async def test_topics_are_offered_by_name(town: Town) -> None:
    hanh = town.resident("Hạnh")
    choice = await hanh.says("/chudecauhoi")
    assert choice.labels[0] == "🎲 Chủ đề nào cũng được"
    assert len(choice.labels) == 15
    assert (await hanh.taps("Ứng dụng VNeID")).text.startswith("🧩 Câu 1/3 · Ứng dụng VNeID")
    assert (await hanh.says("/cauhoi mat khau va ma otp")).text.startswith("🧩 Câu 1/3 · Mật khẩu và mã OTP")
    assert (await hanh.says("/cauhoi")).text.startswith("🧩 Câu 1/3 · Mật khẩu và mã OTP"), "where they stand"
    unknown = await hanh.says("/cauhoi nấu ăn <b>")
    assert unknown.text.startswith("Mình chưa có câu đố về chủ đề này.")
    assert unknown.labels == choice.labels


async def test_a_topic_with_nothing_left_leaves_the_open_quiz_alone(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01", "vneid-01", "vneid-02")
    await hanh.says("/cauhoi scams")
    await answers(town, hanh, True)
    open_quiz = await hanh.says("/cauhoi")
    assert "Ứng dụng VNeID" in open_quiz.text
    none = await hanh.says("/cauhoi scams")
    assert none.text == "Hôm nay mình hết câu về Lừa đảo qua mạng rồi.\nBạn thử chủ đề khác, hoặc mai ghé lại nhé."
    assert "Chọn chủ đề" in none.labels
    assert (await hanh.says("/cauhoi")).text == open_quiz.text
    assert (await hanh.says("/cauhoi passwords_and_otp")).text.startswith("Mình chưa có câu đố về chủ đề này.")


async def test_an_item_of_the_centre_is_asked_in_vietnamese_where_nobody_translated_it(town: Town) -> None:
    emma = town.resident("Emma", "en-GB")
    await town.publishes(SCAMS)
    async with town.database.begin(town.clock.now()) as store:
        brought = ImportedItem(
            centre_id=1,
            topic="scams",
            skill="check_links",
            level=1,
            question={"vi": "Link <lạ>?"},
            options={"vi": ["Bấm", "Không bấm", "Hỏi con"]},
            explanation={"vi": "Đừng bấm."},
            right=[1, 2],
            source="",
            created_at=store.now,
        )
        await store.items.bring([brought])
        for item in BANK:
            await store.items.switch(1, item, is_on=False)
    await emma.says("/caidat phuong")
    await emma.taps("Phường Đa Kao")
    await emma.taps("Skip")
    assert "Link <lạ>?" in (await emma.says("/quiz")).text
    await emma.says("bấm")
    told = next(one.text for one in emma.messages if "💡" in one.text)
    assert told.endswith("You chose: Bấm\n✅ The answer: Không bấm · Hỏi con\n\n💡 Đừng bấm.")


async def test_twice_wrong_in_a_skill_leads_to_a_class(town: Town) -> None:
    hanh = town.resident("Hạnh")
    of_links = [one.id for one in BANK.values() if (one.topic, one.skill) == ("scams", "check_links")]
    await only(town, hanh, *of_links)
    await hanh.says("/cauhoi")
    await answers(town, hanh, False, True, False)
    ended = next(one for one in hanh.messages if "🎉" in one.text)
    assert ended.text.endswith(
        "📚 Muốn rành hơn về “Lừa đảo qua mạng”? Lớp Nhận biết lừa đảo qua điện thoại dạy phần đó:\n"
        "Thứ Bảy 28/11, 8:30–10:00, ở Nhà văn hóa, 5 Nguyễn Huy Tự, Phường Đa Kao\n"
        "Dành cho: Mọi người"
    )
    assert ended.labels[:2] == ["✍️ Đăng ký lớp này", "🔎 Xem lớp này"]
    await hanh.taps_old("Đăng ký lớp này", ended)
    assert "Cho tôi" in next(one.labels for one in hanh.messages if one.id == ended.id)


async def test_once_wrong_leads_to_no_class(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01", "vneid-01", "passwords_and_otp-01")
    await hanh.says("/cauhoi")
    await answers(town, hanh, False, False, False)
    assert "📚" not in "\n".join(one.text for one in hanh.messages if "🎉" in one.text)


@pytest.mark.parametrize(
    ("unfit", "why"),
    [
        (Class("L8", "Chống lừa đảo", (at(28, 8),), closes=at(22, 8)), "closed"),
        (Class("L8", "Chống lừa đảo", (at(22, 8), at(29, 8))), "begun"),
        (Class("L8", "Yoga", (at(28, 8),)), "of something else"),
    ],
)
async def test_a_class_that_does_not_fit_is_not_suggested(town: Town, unfit: Class, why: str) -> None:
    hanh = town.resident("Hạnh")
    of_links = [one.id for one in BANK.values() if (one.topic, one.skill) == ("scams", "check_links")]
    await only(town, hanh, *of_links)
    await signs_up(hanh, "L7", "Hạnh")
    await town.publishes(SCAMS, unfit)
    await hanh.says("/cauhoi")
    await answers(town, hanh, False, False, False)
    assert "📚" not in "\n".join(one.text for one in hanh.messages if "🎉" in one.text), why


async def test_of_several_classes_one_with_seats_in_the_own_ward_comes_first(town: Town) -> None:
    hanh, other = town.resident("Hạnh"), town.resident("Bảo")
    of_links = [one.id for one in BANK.values() if (one.topic, one.skill) == ("scams", "check_links")]
    await only(town, hanh, *of_links)
    full = Class("L1", "Lừa đảo: bài đầy", (at(24, 8),), capacity=1)
    far = Class("L2", "Lừa đảo: bài xa", (at(25, 8),), ward="Phường Cầu Kho")
    near = Class("L3", "Lừa đảo: bài gần", (at(27, 8),))
    await town.publishes(full, far, near)
    await signs_up(other, "L1", "Bảo")
    await hanh.says("/cauhoi")
    await answers(town, hanh, False, False, False)
    assert "Lớp Lừa đảo: bài gần dạy phần đó" in "\n".join(one.text for one in hanh.messages)


def test_each_topic_of_the_bank_is_taught_by_something_we_can_look_for() -> None:
    assert TEACHES.keys() == {one.topic for one in BANK.values()}
    meant = {row["value"] for row in read_lexicon() if row["kind"] == "mean"}
    assert {meaning for teaches in TEACHES.values() for meaning in teaches} <= meant
