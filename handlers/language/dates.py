"""Dates: "5/12", "ngày 20", "hai mươi tháng mười một", "12-15/10", "mùng 3 âm lịch", "Dec 5"."""

import re
from datetime import date, timedelta

from handlers.language import lunar
from handlers.language.days import NEXT, THIS
from handlers.language.months import ENGLISH_MONTH, MONTHS, months_on, year_of
from handlers.language.numbers import NUMBER, value
from handlers.language.spans import Interval, When
from handlers.language.words import Found, Rule, Scene, group, rule

_AND = r"(?:(?:, )?(?:va|voi|hoac|hay|and|or|cung|lan)|,)"
_TO = r"(?:den|-|toi|cho den|to|den het|through|until|till)"
_LUNAR = r"(?: (?P<lunar>am lich|am|al|lich am|ta))?"
_SOLAR = r"(?: (?:tay|duong lich|duong|dl))"
_YEAR = rf"(?: (?:, )?(?:nam )?(?P<year>20\d\d|(?<=nam ){NEXT}|(?<=nam ){THIS}))?"
_ADDRESS = re.compile(
    r" (?:duong|pho|hem|so|so nha|nha|quan|phuong|lo|toa|phong|tang|lau|ngo|ngach|to|kp|khu pho|cong vien|cau|san"
    r"|cho|kiet|ap|khoi"
    r"|phan|diem|ty le|hotline|dia chi|truong) $"
)
_BORN = re.compile(r" (?:sinh|sn|sinh nhat|born)(?: (?:ngay|nam|vao|hom|on))* $")
_AMOUNT = re.compile(r"^ (?:trieu|tr|tieng|k|kg|met|m|gb|nguoi|tuoi|em|phan|sim|cai|lop|chu|cho|buoi|suat) ")


TOPIC = re.compile(
    r" (?:banh|hoa|mut|mam|mam co|mon|thiep|long den|long|trang tri|goi|nau|chuc|phong tuc|don|van hoa|chay|cung"
    r"|do cung|xoi|che|van khan)(?: (?:cho|vao))?(?: (?:ngay|dip))? $"
)
"""What is learnt about a feast, not on it: "làm bánh trung thu", "nấu ăn chay rằm"."""


