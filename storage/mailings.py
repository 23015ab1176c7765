"""Mailings: a broadcast's messages in the outbox, written in batches, held, let go, counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audiences import Audiences
from storage.broadcasts import Broadcast
from storage.consents import Purpose
from storage.contacts import Address, Contact
from storage.learners import Learner, Relation
from storage.outbox import NEVER, OWE, Fate, OutboxMessage, Urgency
from storage.quiet_hours import LOCAL, QuietHours

MOST_A_DAY = 2
"""Announcements and quizzes that one contact gets in a local day; news of one's own classes is not counted."""
CAP = "cap"
"""The reason of those beyond."""


@dataclass(frozen=True, slots=True)
class Recipient:
    contact_id: int
    address_id: int
    language: str
    name: str
    """Their own, or else what the channel calls them; perhaps nothing."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a broadcast's messages met each fate."""

    sent: int = 0
    failed: int = 0
    expired: int = 0
    cancelled: int = 0
    owed: int = 0
    gone: int = 0
    """Deleted with their person, whatever had become of them."""
    blocked: int = 0
    """Of the failed, those to people who cannot be reached any more."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Why the other failed ones failed, and why the cancelled were cancelled."""

    @property
    def total(self) -> int:
        return self.sent + self.failed + self.expired + self.cancelled + self.owed + self.gone

    @property
    def missed(self) -> int:
        """Who should have got it and did not."""
        return self.failed + self.expired + self.cancelled


