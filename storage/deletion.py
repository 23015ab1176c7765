"""Deletion: the person goes, the counts stay.

SQLite overwrites what is deleted (`secure_delete`); the write-ahead log is emptied by `Database.forget`, which whoever
delivers the farewell calls. PostgreSQL keeps dead rows until its next vacuum.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select, update

from storage.answers import PreparedAnswer
from storage.attempts import Attempt
from storage.audit import AuditEntry
from storage.badges import Badge
from storage.broadcasts import Broadcast
from storage.cards import Card
from storage.check_ins import CodeTry
from storage.consents import Consent
from storage.contacts import Address, Contact
from storage.courses import Course
from storage.dialogs import Dialog
from storage.exchanges import Exchange
from storage.follows import Follow
from storage.group_chats import OF_GROUP
from storage.habits import Habit
from storage.inbox import InboxUpdate, Progress
from storage.items import ImportedItem
from storage.learners import Learner
from storage.lessons import Lesson
from storage.materials import Material
from storage.memberships import Membership
from storage.organizers import Invitation, Organizer
from storage.outbox import OutboxMessage
from storage.programme_follows import ProgrammeFollow
from storage.programmes import Programme
from storage.questions import Question
from storage.quizzes import Quiz
from storage.registrations import Registration, Standing
from storage.store import Store
from storage.visits import Visit
from storage.wishes import Wish

BY_HAND = "by hand"
"""In the ledger the channel of a contact without an address, whose number there is the contact's own."""
CLASS_RECORDS_KEPT = timedelta(days=365)
"""After the end of a course its registrations are only counts."""


async def delete_person(store: Store, contact: Contact) -> list[Registration]:
    """Forget this contact and their household. Returns those who got a seat because of it, to be told.

    Their addresses alone survive, without a contact, until the farewell owed there has been delivered. The ledger is
    written before the commit: a line without a deletion forgets someone who asked for it at the next start; a deletion
    without a line could be undone by a backup.

    Raises: OSError if the ledger cannot be written; then nothing may be committed.
    """
    addresses = [(one.channel, one.external_id) for one in await store.contacts.list_addresses(contact.id)]
    addresses = addresses or [(BY_HAND, str(contact.id))]
    promoted = await _erase(store, contact.id)
    if store.ledger is not None:
        await asyncio.to_thread(store.ledger.note, addresses, store.now)
    return promoted


async def apply_ledger(store: Store) -> list[Registration]:
    """At start: forget again whom a restored backup brought back. Returns those who got a seat because of it.

    Who came back after their deletion stays: a contact younger than the deletion is not the one that asked.
    """
    if store.ledger is None:
        return []
    noted = await asyncio.to_thread(store.ledger.read)
    if not noted.deletions:
        return []
    back = set()
    for channel, external_id, contact_id, created_at in await _list_known(store):
        deleted_at = noted.deleted_at(channel, external_id)
        if deleted_at is not None and created_at < deleted_at:
            back.add(contact_id)
    promoted = [one for contact_id in sorted(back) for one in await _erase(store, contact_id)]
    # They heard the farewell then; nothing is owed to them now.
    owed = exists().where(OutboxMessage.address_id == Address.id)
    await store.session.execute(delete(Address).where(Address.contact_id.is_(None), ~OF_GROUP, ~owed))
    await asyncio.to_thread(store.ledger.tidy, store.now)
    return [one for one in promoted if one.standing is Standing.SEATED]


async def _list_known(store: Store) -> list[tuple[str, str, int, datetime]]:
    """(channel, external id, contact, since when) of everyone, as the ledger knows them."""
    query = select(Address.channel, Address.external_id, Contact.id, Contact.created_at).join(Address.contact)
    spoke = [(row[0], row[1], row[2], row[3]) for row in await store.session.execute(query)]
    reached = exists().where(Address.contact_id == Contact.id)
    by_hand = await store.session.execute(select(Contact.id, Contact.created_at).where(~reached))
    return spoke + [(BY_HAND, str(number), number, since) for number, since in by_hand]


async def remove_learner(store: Store, learner: Learner) -> list[Registration]:
    """Forget one person of a household. Returns those who got a seat because of it, to be told.

    Messages already sent that name them go with the rest of their time.
    """
    promoted = await _give_up(store, [learner.id])
    await _unname(store, [learner.id])
    return promoted


async def forget_old(store: Store) -> None:
    """Registrations of courses that ended more than `CLASS_RECORDS_KEPT` ago become counts."""
    old = Registration.course_id.in_(select(Course.id).where(Course.last_ends_at < store.now - CLASS_RECORDS_KEPT))
    named = Registration.learner_id.is_not(None)
    still_waiting = update(Registration).where(old, named, Registration.standing == Standing.WAITING)
    await store.session.execute(still_waiting.values(standing=Standing.CANCELLED, cancelled_at=store.now))
    await store.session.execute(update(Registration).where(old, named).values(learner_id=None))
    lessons = select(Lesson.id).join(Course, Course.id == Lesson.course_id)
    past = Visit.lesson_id.in_(lessons.where(Course.last_ends_at < store.now - CLASS_RECORDS_KEPT))
    whose = or_(Visit.learner_id.is_not(None), Visit.contact_id.is_not(None))
    await store.session.execute(update(Visit).where(past, whose).values(learner_id=None, contact_id=None))
    await _forget_unreached(store)


