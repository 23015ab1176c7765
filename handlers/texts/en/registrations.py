"""Signed up, waiting, giving up, my classes."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import registrations as vi
from storage.courses import Course
from storage.learners import Learner, Relation
from storage.registrations import Registration, Standing


class Registrations(Formats, vi.Registrations):
    give_up = "Give up seat"
    leave_line = "Leave waiting list"
    yes_give_up = "Yes, give it up"
    yes_leave = "Yes, leave"
    keep = "Keep it"
    see_class = "See the class"
    past_button = "🗂 Past classes"
    calendar_all = "📅 Calendar of all"

    def who(self, learner: Learner | None) -> str:
        return "You" if learner is None or learner.relation is Relation.SELF else learner.name

    def _has(self, learner: Learner | None) -> str:
        return "have" if self.who(learner) == "You" else "has"

    def _is(self, learner: Learner | None) -> str:
        return "are" if self.who(learner) == "You" else "is"

    def seated(self, course: Course, learner: Learner, now: datetime) -> Markup:
        coming = [lesson for lesson in course.live_lessons if lesson.starts_at > now] or course.live_lessons
        first = coming[0]
        return self.lines(
            Markup("✅ <b>{}</b> {} a seat in <b>{}</b>.").format(self.who(learner), self._has(learner), course.title),
            f"🗓 {self.when(first.starts_at, first.ends_at, now)}",
            f"📍 {first.venue}, {course.centre.ward}",
            f"💵 Fee: {self.money(course.fee_vnd)}",
            "I will remind you before the lesson.",
        )

    def waiting(self, course: Course, learner: Learner, place: int) -> Markup:
        return self.lines(
            Markup("⏳ <b>{}</b> is full.").format(course.title),
            Markup("<b>{}</b> {} number <b>{}</b> on the waiting list.").format(
                self.who(learner), self._is(learner), place
            ),
            "When a seat becomes free I tell you at once; there is nothing else to do.",
        )

    def already(self, registration: Registration, course: Course, learner: Learner, place: int) -> Markup:
        if registration.standing is Standing.SEATED:
            return Markup("<b>{}</b> already {} a seat in <b>{}</b>.").format(
                self.who(learner), self._has(learner), course.title
            )
        return Markup("<b>{}</b> {} already on the waiting list of <b>{}</b>, number <b>{}</b>.").format(
            self.who(learner), self._is(learner), course.title, place
        )

    def closed(self, course: Course) -> Markup:
        return self.lines(
            Markup("Registration for <b>{}</b> closed at {}, {}.").format(
                course.title, self.clock(course.registration_closes_at), self.day(course.registration_closes_at)
            ),
            "Please look at the other coming classes.",
        )

    def course_cancelled(self, course: Course) -> Markup:
        return self.lines(
            Markup("<b>{}</b> is cancelled.").format(course.title), "Please look at the other coming classes."
        )

    def ask_give_up(self, registration: Registration, course: Course, *, open_now: bool) -> Markup:
        learner = registration.learner
        whose = "your" if self.who(learner) == "You" else f"{self.who(learner)}’s"
        if registration.standing is Standing.WAITING:
            return self.lines(
                Markup("Give up {} place on the waiting list of <b>{}</b>?").format(whose, course.title),
                "Signing up again later means starting at the end of the list.",
            )
        return self.lines(
            Markup("Give up {} seat in <b>{}</b>?").format(whose, course.title),
            "It goes to the next person waiting." if open_now else "Registration is closed, so it will stay empty.",
        )

    def given_up(self, registration: Registration, course: Course, *, was_seated: bool) -> Markup:
        who = self.who(registration.learner)
        whose = "Your" if who == "You" else f"{who}’s"
        what = "seat in" if was_seated else "place on the waiting list of"
        return self.lines(
            Markup("{} {} <b>{}</b> is given up.").format(whose, what, course.title),
            "Thank you for telling us. See you in another class!",
        )

    def kept(self, registration: Registration, course: Course) -> Markup:
        learner = registration.learner
        if registration.standing is Standing.WAITING:
            return Markup("All right: <b>{}</b> {} still on the waiting list of <b>{}</b>.").format(
                self.who(learner), self._is(learner), course.title
            )
        return Markup("All right: <b>{}</b> {} a seat in <b>{}</b>. See you there!").format(
            self.who(learner), self._has(learner), course.title
        )

    def no_longer_registered(self) -> Markup:
        return self.lines("This registration no longer exists; there is nothing to do.", "Here are your classes.")

    def over(self, course: Course) -> Markup:
        return Markup("<b>{}</b> is over.").format(course.title)

    def standing(self, registration: Registration, place: int) -> Markup:
        learner = registration.learner
        if registration.standing is Standing.SEATED:
            return Markup("✅ <b>{}</b> {} a seat.").format(self.who(learner), self._has(learner))
        return Markup("⏳ <b>{}</b> {} number {} on the waiting list.").format(
            self.who(learner), self._is(learner), place
        )

    def my_classes(self, people: Sequence[tuple[Learner, Sequence[Markup]]]) -> Markup:
        blocks = [self.lines("", Markup("<b>{}</b>").format(self.person(one)), *entries) for one, entries in people]
        return self.lines(Markup("<b>My classes</b>"), *blocks)

    def person(self, learner: Learner) -> str:
        return f"{learner.name} (you)" if learner.relation is Relation.SELF else learner.name

    def my_entry(self, registration: Registration, place: int, now: datetime) -> Markup:
        course = registration.course
        coming = [lesson for lesson in course.live_lessons if lesson.ends_at > now] or course.lessons
        when = self.when(coming[0].starts_at, coming[0].ends_at, now)
        where = f"{coming[0].venue}, {course.centre.ward}"
        mark = "✅ seat" if registration.standing is Standing.SEATED else f"⏳ waiting, number {place}"
        return self.lines(Markup("• <b>{}</b>: {}").format(course.title, mark), f"   {when} · {where}")

    def none_yet(self) -> Markup:
        return self.lines("You have not signed up for a coming class.", "Look at the coming classes and choose one.")

    def past(self, people: Sequence[tuple[Learner, Sequence[Markup]]]) -> Markup:
        blocks = [self.lines("", Markup("<b>{}</b>").format(self.person(one)), *entries) for one, entries in people]
        return self.lines(Markup("<b>Past classes</b>"), *blocks)

    def none_past(self) -> Markup:
        return Markup("No class is finished yet.")
