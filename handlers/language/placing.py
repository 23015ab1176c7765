"""Placing: weekdays and days of the month into the week or month said beside them, and one day told twice."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.language.beside import ALSO, NEAR, between, near
from handlers.language.dates import next_day_of_month
from handlers.language.days import every_week, on_weekdays
from handlers.language.refusing import refuses
from handlers.language.spans import Interval, When
from handlers.language.words import Found, Scene

_BESIDE = re.compile(r" (?:(?:ngay|,|la|-|tuc|on|the|nham|a|nghia|day) )*")
_WORKING = (0, 1, 2, 3, 4)
_FROM_TODAY = ("today", "tomorrow", "overmorrow")
_WIDE = ("week", "week_after", "part_of_week", "month", "part_of_month", "lunar_month", "year")


def place(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Weekdays and days of the month go into the week or month said beside them; a weekday beside its date is one."""
    placed = list(found)
    for index, one in enumerate(placed):
        if one.weekdays or one.dates:
            placed[index] = _placed_by(one, placed, scene)
    kept = [one for one in placed if one.first < one.last]
    return _beside(kept, scene)


def _placed_by(one: Found, placed: list[Found], scene: Scene) -> Found:
    """The same in the nearest wide time; that one vanishes, unless this is what is left out of it."""
    wides = [
        (abs(wide.first - one.first), position)
        for position, wide in enumerate(placed)
        if wide.when.name in _WIDE and not ALSO.fullmatch(between(one, wide, scene))
    ]
    if not wides:
        return one
    position = min(wides)[1]
    wide = placed[position]
    days = _days_within(one, wide.when.days[0])
    if not days:
        return one
    when = replace(one.when, days=days, day_readings=())
    if refuses(one, scene) != refuses(wide, scene):
        if refuses(one, scene) and one.first < wide.first and " , " in between(one, wide, scene):
            return one
        return replace(one, when=when, weekdays=(), dates=())
    placed[position] = replace(wide, last=wide.first)
    when = replace(when, used=one.when.used | wide.when.used)
    return replace(one, when=when, weekdays=(), dates=())


def _days_within(one: Found, wide: Interval) -> tuple[Interval, ...]:
    if wide.since is None or wide.until is None:
        return ()
    first, last = wide.since.date(), (wide.until - timedelta(days=1)).date()
    if one.dates:
        days = (next_day_of_month(number, first, first.replace(day=1)) for number in one.dates)
        return tuple(Interval.of_days(day) for day in days if day and first <= day <= last)
    monday = first - timedelta(days=first.weekday())
    weeks = range(min(60, (last - monday).days // 7 + 1))
    days_of = (day for week in weeks for day in on_weekdays(one.weekdays, monday + timedelta(weeks=week)))
    return tuple(day for day in days_of if wide.holds(day.since or wide.until))


def _beside(found: list[Found], scene: Scene) -> list[Found]:
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        names = {last.when.name, one.when.name} if last else set()
        same = _same_day(last, one) if last and near(last, one, scene, _BESIDE) else None
        if last and same:
            kept[-1] = same
        elif last and names == {"tet", "lunar"} and near(last, one, scene, NEAR):
            day = one if one.when.name == "lunar" else last
            kept[-1] = replace(day, when=replace(day.when, used=last.when.used | one.when.used))
        elif last and names in ({"weekdays", "range"}, {"weekdays", "weekday"}) and near(last, one, scene, _BESIDE):
            weekdays = last.weekdays or one.weekdays
            days = every_week(weekdays, scene.today) if weekdays not in ((), _WORKING) else last.when.days
            when = When(days, used=last.when.used | one.when.used, name="weekdays")
            kept[-1] = Found(when, last.first, one.last)
        elif last and names in ({"weekday", "date"}, {"feast", "date"}) and near(last, one, scene, _BESIDE):
            named, dated = (last, one) if one.when.name == "date" else (one, last)
            agrees = any(day.since and _names_day(named, day.since) for day in dated.when.days)
            readings = dated.when.day_readings if agrees else (named.when.days,)
            when = replace(dated.when, used=last.when.used | one.when.used, day_readings=readings)
            kept[-1] = Found(when, last.first, one.last)
        else:
            kept.append(one)
    return kept


def _same_day(one: Found, other: Found) -> Found | None:
    """One day told twice, from today and by its name ("ngày kìa thứ năm ấy"), by the readings that agree."""
    told, named = (one, other) if one.when.name in _FROM_TODAY else (other, one)
    if told.when.name not in _FROM_TODAY or named.when.name not in ("weekday", "date", "lunar"):
        return None
    for days in (told.when.days, *told.when.day_readings):
        if days in (named.when.days, *named.when.day_readings):
            hours = one.when if one.when.hours else other.when
            when = replace(told.when, days=days, day_readings=(), hours=hours.hours, hour_readings=hours.hour_readings,
                           part=hours.part, used=one.when.used | other.when.used)  # fmt: skip
            return Found(when, one.first, other.last)
    return None


def _names_day(named: Found, day: datetime) -> bool:
    """Whether it is of such a weekday, or of the feast."""
    if named.when.name == "feast":
        return any(one.holds(day) for one in named.when.days)
    return day.weekday() in {one.since.weekday() for one in named.when.days if one.since}
