"""Broadcasts: one text from an organizer to an audience, from the draft to its counts."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import choice
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, and_, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.audiences import Expression
from storage.base import Base, words
from storage.centres import Centre
from storage.consents import Purpose
from storage.organizers import Rights
from storage.outbox import OutboxMessage
from storage.quiet_hours import LOCAL

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of a code: none that is taken for another (0 and O, 1, I and L)."""
CODE_LENGTH = 6
CROWD = 500
"""A broadcast to more people than this is confirmed by a second organizer, if nothing else is set."""
DRAFT_KEPT = timedelta(days=30)
PAUSED_KEPT = timedelta(days=14)
"""Then nobody means to go on any more. It must be less than the outbox keeps what was sent."""


class State(StrEnum):
    DRAFT = "draft"
    """Being written."""
    CONFIRMING = "confirming"
    """A second organizer has to agree."""
    SCHEDULED = "scheduled"
    """It goes out when it is due."""
    SENDING = "sending"
    PAUSED = "paused"
    """Begun and held: what is still owed waits."""
    DONE = "done"
    """Nothing of it is owed any more."""
    CANCELLED = "cancelled"
    """Called off before it began, or midway."""


class Repeats(StrEnum):
    NEVER = "never"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


OPEN = (State.DRAFT, State.CONFIRMING, State.SCHEDULED, State.SENDING, State.PAUSED)


