"""Weeks, months, years and stretches counted from today."""

import re
from datetime import timedelta

from handlers.language.days import NEXT_NOT_I, THIS, every_week, is_habit, monday
from handlers.language.months import months_on, whole_month
from handlers.language.numbers import NUMBER, value
from handlers.language.spans import Interval, When, midnight
from handlers.language.words import Found, Rule, Scene, rule

_PAST = r"(?:truoc|vua roi|roi|qua|last)"
_DAYS = r"(?:ngay|bua|hom|days?)"
_FEW = r"(?:few|may|vai|vai ba|dam|a few)"


def _weekend(match: re.Match[str], scene: Scene) -> Found:
    today = scene.today
    if match["many"] or is_habit(match, scene):
        return Found(When(every_week((5, 6), today), name="weekdays"), weekdays=(5, 6))
    ahead = 2 if match["after"] else 1 if match["next"] or match["e_next"] else -1 if match["past"] else 0
    saturday = monday(today) + timedelta(days=5, weeks=ahead)
    weekend = Interval.of_days(saturday, 2)
    readings = [(Interval.of_days(saturday - timedelta(days=1), 3),)]
    if match["next"] in ("toi", "den", "next"):
        readings.insert(0, (Interval.of_days(saturday - timedelta(weeks=1), 2),))
    bare = (
        not match["after"]
        and not match["next"]
        and not match["past"]
        and not (match["this"] or match["e_this"] or match["e_next"])
    )
    when = When((weekend,), day_readings=tuple(readings), name="weekend")
    return Found(when, weekdays=(5, 6) if bare else ())


def _part_of_week(match: re.Match[str], scene: Scene) -> Found:
    today, which = scene.today, match["which"]
    middle = which in ("giua", "middle", "mid")
    first, count = (2, 2) if middle else (0, 2)
    ahead = 1 if match["next"] else 0
    begin = monday(today) + timedelta(days=first, weeks=ahead)
    if not match["next"] and not match["this"] and begin + timedelta(days=count) <= today:
        begin += timedelta(weeks=1)
    reading = Interval.of_days(begin - timedelta(days=1 if middle else 0), 3)
    return Found(When((Interval.of_days(begin, count),), day_readings=((reading,),), name="part_of_week"))


def _week(match: re.Match[str], scene: Scene) -> Found | None:
    ahead = 2 if match["after"] else 1 if match["next"] or match["on"] else -1 if match["past"] else 0
    begin = monday(scene.today) + timedelta(weeks=ahead)
    return Found(When((Interval.of_days(begin, 7),), name="week"))


def _week_after(match: re.Match[str], scene: Scene) -> Found:
    """The week after the one spoken of before, which the exchange knows; else counted from this one."""
    begin = monday(scene.today) + timedelta(weeks=1 if match["that"] else 2)
    return Found(When((Interval.of_days(begin, 7),), name="week_after"))


def _weekday_evenings(match: re.Match[str], scene: Scene) -> Found:
    begin = monday(scene.today)
    weeks = tuple(Interval.of_days(begin + timedelta(weeks=week), 5) for week in range(26))
    return Found(When(weeks, day_readings=((Interval.of_days(begin, 7),),), name="weekdays"))


def _next_days(match: re.Match[str], scene: Scene) -> Found | None:
    """Today and the three days after it for "3 ngày tới"; "2 tuần tới" likewise."""
    number = value(match["number"] or match["number2"])
    if not number:
        return None
    days = number * (7 if (match["unit"] or match["unit2"]).startswith(("tuan", "week")) else 1)
    today = scene.today
    readings = ((Interval.of_days(today, days),), (Interval.of_days(today + timedelta(days=1), days),))
    return Found(When((Interval.of_days(today, days + 1),), day_readings=readings, name="next_days"))


def _days_later(match: re.Match[str], scene: Scene) -> Found | None:
    """That day for "10 ngày nữa"; for "2 tuần nữa" the week it falls in."""
    number = 15 if match["half"] else value(match["number"] or match["number2"] or "")
    if not number:
        return None
    today, unit = scene.today, match["unit"] or match["unit2"]
    if unit.startswith(("thang", "month")) and not match["half"]:
        return Found(When((whole_month(months_on(today, number)),), name="month"))
    if unit.startswith(("tuan", "week")):
        day = today + timedelta(weeks=number)
        if match["low"] and int(match["low"]) < number:
            first = monday(today + timedelta(weeks=int(match["low"])))
            return Found(When((Interval.of_days(first, (monday(day) - first).days + 7),), name="week"))
        return Found(When((Interval.of_days(monday(day), 7),), day_readings=((Interval.of_days(day),),), name="week"))
    return Found(When((Interval.of_days(today + timedelta(days=number)),), name="date"))


