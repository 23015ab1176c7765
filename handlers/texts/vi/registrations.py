"""Signed up, waiting, giving up, my classes."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course
from storage.learners import Learner, Relation
from storage.registrations import Registration, Standing


class Registrations(Formats):
    give_up = "Trả chỗ"
    leave_line = "Rời danh sách chờ"
    yes_give_up = "Vâng, trả chỗ"
    yes_leave = "Vâng, rời danh sách"
    keep = "Giữ lại"
    see_class = "Xem lớp"
    past_button = "🗂 Lớp đã học"
    calendar_all = "📅 Lịch tất cả lớp"

    def who(self, learner: Learner | None) -> str:
        """As the subject of a sentence to the contact: "Bạn", or the learner's name."""
        return "Bạn" if learner is None or learner.relation is Relation.SELF else learner.name

    def seated(self, course: Course, learner: Learner, now: datetime) -> Markup:
        coming = [lesson for lesson in course.live_lessons if lesson.starts_at > now] or course.live_lessons
        first = coming[0]
        return self.lines(
            Markup("✅ <b>{}</b> đã có chỗ trong lớp <b>{}</b>.").format(self.who(learner), course.title),
            f"🗓 {self.when(first.starts_at, first.ends_at, now)}",
            f"📍 {first.venue}, {course.centre.ward}",
            f"💵 Học phí: {self.money(course.fee_vnd)}",
            "Mình sẽ nhắc trước giờ học.",
        )

    def waiting(self, course: Course, learner: Learner, place: int) -> Markup:
        return self.lines(
            Markup("⏳ Lớp <b>{}</b> đã hết chỗ.").format(course.title),
            Markup("<b>{}</b> đứng thứ <b>{}</b> trong danh sách chờ.").format(self.who(learner), place),
            "Có chỗ trống là mình báo bạn ngay, bạn không cần làm gì thêm.",
        )

    def already(self, registration: Registration, course: Course, learner: Learner, place: int) -> Markup:
        if registration.standing is Standing.SEATED:
            return Markup("<b>{}</b> đã có chỗ trong lớp <b>{}</b> rồi, bạn yên tâm nhé.").format(
                self.who(learner), course.title
            )
        return Markup("<b>{}</b> đã ở trong danh sách chờ lớp <b>{}</b>, đứng thứ <b>{}</b>.").format(
            self.who(learner), course.title, place
        )

    def closed(self, course: Course) -> Markup:
        return self.lines(
            Markup("Lớp <b>{}</b> đã đóng đăng ký từ {}, {}.").format(
                course.title, self.clock(course.registration_closes_at), self.day(course.registration_closes_at)
            ),
            "Bạn xem các lớp khác sắp mở nhé.",
        )

    def course_cancelled(self, course: Course) -> Markup:
        return self.lines(
            Markup("Lớp <b>{}</b> đã hủy, không mở nữa.").format(course.title), "Bạn xem các lớp khác sắp mở nhé."
        )

    def ask_give_up(self, registration: Registration, course: Course, *, open_now: bool) -> Markup:
        learner = registration.learner
        if registration.standing is Standing.WAITING:
            return self.lines(
                Markup("<b>{}</b> rời danh sách chờ lớp <b>{}</b> nhé?").format(self.who(learner), course.title),
                "Nếu sau này đăng ký lại, sẽ đứng ở cuối danh sách.",
            )
        return self.lines(
            Markup("<b>{}</b> không học lớp <b>{}</b> nữa, trả chỗ nhé?").format(self.who(learner), course.title),
            "Chỗ sẽ được nhường cho người đang chờ." if open_now else "Lớp đã đóng đăng ký nên chỗ sẽ để trống.",
        )

    def given_up(self, registration: Registration, course: Course, *, was_seated: bool) -> Markup:
        if was_seated:
            done = Markup("Đã trả chỗ của <b>{}</b> trong lớp <b>{}</b>.")
        else:
            done = Markup("<b>{}</b> đã rời danh sách chờ lớp <b>{}</b>.")
        who = self.who(registration.learner)
        return self.lines(
            done.format(who.lower() if was_seated and who == "Bạn" else who, course.title),
            "Cảm ơn bạn đã báo. Hẹn gặp ở lớp khác nhé!",
        )

    def kept(self, registration: Registration, course: Course) -> Markup:
        if registration.standing is Standing.WAITING:
            return Markup("Vâng, <b>{}</b> vẫn ở trong danh sách chờ lớp <b>{}</b>.").format(
                self.who(registration.learner), course.title
            )
        return Markup("Vâng, mình giữ chỗ trong lớp <b>{}</b> cho <b>{}</b>. Hẹn gặp ở lớp nhé!").format(
            course.title, self.who(registration.learner).replace("Bạn", "bạn")
        )

    def no_longer_registered(self) -> Markup:
        return self.lines("Đăng ký này không còn nữa, nên không cần làm gì thêm.", "Bạn xem lớp của mình ở đây nhé.")

    def over(self, course: Course) -> Markup:
        return Markup("Lớp <b>{}</b> đã kết thúc rồi.").format(course.title)

    def standing(self, registration: Registration, place: int) -> Markup:
        """One line on a class's card."""
        who = self.who(registration.learner)
        if registration.standing is Standing.SEATED:
            return Markup("✅ <b>{}</b> đã có chỗ.").format(who)
        return Markup("⏳ <b>{}</b> đứng thứ {} trong danh sách chờ.").format(who, place)

    def my_classes(self, people: Sequence[tuple[Learner, Sequence[Markup]]]) -> Markup:
        """Per person of the household: name and entries."""
        blocks = [self.lines("", Markup("<b>{}</b>").format(self.person(one)), *entries) for one, entries in people]
        return self.lines(Markup("<b>Lớp của tôi</b>"), *blocks)

    def person(self, learner: Learner) -> str:
        return f"{learner.name} (bạn)" if learner.relation is Relation.SELF else learner.name

    def my_entry(self, registration: Registration, place: int, now: datetime) -> Markup:
        course = registration.course
        coming = [lesson for lesson in course.live_lessons if lesson.ends_at > now] or course.lessons
        when = self.when(coming[0].starts_at, coming[0].ends_at, now)
        where = f"{coming[0].venue}, {course.centre.ward}"
        mark = "✅ có chỗ" if registration.standing is Standing.SEATED else f"⏳ chờ, thứ {place}"
        return self.lines(Markup("• <b>{}</b>: {}").format(course.title, mark), f"   {when} · {where}")

    def past_entry(self, registration: Registration) -> Markup:
        course = registration.course
        return Markup("• {} ({})").format(course.title, self.day(course.last_ends_at))

    def none_yet(self) -> Markup:
        return self.lines("Bạn chưa đăng ký lớp nào sắp tới.", "Bạn xem các lớp sắp mở rồi chọn một lớp nhé.")

    def past(self, people: Sequence[tuple[Learner, Sequence[Markup]]]) -> Markup:
        blocks = [self.lines("", Markup("<b>{}</b>").format(self.person(one)), *entries) for one, entries in people]
        return self.lines(Markup("<b>Lớp đã học</b>"), *blocks)

    def none_past(self) -> Markup:
        return Markup("Chưa có lớp nào đã học xong.")

    def give_up_button(self, registration: Registration) -> str:
        """On the list of my classes: what is given up, and whose."""
        what = self.give_up if registration.standing is Standing.SEATED else self.leave_line
        learner = registration.learner
        whose = "" if learner is None or learner.relation is Relation.SELF else f" ({learner.name})"
        return f"{what}: {registration.course.title}{whose}"
