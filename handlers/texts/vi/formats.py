"""How times, money and counts are written in Vietnamese."""

from datetime import date, datetime

from markupsafe import Markup, escape

from storage.quiet_hours import LOCAL

DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class Formats:
    """The base of every class of texts. Moments are aware; what is read is local."""

    def day(self, moment: datetime) -> str:
        """thứ Hai 23/11"""
        local = moment.astimezone(LOCAL)
        return f"{DAYS[local.weekday()]} {local.day}/{local.month}"

    def near_day(self, moment: datetime, now: datetime) -> str:
        """hôm nay, thứ Hai 23/11 · ngày mai, … · ngày kia, … · or only the day."""
        names = ("hôm nay, ", "ngày mai, ", "ngày kia, ")
        ahead = (_date(moment) - _date(now)).days
        return (names[ahead] if 0 <= ahead < len(names) else "") + self.day(moment)

    def when(self, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
        """At the beginning of a line: Ngày mai, thứ Ba 24/11, 8:30–10:00"""
        told = f"{self.near_day(starts_at, now)}, {self.hours(starts_at, ends_at)}"
        return told[0].upper() + told[1:]

    def clock(self, moment: datetime) -> str:
        """8 giờ · 8 giờ 30"""
        local = moment.astimezone(LOCAL)
        return f"{local.hour} giờ {local.minute:02d}" if local.minute else f"{local.hour} giờ"

    def hours(self, starts_at: datetime, ends_at: datetime) -> str:
        """8:30–10:00"""
        start, end = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
        return f"{start.hour}:{start.minute:02d}–{end.hour}:{end.minute:02d}"

    def money(self, vnd: int) -> str:
        """miễn phí · 150.000 đ"""
        return f"{vnd:,}".replace(",", ".") + " đ" if vnd else "miễn phí"

    def lines(self, *lines: str | None) -> Markup:
        """Lines below each other, each escaped unless it is Markup; None is left out, "" is an empty line."""
        return Markup("\n").join(escape(line) for line in lines if line is not None)


def _date(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
