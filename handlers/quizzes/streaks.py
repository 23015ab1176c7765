"""Streaks: for how many weeks in a row somebody has learnt. Pure; a week is a local one, from Monday on.

One week without learning does not break a streak: it rests. The next such week may come after four weeks with
learning; two in a row always end it. Nothing is kept of a streak but when items were answered, so a clock that was
wrong for a while, or what was answered in another order, cannot spoil it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.quiet_hours import LOCAL

EARNED = 4
"""Weeks with learning after which another one may be missed."""
YEAR = 52


@dataclass(frozen=True, slots=True)
class Streak:
    weeks: int
    """With learning; the weeks missed in between are not counted."""
    this_week: bool
    """Whether this one is among them; it is not missed before it is over."""
    spare: bool
    """Whether a week may be missed without ending it."""
    rested: bool
    """Last week was missed, and the streak goes on."""


def week_of(moment: datetime) -> int:
    """The number of its local week; the next week has the next number."""
    return (moment.astimezone(LOCAL).toordinal() - 1) // 7


def streak_of(weeks: Iterable[int], this: int) -> Streak:
    """The longest that ends now. `weeks`: those with learning, in any order; later ones than this do not count."""
    learnt = sorted({week for week in weeks if week <= this}, reverse=True)
    this_week = bool(learnt) and learnt[0] == this
    length = run = 0
    since_rest: int | None = None
    later = this + this_week
    for week in learnt:
        missed = later - week - 1
        if missed > 1 or (missed and since_rest is not None and run < EARNED):
            break
        if missed:
            since_rest = length if since_rest is None else since_rest
            run = 0
        length, run, later = length + 1, run + 1, week
    return Streak(
        weeks=length,
        this_week=this_week,
        spare=since_rest is None or since_rest >= EARNED,
        rested=since_rest is not None and since_rest == this_week,
    )
