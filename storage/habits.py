"""Habits: when somebody wants their mini-quiz, and whether they are counted on the boards of their groups."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base, words
from storage.contacts import Contact


class Rhythm(StrEnum):
    NEVER = "never"
    DAILY = "daily"
    THRICE = "thrice"
    """Monday, Wednesday, Friday."""
    WEEKLY = "weekly"


class Habit(Base):
    __tablename__ = "habits"
    __table_args__ = (Index("ix_habits_next_at", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), unique=True)
    rhythm: Mapped[Rhythm] = mapped_column(words(Rhythm))
    weekday: Mapped[int]
    """Of the weekly rhythm: 0 is Monday."""
    hour: Mapped[int]
    """On local clocks, 0–23."""
    next_at: Mapped[datetime | None]
    """When they are asked next; None: never."""
    unanswered: Mapped[int]
    """How many times in a row they were asked and did not answer."""
    on_boards: Mapped[bool]
    """They said that their groups may count them; else they are counted nowhere."""
    offered_at: Mapped[datetime | None]
    """When they were asked whether they want a rhythm; they are asked once."""
    changed_at: Mapped[datetime]

    contact: Mapped[Contact] = relationship(lazy="raise")


class Habits:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def find(self, contact_id: int) -> Habit | None:
        return await self._session.scalar(select(Habit).where(Habit.contact_id == contact_id))

    async def take(self, contact_id: int) -> Habit:
        """Theirs; a new one wants nothing and shows nothing."""
        habit = await self.find(contact_id)
        if habit is None:
            habit = Habit(
                contact_id=contact_id,
                rhythm=Rhythm.NEVER,
                weekday=0,
                hour=19,
                unanswered=0,
                on_boards=False,
                changed_at=self._now,
            )
            self._session.add(habit)
            await self._session.flush()
        return habit

    async def list_due(self, limit: int) -> Sequence[Habit]:
        """Those to be asked by now, with their contacts, longest due first."""
        query = select(Habit).where(Habit.next_at <= self._now).order_by(Habit.next_at, Habit.id).limit(limit)
        return (await self._session.scalars(query.options(joinedload(Habit.contact)))).all()

    async def next_due(self) -> datetime | None:
        """When the next is to be asked."""
        query = select(Habit.next_at).where(Habit.next_at.is_not(None)).order_by(Habit.next_at).limit(1)
        return await self._session.scalar(query)
