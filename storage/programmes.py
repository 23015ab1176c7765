"""Programmes: some days full of classes, talks, openings and visits, under one name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Select,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.base import Base, words
from storage.centres import Centre
from storage.courses import WHOLE, Course
from storage.lessons import Lesson
from storage.organizers import Rights
from storage.quiet_hours import LOCAL

MOST_EVENTS = 60
"""Of one programme; a class is one, however many of its lessons fall into the days."""
MOST_DAYS = 31
Days = tuple[date, date]
"""The first and the last."""
Facts = dict[str, list[str]]
"""What a page says, by lesson or event: [starts, ends, title, venue]; to see later what has changed."""


class EventKind(StrEnum):
    CLASS = "class"
    TALK = "talk"
    OPENING = "opening"
    VISIT = "visit"
    OTHER = "other"


class Programme(Base):
    __tablename__ = "programmes"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """Who runs it; None: several wards together, and each adds its own classes."""
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date] = mapped_column(Date)
    """On local calendars, as is `ends_on`, its last day."""
    ends_on: Mapped[date] = mapped_column(Date)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    """None: nobody but organizers sees it."""
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    """Grows whenever followers are told of changes: from `before` to `told`."""
    before: Mapped[Facts] = mapped_column(JSON, default=dict)
    told: Mapped[Facts] = mapped_column(JSON, default=dict)
    noticed: Mapped[Facts | None] = mapped_column(JSON)
    """What was seen to differ from `told`, since `noticed_at`; several changes in a row are told at once."""
    noticed_at: Mapped[datetime | None]

    centre: Mapped[Centre | None] = relationship(lazy="raise")

    def is_public(self, today: date) -> bool:
        """Whether residents see it."""
        return self.published_at is not None and self.ended_at is None and today <= self.ends_on


class ProgrammeEvent(Base):
    """Part of a programme: a class that stands on its own, or something one simply comes to."""

    __tablename__ = "programme_events"
    __table_args__ = (
        UniqueConstraint("programme_id", "course_id"),
        CheckConstraint("(course_id IS NULL) <> (kind = 'class')", name="class"),
        CheckConstraint("(course_id IS NULL) <> (starts_at IS NULL)", name="times"),
        CheckConstraint("ends_at > starts_at", name="order"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id"))
    """A class brings its own title, venue and lessons, as they are now: then what follows is empty."""
    kind: Mapped[EventKind] = mapped_column(words(EventKind))
    title: Mapped[str] = mapped_column(String(200), default="")
    venue: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing at one time: a lesson of a class, or an event."""

    event_id: int
    kind: EventKind
    starts_at: datetime
    ends_at: datetime
    title: str
    venue: str
    course: Course | None = None
    """Whole."""
    lesson: Lesson | None = None

    @property
    def key(self) -> str:
        return f"lesson:{self.lesson.id}" if self.lesson else f"event:{self.event_id}"

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(LOCAL).date()


def facts_of(activities: Sequence[Activity]) -> Facts:
    def written(moment: datetime) -> str:
        return moment.astimezone(UTC).isoformat()

    return {one.key: [written(one.starts_at), written(one.ends_at), one.title, one.venue] for one in activities}


# For every question that residents ask in their own words: built once, without the ORM's rows.
_PUBLIC = (Programme.ends_on >= bindparam("today"), Programme.published_at.is_not(None), Programme.ended_at.is_(None))
_NAMES = select(Programme.id, Programme.name).where(*_PUBLIC).order_by(Programme.starts_on, Programme.id)


