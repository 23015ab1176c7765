"""An organizer's first week, from the invitation to the report, as one story; on both databases."""

import io
import re
from collections.abc import AsyncIterator

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from sqlalchemy import select

from bot.demo.standin import Shown
from handlers.catalogue_rows import Column
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.invariants import broken
from storage.registrations import Standing
from tests.organizing import WELCOME, organizer
from tests.town import Resident, Town, living, signs_up

CLASS: dict[Column, object] = {
    Column.CODE: "ZALO1",
    Column.TITLE: "Zalo cho người cao tuổi",
    Column.TOPIC: "Kỹ năng số",
    Column.DESCRIPTION: "Gọi video, gửi ảnh.",
    Column.STARTS_AT: "25/11/2026 8:30",
    Column.ENDS_AT: "25/11/2026 10:00",
    Column.VENUE: "Nhà văn hóa, 5 Nguyễn Huy Tự",
    Column.WARD: "Phường Đa Kao",
    Column.CAPACITY: 1,
    Column.FEE_VND: 0,
    Column.AUDIENCE: "Người cao tuổi",
    Column.TEACHER: "Cô Lan",
    Column.REGISTRATION_CLOSES_AT: "25/11/2026 7:00",
}
AGAIN: dict[Column, object] = CLASS | {Column.STARTS_AT: "27/11/2026 8:30", Column.ENDS_AT: "27/11/2026 10:00"}
PARKING = "Trung tâm có chỗ gửi xe không?"
DEEDS = (
    "invited", "joined", "catalogue_published", "course_changed", "course_changed", "question_answered",
    "answer_kept", "broadcast_confirmed", "material_added", "programme_made", "programme_event_added",
    "programme_published", "attendance_taken", "target_set", "roster_exported",
)  # fmt: skip


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town
        async with database.read(town.clock.now()) as store:
            assert await broken(store) == []


async def test_the_first_week_of_an_organizer(town: Town) -> None:
    mai, hanh, bao = await organizer(town, "Mai"), town.resident("Hạnh"), town.resident("Bảo")
    assert mai.last.startswith(WELCOME)
    await publishes_the_template(mai)
    await signs_up(hanh, "ZALO1", "Nguyễn Thị Hạnh")
    await signs_up(bao, "ZALO1", "Trần Quốc Bảo")
    assert await town.standings("ZALO1") == [("Nguyễn Thị Hạnh", Standing.SEATED), ("Trần Quốc Bảo", Standing.WAITING)]
    await raises_the_seats(town, mai, bao)
    await moves_a_lesson(mai, hanh, bao)
    await answers_a_question(town, mai, hanh, bao)
    await writes_to_the_seated(town, mai, hanh, bao)
    await adds_a_material(mai)
    await plans_a_learning_week(mai, hanh)
    await takes_attendance(town, mai, hanh, bao)
    await town.turns_to_local(27, 13)
    assert "Sổ tay Zalo" in hanh.last + str(hanh.person.last.labels)
    await reports(mai)
    await reads_it_all_in_the_log(town, mai)


async def publishes_the_template(mai: Resident) -> None:
    template = await mai.says("/filemau")
    assert template.document_bytes is not None
    book = load_workbook(io.BytesIO(template.document_bytes))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate((CLASS, AGAIN), 2):
        for column, which in enumerate(Column, 1):
            sheet.cell(number, column).value = row.get(which)  # type: ignore[assignment]
    filled = io.BytesIO()
    book.save(filled)
    preview = await mai.sends_file("lop-thang-11.xlsx", filled.getvalue())
    assert "1 lớp mới, 0 lớp thay đổi" in preview.text
    assert "Đã xong: 1 lớp mới" in (await mai.taps("✅ Đăng")).text


async def raises_the_seats(town: Town, mai: Resident, bao: Resident) -> None:
    await mai.says("/lopcuatrungtam")
    assert "1/1 chỗ, 1 người chờ" in (await mai.taps("1")).text
    await mai.taps("🪑 Đổi số chỗ")
    assert "1 → 2" in (await mai.says("2")).text
    await mai.taps("✅ Đổi")
    assert "Có chỗ rồi!" in bao.last
    assert [standing for _, standing in await town.standings("ZALO1")] == [Standing.SEATED, Standing.SEATED]


async def moves_a_lesson(mai: Resident, hanh: Resident, bao: Resident) -> None:
    await mai.says("/sualop ZALO1 move")
    await mai.taps("1")
    assert "2 người" in (await mai.says("26/11 8h30-10h")).text
    await mai.taps("✅ Đổi")
    assert all("Nay: thứ Năm 26/11, 8:30–10:00" in one.last for one in (hanh, bao))


async def answers_a_question(town: Town, mai: Resident, hanh: Resident, bao: Resident) -> None:
    await hanh.says("/hoicanbo")
    await hanh.says(PARKING)
    assert PARKING in mai.last
    await mai.taps("✍️ Trả lời")
    await mai.says("Có, ở sân sau.")
    await mai.taps("✅ Gửi")
    assert hanh.last.endswith("Có, ở sân sau.")
    await mai.taps("Giữ câu này")
    assert "Đã giữ" in (await mai.says("có chỗ gửi xe không\ngửi xe ở đâu")).text
    assert "Có, ở sân sau." in (await bao.says("gửi xe ở đâu vậy")).text, "nobody has to answer that again"


