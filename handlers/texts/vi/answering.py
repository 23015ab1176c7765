"""What an organizer reads about residents' questions."""

from datetime import datetime, time

from markupsafe import Markup

from handlers.texts.vi.formats import Formats

EXCERPT = 160
"""Characters of a question in a list."""


class Answering(Formats):
    """`name`: what the channel calls the resident, perhaps nothing; `ward`: whose question it is, None: all centres."""

    answer_button = "✍️ Trả lời"
    waiting_button = "🗂 Các câu hỏi đang chờ"
    kept_button = "💾 Các câu trả lời đã giữ"
    not_ours_button = "🚫 Không thuộc phạm vi"
    stop = "Thôi"
    send = "✅ Gửi"
    again = "✏️ Viết lại"
    keep = "💾 Giữ câu này cho lần sau"
    more = "Xem thêm ›"
    from_the_first = "‹ Từ câu đầu"

    def asker(self, name: str, ward: str | None) -> str:
        """Lan, Phường Cầu Kho"""
        return ", ".join(part for part in (name or "Một người dân", ward) if part)

    def notice(self, said: str, name: str, ward: str | None) -> Markup:
        return self.lines(
            Markup("📨 <b>Có câu hỏi mới</b> từ {}:").format(self.asker(name, ward)), Markup("<i>“{}”</i>").format(said)
        )

    def waiting(self, count: int) -> Markup:
        return Markup("<b>Các câu hỏi đang chờ trả lời:</b> {}. Bạn bấm số của câu muốn trả lời.").format(count)

    def entry(self, number: int, said: str, name: str, ward: str | None, asked_at: datetime) -> Markup:
        return self.lines(
            f"{number}. {self.asker(name, ward)}, {self.day(asked_at)}",
            Markup("<i>“{}”</i>").format(self.excerpt(said)),
        )

    def excerpt(self, said: str) -> str:
        line = " ".join(said.split())
        return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"

    def none_waiting(self) -> Markup:
        return Markup("Không còn câu hỏi nào đang chờ. Cảm ơn bạn! 🌻")

    def ask_answer(self, said: str, name: str, ward: str | None, asked_at: datetime) -> Markup:
        return self.lines(
            Markup("<b>{}</b> hỏi {}:").format(self.asker(name, ward), self.day(asked_at)),
            Markup("<i>“{}”</i>").format(said),
            "",
            "Bạn gõ câu trả lời nhé. Trước khi gửi, bạn được xem lại.",
        )

    def too_long(self, most: int) -> Markup:
        count = f"{most:,}".replace(",", ".")
        return Markup("Bạn viết câu trả lời bằng chữ giúp mình, nhiều nhất {} ký tự.").format(count)

    def preview(self) -> Markup:
        return Markup("👀 <b>Người hỏi sẽ thấy thế này:</b>")

    def sent(self) -> Markup:
        return Markup("✅ <b>Đã gửi câu trả lời.</b> Cảm ơn bạn!")

    def sent_later(self, end: time) -> Markup:
        return Markup("✅ <b>Đã ghi câu trả lời.</b> Đang giờ nghỉ nên người hỏi sẽ nhận lúc {}:{:02d}.").format(
            end.hour, end.minute
        )

    def unreachable(self) -> Markup:
        return self.lines(
            Markup("✅ <b>Đã ghi câu trả lời.</b>"),
            "Nhưng hiện mình không nhắn được cho người hỏi: họ đã chặn hoặc rời cuộc trò chuyện.",
        )

    def answered_already(self, said: str, answer: str) -> Markup:
        return self.lines(
            Markup("<b>Câu này đã có người trả lời rồi.</b>"),
            Markup("Câu hỏi: <i>“{}”</i>").format(said),
            "",
            f"Trả lời: {answer}",
        )

    def gone(self) -> Markup:
        return self.lines(
            "Câu hỏi này không còn ở đây nữa.", "Có thể người hỏi đã xóa dữ liệu của họ, hoặc câu hỏi thuộc nơi khác."
        )
