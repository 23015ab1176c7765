"""Calendar files (.ics, RFC 5545) of lessons."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.vocabulary import Document
from storage.courses import Course
from storage.lessons import Lesson

if TYPE_CHECKING:
    from icalendar import Event


def calendar_file(courses: Iterable[Course], now: datetime, name: str) -> Document:
    """One event a lesson; a lesson that moved keeps its identity, so that a calendar updates it."""
    # Its 4 MB and 50 ms are for those who ask for a calendar.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Ban Hoc//banhoc//VI")
    calendar.add("version", "2.0")
    for course in courses:
        for lesson in course.live_lessons:
            calendar.add_component(_event(course, lesson, now))
    return Document(f"{name}.ics", calendar.to_ical(), "text/calendar")


def _event(course: Course, lesson: Lesson, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"lesson-{lesson.id}@banhoc")
    event.add("dtstamp", now)
    event.add("sequence", lesson.version)
    event.add("dtstart", lesson.starts_at)
    event.add("dtend", lesson.ends_at)
    event.add("summary", course.title)
    event.add("description", course.description)
    event.add("location", f"{lesson.venue}, {course.centre.ward}")
    return event
