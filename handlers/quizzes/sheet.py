"""Items in a table, Excel's or CSV: a row each, with the columns of the template that is sent on request."""

import io
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.catalogue_cells import as_text
from handlers.catalogue_files import Formula, Row
from handlers.catalogue_template import MEDIA_TYPE, dress, offer, write
from handlers.forms import plain
from handlers.quizzes.written import (
    BROUGHT,
    Fault,
    RowRefusedError,
    Written,
    check,
    skill_named,
    skills,
    topic_named,
    topics,
)
from handlers.texts import ENGLISH, VIETNAMESE, Texts, items
from handlers.vocabulary import Document
from storage.folding import fold


class Column(StrEnum):
    QUESTION = "question"
    A = "a"
    B = "b"
    C = "c"
    D = "d"
    RIGHT = "right"
    EXPLANATION = "explanation"
    TOPIC = "topic"
    SKILL = "skill"
    LEVEL = "level"
    SOURCE = "source"
    QUESTION_EN = "question_en"
    A_EN = "a_en"
    B_EN = "b_en"
    C_EN = "c_en"
    D_EN = "d_en"
    EXPLANATION_EN = "explanation_en"


LETTERS = "abcd"
NEEDED = (Column.QUESTION, Column.A, Column.B, Column.RIGHT)
OWN = frozenset(Column) - {Column.TOPIC, Column.SOURCE, Column.LEVEL}
"""Headings that tell a table of items from one of classes."""
_NAMES = {plain(one.item_files.headings[column]): column for one in (VIETNAMESE, ENGLISH) for column in Column}
_EXAMPLES = {fold(one.item_files.example[Column.QUESTION]) for one in (VIETNAMESE, ENGLISH)}
_WIDTHS = {Column.QUESTION: 44, Column.EXPLANATION: 44, Column.TOPIC: 28, Column.SKILL: 28, Column.QUESTION_EN: 32}


def find_columns(header: Row) -> dict[Column, int]:
    """Where each column is; the first, if a heading is there twice."""
    columns: dict[Column, int] = {}
    for index, cell in enumerate(header.cells):
        column = _NAMES.get(plain(as_text(cell)))
        if column is not None:
            columns.setdefault(column, index)
    return columns


def read(rows: Sequence[Row], columns: dict[Column, int]) -> Iterator[Written | Fault]:
    """The item of each row, or why it cannot be asked; the template's example is nobody's."""
    for row in rows:
        try:
            cells = {column: _cell(row, index) for column, index in columns.items()}
            if fold(cells[Column.QUESTION]) not in _EXAMPLES:
                yield _item(row.number, {column: cells.get(column, "") for column in Column})
        except RowRefusedError as refused:
            yield Fault(row.number, refused.reason, refused.detail)


def _cell(row: Row, index: int) -> str:
    cell = row.cells[index] if index < len(row.cells) else None
    if isinstance(cell, Formula):
        raise RowRefusedError("formula")
    return as_text(cell)


def _item(number: int, cells: dict[Column, str]) -> Written:
    topic, skill = _about(cells[Column.TOPIC], cells[Column.SKILL])
    options = _options(cells, "")
    one = Written(
        number,
        question=_in_both(cells[Column.QUESTION], cells[Column.QUESTION_EN]),
        options={"vi": options} | ({"en": english} if (english := _options(cells, "_en")) else {}),
        right=_right(cells[Column.RIGHT], options),
        explanation=_in_both(cells[Column.EXPLANATION], cells[Column.EXPLANATION_EN]),
        topic=topic,
        skill=skill,
        level=_level(cells[Column.LEVEL]),
        source=cells[Column.SOURCE],
    )
    if one.question.keys() != one.options.keys() or len({len(said) for said in one.options.values()}) > 1:
        raise RowRefusedError("half_english")
    check(one)
    return one


def _in_both(vietnamese: str, english: str) -> dict[str, str]:
    return {"vi": vietnamese} | ({"en": english} if english else {})


def _options(cells: dict[Column, str], ending: str) -> tuple[str, ...]:
    """Without the empty ones after the last."""
    said = [cells[Column(letter + ending)] for letter in LETTERS]
    while said and not said[-1]:
        said.pop()
    return tuple(said)


def _right(said: str, options: Sequence[str]) -> frozenset[int]:
    """`B`, `2`, `A, C`, or the option's own words."""
    alike = [at for at, option in enumerate(options) if option and fold(option) == fold(said)]
    if alike:
        return frozenset(alike)
    named = frozenset((LETTERS + "1234").find(one) % 4 for one in fold(said) if one.isalnum())
    if not re.fullmatch(r"(?:[a-d1-4]\W*)+", fold(said)) or max(named) >= len(options):
        raise RowRefusedError("right", said[:40])
    return named


def _about(topic: str, skill: str) -> tuple[str | None, str]:
    """The topic, and the skill; a skill alone names its topic."""
    named, known = topic_named(topic), skill_named(skill)
    if topic and named is None:
        raise RowRefusedError("topic", topic[:40])
    if skill and (known is None or named not in (None, known[0])):
        raise RowRefusedError("skill", skill[:40])
    return (named or (known[0] if known else None)), (known[1] if known else BROUGHT)


def _level(said: str) -> int:
    if said not in ("", *map(str, items.LEVELS)):
        raise RowRefusedError("level", said[:40])
    return int(said or 1)


def template(texts: Texts) -> Document:
    """A workbook to fill in: an example, the topics and skills to choose from, and what each column means."""
    book, words = Workbook(), texts.item_files
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = words.sheet
    write(sheet, [[words.headings[column] for column in Column], [words.example.get(column) for column in Column]])
    dress(sheet, [_WIDTHS.get(column, 18) for column in Column])
    lists = book.create_sheet(words.lists_sheet)
    named_topics = [items.topic_title(topic, texts.language) for topic in topics()]
    named_skills = [items.skill_title(*which, texts.language) for which in skills()]
    listed = (named_topics, named_skills, [str(level) for level in items.LEVELS])
    longest = max(map(len, listed))
    padded = [[*one, *[None] * (longest - len(one))] for one in listed]
    offered = (Column.TOPIC, Column.SKILL, Column.LEVEL)
    write(lists, [[words.headings[one] for one in offered], *zip(*padded, strict=True)])
    dress(lists, [36, 44, 10])
    for letter, column, names in zip("ABC", offered, listed, strict=True):
        offer(sheet, words.lists_sheet, list(Column).index(column) + 1, letter, len(names))
    explained = book.create_sheet(words.help_sheet)
    write(explained, [words.help_heading, *words.explained()])
    dress(explained, [28, 90])
    written = io.BytesIO()
    book.save(written)
    return Document(words.file_name, written.getvalue(), MEDIA_TYPE)