async def _forget_unreached(store: Store) -> None:
    """Who was added by hand, has no chat to ask for it, and is in no class of the last year."""
    joined = exists().where(Registration.learner_id == Learner.id, Learner.contact_id == Contact.id)
    reached = exists().where(Address.contact_id == Contact.id)
    for contact_id in (await store.session.scalars(select(Contact.id).where(~reached, ~joined))).all():
        await _erase(store, contact_id)


async def _erase(store: Store, contact_id: int) -> list[Registration]:
    learners = (await store.session.scalars(select(Learner.id).where(Learner.contact_id == contact_id))).all()
    promoted = await _give_up(store, learners)
    await store.session.execute(update(Consent).where(Consent.contact_id == contact_id).values(contact_id=None))
    await _unname(store, learners)
    await store.session.execute(delete(Dialog).where(Dialog.contact_id == contact_id))
    await store.session.execute(delete(Exchange).where(Exchange.contact_id == contact_id))
    await store.session.execute(delete(Wish).where(Wish.contact_id == contact_id))
    await store.session.execute(delete(ProgrammeFollow).where(ProgrammeFollow.contact_id == contact_id))
    await store.session.execute(delete(Membership).where(Membership.contact_id == contact_id))
    await store.session.execute(delete(Follow).where(Follow.contact_id == contact_id))
    await store.session.execute(delete(CodeTry).where(CodeTry.contact_id == contact_id))
    await store.session.execute(update(Visit).where(Visit.contact_id == contact_id).values(contact_id=None))
    for table in (Attempt, Card, Quiz, Habit, Badge):
        await store.session.execute(delete(table).where(table.contact_id == contact_id))
    await store.questions.forget_of(contact_id)
    await store.files.forget_of(contact_id)
    await _lay_down(store, contact_id)
    for address in await store.contacts.list_addresses(contact_id):
        await _fall_silent(store, address)
    await store.session.execute(delete(Contact).where(Contact.id == contact_id))
    return promoted


async def _lay_down(store: Store, contact_id: int) -> None:
    """What they did as an organizer was done by somebody; what they were trusted with ends."""
    await store.session.execute(delete(Organizer).where(Organizer.contact_id == contact_id))
    await store.session.execute(delete(Invitation).where(Invitation.invited_by == contact_id))
    await store.groups.forget_maker(contact_id)
    brought = (Material.added_by, Programme.created_by, ImportedItem.created_by)
    behind = (Broadcast.made_by, Broadcast.confirmed_by, Broadcast.seconded_by, *brought)
    for column in (Organizer.invited_by, Question.answered_by, PreparedAnswer.made_by, AuditEntry.contact_id, *behind):
        done = update(column.class_).where(column == contact_id).values({column.key: None})
        await store.session.execute(done)


async def _give_up(store: Store, learners: Sequence[int]) -> list[Registration]:
    """Cancel their places in line, and their seats where the course is not over."""
    query = (
        select(Registration)
        .join(Course, Course.id == Registration.course_id)
        .where(Registration.learner_id.in_(learners), Registration.standing != Standing.CANCELLED)
        .where(or_(Registration.standing == Standing.WAITING, Course.last_ends_at > store.now))
        .order_by(Registration.course_id, Registration.id)
    )
    live = (await store.session.scalars(query)).all()
    # All locks first and in one order, so that two who leave at once do not wait for each other.
    for course_id in sorted({registration.course_id for registration in live}):
        await store.courses.lock(course_id)
    promoted = [one for registration in live for one in await store.registrations.cancel(registration)]
    # One of them may have been given another's seat before giving it up as well.
    return [one for one in promoted if one.standing is Standing.SEATED]


async def _unname(store: Store, learners: Sequence[int]) -> None:
    """What is kept of these learners is kept of nobody."""
    named = Registration.learner_id.in_(learners)
    await store.session.execute(update(Registration).where(named).values(learner_id=None))
    await store.session.execute(update(Visit).where(Visit.learner_id.in_(learners)).values(learner_id=None))
    # Without the contact too: a consent without a learner would read as the contact's own.
    consents = update(Consent).where(Consent.learner_id.in_(learners))
    await store.groups.forget_of(learners)
    await store.session.execute(consents.values(contact_id=None, learner_id=None))
    await store.session.execute(delete(Learner).where(Learner.id.in_(learners)))


async def _fall_silent(store: Store, address: Address) -> None:
    """Drop what was written and is owed there, and what arrived from there that we failed to understand."""
    await store.broadcasts.let_go(address.id)
    await store.session.execute(delete(OutboxMessage).where(OutboxMessage.address_id == address.id))
    # Their id may occur in someone else's dead letter as well: better to lose that than to keep this.
    dead = update(InboxUpdate).where(InboxUpdate.channel == address.channel, InboxUpdate.progress == Progress.DEAD)
    theirs = InboxUpdate.raw.contains(address.external_id, autoescape=True)
    await store.session.execute(dead.where(theirs).values(raw=None))
    await store.session.execute(update(Address).where(Address.id == address.id).values(contact_id=None))
