"""Days and hours as people say them: the suite of wordings, and the cases with a reason of their own."""

from datetime import UTC, date, datetime
from time import perf_counter

import pytest

from handlers.language import lunar
from handlers.language.spans import Hours, Interval, Times
from handlers.language.times import find_times
from handlers.language.tokens import tokenize
from tests.wordings.judging import CLOCKS, Wording, wordings

WEDNESDAY = CLOCKS["wed"]
SUITE, ASIDE = wordings("dates"), wordings("dates_aside") + wordings("dates_late")
WELL = 0.97


def said(text: str, now: datetime = WEDNESDAY) -> Times:
    return find_times(tokenize(text), now)


def misread(suite: list[Wording], without_diacritics: bool) -> list[str]:
    texts = [(one, one.without_diacritics if without_diacritics else one.text) for one in suite]
    return [text for one, text in texts if not one.is_understood(text)]


@pytest.mark.parametrize("without_diacritics", [False, True])
@pytest.mark.parametrize("suite", [SUITE, ASIDE], ids=["suite", "aside"])
def test_what_people_write_about_time_is_understood(suite: list[Wording], without_diacritics: bool) -> None:
    wrong = misread(suite, without_diacritics)
    assert len(wrong) <= (1 - WELL) * len(suite), wrong


def test_the_suite_is_large_and_says_nothing_twice() -> None:
    texts = [(one.clock, one.text) for one in SUITE + ASIDE]
    assert len(texts) >= 400
    assert len(set(texts)) == len(texts)


def test_a_class_fits_by_its_own_clock() -> None:
    times = said("tối thứ 7")
    assert times.holds(datetime(2026, 11, 28, 12, 30, tzinfo=UTC))
    assert not times.holds(datetime(2026, 11, 28, 2, tzinfo=UTC))
    assert not times.holds(datetime(2026, 11, 27, 12, 30, tzinfo=UTC))


def test_what_is_refused_fits_never_and_the_rest_does() -> None:
    times = said("trừ chủ nhật")
    assert not times.holds(datetime(2026, 11, 29, 2, tzinfo=UTC))
    assert not times.holds(datetime(2026, 12, 20, 2, tzinfo=UTC)), "every Sunday, not only the next"
    assert times.holds(datetime(2026, 11, 28, 2, tzinfo=UTC))


def test_one_of_two_times_is_enough() -> None:
    times = said("sáng thứ 7 hoặc tối chủ nhật")
    assert times.holds(datetime(2026, 11, 28, 2, tzinfo=UTC))
    assert times.holds(datetime(2026, 11, 29, 12, tzinfo=UTC))
    assert not times.holds(datetime(2026, 11, 29, 2, tzinfo=UTC))


def test_an_hour_without_its_part_of_the_day_has_two_readings() -> None:
    (when,) = said("lúc 8h").wanted
    assert when.hours == Hours(8 * 60, 8 * 60 + 30)
    assert when.hour_readings == (Hours(20 * 60, 20 * 60 + 30),)
    assert not when.certain


def test_a_day_that_speakers_count_differently_has_two_readings() -> None:
    (when,) = said("ngày kia").wanted
    assert when.days == (Interval.of_days(date(2026, 11, 27)),)
    assert when.day_readings == ((Interval.of_days(date(2026, 11, 28)),),)


def test_a_weekday_that_is_not_its_date_is_not_certain() -> None:
    (right,) = said("thứ bảy 28/11").wanted
    (wrong,) = said("thứ bảy 27/11").wanted
    assert right.certain
    assert not wrong.certain
    assert wrong.day_readings == ((Interval.of_days(date(2026, 11, 28)),),)


def test_the_words_of_time_are_told_apart_from_the_rest() -> None:
    tokens = tokenize("tối thứ 7 tuần sau có lớp nấu ăn nào không")
    used = find_times(tokens, WEDNESDAY).used
    assert [token.folded for index, token in enumerate(tokens) if index not in used] == [
        "co", "lop", "nau", "an", "nao", "khong",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "học phí 200k một tháng", "mỗi tuần mấy buổi", "từ cơ bản đến nâng cao", "số 12/5 nguyễn trãi", "cô Thu",
        "cách mạng tháng 8", "lớp làm bánh trung thu", "tối đa mấy người", "chiều cao", "smartphone 5G", "excel 2019",
        "gặp chị Mai", "toi hoi chut", "den tu dau", "o dau vay", "24/7", "1.5 triệu", "nhắc trước 1 giờ",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert not said(text)


def test_the_evening_before_midnight_in_utc_is_still_today_in_vietnam() -> None:
    late = datetime(2026, 11, 25, 18, tzinfo=UTC)
    (when,) = said("hôm nay", late).wanted
    assert when.days == (Interval.of_days(date(2026, 11, 26)),)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1985, 1, 21), (2007, 2, 17), (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26),
        (2029, 2, 13), (2030, 2, 2), (2031, 1, 23), (2032, 2, 11), (2033, 1, 31), (2034, 2, 19), (2035, 2, 8),
    ],
)  # fmt: skip
def test_tet_is_the_vietnamese_one(year: int, month: int, day: int) -> None:
    """In 1985, 2007 and 2030 the Chinese calendar has another day."""
    assert lunar.next_day(*lunar.NEW_YEAR, date(year, 1, 1)) == date(year, month, day)


def test_a_year_without_a_thirtieth_of_the_twelfth_month_ends_on_the_day_before_tet() -> None:
    assert lunar.before_new_year(30, date(2026, 11, 25)) == date(2027, 2, 5)


def test_beyond_the_years_of_the_calendar_lunar_days_are_not_guessed() -> None:
    assert not said("tết", datetime(2150, 1, 1, tzinfo=UTC))


def test_reading_a_text_takes_well_under_a_millisecond() -> None:
    took = []
    for one in SUITE:
        tokens = tokenize(one.text)
        begin = perf_counter()
        find_times(tokens, WEDNESDAY)
        took.append(perf_counter() - begin)
    assert sorted(took)[int(len(took) * 0.5)] < 0.001
