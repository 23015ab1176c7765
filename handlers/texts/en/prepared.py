"""What stands around prepared answers; the answers themselves are in answers.yaml."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi import prepared as vi


class Prepared(vi.Prepared):
    ask_staff = "📨 Not what you meant? Ask the staff"
    others = "💡 Other questions"
    back = "‹ Other topics"
    sections = {  # noqa: RUF012
        "papers": "🪪 VNeID, papers",
        "money": "💳 Banks, paying",
        "scam": "🚨 Scams",
        "phone": "📱 Using the phone",
        "online": "🌐 Online",
        "health": "🩺 Health, emergencies",
        "centre": "🏫 At the centre",
        "bot": "🤝 About Bạn Học",
    }

    def source(self, source: str) -> str:
        return f"Source: {source}"

    def of_centre(self, ward: str | None, said: str) -> Markup:
        who = f"The centre of {ward} answers" if ward else "The centre answers"
        return self.lines(Markup("💡 <b>{}:</b>").format(who), said)

    def class_button(self, title: str) -> str:
        return f"📚 A class: {self.short(title)}"

    def choose_section(self) -> Markup:
        return self.lines(
            Markup("<b>Often asked</b>"),
            "What is it about? Tap a topic, or just write your question as you would say it.",
        )

    def choose_question(self, section: str, titles: Sequence[str]) -> Markup:
        numbered = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
        return self.lines(Markup("<b>{}</b>").format(section), "", *numbered, "", "Tap the number of a question.")
