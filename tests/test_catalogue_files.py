"""An operator's file, as Excel, Google Sheets or a hand wrote it."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.demo.catalogue import demo_catalogue
from handlers.catalogue import Refused, read_catalogue
from handlers.catalogue_cells import as_moment, as_vnd
from handlers.texts import ENGLISH, VIETNAMESE
from storage.catalogue_plan import Catalogue

ROW = {
    "code": "L101",
    "title": "Soạn thảo văn bản Word",
    "topic": "Kỹ năng số",
    "description": "Gõ mười ngón, định dạng, in đơn từ.",
    "starts_at": "2026-12-01T18:00",
    "ends_at": "2026-12-01T20:00",
    "venue": "Nhà sinh hoạt khu phố 5, 221 Trần Hưng Đạo",
    "ward": "Phường Cầu Kho",
    "capacity": "20",
    "fee_vnd": "150000",
    "audience": "Người đi làm",
    "teacher": "Anh Lưu Tấn Phát",
    "registration_closes_at": "2026-11-30T17:00",
}
COLUMNS = list(ROW)
SIX = datetime(2026, 12, 1, 11, tzinfo=UTC)
"""Six in the evening of the first of December in Ho Chi Minh City."""
VIETNAMESE_HEADER = ["Mã", "TÊN LỚP", "Chủ đề", "Mô tả", "Bắt đầu", "Ket thuc", "Địa điểm", "Phường", "Số chỗ"]
VIETNAMESE_HEADER += ["Học phí", "Đối tượng", "Giáo viên", "Hạn  đăng ký"]


def clock(*parts: int) -> datetime:
    """As a cell of Excel, which knows no zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def table(*rows: dict[str, str], columns: Sequence[str] = tuple(ROW), delimiter: str = ",") -> str:
    """CSV with these changes to `ROW`, under these headings."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([(ROW | row).get(name, "") for name in [*COLUMNS, *columns[len(COLUMNS) :]]] for row in rows)
    return written.getvalue()


def read(text: str | bytes) -> Catalogue:
    content = text.encode() if isinstance(text, str) else text
    catalogue = read_catalogue("lop.csv", content, VIETNAMESE)
    assert isinstance(catalogue, Catalogue), catalogue
    return catalogue


def faults(text: str | bytes, language: str = "vi", name: str = "lop.csv") -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    refused = read_catalogue(name, content, ENGLISH if language == "en" else VIETNAMESE)
    assert isinstance(refused, Refused), refused
    return [str(fault) for fault in refused.faults]


def workbook(*rows: Sequence[object]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        table({}).encode(),
        table({}).encode("utf-8-sig"),
        table({}, delimiter="\t").encode("utf-16"),
        table({}, delimiter=";").encode("utf-8-sig"),
        table({}, columns=VIETNAMESE_HEADER, delimiter=";").encode(),
        ("\n\n" + table({}) + ",,,,,,,,,,,,\n\n").encode(),
        table({}).replace("\n", "\r").replace("\r\r", "\r").encode(),
    ],
    ids=["utf-8", "with BOM", "Excel's Unicode text", "semicolons", "Vietnamese header", "blank rows", "old Mac"],
)
def test_however_the_table_was_saved_it_says_the_same(content: bytes) -> None:
    (entry,) = read(content).entries
    assert entry.facts.title == "Soạn thảo văn bản Word"
    assert (entry.facts.capacity, entry.facts.fee_vnd) == (20, 150_000)
    assert entry.meetings[0].starts_at == SIX
    assert entry.facts.registration_closes_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_an_excel_workbook_with_real_dates_and_numbers_reads_like_the_text() -> None:
    real = ROW | {
        "code": 101.0,
        "starts_at": clock(2026, 12, 1, 18),
        "ends_at": clock(2026, 12, 1, 20),
        "capacity": 20.0,
        "fee_vnd": 150000,
        "registration_closes_at": clock(2026, 11, 30, 17),
    }
    from_excel = read(workbook(COLUMNS, [real[name] for name in COLUMNS]))
    assert from_excel == read(table({"code": "101"}))


def test_columns_may_stand_in_any_order_and_foreign_ones_are_named() -> None:
    columns = [*COLUMNS, "Ghi chú"]
    turned = [list(reversed(row)) for row in csv.reader(io.StringIO(table({}, columns=columns)))]
    catalogue = read("\n".join(",".join(f'"{cell}"' for cell in row) for row in turned))
    assert catalogue.ignored == ("Ghi chú",)
    assert catalogue.entries == read(table({})).entries


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-01T18:00",
        "2026-12-01 18:00:00",
        "01/12/2026 18:00",
        "1/12/2026 18h",
        "1-12-2026  18g00",
        "18:00 ngày 01/12/2026",
        "18 giờ, 1.12.2026",
        "2026-12-01T11:00Z",
        "2026-12-01T13:00:00+02:00",
        clock(2026, 12, 1, 17, 59, 59, 990000),
    ],
)
def test_times_are_read_as_people_write_them(written: str | datetime) -> None:
    assert as_moment(written) == SIX


@pytest.mark.parametrize("written", ["01/12/2026", "31/11/2026 18:00", "12/31/2026 18:00", "mai", "", 46357.75, None])
def test_what_is_no_moment_is_not_guessed(written: str | float | None) -> None:
    assert as_moment(written) is None


@pytest.mark.parametrize(
    ("written", "vnd"),
    [
        ("150000", 150_000),
        ("150.000 đ", 150_000),
        ("150,000 VNĐ", 150_000),
        ("1.500.000₫", 1_500_000),
        (150000.0, 150_000),
        ("Miễn phí", 0),
        ("", 0),
        (0, 0),
        ("150", None),
        ("150.5", None),
        ("-5000", None),
        ("100.000.001", None),
    ],
)
def test_fees_are_whole_dong(written: str | float, vnd: int | None) -> None:
    assert as_vnd(written) == vnd


def test_several_rows_of_one_code_are_lessons_of_one_course() -> None:
    again = {"starts_at": "2026-12-08T18:00", "ends_at": "2026-12-08T20:00", "code": "l101"}
    empty = {"title": "", "topic": "", "ward": "", "capacity": "", "fee_vnd": "", "registration_closes_at": ""}
    (entry,) = read(table({}, again | empty)).entries
    assert [meeting.row for meeting in entry.meetings] == [2, 3]
    assert entry.meetings[1].starts_at == SIX + timedelta(days=7)
    assert entry.facts.title == ROW["title"]


def test_everything_wrong_is_said_at_once_with_row_and_column() -> None:
    wrong = table(
        {},
        {"code": "L 102", "capacity": "nhiều", "fee_vnd": "150"},
        {"code": "L103", "starts_at": "32/12/2026 18:00", "topic": ""},
        {"title": "Excel"},
        {"code": "L104", "ends_at": "2026-12-01T18:00"},
        {"code": "L105", "ends_at": "2026-12-03T18:00", "registration_closes_at": "2026-12-04T00:00"},
    )
    assert faults(wrong) == [
        "Dòng 3, cột code: “L 102” không dùng làm mã được. Bạn viết 1–20 chữ không dấu, số, gạch nối, như L101.",
        "Dòng 3, cột capacity: “nhiều” không phải là số chỗ. Bạn viết một số từ 1 đến 10.000, như 20.",
        "Dòng 3, cột fee_vnd: “150” không phải là học phí. "
        "Bạn viết đủ số đồng, như 150.000 (từ 1.000 đến 100.000.000), hoặc “miễn phí”.",
        "Dòng 4, cột topic: đang trống. Bạn điền chủ đề vào đây.",
        "Dòng 4, cột starts_at: “32/12/2026 18:00” không phải là ngày giờ. "
        "Bạn viết như 06/10/2026 18:00 (ngày/tháng/năm giờ:phút).",
        "Dòng 5, cột title: khác với dòng 2 của cùng lớp L101. Bạn viết giống nhau, hoặc để trống ở các dòng sau.",
        "Dòng 5, cột starts_at: lớp L101 đã có buổi này ở dòng 2. Bạn xóa một dòng hoặc sửa giờ.",
        "Dòng 6, cột ends_at: buổi học phải kết thúc sau khi bắt đầu. Bạn viết giờ sau 01/12/2026 18:00.",
        "Dòng 7, cột ends_at: buổi học dài hơn 24 giờ. Bạn viết giờ trong vòng 24 giờ sau 01/12/2026 18:00.",
        "Dòng 7, cột registration_closes_at: hạn đăng ký không thể sau khi lớp kết thúc. "
        "Bạn viết giờ không muộn hơn 03/12/2026 18:00.",
    ]


def test_the_same_in_english() -> None:
    wrong = table({"code": "L 102", "capacity": "0", "starts_at": "soon", "venue": "", "title": "x" * 201})
    assert faults(wrong, "en") == [
        "Row 2, column code: “L 102” cannot be a code. Write 1–20 plain letters, digits, hyphens, like L101.",
        "Row 2, column title: is 201 characters long. Shorten it to 200 at most.",
        "Row 2, column starts_at: “soon” is not a date with a time. Write it like 06/10/2026 18:00 (day/month/year).",
        "Row 2, column venue: is empty. Write the venue here.",
        "Row 2, column capacity: “0” is not a number of seats. Write a number from 1 to 10,000, like 20.",
    ]


def test_fifty_faults_are_shown_and_the_others_counted() -> None:
    many = faults(table(*({"code": f"L{number}", "capacity": "0"} for number in range(53))))
    refused = read_catalogue(
        "lop.csv", table(*({"code": f"L{n}", "capacity": "0"} for n in range(53))).encode(), ENGLISH
    )
    assert len(many) == 53
    assert isinstance(refused, Refused)
    shown = str(ENGLISH.catalogue.refused(refused.faults)).splitlines()
    assert shown[0] == "<b>Not imported: 53 things need correcting.</b> Nothing has changed."
    assert len(shown) == 52
    assert shown[-1] == "… and 3 more. Correct these and import again."


def test_missing_and_doubled_columns_are_named() -> None:
    assert faults("code,title,Mã\n1,2,3\n")[0] == "Cột Mã (code) có hai lần. Bạn chỉ giữ lại một cột."
    assert faults("code,title\n1,2\n")[0].startswith("Dòng đầu của bảng còn thiếu cột: topic (chủ đề), description")


def test_a_row_marked_as_cancelled_is_no_lesson() -> None:
    columns = [*COLUMNS, "Trạng thái"]
    content = table({}, columns=columns).replace("2026-11-30T17:00,", "2026-11-30T17:00,Hủy")
    (entry,) = read(content).entries
    assert entry.meetings == ()


def test_the_centre_s_own_sample_and_the_demo_s_catalogue_can_be_read(now: datetime) -> None:
    sample = Path("/work/shared/understanding/sample_catalogue.csv")
    if sample.exists():
        assert len(read(sample.read_bytes()).entries) == 14
    demo = read(demo_catalogue(now)).entries
    assert len(demo) >= 30
    assert {entry.facts.ward for entry in demo} == {"Phường Cầu Kho", "Phường Đa Kao", "Phường Bến Thành"}
    assert all(entry.facts.registration_closes_at > now for entry in demo)
    assert sorted(entry.facts.capacity for entry in demo)[:2] == [1, 2]
