"""Reminders: which lesson is due to be reminded of, whom, and until when that is useful.

The plan decides from facts alone; the functions below it read the facts and owe the messages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import texts
from handlers.reminders import reminder
from storage.contacts import LEADS, Contact
from storage.courses import Course
from storage.lessons import Lesson
from storage.quiet_hours import QuietHours
from storage.registrations import Registration
from storage.reminders import Coming
from storage.store import Store

WINDOW = timedelta(minutes=max(LEADS), days=1)
"""No reminder is due longer before its lesson: the longest lead, and less than a day because of quiet hours."""
MOST = 25
"""About how many are owed in one transaction, so that people who speak meanwhile do not wait."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A reminder that someone is owed now."""

    lead: int
    """Minutes before the lesson."""
    until: datetime
    """When the next one takes its place, or the lesson begins: from then on it is useless."""


class Plan:
    """What is decided about reminding of one lesson."""

    def __init__(self, coming: Coming, quiet: QuietHours) -> None:
        self._coming = coming
        self._quiet = quiet
        self.due = {lead: quiet.before(coming.starts_at - timedelta(minutes=lead)) for lead in LEADS}
        """When each lead is due. What would fall into quiet hours is due earlier, at the end of the evening before."""

    def rounds(self, now: datetime) -> list[int]:
        """The leads to be seen to now. None in quiet hours: what was missed before them waits for their end."""
        if self._quiet.hold(now) or now >= self._coming.starts_at:
            return []
        return [lead for lead, at in self.due.items() if at <= now and lead not in self._coming.seen]

    def decide(self, leads: Sequence[int], told_at: datetime, now: datetime) -> Intent | None:
        """What someone seated, who wants these leads and learned of the lesson's time at `told_at`, is owed now.

        Of several it is the shortest. What was due before they were told is not owed: they just saw the time.
        """
        due = [lead for lead in leads if lead in self.due and told_at <= self.due[lead] <= now]
        shortest = min(due, default=None)
        # Quiet hours can make a longer lead the later one: after the shortest it tells nothing new.
        if shortest is None or shortest not in self.rounds(now):
            return None
        later = [self.due[lead] for lead in leads if lead in self.due and lead < shortest and self.due[lead] > now]
        return Intent(shortest, min(later, default=self._coming.starts_at))

    def next_moment(self, leads: Sequence[int], told_at: datetime, now: datetime) -> datetime | None:
        """When they are next owed something, at the earliest now."""
        moments = [self._quiet.after(max(at, now)) for at in self.due.values()]
        return min((at for at in moments if self.decide(leads, told_at, at)), default=None)


def told_at(registration: Registration, coming: Coming) -> datetime:
    """When they last learned of the time and the place: they signed up, were given a seat, or the lesson moved."""
    moments = (registration.created_at, registration.seated_at, coming.moved_at)
    return max(moment for moment in moments if moment is not None)


async def owe_due(store: Store, most: int = MOST) -> int:
    """Owe the reminders that are due, lesson by lesson until about `most`; how many. 0: none is left."""
    owed = 0
    for coming in await store.reminders.list_coming(store.now + WINDOW):
        if owed >= most:
            break
        plan = Plan(coming, store.quiet)
        if plan.rounds(store.now):
            owed += await _owe_lesson(store, coming, plan)
    return owed


async def _owe_lesson(store: Store, coming: Coming, plan: Plan) -> int:
    # Who gives up a seat or moves the lesson at this moment does so before or after us, not in between.
    await store.courses.lock(coming.course_id)
    found = await store.reminders.find(coming)
    if found is None:
        return 0
    lesson, course = found
    owed = 0
    for registration, contact in await store.reminders.list_seated(course.id):
        intent = plan.decide(contact.leads, told_at(registration, coming), store.now)
        if intent is not None:
            owed += await _owe(store, registration, contact, lesson, course, intent)
    await store.reminders.see_to(lesson, plan.rounds(store.now))
    return owed


async def _owe(
    store: Store, registration: Registration, contact: Contact, lesson: Lesson, course: Course, intent: Intent
) -> bool:
    """Whether they can be reached."""
    reply = reminder(texts.of(contact.language), registration, lesson, course, store.now)
    key = f"reminder:{lesson.id}:{registration.id}:{intent.lead}:{lesson.version}"
    return await store.outbox.owe(contact.id, reply.body(), key, expires_at=intent.until)


async def next_due(store: Store) -> datetime | None:
    """When someone is next owed a reminder, as things stand; now, if that is overdue."""
    soonest: datetime | None = None
    for coming in await store.reminders.list_awaited():
        if soonest is not None and coming.starts_at - WINDOW >= soonest:
            break
        plan = Plan(coming, store.quiet)
        for registration, contact in await store.reminders.list_seated(coming.course_id):
            moment = plan.next_moment(contact.leads, told_at(registration, coming), store.now)
            soonest = min(filter(None, (soonest, moment)), default=None)
    return soonest
