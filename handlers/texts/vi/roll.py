"""Taking attendance, as organizers do it."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.lessons import Lesson

MOST_NAMES = 40
"""Who was absent, spelled out in one message."""


class Roll(Formats):
    today_button = "🙋 Điểm danh hôm nay"
    everyone_button = "✅ Tất cả có mặt"
    number_button = "🔢 Nhập số người"
    poster_button = "🔳 Mã QR và mã số"
    refresh_button = "↻ Xem lại"
    list_button = "👥 Danh sách lớp"
    earlier = "‹ Trang trước"
    later = "Trang sau ›"
    stop = "Thôi"
    by_name = "Bỏ số này, đếm theo tên"

    def today(self, lessons: Sequence[tuple[Lesson, Course]]) -> Markup:
        if not lessons:
            return Markup("Hôm nay trung tâm không có buổi học nào.")
        return self.lines(Markup("<b>Điểm danh hôm nay</b>"), "Bạn chọn buổi học:")

    def lesson_button(self, lesson: Lesson, course: Course) -> str:
        return f"{self.hours(lesson.starts_at, lesson.ends_at)} · {course.title}"

    def take_button(self, lesson: Lesson, course: Course) -> str:
        """On the desk's first page, for a lesson of today."""
        return f"🙋 Điểm danh {self.hours(lesson.starts_at, lesson.ends_at)} · {course.title}"

    def page(
        self, course: Course, lesson: Lesson, seated: int, came: int, others: int, nameless: int, page: int, pages: int
    ) -> Markup:
        """`came`: of the seated; `others`: who came without a seat, by name; `nameless`: who gave no name."""
        paged = f" · trang {page + 1}/{pages}" if pages > 1 else ""
        extra = f" · khách ghi tên: {others}" if others else ""
        extra += f" · khách không ghi tên: {nameless}" if nameless else ""
        return self.lines(
            Markup("<b>Điểm danh lớp {}</b>{}").format(course.title, paged),
            f"🗓 {self.day(lesson.starts_at)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"✅ Có mặt: {came}/{seated}{extra}",
            f"🔢 Số người bạn đã nhập: {lesson.headcount} (báo cáo tính theo số này)"
            if lesson.headcount is not None
            else None,
        )

    def entry(self, number: int, name: str, came: bool) -> Markup:
        return Markup("{}. {} {}").format(number, "✅" if came else "▫️", name)

    def guests(self, names: Sequence[str]) -> str:
        return f"Khách ghi tên: {', '.join(names)}"

    def absent(self, names: Sequence[str]) -> Markup:
        more = f" và {len(names) - MOST_NAMES} người nữa" if len(names) > MOST_NAMES else ""
        return Markup("<b>Vắng:</b> {}{}").format(", ".join(names[:MOST_NAMES]), more)

    def nobody(self) -> Markup:
        return Markup("Chưa có ai có chỗ trong lớp này.")

    def hint(self) -> str:
        return "Ai đến thì bạn bấm tên người ấy. Bấm nhầm thì bấm lại lần nữa."

    def came_button(self, number: int, name: str) -> str:
        return f"{number}. {name}: ghi có mặt"

    def absent_button(self, number: int, name: str) -> str:
        return f"{number}. {name}: ghi vắng"

    def too_early(self, course: Course, lesson: Lesson) -> Markup:
        return self.lines(
            Markup("<b>Điểm danh lớp {}</b>").format(course.title),
            f"🗓 {self.day(lesson.starts_at)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            "Chưa đến giờ. Điểm danh được từ 60 phút trước buổi học; mã QR thì bạn lấy trước để in.",
        )

    def cancelled(self, course: Course) -> Markup:
        return Markup("Buổi học này của lớp <b>{}</b> đã hủy, nên không điểm danh.").format(course.title)

    def not_there(self) -> Markup:
        return Markup("Mình không thấy buổi học này ở trung tâm của bạn.")

    def ask_number(self, course: Course, lesson: Lesson, most: int) -> Markup:
        return self.lines(
            Markup("<b>Lớp {}</b>, {}: có bao nhiêu người đến?").format(course.title, self.day(lesson.starts_at)),
            f"Bạn gõ một số, từ 0 đến {most}. Báo cáo sẽ tính theo số này, thay cho số tên đã ghi.",
        )

    def bad_number(self, most: int) -> str:
        return f"Bạn gõ giúp mình một số từ 0 đến {most} nhé."

    def low(self, course: Course, visits: tuple[int, int]) -> Markup:
        """To the organizers of a class to which few come."""
        first, second = visits
        return self.lines(
            Markup("📉 Lớp <b>{}</b> ({}) đang vắng người học.").format(course.title, course.code),
            f"Có chỗ: {course.taken} người. Buổi đầu: {first} lượt đến, buổi thứ hai: {second} lượt.",
            "Bạn xem ai vắng rồi hỏi thăm, đổi giờ, hoặc mời người đang chờ nhé. Mình chỉ báo một lần.",
        )
