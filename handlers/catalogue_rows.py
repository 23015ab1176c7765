"""The rows of a catalogue: which column means what, and what one row says."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from markupsafe import Markup

from handlers.catalogue_cells import MOST_CHARACTERS, as_called_off, as_code, as_count, as_moment, as_text, as_vnd
from handlers.catalogue_files import Cell, Formula, Row
from handlers.texts.vi.catalogue import Catalogue as Words
from storage.folding import fold

T = TypeVar("T")


class Column(StrEnum):
    CODE = "code"
    TITLE = "title"
    TOPIC = "topic"
    DESCRIPTION = "description"
    STARTS_AT = "starts_at"
    ENDS_AT = "ends_at"
    VENUE = "venue"
    WARD = "ward"
    CAPACITY = "capacity"
    FEE_VND = "fee_vnd"
    AUDIENCE = "audience"
    TEACHER = "teacher"
    REGISTRATION_CLOSES_AT = "registration_closes_at"
    STATUS = "status"
    """May be absent. "hủy" or "cancelled": this lesson does not take place."""


_VIETNAMESE = {
    "ma": Column.CODE,
    "malop": Column.CODE,
    "tenlop": Column.TITLE,
    "chude": Column.TOPIC,
    "mota": Column.DESCRIPTION,
    "batdau": Column.STARTS_AT,
    "ketthuc": Column.ENDS_AT,
    "diadiem": Column.VENUE,
    "phuong": Column.WARD,
    "socho": Column.CAPACITY,
    "hocphi": Column.FEE_VND,
    "doituong": Column.AUDIENCE,
    "giaovien": Column.TEACHER,
    "handangky": Column.REGISTRATION_CLOSES_AT,
    "trangthai": Column.STATUS,
}
_NAMES = {column.value.replace("_", ""): column for column in Column} | _VIETNAMESE
_LONGEST = {
    Column.TITLE: 200,
    Column.TOPIC: 120,
    Column.DESCRIPTION: MOST_CHARACTERS,
    Column.VENUE: 200,
    Column.WARD: 120,
    Column.AUDIENCE: 200,
    Column.TEACHER: 200,
}
SHARED = (
    Column.TITLE,
    Column.TOPIC,
    Column.DESCRIPTION,
    Column.WARD,
    Column.CAPACITY,
    Column.FEE_VND,
    Column.AUDIENCE,
    Column.TEACHER,
    Column.REGISTRATION_CLOSES_AT,
)
"""What the rows of one course have in common; it may be written in the first of them alone."""
MAY_BE_EMPTY = {Column.DESCRIPTION, Column.FEE_VND, Column.AUDIENCE, Column.TEACHER, Column.STATUS}


@dataclass(slots=True)
class Faults:
    """What was found wrong so far, and how to say it."""

    words: Words
    headings: dict[Column, str]
    """As the operator wrote them, in the order of the file."""
    found: list[tuple[tuple[int, int], Markup]] = field(default_factory=list)

    def add(self, row: int, column: Column, what: str) -> None:
        position = list(self.headings).index(column)
        self.found.append(((row, position), self.words.fault(row, self.headings[column], what)))

    def in_order(self) -> tuple[Markup, ...]:
        """As one comes across them in the file."""
        return tuple(sentence for _, sentence in sorted(self.found, key=lambda one: one[0]))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What one row says; a value that could not be understood is None, and a fault."""

    row: int
    code: str
    """As written, also if it cannot be one."""
    called_off: bool
    starts_at: datetime | None
    ends_at: datetime | None
    venue: str | None
    shared: dict[Column, str | int | datetime | None]
    """Only what is written there."""


def find_columns(header: Row, words: Words) -> tuple[dict[Column, int], tuple[str, ...], list[Markup]]:
    """Where each column is, what is ignored, and what is wrong with the header."""
    columns: dict[Column, int] = {}
    ignored, wrong = [], []
    for index, cell in enumerate(header.cells):
        heading = as_text(cell)
        column = _NAMES.get(re.sub(r"[^a-z0-9]", "", fold(heading)))
        if column is None:
            ignored += [heading] if heading else []
        elif column in columns:
            wrong.append(words.column_twice(column.value, heading))
        else:
            columns[column] = index
    missing = [column.value for column in Column if column not in columns and column is not Column.STATUS]
    return columns, tuple(ignored), wrong + ([words.columns_missing(missing)] if missing else [])


def read_row(row: Row, columns: dict[Column, int], faults: Faults) -> ReadRow:
    cells = {column: row.cells[index] if index < len(row.cells) else None for column, index in columns.items()}
    written = {column: cell for column, cell in cells.items() if not _is_faulty(row.number, column, cell, faults)}

    def value(column: Column) -> str | int | datetime | bool | None:
        return _value(row.number, column, written[column], faults) if column in written else None

    value(Column.CODE)
    venue, starts_at, ends_at = value(Column.VENUE), value(Column.STARTS_AT), value(Column.ENDS_AT)
    shared = {column: value(column) for column in SHARED if as_text(cells[column])}
    return ReadRow(
        row=row.number,
        code=as_text(cells[Column.CODE]),
        called_off=value(Column.STATUS) is True,
        starts_at=starts_at if isinstance(starts_at, datetime) else None,
        ends_at=ends_at if isinstance(ends_at, datetime) else None,
        venue=venue if isinstance(venue, str) else None,
        shared=shared,
    )


def _is_faulty(row: int, column: Column, cell: Cell, faults: Faults) -> bool:
    """Whether the cell is of no use, whatever its column."""
    if isinstance(cell, Formula):
        faults.add(row, column, faults.words.no_formula())
    elif isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
        faults.add(row, column, faults.words.too_long(len(cell), MOST_CHARACTERS))
    elif column not in MAY_BE_EMPTY and column not in SHARED and not as_text(cell):
        faults.add(row, column, faults.words.required(column.value))
    else:
        return False
    return True


def _value(row: int, column: Column, cell: Cell, faults: Faults) -> str | int | datetime | bool | None:
    words, shown = faults.words, as_text(cell)
    if column in _LONGEST:
        return _text(row, column, cell, faults)
    if column in {Column.STARTS_AT, Column.ENDS_AT, Column.REGISTRATION_CLOSES_AT}:
        moment = _checked(row, column, as_moment(cell), words.write_time(shown), faults)
        return moment.astimezone(UTC) if moment else None
    if column is Column.CODE:
        return _checked(row, column, as_code(cell), words.write_code(shown), faults)
    if column is Column.CAPACITY:
        return _checked(row, column, as_count(cell), words.write_capacity(shown), faults)
    if column is Column.FEE_VND:
        return _checked(row, column, as_vnd(cell), words.write_fee(shown), faults)
    return _checked(row, column, as_called_off(cell), words.write_status(shown), faults)


def _checked(row: int, column: Column, value: T | None, advice: str, faults: Faults) -> T | None:
    if value is None:
        faults.add(row, column, advice)
    return value


def _text(row: int, column: Column, cell: Cell, faults: Faults) -> str | None:
    text = as_text(cell, lines=column is Column.DESCRIPTION)
    if len(text) > _LONGEST[column]:
        faults.add(row, column, faults.words.too_long(len(text), _LONGEST[column]))
        return None
    return text
