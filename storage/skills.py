"""Skills: what the people of a ward, of its neighbourhoods and groups get right, and a class before and after.

Sums alone, of at least `FEW` people each, coarse on purpose: a share is told in tenths, and everyone right or everyone
wrong is not told at all, as it would say how each of them did. Each person weighs the same, however often they answer.
Nothing is told of the week under way: who looked every day could tell whose answer moved a number.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from storage.attempts import Attempt
from storage.contacts import Contact
from storage.courses import Course
from storage.discretion import FEW, tellable
from storage.groups import Group, GroupMember
from storage.learners import Learner
from storage.lessons import Lesson
from storage.neighbourhoods import Neighbourhood, read_neighbourhood
from storage.quiet_hours import LOCAL
from storage.registrations import Registration, Standing
from storage.store import Store
from storage.visits import Visit

WEEKS = 13
"""Of answers that are looked at."""
AROUND = timedelta(days=30)
"""Before the first lesson of a class and after its last, in which its learners' answers are compared."""
LOWEST, HIGHEST = 2, 8
"""Tenths: lower and higher ones are told as these."""

Skill = tuple[str, str]
"""(topic, skill)."""
Results = Mapping[int, int]
"""How many thousandths of their answers a person got right, by contact."""


@dataclass(frozen=True, slots=True)
class Span:
    since: datetime
    until: datetime
    """Exclusive."""

    @property
    def last_day(self) -> datetime:
        return self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Circle:
    """People who have something in common."""

    near: Neighbourhood | None = None
    group: str | None = None
    """The name of a group that learns together. Neither of the two: all who live in the ward."""
    number: int = 0
    """Of the group: two may have the same name."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many of these people's answers are right."""

    of: Circle
    topic: str
    skill: str
    people: int
    """At least `FEW`."""
    tenths: int
    """`LOWEST` to `HIGHEST`."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The same people before and after their class, in tenths as in `Told`."""

    people: int
    before: int
    after: int


def settled(now: datetime) -> datetime:
    """Midnight, on local clocks, before the last Monday: until then answers are counted."""
    local = now.astimezone(LOCAL)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())


def span_of(now: datetime) -> Span:
    until = settled(now)
    return Span(until - timedelta(weeks=WEEKS), until)


def tenths(thousandths: Iterable[int]) -> int:
    """Of the mean."""
    listed = list(thousandths)
    return min(HIGHEST, max(LOWEST, (sum(listed) + 50 * len(listed)) // (100 * len(listed))))


async def list_told(store: Store, centre_id: int) -> list[Told]:
    """All that may be told of a ward, weakest first: of everyone in it, of its neighbourhoods, of its groups."""
    circles = await _circles(store, centre_id)
    answers = await _answers(store, span_of(store.now), centre_id)
    told = [one for skill, results in answers.items() for one in _tell(skill, results, circles)]
    return sorted(told, key=lambda one: (one.tenths, -one.people, one.topic, one.skill))


def _tell(skill: Skill, results: Results, circles: Mapping[Circle, Set[int]]) -> list[Told]:
    """Of one skill. The whole ward comes first, then the larger circles."""
    answered = {circle: results.keys() & people for circle, people in circles.items()}
    in_turn = sorted(answered.items(), key=lambda one: (one[0] != Circle(), -len(one[1]), str(one[0])))
    return [
        Told(circle, *skill, len(answered[circle]), tenths(results[one] for one in answered[circle]))
        for circle in tellable(in_turn)
    ]


def _members(centre_id: int) -> Select[int, str, int]:
    """(group, its name, contact) of the groups of this centre."""
    return (
        select(Group.id, Group.name, Learner.contact_id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .join(Learner, Learner.id == GroupMember.learner_id)
        .where(Group.centre_id == centre_id, Group.ended_at.is_(None))
    )


async def _circles(store: Store, centre_id: int) -> dict[Circle, set[int]]:
    """Contacts. In a group are also those who live elsewhere; a phone that a household shares is one person."""
    circles: dict[Circle, set[int]] = {Circle(): set()}
    residents = select(Contact.id, Contact.neighbourhood).where(Contact.centre_id == centre_id).order_by(Contact.id)
    for contact_id, said in await store.session.execute(residents):
        circles[Circle()].add(contact_id)
        near = read_neighbourhood(said) if said else None
        if near is not None:
            circles.setdefault(Circle(near=near), set()).add(contact_id)
    for number, name, contact_id in await store.session.execute(_members(centre_id)):
        circles.setdefault(Circle(group=name, number=number), set()).add(contact_id)
    return circles


async def _answers(store: Store, span: Span, centre_id: int) -> dict[Skill, dict[int, int]]:
    """By skill, of those who live in the ward or are in a group of its centre."""
    residents = select(Contact.id).where(Contact.centre_id == centre_id)
    members = _members(centre_id).with_only_columns(Learner.contact_id)
    query = (
        select(Attempt.topic, Attempt.skill, Attempt.contact_id, _THOUSANDTHS)
        .where(Attempt.at >= span.since, Attempt.at < span.until)
        .where(or_(Attempt.contact_id.in_(residents), Attempt.contact_id.in_(members)))
        .group_by(Attempt.topic, Attempt.skill, Attempt.contact_id)
    )
    found: dict[Skill, dict[int, int]] = {}
    for topic, skill, contact_id, right in await store.session.execute(query):
        found.setdefault((topic, skill), {})[contact_id] = int(right)
    return found


_THOUSANDTHS = func.sum(case((Attempt.is_right, 1000), else_=0)) / func.count()


async def compare(store: Store, course: Course, topic: str) -> Compared | None:
    """Who had a seat in the class or came to it and answered on this topic both before and after; None: too few."""
    learned = await _learned(store, course)
    begins, ends = course.first_starts_at, course.last_ends_at
    before = await _results(store, topic, learned, Attempt.at >= begins - AROUND, Attempt.at < begins)
    until = min(ends + AROUND, settled(store.now))
    after = await _results(store, topic, learned, Attempt.at >= ends, Attempt.at < until)
    both = before.keys() & after.keys()
    if len(both) < FEW:
        return None
    return Compared(len(both), tenths(before[one] for one in both), tenths(after[one] for one in both))


async def _learned(store: Store, course: Course) -> Sequence[int]:
    seats = select(Registration.learner_id)
    seated = seats.where(Registration.course_id == course.id, Registration.standing == Standing.SEATED)
    came = select(Visit.learner_id).join(Lesson, Lesson.id == Visit.lesson_id).where(Lesson.course_id == course.id)
    query = select(Learner.contact_id).where(or_(Learner.id.in_(seated), Learner.id.in_(came))).distinct()
    return (await store.session.scalars(query)).all()


async def _results(store: Store, topic: str, people: Sequence[int], *when: ColumnElement[bool]) -> dict[int, int]:
    query = (
        select(Attempt.contact_id, _THOUSANDTHS)
        .where(Attempt.topic == topic, Attempt.contact_id.in_(people), *when)
        .group_by(Attempt.contact_id)
    )
    return {contact_id: int(right) for contact_id, right in await store.session.execute(query)}
