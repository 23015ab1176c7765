"""What holds for reminders whatever the hours, the wishes and the clock."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedules.reminders import WINDOW, Intent, Plan
from storage.contacts import LEADS
from storage.database import Database
from storage.quiet_hours import QuietHours
from storage.reminders import Coming
from tests.databases import lend_file
from tests.reminding import Village

MINUTE = timedelta(minutes=1)
START = datetime(2026, 11, 23, tzinfo=UTC)

clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 10, 30, 50)))
quiets = st.builds(QuietHours, clocks, clocks)
wishes = st.lists(st.sampled_from(LEADS), unique=True)
ahead = st.integers(1, 4 * 1440).map(lambda minutes: minutes * MINUTE)
tens = st.integers(1, 4 * 144).map(lambda count: count * 10 * MINUTE)
steps = st.lists(st.integers(-180, 2000).map(lambda minutes: minutes * MINUTE), max_size=40)


@dataclass(frozen=True, slots=True)
class Heard:
    """A reminder as the plan decided it."""

    at: datetime
    intent: Intent


def remind(
    coming: Coming, quiet: QuietHours, leads: list[int], told_at: datetime, ticks: list[datetime]
) -> list[Heard]:
    """One person's reminders of one lesson, the rounds kept as the database keeps them."""
    heard = []
    for now in ticks:
        plan = Plan(coming, quiet)
        intent = plan.decide(leads, told_at, now)
        if intent:
            heard.append(Heard(now, intent))
        coming = replace(coming, seen=coming.seen | set(plan.rounds(now)))
    return heard


def lesson(starts_at: datetime) -> Coming:
    return Coming(1, 1, 1, starts_at, None, frozenset())


def ticking(now: datetime, until: datetime, every: timedelta) -> Iterator[datetime]:
    while now <= until:
        yield now
        now += every


def wander(steps: list[timedelta]) -> list[datetime]:
    """The clock after each step, some of them backwards."""
    moments = [START]
    for step in steps:
        moments.append(moments[-1] + step)
    return moments


@settings(deadline=None)
@given(ahead, quiets, wishes, ahead, steps)
def test_whatever_the_clock_does(
    ahead: timedelta, quiet: QuietHours, leads: list[int], told: timedelta, steps: list[timedelta]
) -> None:
    starts_at, told_at = START + ahead, START - timedelta(days=1) + told
    heard = remind(lesson(starts_at), quiet, leads, told_at, wander(steps))
    assert not any(quiet.hold(one.at) for one in heard), "a reminder in quiet hours"
    assert all(one.at < one.intent.until <= starts_at for one in heard), "a reminder that is useless when it is owed"
    assert len({one.intent.lead for one in heard}) == len(heard), "a lead twice"
    assert {one.intent.lead for one in heard} <= set(leads), "a lead nobody asked for"
    due = Plan(lesson(starts_at), quiet).due
    assert all(told_at <= due[one.intent.lead] <= one.at for one in heard), "too early, or before they were told"
    assert all(one.at >= starts_at - WINDOW for one in heard), "a reminder outside the window that is looked at"


@settings(deadline=None)
@given(ahead, quiets, wishes.filter(bool))
def test_who_was_told_in_time_is_reminded(ahead: timedelta, quiet: QuietHours, leads: list[int]) -> None:
    """Ticks are frequent; then each lead that is not merged into a shorter one arrives within a tick of its time."""
    starts_at = START + ahead
    every = 7 * MINUTE
    ticks = list(ticking(starts_at - WINDOW, starts_at, every))
    heard = remind(lesson(starts_at), quiet, leads, starts_at - WINDOW, ticks)
    assert heard
    due = Plan(lesson(starts_at), quiet).due
    for one in heard:
        assert one.at - due[one.intent.lead] < every or quiet.hold(one.at - every)
    moments = {due[lead] for lead in leads}
    assert len(heard) <= len(moments)


@settings(deadline=None)
@given(ahead, quiets, wishes, ahead)
def test_one_message_takes_the_place_of_the_other(
    ahead: timedelta, quiet: QuietHours, leads: list[int], down: timedelta
) -> None:
    """A process that was down owes at most one message at once, and a reminder is useless when the next is owed."""
    starts_at = START + ahead
    ticks = list(ticking(START - WINDOW + down, starts_at, 5 * MINUTE))
    heard = remind(lesson(starts_at), quiet, leads, START - 2 * WINDOW, ticks)
    for first, second in pairwise(heard):
        assert first.intent.until <= second.at
        assert second.intent.lead < first.intent.lead


@settings(deadline=None)
@given(tens, quiets, wishes)
def test_the_next_moment_is_when_the_next_reminder_comes(ahead: timedelta, quiet: QuietHours, leads: list[int]) -> None:
    """Who turns the clock to the next thing due finds it, and has missed nothing before it."""
    starts_at, now = START + ahead, START
    foretold = Plan(lesson(starts_at), quiet).next_moment(leads, START - WINDOW, now)
    heard = remind(lesson(starts_at), quiet, leads, START - WINDOW, list(ticking(now, starts_at, 10 * MINUTE)))
    assert (heard[0].at if heard else None) == foretold


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ahead, quiets, st.lists(wishes, min_size=1, max_size=3), steps)
def test_the_database_does_as_the_plan_says(
    migrated_file: Path,
    tmp_path: Path,
    ahead: timedelta,
    quiet: QuietHours,
    people: list[list[int]],
    steps: list[timedelta],
) -> None:
    """The same reminders arrive, at the same moments, when rounds and messages are rows."""

    async def live() -> None:
        async with lend_file(migrated_file, tmp_path) as url:
            village = Village(database := Database(url, quiet), START)
            course, _ = await village.publish(START + ahead)
            seats = [await village.seat(f"phone {number}", course, leads=leads) for number, leads in enumerate(people)]
            arrived = [(now, told) for now in wander(steps) for told in await village.hears(now)]
            await database.close()
        for seat, leads in zip(seats, people, strict=True):
            heard = remind(lesson(START + ahead), quiet, leads, START, wander(steps))
            mine = [(now, told.lead) for now, told in arrived if told.registration == seat]
            assert mine == [(one.at, one.intent.lead) for one in heard]

    asyncio.run(live())
