"""Reports: how many visits there were in a month or a year, to what, and from where; sums alone, nobody by name.

A visit belongs to the month in which its lesson began, on local clocks. Lessons that were cancelled, or have not begun,
are not counted.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, select

from storage.centres import Centre
from storage.contacts import Contact
from storage.courses import Course
from storage.learners import AgeGroup, Learner
from storage.lessons import Lesson
from storage.neighbourhoods import read_neighbourhood
from storage.periods import Period, took_place
from storage.quiet_hours import LOCAL
from storage.registrations import Registration, Standing
from storage.store import Store
from storage.topics import Topic
from storage.visits import Visit, missed, visits_per_lesson

FEW = 3
"""Of fewer different people no sum is told: it would say what one of them did."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a centre did in a period."""

    visits: int = 0
    lessons: int = 0
    """Those that have begun."""
    courses: int = 0
    """Those with such a lesson."""
    seats: int = 0
    """Of these courses."""
    taken: int = 0
    people: int = 0
    """Different ones among the noted visits. Who was deleted since counts once a course."""
    came: int = 0
    """How often who had a seat came, and missed, where attendance was taken by name."""
    missed: int = 0


@dataclass(frozen=True, slots=True)
class CourseFigures:
    code: str
    title: str
    lessons: int
    visits: int
    seats: int
    taken: int


@dataclass(frozen=True, slots=True)
class Share:
    """Visits of those who have something in common."""

    of: Any
    visits: int
    people: int
    """At least `FEW`."""


