"""Quizzes: an item, what is right and why, the end of three, and the class that teaches it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.courses import Course


class Quizzes(Formats):
    quiz_button = "🧩 Câu đố"
    more_button = "🧩 Làm thêm"
    next_button = "Câu tiếp theo ›"
    topics_button = "Chọn chủ đề"
    any_topic = "🎲 Chủ đề nào cũng được"
    sign_up = "✍️ Đăng ký lớp này"
    join_waitlist = "⏳ Vào danh sách chờ"
    see = "🔎 Xem lớp này"

    def item(self, number: int, count: int, topic: str, question: str, options: Sequence[str]) -> Markup:
        """`number` of `count` items; the options in the order in which their buttons stand."""
        return self.lines(
            self.head(number, count, topic),
            "",
            Markup("<b>{}</b>").format(question),
            "",
            *(f"{at}. {option}" for at, option in enumerate(options, 1)),
        )

    def head(self, number: int, count: int, topic: str) -> str:
        return f"🧩 Câu hỏi {number}/{count} · {topic}" if count > 1 else f"🧩 {topic}"

    def right(self, option: str) -> Markup:
        return Markup("✅ <b>Đúng rồi:</b> {}").format(option)

    def wrong(self, chosen: str, right: Sequence[str]) -> Markup:
        """`right`: each of them is a right answer."""
        return self.lines(
            Markup("<b>Chưa đúng.</b> Bạn chọn: {}").format(chosen),
            Markup("✅ <b>Đáp án:</b> {}").format(" · ".join(right)),
        )

    def explained(self, head: str, question: str, verdict: Markup, explanation: str, source: str) -> Markup:
        """What takes the place of the item. `head`: of the item, or that the first tap counted."""
        return self.lines(
            head,
            "",
            question,
            "",
            verdict,
            *(("", f"💡 {explanation}") if explanation else ()),
            Markup("<i>Nguồn: {}</i>").format(source) if source else None,
        )

    def first_counts(self) -> Markup:
        return self.lines("Câu này bạn trả lời rồi, mình tính lần bấm đầu tiên.")

    def old_item(self) -> Markup:
        """A button of a quiz that is over, or of an item that was answered before."""
        return self.lines("Câu này đã qua rồi, bạn không cần bấm nữa.", "Mình đi tiếp nhé?")

    def withdrawn(self) -> Markup:
        """The item they answered was taken out of the bank meanwhile."""
        return self.lines("Câu vừa rồi trung tâm không dùng nữa, nên mình không tính. Bạn thông cảm nhé.")

    def ended(self, right: int, count: int) -> Markup:
        if right == count:
            return self.lines(
                f"🎉 Xong {count} câu, bạn đúng hết. Giỏi quá!" if count > 1 else "🎉 Xong rồi, bạn đúng!"
            )
        return self.lines(
            f"🎉 Xong {count} câu rồi" + (f", bạn đúng {right}." if right else "."),
            "Câu nào chưa đúng, vài hôm nữa mình hỏi lại để bạn nhớ lâu hơn.",
        )

    def nothing_left(self) -> Markup:
        return self.lines("Hôm nay mình hết câu đố cho bạn rồi.", "Mai bạn ghé lại nhé.")

    def nothing_on(self, topic: str) -> Markup:
        return self.lines(
            Markup("Hôm nay mình hết câu về <b>{}</b> rồi.").format(topic), "Bạn thử chủ đề khác, hoặc mai ghé lại nhé."
        )

    def no_such_topic(self) -> Markup:
        return self.lines("Mình chưa có câu đố về chủ đề này.", "Bạn chọn một chủ đề bên dưới nhé.")

    def choose_topic(self) -> Markup:
        return self.lines("Bạn muốn làm câu đố về chủ đề nào?", "Ba câu thôi, chừng hai phút.")

    def taught(self, topic: str, course: Course, now: datetime) -> Markup:
        """`course`: a class to come on the topic of which something was not known twice."""
        first = course.live_lessons[0]
        return self.lines(
            Markup("📚 Bạn muốn học kỹ hơn chủ đề “{}”? Lớp <b>{}</b> dạy phần đó:").format(topic, course.title),
            f"{self.when(first.starts_at, first.ends_at, now)}, ở {first.venue}, {course.ward}",
            f"Dành cho: {course.audience}" if course.audience else None,
        )
