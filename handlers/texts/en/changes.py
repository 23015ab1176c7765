"""A lesson moved, a lesson or a course cancelled, a seat that became free."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import changes as vi
from storage.catalogue import Changed
from storage.catalogue_plan import Meeting, Move
from storage.courses import Course
from storage.learners import Learner, Relation
from storage.registrations import Registration, Standing


class Changes(Formats, vi.Changes):
    keep_seat = "✅ Keep the seat"
    hand_on = "Pass it on"
    see_class = "See the class"
    my_classes = "🎒 My classes"
    other_classes = "📚 Other coming classes"

    def people(self, learners: Sequence[Learner]) -> str:
        selves = ["You" for one in learners if one.relation is Relation.SELF][:1]
        return self.joined(selves + [one.name for one in learners if one.relation is not Relation.SELF])

    def joined(self, names: Sequence[str]) -> str:
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def promoted(self, learner: Learner, course: Course, now: datetime) -> Markup:
        lesson = next((one for one in course.live_lessons if one.ends_at > now), course.lessons[-1])
        who = self.people([learner])
        return self.lines(
            Markup("🎉 A seat is free: <b>{}</b> now {} a seat in <b>{}</b>.").format(
                who, "have" if who == "You" else "has", course.title
            ),
            f"🗓 {self.near_day(lesson.starts_at, now)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"📍 {lesson.venue}, {course.centre.ward}",
            "The seat is kept for now. If it cannot be used, tap “Pass it on” and the next person waiting gets it.",
        )

    def lessons_changed(self, changed: Changed, learners: Sequence[Learner], now: datetime) -> Markup:
        change = changed.change
        told = [self.move(one, now) for one in change.moved]
        told += [self.drop(one.meeting, now) for one in change.dropped]
        told += [self.add(one, now) for one in change.added]
        return self.lines(
            Markup("🔔 The schedule of <b>{}</b> has changed.").format(changed.course.title),
            self.learners(learners),
            *(Markup("\n{}").format(one) for one in told[: vi.MOST_CHANGES]),
            *(("", self.more(len(told) - vi.MOST_CHANGES)) if len(told) > vi.MOST_CHANGES else ()),
            "",
            self.what_stays(any(one.ends_at > now for one in changed.course.live_lessons)),
        )

    def learners(self, learners: Sequence[Learner]) -> str:
        return f"👤 For: {self.people(learners)}"

    def move(self, move: Move, now: datetime) -> Markup:
        old_time, new_time = self.time_of(move.old, now), self.time_of(move.new, now)
        old_place, new_place = self.place_of(move.old), self.place_of(move.new)
        return self.lines(
            "✅ A lesson that was cancelled takes place after all:" if move.is_back else None,
            *self.difference("🗓", old_time, new_time),
            *self.difference("📍", old_place, new_place),
        )

    def difference(self, sign: str, old: str, new: str) -> list[Markup]:
        if old == new:
            return [Markup("{} As before: {}").format(sign, new)]
        return [Markup("{} Before: {}").format(sign, old), Markup("{} Now: <b>{}</b>").format(sign, new)]

    def drop(self, meeting: Meeting, now: datetime) -> Markup:
        return Markup("❌ <b>Cancelled:</b> {}, {}").format(self.time_of(meeting, now), self.place_of(meeting))

    def add(self, meeting: Meeting, now: datetime) -> Markup:
        return Markup("➕ <b>New lesson:</b> {}, {}").format(self.time_of(meeting, now), self.place_of(meeting))

    def more(self, count: int) -> str:
        return f"… and {count} more. Tap “See the class” for the whole schedule."

    def what_stays(self, goes_on: bool) -> str:
        if not goes_on:
            return "No more lessons will take place. There is nothing to do; sorry about this."
        return "Your registration is kept, and I will remind you of the new times. If you cannot come, tap below."

    def course_cancelled(self, changed: Changed, learners: Sequence[Learner], now: datetime) -> Markup:
        dropped = [one.meeting for one in changed.change.dropped][: vi.MOST_CHANGES]
        return self.lines(
            Markup("❌ Sorry, <b>{}</b> is cancelled.").format(changed.course.title),
            self.learners(learners),
            *(f"🗓 Not taking place: {self.time_of(one, now)}, {self.place_of(one)}" for one in dropped),
            "There is nothing for you to do. Please look at the other classes.",
        )

    def give_up(self, registration: Registration) -> str:
        what = "Give up seat" if registration.standing is Standing.SEATED else "Leave waiting list"
        learner = registration.learner
        return what if learner is None or learner.relation is Relation.SELF else f"{what}: {learner.name}"
