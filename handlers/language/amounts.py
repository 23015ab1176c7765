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
    "less than",
    "cheaper than",
    "nhieu nhat",
)
_LESS = ("duoi", "chua toi", "it hon", "re hon", "nho hon", "under", "below", "less than", "cheaper than")
_ABOVE = ("tren", "hon", "over", "above", "it nhat", "tro len")
_YEARS = re.compile(r"(\d{1,3})(?:t|tuoi|yo)")
_OLD = ("tuoi", "years", "yo", "year", "yrs")
_AND = ("va", "voi", "den", "toi", "hay", "and", "or", "to")
_ASKS_WHICH = ("hay", "hoac", "or")
_DIGITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10,
}  # fmt: skip
STORY = 2_000_000
"""Dong that no class costs; who names so much tells a story, unless "dưới" stands before."""
MOST = 10**9
"""More dong than any class costs."""
_PRICED = ("tam", "khoang", "tu", "gia", "phi", "chung", "co", "mat", "ton", "dong", "about", "around", "la", "cho")
_DISTRICT = re.compile(r"\d{1,2}")


@dataclass
class Sheet:
    """The message while parts of it are taken."""

    words: list[Word]
    taken: dict[int, str] = field(default_factory=dict)
    """Word by word, what took it."""
    breaks: frozenset[int] = frozenset()
    """Words before which a comma or a full stop stands."""

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
    if len(values) > 1 and sheet.folded(amounts[1][1] - 1) in _ASKS_WHICH:
        # "150 ngàn hay 250 ngàn": what it costs is asked, not limited.
        sheet.take(start, end, "fee")
        return None
    before = " ".join(sheet.folded(at) for at in range(max(0, start - 2), start))
    after = " ".join(sheet.folded(at) for at in range(end, end + 2))
    first = sheet.folded(start - 2)
    if len(values) == 1 and sheet.folded(start - 1) in ("den", "toi", "va") and first.isdigit() and len(first) < 4:
        # "Từ 100 đến 150 ngàn": the unit is said once.
        unit = 1000 if values[0] < 1_000_000 else 1_000_000
        sheet.take(start - 2, end, "fee")
        return min(int(first) * unit, values[0]), max(int(first) * unit, values[0])
    led = 2 if before in _BELOW + _ABOVE else 1 if sheet.folded(start - 1) in _BELOW + _ABOVE + _PRICED else 0
    sheet.take(max(0, start - led), end, "fee")
    if after in ("tro xuong", "do lai", "do xuong"):
        sheet.take(end, min(end + 2, len(sheet.words)), "fee")
    if len(values) > 1:
        return min(values), max(values)
    above = after == "tro len" or (any(before.endswith(one) for one in _ABOVE) and not before.endswith(_BELOW))
    if values[0] >= STORY and before not in _BELOW + _ABOVE and sheet.folded(start - 1) not in _BELOW + _ABOVE:
        # "Bị lừa mất 5 triệu" is no fee.
        return None
    strictly = before.endswith(_LESS)
    return (values[0], MOST) if above else (0, values[0] - strictly)


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


def ages(sheet: Sheet) -> tuple[int, ...]:
    """ "65 tuổi", "8t", "6 với 9 tuổi", "học lớp 3", "75 years old": in the order they are said."""
    found = _spelled_ages(sheet)
    for at in range(len(sheet.words)):
        number = sheet.folded(at)
        joined = _YEARS.fullmatch(number)
        grade = number == "lop" and _number(sheet, at + 1)
        if joined or (_number(sheet, at) and sheet.folded(at + 1) in _OLD):
            end = min(at + (1 if joined else 2), len(sheet.words))
            found += _take(sheet, at, end, int(joined[1]) if joined else _number(sheet, at))
            if sheet.folded(at - 1) in _AND and _number(sheet, at - 2):
                found += _take(sheet, at - 2, at, _number(sheet, at - 2))
        elif grade and grade <= 12:
            # The first year of school begins at six; "7 tuổi học lớp 2" is said twice.
            found += _take(sheet, at, at + 2, grade + 5) if not found else []
            sheet.take(at, at + 2, "age")
    return tuple(found)


def this_year(sheet: Sheet) -> None:
    """ "Năm nay 15 tuổi" asks for no time of the year."""
    for at in range(len(sheet.words) - 2):
        if (sheet.folded(at), sheet.folded(at + 1)) == ("nam", "nay") and (
            "tuoi" in [sheet.folded(after) for after in range(at + 2, at + 6)] or _YEARS.fullmatch(sheet.folded(at + 2))
        ):
            sheet.take(at, at + 2, "age")


def _spelled_ages(sheet: Sheet) -> list[int]:
    """ "Bảy mươi hai tuổi"."""
    found = []
    for end in range(1, len(sheet.words)):
        if sheet.folded(end) == "tuoi" and not _number(sheet, end - 1):
            start = next((at for at in range(max(0, end - 3), end) if _spelled(sheet, at, end)), end)
            found += _take(sheet, start, end + 1, _spelled(sheet, start, end)) if start < end else []
    return found


def _spelled(sheet: Sheet, start: int, end: int) -> int:
    """The number from 1 to 99 that these words are, else 0."""
    match [_DIGITS.get(sheet.folded(at), 0) for at in range(start, end)]:
        case [one] if one:
            return one
        case [10, one] if 0 < one < 10:
            return 10 + one
        case [tens, 10] if 1 < tens < 10:
            return tens * 10
        case [tens, 10, one] if 1 < tens < 10 and 0 < one < 10:
            return tens * 10 + one
        case _:
            return 0


def _take(sheet: Sheet, start: int, end: int, years: int) -> list[int]:
    if not 0 < years < 120 or not sheet.free(start, end):
        return []
    sheet.take(start, end, "age")
    return [years]


def _number(sheet: Sheet, at: int) -> int:
    """The number that stands there, else 0."""
    word = sheet.folded(at)
    return int(word) if word.isdigit() and len(word) < 4 else 0


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
