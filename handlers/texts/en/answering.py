"""What an organizer reads about residents' questions."""

from datetime import datetime, time

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import answering as vi


class Answering(Formats, vi.Answering):
    answer_button = "✍️ Answer"
    waiting_button = "🗂 Waiting questions"
    kept_button = "💾 Kept answers"
    not_ours_button = "🚫 Not our field"
    stop = "Leave it"
    send = "✅ Send"
    again = "✏️ Write anew"
    keep = "💾 Keep this for the next time"
    more = "More ›"
    from_the_first = "‹ From the first"

    def asker(self, name: str, ward: str | None) -> str:
        return ", ".join(part for part in (name or "A resident", ward) if part)

    def notice(self, said: str, name: str, ward: str | None) -> Markup:
        return self.lines(
            Markup("📨 <b>A new question</b> from {}:").format(self.asker(name, ward)),
            Markup("<i>“{}”</i>").format(said),
        )

    def waiting(self, count: int) -> Markup:
        return Markup("<b>Questions that wait for an answer:</b> {}. Tap the number of one to answer it.").format(count)

    def none_waiting(self) -> Markup:
        return Markup("No question is waiting any more. Thank you! 🌻")

    def ask_answer(self, said: str, name: str, ward: str | None, asked_at: datetime) -> Markup:
        return self.lines(
            Markup("<b>{}</b> asked on {}:").format(self.asker(name, ward), self.day(asked_at)),
            Markup("<i>“{}”</i>").format(said),
            "",
            "Please type the answer. You will see it once more before it is sent.",
        )

    def too_long(self, most: int) -> Markup:
        return Markup("Please write the answer in words, at most {} characters.").format(f"{most:,}")

    def preview(self) -> Markup:
        return Markup("👀 <b>This is what they will see:</b>")

    def sent(self) -> Markup:
        return Markup("✅ <b>The answer is sent.</b> Thank you!")

    def sent_later(self, end: time) -> Markup:
        return Markup("✅ <b>The answer is noted.</b> It is a quiet hour: they will get it at {}:{:02d}.").format(
            end.hour, end.minute
        )

    def unreachable(self) -> Markup:
        return self.lines(
            Markup("✅ <b>The answer is noted.</b>"),
            "But I cannot write to them now: they blocked me or left the chat.",
        )

    def answered_already(self, said: str, answer: str) -> Markup:
        return self.lines(
            Markup("<b>Somebody has answered this already.</b>"),
            Markup("Question: <i>“{}”</i>").format(said),
            "",
            f"Answer: {answer}",
        )

    def gone(self) -> Markup:
        return self.lines(
            "This question is no longer here.",
            "Perhaps the person deleted their data, or it belongs to another centre.",
        )
