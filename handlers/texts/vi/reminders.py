"""What a seated learner is told before a lesson."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.lessons import Lesson


class Reminders(Formats):
    """`name`: of the learner, None where that is the reader."""

    come = "✅ Sẽ đến"
    give_seat = "🙋 Không đến được, nhường chỗ"
    way = "🗺 Xem đường đi"

    def coming(self, name: str | None, course: Course, lesson: Lesson, now: datetime) -> Markup:
        return self.lines(
            Markup("🔔 <b>{}</b> có buổi học {}.").format(name or "Bạn", self.near_day(lesson.starts_at, now)),
            "",
            Markup("📚 <b>{}</b>").format(course.title),
            f"🕘 {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"📍 {lesson.venue}, {course.centre.ward}",
            f"💵 Học phí {self.money(course.fee_vnd)}: ai chưa đóng thì nhớ mang theo nhé." if course.fee_vnd else None,
            "",
            "Bạn bấm một nút để báo cho trung tâm nhé.",
        )

    def thanks(self, name: str | None, course: Course, lesson: Lesson, now: datetime) -> Markup:
        return self.lines(
            Markup("Cảm ơn bạn đã báo! Hẹn gặp <b>{}</b> ở lớp <b>{}</b>.").format(name or "bạn", course.title),
            f"🗓 {self.near_day(lesson.starts_at, now)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"📍 {lesson.venue}, {course.centre.ward}",
        )

    def over(self, course: Course, lesson: Lesson) -> Markup:
        return Markup("Buổi học {} của lớp <b>{}</b> đã qua rồi. Cảm ơn bạn nhé!").format(
            self.day(lesson.starts_at), course.title
        )

    def cancelled(self, course: Course, lesson: Lesson) -> Markup:
        return Markup("Buổi học {} của lớp <b>{}</b> đã hủy, bạn không cần đến nhé.").format(
            self.day(lesson.starts_at), course.title
        )

    def no_seat(self, name: str | None, course: Course) -> Markup:
        return self.lines(
            Markup("<b>{}</b> hiện không có chỗ trong lớp <b>{}</b>.").format(name or "Bạn", course.title),
            "Bạn xem lại lớp của mình ở đây nhé.",
        )
