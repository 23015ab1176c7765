"""Hours: parts of the day ("tối", "sáng sớm") and clocks ("8h30 tối", "sau 6 giờ chiều", "19-21h")."""

import re
from collections.abc import Iterator

from handlers.language.numbers import HOUR, value
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
LASTS = 30
"""Minutes that "lúc 8 giờ" allows after eight."""

_PART = {
    "early": "sang som|morning som|som|early morning|early",
    "late_afternoon": "chieu toi|chieu evening|xe chieu|(?:cuoi|late) (?:gio )?(?:chieu|afternoon)",
    "morning": "sang|mornings?|am",
    "noon": "trua|noon|midday|lunch",
    "afternoon": "chieu|afternoons?|pm",
    "evening": "toi|eve|evenings?",
    "night": "dem khuya|night khuya|night|nights|dem|khuya",
}
_ANY_PART = "|".join(_PART.values())

_VERB = (
    "(?:muon|mun|ranh|ban|busy|di|can|hoc|moi|se|dang|khong|ko|k|cung|o|co the|dinh|da|bi|la|ten|thich|hoi|xin|dk"
    "|dang ky|duoc|biet|chi|thay|nghe|tim|nho|lam|phai|het|lon|gia|nam|chua|day|vua|khong biet)"
)
_DAY_NEXT = (
    r"(?:hom|bua|ngay|mai|moi(?= (?:co|hoc|day|phuong|mo|$))|nay|ni|mot|overmorrow|thu (?:\d|hai|ba|tu|nam|sau|six"
    r"|bay|seven)"
    r"|t[2-7]|cn|chu nhat|chua nhat|cuoi tuan|\d{1,2}[/.-]\d{1,2}\S*|every|(?:trong )?tuan|giao thua|ram|mung|noel"
    r"|trung thu|tet|30/|29/)"
)
_OTHER_WORDS = {
    "sang": re.compile(r" (?:tao|sua|kien|lap|tac|suot|loang|mat|nhuong|ten|trong) "),
    "morning": re.compile(r" (?:tao|sua|kien|lap|tac|suot|loang|mat|dep) "),
    "chieu": re.compile(r" (?:cao|dai|rong|sau|chuong|huong|khach|phim|le) "),
    "evening": re.compile(r" (?:thieu|da|uu) "),
    "toi": re.compile(r" (?:thieu|da|uu) "),
}
_LIT = re.compile(r" (?:anh|chieu|phat|do) $")
_SHIFT = re.compile(r" (?:buoi|ban|ca|cac|every|lop buoi|moi|nhung|cac buoi|moi buoi|vao|luc|den|cu|in the|this) $")
_HEAD = re.compile(r"^ (?:, )?$|(?:lop|hoc|day|mo|co|con|hoc phi) $")
_ASKED = re.compile(r"^ (?:, |$|khong |ko |k |hk |hok |hong |hem |nao |co lop |thoi |a |nha |nhe |ne |duoc |dc )|^ $")


def minutes(match: re.Match[str], which: str) -> tuple[int, int] | None:
    """Hour and minute of one clock of a match, as said; None if there is no such clock."""
    parts = match.groupdict()
    said = next((parts[f"{kind}{which}"] for kind in "hwe" if parts[f"{kind}{which}"]), None)
    hour = value(said) if said else None
    if hour is None or hour > 24:
        return None
    past = parts[f"m{which}"] or parts[f"x{which}"]
    minute = 0 if past is None else 30 if past in ("ruoi", "half") else value(past) or 0
    less = value(parts[f"k{which}"]) if parts[f"k{which}"] else 0
    total = hour * 60 + minute - (less or 0)
    return divmod(max(0, total), 60) if minute < 60 else None


def part_of(said: str | None) -> str:
    """Which of PARTS a text names, or ""."""
    if not said:
        return ""
    return next((name for name, words in _PART.items() if re.fullmatch(words, said.strip())), "")


