"""Audiences: whom a class is for, by groups, relatives and ages."""

from collections.abc import Sequence

from handlers.language.amounts import Sheet
from handlers.language.index import Index
from handlers.language.lexicon import Hit

OWNER = frozenset(
    ["tui", "toi", "em", "minh", "con", "nha", "tao", "chi", "anh", "chau", "co", "chu", "bac", "my", "ban", "ni"]
)
"""Whose relative it is: "mẹ em"."""
_LEADS = frozenset(["cho", "dan", "dua", "ru", "giup", "for", "dum", "gium"])
_HELPS = frozenset(["giữ", "giư", "giu", "trông", "chăm", "cham", "kêu", "keu", "nói", "noi", "nhắc", "nhac", "để"])
"""What somebody does whom the class is not for: "có bà nội giữ cháu", "con tui kêu"."""
_ASKS = frozenset(["hoi", "biet", "xin", "coi", "xem", "nho", "gui", "y"])
"""Who asks speaks of themself: "cho bà hỏi"."""
_GREETS = frozenset(["chao", "thua", "da", "hi", "hello", "on"])
YOUNG = frozenset(["child", "teen", "student", "high_school"])
GROWN = 16
"""From this age on nobody is a child."""


def audience_of(
    sheet: Sheet, said: list[Hit], known: Sequence[Hit], index: Index
) -> tuple[list[Hit], tuple[int, int] | None]:
    """The groups named, and the age of a relative: "cho mẹ", "con em"."""
    groups = [
        hit for hit in said if hit.kind == "audience" and not _helps(sheet, hit.end) and not _is_called(sheet, hit)
    ]
    ages = None
    for hit in known:
        if hit.kind == "kin" and sheet.free(hit.start, hit.end):
            before, after = sheet.folded(hit.start - 1), sheet.folded(hit.end)
            led = before in _LEADS and hit.value == "elderly" and after not in _ASKS
            # "Bà mắt kém, có lớp nào cho bà": who speaks of themself says no age.
            led = led and not (hit.start and sheet.folded(0) == sheet.folded(hit.start))
            # "Con tui" without diacritics is "còn tui" as well; "chào con, bác …" and "con ơi" speak to somebody.
            apart = hit.end in sheet.breaks or before in _GREETS
            owned = after in OWNER and before != after and (hit.end - hit.start > 1 or _is_sure(sheet, hit.start))
            owned = owned and not apart and not _helps(sheet, hit.end + 1)
            if led or owned:
                ages = ages or ((60, 75) if hit.value == "elderly" else index.lexicon.ages["child"])
                sheet.take(hit.start, hit.end, "kin")
            elif hit.end - hit.start > 1:
                sheet.take(hit.start, hit.end, "kin")
    said[:] = [hit for hit in said if hit.kind not in ("audience", "mean")]
    return groups, ages


def _is_called(sheet: Sheet, hit: Hit) -> bool:
    """ "Chào cả nhà", "mọi người ơi"."""
    return sheet.folded(hit.start - 1) in _GREETS or sheet.folded(hit.end) == "oi"


def _helps(sheet: Sheet, at: int) -> bool:
    return at < len(sheet.words) and sheet.words[at].raw.lower() in _HELPS


def _is_sure(sheet: Sheet, at: int) -> bool:
    word = sheet.words[at]
    return word.exact or word.raw.lower() != word.folded or at == 0 or sheet.folded(at - 1) in _LEADS


def those_meant(sheet: Sheet, groups: list[Hit], ages: tuple[int, ...]) -> tuple[list[Hit], tuple[int, int] | None]:
    """Whom the class is for: a child is, and not the mother who goes to work and asks for it."""
    young = [one for one in ages if one < GROWN]
    if young and len(young) < len(ages):
        # "Bà nội 70 tuổi và bé 6 tuổi": whom each age belongs to is said by the groups.
        return groups, None if groups else (min(young), max(young))
    if young or any(hit.value in YOUNG for hit in groups):
        led = [hit for hit in groups if hit.value in YOUNG or _is_led(sheet, hit.start)]
        groups = led if young or len(led) < len(groups) else groups
    return groups, (min(ages), max(ages)) if ages else None


def _is_led(sheet: Sheet, at: int) -> bool:
    """Whether "cho" stands before it, a word between them or none."""
    return sheet.folded(at - 1) in _LEADS or sheet.folded(at - 2) in _LEADS
