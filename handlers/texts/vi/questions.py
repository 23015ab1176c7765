"""What a resident reads who asks the centre."""

from markupsafe import Markup

from handlers.texts.vi.formats import Formats


class Questions(Formats):
    """`ward`: of the centre, None for all centres; `name`: what the channel calls the resident, perhaps nothing."""

    ask_button = "📨 Hỏi cán bộ trung tâm"
    ask_more = "📨 Hỏi thêm"
    stop = "Thôi, không hỏi"
    stop_words: tuple[str, ...] = ("thôi", "không hỏi", "không hỏi nữa", "huỷ", "dừng")

    def will_be_seen(self, name: str) -> Markup:
        return Markup(
            "Bạn bấm “Hỏi cán bộ trung tâm” thì mình chuyển câu này đi: cán bộ sẽ thấy {} và câu hỏi."
        ).format(self.named(name))

    def named(self, name: str) -> Markup:
        return Markup("tên bạn trên ứng dụng (<b>{}</b>)").format(name) if name else Markup("tên bạn trên ứng dụng")

    def ask_words(self, name: str) -> Markup:
        return self.lines(
            Markup("<b>Bạn viết câu hỏi, mình chuyển cho cán bộ trung tâm.</b>"),
            Markup("Cán bộ sẽ thấy {} và câu hỏi. Bạn đừng viết mã OTP hay mật khẩu nhé.").format(self.named(name)),
        )

    def forgotten(self) -> str:
        return "Mình không còn giữ câu bạn hỏi lúc trước, bạn viết lại giúp mình nhé."

    def too_long(self, most: int) -> Markup:
        count = f"{most:,}".replace(",", ".")
        return Markup("Câu này mình chưa chuyển được. Bạn viết gọn lại, nhiều nhất {} ký tự nhé.").format(count)

    def stopped(self) -> Markup:
        return Markup("Vâng, mình không chuyển gì cả. Khi cần, bạn cứ nhắn mình nhé.")

    def centre(self, ward: str | None) -> str:
        return f"trung tâm {ward}" if ward else "trung tâm"

    def passed_on(self, said: str, name: str, ward: str | None) -> Markup:
        return self.lines(
            Markup("📨 <b>Mình đã chuyển câu này cho cán bộ {}:</b>").format(self.centre(ward)),
            Markup("<i>“{}”</i>").format(said),
            "",
            Markup("Cán bộ thấy {} và câu hỏi trên. Khi có trả lời, mình nhắn bạn.").format(self.named(name)),
        )

    def written_down(self, said: str, name: str, ward: str | None) -> Markup:
        return self.lines(
            Markup("📝 <b>Mình đã ghi lại câu này:</b>"),
            Markup("<i>“{}”</i>").format(said),
            "",
            f"Hiện chưa có cán bộ nào của {self.centre(ward)} nhận việc ở đây. Khi có người nhận, họ sẽ trả lời bạn.",
            Markup("Họ sẽ thấy {} và câu hỏi trên. Việc gấp, bạn ghé trung tâm hỏi trực tiếp nhé.").format(
                self.named(name)
            ),
        )

    def too_many(self, most: int) -> Markup:
        return self.lines(
            f"Bạn đang có {most} câu chờ cán bộ trả lời nên mình chưa chuyển thêm được.",
            "Có trả lời rồi bạn hỏi tiếp nhé. Việc gấp, bạn ghé trung tâm hỏi trực tiếp giúp mình.",
        )

    def answered(self, question: str, answer: str, ward: str | None) -> Markup:
        whose = f"Trung tâm học tập cộng đồng {ward}" if ward else "Trung tâm học tập cộng đồng"
        return self.lines(
            Markup("💬 <b>{} trả lời bạn</b>").format(whose),
            Markup("Bạn hỏi: <i>“{}”</i>").format(question),
            "",
            answer,
        )

    def not_ours(self) -> str:
        """The standard answer to what is not the centre's field, as the centre would write it."""
        return (
            "Việc này không thuộc phạm vi của trung tâm nên trung tâm không trả lời được, mong bạn thông cảm. "
            "Bạn hỏi bộ phận tiếp dân ở Ủy ban nhân dân phường nhé. "
            "Về lớp học và kỹ năng số, trung tâm luôn sẵn lòng giúp bạn."
        )
