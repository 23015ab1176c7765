"""Learners: the people of a household who learn, each looked after by one contact."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, Index, String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, words


class Relation(StrEnum):
    """What a learner is to the contact."""

    SELF = "self"
    MOTHER = "mother"
    FATHER = "father"
    SPOUSE = "spouse"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    OTHER = "other"


class AgeGroup(StrEnum):
    """As somebody said; nobody is asked for a date of birth."""

    UNDER_16 = "under_16"
    FROM_16 = "16_34"
    FROM_35 = "35_59"
    FROM_60 = "60_up"


# Without a check: SQLite cannot add a column with one to a table that is there.
_AGE_GROUP = Enum(AgeGroup, native_enum=False, length=16, values_callable=lambda groups: [one.value for one in groups])


class Learner(Base):
    __tablename__ = "learners"
    __table_args__ = (
        Index("ix_learners_contact_id", "contact_id"),
        Index(
            "uq_learners_self",
            "contact_id",
            unique=True,
            sqlite_where=text("relation = 'self'"),
            postgresql_where=text("relation = 'self'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    relation: Mapped[Relation] = mapped_column(words(Relation))
    name: Mapped[str] = mapped_column(String(80))
    under_16: Mapped[bool] = mapped_column(default=False)
    """Known from sign-up; then the age group below does not count."""
    age_group: Mapped[AgeGroup | None] = mapped_column(_AGE_GROUP)
    """None: not said."""
    created_at: Mapped[datetime]


class Learners:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def household(self, contact_id: int) -> Sequence[Learner]:
        """Those this contact looks after, themselves first, then in order of arrival."""
        query = (
            select(Learner)
            .where(Learner.contact_id == contact_id)
            .order_by(Learner.relation != Relation.SELF, Learner.id)
        )
        return (await self._session.scalars(query)).all()

    async def find(self, contact_id: int, learner_id: int) -> Learner | None:
        """The learner, if this contact looks after them."""
        query = select(Learner).where(Learner.id == learner_id, Learner.contact_id == contact_id)
        return await self._session.scalar(query)

    async def find_self(self, contact_id: int) -> Learner | None:
        query = select(Learner).where(Learner.contact_id == contact_id, Learner.relation == Relation.SELF)
        return await self._session.scalar(query)

    async def add(self, contact_id: int, relation: Relation, name: str, *, under_16: bool = False) -> Learner:
        """`name` is cut at 80 characters."""
        learner = Learner(
            contact_id=contact_id, relation=relation, name=name[:80], under_16=under_16, created_at=self._now
        )
        self._session.add(learner)
        await self._session.flush()
        return learner

    async def rename(self, learner: Learner, name: str) -> None:
        learner.name = name[:80]

    async def choose_age_group(self, learner: Learner, age_group: AgeGroup | None) -> None:
        """`age_group`: None to say nothing of it."""
        learner.age_group = age_group
