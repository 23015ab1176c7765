"""Stories: times that people tell of themselves, and that limit no class: "hôm qua má nói …", "đi làm tới 5h mới về".

Many questions come with their reason, and half of the hours and days in those are not when a class should be. What is
told of stays a time, so that its words are not looked for in the classes; it only limits nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.language.refusing import PERSON, refuses
from handlers.language.spans import DAY, Hours, Interval, When, midnight
from handlers.language.words import Found, Scene

_LATE = 20 * 60
"""No class begins after eight in the evening."""
_BREAK = re.compile(r" (?:,|nen|nhung|chu(?! nhat| nhut)|vi|but|so|because) ")
"""Where a clause ends; "chứ" is "but", "chủ nhật" is not."""
_ASKS = re.compile(
    r" (?:(?:lop|buoi|mon|khoa) (?:nao|gi|chi|j|mo)|(?:co|con) (?:lop|gi|chi|hoc|day|mo|buoi|nhan|dien ra)"
    r"|(?:hoc|day|mo) (?:gi|chi|j)|what|which|any|anything|is there) "
)
_TELLS = re.compile(
    r" (?:noi|bao|ke|nghe|thay|gap|goi|doc|coi|xem|bi|mat|mem|suyt|lo|quen|told|said|heard|saw|missed) "
)
"""What somebody said or what befell them: a class in what follows is not of that day."""
_WORKS = re.compile(
    rf" (?:(?:di|phai|{PERSON}) lam(?: viec| ca| viec o cong ty)?|lam viec|di lam ve|tan (?:truong|hoc|ca|so|lam)"
    rf"|(?:don|ruoc) (?:con|chau|be|no|vo|chong)|ca (?:lam )?(?:cua )?{PERSON}|ca lam"
    rf"|{PERSON} (?:ban|sell|chay|truc|giu|trong|nau|phu) (?:\S+ ){{0,1}}\S+|work|works|working|finish"
    r"|get (?:off|home))"
    r" (?:(?:la|luc|tu|toi|den|khoang|tam|suot|cong ty|every|ngay|cho|xong|ve|until|till|at|from|to|work) )*$"
)
"""In front of an hour of the speaker's own day."""
_ALL_ALONG = re.compile(r" (?:ca|suot|ca mot|suot ca) (?:tuan|thang) ")
_COMES_HOME = re.compile(rf"^ ?(?:(?:moi|newly|thi|la|{PERSON}) )*(?:ve(?! que)|tan|xong viec|het gio|het ca|toi nha) ")
_ECHOES = re.compile(r"^ ?(?:\S+ ){0,2}?(?:moi|newly) (?:co|mo|hoc|day|khai giang) (?:ha|a|sao|ho|vay|luon|lan|,) ")
"""After what was answered before: "qua tết tây mới có hả, …"."""
_JUST_NOW = re.compile(r"^ (?:vua (?:roi|qua)|hom roi|bua roi) ")
_UP_TO = re.compile(r"^(?!.* (?:tu|from) ).* (?:toi|den|until|till) $")
_OF_CLASS = re.compile(r" (?:hoc|lop|ranh|day|mo|buoi|khoa|class|free|gio nao) ")
_ON_SHIFT = re.compile(rf" (?:di|phai|truc|{PERSON}) (?:lam|truc) (?:ca )?$")
_ONLY = re.compile(
    r"^ ?(?:\S+ ){0,3}?(?:moi|newly) (?:(?:co the|di|hoc|den|tham gia) )?(?:ranh|duoc|dc|hoc|di|co thoi gian) "
)
"""After the one time that suits: "từ tháng 1 em mới rảnh"."""


def _clause(one: Found, scene: Scene) -> tuple[str, str]:
    """What stands before and after a time in its clause, each with a space at both ends."""
    words = scene.words
    before = words.between(0, one.first) if one.first else " "
    after = words.between(one.last, len(words.starts))
    ends = [match.end() for match in _BREAK.finditer(before)]
    brk = _BREAK.search(after)
    return before[ends[-1] - 1 :] if ends else before, after[: brk.start() + 1] if brk else after


def _is_past(one: Found, scene: Scene) -> bool:
    today = midnight(scene.today)
    days = one.when.days
    if one.when.name in ("date", "feast") and _JUST_NOW.match(_clause(one, scene)[1]):
        return True
    return one.when.name == "past" or (bool(days) and all(day.until and day.until <= today for day in days))


