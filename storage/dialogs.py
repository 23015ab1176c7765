"""Dialogs: unfinished exchanges of several steps, one a contact at most. Any process may continue them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base

PATIENCE = timedelta(hours=24)
"""An exchange nobody continued for so long is forgotten: what is typed next day is a new question."""


class Dialog(Base):
    __tablename__ = "dialogs"
    # Else SQLite would give the number of a closed dialog to the next, and an old button would answer the new question.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    """Buttons of a dialog bear it, so that those of an earlier one are known as old."""
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    """Which handler continues it."""
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    aside: Mapped[bool] = mapped_column(default=False)
    """Whether they have meanwhile asked for something else: then what they type is no answer to this."""
    changed_at: Mapped[datetime]


class Dialogs:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def find(self, contact_id: int) -> Dialog | None:
        """The one under way, unless it was left for longer than `PATIENCE`."""
        dialog = await self._session.scalar(select(Dialog).where(Dialog.contact_id == contact_id))
        return dialog if dialog and self.is_live(dialog) else None

    def is_live(self, dialog: Dialog) -> bool:
        """Whether it was continued within `PATIENCE`."""
        return self._now - dialog.changed_at < PATIENCE

    async def open(self, contact_id: int, kind: str, state: dict[str, Any]) -> Dialog:
        """Begin one; whatever was under way ends."""
        await self.close(contact_id)
        dialog = Dialog(contact_id=contact_id, kind=kind, state=state, changed_at=self._now)
        self._session.add(dialog)
        await self._session.flush()
        return dialog

    async def turn(self, dialog: Dialog, **changes: Any) -> None:
        """Remember what was answered."""
        dialog.state = dialog.state | changes
        dialog.aside = False
        dialog.changed_at = self._now
        await self._session.flush()

    async def end(self, dialog: Dialog, kind: str, **state: Any) -> None:
        """Nothing more is asked, but its buttons are still known: `kind` says how it ended."""
        dialog.kind = kind
        dialog.state = state
        await self._session.flush()

    async def set_aside(self, dialog: Dialog) -> None:
        """They asked for something else."""
        dialog.aside = True
        await self._session.flush()

    async def take_up(self, dialog: Dialog) -> None:
        """They came back to it: what they type is an answer to it again."""
        dialog.aside = False
        await self._session.flush()

    async def close(self, contact_id: int) -> None:
        await self._session.execute(delete(Dialog).where(Dialog.contact_id == contact_id))

    async def tidy(self) -> None:
        """Forget those left for longer than `PATIENCE`."""
        await self._session.execute(delete(Dialog).where(Dialog.changed_at < self._now - PATIENCE))
