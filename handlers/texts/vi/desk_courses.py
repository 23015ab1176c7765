"""An organizer's own classes: the list, a class's page, and changing it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.lessons import Lesson
from storage.quiet_hours import LOCAL


class DeskCourses(Formats):
    list_button = "📋 Lớp của trung tâm"
    past_button = "🕘 Lớp đã qua"
    new_button = "➕ Mở lớp mới"
    template_button = "📄 Tệp mẫu Excel"
    attendance_button = "🙋 Điểm danh"
    edit_button = "✏️ Sửa thông tin"
    seats_button = "🪑 Đổi số chỗ"
    move_button = "🗓 Dời một buổi"
    drop_button = "❌ Hủy một buổi"
    add_button = "➕ Thêm buổi"
    repeat_button = "🔁 Lặp hằng tuần"
    close_button = "🔒 Đóng đăng ký"
    reopen_button = "🔓 Mở đăng ký đến…"
    call_off_button = "🛑 Hủy lớp"
    clone_button = "📑 Mở thêm khóa nữa"
    see_button = "‹ Trang của lớp"
    earlier = "‹ Trang trước"
    later = "Trang sau ›"
    confirm = "✅ Đổi"
    confirm_drop = "✅ Vâng, hủy"
    again = "✏️ Gõ lại"
    stop = "Thôi"
    free = "Miễn phí"
    nothing = "Để trống"
    facts = (
        ("title", "Tên lớp"),
        ("description", "Mô tả"),
        ("audience", "Dành cho"),
        ("teacher", "Người dạy"),
        ("fee_vnd", "Học phí"),
        ("venue", "Địa điểm"),
        ("registration_closes_at", "Hạn đăng ký"),
    )

    def heading(self, page: int, has_more: bool, *, past: bool) -> Markup:
        more = f", trang {page + 1}" if page or has_more else ""
        if past:
            return Markup("<b>Lớp đã qua{}</b>. Bạn bấm số để xem, hoặc mở thêm khóa nữa.").format(more)
        return Markup("<b>Lớp của trung tâm{}</b>. Bạn bấm số để xem và sửa.").format(more)

    def none_past(self) -> Markup:
        return Markup("Trung tâm chưa có lớp nào đã qua.")

    def none_coming(self) -> Markup:
        return self.lines(
            "Trung tâm chưa có lớp nào sắp học.",
            "Bạn mở lớp ngay ở đây, hoặc gửi mình một tệp Excel theo tệp mẫu nhé.",
        )

    def entry(self, number: int, course: Course, waiting: int, now: datetime) -> Markup:
        lesson = next((one for one in course.live_lessons if one.ends_at > now), course.lessons[-1])
        return self.lines(
            Markup("{}. <b>{}</b> ({}){}").format(
                number, course.title, course.code, " 🛑" if course.cancelled_at else ""
            ),
            f"{self.when(lesson.starts_at, lesson.ends_at, now)} · {self.seats(course, waiting)}",
        )

    def seats(self, course: Course, waiting: int) -> str:
        return f"{course.taken}/{course.capacity} chỗ" + (f", {waiting} người chờ" if waiting else "")

    def card(self, course: Course, waiting: int, now: datetime) -> Markup:
        lessons = course.live_lessons or course.lessons
        return self.lines(
            Markup("<b>{}</b>").format(course.title),
            Markup("🛑 <b>Lớp đã hủy</b>") if course.cancelled_at else None,
            f"🔖 {course.code} · {course.topic.name} · {course.centre.ward}",
            f"🪑 {self.seats(course, waiting)}",
            f"💵 {self.money(course.fee_vnd)[0].upper()}{self.money(course.fee_vnd)[1:]}",
            f"👥 Dành cho: {course.audience}" if course.audience else None,
            f"🧑‍🏫 Người dạy: {course.teacher}" if course.teacher else None,
            self._registration(course, now),
            *(f"• {self.lesson(one, now)}" for one in lessons),
            *(("", course.description) if course.description else ()),
        )

    def _registration(self, course: Course, now: datetime) -> str | None:
        if course.cancelled_at is not None:
            return None
        return self._until(course.registration_closes_at, now)

    def _until(self, closes_at: datetime, now: datetime) -> str:
        closes = self.moment(closes_at)
        return f"🔓 Nhận đăng ký đến {closes}" if closes_at > now else f"🔒 Đã đóng đăng ký từ {closes}"

    def lesson(self, lesson: Lesson, now: datetime) -> str:
        over = " (đã qua)" if lesson.ends_at <= now else ""
        return f"{self.span(lesson.starts_at, lesson.ends_at)}, {lesson.venue}{over}"

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        """With weekday and year: thứ Bảy 28/11/2026, 8:00–10:00"""
        return f"{self.day(starts_at)}/{starts_at.astimezone(LOCAL).year}, {self.hours(starts_at, ends_at)}"

    def moment(self, moment: datetime) -> str:
        """17 giờ, thứ Sáu 27/11/2026"""
        return f"{self.clock(moment)}, {self.day(moment)}/{moment.astimezone(LOCAL).year}"

    def not_there(self) -> Markup:
        return self.lines("Mình không thấy lớp này ở trung tâm của bạn.", "Có thể lớp đã xong, hoặc mã gõ nhầm.")

    def ask_what(self, course: Course) -> Markup:
        return Markup("Bạn muốn sửa gì ở lớp <b>{}</b>?").format(course.title)

    def ask_which(self, course: Course, lessons: Sequence[Lesson], now: datetime) -> Markup:
        """Numbered, as the buttons are."""
        return self.lines(
            Markup("Buổi nào của lớp <b>{}</b>?").format(course.title),
            *(f"{number}. {self.lesson(one, now)}" for number, one in enumerate(lessons, 1)),
        )

    def gone(self) -> Markup:
        return Markup("Buổi học hay lớp này đã bắt đầu, đã xong hoặc đã hủy, nên không sửa được nữa.")

    def ask(self, what: str, course: Course, lesson: Lesson | None, now: datetime) -> Markup:
        """What is to be typed; what it is now."""
        return self.lines(Markup("<b>{}</b>").format(course.title), *self._asked(what, course, lesson, now))

    def _asked(self, what: str, course: Course, lesson: Lesson | None, now: datetime) -> list[str]:
        now_is = f"Đang là: {self.current(what, course)}" if self.current(what, course) else None
        asked = {
            "title": "Bạn gõ tên mới của lớp.",
            "description": "Bạn gõ mô tả mới.",
            "audience": "Lớp dành cho ai? Bạn gõ vài chữ.",
            "teacher": "Ai dạy? Bạn gõ tên.",
            "fee_vnd": "Học phí bao nhiêu? Bạn gõ số tiền, như 150.000.",
            "venue": "Các buổi sắp tới học ở đâu? Bạn gõ tên nơi học, địa chỉ.",
            "capacity": "Lớp nhận bao nhiêu chỗ? Bạn gõ một số.",
            "registration_closes_at": "Nhận đăng ký đến khi nào? Bạn gõ như “17h thứ sáu” hay “27/11 17h”.",
            "add": "Thêm buổi lúc nào? Bạn gõ như “thứ 7 tuần sau 8h-10h”.",
            "repeat": "Thêm mấy buổi nữa, mỗi tuần một buổi? Bạn gõ như “4”, hay “8 trừ 12/12, 19/12” nếu có nghỉ.",
        }
        if what == "move" and lesson is not None:
            told = f"Dời buổi {self.lesson(lesson, now)}."
            return [told, "Sang lúc nào? Bạn gõ như “thứ 7 tuần sau 8h-10h”."]
        return [line for line in (now_is, asked[what]) if line]

    def current(self, what: str, course: Course) -> str:
        match what:
            case "fee_vnd":
                return self.money(course.fee_vnd)
            case "capacity":
                return f"{course.capacity} chỗ, đã xếp {course.taken}"
            case "registration_closes_at":
                return self.moment(course.registration_closes_at)
            case "title" | "description" | "audience" | "teacher":
                return str(getattr(course, what))
            case _:
                return ""

    def unread(self, what: str) -> str:
        """What was typed is no answer; how to write it."""
        return {
            "title": "Tên lớp cần 1–200 chữ cái. Bạn gõ lại giúp mình.",
            "description": "Mô tả dài quá, nhiều nhất 2.000 chữ cái. Bạn viết gọn lại giúp mình.",
            "audience": "Dài quá, nhiều nhất 200 chữ cái. Bạn viết gọn lại giúp mình.",
            "teacher": "Dài quá, nhiều nhất 200 chữ cái. Bạn viết gọn lại giúp mình.",
            "topic": "Tên chủ đề cần 1–120 chữ cái. Bạn gõ lại giúp mình.",
            "fee_vnd": "Mình chưa hiểu số tiền. Bạn gõ đủ số đồng, như 150.000, hoặc “miễn phí”.",
            "venue": "Nơi học cần 1–200 chữ cái. Bạn gõ lại giúp mình.",
            "capacity": "Bạn gõ một số từ 1 đến 10.000 giúp mình, như 20.",
            "registration_closes_at": "Mình cần một lúc sắp tới, không muộn hơn khi lớp kết thúc, như “17h thứ sáu”.",
            "repeat": "Bạn gõ một số từ 1 đến 52 giúp mình, như 4, hay “8 trừ 12/12”.",
        }.get(what, "Mình cần ngày và giờ sắp tới, giờ kết thúc sau giờ bắt đầu, như “thứ 7 tuần sau 8h-10h”.")

    def already_then(self) -> str:
        return "Lớp đã có một buổi đúng lúc đó rồi. Bạn gõ lúc khác giúp mình."

    def too_few(self, taken: int) -> str:
        return f"Lớp đã xếp chỗ cho {taken} người. Bạn gõ số chỗ ít nhất là {taken}."

    def closes(self, course: Course, closes_at: datetime, now: datetime) -> Markup:
        """What closing or opening registration changes."""
        return self.lines(
            Markup("<b>{}</b>").format(course.title),
            f"   trước đây: {self._registration(course, now)}",
            f"   nay: {self._until(closes_at, now)}",
        )

    def same(self) -> Markup:
        return Markup("Như vậy thì không có gì thay đổi cả.")

    def preview(self, change: Markup, told: int, seats: int) -> Markup:
        """`change`: as the catalogue tells it; `told`: contacts who get news; `seats`: who get a seat."""
        return self.lines(Markup("👀 <b>Sẽ đổi thế này:</b>"), change, "", *self.concerned(told, seats))

    def concerned(self, told: int, seats: int) -> list[Markup | str]:
        return [
            Markup("📣 <b>{} người</b> sẽ được báo.").format(told) if told else "🔕 Không ai phải báo tin.",
            *([Markup("🪑 <b>{} người</b> đang chờ sẽ được xếp chỗ và được báo.").format(seats)] if seats else []),
        ]

    def they_read(self, text: Markup) -> Markup:
        return self.lines(Markup("<i>Bà con sẽ đọc:</i>"), text)

    def changed_meanwhile(self) -> Markup:
        return Markup("⚠️ <b>Lớp vừa được ai đó đổi</b>, nên mình chưa làm. Bạn xem lại giúp mình:")

    def done(self, told: int, seats: int) -> Markup:
        return self.lines(
            Markup("✅ <b>Đã đổi xong.</b>"),
            f"Đã soạn tin báo cho {told} người." if told else None,
            f"{seats} người đang chờ được xếp vào lớp." if seats else None,
        )

    def done_before(self) -> Markup:
        return Markup("✅ Việc này làm xong rồi, mình không làm lại lần nữa.")

    def stopped(self) -> Markup:
        return Markup("Thôi, không đổi gì cả.")
