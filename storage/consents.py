"""Consents: what a contact agreed to, or took back. Rows are only ever added."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, words


class Purpose(StrEnum):
    CLASSES = "classes"
    """Keeping a name and a ward to hold a seat, and reminding of the classes one joined."""
    CHILD = "child"
    """The same for a child under 16, given by the adult who looks after them."""
    ANNOUNCEMENTS = "announcements"
    """The centre's general news: new classes, events."""
    QUIZZES = "quizzes"
    """Being sent a mini-quiz: at the times one chose, or by the centre."""


class Consent(Base):
    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_contact_id", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """None after the person was deleted: that someone agreed at that time may be kept, who it was may not."""
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learners.id"))
    """For whom, where it is not the contact."""
    purpose: Mapped[Purpose] = mapped_column(words(Purpose))
    version: Mapped[str] = mapped_column(String(10))
    """Of the text they saw: the day it was written, YYYY-MM-DD."""
    given: Mapped[bool]
    oral: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Said to an organizer, who noted it; else they tapped it themselves."""
    at: Mapped[datetime]


class Consents:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def record(
        self,
        contact_id: int,
        purpose: Purpose,
        version: str,
        *,
        given: bool,
        learner_id: int | None = None,
        oral: bool = False,
    ) -> None:
        consent = Consent(
            contact_id=contact_id,
            learner_id=learner_id,
            purpose=purpose,
            version=version,
            given=given,
            oral=oral,
            at=self._now,
        )
        self._session.add(consent)
        await self._session.flush()

    async def holds(self, contact_id: int, purpose: Purpose, version: str, learner_id: int | None = None) -> bool:
        """Whether their last word on this purpose and this version of the text was yes."""
        query = (
            select(Consent.given)
            .where(Consent.contact_id == contact_id, Consent.purpose == purpose, Consent.version == version)
            .where(Consent.learner_id == learner_id if learner_id else Consent.learner_id.is_(None))
            .order_by(Consent.id.desc())
            .limit(1)
        )
        return bool(await self._session.scalar(query))

    async def last_word(self, contact_id: int, purpose: Purpose) -> bool | None:
        """What they last said to this purpose for themselves, whatever the version; None: they were never asked."""
        query = (
            select(Consent.given)
            .where(Consent.contact_id == contact_id, Consent.purpose == purpose, Consent.learner_id.is_(None))
            .order_by(Consent.id.desc())
            .limit(1)
        )
        return await self._session.scalar(query)

    async def list_of(self, contact_id: int) -> Sequence[Consent]:
        """In order of time."""
        query = select(Consent).where(Consent.contact_id == contact_id).order_by(Consent.id)
        return (await self._session.scalars(query)).all()
