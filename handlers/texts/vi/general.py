"""Greeting, help, and what to say when we did not understand."""

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from handlers.vocabulary import Kind


class General(Formats):
    classes = "📚 Lớp sắp mở"
    mine = "🎒 Lớp của tôi"
    settings = "⚙️ Cài đặt"
    help_button = "❓ Trợ giúp"
    menu_button = "‹ Trang đầu"

    def commands(self) -> list[tuple[str, str]]:
        """(command, what it does), for the channel's menu."""
        return [
            ("lop", "Lớp sắp mở"),
            ("cuatoi", "Lớp của tôi"),
            ("tailieu", "Tài liệu học ở nhà"),
            ("cauhoi", "Câu đố hai phút"),
            ("hoidap", "Câu hỏi thường gặp"),
            ("caidat", "Cài đặt"),
            ("dulieu", "Dữ liệu của tôi"),
            ("riengtu", "Quyền riêng tư"),
            ("trogiup", "Trợ giúp"),
        ]

    def phrases(self) -> dict[str, str]:
        """Words people type instead of tapping, folded, and the command they mean."""
        return {
            "lop sap mo": "/lop",
            "lop sap toi": "/lop",
            "lop hoc": "/lop",
            "cac lop": "/lop",
            "danh sach lop": "/lop",
            "lop": "/lop",
            "lop cua toi": "/cuatoi",
            "lop da dang ky": "/cuatoi",
            "tai lieu": "/tailieu",
            "tuan le hoc tap": "/tuanle",
            "cau do": "/cauhoi",
            "do vui": "/cauhoi",
            "lam cau do": "/cauhoi",
            "chu de cau do": "/chudecauhoi",
            "cai dat": "/caidat",
            "cau hoi thuong gap": "/hoidap",
            "hoi dap": "/hoidap",
            "tro giup": "/trogiup",
            "giup": "/trogiup",
            "giup toi": "/trogiup",
            "huong dan": "/trogiup",
            "bat dau": "/start",
            "trang dau": "/start",
            "chao": "/start",
            "xin chao": "/start",
            "hello": "/start",
            "hi": "/start",
            "rieng tu": "/riengtu",
            "quyen rieng tu": "/riengtu",
            "du lieu cua toi": "/dulieu",
            "dung": "/dung",
            "tam dung": "/dung",
            "stop": "/dung",
            "danh hieu hoc tap": "/danhhieu",
            "nhom hoc tap": "/danhhieu",
            "tien do": "/tiendo",
            "tien do cua toi": "/tiendo",
            "huy hieu": "/tiendo huyhieu",
            "the thang nay": "/thethang",
            "bang nhom": "/bangnhom",
            "tiep tuc": "/tieptuc",
        }

    def greeting(self, name: str | None) -> Markup:
        hello = Markup("Chào {}!").format(name) if name else "Chào bạn!"
        return self.lines(
            hello,
            Markup("Mình là <b>Bạn Học</b>, bạn đồng hành của trung tâm học tập cộng đồng."),
            "Mình giúp bạn tìm lớp sắp mở, đăng ký cho bạn hoặc người nhà, và nhắc bạn trước giờ học.",
            "",
            "Bạn bấm một nút bên dưới nhé.",
        )

    def help(self) -> Markup:
        return self.lines(
            Markup("<b>Mình giúp được gì?</b>"),
            "",
            "📚 Tìm lớp: bấm “Lớp sắp mở”, hoặc gõ tên lớp, có dấu hay không dấu đều được. Ví dụ: excel",
            "📝 Đăng ký: mở một lớp rồi bấm “Đăng ký”. Bạn đăng ký giúp cha mẹ, con cái, hàng xóm cũng được.",
            "⏳ Lớp hết chỗ: vào danh sách chờ. Có chỗ trống là mình báo bạn ngay.",
            "🎒 Xem hoặc trả chỗ: bấm “Lớp của tôi”.",
            "🔔 Đổi giờ nhắc, đổi ngôn ngữ, tạm dừng tin: bấm “Cài đặt”.",
            "🧩 Học mỗi ngày một chút: câu đố hai phút ở /cauhoi.",
            "🏅 Cả nhà cùng học: lập nhóm ở /danhhieu.",
            "🎤 Ngại gõ chữ: bấm hình micro trên bàn phím rồi nói, điện thoại sẽ gõ giúp bạn.",
            "",
            "Quyền riêng tư: /riengtu · Dữ liệu của tôi: /dulieu",
        )

    def not_understood(self) -> Markup:
        return self.lines(
            "Mình chưa hiểu ý bạn.",
            Markup(
                "Bạn bấm một nút bên dưới, hoặc gõ tên lớp hay mã lớp, ví dụ: <i>excel</i>. Không cần gõ dấu cũng được."
            ),
        )

    def cannot_take(self, kind: Kind) -> Markup:
        """A kind sentence for what is not words."""
        if kind is Kind.VOICE:
            return self.lines(
                "Mình chưa nghe được tin thoại, mong bạn thông cảm.",
                "Bạn bấm hình micro 🎤 trên bàn phím rồi nói: điện thoại sẽ gõ thành chữ, bạn chỉ cần bấm gửi.",
            )
        if kind is Kind.STICKER:
            return self.lines(
                "Hình dễ thương quá! 😊", "Bạn cần tìm lớp hay xem lớp của mình thì bấm nút bên dưới nhé."
            )
        if kind is Kind.PHOTO:
            return self.lines(
                "Mình nhận được ảnh, nhưng chưa đọc được ảnh.", "Bạn gõ giúp mình vài chữ, hoặc bấm nút bên dưới nhé."
            )
        return self.lines("Mình chưa đọc được loại tin này.", "Bạn gõ giúp mình vài chữ, hoặc bấm nút bên dưới nhé.")

    def incident(self, number: str) -> Markup:
        return self.lines(
            "Xin lỗi bạn, mình gặp trục trặc nên chưa làm được việc bạn vừa nhờ. Bạn thử lại giúp mình nhé.",
            Markup("Nếu vẫn không được, bạn báo trung tâm mã sự cố <b>{}</b>.").format(number),
        )

    def old_button(self) -> Markup:
        return self.lines("Nút này đã cũ, không dùng được nữa.", "Bạn chọn lại từ đây giúp mình nhé.")
