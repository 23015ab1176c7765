"""What organizers see of their own courses: coming and past ones, who takes part in how many, what was used before."""

import re
from collections.abc import Collection, Sequence

from sqlalchemy import Select, exists, func, or_, select

from storage.contacts import Address
from storage.courses import WHOLE, Course
from storage.learners import Learner
from storage.lessons import Lesson
from storage.organizers import Rights
from storage.registrations import Registration, Standing
from storage.store import Store

_NUMBERED = re.compile(r"([A-Za-z_-]*)(\d{1,6})")
LONGEST_CODE = 20


def _within(query: Select[Course], rights: Rights) -> Select[Course]:
    return query if rights.everywhere else query.where(Course.centre_id.in_(rights.centres))


async def list_coming(store: Store, rights: Rights, limit: int, offset: int = 0) -> Sequence[Course]:
    """Courses of these rights that are not over and not cancelled, whole, soonest first."""
    query = _within(select(Course), rights).where(Course.cancelled_at.is_(None), Course.last_ends_at > store.now)
    query = query.order_by(Course.first_starts_at, Course.id).limit(limit).offset(offset).options(*WHOLE)
    return (await store.session.scalars(query)).all()


async def list_past(store: Store, rights: Rights, limit: int, offset: int = 0) -> Sequence[Course]:
    """Courses of these rights that are over or cancelled, whole, the latest first."""
    past = or_(Course.cancelled_at.is_not(None), Course.last_ends_at <= store.now)
    query = _within(select(Course), rights).where(past)
    query = query.order_by(Course.last_ends_at.desc(), Course.id.desc()).limit(limit).offset(offset).options(*WHOLE)
    return (await store.session.scalars(query)).all()


async def count_waiting(store: Store, course_ids: Collection[int]) -> dict[int, int]:
    """By course, only where somebody waits."""
    query = (
        select(Registration.course_id, func.count())
        .where(Registration.course_id.in_(course_ids), Registration.standing == Standing.WAITING)
        .group_by(Registration.course_id)
    )
    return {row[0]: row[1] for row in (await store.session.execute(query)).all()}


async def count_people(store: Store, course_ids: Collection[int]) -> int:
    """How many contacts that we can write to have someone seated or waiting in any of these, each once."""
    reached = exists().where(Address.contact_id == Learner.contact_id, Address.unreachable_at.is_(None))
    query = (
        select(func.count(Learner.contact_id.distinct()))
        .join(Registration, Registration.learner_id == Learner.id)
        .where(Registration.course_id.in_(course_ids), Registration.standing != Standing.CANCELLED, reached)
    )
    return await store.session.scalar(query) or 0


async def list_venues(store: Store, centre_id: int | None, limit: int) -> Sequence[str]:
    """Where lessons of this centre were, the latest first."""
    query = select(Lesson.venue).join(Course, Course.id == Lesson.course_id).where(Course.centre_id == centre_id)
    query = query.group_by(Lesson.venue).order_by(func.max(Lesson.id).desc()).limit(limit)
    return (await store.session.scalars(query)).all()


async def propose_code(store: Store, centre_id: int | None) -> str:
    """A code that no course has: the next number after the last course of this centre that bears one, else L101."""
    query = select(Course.code, Course.centre_id).order_by(Course.id.desc())
    codes = (await store.session.execute(query)).all()
    taken = {code.lower() for code, _ in codes}
    own = (match for code, centre in codes if centre == centre_id and (match := _NUMBERED.fullmatch(code)))
    last = next(own, None)
    prefix, number = (last[1], last[2]) if last else ("L", "100")
    following = int(number) + 1
    while (code := f"{prefix}{following:0{len(number)}d}"[-LONGEST_CODE:]).lower() in taken:
        following += 1
    return code


async def centres_of(store: Store, codes: Collection[str]) -> dict[str, int]:
    """Whose the courses of these codes are; codes in lower case."""
    query = select(func.lower(Course.code), Course.centre_id).where(func.lower(Course.code).in_(codes))
    return {row[0]: row[1] for row in (await store.session.execute(query)).all()}
