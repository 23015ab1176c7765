"""Spelling: words that are no Vietnamese syllable and that nobody knows, read as what the finger meant."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace

from handlers.language.lexicon import Word

_NUCLEI = (
    "a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|"
    "ieu|yeu|oai|oay|oao|oeo|uai|uao|uoi|uou|uay|uya|uye|uyu"
)
_SYLLABLE = re.compile(
    rf"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?(?:{_NUCLEI})(?:ch?|m|ngh?|nh?|p|t)?"
)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHORTEST = 4
"""Letters of a word that may be mended: of fewer, too many are one letter away."""

LONG = 6
"""From so many on, the slip may be any; of fewer, a doubled or swapped letter or the key beside it."""


def is_syllable(word: str) -> bool:
    """Whether a folded word may be a Vietnamese one."""
    return bool(_SYLLABLE.fullmatch(word))


def shortened(word: str) -> set[str]:
    """The word and each word that lacks one of its letters."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def misspellings(words: Iterable[str]) -> dict[str, set[str]]:
    """What each word may be with one letter left out, and the words it then may be."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        if len(word) >= SHORTEST - 1 and not word.isdigit():
            for short in shortened(word):
                found[short].add(word)
    return found


def mend(
    words: Sequence[Word],
    known: Callable[[str], bool],
    near: dict[str, set[str]],
    pairs: Container[tuple[str, str]] = (),
) -> list[Word]:
    """Those that are not `known` and no syllable, as the word that is one slip of the finger `near`.

    Any slip will do that makes one of the `pairs` of it and its neighbour: "tieg anh".
    """
    mended = []
    for at, word in enumerate(words):
        if len(word.folded) >= SHORTEST and word.folded.isalpha() and not known(word.folded):
            after = words[at + 1].folded if at + 1 < len(words) else ""
            before = words[at - 1].folded if at else ""
            meant = None if is_syllable(word.folded) else _meant(word.folded, near, before, after, pairs)
            word = replace(word, folded=meant, letters=meant, tone=0, exact=False) if meant else word
        mended.append(word)
    return mended


def _meant(
    typed: str, near: dict[str, set[str]], before: str, after: str, pairs: Container[tuple[str, str]]
) -> str | None:
    slips = {one: _slip(typed, one) for short in shortened(typed) for one in near.get(short, ())}
    likely = []
    for one, slip in slips.items():
        beside = (before, one) in pairs or (one, after) in pairs
        if slip is not None and slip <= (1 if len(typed) < LONG and not beside else 3):
            likely.append((not beside, slip, one))
    return min(likely)[2] if likely else None


def _slip(typed: str, meant: str) -> int | None:
    """How unlikely it is that who means this types that: 0 to 3; None if more than one letter is wrong."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return None
    differ = [at for at, (one, two) in enumerate(zip(typed, meant, strict=False)) if one != two]
    if len(typed) != len(meant):
        longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
        at = differ[0] if differ else len(shorter)
        doubled = at > 0 and longer[at] == longer[at - 1]
        return (0 if doubled else 2) if longer[:at] + longer[at + 1 :] == shorter else None
    if len(differ) == 1:
        return 1 if _beside(typed[differ[0]], meant[differ[0]]) else 3
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1
    return 0 if swapped and typed[differ[0]] == meant[differ[1]] and typed[differ[1]] == meant[differ[0]] else None


def _beside(one: str, two: str) -> bool:
    """Whether these keys touch each other."""
    places = [(row, keys.index(letter)) for letter in (one, two) for row, keys in enumerate(_KEYS) if letter in keys]
    return len(places) == 2 and abs(places[0][0] - places[1][0]) <= 1 and abs(places[0][1] - places[1][1]) <= 1
