"""Stretching: two days into a range, and a day into all the time before or after it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.language.beside import ALSO, between, near
from handlers.language.spans import Interval, When, midnight
from handlers.language.words import Found, Scene

_TOWARD = re.compile(r" (?:den|-|toi|cho den|cho toi|to|until|till|through|den het|toi het|keo dai den|ve) ")
_FROM = re.compile(r" (?:tu|from|ke tu|bat dau tu|since|starting) $")
_AFTER = re.compile(r" (?:sau|after|qua|het) $")
_AFTER_FEAST = re.compile(r" (?:ra|an|xong) $")
_BEFORE = re.compile(r" (?:truoc|before) $")
_UNTIL = re.compile(r" (?:den|until|till|toi truoc|den truoc|cho den) $")
_ONWARDS = re.compile(r"^ ?(?:tro di|tro ve sau|tro len|onwards?|do di) ")
_BETWEEN = re.compile(r" (?:giua|between) (?:(?:dip|luc|ngay) )*$")
_WEEK_OF = re.compile(r" (?:tuan|week) (?:(?:co|cua|of|with|le|trung|vao|ngay|the|dip) )*$")
_FEASTS = ("feast", "tet")


def stretch(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Ranges ("từ mai đến chủ nhật") and what lies before or after a day ("sau ngày 5/12")."""
    stretched: list[Found] = []
    for one in _said_once(found, scene):
        last = stretched[-1] if stretched else None
        if last and last.when.days and one.when.days and not last.when.hours and near(last, one, scene, _TOWARD):
            run = _run(last, one)
            if run:
                stretched[-1] = run
                continue
        if last and one.when.name in _FEASTS and _is_between(last, one, scene):
            stretched[-1] = _inside(last, one)
            continue
        stretched.append(one)
    taken = frozenset[int]().union(*(one.when.used for one in found))
    return [_open(one, scene, taken) if one.when.days else one for one in stretched]


def _is_between(one: Found, other: Found, scene: Scene) -> bool:
    """Whether the time from one feast to the other is meant: "giữa noel với tết tây"."""
    since, until = one.when.days[-1:], other.when.days[:1]
    ahead = since and until and since[0].until and until[0].since and since[0].until < until[0].since
    before = scene.words.between(max(0, one.first - 3), one.first) if one.first else " "
    return bool(ahead and _BETWEEN.search(before) and ALSO.fullmatch(between(one, other, scene)))


def _inside(one: Found, other: Found) -> Found:
    """The days after one and before the other."""
    days = (Interval(one.when.days[-1].until, other.when.days[0].since),)
    return Found(When(days, used=one.when.used | other.when.used, name="range"), one.first, other.last)


def _said_once(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Without the second evening of "tối thứ 2 đến tối thứ 6"."""
    kept = list(found)
    for hours, day, again, other in zip(found, found[1:], found[2:], found[3:], strict=False):
        same = hours.when.hours and hours.when.hours == again.when.hours and not again.when.days
        if same and day.when.days and other.when.days and near(day, again, scene, _TOWARD):
            kept.remove(again)
            when = replace(other.when, used=other.when.used | again.when.used)
            kept[kept.index(other)] = replace(other, first=again.first, when=when)
    return kept


def _run(one: Found, other: Found) -> Found | None:
    since, other_since = one.when.days[0].since, other.when.days[-1].since
    before_tet = other.when.name == "tet" and other_since is not None and since is not None and other_since > since
    until = other_since if before_tet else other.when.days[-1].until
    if since is None or until is None:
        return None
    if until <= since and other.weekdays:
        until += timedelta(weeks=1)
    if until <= since and one.when.name == "date":
        since = midnight(since.date().replace(year=since.year - 1, day=min(since.day, 28)))
    if until <= since:
        return None
    when = When((Interval(since, until),), used=one.when.used | other.when.used, name="range")
    return Found(when, one.first, other.last)


def _open(one: Found, scene: Scene, taken: frozenset[int]) -> Found:
    """A day with "từ", "sau", "trước" or "đến" in front is all the time from it or up to it."""
    words = scene.words
    free = one.first and not words.used(one.first - 1, one.first) <= taken
    before = words.between(max(0, one.first - 2), one.first) if free else " "
    after = words.between(one.last, len(words.starts))
    begin, end = one.when.days[0], one.when.days[-1]
    onwards = _ONWARDS.match(after)
    week = _week_of(one, scene, taken)
    if week:
        return week
    today = midnight(scene.today)
    if one.when.name in ("range", "now", "next_days", "soon"):
        opened, name = (Interval(begin.since, None), "from") if onwards else (None, "")
    elif _FROM.search(before) or onwards:
        opened, name = Interval(begin.since, None), "from"
    elif end.until and (_AFTER.search(before) or (one.when.name in _FEASTS and _AFTER_FEAST.search(before))):
        opened, name = Interval(end.until, None), "from"
    elif _BEFORE.search(before) and begin.since and begin.since > today:
        opened, name = Interval(today, begin.since), "until"
    elif _UNTIL.search(before) and end.until and end.until > today:
        opened, name = Interval(today, end.until), "until"
    else:
        opened, name = None, ""
    if opened is None:
        return one
    used = one.when.used
    if not onwards:
        used |= words.used(one.first - 1, one.first)
    return replace(one, when=replace(one.when, days=(opened,), day_readings=(), name=name, used=used), weekdays=())


def _week_of(one: Found, scene: Scene, taken: frozenset[int]) -> Found | None:
    """The week that a date or a feast is in: "tuần có noel"."""
    words, day = scene.words, one.when.days[0].since
    said = _WEEK_OF.search(words.between(max(0, one.first - 4), one.first)) if one.first else None
    if said is None or day is None or one.when.name not in ("date", "feast", "lunar"):
        return None
    used = words.used(one.first - len(said[0].split()), one.first)
    if used & taken:
        return None
    first = day.date() - timedelta(days=day.weekday())
    return replace(one, when=When((Interval.of_days(first, 7),), used=one.when.used | used, name="week"), dates=())
