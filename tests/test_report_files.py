"""The report in a file and as a chart: of one centre, of several, in both languages."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image

from handlers.pictures.chart import HEIGHT, WIDTH, Chart, draw
from handlers.report_files import workbook
from schedules.clock import StillClock
from storage.database import Database
from tests.organizing import centre_id, organizer
from tests.reporting import visited
from tests.town import Resident, Town


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with visited(database, clock) as town:
        yield town


async def test_several_centres_stand_side_by_side(town: Town) -> None:
    boss = await organizer(town, "Sếp")
    await boss.says(f"/chitieu c{await centre_id(town, 'Phường Đa Kao')} 2.700 lượt")
    both = await boss.says("/baocao")
    assert both.text == (
        "Báo cáo tháng 11/2026, các trung tâm\n"
        "\n"
        "Phường Cầu Kho\n"
        "👣 Tháng 11/2026: 1 lượt\n"
        "🎯 Cả năm 2026: 1 lượt. Chưa đặt chỉ tiêu.\n"
        "\n"
        "Phường Đa Kao\n"
        "👣 Tháng 11/2026: 16 lượt\n"
        "🎯 Cả năm 2026: 22/2.700 lượt (1%)\n"
        "\n"
        "Bạn bấm một trung tâm để xem kỹ."
    )
    assert "👣 Lượt học: 16\n" in (await boss.taps("Phường Đa Kao")).text
    assert (await boss.taps("‹ Các trung tâm")).text == both.text
    await boss.taps("📄 Tệp Excel")
    [(name, rows)] = read(boss).items()
    assert (name, rows[0][:4]) == ("Các trung tâm", ("Trung tâm", "Lượt học", "Lượt cả năm", "Chỉ tiêu năm"))
    assert [row[:5] for row in rows[1:]] == [("Phường Cầu Kho", 1, 1, None, 1), ("Phường Đa Kao", 16, 22, 2700, 4)]


async def test_in_english_too(town: Town) -> None:
    tom = await organizer(town, "Tom", "Phường Đa Kao", "en")
    assert (await tom.says("/report")).text.startswith(
        "Report, Nov 2026\nPhường Đa Kao\n\n👣 Visits: 16\n🎯 All of 2026: 22"
    )
    assert "By age group\n• 35–59 years: <3" in (await tom.taps("Details")).text
    await tom.says("/report 2026")
    chart = await tom.taps("Chart")
    assert chart.text == "📊 Visits in 2026, Phường Đa Kao."
    await tom.says("/report 2026")
    assert "numbers only" in (await tom.taps("Excel")).text


def read(who: Resident) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of the newest message's file; no cell of them is a formula."""
    content = who.person.last.document_bytes
    assert content is not None
    return read_book(content)


def read_book(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    for page in book.worksheets:
        assert page.freeze_panes == "A2"
        assert all(cell.data_type in "sn" for row in page.iter_rows() for cell in row)
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


async def test_the_file_has_numbers_as_numbers(town: Town) -> None:
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/chitieu 44")
    await lan.says("/baocao")
    await lan.taps("📄 Tệp Excel")
    assert lan.person.last.document == "bao-cao-2026-11.xlsx"
    sheets = read(lan)
    assert list(sheets) == [
        "Tổng quan", "Theo tháng", "Theo chủ đề", "Theo lớp", "Theo nhóm tuổi", "Theo tổ", "Theo phường",
    ]  # fmt: skip
    assert dict(sheets["Tổng quan"][1:6]) == {
        "Trung tâm": "Phường Đa Kao",
        "Thời gian": "Tháng 11/2026",
        "Lượt học cả năm": 22,
        "Chỉ tiêu cả năm": 44,
        "Đạt (%)": 50,
    }
    assert [row[1] for row in sheets["Tổng quan"][6:]] == [16, 4, 1, 2, 10, 4, 40, 5, 3, 38]
    assert [row[1] for row in sheets["Theo tháng"][1:]] == [5, 0, 0, 0, 0, 0, 0, 0, 0, 1, 16, 0]
    assert sheets["Theo tổ"][1:] == [
        ("Tổ 5", 5, 3),
        ("Tổ 9, Phường Cầu Kho", None, "<3"),
        ("Chưa rõ, hoặc ít người", 11, None),
    ]
    assert sheets["Theo lớp"][1:] == [("L1", "Zalo", 2, 16, 10, 4)]
    everything = str(sheets)
    assert not any(name in everything for name in ("An'", "Ba'", "Chi'", "Dũng", "Em'"))


def test_hostile_cells_are_text() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "\x00=2"]
    [rows] = read_book(workbook([("Tệp", [["Tên"], *([one] for one in hostile)])])).values()
    assert [row[0] for row in rows[1:4]] == ["=1+1", "+1", "-1"]


async def test_the_chart_is_a_picture_with_twelve_bars(town: Town) -> None:
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/chitieu 44")
    await lan.says("/baocao")
    shown = await lan.taps("📊 Biểu đồ")
    assert shown.text == "📊 Lượt học năm 2026, Phường Đa Kao."
    assert shown.picture is not None
    with Image.open(io.BytesIO(shown.picture)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))


def test_a_chart_without_anything_or_with_far_too_much_is_drawn() -> None:
    for value, words in ((0, ""), (10**9, "W" * 200)):
        drawn = draw(Chart(words, words, words, words, [(words, value, words)] * 12, value or None))
        assert drawn.startswith(b"\x89PNG")
