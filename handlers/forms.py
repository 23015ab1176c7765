"""Forms: the pieces of a question in a dialog, and reading names."""

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

from handlers.vocabulary import Button, Reply, rows
from storage.folding import fold

MOST_LETTERS = 80
MOST_WORDS = 8
_NAME = re.compile(r"[^\W\d_][\w .,'’()-]*")

Option = tuple[str, str]
"""A label, and the short word its button stands for."""


def question(word: str, dialog_id: int, text: Markup, options: Sequence[Option], *, wide: int = 1) -> Reply:
    """Buttons say `/<word> <dialog> <option>`, so that an old one is known by its dialog."""
    return Reply(text, rows(*(Button(label, f"/{word} {dialog_id} {value}") for label, value in options), wide=wide))


def chosen(said: str, options: Sequence[Option]) -> str | None:
    """The option whose label was typed, with or without diacritics; None if it was none of them."""
    wanted = plain(said)
    return next((value for label, value in options if wanted and plain(label) == wanted), None)


def plain(text: str) -> str:
    """Folded letters, digits and single spaces: a label as people type it."""
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", fold(text)).split())


def read_name(said: str) -> str | None:
    """The name that was typed, tidied; None if it cannot be one (no letters, digits, too long)."""
    kept = "".join(
        one for one in unicodedata.normalize("NFC", said) if unicodedata.category(one)[0] != "C" or one == " "
    )
    name = " ".join(kept.split())
    fits = len(name) <= MOST_LETTERS and len(name.split()) <= MOST_WORDS
    return name if fits and _NAME.fullmatch(name) else None
