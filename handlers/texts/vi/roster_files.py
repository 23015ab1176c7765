"""The people of a class on paper: the words of its files."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.quiet_hours import LOCAL
from storage.roster import Person


class RosterFiles(Formats):
    def export_name(self, course: Course) -> str:
        return f"danh-sach-{course.code}.xlsx"

    def export_caption(self, course: Course, people: int) -> Markup:
        return self.lines(
            Markup("📄 Danh sách lớp <b>{}</b>: {} người.").format(course.title, people),
            "Trong tệp có thông tin riêng của bà con: bạn giữ cẩn thận, dùng xong thì xóa nhé.",
        )

    def sheet_name(self, course: Course) -> str:
        return f"phieu-ky-{course.code}.xlsx"

    def sheet_caption(self, course: Course, moment: datetime) -> Markup:
        return self.lines(
            Markup("🖨 Phiếu ký tên lớp <b>{}</b>, {}.").format(course.title, self.day(moment)),
            "In trên giấy A4, chữ to cho dễ đọc.",
        )

    def ask_which_lesson(self, course: Course) -> Markup:
        return Markup("Phiếu ký tên của buổi nào, lớp <b>{}</b>?").format(course.title)

    def export_head(self) -> list[str]:
        return [
            "STT",
            "Họ và tên",
            "Tình trạng",
            "Là gì của người đăng ký",
            "Dưới 16 tuổi",
            "Phường",
            "Tổ",
            "Điện thoại",
            "Liên lạc",
            "Ngày đăng ký",
        ]

    def export_row(self, person: Person, place: int, relation: str) -> list[str]:
        """After the number. `relation`: as `Roster.relation` tells it."""
        return [
            person.learner.name,
            f"chờ, thứ {place}" if place else "có chỗ",
            relation,
            "có" if person.learner.under_16 else "",
            person.ward or "",
            person.contact.neighbourhood or "",
            person.contact.phone or "",
            "nhắn tin" if person.is_reachable else "phải gọi điện",
        ]

    def lesson_head(self, starts_at: datetime) -> str:
        return f"Buổi {self.day(starts_at)}"

    def stamp(self, moment: datetime) -> str:
        """23/11/2026 08:05"""
        return f"{moment.astimezone(LOCAL):%d/%m/%Y %H:%M}"

    def came(self) -> str:
        return "có mặt"

    def sheet_title(self, course: Course) -> str:
        return f"DANH SÁCH KÝ TÊN: {course.title.upper()}"

    def sheet_when(self, course: Course, starts_at: datetime, ends_at: datetime, venue: str) -> str:
        day = self.day(starts_at)
        return f"{day[0].upper()}{day[1:]}, {self.hours(starts_at, ends_at)} · {venue}, {course.centre.ward}"

    def sheet_head(self) -> list[str]:
        return ["STT", "Họ và tên", "Tổ", "Ký tên"]

    def page_of(self) -> str:
        """Excel's own words for the number of the page and how many there are."""
        return "Trang &P / &N"
