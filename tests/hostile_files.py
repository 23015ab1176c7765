"""A corpus of files that mean harm, are broken, or are something else: each with what has to be said of it."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.test_catalogue_files import COLUMNS, ROW, table, workbook

GOOD = workbook(COLUMNS, [ROW[name] for name in COLUMNS])
CELLS = [ROW[name] for name in COLUMNS]
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
NOT_EXCEL, TOO_BIG_INSIDE = "Mình không mở được tệp", "chứa quá nhiều dữ liệu khi mở ra"
FORMULA, TOO_MANY, EMPTY = "là công thức", "có hơn 1.000 dòng", "chưa có lớp nào"
NOT_UTF8, NOT_A_TABLE = "Mình không đọc được chữ", "không phải là bảng CSV"
MISSING = "còn thiếu cột"
READ = ""
"""It is read rightly."""


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str
    content: bytes
    says: str
    """A part of the first fault; `READ`: there is none."""


def packed(parts: dict[str, bytes], base: bytes = GOOD) -> bytes:
    """A workbook in which these parts are as said."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as good, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name in [*good.namelist(), *(part for part in parts if part not in good.namelist())]:
            made.writestr(name, parts[name] if name in parts else good.read(name))
    return written.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        return good.read(name)


def sheet_of(rows: bytes) -> bytes:
    """The XML of a sheet with these rows after the good ones."""
    return part(SHEET).replace(b"</sheetData>", rows + b"</sheetData>")


def made(change: Callable[[Workbook, Worksheet], object]) -> bytes:
    """The good workbook, changed by hand in Excel."""
    book = load_workbook(io.BytesIO(GOOD))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    change(book, sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_cell(name: str, value: object) -> bytes:
    return workbook(COLUMNS, [value if one == name else ROW[one] for one in COLUMNS])


def nested_zip(depth: int) -> bytes:
    content = bytes(1_000_000)
    for number in range(depth):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{number}.zip", content)
        content = written.getvalue()
    return content


def encrypted() -> bytes:
    """A zip whose members say that they are encrypted."""
    content = bytearray(GOOD)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def lying_about_size() -> bytes:
    """Its directory says that the sheet is small; it unpacks to 40 MB."""
    bomb = packed({SHEET: sheet_of(b"<!--" + b" " * 40_000_000 + b"-->")})
    content = bytearray(bomb)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    return bytes(content).replace(size, (1000).to_bytes(4, "little"))


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lololololol">%s]>""" % b"".join(
    b'<!ENTITY %c "%s">' % (ord("a") + n, b"&%c;" % (ord("a") + n - 1) * 10) for n in range(1, 10)
)
BLOWUP = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
INLINE = b'<row r="3"><c r="A3" t="inlineStr"><is><t>%s</t></is></c></row>'


def entities(doctype: bytes, use: bytes) -> bytes:
    sheet = sheet_of(INLINE % use)
    body = sheet[sheet.index(b"<worksheet") :]
    return packed({SHEET: doctype + body})


def _merge(_: Workbook, sheet: Worksheet) -> None:
    sheet.append(["L102", *CELLS[1:]])
    sheet.merge_cells("B2:B3")


def _hide(book: Workbook, _: Worksheet) -> None:
    book.create_sheet("x").sheet_state = "veryHidden"


def _many_sheets(book: Workbook, _: Worksheet) -> None:
    for number in range(300):
        book.create_sheet(f"s{number}")


def _rows(count: int) -> bytes:
    return b"".join(b'<row r="%d"/>' % number for number in range(3, count))


def _cells(count: int) -> bytes:
    return b'<row r="3">' + b'<c t="inlineStr"><is><t>x</t></is></c>' * count + b"</row>"


def _dense(rows: int, columns: int) -> bytes:
    """As much as fits the limits, no cell like another."""
    cell = b'<c t="inlineStr"><is><t>%x</t></is></c>'
    return b"".join(
        b'<row r="%d">' % row + b"".join(cell % (row * 7919 * column) for column in range(columns)) + b"</row>"
        for row in range(3, rows)
    )


def _names(count: int) -> bytes:
    names = b"".join(b'<definedName name="n%d">Sheet!$A$1</definedName>' % number for number in range(count))
    return part("xl/workbook.xml").replace(b"</workbook>", b"<definedNames>" + names + b"</definedNames></workbook>")


def _strings(count: int) -> bytes:
    items = b"".join(b"<si><t>%d</t></si>" % number for number in range(count))
    return b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + items + b"</sst>"


def _csv(rows: Sequence[str]) -> bytes:
    return "\n".join([",".join(COLUMNS), *rows]).encode()


ZEROS = b"xl/media/zeros.bin"
MACRO = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(2000)}
LINKS = {
    "xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    b'2006/main"/>',
    "xl/externalLinks/_rels/externalLink1.xml.rels": b'<Relationships><Relationship Target="http://evil.example/x" '
    b'TargetMode="External"/></Relationships>',
}


