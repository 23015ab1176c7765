"""Groups that learn together: families, clans, units, communities; who belongs, and the sum of their visits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import choice

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, words
from storage.courses import Course
from storage.learners import Learner
from storage.lessons import Lesson
from storage.periods import Period, took_place
from storage.visits import Visit

LONGEST_NAME = 80
CODE = 6
_LETTERS = "ABCDEFGHKMNPQRSTUVWXYZ23456789"
"""Without those that are taken for one another when they are read out."""


class GroupKind(StrEnum):
    FAMILY = "family"
    CLAN = "clan"
    UNIT = "unit"
    COMMUNITY = "community"


class Group(Base):
    __tablename__ = "groups"
    # A number is never given again: an old button must not end another group.
    __table_args__ = (Index("ix_groups_centre_id", "centre_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[GroupKind] = mapped_column(words(GroupKind))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    """Who may commend it, and whose lessons count."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """None: who made it was deleted since."""
    code: Mapped[str] = mapped_column(String(CODE), unique=True)
    """Whoever has it may join: six letters and digits."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """An organizer ended it; it has no members then."""


class GroupMember(Base):
    __tablename__ = "group_members"
    __table_args__ = (UniqueConstraint("group_id", "learner_id"), Index("ix_group_members_learner_id", "learner_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    joined_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Tally:
    """A group with how many belong to it and how often they came."""

    group: Group
    members: int
    visits: int


class Groups:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def make(self, kind: GroupKind, name: str, centre_id: int, created_by: int) -> Group:
        """It has no member yet."""
        group = Group(
            kind=kind,
            name=name[:LONGEST_NAME],
            centre_id=centre_id,
            created_by=created_by,
            code=await self._free_code(),
            created_at=self._now,
        )
        self._session.add(group)
        await self._session.flush()
        return group

    async def _free_code(self) -> str:
        while True:
            code = "".join(choice(_LETTERS) for _ in range(CODE))
            if await self._session.scalar(select(Group.id).where(Group.code == code)) is None:
                return code

    async def find(self, group_id: int) -> Group | None:
        """Unless it was ended."""
        return await self._session.scalar(select(Group).where(Group.id == group_id, Group.ended_at.is_(None)))

    async def find_coded(self, code: str) -> Group | None:
        """The same, by its code in any case."""
        query = select(Group).where(Group.code == code.upper(), Group.ended_at.is_(None))
        return await self._session.scalar(query)

    async def count_made(self, contact_id: int) -> int:
        """How many of those that go on they made."""
        query = select(func.count()).select_from(Group)
        query = query.where(Group.created_by == contact_id, Group.ended_at.is_(None))
        return await self._session.scalar(query) or 0

    async def join(self, group: Group, learner_id: int) -> None:
        """Joining again changes nothing."""
        known = select(GroupMember.id).where(GroupMember.group_id == group.id, GroupMember.learner_id == learner_id)
        if await self._session.scalar(known) is None:
            self._session.add(GroupMember(group_id=group.id, learner_id=learner_id, joined_at=self._now))
            await self._session.flush()

    async def leave(self, group: Group, learner_ids: Collection[int]) -> None:
        """A group that nobody is left in goes."""
        gone = GroupMember.learner_id.in_(learner_ids) & (GroupMember.group_id == group.id)
        await self._session.execute(delete(GroupMember).where(gone))
        await self._drop_empty([group.id])

    async def forget_of(self, learner_ids: Collection[int]) -> None:
        """Before these learners are deleted: their memberships, and groups of nobody else."""
        theirs = GroupMember.learner_id.in_(learner_ids)
        group_ids = (await self._session.scalars(select(GroupMember.group_id).where(theirs).distinct())).all()
        await self._session.execute(delete(GroupMember).where(theirs))
        await self._drop_empty(group_ids)

    async def forget_maker(self, contact_id: int) -> None:
        """Before this contact is deleted: what others belong to stays; what was ended may bear a family's name."""
        ended = (Group.created_by == contact_id) & Group.ended_at.is_not(None)
        await self._session.execute(delete(Group).where(ended))
        made = update(Group).where(Group.created_by == contact_id)
        await self._session.execute(made.values(created_by=None))

    async def _drop_empty(self, group_ids: Collection[int]) -> None:
        peopled = exists().where(GroupMember.group_id == Group.id)
        await self._session.execute(delete(Group).where(Group.id.in_(group_ids), ~peopled, Group.ended_at.is_(None)))

    async def list_of(self, contact_id: int) -> Sequence[Group]:
        """Those that someone of this household belongs to, in order of arrival."""
        theirs = (
            select(GroupMember.group_id)
            .join(Learner, Learner.id == GroupMember.learner_id)
            .where(Learner.contact_id == contact_id)
        )
        return (await self._session.scalars(select(Group).where(Group.id.in_(theirs)).order_by(Group.id))).all()

    async def list_members(self, group_id: int, contact_id: int) -> set[int]:
        """Which learners of this household belong to it."""
        query = (
            select(GroupMember.learner_id)
            .join(Learner, Learner.id == GroupMember.learner_id)
            .where(GroupMember.group_id == group_id, Learner.contact_id == contact_id)
        )
        return set(await self._session.scalars(query))

    async def tally(self, group: Group, period: Period) -> Tally:
        """With the visits of its members to lessons of its centre that began in this period."""
        return (await self._tally(period, [Group.id == group.id]))[0]

    async def list_at(
        self, centre_id: int, period: Period, limit: int | None = None, offset: int = 0
    ) -> Sequence[Tally]:
        """Those of a centre that go on, most visits first."""
        which = [Group.centre_id == centre_id, Group.ended_at.is_(None)]
        return await self._tally(period, which, limit, offset)

    async def _tally(
        self, period: Period, which: Collection[object], limit: int | None = None, offset: int = 0
    ) -> list[Tally]:
        members = (
            select(func.count())
            .select_from(GroupMember)
            .where(GroupMember.group_id == Group.id)
            .correlate(Group)
            .scalar_subquery()
        )
        visits = (
            select(func.count(Visit.id))
            .join(GroupMember, GroupMember.learner_id == Visit.learner_id)
            .join(Lesson, Lesson.id == Visit.lesson_id)
            .join(Course, Course.id == Lesson.course_id)
            .where(GroupMember.group_id == Group.id, Course.centre_id == Group.centre_id)
            .where(*took_place(period, self._now))
            .correlate(Group)
            .scalar_subquery()
        )
        query = select(Group, members, visits).where(*which)  # type: ignore[arg-type]
        query = query.order_by(visits.desc(), members.desc(), Group.id).limit(limit).offset(offset)
        return [Tally(*row) for row in await self._session.execute(query)]

    async def rename(self, group: Group, name: str) -> None:
        group.name = name[:LONGEST_NAME]

    async def end(self, group: Group) -> None:
        """Nobody belongs to it any more."""
        group.ended_at = self._now
        await self._session.execute(delete(GroupMember).where(GroupMember.group_id == group.id))
        await self._session.flush()
