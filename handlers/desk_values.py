"""What organizers type about a class, read as a catalogue's cells are: None where it cannot be used."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.catalogue_cells import MOST_CHARACTERS, as_count, as_text, as_vnd
from handlers.desk_times import Told, days_in, moment, tell, tell_moments, weekly
from storage.quiet_hours import LOCAL

LONGEST = {"title": 200, "topic": 120, "description": MOST_CHARACTERS, "venue": 200, "audience": 200, "teacher": 200}
MAY_BE_EMPTY = ("description", "audience", "teacher")
MOST_TIMES = 52
LONGEST_LESSON = timedelta(hours=24)
Span = tuple[datetime, datetime]


def read_fact(what: str, said: str) -> str | int | None:
    """A text of a class, its seats or its fee in đồng."""
    if what == "capacity":
        return as_count(said)
    if what == "fee_vnd":
        return as_vnd(said) if as_text(said) else None
    text = as_text(said, lines=what == "description")
    return text if len(text) <= LONGEST[what] and (text or what in MAY_BE_EMPTY) else None


def read_lesson(said: str, like: Span | None, now: datetime, *, same_day: bool = False) -> Span | None:
    """When a lesson is to be. What was not told is as in `like`: the hours, and the day if it is moved in its day."""
    told = tell(said, now)
    if told == Told(None, None, None):
        return None
    return spanned(told, like, now, same_day=same_day)


def spanned(told: Told, like: Span | None, now: datetime, *, same_day: bool = False) -> Span | None:
    """None if something is missing, it is over, or it ends before it begins."""
    if like is not None:
        begins, ends = (one.astimezone(LOCAL) for one in like)
        day = told.day or (begins.date() if same_day else None)
        starts = told.starts if told.starts is not None else begins.hour * 60 + begins.minute
        found = Told(day, starts, told.ends).lesson(ends - begins)
    else:
        found = told.lesson()
    fits = found and found[0] > now and timedelta() < found[1] - found[0] <= LONGEST_LESSON
    return found if fits else None


def read_times(said: str, now: datetime) -> tuple[int, list[date]] | None:
    """How many, and the days to leave out: "8 trừ 12/12, 19/12"."""
    match = re.match(r"\s*(\d{1,3})(?![\d/.-])(.*)", said, re.DOTALL)
    if match is None or not 1 <= int(match[1]) <= MOST_TIMES:
        return None
    return int(match[1]), days_in(match[2], now)


def repeated(like: Span, times: int, without: Sequence[date], now: datetime) -> list[Span]:
    """So many lessons more, each a week after the one before, those that are over left out."""
    return [one for one in weekly(*like, times, without) if one[0] > now]


def read_closing(said: str, last_ends_at: datetime, now: datetime) -> datetime | None:
    return next((one for one in tell_moments(said, now) if now < one <= last_ends_at), None)


def day_before(starts_at: datetime, now: datetime) -> datetime:
    """When registration is proposed to close: at five the day before, or when the class begins if that is over."""
    local = starts_at.astimezone(LOCAL)
    closes = moment(local.date() - timedelta(days=1), 17 * 60)
    return closes if closes > now else starts_at


def kept(spans: Sequence[Span]) -> list[list[str]]:
    """For a dialog."""
    return [[start.isoformat(), end.isoformat()] for start, end in spans]


def to_the_minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def is_free_at(value: Any, taken: Sequence[datetime]) -> bool:
    """Whether none of the lessons of a move or an addition begins when another does."""
    starts = [value[1]] if isinstance(value[0], int) else [one[0] for one in value]
    return not {datetime.fromisoformat(one) for one in starts} & set(taken)
