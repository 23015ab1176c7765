"""Prepared answers: the file that staff edit, which question gets which answer, and what a resident reads."""

import copy
import json
import time
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo.catalogue import demo_catalogue
from bot.publishing import read as read_catalogue
from bot.understanding import _of_demo
from handlers import answers as answering
from handlers import texts
from handlers.heard import Heard
from handlers.language.index import Index
from handlers.language.lexicon import load as load_lexicon
from handlers.language.prepared import find, prepared
from handlers.language.tokens import tokenize
from handlers.language.understanding import understand
from handlers.language.wordings import Asked, Match, Prepared
from handlers.texts import answers
from handlers.vocabulary import Incoming, Reply
from schedules.clock import StillClock
from storage.database import Database
from storage.folding import fold
from tests.classes import Class, at
from tests.talking import Room, talking
from tests.town import Town, living

CASES = [
    json.loads(line)
    for line in (Path(__file__).with_name("understanding") / "answers.jsonl").read_text("utf-8").splitlines()
]
FOUND, WRONG = 0.9, 0.02
VNEID = Class("L104", "Cài VNeID từ đầu", (at(26, 8),))


@pytest.fixture(scope="module")
def demo() -> Index:
    """The demo's classes: several are on what the answers are about."""
    now = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
    return Index(_of_demo(read_catalogue("catalogue.csv", demo_catalogue(now))), load_lexicon())


@pytest.fixture(scope="module")
def starters() -> Prepared:
    return Prepared(answering._starters(), load_lexicon(), answers.load().same)


def ask(text: str, index: Prepared, demo: Index) -> str:
    """The key of the answer that goes before the classes, or nothing."""
    made = understand(text, datetime.fromisoformat("2026-11-23T08:00:00+07:00"), demo)
    match = prepared(made, index, taught=answering.is_taught(made, demo))
    return match.asked.key if match else ""


# The file


def test_the_file_has_no_fault() -> None:
    assert answers.faults(answers.read()) == []
    assert len(answers.load().answers) >= 42


def test_every_answer_is_short_and_says_where_it_is_from() -> None:
    for one in answers.load().answers:
        for language in answers.LANGUAGES:
            assert len(one.said[language]) <= answers.LONGEST, one.key
            assert "đồng/tháng" not in one.said[language]
        assert one.source, one.key


def test_every_page_of_hoidap_has_something() -> None:
    assert all(answers.load().list_in(section) for section in answers.SECTIONS)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"key": "Install VNeID"}, "key"),
        ({"section": "elsewhere"}, "section"),
        ({"topic": "astrology"}, "topic"),
        ({"source": " "}, "source"),
        ({"signs": ["mất"]}, "signs"),
        ({"ask": {"vi": ["Một câu?"], "en": ["One?", "Two?"]}}, "ask.vi: 1"),
        ({"answer": {"vi": "Vâng.", "en": ""}}, "answer.en: 0 / 700"),
        ({"answer": {"vi": "a" * 701, "en": "Yes."}}, "answer.vi: 701 / 700"),
        (
            {"answer": {"vi": "Vào https://vneid.vn.lua-dao.com", "en": "Yes."}},
            "answer.vi: https://vneid.vn.lua-dao.com",
        ),
        ({"answer": {"vi": "Vào https://gov.vn.xyz", "en": "Yes."}}, "answer.vi: https://gov.vn.xyz"),
    ],
)
def test_a_fault_is_named_and_the_rest_still_answers(change: dict[str, Any], fault: str) -> None:
    raw: Any = copy.deepcopy(answers.read())
    raw["answers"][0] |= change
    assert fault in [what for _, what in answers.faults(raw)]
    assert len(answers.usable(raw).answers) == len(raw["answers"]) - 1


def test_one_wording_cannot_lead_to_two_answers() -> None:
    raw: Any = copy.deepcopy(answers.read())
    raw["answers"][1]["ask"]["vi"][0] = raw["answers"][0]["ask"]["vi"][0].upper() + " !"
    assert [key for key, _ in answers.faults(raw)] == ["vneid-level-2"]


@pytest.mark.parametrize("raw", [None, [], "text", {"answers": 3}, {"answers": []}])
def test_a_file_that_is_no_list_of_answers_is_a_fault_and_no_crash(raw: object) -> None:
    assert answers.faults(raw) == [("answers", "answers.yaml")]
    assert answers.usable(raw).answers == ()


def test_broken_yaml_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("answers: [", "utf-8")
    assert answers.faults(answers.read(tmp_path / "answers.yaml")) == [("answers", "answers.yaml")]


