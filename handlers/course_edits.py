"""Course edits: from a course as it stands and one thing to change, to what a file would say of it then."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.catalogue import facts_of, meeting_of
from storage.catalogue_plan import CourseFacts, Entry, Meeting
from storage.centres import Centre
from storage.courses import Course
from storage.lessons import Lesson

FACTS = ("title", "description", "audience", "teacher", "capacity", "fee_vnd", "registration_closes_at")
"""What is changed as a whole, by its name in `CourseFacts`."""
VENUE, MOVE, DROP, ADD, CALL_OFF = "venue", "move", "drop", "add", "call_off"
"""What else is changed: the place of all lessons still to come, one lesson, further lessons, all that is to come."""


class GoneError(Exception):
    """What was to be changed is not there any more, or has begun."""


def as_it_is(course: Course) -> Entry:
    """As a file would say it that changes nothing."""
    return Entry(0, facts_of(course), tuple(meeting_of(course, one) for one in course.live_lessons))


def coming(course: Course, now: datetime) -> list[Lesson]:
    """Lessons that may still be changed: those that have not begun."""
    return [one for one in course.live_lessons if one.starts_at > now]


def edited(course: Course, what: str, value: Any, now: datetime) -> Entry:
    """`value`: a fact's new value, moments as ISO; (lesson, starts, ends) of a move, a lesson's id of a drop,
    [(starts, ends)] of lessons to add, a venue, when registration ends for a course called off.

    Raises: GoneError.
    """
    entry = as_it_is(course)
    if course.cancelled_at is not None or course.last_ends_at <= now:
        raise GoneError
    if what in FACTS:
        new: Any = datetime.fromisoformat(value) if what == "registration_closes_at" else value
        changes: dict[str, Any] = {what: new}
        return replace(entry, facts=replace(entry.facts, **changes))
    return _settled(entry, _meetings(course, what, value, now), value if what == CALL_OFF else None)


def _meetings(course: Course, what: str, value: Any, now: datetime) -> list[Meeting]:
    begun = [meeting_of(course, one) for one in course.live_lessons if one.starts_at <= now]
    ahead = {one.id: meeting_of(course, one) for one in coming(course, now)}
    match what:
        case "venue":
            ahead = {number: replace(one, venue=value) for number, one in ahead.items()}
        case "move":
            number, starts_at, ends_at = value
            ahead[number] = _at(_of(ahead, number), (starts_at, ends_at))
        case "drop":
            _of(ahead, value)
            del ahead[value]
        case "add":
            like = meeting_of(course, course.live_lessons[-1])
            return [*begun, *ahead.values(), *(_at(like, one) for one in value)]
        case _:
            return begun
    return [*begun, *ahead.values()]


def _of(ahead: Mapping[int, Meeting], number: int) -> Meeting:
    if number not in ahead:
        raise GoneError
    return ahead[number]


def _at(meeting: Meeting, kept: Sequence[str]) -> Meeting:
    starts_at, ends_at = (datetime.fromisoformat(one) for one in kept[:2])
    return replace(meeting, starts_at=starts_at, ends_at=ends_at)


def _settled(entry: Entry, meetings: list[Meeting], closed_at: str | None) -> Entry:
    """In order of time; registration does not stay open longer than there are lessons."""
    closes = entry.facts.registration_closes_at
    ends = [one.ends_at for one in meetings]
    if closed_at is not None:
        ends.append(datetime.fromisoformat(closed_at))
        closes = min(closes, datetime.fromisoformat(closed_at))
    elif ends:
        closes = min(closes, max(ends))
    facts = replace(entry.facts, registration_closes_at=closes)
    return replace(entry, facts=facts, meetings=tuple(sorted(meetings, key=lambda one: one.starts_at)))


def shifted(course: Course, by: timedelta, code: str, now: datetime) -> Entry:
    """The same course again, all its lessons so much later, under a code of its own.

    Registration closes as long before the first lesson as it did; at once when that begins, if this is over.
    """
    like = as_it_is(course)
    lessons = course.live_lessons or course.lessons
    meetings = tuple(
        Meeting(one.starts_at + by, one.ends_at + by, one.venue, course.centre.ward)
        for one in sorted(lessons, key=lambda one: one.starts_at)
    )
    closes = like.facts.registration_closes_at + by
    closes = closes if now < closes <= meetings[-1].ends_at else meetings[0].starts_at
    return Entry(0, replace(like.facts, code=code, registration_closes_at=closes), meetings)


def as_course(entry: Entry) -> Course:
    """As residents will see it; to be shown, never to be stored."""
    facts = entry.facts
    course = Course(
        code=facts.code,
        title=facts.title,
        description=facts.description,
        audience=facts.audience,
        teacher=facts.teacher,
        capacity=facts.capacity,
        taken=0,
        fee_vnd=facts.fee_vnd,
        registration_closes_at=facts.registration_closes_at,
        centre=Centre(ward=facts.ward),
        lessons=[Lesson(starts_at=one.starts_at, ends_at=one.ends_at, venue=one.venue) for one in entry.meetings],
    )
    course.first_starts_at = min((one.starts_at for one in entry.meetings), default=datetime.min.replace(tzinfo=UTC))
    course.last_ends_at = max((one.ends_at for one in entry.meetings), default=datetime.min.replace(tzinfo=UTC))
    return course


def entry_as_json(entry: Entry) -> dict[str, Any]:
    facts = {name: getattr(entry.facts, name) for name in CourseFacts.__dataclass_fields__}
    facts["registration_closes_at"] = entry.facts.registration_closes_at.isoformat()
    meetings = [[one.starts_at.isoformat(), one.ends_at.isoformat(), one.venue] for one in entry.meetings]
    return {"facts": facts, "meetings": meetings}


def entry_from_json(kept: Mapping[str, Any]) -> Entry:
    """The reverse of `entry_as_json`."""
    closes = datetime.fromisoformat(kept["facts"]["registration_closes_at"])
    facts = CourseFacts(**(kept["facts"] | {"registration_closes_at": closes}))
    return Entry(0, facts, tuple(_at(Meeting(closes, closes, one[2], facts.ward), one) for one in kept["meetings"]))
