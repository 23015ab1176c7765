"""Naming: the places and teachers that a message names."""

from handlers.language.amounts import Sheet
from handlers.language.index import Index
from handlers.language.lexicon import Hit
from storage.folding import fold

_COMMON = frozenset(["sang", "toi", "mai", "hai", "ba", "tu", "nam", "sau", "bay", "ngay", "gio", "thang", "tam"])
_NAMES_BEFORE = frozenset(["cua", "do", "gap"])
_NAMES_AFTER = frozenset(["day", "dung", "phu", "giang", "la"])
"""What stands beside a teacher's name."""


def names_of(sheet: Sheet, index: Index) -> list[Hit]:
    """Longer ones first; one street may be the name of several venues."""
    found: list[Hit] = []
    for hit in sorted(index.hits(sheet.words), key=lambda hit: hit.start - hit.end):
        if hit.kind == "teacher" and _is_doubtful(sheet, hit, index):
            continue
        shared = any((one.kind, one.start, one.end) == (hit.kind, hit.start, hit.end) for one in found)
        if not shared and (
            not sheet.free(hit.start, hit.end) or (hit.kind != "teacher" and _in_title(sheet, hit, index))
        ):
            continue
        before = hit.start - 1
        led = hit.kind == "venue" and sheet.folded(before) in ("duong", "pho", "so", "hem")
        sheet.take(before if led else hit.start, hit.end, hit.kind)
        found.append(hit)
    return found


def _is_doubtful(sheet: Sheet, hit: Hit, index: Index) -> bool:
    """Whether everyday words without diacritics only look like a name: "co may lop" is no cô Mây, "co may day" is."""
    words = sheet.words[hit.start : hit.end]
    plain = not any(word.tone or word.exact or word.letters != word.folded for word in words)
    if len(words) != 2 or not plain or hit.said.lower() == fold(hit.said) or words[1].raw[0].isupper():
        return False
    if not index.lexicon.hits(words[1:]) and words[1].folded not in _COMMON:
        return False
    if (words[0].folded, words[1].folded) == ("co", "ai"):
        # "Có ai dạy không" is asked more often than what cô Ái teaches.
        return True
    before, after = sheet.folded(hit.start - 1), sheet.folded(hit.end)
    return after not in _NAMES_AFTER and before not in _NAMES_BEFORE and not (before == "lop" and not after)


def _in_title(sheet: Sheet, hit: Hit, index: Index) -> bool:
    """Whether the word before it belongs to it in a title: "chợ Bến Thành" is no place to look in."""
    before = sheet.folded(hit.start - 1)
    return (before, sheet.folded(hit.start)) in index.pairs and before not in ("phuong", "o", "ben", "tai")