def _in_part(hour: int, part: str) -> int:
    if part in ("morning", "early"):
        return 0 if hour == 12 else hour
    if part == "noon":
        return hour + 12 if hour < 6 else hour
    if part in ("evening", "night") and (hour == 12 or hour < 4):
        return 24 if hour == 12 else hour if part == "night" else hour + 12
    return hour + 12 if hour < 12 else hour


def _hours_meant(hour: int, part: str, kind: str, exact: bool) -> list[int]:
    """Hours of the day, likelier first: classes are held from five in the morning to ten in the evening."""
    if part:
        return [_in_part(hour, part)]
    if hour == 0 or hour >= 12 or exact:
        return [hour]
    late_first = hour < 6 or (kind == "after" and hour < 9) or (kind in ("at", "between") and hour < 8)
    if kind == "before" and hour >= 5:
        late_first = hour == 5
    return [hour + 12, hour] if late_first else [hour, hour + 12]


def _span(minute: int, kind: str) -> Hours | None:
    minute = min(minute, DAY)
    if kind == "after":
        return Hours(minute, DAY) if minute < DAY else None
    if kind == "before":
        return Hours(0, minute) if minute else None
    return Hours(min(minute, DAY - LASTS), min(minute, DAY - LASTS) + LASTS)


def _clock(which: str) -> str:
    n = which
    return (
        rf"(?:(?P<h{n}>\d{{1,2}})(?:h|g|:|gio)(?P<m{n}>[0-5]\d)?(?:p|ph|phut)?(?P<a{n}>am|pm)?"
        rf"|(?P<w{n}>{HOUR})(?: (?:gio|h|g|o'clock)|(?= (?:ruoi|half|am|pm) ))"
        rf"|(?P<e{n}>\d{{1,2}})(?P<b{n}>am|pm))"
        rf"(?: (?P<x{n}>[0-5][05](?! (?:thang|tay|nguoi|tuoi))|ruoi|half|bon lam|ba muoi|muoi lam)(?: phut)?)?"
        rf"(?: (?:kem|thieu) (?P<k{n}>\d{{1,2}}|muoi lam|muoi|nam)(?: phut)?)?"
        rf"(?: (?:, )?(?:(?:vao )?buoi |in the |ban )?(?P<p{n}>{_ANY_PART})(?! (?:{_VERB}) ))?"
    )


_AFTER = "sau luc|sau|tu luc|tu|from|after|qua|since|sau khoang|sau tam"
_BEFORE = "truoc luc|truoc|before|until|den truoc|by"
_AT = "vao luc|luc|vao|at|tam|about|khoang|around|co|hoi|vao khoang|vao tam|cu"
_ONWARDS = "tro di|tro len|do di|onwards?|tro ve sau|or later"


def _part_said(match: re.Match[str], which: str) -> str:
    groups = match.groupdict()
    letters = groups[f"a{which}"] or groups[f"b{which}"]
    return part_of(letters or groups[f"p{which}"])


def _readings(match: re.Match[str], which: str, kind: str, part: str) -> Iterator[int]:
    clock = minutes(match, which)
    if clock is None:
        return
    hour, minute = clock
    exact = bool(re.match(r"0\d|\d\d?:", match[f"h{which}"] or "")) or hour > 12
    for meant in _hours_meant(hour, part, kind, exact or hour > 12):
        yield meant * 60 + minute


def _is_length(match: re.Match[str], scene: Scene, kind: str, part: str) -> bool:
    """Whether "2 giờ" is how long, "5G" a network, "trước 1 giờ" how long before."""
    before = scene.before(match)
    if part:
        return False
    ahead = kind == "before" or before.endswith(" truoc ")
    if ahead and re.search(r" (?:nhac|bao) ", f" {scene.words.text[: match.start()]}"):
        return True
    if re.fullmatch(r"[2-6]g", match[0].split()[-1]) and kind != "between":
        return True
    short = minutes(match, "1") in [(1, 0), (2, 0), (3, 0)]
    return short and bool(re.search(r" (?:trong|dai|buoi|mat|hoc|them|duoc|dc|la|khoang|het|suot) $", before))


