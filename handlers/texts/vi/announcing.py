"""What residents read of the centre's announcements: the message itself, and what they choose of such."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.consents import Purpose


class Announcing(Formats):
    friend = "bạn"
    """In place of a name."""
    yes_news = "🔔 Có, báo cho tôi"
    no_thanks = "Không, cảm ơn"
    no_news = "🔕 Thôi, không nhận nữa"
    news_button = "📢 Tin chung của trung tâm"
    associations_button = "🤝 Tôi là hội viên của…"
    topics_button = "⭐ Chủ đề tôi thích"
    ask_staff = "📨 Hỏi cán bộ trung tâm"

    def sender(self, ward: str | None) -> str:
        return f"Trung tâm học tập cộng đồng {ward}" if ward else "Các trung tâm học tập cộng đồng"

    def message(self, said: str, ward: str | None, code: str, why: str) -> Markup:
        """`said`: the organizer's words, filled in. `why`: they get it, and how to stop it."""
        return self.lines(
            Markup("📢 <b>{}</b>").format(self.sender(ward)),
            "",
            said,
            "",
            Markup("<i>Mã thông báo: {0}. Muốn biết tin này thật hay giả, bấm /kiemtra_{0}</i>").format(code),
            Markup("<i>{}</i>").format(why),
        )

    def why(self, purpose: Purpose, title: str) -> str:
        if purpose is Purpose.CLASSES:
            which = f"lớp “{title}”" if title else "lớp học"
            return f"Bạn nhận tin này vì nhà mình có tên ở {which}. Tạm dừng mọi tin: /dung"
        if purpose is Purpose.QUIZZES:
            return "Dừng nhận câu đố: /nhipcauhoi_thoi"
        return "Dừng nhận tin chung: /tinchung_khong"

    def ask_news(self) -> Markup:
        """Below the first sign-up."""
        return self.lines(
            Markup("📢 <b>Bạn có muốn nhận tin chung của trung tâm không?</b>"),
            "Ví dụ: lớp mới, sự kiện ở phường. Nhiều nhất hai tin mỗi ngày, lúc nào cũng dừng được.",
        )

    def news(self, wanted: bool, *, changed: bool) -> Markup:
        if wanted:
            return self.lines(
                "✅ Bạn sẽ nhận tin chung của trung tâm." if changed else "Bạn đang nhận tin chung của trung tâm.",
                "Đó là tin về lớp mới, sự kiện; nhiều nhất hai tin mỗi ngày. Dừng lúc nào cũng được: /tinchung_khong",
            )
        return self.lines(
            "✅ Mình không gửi tin chung cho bạn nữa." if changed else "Bạn không nhận tin chung của trung tâm.",
            "Lời nhắc và tin về lớp bạn đã đăng ký thì vẫn như cũ. Muốn nhận tin chung: /tinchung_co",
        )

    def associations(self) -> Markup:
        return self.lines(
            Markup("<b>Bạn là hội viên của hội nào?</b>"),
            "Khi có tin dành riêng cho hội, trung tâm mới biết để gửi bạn. Dấu ✓ là bạn đã chọn; bấm lần nữa để bỏ.",
            "Mình chỉ gửi nếu bạn có nhận tin chung.",
        )

    def association(self, name: str) -> str:
        return {
            "women": "Hội Phụ nữ",
            "youth": "Đoàn Thanh niên",
            "elderly": "Hội Người cao tuổi",
            "veterans": "Hội Cựu chiến binh",
            "farmers": "Hội Nông dân",
            "red_cross": "Hội Chữ thập đỏ",
            "study_promotion": "Hội Khuyến học",
            "trade_union": "Công đoàn",
        }[name]

    def topics(self, *, some: bool) -> Markup:
        return self.lines(
            Markup("<b>Bạn thích chủ đề nào?</b>"),
            "Trung tâm gửi bạn tin về chủ đề ấy, nếu bạn có nhận tin chung. Dấu ✓ là đã chọn; bấm lần nữa để bỏ."
            if some
            else "Hiện chưa có chủ đề nào, bạn ghé lại sau nhé.",
        )

    def ask_code(self) -> Markup:
        return self.lines(
            "Bạn gõ “kiểm tra” rồi mã ở cuối thông báo, ví dụ: kiểm tra ABC234.",
            "Mình sẽ nói thông báo ấy có phải của trung tâm không.",
        )

    def ours(self, code: str, ward: str | None, at: datetime, begins: str) -> Markup:
        return self.lines(
            Markup("✅ <b>Đúng, {} là thông báo của mình.</b>").format(code),
            f"{self.sender(ward)} gửi lúc {self.clock(at)}, {self.day(at)}.",
            Markup("Nó bắt đầu bằng: <i>“{}”</i>").format(begins),
            "",
            "Nếu tin bạn nhận viết khác, hay đòi tiền, đòi mã OTP, thì đó là tin giả mượn mã này: bạn đừng làm theo.",
        )

    def not_ours(self, code: str) -> Markup:
        return self.lines(
            Markup("⚠️ <b>Không, mình không gửi thông báo nào có mã {}.</b>").format(code),
            "Bạn xem lại mã giúp mình. Nếu đúng là mã ấy thì nhiều khả năng đó là tin giả:",
            "• Đừng bấm đường dẫn, đừng chuyển tiền, đừng đưa mã OTP hay mật khẩu.",
            "• Hỏi cán bộ trung tâm bằng nút bên dưới, hoặc ghé trung tâm.",
            "• Đã lỡ chuyển tiền: gọi ngay ngân hàng và báo công an phường.",
        )