class Broadcast(Base):
    __tablename__ = "broadcasts"
    __table_args__ = (
        Index(
            "ix_broadcasts_open",
            "state",
            "due_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        # A number is never given again: an old button must not send another text.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """In whose name, and to whose people; None: of all centres."""
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    """By which residents check that it is ours."""
    purpose: Mapped[Purpose] = mapped_column(words(Purpose))
    text_vi: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str | None] = mapped_column(Text)
    """None: everyone gets the Vietnamese text."""
    file_id: Mapped[int | None]
    """Of `storage.files`, which forgets a file by itself when it is needed no more."""
    quiz: Mapped[str | None] = mapped_column(String(64))
    """The topic of the quiz that it asks to; empty: of any topic; None: it asks to none."""
    audience: Mapped[Expression | None] = mapped_column(JSON)
    state: Mapped[State] = mapped_column(words(State))
    due_at: Mapped[datetime | None]
    """None: as soon as it is confirmed."""
    first_due_at: Mapped[datetime | None]
    """Of the first of a row of repeats: a month counts from its day."""
    repeats: Mapped[Repeats] = mapped_column(words(Repeats))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """Who typed the number; who is told how it goes."""
    seconded_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """The second organizer, where the audience is large."""
    expected: Mapped[int] = mapped_column(default=0)
    """How many it would reach, when that was last counted."""
    cursor: Mapped[int] = mapped_column(default=0)
    """The largest contact's id that is provided for."""
    total: Mapped[int] = mapped_column(default=0)
    """Messages written to the outbox."""
    gone: Mapped[int] = mapped_column(default=0)
    """Of those, how many went with people who were deleted."""
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """How they ended, once none is owed any more; the outbox forgets."""
    progress: Mapped[int] = mapped_column(default=0)
    """Which number the newest message about its progress has."""
    receipt: Mapped[str | None] = mapped_column(String(64))
    """What the channel calls the message that shows the progress."""
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    filled_at: Mapped[datetime | None]
    """When the last message was written to the outbox."""
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    centre: Mapped[Centre | None] = relationship(lazy="raise")


@dataclass(frozen=True, slots=True)
class Check:
    """What residents are told of a code."""

    ward: str | None
    started_at: datetime
    text_vi: str
    text_en: str | None


class Broadcasts:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def make(self, centre_id: int | None, contact_id: int | None, **facts: Any) -> Broadcast:
        """A draft; `facts`: of its columns."""
        made = Broadcast(
            centre_id=centre_id,
            code=await self._new_code(),
            state=State.DRAFT,
            made_by=contact_id,
            created_at=self._now,
            **({"purpose": Purpose.ANNOUNCEMENTS, "repeats": Repeats.NEVER} | facts),
        )
        self._session.add(made)
        await self._session.flush()
        return made

    async def _new_code(self) -> str:
        while True:
            code = "".join(choice(LETTERS) for _ in range(CODE_LENGTH))
            # A code without a digit could be a word.
            if not code.isalpha() and await self._session.scalar(select(Broadcast.id).filter_by(code=code)) is None:
                return code

    async def change(self, broadcast: Broadcast, **facts: Any) -> None:
        """Write facts into columns."""
        for name, value in facts.items():
            setattr(broadcast, name, value)
        await self._session.flush()

    async def find(self, broadcast_id: int, rights: Rights) -> Broadcast | None:
        """With its centre, and alone until the transaction ends; only one that these rights are over."""
        query = select(Broadcast).where(Broadcast.id == broadcast_id).options(joinedload(Broadcast.centre))
        query = query.with_for_update(of=Broadcast).execution_options(populate_existing=True)
        found = await self._session.scalar(query)
        return found if found and rights.over(found.centre_id) else None

    async def get(self, broadcast_id: int) -> Broadcast:
        """The same for a job, whosever it is.

        Raises: NoResultFound.
        """
        query = select(Broadcast).where(Broadcast.id == broadcast_id).options(joinedload(Broadcast.centre))
        query = query.with_for_update(of=Broadcast).execution_options(populate_existing=True)
        return (await self._session.scalars(query)).one()

    async def check(self, code: str) -> Check | None:
        """The broadcast of this code, if it went out."""
        query = (
            select(Centre.ward, Broadcast.started_at, Broadcast.text_vi, Broadcast.text_en)
            .outerjoin(Broadcast.centre)
            .where(Broadcast.code == code.upper(), Broadcast.started_at.is_not(None))
        )
        found = (await self._session.execute(query)).first()
        return Check(found.ward, found.started_at, found.text_vi, found.text_en) if found and found.started_at else None

    async def list_open(self, rights: Rights) -> Sequence[Broadcast]:
        """Those not ended, newest first, that these rights are over, with centre."""
        return await self._list(rights, Broadcast.ended_at.is_(None), 30)

    async def list_ended(self, rights: Rights, limit: int) -> Sequence[Broadcast]:
        """The last that went out, newest first."""
        return await self._list(rights, and_(Broadcast.ended_at.is_not(None), Broadcast.started_at.is_not(None)), limit)

    async def _list(self, rights: Rights, which: Any, limit: int) -> Sequence[Broadcast]:
        query = select(Broadcast).where(which).options(joinedload(Broadcast.centre)).order_by(Broadcast.id.desc())
        if not rights.everywhere:
            query = query.where(Broadcast.centre_id.in_(rights.centres))
        return (await self._session.scalars(query.limit(limit))).all()

    async def list_due(self) -> list[int]:
        """The ids of those that are to begin now, the longest due first."""
        query = select(Broadcast.id).where(Broadcast.state == State.SCHEDULED, Broadcast.due_at <= self._now)
        return list(await self._session.scalars(query.order_by(Broadcast.due_at, Broadcast.id)))

    async def list_to_fill(self) -> list[int]:
        """The ids of those that are under way and not all in the outbox."""
        query = select(Broadcast.id).where(Broadcast.state == State.SENDING, Broadcast.filled_at.is_(None))
        return list(await self._session.scalars(query.order_by(Broadcast.id)))

    async def list_unclosed(self) -> list[int]:
        """The ids of those that began and whose counts are not kept yet."""
        query = select(Broadcast.id).where(Broadcast.started_at.is_not(None), Broadcast.counts.is_(None))
        return list(await self._session.scalars(query.order_by(Broadcast.id)))

    async def next_due(self) -> datetime | None:
        """When the next is to begin."""
        return await self._session.scalar(select(func.min(Broadcast.due_at)).where(Broadcast.state == State.SCHEDULED))

    def next_run(self, broadcast: Broadcast) -> datetime:
        """When a repeated one is due after this: the same hour of a day in a week or in a month, still to come."""
        first, step = broadcast.first_due_at or self._now, 1
        while (found := _stepped(first, broadcast.repeats, step)) <= self._now:
            step += 1
        return found

    async def let_go(self, address_id: int) -> None:
        """What was written to this address is about to be deleted with its person: the counts still add up."""
        theirs = and_(OutboxMessage.address_id == address_id, OutboxMessage.broadcast_id.is_not(None))
        number = select(func.count()).where(theirs, OutboxMessage.broadcast_id == Broadcast.id).scalar_subquery()
        which = Broadcast.id.in_(select(OutboxMessage.broadcast_id).where(theirs))
        gone = update(Broadcast).where(which, Broadcast.counts.is_(None)).values(gone=Broadcast.gone + number)
        await self._session.execute(gone.execution_options(synchronize_session=False))

    async def tidy(self) -> list[int]:
        """Forget old drafts. Returns the ids of those that were paused so long ago that they are to be cancelled."""
        old = and_(Broadcast.created_at < self._now - DRAFT_KEPT, Broadcast.started_at.is_(None))
        unsent = or_(Broadcast.state == State.DRAFT, Broadcast.state == State.CANCELLED)
        await self._session.execute(delete(Broadcast).where(old, unsent))
        paused = select(Broadcast.id).where(Broadcast.state == State.PAUSED)
        return list(await self._session.scalars(paused.where(Broadcast.paused_at < self._now - PAUSED_KEPT)))


def _stepped(first: datetime, repeats: Repeats, step: int) -> datetime:
    if repeats is Repeats.WEEKLY:
        return first + timedelta(weeks=step)
    local = first.astimezone(LOCAL)
    year, month = divmod(local.year * 12 + local.month - 1 + step, 12)
    # The 31st is the last day of a shorter month, and the 31st again after it.
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
