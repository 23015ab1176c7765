"""One cell of a catalogue, as people write it: text, codes, counts, money, moments."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

from handlers.catalogue_files import Cell
from storage.folding import fold
from storage.quiet_hours import LOCAL

MOST_CHARACTERS = 2_000
MOST_SEATS = 10_000
MOST_VND = 100_000_000
LEAST_VND = 1_000
"""Less is "150.000" that became the number 150 in an Excel which writes thousands with a comma."""
YEARS = range(2000, 2101)

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Controls but the line break and the tab, direction marks and other letters without a shape, halves of characters."""
_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[., ]\d{3})+|\d{1,12}")
_FREE = frozenset({"", "mien phi", "khong", "free", "khong thu phi"})
_CURRENCY = re.compile(r"(?:vnd|dong|d|₫)$")
_CLOCK = r"(?P<hour>\d{1,2})\s*(?::|h|gio|g)\s*(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:\.\d+)?)?"
_ZONE = r"\s*(?P<zone>z|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_DAY_FIRST = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_MOMENTS = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR_FIRST}[t ,]\s*{_CLOCK}{_ZONE}",
        rf"{_DAY_FIRST}[t ,]\s*{_CLOCK}{_ZONE}",
        rf"{_CLOCK}[ ,]\s*(?:ngay )?{_DAY_FIRST}",
    )
]


def as_text(cell: Cell, *, lines: bool = False) -> str:
    """Composed letters, no control or direction characters, single spaces; `lines` keeps the line breaks."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if cell is None:
        return ""
    text = unicodedata.normalize("NFC", str(cell)).replace("\r\n", "\n").replace("\r", "\n")
    kept = _INVISIBLE.sub("", text)
    parts = [" ".join(line.split()) for line in (kept.split("\n") if lines else [kept])]
    return "\n".join(parts).strip()


def as_code(cell: Cell) -> str | None:
    text = as_text(cell)
    return text if _CODE.fullmatch(text) else None


def as_count(cell: Cell) -> int | None:
    """A whole number from 1 to `MOST_SEATS`."""
    text = as_text(cell)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        return None
    return int(text) if 1 <= int(text) <= MOST_SEATS else None


def as_vnd(cell: Cell) -> int | None:
    """0 for free, or whole đồng from `LEAST_VND` to `MOST_VND`."""
    text = fold(as_text(cell))
    if text in _FREE:
        return 0
    digits = _CURRENCY.sub("", text).strip()
    if not _THOUSANDS.fullmatch(digits) or not digits.isascii():
        return None
    amount = int(re.sub(r"[., ]", "", digits))
    return amount if amount == 0 or LEAST_VND <= amount <= MOST_VND else None


def as_moment(cell: Cell) -> datetime | None:
    """Aware; what bears no zone is local. A day without an hour is not a moment."""
    if isinstance(cell, datetime):
        # Excel keeps days as fractions, which miss the minute by a hair.
        minute = (cell.replace(tzinfo=None) + timedelta(seconds=30)).replace(second=0, microsecond=0)
        return minute.replace(tzinfo=LOCAL) if minute.year in YEARS else None
    if not isinstance(cell, str) or isinstance(cell, date):
        return None
    text = fold(as_text(cell))
    found = next((match for one in _MOMENTS if (match := one.fullmatch(text))), None)
    return _moment(found.groupdict()) if found else None


def _moment(parts: dict[str, str | None]) -> datetime | None:
    numbers = {name: int(parts[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")}
    if numbers["year"] not in YEARS:
        return None
    try:
        return datetime(**numbers, tzinfo=_zone(parts.get("zone")) or LOCAL)
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    """Raises: ValueError, for an offset of a day or more."""
    if not text:
        return None
    if text == "z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def as_called_off(cell: Cell) -> bool | None:
    """Whether the lesson does not take place: empty is no, "hủy" or "cancelled" is yes."""
    text = fold(as_text(cell))
    if text in {"", "mo", "open"}:
        return False
    return True if text in {"huy", "da huy", "cancelled", "canceled"} else None
