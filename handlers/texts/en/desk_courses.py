"""An organizer's own classes: the list, a class's page, and changing it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import desk_courses as vi
from storage.courses import Course
from storage.lessons import Lesson
from storage.quiet_hours import LOCAL


class DeskCourses(Formats, vi.DeskCourses):
    list_button = "📋 Our classes"
    past_button = "🕘 Past classes"
    new_button = "➕ New class"
    template_button = "📄 Excel template"
    attendance_button = "🙋 Attendance"
    edit_button = "✏️ Edit"
    seats_button = "🪑 Seats"
    move_button = "🗓 Move a lesson"
    drop_button = "❌ Cancel a lesson"
    add_button = "➕ Add a lesson"
    repeat_button = "🔁 Repeat weekly"
    close_button = "🔒 Close registration"
    reopen_button = "🔓 Open until…"
    call_off_button = "🛑 Cancel the class"
    clone_button = "📑 Run it again"
    see_button = "‹ The class"
    earlier = "‹ Previous page"
    later = "Next page ›"
    confirm = "✅ Change it"
    confirm_drop = "✅ Yes, cancel it"
    again = "✏️ Type again"
    stop = "Never mind"
    free = "Free"
    nothing = "Leave empty"
    facts = (
        ("title", "Title"),
        ("description", "Description"),
        ("audience", "For whom"),
        ("teacher", "Teacher"),
        ("fee_vnd", "Fee"),
        ("venue", "Place"),
        ("registration_closes_at", "Registration"),
    )

    def heading(self, page: int, has_more: bool, *, past: bool) -> Markup:
        more = f", page {page + 1}" if page or has_more else ""
        if past:
            return Markup("<b>Past classes{}</b>. Tap a number to see one, or to run it again.").format(more)
        return Markup("<b>Our classes{}</b>. Tap a number to see and change one.").format(more)

    def none_past(self) -> Markup:
        return Markup("No class of yours is over yet.")

    def none_coming(self) -> Markup:
        return self.lines("No class is coming.", "Open one here, or send me an Excel file like the template.")

    def seats(self, course: Course, waiting: int) -> str:
        return f"{course.taken}/{course.capacity} seats" + (f", {waiting} waiting" if waiting else "")

    def card(self, course: Course, waiting: int, now: datetime) -> Markup:
        lessons = course.live_lessons or course.lessons
        return self.lines(
            Markup("<b>{}</b>").format(course.title),
            Markup("🛑 <b>Cancelled</b>") if course.cancelled_at else None,
            f"🔖 {course.code} · {course.topic.name} · {course.centre.ward}",
            f"🪑 {self.seats(course, waiting)}",
            f"💵 {self.money(course.fee_vnd)}",
            f"👥 For: {course.audience}" if course.audience else None,
            f"🧑‍🏫 Teacher: {course.teacher}" if course.teacher else None,
            self._registration(course, now),
            *(f"• {self.lesson(one, now)}" for one in lessons),
            *(("", course.description) if course.description else ()),
        )

    def _until(self, closes_at: datetime, now: datetime) -> str:
        closes = self.moment(closes_at)
        return f"🔓 Open until {closes}" if closes_at > now else f"🔒 Closed since {closes}"

    def lesson(self, lesson: Lesson, now: datetime) -> str:
        over = " (over)" if lesson.ends_at <= now else ""
        return f"{self.span(lesson.starts_at, lesson.ends_at)}, {lesson.venue}{over}"

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        return f"{self.day(starts_at)} {starts_at.astimezone(LOCAL).year}, {self.hours(starts_at, ends_at)}"

    def moment(self, moment: datetime) -> str:
        return f"{self.clock(moment)}, {self.day(moment)} {moment.astimezone(LOCAL).year}"

    def not_there(self) -> Markup:
        return self.lines("I cannot find this class at your centre.", "It may be over, or the code mistyped.")

    def ask_what(self, course: Course) -> Markup:
        return Markup("What would you like to change in <b>{}</b>?").format(course.title)

    def ask_which(self, course: Course, lessons: Sequence[Lesson], now: datetime) -> Markup:
        return self.lines(
            Markup("Which lesson of <b>{}</b>?").format(course.title),
            *(f"{number}. {self.lesson(one, now)}" for number, one in enumerate(lessons, 1)),
        )

    def gone(self) -> Markup:
        return Markup("This lesson or class has begun, is over or was cancelled: it cannot be changed any more.")

    def _asked(self, what: str, course: Course, lesson: Lesson | None, now: datetime) -> list[str]:
        now_is = f"Now: {self.current(what, course)}" if self.current(what, course) else None
        asked = {
            "title": "Type the new title.",
            "description": "Type the new description.",
            "audience": "Who is it for? A few words.",
            "teacher": "Who teaches? Type the name.",
            "fee_vnd": "What is the fee? Type the amount, like 150,000.",
            "venue": "Where are the coming lessons? Type the place and address.",
            "capacity": "How many seats? Type a number.",
            "registration_closes_at": "Until when can people register? Like “Friday 17:00” or “27/11 17:00”.",
            "add": "When is the lesson? Like “next Saturday 8:00-10:00”.",
            "repeat": "How many more lessons, one a week? Like “4”, or “8 except 12/12, 19/12” if there are breaks.",
        }
        if what == "move" and lesson is not None:
            return [f"Moving {self.lesson(lesson, now)}.", "To when? Like “next Saturday 8:00-10:00”."]
        return [line for line in (now_is, asked[what]) if line]

    def current(self, what: str, course: Course) -> str:
        return f"{course.capacity} seats, {course.taken} taken" if what == "capacity" else super().current(what, course)

    def unread(self, what: str) -> str:
        return {
            "title": "A title has 1–200 letters. Please type it again.",
            "description": "That is too long: at most 2,000 letters. Please shorten it.",
            "audience": "That is too long: at most 200 letters. Please shorten it.",
            "teacher": "That is too long: at most 200 letters. Please shorten it.",
            "topic": "A topic has 1–120 letters. Please type it again.",
            "fee_vnd": "I did not understand the amount. Type it in full, like 150,000, or “free”.",
            "venue": "A place has 1–200 letters. Please type it again.",
            "capacity": "Please type a number from 1 to 10,000, like 20.",
            "registration_closes_at": "I need a moment to come, before the class is over, like “Friday 17:00”.",
            "repeat": "Please type a number from 1 to 52, like 4, or “8 except 12/12”.",
        }.get(what, "I need a day and hours to come, the end after the beginning, like “next Saturday 8:00-10:00”.")

    def already_then(self) -> str:
        return "The class has a lesson at exactly that time. Please type another."

    def too_few(self, taken: int) -> str:
        return f"{taken} people have a seat. Please type at least {taken}."

    def closes(self, course: Course, closes_at: datetime, now: datetime) -> Markup:
        return self.lines(
            Markup("<b>{}</b>").format(course.title),
            f"   was: {self._registration(course, now)}",
            f"   will be: {self._until(closes_at, now)}",
        )

    def same(self) -> Markup:
        return Markup("That would change nothing.")

    def preview(self, change: Markup, told: int, seats: int) -> Markup:
        return self.lines(Markup("👀 <b>This would change:</b>"), change, "", *self.concerned(told, seats))

    def concerned(self, told: int, seats: int) -> list[Markup | str]:
        return [
            Markup("📣 <b>People told: {}</b>").format(told) if told else "🔕 Nobody has to be told.",
            *([Markup("🪑 <b>Waiting people who get a seat and are told: {}</b>").format(seats)] if seats else []),
        ]

    def they_read(self, text: Markup) -> Markup:
        return self.lines(Markup("<i>They will read:</i>"), text)

    def changed_meanwhile(self) -> Markup:
        return Markup("⚠️ <b>Somebody has just changed the class</b>, so I did nothing yet. Please look again:")

    def done(self, told: int, seats: int) -> Markup:
        return self.lines(
            Markup("✅ <b>Done.</b>"),
            f"News written to {told} people." if told else None,
            f"{seats} people who waited got a seat." if seats else None,
        )

    def done_before(self) -> Markup:
        return Markup("✅ This was done already; I do not do it twice.")

    def stopped(self) -> Markup:
        return Markup("All right, nothing was changed.")
