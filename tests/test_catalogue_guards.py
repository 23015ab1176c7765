"""Files that mean harm, are broken, or are something else altogether."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from handlers.catalogue import Refused, read_catalogue
from handlers.texts import ENGLISH, VIETNAMESE
from handlers.vocabulary import Button
from storage.catalogue_plan import Catalogue
from tests.test_catalogue_files import COLUMNS, ROW, faults, read, table, workbook


def test_invisible_characters_do_not_get_in() -> None:
    (entry,) = read(
        table({"title": " Word\u0000\u0007 \u202egnốhc\u202c  lừa\tđảo ", "description": "a\r\nb\n"})
    ).entries
    assert entry.facts.title == "Word gnốhc lừa đảo"
    assert entry.facts.description == "a\nb"


def test_markup_in_a_cell_is_only_text() -> None:
    (fault,) = faults(table({"capacity": "<b>20</b>"}))
    assert "“&lt;b&gt;20&lt;/b&gt;”" in fault


def test_a_code_fits_a_button() -> None:
    (entry,) = read(table({"code": "x" * 20})).entries
    assert Button("Xem", f"/lop {entry.facts.code}")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("lop.csv", "mã;tên lớp\nL1;Học".encode("cp1258", "replace"), "Mình không đọc được chữ trong tệp lop.csv."),
        ("lop.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Tệp lop.xls là Excel đời cũ (.xls)."),
        ("don.docx", b"PK\x03\x04" + bytes(300), "Mình không mở được tệp don.docx như một bảng Excel."),
        ("lop.csv", b"", "Tệp lop.csv chưa có lớp nào."),
        ("lop.csv", table().encode(), "Tệp lop.csv chưa có lớp nào."),
        ("lop.csv", b"x" * 5_000_001, "Tệp lop.csv lớn hơn 5 MB."),
        ("lop.csv", b"a,b\n" + b"x,y\n" * 10_001, "Tệp lop.csv có hơn 10.000 dòng."),
        ("lop.csv", b'a,b\n"' + b"x" * 200_000, "Tệp lop.csv không phải là bảng CSV."),
        ("<i>.csv", b"\xff", "Mình không đọc được chữ trong tệp &lt;i&gt;.csv."),
    ],
)
def test_a_file_that_cannot_be_taken_gets_one_clear_sentence(name: str, content: bytes, says: str) -> None:
    (fault,) = faults(content, name=name)
    assert fault.startswith(says)


def test_formulas_are_refused_where_they_stand() -> None:
    cells = [ROW[name] for name in COLUMNS]
    cells[COLUMNS.index("capacity")] = "=10+10"
    assert faults(workbook(COLUMNS, cells)) == ["Dòng 2, cột capacity: là công thức. Bạn gõ thẳng giá trị vào ô này."]


def test_a_cell_of_a_novel_is_refused() -> None:
    (fault,) = faults(table({"description": "x" * 2001}))
    assert fault == "Dòng 2, cột description: dài 2.001 chữ cái. Bạn viết gọn lại, nhiều nhất 2.000."


def packed(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """A good workbook with something added."""
    written = io.BytesIO(workbook(COLUMNS, [ROW[name] for name in COLUMNS]))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return written.getvalue()


def test_a_workbook_that_unpacks_to_very_much_is_not_unpacked() -> None:
    bomb = packed(lambda archive: archive.writestr("xl/media/zeros.bin", bytes(60_000_000)))
    assert faults(bomb, name="lop.xlsx")[0].startswith("Tệp lop.xlsx chứa quá nhiều dữ liệu")


def test_a_workbook_whose_last_row_is_far_away_is_not_walked_to_its_end() -> None:
    made = load_workbook(io.BytesIO(workbook(COLUMNS, [ROW[name] for name in COLUMNS])))
    sheet = made.active
    assert sheet is not None
    sheet.cell(row=1_048_576, column=1, value="x")
    written = io.BytesIO()
    made.save(written)
    assert faults(written.getvalue(), name="lop.xlsx")[0].startswith("Tệp lop.xlsx có hơn 10.000 dòng.")


def test_what_a_workbook_claims_about_its_size_is_not_believed() -> None:
    """Some programs write that there is one cell, whatever there is."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(written, "w") as lying:
        for name in good.namelist():
            lying.writestr(name, good.read(name).replace(b'ref="A1:M2"', b'ref="A1:A1"'))
    assert b'ref="A1:A1"' in written.getvalue()
    assert read(written.getvalue()) == read(GOOD)


GOOD = workbook(COLUMNS, [ROW[name] for name in COLUMNS])


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_workbook_is_read_or_refused_but_never_crashes(damage: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for place, value in damage:
        content[place] = value
    assert isinstance(read_catalogue("lop.xlsx", bytes(content), VIETNAMESE), (Catalogue, Refused))


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: f"{','.join(COLUMNS)}\n{text}".encode("utf-8", "replace"))
)
def test_anything_at_all_is_read_or_refused(content: bytes) -> None:
    assert isinstance(read_catalogue("lop.csv", content, ENGLISH), (Catalogue, Refused))
