"""Materials: what residents browse, and how organizers keep them."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats

Shown = tuple[str, str | None]
"""The title, and the host of a link; None for a file."""


class Materials(Formats):
    open_button = "🔗 Mở trang này"
    all_topics = "‹ Các chủ đề"
    all_of_topic = "📖 Xem cả chủ đề này"
    earlier = "‹ Trang trước"
    later = "Trang sau ›"
    desk_button = "🗂 Quản lý tài liệu"
    add_button = "➕ Thêm tài liệu"
    end_button = "🗑 Bỏ tài liệu này"
    list_button = "‹ Kho tài liệu"
    everywhere = "Tất cả trung tâm"
    yes_add = "✅ Thêm vào kho"
    yes_end = "Vâng, bỏ"
    no_end = "Không, giữ lại"
    stop = "Thôi"

    def none_at_all(self) -> Markup:
        return self.lines("Hiện chưa có tài liệu nào.", "Bạn ghé lại sau nhé.")

    def ask_topic(self) -> Markup:
        return self.lines(Markup("<b>Tài liệu học ở nhà</b>"), "Bạn muốn xem chủ đề nào?")

    def topic(self, name: str, count: int) -> str:
        """A button's label."""
        return f"{name} ({count})"

    def list_of(self, topic: str, shown: Sequence[Shown], before: int) -> Markup:
        """`before`: how many stand on earlier pages."""
        entries = self._entries(shown, before)
        return self.lines(Markup("<b>{}</b>").format(topic), "", *entries, "", "Bạn bấm số của tài liệu muốn xem nhé.")

    def _entries(self, shown: Sequence[Shown], before: int = 0) -> list[str]:
        return [
            f"{number}. {title} " + (f"(🔗 {host})" if host else "(📄)")
            for number, (title, host) in enumerate(shown, before + 1)
        ]

    def link(self, title: str, host: str) -> Markup:
        return self.lines(
            Markup("🔗 <b>{}</b>").format(title),
            f"Trang này ở: {host}",
            "Bạn bấm nút bên dưới để mở. Trang không cần mật khẩu hay mã OTP của bạn.",
        )

    def file(self, title: str) -> Markup:
        return Markup("📄 <b>{}</b>").format(title)

    def back(self, topic: str) -> str:
        """A button's label."""
        return f"‹ {topic}"

    def gone(self) -> Markup:
        return self.lines("Tài liệu này không còn nữa.", "Bạn xem tài liệu khác nhé.")

    def offer(self, course: str, topic: str, shown: Sequence[Shown]) -> Markup:
        """After the last lesson of a class."""
        return self.lines(
            Markup("Lớp <b>{}</b> đã học xong. Cảm ơn bạn đã tham gia! 🌷").format(course),
            Markup("Nếu muốn ôn lại ở nhà, đây là tài liệu về <b>{}</b>:").format(topic),
            "",
            *self._entries(shown),
            "",
            "Bạn bấm số của tài liệu muốn xem nhé.",
        )

    def kept(self, entries: Sequence[tuple[str, str, str, int]], before: int, count: int) -> Markup:
        """To organizers. `entries`: (title, topic, whose, how often opened); `before`: how many on earlier pages."""
        lines = [
            self.lines(
                "",
                Markup("{}. <b>{}</b>").format(number, title),
                f"{topic} · {whose} · đã mở {opened} lần",
            )
            for number, (title, topic, whose, opened) in enumerate(entries, before + 1)
        ]
        return self.lines(Markup("<b>Kho tài liệu</b>: {}").format(count), *lines)

    def none_kept(self) -> Markup:
        return self.lines("Kho tài liệu đang trống.", "Bạn thêm tài liệu đầu tiên cho bà con nhé.")

    def card(self, title: str, topic: str, whose: str, what: str, opened: int) -> Markup:
        """To organizers. `what`: the link, or the file's name."""
        return self.lines(
            Markup("<b>{}</b>").format(title),
            f"Chủ đề: {topic}",
            f"Của: {whose}",
            what,
            f"Đã mở: {opened} lần",
        )

    def not_there(self) -> Markup:
        return Markup("Mình không tìm thấy tài liệu này trong kho của bạn.")

    def no_topic(self) -> Markup:
        return self.lines("Chưa có chủ đề nào: chủ đề đến từ các lớp học.", "Bạn mở lớp trước, rồi thêm tài liệu nhé.")

    def ask(self, step: str) -> Markup:
        return {
            "centre": Markup("Tài liệu này của <b>trung tâm</b> nào?"),
            "title": self.lines(
                Markup("<b>Tên</b> tài liệu là gì?"), Markup("Ví dụ: <i>Cách nhận biết tin nhắn lừa đảo</i>")
            ),
            "topic": Markup("Tài liệu thuộc <b>chủ đề</b> nào?"),
            "what": self.lines(
                Markup("Bạn gửi <b>đường dẫn</b> (bắt đầu bằng https://) hoặc gửi <b>tệp</b> vào đây."),
                "Tệp: PDF, ảnh, Word, Excel, PowerPoint, MP3 hoặc MP4, không quá 5 MB.",
            ),
        }[step]

    def unread(self, step: str) -> Markup:
        """Why what was typed or sent is no answer."""
        return {
            "centre": Markup("Bạn chọn một trung tâm bên dưới nhé."),
            "title": Markup("Tên cần có chữ và không quá 200 ký tự."),
            "topic": Markup("Chưa có chủ đề này. Bạn chọn một chủ đề bên dưới nhé."),
            "what": Markup(
                "Đường dẫn này mình không dùng được: cần bắt đầu bằng https://, không kèm tên hay mật khẩu."
            ),
        }[step]

    def bad_file(self, name: str) -> Markup:
        return self.lines(
            Markup("Mình không gửi cho bà con loại tệp này: <b>{}</b>.").format(name),
            "Mình nhận PDF, ảnh, Word, Excel, PowerPoint, MP3 hoặc MP4.",
        )

    def not_yet(self) -> Markup:
        return Markup("Mình hỏi từng bước nhé: tệp gửi sau cùng.")

    def preview(self, title: str, topic: str, whose: str, what: str) -> Markup:
        return self.lines(
            Markup("<b>Thêm tài liệu này?</b>"),
            "",
            Markup("<b>{}</b>").format(title),
            f"Chủ đề: {topic}",
            f"Của: {whose}",
            what,
            "",
            "Bà con sẽ tìm thấy ở /tailieu. Học xong một lớp cùng chủ đề, người học được mời xem.",
        )

    def a_link(self, link: str) -> str:
        return f"🔗 {link}"

    def a_file(self, name: str) -> str:
        return f"📄 {name}"

    def added(self) -> Markup:
        return Markup("✅ Đã thêm vào kho tài liệu.")

    def stopped(self) -> Markup:
        return Markup("Mình đã dừng, chưa thêm gì.")

    def ask_end(self, title: str) -> Markup:
        return self.lines(Markup("Bỏ tài liệu <b>{}</b>?").format(title), "Bà con sẽ không tìm thấy nó nữa.")

    def ended(self, title: str) -> Markup:
        return Markup("Đã bỏ tài liệu <b>{}</b>.").format(title)