def valid(year: int, month: int, day: int) -> date | None:
    """The day, or None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_date(day: int, month: int, today: date) -> date | None:
    """The next such day and month, today included; the 29th of February may be years away."""
    days = (valid(today.year + ahead, month, day) for ahead in range(9))
    return next((found for found in days if found and found >= today), None)


def next_day_of_month(day: int, today: date, first: date | None = None) -> date | None:
    """The next day of that number, today included; of one month, if its first day is given."""
    if first is not None:
        return valid(first.year, first.month, day)
    months = (months_on(today, ahead) for ahead in range(4))
    days = (valid(month.year, month.month, day) for month in months)
    return next((found for found in days if found and found >= today), None)


def _of(days: list[date | None], name: str = "date", *readings: date | None) -> When | None:
    """Those days as one time, in order and each once."""
    there = sorted({day for day in days if day})
    others = tuple((Interval.of_days(day),) for day in readings if day and day not in there)
    return When(tuple(Interval.of_days(day) for day in there), day_readings=others, name=name) if there else None


def _run(first: date | None, last: date | None) -> When | None:
    """From the first to the last day; the first is of the year before where it would be the later."""
    if first is None or last is None:
        return None
    if first > last:
        first = valid(first.year - 1, first.month, first.day) or last
    if not timedelta(0) <= last - first < timedelta(days=400):
        return None
    return When((Interval.of_days(first, (last - first).days + 1),), name="range")


def _together(days: list[date | None], said: str, name: str = "date") -> When | None:
    """A run if the words between the days are such as "đến", else just those days."""
    return _run(days[0], days[-1]) if len(days) > 1 and re.search(rf" {_TO} ", said) else _of(days, name)


def _dated(day: int, month: int, year: str | None, scene: Scene, is_lunar: bool = False) -> date | None:
    if is_lunar:
        return lunar.next_day(day, month, scene.today)
    return valid(year_of(year, scene.today), month, day) if year else next_date(day, month, scene.today)


def _slashed(match: re.Match[str], scene: Scene) -> Found | None:
    """Reads "5/12", "5.12.2026", "28, 29/11", "12-15/10"."""
    before, after = scene.before(match), scene.after(match)
    if not group(match, "day_said") and (_ADDRESS.search(before) or _is_house(match, scene)):
        return None
    if match["date"] == "24/7" or re.match(r" diem ", after):
        return None
    if "/" not in match["date"] and (_AMOUNT.match(after) or re.search(r" (?:duoi|tren|ban|version|hon) $", before)):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", match["date"])]
    day, month, year = numbers[0], numbers[1], (str(numbers[2]) if len(numbers) > 2 else match["year"])
    if _BORN.search(before) or (year and year.isdigit() and year_of(year, scene.today) < scene.today.year - 1):
        return None
    is_lunar = bool(group(match, "lunar"))
    firsts = [int(number) for number in re.findall(r"\d+", match["firsts"] or "")]
    if len(firsts) > 4 or month > 12:
        return None
    days = [_dated(one, month, year, scene, is_lunar) for one in [*firsts, day]]
    when = _together(days, match["firsts"] or "", "lunar" if is_lunar else "date")
    return Found(when) if when else None


def _is_house(match: re.Match[str], scene: Scene) -> bool:
    """Whether "ở 25/3 Lê Lợi" is where somebody lives."""
    lives = re.search(r" (?:o|tai|at|nha) $", scene.before(match))
    return bool(lives and re.match(r" (?!co |khong |ko |k |thi |luc |, )[a-z_]", scene.after(match)))


def _numbers(said: str) -> list[int]:
    return [number for one in re.findall(rf"(?<!\S){NUMBER}(?=\s|$)", said) if (number := value(one))]


def _month_first(said: str, scene: Scene) -> date | None:
    """The first day of "tháng 12", "tháng sau", "tháng này"; None if it is no month."""
    if re.fullmatch(THIS, said):
        return months_on(scene.today, 0)
    if re.fullmatch(NEXT, said):
        return months_on(scene.today, 1)
    return None


def _worded(match: re.Match[str], scene: Scene) -> Found | None:
    """Reads "ngày 20 tháng 11", "28 và 29 tháng này", "mùng 5 tháng 5 âm lịch"."""
    days, month = _numbers(match["days"]), match["month"]
    if month in ("mot", "one") and re.match(r" (?:lan|buoi|lop|nguoi|dua) ", scene.after(match)):
        return None
    if not days or len(days) > 5 or max(days) > 31 or _ADDRESS.search(scene.before(match)):
        return None
    is_lunar = bool(group(match, "lunar")) or month in ("gieng", "chap")
    first = _month_first(month, scene)
    number = {"gieng": 1, "chap": 12}.get(month) or (value(month) if first is None else 0) or 0
    if number > 12:
        return None
    if first is not None:
        dates = [next_day_of_month(day, scene.today, first) for day in days]
    else:
        dates = [_dated(day, number, match["year"], scene, is_lunar) for day in days]
    when = _together(dates, match["days"], "lunar" if is_lunar else "date")
    return Found(when) if when else None


def _day_only(match: re.Match[str], scene: Scene) -> Found | None:
    """Reads "ngày 20", "hôm 28", "20 tây", "ngày 28 và 29"."""
    days = _numbers(match["days"])
    if not days or len(days) > 5 or max(days) > 31 or match["days"] in ("mot", "overmorrow"):
        return None
    after = scene.after(match)
    if re.match(r" (?:gio|h|buoi|lan|tieng|ngay|tuan|nguoi|lop) ", after) and not group(match, "solar"):
        return None
    if match["days"] == "nam" and re.match(rf" (?:{NEXT}|{THIS}|ngoai|hoc|20\d\d) ", after):
        return None
    first = months_on(scene.today, 0) if group(match, "this") and days[0] >= scene.today.day else None
    dates = [next_day_of_month(day, scene.today, first) for day in days]
    when = _together(dates, match["days"])
    return Found(when, dates=tuple(days)) if when else None


def _lunar_day(match: re.Match[str], scene: Scene) -> Found | None:
    """Reads "mùng 1" and "rằm", of whichever month; "mùng 5" is solar for most who ask about classes."""
    if group(match, "ram") and not match["soon"] and TOPIC.search(scene.before(match)):
        return None
    day = 15 if group(match, "ram") else value(match["day"])
    if not day or day > 30 or (not group(match, "ram") and not group(match, "lunar") and day > 10):
        return None
    by_moon = lunar.next_day_of_month(day, scene.today)
    by_sun = next_day_of_month(day, scene.today)
    of_tet = re.search(r" (?:tet|gieng) (?:\S+ ){0,2}$", scene.before(match))
    is_lunar = bool(group(match, "ram") or group(match, "lunar") or day == 1 or of_tet)
    first, second = (by_moon, by_sun) if is_lunar else (by_sun, by_moon)
    when = _of(
        [first], "lunar" if is_lunar else "date", *([] if group(match, "ram") or group(match, "lunar") else [second])
    )
    return Found(when, dates=() if is_lunar else (day,)) if when else None


def _full_moon_of(match: re.Match[str], scene: Scene) -> Found | None:
    if TOPIC.search(scene.before(match)):
        return None
    if re.fullmatch(THIS, match["month"]):
        when = _of([lunar.next_day_of_month(15, scene.today)], "lunar")
        return Found(when) if when else None
    number = {"gieng": 1, "chap": 12}.get(match["month"]) or value(match["month"])
    when = _of([lunar.next_day(15, number, scene.today)], "lunar") if number and number <= 12 else None
    return Found(when) if when else None


def _english(match: re.Match[str], scene: Scene) -> Found | None:
    """Reads "December 5", "the 5th of December", "Dec 5 or 6", "from 7 to 13 December"."""
    said = match["days"] or match["days2"]
    name = (match["month"] or match["month2"])[:3]
    days = [int(number) for number in re.findall(r"\d+", said)]
    if (name == "may" and len(days) == 1 and not match["of"] and said.isdigit()) or len(days) > 5:
        return None
    dates = [_dated(day, MONTHS[name], match["year"], scene) for day in days]
    when = _run(*dates) if len(dates) == 2 and match[0].startswith(("between", "from")) else _together(dates, said)
    return Found(when) if when else None


_LIST = rf"(?!tu ){NUMBER}(?:(?: {_AND}| {_TO})+ (?:ngay |hom |mung )?{NUMBER})*"
_DATE = r"\d{1,2}[/.-]\d{1,2}(?:[/.-](?:20\d\d|\d\d))?"
_FIGURES = rf"\d{{1,2}}(?: (?:{_AND}|{_TO}) (?:ngay )?\d{{1,2}})*"
_ENGLISH_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ENGLISH_DAYS = rf"{_ENGLISH_DAY}(?: (?:{_AND}|{_TO}) (?:the )?{_ENGLISH_DAY}(?= ))*"
_SAID = r"ngay|hom|bua|mung|mong|on|le|dip"
DATE_RULES: list[Rule] = [
    rule(
        rf"(?P<day_said>(?:{_SAID}) )?(?:(?P<firsts>{_FIGURES} (?:{_AND}|{_TO}) )(?:ngay )?)?(?P<date>{_DATE}){_LUNAR}"
        rf"(?: nam (?P<year>{NEXT}|{THIS}|20\d\d)|(?: {THIS}| toi| tay))?",
        _slashed,
    ),
    rule(
        rf"(?:(?:ngay|hom|bua|mung) )*(?P<days>{_LIST}) thang (?P<month>(?!sau ){NUMBER}|gieng|chap|{THIS}"
        rf"|{NEXT}){_YEAR}{_LUNAR}",
        _worded,
    ),
    rule(
        rf"(?:ngay |hom |bua )?ram thang (?P<month>gieng|chap|{THIS}|(?!sau ){NUMBER})(?: am lich| al| am)?",
        _full_moon_of,
    ),
    rule(
        rf"(?:ngay |hom |bua )?(?:(?P<ram>ram)(?! thang)|mung (?P<day>{NUMBER})(?! tet)){_LUNAR}"
        rf"(?P<soon> {THIS}| toi)?",
        _lunar_day,
    ),
    rule(rf"(?P<day>{NUMBER}) (?P<lunar>am lich|al)", _lunar_day),
    rule(
        rf"(?:ngay|hom|bua) (?P<days>{_LIST})(?P<solar>{_SOLAR})?(?P<this> {THIS})?(?: toi)?",
        _day_only,
    ),
    rule(r"on the (?P<days>\d{1,2})(?:st|nd|rd|th)", _day_only),
    rule(rf"(?P<days>{_LIST})(?P<solar> (?:tay|duong lich))(?P<this> {THIS})?", _day_only),
    rule(
        rf"(?:on |from |between )?(?:(?P<month>{ENGLISH_MONTH}) (?P<days>{_ENGLISH_DAYS})"
        rf"|(?:the )?(?P<days2>{_ENGLISH_DAYS})(?P<of> of)? (?P<month2>{ENGLISH_MONTH}))(?: ,)?(?: (?P<year>20\d\d))?",
        _english,
    ),
]
