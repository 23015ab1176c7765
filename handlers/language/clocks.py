"""Hours by the clock: "8h30 tối", "sau 6 giờ chiều", "19-21h"."""

import re
from collections.abc import Iterator

from handlers.language.numbers import HOUR, value
from handlers.language.parts import ANY_PART, DAY_NEXT, part_of
from handlers.language.refusing import PERSON
from handlers.language.spans import DAY, Hours, When
from handlers.language.words import Found, Rule, Scene, group, rule

_NOON = 12 * 60
LASTS = 30
"""Minutes that "lúc 8 giờ" allows after eight."""

_VERB = (
    "(?:muon|mun|ranh|ban|busy|di|can|hoc|moi|se|dang|khong|ko|k|cung|o|co the|dinh|da|bi|la|ten|thich|hoi|xin|dk"
    "|dang ky|duoc|biet|chi|thay|nghe|tim|nho|lam|phai|het|lon|gia|nam|chua|day|vua|khong biet)"
)
_LENGTH = re.compile(r" (?:hoc|lam|la) (?:xong|het) | (?:dong ho|lien) | (?:moi|mot|1) (?:buoi|ngay) ")
_ENDS = rf"$|(?:,|duoc|dc|di|co|nha|nhe|nhen|nghe|ne|a|thoi|hay|hoac|khong|ko|k|hok|hong|thi|on|in|{DAY_NEXT}) "
"""What goes on after "lúc 8", and not after "at 8 Nguyễn Trãi"."""


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


def _clock(which: str, unit: str = "(?:h|g|:|gio)") -> str:
    n = which
    return (
        rf"(?:(?P<h{n}>\d{{1,2}}){unit}(?P<m{n}>[0-5]\d)?(?:p|ph|phut)?(?P<a{n}>am|pm)?"
        rf"|(?P<w{n}>{HOUR})(?: (?:gio|h|g|o'clock)|(?= (?:ruoi|half|am|pm) ))"
        rf"|(?P<e{n}>\d{{1,2}})(?P<b{n}>am|pm))"
        rf"(?: (?P<x{n}>[0-5][05](?! (?:thang|tay|nguoi|tuoi))|ruoi|half|bon lam|ba muoi|muoi lam)(?: phut)?)?"
        rf"(?: (?:kem|thieu) (?P<k{n}>\d{{1,2}}|muoi lam|muoi|nam)(?: phut)?)?"
        rf"(?: (?:, (?!\S+ {PERSON} ))?(?:(?:vao )?buoi |in the |ban )?"
        rf"(?P<p{n}>(?!toi (?:{_VERB}) (?!$))(?:{ANY_PART})))?"
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
    led = re.search(r" (?:trong|dai|buoi|mat|hoc|them|duoc|dc|la|khoang|het|suot) $", before)
    return short and bool(led or _LENGTH.match(scene.after(match)))


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
    return Found(When(hours=spans[0], hour_readings=tuple(spans[1:]), part=kind))


def _shortest(firsts: list[int], lasts: list[int]) -> Iterator[Hours]:
    """From each first minute to the next last one."""
    for since in firsts:
        until = min((minute for minute in lasts if since < minute <= DAY), default=None)
        if until:
            yield Hours(since, until)


def _begins(match: re.Match[str], part: str) -> list[int]:
    """Minutes of the first of two clocks, likelier first; it may have no unit: "6-8h"."""
    if not match["bare"]:
        return list(_readings(match, "1", "between", part))
    hour = int(match["bare"])
    return [meant * 60 for meant in _hours_meant(hour, part, "between", hour > 12)]


def _bare_clocks(match: re.Match[str], scene: Scene) -> Found | None:
    """Reads "từ 7 đến 9 tối", "9 to 11 in the morning", "Saturday morning 9 to 11"; "lớp 3 đến 5" are school years."""
    before = scene.before(match)
    part = part_of(group(match, "part")) or part_of(before.split()[-1] if before.split() else "")
    hours = [int(match["first"]), int(match["last"])]
    if not part or max(hours) > 24 or before.endswith(" lop "):
        return None
    first, last = ([_in_part(hour, part) * 60] for hour in hours)
    span = next(_shortest(first, last), None)
    return Found(When(hours=span, part="between")) if span else None


def _until_noon(match: re.Match[str], scene: Scene) -> Found | None:
    """Reads "from 10am to noon", "từ 9h tới trưa"."""
    begin = next((minute for minute in _readings(match, "1", "between", "morning") if minute < _NOON), None)
    return Found(When(hours=Hours(begin, _NOON), part="between")) if begin is not None else None


def _between_clocks(match: re.Match[str], scene: Scene) -> Found | None:
    early, late = _part_said(match, "1"), _part_said(match, "2")
    lasts = list(_readings(match, "2", "between", late))
    spans = [*_shortest(_begins(match, early or ("" if late == "noon" else late)), lasts)]
    # "Từ 10h đến 2h chiều" begins in the morning.
    spans = spans or [*_shortest(_begins(match, early), lasts)]
    return Found(When(hours=spans[0], hour_readings=tuple(spans[1:]), part="between")) if spans else None


_BARE = r"(?:(?:tu|from|between) )?(?P<first>\d{1,2}) (?:to|-|den|until|and) (?P<last>\d{1,2})"
CLOCK_RULES: list[Rule] = [
    rule(rf"{_BARE} (?:(?:in the|buoi|ban) )?(?P<part>(?!toi (?:{_VERB}) )(?:{ANY_PART}))", _bare_clocks),
    rule(rf"(?:(?<=morning )|(?<=evening )|(?<=afternoon )){_BARE}", _bare_clocks),
    rule(
        rf"(?:(?:tu|from|between) (?:luc )?)?{_clock('1')} (?:den|toi|-|to|until|till|and) (?:trua|noon|midday)",
        _until_noon,
    ),
    rule(
        rf"(?:(?:tu|from|between|luc|khoang) (?:luc )?)?(?:(?P<bare>\d{{1,2}})|{_clock('1')})"
        rf" (?:den|toi|-|to|until|cho den|and|va) (?:luc )?{_clock('2')}",
        _between_clocks,
    ),
    rule(
        rf"(?:(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE})|(?:{_AT})) )?{_clock('1')}(?P<onwards> (?:{_ONWARDS}))?",
        _at_clock,
    ),
    rule(
        rf"(?:(?P<after>sau luc|after)|(?P<before>truoc luc|before)|(?:vao )?luc|at|around|about) "
        rf"{_clock('1', unit='')}(?P<onwards> (?:{_ONWARDS}))?(?= (?:{_ENDS}))",
        _at_clock,
    ),
]
