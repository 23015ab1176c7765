"""What holds of every text and every present."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.language.spans import DAY, Times
from handlers.language.times import find_times
from handlers.language.tokens import tokenize
from tests.wordings.judging import CLOCKS, Wording, strip, wordings

SUITE = wordings("dates") + wordings("dates_aside") + wordings("dates_late")
WORDS = sorted({word for one in SUITE for word in (one.text + " " + one.without_diacritics).split()})
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
AMBIGUOUS = {
    "tháng sáu có lớp gì": "thang sau is June and next month; next month is asked for far more often",
    "bảy giờ có lớp nào": "bay gio is seven o'clock and now",
    "tôi thứ 7 rảnh": "toi is I and the evening; beside a day it is the evening",
    "sáu giờ có lớp nào": "sau gio is six o'clock and after an hour",
}
"""Wordings that do lose their meaning with their diacritics, and why."""


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


@pytest.mark.parametrize("one", SUITE, ids=lambda one: one.text)
def test_diacritics_left_out_do_not_change_the_reading(one: Wording) -> None:
    assert read(one.text, one.clock) == read(one.without_diacritics, one.clock)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_but_for_words_that_are_two_without_them(text: str) -> None:
    assert read(text, "wed") != read(strip(text), "wed")