def corpus() -> list[Hostile]:
    """Made anew each time: nothing of it is kept in memory."""
    return [
        Hostile("bomb.xlsx", packed({ZEROS.decode(): bytes(60_000_000)}), TOO_BIG_INSIDE),
        Hostile("ratio.xlsx", packed({ZEROS.decode(): bytes(25_000_000)}), TOO_BIG_INSIDE),
        Hostile("lying.xlsx", lying_about_size(), NOT_EXCEL),
        Hostile("nested.xlsx", nested_zip(4), NOT_EXCEL),
        Hostile("encrypted.xlsx", encrypted(), NOT_EXCEL),
        Hostile("password.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "Excel đời cũ"),
        Hostile("truncated.xlsx", GOOD[: len(GOOD) // 2], NOT_EXCEL),
        Hostile("head-only.xlsx", GOOD[:40], NOT_EXCEL),
        Hostile("no-sheet.xlsx", packed({SHEET: b""}), NOT_EXCEL),
        Hostile("cut-xml.xlsx", packed({SHEET: part(SHEET)[:-200]}), NOT_EXCEL),
        Hostile("no-workbook.xlsx", packed({"xl/workbook.xml": b"<x/>"}), NOT_EXCEL),
        Hostile("letter.docx", packed({}, base=_docx()), NOT_EXCEL),
        Hostile("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, NOT_UTF8),
        Hostile("paper.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500), NOT_UTF8),
        Hostile("page.xls", b"<html><table><tr><td>L1</td></tr></table></html>", EMPTY),
        Hostile("program.csv", b"MZ\x90\x00\x03" + bytes(range(256)) * 40, NOT_UTF8),
        Hostile("laughs.xlsx", entities(LAUGHS, b"&j;"), NOT_EXCEL),
        Hostile("blowup.xlsx", entities(BLOWUP, b"&a;" * 50_000), NOT_EXCEL),
        Hostile("outside.xlsx", entities(OUTSIDE, b"&a;"), NOT_EXCEL),
        Hostile("formula.xlsx", with_cell("title", '=HYPERLINK("http://evil.example","Zalo")'), FORMULA),
        Hostile("dde.xlsx", with_cell("teacher", "=cmd|' /C calc'!A0"), FORMULA),
        Hostile("many-rows.xlsx", packed({SHEET: sheet_of(_rows(200_000))}), TOO_MANY),
        Hostile("million-rows.xlsx", packed({SHEET: sheet_of(_rows(1_000_000))}), TOO_BIG_INSIDE),
        Hostile("far-row.xlsx", made(lambda _, sheet: sheet.cell(1_048_576, 1, "x")), TOO_MANY),
        Hostile("wide.xlsx", packed({SHEET: sheet_of(_cells(20_000))}), "không phải là ngày giờ"),
        Hostile("dense.xlsx", packed({SHEET: sheet_of(_dense(900, 75))}), "không phải là ngày giờ"),
        Hostile("deep.xlsx", packed({SHEET: sheet_of(b"<a>" * 60_000 + b"</a>" * 60_000)}), READ),
        Hostile("strings.xlsx", packed({STRINGS: _strings(120_000)}), READ),
        Hostile("names.xlsx", packed({"xl/workbook.xml": _names(5_000)}), READ),
        Hostile("huge-cell.xlsx", with_cell("description", "x" * 32_000), "dài 32.000 chữ cái"),
        Hostile("macro.xlsm", packed(MACRO), READ),
        Hostile("links.xlsx", packed(LINKS), READ),
        Hostile("hidden-sheet.xlsx", made(_hide), READ),
        Hostile("many-sheets.xlsx", made(_many_sheets), READ),
        Hostile("merged.xlsx", made(_merge), "đang trống"),
        Hostile("dates-as-text.xlsx", with_cell("starts_at", "1/12/2026 6 giờ tối"), "không phải là ngày giờ"),
        Hostile("dates-as-words.xlsx", with_cell("starts_at", "18h00 ngày 01/12/2026"), READ),
        Hostile("date-of-1900.xlsx", with_cell("starts_at", 0.5), "không phải là ngày giờ"),
        Hostile("nan.xlsx", with_cell("capacity", "NaN"), "không phải là số chỗ"),
        Hostile("negative.xlsx", with_cell("capacity", -5), "không phải là số chỗ"),
        Hostile("error.xlsx", with_cell("capacity", "#REF!"), "không phải là số chỗ"),
        Hostile("cp1258.csv", table({"title": "Tieng Vi\u00eat"}).encode("cp1258", "replace"), NOT_UTF8),
        Hostile("nul.csv", table({"title": "Wo\0rd\0"}).encode(), READ),
        Hostile("all-nul.csv", bytes(100_000), EMPTY),
        Hostile("semicolons.csv", table({}, delimiter=";").encode("utf-8-sig"), READ),
        Hostile("utf-16.csv", table({}, delimiter="\t").encode("utf-16"), READ),
        Hostile("odd-utf-16.csv", b"\xff\xfe" + b"a\x00b", NOT_UTF8),
        Hostile("quote.csv", b'a,b\n"' + b"x" * 200_000, NOT_A_TABLE),
        Hostile("one-line.csv", b"a," * 2_400_000, NOT_A_TABLE),
        Hostile("many-rows.csv", b"a,b\n" + b"x,y\n" * 10_001, TOO_MANY),
        Hostile("newlines.csv", b"a\n" + b"\n" * 4_000_000, TOO_MANY),
        Hostile("too-big.csv", b"x" * 5_000_001, "lớn hơn 5 MB"),
        Hostile("no-header.csv", table().split("\n", 1)[1].encode() + b"L1,x\nL2,y\n", MISSING),
        Hostile("injection.csv", table({"code": "L1'; DROP TABLE courses;--"}).encode(), "không dùng làm mã được"),
        Hostile("many-faults.csv", _csv(["???"] * 990), "không dùng làm mã được"),
    ]


def _docx() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", b"<w:document/>")
    return written.getvalue()
