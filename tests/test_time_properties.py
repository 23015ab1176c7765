"""What holds of every text and every present."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handlers.language.spans import DAY, Times
from handlers.language.times import find_times
from handlers.language.tokens import tokenize
from tests.wordings.judging import CLOCKS, Wording, strip, wordings

FILES = ("dates", "dates_aside", "dates_late", "dates_new", "dates_last", "dates_whole", "dates_stories")
SUITE = [one for name in FILES for one in wordings(name)]
WORDS = sorted({word for one in SUITE for word in (one.text + " " + one.without_diacritics).split()})
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
AMBIGUOUS = {
    "học tối 2 buổi một tuần phải không, thứ mấy vậy em": "hoc toi 2 buoi is also up to two lessons",
    "tháng sáu có lớp gì": "thang sau is June and next month; next month is asked for far more often",
    "bảy giờ có lớp nào": "bay gio is seven o'clock and now",
    "tôi thứ 7 rảnh": "toi is I and the evening; beside a day it is the evening",
    "sáu giờ có lớp nào": "sau gio is six o'clock and after an hour",
    "tối mơi": 'toi moi is tomorrow evening and "I only just"',
    "24/12 tối": "toi is the evening and the coming one; after a day it is the coming one, which takes nothing away",
    "28.11 tối": "the same",
    "thứ 7 tối": "the same",
    "tối có lớp gì": "toi is the evening and I, who ask which classes I have",
    "thứ tự đăng ký thế nào": "thu tu is Wednesday and an order; Wednesday is asked for far more often",
    "lớp mốt": "mot is the day after tomorrow and one",
    "mốt buổi tối": "mot buoi toi is also one evening",
    "con mới sang đây ở": "moi sang is every morning and only just come over",
    "sáng phường mình có gì": "sang is the morning and over to, where a place follows",
}
"""Wordings that do lose their meaning with their diacritics, and why."""
TURNS = re.compile(
    r"(?:thứ \w+|chủ nhật|cuối tuần|/11|ngày 28|noel|^|hỏi) tối|^tối|(?:sáng|tối) phường|mốt buổi|(?:lớp|được|hỏi) mốt"
)
"""The same ambiguities wherever they stand."""
DAYS = [
    "hôm nay", "mai", "ngày mai", "mốt", "ngày kia", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy",
    "chủ nhật", "thứ 7 tuần sau", "chủ nhật tuần này", "thứ năm tuần tới", "cuối tuần", "cuối tuần này", "28/11",
    "ngày 5 tháng 12", "ngày mười lăm tháng mười hai", "ngày 28", "rằm tháng giêng", "mùng 3 tết", "noel",
]  # fmt: skip
LONGER = ["tuần sau", "đầu tháng sau", "cuối năm", "tháng chạp", "từ mai đến chủ nhật", "từ nay đến tết"]
PARTS = ["sáng", "trưa", "chiều", "tối", "buổi sáng", "buổi chiều", "buổi tối", "ban đêm"]
CLOCK_TIMES = [
    "8 giờ sáng", "7h30 tối", "2 giờ chiều", "tám giờ rưỡi sáng", "sau 6 giờ chiều", "trước 9h sáng", "bảy giờ tối",
    "từ 7 giờ đến 9 giờ tối", "mười giờ kém mười lăm sáng",
]  # fmt: skip
SHAPES = [
    "{}", "có lớp nào {} không", "{} có lớp gì", "tôi rảnh {}", "dạ cho con hỏi {} phường mình dạy gì ạ", "trừ {}",
    "lớp {}", "{} thì sao", "em chỉ học được {}",
]  # fmt: skip
ONE_DAY = st.one_of(
    st.tuples(st.sampled_from(PARTS + CLOCK_TIMES), st.sampled_from(DAYS)),
    st.tuples(st.sampled_from(DAYS), st.sampled_from(PARTS + CLOCK_TIMES)),
).map(" ".join)
SAID = st.builds(
    str.format, st.sampled_from(SHAPES), st.one_of(st.sampled_from(DAYS + LONGER + PARTS + CLOCK_TIMES), ONE_DAY)
)


def sound(times: Times, count: int) -> None:
    for when in times:
        assert when.days or when.hours
        for days in [*when.days, *(day for reading in when.day_readings for day in reading)]:
            assert days.since is None or days.until is None or days.since < days.until
        for hours in [when.hours, *when.hour_readings]:
            assert hours is None or 0 <= hours.since < hours.until <= DAY
        assert when.used <= set(range(count))
        assert when.used


@given(st.text(), MOMENTS)
def test_any_text_is_read_without_trouble(text: str, now: datetime) -> None:
    tokens = tokenize(text)
    sound(find_times(tokens, now), len(tokens))


@settings(max_examples=1_000)
@example("t2-t6 vừa rồi", datetime(2026, 11, 25, tzinfo=UTC))
@example("trước tết", datetime(2027, 2, 6, tzinfo=UTC))
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), MOMENTS)
def test_words_of_time_in_any_order_never_end_before_they_begin(text: str, now: datetime) -> None:
    tokens = tokenize(text)
    sound(find_times(tokens, now), len(tokens))


@given(st.sampled_from(SUITE), MOMENTS)
def test_no_wording_says_yesterday_is_ahead(one: Wording, now: datetime) -> None:
    """Whatever the day, a wording that speaks of tomorrow or today begins there."""
    times = find_times(tokenize(one.text), now)
    for when in times.wanted:
        if when.name in ("tomorrow", "overmorrow", "soon"):
            assert when.days[0].until is None or when.days[0].until > now


def read(text: str, clock: str) -> list[tuple[object, ...]]:
    return [(when.days, when.hours, when.negated) for when in find_times(tokenize(text), CLOCKS[clock])]


@pytest.mark.parametrize("one", [one for one in SUITE if one.text not in AMBIGUOUS], ids=lambda one: one.text)
def test_diacritics_left_out_do_not_change_the_reading(one: Wording) -> None:
    assert read(one.text, one.clock) == read(one.without_diacritics, one.clock)


@settings(max_examples=500)
@example("dạ cho con hỏi thứ năm tuần tới trưa phường mình dạy gì ạ")
@given(SAID)
def test_nor_do_they_in_any_day_and_hour_put_together(text: str) -> None:
    assume(not TURNS.search(text))
    assert read(text, "wed") == read(strip(text), "wed")


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_but_for_words_that_are_two_without_them(text: str) -> None:
    assert read(text, "wed") != read(strip(text), "wed")


@settings(max_examples=500)
@given(st.one_of(SAID, st.sampled_from(SUITE).map(lambda one: one.text)), MOMENTS)
def test_no_reading_is_offered_twice_and_none_of_what_is_refused(text: str, now: datetime) -> None:
    for when in find_times(tokenize(text), now):
        meant = [(one.days, one.hours) for one in (when, *when.others())]
        assert len(set(meant)) == len(meant)
        assert not when.negated or len(meant) == 1
        assert all(one.certain or one.name == "soon" for one in when.others())
