"""Registrations in any order at any time, against a model of a page."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from storage.database import Database
from storage.deletion import forget_old
from storage.invariants import broken
from storage.store import Store
from tests.classes import Class
from tests.databases import Lend
from tests.model import Course, Model, Promoted, Who
from tests.office import (
    cancel,
    delete,
    find,
    line,
    look,
    promote,
    promoted_keys,
    publish_one,
    register,
    remove,
)

START = datetime(2026, 11, 23, 1, tzinfo=UTC)
T = TypeVar("T")

names = st.sampled_from(("An", "Bình", "Chi", "Dũng", "Em"))
people = st.tuples(names, st.sampled_from(("self", "mother")))
codes = st.sampled_from(("L1", "L2"))
capacities = st.integers(1, 3)
hours = st.integers(1, 60).map(lambda count: timedelta(hours=count))
offsets = st.sampled_from((-1, 2, 20, 70)).map(lambda count: timedelta(hours=count))
steps = st.integers(1, 30).map(lambda count: timedelta(hours=count) if count < 30 else timedelta(days=380))
"""Seldom so long that every course is over."""


class Undo(Exception):
    """Ends an example; nothing of it is kept."""


class Office(RuleBasedStateMachine):
    """Everything that can happen to registrations, one thing after another, in one transaction."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now = START
        self.model = Model()
        self.database = Database(url)
        self.begun: AbstractAsyncContextManager[Store] = self.database.begin(START)
        self.session = self.run(self.begun.__aenter__()).session
        self.owed: list[str] = []
        """The keys of the messages that tell of a seat, those of deleted people left out."""
        self.seated: set[int] = set()
        """As of the last look."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.begun.__aexit__(Undo, Undo(), None))
        self.run(self.database.close())
        self.runner.close()

    def does(self, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
        """One update: a savepoint of its own, at this moment, knowing nothing of what was loaded before."""

        async def done() -> T:
            store = Store(self.session, self.now, self.database.quiet)
            async with store.savepoint():
                return await work(store)

        return self.run(done())

    @initialize(first=capacities, second=capacities, closes=hours, starts=hours)
    def begins(self, first: int, second: int, closes: timedelta, starts: timedelta) -> None:
        for code, capacity in (("L1", first), ("L2", second)):
            self.model.classes[code] = Course(capacity, START + closes, {START + starts})
            assert self.publish(code, capacity, START + closes, {START + starts})

    @rule(crowd=st.lists(people, min_size=1, max_size=6, unique=True), code=codes)
    def registers(self, crowd: list[Who], code: str) -> None:
        is_open = self.model.classes[code].is_open(self.now)
        for who in crowd:
            assert self.does(lambda store, who=who: register(store, who, code)) == is_open  # type: ignore[misc]
            if is_open:
                self.model.register(who, code)

    @rule(who=people, code=codes)
    def cancels(self, who: Who, code: str) -> None:
        self.does(lambda store: cancel(store, who, code))
        self.expects(self.model.cancel(who, code, self.now))

    @rule(code=codes, capacity=capacities, closes=offsets, starts=st.sets(hours, min_size=1, max_size=3))
    def publishes(self, code: str, capacity: int, closes: timedelta, starts: set[timedelta]) -> None:
        meetings = {self.now + one for one in starts}
        expected = self.model.publish(code, capacity, self.now + closes, meetings, self.now)
        assert self.publish(code, capacity, self.now + closes, meetings) == (expected is not None)
        self.expects(expected or [])

    @rule(code=codes)
    def calls_off(self, code: str) -> None:
        known = self.model.classes[code]
        expected = self.model.publish(code, known.capacity, known.closes_at, set(), self.now)
        assert self.publish(code, known.capacity, known.closes_at, set())
        self.expects(expected or [])

    @rule(code=codes, more=st.integers(-2, 3), closes=offsets)
    def changes_seats_and_closing(self, code: str, more: int, closes: timedelta) -> None:
        known = self.model.classes[code]
        capacity, coming = max(1, known.capacity + more), {start for start in known.starts if start > self.now}
        expected = self.model.publish(code, capacity, self.now + closes, coming, self.now)
        assert self.publish(code, capacity, self.now + closes, coming) == (expected is not None)
        self.expects(expected or [])

    @rule(code=codes)
    def promotes_for_no_reason(self, code: str) -> None:
        assert self.does(lambda store: promote(store, code)) == []

    @rule(name=names)
    def deletes_everything(self, name: str) -> None:
        gone = self.does(lambda store: delete(store, name))
        self.owed = [key for key in self.owed if key not in gone]
        self.expects(self.model.delete([(name, "self"), (name, "mother")], self.now))

    @rule(name=names)
    def removes_mother(self, name: str) -> None:
        self.does(lambda store: remove(store, (name, "mother")))
        self.expects(self.model.delete([(name, "mother")], self.now))

    @rule()
    def forgets_old(self) -> None:
        self.does(forget_old)
        self.model.forget_old(self.now)

    @rule(by=steps)
    def waits(self, by: timedelta) -> None:
        self.now += by

    def publish(self, code: str, capacity: int, closes_at: datetime, starts: set[datetime]) -> bool:
        one = Class(code, f"Lớp {code}", tuple(starts), capacity, closes=closes_at)
        return self.does(lambda store: publish_one(store, one))

    def expects(self, promoted: Promoted) -> None:
        """Exactly these were given a seat, and each is owed the news once."""
        for code, who in promoted:
            registration = self.does(lambda store, who=who, code=code: find(store, who, code))  # type: ignore[misc]
            assert registration is not None
            self.owed.append(f"promoted:{registration.id}")
        assert sorted(self.does(promoted_keys)) == sorted(self.owed)

    @invariant()
    def the_database_is_as_the_model(self) -> None:
        for code, known in self.model.classes.items():
            course, live = self.does(lambda store, code=code: look(store, code))  # type: ignore[misc]
            assert [(who, seated) for _, who, seated in live] == [(one.who, one.seated) for one in known.places]
            assert (course.taken, course.capacity) == (known.taken, known.capacity)
            assert course.taken <= course.capacity
            assert (course.cancelled_at is not None) == known.called_off
            self._no_seat_moved(known, {number for number, _, seated in live if seated}, {one[0] for one in live})

    def _no_seat_moved(self, known: Course, seated: set[int], live: set[int]) -> None:
        """Whoever waited and has a seat now got it while registration was open."""
        assert known.is_open(self.now) or not (seated - self.seated)
        self.seated = (self.seated - live) | seated

    @invariant()
    def every_invariant_holds(self) -> None:
        assert self.does(broken) == []

    @invariant()
    def places_in_line_are_counted_from_one(self) -> None:
        for code, known in self.model.classes.items():
            assert self.does(lambda store, code=code: line(store, code)) == list(range(1, len(known.waiting) + 1))  # type: ignore[misc]


@pytest.fixture
def url(lend: Lend) -> Iterator[str]:
    """Of a database of one's own, on SQLite, then on PostgreSQL."""
    with asyncio.Runner() as runner:
        lent = lend()
        yield runner.run(lent.__aenter__())
        runner.run(lent.__aexit__(None, None, None))


def test_whatever_happens_to_registrations_the_rules_hold(url: str) -> None:
    many = 20 if "postgresql" not in url else 4
    profile = settings(
        max_examples=many, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(partial(Office, url), settings=profile)  # type: ignore[arg-type]