class Programmes:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    @property
    def today(self) -> date:
        return self._now.astimezone(LOCAL).date()

    async def make(self, centre_id: int | None, name: str, about: str, days: Days, created_by: int) -> Programme:
        """For organizers' eyes until it is published."""
        programme = Programme(
            centre_id=centre_id,
            name=name[:120],
            about=about,
            starts_on=days[0],
            ends_on=days[1],
            created_by=created_by,
            created_at=self._now,
        )
        self._session.add(programme)
        await self._session.flush()
        return programme

    async def find(self, programme_id: int) -> Programme | None:
        """One that was not ended, with its centre."""
        query = select(Programme).where(Programme.id == programme_id, Programme.ended_at.is_(None))
        return await self._session.scalar(query.options(joinedload(Programme.centre)))

    async def list_public(self, within: timedelta | None = None) -> Sequence[Programme]:
        """What residents see: on now or to come, soonest first. `within`: only what begins so soon."""
        query = self._coming().where(Programme.published_at.is_not(None), Programme.ended_at.is_(None))
        if within is not None:
            query = query.where(Programme.starts_on <= self.today + within)
        return (await self._session.scalars(query)).all()

    async def names(self) -> Sequence[tuple[int, str]]:
        """(id, name) of what residents see, soonest first."""
        return [(row.id, row.name) for row in await self._session.execute(_NAMES, {"today": self.today})]

    async def list_within(self, rights: Rights) -> Sequence[Programme]:
        """What somebody with these rights works on: their centres' and those that several wards run together."""
        query = self._coming().where(Programme.ended_at.is_(None)).options(joinedload(Programme.centre))
        if not rights.everywhere:
            query = query.where(or_(Programme.centre_id.in_(rights.centres), Programme.centre_id.is_(None)))
        return (await self._session.scalars(query)).all()

    async def list_to_tell(self) -> Sequence[Programme]:
        """Those whose followers may be owed something, also after its organizers ended it."""
        query = self._coming().where(Programme.published_at.is_not(None))
        return (await self._session.scalars(query)).all()

    def _coming(self) -> Select[Programme]:
        return select(Programme).where(Programme.ends_on >= self.today).order_by(Programme.starts_on, Programme.id)

    async def publish(self, programme: Programme, activities: Sequence[Activity]) -> None:
        """Residents see it from now on; `activities`: as it was shown."""
        await self.edit(programme, published_at=self._now, told=facts_of(activities))

    async def edit(self, programme: Programme, **facts: Any) -> None:
        """`facts`: of its columns."""
        for name, value in facts.items():
            setattr(programme, name, value)
        await self._session.flush()

    async def end(self, programme: Programme) -> None:
        """It does not take place, or no longer."""
        await self.edit(programme, ended_at=self._now, version=programme.version + 1)

    async def notice(self, programme: Programme, facts: Facts | None) -> None:
        """It differs from what followers were told, first seen now; None: no longer."""
        programme.noticed, programme.noticed_at = facts, self._now if facts is not None else None

    async def settle(self, programme: Programme, facts: Facts) -> None:
        """From now on followers are told of the way from what they knew to these facts."""
        told = {"before": programme.told, "told": facts, "version": programme.version + 1}
        await self.edit(programme, **told, noticed=None, noticed_at=None)

    async def list_events(self, programme_id: int) -> Sequence[ProgrammeEvent]:
        """In order of arrival."""
        query = select(ProgrammeEvent).where(ProgrammeEvent.programme_id == programme_id)
        return (await self._session.scalars(query.order_by(ProgrammeEvent.id))).all()

    async def list_activities(self, programme: Programme, days: Days | None = None) -> list[Activity]:
        """As things are now, soonest first; only what falls into its days, or into these."""
        activities: list[Activity] = []
        since, until = bounds(programme, days)
        events = await self.list_events(programme.id)
        courses = {one.id: one for one in await self._courses([one.course_id for one in events if one.course_id])}
        for event in events:
            if event.course_id is not None:
                activities += lessons_within(courses[event.course_id], programme, event.id, days)
            elif event.starts_at and event.ends_at and since <= event.starts_at < until:
                times = event.starts_at, event.ends_at
                activities.append(Activity(event.id, event.kind, *times, event.title, event.venue))
        return sorted(activities, key=lambda one: (one.starts_at, one.event_id))

    async def _courses(self, ids: Sequence[int]) -> Sequence[Course]:
        if not ids:
            return []
        return (await self._session.scalars(select(Course).where(Course.id.in_(ids)).options(*WHOLE))).all()

    async def list_addable(self, programme: Programme, rights: Rights) -> Sequence[Course]:
        """Classes with a lesson in its days, of centres that these rights are over, not in it yet; soonest first."""
        since, until = bounds(programme)
        there = select(ProgrammeEvent.course_id).where(
            ProgrammeEvent.programme_id == programme.id, ProgrammeEvent.course_id.is_not(None)
        )
        on_days = (
            select(Lesson.course_id, func.min(Lesson.starts_at).label("soonest"))
            .where(Lesson.cancelled_at.is_(None), Lesson.starts_at >= since, Lesson.starts_at < until)
            .where(Lesson.ends_at > self._now)
            .group_by(Lesson.course_id)
            .subquery()
        )
        query = select(Course).join(on_days, on_days.c.course_id == Course.id).options(*WHOLE)
        query = query.where(Course.cancelled_at.is_(None), Course.id.not_in(there))
        if not rights.everywhere:
            query = query.where(Course.centre_id.in_(rights.centres))
        return (await self._session.scalars(query.order_by(on_days.c.soonest, Course.id))).all()

    async def add_class(self, programme: Programme, course: Course) -> None:
        """One that is not in it yet."""
        self._session.add(ProgrammeEvent(programme_id=programme.id, course_id=course.id, kind=EventKind.CLASS))
        await self._session.flush()

    async def add_event(
        self, programme: Programme, kind: EventKind, title: str, venue: str, times: tuple[datetime, datetime]
    ) -> ProgrammeEvent:
        event = ProgrammeEvent(programme_id=programme.id, kind=kind, title=title[:200], venue=venue[:200])
        event.starts_at, event.ends_at = times
        self._session.add(event)
        await self._session.flush()
        return event

    async def remove(self, event_id: int) -> None:
        """It is no longer part of its programme; a class takes place all the same."""
        await self._session.execute(delete(ProgrammeEvent).where(ProgrammeEvent.id == event_id))


def bounds(programme: Programme, days: Days | None = None) -> tuple[datetime, datetime]:
    """Its days, or these, as a half-open interval."""
    first, last = days or (programme.starts_on, programme.ends_on)
    return datetime.combine(first, time(), LOCAL), datetime.combine(last + timedelta(days=1), time(), LOCAL)


def lessons_within(course: Course, programme: Programme, event_id: int = 0, days: Days | None = None) -> list[Activity]:
    """Its lessons that fall into the days; `course`: whole."""
    since, until = bounds(programme, days)
    lessons = [] if course.cancelled_at else course.live_lessons
    return [
        Activity(event_id, EventKind.CLASS, one.starts_at, one.ends_at, course.title, one.venue, course, one)
        for one in lessons
        if since <= one.starts_at < until
    ]
