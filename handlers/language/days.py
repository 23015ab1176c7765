"""Days told from today: "mốt", "thứ 7 tuần sau", "cuối tuần", "trong 3 ngày tới", "tháng sau"."""

import re
from datetime import date, timedelta

from handlers.language.numbers import value
from handlers.language.spans import Interval, When
from handlers.language.words import Found, Rule, Scene, rule

WEEKS_AHEAD = 26
"""How far "chủ nhật hàng tuần" and "trừ chủ nhật" reach."""
_FULL = {"monday": 0, "tuesday": 1, "tues": 1, "wednesday": 2, "thursday": 3, "thurs": 3, "friday": 4, "saturday": 5,
         "sunday": 6}  # fmt: skip
_ENGLISH = "|".join(rf"{name}s?" for name in _FULL)
WEEKDAY = (
    r"(?:thu (?:t?[2-7]|hai|ba|tu|nam|sau|six|bay|seven)|thu[2-7]|t[2-7]|chu nhat|chua nhat|chunhat|cn"
    rf"|{_ENGLISH})"
)
_BARE_WEEKDAY = r"(?:[2-7]|hai|ba|tu|nam|sau|six|bay|seven|cn)"
_I = r"(?! (?:muon|ranh|ban|busy|di|can|moi|se|dang|khong|ko|cung|co the|dinh|da|bi) )"
"""After "toi": it was I, not the next week."""
NEXT = rf"(?:sau|toi{_I}|den|ke tiep|ke|tiep theo|tiep|next)"
_PAST = r"(?:truoc|vua roi|roi|qua|vua qua|last)"
THIS = r"(?:nay|this|ni)"
_AND = r"(?:va|voi|hoac|hay|or|and|,|cung|lan)"
_NO_END = r"(?! (?:evening|morning|sang|trua|chieu|toi|thu|t[2-7]|cn|chu|ngay|het|cuoi|tet|\d\S*) )"
"""After "đến": no day follows up to which it would be."""
_WEEK_SAID = (
    rf"(?:(?:cua |trong )?(?:(?:beginning|dau|giua|cuoi) )?tuan (?:(?P<after_next>(?:sau|toi) nua)|(?P<next>{NEXT})"
    rf"(?: day)?|(?P<past>{_PAST})|(?P<this>{THIS}))"
    rf"|(?P<coming>{THIS}|sap toi|gan nhat)|(?P<plain_next>(?:toi(?! hoc){_I}|den){_NO_END}(?: day)?)"
    rf"|(?P<later>sau)(?! (?:\d|khi|gio|tet) )|(?P<last>vua roi|roi|vua qua|qua|truoc(?! (?:\d|gio|khi)))"
    r"|(?:beginning|dau|giua|cuoi) tuan)"
)


def monday(day: date) -> date:
    """Of the week that the day is in."""
    return day - timedelta(days=day.weekday())


def weekday_of(said: str) -> int:
    """Monday is 0."""
    last = said.split()[-1].removeprefix("thu") if not said.startswith("thur") else said
    for name, index in _FULL.items():
        if last in (name, f"{name}s"):
            return index
    if "nhat" in last or last == "cn":
        return 6
    number = value(last.removeprefix("t")) or value(last)
    return (number or 8) - 2


def on_weekdays(weekdays: tuple[int, ...], week: date) -> tuple[Interval, ...]:
    """Those days of the week that begins on Monday `week`."""
    return tuple(Interval.of_days(week + timedelta(days=index)) for index in weekdays)


