"""Contacts: those we talk to, and the addresses at which they are reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base
from storage.dialogs import Dialog

LEADS = (1440, 120, 30)
"""How many minutes before a lesson one may be reminded, longest first."""
DEFAULT_LEADS = [1440, 120]
SEEN_EVERY = timedelta(minutes=1)
"""How exact `seen_at` is: not every word of an exchange is worth a write."""


class Contact(Base):
    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_name: Mapped[str] = mapped_column(String(200))
    """What the channel calls them; only offered as a name. The name they gave is their own learner's."""
    language: Mapped[str] = mapped_column(String(2))
    """vi or en."""
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    neighbourhood: Mapped[str | None] = mapped_column(String(120))
    """Tổ dân phố, in their own words."""
    phone: Mapped[str | None] = mapped_column(String(20))
    """Only of who was added by hand, to be called: digits."""
    leads: Mapped[list[int]] = mapped_column(JSON)
    """How many minutes before a lesson to be reminded, longest first; empty for never."""
    paused_at: Mapped[datetime | None]
    """Since when they want nothing but answers."""
    created_at: Mapped[datetime]


class Address(Base):
    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("channel", "external_id"), Index("ix_addresses_contact_id", "contact_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """None of a group chat, and once the person was deleted and only the farewell is owed; then the row goes too."""
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime]
    """When they last wrote or tapped here."""
    unreachable_at: Mapped[datetime | None]
    """Since when the channel says that they cannot be written to (blocked us, left)."""

    contact: Mapped[Contact | None] = relationship(lazy="raise")


@dataclass(frozen=True, slots=True)
class Met:
    """Who speaks: the address, its contact (None: deleted, or not met yet) and the dialog under way, old or not."""

    address: Address
    contact: Contact | None
    dialog: Dialog | None


# Asked for everything anyone says, so it is built once: building it costs as much as running it.
_SPEAKER = (
    select(Address, Contact, Dialog)
    .outerjoin(Contact, Contact.id == Address.contact_id)
    .outerjoin(Dialog, Dialog.contact_id == Contact.id)
    .where(Address.channel == bindparam("channel"), Address.external_id == bindparam("external_id"))
)


class Contacts:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def find(self, channel: str, external_id: str) -> Met | None:
        """Who speaks from this address, if we know it."""
        found = (await self._session.execute(_SPEAKER, {"channel": channel, "external_id": external_id})).first()
        return Met(*found) if found else None

    async def meet(self, channel: str, external_id: str, chat_name: str, language: str) -> Met:
        """Who speaks from this address, made if new; whoever speaks is reachable again."""
        met = await self.find(channel, external_id)
        if met is None or met.contact is None:
            return await self._welcome(met, channel, external_id, chat_name[:200], language)
        address, contact = met.address, met.contact
        if chat_name and contact.chat_name != chat_name[:200]:
            contact.chat_name = chat_name[:200]
        if address.unreachable_at is not None or abs(self._now - address.seen_at) > SEEN_EVERY:
            address.unreachable_at = None
            address.seen_at = self._now
        return met

    async def _welcome(self, met: Met | None, channel: str, external_id: str, chat_name: str, language: str) -> Met:
        contact = Contact(chat_name=chat_name, language=language, leads=list(DEFAULT_LEADS), created_at=self._now)
        self._session.add(contact)
        await self._session.flush()
        address = met.address if met else Address(channel=channel, external_id=external_id)
        address.contact_id = contact.id
        address.seen_at = self._now
        address.unreachable_at = None
        self._session.add(address)
        await self._session.flush()
        return Met(address, contact, None)

    async def add_by_hand(
        self, name: str, phone: str | None, centre_id: int | None, neighbourhood: str | None
    ) -> Contact:
        """Somebody without an address, whom an organizer met; to be called."""
        contact = Contact(
            chat_name=name[:200],
            language="vi",
            centre_id=centre_id,
            neighbourhood=neighbourhood[:120] if neighbourhood else None,
            phone=phone,
            leads=[],
            created_at=self._now,
        )
        self._session.add(contact)
        await self._session.flush()
        return contact

    async def get(self, contact_id: int) -> Contact:
        """Raises: NoResultFound."""
        return (await self._session.scalars(select(Contact).where(Contact.id == contact_id))).one()

    async def address_of(self, contact_id: int) -> Address | None:
        """Where to write to them: the reachable address they last spoke from."""
        query = (
            select(Address)
            .where(Address.contact_id == contact_id, Address.unreachable_at.is_(None))
            .order_by(Address.seen_at.desc(), Address.id.desc())
            .limit(1)
        )
        return await self._session.scalar(query)

    async def list_addresses(self, contact_id: int) -> Sequence[Address]:
        """In order of arrival."""
        query = select(Address).where(Address.contact_id == contact_id).order_by(Address.id)
        return (await self._session.scalars(query)).all()

    async def lost(self, address: Address) -> None:
        """The channel says that this address cannot be written to."""
        address.unreachable_at = self._now

    async def found(self, address: Address) -> None:
        """They came back."""
        address.unreachable_at = None

    async def choose_language(self, contact: Contact, language: str) -> None:
        contact.language = language

    async def choose_leads(self, contact: Contact, leads: list[int]) -> None:
        """`leads`: minutes before a lesson."""
        contact.leads = sorted(set(leads), reverse=True)

    async def pause(self, contact: Contact) -> None:
        contact.paused_at = self._now

    async def resume(self, contact: Contact) -> None:
        contact.paused_at = None

    async def live_in(self, contact: Contact, centre_id: int | None, neighbourhood: str | None) -> None:
        contact.centre_id = centre_id
        contact.neighbourhood = neighbourhood[:120] if neighbourhood else None
