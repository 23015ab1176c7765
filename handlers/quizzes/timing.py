"""Timing: when the next mini-quiz of a rhythm is due. Pure, on local clocks."""

from datetime import datetime, time, timedelta

from storage.habits import Rhythm
from storage.quiet_hours import LOCAL, QuietHours

HOURS = (7, 9, 11, 12, 15, 17, 19, 20)
"""Offered as buttons, less those that are quiet; any other whole hour may be typed."""


def days_of(rhythm: Rhythm, weekday: int) -> tuple[int, ...]:
    """The days of the week, 0 is Monday. `weekday`: of the weekly rhythm."""
    match rhythm:
        case Rhythm.DAILY:
            return (0, 1, 2, 3, 4, 5, 6)
        case Rhythm.THRICE:
            return (0, 2, 4)
        case Rhythm.WEEKLY:
            return (weekday,)
        case Rhythm.NEVER:
            return ()


def next_time(rhythm: Rhythm, weekday: int, hour: int, after: datetime) -> datetime | None:
    """The first time of this rhythm later than `after`; None: it has none."""
    today = after.astimezone(LOCAL).date()
    days = days_of(rhythm, weekday)
    for ahead in range(8):
        moment = datetime.combine(today + timedelta(days=ahead), time(hour), LOCAL)
        if moment.weekday() in days and moment > after:
            return moment
    return None


def last_time(rhythm: Rhythm, weekday: int, hour: int, now: datetime) -> datetime | None:
    """The latest time of this rhythm that has come; None: it has none."""
    today = now.astimezone(LOCAL).date()
    days = days_of(rhythm, weekday)
    for ago in range(8):
        moment = datetime.combine(today - timedelta(days=ago), time(hour), LOCAL)
        if moment.weekday() in days and moment <= now:
            return moment
    return None


def end_of_day(moment: datetime) -> datetime:
    """The last moment of its local day."""
    return datetime.combine(moment.astimezone(LOCAL).date(), time.max, LOCAL)


def same_day(one: datetime, other: datetime) -> bool:
    return one.astimezone(LOCAL).date() == other.astimezone(LOCAL).date()


def is_worth_making_up(due: datetime, following: datetime, now: datetime) -> bool:
    """Whether a quiz that was due earlier is still sent: on its day, or if the next one is more than a day away.

    `due`: of several that nobody was there to send, the latest.
    """
    return same_day(due, now) or following - now > timedelta(days=1)


def may_choose(hour: int, quiet: QuietHours) -> bool:
    """Whether a quiz may come at this hour: nobody is written to in the quiet ones."""
    return 0 <= hour < 24 and not quiet.hold(datetime(2000, 1, 1, hour, tzinfo=LOCAL))


def hours(quiet: QuietHours) -> list[int]:
    """Those that are offered."""
    return [hour for hour in HOURS if may_choose(hour, quiet)]
