"""Stories of organizers who send a file of classes to the bot; on both databases."""

import io
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from handlers.catalogue import read_catalogue
from handlers.catalogue_template import EXAMPLES, template
from handlers.texts import ENGLISH, VIETNAMESE, Texts
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.catalogue_plan import Catalogue
from storage.courses import Course
from storage.database import Database
from storage.invariants import broken
from storage.quiet_hours import LOCAL
from tests.classes import Class
from tests.hostile_files import GOOD
from tests.organizing import UNKNOWN, ends, organizer
from tests.test_catalogue_files import COLUMNS, ROW, table, workbook
from tests.town import Town, living, signs_up

DA_KAO, CAU_KHO = "Đa Kao", "Cầu Kho"
NAMES = {"venue": "Nhà văn hóa, 5 Nguyễn Huy Tự", "ward": "Phường Đa Kao", "teacher": "Cô Lan", "fee_vnd": "0"}
KNOWN = NAMES | {
    "title": "Zalo cho người cao tuổi",
    "description": "Gọi video, gửi ảnh, kết bạn.",
    "starts_at": "25/11/2026 8:30",
    "ends_at": "25/11/2026 10:00",
    "capacity": "20",
    "audience": "Mọi người",
    "registration_closes_at": "25/11/2026 8:30",
}
"""L101 as the town knows it."""


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(), Class("E1", "Excel", ward="Phường Cầu Kho"))
        yield town
        async with town.database.read(town.clock.now()) as store:
            assert await broken(store) == []


def csv_of(*rows: dict[str, str]) -> bytes:
    return table(*rows).encode("utf-8-sig")


async def codes(town: Town) -> set[str]:
    async with town.database.read(town.clock.now()) as store:
        return set(await store.session.scalars(select(Course.code)))


