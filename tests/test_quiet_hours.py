"""Quiet hours: when nobody is written to unasked."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.quiet_hours import EVENING, QuietHours
from tests.reminding import at

NIGHT = QuietHours()
DAY = timedelta(days=1)

moments = st.integers(0, 3 * 366 * 86400).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quiets = st.builds(QuietHours, clocks, clocks)


def test_nights_are_quiet_from_nine_to_seven() -> None:
    quiet = {
        text: NIGHT.hold(at(f"2026-11-24 {text}")) for text in ("20:59", "21:00", "23:59", "00:00", "06:59", "07:00")
    }
    assert quiet == {"20:59": False, "21:00": True, "23:59": True, "00:00": True, "06:59": True, "07:00": False}


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2026-11-24 20:59", "2026-11-24 20:59", "2026-11-24 20:59"),
        ("2026-11-24 21:00", "2026-11-24 20:30", "2026-11-25 07:00"),
        ("2026-11-25 03:30", "2026-11-24 20:30", "2026-11-25 07:00"),
        ("2026-11-25 07:00", "2026-11-25 07:00", "2026-11-25 07:00"),
    ],
)
def test_what_falls_into_the_night_goes_to_its_edges(moment: str, before: str, after: str) -> None:
    assert NIGHT.before(at(moment)) == at(before)
    assert NIGHT.after(at(moment)) == at(after)


def test_a_nap_at_noon_is_quiet_too() -> None:
    nap = QuietHours(time(12), time(13, 30))
    assert nap.before(at("2026-11-24 12:45")) == at("2026-11-24 11:30")
    assert nap.after(at("2026-11-24 12:45")) == at("2026-11-24 13:30")
    assert not nap.hold(at("2026-11-24 02:00"))


def test_between_two_quiets_close_together_the_evening_is_what_there_is() -> None:
    nearly_always = QuietHours(time(20, 10), time(20))
    assert nearly_always.before(at("2026-11-24 23:00")) == at("2026-11-24 20:00")


def test_the_same_hour_twice_means_never_quiet() -> None:
    assert not QuietHours(time(7), time(7)).hold(at("2026-11-24 07:00"))


@pytest.mark.parametrize("text", ["21:00-07:00", "21:00-7:00", " 21:00 - 07:00 "])
def test_quiet_hours_as_a_setting(text: str) -> None:
    assert QuietHours.parse(text) == NIGHT
    assert str(QuietHours.parse(text)) == "21:00-07:00"


@pytest.mark.parametrize("text", ["", "21:00", "21-7-5", "25:00-07:00", "21:00+07:00-07:00", "nine-seven"])
def test_a_setting_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the settings say in their own words what to write instead
        QuietHours.parse(text)


@given(moments, quiets)
def test_the_edges_of_quiet_are_never_quiet(moment: datetime, quiet: QuietHours) -> None:
    before, after = quiet.before(moment), quiet.after(moment)
    assert not quiet.hold(before)
    assert not quiet.hold(after)
    assert moment - DAY < before <= moment <= after < moment + DAY


@given(moments, quiets, st.floats(0, 0.999))
def test_nothing_is_shifted_farther_than_the_quiet(moment: datetime, quiet: QuietHours, share: float) -> None:
    if not quiet.hold(moment):
        assert quiet.before(moment) == moment == quiet.after(moment)
        return
    assert quiet.hold(moment + (quiet.after(moment) - moment) * share)
    since_begin = moment - (quiet.before(moment) + EVENING)
    assert since_begin < timedelta(0) or quiet.hold(moment - since_begin * share)
