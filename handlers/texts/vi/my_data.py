"""What is kept about a person: seeing, correcting, deleting it; privacy in plain words."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.attendances import Attendance
from storage.consents import Consent, Purpose
from storage.contacts import Address, Contact
from storage.courses import Course
from storage.dialogs import Dialog
from storage.exchanges import Exchange
from storage.learners import Learner, Relation
from storage.lessons import Lesson
from storage.outbox import Fate, OutboxMessage
from storage.quiet_hours import LOCAL
from storage.registrations import Registration, Standing


class MyData(Formats):
    see = "📄 Xem tất cả"
    correct = "✏️ Sửa"
    delete = "🗑 Xóa hết"
    back = "‹ Dữ liệu của tôi"
    home = "🏠 Sửa phường và tổ"
    stop = "Thôi, giữ nguyên"
    yes_remove = "Vâng, xóa"
    yes_delete = "Vâng, xóa hết"
    keep = "Không, giữ lại"
    privacy_button = "Quyền riêng tư"
    file_name = "du-lieu-cua-toi.txt"

    def rename_button(self, learner: Learner) -> str:
        return f"✏️ Đổi tên: {learner.name}"

    def remove_button(self, learner: Learner) -> str:
        return f"🗑 Xóa: {learner.name}"

    def summary(self, household: Sequence[Learner], live: int, past: int) -> Markup:
        """`live`, `past`: how many registrations."""
        people = ", ".join(learner.name for learner in household) or "chưa có tên ai"
        return self.lines(
            Markup("<b>Dữ liệu của tôi</b>"),
            "",
            f"👤 Người học: {people}",
            f"📝 Lớp đang đăng ký: {live} · đã học: {past}",
            "",
            "Bạn xem tất cả những gì mình lưu, sửa chỗ sai, hoặc xóa hết bất cứ lúc nào.",
        )

    def here_it_is(self) -> Markup:
        """Beside the file."""
        return self.lines(
            "Đây là tất cả những gì mình lưu về bạn.", "Bạn bấm vào tệp để đọc. Tệp này chỉ gửi riêng cho bạn."
        )

    def ask_what(self) -> Markup:
        return Markup("<b>Bạn muốn sửa gì?</b>")

    def ask_name(self, learner: Learner) -> Markup:
        return self.lines(Markup("Tên đang ghi: <b>{}</b>.").format(learner.name), "Bạn gõ tên mới giúp mình nhé.")

    def renamed(self, name: str) -> Markup:
        return Markup("✅ Mình đã sửa tên thành <b>{}</b>.").format(name)

    def ask_remove(self, learner: Learner) -> Markup:
        return self.lines(
            Markup("<b>Xóa {} khỏi danh sách nhé?</b>").format(learner.name),
            "Các lớp người này đang đăng ký sẽ được trả chỗ cho người đang chờ. "
            "Tên trong những tin mình đã gửi bạn sẽ mất sau 30 ngày.",
        )

    def removed(self, name: str) -> Markup:
        return Markup("✅ Mình đã xóa <b>{}</b>.").format(name)

    def not_there(self) -> Markup:
        return Markup("Người này không có trong danh sách của bạn.")

    def ask_delete(self, household: Sequence[Learner]) -> Markup:
        """What will happen, before it does."""
        others = [learner.name for learner in household if learner.relation is not Relation.SELF]
        people = (
            f"• Mất hết thông tin của bạn và của {', '.join(others)}." if others else "• Mất hết thông tin của bạn."
        )
        return self.lines(
            Markup("<b>Xóa hết dữ liệu của bạn nhé?</b>"),
            "",
            people,
            "• Các chỗ học đang giữ sẽ được trả lại, người đang chờ sẽ được xếp vào.",
            "• Mình không gửi lời nhắc hay thông báo nào nữa.",
            "• Trung tâm chỉ còn con số thống kê, không còn tên ai.",
            "",
            "Xóa rồi thì không lấy lại được. Tin nhắn trên máy bạn thì bạn tự xóa trong ứng dụng chat.",
        )

    def kept(self) -> Markup:
        return Markup("Vâng, mình giữ nguyên, không xóa gì cả.")

    def ask_again(self) -> Markup:
        """For a button of an earlier asking."""
        return Markup("Nút vừa rồi đã cũ, nên mình chưa xóa gì và hỏi lại bạn cho chắc.")

    def farewell(self) -> Markup:
        return self.lines(
            "✅ Mình đã xóa hết dữ liệu của bạn.",
            "Cảm ơn bạn đã học cùng trung tâm. Khi nào cần, bạn cứ nhắn lại cho mình, mình bắt đầu lại từ đầu.",
        )

    def nothing_kept(self) -> Markup:
        return Markup("Mình không còn lưu gì về bạn, nên không có gì để xóa nữa.")

    def headings(self) -> dict[str, str]:
        """Of the file, by the name of the table."""
        return {
            "contacts": "VỀ BẠN (giữ đến khi bạn xóa)",
            "addresses": "CUỘC CHAT VỚI MÌNH (giữ đến khi bạn xóa)",
            "learners": "NGƯỜI HỌC (giữ đến khi bạn xóa)",
            "registrations": "ĐĂNG KÝ LỚP (12 tháng sau khi lớp kết thúc, rồi chỉ còn con số)",
            "attendances": "BUỔI HỌC ĐÃ BÁO SẼ ĐẾN (giữ cùng đăng ký lớp)",
            "consents": "NHỮNG LẦN BẠN ĐỒNG Ý (giữ đến khi bạn xóa, sau đó không còn tên)",
            "dialogs": "VIỆC ĐANG LÀM DỞ (24 giờ)",
            "exchanges": "ĐIỀU BẠN VỪA HỎI (2 giờ)",
            "outbox": "TIN MÌNH GỬI BẠN (30 ngày)",
        }

    def title(self, now: datetime) -> str:
        return f"DỮ LIỆU CỦA BẠN Ở BẠN HỌC\nLúc {self.stamp(now)}"

    def none(self) -> str:
        """Under a heading with nothing below it."""
        return "không có"

    def about_inbox(self) -> str:
        """The end of the file."""
        return (
            "TIN BẠN GỬI CHO MÌNH\nNội dung chỉ giữ đến khi xử lý xong, nên không có ở đây. "
            "Dấu vết đã nhận (không có nội dung) giữ 3 ngày. Bản sao lưu giữ 30 ngày."
        )

    def stamp(self, moment: datetime) -> str:
        """23/11/2026 8:05"""
        local = moment.astimezone(LOCAL)
        return f"{local.day}/{local.month}/{local.year} {local.hour}:{local.minute:02d}"

    def about_contact(self, contact: Contact, ward: str | None, leads: Sequence[str]) -> list[str]:
        return [
            f"Tên trên ứng dụng chat: {contact.chat_name}",
            f"Ngôn ngữ: {'English' if contact.language == 'en' else 'Tiếng Việt'}",
            f"Phường: {ward or 'chưa ghi'}",
            f"Tổ dân phố: {contact.neighbourhood or 'chưa ghi'}",
            f"Nhắc buổi học: {', '.join(leads).lower() or 'không nhắc'}",
            f"Tạm dừng tin: {self.stamp(contact.paused_at) if contact.paused_at else 'không'}",
            f"Bắt đầu: {self.stamp(contact.created_at)}",
        ]

    def about_address(self, address: Address) -> str:
        lost = f", không gửi tin được từ {self.stamp(address.unreachable_at)}" if address.unreachable_at else ""
        return f"{address.channel}, số {address.external_id}, dùng gần đây {self.stamp(address.seen_at)}{lost}"

    def about_learner(self, learner: Learner, relation: str) -> str:
        child = ", dưới 16 tuổi" if learner.under_16 else ""
        return f"{learner.name} ({relation}){child}, ghi lúc {self.stamp(learner.created_at)}"

    def about_registration(self, registration: Registration, name: str) -> str:
        standing = {Standing.SEATED: "có chỗ", Standing.WAITING: "đang chờ", Standing.CANCELLED: "đã hủy"}
        seated, cancelled = registration.seated_at, registration.cancelled_at
        return (
            f"{name}: {registration.course.title} ({registration.course.code}), {standing[registration.standing]}, "
            f"đăng ký {self.stamp(registration.created_at)}"
            + (f", có chỗ {self.stamp(seated)}" if seated else "")
            + (f", hủy {self.stamp(cancelled)}" if cancelled else "")
        )

    def about_attendance(self, attendance: Attendance, lesson: Lesson, course: Course) -> str:
        return f"{course.title}, buổi {self.stamp(lesson.starts_at)}, báo lúc {self.stamp(attendance.promised_at)}"

    def about_consent(self, consent: Consent, name: str | None) -> str:
        purpose = {Purpose.CLASSES: "giữ chỗ và nhắc lịch", Purpose.CHILD: "cho trẻ dưới 16 tuổi"}[consent.purpose]
        whose = f" ({name})" if name else ""
        said = "đồng ý" if consent.given else "không đồng ý"
        return f"{self.stamp(consent.at)}: {said}, {purpose}{whose}, theo bản ngày {consent.version}"

    def about_dialog(self, dialog: Dialog, state: str) -> str:
        return f"{dialog.kind}, {self.stamp(dialog.changed_at)}: {state}"

    def about_exchange(self, exchange: Exchange, state: str) -> str:
        return f"{self.stamp(exchange.changed_at)}: {state}"

    def about_message(self, message: OutboxMessage, text: str) -> str:
        fates = {
            Fate.OWED: "sẽ gửi",
            Fate.SENT: "đã gửi",
            Fate.FAILED: "không gửi được",
            Fate.EXPIRED: "hết hạn",
            Fate.CANCELLED: "không gửi nữa",
        }
        return f"{self.stamp(message.created_at)}, {fates[message.fate]}: {text}"

    def consent_short(self) -> Markup:
        """What is agreed to before the first sign-up, in two sentences; the whole is `privacy`."""
        return self.lines(
            "Để giữ chỗ và nhắc lịch học, mình lưu tên bạn, phường và tổ (nếu bạn cho biết) cùng các lớp bạn đăng ký; "
            "chỉ người tổ chức và giáo viên của lớp xem được. "
            "Bạn không bắt buộc đồng ý, và lúc nào cũng có thể xem, sửa hoặc xóa hết bằng lệnh /dulieu."
        )

    def consent_child(self, name: str) -> Markup:
        """The same for a child under 16, said to the adult who answers for them."""
        return self.lines(
            f"{name} dưới 16 tuổi nên cần cha mẹ hoặc người giám hộ đồng ý: "
            f"mình lưu tên {name} và các lớp {name} đăng ký để giữ chỗ và nhắc lịch cho bạn, "
            "chỉ người tổ chức và giáo viên của lớp xem được, không bao giờ nêu tên trong nhóm chat. "
            "Nếu bạn là cha mẹ hoặc người giám hộ và đồng ý, mời bạn bấm nút bên dưới; "
            "lúc nào bạn cũng có thể xem, sửa hoặc xóa bằng lệnh /dulieu."
        )

    def privacy(self) -> Markup:
        """The whole text that a consent refers to; its date is `handlers.privacy.PRIVACY_VERSION`."""
        return Markup(
            "<b>Quyền riêng tư, nói cho dễ hiểu</b>\n"
            "<i>Bản ngày 22/11/2026</i>\n"
            "\n"
            "<b>Mình lưu những gì?</b>\n"
            "• Tên bạn tự đặt và tên trên ứng dụng chat; phường và tổ nếu bạn cho biết.\n"
            "• Số nhận diện cuộc chat với mình, để biết gửi tin về đâu. Mình không hỏi số điện thoại.\n"
            "• Người trong nhà mà bạn đăng ký giúp: tên, là gì của bạn, có dưới 16 tuổi không.\n"
            "• Lớp đã đăng ký, buổi bạn báo sẽ đến, những lần bạn đồng ý, ngôn ngữ và giờ nhắc.\n"
            "• Tin bạn gửi cho mình (đến khi xử lý xong) và tin mình gửi cho bạn.\n"
            "\n"
            "<b>Để làm gì?</b>\n"
            "Chỉ để giữ chỗ trong lớp, nhắc lịch và báo khi lớp thay đổi. "
            "Không quảng cáo, không bán, không chấm điểm hay theo dõi ai.\n"
            "\n"
            "<b>Ai xem được?</b>\n"
            "Người tổ chức của trung tâm và giáo viên của lớp bạn đăng ký. Người quản trị máy chỉ xem khi cần sửa lỗi. "
            "Tin nhắn đi qua ứng dụng chat bạn đang dùng, theo quy định của ứng dụng đó. "
            "Thông tin riêng của bạn chỉ hiện trong cuộc chat riêng, không hiện trong nhóm.\n"
            "\n"
            "<b>Giữ bao lâu?</b>\n"
            "• Nội dung tin bạn gửi: đến khi xử lý xong; dấu vết đã nhận: 3 ngày.\n"
            "• Tin mình gửi cho bạn: 30 ngày.\n"
            "• Lớp đã học: 12 tháng sau khi lớp kết thúc, rồi chỉ còn con số, không còn tên.\n"
            "• Bản sao lưu: 30 ngày. Nếu phải dùng bản sao lưu, những gì bạn đã xóa sẽ được xóa lại.\n"
            "• Phần còn lại: đến khi bạn xóa.\n"
            "\n"
            "<b>Bạn có quyền gì?</b>\n"
            "Xem, lấy bản sao, sửa, xóa hết: gõ /dulieu, mình làm ngay. "
            "Tạm dừng mọi tin nhắc: gõ /dung. "
            "Rút lại đồng ý: vào /dulieu, xóa hết hoặc xóa riêng một người trong nhà.\n"
            "\n"
            "<b>Trẻ dưới 16 tuổi</b>\n"
            "Cha mẹ hoặc người giám hộ đồng ý thay cho trẻ, và cũng là người xem, sửa, xóa. "
            "Tên trẻ không bao giờ được nêu trong nhóm.\n"
            "\n"
            "<b>Cần hỏi ai?</b>\n"
            "Trung tâm học tập cộng đồng của phường bạn. "
            "Nếu thấy quyền của mình chưa được tôn trọng, bạn có thể khiếu nại "
            "với cơ quan chuyên trách bảo vệ dữ liệu cá nhân thuộc Bộ Công an "
            "(Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15)."
        )