class Mailings:
    def __init__(self, session: AsyncSession, now: datetime, quiet: QuietHours, audiences: Audiences) -> None:
        self._session = session
        self._now = now
        self._quiet = quiet
        self._audiences = audiences

    async def next_recipients(self, broadcast: Broadcast, limit: int) -> list[Recipient]:
        """Those who are to get it and are not provided for yet, as it is now, in order of arrival."""
        whom = self._audiences.select(broadcast.audience or ["any"], broadcast.centre_id, broadcast.purpose)
        query = (
            whom.with_only_columns(Contact.id, _ADDRESS, Contact.language, func.coalesce(_NAME, Contact.chat_name))
            .where(Contact.id > broadcast.cursor)
            .order_by(Contact.id)
            .limit(limit)
        )
        return [Recipient(*row) for row in await self._session.execute(query)]

    async def list_full(self, broadcast: Broadcast, recipients: Sequence[Recipient]) -> set[int]:
        """The contacts among these who have had enough announcements and quizzes today."""
        if broadcast.purpose is Purpose.CLASSES or not recipients:
            return set()
        full = self._full(Address.contact_id.in_([one.contact_id for one in recipients]))
        return {number for number in await self._session.scalars(full) if number is not None}

    async def count_full(self, broadcast: Broadcast) -> int:
        """How many of its audience have had enough of them today, and would not get it now."""
        if broadcast.purpose is Purpose.CLASSES:
            return 0
        whom = self._audiences.select(broadcast.audience or ["any"], broadcast.centre_id, broadcast.purpose)
        full = self._full(Address.contact_id.in_(whom)).subquery()
        return await self._session.scalar(select(func.count()).select_from(full)) or 0

    def _full(self, whom: ColumnElement[bool]) -> Select[int | None]:
        midnight = self._now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
        today = or_(
            OutboxMessage.fate == Fate.OWED,
            (OutboxMessage.fate == Fate.SENT) & (OutboxMessage.ended_at >= midnight),
        )
        return (
            select(Address.contact_id)
            .join(OutboxMessage, OutboxMessage.address_id == Address.id)
            .join(Broadcast, Broadcast.id == OutboxMessage.broadcast_id)
            .where(whom)
            .where(OutboxMessage.broadcast_id.is_not(None), Broadcast.purpose != Purpose.CLASSES, today)
            .group_by(Address.contact_id)
            .having(func.count() >= MOST_A_DAY)
        )

    async def owe(self, broadcast: Broadcast, bodies: Sequence[tuple[Recipient, dict[str, Any]]]) -> None:
        """Write these messages, which are the next in line. Who has had enough today gets none, and that is noted."""
        full = await self.list_full(broadcast, [one for one, _ in bodies])
        rows = [self._row(broadcast.id, one, body, capped=one.contact_id in full) for one, body in bodies]
        await self._session.execute(OWE, rows)
        broadcast.cursor = bodies[-1][0].contact_id
        broadcast.total += len(rows)
        await self._session.flush()

    def _row(self, broadcast_id: int, to: Recipient, body: dict[str, Any], *, capped: bool) -> dict[str, Any]:
        return {
            "address_id": to.address_id,
            "key": f"broadcast:{broadcast_id}:{to.contact_id}",
            "urgency": int(Urgency.BROADCAST),
            "body": {"html": ""} if capped else body,
            "fate": Fate.CANCELLED if capped else Fate.OWED,
            "reason": CAP if capped else None,
            "due_at": self._quiet.after(self._now),
            "expires_at": None,
            "tries": 0,
            "created_at": self._now,
            "ended_at": self._now if capped else None,
            "broadcast_id": broadcast_id,
        }

    async def hold(self, broadcast_id: int) -> None:
        """What is still owed of it waits until it is let go. What is just being sent, some dozens, still arrives."""
        await self._change(OutboxMessage.broadcast_id == broadcast_id, due_at=NEVER)

    async def let_go(self, broadcast_id: int) -> None:
        """What was held is due again."""
        held = (OutboxMessage.broadcast_id == broadcast_id) & (OutboxMessage.due_at == NEVER)
        await self._change(held, due_at=self._quiet.after(self._now))

    async def cancel(self, broadcast_id: int, reason: str) -> None:
        """What is still owed of it is not sent."""
        await self._cancel(OutboxMessage.broadcast_id == broadcast_id, reason)

    async def opt_out(self, contact_id: int, purpose: Purpose) -> None:
        """They said no to this purpose: what is still owed to them for it is not sent."""
        addresses = select(Address.id).where(Address.contact_id == contact_id)
        broadcasts = select(Broadcast.id).where(Broadcast.purpose == purpose)
        theirs = OutboxMessage.address_id.in_(addresses) & OutboxMessage.broadcast_id.in_(broadcasts)
        await self._cancel(theirs, "opted_out")

    async def _cancel(self, which: ColumnElement[bool], reason: str) -> None:
        await self._change(which, fate=Fate.CANCELLED, reason=reason, ended_at=self._now)

    async def _change(self, which: ColumnElement[bool], **values: Any) -> None:
        query = update(OutboxMessage).where(text("fate = 'owed'"), which).values(**values)
        await self._session.execute(query.execution_options(synchronize_session=False))

    async def count(self, broadcast: Broadcast) -> Counts:
        """As it is now; as it was when it ended, once that is kept."""
        if broadcast.counts is not None:
            return Counts(**broadcast.counts)
        query = select(OutboxMessage.fate, func.count()).where(OutboxMessage.broadcast_id == broadcast.id)
        fates = dict((await self._session.execute(query.group_by(OutboxMessage.fate))).all())
        return Counts(
            sent=fates.get(Fate.SENT, 0),
            failed=fates.get(Fate.FAILED, 0),
            expired=fates.get(Fate.EXPIRED, 0),
            cancelled=fates.get(Fate.CANCELLED, 0),
            owed=fates.get(Fate.OWED, 0),
            gone=broadcast.gone,
        )

    async def reckon(self, broadcast: Broadcast) -> Counts:
        """The same with reasons: it reads every message that did not arrive."""
        if broadcast.counts is not None:
            return Counts(**broadcast.counts)
        lost = Address.unreachable_at.is_not(None) & (OutboxMessage.fate == Fate.FAILED)
        query = (
            select(OutboxMessage.fate, OutboxMessage.reason, lost, func.count())
            .join(Address, Address.id == OutboxMessage.address_id)
            .where(OutboxMessage.broadcast_id == broadcast.id)
            .where(OutboxMessage.fate.in_((Fate.FAILED, Fate.CANCELLED)))
            .group_by(OutboxMessage.fate, OutboxMessage.reason, lost)
        )
        reasons, blocked = Counter[str](), 0
        for _, reason, is_lost, number in await self._session.execute(query):
            if is_lost:
                blocked += number
            else:
                reasons[reason or ""] += number
        return replace(await self.count(broadcast), blocked=blocked, reasons=dict(reasons))

    async def sent_lately(self, broadcast_id: int, within: timedelta) -> int:
        """Messages of it that ended so short a time ago."""
        query = select(func.count()).where(
            OutboxMessage.broadcast_id == broadcast_id, OutboxMessage.ended_at > self._now - within
        )
        return await self._session.scalar(query) or 0


_ADDRESS = (
    select(Address.id)
    .where(Address.contact_id == Contact.id, Address.unreachable_at.is_(None))
    .order_by(Address.seen_at.desc(), Address.id.desc())
    .limit(1)
    .scalar_subquery()
)
_NAME = (
    select(Learner.name).where(Learner.contact_id == Contact.id, Learner.relation == Relation.SELF).scalar_subquery()
)
