"""Boards: how many people of each group learnt with mini-quizzes in a period. Only those who said that they may be
counted are; how often and how well they answered is in none of this."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from storage.attempts import Attempt
from storage.contacts import Contact
from storage.courses import Course
from storage.groups import Group, GroupMember
from storage.habits import Habit
from storage.learners import Learner
from storage.neighbourhoods import Neighbourhood, read_neighbourhood
from storage.periods import Period
from storage.registrations import Registration, Standing
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Named:
    """A course on a board."""

    id: int
    code: str
    title: str


def _took_part(contact_id: Any, period: Period) -> tuple[ColumnElement[bool], ...]:
    """A shared phone is one person."""
    return (
        exists().where(Habit.contact_id == contact_id, Habit.on_boards),
        exists().where(Attempt.contact_id == contact_id, Attempt.at >= period.since, Attempt.at < period.until),
    )


async def count_neighbourhoods(store: Store, period: Period, centre_id: int) -> list[tuple[Neighbourhood, int]]:
    """Of a ward, most people first. What has no number is left out: people write all sorts of things there."""
    query = select(Contact.neighbourhood, func.count()).where(
        Contact.centre_id == centre_id, Contact.neighbourhood.is_not(None), *_took_part(Contact.id, period)
    )
    people: dict[Neighbourhood, int] = {}
    for said, count in await store.session.execute(query.group_by(Contact.neighbourhood)):
        near = read_neighbourhood(said or "")
        if near is not None and near.number is not None:
            people[near] = people.get(near, 0) + count
    return sorted(people.items(), key=lambda one: (-one[1], str(one[0].division), one[0].number))


async def count_groups(
    store: Store, period: Period, centre_id: int, also: Collection[int]
) -> Sequence[tuple[Group, int]]:
    """Groups of a centre, and those of these numbers wherever they belong; most people first."""
    people = func.count(Learner.contact_id.distinct())
    query = (
        select(Group, people)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .join(Learner, Learner.id == GroupMember.learner_id)
        .where(Group.ended_at.is_(None), or_(Group.centre_id == centre_id, Group.id.in_(also)))
        .where(*_took_part(Learner.contact_id, period))
        .group_by(Group.id)
        .order_by(people.desc(), Group.id)
    )
    return [(group, count) for group, count in await store.session.execute(query)]


async def count_courses(
    store: Store, period: Period, centre_id: int, also: Collection[int]
) -> Sequence[tuple[Named, int]]:
    """Courses that go on in this period or later, by those who have a seat; otherwise like `count_groups`."""
    people = func.count(Learner.contact_id.distinct())
    query = (
        select(Course.id, Course.code, Course.title, people)
        .join(Registration, Registration.course_id == Course.id)
        .join(Learner, Learner.id == Registration.learner_id)
        .where(Registration.standing == Standing.SEATED, Course.cancelled_at.is_(None))
        .where(Course.last_ends_at >= period.since, or_(Course.centre_id == centre_id, Course.id.in_(also)))
        .where(*_took_part(Learner.contact_id, period))
        .group_by(Course.id, Course.code, Course.title)
        .order_by(people.desc(), Course.id)
    )
    return [(Named(number, code, title), count) for number, code, title, count in await store.session.execute(query)]


async def list_own_courses(store: Store, period: Period, contact_id: int) -> Sequence[Named]:
    """Those in which somebody of the household has a seat, of those that `count_courses` counts."""
    query = (
        select(Course.id, Course.code, Course.title)
        .join(Registration, Registration.course_id == Course.id)
        .join(Learner, Learner.id == Registration.learner_id)
        .where(Learner.contact_id == contact_id, Registration.standing == Standing.SEATED)
        .where(Course.cancelled_at.is_(None), Course.last_ends_at >= period.since)
        .distinct()
        .order_by(Course.id)
    )
    return [Named(*row) for row in await store.session.execute(query)]
