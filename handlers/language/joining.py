"""Putting times together: a weekday into its week, two days into a range, an evening to its day."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from handlers.language.dates import next_day_of_month
from handlers.language.days import every_week, on_weekdays
from handlers.language.spans import Hours, Interval, When, midnight
from handlers.language.words import Found, Scene

_AND = re.compile(r" (?:(?:va|voi|hoac|hay|or|and|cung|lan|hay la|hoac la|, (?:va|hoac|hay)|,) )?")
_ALSO = re.compile(r" (?:va|voi|hoac|hay|or|and|lan|hay la|hoac la) ")
_TOWARD = re.compile(r" (?:den|-|toi|cho den|cho toi|to|until|till|through|den het|toi het|keo dai den|ve) ")
_NEAR = re.compile(
    r" (?:(?:vao|luc|ngay|hom|buoi|bua|cua|on|in|the|at|of|,|-|trong|cac|la|thi|tu|khoang|tam|every|cu|o|hoc|lop|di) )*"
)
_BESIDE = re.compile(r" (?:(?:ngay|,|la|-|tuc|on|the|nham) )*")
_FROM = re.compile(r" (?:tu|from|ke tu|bat dau tu|since|starting) $")
_AFTER = re.compile(r" (?:sau|after|qua|het) $")
_BEFORE = re.compile(r" (?:truoc|before) $")
_UNTIL = re.compile(r" (?:den|until|till|toi truoc|den truoc|cho den) $")
_ONWARDS = re.compile(r"^ ?(?:tro di|tro ve sau|tro len|onwards?|do di) ")
_NO = r"(?:khong|ko|k|kg|hk|hok|hong|hem|kh|khg|chang|cha|don't|can't|khum|hum)"
_REFUSED_BEFORE = re.compile(
    rf" (?:tru(?: ra)?|ngoai tru|ngoai|except(?: for)?|not|dung|tranh|"
    rf"{_NO} (?:phai|hoc|ranh|di|co ranh|thich|muon|chiu|lay|can|tham gia))"
    r"(?: (?:lop|la|vao|ngay|hom|buoi|di|hoc|duoc|on|at|in|cac|o|may|luc|the|ra|cho|con|cai|bua|trong))* $"
)
_EXCEPTED = re.compile(r" (?:busy|ban|ket)(?: (?:het|ca|roi))? tru(?: ra)? $")
"""Busy but for this: then this suits."""
_PERSON = r"(?:minh|em|con|toi|tui|anh|chi|co|chu|bac|ba|ong|chau|to|me|nha|nha em|t|e|c|tao)"
_REFUSED_AFTER = re.compile(
    rf"^ ?(?:(?:thi|la|,|cung|lai|hoi|{_PERSON}) )*(?:(?:da|bi|se|dang) )?"
    rf"(?:busy |ket |ban (?:roi|viec|het|mat|,|mot|mai|thu|t[2-7]|cn|chu|$)|{_NO} (?:di|hoc|tham gia|toi"
    rf"|den)(?: (?:hoc|lop))* (?:duoc|dc) "
    rf"|{_NO} (?:co )?ranh )"
)
_WIDE = ("week", "part_of_week", "month", "part_of_month", "lunar_month", "year")


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
        if wide.when.name in _WIDE and not _ALSO.fullmatch(_between(one, wide, scene))
    ]
    if not wides:
        return one
    position = min(wides)[1]
    wide = placed[position]
    days = _days_within(one, wide.when.days[0])
    if not days:
        return one
    when = replace(one.when, days=days, day_readings=())
    if _refuses(one, scene) != _refuses(wide, scene):
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
        if last and {last.when.name, one.when.name} == {"weekday", "date"} and _near(last, one, scene, _BESIDE):
            named, dated = (last, one) if last.when.name == "weekday" else (one, last)
            days = dated.when.days
            agrees = any(day.since and day.since.weekday() in _weekdays(named) for day in days)
            readings = dated.when.day_readings if agrees else (named.when.days,)
            when = replace(dated.when, used=last.when.used | one.when.used, certain=agrees, day_readings=readings)
            kept[-1] = Found(when, last.first, one.last)
        else:
            kept.append(one)
    return kept


def _weekdays(one: Found) -> set[int]:
    return {day.since.weekday() for day in one.when.days if day.since}


def _between(one: Found, other: Found, scene: Scene) -> str:
    first, second = sorted((one, other), key=lambda found: found.first)
    return scene.words.between(first.last, second.first)


def _near(one: Found, other: Found, scene: Scene, by: re.Pattern[str]) -> bool:
    return bool(by.fullmatch(_between(one, other, scene)))


def stretch(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Ranges ("từ mai đến chủ nhật") and what lies before or after a day ("sau ngày 5/12")."""
    stretched: list[Found] = []
    for one in _said_once(found, scene):
        last = stretched[-1] if stretched else None
        if last and last.when.days and one.when.days and not last.when.hours and _near(last, one, scene, _TOWARD):
            run = _run(last, one)
            if run:
                stretched[-1] = run
                continue
        stretched.append(one)
    taken = frozenset[int]().union(*(one.when.used for one in found))
    return [_open(one, scene, taken) if one.when.days else one for one in stretched]


