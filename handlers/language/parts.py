"""Parts of the day: "tối", "sáng sớm", "giờ hành chính", and whether a bare "toi" or "sang" is one."""

import re

from handlers.language.spans import DAY, Hours, Interval, When
from handlers.language.words import Found, Rule, Scene, rule

PARTS = {
    "early": Hours(4 * 60, 9 * 60),
    "morning": Hours(0, 12 * 60),
    "noon": Hours(11 * 60, 14 * 60),
    "afternoon": Hours(12 * 60, 18 * 60),
    "late_afternoon": Hours(16 * 60, 19 * 60),
    "evening": Hours(18 * 60, DAY),
    "night": Hours(18 * 60, DAY),
    "after_work": Hours(17 * 60, DAY),
    "office": Hours(8 * 60, 17 * 60),
}
_PART = {
    "early": "(?:sang|morning) (?:som|tinh mo|to mo)|(?:canh|rang|hung|to mo|tinh mo) (?:sang|morning)"
    "|som|early morning|early",
    "late_afternoon": "chieu toi|chieu evening|xe chieu|(?:cuoi|late) (?:gio )?(?:chieu|afternoon)",
    "morning": "sang|mornings?|am",
    "noon": "trua|noon|midday|lunch",
    "afternoon": "chieu|chiu|afternoons?|pm",
    "evening": "chap (?:toi|evening)|toi|eve|evenings?",
    "night": "dem khuya|night khuya|night|nights|dem|khuya",
}
ANY_PART = "|".join(_PART.values())

DAY_NEXT = (
    r"(?:hom|bua|(?:(?:cac|nhung) )?ngay|mai|moi(?= (?:co|hoc|day|phuong|mo|$))|nay|ni|mot|overmorrow"
    r"|thu (?:\d|hai|ba|tu|nam|sau|six|bay|seven)"
    r"|t[2-7]|cn|chu nhat|chua nhat|cuoi tuan|\d{1,2}[/.-]\d{1,2}\S*|every|(?:trong )?tuan|giao thua|ram|mung|noel"
    r"|trung thu|tet|30/|29/)"
)
_OTHER_WORDS = {
    "sang": re.compile(r" (?:tao|sua|kien|lap|tac|suot|loang|mat|nhuong|ten|trong) "),
    "morning": re.compile(r" (?:tao|sua|kien|lap|tac|suot|loang|mat|dep) "),
    "chieu": re.compile(r" (?:cao|dai|rong|sau|chuong|huong|khach|phim|le) "),
    "evening": re.compile(r" (?:thieu|da|uu|vui ve|an lanh) "),
    "toi": re.compile(r" (?:thieu|da|uu) "),
}
_LIT = re.compile(r" (?:anh|chieu|phat|do) $")
_SHIFT = re.compile(r" (?:tru|buoi|ban|ca|cac|every|lop buoi|moi|nhung|cac buoi|moi buoi|vao|luc|den|cu|in the|this) $")
_UNABLE = re.compile(r" (?:khong|ko|k|hong|hok|hk|hem|kh|chang|cha) (?:the )?(?:di|hoc)(?: (?:hoc|lop))? $")
"""In front of "tối được": up to where would be said without "được"."""
_I_AM = re.compile(
    r" (?:tui|em|con|minh|chi|anh|ba|bac|chau|me|ma) (?:mac|ban|phai|di|ranh|khong|ko|moi|hoc|o nha) "
    r"| thi (?:ok|duoc|dc|ranh|hoc) "
)
_ASKED = re.compile(
    r"^ (?:, |$|khong |ko |k |hk |hok |hong |hem |nao |co lop |thoi |a |nha |nhe |ne |duoc |dc |thi sao )|^ $"
)


def part_of(said: str | None) -> str:
    """Which of PARTS a text names, or ""."""
    if not said:
        return ""
    return next((name for name, words in _PART.items() if re.fullmatch(words, said.strip())), "")


