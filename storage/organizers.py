"""Organizers: contacts trusted with a centre, or with all of them, and the invitations that make them so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, ForeignKey, Index, String, delete, exists, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, contains_eager, joinedload, mapped_column, relationship

from storage.base import Base
from storage.centres import Centre
from storage.contacts import Contact

INVITED_FOR = timedelta(hours=72)
TOKEN_BYTES = 16
"""128 random bits: nobody guesses an invitation."""


class Organizer(Base):
    """A contact's right over one centre, or over all (`centre_id` is None), from then until it was ended."""

    __tablename__ = "organizers"
    __table_args__ = (
        Index(
            "uq_organizers_centre",
            "contact_id",
            "centre_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND centre_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND centre_id IS NOT NULL"),
        ),
        Index(
            "uq_organizers_all",
            "contact_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND centre_id IS NULL"),
            postgresql_where=text("ended_at IS NULL AND centre_id IS NULL"),
        ),
        # A number is never given again: an old button must not end somebody else's right.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """None: by the operator, with `banhoc invite`."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    contact: Mapped[Contact] = relationship(lazy="raise", foreign_keys=[contact_id])
    centre: Mapped[Centre | None] = relationship(lazy="raise")


class Invitation(Base):
    """A link that makes whoever opens it first an organizer. Only its hash is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Rights:
    """What an organizer is trusted with."""

    everywhere: bool
    centres: frozenset[int]

    def over(self, centre_id: int | None) -> bool:
        """Whether over this centre; None: over what concerns all of them."""
        return self.everywhere or (centre_id is not None and centre_id in self.centres)


class Organizers:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def rights(self, contact_id: int) -> Rights | None:
        """What this contact is trusted with now; None for everyone else."""
        query = select(Organizer.centre_id).where(Organizer.contact_id == contact_id, Organizer.ended_at.is_(None))
        centres = (await self._session.scalars(query)).all()
        if not centres:
            return None
        return Rights(None in centres, frozenset(one for one in centres if one is not None))

    async def list_over(self, centre_id: int | None) -> Sequence[Organizer]:
        """Those trusted with this centre, or with all, with contact and centre, longest first; None: all organizers."""
        query = select(Organizer).where(Organizer.ended_at.is_(None))
        if centre_id is not None:
            query = query.where(or_(Organizer.centre_id == centre_id, Organizer.centre_id.is_(None)))
        query = query.options(joinedload(Organizer.contact), joinedload(Organizer.centre)).order_by(Organizer.id)
        return (await self._session.scalars(query)).all()

    async def list_within(self, rights: Rights) -> Sequence[Organizer]:
        """Whom somebody with these rights works with: those trusted with their centres, or with all, widest first."""
        query = select(Organizer).outerjoin(Organizer.centre).where(Organizer.ended_at.is_(None))
        if not rights.everywhere:
            query = query.where(or_(Organizer.centre_id.in_(rights.centres), Organizer.centre_id.is_(None)))
        query = query.options(joinedload(Organizer.contact), contains_eager(Organizer.centre))
        query = query.order_by(Organizer.centre_id.is_not(None), Centre.ward, Organizer.id)
        return (await self._session.scalars(query)).all()

    async def find(self, organizer_id: int) -> Organizer | None:
        """A right that was not ended, with contact and centre."""
        query = select(Organizer).where(Organizer.id == organizer_id, Organizer.ended_at.is_(None))
        return await self._session.scalar(query.options(joinedload(Organizer.contact), joinedload(Organizer.centre)))

    async def names(self, organizer_ids: Collection[int]) -> dict[int, str]:
        """What the channel calls whom these rights are or were; who was deleted since is left out."""
        query = select(Organizer.id, Contact.chat_name).join(Organizer.contact).where(Organizer.id.in_(organizer_ids))
        return dict((await self._session.execute(query)).all())

    async def end(self, organizer: Organizer) -> bool:
        """End it, unless it is the last over all centres: then nobody could trust anybody with them any more.

        Returns whether it was ended. Invitations they made and may no longer make are void: `accept` sees to that.
        """
        if organizer.centre_id is None and await self._count_everywhere() < 2:
            return False
        organizer.ended_at = self._now
        await self._session.flush()
        return True

    async def _count_everywhere(self) -> int:
        """Locked, so that two who end each other at once do not both succeed."""
        query = select(Organizer.id).where(Organizer.ended_at.is_(None), Organizer.centre_id.is_(None))
        return len((await self._session.scalars(query.order_by(Organizer.id).with_for_update())).all())

    async def invite(self, centre_id: int | None, invited_by: int | None) -> str:
        """A new invitation; returns its token, which is told once and kept nowhere."""
        token = token_urlsafe(TOKEN_BYTES)
        self._session.add(
            Invitation(
                token_hash=_hashed(token),
                centre_id=centre_id,
                invited_by=invited_by,
                created_at=self._now,
                expires_at=self._now + INVITED_FOR,
            )
        )
        await self._session.flush()
        return token

    async def accept(self, token: str, contact_id: int) -> Organizer | None:
        """Who opens an invitation first becomes an organizer; with contact and centre.

        None if it is unknown, used, too old, or its maker may no longer make it; or if it gives no more than this
        contact has: then it stays open for whom it was meant for.
        """
        query = (
            update(Invitation)
            .where(Invitation.token_hash == _hashed(token), Invitation.used_at.is_(None))
            .where(Invitation.expires_at > self._now)
            .where(or_(Invitation.invited_by.is_(None), _covered(Invitation.invited_by)), ~_covered(contact_id))
            .values(used_at=self._now)
            .returning(Invitation.centre_id, Invitation.invited_by)
        )
        # The update itself decides who was first, on both databases.
        used = (await self._session.execute(query.execution_options(synchronize_session=False))).first()
        if used is None:
            return None
        organizer = Organizer(
            contact_id=contact_id, centre_id=used.centre_id, invited_by=used.invited_by, created_at=self._now
        )
        self._session.add(organizer)
        await self._session.flush()
        return await self.find(organizer.id)

    async def tidy(self) -> None:
        """Forget invitations that nobody can use any more."""
        await self._session.execute(delete(Invitation).where(Invitation.expires_at < self._now))


def _covered(contact_id: int | InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether this contact is trusted now with what the invitation is for."""
    same = or_(Organizer.centre_id.is_(None), Organizer.centre_id == Invitation.centre_id)
    return exists().where(Organizer.contact_id == contact_id, Organizer.ended_at.is_(None), same)


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
