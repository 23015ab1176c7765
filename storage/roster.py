"""The roster: the people of a course as organizers see them: household, home, whether we can write to them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import aliased, contains_eager

from storage.centres import Centre
from storage.contacts import Address, Contact
from storage.courses import Course
from storage.folding import fold
from storage.learners import Learner, Relation
from storage.organizers import Rights
from storage.registrations import IN_LINE, Registration, Standing
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Person:
    """A learner in a course."""

    registration: Registration
    """With the learner."""
    learner: Learner
    contact: Contact
    ward: str | None
    """Where they live, of the wards that have a centre."""
    head: str | None
    """Who looks after them, by the name they gave; None if they do so themselves or it is not known."""
    is_reachable: bool
    """Whether we can write to them or to who looks after them; else they have to be called."""
    is_by_hand: bool
    """Whether an organizer added them: nobody ever wrote to us for them."""

    @property
    def is_seated(self) -> bool:
        return self.registration.standing is Standing.SEATED

    @property
    def is_out(self) -> bool:
        """No longer in the course."""
        return self.registration.standing is Standing.CANCELLED


async def list_roster(store: Store, course_id: int) -> list[Person]:
    """Those with a seat in order of arrival, then those who wait in order of the line."""
    return await _list(store, Registration.course_id == course_id)


async def list_registered(store: Store, registration_ids: Collection[int]) -> list[Person]:
    """These, whatever their standing is now; those who were deleted are left out."""
    return await _list(store, Registration.id.in_(registration_ids), live=False)


async def find_person(store: Store, rights: Rights, registration_id: int) -> Person | None:
    """Only if they are in a course of these rights, seated or waiting."""
    found = await _list(store, Registration.id == registration_id, _within(rights))
    return found[0] if found else None


async def find_known(store: Store, rights: Rights, registration_id: int) -> Person | None:
    """The same; also who was added by hand and taken out since: nobody but an organizer can see to their data."""
    found = await _list(store, Registration.id == registration_id, _within(rights), _LIVE | _BY_HAND, live=False)
    return found[0] if found else None


async def search(store: Store, rights: Rights, said: str, course_id: int | None, limit: int) -> list[Person]:
    """Those of these rights whose name has all the words that were typed, or words that begin so.

    In one course, or in all that are not over; who was added by hand also after that, and if they were taken out.
    Those with the same diacritics come first, then those without regard to them.
    """
    of_course = Registration.course_id == course_id if course_id else true()
    which = _LIVE if course_id else _LIVE & (Course.last_ends_at > store.now)
    wanted = fold(said).split()
    people = await _list(store, _within(rights), of_course, which | _BY_HAND, live=False)
    found = [one for one in people if wanted and _has(fold(one.learner.name), wanted)]
    exact = said.casefold().split()
    found.sort(key=lambda one: not _has(one.learner.name.casefold(), exact))
    return found[:limit]


_LIVE = Registration.standing != Standing.CANCELLED
_KNOWN = exists().where(Address.contact_id == Contact.id)
_BY_HAND = ~_KNOWN


def _has(name: str, wanted: Collection[str]) -> bool:
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in wanted)


def _within(rights: Rights) -> ColumnElement[bool]:
    return Course.id.is_not(None) if rights.everywhere else Course.centre_id.in_(rights.centres)


async def _list(store: Store, *which: ColumnElement[bool], live: bool = True) -> list[Person]:
    head = aliased(Learner)
    reached = _KNOWN.where(Address.unreachable_at.is_(None))
    query = (
        select(Registration, Learner, Contact, Centre.ward, head.name, reached, _BY_HAND)
        .join(Learner, Learner.id == Registration.learner_id)
        .join(Contact, Contact.id == Learner.contact_id)
        .join(Course, Course.id == Registration.course_id)
        .outerjoin(Centre, Centre.id == Contact.centre_id)
        .outerjoin(head, (head.contact_id == Contact.id) & (head.relation == Relation.SELF) & (head.id != Learner.id))
        .where(*which)
        .options(contains_eager(Registration.learner))
        .order_by(Registration.course_id, Registration.standing != Standing.SEATED, *IN_LINE)
    )
    if live:
        query = query.where(_LIVE)
    return [Person(*row) for row in await store.session.execute(query)]