def _at_clock(match: re.Match[str], scene: Scene) -> Found | None:
    groups = match.groupdict()
    onwards = groups["onwards"] is not None
    kind = "after" if groups["after"] or onwards else "before" if groups["before"] else "at"
    part = _part_said(match, "1")
    if _is_length(match, scene, kind, part):
        return None
    spans = [span for minute in _readings(match, "1", kind, part) if (span := _span(minute, kind))]
    if not spans:
        return None
    return Found(When(hours=spans[0], hour_readings=tuple(spans[1:]), certain=len(spans) == 1, part=kind))


def _between_clocks(match: re.Match[str], scene: Scene) -> Found | None:
    late = _part_said(match, "2")
    early = _part_said(match, "1") or ("" if late == "noon" else late)
    if match["bare"]:
        hour = int(match["bare"])
        firsts = [meant * 60 for meant in _hours_meant(hour, early, "between", hour > 12)]
    else:
        firsts = list(_readings(match, "1", "between", early))
    lasts = list(_readings(match, "2", "between", late))
    if late in ("noon", "afternoon", "evening") and not _part_said(match, "1"):
        firsts += [minute - 12 * 60 for minute in firsts if minute >= 12 * 60]
    spans = [Hours(since, until) for since in firsts for until in lasts if since < until <= DAY]
    if not spans:
        return None
    return Found(When(hours=spans[0], hour_readings=tuple(spans[1:2]), part="between"))


def _is_evening(match: re.Match[str], scene: Scene) -> bool:
    """Whether "toi", typed bare, is the evening: not I, not up to."""
    before, after = scene.before(match), scene.after(match)
    if _SHIFT.search(before) or re.match(rf" {_DAY_NEXT} ", after):
        return True
    if re.match(r" nao (?!cung duoc )", after) or re.search(r" (?:sang|trua|chieu) (?:hoac|hay|va|voi) $", before):
        return True
    return bool(
        re.search(r" (?:lop|hoc|day|co|mo|chieu|trua|mai|nay|mot|overmorrow) $", before) and _ASKED.match(after)
    )


def _is_morning(match: re.Match[str], scene: Scene) -> bool:
    """Whether "sang", typed bare, is the morning: not across, not on to (next week)."""
    before, after = scene.before(match), scene.after(match)
    if _SHIFT.search(before):
        return True
    if re.match(r" (?:trong )?(?:tuan|thang|nam|he|quy) ", after):
        return False
    return bool(
        re.match(rf" {_DAY_NEXT} ", after)
        or re.match(r" (?:gio|som|hay|hoac|va|voi|toi|chieu) ", after)
        or (
            re.search(r" (?:lop|hoc|day|co|mo|mai|nay|mot|overmorrow|nhat|cn|t\d|thu \S+) $", before)
            and _ASKED.match(after)
        )
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
    if word == "dem":
        return bool(_SHIFT.search(scene.before(match)) or re.match(rf" {_DAY_NEXT} ", scene.after(match)))
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
    opens = re.search(r"^ $| (?:luc|con|em|minh|chau|toi|,) $", scene.before(match))
    if match[0].startswith("hoi") and (not opens or re.match(rf" {_DAY_NEXT} ", scene.after(match))):
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

CLOCK_RULES: list[Rule] = [
    rule(r"(?:earlier|hoi) (?P<part>sang|morning|trua|chieu|toi|evening)", _earlier_today),
    rule(r"tonight|this (?P<part>morning|afternoon|evening)", _today_at),
    _named("after_work"),
    _named("office"),
    rule(
        rf"(?:(?:tu|from|between|luc|khoang) (?:luc )?)?(?:(?P<bare>\d{{1,2}})|{_clock('1')})"
        rf" (?:den|toi|-|to|until|cho den|and|va) (?:luc )?{_clock('2')}",
        _between_clocks,
    ),
    rule(
        rf"(?:(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE})|(?:{_AT})) )?{_clock('1')}(?P<onwards> (?:{_ONWARDS}))?",
        _at_clock,
    ),
    rule(rf"(?P<head>(?:buoi|ban|ca|lop buoi|in the) )?(?P<part>{_ANY_PART})", _part_of_day),
]
