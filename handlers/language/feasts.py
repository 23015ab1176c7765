"""Feasts: Tết and the other lunar ones, and those of fixed date.

On a feast itself hardly anything is taught: "dịp Noel" and "giáp Tết" ask for what is held around it. "Tết tây" is the
first of January, any other bare "tết" the lunar one.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from handlers.language import lunar
from handlers.language.dates import TOPIC, next_date
from handlers.language.days import NO_END
from handlers.language.numbers import NUMBER, value
from handlers.language.spans import Interval, When, midnight
from handlers.language.words import Found, Rule, Scene, rule

_NEAR = r"(?:(?P<near>dip|mua|can|giap|gan|sat|don|around|near) (?:ngay |le )?)?"
"""In front of a feast: the days around it, or before it."""
_THIS = (
    rf"(?: (?:nay|this|sap toi|(?:toi|den){NO_END}|(?:cua )?nam (?:nay|this)"
    r"|(?P<next_year>(?:cua )?nam (?:sau|toi|next))))?"
)
FIXED = (
    (r"noel|no en|giang sinh|christmas|xmas", 24, 12, 2),
    (r"tet (?:tay|duong lich|duong)|nam moi duong lich|new year'?s?(?: day)?", 1, 1, 1),
    (r"quoc khanh", 2, 9, 1),
    (r"(?:ngay |le )?giai phong(?: mien nam)?|thong nhat dat nuoc", 30, 4, 1),
    (r"quoc te lao dong", 1, 5, 1),
    (r"(?:ngay |le |mung )?quoc te phu nu|women'?s day", 8, 3, 1),
    (r"(?:ngay|le|mung ngay) phu nu viet nam", 20, 10, 1),
    (r"(?:ngay |le )?nha giao(?: viet nam)?|teachers'? day", 20, 11, 1),
    (r"quoc te thieu nhi|tet thieu nhi", 1, 6, 1),
    (r"valentine|le tinh nhan", 14, 2, 1),
)
"""Words, day and month, how many days."""
LUNAR = (
    (r"(?:tet |ram )?trung thu", 15, 8),
    (r"(?:le )?vu lan", 15, 7),
    (r"(?:le )?phat dan", 15, 4),
    (r"(?:tet )?doan ngo", 5, 5),
    (r"(?:tet )?nguyen tieu", 15, 1),
    (r"(?:le )?gio to(?: hung vuong)?|gio vua hung|den hung", 10, 3),
    (r"(?:cung |dua |le |ngay )?(?:ong )?(?:cong )?ong tao|dua ong tao", 23, 12),
)
"""Words, lunar day and month."""
_AROUND = 6
"""Days before a feast that are its season: what is held for it is held before it."""
_FESTIVE = ("dip", "mua", "don", "around")
"""The season goes on a day after the feast; "giáp", "cận", "gần" end with its eve."""
_REST = 3
"""Days of Tết that nobody teaches on: mùng 1 to mùng 3."""


def _fixed(day: int, month: int, count: int) -> Callable[[re.Match[str], Scene], Found | None]:
    def make(match: re.Match[str], scene: Scene) -> Found | None:
        today = date(scene.today.year + 1, 1, 1) if match["next_year"] else scene.today - timedelta(days=count - 1)
        first = next_date(day, month, today)
        if first is None:
            return None
        near = match["near"]
        if near is None:
            return Found(When((Interval.of_days(first, count),), name="feast"))
        begin = first - timedelta(days=_AROUND)
        end = first + timedelta(days=count + 1) if near in _FESTIVE else first
        return Found(When((Interval(midnight(begin), midnight(end)),), name="feast"))

    return make


def _by_moon(day: int, month: int) -> Callable[[re.Match[str], Scene], Found | None]:
    def make(match: re.Match[str], scene: Scene) -> Found | None:
        today = date(scene.today.year + 1, 1, 1) if match["next_year"] else scene.today
        found = None if TOPIC.search(scene.before(match)) else lunar.next_day(day, month, today)
        return Found(When((Interval.of_days(found),), name="feast")) if found else None

    return make


def _of_tet(
    meant: Callable[[date, date, re.Match[str]], Interval | None],
) -> Callable[[re.Match[str], Scene], Found | None]:
    """A time told from Tết: of the one that is on or comes next, and from today."""

    def make(match: re.Match[str], scene: Scene) -> Found | None:
        tet = None if TOPIC.search(scene.before(match)) else lunar.new_year(scene.today)
        interval = meant(tet, scene.today, match) if tet else None
        return Found(When((interval,), name="tet")) if interval else None

    return make


def _day_of_tet(tet: date, today: date, match: re.Match[str]) -> Interval | None:
    day = value(match["day"])
    return Interval.of_days(tet + timedelta(days=day - 1)) if day and day <= 15 else None


def _eve(tet: date, today: date, match: re.Match[str]) -> Interval | None:
    day = value(match["day"]) if match["day"] else 30
    found = lunar.before_new_year(day, today) if day and 20 <= day <= 30 else None
    return Interval.of_days(found) if found else None


def _before(tet: date, today: date, match: re.Match[str]) -> Interval | None:
    coming = lunar.next_day(*lunar.NEW_YEAR, today + timedelta(days=1))
    return Interval(midnight(today), midnight(coming)) if coming else None


def _near(tet: date, today: date, match: re.Match[str]) -> Interval | None:
    first = lunar.before_new_year(23, today)
    coming = lunar.next_day(*lunar.NEW_YEAR, today)
    return Interval(midnight(first), midnight(coming)) if first and coming else None


def _after(tet: date, today: date, match: re.Match[str]) -> Interval:
    return Interval(midnight(tet + timedelta(days=_REST)), None)


_OTHER_TET = r"(?! (?:tay|duong|thieu nhi|trung thu|doan ngo|nguyen tieu) )"
FEAST_RULES: list[Rule] = [
    *(
        rule(rf"(?:ngay |le )?{_NEAR}(?:{words}){_THIS}", _fixed(day, month, count))
        for words, day, month, count in FIXED
    ),
    *(rule(rf"(?:dip |ngay |le )?(?:{words}){_THIS}", _by_moon(day, month)) for words, day, month in LUNAR),
    rule(rf"(?:mung|ngay mung|ngay) (?P<day>{NUMBER}) tet", _of_tet(_day_of_tet)),
    rule(r"(?:ngay )?(?:(?P<day>2\d|30|ba muoi|hai (?:muoi )?\S+|ham \S+) tet|giao thua)", _of_tet(_eve)),
    rule(rf"truoc tet(?: nguyen dan)?{_OTHER_TET}", _of_tet(_before)),
    rule(rf"(?:can|giap|gan|sat) tet{_OTHER_TET}", _of_tet(_near)),
    rule(rf"(?:sau|ra|qua|het|an) (?:tet(?: nguyen dan)?(?: xong)?{_OTHER_TET}|gieng)", _of_tet(_after)),
    rule(
        rf"(?:dip |ngay |le |ky nghi )?tet(?: nguyen dan| am lich| ta)?(?! toc){_OTHER_TET}{_THIS}",
        _of_tet(lambda tet, today, match: Interval.of_days(tet, _REST)),
    ),
]