def coming(weekday: int, today: date) -> date:
    """The next one, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def every_week(weekdays: tuple[int, ...], today: date) -> tuple[Interval, ...]:
    """Those weekdays from today on for half a year."""
    firsts = sorted(coming(index, today) for index in weekdays)
    return tuple(Interval.of_days(first + timedelta(weeks=week)) for week in range(WEEKS_AHEAD) for first in firsts)


def days_from(today: date, offset: int, name: str, *others: int) -> When:
    """One day told by its distance from today; `others` are what other speakers mean."""
    readings = tuple((Interval.of_days(today + timedelta(days=other)),) for other in others)
    return When((Interval.of_days(today + timedelta(days=offset)),), day_readings=readings, name=name)


def _relative(pattern: str, offset: int, name: str, *others: int) -> Rule:
    return rule(pattern, lambda match, scene: Found(days_from(scene.today, offset, name, *others)))


_TITLES = re.compile(
    r" (?:co|co giao|chi|ba|thay|di|bac|chu|ms|mrs|anh|ong|gv|giao vien|teacher"
    r"|thi|hoa|cay|canh|banh|hoang|bach|ho|ten|la) $"
)
_SELF = re.compile(r"^ (?:ranh|ban ko|busy|moi|muon|hoc duoc|di duoc|co lop|co hoc|co di) ")
_NAMES = re.compile(r"^ (?:chi tho|dich|lan|huong|phuong|anh|hoa|thuy|van|thi) ")


def _is_person(match: re.Match[str], scene: Scene) -> bool:
    """Whether "mai" is somebody's name, a flower, a street."""
    said, before = scene.token(match), scene.token(match, -1)
    if said is None or (before is not None and before.raw.casefold() == "có"):
        return False
    small = said.raw.islower()
    if _NAMES.match(scene.after(match)) and not small:
        return True
    return bool(_TITLES.search(scene.before(match))) and not (small and _SELF.match(scene.after(match)))


def _tomorrow(match: re.Match[str], scene: Scene) -> Found | None:
    if match[0] == "moi" and not re.search(r"^ $| (?:sang|morning|,) $", scene.before(match)):
        return None
    if match[0] == "mai" and _is_person(match, scene):
        return None
    return Found(days_from(scene.today, 1, "tomorrow"))


def _overmorrow(match: re.Match[str], scene: Scene) -> Found | None:
    """Mốt for "mot" typed bare where it follows a part of the day or opens a question; else it is one."""
    before, after = scene.before(match), scene.after(match)
    opens = re.match(r"^ (?:, )?$", before) and re.match(
        r" (?:co|hoc|phuong|day|di|minh|em|con|tui|toi|ba|chau|mo|ranh|o) (?!nguoi|lop (?:la|nay))", after
    )
    if re.match(r" (?:tuan|thang|buoi|lop|nguoi|lan|nam|khoa|cai|tieng|gio|phan|so|it|chut) ", after):
        return None
    joined = re.search(
        r" (?:sang|morning|chieu|trua|toi|evening|mai hoac|mai va|mai hay|mai voi|mai ,|mai|ngay|bua|hom) $", before
    )
    free = re.match(r" (?:con|em|minh|toi|tui|chau|me) (?:moi )?(?:ranh|di|hoc) ", after)
    return Found(days_from(scene.today, 2, "overmorrow")) if opens or joined or free else None


def _nay(match: re.Match[str], scene: Scene) -> Found | None:
    """Today for a lone "nay" after a part of the day or where a clause opens; else it is this class, this phone."""
    before, after = scene.before(match), scene.after(match)
    joined = re.search(r" (?:sang|morning|chieu|trua|toi|evening|dem|night|khuya) $", before)
    opens = re.search(r"^ $|(?: ,| a| da| oi| alo| the| vay| cho| em| con| minh) $", before)
    goes_on = re.match(
        r"^ (?:$|, |co |con |hoc |phuong |mo |day |o |ai |minh |lop |may |toi |chieu |sang |toi |em |thi )", after
    )
    return Found(days_from(scene.today, 0, "today")) if joined or (opens and goes_on) else None


def _hn(match: re.Match[str], scene: Scene) -> Found | None:
    if re.search(r" (?:o|tai|ngoai|tu|di|ra|ve) $", scene.before(match)):
        return None
    return Found(days_from(scene.today, 0, "today"))


_ORDINAL = re.compile(r" (?:cai|lan|tuan|nguoi|so|dua|muc|cau|trang|tap|phan|bai|the|dong|hang|top|lua chon|y|tap) $")


def _weekdays(match: re.Match[str], scene: Scene) -> Found | None:
    before = scene.before(match)
    if match["first"].startswith("thu ") and _ORDINAL.search(before):
        return None
    said = [match["first"], *re.findall(rf"(?<= ){WEEKDAY}(?= )|(?<= ){_BARE_WEEKDAY}(?= )", match["more"] + " ")]
    indexes = [weekday_of(one) for one in said]
    if len(indexes) == 2 and re.search(r" - | den | to | through | toi (?=thu|t\d|cn|chu)", match["more"]):
        return _run(indexes[0], indexes[1], match, scene)
    weekdays = tuple(dict.fromkeys(indexes))
    when = _placed(weekdays, match, scene)
    return Found(when, weekdays=() if match["week"] else weekdays)