def _soon(match: re.Match[str], scene: Scene) -> Found:
    begin = scene.today + timedelta(days=1 if match[0].startswith("mai") else 0)
    return Found(When((Interval(midnight(begin), None),), name="soon"))


def _now(match: re.Match[str], scene: Scene) -> Found:
    return Found(When((Interval.of_days(scene.today),), name="now"))


WEEK_RULES: list[Rule] = [
    rule(
        rf"(?:(?:hai|2|may|nhung) ngay )?(?:(?:the|on the|(?P<e_this>this)|(?P<e_next>next)) )?"
        rf"(?:cuoi tuan|weekend(?P<many>s)?)"
        rf"(?: (?:(?P<after>sau nua)|(?P<next>{NEXT_NOT_I})(?: day)?|(?P<past>{_PAST})|(?P<this>{THIS})))?",
        _weekend,
    ),
    rule(
        rf"(?P<which>beginning|dau|giua|middle|mid|early)(?: of(?: the)?)? (?:tuan|week)(?: (?:(?P<next>{NEXT_NOT_I})"
        rf"|(?P<this>{THIS})))?",
        _part_of_week,
    ),
    rule(
        r"(?:cac |every |nhung )?ngay (?:thuong|trong tuan)|weekdays?|(?:(?<=toi )|(?<=evening )|(?<=sang )"
        r"|(?<=chieu ))trong tuan(?! (?:nay|this|sau|toi|ni))",
        _weekday_evenings,
    ),
    rule(
        rf"(?:trong |ca |nguyen |het )?tuan (?:(?P<after>(?:toi|den) nua)|(?P<next>{NEXT_NOT_I})(?: day)?"
        rf"|(?P<past>{_PAST})|{THIS})"
        r"|(?P<on>(?:sang|qua) tuan(?: (?:sau|toi|ke))?|next week)|this week"
        r"|(?:trong|ca|nguyen|het) tuan(?! (?:do|ay) )",
        _week,
    ),
    rule(
        r"(?:trong |ca )?tuan (?:sau|ke|ke tiep|tiep|tiep theo) (?:(?P<that>do|day|ay)(?: nua)?|nua(?P<too> do)?)",
        _week_after,
    ),
    rule(r"(?:the )?(?P<that>(?:week after(?: that)?|following week))(?! next)", _week_after),
    rule(
        rf"(?:trong |in |for )?(?:the )?(?:next )?(?P<number>(?!tu ){NUMBER}) (?P<unit>{_DAYS}|tuan"
        rf"|weeks?)(?: (?:toi|den|sap toi|tiep theo|ke tiep)|(?<=next \S days)|(?<=next \S weeks))"
        rf"|trong vong (?P<number2>{NUMBER}) (?P<unit2>{_DAYS}|tuan)",
        _next_days,
    ),
    rule(
        rf"(?:(?P<low>\d) - )?(?:(?P<number>(?!tu ){NUMBER})|(?P<half>half|nua(?= thang))) "
        rf"(?P<unit>{_DAYS}|tuan|thang|weeks?|months?) (?:nua|sau|later|from now)"
        rf"|in (?P<number2>{NUMBER}) (?P<unit2>days?|weeks?|months?)",
        _days_later,
    ),
    rule(
        rf"(?:trong )?{_FEW} (?:ba )?{_DAYS} (?:nua|toi|den|sau|sap toi)|mai (?:mot|overmorrow)|sap (?:toi|den)"
        rf"|gan day|soon|thoi gian toi|may ngay toi|upcoming days",
        _soon,
    ),
    rule(
        r"(?:tu|from) (?:nay|gio|bay gio|day|now|hom nay|bua nay|hnay|hien tai|hien nay|luc nay)(?= (?:den|toi|cho"
        r"|to|-|tro|ve|until|till) )",
        _now,
    ),
]
