"""Tallies: how often people asked for what, by day; never what they wrote, never who."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, String, UniqueConstraint, func, select, true
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.quiet_hours import LOCAL


class Tally(Base):
    """So many questions of one reading on one day."""

    __tablename__ = "tallies"
    __table_args__ = (UniqueConstraint("day", "intent", "subject", "place", "audience", "part", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    """On local clocks."""
    intent: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(40))
    """A meaning of the lexicon; empty if none was named, "?" if words that we do not know."""
    place: Mapped[str] = mapped_column(String(120))
    audience: Mapped[str] = mapped_column(String(20))
    part: Mapped[str] = mapped_column(String(16))
    """Of the day."""
    outcome: Mapped[str] = mapped_column(String(16))
    """What came of it: found, none, answered, away …"""
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question's reading."""

    intent: str
    subject: str = ""
    place: str = ""
    audience: str = ""
    part: str = ""
    outcome: str = ""


_TABLE: Any = Tally.__table__
_ONE = postgresql.insert(_TABLE)
_COUNT = _ONE.on_conflict_do_update(
    index_elements=["day", "intent", "subject", "place", "audience", "part", "outcome"],
    set_={"count": _TABLE.c.count + 1},
)


def _named(places: Collection[str] | None) -> ColumnElement[bool]:
    return true() if places is None else _TABLE.c.place.in_(places)


class Tallies:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def count(self, asked: Asked) -> None:
        """One more of these, today."""
        names = ("intent", "subject", "place", "audience", "part", "outcome")
        row = dict(zip(names, astuple(asked), strict=True))
        row["place"] = asked.place[:120]
        await self._session.execute(_COUNT, row | {"day": self._now.astimezone(LOCAL).date(), "count": 1})

    async def sums(
        self, since: date, column: str, outcome: str, limit: int, places: Collection[str] | None = None
    ) -> Sequence[tuple[str, int]]:
        """(value, how often) of one column since that day, most often first, of questions that came to this outcome.

        `places`: only of questions that named one of these; an empty string among them: or none.
        """
        values = _TABLE.c[column]
        total = func.sum(_TABLE.c.count)
        query = (
            select(values, total)
            .where(_TABLE.c.day >= since, _TABLE.c.outcome == outcome, values != "", _named(places))
            .group_by(values)
            .order_by(total.desc(), values)
            .limit(limit)
        )
        return [(value, int(number)) for value, number in (await self._session.execute(query)).all()]

    async def outcomes(self, since: date, places: Collection[str] | None = None) -> dict[str, int]:
        """How many questions came to what since that day; `places`: as in `sums`."""
        query = select(_TABLE.c.outcome, func.sum(_TABLE.c.count)).where(_TABLE.c.day >= since, _named(places))
        rows = await self._session.execute(query.group_by(_TABLE.c.outcome))
        return {outcome: int(number) for outcome, number in rows}