# Which question gets which answer


def judge(cases: Sequence[dict[str, str]], index: Prepared, demo: Index) -> tuple[float, float, list[str]]:
    """The share that was found of what has an answer; of all, the share answered wrongly; and those."""
    given = [(case, ask(case["text"], index, demo)) for case in cases]
    wrong = [f"{case['text']} → {key}" for case, key in given if key and key != case["key"]]
    answered = [case for case in cases if case["key"]]
    return sum(bool(key) and key == case["key"] for case, key in given) / len(answered), len(wrong) / len(cases), wrong


def test_paraphrases_find_their_answer_and_other_questions_none(starters: Prepared, demo: Index) -> None:
    found, wrong, which = judge(CASES, starters, demo)
    assert found >= FOUND
    assert wrong <= WRONG, which


def test_without_diacritics_too(starters: Prepared, demo: Index) -> None:
    found, wrong, which = judge([case | {"text": fold(case["text"])} for case in CASES], starters, demo)
    assert found >= FOUND
    assert wrong <= WRONG, which


def test_every_wording_finds_its_own_answer(starters: Prepared) -> None:
    lexicon, lost = load_lexicon(), []
    for one in answers.load().answers:
        for wording in (*one.wordings["vi"], *one.wordings["en"]):
            match = find(lexicon.spell(tokenize(wording)), starters)
            if match is None or match.asked.key != one.key:
                lost.append(f"{one.key}: {wording} → {match.reason if match else None}")
    assert len(lost) <= 10, lost


@pytest.mark.parametrize(
    "text",
    [
        "lớp cài vneid ở đâu",
        "mai có dạy gọi video zalo không",
        "muốn học quét mã qr",
        "cài vneid",
        "DT01",
        "khóa học chống lừa đảo còn chỗ không",
    ],
)
def test_a_question_about_classes_is_none_for_an_answer(text: str, starters: Prepared, demo: Index) -> None:
    assert ask(text, starters, demo) == ""


@pytest.mark.parametrize(
    "text", ["vneid", "mật khẩu", "zalo", "điện thoại", "ngân hàng", "", "?", "làm sao", "là gì vậy"]
)
def test_what_may_mean_several_answers_gets_none(text: str, starters: Prepared, demo: Index) -> None:
    assert ask(text, starters, demo) == ""


def test_what_we_do_ourselves_is_done_unless_somebody_asks_how(starters: Prepared, demo: Index) -> None:
    assert ask("tắt thông báo đi", starters, demo) == ""
    assert ask("tắt thông báo thế nào", starters, demo) == "stop-messages"


def test_two_answers_equally_near_give_none() -> None:
    asked = [Asked("red", ("bình hoa đỏ để đâu",)), Asked("blue", ("bình hoa xanh để đâu",))]
    index = Prepared(asked, load_lexicon())
    spell = load_lexicon().spell
    assert find(spell(tokenize("bình hoa để đâu")), index) is None
    match = find(spell(tokenize("bình hoa đỏ để đâu vậy")), index)
    assert match is not None
    assert match.asked.key == "red"


def test_a_tone_tells_two_words_apart() -> None:
    index = Prepared([Asked("pillow", ("giặt gối bông",))], load_lexicon())
    spell = load_lexicon().spell
    assert find(spell(tokenize("giat goi bong")), index) is not None
    assert find(spell(tokenize("giặt gỏi bống ạ")), index) is None


def test_it_is_found_in_a_millisecond_among_three_hundred(starters: Prepared, demo: Index) -> None:
    more = [
        Asked(f"row-{number}", (f"phòng số {number} mở cửa lúc nào", f"chìa khóa phòng {number} ở đâu"), row=number)
        for number in range(1, 251)
    ]
    index = Prepared([*starters.asked, *more], load_lexicon(), answers.load().same)
    words = [load_lexicon().spell(tokenize(case["text"])) for case in CASES]
    spent = []
    for one in words:
        begun = time.perf_counter()
        find(one, index)
        spent.append(time.perf_counter() - begun)
    # The median: what else runs on this machine must not decide.
    assert sorted(spent)[len(spent) // 2] < 0.003


# What a resident reads


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(), VNEID)
        yield town


