"""Folding: Vietnamese without its diacritics, to compare what people type with what was published."""

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f]")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case, diacritics off, đ as d, runs of white space as one space. Idempotent."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _SPACES.sub(" ", _MARKS.sub("", letters).replace("đ", "d")).strip()
