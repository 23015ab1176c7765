"""The roster on paper: a class's people as an Excel file, and a sign-in sheet in large type for a lesson."""

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from handlers.desk_courses import not_there, own_course
from handlers.heard import Heard, Routes
from handlers.roster import places_of, to_list
from handlers.texts import Texts
from handlers.vocabulary import Button, Document, Reply, rows
from storage.courses import Course
from storage.lessons import Lesson
from storage.roster import Person, list_roster
from storage.store import Store

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGE = 18
"""Points: what somebody over sixty reads without glasses."""
SPARE = 10
"""Empty rows of a sign-in sheet, for who comes without having signed up."""
SHEET_WIDTHS = (8, 44, 20, 28)
"""Together as wide as A4, so that nothing is made smaller to fit."""
LONG_NAME, LOW, HIGH = 24, 36, 60
"""A name of more characters takes a second line; heights of rows in points."""
MOST_LESSONS = 40
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML, and so Excel, cannot hold; openpyxl refuses some of it and writes the rest into a broken file."""
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY = PatternFill("solid", fgColor="E8E8E8")


async def export(heard: Heard, store: Store) -> list[Reply]:
    """`/xuat L101`: the people of a class as an Excel file."""
    course = await own_course(heard, store, heard.argument(0))
    if course is None:
        return [not_there(heard)]
    people = await list_roster(store, course.id)
    lessons = [one for one in course.live_lessons if one.starts_at <= store.now]
    came = await store.visits.list_learners([one.id for one in lessons])
    content = roster_file(heard.texts, people, lessons, came)
    await _note(heard, store, course)
    words = heard.texts.roster_files
    file = Document(words.export_name(course), content, EXCEL)
    return [Reply(words.export_caption(course, len(people)), rows(to_list(heard, course)), document=file)]


async def _note(heard: Heard, store: Store, course: Course) -> None:
    """Names left the house: who took them is written down."""
    await store.audit.note(heard.contact.id, course.centre_id, "roster_exported", course=course.code)


async def sheet(heard: Heard, store: Store) -> list[Reply]:
    """`/phieuky L101` asks for which lesson if there are several; `/phieuky L101 12`: of lesson 12."""
    course = await own_course(heard, store, heard.argument(0))
    if course is None:
        return [not_there(heard)]
    words, lessons = heard.texts.roster_files, _printable(course, store)
    lesson = next((one for one in lessons if one.id == heard.number(1)), lessons[0] if len(lessons) == 1 else None)
    if lesson is None:
        picks = [Button(words.lesson_head(one.starts_at), f"/phieuky {course.code} {one.id}") for one in lessons]
        return [Reply(words.ask_which_lesson(course), rows(*picks, to_list(heard, course))).in_place_of(heard.incoming)]
    seated = [one for one in await list_roster(store, course.id) if one.is_seated]
    await _note(heard, store, course)
    file = Document(words.sheet_name(course), sheet_file(heard.texts, course, lesson, seated), EXCEL)
    return [Reply(words.sheet_caption(course, lesson.starts_at), rows(to_list(heard, course)), document=file)]


def _printable(course: Course, store: Store) -> list[Lesson]:
    """Lessons still to come; all of them when the class is over."""
    coming = [one for one in course.live_lessons if one.ends_at > store.now]
    return (coming or course.live_lessons)[:MOST_LESSONS] or course.lessons[:1]


def put(sheet: Worksheet, row: int, column: int, value: str | int) -> None:
    """As a number or as text, never as a formula, also if somebody edits the cell or saves the file as CSV."""
    if value == "":
        return
    cell = sheet.cell(row, column)
    if isinstance(value, int):
        cell.value = value
        return
    text = _FORBIDDEN.sub("", value)
    cell.value, cell.data_type = text, "s"
    cell.quotePrefix = bool(re.match(r"\s*[=+\-@]", text))


def roster_file(
    texts: Texts, people: Sequence[Person], lessons: Sequence[Lesson], came: set[tuple[int, int | None]]
) -> bytes:
    """A row for each person; a column for each lesson that has begun. `came`: (lesson, learner)."""
    words, places = texts.roster_files, places_of(people)
    workbook = Workbook()
    page = workbook.worksheets[0]
    heads = [*words.export_head(), *(words.lesson_head(one.starts_at) for one in lessons)]
    _write(page, 1, heads)
    for number, one in enumerate(people, 1):
        signed_up = words.stamp(one.registration.created_at)
        visits = [words.came() if (lesson.id, one.learner.id) in came else "" for lesson in lessons]
        _write(
            page,
            number + 1,
            [
                number,
                *words.export_row(one, places[one.registration.id], texts.roster.relation(one)),
                signed_up,
                *visits,
            ],
        )
    for column in range(1, len(heads) + 1):
        page.cell(1, column).font = Font(bold=True)
        page.cell(1, column).fill = _GREY
        longest = max(len(str(page.cell(row, column).value or "")) for row in range(1, len(people) + 2))
        page.column_dimensions[get_column_letter(column)].width = min(40, longest + 3)
    page.freeze_panes = "C2"
    return _saved(workbook)


def _write(page: Worksheet, row: int, values: Sequence[str | int]) -> None:
    for column, value in enumerate(values, 1):
        put(page, row, column, value)


def sheet_file(texts: Texts, course: Course, lesson: Lesson, people: Sequence[Person]) -> bytes:
    """For A4, upright: title, when and where, then numbered rows with room to sign; the heads on every page."""
    words, workbook = texts.roster_files, Workbook()
    page = workbook.worksheets[0]
    _write(page, 1, [words.sheet_title(course)])
    _write(page, 2, [words.sheet_when(course, lesson.starts_at, lesson.ends_at, lesson.venue)])
    _write(page, 4, words.sheet_head())
    for row in (1, 2):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(SHEET_WIDTHS))
        page.cell(row, 1).font = Font(size=LARGE + 4 if row == 1 else LARGE, bold=row == 1)
        page.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.row_dimensions[row].height = HIGH
    entries = [(one.learner.name, one.contact.neighbourhood or "") for one in people]
    for number, (name, group) in enumerate([*entries, *([("", "")] * SPARE)], 1):
        _write(page, number + 4, [number, name, group, ""])
        page.row_dimensions[number + 4].height = HIGH if max(len(name), 2 * len(group)) > LONG_NAME else LOW
    _draw(page, 4 + len(entries) + SPARE)
    _lay_out(page, words.page_of())
    return _saved(workbook)


def _draw(page: Worksheet, last: int) -> None:
    page.row_dimensions[4].height = LOW
    for row in range(4, last + 1):
        for column in range(1, len(SHEET_WIDTHS) + 1):
            cell = page.cell(row, column)
            cell.font, cell.border = Font(size=LARGE, bold=row == 4), _BOX
            cell.alignment = Alignment(
                vertical="center", wrap_text=True, horizontal="center" if column == 1 or row == 4 else None
            )
            if row == 4:
                cell.fill = _GREY


def _lay_out(page: Worksheet, numbered: str) -> None:
    for column, width in enumerate(SHEET_WIDTHS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.page_setup.paperSize = 9
    page.page_setup.orientation = "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.5
    page.print_title_rows = "4:4"
    if page.oddFooter is not None:
        page.oddFooter.center.text = numbered
    page.freeze_panes = "A5"


def _saved(workbook: Workbook) -> bytes:
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


desk: Routes = {"xuat": export, "export": export, "phieuky": sheet, "signinsheet": sheet}
