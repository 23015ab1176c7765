"""The files in which organizers send items: the template, tables, text, long ones and hostile ones."""

import io
from collections.abc import AsyncIterator

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from handlers.catalogue_template import template as template_of_classes
from handlers.quizzes import sheet
from handlers.texts import ENGLISH, VIETNAMESE, Texts
from schedules.clock import StillClock
from storage.database import Database
from storage.items import ImportedItem
from tests.bringing_items import DA_KAO, brought, two_centres
from tests.classes import Class
from tests.hostile_files import corpus
from tests.organizing import organizer
from tests.test_catalogue_files import table
from tests.town import Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with two_centres(database, clock) as town:
        yield town


async def test_the_template_comes_back_filled_in(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    sent = await lan.says("/maucauhoi")
    assert "Tệp mẫu câu đố đây." in sent.text
    assert sent.document == "mau-cau-do.xlsx"
    content = sent.document_bytes
    assert content is not None
    assert "Mình không thấy câu đố nào" in (await lan.sends_file("mau.xlsx", content)).text
    row = {
        "question": "Nên đặt mật khẩu thế nào?",
        "a": "Ngày sinh",
        "b": "Câu dài mình nhớ",
        "right": "B",
        "topic": "Mật khẩu và mã OTP",
        "explanation": "Mật khẩu dài khó đoán hơn.",
        "level": 2,
        "question_en": "What makes a good password?",
        "a_en": "My birthday",
        "b_en": "A long phrase I remember",
    }
    filled = fill(content, row, row | {"question": "Câu thứ hai?", "right": "C"})
    preview = await lan.sends_file("mau.xlsx", filled)
    assert "1 câu mới, 0 câu đã có, 1 chỗ mình chưa nhận." in preview.text
    assert "Dòng 4: đáp án đúng ghi “C”." in preview.text
    await lan.taps("✅ Đưa vào kho")
    (one,) = await brought(town)
    assert (one.topic, one.level) == ("passwords_and_otp", 2)
    assert one.question == {"vi": "Nên đặt mật khẩu thế nào?", "en": "What makes a good password?"}
    assert one.options["en"] == ("My birthday", "A long phrase I remember")


def fill(content: bytes, *rows: dict[str, object]) -> bytes:
    """The template with these rows after its example."""
    book = load_workbook(io.BytesIO(content))
    for number, row in enumerate(rows, 3):
        for at, column in enumerate(sheet.Column, 1):
            book.worksheets[0].cell(number, at).value = row.get(column)  # type: ignore[assignment]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("texts", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_the_template_reads_and_holds_no_formula(texts: Texts) -> None:
    book = load_workbook(io.BytesIO(sheet.template(texts).content))
    assert [cell.coordinate for one in book for row in one for cell in row if cell.data_type == "f"] == []
    first = book.worksheets[0]
    assert isinstance(first, Worksheet)
    assert [cell.value for cell in first[1]] == list(texts.item_files.headings.values())
    assert texts.item_files.headings.keys() == texts.item_files.headings.keys() & set(sheet.Column) == set(sheet.Column)
    assert len(first.data_validations.dataValidation) == 3


async def test_classes_are_told_from_items_by_their_headings(town: Town, clock: StillClock) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    classes = table({"code": "L200", "ward": DA_KAO}).encode()
    assert "👀 Đăng tệp lop.csv thì:" in (await lan.sends_file("lop.csv", classes)).text
    assert "👀 Đăng tệp lop.txt thì:" in (await lan.sends_file("lop.txt", classes)).text
    empty = template_of_classes(VIETNAMESE, [DA_KAO], [], clock.now()).content
    assert "không có gì mới" in (await lan.sends_file("mau.xlsx", empty)).text
    table_of_items = "Câu hỏi;Lựa chọn A;Lựa chọn B;Đáp án đúng;Chủ đề\nHỏi?;một;hai;A;vneid\n".encode("utf-8-sig")
    assert "1 câu mới" in (await lan.sends_file("cau.csv", table_of_items)).text


async def test_what_could_be_either_is_asked(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    unclear = "Chủ đề,Ghi chú\nVNeID,gấp\n".encode()
    asked = await lan.sends_file("gi-day.csv", unclear)
    assert "Mình chưa rõ tệp gi-day.csv là gì." in asked.text
    assert asked.labels == ["🧩 Câu đố", "📋 Lớp học"]
    refused = await lan.taps("🧩 Câu đố")
    assert "còn thiếu cột: Câu hỏi, Lựa chọn A, Lựa chọn B, Đáp án đúng" in refused.text
    await lan.sends_file("gi-day.csv", unclear)
    assert "còn thiếu cột" in (await lan.taps("📋 Lớp học")).text
    assert await brought(town) == []


async def test_many_items_come_as_a_document(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    text = "$CATEGORY: scams\n\n" + "".join(f"Câu số {n}? {{=a ~b}}\n\n" for n in range(20)) + "Lạc {}\n"
    preview = await lan.sends_file("nhieu.gift", text.encode())
    assert "… và 12 mục nữa" in preview.text
    document = lan.messages[-2]
    assert (document.document, document.text) == ("xem-truoc.txt", "📎 Danh sách đầy đủ.")
    assert document.document_bytes is not None
    listed = document.document_bytes.decode("utf-8-sig").splitlines()
    assert len(listed) == 21
    assert listed[-1].startswith("Dòng 43: là câu tự luận")


async def test_hostile_files_bring_nothing(sqlite_database: Database, clock: StillClock) -> None:
    async with living(sqlite_database, clock) as town:
        await town.publishes(Class())
        lan = await organizer(town, "Lan", DA_KAO)
        for name in ("<b>cau.gift", "cau.gift"):
            told = await lan.sends_file(name, b"\xff\xfea" + bytes(range(128, 256)))
            assert f"Mình không đọc được chữ trong tệp {name}." in told.text
        assert "Mình không thấy câu đố nào" in (await lan.sends_file("rong.gift", b"  \n\n ")).text
        assert "Mình không thấy câu đố nào" in (await lan.sends_file("zip.gift", b"PK\x03\x04 a")).text
        assert "dài quá" in (await lan.sends_file("dai.gift", b"x {=a ~b}\n\n" * 30_000)).text
        refused = await lan.sends_file("lac.gift", b"x {}\n\ny {")
        assert "✋ Tệp lac.gift có 2 chỗ cần sửa," in refused.text
        formula = "Câu hỏi,Lựa chọn A,Lựa chọn B,Đáp án đúng\n<script>?,<b>,=1+1,A\n".encode()
        await lan.sends_file("cong-thuc.csv", formula)
        shown = await lan.taps("Lừa đảo qua mạng")
        assert "+ <script>? (Lừa đảo qua mạng) → <b>" in shown.text
        await lan.taps("Thôi")
        for one in corpus():
            if one.name.endswith((".xlsx", ".csv", ".xls")) and len(one.content) < 1_000_000:
                told = await lan.sends_file(one.name, one.content)
                assert "Đưa vào kho" not in str(told.labels), one.name
        async with town.database.read(town.clock.now()) as store:
            assert (await store.session.scalars(select(ImportedItem))).all() == []


async def test_an_english_organizer(town: Town) -> None:
    emma = await organizer(town, "Emma", DA_KAO, language="en")
    content = b"question,option A,option B,right answer,topic\nAsked?,one,two,2,The VNeID app\nAsked?,one,,A,\n"
    preview = await emma.sends_file("items.csv", content)
    assert preview.text.startswith("👀 Adding items.csv to the quiz bank of Phường Đa Kao:")
    assert "New: 1, already there: 0, not accepted: 1." in preview.text
    assert "• Row 3: there are 1 options. An item needs two to four." in preview.text
    assert (await emma.taps("✅ Add to the bank")).text.startswith("✅ Added to the quiz bank")