@dataclass(frozen=True, slots=True)
class Shares:
    told: Sequence[Share] = ()
    """Most visits first."""
    few: Sequence[Any] = ()
    """There were some of these, but fewer than `FEW` people."""
    rest: int = 0
    """Visits of all others: not known, few, counted without names."""


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the people came from, and how old they are, as far as they said so."""

    wards: Shares = field(default_factory=Shares)
    neighbourhoods: Shares = field(default_factory=Shares)
    """By (ward if it is another than the centre's, Neighbourhood)."""
    ages: Shares = field(default_factory=Shares)
    """By AgeGroup."""


_ID_OF_PERSON = func.coalesce(
    4 * Visit.learner_id, 4 * Visit.contact_id + 1, 4 * Visit.registration_id + 2, 4 * Visit.id + 3
)
"""Tells the people of visits apart: a learner, a phone without a name, a registration whose learner was deleted."""
_AGE = case((Learner.under_16, AgeGroup.UNDER_16.value), else_=Learner.age_group)


async def count_visits(store: Store, period: Period, centre_ids: Collection[int]) -> dict[int, int]:
    """By centre; of each of these. Cheaper than all figures."""
    found = await _by_centre(store, _lessons(period, store.now, centre_ids))
    return {centre: found.get(centre, (0, 0))[0] for centre in centre_ids}


def _lessons(period: Period, now: datetime, centre_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """(centre, visits, lessons)."""
    counted = visits_per_lesson().subquery()
    return (
        select(Course.centre_id, func.coalesce(func.sum(counted.c.visits), 0), func.count(Lesson.id))
        .join(Lesson, Lesson.course_id == Course.id)
        .join(counted, counted.c.lesson_id == Lesson.id)
        .where(*took_place(period, now), Course.centre_id.in_(centre_ids))
    )


async def figures(store: Store, period: Period, centre_ids: Collection[int]) -> dict[int, Figures]:
    """By centre; of each of these."""
    held, now = [*took_place(period, store.now), Course.centre_id.in_(centre_ids)], store.now
    lessons = _lessons(period, now, centre_ids)
    has_one = exists().where(Lesson.course_id == Course.id, *held).correlate(Course)
    courses = select(Course.centre_id, func.count(), func.sum(Course.capacity), func.sum(Course.taken)).where(has_one)
    people = (
        select(Course.centre_id, func.count(_ID_OF_PERSON.distinct()))
        .join(Lesson, Lesson.course_id == Course.id)
        .join(Visit, Visit.lesson_id == Lesson.id)
        .where(*held)
    )
    seated = (
        select(Course.centre_id, func.count())
        .join(Lesson, Lesson.course_id == Course.id)
        .join(Registration, Registration.course_id == Course.id)
    )
    came = seated.join(Visit, (Visit.lesson_id == Lesson.id) & (Visit.registration_id == Registration.id))
    came = came.where(*held, Registration.standing == Standing.SEATED, Lesson.ends_at <= now)
    found = [await _by_centre(store, one) for one in (lessons, courses, people, came, seated.where(*held, missed(now)))]
    return {centre: _figures(*(one.get(centre, (0, 0, 0)) for one in found)) for centre in centre_ids}


def _figures(
    lessons: Sequence[int], courses: Sequence[int], people: Sequence[int], came: Sequence[int], missed: Sequence[int]
) -> Figures:
    return Figures(lessons[0], lessons[1], courses[0], courses[1], courses[2], people[0], came[0], missed[0])


async def _by_centre(store: Store, query: Select[*tuple[Any, ...]]) -> dict[int, Sequence[int]]:
    rows = (await store.session.execute(query.group_by(Course.centre_id))).all()
    return {row[0]: [int(one) for one in row[1:]] for row in rows}


async def by_month(store: Store, year: int, centre_id: int) -> list[int]:
    """Visits in each of the twelve months."""
    counted = visits_per_lesson().subquery()
    query = (
        select(Lesson.starts_at, counted.c.visits)
        .join(Course, Course.id == Lesson.course_id)
        .join(counted, counted.c.lesson_id == Lesson.id)
        .where(*took_place(Period(year), store.now), Course.centre_id == centre_id)
    )
    months = [0] * 12
    for starts_at, visits in await store.session.execute(query):
        months[starts_at.astimezone(LOCAL).month - 1] += visits
    return months


async def by_topic(store: Store, period: Period, centre_id: int) -> list[tuple[str, int]]:
    """(topic, visits), most visits first; topics with lessons to which nobody came, too."""
    counted = visits_per_lesson().subquery()
    visits = func.sum(counted.c.visits)
    query = (
        select(Topic.name, visits)
        .join(Course, Course.topic_id == Topic.id)
        .join(Lesson, Lesson.course_id == Course.id)
        .join(counted, counted.c.lesson_id == Lesson.id)
        .where(*took_place(period, store.now), Course.centre_id == centre_id)
        .group_by(Topic.id, Topic.name)
        .order_by(visits.desc(), Topic.name)
    )
    return [(row[0], int(row[1])) for row in await store.session.execute(query)]


async def by_course(store: Store, period: Period, centre_id: int) -> list[CourseFigures]:
    """Most visits first."""
    counted = visits_per_lesson().subquery()
    visits = func.sum(counted.c.visits)
    query = (
        select(Course.code, Course.title, func.count(Lesson.id), visits, Course.capacity, Course.taken)
        .join(Lesson, Lesson.course_id == Course.id)
        .join(counted, counted.c.lesson_id == Lesson.id)
        .where(*took_place(period, store.now), Course.centre_id == centre_id)
        .group_by(Course.id, Course.code, Course.title, Course.capacity, Course.taken)
        .order_by(visits.desc(), Course.code)
    )
    found = await store.session.execute(query)
    return [CourseFigures(row[0], row[1], row[2], int(row[3]), row[4], row[5]) for row in found]


async def by_origin(store: Store, period: Period, centre_id: int, visits: int) -> Origins:
    """`visits`: all of the period, those counted without names among them."""
    query = (
        select(Centre.ward, Contact.centre_id, Contact.neighbourhood, _AGE, _ID_OF_PERSON, func.count())
        .select_from(Visit)
        .join(Lesson, Lesson.id == Visit.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .outerjoin(Learner, Learner.id == Visit.learner_id)
        .outerjoin(Contact, Contact.id == func.coalesce(Learner.contact_id, Visit.contact_id))
        .outerjoin(Centre, Centre.id == Contact.centre_id)
        .where(*took_place(period, store.now), Course.centre_id == centre_id)
        .group_by(Centre.ward, Contact.centre_id, Contact.neighbourhood, _AGE, _ID_OF_PERSON)
    )
    rows = (await store.session.execute(query)).all()
    homes, ages = list[tuple[Any, int, int]](), list[tuple[Any, int, int]]()
    for ward, home_id, said, age, person, count in rows:
        near = read_neighbourhood(said) if said else None
        other = ward if home_id not in (None, centre_id) else None
        homes.append(((other, near) if near else None, person, count))
        ages.append((AgeGroup(age) if age else None, person, count))
    near_by = share(homes, visits)
    # What is no tổ with a number may be a house, or say who lives there.
    numbered = [one for one in near_by.few if one[1].number is not None]
    wards = share([(row[0], row[4], row[5]) for row in rows], visits)
    return Origins(wards, replace(near_by, few=numbered), share(ages, visits))


def share(rows: Iterable[tuple[Any, int, int]], total: int) -> Shares:
    """`rows`: (what they have in common or None, person, visits). Nobody's own sum is told, nor what would give it.

    If all that is not told came from fewer than `FEW` people, the least that was told is not told either: the
    difference to the total would be theirs.
    """
    visits, people = dict[Any, int](), dict[Any, set[int]]()
    for of, person, count in rows:
        visits[of] = visits.get(of, 0) + count
        people.setdefault(of, set()).add(person)
    nameless = max(0, total - sum(visits.values()))
    found = sorted((of for of in visits if of is not None), key=lambda of: (-visits[of], str(of)))
    told = [of for of in found if len(people[of]) >= FEW]
    # Not in the order of visits, which would say who of them came more often.
    few = sorted((of for of in found if len(people[of]) < FEW), key=str)
    hidden = sum(len(people[of]) for of in [*few, None] if of in people) + nameless
    if told and 0 < hidden < FEW:
        told.pop()
    shares = [Share(of, visits[of], len(people[of])) for of in told]
    return Shares(shares, few, max(0, total - sum(one.visits for one in shares)))


async def first_lesson_at(store: Store, centre_ids: Collection[int]) -> datetime | None:
    """When the first lesson of these centres began or will."""
    query = select(func.min(Lesson.starts_at)).join(Course, Course.id == Lesson.course_id)
    found: datetime | None = await store.session.scalar(query.where(Course.centre_id.in_(centre_ids)))
    return found
