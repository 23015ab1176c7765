"""What a seated learner is told before a lesson."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import reminders as vi
from storage.courses import Course
from storage.lessons import Lesson


class Reminders(Formats, vi.Reminders):
    come = "✅ Will come"
    give_seat = "🙋 Can't come, pass the seat on"
    way = "🗺 How to get there"

    def coming(self, name: str | None, course: Course, lesson: Lesson, now: datetime) -> Markup:
        subject = Markup("<b>{}</b> has").format(name) if name else Markup("<b>You</b> have")
        return self.lines(
            Markup("🔔 {} a lesson {}.").format(subject, self.near_day(lesson.starts_at, now)),
            "",
            Markup("📚 <b>{}</b>").format(course.title),
            f"🕘 {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"📍 {lesson.venue}, {course.centre.ward}",
            f"💵 Fee {self.money(course.fee_vnd)}: if not paid yet, please bring it." if course.fee_vnd else None,
            "",
            "Please tap a button to let the centre know.",
        )

    def thanks(self, name: str | None, course: Course, lesson: Lesson, now: datetime) -> Markup:
        return self.lines(
            Markup("Thank you for letting us know! See <b>{}</b> at <b>{}</b>.").format(name or "you", course.title),
            f"🗓 {self.near_day(lesson.starts_at, now)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"📍 {lesson.venue}, {course.centre.ward}",
        )

    def over(self, course: Course, lesson: Lesson) -> Markup:
        return Markup("The lesson of <b>{}</b> on {} is over already. Thank you!").format(
            course.title, self.day(lesson.starts_at)
        )

    def cancelled(self, course: Course, lesson: Lesson) -> Markup:
        return Markup("The lesson of <b>{}</b> on {} was cancelled, there is no need to come.").format(
            course.title, self.day(lesson.starts_at)
        )

    def no_seat(self, name: str | None, course: Course) -> Markup:
        subject = Markup("<b>{}</b> has").format(name) if name else Markup("<b>You</b> have")
        return self.lines(
            Markup("{} no seat in <b>{}</b> at present.").format(subject, course.title),
            "Please look at your classes here.",
        )
