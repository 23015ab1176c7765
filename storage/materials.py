"""Materials: links and files by topic, for residents to browse and to be offered after a class."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base
from storage.centres import Centre
from storage.contacts import Contact
from storage.courses import WHOLE, Course
from storage.files import File
from storage.learners import Learner
from storage.organizers import Rights
from storage.outbox import NEVER
from storage.registrations import Registration, Standing
from storage.topics import Topic
from storage.visits import Visit

REST = timedelta(hours=2)
"""After the end of a class, until its learners are offered something to read."""
USEFUL = timedelta(days=3)
"""Longer after the end of a class nobody is offered anything."""
LAST_SENT = timedelta(days=2)
"""A file is kept so long after its material was ended: a message with it may still be on its way."""


class Material(Base):
    __tablename__ = "materials"
    __table_args__ = (
        CheckConstraint("(url IS NULL) <> (file_id IS NULL)", name="link_or_file"),
        Index("ix_materials_topic_id", "topic_id"),
        # A number is never given again: an old button must not open something else.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """Whose it is; None: of all centres."""
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(Text)
    """An https address, as `handlers.links.read_link` gives it."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    opened: Mapped[int] = mapped_column(default=0)
    """How often somebody asked for it; not who."""
    added_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """None: somebody who was deleted since."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship(lazy="raise")
    centre: Mapped[Centre | None] = relationship(lazy="raise")


class MaterialRound(Base):
    """At `at`, those who had a seat in this course were offered the materials of its topic."""

    __tablename__ = "material_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), unique=True)
    at: Mapped[datetime]


class Materials:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def add(
        self,
        centre_id: int | None,
        topic_id: int,
        title: str,
        added_by: int,
        *,
        url: str | None = None,
        file_id: int | None = None,
    ) -> Material:
        """With a link or a file, which is kept as long as the material is not ended."""
        material = Material(
            centre_id=centre_id,
            topic_id=topic_id,
            title=title[:200],
            url=url,
            file_id=file_id,
            added_by=added_by,
            created_at=self._now,
        )
        self._session.add(material)
        if file_id is not None:
            await self._keep_file(file_id, NEVER)
        await self._session.flush()
        return material

    async def _keep_file(self, file_id: int, until: datetime) -> None:
        await self._session.execute(update(File).where(File.id == file_id).values(kept_until=until))

    async def find(self, material_id: int) -> Material | None:
        """One that was not ended, with its topic and centre."""
        return await self._session.scalar(_live().where(Material.id == material_id))

    async def count_by_topic(self) -> Sequence[tuple[Topic, int]]:
        """The topics that have some, by name, and how many."""
        query = (
            select(Topic, func.count(Material.id))
            .join(Material, Material.topic_id == Topic.id)
            .where(Material.ended_at.is_(None))
            .group_by(Topic.id)
            .order_by(Topic.name)
        )
        return [(topic, number) for topic, number in await self._session.execute(query)]

    async def list_of(self, topic_id: int) -> Sequence[Material]:
        """Of one topic, newest first."""
        query = _live().where(Material.topic_id == topic_id).order_by(Material.id.desc())
        return (await self._session.scalars(query)).all()

    async def list_within(self, rights: Rights) -> Sequence[Material]:
        """Those that somebody with these rights looks after, newest first."""
        query = _live().order_by(Material.id.desc())
        if not rights.everywhere:
            query = query.where(Material.centre_id.in_(rights.centres))
        return (await self._session.scalars(query)).all()

    async def open(self, material: Material) -> None:
        """Somebody asked for it."""
        opened = update(Material).where(Material.id == material.id).values(opened=Material.opened + 1)
        await self._session.execute(opened.execution_options(synchronize_session=False))

    async def end(self, material: Material) -> None:
        """Nobody finds it any more."""
        material.ended_at = self._now
        if material.file_id is not None:
            await self._keep_file(material.file_id, self._now + LAST_SENT)
        await self._session.flush()

    async def next_to_offer(self) -> Course | None:
        """A course that ended a while ago, whose learners were not offered what there is on its topic; whole."""
        there_are = exists().where(Material.ended_at.is_(None), *_for_course())
        query = (
            select(Course)
            .where(Course.cancelled_at.is_(None), there_are)
            .where(Course.last_ends_at <= self._now - REST, Course.last_ends_at > self._now - USEFUL)
            .where(~exists().where(MaterialRound.course_id == Course.id))
            .order_by(Course.last_ends_at, Course.id)
            .limit(1)
            .options(*WHOLE)
        )
        return await self._session.scalar(query)

    async def next_round(self) -> datetime | None:
        """When the next class will be over for so long that its learners are offered something, as things stand."""
        query = select(func.min(Course.last_ends_at)).where(Course.cancelled_at.is_(None), Course.taken > 0)
        query = query.where(exists().where(Material.ended_at.is_(None), *_for_course()))
        query = query.where(Course.last_ends_at > self._now - USEFUL)
        ends = await self._session.scalar(query.where(~exists().where(MaterialRound.course_id == Course.id)))
        return ends + REST if ends else None

    async def list_for(self, course: Course, limit: int) -> Sequence[Material]:
        """What learners of this course are offered: of its topic, of its own centre or of all, newest first."""
        query = _live().join(Course, Course.id == course.id).where(*_for_course())
        return (await self._session.scalars(query.order_by(Material.id.desc()).limit(limit))).all()

    async def list_learned(self, course: Course) -> Sequence[Contact]:
        """Whose household had a seat in it or came to it, each once; those who paused are left alone."""
        seated = select(Registration.learner_id).where(
            Registration.course_id == course.id, Registration.standing == Standing.SEATED
        )
        came = select(Visit.learner_id).where(Visit.lesson_id.in_([one.id for one in course.lessons]))
        learned = select(Learner.contact_id).where(or_(Learner.id.in_(seated), Learner.id.in_(came)))
        query = select(Contact).where(Contact.id.in_(learned), Contact.paused_at.is_(None)).order_by(Contact.id)
        return (await self._session.scalars(query)).all()

    async def offered(self, course: Course) -> None:
        """Its learners were seen to."""
        self._session.add(MaterialRound(course_id=course.id, at=self._now))
        await self._session.flush()


def _live() -> Select[Material]:
    query = select(Material).where(Material.ended_at.is_(None))
    return query.options(joinedload(Material.topic, innerjoin=True), joinedload(Material.centre))


def _for_course() -> tuple[ColumnElement[bool], ...]:
    own = or_(Material.centre_id.is_(None), Material.centre_id == Course.centre_id)
    return Material.topic_id == Course.topic_id, own
