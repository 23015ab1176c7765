"""The date suite: what people write, and all the readings of it that a Vietnamese speaker would accept.

A line is `clock;text;readings`; the clocks are in CLOCKS. Readings are separated by " / ", and "-" is no time at all.
A reading is times joined by " + ", each of them
- `!` if it is refused,
- a day `2026-11-28`, a run of days `2026-11-28..2026-11-29` (the last included; "?" is any or no end), "weekdays"
  (Monday to Friday of this week and later ones), "every 3,5" (all of those weekdays; 8 is Sunday), or nothing (every
  day),
- `@` and hours: a part of the day (PARTS lists what each may mean), a clock `20:30`, or `18-24`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from handlers.language.spans import DAY, Interval, Times, When
from handlers.language.times import find_times
from handlers.language.tokens import tokenize
from storage.folding import fold
from storage.quiet_hours import LOCAL

CLOCKS = {
    "wed": datetime(2026, 11, 25, 3, tzinfo=UTC),
    "mon": datetime(2026, 10, 5, 1, tzinfo=UTC),
    "sun": datetime(2027, 1, 31, 13, tzinfo=UTC),
}
PARTS = {
    "som": ((0, 4, 5), (7, 8, 9)),
    "sang": ((0, 4, 5, 6), (11, 12)),
    "trua": ((10, 11), (13, 14)),
    "chieu": ((12, 13), (17, 18, 19)),
    "toi": ((17, 18), (22, 23, 24)),
    "khuya": ((18, 19, 20, 21, 22), (24,)),
}


@dataclass(frozen=True)
class Wording:
    clock: str
    text: str
    readings: tuple[str, ...]

    def is_understood(self, text: str | None = None) -> bool:
        """Whether it, or another text in its place, is read in one of the ways that people accept."""
        times = find_times(tokenize(self.text if text is None else text), CLOCKS[self.clock])
        return any(accepts(reading, times) for reading in self.readings)

    @property
    def without_diacritics(self) -> str:
        return strip(self.text)


def strip(text: str) -> str:
    """As it is typed without diacritics; capitals stay."""
    return "".join(fold(letter).upper() if letter.isupper() else fold(letter) or letter for letter in text)


def wordings(name: str) -> list[Wording]:
    """Of one file of the suite."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.reader(file, delimiter=";", quoting=csv.QUOTE_NONE) if line]
    return [Wording(clock, text, tuple(readings.split(" / "))) for clock, text, readings in lines]


def accepts(reading: str, times: Times) -> bool:
    """Whether the times are this reading."""
    if reading == "-":
        return not times
    pieces = [piece.strip() for piece in reading.split(" + ")]
    found = list(_merged(times))
    if reading.startswith("every"):
        return _is_every(reading.removeprefix("every "), found)
    if reading.startswith("weekdays"):
        return len(found) > 4 and all(_is_working_week(when) and _hours_fit(reading[9:], when) for when in found)
    return len(found) == len(pieces) and all(any(_fits(piece, when) for when in found) for piece in pieces)


def _is_working_week(when: When) -> bool:
    since, until = when.days[0].since, when.days[0].until
    return bool(since and until and since.weekday() == 0 and until - since == timedelta(days=5))


def _is_every(said: str, found: list[When]) -> bool:
    """Whether all these are those weekdays of at least eight weeks, and at those hours."""
    weekdays, _, hours = said.partition("@")
    wanted = {int(weekday) - 2 for weekday in weekdays.split(",")}
    there = [day.weekday() for when in found for run in when.days[:1] for day in _days_of(run)]
    return set(there) == wanted and len(there) >= 8 * len(wanted) and all(_hours_fit(hours, when) for when in found)


def _days_of(run: Interval) -> Iterator[date]:
    day, end = run.since, run.until
    while day and end and day < end:
        yield day.astimezone(LOCAL).date()
        day += timedelta(days=1)


def _merged(times: Times) -> Iterator[When]:
    """One time for each run of days: neighbouring days with the same hours are one run."""
    runs: list[tuple[bool, When, Interval | None]] = []
    for when in times:
        for days in sorted(when.days, key=lambda one: str(one.since)) if not when.negated else when.days[:1]:
            if runs and runs[-1][0] == when.negated and runs[-1][1].hours == when.hours and runs[-1][2]:
                last = runs[-1][2]
                if last.until and last.until == days.since:
                    runs[-1] = (when.negated, when, Interval(last.since, days.until))
                    continue
            runs.append((when.negated, when, days))
        if not when.days:
            runs.append((when.negated, when, None))
    for negated, when, run in runs:
        yield When((run,) if run else (), hours=when.hours, negated=negated)


def _fits(piece: str, when: When) -> bool:
    negated = piece.startswith("!")
    days, _, hours = piece.removeprefix("!").partition("@")
    return negated == when.negated and _days_fit(days, when) and _hours_fit(hours, when)


def _days_fit(said: str, when: When) -> bool:
    if not said:
        return not when.days
    if not when.days:
        return False
    begin, _, end = said.partition("..")
    run = when.days[0]
    since = run.since.astimezone(LOCAL).date().isoformat() if run.since else ""
    if end == "?":
        return since == begin
    last = date.fromisoformat(end or begin) + timedelta(days=1)
    return since == begin and run.until is not None and run.until.astimezone(LOCAL).date() == last


def _hours_fit(said: str, when: When) -> bool:
    if not said or when.hours is None:
        return not said and when.hours is None
    since, until = when.hours.since, when.hours.until
    if said in PARTS:
        begins, ends = PARTS[said]
        return since in [hour * 60 for hour in begins] and until in [hour * 60 for hour in ends]
    begin, _, end = said.partition("-")
    return since == _minute(begin) and (not end or until == min(DAY, _minute(end)))


def _minute(said: str) -> int:
    hour, _, minute = said.partition(":")
    return int(hour) * 60 + int(minute or 0)
