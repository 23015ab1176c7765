"""Forms: the pieces of a question in a dialog, and reading names."""

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

from handlers.heard import Heard
from handlers.texts.spoken import ALSO_NAMES, COMMANDS, LEAVING
from handlers.vocabulary import Button, Reply, rows
from storage.dialogs import Dialog
from storage.folding import fold
from storage.store import Store

MOST_LETTERS = 80
MOST_WORDS = 8
_NAME = re.compile(r"[^\W\d_][\w .,'’()-]*")

Option = tuple[str, str]
"""A label, and the short word its button stands for."""


def question(word: str, dialog_id: int, text: Markup, options: Sequence[Option], *, wide: int = 1) -> Reply:
    """Buttons say `/<word> <dialog> <option>`, so that an old one is known by its dialog."""
    return Reply(text, rows(*(Button(label, f"/{word} {dialog_id} {value}") for label, value in options), wide=wide))


async def tapped_in(heard: Heard, store: Store, *kinds: str, at: int = 0) -> Dialog | None:
    """The dialog whose button was tapped, if it is of these kinds; None if the button is of an earlier one.

    `at`: which argument bears the dialog's number. A button of an earlier question of the same dialog is no change of
    subject: what they type next is an answer to the question that they are asked again.
    """
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None or dialog.id != heard.number(at) or dialog.kind not in kinds:
        return None
    await store.dialogs.take_up(dialog)
    return dialog


def chosen(said: str, options: Sequence[Option]) -> str | None:
    """The option whose label was typed, with or without diacritics; None if it was none of them.

    "thoi" is what a button to leave stands for; it need not be called as the button is.
    """
    wanted = plain(said)
    found = next((value for label, value in options if wanted and plain(label) == wanted), None)
    leaves = found is None and leaving(said) and any(value == "thoi" for _, value in options)
    return "thoi" if leaves else found


def leaving(said: str) -> bool:
    """Whether it says to leave what is under way, and nothing else."""
    return " ".join(unicodedata.normalize("NFC", said).casefold().strip(" .!").split()) in LEAVING


def may_be_name(said: str) -> bool:
    """Whether a spoken command is somebody's name as well: Dung is one, the word for "stop" is not."""
    return plain(said) in ALSO_NAMES and unicodedata.normalize("NFC", said).casefold().strip() not in COMMANDS


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
