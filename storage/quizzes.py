"""Quizzes: the short set of items that somebody is at, and how far they are. One a person; the next takes its place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.contacts import Contact
from storage.items import NAME

KEPT = timedelta(days=60)
"""After so long nobody goes on where they stood."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An item with its options in the order in which they are shown this time: option numbers, counted from 0."""

    item: str
    order: tuple[int, ...]


class Quiz(Base):
    __tablename__ = "quizzes"
    # A number is never given again: an old button must not answer another quiz.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), unique=True)
    topic: Mapped[str | None] = mapped_column(String(NAME))
    """All its items are of this topic, if one was asked for."""
    asked: Mapped[list[list[Any]]] = mapped_column(JSON)
    """[item, [order]] for each; `items` reads it."""
    results: Mapped[list[bool]] = mapped_column(JSON)
    """Right or wrong of those answered so far, in order: their number is how far somebody is."""
    passed_over: Mapped[list[str]] = mapped_column(JSON)
    """Items they were shown and did not answer, in quizzes before this one on the day it began."""
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def items(self) -> list[Asked]:
        return [Asked(item, tuple(order)) for item, order in self.asked]


# For whatever anybody says in their own words: built once and on the table itself, and nothing is locked for it.
_TABLE: Any = Quiz.__table__
_OPEN = select(_TABLE.c.id).where(_TABLE.c.contact_id == bindparam("contact_id"), _TABLE.c.ended_at.is_(None))


class Quizzes:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def begin(
        self, contact_id: int, asked: Sequence[Asked], topic: str | None = None, passed_over: Collection[str] = ()
    ) -> Quiz:
        """Instead of the one before, ended or not."""
        await self._session.execute(delete(Quiz).where(Quiz.contact_id == contact_id))
        quiz = Quiz(
            contact_id=contact_id,
            topic=topic,
            asked=[[one.item, list(one.order)] for one in asked],
            results=[],
            passed_over=sorted(passed_over),
            begun_at=self._now,
        )
        self._session.add(quiz)
        await self._session.flush()
        return quiz

    async def find(self, contact_id: int) -> Quiz | None:
        """The one they are at, or that they ended last. Alone until the transaction ends: two taps count as one."""
        return await self._session.scalar(select(Quiz).where(Quiz.contact_id == contact_id).with_for_update())

    async def is_open(self, contact_id: int) -> bool:
        """Whether they are at one that they have not ended."""
        return await self._session.scalar(_OPEN, {"contact_id": contact_id}) is not None

    async def alone(self, contact_id: int) -> None:
        """Nobody else begins one for them until the transaction ends: their rhythm, say, at the moment they ask."""
        theirs = select(Contact.id).where(Contact.id == contact_id)
        await self._session.execute(theirs.with_for_update(key_share=True))

    async def answered(self, quiz: Quiz, *, is_right: bool) -> None:
        """The item they were at; with the last one it ends."""
        quiz.results = [*quiz.results, is_right]
        if len(quiz.results) == len(quiz.asked):
            quiz.ended_at = self._now
        await self._session.flush()

    async def leave_out(self, quiz: Quiz, gone: Collection[str]) -> Quiz | None:
        """Without these of the items still to be asked, under a new number: old buttons name places in the old list.

        It ends if none is left to be asked; None: it had only these.
        """
        at = len(quiz.results)
        left = [*quiz.items[:at], *(one for one in quiz.items[at:] if one.item not in gone)]
        begun_at, results = quiz.begun_at, quiz.results
        if not left:
            await self._session.execute(delete(Quiz).where(Quiz.contact_id == quiz.contact_id))
            return None
        renewed = await self.begin(quiz.contact_id, left, quiz.topic, quiz.passed_over)
        renewed.begun_at, renewed.results = begun_at, results
        renewed.ended_at = self._now if len(left) == at else None
        await self._session.flush()
        return renewed

    async def tidy(self) -> None:
        await self._session.execute(delete(Quiz).where(Quiz.begun_at < self._now - KEPT))
