"""A row of weeks: local weeks, one rest, and nothing that a wrong clock or another order could spoil."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from handlers.quizzes.streaks import EARNED, Streak, streak_of, week_of
from storage.quiet_hours import LOCAL

NOW = 40
weeks = st.sets(st.integers(0, 50))
"""Some of them later than `NOW`: a clock was ahead for a while."""


def drawn(pattern: str) -> Streak:
    """A letter for each week, the last is this one: x with learning, . without."""
    first = NOW - len(pattern) + 1
    return streak_of((first + at for at, sign in enumerate(pattern) if sign == "x"), NOW)


def reckoned(learnt: set[int]) -> int:
    """The same by its definition: the most weeks with learning since some week, where every rest was earned."""
    learnt = {week for week in learnt if week <= NOW}
    rows = []
    for first in learnt:
        missed = [week for week in range(first, NOW) if week not in learnt]
        if all(len(learnt & set(range(one, other))) >= EARNED for one, other in pairwise(missed)):
            rows.append(len([week for week in learnt if week >= first]))
    return max(rows, default=0)


def test_a_row_of_weeks() -> None:
    assert drawn("").weeks == 0
    assert drawn("x") == Streak(1, this_week=True, spare=True, rested=False)
    assert drawn("xxxx") == Streak(4, this_week=True, spare=True, rested=False)


def test_this_week_is_not_missed_before_it_is_over() -> None:
    assert drawn("xxx.") == Streak(3, this_week=False, spare=True, rested=False)


def test_one_missed_week_is_a_rest() -> None:
    assert drawn("xxx.x") == Streak(4, this_week=True, spare=False, rested=True)
    assert drawn("xxx..") == Streak(3, this_week=False, spare=False, rested=True)


def test_two_missed_weeks_begin_a_new_row_with_a_rest_to_spare() -> None:
    assert drawn("xxxxxx..x") == Streak(1, this_week=True, spare=True, rested=False)
    assert drawn("xxxxxx...") == Streak(0, this_week=False, spare=True, rested=False)


def test_a_rest_is_earned_back_after_four_weeks() -> None:
    assert drawn("xx.xxxx") == Streak(6, this_week=True, spare=True, rested=False)
    assert drawn("xx.xxxx.x") == Streak(7, this_week=True, spare=False, rested=True)
    assert drawn("xx.xxx.x") == Streak(4, this_week=True, spare=False, rested=True)
    assert not drawn("xx.xxx").spare


def test_weeks_begin_on_local_mondays_and_years_do_not_matter() -> None:
    sunday = datetime(2026, 11, 22, 23, 59, tzinfo=LOCAL)
    assert sunday.astimezone(UTC).weekday() == (sunday + timedelta(minutes=1)).astimezone(UTC).weekday()
    assert week_of(sunday + timedelta(minutes=1)) == week_of(sunday) + 1
    days = [datetime(2026, 12, 28, 8, tzinfo=LOCAL) + timedelta(days=one) for one in range(7)]
    assert {week_of(one) for one in days} == {week_of(days[0])}
    assert days[-1].isocalendar()[:2] == (2026, 53)


@given(st.integers(0, 4 * 10**9))
def test_a_week_is_an_iso_week(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)

    def iso(one: datetime) -> tuple[int, int]:
        return one.astimezone(LOCAL).isocalendar()[:2]

    for days in (1, 7):
        later = moment + timedelta(days=days)
        assert (iso(moment) == iso(later)) == (week_of(moment) == week_of(later))
    assert week_of(moment + timedelta(days=7)) == week_of(moment) + 1


@given(weeks)
def test_it_is_the_longest_that_ends_now(learnt: set[int]) -> None:
    assert streak_of(learnt, NOW).weeks == reckoned(learnt)


@given(weeks, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(learnt: set[int], chance: Random) -> None:
    said = sorted(learnt) * 2
    chance.shuffle(said)
    assert streak_of(said, NOW) == streak_of(learnt, NOW)


@given(weeks, st.integers(0, NOW))
def test_learning_in_one_more_week_never_shortens_it(learnt: set[int], one: int) -> None:
    more = streak_of(learnt | {one}, NOW).weeks
    assert streak_of(learnt, NOW).weeks <= more


@given(weeks, st.sets(st.integers(NOW + 1, NOW + 500)))
def test_what_a_clock_ahead_noted_does_not_count(learnt: set[int], later: set[int]) -> None:
    assert streak_of(learnt | later, NOW) == streak_of({one for one in learnt if one <= NOW}, NOW)


@given(weeks, st.lists(st.integers(-600, 600), max_size=5))
def test_looking_with_a_wrong_clock_leaves_no_trace(learnt: set[int], steps: list[int]) -> None:
    before = streak_of(learnt, NOW)
    for step in steps:
        streak_of(learnt, NOW + step)
    assert streak_of(learnt, NOW) == before


@given(weeks)
def test_a_week_that_passes_with_learning_makes_it_one_longer(learnt: set[int]) -> None:
    learnt = {one for one in learnt if one <= NOW}
    assert streak_of(learnt | {NOW}, NOW).weeks == streak_of(learnt - {NOW}, NOW).weeks + 1


@given(weeks)
def test_while_there_is_a_rest_to_spare_a_missed_week_costs_nothing(learnt: set[int]) -> None:
    learnt = {one for one in learnt if one <= NOW} | {NOW}
    before = streak_of(learnt, NOW)
    after = streak_of(learnt | {NOW + 2}, NOW + 2)
    assert after.weeks == before.weeks + 1 if before.spare else after.weeks <= before.weeks + 1
    assert not after.spare
