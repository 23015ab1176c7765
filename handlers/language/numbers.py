"""Small numbers as people write and say them: 5, mười lăm, hai mươi mốt, hăm ba."""

import re

_UNITS = {
    "mot": 1, "one": 1, "overmorrow": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "six": 6,
    "bay": 7, "seven": 7, "tam": 8, "eight": 8, "chin": 9, "nham": 5, "two": 2, "three": 3, "four": 4, "five": 5,
    "ten": 10,
}  # fmt: skip
_UNIT = "two|three|four|five|mot|one|overmorrow|hai|ba|bon|tu|nam|lam|sau|six|bay|seven|tam|eight|chin"
_LONG = (
    rf"(?:hai|ba) muoi(?: (?:{_UNIT}))?|muoi(?: (?:{_UNIT}))?|ham (?:{_UNIT})|(?:hai|ba) (?:mot|overmorrow|lam|nham)"
)
_NOT_I = "(?! (?:muon|mun|can|moi|ranh|ban|di|dang|se|bi|o|hoi|hoc|dinh|thich|la|(?:khong|ko)(?! $)) )"
"""After a bare "gio toi": in the evening, not "now I"."""
NUMBER = rf"(?:\d{{1,2}}|{_LONG}|{_UNIT})"
"""A number up to 99 in figures or up to 39 in words, one or several words."""
HOUR = (
    rf"(?:\d{{1,2}}|muoi(?: (?:{_UNIT}))?|hai muoi(?: (?:mot|one|hai|ba))?|mot|one|hai|ba|bon|nam"
    rf"|sau(?= ruoi )|bay(?= ruoi )"
    rf"|sau(?= gio (?:sang|chieu|morning|toi{_NOT_I}|evening))|six"
    rf"|bay(?= gio (?:sang|chieu|toi{_NOT_I}|morning|evening|ruoi|(?:den|-) (?:\S+ ){{1,2}}gio))|seven|tam|eight|chin)"
)
"""An hour in figures or words; "sau" and "bay" only where they cannot be after and now."""


def value(said: str) -> int | None:
    """What a match of NUMBER or HOUR says; None for anything else."""
    if re.fullmatch(r"\d{1,4}", said):
        return int(said)
    words = said.split()
    if len(words) == 1:
        return 10 if said == "muoi" else _UNITS.get(said)
    if words[0] in ("muoi", "ham"):
        return (10 if words[0] == "muoi" else 20) + _UNITS.get(words[1], 0)
    tens = _UNITS.get(words[0], 0) * 10
    rest = [word for word in words[1:] if word != "muoi"]
    return tens + (_UNITS.get(rest[0], 0) if rest else 0)
