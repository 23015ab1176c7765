"""The report to hand in: the chart as a picture, the numbers as an Excel file."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from handlers.heard import Heard, Routes
from handlers.pictures.chart import Chart, draw
from handlers.reports import Asked, read_asked, report
from handlers.roster_files import EXCEL, put
from handlers.texts import Texts
from handlers.vocabulary import Button, Document, Reply, rows
from storage.centres import Centre
from storage.periods import Period
from storage.reports import FEW, Figures, Shares, by_course, by_month, by_origin, by_topic, count_visits, figures
from storage.store import Store

Row = Sequence[str | int]
WIDEST = 60
_GREY = PatternFill("solid", fgColor="E8E8E8")


async def chart(heard: Heard, store: Store) -> list[Reply]:
    """`/bieudo 3 2026`: the months of a year; `/bieudo 3 2026-11`: of the year of that month."""
    asked = await read_asked(heard, store)
    if asked.centre is None:
        return await report(heard, store)
    centre, year, words = asked.centre, asked.period.year, heard.texts.reports
    months = await by_month(store, year, centre.id)
    target = centre.yearly_target
    monthly = -(-target // 12) if target else None
    picture = draw(
        Chart(
            title=words.chart_title(year),
            subtitle=centre.ward,
            total=words.chart_total(sum(months), target),
            legend=words.chart_line(monthly) if monthly else "",
            bars=[_bar(heard.texts, store, Period(year, month), visits) for month, visits in enumerate(months, 1)],
            line=monthly,
        )
    )
    file = Document(words.chart_name(year), picture, "image/png")
    return [Reply(words.chart_caption(centre.ward, year), _back(heard, asked), document=file)]


def _bar(texts: Texts, store: Store, month: Period, visits: int) -> tuple[str, int, str]:
    """A month to come has no number."""
    words, is_there = texts.reports, month.since <= store.now
    return words.chart_month(month.month or 0), visits, words.grouped(visits) if is_there else ""


async def send_file(heard: Heard, store: Store) -> list[Reply]:
    """`/tepbaocao 3 2026-11`: the numbers of a centre; `/tepbaocao tatca 2026`: of all, side by side."""
    asked, words = await read_asked(heard, store), heard.texts.reports
    if not asked.centres:
        return await report(heard, store)
    sheets = await (
        _of_centre(heard.texts, store, asked, asked.centre) if asked.centre else _of_all(heard.texts, store, asked)
    )
    file = Document(words.file_name(asked.period), workbook(sheets), EXCEL)
    return [Reply(words.file_caption(asked.period), _back(heard, asked), document=file)]


def _back(heard: Heard, asked: Asked) -> tuple[tuple[Button, ...], ...]:
    return rows(Button(heard.texts.reports.report_button, f"/baocao {asked.says}"))


async def _of_all(texts: Texts, store: Store, asked: Asked) -> list[tuple[str, list[Row]]]:
    words, ids = texts.reports, [one.id for one in asked.centres]
    of = await figures(store, asked.period, ids)
    of_year = await count_visits(store, asked.period.whole_year, ids)
    lines: list[Row] = [
        [one.ward, of[one.id].visits, of_year[one.id], one.yearly_target or "", *_values(of[one.id])[1:]]
        for one in asked.centres
    ]
    return [(words.sheets()["centres"], [words.heads()["centres"], *lines])]


async def _of_centre(texts: Texts, store: Store, asked: Asked, centre: Centre) -> list[tuple[str, list[Row]]]:
    words, period, heads = texts.reports, asked.period, texts.reports.heads()
    of = (await figures(store, period, [centre.id]))[centre.id]
    months = await by_month(store, period.year, centre.id)
    origins = await by_origin(store, period, centre.id, of.visits)
    rows_of: dict[str, list[Row]] = {
        "overview": _overview(texts, asked, centre, of, sum(months)),
        "months": [[words.chart_month(month), visits] for month, visits in enumerate(months, 1)],
        "topics": [[name, visits] for name, visits in await by_topic(store, period, centre.id)],
        "courses": [
            [one.code, one.title, one.lessons, one.visits, one.seats, one.taken]
            for one in await by_course(store, period, centre.id)
        ],
        "ages": _shares(texts, origins.ages),
        "near": _shares(texts, origins.neighbourhoods),
        "wards": _shares(texts, origins.wards),
    }
    names = words.sheets()
    return [(names[one], [heads[one], *lines]) for one, lines in rows_of.items()]


def _overview(texts: Texts, asked: Asked, centre: Centre, of: Figures, of_year: int) -> list[Row]:
    words, target = texts.reports, centre.yearly_target
    reached = round(100 * of_year / target) if target else ""
    first: list[str | int] = [centre.ward, words.period(asked.period), of_year, target or "", reached]
    names = [*words.overview_names(), *words.figure_names()]
    return [(name, value) for name, value in zip(names, [*first, *_values(of)], strict=True)]


def _values(of: Figures) -> list[str | int]:
    """Percents are whole numbers; an empty cell where there is nothing to divide by."""
    filled = round(100 * of.taken / of.seats) if of.seats else ""
    expected = of.came + of.missed
    absent = round(100 * of.missed / expected) if expected else ""
    figures = [of.visits, of.people, of.courses, of.lessons, of.seats, of.taken]
    return [*figures, filled, of.came, of.missed, absent]


def _shares(texts: Texts, shares: Shares) -> list[Row]:
    words = texts.reports
    told: list[Row] = [[words.origin(one.of), one.visits, one.people] for one in shares.told]
    few: list[Row] = [[words.origin(one), "", f"<{FEW}"] for one in shares.few]
    rest: list[Row] = [[words.rest, shares.rest, ""]] if shares.rest else []
    return [*told, *few, *rest]


def workbook(sheets: Sequence[tuple[str, Sequence[Row]]]) -> bytes:
    """An Excel file with these sheets: (name, rows, the first of them the heads). Numbers are numbers, no formulas."""
    book = Workbook()
    for number, (name, lines) in enumerate(sheets):
        page = book.worksheets[0] if number == 0 else book.create_sheet()
        page.title = name
        for row, values in enumerate(lines, 1):
            for column, value in enumerate(values, 1):
                put(page, row, column, value)
        _dress(page, lines)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _dress(page: Worksheet, lines: Sequence[Row]) -> None:
    page.freeze_panes = "A2"
    for column, head in enumerate(lines[0], 1):
        cell = page.cell(1, column)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _GREY, Alignment(wrap_text=True, vertical="top")
        longest = max([len(str(head)) // 2, *(len(str(line[column - 1])) for line in lines[1:])])
        page.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(12, longest + 3))


desk: Routes = {"bieudo": chart, "chart": chart, "tepbaocao": send_file, "reportfile": send_file}