@pytest.fixture
async def room(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    async with talking(database, clock) as room:
        yield room


async def test_bac_hoa_looks_through_what_is_often_asked(town: Town) -> None:
    hoa = town.resident("Hoa")
    shown = await hoa.says("/hoidap")
    assert shown.text.startswith("Câu hỏi thường gặp\n")
    page = await hoa.taps("VNeID, giấy tờ")
    assert page.id == shown.id
    assert "1. Cài VNeID thế nào?" in page.text
    answer = await hoa.taps("1")
    assert answer.text.startswith("💡 Cài VNeID thế nào?\n1. Mở kho ứng dụng trên điện thoại")
    assert answer.text.endswith("\n\nNguồn: Bộ Công an, Nghị định 69/2024/NĐ-CP")
    card = await hoa.taps("Học lớp: Cài VNeID từ đầu")
    assert "Cài VNeID từ đầu" in card.text


async def test_the_class_is_not_offered_once_it_is_over(town: Town) -> None:
    hoa = town.resident("Hoa")
    assert any("Học lớp" in label for label in (await hoa.says("/hoidap install-vneid")).labels)
    await town.turns_to_local(27, 9)
    shown = await hoa.says("/hoidap install-vneid")
    assert not any("Học lớp" in label for label in shown.labels)
    assert "📨 Chưa đúng ý? Hỏi cán bộ" in shown.labels


async def test_in_english(town: Town) -> None:
    emma = town.resident("Emma", "en")
    await emma.says("/hoidap")
    await emma.taps("Scams")
    answer = await emma.says("/faq after-scam")
    assert answer.text.startswith("💡 I was scammed, what should I do?\nDo not blame yourself")
    assert "Source: " in answer.text


@pytest.mark.parametrize("said", ["/hoidap nothing-like-it", "/hoidap <b>", "/hoidap " + "a" * 300, "/hoidap 7"])
async def test_hostile_arguments_show_the_first_page(town: Town, said: str) -> None:
    assert (await town.resident("Hoa").says(said)).text.startswith("Câu hỏi thường gặp\n")


async def look_up(database: Database, clock: StillClock, text: str, ward: str = "") -> tuple[Match | None, list[Reply]]:
    """What somebody of this ward, or of none, is answered who asks this."""
    async with database.begin(clock.now()) as store:
        met = await store.contacts.meet("test", f"asks-{ward}", "An", "vi")
        assert met.contact is not None
        if ward:
            await store.contacts.live_in(met.contact, (await store.centres.of_ward(ward)).id, None)
        incoming = Incoming("test", "asks", "1", text)
        heard = Heard(incoming, met.address, met.contact, texts.of("vi"))
        index = Index(await store.listing.list_upcoming(), load_lexicon())
        match = await answering.look_up(heard, store, understand(text, store.now, index), index)
        return match, await answering.answer(heard, store, match) if match else []


async def keeps(database: Database, clock: StillClock, wording: str, said: str, ward: str | None) -> int:
    """An organizer prepares an answer; its id."""
    async with database.begin(clock.now()) as store:
        met = await store.contacts.meet("test", "organizer", "Hạnh", "vi")
        assert met.contact is not None
        centre = (await store.centres.of_ward(ward)).id if ward else None
        row = await store.answers.keep([wording], said, "vi", centre_id=centre, made_by=met.contact.id)
        await store.session.flush()
        return row.id


async def test_an_organizers_answer_is_found_at_once_and_no_more_once_it_is_ended(
    database: Database, clock: StillClock
) -> None:
    question = "thư viện trung tâm mở cửa mấy giờ"
    assert (await look_up(database, clock, question))[0] is None
    number = await keeps(database, clock, question, "Thư viện mở từ 8 giờ <sáng>.", "Phường Đa Kao")
    _, replies = await look_up(database, clock, "dạ thư viện trung tâm mở cửa mấy giờ vậy ạ")
    assert str(replies[0].text) == "💡 <b>Trung tâm Phường Đa Kao trả lời:</b>\nThư viện mở từ 8 giờ &lt;sáng&gt;."
    async with database.begin(clock.now()) as store:
        row = await store.answers.find(number)
        assert row is not None
        await store.answers.end(row)
    assert (await look_up(database, clock, question))[0] is None


async def test_what_another_centre_prepared_is_not_for_me(database: Database, clock: StillClock) -> None:
    question = "thư viện trung tâm mở cửa mấy giờ"
    await keeps(database, clock, question, "8 giờ.", "Phường Đa Kao")
    assert (await look_up(database, clock, question, "Phường Cầu Kho"))[0] is None
    assert (await look_up(database, clock, question, "Phường Đa Kao"))[0] is not None
    assert (await look_up(database, clock, question))[0] is not None
