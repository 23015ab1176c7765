"""Joining: hours to their days, and hours that speak of the same into one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.language.beside import ALSO, NEAR, between, near
from handlers.language.refusing import refuses
from handlers.language.spans import Hours, When
from handlers.language.words import Found, Scene

_AND = re.compile(r" (?:(?:va|voi|hoac|hay|or|and|cung|lan|hay la|hoac la|, (?:va|hoac|hay)|,) )?")


def narrow(found: Sequence[Found], scene: Scene) -> list[Found]:
    """Two hours that speak of the same ("tối … sau 7h") are one, in the readings that agree."""
    narrowed: list[Found] = []
    for one in found:
        last = next((other for other in reversed(narrowed) if other.when.hours), None)
        both = _agreed(last.when, one.when) if last and one.when.hours else None
        apart = last is None or refuses(last, scene) != refuses(one, scene) or ALSO.search(between(last, one, scene))
        if last and both and not apart and not _has_own_day(one, last, found, scene):
            when = replace(both, used=last.when.used | one.when.used)
            narrowed[narrowed.index(last)] = replace(last, when=when)
        else:
            narrowed.append(one)
    return narrowed


def _has_own_day(one: Found, last: Found, found: Sequence[Found], scene: Scene) -> bool:
    """Whether a day stands between the two hours and another one beside the second."""
    between = any(other.when.days and last.first < other.first < one.first for other in found)
    beside = any(other.when.days and other.first >= one.last and near(one, other, scene, NEAR) for other in found)
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
    # What is refused is so on every day ("tuần này … không đi tối được"), and what is asked for not on a refused one.
    refused = [one for one in loose if refuses(one, scene)]
    loose = [one for one in loose if one not in refused]
    for day in days:
        own = [one for one in hours if owner[one.first] == day.first]
        own = own or _from_list(day, order, owner, scene)
        own = own or (loose if not day.when.hours and not refuses(day, scene) else [])
        joined += [_with_hours(day, one) for one in own] or [day]
    if loose and all(day.when.hours or refuses(day, scene) for day in days):
        joined += loose
    return joined + refused


def _owner(one: Found, order: list[Found], scene: Scene) -> int | None:
    position = order.index(one)
    after = order[position + 1] if position + 1 < len(order) else None
    before = order[position - 1] if position else None
    if after and after.when.days and near(one, after, scene, NEAR) and "," not in between(one, after, scene):
        return after.first
    if before and before.when.days and near(before, one, scene, NEAR):
        return before.first
    if after and after.when.days and near(one, after, scene, NEAR):
        return after.first
    return None


def _share_owners(order: list[Found], owner: dict[int, int | None], scene: Scene) -> None:
    """Hours in one list have one day: "chiều hoặc tối thứ 7", "thứ 7 sáng hoặc chiều"."""
    for one, other in pairwise(order):
        if one.first in owner and other.first in owner and near(one, other, scene, _AND):
            shared = owner[one.first] if owner[one.first] is not None else owner[other.first]
            owner[one.first] = owner[one.first] if owner[one.first] is not None else shared
            owner[other.first] = owner[other.first] if owner[other.first] is not None else shared


def _from_list(day: Found, order: list[Found], owner: dict[int, int | None], scene: Scene) -> list[Found]:
    """The hours in front of a list are those of all its days: "tối mai hay mốt"."""
    position = order.index(day)
    if not position or not order[position - 1].when.days or not near(order[position - 1], day, scene, _AND):
        return []
    first = order[position - 1]
    return [one for one in order if owner.get(one.first) == first.first and one.first < first.first]


def _with_hours(day: Found, one: Found) -> Found:
    when = replace(
        day.when, hours=one.when.hours, hour_readings=one.when.hour_readings, part=one.when.part,
        used=day.when.used | one.when.used,
    )  # fmt: skip
    return replace(day, when=when, first=min(day.first, one.first), last=max(day.last, one.last))
