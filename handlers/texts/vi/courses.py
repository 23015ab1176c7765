"""Lists of courses and the card of one."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.lessons import Lesson
from storage.listing import Meeting, Offer


class Courses(Formats):
    sign_up = "✍️ Đăng ký"
    join_waitlist = "⏳ Vào danh sách chờ"
    calendar = "📅 Thêm vào lịch"
    share = "📤 Chia sẻ"
    back = "‹ Danh sách lớp"
    earlier = "‹ Trang trước"
    later = "Trang sau ›"
    filters = ("Tuần", "Phường", "Chủ đề")
    any_ward = "Mọi phường"
    any_topic = "Mọi chủ đề"
    weeks = ("Mọi tuần", "Tuần này", "Tuần sau", "Sau nữa")
    all_filters_off = "Bỏ lọc, xem tất cả"

    def filter_button(self, label: str, *, on: bool) -> str:
        return f"✓ {label} ▾" if on else f"{label} ▾"

    def heading(self, count: int, page: int, pages: int, limits: Sequence[str]) -> Markup:
        """What is listed. `limits`: the filters that are on, as read on their buttons."""
        shown = f", trang {page}/{pages}" if pages > 1 else ""
        narrowed = f" ({', '.join(limits)})" if limits else ""
        return Markup("<b>Lớp sắp mở{}</b>: {} lớp{}").format(narrowed, count, shown)

    def none_coming(self, limits: Sequence[str]) -> Markup:
        if limits:
            return self.lines(
                Markup("Hiện chưa có lớp nào cho: <b>{}</b>.").format(", ".join(limits)),
                "Bạn bỏ bớt bộ lọc để xem thêm lớp khác nhé.",
            )
        return self.lines("Hiện chưa có lớp nào sắp mở.", "Bạn ghé lại sau vài hôm nhé.")

    def entry(self, number: int, course: Course, lesson: Lesson, now: datetime) -> Markup:
        """Two lines of a list: the title; day, hour, place, seats left."""
        when = self.when(lesson.starts_at, lesson.ends_at, now)
        return self.lines(
            Markup("{}. <b>{}</b>").format(number, course.title),
            f"{when} · {self.hall(lesson)}, {course.centre.ward} · {self.seats(course, now)}",
        )

    def hall(self, lesson: Lesson | Meeting) -> str:
        """The venue without its street, which the card tells: a list is read on a small screen."""
        return lesson.venue.split(",")[0]

    def seats(self, course: Course | Offer, now: datetime) -> str:
        if course.cancelled_at is not None:
            return "lớp đã hủy"
        if not course.is_open(now):
            return "đã đóng đăng ký"
        return f"còn {course.seats_left} chỗ" if course.seats_left > 0 else "hết chỗ, nhận danh sách chờ"

    def card(self, course: Course, standings: Sequence[Markup], now: datetime) -> Markup:
        """Everything about one class. `standings`: who of the household is in it, one line each."""
        return self.lines(
            Markup("<b>{}</b>").format(course.title),
            course.description or None,
            "",
            f"👥 Dành cho: {course.audience}" if course.audience else None,
            *self._lessons(course, now),
            f"🧑‍🏫 Người dạy: {course.teacher}" if course.teacher else None,
            f"💵 Học phí: {self.money(course.fee_vnd)}",
            f"🪑 Chỗ: {self.seats(course, now)} (tổng {course.capacity})",
            self._closing(course, now),
            f"🔖 Mã lớp: {course.code}",
            *(("", *standings) if standings else ()),
        )

    def _lessons(self, course: Course, now: datetime) -> list[str]:
        lessons = course.live_lessons or course.lessons
        venues = {lesson.venue for lesson in lessons}
        place = f"📍 Ở: {lessons[0].venue}, {course.centre.ward}" if len(venues) == 1 else None
        head = "🗓 Buổi học:" if len(lessons) == 1 else f"🗓 {len(lessons)} buổi học:"
        times = [
            f"• {self.when(lesson.starts_at, lesson.ends_at, now)}"
            + ("" if place else f", {lesson.venue}")
            + (" (đã qua)" if lesson.ends_at <= now else "")
            for lesson in lessons
        ]
        if len(times) == 1:
            head, times = f"🗓 {times[0][2:]}", []
        return [head, *times, *([place] if place else [f"📍 {course.centre.ward}"])]

    def _closing(self, course: Course | Offer, now: datetime) -> str | None:
        if course.cancelled_at is not None:
            return None
        closes = course.registration_closes_at
        if not course.is_open(now):
            return f"⏰ Đã đóng đăng ký từ {self.clock(closes)}, {self.day(closes)}"
        return f"⏰ Đăng ký đến {self.clock(closes)}, {self.near_day(closes, now)}"

    def no_such_class(self, code: str) -> Markup:
        return self.lines(
            Markup("Mình không tìm thấy lớp có mã <b>{}</b>.").format(code[:20]),
            "Có thể lớp đã kết thúc, hoặc mã gõ nhầm. Bạn xem các lớp sắp mở nhé.",
        )

    def choose_week(self) -> Markup:
        return Markup("Bạn muốn xem lớp của <b>tuần</b> nào?")

    def choose_ward(self) -> Markup:
        return Markup("Bạn muốn xem lớp ở <b>phường</b> nào?")

    def choose_topic(self) -> Markup:
        return Markup("Bạn muốn xem lớp về <b>chủ đề</b> nào?")

    def share_text(self, course: Course, link: str | None) -> Markup:
        lesson = (course.live_lessons or course.lessons)[0]
        way = (
            Markup("Đăng ký tại đây: {}").format(link)
            if link
            else Markup("Để đăng ký, nhắn cho Bạn Học mã lớp: <b>{}</b>").format(course.code)
        )
        return self.lines(
            "Bạn chuyển tiếp tin này cho người thân nhé:",
            "",
            Markup("<b>{}</b>").format(course.title),
            f"{self.day(lesson.starts_at)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"{lesson.venue}, {course.centre.ward} · {self.money(course.fee_vnd)}",
            way,
        )

    def calendar_sent(self, title: str | None) -> Markup:
        """With the calendar file; `title` of the class, or None for all of a household's."""
        what = Markup("lớp <b>{}</b>").format(title) if title else Markup("các lớp của bạn")
        return self.lines(
            Markup("Đây là tệp lịch của {}.").format(what),
            "Bạn chạm vào tệp, điện thoại sẽ hỏi và ghi giờ học vào lịch.",
        )

    def nothing_for_calendar(self) -> Markup:
        return self.lines("Bạn chưa có lớp nào sắp tới để ghi vào lịch.", "Bạn xem các lớp sắp mở nhé.")
