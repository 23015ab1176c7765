"""Whatever somebody writes is understood as something, the same each time, and less asked for never finds less."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import texts
from handlers.language.index import Index
from handlers.language.intents import Intent
from handlers.language.lexicon import load
from handlers.language.reading import Wanted
from handlers.language.selecting import LIMITS, select, without
from handlers.language.understanding import Context, Turn, again, understand
from storage.listing import Listed, Meeting
from tests.classes import at

NOW = at(23, 8)
WORDS = (
    "lớp", "học", "có", "không", "nào", "gì", "mai", "thứ 7", "tối", "sáng", "sau 6h", "8 giờ", "miễn phí", "dưới 100k",
    "zalo", "excel", "yoga", "người già", "con tôi", "8 tuổi", "đăng ký", "hủy", "còn chỗ", "ở đâu", "mấy giờ",
    "cái thứ hai", "lớp đó", "rẻ nhất", "sớm nhất", "khác", "còn", "thế còn", "cô ấy còn dạy lớp nào nữa", "quay lại",
    "lớp nào khác", "Đa Kao", "không phải", "trừ", "cảm ơn", "?", "😀", "<b>", "'; --", "ngày nào cũng được",
    "ai dạy", "hạn chót",
)  # fmt: skip
SAID = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))


def listed(number: int, title: str, audience: str, fee: int, day: int, hour: int) -> Listed:
    starts = at(day, hour)
    meeting = Meeting(starts, starts + timedelta(hours=2), "Nhà văn hóa, 5 Nguyễn Huy Tự")
    ward = ("Phường Đa Kao", "Phường Cầu Kho")[number % 2]
    teacher = ("Cô Lan", "Thầy Minh")[number % 2]
    return Listed(
        number, f"L{100 + number}", title, "Kỹ năng", "Mang theo máy.", audience, teacher, ward, fee, 20, (meeting,)
    )


TITLES = ("Zalo cho người mới", "Excel căn bản", "Yoga buổi sớm", "Vẽ tranh", "Nấu món chay", "Thái cực quyền")
AUDIENCES = ("Mọi người", "Người cao tuổi", "Thiếu nhi 8–12 tuổi", "Phụ nữ")
LISTED = st.lists(
    st.tuples(
        st.sampled_from(TITLES), st.sampled_from(AUDIENCES), st.sampled_from([0, 50_000, 150_000]),
        st.integers(23, 29), st.sampled_from([8, 14, 18, 20]),
    ),
    max_size=8,
)  # fmt: skip
INDEXES = LISTED.map(lambda rows: Index([listed(number, *row) for number, row in enumerate(rows)], load()))
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def exchange(index: Index, said: list[str]) -> Context:
    """What is remembered after these turns, as the handlers keep it."""
    context = Context()
    for text in said:
        made = understand(text, NOW, index, context)
        if made.turn is None:
            continue
        codes = tuple(index.entries[one].listed.code for one in made.selected.numbers)
        turns = (*context.turns, made.turn)[-4:] if made.follows else (made.turn,)
        about = codes[0] if len(codes) == 1 else ""
        context = Context(turns, codes[:8], about, (*context.told, about) if about else context.told)
    return context


@many
@given(index=INDEXES, said=st.lists(SAID, max_size=3), last=SAID)
def test_everything_is_understood_as_something_and_each_time_the_same(index: Index, said: list[str], last: str) -> None:
    context = exchange(index, said)
    made = understand(last, NOW, index, context)
    assert isinstance(made.intent, Intent)
    assert all(0 <= one < len(index.entries) for one in made.selected.numbers)
    assert made == understand(last, NOW, index, context)


@many
@given(index=INDEXES, said=st.lists(SAID, min_size=1, max_size=3))
def test_what_was_understood_can_be_said_in_both_languages(index: Index, said: list[str]) -> None:
    context = exchange(index, said)
    made = understand(said[-1], NOW, index, context)
    for language in (texts.VIETNAMESE, texts.ENGLISH):
        told = language.asking.understood(made.wanted, made.refused, made.order, NOW)
        assert told
        if made.instead:
            assert len(language.asking.other_time_button(made.instead[1], NOW)) <= 60


@many
@given(index=INDEXES, said=SAID, limit=st.sampled_from(LIMITS))
def test_one_limit_less_never_finds_less(index: Index, said: str, limit: str) -> None:
    made = understand(said, NOW, index)
    wider = without(made.wanted, limit)
    # A topic decides how near the others come, and an audience hides what is for everybody: both are shown otherwise.
    if wider is None or wider == Wanted() or made.wanted.topic or made.wanted.groups or made.wanted.ages:
        return
    few = set(select(made.wanted, made.refused, index, NOW).numbers)
    assert few <= set(select(wider, made.refused, index, NOW).numbers)


@many
@given(index=INDEXES, said=st.lists(SAID, min_size=1, max_size=4))
def test_what_was_asked_is_found_again_for_the_next_page(index: Index, said: list[str]) -> None:
    context = exchange(index, said)
    if context.turns:
        assert again(context.turns, index, NOW) == again(context.turns, index, NOW)
        given_up = (*context.turns[:-1], replace(context.turns[-1], without=LIMITS))
        again(given_up, index, NOW)


@pytest.mark.parametrize("other", [0, 1, 7, 10**8])
def test_any_number_of_a_reading_is_taken(other: int) -> None:
    index = Index([listed(1, "Zalo", "Mọi người", 0, 28, 20)], load())
    assert again([Turn("lớp 8 giờ thứ 7", NOW, other=other)], index, NOW).wanted.times
