"""Calendar files (.ics, RFC 5545) of lessons and of what a programme has besides."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.vocabulary import Document
from storage.courses import Course
from storage.lessons import Lesson
from storage.programmes import Activity

if TYPE_CHECKING:
    from icalendar import Event


def calendar_file(courses: Iterable[Course], now: datetime, name: str) -> Document:
    """One event a lesson; a lesson that moved keeps its identity, so that a calendar updates it."""
    return _file([_lesson(course, lesson, now) for course in courses for lesson in course.live_lessons], name)


def programme_file(activities: Iterable[Activity], now: datetime, name: str) -> Document:
    """One event an activity; a lesson is the same event as in the calendar of its class."""
    return _file([_activity(one, now) for one in activities], name)


def _activity(one: Activity, now: datetime) -> "Event":
    if one.course is not None and one.lesson is not None:
        return _lesson(one.course, one.lesson, now)
    return _event(f"event-{one.event_id}", (one.starts_at, one.ends_at), now, summary=one.title, location=one.venue)


def _file(events: Iterable["Event"], name: str) -> Document:
    # Its 4 MB and 50 ms are for those who ask for a calendar.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Ban Hoc//banhoc//VI")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    return Document(f"{name}.ics", calendar.to_ical(), "text/calendar")


def _lesson(course: Course, lesson: Lesson, now: datetime) -> "Event":
    event = _event(
        f"lesson-{lesson.id}",
        (lesson.starts_at, lesson.ends_at),
        now,
        summary=course.title,
        location=f"{lesson.venue}, {course.centre.ward}",
    )
    event.add("sequence", lesson.version)
    event.add("description", course.description)
    return event


def _event(uid: str, times: tuple[datetime, datetime], now: datetime, *, summary: str, location: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@banhoc")
    event.add("dtstamp", now)
    event.add("dtstart", times[0])
    event.add("dtend", times[1])
    event.add("summary", summary)
    event.add("location", location)
    return event