async def actions(town: Town) -> list[str]:
    async with town.database.read(town.clock.now()) as store:
        return list(await store.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


async def test_a_file_is_looked_at_then_published(town: Town) -> None:
    hanh, lan = town.resident("Hạnh"), await organizer(town, "Lan", DA_KAO)
    await signs_up(hanh, "L101", "Nguyễn Thị Hạnh")
    hanh.new()
    moved = KNOWN | {"starts_at": "28/11/2026 8:30", "ends_at": "28/11/2026 10:00"}
    preview = await lan.sends_file("lop.csv", csv_of(moved, NAMES | {"code": "L200", "capacity": "30"}))
    assert "👀 Đăng tệp lop.csv thì:\n1 lớp mới, 1 lớp thay đổi, 0 lớp như cũ." in preview.text
    assert "+ L200 Soạn thảo văn bản Word: thứ Ba 1/12/2026, 18:00–20:00" in preview.text
    assert "dời: thứ Tư 25/11/2026, 8:30–10:00" in preview.text
    assert "📣 1 người sẽ được báo." in preview.text
    assert "Nay: thứ Bảy 28/11, 8:30–10:00" in preview.text
    assert await codes(town) == {"L101", "E1"}
    assert hanh.new() == []
    done = await lan.taps("✅ Đăng")
    assert "Đã xong: 1 lớp mới, 1 lớp thay đổi" in done.text
    assert "Đã soạn tin báo cho 1 người." in done.text
    assert await codes(town) == {"L101", "E1", "L200"}
    (told,) = hanh.new()
    assert "Nay: thứ Bảy 28/11" in told
    assert (await actions(town))[-1] == "catalogue_published"
    assert "làm xong rồi" in (await lan.taps_old("✅ Đăng", preview)).text
    assert hanh.new() == []
    assert "bạn đã đăng một tệp lớp học: Phường Đa Kao" in (await lan.says("/nhatky")).text


async def test_a_file_with_a_row_refused_publishes_nothing(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    rows = [NAMES | {"code": "L200"}, NAMES | {"code": "L201", "capacity": "nhiều"}]
    refused = await lan.sends_file("lop.csv", csv_of(*rows))
    assert "✋ Tệp lop.csv có 1 chỗ cần sửa. Mình chưa đăng gì cả." in refused.text
    assert "• Dòng 3, cột capacity: “nhiều” không phải là số chỗ." in refused.text
    assert not any("Đăng" in label for label in refused.labels)
    assert await codes(town) == {"L101", "E1"}
    preview = await lan.sends_file("lop.csv", csv_of(rows[0]))
    assert "1 lớp mới" in preview.text


async def test_many_faults_come_as_a_document(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    refused = await lan.sends_file("lop.csv", csv_of(*(NAMES | {"code": f"X{n}", "capacity": "?"} for n in range(40))))
    assert "có 40 chỗ cần sửa" in refused.text
    assert "… và 32 mục nữa, bạn xem đủ trong tệp ở trên." in refused.text
    document = lan.messages[-2]
    assert (document.document, document.text) == ("can-sua.txt", "📎 Danh sách đầy đủ.")
    assert document.document_bytes is not None
    listed = document.document_bytes.decode("utf-8-sig").splitlines()
    assert len(listed) == 40
    assert listed[-1].startswith("Dòng 41, cột capacity: “?” không phải là số chỗ.")


async def test_rows_of_another_centre_are_refused_by_name(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    rows = [NAMES | {"code": "L200"}, ROW | {"code": "L201"}, NAMES | {"code": "e1"}]
    refused = await lan.sends_file("lop.csv", csv_of(*rows))
    assert (
        "Dòng 3, cột phường: “Phường Cầu Kho” không phải phường của bạn. Bạn viết đúng: Phường Đa Kao." in refused.text
    )
    assert "Dòng 4, cột mã: lớp e1 là của trung tâm khác." in refused.text
    assert await codes(town) == {"L101", "E1"}
    assert (await town.course("E1")).centre.ward == "Phường Cầu Kho"
    everywhere = await organizer(town, "Minh")
    assert "2 lớp mới" in (await everywhere.sends_file("lop.csv", csv_of(*rows[:2]))).text


async def test_a_new_ward_is_only_for_who_has_all(town: Town) -> None:
    lan, minh = await organizer(town, "Lan", DA_KAO), await organizer(town, "Minh")
    content = csv_of(NAMES | {"code": "L200", "ward": "Phường Tân Định"})
    assert "không phải phường của bạn" in (await lan.sends_file("lop.csv", content)).text
    assert "Phường chưa có từ trước: Phường Tân Định." in (await minh.sends_file("lop.csv", content)).text


async def test_what_changed_meanwhile_is_shown_before_anything_is_published(town: Town) -> None:
    lan, mai = await organizer(town, "Lan", DA_KAO), await organizer(town, "Mai", DA_KAO)
    await lan.sends_file("lop.csv", csv_of(KNOWN | {"capacity": "25"}))
    await mai.says("/sualop L101 capacity")
    await mai.says("30")
    await mai.taps("✅ Đổi")
    again = await lan.taps("✅ Đăng")
    assert again.text.startswith("⚠️ Từ lúc xem đến giờ đã có thay đổi khác")
    assert "số chỗ: 30 → 25" in again.text
    assert (await town.course("L101")).capacity == 30
    await lan.taps("✅ Đăng")
    assert (await town.course("L101")).capacity == 25


async def test_a_file_is_let_go(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    preview = await lan.sends_file("lop.csv", csv_of(NAMES | {"code": "L200"}))
    assert (await lan.taps("Thôi")).text == "Thôi, mình không đăng gì cả."
    assert "làm xong rồi" in (await lan.taps_old("✅ Đăng", preview)).text
    assert await codes(town) == {"L101", "E1"}


async def test_nothing_new_is_said_so(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    assert "Tệp lop.csv không có gì mới (1 lớp như cũ)" in (await lan.sends_file("lop.csv", csv_of(KNOWN))).text


async def test_who_lost_the_right_publishes_nothing_and_others_cannot_send(town: Town) -> None:
    minh, lan, hanh = await organizer(town, "Minh"), await organizer(town, "Lan", DA_KAO), town.resident("Hạnh")
    content = csv_of(NAMES | {"code": "L200"})
    unknown = (await hanh.says(UNKNOWN)).text
    await lan.sends_file("lop.csv", content)
    await ends(minh, "Lan")
    assert (await lan.taps("✅ Đăng")).text == unknown
    assert "Mình chưa đọc được loại tin này" in (await hanh.sends_file("lop.csv", content)).text
    assert await codes(town) == {"L101", "E1"}


async def test_a_hostile_file_gets_its_reason_in_the_chat(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    cut = await lan.sends_file("<b>lop.xlsx", GOOD[:200])
    assert "Mình không mở được tệp <b>lop.xlsx như một bảng Excel." in cut.text
    assert "là Excel đời cũ (.xls)" in (await lan.sends_file("lop.xls", b"\xd0\xcf\x11\xe0" + bytes(900))).text
    many = csv_of(*(NAMES | {"code": f"X{n}"} for n in range(1001)))
    assert "có hơn 1.000 dòng" in (await lan.sends_file("lop.csv", many)).text


async def test_a_long_list_of_changes_comes_as_a_document(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    preview = await lan.sends_file("lop.csv", csv_of(*(NAMES | {"code": f"X{n}"} for n in range(20))))
    assert "20 lớp mới" in preview.text
    assert "… và 12 mục nữa" in preview.text
    document = lan.messages[-2].document_bytes
    assert document is not None
    assert len(document.decode("utf-8-sig").splitlines()) == 20
    await lan.taps("✅ Đăng")
    assert len(await codes(town)) == 22


def sheet_in(content: bytes, number: int = 0) -> Worksheet:
    sheet = load_workbook(io.BytesIO(content)).worksheets[number]
    assert isinstance(sheet, Worksheet)
    return sheet


async def test_the_template_comes_back_filled_in(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    sent = await lan.says("/filemau")
    assert "Tệp mẫu đây." in sent.text
    assert sent.document == "mau-lop-hoc.xlsx"
    content = sent.document_bytes
    assert content is not None
    assert "không có gì mới" in (await lan.sends_file("mau.xlsx", content)).text
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    starts_at = datetime(2026, 12, 15, 8, tzinfo=LOCAL).replace(tzinfo=None)
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(3, headings.index("Mã") + 1).value = "L300"
    sheet.cell(3, headings.index("Bắt đầu") + 1).value = starts_at
    sheet.cell(3, headings.index("Kết thúc") + 1).value = starts_at + timedelta(hours=2)
    written = io.BytesIO()
    book.save(written)
    assert "1 lớp mới" in (await lan.sends_file("mau.xlsx", written.getvalue())).text
    await lan.taps("✅ Đăng")
    assert (await town.course("L300")).lessons[0].starts_at.astimezone(LOCAL).hour == 8
    assert await codes(town) == {"L101", "E1", "L300"}


@pytest.mark.parametrize("texts", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_the_template_reads_and_holds_no_formula(texts: Texts, now: datetime) -> None:
    content = template(texts, ["=1+1", "Phường Đa Kao"], ["+Kỹ năng", "@b"], now).content
    read = read_catalogue("mau.xlsx", content, texts)
    assert isinstance(read, Catalogue), read
    assert tuple(entry.facts.code for entry in read.entries) == EXAMPLES
    assert read.ignored == ()
    book = load_workbook(io.BytesIO(content))
    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
    assert sheet_in(content).freeze_panes == "A2"
    offered = sheet_in(content).data_validations.dataValidation
    assert [str(one.formula1).split("!")[1] for one in offered] == ["$A$2:$A$3", "$B$2:$B$3"]
    assert [sheet_in(content, 1).cell(2, column).value for column in (1, 2)] == ["=1+1", "+Kỹ năng"]


async def test_an_excel_workbook_reads_like_the_text_in_english(town: Town) -> None:
    emma = await organizer(town, "Emma", DA_KAO, language="en")
    row = ROW | NAMES | {"code": "L200"}
    preview = await emma.sends_file("classes.xlsx", workbook(COLUMNS, [row[name] for name in COLUMNS]))
    assert preview.text.startswith("👀 Publishing classes.xlsx would do this:")
    assert (await emma.taps("✅ Publish")).text.startswith("Done:")
    refused = await emma.sends_file("classes.csv", csv_of(ROW | {"code": "L201"}))
    assert "“Phường Cầu Kho” is not your ward. Write exactly: Phường Đa Kao." in refused.text
