"""Checking in to a lesson, as learners do it themselves; and its poster."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.lessons import Lesson


class CheckIn(Formats):
    stop = "Thôi"
    sign_up = "📝 Đăng ký lớp này"

    def ask_code(self) -> Markup:
        return self.lines(
            Markup("Bạn gõ <b>bốn số</b> ghi trên bảng ở lớp học rồi gửi cho mình. Vậy là điểm danh xong."),
            "Mã chỉ dùng được quanh giờ học.",
        )

    def wrong(self, left: int) -> Markup:
        more = f"Bạn còn thử được {left} lần." if left else "Bạn nghỉ tay một lúc rồi thử lại nhé."
        return self.lines(
            "Mã này chưa đúng, hoặc chưa đến giờ học.",
            "Bạn xem lại bốn số trên bảng giúp mình. Mã dùng được từ 60 phút trước buổi học đến 60 phút sau buổi học.",
            more,
        )

    def rest(self) -> Markup:
        return self.lines(
            "Bạn đã thử nhiều lần rồi, nghỉ tay một lúc nhé. Một giờ nữa bạn thử lại được.",
            "Nếu đang ở lớp, bạn nhờ thầy cô hoặc người tổ chức điểm danh giúp, không mất gì cả.",
        )

    def too_early(self, course: Course, lesson: Lesson, opens_at: datetime) -> Markup:
        return self.lines(
            Markup("Chưa đến giờ điểm danh lớp <b>{}</b>.").format(course.title),
            f"Bạn quay lại từ {self.clock(opens_at)}, {self.day(lesson.starts_at)} nhé.",
        )

    def too_late(self, course: Course, lesson: Lesson) -> Markup:
        return self.lines(
            Markup("Buổi học lớp <b>{}</b>, {}, đã hết giờ điểm danh.").format(
                course.title, self.day(lesson.starts_at)
            ),
            "Nếu hôm đó bạn có đến, bạn nói với người tổ chức để ghi thêm nhé.",
        )

    def cancelled(self, course: Course, lesson: Lesson) -> Markup:
        return Markup("Buổi học lớp <b>{}</b>, {}, đã hủy nên không điểm danh.").format(
            course.title, self.day(lesson.starts_at)
        )

    def dead_link(self) -> Markup:
        return Markup("Mã QR này không còn dùng được. Bạn gõ bốn số trên bảng giúp mình nhé.")

    def ask_who(self, course: Course, lesson: Lesson, coming: Sequence[str], there: Sequence[str]) -> Markup:
        """`coming`: those chosen so far; `there`: those who were noted before."""
        return self.lines(
            Markup("🙋 <b>Ai đến lớp {}</b>, {}?").format(course.title, self.hours(lesson.starts_at, lesson.ends_at)),
            f"Đã điểm danh: {', '.join(there)}." if there else None,
            f"Sẽ ghi: {', '.join(coming)}." if coming else "Chưa chọn ai.",
            "Đúng rồi thì bạn bấm “Xong”." if coming else "Bạn bấm tên người đến lớp nhé.",
        )

    def with_person(self, name: str) -> str:
        return f"➕ Có {name}"

    def without_person(self, name: str) -> str:
        return f"➖ Không có {name}"

    def done_button(self, count: int) -> str:
        return f"✅ Xong, {count} người"

    def noted(self, course: Course, lesson: Lesson, names: Sequence[str]) -> Markup:
        return self.lines(
            Markup("✅ Đã điểm danh: <b>{}</b>.").format(", ".join(names)),
            Markup("Lớp <b>{}</b>, {}. Chúc buổi học vui!").format(
                course.title, self.hours(lesson.starts_at, lesson.ends_at)
            ),
        )

    def nameless(self, course: Course) -> Markup:
        return self.lines(
            Markup("✅ Mình đã ghi: lớp <b>{}</b> có thêm 1 người đến. Chúc buổi học vui!").format(course.title),
            "Mình chỉ đếm, không ghi tên bạn.",
        )

    def may_join(self) -> str:
        return "Muốn giữ chỗ và được nhắc buổi sau, bạn đăng ký lớp nhé."

    def already(self, course: Course, lesson: Lesson, names: Sequence[str]) -> Markup:
        who = f": {', '.join(names)}" if names else ""
        return Markup("Bạn yên tâm, lớp <b>{}</b> hôm nay đã điểm danh rồi{}.").format(course.title, who)

    def stopped(self) -> Markup:
        return Markup("Vâng, mình chưa ghi gì. Cần thì bạn gõ lại mã nhé.")

    # The poster.

    def heading(self) -> str:
        return "ĐIỂM DANH"

    def poster_when(self, lesson: Lesson) -> str:
        day = self.day(lesson.starts_at)
        return f"{day[0].upper()}{day[1:]}, {self.hours(lesson.starts_at, lesson.ends_at)}"

    def scan(self) -> str:
        return "Quét mã này bằng máy ảnh điện thoại"

    def type_it(self, *, linked: bool) -> str:
        return "Hoặc nhắn cho Bạn Học bốn số này:" if linked else "Nhắn cho Bạn Học bốn số này:"

    def poster_name(self, course: Course) -> str:
        return f"diem-danh-{course.code}.png"

    def poster_caption(
        self, course: Course, lesson: Lesson, code: str, link: str | None, opens_at: datetime, closes_at: datetime
    ) -> Markup:
        return self.lines(
            Markup("🔳 <b>Điểm danh lớp {}</b>, {}").format(course.title, self.poster_when(lesson)),
            Markup("Mã: <b>{}</b>").format(code),
            f"Đường dẫn: {link}" if link else None,
            f"Dùng được từ {self.clock(opens_at)} đến {self.clock(closes_at)}.",
            "Bạn in ra treo ở lớp, hoặc cho bà con quét ngay trên máy. Chỉ đưa ở lớp, đừng gửi vào nhóm nhé.",
        )
