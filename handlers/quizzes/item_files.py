"""A file with items: told from a file of classes by what is in it, and read, whichever of the formats it is."""

from itertools import islice
from pathlib import PurePosixPath

from handlers.catalogue_files import IN_CHAT, UnreadableError, decode, find_header, read_rows
from handlers.catalogue_rows import Column as ColumnOfClasses
from handlers.catalogue_rows import find_columns as find_columns_of_classes
from handlers.quizzes import aiken, gift, sheet
from handlers.quizzes.written import Fault, Written
from handlers.texts import Texts

MOST = IN_CHAT.rows
"""Items in one file."""
MOST_CHARACTERS, MOST_LINES = 1_000_000, 20_000
"""Of a text: everyone else's messages wait while it is read."""
LOOKED_AT = 50_000
"""Characters of a text, from the first, that tell its format."""
PROSE = (".gift", ".txt")
"""Endings of files that may be GIFT or Aiken."""


def holds_items(name: str, content: bytes, texts: Texts) -> bool | None:
    """Whether the file is about items, not classes; None: nothing in it tells. What cannot be read is no items."""
    ending = PurePosixPath(name.lower()).suffix
    try:
        if ending == ".gift" or (ending == ".txt" and _format_of(decode(name, content, texts))):
            return True
        header = find_header(name, content, texts, IN_CHAT)
    except UnreadableError:
        return ending == ".gift"
    if header is None:
        return False
    items = len(sheet.OWN & sheet.find_columns(header).keys())
    classes = len(find_columns_of_classes(header, texts.catalogue)[0].keys() - {ColumnOfClasses.TOPIC})
    return None if items == classes else items > classes


def _format_of(text: str) -> str | None:
    text = text[:LOOKED_AT]
    return "aiken" if aiken.looks_so(text) else "gift" if gift.looks_so(text) else None


def read_items(name: str, content: bytes, texts: Texts) -> list[Written | Fault]:
    """At least one item or fault, in the order of the file. Raises: UnreadableError."""
    words = texts.item_files
    if PurePosixPath(name.lower()).suffix in PROSE:
        found = _of_prose(name, content, texts)
    else:
        found = _of_table(name, content, texts)
    if not found:
        raise UnreadableError(words.no_items(name))
    if len(found) > MOST:
        raise UnreadableError(words.too_much(name, MOST))
    return found


def _of_prose(name: str, content: bytes, texts: Texts) -> list[Written | Fault]:
    try:
        text = decode(name, content, texts)
    except UnreadableError:
        raise UnreadableError(texts.item_files.not_utf8(name)) from None
    if len(text) > MOST_CHARACTERS or text.count("\n") + text.count("\r") > MOST_LINES:
        raise UnreadableError(texts.item_files.too_much(name, MOST))
    match _format_of(text):
        case "aiken":
            return list(islice(aiken.read(text), MOST + 1))
        case "gift":
            return list(islice(gift.read(text), MOST + 1))
        case _:
            return []


def _of_table(name: str, content: bytes, texts: Texts) -> list[Written | Fault]:
    header, *rows = read_rows(name, content, texts, IN_CHAT, least=1)
    columns = sheet.find_columns(header)
    missing = [texts.item_files.headings[column] for column in sheet.NEEDED if column not in columns]
    if missing:
        raise UnreadableError(texts.item_files.columns_missing(name, missing))
    return list(sheet.read(rows, columns))
