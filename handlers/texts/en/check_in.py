"""Checking in to a lesson, as learners do it themselves; and its poster."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import check_in as vi
from storage.courses import Course
from storage.lessons import Lesson


class CheckIn(Formats, vi.CheckIn):
    stop = "Never mind"
    sign_up = "📝 Sign up for this class"

    def ask_code(self) -> Markup:
        return self.lines(
            Markup("Type the <b>four digits</b> shown in the classroom and send them to me. That is all."),
            "The code works only around the time of the lesson.",
        )

    def wrong(self, left: int) -> Markup:
        more = f"You can try {left} more times." if left else "Please rest for a while, then try again."
        return self.lines(
            "This code is not right, or it is not yet time for the lesson.",
            "Please look at the four digits again. They work from 60 minutes before the lesson until 60 minutes after.",
            more,
        )

    def rest(self) -> Markup:
        return self.lines(
            "You have tried many times, so let us rest. You can try again in an hour.",
            "If you are in the classroom, ask the teacher or an organizer to check you in. Nothing is lost.",
        )

    def too_early(self, course: Course, lesson: Lesson, opens_at: datetime) -> Markup:
        return self.lines(
            Markup("It is not yet time to check in to <b>{}</b>.").format(course.title),
            f"Please come back from {self.clock(opens_at)}, {self.day(lesson.starts_at)}.",
        )

    def too_late(self, course: Course, lesson: Lesson) -> Markup:
        return self.lines(
            Markup("The time to check in to <b>{}</b>, {}, is over.").format(course.title, self.day(lesson.starts_at)),
            "If you were there, tell an organizer and they will note it.",
        )

    def cancelled(self, course: Course, lesson: Lesson) -> Markup:
        return Markup("This lesson of <b>{}</b>, {}, was cancelled, so nobody checks in.").format(
            course.title, self.day(lesson.starts_at)
        )

    def dead_link(self) -> Markup:
        return Markup("This QR code does not work any more. Please type the four digits instead.")

    def ask_who(self, course: Course, lesson: Lesson, coming: Sequence[str], there: Sequence[str]) -> Markup:
        return self.lines(
            Markup("🙋 <b>Who is at {}</b>, {}?").format(course.title, self.hours(lesson.starts_at, lesson.ends_at)),
            f"Already checked in: {', '.join(there)}." if there else None,
            f"To be noted: {', '.join(coming)}." if coming else "Nobody chosen yet.",
            "If that is right, tap “Done”." if coming else "Please tap who is there.",
        )

    def with_person(self, name: str) -> str:
        return f"➕ {name} is here"

    def without_person(self, name: str) -> str:
        return f"➖ {name} is not here"

    def done_button(self, count: int) -> str:
        return "✅ Done, 1 person" if count == 1 else f"✅ Done, {count} people"

    def noted(self, course: Course, lesson: Lesson, names: Sequence[str]) -> Markup:
        return self.lines(
            Markup("✅ Checked in: <b>{}</b>.").format(", ".join(names)),
            Markup("<b>{}</b>, {}. Enjoy the lesson!").format(
                course.title, self.hours(lesson.starts_at, lesson.ends_at)
            ),
        )

    def nameless(self, course: Course) -> Markup:
        return self.lines(
            Markup("✅ Noted: one more person came to <b>{}</b>. Enjoy the lesson!").format(course.title),
            "I only count, I do not write down your name.",
        )

    def may_join(self) -> str:
        return "To keep a seat and be reminded next time, sign up for the class."

    def already(self, course: Course, lesson: Lesson, names: Sequence[str]) -> Markup:
        who = f": {', '.join(names)}" if names else ""
        return Markup("No worry, you are already checked in to <b>{}</b> today{}.").format(course.title, who)

    def stopped(self) -> Markup:
        return Markup("All right, I noted nothing. Type the code again when you need to.")

    def heading(self) -> str:
        return "CHECK IN"

    def poster_when(self, lesson: Lesson) -> str:
        return f"{self.day(lesson.starts_at)}, {self.hours(lesson.starts_at, lesson.ends_at)}"

    def scan(self) -> str:
        return "Scan this with your phone's camera"

    def type_it(self, *, linked: bool) -> str:
        return "Or send Bạn Học these four digits:" if linked else "Send Bạn Học these four digits:"

    def poster_name(self, course: Course) -> str:
        return f"check-in-{course.code}.png"

    def poster_caption(
        self, course: Course, lesson: Lesson, code: str, link: str | None, opens_at: datetime, closes_at: datetime
    ) -> Markup:
        return self.lines(
            Markup("🔳 <b>Check-in for {}</b>, {}").format(course.title, self.poster_when(lesson)),
            Markup("Code: <b>{}</b>").format(code),
            f"Link: {link}" if link else None,
            f"Works from {self.clock(opens_at)} to {self.clock(closes_at)}.",
            "Print it for the classroom, or let people scan your screen. Show it only there; do not post it in groups.",
        )
