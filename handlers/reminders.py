"""Reminders: what they look like, and what is answered to "I'll come"."""

from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from handlers.heard import Heard, Routes
from handlers.menu import old_button
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course
from storage.learners import Relation
from storage.lessons import Lesson
from storage.registrations import Registration, Standing
from storage.store import Store

MAP = "https://www.google.com/maps/search/?api=1&query="
"""Google's documented link for a search: it opens the map app or page of any phone and needs no key."""


def reminder(texts: Texts, registration: Registration, lesson: Lesson, course: Course, now: datetime) -> Reply:
    """What one seated learner's contact is told before a lesson. The course comes with its centre."""
    return Reply(
        texts.reminders.coming(_name(registration), course, lesson, now),
        rows(
            Button(texts.reminders.come, f"/den {lesson.id} {registration.id}"),
            Button(texts.reminders.give_seat, f"/nhuong {registration.id}"),
            Button(texts.reminders.way, opens=MAP + quote(f"{lesson.venue}, {course.centre.ward}")),
        ),
    )


async def come(heard: Heard, store: Store) -> list[Reply]:
    """`/den <lesson> <registration>`: they will come to this lesson."""
    registration = await store.registrations.find_of(heard.contact.id, heard.number(1))
    lessons = [] if registration is None else registration.course.lessons
    lesson = next((one for one in lessons if one.id == heard.number(0)), None)
    if registration is None or lesson is None:
        return old_button(heard)
    no = _too_late(heard.texts, registration, lesson, store.now)
    if no is not None:
        return [Reply(no, rows(Button(heard.texts.general.mine, "/cuatoi")))]
    await store.attendances.promise(lesson.id, registration.id)
    return [Reply(heard.texts.reminders.thanks(_name(registration), registration.course, lesson, store.now))]


def _too_late(texts: Texts, registration: Registration, lesson: Lesson, now: datetime) -> Markup | None:
    course = registration.course
    if lesson.cancelled_at or course.cancelled_at:
        return texts.reminders.cancelled(course, lesson)
    if lesson.ends_at <= now:
        return texts.reminders.over(course, lesson)
    if registration.standing is not Standing.SEATED:
        return texts.reminders.no_seat(_name(registration), course)
    return None


def _name(registration: Registration) -> str | None:
    """Of the learner; None where that is the contact."""
    learner = registration.learner
    return None if learner is None or learner.relation is Relation.SELF else learner.name


routes: Routes = {"den": come}
