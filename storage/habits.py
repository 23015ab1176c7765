"""Habits: when somebody wants their mini-quiz, and whether they are counted on the boards of their groups."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base, words
from storage.contacts import Contact

LONGEST = timedelta(days=8)
"""No rhythm has its next time further ahead, unless the clock was set back since it was reckoned."""


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

    async def show(self, contact_id: int, *, wanted: bool) -> None:
        """Whether their groups may count them. Nothing is kept of who never wanted to be counted."""
        habit = await self.take(contact_id) if wanted else await self.find(contact_id)
        if habit is not None and habit.on_boards != wanted:
            habit.on_boards, habit.changed_at = wanted, self._now
            await self._session.flush()

    async def list_due(self, limit: int) -> Sequence[Habit]:
        """Those to be asked by now, with their contacts, longest due first; then those that a wrong clock put off."""
        due = or_(Habit.next_at <= self._now, Habit.next_at > self._now + LONGEST)
        query = select(Habit).where(due).order_by(Habit.next_at, Habit.id).limit(limit)
        return (await self._session.scalars(query.options(joinedload(Habit.contact)))).all()

    async def choose(self, habit: Habit, rhythm: Rhythm, weekday: int, hour: int, next_at: datetime | None) -> None:
        """What they want from now on; they begin afresh."""
        habit.rhythm, habit.weekday, habit.hour = rhythm, weekday, hour
        habit.next_at, habit.unanswered, habit.changed_at = next_at, 0, self._now
        await self._session.flush()

    async def wait(self, habit: Habit, next_at: datetime | None, *, asked: bool = False) -> None:
        """Until this moment; None: they are not asked until they say so. `asked`: they were, just now."""
        habit.next_at = next_at
        habit.unanswered += asked
        await self._session.flush()

    async def answered(self, contact_id: int) -> None:
        """They answered an item, whoever began the quiz."""
        missed = update(Habit).where(Habit.contact_id == contact_id, Habit.unanswered > 0)
        await self._session.execute(missed.values(unanswered=0))

    async def offered(self, habit: Habit) -> None:
        """They were asked whether they want a rhythm."""
        habit.offered_at = self._now
        await self._session.flush()

    async def next_due(self) -> datetime | None:
        """When the next is to be asked."""
        query = select(Habit.next_at).where(Habit.next_at.is_not(None)).order_by(Habit.next_at).limit(1)
        return await self._session.scalar(query)
