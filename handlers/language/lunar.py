"""The Vietnamese lunar calendar (UTC+7; the Chinese one differs on 120 days of 2026–2035, Tết 2030 among them)."""

from datetime import date, timedelta

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

_FIRST, _LAST = date(1901, 1, 1), date(2099, 6, 1)
"""Between these the library answers for every day and the year after it."""
NEW_YEAR = (1, 1)
"""Tết: the first day of the first month."""


def is_covered(today: date) -> bool:
    """Whether lunar dates can be told from here."""
    return _FIRST <= today <= _LAST


def _day(day: int, month: int, year: int) -> date | None:
    """The solar day; None for a 30th that a month does not have."""
    found = lunar_to_solar(LunarDate(day, month, year))
    back = solar_to_lunar(found)
    return found if (back.day, back.month) == (day, month) else None


def next_day(day: int, month: int, today: date) -> date | None:
    """The next solar day, today included, that is this lunar day and month (not of a leap month)."""
    if not is_covered(today) or not (1 <= day <= 30 and 1 <= month <= 12):
        return None
    year = solar_to_lunar(today).year
    days = (_day(day, month, year + ahead) for ahead in range(3))
    return next((found for found in days if found and found >= today), None)


def next_day_of_month(day: int, today: date) -> date | None:
    """The next solar day, today included, that is this day of whichever lunar month."""
    if not is_covered(today) or not 1 <= day <= 30:
        return None
    days = (today + timedelta(days=ahead) for ahead in range(90))
    return next((found for found in days if solar_to_lunar(found).day == day), None)


def new_year(today: date) -> date | None:
    """The Tết that is on (its first ten days) or comes next."""
    return next_day(*NEW_YEAR, today - timedelta(days=9))


def month(number: int, today: date) -> tuple[date, date] | None:
    """First day and the day after the last of the lunar month that is on or comes next."""
    first = next_day(1, number, today - timedelta(days=29))
    if first is None:
        return None
    if solar_to_lunar(first + timedelta(days=29)).day == 1:
        return first, first + timedelta(days=29)
    return first, first + timedelta(days=30)


def before_new_year(day: int, today: date) -> date | None:
    """The day of the twelfth month ("29 tết", "30 tết"); in a month of 29 days the 30th is its last."""
    tet = next_day(*NEW_YEAR, today)
    if tet is None:
        return None
    eve = tet - timedelta(days=1)
    return eve - timedelta(days=max(0, solar_to_lunar(eve).day - day))
