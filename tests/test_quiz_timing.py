"""When a rhythm's next quiz is due, and how thousands due at once are seen to."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers.privacy import PRIVACY_VERSION
from handlers.quizzes.sending import tell_due
from handlers.quizzes.timing import days_of, end_of_day, hours, is_worth_making_up, may_choose, next_time
from schedules import jobs as jobs_module
from schedules.jobs import Jobs
from storage.consents import Purpose
from storage.database import Database
from storage.habits import Rhythm
from storage.outbox import OutboxMessage
from storage.quiet_hours import LOCAL, QuietHours
from tests.classes import at


async def test_thousands_at_seven_in_the_evening_are_seen_to_in_batches(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.begin(at(23, 8)) as store:
        for number in range(25):
            met = await store.contacts.meet("test", str(number), "Lan", "vi")
            assert met.contact is not None
            await store.consents.record(met.contact.id, Purpose.QUIZZES, PRIVACY_VERSION, given=True)
            mine = await store.habits.take(met.contact.id)
            await store.habits.choose(mine, Rhythm.DAILY, 0, 19, at(23, 19))
    seen: list[int] = []
    while not seen or seen[-1]:
        async with database.begin(at(23, 19)) as store:
            seen.append(await tell_due(store, 10))
    assert seen == [10, 10, 5, 0]
    async with database.read(at(23, 19)) as store:
        keys = [one.key for one in await store.session.scalars(select(OutboxMessage))]
    assert len(keys) == len(set(keys)) == 25
    monkeypatch.setattr(jobs_module, "QUIZ_BATCHES", 1)
    jobs = Jobs(database, lambda: at(24, 19), lambda: None)
    turns = [await jobs._send_quizzes() for _ in range(4)]
    assert turns == [True, True, True, False], "other jobs have their turn before the rest"


hour = st.integers(0, 23)
weekday = st.integers(0, 6)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda one: one.replace(tzinfo=LOCAL))  # noqa: DTZ001
chosen = st.sampled_from((Rhythm.DAILY, Rhythm.THRICE, Rhythm.WEEKLY))


@given(chosen, weekday, hour, moments)
def test_the_next_time_is_the_first_that_fits(rhythm: Rhythm, day: int, clock: int, after: datetime) -> None:
    found = next_time(rhythm, day, clock, after)
    assert found is not None
    assert timedelta(0) < found - after <= timedelta(days=7)
    assert (found.hour, found.minute, found.second, found.microsecond) == (clock, 0, 0, 0)
    assert found.weekday() in days_of(rhythm, day)
    earlier = [found - timedelta(days=ahead) for ahead in range(1, 8)]
    assert not [one for one in earlier if one > after and one.weekday() in days_of(rhythm, day)]


@given(weekday, hour, moments)
def test_never_has_no_next_time(day: int, clock: int, after: datetime) -> None:
    assert next_time(Rhythm.NEVER, day, clock, after) is None


@given(chosen, weekday, hour, moments)
def test_after_the_end_of_the_day_is_another_day(rhythm: Rhythm, day: int, clock: int, now: datetime) -> None:
    found = next_time(rhythm, day, clock, end_of_day(now))
    assert found is not None
    assert found.date() > now.date()


def test_no_hour_is_offered_in_which_it_is_quiet() -> None:
    quiet = QuietHours.parse("12:30-19:00")
    assert hours(QuietHours()) == [7, 9, 11, 12, 15, 17, 19, 20]
    assert hours(quiet) == [7, 9, 11, 12, 19, 20]
    assert [one for one in range(-1, 25) if may_choose(one, QuietHours())] == list(range(7, 21))


def test_what_is_made_up_for() -> None:
    due, night, morning = at(23, 19), at(23, 22), at(24, 7)
    assert is_worth_making_up(due, at(24, 19), night)
    assert not is_worth_making_up(due, at(24, 19), morning)
    assert is_worth_making_up(due, at(25, 19), morning)
