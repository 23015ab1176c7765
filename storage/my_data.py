"""My data: everything that is stored about one contact, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from storage.answers import PreparedAnswer
from storage.attempts import Attempt
from storage.attendances import Attendance
from storage.audit import AuditEntry
from storage.badges import Badge
from storage.base import Base
from storage.broadcasts import Broadcast
from storage.cards import Card
from storage.centres import Centre
from storage.check_ins import CodeTry
from storage.consents import Consent
from storage.contacts import Address, Contact
from storage.courses import Course
from storage.dialogs import Dialog
from storage.exchanges import Exchange
from storage.files import File
from storage.follows import Follow
from storage.groups import Group, GroupMember
from storage.habits import Habit
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
from storage.registrations import PERSON, Registration
from storage.store import Store
from storage.topics import Topic
from storage.visits import Visit
from storage.wishes import Wish


@dataclass(frozen=True, slots=True)
class MyData:
    """A field for each table that says something about a person, by the table's name; in order of arrival.

    A test compares the fields with the tables, so that a new one cannot be forgotten.
    """

    contacts: Contact
    addresses: Sequence[Address]
    learners: Sequence[Learner]
    registrations: Sequence[Registration]
    """With learner and course."""
    attendances: Sequence[tuple[Attendance, Lesson, Course]]
    """With the lesson they said they would come to, and its course."""
    visits: Sequence[tuple[Visit, Lesson, Course, Learner | None]]
    """With the lesson they were at, its course, and who it was if they gave a name."""
    code_tries: Sequence[CodeTry]
    consents: Sequence[tuple[Consent, Learner | None]]
    """With whom it was given for, where that is not the contact."""
    dialogs: Dialog | None
    exchanges: Exchange | None
    wishes: Sequence[Wish]
    groups: Sequence[Group]
    """Those they made."""
    group_members: Sequence[tuple[GroupMember, Group, Learner]]
    """With the group, and who belongs to it."""
    memberships: Sequence[Membership]
    follows: Sequence[tuple[Follow, Topic]]
    questions: Sequence[Question]
    """Those they asked, and those of others that they answered."""
    organizers: Sequence[Organizer]
    """With centre: their own rights, and those of others whom they invited."""
    invitations: Sequence[Invitation]
    prepared_answers: Sequence[PreparedAnswer]
    broadcasts: Sequence[Broadcast]
    """Those they wrote, confirmed or agreed to."""
    audit_entries: Sequence[AuditEntry]
    files: Sequence[File]
    """What they sent, without the content."""
    programme_follows: Sequence[tuple[ProgrammeFollow, Programme]]
    """With what they follow."""
    programmes: Sequence[Programme]
    """Those they made."""
    materials: Sequence[Material]
    """Those they added."""
    habits: Habit | None
    quizzes: Quiz | None
    attempts: Sequence[Attempt]
    cards: Sequence[Card]
    badges: Sequence[Badge]
    items: Sequence[ImportedItem]
    """Those they brought."""
    outbox: Sequence[OutboxMessage]
    centre: Centre | None
    """Of the ward they chose; not about them."""


async def read_my_data(store: Store, contact: Contact) -> MyData:
    session = store.session
    mine = select(Learner.id).where(Learner.contact_id == contact.id)
    registrations = select(Registration).where(Registration.learner_id.in_(mine)).options(*PERSON)
    sent = or_(*(column == contact.id for column in (Broadcast.made_by, Broadcast.confirmed_by, Broadcast.seconded_by)))
    asked = or_(Question.contact_id == contact.id, Question.answered_by == contact.id)
    return MyData(
        contacts=contact,
        addresses=await store.contacts.list_addresses(contact.id),
        learners=await store.learners.household(contact.id),
        registrations=(await session.scalars(registrations.order_by(Registration.id))).all(),
        attendances=await _list_attendances(store, contact.id),
        visits=await _list_visits(store, contact.id),
        code_tries=await _list(store, CodeTry, CodeTry.contact_id == contact.id),
        consents=await _list_consents(store, contact.id),
        dialogs=await session.scalar(select(Dialog).where(Dialog.contact_id == contact.id)),
        exchanges=await session.scalar(select(Exchange).where(Exchange.contact_id == contact.id)),
        wishes=await _list(store, Wish, Wish.contact_id == contact.id),
        groups=await _list(store, Group, Group.created_by == contact.id),
        group_members=await _list_belonging(store, contact.id),
        memberships=await _list(store, Membership, Membership.contact_id == contact.id),
        follows=await _list_follows(store, contact.id),
        questions=await _list(store, Question, asked),
        organizers=await _list_rights(store, contact.id),
        invitations=await _list(store, Invitation, Invitation.invited_by == contact.id),
        prepared_answers=await _list(store, PreparedAnswer, PreparedAnswer.made_by == contact.id),
        broadcasts=await _list(store, Broadcast, sent),
        audit_entries=await _list(store, AuditEntry, AuditEntry.contact_id == contact.id),
        files=await _list(store, File, File.contact_id == contact.id),
        programme_follows=await store.programme_follows.list_of(contact.id),
        programmes=await _list(store, Programme, Programme.created_by == contact.id),
        materials=await _list(store, Material, Material.added_by == contact.id),
        habits=await store.habits.find(contact.id),
        quizzes=await session.scalar(select(Quiz).where(Quiz.contact_id == contact.id)),
        attempts=await _list(store, Attempt, Attempt.contact_id == contact.id),
        cards=await _list(store, Card, Card.contact_id == contact.id),
        badges=await _list(store, Badge, Badge.contact_id == contact.id),
        items=await _list(store, ImportedItem, ImportedItem.created_by == contact.id),
        outbox=await _list_messages(store, contact.id),
        centre=await store.centres.find(contact.centre_id) if contact.centre_id else None,
    )


async def _list_rights(store: Store, contact_id: int) -> Sequence[Organizer]:
    rights = (
        select(Organizer)
        .where(or_(Organizer.contact_id == contact_id, Organizer.invited_by == contact_id))
        .options(joinedload(Organizer.centre))
        .order_by(Organizer.id)
    )
    return (await store.session.scalars(rights)).all()


async def _list_messages(store: Store, contact_id: int) -> Sequence[OutboxMessage]:
    messages = (
        select(OutboxMessage)
        .join(Address, Address.id == OutboxMessage.address_id)
        .where(Address.contact_id == contact_id)
        .order_by(OutboxMessage.id)
    )
    return (await store.session.scalars(messages)).all()


async def _list_attendances(store: Store, contact_id: int) -> list[tuple[Attendance, Lesson, Course]]:
    query = (
        select(Attendance, Lesson, Course)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .join(Learner, Learner.id == Registration.learner_id)
        .where(Learner.contact_id == contact_id)
        .order_by(Attendance.id)
    )
    return [(one, lesson, course) for one, lesson, course in await store.session.execute(query)]


async def _list_consents(store: Store, contact_id: int) -> list[tuple[Consent, Learner | None]]:
    query = select(Consent, Learner).outerjoin(Learner, Learner.id == Consent.learner_id)
    query = query.where(Consent.contact_id == contact_id).order_by(Consent.id)
    return [(one, learner) for one, learner in await store.session.execute(query)]


async def _list_follows(store: Store, contact_id: int) -> list[tuple[Follow, Topic]]:
    query = select(Follow, Topic).join(Topic, Topic.id == Follow.topic_id)
    query = query.where(Follow.contact_id == contact_id).order_by(Follow.id)
    return [(one, topic) for one, topic in await store.session.execute(query)]


async def _list_belonging(store: Store, contact_id: int) -> list[tuple[GroupMember, Group, Learner]]:
    query = (
        select(GroupMember, Group, Learner)
        .join(Group, Group.id == GroupMember.group_id)
        .join(Learner, Learner.id == GroupMember.learner_id)
        .where(Learner.contact_id == contact_id)
        .order_by(GroupMember.id)
    )
    return [(row[0], row[1], row[2]) for row in await store.session.execute(query)]


_Row = TypeVar("_Row", bound=Base)


async def _list(store: Store, table: type[_Row], mine: ColumnElement[bool]) -> Sequence[_Row]:
    """In order of arrival."""
    return (await store.session.scalars(select(table).where(mine).order_by(table.__table__.c.id))).all()


async def _list_visits(store: Store, contact_id: int) -> list[tuple[Visit, Lesson, Course, Learner | None]]:
    """Those of their household, and those they gave no name for."""
    mine = select(Learner.id).where(Learner.contact_id == contact_id)
    query = (
        select(Visit, Lesson, Course, Learner)
        .join(Lesson, Lesson.id == Visit.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .outerjoin(Learner, Learner.id == Visit.learner_id)
        .where(or_(Visit.learner_id.in_(mine), Visit.contact_id == contact_id))
        .order_by(Visit.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await store.session.execute(query)]
