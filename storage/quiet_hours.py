"""Quiet hours: when nobody is written to unasked."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = timedelta(minutes=30)
"""How long before the quiet begins that which would fall into it goes out, so that all of it is out in time."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` to `end`, on local clocks; over midnight if `begin` is the later. Equal: never quiet."""

    begin: time = time(21, 0)
    end: time = time(7, 0)

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """From "21:00-07:00" or "21:00-7:00".

        Raises: ValueError.
        """
        begin, end = (time.fromisoformat(part.strip().zfill(5)) for part in text.split("-"))
        if begin.tzinfo or end.tzinfo:
            raise ValueError(text)
        return cls(begin, end)

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def hold(self, moment: datetime) -> bool:
        """Whether it is quiet at this moment."""
        clock = moment.astimezone(LOCAL).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def after(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet it falls into."""
        if not self.hold(moment):
            return moment
        return _last(self.end, moment.astimezone(LOCAL)) + timedelta(days=1)

    def began(self, moment: datetime) -> datetime | None:
        """When the quiet began that this moment falls into; None if it is not quiet."""
        return _last(self.begin, moment.astimezone(LOCAL)) if self.hold(moment) else None

    def before(self, moment: datetime) -> datetime:
        """The moment itself, or half an hour before the quiet it falls into begins.

        Between two quiets less than half an hour apart it is the end of the first; always less than a day earlier.
        """
        if not self.hold(moment):
            return moment
        begin = _last(self.begin, moment.astimezone(LOCAL))
        return max(begin - EVENING, _last(self.end, begin))


def _last(clock: time, local: datetime) -> datetime:
    """When the clocks last showed this, at the latest now. The zone knows no summer time: a day has 24 hours."""
    shown = datetime.combine(local.date(), clock, LOCAL)
    return shown if shown <= local else shown - timedelta(days=1)
