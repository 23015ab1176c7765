"""The organizers' desk of items: what a centre asks in its mini-quizzes, and how people get on with it."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats


class ItemDesk(Formats):
    desk_button = "🧩 Kho câu đố"
    topics_button = "‹ Các chủ đề"
    topic_button = "‹ Các câu"
    earlier = "‹ Trước"
    later = "Sau ›"
    switch_off = "🚫 Tắt câu này"
    switch_on = "✅ Bật lại câu này"

    def which_centre(self) -> Markup:
        return self.lines("Bạn xem kho câu đố của trung tâm nào?")

    def topics(self, ward: str, total: int, off: int, brought: int) -> Markup:
        return self.lines(
            Markup("🧩 <b>Kho câu đố của {}</b>").format(ward),
            f"{total} câu"
            + (f", {brought} câu do trung tâm đưa vào" if brought else "")
            + (f", {off} câu đang tắt." if off else "."),
            "",
            "Bạn chọn chủ đề để xem từng câu. Muốn thêm câu, bạn gửi cho mình tệp Excel theo mẫu, GIFT hoặc Aiken.",
        )

    def items(self, topic: str, page: int, pages: int, entries: Sequence[Markup]) -> Markup:
        """`page`: from 1."""
        head = f" ({page}/{pages})" if pages > 1 else ""
        return self.lines(
            Markup("🧩 <b>{}</b>{}").format(topic, head), *(self.lines("", one) for one in entries), "", self.legend()
        )

    def legend(self) -> Markup:
        return Markup("<i>🚫 đang tắt · 📥 trung tâm đưa vào. Số người trả lời tính đến hết Chủ nhật tuần trước.</i>")

    def entry(self, number: int, question: str, told: str, *, is_off: bool, is_brought: bool) -> Markup:
        marks = (" 🚫" if is_off else "") + (" 📥" if is_brought else "")
        return self.lines(f"{number}.{marks} {question}", Markup("<i>{}</i>").format(told))

    def told(self, people: int, share: str) -> str:
        """How people got on when they were asked for the first time. `share`: of them who were right."""
        return f"{people} người đã trả lời, lần đầu đúng {share}."

    def too_few(self, few: int) -> str:
        return f"Chưa đủ {few} người trả lời nên mình chưa nêu số."

    def drew_most(self, option: str) -> str:
        return f"Lựa chọn chưa đúng mà nhiều người chọn nhất: “{option}”."

    def item(self, question: str, options: Sequence[tuple[str, bool]], explanation: str, source: str) -> Markup:
        """`options`: each with whether it is right."""
        return self.lines(
            Markup("<b>{}</b>").format(question),
            *(f"{'✅' if is_right else '▫️'} {option}" for option, is_right in options),
            *(("", f"💡 {explanation}") if explanation else ()),
            Markup("<i>Nguồn: {}</i>").format(source) if source else None,
        )

    def state(self, *, is_off: bool) -> Markup:
        return Markup("🚫 <b>Câu này đang tắt,</b> bà con không được hỏi.") if is_off else Markup("Câu này đang bật.")

    def not_there(self) -> Markup:
        return self.lines("Mình không thấy câu này trong kho.")
