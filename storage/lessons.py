"""Lessons: the dated meetings of a course."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class Lesson(Base):
    __tablename__ = "lessons"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("ends_at > starts_at", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]
    """From 1, in order of the first publication; it stays with the lesson when that moves."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)
    """Grows when the time or the place changes, so that what was owed for the old ones has another key."""
    moved_at: Mapped[datetime | None]
    """When the version last grew: everyone was told then, so no reminder that was due earlier is owed."""
    cancelled_at: Mapped[datetime | None]
    headcount: Mapped[int | None]
    """How many came, as an organizer counted; None: as many as there are visits."""