def _said_once(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Without the second evening of "tối thứ 2 đến tối thứ 6"."""
    kept = list(found)
    for hours, day, again, other in zip(found, found[1:], found[2:], found[3:], strict=False):
        same = hours.when.hours and hours.when.hours == again.when.hours and not again.when.days
        if same and day.when.days and other.when.days and _near(day, again, scene, _TOWARD):
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
    today = midnight(scene.today)
    if one.when.name in ("range", "now", "next_days", "soon"):
        opened, name = (Interval(begin.since, None), "from") if onwards else (None, "")
    elif _FROM.search(before) or onwards:
        opened, name = Interval(begin.since, None), "from"
    elif _AFTER.search(before) and end.until:
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


def narrow(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Two hours that speak of the same ("tối … sau 7h") are one, in the readings that agree."""
    narrowed: list[Found] = []
    for one in found:
        last = next((other for other in reversed(narrowed) if other.when.hours), None)
        both = _agreed(last.when, one.when) if last and one.when.hours else None
        if last and both and not _has_own_day(one, last, found, scene) and not _ALSO.search(_between(last, one, scene)):
            when = replace(both, used=last.when.used | one.when.used)
            narrowed[narrowed.index(last)] = replace(last, when=when)
        else:
            narrowed.append(one)
    return narrowed


def _has_own_day(one: Found, last: Found, found: Sequence[Found], scene: Scene) -> bool:
    """Whether a day stands between the two hours and another one beside the second."""
    between = any(other.when.days and last.first < other.first < one.first for other in found)
    beside = any(other.when.days and other.first >= one.last and _near(one, other, scene, _NEAR) for other in found)
    return between and beside


def _agreed(one: When, other: When) -> When | None:
    """What both hours allow; the clock names it."""
    if one.days or other.days or one.hours is None or other.hours is None:
        return None
    for first in (one.hours, *one.hour_readings):
        for second in (other.hours, *other.hour_readings):
            since, until = max(first.since, second.since), min(first.until, second.until)
            if since < until:
                part = other.part if other.part in ("at", "after", "before", "between") else one.part
                return When(hours=Hours(since, until), part=part)
    return None


def join(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Hours go to the day beside them, else to every day that has none; days of one list share theirs."""
    days = [one for one in found if one.when.days]
    hours = [one for one in found if not one.when.days]
    if not days or not hours:
        return list(found)
    order = sorted(found, key=lambda one: one.first)
    owner = {one.first: _owner(one, order, scene) for one in hours}
    _share_owners(order, owner, scene)
    joined: list[Found] = []
    loose = [one for one in hours if owner[one.first] is None]
    for day in days:
        own = [one for one in hours if owner[one.first] == day.first]
        own = own or _from_list(day, order, owner, scene) or (loose if not day.when.hours else [])
        joined += [_with_hours(day, one) for one in own] or [day]
    if loose and all(day.when.hours for day in days):
        joined += loose
    return joined


def _owner(one: Found, order: list[Found], scene: Scene) -> int | None:
    position = order.index(one)
    after = order[position + 1] if position + 1 < len(order) else None
    before = order[position - 1] if position else None
    if after and after.when.days and _near(one, after, scene, _NEAR) and "," not in _between(one, after, scene):
        return after.first
    if before and before.when.days and _near(before, one, scene, _NEAR):
        return before.first
    if after and after.when.days and _near(one, after, scene, _NEAR):
        return after.first
    return None


def _share_owners(order: list[Found], owner: dict[int, int | None], scene: Scene) -> None:
    """Hours in one list have one day: "chiều hoặc tối thứ 7", "thứ 7 sáng hoặc chiều"."""
    for one, other in pairwise(order):
        if one.first in owner and other.first in owner and _near(one, other, scene, _AND):
            shared = owner[one.first] if owner[one.first] is not None else owner[other.first]
            owner[one.first] = owner[one.first] if owner[one.first] is not None else shared
            owner[other.first] = owner[other.first] if owner[other.first] is not None else shared


def _from_list(day: Found, order: list[Found], owner: dict[int, int | None], scene: Scene) -> list[Found]:
    """The hours in front of a list are those of all its days: "tối mai hay mốt"."""
    position = order.index(day)
    if not position or not order[position - 1].when.days or not _near(order[position - 1], day, scene, _AND):
        return []
    first = order[position - 1]
    return [one for one in order if owner.get(one.first) == first.first and one.first < first.first]


def _with_hours(day: Found, one: Found) -> Found:
    when = replace(
        day.when, hours=one.when.hours, hour_readings=one.when.hour_readings, part=one.when.part,
        used=day.when.used | one.when.used, certain=day.when.certain and one.when.certain,
    )  # fmt: skip
    return replace(day, when=when, first=min(day.first, one.first), last=max(day.last, one.last))


def _refuses(one: Found, scene: Scene) -> bool:
    words = scene.words
    before = words.between(max(0, one.first - 7), one.first) if one.first else " "
    after = words.between(one.last, len(words.starts)) if one.last < len(words.starts) else " "
    if _EXCEPTED.search(before):
        return False
    return bool(_REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(after))


def refuse(one: Found, scene: Scene) -> When:
    """The time, `negated` if the words around it say that it does not suit; bare weekdays are then all of theirs."""
    if not _refuses(one, scene):
        return one.when
    when = replace(one.when, day_readings=(), negated=True)
    return replace(when, days=every_week(one.weekdays, scene.today), name="weekdays") if one.weekdays else when
