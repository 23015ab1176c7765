"""Language, reminder times, pausing, where one lives."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.contacts import Contact


class Settings(Formats):
    languages = (("vi", "Tiếng Việt"), ("en", "English"))
    chosen = "✓ "
    """Before what is set now."""
    no_reminders = "Không nhắc"
    pause = "⏸ Tạm dừng mọi tin"
    resume = "▶️ Nhận tin trở lại"
    home = "🏠 Phường và tổ của tôi"
    my_data = "🔐 Dữ liệu của tôi"
    back = "‹ Cài đặt"
    no_ward = "Không ghi phường"

    def lead(self, minutes: int) -> str:
        """How long before a lesson."""
        return {1440: "Trước 1 ngày", 120: "Trước 2 giờ", 30: "Trước 30 phút"}.get(minutes, f"Trước {minutes} phút")

    def overview(self, contact: Contact, ward: str | None) -> Markup:
        leads = ", ".join(self.lead(minutes).lower() for minutes in contact.leads) or "không nhắc"
        return self.lines(
            Markup("<b>Cài đặt</b>"),
            "",
            f"🌐 Ngôn ngữ: {dict(self.languages)[contact.language]}",
            f"⏰ Nhắc buổi học: {leads}",
            f"🏠 Nơi ở: {self.lives(ward, contact.neighbourhood)}",
            f"🔔 Tin nhắn: {self.paused_since(contact.paused_at)}",
            "",
            "Bạn bấm để thay đổi. Dấu ✓ là đang chọn; giờ nhắc chọn được nhiều mục.",
        )

    def lives(self, ward: str | None, neighbourhood: str | None) -> str:
        return ", ".join(part for part in (ward, neighbourhood) if part) or "chưa ghi"

    def paused_since(self, paused_at: datetime | None) -> str:
        return f"tạm dừng từ {self.day(paused_at)}" if paused_at else "đang bật"

    def paused(self) -> Markup:
        return self.lines(
            Markup("⏸ <b>Mình đã tạm dừng.</b>"),
            "Mình không gửi lời nhắc và thông báo nữa, chỉ trả lời khi bạn hỏi và báo khi lớp bạn đã đăng ký thay đổi.",
            "Khi nào muốn nhận lại, bạn bấm nút dưới đây hoặc gõ /tieptuc.",
        )

    def resumed(self) -> Markup:
        return self.lines(
            Markup("▶️ <b>Mình đã bật lại tin nhắn.</b>"), "Mình sẽ nhắc bạn trước buổi học như bạn đã chọn."
        )

    def ask_ward(self) -> Markup:
        return Markup("<b>Bạn ở phường nào?</b>")

    def ask_neighbourhood(self, ward: str) -> Markup:
        return self.lines(
            Markup("Mình đã ghi: <b>{}</b>.").format(ward),
            "Bạn ở tổ dân phố nào? Bạn gõ giúp mình, ví dụ: tổ 5. Không muốn nói thì bấm “Bỏ qua”.",
        )

    def bad_neighbourhood(self) -> Markup:
        return Markup("Bạn gõ tên tổ thật ngắn thôi, không quá 120 ký tự, ví dụ: tổ 5.")
