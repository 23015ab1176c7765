"""Attendances: who said that they come to a lesson."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class Attendance(Base):
    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("lesson_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    promised_at: Mapped[datetime]
    """When they said "I'll come"."""


class Attendances:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def promise(self, lesson_id: int, registration_id: int) -> None:
        """They will come; saying it again changes nothing."""
        query = select(Attendance).where(
            Attendance.lesson_id == lesson_id, Attendance.registration_id == registration_id
        )
        if await self._session.scalar(query) is None:
            self._session.add(Attendance(lesson_id=lesson_id, registration_id=registration_id, promised_at=self._now))
            await self._session.flush()
