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
SUITE = wordings("dates")
LATER = ("dates_aside", "dates_late", "dates_new", "dates_last", "dates_whole", "dates_stories")
ASIDE = [one for name in LATER for one in wordings(name)]
WELL = 0.97


def said(text: str, now: datetime = WEDNESDAY, *, listed: bool = True) -> Times:
    return find_times(tokenize(text), now, listed=listed)


def one_day(year: int, month: int, day: int) -> tuple[Interval, ...]:
    return (Interval.of_days(date(year, month, day)),)


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
    assert wrong.day_readings == (one_day(2026, 11, 28),)


def test_a_feast_beside_its_date_is_said_once() -> None:
    (when,) = said("lễ nhà giáo 20/11").wanted
    assert when.days == one_day(2027, 11, 20)
    assert when.certain


@pytest.mark.parametrize(
    ("text", "since", "other"),
    [
        ("sau 6h", 18, 6),
        ("từ 6h đến 8h", 18, 6),
        ("8h-10h", 8, 20),
        ("8 rưỡi", 8.5, 20.5),
        ("mai lúc 9", 9, 21),
        ("lúc 3h", 15, 3),
    ],
)
def test_the_other_half_of_the_day_can_be_offered(text: str, since: float, other: float) -> None:
    (when,) = said(text).wanted
    (offered,) = when.others()
    assert [one.hours.since for one in (when, offered) if one.hours] == [since * 60, other * 60]
    assert offered.days == when.days
    assert not when.certain
    assert offered.certain


@pytest.mark.parametrize(
    "text",
    ["8h sáng", "tối lúc 8h", "19h", "tối mai 7h", "08:00", "từ 6h đến 8h tối", "từ 10h đến 2h chiều", "buổi tối"],
)
def test_a_part_of_the_day_leaves_no_doubt_about_the_hour(text: str) -> None:
    (when,) = said(text).wanted
    assert when.certain
    assert not when.others()


def test_an_hour_of_today_that_is_over_was_not_meant() -> None:
    (at_ten,) = said("hôm nay 8h").wanted
    (at_seven,) = said("hôm nay 8h", datetime(2026, 11, 25, 0, tzinfo=UTC)).wanted
    assert at_ten.hours == Hours(20 * 60, 20 * 60 + 30)
    assert at_ten.hour_readings == (Hours(8 * 60, 8 * 60 + 30),)
    assert at_seven.hours == Hours(8 * 60, 8 * 60 + 30)


def test_on_the_weekday_itself_it_is_today_until_its_hours_are_over() -> None:
    (today,) = said("thứ tư").wanted
    (morning,) = said("thứ tư 9h sáng").wanted
    assert today.days == one_day(2026, 11, 25)
    assert today.day_readings == (one_day(2026, 12, 2),)
    assert not today.certain
    assert morning.days == one_day(2026, 12, 2)
    assert morning.day_readings == (one_day(2026, 11, 25),)


def test_another_weekday_is_the_coming_one_for_certain() -> None:
    (when,) = said("thứ bảy").wanted
    assert when.certain
    assert not when.others()


def test_a_weekday_of_this_week_that_has_passed_may_be_that_of_the_next() -> None:
    (when,) = said("thứ ba tuần này").wanted
    assert when.days == one_day(2026, 11, 24)
    assert when.day_readings == (one_day(2026, 12, 1),)
    assert not when.certain


def test_saturday_to_come_may_be_the_next_but_one() -> None:
    (when,) = said("thứ 7 tới").wanted
    assert [one.days for one in (when, *when.others())] == [one_day(2026, 11, 28), one_day(2026, 12, 5)]


def test_readings_that_differ_only_at_their_edges_leave_it_certain() -> None:
    (when,) = said("cuối tuần").wanted
    assert when.others()
    assert when.certain


def test_soon_is_never_certain() -> None:
    (when,) = said("mấy bữa nữa").wanted
    assert not when.certain
    assert not when.others()


def test_of_what_is_refused_nothing_else_is_offered() -> None:
    (when,) = said("trừ 8h").refused
    assert not when.others()


@pytest.mark.parametrize("text", ["lớp thứ hai", "đăng ký lớp thứ 2 cho tôi", "lop thu hai o dau"])
def test_the_second_class_is_a_monday_only_where_none_were_listed(text: str) -> None:
    (when,) = said(text, listed=False).wanted
    assert when.days == one_day(2026, 11, 30)
    assert not said(text)


@pytest.mark.parametrize("text", ["có lớp thứ hai không", "lớp thứ 2 tuần sau", "lớp thứ hai buổi tối", "lớp thứ bảy"])
def test_beside_other_words_of_time_it_is_a_day(text: str) -> None:
    assert said(text)


def test_food_for_the_full_moon_is_a_topic_and_not_a_day() -> None:
    assert not said("nấu ăn chạy rằm")
    assert not said("nau mon chay ngay ram")
    assert not said("mâm cúng rằm tháng giêng")
    assert said("lớp nấu chay rằm này")
    assert said("có lớp nấu ăn ngày rằm không")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("maii", "mai"), ("chủ nhậtt", "chủ nhật"), ("thu bayy", "thu bay"), ("tốiiii nay", "tối nay"),
        ("chủ nhựt", "chủ nhật"), ("bựa ni", "bữa ni"), ("hum nay", "hôm nay"), ("chìu nay", "chiều nay"),
        ("sáng 2 4 6", "sáng t2 t4 t6"), ("tới hết tháng", "đến hết tháng"), ("mai 7htoi", "mai 7h tối"),
    ],
)  # fmt: skip
def test_other_spellings_say_the_same(text: str, meant: str) -> None:
    def fits(words: str) -> list[tuple[object, ...]]:
        return [(when.days, when.hours) for when in said(words)]

    assert fits(text) == fits(meant) != []


def test_a_feast_beside_another_date_is_not_certain() -> None:
    (when,) = said("noel 31/12").wanted
    assert when.days == one_day(2026, 12, 31)
    assert not when.certain


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
        "2 giờ học xong", "at 8 Nguyen Trai", "mot lop may nguoi", "bây giờ mới học", "thứ nhất là giá, thứ hai là chỗ",
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


def test_the_end_of_a_shift_with_its_hour_leaves_the_evening_after_it() -> None:
    times = said("thứ 5 tuần sau em tan ca 6h, có lớp nào kịp hông")
    assert [one.days for one in times.wanted] == [one_day(2026, 12, 3)]
    assert times.wanted[0].hours == Hours(18 * 60, 24 * 60)


def test_what_somebody_does_all_week_is_no_other_day_to_learn() -> None:
    times = said("sáng thứ bảy tuần sau có lớp nào không cháu, bác trông cháu nội cả tuần")
    assert [one.days for one in times.wanted] == [one_day(2026, 12, 5)]
    assert said("cả tuần này có lớp gì").wanted


def test_a_roof_is_no_tomorrow() -> None:
    assert not said("trong rau tren mai nha khong").wanted
