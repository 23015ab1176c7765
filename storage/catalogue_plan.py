"""What publishing a catalogue would change: a pure decision, from what is known and what the file says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where a lesson is. Moments are aware."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    ward: str
    row: int = field(default=0, compare=False)
    """Where the file says so, as Excel counts; 0: known from before."""


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What a catalogue says of a whole course, as in its columns."""

    code: str
    title: str
    topic: str
    description: str
    ward: str
    capacity: int
    fee_vnd: int
    audience: str
    teacher: str
    registration_closes_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A course of the file with those of its lessons that take place, soonest first; none: it is called off."""

    row: int
    facts: CourseFacts
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a file says. `ignored`: names of columns that mean nothing to us."""

    entries: tuple[Entry, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownLesson:
    lesson_id: int
    meeting: Meeting
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class KnownCourse:
    """A course as it stands. `taken`: its seats. `people`: how many contacts have someone seated or waiting."""

    course_id: int
    facts: CourseFacts
    taken: int
    people: int
    lessons: tuple[KnownLesson, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`name`: as in `CourseFacts`."""

    name: str
    old: str | int | datetime
    new: str | int | datetime


@dataclass(frozen=True, slots=True)
class Move:
    """A lesson gets another time or place, or takes place after all (`is_back`)."""

    lesson_id: int
    old: Meeting
    new: Meeting
    is_back: bool


@dataclass(frozen=True, slots=True)
class Drop:
    """A lesson that does not take place."""

    lesson_id: int
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class CourseChange:
    """What changes in a course that exists."""

    course_id: int
    facts: CourseFacts
    fields: tuple[FieldChange, ...]
    moved: tuple[Move, ...]
    added: tuple[Meeting, ...]
    dropped: tuple[Drop, ...]
    calls_off: bool
    """No lesson is left at all: the course itself is cancelled."""
    people: int = field(compare=False)
    """How many contacts will be told, if lessons change."""

    @property
    def touches_lessons(self) -> bool:
        return bool(self.moved or self.added or self.dropped)


@dataclass(frozen=True, slots=True)
class TooFewSeats:
    """The file offers fewer seats than are taken."""

    row: int
    code: str
    capacity: int
    taken: int


@dataclass(frozen=True, slots=True)
class IntoThePast:
    """The file puts a lesson still to come at a time that is over."""

    row: int
    code: str
    old: Meeting
    new: Meeting


@dataclass(frozen=True, slots=True)
class TooLate:
    """A row about a lesson that has begun, and differs from what is known: left as it was."""

    code: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that publishing would do; courses that the file does not name are left alone."""

    new: tuple[Entry, ...]
    changed: tuple[CourseChange, ...]
    unchanged: int
    new_wards: tuple[str, ...]
    new_topics: tuple[str, ...]
    too_late: tuple[TooLate, ...]
    ignored: tuple[str, ...]
    refused: tuple[TooFewSeats | IntoThePast, ...]
    """If there is any, nothing may be published."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.new or self.changed or self.refused)


@dataclass(slots=True)
class _Matched:
    """How the lessons of one course fit together."""

    moved: list[Move] = field(default_factory=list)
    added: list[Meeting] = field(default_factory=list)
    dropped: list[Drop] = field(default_factory=list)
    too_late: list[Meeting] = field(default_factory=list)
    into_past: list[tuple[Meeting, Meeting]] = field(default_factory=list)


def decide(
    catalogue: Catalogue, known: Mapping[str, KnownCourse], wards: set[str], topics: set[str], now: datetime
) -> Plan:
    """`known`: by code in lower case. `wards`, `topics`: those there are."""
    new: list[Entry] = []
    changed: list[CourseChange] = []
    too_late: list[TooLate] = []
    refused: list[TooFewSeats | IntoThePast] = []
    unchanged = 0
    for entry in catalogue.entries:
        course = known.get(entry.facts.code.lower())
        if course is None:
            if entry.meetings:
                new.append(entry)
            continue
        matched = _match(course.lessons, entry.meetings, now)
        code = course.facts.code
        too_late += [TooLate(code, meeting) for meeting in matched.too_late]
        refused += _refusals(entry, course, matched)
        change = _change(entry, course, matched)
        if change.fields or change.touches_lessons:
            changed.append(change)
        else:
            unchanged += 1
    named = [one.facts for one in new] + [one.facts for one in changed]
    return Plan(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        new_wards=_unknown((facts.ward for facts in named), wards),
        new_topics=_unknown((facts.topic for facts in named), topics),
        too_late=tuple(too_late),
        ignored=catalogue.ignored,
        refused=tuple(refused),
    )


def _unknown(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name not in known))


def _refusals(entry: Entry, course: KnownCourse, matched: _Matched) -> list[TooFewSeats | IntoThePast]:
    refused: list[TooFewSeats | IntoThePast] = [
        IntoThePast(new.row, course.facts.code, old, new) for old, new in matched.into_past
    ]
    if entry.facts.capacity < course.taken:
        refused.append(TooFewSeats(entry.row, course.facts.code, entry.facts.capacity, course.taken))
    return refused


def _change(entry: Entry, course: KnownCourse, matched: _Matched) -> CourseChange:
    """The code stays as first published: links to the course bear it."""
    dropped = {drop.lesson_id for drop in matched.dropped}
    stays = any(not one.is_cancelled and one.lesson_id not in dropped for one in course.lessons)
    return CourseChange(
        course_id=course.course_id,
        facts=entry.facts,
        fields=_field_changes(course.facts, entry.facts),
        moved=tuple(matched.moved),
        added=tuple(matched.added),
        dropped=tuple(matched.dropped),
        calls_off=bool(dropped) and not (stays or matched.moved or matched.added),
        people=course.people,
    )


def _field_changes(old: CourseFacts, new: CourseFacts) -> tuple[FieldChange, ...]:
    pairs = ((one.name, getattr(old, one.name), getattr(new, one.name)) for one in fields(CourseFacts))
    return tuple(FieldChange(name, was, will) for name, was, will in pairs if name != "code" and was != will)


def _match(lessons: Sequence[KnownLesson], meetings: Sequence[Meeting], now: datetime) -> _Matched:
    """Which known lesson is which of the file: those of the same start first, the others in order of time.

    A lesson that has begun is never changed; one that was called off is only found by its start.
    """
    matched = _Matched()
    # Called off ones first, so that of two with the same start the one that takes place is found.
    at = {one.meeting.starts_at: one for one in sorted(lessons, key=lambda one: not one.is_cancelled)}
    loose, found = [], set()
    for meeting in meetings:
        lesson = at.get(meeting.starts_at)
        if lesson is None:
            loose.append(meeting)
            continue
        found.add(lesson.lesson_id)
        if meeting.starts_at <= now:
            _keep_begun(matched, lesson, meeting)
        elif lesson.is_cancelled or lesson.meeting != meeting:
            matched.moved.append(Move(lesson.lesson_id, lesson.meeting, meeting, is_back=lesson.is_cancelled))
    left = (one for one in lessons if one.lesson_id not in found and not one.is_cancelled)
    coming = [one for one in left if one.meeting.starts_at > now]
    _pair(matched, sorted(coming, key=lambda one: one.meeting.starts_at), loose, now)
    return matched


def _keep_begun(matched: _Matched, lesson: KnownLesson, meeting: Meeting) -> None:
    was = lesson.meeting
    if lesson.is_cancelled or (was.ends_at, was.venue) != (meeting.ends_at, meeting.venue):
        matched.too_late.append(meeting)


def _pair(matched: _Matched, lessons: list[KnownLesson], loose: list[Meeting], now: datetime) -> None:
    """What is left on both sides, each soonest first; meetings that are over come after those still to come."""
    coming = [one for one in loose if one.starts_at > now]
    for lesson, new in zip(lessons, coming, strict=False):
        matched.moved.append(Move(lesson.lesson_id, lesson.meeting, new, is_back=False))
    matched.added += coming[len(lessons) :]
    over = [one for one in loose if one.starts_at <= now]
    orphans = lessons[len(coming) :]
    # A date mistyped into the past must not call a lesson off: someone has to look.
    matched.into_past += [(lesson.meeting, new) for lesson, new in zip(orphans, over, strict=False)]
    matched.dropped += [Drop(lesson.lesson_id, lesson.meeting) for lesson in orphans[len(over) :]]
    matched.too_late += over[len(orphans) :]
