"""Lists of courses and the card of one."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import courses as vi
from storage.courses import Course
from storage.listing import Offer


class Courses(Formats, vi.Courses):
    sign_up = "✍️ Sign up"
    join_waitlist = "⏳ Join the waiting list"
    calendar = "📅 Add to calendar"
    share = "📤 Share"
    back = "‹ All classes"
    earlier = "‹ Previous"
    later = "Next ›"
    filters = ("Week", "Ward", "Topic")
    any_ward = "Any ward"
    any_topic = "Any topic"
    weeks = ("Any week", "This week", "Next week", "Later")
    all_filters_off = "Show all classes"

    def heading(self, count: int, page: int, pages: int, limits: Sequence[str]) -> Markup:
        shown = f", page {page} of {pages}" if pages > 1 else ""
        narrowed = f" ({', '.join(limits)})" if limits else ""
        return Markup("<b>Coming classes{}</b>: {}{}").format(narrowed, count, shown)

    def none_coming(self, limits: Sequence[str]) -> Markup:
        if limits:
            return self.lines(
                Markup("There is no class yet for: <b>{}</b>.").format(", ".join(limits)),
                "Remove a filter to see other classes.",
            )
        return self.lines("There are no coming classes just now.", "Please look in again in a few days.")

    def seats(self, course: Course | Offer, now: datetime) -> str:
        if course.cancelled_at is not None:
            return "cancelled"
        if not course.is_open(now):
            return "registration closed"
        if course.seats_left == 1:
            return "1 seat left"
        return f"{course.seats_left} seats left" if course.seats_left > 0 else "full, waiting list open"

    def card(self, course: Course, standings: Sequence[Markup], now: datetime) -> Markup:
        return self.lines(
            Markup("<b>{}</b>").format(course.title),
            course.description or None,
            "",
            f"👥 For: {course.audience}" if course.audience else None,
            *self._lessons(course, now),
            f"🧑‍🏫 Teacher: {course.teacher}" if course.teacher else None,
            f"💵 Fee: {self.money(course.fee_vnd)}",
            f"🪑 Seats: {self.seats(course, now)} ({course.capacity} in all)",
            self._closing(course, now),
            f"🔖 Class code: {course.code}",
            *(("", *standings) if standings else ()),
        )

    def _lessons(self, course: Course, now: datetime) -> list[str]:
        lessons = course.live_lessons or course.lessons
        venues = {lesson.venue for lesson in lessons}
        place = f"📍 At: {lessons[0].venue}, {course.centre.ward}" if len(venues) == 1 else None
        times = [
            self.when(lesson.starts_at, lesson.ends_at, now)
            + ("" if place else f", {lesson.venue}")
            + (" (over)" if lesson.ends_at <= now else "")
            for lesson in lessons
        ]
        listed = [f"🗓 {times[0]}"] if len(times) == 1 else [f"🗓 {len(times)} lessons:", *(f"• {one}" for one in times)]
        return [*listed, place or f"📍 {course.centre.ward}"]

    def _closing(self, course: Course | Offer, now: datetime) -> str | None:
        if course.cancelled_at is not None:
            return None
        closes = course.registration_closes_at
        if not course.is_open(now):
            return f"⏰ Registration closed at {self.clock(closes)}, {self.day(closes)}"
        return f"⏰ Sign up until {self.clock(closes)}, {self.near_day(closes, now)}"

    def no_such_class(self, code: str) -> Markup:
        return self.lines(
            Markup("I cannot find a class with the code <b>{}</b>.").format(code[:20]),
            "It may be over, or the code may be mistyped. Please look at the coming classes.",
        )

    def choose_week(self) -> Markup:
        return Markup("Classes of which <b>week</b>?")

    def choose_ward(self) -> Markup:
        return Markup("Classes in which <b>ward</b>?")

    def choose_topic(self) -> Markup:
        return Markup("Classes on which <b>topic</b>?")

    def share_text(self, course: Course, link: str | None) -> Markup:
        lesson = (course.live_lessons or course.lessons)[0]
        way = (
            Markup("Sign up here: {}").format(link)
            if link
            else Markup("To sign up, send Bạn Học the class code: <b>{}</b>").format(course.code)
        )
        return self.lines(
            "Forward this message to your friends and family:",
            "",
            Markup("<b>{}</b>").format(course.title),
            f"{self.day(lesson.starts_at)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"{lesson.venue}, {course.centre.ward} · {self.money(course.fee_vnd)}",
            way,
        )

    def calendar_sent(self, title: str | None) -> Markup:
        what = Markup("for <b>{}</b>").format(title) if title else Markup("for your classes")
        return self.lines(
            Markup("Here is the calendar file {}.").format(what),
            "Tap the file and your phone offers to add the lessons to your calendar.",
        )

    def nothing_for_calendar(self) -> Markup:
        return self.lines("You have no coming class to put in a calendar.", "Please look at the coming classes.")
