"""Questions: what residents asked that nobody had prepared for, passed on to the organizers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, delete, func, or_, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base
from storage.centres import Centre
from storage.contacts import Address, Contact
from storage.organizers import Organizer, Rights
from storage.outbox import OutboxMessage

ANSWERED_KEPT = timedelta(days=30)
OPEN_KEPT = timedelta(days=90)
"""A question nobody answered for so long is out of date."""
MOST_OPEN = 5
"""That one contact may have waiting, so that nobody floods the organizers."""
SAME_WITHIN = timedelta(days=1)
"""Who asks the same again so soon after the answer is told that answer again."""


class Question(Base):
    __tablename__ = "questions"
    __table_args__ = (
        Index(
            "ix_questions_open",
            "centre_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_questions_contact_id", "contact_id"),
        # A number is never given again: an organizer's old button must not answer somebody else.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    """Who asked."""
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """Whose organizers are asked; None: of all centres."""
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    """vi or en."""
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    answer: Mapped[str | None] = mapped_column(Text)

    contact: Mapped[Contact] = relationship(lazy="raise", foreign_keys=[contact_id])
    centre: Mapped[Centre | None] = relationship(lazy="raise")


class Questions:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def ask(self, contact_id: int, centre_id: int | None, said: str, language: str) -> Question:
        """Pass it on."""
        question = Question(
            contact_id=contact_id, centre_id=centre_id, text=said, language=language, asked_at=self._now
        )
        self._session.add(question)
        await self._session.flush()
        return question

    async def find_same(self, contact_id: int, said: str) -> Question | None:
        """Theirs in the very same words, waiting or answered within `SAME_WITHIN`, with contact and centre."""
        recent = or_(Question.answered_at.is_(None), Question.answered_at > self._now - SAME_WITHIN)
        query = _whole().where(Question.contact_id == contact_id, Question.text == said, recent)
        return await self._session.scalar(query.order_by(Question.id.desc()).limit(1))

    async def count_open_of(self, contact_id: int) -> int:
        """How many of theirs wait."""
        query = select(func.count()).where(Question.contact_id == contact_id, Question.answered_at.is_(None))
        return await self._session.scalar(query.select_from(Question)) or 0

    async def list_open(self, rights: Rights, limit: int, after: int = 0) -> Sequence[Question]:
        """Those that wait for an organizer with these rights, in order of arrival, with contact and centre.

        `after`: only those with larger numbers, for the next page.
        """
        query = _whole().where(_open_to(rights), Question.id > after).order_by(Question.id).limit(limit)
        return (await self._session.scalars(query)).all()

    async def count_open(self, rights: Rights) -> int:
        """How many wait for an organizer with these rights."""
        return await self._session.scalar(select(func.count()).select_from(Question).where(_open_to(rights))) or 0

    async def find(self, question_id: int, rights: Rights) -> Question | None:
        """With contact and centre; None as well if it is not for an organizer with these rights."""
        return await self._session.scalar(_whole().where(Question.id == question_id, _within(rights)))

    async def answer(self, question: Question, answered_by: int, said: str) -> bool:
        """Whether this was the first answer; only that counts. The question is read anew."""
        # Two organizers may answer at once: on PostgreSQL the second waits here and sees the first.
        locked = _whole().where(Question.id == question.id).with_for_update(of=Question)
        fresh = await self._session.scalar(locked.execution_options(populate_existing=True))
        if fresh is None or fresh.answered_at is not None:
            return False
        fresh.answered_at, fresh.answered_by, fresh.answer = self._now, answered_by, said
        await self._session.flush()
        return True

    async def list_of(self, contact_id: int) -> Sequence[Question]:
        """All of one contact's, in order of arrival."""
        query = select(Question).where(Question.contact_id == contact_id).order_by(Question.id)
        return (await self._session.scalars(query)).all()

    async def forget_of(self, contact_id: int) -> None:
        """Delete all of one contact's, and what was written to organizers since that may quote them."""
        numbers = (await self._session.scalars(select(Question.id).where(Question.contact_id == contact_id))).all()
        if not numbers:
            return
        first = select(func.min(Question.asked_at)).where(Question.contact_id == contact_id).scalar_subquery()
        desk = select(Address.id).join(Organizer, Organizer.contact_id == Address.contact_id)
        shown = OutboxMessage.key.startswith("reply:") & OutboxMessage.ended_at.is_not(None)
        shown &= (OutboxMessage.created_at >= first) & OutboxMessage.address_id.in_(desk)
        notices = [OutboxMessage.key.startswith(f"question:{number}:") for number in numbers]
        await self._session.execute(delete(OutboxMessage).where(or_(shown, *notices)))
        await self._session.execute(delete(Question).where(Question.contact_id == contact_id))

    async def tidy(self) -> None:
        """Forget what was answered, or has waited, for too long."""
        answered = Question.answered_at < self._now - ANSWERED_KEPT
        forgotten = Question.answered_at.is_(None) & (Question.asked_at < self._now - OPEN_KEPT)
        await self._session.execute(delete(Question).where(or_(answered, forgotten)))


def _whole() -> Select[Question]:
    return select(Question).options(joinedload(Question.contact), joinedload(Question.centre))


def _within(rights: Rights) -> ColumnElement[bool]:
    """What concerns all centres is for every organizer."""
    return true() if rights.everywhere else or_(Question.centre_id.in_(rights.centres), Question.centre_id.is_(None))


def _open_to(rights: Rights) -> ColumnElement[bool]:
    return Question.answered_at.is_(None) & _within(rights)
