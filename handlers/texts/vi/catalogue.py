"""What an import would change, and why rows are refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.catalogue_plan import (
    CourseChange,
    Entry,
    FieldChange,
    IntoThePast,
    Meeting,
    Move,
    Plan,
    TooFewSeats,
)
from storage.quiet_hours import LOCAL

MOST_FAULTS = 50
"""Shown at once; a person corrects them one after another."""


class Catalogue(Formats):
    columns: ClassVar[dict[str, str]] = {
        "code": "mã",
        "title": "tên lớp",
        "topic": "chủ đề",
        "description": "mô tả",
        "starts_at": "bắt đầu",
        "ends_at": "kết thúc",
        "venue": "địa điểm",
        "ward": "phường",
        "capacity": "số chỗ",
        "fee_vnd": "học phí",
        "audience": "đối tượng",
        "teacher": "giáo viên",
        "registration_closes_at": "hạn đăng ký",
    }
    """The columns of a catalogue, and what they are called."""

    # The file as a whole

    def too_big(self, name: str, megabytes: int) -> Markup:
        return Markup("Tệp {} lớn hơn {} MB. Bạn chia thành vài tệp nhỏ hơn rồi nhập từng tệp nhé.").format(
            name, megabytes
        )

    def too_big_inside(self, name: str) -> Markup:
        return Markup(
            "Tệp {} chứa quá nhiều dữ liệu khi mở ra. Bạn chép riêng bảng lớp học sang một tệp Excel mới rồi nhập lại."
        ).format(name)

    def too_many_rows(self, name: str, most: int) -> Markup:
        return Markup("Tệp {} có hơn {} dòng. Bạn chia thành vài tệp nhỏ hơn rồi nhập từng tệp nhé.").format(
            name, self.number(most)
        )

    def old_excel(self, name: str) -> Markup:
        return Markup(
            "Tệp {} là Excel đời cũ (.xls). Bạn mở bằng Excel, chọn “Lưu thành”, loại “Excel Workbook (.xlsx)”, "
            "rồi nhập tệp mới."
        ).format(name)

    def not_excel(self, name: str) -> Markup:
        return Markup(
            "Mình không mở được tệp {} như một bảng Excel. Bạn mở tệp bằng Excel, chọn “Lưu thành”, "
            "loại “Excel Workbook (.xlsx)”, rồi nhập tệp mới."
        ).format(name)

    def not_utf8(self, name: str) -> Markup:
        return Markup(
            "Mình không đọc được chữ trong tệp {}. Bạn mở tệp bằng Excel, chọn “Lưu thành”, "
            "loại “CSV UTF-8” hoặc “Excel Workbook (.xlsx)”, rồi nhập tệp mới."
        ).format(name)

    def not_a_table(self, name: str) -> Markup:
        return Markup(
            "Tệp {} không phải là bảng CSV. Có thể thiếu một dấu ngoặc kép. "
            "Bạn mở tệp bằng Excel rồi lưu lại dạng “CSV UTF-8” nhé."
        ).format(name)

    def nothing_in_it(self, name: str) -> Markup:
        return Markup("Tệp {} chưa có lớp nào. Dòng đầu là tên các cột, mỗi dòng sau là một buổi học.").format(name)

    def columns_missing(self, columns: Sequence[str]) -> Markup:
        named = ", ".join(f"{column} ({self.columns[column]})" for column in columns)
        return Markup("Dòng đầu của bảng còn thiếu cột: {}. Bạn thêm các cột này nhé.").format(named)

    def column_twice(self, column: str, heading: str) -> Markup:
        return Markup("Cột {} ({}) có hai lần. Bạn chỉ giữ lại một cột.").format(heading, column)

    # One cell

    def fault(self, row: int, heading: str, what: str) -> Markup:
        return Markup("Dòng {}, cột {}: {}").format(row, heading, what)

    def required(self, column: str) -> str:
        return f"đang trống. Bạn điền {self.columns[column]} vào đây."

    def no_formula(self) -> str:
        return "là công thức. Bạn gõ thẳng giá trị vào ô này."

    def too_long(self, length: int, most: int) -> str:
        return f"dài {self.number(length)} chữ cái. Bạn viết gọn lại, nhiều nhất {self.number(most)}."

    def write_time(self, value: str) -> str:
        return f"“{self.cut(value)}” không phải là ngày giờ. Bạn viết như 06/10/2026 18:00 (ngày/tháng/năm giờ:phút)."

    def write_code(self, value: str) -> str:
        return f"“{self.cut(value)}” không dùng làm mã được. Bạn viết 1–20 chữ không dấu, số, gạch nối, như L101."

    def write_capacity(self, value: str) -> str:
        return f"“{self.cut(value)}” không phải là số chỗ. Bạn viết một số từ 1 đến 10.000, như 20."

    def write_fee(self, value: str) -> str:
        return (
            f"“{self.cut(value)}” không phải là học phí. Bạn viết đủ số đồng, như 150.000 (từ 1.000 đến 100.000.000), "
            "hoặc “miễn phí”."
        )

    def write_status(self, value: str) -> str:
        return f"“{self.cut(value)}” chưa rõ nghĩa. Bạn để trống, hoặc viết “hủy” nếu buổi này không học."

    # Cells that do not fit together

    def must_agree(self, row: int, code: str) -> str:
        return f"khác với dòng {row} của cùng lớp {code}. Bạn viết giống nhau, hoặc để trống ở các dòng sau."

    def ends_too_early(self, starts_at: datetime) -> str:
        return f"buổi học phải kết thúc sau khi bắt đầu. Bạn viết giờ sau {self.moment(starts_at)}."

    def lasts_too_long(self, starts_at: datetime) -> str:
        return f"buổi học dài hơn 24 giờ. Bạn viết giờ trong vòng 24 giờ sau {self.moment(starts_at)}."

    def same_lesson(self, row: int, code: str) -> str:
        return f"lớp {code} đã có buổi này ở dòng {row}. Bạn xóa một dòng hoặc sửa giờ."

    def closes_too_late(self, ends_at: datetime) -> str:
        return f"hạn đăng ký không thể sau khi lớp kết thúc. Bạn viết giờ không muộn hơn {self.moment(ends_at)}."

    # What does not fit with what is known

    def plan_faults(self, plan: Plan) -> list[Markup]:
        """Why a plan is refused."""
        return [
            self.too_few_seats(one) if isinstance(one, TooFewSeats) else self.into_the_past(one) for one in plan.refused
        ]

    def too_few_seats(self, one: TooFewSeats) -> Markup:
        what = f"lớp {one.code} đã có {one.taken} người được xếp chỗ. Bạn viết số chỗ ít nhất là {one.taken}."
        return self.fault(one.row, self.columns["capacity"], what)

    def into_the_past(self, one: IntoThePast) -> Markup:
        what = (
            f"{self.moment(one.new.starts_at)} đã qua, mà buổi {self.moment(one.old.starts_at)} của lớp {one.code} "
            "không còn trong tệp. Bạn viết một giờ sắp tới, hoặc xóa dòng này nếu buổi đó hủy."
        )
        return self.fault(one.row, self.columns["starts_at"], what)

    def refused(self, faults: Sequence[Markup]) -> Markup:
        """All together: the file is as it was, nothing is imported."""
        more = len(faults) - MOST_FAULTS
        return self.lines(
            Markup("<b>Chưa nhập được, có {} chỗ cần sửa.</b> Chưa có gì thay đổi.").format(len(faults)),
            *(Markup("• {}").format(fault) for fault in faults[:MOST_FAULTS]),
            f"… và {more} chỗ nữa. Bạn sửa những chỗ trên rồi nhập lại nhé." if more > 0 else None,
        )

    # What would change

    def plan(self, plan: Plan) -> Markup:
        return self.lines(
            Markup("<b>{}</b>").format(self.counts(plan)),
            *(self.new_course(entry) for entry in plan.new),
            *(self.course_change(change) for change in plan.changed),
            *self.notes(plan),
        )

    def counts(self, plan: Plan) -> str:
        if plan.is_empty:
            return f"Không có gì thay đổi ({plan.unchanged} lớp như cũ)."
        return f"{len(plan.new)} lớp mới, {len(plan.changed)} lớp thay đổi, {plan.unchanged} lớp như cũ."

    def new_course(self, entry: Entry) -> Markup:
        count = len(entry.meetings)
        lessons = f" ({count} buổi)" if count > 1 else ""
        return Markup("+ <b>{}</b> {}: {}{}, {} chỗ, {}").format(
            entry.facts.code,
            entry.facts.title,
            self.meeting(entry.meetings[0]),
            lessons,
            entry.facts.capacity,
            self.money(entry.facts.fee_vnd),
        )

    def course_change(self, change: CourseChange) -> Markup:
        told = f"   sẽ báo cho {change.people} người" if change.touches_lessons else None
        return self.lines(self.what_changes(change), told)

    def what_changes(self, change: CourseChange) -> Markup:
        return self.lines(
            Markup("~ <b>{}</b> {}").format(change.facts.code, change.facts.title),
            *(f"   {self.field(one)}" for one in change.fields),
            *(self.move(one) for one in change.moved),
            *(f"   thêm buổi: {self.meeting(one)}" for one in change.added),
            *(f"   hủy buổi: {self.meeting(one.meeting)}" for one in change.dropped),
            "   không còn buổi nào: hủy cả lớp" if change.calls_off else None,
        )

    def move(self, move: Move) -> str:
        what = "mở lại" if move.is_back else "dời"
        return f"   {what}: {self.meeting(move.old)} → {self.meeting(move.new)}"

    def field(self, change: FieldChange) -> str:
        old, new = (self.value(change.name, value) for value in (change.old, change.new))
        return f"{self.columns[change.name]}: {old} → {new}"

    def value(self, name: str, value: str | int | datetime) -> str:
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, int):
            return self.money(value) if name == "fee_vnd" else self.number(value)
        return f"“{self.cut(value)}”" if value else "(trống)"

    def notes(self, plan: Plan) -> list[str]:
        """What the operator should look at, though nothing is wrong."""
        notes = []
        if plan.new_wards:
            notes.append(f"Phường chưa có từ trước: {', '.join(plan.new_wards)}.")
        if plan.new_topics:
            notes.append(f"Chủ đề chưa có từ trước: {', '.join(plan.new_topics)}.")
        notes += [
            f"Lớp {one.code}: buổi {self.moment(one.meeting.starts_at)} đã qua, giữ nguyên như đã ghi."
            for one in plan.too_late
        ]
        if plan.ignored:
            notes.append(f"Bỏ qua các cột không dùng đến: {', '.join(plan.ignored)}.")
        return notes

    def published(self, plan: Plan, told: int, promoted: int) -> Markup:
        """What was done. `told`: contacts who are told that lessons changed; `promoted`: who got a seat."""
        return self.lines(
            Markup("<b>Đã xong:</b> {}").format(self.counts(plan)),
            f"Đã soạn tin báo cho {told} người." if told else None,
            f"{promoted} người đang chờ được xếp vào lớp." if promoted else None,
        )

    # Small pieces

    def moment(self, moment: datetime) -> str:
        """06/10/2026 18:00: as one writes it in the file."""
        return f"{moment.astimezone(LOCAL):%d/%m/%Y %H:%M}"

    def meeting(self, meeting: Meeting) -> str:
        year = meeting.starts_at.astimezone(LOCAL).year
        when = f"{self.day(meeting.starts_at)}/{year}, {self.hours(meeting.starts_at, meeting.ends_at)}"
        return f"{when}, {meeting.venue}, {meeting.ward}"

    def number(self, number: int) -> str:
        return f"{number:,}".replace(",", ".")

    def cut(self, value: str) -> str:
        return value if len(value) <= 40 else f"{value[:40]}…"