def _is_evening(match: re.Match[str], scene: Scene) -> bool:
    """Whether "toi", typed bare, is the evening: not I, not up to."""
    before, after = scene.before(match), scene.after(match)
    if _SHIFT.search(before) or re.match(rf" {DAY_NEXT} ", after):
        return True
    if _UNABLE.search(before) and re.match(r" (?:duoc|dc) ", after):
        return True
    if re.match(r" nao (?!cung duoc )", after) or re.search(r" (?:sang|trua|chieu) (?:hoac|hay|va|voi) $", before):
        return True
    beside = scene.after_day or re.search(r" (?:lop|hoc|day|co|mo|chieu|trua|duoc|ranh|nao) $", before)
    return bool(beside and _ASKED.match(after)) or before == after == " "


def _is_morning(match: re.Match[str], scene: Scene) -> bool:
    """Whether "sang", typed bare, is the morning: not across, not on to (next week)."""
    before, after = scene.before(match), scene.after(match)
    if _SHIFT.search(before) or (_UNABLE.search(before) and re.match(r" (?:duoc|dc) ", after)):
        return True
    if re.match(r" (?:trong )?(?:tuan|thang|nam|he|quy) ", after):
        return False
    if scene.after_day:
        return not re.match(r" (?:nha|ben|o|duong|phuong|cho|day|do) ", after)
    return bool(
        re.match(rf" {DAY_NEXT} ", after)
        or (re.search(r"^ $| , $", before) and _I_AM.match(after))
        or re.match(r" (?:gio|som|hay|hoac|va|voi|toi|chieu) ", after)
        or (re.search(r"^ $| (?:lop|hoc|day|co|mo|duoc|ranh|nao) $", before) and _ASKED.match(after))
    )


def _is_part(word: str, match: re.Match[str], scene: Scene) -> bool:
    other = _OTHER_WORDS.get(word)
    if other and other.match(scene.after(match)):
        return False
    if word in ("sang", "morning") and _LIT.search(scene.before(match)):
        return False
    if word == "toi":
        return _is_evening(match, scene)
    if word == "sang":
        return _is_morning(match, scene)
    if word in ("dem", "chiu"):
        return bool(_SHIFT.search(scene.before(match)) or re.match(rf" {DAY_NEXT} ", scene.after(match)))
    return word not in ("am", "pm", "som", "early")


def _part_of_day(match: re.Match[str], scene: Scene) -> Found | None:
    said = match["part"]
    part = part_of(said)
    prefixed = bool(match["head"])
    if not prefixed and not _is_part(said, match, scene):
        return None
    return Found(When(hours=PARTS[part], part=part))


def _today_at(match: re.Match[str], scene: Scene) -> Found:
    part = match["part"] or "evening"
    return Found(When((Interval.of_days(scene.today),), hours=PARTS[part], name="today", part=part))


def _earlier_today(match: re.Match[str], scene: Scene) -> Found | None:
    """The morning gone by ("hồi sáng"); "hoi" typed bare is to ask, unless it opens or follows a person."""
    opens = re.search(r"^ $|(?<! cho) (?:luc|con|em|minh|chau|toi|,) $", scene.before(match))
    if match[0].startswith("hoi") and (not opens or re.match(rf" {DAY_NEXT} ", scene.after(match))):
        return None
    part = part_of(match["part"])
    return Found(When((Interval.of_days(scene.today),), hours=PARTS[part], name="past", part=part))


def _named(part: str) -> Rule:
    return rule(_NAMED[part], lambda match, scene: Found(When(hours=PARTS[part], part=part)))


_NAMED = {
    "after_work": r"(?:sau|ngoai|het) (?:khi )?gio (?:lam viec|lam|hanh chinh|di lam)|ngoai gio(?: lam)?"
    r"|(?:sau (?:khi )?)?(?:tan|di lam) (?:ca|so|lam|ve)|after work",
    "office": r"(?:trong )?gio hanh chinh|(?:during )?office hours",
}

PART_RULES: list[Rule] = [
    rule(r"(?:earlier|hoi) (?P<part>sang|morning|trua|chieu|toi|evening)", _earlier_today),
    rule(r"tonight|this (?P<part>morning|afternoon|evening)", _today_at),
    _named("after_work"),
    _named("office"),
    rule(rf"(?P<head>(?:buoi|ban|ca|lop buoi|in the) )?(?P<part>{ANY_PART})", _part_of_day),
]
