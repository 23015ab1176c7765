"""Rolls: the lessons of today that organizers take attendance for, and classes to which few come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from storage.courses import WHOLE, Course
from storage.lessons import Lesson
from storage.organizers import Rights
from storage.quiet_hours import LOCAL
from storage.store import Store

WAIT = timedelta(hours=3)
"""After a lesson: by then whoever ticks names has ticked them."""
FRESH = timedelta(days=14)
"""After the second lesson: later it is no news."""


async def list_today(store: Store, rights: Rights) -> list[tuple[Lesson, Course]]:
    """Lessons of these rights on this day of the calendar, soonest first."""
    local = store.now.astimezone(LOCAL)
    begin = local.replace(hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(Lesson, Course)
        .join(Course, Course.id == Lesson.course_id)
        .where(Lesson.starts_at >= begin, Lesson.starts_at < begin + timedelta(days=1))
        .where(Lesson.cancelled_at.is_(None), Course.cancelled_at.is_(None))
        .order_by(Lesson.starts_at, Lesson.id)
    )
    if not rights.everywhere:
        query = query.where(Course.centre_id.in_(rights.centres))
    return [(row[0], row[1]) for row in await store.session.execute(query)]


async def find_lesson(store: Store, rights: Rights, lesson_id: int) -> tuple[Lesson, Course] | None:
    """With its whole course; only if that is of these rights."""
    lesson = await store.session.get(Lesson, lesson_id)
    if lesson is None:
        return None
    course = await store.courses.get(lesson.course_id)
    return (lesson, course) if rights.over(course.centre_id) else None


@dataclass(frozen=True, slots=True)
class Poor:
    """A course to whose first two lessons fewer than half of the seated came."""

    course: Course
    visits: tuple[int, int]


async def list_poor(store: Store) -> Sequence[Poor]:
    """Of whom nobody was told yet: the second lesson is over for `WAIT`, not for `FRESH`, and attendance was taken
    at both.
    """
    over = Lesson.ends_at <= store.now - WAIT
    recent = select(Lesson.course_id).where(over, Lesson.ends_at > store.now - FRESH, Lesson.cancelled_at.is_(None))
    query = select(Course).where(Course.id.in_(recent), Course.cancelled_at.is_(None), Course.taken > 0)
    query = query.where(Course.low_told_at.is_(None))
    courses = (await store.session.scalars(query.order_by(Course.id).options(*WHOLE))).unique().all()
    poor = []
    for course in courses:
        first = [one for one in course.live_lessons if one.ends_at <= store.now - WAIT][:2]
        if len(first) < 2 or first[1].ends_at <= store.now - FRESH:
            continue
        visits = await _taken(store, first)
        if visits is not None and all(2 * number < course.taken for number in visits):
            poor.append(Poor(course, visits))
    return poor


async def told(store: Store, course: Course) -> None:
    """Its organizers know."""
    course.low_told_at = store.now
    await store.session.flush()


async def _taken(store: Store, lessons: Sequence[Lesson]) -> tuple[int, int] | None:
    """Visits of two lessons; None unless attendance was taken at both: nobody ticked is not nobody came."""
    counts = await store.visits.count([one.id for one in lessons])
    first, second = lessons
    known = all(counts[one.id] > 0 or one.headcount is not None for one in lessons)
    return (counts[first.id], counts[second.id]) if known else None
