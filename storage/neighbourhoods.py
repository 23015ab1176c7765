"""Neighbourhoods: tổ dân phố and khu phố as people write them, brought to one form."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from storage.folding import fold


class Division(StrEnum):
    """A part of a ward that has a number."""

    GROUP = "to"
    QUARTER = "khu_pho"
    HAMLET = "ap"
    VILLAGE = "thon"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """ "Tổ 5", "tổ dân phố số 05" and "5" are the same; what has no number is as it was written."""

    division: Division | None
    number: int | None
    folded: str = ""
    """Only of what has no number."""
    said: str = field(default="", compare=False)


_WORDS = {"to dan pho": Division.GROUP, "tdp": Division.GROUP, "to": Division.GROUP, "": Division.GROUP}
_WORDS |= {"khu pho": Division.QUARTER, "kp": Division.QUARTER, "ap": Division.HAMLET, "thon": Division.VILLAGE}
_NUMBERED = re.compile(
    rf"\b({'|'.join(sorted(filter(None, _WORDS), key=len, reverse=True))}|) ?(?:so )?0*(\d{{1,3}})\b"
)


def read_neighbourhood(said: str) -> Neighbourhood | None:
    """None if nothing was said. Where both are named, the tổ counts: "tổ 5, khu phố 2"."""
    words = " ".join(re.sub(r"[^a-z0-9 ]", " ", fold(said)).split())
    if not words:
        return None
    found = [Neighbourhood(_WORDS[one[1]], int(one[2])) for one in _NUMBERED.finditer(words)]
    whole = _NUMBERED.fullmatch(words)
    named = [one for one, match in zip(found, _NUMBERED.finditer(words), strict=True) if match[1] or whole]
    named.sort(key=lambda one: one.division is not Division.GROUP)
    return named[0] if named else Neighbourhood(None, None, words, " ".join(said.split()))
