"""Times in what people tell of themselves, and those of a timetable or a season: none of them is the next such day."""

from datetime import UTC, date, datetime

import pytest

from handlers.language.exchange import combine
from handlers.language.reading import Wanted
from handlers.language.spans import Hours, Interval
from handlers.language.times import find_times
from handlers.language.tokens import tokenize
from tests.test_times import WEDNESDAY, one_day, said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hôm qua má tui nói phường có lớp nấu ăn", "hom qua"),
        ("bữa tuần rồi mém mất tiền, có lớp nào không", "tuan roi"),
        ("em đi làm tới 5h chiều mới về, có lớp nào sau 6h tối không", "5h chieu"),
        ("thứ bảy đi khám rồi, chủ nhật mới rảnh", "thu bay"),
    ],
)
def test_a_time_told_in_a_story_limits_nothing_and_is_no_topic(text: str, told: str) -> None:
    tokens = tokenize(text)
    times = find_times(tokens, WEDNESDAY)
    assert [tokens[index].folded for index in sorted(times.told)] == told.split()
    assert times.told <= times.used
    assert all(not when.used & times.told for when in times)


def test_yesterday_can_be_asked_for() -> None:
    (when,) = said("hôm qua có lớp gì").wanted
    assert when.days == one_day(2026, 11, 24)


def test_who_works_until_five_is_free_after_it() -> None:
    (when,) = said("em đi làm tới 5h chiều mới về, có lớp nào không").wanted
    assert when.hours == Hours(17 * 60, 24 * 60)
    assert not said("chồng em chạy xe tới 10h đêm, có lớp nào không"), "no class begins so late"


def test_what_is_refused_does_not_undo_what_is_asked_for() -> None:
    times = said("từ giờ tới cuối tháng 12 có lớp nào, chứ cuối năm bận quá")
    assert times.wanted
    assert not times.refused


def test_weekdays_of_a_timetable_are_those_of_every_week() -> None:
    every = said("lớp nào học thứ bảy")
    assert every.holds(datetime(2026, 11, 28, 2, tzinfo=UTC))
    assert every.holds(datetime(2026, 12, 19, 2, tzinfo=UTC))
    next_one = said("thứ bảy có lớp nào")
    assert not next_one.holds(datetime(2026, 12, 19, 2, tzinfo=UTC))


@pytest.mark.parametrize("text", ["có lớp nào dịp noel", "mùa giáng sinh có lớp gì", "giáp noel có lớp nào"])
def test_what_is_held_for_a_feast_is_held_before_it(text: str) -> None:
    times = said(text)
    assert times.holds(datetime(2026, 12, 20, 2, tzinfo=UTC))
    assert not times.holds(datetime(2026, 12, 10, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("before", "monday"),
    [("cuối tuần này", date(2026, 11, 30)), ("tuần sau", date(2026, 12, 7)), ("tuần có noel", date(2026, 12, 28))],
)
def test_the_week_after_is_counted_from_the_week_spoken_of(before: str, monday: date) -> None:
    for text in ("còn tuần sau nữa thì sao", "tuần sau đó nữa thì sao"):
        (when,) = combine(Wanted(times=said(before)), Wanted(times=said(text))).times.wanted
        assert when.days == (Interval.of_days(monday, 7),)


def test_told_alone_it_is_counted_from_this_one() -> None:
    (when,) = said("tuần sau nữa có lớp gì").wanted
    assert when.days == (Interval.of_days(date(2026, 12, 7), 7),)
