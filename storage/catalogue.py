"""Publishing a catalogue: read what is known, decide, then change what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.catalogue_plan import (
    Catalogue,
    CourseChange,
    CourseFacts,
    Entry,
    KnownCourse,
    KnownLesson,
    Meeting,
    Move,
    Plan,
    decide,
)
from storage.centres import Centre
from storage.courses import WHOLE, Course
from storage.folding import fold
from storage.learners import Learner
from storage.lessons import Lesson
from storage.registrations import Registration, Standing
from storage.store import Store
from storage.topics import Topic


@dataclass(frozen=True, slots=True)
class Changed:
    """A course whose lessons changed, and whom it concerns."""

    course: Course
    """As it is now, whole."""
    change: CourseChange
    added: tuple[Lesson, ...]
    concerned: tuple[Registration, ...]
    """Who was seated or waiting, with the learner; in order of arrival."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done, with what is needed to tell people."""

    new: int
    """How many courses are new."""
    changed: tuple[Changed, ...]
    """Only those whose lessons changed."""
    promoted: tuple[Registration, ...]
    """Who got a seat because there are more of them, or registration is open again; with learner and course."""


async def plan(store: Store, catalogue: Catalogue) -> Plan:
    """What publishing this would change. Nothing is changed, but the courses are locked until the transaction ends."""
    courses = await _lock_courses(store, [entry.facts.code.lower() for entry in catalogue.entries])
    people = await _count_people(store, [course.id for course in courses])
    known = {course.code.lower(): _known(course, people.get(course.id, 0)) for course in courses}
    wards = {centre.ward for centre in await store.centres.list_all()}
    topics = {topic.name for topic in await store.topics.list_all()}
    return decide(catalogue, known, wards, topics, store.now)


async def publish(store: Store, planned: Plan) -> Published:
    """Do what was planned in this same transaction.

    Raises: ValueError, if rows are refused.
    """
    if planned.refused:
        raise ValueError(f"{len(planned.refused)} rows are refused")
    places = _Places(store)
    store.session.add_all([await _new_course(places, store, entry) for entry in planned.new])
    await store.session.flush()
    courses = await _lock_courses(store, [change.facts.code.lower() for change in planned.changed])
    by_id = {course.id: course for course in courses}
    changed, promoted = [], []
    for change in planned.changed:
        course = by_id[change.course_id]
        concerned = await store.registrations.list_live(course.id) if change.touches_lessons else ()
        added = await _apply(places, store, course, change)
        promoted += await store.registrations.promote(course)
        if change.touches_lessons:
            changed.append(Changed(course, change, added, tuple(concerned)))
    await store.session.flush()
    await store.listing.change()
    return Published(len(planned.new), tuple(changed), tuple(promoted))


async def _lock_courses(store: Store, codes: Sequence[str]) -> Sequence[Course]:
    """Whole, in one order for everyone, so that two imports cannot wait for each other."""
    query = select(Course).where(func.lower(Course.code).in_(codes)).order_by(Course.id).options(*WHOLE)
    locking = query.with_for_update(of=Course).execution_options(populate_existing=True)
    return (await store.session.scalars(locking)).all()


async def _count_people(store: Store, course_ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(Registration.course_id, func.count(Learner.contact_id.distinct()))
        .join(Learner, Learner.id == Registration.learner_id)
        .where(Registration.course_id.in_(course_ids), Registration.standing != Standing.CANCELLED)
        .group_by(Registration.course_id)
    )
    return {row[0]: row[1] for row in (await store.session.execute(query)).all()}


def facts_of(course: Course) -> CourseFacts:
    """As a file would say them; `course`: whole."""
    return CourseFacts(
        code=course.code,
        title=course.title,
        topic=course.topic.name,
        description=course.description,
        ward=course.centre.ward,
        capacity=course.capacity,
        fee_vnd=course.fee_vnd,
        audience=course.audience,
        teacher=course.teacher,
        registration_closes_at=course.registration_closes_at,
    )


def meeting_of(course: Course, lesson: Lesson) -> Meeting:
    """When and where this lesson of the course is."""
    return Meeting(lesson.starts_at, lesson.ends_at, lesson.venue, course.centre.ward)


def _known(course: Course, people: int) -> KnownCourse:
    lessons = tuple(
        KnownLesson(one.id, meeting_of(course, one), one.cancelled_at is not None) for one in course.lessons
    )
    return KnownCourse(course.id, facts_of(course), course.taken, people, lessons)


class _Places:
    """Wards and topics, each looked for once: a catalogue names few of them many times."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._centres: dict[str, Centre] = {}
        self._topics: dict[str, Topic] = {}

    async def centre(self, ward: str) -> Centre:
        if ward not in self._centres:
            self._centres[ward] = await self._store.centres.of_ward(ward)
        return self._centres[ward]

    async def topic(self, name: str) -> Topic:
        if name not in self._topics:
            self._topics[name] = await self._store.topics.named(name)
        return self._topics[name]


async def _new_course(places: _Places, store: Store, entry: Entry) -> Course:
    course = Course(code=entry.facts.code, taken=0, created_at=store.now, lessons=[])
    await _set_facts(places, course, entry.facts)
    _add_lessons(course, entry.meetings)
    store.courses.arrange(course)
    return course


async def _set_facts(places: _Places, course: Course, facts: CourseFacts) -> None:
    course.centre = await places.centre(facts.ward)
    course.topic = await places.topic(facts.topic)
    course.title = facts.title
    course.folded = fold(facts.title)[:200]
    course.description = facts.description
    course.audience = facts.audience
    course.teacher = facts.teacher
    course.capacity = facts.capacity
    course.fee_vnd = facts.fee_vnd
    course.registration_closes_at = facts.registration_closes_at


def _add_lessons(course: Course, meetings: Sequence[Meeting], told_at: datetime | None = None) -> tuple[Lesson, ...]:
    """`told_at`: when those already in the course are told of them; None if it is new itself."""
    first = max((one.number for one in course.lessons), default=0) + 1
    added = tuple(
        Lesson(
            number=number, starts_at=one.starts_at, ends_at=one.ends_at, venue=one.venue, version=1, moved_at=told_at
        )
        for number, one in enumerate(meetings, first)
    )
    course.lessons.extend(added)
    return added


async def _apply(places: _Places, store: Store, course: Course, change: CourseChange) -> tuple[Lesson, ...]:
    """Returns the lessons that are new."""
    await _set_facts(places, course, change.facts)
    lessons = {one.id: one for one in course.lessons}
    for move in change.moved:
        _move(lessons[move.lesson_id], move, store.now)
    for drop in change.dropped:
        lessons[drop.lesson_id].cancelled_at = store.now
    added = _add_lessons(course, change.added, store.now)
    if change.calls_off:
        await _call_off(store, course)
    elif change.moved or added:
        course.cancelled_at = None
    course.lessons.sort(key=lambda one: one.starts_at)
    store.courses.arrange(course)
    await store.session.flush()
    return added


def _move(lesson: Lesson, move: Move, now: datetime) -> None:
    lesson.starts_at = move.new.starts_at
    lesson.ends_at = move.new.ends_at
    lesson.venue = move.new.venue
    lesson.version += 1
    lesson.moved_at = now
    lesson.cancelled_at = None


async def _call_off(store: Store, course: Course) -> None:
    """Everyone's seat or place in line ends with the course."""
    course.cancelled_at = store.now
    course.taken = 0
    for registration in await store.registrations.list_live(course.id):
        registration.standing = Standing.CANCELLED
        registration.cancelled_at = store.now
        await store.outbox.cancel_about(registration.id, "cancelled")
    await store.session.flush()
