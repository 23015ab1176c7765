"""Audiences: who a broadcast is for, as a small expression that becomes one query.

An expression is JSON: `["any", e, …]`, `["all", e, …]`, `["not", e]`, or a term: `["everyone"]`, `["ward", centre]`,
`["topic", topic]` and `["programme", programme]` (their followers), `["seated", course]`, `["waiting", course]`,
`["absent", course]` (they missed a lesson of it), `["member", association]`, `["missed", broadcast]` (who should have
got it and did not).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Base
from storage.consents import Consent, Purpose
from storage.contacts import Address, Contact
from storage.courses import Course
from storage.follows import Follow
from storage.learners import Learner
from storage.memberships import Membership
from storage.outbox import Fate, OutboxMessage
from storage.programme_follows import ProgrammeFollow
from storage.registrations import Registration, Standing
from storage.visits import was_absent

Expression = list[Any]
COMBINED = ("any", "all", "not")
OF_CLASS = ("seated", "waiting", "absent")


def terms(expression: Expression) -> Iterator[Expression]:
    """Its terms, in order."""
    if expression[0] not in COMBINED:
        yield expression
        return
    for part in expression[1:]:
        yield from terms(part)


def about_classes(expression: Expression) -> bool:
    """Whether everyone it means is in a class of it: then it needs no consent but that of signing up."""
    match expression[0]:
        case "any":
            return all(about_classes(part) for part in expression[1:])
        case "all":
            return any(about_classes(part) for part in expression[1:])
        case kind:
            return kind in OF_CLASS


def class_of(expression: Expression) -> int | None:
    """The one class that it is about; None if it is about none, or several."""
    courses = {number for kind, *numbers in terms(expression) if kind in OF_CLASS for number in numbers}
    return next(iter(courses)) if len(courses) == 1 and about_classes(expression) else None


class Audiences:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def count(self, expression: Expression, within: int | None, purpose: Purpose) -> int:
        """How many contacts would get a broadcast now."""
        query = select(func.count()).select_from(self.select(expression, within, purpose).subquery())
        return await self._session.scalar(query) or 0

    def select(self, expression: Expression, within: int | None, purpose: Purpose) -> Select[int]:
        """The contacts' ids. `within`: only people of this centre, who live in its ward or are in one of its classes.

        Never those who paused, cannot be reached, or said no to this purpose or never yes.
        """
        reached = exists().where(Address.contact_id == Contact.id, Address.unreachable_at.is_(None))
        query = select(Contact.id).where(self._clause(expression, within), Contact.paused_at.is_(None), reached)
        if within is not None:
            query = query.where(or_(Contact.centre_id == within, _in_class(Course.centre_id == within)))
        return query.where(_agreed(purpose)) if purpose is not Purpose.CLASSES else query

    def _clause(self, expression: Expression, within: int | None) -> ColumnElement[bool]:
        kind, *rest = expression
        match kind:
            case "any":
                return or_(false(), *(self._clause(part, within) for part in rest))
            case "all":
                return and_(true(), *(self._clause(part, within) for part in rest))
            case "not":
                return not_(self._clause(rest[0], within))
            case "everyone":
                return true()
            case _:
                return self._term(kind, rest[0], within)

    def _term(self, kind: str, which: Any, within: int | None) -> ColumnElement[bool]:
        of_centre = Course.centre_id == within if within is not None else true()
        match kind:
            case "ward":
                # NOT of what is unknown is unknown: who has not said where they live does not live there.
                lives = and_(Contact.centre_id.is_not(None), Contact.centre_id == which)
                return lives if within in (None, which) else false()
            case "topic":
                return _among(Follow, Follow.topic_id == which)
            case "programme":
                return _among(ProgrammeFollow, ProgrammeFollow.programme_id == which)
            case "member":
                return _among(Membership, Membership.association == which)
            case "seated" | "waiting":
                return _in_class(Registration.course_id == which, of_centre, Registration.standing == Standing(kind))
            case "absent":
                return _in_class(Registration.course_id == which, of_centre, was_absent(self._now))
            case "missed":
                return _missed(which)
            case _:
                raise ValueError(kind)


def _among(table: type[Base], which: ColumnElement[bool]) -> ColumnElement[bool]:
    return Contact.id.in_(select(table.__table__.c.contact_id).where(which))


def _in_class(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody of their household is in a class, such that all this is so."""
    query = (
        select(Learner.contact_id)
        .join(Registration, Registration.learner_id == Learner.id)
        .join(Course, Course.id == Registration.course_id)
        .where(Registration.standing != Standing.CANCELLED, *which)
    )
    return Contact.id.in_(query)


def _agreed(purpose: Purpose) -> ColumnElement[bool]:
    """Their last word on it was yes."""
    last = (
        select(Consent.given)
        .where(Consent.contact_id == Contact.id, Consent.purpose == purpose, Consent.learner_id.is_(None))
        .order_by(Consent.id.desc())
        .limit(1)
    )
    return func.coalesce(last.scalar_subquery(), false()) == true()


def _missed(broadcast_id: int) -> ColumnElement[bool]:
    """They should have got this broadcast and did not."""
    theirs = (
        select(Address.contact_id)
        .join(OutboxMessage, OutboxMessage.address_id == Address.id)
        .where(OutboxMessage.broadcast_id == broadcast_id, Address.contact_id.is_not(None))
    )
    lost = theirs.where(OutboxMessage.fate.in_((Fate.FAILED, Fate.EXPIRED, Fate.CANCELLED)))
    return Contact.id.in_(lost)
