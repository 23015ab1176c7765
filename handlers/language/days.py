"""Days told from today: "mốt", "thứ 7 tuần sau", "cuối tuần", "trong 3 ngày tới", "tháng sau"."""

import re
from datetime import date, timedelta

from handlers.language.numbers import value
from handlers.language.spans import Interval, When
from handlers.language.words import Found, Rule, Scene, rule

LISTED = 5
"""Classes that are shown at once, at most: "lớp thứ bảy" is none of them, but on a Saturday."""
WEEKS_AHEAD = 26
"""How far "chủ nhật hàng tuần" and "trừ chủ nhật" reach."""
_FULL = {"monday": 0, "tuesday": 1, "tues": 1, "wednesday": 2, "thursday": 3, "thurs": 3, "friday": 4, "saturday": 5,
         "sunday": 6}  # fmt: skip
_ENGLISH = "|".join(rf"{name}s?" for name in _FULL)
WEEKDAY = (
    r"(?:thu (?:t?[2-7]|hai|ba|tu|nam|sau|six|bay|seven)|thu[2-7]|t[2-7]|chu nhat|chu nhut|chua nhat|chunhat|cn"
    rf"|{_ENGLISH})"
)
_BARE_WEEKDAY = r"(?:[2-7]|hai|ba|tu|nam|sau|six|bay|seven|cn)"
_I_DO = r" (?:muon|ranh|ban|busy|di|can|moi|se|dang|cung|co the|dinh|da|bi|(?:khong|ko)(?! $)) "
_I = rf"(?!{_I_DO})"
"""After "toi": it was I, not the next."""
NEXT = r"(?:sau|toi|den|ke tiep|ke|tiep theo|tiep|next)"
NEXT_NOT_I = rf"(?:(?!toi{_I_DO}){NEXT})"
_PAST = r"(?:truoc|vua roi|roi|qua|vua qua|last)"
THIS = r"(?:nay|this|ni)"
_AND = r"(?:va|voi|hoac|hay|or|and|,|cung|lan)"
NO_END = r"(?! (?:evening|morning|sang|trua|chieu|toi|thu|t[2-7]|cn|chu|ngay|het|cuoi|tet|noel|giang|\d\S*) )"
"""After "đến": no day follows up to which it would be."""
_NO_COUNT = r"(?! (?:people|persons|kids|adults|seats|of|nguoi|cho|dua|be|suat|tuoi|gio|h|k|tr|trieu|con|chau|vo) )"
"""After a comma and a figure: "chủ nhật, 4 người" is no Wednesday."""
_WEEK_SAID = (
    rf"(?:(?:cua |trong )?(?:(?:beginning|dau|giua|cuoi) )?tuan (?:(?P<after_next>(?:sau|toi) nua)|(?P<next>{NEXT})"
    rf"(?: day)?|(?P<past>{_PAST})|(?P<this>{THIS}))"
    rf"|(?P<coming>{THIS}|sap toi|gan nhat)|(?P<plain_next>(?:toi(?! hoc){_I}|den){NO_END}(?: day)?)"
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
    if last.endswith(("nhat", "nhut")) or last == "cn":
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


_EVERY_ONE = re.compile(
    r" (?:lop|mon|buoi|khoa) (?:nao|gi) (?:ma )?(?:hoc|day|mo|vao)(?: (?:vao|ngay|buoi|cac|sang|morning|trua|chieu|toi"
    r"|evening))* $| chi (?:(?:co the|di|hoc|tham gia) )+(?:duoc|dc) (?:\S+ ){0,2}$"
)
"""In front of a weekday: a class of that day of whichever week, or the speaker's every such day."""
_SLOT = re.compile(r" lop \d\S*(?: gio)?(?: ruoi)?(?: (?:sang|morning|trua|chieu|toi|evening))?(?: (?:ngay|vao))* $")
_WHICH_ONE = re.compile(r"^ (?:la |ten |day gi |hoc gi )")
"""A class named by its hour is asked what it is: "lớp 8 rưỡi sáng chủ nhật là lớp gì"."""
_ONLY = re.compile(r" chi (?:\S+ ){0,3}$")
_ONLY_THEN = re.compile(r"^ (?:\S+ ){0,3}?(?:thoi|moi|newly) |^ (?:tuan|bua|hom) nao cung ")


def is_habit(match: re.Match[str], scene: Scene) -> bool:
    """Whether days are told as a timetable, not as the next ones: "lớp nào học t7 hoặc cn", "chỉ đi được thứ ba"."""
    before, after = scene.before(match), scene.after(match)
    named = _WHICH_ONE.match(after) and _SLOT.search(before)
    return bool(named or _EVERY_ONE.search(before) or (_ONLY.search(before) and _ONLY_THEN.match(after)))


_TITLES = re.compile(
    r" (?:co|co giao|chi|ba|thay|di|bac|chu|ms|mrs|anh|ong|gv|giao vien|teacher"
    r"|thi|hoa|cay|canh|banh|hoang|bach|ho|ten|la|tren) $"
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


_ONE_OF = re.compile(r" (?:tuan|thang|buoi|lop|nguoi|lan|nam|khoa|cai|tieng|gio|phan|so|it|chut) ")
_ENDS = r" (?:$|,|khong |ko |k |hong |duoc |a |thi sao |co lop )"
_MOT = [
    (re.compile(before), re.compile(after))
    for before, after in (
        (
            r" (?:sang|morning|chieu|trua|toi|evening|dem|night|khuya|mai|mai (?:hoac|va|hay|voi|,)|ngay|bua|hom|tru|tu"
            r"|from) $",
            "",
        ),
        (r" (?:nao|ranh|den) $", _ENDS),
        (r"^ (?:, )?$", r" (?:co|hoc|phuong|day|di|minh|em|con|tui|toi|ba|chau|mo|ranh|o) (?!nguoi|lop (?:la|nay))"),
        (r"^ (?:(?:the|vay) )?(?:con |, )?$|, $", r" (?:$|(?:thi|duoc|dc) (?:sao |khong |ko |k |,|$))"),
        ("", r" (?:con|em|minh|toi|tui|chau|me) (?:moi )?(?:ranh|di|hoc) "),
        ("", r" (?:(?:luc|vao|sau|truoc|tu|from) )?(?:\d\d?(?:[hg:]| gio )|(?!mot )\S+ gio )"),
        ("", r" (?:sang|morning|trua|chieu|toi|evening|ban dem) "),
    )
]
"""What stands before and after "mot", typed bare, where it is the day after tomorrow."""


def _overmorrow(match: re.Match[str], scene: Scene) -> Found | None:
    """Mốt for "mot" typed bare where it follows a part of the day or opens a question; else it is one."""
    before, after = scene.before(match), scene.after(match)
    is_day = any(left.search(before) and right.match(after) for left, right in _MOT)
    return Found(days_from(scene.today, 2, "overmorrow")) if is_day and not _ONE_OF.match(after) else None


def _nay(match: re.Match[str], scene: Scene) -> Found | None:
    """Today for a lone "nay" after a part of the day or where a clause opens; else it is this class, this phone."""
    before, after = scene.before(match), scene.after(match)
    joined = re.search(r" (?:sang|morning|chieu|chiu|trua|toi|evening|dem|night|khuya) $", before)
    opens = re.search(r"^ $|(?: ,| a| da| oi| alo| the| vay| cho| em| con| minh) $", before)
    goes_on = re.match(
        r"^ (?:$|, |co |con |hoc |phuong |mo |day |o |ai |minh |lop |may |toi |chieu |sang |toi |em |thi )", after
    )
    return Found(days_from(scene.today, 0, "today")) if joined or (opens and goes_on) else None


def _hn(match: re.Match[str], scene: Scene) -> Found | None:
    if re.search(r" (?:o|tai|ngoai|tu|di|ra|ve) $", scene.before(match)):
        return None
    return Found(days_from(scene.today, 0, "today"))


_ORDINAL = re.compile(r" (?:cai|lan|tuan|nguoi|so|dua|muc|cau|trang|tap|phan|bai|the|dong|hang|top|lua chon|y|dieu) $")
_FIRSTLY = re.compile(r" thu nhat (?:la|thi) ")
_OF_LIST = re.compile(r"(?<! co)(?<! con)(?<! mo)(?<! nao)(?<! cac)(?<! nhung)(?<! every) lop $")
"""In front of "thứ hai": the second class of those shown; but "có lớp thứ hai không" asks for Mondays."""
_AS_DAY = re.compile(
    r"^ (?:luc|vao|buoi|sang|morning|trua|chieu|toi|evening|tuan|ngay|\d\S*|va|hoac|hay|voi|,|-|hang|every|nao) "
)


def _is_ordinal(match: re.Match[str], scene: Scene) -> bool:
    """Whether "thứ hai" counts things: "cái thứ hai", "lớp thứ hai", "thứ nhất là …, thứ hai là …"."""
    before = scene.before(match)
    if not match["first"].startswith("thu "):
        return False
    if _ORDINAL.search(before) or _FIRSTLY.search(" " + scene.words.text[: match.start()]):
        return True
    alone = not match["more"] and not match["week"] and not _AS_DAY.match(scene.after(match))
    return scene.listed and alone and weekday_of(match["first"]) < LISTED - 1 and bool(_OF_LIST.search(before))


def _weekdays(match: re.Match[str], scene: Scene) -> Found | None:
    if _is_ordinal(match, scene):
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
    following = on_weekdays(weekdays, this + timedelta(weeks=1))
    if shift is not None:
        days = on_weekdays(weekdays, this + timedelta(weeks=shift))
        gone = shift == 0 and max(weekdays) < today.weekday()
        return When(days, day_readings=(following,) if gone else (), name="weekday")
    if (
        match["every"]
        or match["weekly"]
        or (not match["week"] and not match["english_next"] and is_habit(match, scene))
    ):
        return When(every_week(weekdays, today), name="weekdays")
    near = tuple(Interval.of_days(coming(index, today)) for index in weekdays)
    if match["last"]:
        return When(
            tuple(Interval.of_days(coming(index, today) - timedelta(weeks=1)) for index in weekdays), name="weekday"
        )
    if match["later"]:
        return When(following, day_readings=(near,), name="weekday")
    after_today = tuple(Interval.of_days(coming(index, today + timedelta(days=1))) for index in weekdays)
    if match["plain_next"]:
        return When(after_today, day_readings=(following,), name="weekday")
    return When(near, day_readings=(after_today,), name="weekday")


DAY_RULES: list[Rule] = [
    _relative(
        r"(?:hom|bua) (?:nay|ni|this)|hnay|hom ny|h nay|today|ngay hom nay"
        r"|(?:(?<=toi )|(?<=chieu )|(?<=evening )|(?<=trua )|(?<=sang )|(?<=morning ))ni",
        0,
        "today",
    ),
    rule(r"nay", _nay),
    rule(r"hn", _hn),
    _relative(r"(?:the )?day after tomorrow|(?:ngay |bua |hom )?overmorrow|(?:ngay|bua|hom) mot", 2, "overmorrow"),
    rule(r"mot", _overmorrow),
    _relative(r"(?:ngay|bua|mai) kia", 2, "overmorrow", 3),
    _relative(r"(?:may|few|nhung|vai|hai|ba|\d) (?:ngay|bua|hom) (?:nay|this)(?= )", 0, "past"),
    _relative(r"hom kia|day before yesterday", -2, "past"),
    _relative(r"(?:ngay )?hom qua|bua qua|hqua|yesterday|(?:toi|chieu|sang|evening|morning) qua", -1, "past"),
    rule(r"(?:ngay |bua |hom )(?:mai|moi)|(?:ngay )?mai|tomorrow|moi(?= (?:co|hoc|day|phuong|mo) )", _tomorrow),
    rule(
        rf"(?:(?P<every>cac|every|moi|nhung) )?(?:hom |bua |ngay |on )?(?:(?P<english_next>next)"
        rf"|(?:this) )? ?(?P<first>{WEEKDAY})"
        rf"(?P<more>(?: (?:{_AND}|-|den|to|through|toi))?(?: (?:hom |bua |ngay )?{WEEKDAY})"
        rf"(?:(?: {_AND})? (?:hom |bua |ngay )?(?:{WEEKDAY}|(?<=, )[2-7]{_NO_COUNT}))*|(?:(?: {_AND}"
        rf"|,)+ {_BARE_WEEKDAY}(?! (?:gio|ngay|tuan|tuoi|nguoi|lop|thang)){_NO_COUNT})+|(?<=hai) tu (?:sau|six)"
        rf"|(?<=ba) nam (?:bay|seven)|)"
        rf"(?P<week> {_WEEK_SAID})?(?P<weekly> (?:hang|moi|every|cac) tuan)?",
        _weekdays,
    ),
]
