"""The demo's catalogue: believable classes, always in the days around the demo's "now"."""

import csv
import io
from datetime import datetime, time, timedelta
from importlib import resources

from storage.quiet_hours import LOCAL

MOMENTS = ("starts_at", "ends_at", "registration_closes_at")


def demo_catalogue(now: datetime) -> bytes:
    """As `banhoc import` takes it: UTF-8 CSV. `catalogue.csv` beside this file has "+1 18:00" for tomorrow at six."""
    text = (resources.files("bot.demo") / "catalogue.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _dated(name, cell, now) for name, cell in row.items()} for row in rows)
    return written.getvalue().encode()


def _dated(name: str, cell: str, now: datetime) -> str:
    if name not in MOMENTS:
        return cell
    days, clock = cell.split()
    day = now.astimezone(LOCAL).date() + timedelta(days=int(days))
    return f"{datetime.combine(day, time.fromisoformat(clock)):%Y-%m-%dT%H:%M}"