def _run(first: int, last: int, match: re.Match[str], scene: Scene) -> Found | None:
    """Days in a row ("thứ 2 đến thứ 6") of one week: this one until its first day is over, then the next."""
    if first >= last:
        days = (Interval.of_days(coming(first, scene.today), last + 8 - first),)
        return Found(When(days, name="range"))
    indexes = tuple(range(first, last + 1))
    if match["week"]:
        since = _placed((first,), match, scene).days[0].since
        return Found(When((Interval.of_days(since.date(), len(indexes)),), name="range")) if since else None
    this = monday(scene.today)
    begin = coming(first, scene.today)
    readings = ((Interval.of_days(this + timedelta(days=first), len(indexes)),),) if monday(begin) != this else ()
    days = (Interval.of_days(begin, len(indexes)),)
    return Found(When(days, day_readings=readings, name="range"), weekdays=indexes)


def _placed(weekdays: tuple[int, ...], match: re.Match[str], scene: Scene) -> When:
    """Weekdays in the week that is said with them, else the coming ones."""
    today, this = scene.today, monday(scene.today)
    shift = 2 if match["after_next"] else 1 if match["next"] else -1 if match["past"] else 0 if match["this"] else None
    if match["english_next"]:
        shift = 1
    if shift is not None:
        return When(on_weekdays(weekdays, this + timedelta(weeks=shift)), name="weekday")
    if match["every"] or match["weekly"]:
        return When(every_week(weekdays, today), name="weekdays")
    near = tuple(Interval.of_days(coming(index, today)) for index in weekdays)
    following = on_weekdays(weekdays, this + timedelta(weeks=1))
    if match["last"]:
        return When(
            tuple(Interval.of_days(coming(index, today) - timedelta(weeks=1)) for index in weekdays), name="weekday"
        )
    if match["later"]:
        return When(following, day_readings=(near,), name="weekday")
    if match["plain_next"]:
        tomorrow = today + timedelta(days=1)
        near = tuple(Interval.of_days(coming(index, tomorrow)) for index in weekdays)
    later = tuple(Interval.of_days(coming(index, today) + timedelta(weeks=1)) for index in weekdays)
    return When(near, day_readings=(later,), name="weekday")


DAY_RULES: list[Rule] = [
    _relative(
        r"(?:hom|bua) (?:nay|ni|this)|hnay|hom ny|h nay|today|ngay hom nay|(?<=toi )ni|(?<=chieu )ni|(?<=evening )ni",
        0,
        "today",
    ),
    rule(r"nay", _nay),
    rule(r"hn", _hn),
    _relative(r"(?:the )?day after tomorrow|(?:ngay |bua |hom )?overmorrow|(?:ngay|bua|hom) mot", 2, "overmorrow"),
    rule(r"mot", _overmorrow),
    _relative(r"(?:ngay|bua|mai) kia", 2, "overmorrow", 3),
    _relative(r"hom kia|day before yesterday", -2, "past"),
    _relative(r"(?:ngay )?hom qua|bua qua|hqua|yesterday|(?:toi|chieu|sang|evening|morning) qua", -1, "past"),
    rule(r"(?:ngay |bua |hom )(?:mai|moi)|(?:ngay )?mai|tomorrow|moi(?= (?:co|hoc|day|phuong|mo) )", _tomorrow),
    rule(
        rf"(?:(?P<every>cac|every|moi|nhung) )?(?:hom |bua |ngay |on )?(?:(?P<english_next>next)"
        rf"|(?:this) )? ?(?P<first>{WEEKDAY})"
        rf"(?P<more>(?: (?:{_AND}|-|den|to|through|toi))?(?: (?:hom |bua |ngay )?{WEEKDAY})"
        rf"(?:(?: {_AND})? (?:hom |bua |ngay )?(?:{WEEKDAY}|(?<=, )[2-7]))*|(?:(?: {_AND}"
        rf"|,)+ {_BARE_WEEKDAY}(?! (?:gio|ngay|tuan|tuoi|nguoi|lop|thang)))+|)"
        rf"(?P<week> {_WEEK_SAID})?(?P<weekly> (?:hang|moi|every|cac) tuan)?",
        _weekdays,
    ),
]
