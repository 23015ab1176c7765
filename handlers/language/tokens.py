"""Tokens: the words of a message, folded for comparing and as typed for telling them apart."""

import re
import unicodedata
from dataclasses import dataclass

from storage.folding import fold

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_PLAIN = str.maketrans("‘’‚‛ʼ´`“”„«»‐‑‒–—―−", "'" * 7 + '"' * 5 + "-" * 7)
_NUMBER = r"\d+(?:[./:,-]\d+)*(?:[^\W\d_]+\d*)*(?:[-/]\d+(?:[./:]\d+)*[a-z]*\d*)?"
_WORD = r"[^\W\d_]+(?:\d+[^\W\d_]*)*(?:'[^\W\d_]+)?"
_TOKEN = re.compile(rf"{_NUMBER}|{_WORD}", re.IGNORECASE)
_TAG = re.compile(r"<(script|style)\b[^<>]*>[^<>]*</\1\s*>|</?[a-z][^<>]*>", re.IGNORECASE)
_MOST = 4096
"""Characters read of a text: what a channel can carry; more would only cost time."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number of a message."""

    raw: str
    """As typed, in NFC, full-width letters made plain."""
    folded: str
    """Lower case, without diacritics, đ as d. Teencode is left as it is."""
    start: int
    end: int
    """Where it stands in `clean(text)`: clean(text)[start:end] == raw."""
    marked: bool
    """Whether it was typed with a diacritic or đ: then the raw word tells which word it is."""
    gap: str = ""
    """What stands between the token before and this one: " ", ", ", " - ", an emoji …"""


def clean(text: str) -> str:
    """Composed (NFKC: full-width digits are plain), tags and invisible characters dropped, quotes and dashes plain.

    Idempotent.
    """
    composed = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_PLAIN)
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", composed))
    return plain if "<" not in plain else _without_tags(plain)


def _without_tags(text: str) -> str:
    """What stood around a tag may be one in its turn."""
    found = 1
    while found:
        text, found = _TAG.subn(" ", text)
    return text


def tokenize(text: str) -> list[Token]:
    """The words of a text in order. Numbers keep their inner signs: 6.12, 5/12, 8h30, 18:00, 100k, 150.000.

    Never raises. What is neither a letter nor a digit separates. Only the first 4,096 characters are read.
    """
    tokens: list[Token] = []
    end = 0
    text = clean(text[:_MOST])
    for found in _TOKEN.finditer(text):
        raw = found[0]
        folded = fold(raw)
        tokens.append(
            Token(raw, folded, found.start(), found.end(), folded != raw.casefold(), text[end : found.start()])
        )
        end = found.end()
    return tokens
