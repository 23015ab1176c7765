"""Changes: who is told what when a seat became free, lessons moved, or something is cancelled."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import texts
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.catalogue import Changed, Published
from storage.contacts import Contact
from storage.registrations import Registration
from storage.store import Store

TOO_SOON = timedelta(hours=3)
"""A lesson that begins sooner than this after quiet hours: people leave home before they would read of the change."""


async def tell_promoted(store: Store, promoted: Sequence[Registration]) -> None:
    """Owe each of them the news that they have a seat now, to be kept or passed on; once per registration.

    `promoted`: with learner and course loaded, as `Registrations.cancel` and `promote` return them. Whoever paused
    is told too: they asked for this seat, and others wait for it. Held in quiet hours; useful until the course is over.
    """
    for registration in promoted:
        if registration.learner is None:
            continue
        course = await store.courses.get(registration.course_id)
        contact = await store.contacts.get(registration.learner.contact_id)
        words = texts.of(contact.language).changes
        buttons = rows(
            Button(words.keep_seat, f"/giu {registration.id}"),
            Button(words.hand_on, f"/nhuong {registration.id}"),
            wide=2,
        )
        reply = Reply(words.promoted(registration.learner, course, store.now), buttons)
        await store.outbox.owe(contact.id, reply.body(), f"promoted:{registration.id}", expires_at=course.last_ends_at)


async def tell(store: Store, published: Published) -> int:
    """Owe everyone concerned the news of changed lessons, and of seats; returns how many contacts are told of lessons.

    One message per contact and course, for all its learners and all its changes; seated or waiting, and also those
    who paused: silence would cost them a trip. Quiet hours hold it, unless a lesson begins before they are over or
    within `TOO_SOON` after: a wrong trip across town is worse than a message at night.
    """
    told: set[int] = set()
    for changed in published.changed:
        await _forget_reminders(store, changed)
        for contact_id, registrations in _households(changed).items():
            contact = await store.contacts.get(contact_id)
            if await _tell_household(store, changed, contact, registrations):
                told.add(contact_id)
    await tell_promoted(store, published.promoted)
    return len(told)


async def _forget_reminders(store: Store, changed: Changed) -> None:
    for move in changed.change.moved:
        await store.outbox.cancel(f"reminder:{move.lesson_id}:", "moved")
    for drop in changed.change.dropped:
        await store.outbox.cancel(f"reminder:{drop.lesson_id}:", "cancelled")


def _households(changed: Changed) -> dict[int, list[Registration]]:
    """By contact, in order of arrival."""
    households: dict[int, list[Registration]] = {}
    for registration in changed.concerned:
        if registration.learner is not None:
            households.setdefault(registration.learner.contact_id, []).append(registration)
    return households


async def _tell_household(
    store: Store, changed: Changed, contact: Contact, registrations: Sequence[Registration]
) -> bool:
    """Returns whether they can be reached."""
    language = texts.of(contact.language)
    learners = [one.learner for one in registrations if one.learner is not None]
    if changed.change.calls_off:
        text = language.changes.course_cancelled(changed, learners, store.now)
        key = f"cancelled:course:{changed.course.id}:{contact.id}:{max(one.id for one in registrations)}"
        buttons = rows(Button(language.changes.other_classes, "/lop"), Button(language.changes.my_classes, "/cuatoi"))
    else:
        text = language.changes.lessons_changed(changed, learners, store.now)
        key = f"{_first_fact(changed)}:{contact.id}"
        buttons = _ways_on(language, changed.course.code, registrations)
    return await store.outbox.owe(
        contact.id,
        Reply(text, buttons).body(),
        key,
        expires_at=max(ends_at for _, ends_at in _times(changed)),
        urgent=_cannot_wait(store, changed),
    )


def _ways_on(language: Texts, code: str, registrations: Sequence[Registration]) -> tuple[tuple[Button, ...], ...]:
    """The class, my classes, and for each learner to give up the seat or the place in line."""
    words = language.changes
    first = (Button(words.see_class, f"/lop {code}"), Button(words.my_classes, "/cuatoi"))
    return (first, *rows(*(Button(words.give_up(one), f"/huy {one.id}") for one in registrations)))


def _first_fact(changed: Changed) -> str:
    """Names what is told: the first of the changes stands for all of one import."""
    versions = {lesson.id: lesson.version for lesson in changed.course.lessons}
    facts = [f"moved:{one.lesson_id}:{versions[one.lesson_id]}" for one in changed.change.moved]
    facts += [f"cancelled:lesson:{one.lesson_id}:{versions[one.lesson_id]}" for one in changed.change.dropped]
    facts += [f"added:{lesson.id}:{lesson.version}" for lesson in changed.added]
    return facts[0]


def _times(changed: Changed) -> list[tuple[datetime, datetime]]:
    """When the changed lessons were to be, and will be."""
    change = changed.change
    meetings = [meeting for move in change.moved for meeting in (move.old, move.new)]
    meetings += [drop.meeting for drop in change.dropped] + list(change.added)
    return [(meeting.starts_at, meeting.ends_at) for meeting in meetings]


def _cannot_wait(store: Store, changed: Changed) -> bool:
    return min(starts_at for starts_at, _ in _times(changed)) < store.quiet.after(store.now) + TOO_SOON
