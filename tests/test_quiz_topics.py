"""What a mini-quiz asks about: topics, items that are switched off meanwhile, and the class it leads to."""

from collections.abc import AsyncIterator

import pytest

from handlers.language.lexicon import read as read_lexicon
from handlers.quizzes.suggesting import TEACHES
from schedules.clock import StillClock
from storage.database import Database
from storage.items import ImportedItem
from tests.classes import Class, at
from tests.quizzing import BANK, OLD, SCAMS, answers, asked_now, attempts_of
from tests.town import Resident, Town, living, signs_up


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


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


async def test_an_item_switched_off_meanwhile_counts_for_nothing(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await only(town, hanh, "scams-01", "scams-02", "scams-03", "vneid-01")
    shown = await hanh.says("/cauhoi lừa đảo qua mạng")
    gone = (await asked_now(town, hanh))[0].id
    async with town.database.begin(town.clock.now()) as store:
        await store.items.switch(1, gone, is_on=False)
    told = await hanh.taps_old("1", shown)
    assert told.text.startswith("Câu vừa rồi trung tâm không dùng nữa, nên mình không tính. Bạn thông cảm nhé.\n\n🧩 ")
    assert "Câu hỏi 1/2" in told.text
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
    assert (await hanh.taps("Ứng dụng VNeID")).text.startswith("🧩 Câu hỏi 1/3 · Ứng dụng VNeID")
    assert (await hanh.says("/cauhoi mat khau va ma otp")).text.startswith("🧩 Câu hỏi 1/3 · Mật khẩu và mã OTP")
    assert (await hanh.says("/cauhoi")).text.startswith("🧩 Câu hỏi 1/3 · Mật khẩu và mã OTP"), "where they stand"
    unknown = await hanh.says("/cauhoi nấu ăn <b>")
    assert unknown.text.startswith("Mình chưa có câu đố về chủ đề này.")
    assert unknown.labels == choice.labels


async def test_a_topic_is_asked_for_in_ones_own_words(town: Town) -> None:
    hanh, emma = town.resident("Hạnh"), town.resident("Emma", "en-GB")
    for said, topic in (
        ("cho tôi làm câu đố về lừa đảo", "Lừa đảo qua mạng"),
        ("do toi ve vneid", "Ứng dụng VNeID"),
        ("câu đố về trí tuệ nhân tạo", "Trí tuệ nhân tạo (AI) hằng ngày"),
    ):
        assert (await hanh.says(said)).text.startswith(f"🧩 Câu hỏi 1/3 · {topic}"), said
    assert (await emma.says("quiz about scams please")).text.startswith("🧩 Question 1/3 · Online scams")
    assert (await hanh.says("đố tôi về nấu chè")).text.startswith("🧩 Câu hỏi 1/3 · "), "what else is said does no harm"


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
        "📚 Bạn muốn học kỹ hơn chủ đề “Lừa đảo qua mạng”? Lớp Nhận biết lừa đảo qua điện thoại dạy phần đó:\n"
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
