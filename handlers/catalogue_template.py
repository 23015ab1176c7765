"""The template: a workbook to be filled in, which explains its columns and knows wards and topics."""

import io
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from handlers.catalogue_rows import Column
from handlers.texts import Texts
from handlers.vocabulary import Document
from storage.quiet_hours import LOCAL

EXAMPLES = ("VIDU1", "VIDU2")
"""Codes of the rows that only show how; the chat publishes none of them."""
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOMENT = "dd/mm/yyyy hh:mm"
LAST_ROW = 1000
"""To which the drop-down lists reach."""
WIDTHS = {"title": 32, "description": 44, "starts_at": 18, "ends_at": 18, "venue": 36, "registration_closes_at": 18}


def template(texts: Texts, wards: Sequence[str], topics: Sequence[str], now: datetime) -> Document:
    """`wards`, `topics`: what the drop-down lists offer; at least one ward."""
    book, words = Workbook(), texts.desk_template
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = words.sheet
    write(sheet, [[words.headings[column.value] for column in Column], *_examples(texts, wards[0], topics, now)])
    dress(sheet, [WIDTHS.get(column.value, 16) for column in Column])
    lists = book.create_sheet(words.lists_sheet)
    write(lists, [[words.headings["ward"], words.headings["topic"]]])
    for column, names in ((1, wards), (2, topics)):
        for row, name in enumerate(names, 2):
            put(lists, row, column, name)
    dress(lists, [32, 32])
    offer(sheet, words.lists_sheet, list(Column).index(Column.WARD) + 1, "A", len(wards))
    offer(sheet, words.lists_sheet, list(Column).index(Column.TOPIC) + 1, "B", len(topics))
    explained = book.create_sheet(words.help_sheet)
    write(explained, [words.help_heading, *words.explained()])
    dress(explained, [20, 90])
    written = io.BytesIO()
    book.save(written)
    return Document(words.file_name, written.getvalue(), MEDIA_TYPE)


def _examples(texts: Texts, ward: str, topics: Sequence[str], now: datetime) -> list[list[object]]:
    """Two lessons of the first class, as two rows would say them; the second row leaves out what is the same."""
    words = texts.desk_template
    first = datetime.combine(now.astimezone(LOCAL).date() + timedelta(days=14), time(8))
    rows = []
    for code, starts_at in zip(EXAMPLES, (first, first + timedelta(days=7)), strict=True):
        row = words.example | {
            "code": code,
            "topic": topics[0] if topics else words.example["topic"],
            "ward": ward,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "capacity": 20,
            "registration_closes_at": datetime.combine(starts_at.date() - timedelta(days=1), time(17)),
        }
        rows.append([row.get(column.value) for column in Column])
    return rows


def write(sheet: Worksheet, rows: Sequence[Sequence[object]]) -> None:
    """From the first cell on."""
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            put(sheet, number, column, value)


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Text is text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = value  # type: ignore[assignment]
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, datetime):
        cell.number_format = MOMENT


def dress(sheet: Worksheet, widths: Sequence[int]) -> None:
    """`widths`: of the columns, in characters."""
    sheet.freeze_panes = "A2"
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        heading = sheet.cell(1, column)
        heading.font, heading.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def offer(sheet: Worksheet, lists: str, column: int, letter: str, count: int) -> None:
    """A drop-down list in this column, of so many cells below the heading of that one; anything else may be typed."""
    if not count:
        return
    offered = DataValidation("list", formula1=f"'{lists}'!${letter}$2:${letter}${count + 1}", allow_blank=True)
    offered.showErrorMessage = False
    place = get_column_letter(column)
    offered.add(f"{place}2:{place}{LAST_ROW}")
    sheet.add_data_validation(offered)
