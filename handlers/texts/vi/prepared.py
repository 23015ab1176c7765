"""What stands around prepared answers; the answers themselves are in answers.yaml."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats

LONGEST_TITLE = 40


class Prepared(Formats):
    ask_staff = "📨 Chưa đúng ý? Hỏi cán bộ"
    others = "💡 Câu hỏi khác"
    back = "‹ Chủ đề khác"
    sections = {  # noqa: RUF012
        "papers": "🪪 VNeID, giấy tờ",
        "money": "💳 Ngân hàng, trả tiền",
        "scam": "🚨 Lừa đảo",
        "phone": "📱 Dùng điện thoại",
        "online": "🌐 Trên mạng",
        "health": "🩺 Sức khỏe, khẩn cấp",
        "centre": "🏫 Đi học ở trung tâm",
        "bot": "🤝 Về Bạn Học",
    }

    def told(self, title: str, said: str, source: str) -> Markup:
        """A prepared answer under the question it answers, with where it comes from."""
        return self.lines(
            Markup("💡 <b>{}</b>").format(title), said, "", Markup("<i>{}</i>").format(self.source(source))
        )

    def source(self, source: str) -> str:
        return f"Nguồn: {source}"

    def of_centre(self, ward: str | None, said: str) -> Markup:
        """What organizers prepared. `ward`: of their centre, None for all."""
        who = f"Trung tâm {ward} trả lời" if ward else "Trung tâm trả lời"
        return self.lines(Markup("💡 <b>{}:</b>").format(who), said)

    def class_button(self, title: str) -> str:
        return f"📚 Học lớp: {self.short(title)}"

    def short(self, title: str) -> str:
        return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"

    def choose_section(self) -> Markup:
        return self.lines(
            Markup("<b>Câu hỏi thường gặp</b>"),
            "Bạn muốn hỏi về chuyện gì? Bạn bấm một chủ đề, hoặc cứ nhắn câu hỏi như khi nói chuyện.",
        )

    def choose_question(self, section: str, titles: Sequence[str]) -> Markup:
        numbered = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
        return self.lines(Markup("<b>{}</b>").format(section), "", *numbered, "", "Bạn bấm số của câu muốn xem nhé.")
