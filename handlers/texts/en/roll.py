"""Taking attendance, as organizers do it."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import roll as vi
from handlers.texts.vi.roll import MOST_NAMES
from storage.courses import Course
from storage.lessons import Lesson


class Roll(Formats, vi.Roll):
    today_button = "🙋 Today's attendance"
    everyone_button = "✅ All are here"
    number_button = "🔢 Enter a number"
    poster_button = "🔳 QR code and digits"
    refresh_button = "↻ Refresh"
    list_button = "👥 People of the class"
    earlier = "‹ Previous page"
    later = "Next page ›"
    stop = "Never mind"
    by_name = "Drop this number, count names"

    def today(self, lessons: Sequence[tuple[Lesson, Course]]) -> Markup:
        if not lessons:
            return Markup("There is no lesson today.")
        return self.lines(Markup("<b>Today's attendance</b>"), "Choose a lesson:")

    def take_button(self, lesson: Lesson, course: Course) -> str:
        return f"🙋 Attendance {self.hours(lesson.starts_at, lesson.ends_at)} · {course.title}"

    def page(
        self, course: Course, lesson: Lesson, seated: int, came: int, others: int, nameless: int, page: int, pages: int
    ) -> Markup:
        paged = f" · page {page + 1}/{pages}" if pages > 1 else ""
        extra = f" · guests by name: {others}" if others else ""
        extra += f" · guests without a name: {nameless}" if nameless else ""
        return self.lines(
            Markup("<b>Attendance: {}</b>{}").format(course.title, paged),
            f"🗓 {self.day(lesson.starts_at)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"✅ Present: {came}/{seated}{extra}",
            f"🔢 The number you entered: {lesson.headcount} (reports use it)" if lesson.headcount is not None else None,
        )

    def guests(self, names: Sequence[str]) -> str:
        return f"Guests by name: {', '.join(names)}"

    def absent(self, names: Sequence[str]) -> Markup:
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        return Markup("<b>Absent:</b> {}{}").format(", ".join(names[:MOST_NAMES]), more)

    def nobody(self) -> Markup:
        return Markup("Nobody has a seat in this class yet.")

    def hint(self) -> str:
        return "Tap the name of whoever came. If it was a mistake, tap it again."

    def came_button(self, number: int, name: str) -> str:
        return f"{number}. {name}: present"

    def absent_button(self, number: int, name: str) -> str:
        return f"{number}. {name}: absent"

    def too_early(self, course: Course, lesson: Lesson) -> Markup:
        return self.lines(
            Markup("<b>Attendance: {}</b>").format(course.title),
            f"🗓 {self.day(lesson.starts_at)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            "It is too early: attendance opens 60 minutes before the lesson. You can print the QR code now.",
        )

    def cancelled(self, course: Course) -> Markup:
        return Markup("This lesson of <b>{}</b> was cancelled, so there is no attendance.").format(course.title)

    def not_there(self) -> Markup:
        return Markup("I do not see this lesson at your centre.")

    def ask_number(self, course: Course, lesson: Lesson, most: int) -> Markup:
        return self.lines(
            Markup("<b>{}</b>, {}: how many people came?").format(course.title, self.day(lesson.starts_at)),
            f"Type a number from 0 to {most}. Reports will use it instead of the names.",
        )

    def bad_number(self, most: int) -> str:
        return f"Please type a number from 0 to {most}."

    def low(self, course: Course, visits: tuple[int, int]) -> Markup:
        first, second = visits
        return self.lines(
            Markup("📉 Few people come to <b>{}</b> ({}).").format(course.title, course.code),
            f"Seated: {course.taken}. First lesson: {first} came, second lesson: {second} came.",
            "See who was absent and ask how they are, change the hour, or invite who waits. I tell you this only once.",
        )
