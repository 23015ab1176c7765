"""Residents ask in their own words: cases of many voices against the demo's classes, and stories of one exchange."""

import csv
import re
import unicodedata
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.demo.catalogue import demo_catalogue
from handlers.language import lexicon
from schedules.clock import StillClock
from storage.database import Database
from storage.folding import fold
from tests.classes import Class, at
from tests.town import Town, living, signs_up
from tests.understanding.run import load, run

CASES = Path(__file__).with_name("understanding") / "cases.jsonl"
ENOUGH = 0.95
APART = 0.02
"""How much worse it may be without diacritics."""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.csv"
    path.write_bytes(demo_catalogue(datetime.fromisoformat(load(CASES)[0]["now"])))
    return path


def passes(case: dict[str, Any], reply: str, titles: dict[str, str]) -> bool:
    """As ../shared/understanding/score.py judges: all that must be named, nothing that would be wrong, every fact."""
    said = f" {squash(reply)} "
    named = {code for code, title in titles.items() if f" {squash(title)} " in said}
    named |= {code for code in titles if re.search(rf"\b{code.lower()}\b", said)}
    wanted = set(case["expect_codes"])
    found = len(wanted & named) >= case.get("expect_min", len(wanted))
    told = all(re.search(pattern, plainly(reply)) for pattern in case.get("expect_text", ()))
    return bool(reply.strip()) and found and told and not named & set(case["forbid_codes"])


def plainly(text: str) -> str:
    return re.sub("[–—−]", "-", fold(unicodedata.normalize("NFC", text)))


def squash(text: str) -> str:
    return re.sub("[^a-z0-9]+", " ", fold(text)).strip()


def score(catalogue: Path, *, without_marks: bool) -> tuple[float, list[str]]:
    titles = {row["code"]: row["title"] for row in csv.DictReader(StringIO(catalogue.read_text()))}
    cases = load(CASES)
    played = run(cases, catalogue, without_marks=without_marks)
    failed = [case["text"] for case, one in zip(cases, played, strict=True) if not passes(case, one["reply"], titles)]
    return 1 - len(failed) / len(cases), failed


def test_residents_are_understood_with_and_without_diacritics(catalogue: Path) -> None:
    marked, failed = score(catalogue, without_marks=False)
    plain, failed_plain = score(catalogue, without_marks=True)
    assert marked >= ENOUGH, failed
    assert plain >= marked - APART, failed_plain


def test_the_lexicon_has_no_fault() -> None:
    assert lexicon.faults(lexicon.read()) == []


def test_a_fault_in_the_lexicon_is_found() -> None:
    rows = [
        {"kind": "mean", "value": "a", "wordings": "đan | * len", "ages": ""},
        {"kind": "sort", "value": "a", "wordings": "đan", "ages": ""},
        {"kind": "audience", "value": "a", "wordings": "trẻ", "ages": "9-3"},
        {"kind": "mean", "value": "", "wordings": "", "ages": ""},
    ]
    assert [line for line, _ in lexicon.faults(rows)] == [2, 3, 4, 5]


ZALO = Class()
EXCEL = Class("L102", "Excel căn bản", (at(26, 18),), capacity=1, ward="Phường Cầu Kho", fee_vnd=150_000)
TAICHI = Class("L103", "Thái cực quyền", (at(27, 5, 30), at(29, 5, 30)), topic="Sức khỏe")


@pytest.fixture
async def town(database: Database, clock: StillClock):  # type: ignore[no-untyped-def]
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, TAICHI)
        yield town


async def test_a_strangers_first_words_are_answered(town: Town) -> None:
    hanh = town.resident("Hạnh")
    answer = await hanh.says("toi thu 5 nay co lop j hok")
    assert answer.text.startswith("Lớp buổi tối, thứ Năm 26/11: 1 lớp\nExcel căn bản")
    assert "💵 Học phí: 150.000 đ" in answer.text
    assert "Zalo" not in answer.text


async def test_nothing_fits_and_one_limit_is_offered(town: Town) -> None:
    hanh = town.resident("Hạnh")
    none = await hanh.says("lớp excel buổi sáng")
    assert none.text.startswith("Hiện chưa có lớp nào như vậy: Lớp về “excel”, buổi sáng.")
    wider = await hanh.taps("Bỏ giới hạn giờ học: 1 lớp")
    assert "Excel căn bản" in wider.text


async def test_a_question_leans_on_the_one_before(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("lớp excel")
    where = await hanh.says("o dau v")
    assert "📍 Ở: Nhà văn hóa, 5 Nguyễn Huy Tự, Phường Cầu Kho" in where.text
    seats = await hanh.says("còn chỗ ko")
    assert "🪑 Chỗ: còn 1 chỗ (tổng 1)" in seats.text
    signing = await hanh.says("đăng ký luôn")
    assert "Excel căn bản" in signing.text
    assert "✍️" not in signing.text


async def test_a_card_that_was_opened_is_that_class(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/lop L103")
    assert "miễn phí" in (await hanh.says("lớp đó học phí nhiêu")).text
    await hanh.says("/lop")
    assert "Excel căn bản" in (await hanh.says("cái thứ hai")).text


async def test_after_hours_a_question_begins_anew(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("lớp excel")
    await town.turns_to_local(23, 14)
    assert (await hanh.says("còn chỗ ko")).text.startswith("Bạn hỏi lớp nào?")


async def test_a_new_class_is_found_at_once(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.says("có lớp cắm hoa không")).text.startswith("Hiện chưa có lớp nào như vậy")
    await town.publishes(Class("L104", "Cắm hoa ngày Tết", (at(28, 9),)))
    assert "Cắm hoa ngày Tết" in (await hanh.says("có lớp cắm hoa không")).text


async def test_giving_up_the_one_that_is_meant(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    await hanh.says("/dangky L103")
    await hanh.taps("Cho tôi")
    assert "Thái cực quyền" in (await hanh.says("hủy lớp thái cực quyền giùm")).text
    assert "trả chỗ nhé?" in hanh.last


async def test_who_writes_a_code_is_warned_and_it_is_not_kept(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert "đừng gửi mã OTP" in (await hanh.says("ma otp cua toi la 482913")).text
    async with town.database.read(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(hanh.person.id))
        assert met
        assert met.contact
        assert await store.exchanges.recall(met.contact.id) == {}
    assert "OTP" not in (await hanh.says("otp là gì, có lớp nào dạy không")).text


@pytest.mark.parametrize("said", ["😀", "x" * 4096, "สวัสดี", "'; DROP TABLE courses; --", "<b>lớp", "?", "1" * 300])
async def test_anything_gets_an_answer(town: Town, said: str) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.says(said)).text


async def test_english(town: Town) -> None:
    emma = town.resident("Emma", "en-GB")
    assert "Fee: 150,000 VND" in (await emma.says("how much is the excel class")).text
    assert (await emma.says("any yoga class tomorrow?")).text.startswith("There is no class like that just now")
