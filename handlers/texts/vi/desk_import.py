"""A file of classes that was sent to the bot."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats


class DeskImport(Formats):
    publish = "✅ Đăng"
    stop = "Thôi"
    whole_name = "thay-doi.txt"
    faults_name = "can-sua.txt"

    def preview(self, name: str, counts: str) -> Markup:
        """`counts`: new, changed and unchanged, in a sentence."""
        return self.lines(Markup("👀 <b>Đăng tệp {} thì:</b>").format(name), counts)

    def whole_list(self) -> Markup:
        return Markup("📎 Danh sách đầy đủ.")

    def more(self, count: int) -> str:
        return f"… và {count} mục nữa, bạn xem đủ trong tệp ở trên."

    def example_of_news(self, text: Markup) -> Markup:
        return self.lines(Markup("<i>Bà con của lớp đổi lịch sẽ đọc, ví dụ:</i>"), text)

    def nothing_new(self, name: str, unchanged: int) -> Markup:
        return Markup("Tệp {} không có gì mới ({} lớp như cũ), nên không có gì để đăng.").format(name, unchanged)

    def refused(self, name: str, count: int) -> Markup:
        return Markup("✋ <b>Tệp {} có {} chỗ cần sửa.</b> Mình chưa đăng gì cả.").format(name, count)

    def send_again(self) -> str:
        return "Bạn sửa trong tệp rồi gửi lại cho mình nhé."

    def not_your_ward(self, ward: str, wards: Sequence[str]) -> str:
        return f"“{ward[:40]}” không phải phường của bạn. Bạn viết đúng: {', '.join(wards)}."

    def not_your_class(self, code: str) -> str:
        return f"lớp {code} là của trung tâm khác. Bạn dùng mã khác."

    def changed_meanwhile(self) -> Markup:
        return Markup("⚠️ <b>Từ lúc xem đến giờ đã có thay đổi khác</b>, nên mình chưa đăng. Bạn xem lại giúp mình:")

    def stopped(self) -> Markup:
        return Markup("Thôi, mình không đăng gì cả.")
