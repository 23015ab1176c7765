"""Group chats: where a centre's item of the day is posted, once or each day at an hour.

A group chat is an address of its own: a row of `addresses` without a contact, which a row of this table bears out. An
address without either is one that a deleted person left, and goes with the farewell (`deliveries.part`, `deletion`);
both ask `OF_GROUP` first, and the foreign key here says no to whoever forgets it. So a group has what every address
has: the outbox with its order and pace, and `unreachable_at` once the bot was removed.

Nothing is kept of a group's members: not who they are, not what they say, not what they chose in a poll, which is
anonymous. Nor who linked it: that is in the audit log, and all organizers of its centre decide.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Select, String, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from storage.base import Base
from storage.centres import Centre
from storage.contacts import Address
from storage.organizers import Rights
from storage.outbox import OutboxMessage

TITLE = 128
"""Characters of a group's name."""
KEPT = timedelta(days=30)
"""So long after we were removed a group is forgotten."""
MOST_ASKED = 400
"""How many items a group is remembered to have been asked."""


class GroupChat(Base):
    __tablename__ = "group_chats"
    # A number is never given again: an old button must not speak to another group.
    __table_args__ = (Index("ix_group_chats_next_at", "next_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE))
    """As the channel calls it."""
    language: Mapped[str] = mapped_column(String(2))
    """vi or en: that of who linked it."""
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """Whose items are asked, and whose organizers decide; None: those who are trusted with all centres."""
    hour: Mapped[int | None]
    """On local clocks, 0–23, each day; None: only when asked."""
    next_at: Mapped[datetime | None]
    asked: Mapped[list[str]] = mapped_column(JSON)
    """The items posted so far, the last at the end."""
    posted_at: Mapped[datetime | None]
    """When the last was, or is to be."""
    created_at: Mapped[datetime]

    address: Mapped[Address] = relationship(lazy="raise")
    centre: Mapped[Centre | None] = relationship(lazy="raise")


OF_GROUP = exists().where(GroupChat.address_id == Address.id)
"""Whether an address is a group's. For queries that select addresses."""


class GroupChats:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def find_at(self, channel: str, external_id: str) -> GroupChat | None:
        """The group of this address, if it is linked; with address and centre."""
        return await self._session.scalar(_linked().where(_is_at(channel, external_id)))

    async def find(self, number: int) -> GroupChat | None:
        """With address and centre."""
        return await self._session.scalar(_linked().where(GroupChat.id == number))

    async def list_within(self, rights: Rights) -> Sequence[GroupChat]:
        """Those that somebody with these rights decides over, by title; with address and centre."""
        query = _linked().order_by(GroupChat.title, GroupChat.id)
        if not rights.everywhere:
            query = query.where(GroupChat.centre_id.in_(rights.centres))
        return (await self._session.scalars(query)).all()

    async def link(self, channel: str, external_id: str, title: str, language: str, centre_id: int | None) -> GroupChat:
        """Theirs from now on, whosever it was; what it was asked stays known."""
        group = await self.find_at(channel, external_id)
        if group is None:
            address = await self._session.scalar(select(Address).where(_is_at(channel, external_id)))
            address = address or Address(channel=channel, external_id=external_id, seen_at=self._now)
            group = GroupChat(address=address, asked=[], created_at=self._now)
            self._session.add(group)
        group.title, group.language, group.centre_id = title[:TITLE], language, centre_id
        await self._session.flush()
        # Its centre is another one now.
        await self._session.refresh(group, ["centre"])
        return group

    async def spoke(self, group: GroupChat, title: str) -> None:
        """Somebody wrote to us there: so we are in it, and it is called this now."""
        group.title = title[:TITLE] or group.title
        group.address.seen_at = self._now
        group.address.unreachable_at = None

    async def lost(self, group: GroupChat) -> None:
        """We were removed. Nothing is posted there on its own again, also when we are back."""
        await self.stop(group)
        group.address.unreachable_at = self._now

    async def found(self, group: GroupChat) -> None:
        group.address.unreachable_at = None

    async def choose_hour(self, group: GroupChat, hour: int, next_at: datetime) -> None:
        """Each day at this hour, `next_at` first."""
        group.hour, group.next_at = hour, next_at

    async def stop(self, group: GroupChat) -> None:
        """Nothing comes on its own any more. What waited for the morning was not posted after all."""
        group.hour = group.next_at = None
        if group.posted_at is not None and group.posted_at > self._now:
            group.posted_at = None

    async def post(self, group: GroupChat, item: str, at: datetime) -> None:
        """It is asked this, now or once the night is over."""
        group.asked = [*(one for one in group.asked if one != item), item][-MOST_ASKED:]
        group.posted_at = at

    async def list_due(self, limit: int) -> Sequence[GroupChat]:
        """Those that can be written to and wait for their item, longest due first."""
        query = _linked().where(GroupChat.next_at <= self._now, Address.unreachable_at.is_(None))
        return (await self._session.scalars(query.order_by(GroupChat.next_at, GroupChat.id).limit(limit))).all()

    async def next_due(self) -> datetime | None:
        """When the next is due."""
        query = select(GroupChat.next_at).join(GroupChat.address).where(GroupChat.next_at.is_not(None))
        query = query.where(Address.unreachable_at.is_(None)).order_by(GroupChat.next_at).limit(1)
        return await self._session.scalar(query)

    async def move(self, channel: str, external_id: str, to: str) -> None:
        """The group has another id since. Known there as well, it is the one that somebody linked there."""
        group = await self.find_at(channel, external_id)
        if group is None:
            return
        if await self._session.scalar(select(Address.id).where(_is_at(channel, to))) is not None:
            await self._forget([group])
        else:
            group.address.external_id = to
            await self._session.flush()

    async def tidy(self) -> None:
        """Forget the groups that we were removed from longer than `KEPT` ago."""
        query = _linked().where(Address.unreachable_at < self._now - KEPT)
        await self._forget((await self._session.scalars(query)).all())

    async def _forget(self, groups: Sequence[GroupChat]) -> None:
        addresses = [one.address_id for one in groups]
        await self._session.execute(delete(GroupChat).where(GroupChat.id.in_([one.id for one in groups])))
        await self._session.execute(delete(OutboxMessage).where(OutboxMessage.address_id.in_(addresses)))
        await self._session.execute(delete(Address).where(Address.id.in_(addresses)))


def _linked() -> Select[GroupChat]:
    query = select(GroupChat).join(GroupChat.address).outerjoin(GroupChat.centre)
    return query.options(contains_eager(GroupChat.address), contains_eager(GroupChat.centre))


def _is_at(channel: str, external_id: str) -> ColumnElement[bool]:
    return (Address.channel == channel) & (Address.external_id == external_id)
