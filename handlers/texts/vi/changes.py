"""A lesson moved, a lesson or a course cancelled, a seat that became free."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.catalogue import Changed
from storage.catalogue_plan import Meeting, Move
from storage.courses import Course
from storage.learners import Learner, Relation
from storage.registrations import Registration, Standing

MOST_CHANGES = 6
"""Lessons spelled out in one message; the class's card has them all."""


class Changes(Formats):
    keep_seat = "✅ Giữ chỗ"
    hand_on = "Nhường chỗ"
    see_class = "Xem lớp"
    my_classes = "🎒 Lớp của tôi"
    other_classes = "📚 Lớp khác sắp mở"

    def people(self, learners: Sequence[Learner]) -> str:
        """Bạn · Mẹ Lan · Bạn và Mẹ Lan: the household's own first, as the subject of a sentence."""
        selves = ["Bạn" for one in learners if one.relation is Relation.SELF][:1]
        return self.joined(selves + [one.name for one in learners if one.relation is not Relation.SELF])

    def joined(self, names: Sequence[str]) -> str:
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"

    def promoted(self, learner: Learner, course: Course, now: datetime) -> Markup:
        """With the first lesson still to come."""
        lesson = next((one for one in course.live_lessons if one.ends_at > now), course.lessons[-1])
        return self.lines(
            Markup("🎉 Có chỗ rồi! <b>{}</b> đã được xếp vào lớp <b>{}</b>.").format(
                self.people([learner]), course.title
            ),
            f"🗓 {self.near_day(lesson.starts_at, now)}, {self.hours(lesson.starts_at, lesson.ends_at)}",
            f"📍 {lesson.venue}, {course.centre.ward}",
            "Chỗ này đã được giữ. Nếu không đi học được, bạn bấm “Nhường chỗ” để người đang chờ có chỗ nhé.",
        )

    def lessons_changed(self, changed: Changed, learners: Sequence[Learner], now: datetime) -> Markup:
        """What was and what is; the same for those who are seated and those who wait."""
        change = changed.change
        told = [self.move(one, now) for one in change.moved]
        told += [self.drop(one.meeting, now) for one in change.dropped]
        told += [self.add(one, now) for one in change.added]
        return self.lines(
            Markup("🔔 Lớp <b>{}</b> thay đổi lịch.").format(changed.course.title),
            self.learners(learners),
            *(Markup("\n{}").format(one) for one in told[:MOST_CHANGES]),
            *(("", self.more(len(told) - MOST_CHANGES)) if len(told) > MOST_CHANGES else ()),
            "",
            self.what_stays(any(one.ends_at > now for one in changed.course.live_lessons)),
        )

    def learners(self, learners: Sequence[Learner]) -> str:
        return f"👤 Người học: {self.people(learners)}"

    def move(self, move: Move, now: datetime) -> Markup:
        """Only what differs is said twice."""
        old_time, new_time = self.time_of(move.old, now), self.time_of(move.new, now)
        old_place, new_place = self.place_of(move.old), self.place_of(move.new)
        return self.lines(
            "✅ Buổi đã báo hủy nay học lại:" if move.is_back else None,
            *self.difference("🗓", old_time, new_time),
            *self.difference("📍", old_place, new_place),
        )

    def difference(self, sign: str, old: str, new: str) -> list[Markup]:
        if old == new:
            return [Markup("{} Vẫn như cũ: {}").format(sign, new)]
        return [Markup("{} Trước đây: {}").format(sign, old), Markup("{} Nay: <b>{}</b>").format(sign, new)]

    def drop(self, meeting: Meeting, now: datetime) -> Markup:
        return Markup("❌ <b>Hủy buổi</b> {}, {}").format(self.time_of(meeting, now), self.place_of(meeting))

    def add(self, meeting: Meeting, now: datetime) -> Markup:
        return Markup("➕ <b>Thêm buổi</b> {}, {}").format(self.time_of(meeting, now), self.place_of(meeting))

    def more(self, count: int) -> str:
        return f"… và {count} thay đổi nữa. Bạn bấm “Xem lớp” để xem cả lịch."

    def what_stays(self, goes_on: bool) -> str:
        if not goes_on:
            return "Các buổi còn lại không học nữa. Bạn không cần làm gì thêm, mong bạn thông cảm."
        return (
            "Đăng ký vẫn được giữ, mình sẽ nhắc theo lịch mới. Nếu không đi được, bạn bấm nút bên dưới để trả chỗ nhé."
        )

    def course_cancelled(self, changed: Changed, learners: Sequence[Learner], now: datetime) -> Markup:
        dropped = [one.meeting for one in changed.change.dropped][:MOST_CHANGES]
        return self.lines(
            Markup("❌ Rất tiếc, lớp <b>{}</b> đã hủy, không mở nữa.").format(changed.course.title),
            self.learners(learners),
            *(f"🗓 Không học: {self.time_of(one, now)}, {self.place_of(one)}" for one in dropped),
            "Bạn không cần làm gì thêm. Mong bạn thông cảm, mời bạn xem lớp khác nhé.",
        )

    def give_up(self, registration: Registration) -> str:
        """For a button: what is given up, and whose."""
        what = "Trả chỗ" if registration.standing is Standing.SEATED else "Rời danh sách chờ"
        learner = registration.learner
        return what if learner is None or learner.relation is Relation.SELF else f"{what}: {learner.name}"

    def time_of(self, meeting: Meeting, now: datetime) -> str:
        return f"{self.near_day(meeting.starts_at, now)}, {self.hours(meeting.starts_at, meeting.ends_at)}"

    def place_of(self, meeting: Meeting) -> str:
        return f"{meeting.venue}, {meeting.ward}"
