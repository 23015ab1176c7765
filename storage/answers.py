"""Answers: what organizers prepared for questions that come again. The starter set is a file, these are rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.listing import Listing


class PreparedAnswer(Base):
    __tablename__ = "prepared_answers"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """Whose answer it is; None: of all centres."""
    question_id: Mapped[int | None] = mapped_column(unique=True)
    """The question it was first given to; it may be forgotten meanwhile."""
    wordings: Mapped[list[str]] = mapped_column(JSON)
    """How people ask it, the organizer's own words; nobody's name."""
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    """vi or en."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PreparedAnswers:
    def __init__(self, session: AsyncSession, now: datetime, listing: Listing) -> None:
        self._session = session
        self._now = now
        self._listing = listing

    async def list_live(self) -> Sequence[PreparedAnswer]:
        """In order of making."""
        query = select(PreparedAnswer).where(PreparedAnswer.ended_at.is_(None)).order_by(PreparedAnswer.id)
        return (await self._session.scalars(query)).all()

    async def find(self, answer_id: int) -> PreparedAnswer | None:
        """One that was not ended."""
        answer = await self._session.get(PreparedAnswer, answer_id)
        return answer if answer and answer.ended_at is None else None

    async def find_for(self, question_id: int) -> PreparedAnswer | None:
        """The one kept from this question, ended or not."""
        return await self._session.scalar(select(PreparedAnswer).where(PreparedAnswer.question_id == question_id))

    async def keep(
        self,
        wordings: Sequence[str],
        said: str,
        language: str,
        *,
        centre_id: int | None,
        made_by: int,
        question_id: int | None = None,
    ) -> PreparedAnswer:
        """Prepare an answer; it is found at once, in every process."""
        answer = PreparedAnswer(
            centre_id=centre_id,
            question_id=question_id,
            wordings=list(wordings),
            text=said,
            language=language,
            made_by=made_by,
            created_at=self._now,
        )
        self._session.add(answer)
        await self._listing.change()
        return answer

    async def add_wordings(self, answer: PreparedAnswer, wordings: Sequence[str], most: int) -> None:
        """Other ways in which people ask it: each once, and no more than `most` in all."""
        # Two organizers may add at once, and the list is written as a whole.
        await self._session.refresh(answer, with_for_update=True)
        answer.wordings = list(dict.fromkeys([*answer.wordings, *wordings]))[:most]
        await self._listing.change()

    async def correct(self, answer: PreparedAnswer, said: str) -> None:
        """From now on this is the answer."""
        answer.text = said
        await self._listing.change()

    async def end(self, answer: PreparedAnswer) -> None:
        answer.ended_at = self._now
        await self._listing.change()
