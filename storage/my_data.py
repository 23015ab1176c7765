"""My data: everything that is stored about one contact, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storage.attendances import Attendance
from storage.centres import Centre
from storage.consents import Consent
from storage.contacts import Address, Contact
from storage.courses import Course
from storage.dialogs import Dialog
from storage.exchanges import Exchange
from storage.learners import Learner
from storage.lessons import Lesson
from storage.outbox import OutboxMessage
from storage.registrations import PERSON, Registration
from storage.store import Store


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
    consents: Sequence[tuple[Consent, Learner | None]]
    """With whom it was given for, where that is not the contact."""
    dialogs: Dialog | None
    exchanges: Exchange | None
    outbox: Sequence[OutboxMessage]
    centre: Centre | None
    """Of the ward they chose; not about them."""


async def read_my_data(store: Store, contact: Contact) -> MyData:
    session = store.session
    mine = select(Learner.id).where(Learner.contact_id == contact.id)
    attendances = (
        select(Attendance, Lesson, Course)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Registration.learner_id.in_(mine))
        .order_by(Attendance.id)
    )
    consents = (
        select(Consent, Learner)
        .outerjoin(Learner, Learner.id == Consent.learner_id)
        .where(Consent.contact_id == contact.id)
        .order_by(Consent.id)
    )
    registrations = select(Registration).where(Registration.learner_id.in_(mine)).options(*PERSON)
    messages = (
        select(OutboxMessage)
        .join(Address, Address.id == OutboxMessage.address_id)
        .where(Address.contact_id == contact.id)
        .order_by(OutboxMessage.id)
    )
    return MyData(
        contacts=contact,
        addresses=await store.contacts.list_addresses(contact.id),
        learners=await store.learners.household(contact.id),
        registrations=(await session.scalars(registrations.order_by(Registration.id))).all(),
        attendances=[(one, lesson, course) for one, lesson, course in await session.execute(attendances)],
        consents=[(one, learner) for one, learner in await session.execute(consents)],
        dialogs=await session.scalar(select(Dialog).where(Dialog.contact_id == contact.id)),
        exchanges=await session.scalar(select(Exchange).where(Exchange.contact_id == contact.id)),
        outbox=(await session.scalars(messages)).all(),
        centre=await store.centres.find(contact.centre_id) if contact.centre_id else None,
    )
