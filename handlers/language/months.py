"""Months, quarters and years: "cuối tháng 12", "sang tháng", "tháng chạp", "đầu năm sau"."""

import re
from datetime import date, timedelta

from handlers.language import lunar
from handlers.language.days import NEXT, THIS
from handlers.language.numbers import NUMBER, value
from handlers.language.spans import Interval, When, midnight
from handlers.language.words import Found, Rule, Scene, group, rule

_PAST = r"(?:truoc|vua roi|roi|qua|last)"
MONTHS = {name: index for index, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
ENGLISH_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
)


def months_on(today: date, months: int) -> date:
    """The first day of the month so many months from today's."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1)


def whole_month(first: date) -> Interval:
    """The month that begins on that day."""
    return Interval(midnight(first), midnight(months_on(first, 1)))


def next_month_called(number: int, today: date) -> date:
    """The first day of the month of that number that is on or comes next."""
    return date(today.year + (number < today.month), number, 1)


def _third(first: date, end: date, which: str) -> Interval:
    """The beginning (1–10), middle (11–20) or rest of the month from `first` up to, not including, `end`."""
    if which.startswith(("half", "nua")):
        middle = first + timedelta(days=15)
        opens = which.endswith(("dau", "beginning"))
        return Interval(midnight(first), midnight(middle)) if opens else Interval(midnight(middle), midnight(end))
    if which in ("dau", "beginning", "start", "early"):
        return Interval.of_days(first, 10)
    if which in ("giua", "middle", "mid"):
        return Interval.of_days(first + timedelta(days=10), 10)
    return Interval(midnight(first + timedelta(days=20)), midnight(end))


def _edge(match: re.Match[str], scene: Scene) -> Found | None:
    """The first or last day, or seven days, of a month."""
    meant = _month_meant(match, scene)
    if meant is None:
        return None
    days = 1 if (match["unit"] or match["unit2"]) in ("ngay", "day") else 7
    opens = (match["edge"] or match["edge2"]) not in ("cuoi", "cuoi cung", "last")
    first = meant[0] if opens else months_on(meant[0], 1) - timedelta(days=days)
    return Found(When((Interval.of_days(first, days),), name="date" if days == 1 else "part_of_month"))


def _month_meant(match: re.Match[str], scene: Scene) -> tuple[date, bool] | None:
    """The first day of the month, and whether its number was said."""
    groups = match.groupdict()
    if groups.get("called"):
        number = value(re.sub(r"^t(?=\d)", "", groups["called"]))
        if not number or number > 12:
            return None
        first = next_month_called(number, scene.today)
        if groups.get("year"):
            first = date(year_of(groups["year"], scene.today), number, 1)
        return first, True
    if groups.get("english"):
        return next_month_called(MONTHS[groups["english"][:3]], scene.today), True
    ahead = 1 if groups.get("next") or groups.get("on") else -1 if groups.get("past") else 0
    return months_on(scene.today, ahead), bool(groups.get("next"))


def year_of(said: str, today: date) -> int:
    """The year of "2026", "26", "nay", "sau", "next"."""
    if said.isdigit():
        return int(said) + (2000 if len(said) == 2 else 0)
    return today.year + (0 if re.fullmatch(THIS, said) else 1)


def _month(match: re.Match[str], scene: Scene) -> Found | None:
    meant = _month_meant(match, scene)
    if meant is None or meant[0].year < 2000:
        return None
    before = scene.before(match)
    if re.search(r" (?:cach mang|thu|ngay|ram|\d{1,2}|(?:duong|pho) \S+) $", before) and not group(match, "which"):
        return None
    first, said = meant
    if not group(match, "which"):
        return Found(When((whole_month(first),), name="month"))
    if re.search(r" (?:o|di|tu) $", before) and group(match, "which") == "dau":
        return None
    part = _third(first, months_on(first, 1), group(match, "which"))
    if not said and not group(match, "this") and part.until and part.until <= midnight(scene.today):
        part = _third(months_on(first, 1), months_on(first, 2), group(match, "which"))
    return Found(When((part,), name="part_of_month"))


def _lunar_month(match: re.Match[str], scene: Scene) -> Found | None:
    number = {"gieng": 1, "chap": 12}.get(group(match, "named")) or value(group(match, "number"))
    today = date(scene.today.year + 1, 1, 1) if group(match, "next_year") else scene.today
    span = lunar.month(number, today) if number and number <= 12 else None
    if span is None or scene.before(match).endswith(" ram "):
        return None
    if not group(match, "which"):
        return Found(When((Interval(midnight(span[0]), midnight(span[1])),), name="lunar_month"))
    return Found(When((_third(*span, group(match, "which")),), name="part_of_month"))


def _year(match: re.Match[str], scene: Scene) -> Found | None:
    today, which = scene.today, group(match, "which")
    if which == "dau" and re.search(r" (?:o|di|tu) $", scene.before(match)):
        return None
    year = today.year + bool(group(match, "next") or group(match, "on"))
    if group(match, "number"):
        year = int(group(match, "number"))
    if not which:
        child = re.search(r" (?:con em|chau|be|hoc sinh|con) $", scene.before(match))
        grade = re.match(r" (?:\S+ ){0,4}(?:lop|duoc) \d", scene.after(match))
        return None if child or grade else Found(When((_months(year, 1, 12),), name="year"))
    if which in ("dau", "beginning"):
        begins = year + (not group(match, "next") and not group(match, "this") and today.month > 3)
        return Found(When((_months(begins, 1, 3),), day_readings=((_months(begins, 1, 1),),), name="part_of_year"))
    first = 5 if which == "giua" else 11
    return Found(
        When(
            (_months(year, first, first + 1 + (which == "giua")),),
            day_readings=((_months(year, 12, 12),),) if first == 11 else (),
            name="part_of_year",
        )
    )


def _months(year: int, first: int, last: int) -> Interval:
    begin = date(year, first, 1)
    return Interval(midnight(begin), midnight(months_on(begin, last - first + 1)))


def _quarter(match: re.Match[str], scene: Scene) -> Found | None:
    number = value(group(match, "number"))
    if not number or number > 4:
        return None
    year = year_of(group(match, "year"), scene.today) if group(match, "year") else scene.today.year
    if not group(match, "year") and number * 3 < scene.today.month:
        year += 1
    return Found(When((_months(year, number * 3 - 2, number * 3),), name="quarter"))


def _summer(match: re.Match[str], scene: Scene) -> Found | None:
    year = scene.today.year + (scene.today.month > 8 or bool(group(match, "next")))
    return Found(When((_months(year, 6, 8),), name="summer"))


_WHICH = (
    r"(?:(?P<which>(?:half|nua) (?:dau|beginning|cuoi|sau)|dau|beginning|giua|middle|mid|cuoi|early|end)"
    r"(?: of)?(?: the)? )?"
)
_YEAR = rf"(?: (?:nam )?(?P<year>20\d\d|(?<=nam ){NEXT}|(?<=nam ){THIS}))?"
MONTH_RULES: list[Rule] = [
    rule(
        rf"{_WHICH}thang (?:(?P<named>gieng|chap)(?: am lich| am| al)?|(?P<number>{NUMBER}) (?:am lich|am|al))"
        rf"(?P<next_year> nam (?:sau|toi|next))?",
        _lunar_month,
    ),
    rule(
        rf"(?P<unit>ngay|tuan) (?P<edge>cuoi cung|(?:dau|beginning) tien|cuoi|dau|beginning)(?: (?:cua|trong))? thang"
        rf"(?: (?:(?P<called>(?!sau (?!nam )){NUMBER}){_YEAR}|(?P<next>{NEXT})|(?P<past>{_PAST})|(?P<this>{THIS})))?"
        rf"|(?:the )?(?P<edge2>last|first) (?P<unit2>day|week) of (?:the |this )?(?:month|(?P<on>next month)"
        rf"|(?P<english>{ENGLISH_MONTH}))",
        _edge,
    ),
    rule(
        rf"(?:trong )?{_WHICH}(?:(?:trong|ca|nguyen"
        rf"|het) )?(?:thang (?P<called>(?!sau (?!nam )){NUMBER})){_YEAR}(?P<this> {THIS})?",
        _month,
    ),
    rule(rf"(?:trong )?{_WHICH}(?P<called>t(?:8|9|10|11|12|1)){_YEAR}", _month),
    rule(rf"(?:trong )?(?P<which>dau|beginning|giua|cuoi) (?P<called>t\d){_YEAR}", _month),
    rule(
        rf"(?:trong )?{_WHICH}(?:(?:trong|ca|nguyen|het) )?(?:thang (?:(?P<next>{NEXT})(?: day)?|(?P<past>{_PAST})"
        rf"|(?P<this>{THIS}))"
        r"|(?P<on>(?:sang|qua) thang(?: (?:sau|toi))?|next month)|this month)",
        _month,
    ),
    rule(
        r"(?:trong )?(?P<which>dau|beginning|giua|middle|mid|cuoi|early|(?:the )?end) (?:of (?:the )?)?(?:thang|month)",
        _month,
    ),
    rule(r"(?:trong|ca|het) thang(?! (?:do|ay) )", _month),
    rule(
        rf"(?:in |on )?(?:(?P<which>early|mid) )?(?P<english>{ENGLISH_MONTH.replace('may|', '', 1)})",
        _month,
    ),
    rule(
        rf"(?:trong )?(?:(?P<which>dau|beginning|giua|cuoi) )?(?:nam (?:(?P<next>{NEXT})|(?P<this>{THIS})"
        rf"|(?P<number>20\d\d))|(?P<on>(?:sang|qua) nam(?: (?:sau|20\d\d))?|next year)|this year)",
        _year,
    ),
    rule(r"(?P<which>dau|beginning|giua|cuoi) nam", _year),
    rule(rf"quy (?P<number>[1-4]|mot|one|hai|ba|bon|tu)(?: nam (?P<year>{NEXT}|{THIS}|20\d\d))?", _quarter),
    rule(rf"(?:mua he|he)(?: (?:(?P<next>{NEXT})|{THIS}))|mua he", _summer),
]
