"""From the bytes of a CSV or Excel file to rows of cells, whoever made the file."""

import csv
import io
import warnings
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zipfile import BadZipFile, ZipFile

from markupsafe import Markup
from openpyxl import load_workbook

from handlers.texts import Texts

MOST_BYTES = 5_000_000
MOST_RATIO = 200
"""How many times its size a workbook may unpack to; Excel's own stay under 50."""
MOST_COLUMNS = 50
DELIMITERS = ",;\t"

_BROKEN = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, EOFError, RuntimeError)
_BROKEN_FILE = (*_BROKEN, SyntaxError, AssertionError, BadZipFile, zlib.error)
"""What openpyxl and zipfile raise over a file that is not what it says; they promise nothing narrower."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read."""

    rows: int
    """That are not blank."""
    last_row: int
    """Where to stop looking: Excel likes to keep blank rows far below the last one."""
    unpacked: int
    """Bytes that a workbook may unpack to; 10,000 rows of plain classes are about 12 million."""


FOR_OPERATORS = Limits(rows=10_000, last_row=100_000, unpacked=30_000_000)
IN_CHAT = Limits(rows=1_000, last_row=10_000, unpacked=4_000_000)
"""Everyone else's messages wait while a file is read, so even the worst is read within two seconds."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that Excel computes."""


Cell = str | int | float | datetime | date | time | timedelta | Formula | None


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: as Excel shows it, from 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


class UnreadableError(Exception):
    """The whole file cannot be taken; `why` tells the operator what to do."""

    def __init__(self, why: Markup) -> None:
        super().__init__(str(why))
        self.why = why


def read_rows(name: str, content: bytes, texts: Texts, limits: Limits = FOR_OPERATORS, *, least: int = 2) -> list[Row]:
    """Every row that is not blank, the header first; at least so many.

    Raises: UnreadableError.
    """
    words, rows = texts.catalogue, list[Row]()
    for row in _found(name, content, texts, limits):
        if not row.is_blank:
            rows.append(row)
        if len(rows) > limits.rows + 1 or row.number > limits.last_row:
            raise UnreadableError(words.too_many_rows(name, limits.rows))
    if len(rows) < least:
        raise UnreadableError(words.nothing_in_it(name))
    return rows


def find_header(name: str, content: bytes, texts: Texts, limits: Limits) -> Row | None:
    """The first row that is not blank, without looking further. Raises: UnreadableError."""
    rows = islice(_found(name, content, texts, limits), limits.rows)
    return next((row for row in rows if not row.is_blank), None)


def _found(name: str, content: bytes, texts: Texts, limits: Limits) -> Iterator[Row]:
    """Rows as they come, blank ones too. Raises: UnreadableError."""
    words = texts.catalogue
    if len(content) > MOST_BYTES:
        raise UnreadableError(words.too_big(name, MOST_BYTES // 1_000_000))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(words.old_excel(name))
    if content.startswith(b"PK"):
        return _workbook_rows(name, content, texts, limits)
    return _text_rows(name, decode(name, content, texts), texts)


def decode(name: str, content: bytes, texts: Texts) -> str:
    """Raises: UnreadableError, if it is neither UTF-8 nor marked as UTF-16."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(texts.catalogue.not_utf8(name)) from None


def _text_rows(name: str, text: str, texts: Texts) -> Iterator[Row]:
    lines = io.StringIO(text.replace("\0", ""), newline="")
    head = next((line for line in text.splitlines() if line.strip()), "")
    try:
        delimiter = max(DELIMITERS, key=lambda one: len(next(csv.reader([head], delimiter=one), [])))
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), 1):
            yield Row(number, tuple(cells[:MOST_COLUMNS]))
    except csv.Error:
        raise UnreadableError(texts.catalogue.not_a_table(name)) from None


def _workbook_rows(name: str, content: bytes, texts: Texts, limits: Limits) -> Iterator[Row]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > min(limits.unpacked, MOST_RATIO * len(content)):
            raise UnreadableError(texts.catalogue.too_big_inside(name))
        yield from _sheet_rows(content)
    except _BROKEN_FILE:
        raise UnreadableError(texts.catalogue.not_excel(name)) from None


def _sheet_rows(content: bytes) -> Iterator[Row]:
    """Of the first sheet. What the file claims about its size is not believed."""
    with warnings.catch_warnings():
        # About drop-down lists and the like, which a catalogue can do without.
        warnings.simplefilter("ignore")
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            yield Row(number, tuple(_values(cells)))


def _values(cells: Iterable[object]) -> Iterator[Cell]:
    for cell in cells:
        value = getattr(cell, "value", None)
        if getattr(cell, "data_type", "") == "f":
            yield Formula()
        elif value is None or isinstance(value, (str, int, float, date, time, timedelta)):
            yield value
        else:
            yield str(value)
