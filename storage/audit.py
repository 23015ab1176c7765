"""The audit log: what organizers did, written in the transaction that did it. Rows are only ever added."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base
from storage.contacts import Contact


class AuditEntry(Base):
    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_centre_id", "centre_id"),
        Index("ix_audit_entries_contact_id", "contact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """Who did it; None: the operator, or somebody who was deleted since."""
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """Which centre it concerns; None: all of them."""
    action: Mapped[str] = mapped_column(String(40))
    """What was done, in a word that `handlers/texts` has a sentence for."""
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What that sentence needs; no personal data of residents."""

    contact: Mapped[Contact | None] = relationship(lazy="raise")


class Audit:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def note(self, contact_id: int | None, centre_id: int | None, action: str, **details: Any) -> None:
        """`contact_id`: who did it."""
        entry = AuditEntry(at=self._now, contact_id=contact_id, centre_id=centre_id, action=action, details=details)
        self._session.add(entry)
        await self._session.flush()

    async def list_latest(
        self, centres: frozenset[int] | None, limit: int, before: int | None = None
    ) -> Sequence[AuditEntry]:
        """Newest first, with who did it: what concerns these centres or all; `centres` None: everything.

        `before`: only entries with smaller numbers, for the next page.
        """
        query = select(AuditEntry).options(joinedload(AuditEntry.contact)).order_by(AuditEntry.id.desc()).limit(limit)
        if centres is not None:
            query = query.where(or_(AuditEntry.centre_id.in_(centres), AuditEntry.centre_id.is_(None)))
        if before is not None:
            query = query.where(AuditEntry.id < before)
        return (await self._session.scalars(query)).all()
