"""How times, money and counts are written in English."""

from datetime import datetime

from handlers.texts.vi import formats as vi
from storage.quiet_hours import LOCAL

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


class Formats(vi.Formats):
    def day(self, moment: datetime) -> str:
        """Monday 23 Nov"""
        local = moment.astimezone(LOCAL)
        return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"

    def near_day(self, moment: datetime, now: datetime) -> str:
        """today, Monday 23 Nov · tomorrow, … · or only the day."""
        names = ("today, ", "tomorrow, ")
        ahead = (moment.astimezone(LOCAL).date() - now.astimezone(LOCAL).date()).days
        return (names[ahead] if 0 <= ahead < len(names) else "") + self.day(moment)

    def clock(self, moment: datetime) -> str:
        """8:30"""
        local = moment.astimezone(LOCAL)
        return f"{local.hour}:{local.minute:02d}"

    def money(self, vnd: int) -> str:
        """free · 150,000 VND"""
        return f"{vnd:,} VND" if vnd else "free"
