"""Deliveries: what the one sender asks of the outbox, and what it records there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, text, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.contacts import Address
from storage.group_chats import OF_GROUP
from storage.outbox import AT_ONCE, PASSED, Fate, OutboxMessage, Urgency
from storage.quiet_hours import QuietHours


@dataclass(frozen=True, slots=True)
class Owed:
    """A message to send: what the sender needs to know of it and of where it goes."""

    id: int
    key: str
    urgency: int
    body: dict[str, Any]
    due_at: datetime
    expires_at: datetime | None
    tries: int
    address_id: int
    channel: str
    external_id: str
    parting: bool
    """Whether the person was deleted and this is the farewell."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the sending of one message ended."""

    message: Owed
    fate: Fate
    receipt: str | None = None
    reason: str | None = None


def _due(urgency: Urgency) -> Any:
    """One walk along `ix_outbox_owed`: it costs what it yields and passes over, whatever else is owed."""
    walk = (
        select(
            OutboxMessage.id,
            OutboxMessage.key,
            OutboxMessage.urgency,
            OutboxMessage.body,
            OutboxMessage.due_at,
            OutboxMessage.expires_at,
            OutboxMessage.tries,
            OutboxMessage.address_id,
            Address.channel,
            Address.external_id,
            (Address.contact_id.is_(None) & ~OF_GROUP).label("parting"),
        )
        .join(Address, Address.id == OutboxMessage.address_id)
        .where(text("fate = 'owed'"), OutboxMessage.urgency == int(urgency), OutboxMessage.due_at <= bindparam("now"))
        .where(OutboxMessage.due_at >= (AT_ONCE if urgency is Urgency.REPLY else bindparam("not_before")))
        .where(Address.channel == bindparam("channel"))
        .where(OutboxMessage.id.not_in(bindparam("claimed", expanding=True)))
        .where(OutboxMessage.address_id.not_in(bindparam("held", expanding=True)))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(bindparam(urgency.name))
    )
    return select(walk.subquery(urgency.name.lower()))


_DUE = union_all(*map(_due, Urgency)).order_by("urgency", "due_at", "id")
# By key as well: SQLite gives the number of a deleted row to the next one.
_THIS = text("id = :which AND key = :called")
_END = (
    update(OutboxMessage.__table__)  # type: ignore[arg-type]
    .where(_THIS)
    .values(
        fate=bindparam("fate"), receipt=bindparam("receipt"), reason=bindparam("reason"), ended_at=bindparam("ended_at")
    )
)
_LIGHTEN = (
    update(OutboxMessage.__table__)  # type: ignore[arg-type]
    # Only while it is owed: the body of someone who was deleted meanwhile is empty and stays so.
    .where(_THIS, text("fate = 'owed'"))
    .values(body=bindparam("body"))
)
_TRY_AGAIN = (
    update(OutboxMessage.__table__)  # type: ignore[arg-type]
    .where(_THIS)
    .values(tries=bindparam("tries"))
)


class Deliveries:
    def __init__(self, session: AsyncSession, now: datetime, quiet: QuietHours) -> None:
        self._session = session
        self._now = now
        self._quiet = quiet

    async def list_due(
        self, channel: str, most: Mapping[Urgency, int], claimed: Collection[int] = (), held: Collection[int] = ()
    ) -> list[Owed]:
        """What is due on this channel, at most so much of each urgency: the urgent first, then the longest due.

        Left out: the messages `claimed`, whatever goes to the addresses `held`, and in quiet hours what is no answer
        and should have gone out before them: it waits for the morning. What is due in them was found urgent.
        """
        not_before = self._quiet.began(self._now) or AT_ONCE
        asked = {
            "now": self._now,
            "not_before": not_before,
            "channel": channel,
            "claimed": _padded(claimed),
            "held": _padded(held),
        }
        limits = {urgency.name: most.get(urgency, 0) for urgency in Urgency}
        rows = await (await self._session.connection()).execute(_DUE, asked | limits)
        return [Owed(*row) for row in rows]

    async def end(self, ended: Sequence[Ended]) -> None:
        """Record how sending ended, each once. A document made for one person, or a secret, is not kept beyond it."""
        await self._execute(_LIGHTEN, (_lightened(one.message) for one in ended if _is_heavy(one.message.body)))
        await self._execute(_END, (self._ending(one) for one in ended))

    def _ending(self, one: Ended) -> dict[str, Any]:
        return {
            "which": one.message.id,
            "called": one.message.key,
            "fate": one.fate,
            "receipt": one.receipt,
            "reason": one.reason[:200] if one.reason else None,
            "ended_at": self._now,
        }

    async def try_again(self, messages: Iterable[Owed]) -> None:
        """Count one more try, which ended in nothing certain, of each; they stay owed."""
        counted = ({"which": one.id, "called": one.key, "tries": one.tries + 1} for one in messages)
        await self._execute(_TRY_AGAIN, counted)

    async def part(self, address_ids: Collection[int]) -> bool:
        """Those of these addresses whose person was deleted, and who are owed nothing more, go with all that was sent.

        Returns whether any did; then `Database.forget` is due.
        """
        owed = exists().where(OutboxMessage.address_id == Address.id, text("fate = 'owed'"))
        query = select(Address.id).where(Address.id.in_(address_ids), Address.contact_id.is_(None), ~OF_GROUP, ~owed)
        gone = (await self._session.scalars(query)).all()
        if gone:
            await self._session.execute(delete(OutboxMessage).where(OutboxMessage.address_id.in_(gone)))
            await self._session.execute(delete(Address).where(Address.id.in_(gone)))
        return bool(gone)

    async def _execute(self, statement: Any, parameters: Iterable[dict[str, Any]]) -> None:
        if rows := list(parameters):
            await (await self._session.connection()).execute(statement, rows)


def _is_heavy(body: dict[str, Any]) -> bool:
    """Whether it bears a document's content, which a stored one's does not, or a secret."""
    return "passing" in body or any(body.get("document", ())[1:2])


def _lightened(message: Owed) -> dict[str, Any]:
    body = {name: part for name, part in message.body.items() if name != "document"}
    body = PASSED if "passing" in body else body
    return {"which": message.id, "called": message.key, "body": body}


def _padded(ids: Collection[int]) -> list[int]:
    """With zeros, which are nobody's number, up to a power of two: so that few statements are ever prepared."""
    size = 1 << max(len(ids) - 1, 0).bit_length()
    return [*ids, *[0] * (size - len(ids))]
