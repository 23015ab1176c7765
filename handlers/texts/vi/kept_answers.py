"""What an organizer reads about the answers that are kept for the next one who asks."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats


class KeptAnswers(Formats):
    as_asked = "Giữ đúng như người dân hỏi"
    surely = "Không có gì riêng tư, giữ nguyên"
    write_myself = "✏️ Để tôi viết lại"
    stop = "Thôi"
    add = "➕ Thêm cách hỏi"
    correct = "✏️ Sửa câu trả lời"
    end = "🗑 Không dùng nữa"
    yes_end = "Vâng, không dùng nữa"
    no_end = "Không, giữ lại"
    list_button = "💾 Các câu trả lời đã giữ"
    more = "Xem thêm ›"
    back = "‹ Trang trước"

    def ask_wordings(self, said: str) -> Markup:
        """`said`: the question as it was asked."""
        return self.lines(
            Markup("Người dân hỏi: <i>“{}”</i>").format(said),
            "",
            Markup("<b>Người khác sẽ hỏi câu này thế nào?</b>"),
            "Bạn gõ một hay nhiều cách hỏi, mỗi cách một dòng. Đừng ghi tên ai, số điện thoại hay chuyện riêng nhé.",
        )

    def warning(self, said: str) -> Markup:
        return self.lines(
            Markup("⚠️ <b>Câu này sẽ được giữ lại lâu dài và cán bộ khác đọc được:</b>"),
            Markup("<i>“{}”</i>").format(said),
            "",
            "Bạn đọc kỹ giúp mình: có tên, địa chỉ, số điện thoại, bệnh tật hay chuyện riêng của ai không? "
            "Có thì bạn viết lại nhé.",
        )

    def no_wording(self, longest: int) -> Markup:
        return Markup("Bạn gõ cách hỏi bằng chữ giúp mình, mỗi cách một dòng, mỗi dòng nhiều nhất {} ký tự.").format(
            longest
        )

    def kept(self) -> Markup:
        return Markup("💾 <b>Đã giữ.</b> Ai hỏi như vậy, mình trả lời ngay.")

    def kept_before(self) -> Markup:
        return Markup("Câu này đã được giữ từ trước, có thể đã thôi dùng. Bạn xem danh sách nhé.")

    def heading(self, count: int) -> Markup:
        return Markup("<b>Các câu trả lời đã giữ:</b> {}. Bạn bấm số để xem.").format(count)

    def entry(self, number: int, wording: str) -> Markup:
        return self.lines(f"{number}. {wording}")

    def none_kept(self) -> Markup:
        return self.lines(
            "Chưa có câu trả lời nào được giữ.",
            "Trả lời xong một câu hỏi, bạn bấm “Giữ câu này cho lần sau”: ai hỏi lại, mình trả lời ngay.",
        )

    def whole(self, wordings: Sequence[str], answer: str, ward: str | None) -> Markup:
        """`ward`: of the centre whose answer it is; None: of all centres."""
        return self.lines(
            Markup("<b>Người dân hỏi</b> ({})").format(ward or "mọi trung tâm"),
            *(f"• {one}" for one in wordings),
            "",
            Markup("<b>Trả lời</b>"),
            answer,
        )

    def not_there(self) -> Markup:
        return Markup("Câu trả lời này không còn dùng, hoặc thuộc trung tâm khác.")

    def ask_more_wordings(self) -> Markup:
        return self.lines(
            Markup("<b>Người ta còn hỏi câu này thế nào nữa?</b>"), "Bạn gõ mỗi cách một dòng, đừng ghi tên ai nhé."
        )

    def added(self) -> Markup:
        return Markup("✅ <b>Đã thêm.</b>")

    def ask_correction(self, answer: str) -> Markup:
        return self.lines(
            Markup("<b>Câu trả lời đang dùng:</b>"), answer, "", "Bạn gõ lại cả câu trả lời, mình sẽ thay câu cũ."
        )

    def corrected(self) -> Markup:
        return Markup("✅ <b>Đã sửa.</b> Từ giờ mình trả lời theo câu mới.")

    def ask_end(self, wording: str) -> Markup:
        return Markup("Không dùng câu trả lời cho <i>“{}”</i> nữa?").format(wording)

    def ended(self) -> Markup:
        return Markup("Đã thôi dùng câu trả lời này. Ai hỏi, mình lại chuyển cho cán bộ.")
