"""Amounts: money, ages and numbered areas, and the sheet on which each part of a message is ticked off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers.language.lexicon import Hit, Word

_AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(k|ng|ngan|nghin|tr|trieu|d|dong|vnd|xi|lit|canh)?")
_THOUSANDS = {"k": 1_000, "ngan": 1_000, "nghin": 1_000, "ng": 1_000, "tr": 1_000_000, "trieu": 1_000_000}
_BELOW = (
    "duoi",
    "toi da",
    "khong qua",
    "chua toi",
    "it hon",
    "re hon",
    "under",
    "below",
    "max",
    "nho hon",
    "nhieu nhat",
)
_ABOVE = ("tren", "hon", "over", "above", "it nhat", "tro len")
_DISTRICT = re.compile(r"\d{1,2}")


@dataclass
class Sheet:
    """The message while parts of it are taken."""

    words: list[Word]
    taken: dict[int, str] = field(default_factory=dict)
    """Word by word, what took it."""
    hits: list[Hit] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        return start < end <= len(self.words) and not any(at in self.taken for at in range(start, end))

    def take(self, start: int, end: int, kind: str) -> None:
        self.taken |= dict.fromkeys(range(start, end), kind)

    def folded(self, at: int) -> str:
        return self.words[at].folded if 0 <= at < len(self.words) else ""


def fee(sheet: Sheet) -> tuple[int, int] | None:
    """ "dưới 100k", "từ 50 đến 100 ngàn", "100k trở xuống", "tầm 50k"."""
    amounts = list(_amounts(sheet))
    if not amounts:
        return None
    values = [value for value, _, _ in amounts]
    start, end = amounts[0][1], amounts[-1][2]
    before = " ".join(sheet.folded(at) for at in range(max(0, start - 2), start))
    after = " ".join(sheet.folded(at) for at in range(end, end + 2))
    first = sheet.folded(start - 2)
    if len(values) == 1 and sheet.folded(start - 1) in ("den", "toi", "va") and first.isdigit() and len(first) < 4:
        # "Từ 100 đến 150 ngàn": the unit is said once.
        unit = 1000 if values[0] < 1_000_000 else 1_000_000
        sheet.take(start - 2, end, "fee")
        return min(int(first) * unit, values[0]), max(int(first) * unit, values[0])
    sheet.take(max(0, start - 2) if before in _BELOW + _ABOVE else max(0, start - 1), end, "fee")
    if after in ("tro xuong", "do lai", "do xuong"):
        sheet.take(end, min(end + 2, len(sheet.words)), "fee")
    if len(values) > 1:
        return min(values), max(values)
    above = after == "tro len" or (any(before.endswith(one) for one in _ABOVE) and not before.endswith(_BELOW))
    return (values[0], 10**9) if above else (0, values[0])


def _amounts(sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """(dong, start, end) of each amount of money."""
    at = 0
    while at < len(sheet.words):
        found = _AMOUNT.fullmatch(sheet.folded(at)) if sheet.free(at, at + 1) else None
        unit, end = (found[2] or "", at + 1) if found else ("", at)
        if found and not unit and sheet.folded(end) in ("k", "ngan", "nghin", "trieu", "dong", "khong"):
            # "100 k" was spelled "100 không" as teencode.
            unit, end = sheet.folded(end).replace("khong", "k" if int(found[1][:3].rstrip(".,")) >= 10 else ""), end + 1
        if found and (unit or "." in found[1] or "," in found[1]) and unit not in ("ng",):
            number = int(re.sub(r"[.,]", "", found[1]))
            yield number * _THOUSANDS.get(unit, 1), at, end
        at = max(end, at + 1)


def age(sheet: Sheet) -> tuple[int, int] | None:
    """ "65 tuổi", "8t", "lớp 10" of somebody who goes to school, "75 years old"."""
    for at in range(len(sheet.words)):
        number = sheet.folded(at)
        joined = re.fullmatch(r"(\d{1,3})(?:t|tuoi)", number)
        if joined or (number.isdigit() and len(number) < 4 and sheet.folded(at + 1) in ("tuoi", "years", "yo", "year")):
            years = int(joined[1] if joined else number)
            if 0 < years < 120 and sheet.free(at, at + 1):
                sheet.take(at, min(at + (1 if joined else 2), len(sheet.words)), "age")
                return years, years
        if number == "lop" and sheet.folded(at + 1).isdigit() and 0 < int(sheet.folded(at + 1)[:3]) <= 12:
            grade = int(sheet.folded(at + 1))
            sheet.take(at, at + 2, "age")
            return grade + 5, grade + 5
    return None


def areas(sheet: Sheet) -> list[Hit]:
    """ "quận 7", "phường 12", whether there is anything or not."""
    found = []
    for at, word in enumerate(sheet.words):
        joined = re.fullmatch(r"([qpf])(\d{1,2})", word.folded)
        if joined and sheet.free(at, at + 1):
            value = ("quan " if joined[1] == "q" else "phuong ") + joined[2]
            found.append(Hit("area", value, word.raw, at, at + 1))
        elif word.folded in ("quan", "phuong") and _DISTRICT.fullmatch(sheet.folded(at + 1)) and sheet.free(at, at + 2):
            found.append(
                Hit("area", f"{word.folded} {sheet.folded(at + 1)}", f"{word.raw} {sheet.folded(at + 1)}", at, at + 2)
            )
    for hit in found:
        sheet.take(hit.start, hit.end, "area")
    return found
