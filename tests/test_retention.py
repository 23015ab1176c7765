"""Retention: what is forgotten without anybody asking."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from schedules.clock import StillClock
from storage.database import Database
from storage.deletion import forget_old
from tests.talking import Room, talking


@pytest.fixture
async def room(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    async with talking(database, clock) as room:
        yield room


async def test_a_year_after_a_class_only_counts_are_left(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course, younger = await room.course("Excel", capacity=1), await room.course("Zalo", weeks_ahead=3)
    old = [await room.joins(lan, course, "Lan"), await room.joins(ba, course, "Ba")]
    kept = await room.joins(lan, younger, "Lan")
    room.clock.turn(timedelta(weeks=1, days=364))
    await _forget_old(room)
    assert (await room.find_registration(old[0])).learner_id is not None
    room.clock.turn(timedelta(days=2))
    await _forget_old(room)
    seen = [await room.find_registration(number) for number in [*old, kept]]
    assert [(one.learner_id is None, one.standing.value) for one in seen] == [
        (True, "seated"),
        (True, "cancelled"),
        (False, "seated"),
    ]


async def _forget_old(room: Room) -> None:
    async with room.database.begin(room.clock.now()) as store:
        await forget_old(store)
