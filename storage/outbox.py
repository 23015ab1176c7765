"""The outbox: messages owed, each under a key that names the fact it tells."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, words
from storage.contacts import Address
from storage.quiet_hours import QuietHours

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Due whatever the clock says: an answer must not wait because the clock was set back."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When what is held is due: it waits until somebody lets it go."""
KEPT = timedelta(days=30)
PASSED = {"html": "…", "passing": True}
"""What is left of a body that bore a secret."""


class Fate(StrEnum):
    OWED = "owed"
    """To be sent when it is due."""
    SENT = "sent"
    """The channel took it."""
    FAILED = "failed"
    """The channel refused it for good; `reason` says why."""
    EXPIRED = "expired"
    """It was no longer useful before it could be sent."""
    CANCELLED = "cancelled"
    """What it told is no longer so, or they cannot be reached; `reason` says which."""


class Urgency(IntEnum):
    """Which of two waiting messages goes first: the smaller."""

    REPLY = 0
    """Someone waits for it with the phone in their hand."""
    NOTICE = 1
    """A reminder, a seat that became free, a lesson that moved."""
    BROADCAST = 2


class OutboxMessage(Base):
    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_owed",
            "urgency",
            "due_at",
            "id",
            sqlite_where=text("fate = 'owed'"),
            postgresql_where=text("fate = 'owed'"),
        ),
        Index("ix_outbox_address_id", "address_id"),
        Index("ix_outbox_ended_at", "ended_at"),
        # How a broadcast goes is asked every few seconds, and what somebody got of broadcasts for each of thousands.
        Index(
            "ix_outbox_broadcast_id_fate",
            "broadcast_id",
            "fate",
            sqlite_where=text("broadcast_id IS NOT NULL"),
            postgresql_where=text("broadcast_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_address_id_broadcast_id",
            "address_id",
            "broadcast_id",
            sqlite_where=text("broadcast_id IS NOT NULL"),
            postgresql_where=text("broadcast_id IS NOT NULL"),
        ),
        # A number is never given again: the sender knows by it what it is about to record, also when that was deleted.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    urgency: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """A reply as `handlers.vocabulary.Reply.body` writes it."""
    fate: Mapped[Fate] = mapped_column(words(Fate))
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """From when it is no longer useful; None: it always is."""
    tries: Mapped[int] = mapped_column(default=0)
    receipt: Mapped[str | None] = mapped_column(String(64))
    """What the channel calls the message that it took."""
    reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    broadcast_id: Mapped[int | None]
    """Of the broadcast that it is a copy of. No foreign key: SQLite cannot add one to a table that is there."""


# On the table itself, because the ORM doubles what it costs. SQLite has the same clause, and takes it from here.
OWE = postgresql.insert(OutboxMessage.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]


def _next(urgency: Urgency) -> Any:
    seek = (
        select(OutboxMessage.due_at)
        .where(text("fate = 'owed'"), OutboxMessage.urgency == int(urgency), OutboxMessage.due_at > bindparam("now"))
        .where(OutboxMessage.due_at < NEVER)
        .order_by(OutboxMessage.due_at)
        .limit(1)
    )
    return select(seek.subquery(urgency.name.lower()))


# One seek along `ix_outbox_owed` for each urgency: a minimum over all would read whatever is owed.
_NEXT_DUE = union_all(*map(_next, Urgency))


class Outbox:
    def __init__(self, session: AsyncSession, now: datetime, quiet: QuietHours) -> None:
        self._session = session
        self._now = now
        self._quiet = quiet

    async def answer(self, address_id: int, bodies: Sequence[dict[str, Any]], key: str) -> None:
        """Owe replies to someone who just spoke, in order: at once, also in quiet hours. `key` names the update."""
        await self.answer_all([(address_id, bodies, key)])

    async def answer_all(self, answers: Sequence[tuple[int, Sequence[dict[str, Any]], str]]) -> None:
        """The same for several people: (address, bodies, key) each."""
        rows = [
            self._row(address_id, f"reply:{key}:{number}", body, Urgency.REPLY, AT_ONCE, None)
            for address_id, bodies, key in answers
            for number, body in enumerate(bodies)
        ]
        if rows:
            await self._insert(rows)

    async def owe(
        self,
        contact_id: int,
        body: dict[str, Any],
        key: str,
        *,
        urgency: Urgency = Urgency.NOTICE,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        urgent: bool = False,
    ) -> bool:
        """Owe something to someone who did not just ask, outside quiet hours.

        `due_at`: when, if not now. `urgent`: even in quiet hours, because after them it would be too late.
        A key that is already known owes nothing more. Returns whether they can be reached at all.
        """
        address_id = await self._session.scalar(
            select(Address.id)
            .where(Address.contact_id == contact_id, Address.unreachable_at.is_(None))
            .order_by(Address.seen_at.desc(), Address.id.desc())
            .limit(1)
        )
        if address_id is None:
            return False
        due = due_at or self._now
        await self._insert(
            [self._row(address_id, key, body, urgency, due if urgent else self._quiet.after(due), expires_at)]
        )
        return True

    async def owe_group(self, address_id: int, body: dict[str, Any], key: str, expires_at: datetime) -> None:
        """Owe something to a group chat outside quiet hours. A key that is already known owes nothing more."""
        due = self._quiet.after(self._now)
        await self._insert([self._row(address_id, key, body, Urgency.BROADCAST, due, expires_at)])

    def _row(
        self,
        address_id: int,
        key: str,
        body: dict[str, Any],
        urgency: Urgency,
        due_at: datetime,
        expires_at: datetime | None,
    ) -> dict[str, Any]:
        return {
            "address_id": address_id,
            "key": key,
            "urgency": int(urgency),
            "body": body,
            "fate": Fate.OWED,
            "due_at": due_at,
            "expires_at": expires_at,
            "tries": 0,
            "created_at": self._now,
        }

    async def _insert(self, rows: list[dict[str, Any]]) -> None:
        await self._session.execute(OWE, rows)

    async def find(self, key: str) -> OutboxMessage | None:
        """The message of this key, whatever became of it."""
        return await self._session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))

    async def supersede(self, message: OutboxMessage) -> None:
        """Another takes its place: it is not sent if it still is owed, and forgotten if it ended."""
        await self._cancel(OutboxMessage.id == message.id, "superseded")
        ended = delete(OutboxMessage).where(OutboxMessage.id == message.id, text("fate <> 'cancelled'"))
        await self._session.execute(ended)

    async def next_due(self) -> datetime | None:
        """When the next message is due that is not due yet."""
        return min(await self._session.scalars(_NEXT_DUE, {"now": self._now}), default=None)

    async def cancel(self, prefix: str, reason: str) -> None:
        """What is still owed under keys that begin so is no longer true."""
        await self._cancel(OutboxMessage.key.startswith(prefix, autoescape=True), reason)

    async def cancel_about(self, registration_id: int, reason: str) -> None:
        """The reminders and the news of a seat still owed to this registration are no longer true."""
        about = or_(
            OutboxMessage.key.like(f"reminder:%:{registration_id}:%:%"),
            OutboxMessage.key == f"promoted:{registration_id}",
        )
        await self._cancel(about, reason)

    async def cancel_all(self, address_id: int, reason: str) -> None:
        """Nothing more is owed to this address; of secrets among it nothing is left."""
        theirs = OutboxMessage.address_id == address_id
        secret = update(OutboxMessage).where(theirs, text("fate = 'owed'"), OutboxMessage.body["passing"].as_boolean())
        await self._session.execute(secret.values(body=PASSED).execution_options(synchronize_session=False))
        await self._cancel(theirs, reason)

    async def silence(self, contact_id: int) -> None:
        """Someone paused: the reminders and announcements still owed to them are not sent."""
        theirs = OutboxMessage.address_id.in_(select(Address.id).where(Address.contact_id == contact_id))
        unasked = or_(OutboxMessage.key.startswith("reminder:"), OutboxMessage.urgency == int(Urgency.BROADCAST))
        await self._cancel(theirs & unasked, "paused")

    async def _cancel(self, which: ColumnElement[bool], reason: str) -> None:
        query = (
            update(OutboxMessage)
            .where(text("fate = 'owed'"), which)
            .values(fate=Fate.CANCELLED, reason=reason, ended_at=self._now)
        )
        await self._session.execute(query.execution_options(synchronize_session=False))

    async def last_offer(self, address_id: int) -> list[tuple[str, str]]:
        """(label, what it says) of the buttons of the newest message with buttons that was sent there, in order."""
        query = (
            select(OutboxMessage.body)
            .where(OutboxMessage.address_id == address_id, OutboxMessage.fate == Fate.SENT)
            .order_by(OutboxMessage.id.desc())
            .limit(10)
        )
        for body in (await self._session.scalars(query)).all():
            says = [(label, said) for row in body.get("buttons", []) for label, said, opens in row if not opens]
            if says:
                return says
        return []

    async def counts(self) -> dict[str, int]:
        """How many messages met each fate."""
        rows = await self._session.execute(select(OutboxMessage.fate, func.count()).group_by(OutboxMessage.fate))
        return {fate.value: number for fate, number in rows}

    async def tidy(self) -> None:
        """Forget what ended longer than `KEPT` ago."""
        await self._session.execute(delete(OutboxMessage).where(OutboxMessage.ended_at < self._now - KEPT))