async def writes_to_the_seated(town: Town, mai: Resident, hanh: Resident, bao: Resident) -> None:
    await mai.says("/thongbao moi")
    await mai.says("{ten} nhớ mang điện thoại đến lớp {lop} nhé.")
    await mai.taps("Chỉ dùng bản tiếng Việt")
    await mai.taps("Không gửi kèm gì")
    await mai.taps("Có chỗ trong lớp")
    await mai.taps("Zalo cho người cao tuổi")
    await mai.taps("Xong, chọn vậy")
    assert "2 người sẽ nhận" in (await mai.taps("Gửi ngay")).text
    assert "Chưa gửi gì cả" in (await mai.says("20")).text
    await mai.says("2")
    for _ in range(2):
        await town.process.jobs.run_once()
        await town.settle()
    assert "Hạnh nhớ mang điện thoại đến lớp Zalo cho người cao tuổi nhé." in hanh.last
    assert "Bảo nhớ mang điện thoại" in bao.last
    assert "Đã nhận: 2 / 2" in mai.last
    code = re.search(r"/kiemtra_(\w+)", bao.last)
    assert code
    assert "là thông báo của mình" in (await bao.says(f"kiểm tra {code[1]}")).text


async def adds_a_material(mai: Resident) -> None:
    await mai.says("/khotailieu")
    await mai.taps("Thêm tài liệu")
    await chooses_da_kao(mai)
    await mai.says("Sổ tay Zalo")
    await mai.taps("Kỹ năng số")
    await mai.says("https://zalo.me/huong-dan")
    await mai.taps("Thêm vào kho")
    assert mai.last == "✅ Đã thêm vào kho tài liệu."


async def chooses_da_kao(mai: Resident) -> None:
    """Where somebody who is trusted with all centres is asked for one of them."""
    if any("Đa Kao" in label for label in mai.person.last.labels):
        await mai.taps("Đa Kao")


async def plans_a_learning_week(mai: Resident, hanh: Resident) -> None:
    await mai.says("/ctmoi")
    await chooses_da_kao(mai)
    await mai.says("Tuần lễ học tập suốt đời")
    await mai.says("từ 30/11 đến 6/12")
    await mai.says("Học để sống vui.")
    await mai.taps("Thêm hoạt động")
    await mai.taps("Nói chuyện")
    for said in ("An toàn khi dùng mạng", "30/11 từ 14h đến 16h", "Thư viện phường"):
        await mai.says(said)
    await mai.taps("Đồng ý")
    await mai.taps("Xem trước rồi công bố")
    await mai.taps("📢 Công bố")
    assert "🎤 14:00–16:00 An toàn khi dùng mạng" in (await hanh.says("/tuanle")).text


async def takes_attendance(town: Town, mai: Resident, hanh: Resident, bao: Resident) -> None:
    """On Thursday Hạnh comes with the poster's code and Bảo does not; on Friday Mai ticks both."""
    thursday, friday = (await town.course("ZALO1")).lessons
    await town.turns_to_local(26, 8, 20)
    poster = await mai.says(f"/maqr {thursday.id}")
    assert poster.picture is not None
    code = re.search(r"\b\d{4}\b", poster.text)
    assert code
    assert "Đã điểm danh: Nguyễn Thị Hạnh" in (await hanh.says(code[0])).text
    await town.turns_to_local(26, 10, 5)
    await mai.says("/banlamviec")
    await mai.taps("Điểm danh hôm nay")
    roll = await mai.taps("Zalo cho người cao tuổi")
    assert "Vắng: Trần Quốc Bảo" in roll.text
    await town.turns_to_local(27, 8, 40)
    await mai.says(f"/diemdanh {friday.id}")
    await mai.taps("2. Trần Quốc Bảo")
    await mai.taps("1. Nguyễn Thị Hạnh")
    async with town.database.read(town.clock.now()) as store:
        assert await store.visits.count([thursday.id, friday.id]) == {thursday.id: 1, friday.id: 2}


async def reports(mai: Resident) -> None:
    await mai.says("/chitieu 2700")
    month = (await mai.says("/baocao")).text
    assert "👣 Lượt học: 3\n🎯 Cả năm 2026: 3/2.700 lượt" in month
    assert "🚪 Có chỗ mà vắng, nơi điểm danh theo tên: 1/4" in month
    chart = await mai.taps("📊 Biểu đồ")
    assert chart.picture is not None
    with Image.open(io.BytesIO(chart.picture)) as picture:
        assert picture.format == "PNG"
    await mai.says("/baocao")
    figures = cells_of(await mai.taps("📄 Tệp Excel"))
    assert {"Phường Đa Kao", "Zalo cho người cao tuổi", 3, 2700} <= figures
    people = cells_of(await mai.says("/xuat ZALO1"))
    assert {"Nguyễn Thị Hạnh", "Trần Quốc Bảo"} <= people


def cells_of(message: Shown) -> set[object]:
    """Every cell of a workbook; none of them is a formula."""
    assert message.document_bytes is not None
    book = load_workbook(io.BytesIO(message.document_bytes))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    return {cell.value for cell in cells}


async def reads_it_all_in_the_log(town: Town, mai: Resident) -> None:
    """What was noted, in order, and every line of it with a sentence; residents are not named."""
    async with town.database.read(town.clock.now()) as store:
        noted = tuple(await store.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert noted == DEEDS
    told = (await mai.says("/nhatky")).text + "\n" + (await mai.taps("Cũ hơn")).text
    lines = [line for line in told.splitlines() if " đã " in line]
    assert len(lines) == len(DEEDS)
    assert "đã lấy danh sách lớp ZALO1" in lines[0]
    assert "đã tạo lời mời" in lines[-1]
    assert not re.search("Hạnh|Bảo", told)