def _is_told_past(one: Found, scene: Scene) -> bool:
    """Whether a past time is part of a story; "hôm qua có lớp gì" does ask for it."""
    before, after = _clause(one, scene)
    if _TELLS.search(after):
        return True
    beside = len(before.split()) + len(after.split())
    is_all = beside + one.last - one.first >= len(scene.words.starts)
    return not is_all and beside > 1 and not _ASKS.search(before) and not _ASKS.search(after)


def _is_own_hour(one: Found, scene: Scene) -> bool:
    """Whether it is an hour of the speaker's working day."""
    before, after = _clause(one, scene)
    if _UP_TO.search(before) and not _OF_CLASS.search(before + after):
        return True
    if one.when.part not in ("at", "before", "between", "after"):
        return bool(_ON_SHIFT.search(before))
    return bool(_WORKS.search(before) or _COMES_HOME.match(after))


def _is_all_along(one: Found, found: Sequence[Found], scene: Scene) -> bool:
    """Whether it is what somebody does "cả tuần", and another day is asked for."""
    before, after = _clause(one, scene)
    said = scene.words.between(one.first, one.last)
    others = any(other.when.days and other is not one for other in found)
    return others and bool(_ALL_ALONG.fullmatch(said)) and not _ASKS.search(before) and not _ASKS.search(after)


def _free_after(one: Found) -> Found:
    """The hours after work, where no other hour was said: "em đi làm tới 5h, có lớp nào không"."""
    hours = one.when.hours
    if hours is None:
        return one
    begin = hours.since if one.when.part in ("at", "after") else hours.until
    when = replace(one.when, hours=Hours(min(begin, DAY - 1), DAY), hour_readings=(), part="after")
    return replace(one, when=when)


def _leaves_time(one: Found) -> bool:
    """Whether a class may begin on the same evening."""
    free = _free_after(one).when.hours
    return free is not None and free.since < _LATE


def _are_told(found: Sequence[Found], scene: Scene) -> set[int]:
    """Of days, those that stand beside the only one that suits: "mốt đi khám, bữa kia mới rảnh"."""
    days = [one for one in found if one.when.days]
    only = [one for one in days if _ONLY.match(_clause(one, scene)[1])]
    if not only:
        return set()
    clauses = {one.first: " ".join(_clause(one, scene)) for one in days if one not in only and not refuses(one, scene)}
    return {first for first, clause in clauses.items() if not _ASKS.search(clause)}


def part_stories(found: Sequence[Found], scene: Scene) -> tuple[list[Found], list[When]]:
    """What may limit classes, and what was only told."""
    past = {one.first for one in found if _is_past(one, scene) and _is_told_past(one, scene)}
    # The "tới" of "tuần tới trưa" is the week's, and no hour that work lasts until.
    ends = {one.last for one in found if one.when.days}
    hours = [one for one in found if not one.when.days and one.first not in ends]
    own = {one.first for one in hours if _is_own_hour(one, scene)}
    echoed = {one.first for one in found if _ECHOES.match(_clause(one, scene)[1])}
    told = past | _are_told(found, scene) | (echoed if len(echoed) < len(found) else set())
    told |= {one.first for one in found if one.when.part == "after_work" and one.last in own}
    told |= {one.first for one in found if _is_all_along(one, found, scene)}
    if any(one.when.hours and one.first not in own | told for one in found):
        told |= own
    told |= {one.first for one in found if one.first in own and not _leaves_time(one)}
    kept = [_free_after(one) if one.first in own else one for one in found if one.first not in told]
    return kept, [one.when for one in found if one.first in told]


def is_contradicted(refused: When, wanted: Sequence[When]) -> bool:
    """Whether it would leave nothing of a time that was asked for: "tới cuối tháng 12 …, chứ cuối năm bận quá"."""
    if refused.hours or not refused.days:
        return False
    return any(
        bool(one.days) and all(any(_covers(wide, day) for wide in refused.days) for day in one.days) for one in wanted
    )


def _covers(wide: Interval, day: Interval) -> bool:
    """Whether all of the day lies in the wider time."""
    begins = wide.since is None or (day.since is not None and wide.since <= day.since)
    return begins and (wide.until is None or (day.until is not None and day.until <= wide.until))
