"""The organizers' desk: who is trusted with what, invitations, and what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.quiet_hours import LOCAL


class Organizers(Formats):
    desk_button = "🗂 Bàn làm việc"
    team_button = "👥 Người tổ chức"
    invite_button = "➕ Mời thêm người"
    end_button = "➖ Thu lại quyền"
    everywhere_button = "Tất cả trung tâm"
    yes_end = "Vâng, đồng ý"
    no_end = "Không, giữ nguyên"
    more_button = "Xem thêm ›"
    older_button = "Cũ hơn ›"
    unnamed = "(chưa rõ tên)"
    deeds: ClassVar[dict[str, str]] = {
        "invited": "đã tạo lời mời",
        "joined": "đã nhận lời mời, thành người tổ chức",
        "ended": "đã thu lại quyền của {whom}",
        "left": "đã tự thôi làm người tổ chức",
        "question_answered": "đã trả lời một câu hỏi",
        "answer_kept": "đã giữ một câu trả lời cho lần sau",
        "answer_wording": "đã thêm cách hỏi cho một câu trả lời",
        "answer_corrected": "đã sửa một câu trả lời",
        "answer_ended": "đã bỏ một câu trả lời đã giữ",
        "course_quiz_chosen": "đã chọn câu đố sau lớp {whom}",
        "course_quiz_dropped": "đã bỏ câu đố sau lớp {whom}",
        "material_added": "đã thêm một tài liệu",
        "material_ended": "đã bỏ một tài liệu",
        "programme_made": "đã soạn một tuần lễ học tập",
        "programme_edited": "đã sửa một tuần lễ học tập",
        "programme_published": "đã công bố một tuần lễ học tập",
        "programme_class_added": "đã thêm một lớp vào tuần lễ học tập",
        "programme_event_added": "đã thêm một hoạt động vào tuần lễ học tập",
        "programme_event_removed": "đã bỏ một hoạt động khỏi tuần lễ học tập",
        "programme_ended": "đã dừng một tuần lễ học tập",
        "course_added": "đã mở lớp {whom}",
        "course_changed": "đã sửa lớp {whom}",
        "course_called_off": "đã hủy lớp {whom}",
        "broadcast_confirmed": "đã xác nhận gửi thông báo {whom}",
        "broadcast_seconded": "đã đồng ý gửi thông báo {whom}",
        "broadcast_refused": "đã không đồng ý gửi thông báo {whom}",
        "broadcast_withdrawn": "đã đưa thông báo {whom} về bản nháp",
        "broadcast_dropped": "đã bỏ thông báo {whom}",
        "broadcast_paused": "đã tạm dừng thông báo {whom}",
        "broadcast_resumed": "đã cho gửi tiếp thông báo {whom}",
        "broadcast_cancelled": "đã hủy phần còn lại của thông báo {whom}",
        "broadcast_stopped": "đã giữ lại thông báo {whom}, vì người gửi không còn quyền",
        "catalogue_published": "đã đăng một tệp lớp học",
        "items_brought": "đã đưa câu đố vào kho",
        "item_switched_off": "đã tắt một câu đố",
        "item_switched_on": "đã bật lại một câu đố",
        "taken_out": "đã rút tên một người khỏi lớp {whom}",
        "moved_up": "đã đưa một người lên đầu danh sách chờ lớp {whom}",
        "seated_first": "đã ưu tiên xếp một người vào lớp {whom}",
        "seat_added": "đã thêm 1 chỗ ở lớp {whom} để xếp một người đang chờ",
        "added_by_hand": "đã ghi thêm một người vào lớp {whom}",
        "erased_by_hand": "đã xóa một người ghi tay ở lớp {whom}, theo yêu cầu",
        "roster_exported": "đã lấy danh sách lớp {whom}",
        "attendance_taken": "đã điểm danh một buổi lớp {whom}",
        "headcount_set": "đã nhập số người của một buổi lớp {whom}",
        "target_set": "đã đổi chỉ tiêu lượt học",
        "group_chat_linked": "đã đưa mình vào nhóm chat {whom}",
        "group_chat_daily": "đã hẹn mỗi ngày một câu đố trong nhóm chat {whom}",
        "group_chat_stopped": "đã thôi đăng câu đố trong nhóm chat {whom}",
        "group_renamed": "đã đổi tên một nhóm học tập",
        "group_ended": "đã giải tán một nhóm học tập",
    }
    """By the action that the audit log notes."""

    def commands(self, waiting: int = 0) -> list[tuple[str, str]]:
        """(label, what it says) of the desk's buttons, in order. `waiting`: questions."""
        asked = f" ({waiting})" if waiting else ""
        return [
            ("📋 Lớp của trung tâm", "/lopcuatrungtam"),
            ("📢 Thông báo", "/thongbao"),
            ("🙋 Điểm danh hôm nay", "/buoihomnay"),
            (f"❓ Câu hỏi đang chờ{asked}", "/cauhoimoi"),
            ("💾 Câu trả lời đã giữ", "/cautraloi"),
            ("🔎 Bà con tìm gì", "/timgi"),
            ("📖 Tài liệu số", "/khotailieu"),
            ("🧩 Kho câu đố", "/khocauhoi"),
            ("🎉 Tuần lễ học tập", "/chuongtrinh"),
            ("📈 Báo cáo", "/baocao"),
            ("🧩 Kỹ năng, câu đố", "/kynang"),
            ("🏅 Nhóm học tập", "/bieuduong"),
            ("🧩 Câu đố trong nhóm chat", "/cauhoinhom"),
            (self.team_button, "/nhom"),
            ("📜 Nhật ký", "/nhatky"),
        ]

    def over(self, wards: Sequence[str], everywhere: bool) -> str:
        """What somebody is trusted with, within a sentence."""
        return "tất cả trung tâm" if everywhere else ", ".join(wards)

    def desk(self, over: str) -> Markup:
        return self.lines(
            Markup("<b>Bàn làm việc</b>"), Markup("Bạn là người tổ chức: <b>{}</b>.").format(over), "Bạn muốn làm gì?"
        )

    def welcome(self, over: str) -> Markup:
        return self.lines(
            Markup("🎉 <b>Chào mừng bạn!</b>"),
            Markup("Từ nay bạn là người tổ chức: <b>{}</b>.").format(over),
            "",
            "Bạn mở lớp và xem ai đăng ký, điểm danh, báo tin cho bà con, trả lời câu hỏi, và lấy báo cáo.",
            "Mọi việc nằm ở “Bàn làm việc”: bấm nút bên dưới, hoặc gõ /banlamviec bất cứ lúc nào.",
        )

    def already(self, over: str) -> Markup:
        return self.lines(
            Markup("Bạn đang là người tổ chức rồi: <b>{}</b>.").format(over),
            "Lời mời này không cho bạn thêm quyền gì. Nếu bạn cần thêm, nhờ người mời gửi lời mời mới nhé.",
        )

    def dead_invitation(self) -> Markup:
        return self.lines(
            "Lời mời này không dùng được: có thể đã có người dùng, đã quá 72 giờ, hoặc chép thiếu chữ.",
            "Bạn nhờ người đã mời bạn, hoặc người phụ trách ở trung tâm, gửi lời mời mới nhé.",
        )

    def came(self, name: str, over: str) -> Markup:
        """To whoever invited them."""
        return self.lines(
            Markup("👥 <b>{}</b> đã nhận lời mời của bạn, nay là người tổ chức: <b>{}</b>.").format(
                name or self.unnamed, over
            ),
            "Nếu đây không phải người bạn mời, bạn vào “Người tổ chức” để thu lại quyền ngay nhé.",
        )

    def team(self, members: Sequence[tuple[str, Sequence[tuple[str, datetime, bool]]]]) -> Markup:
        """`members`: (what they are trusted with, its people: name, since when, whether it is the reader)."""
        lines: list[str] = [Markup("<b>Người tổ chức</b>")]
        for over, people in members:
            lines += ["", Markup("<b>{}</b>").format(over[0].upper() + over[1:])]
            lines += [f"• {self._member(name, me)}, từ {self.date(since)}" for name, since, me in people]
        return self.lines(*lines)

    def _member(self, name: str, me: bool) -> str:
        return (name or self.unnamed) + (" (bạn)" if me else "")

    def date(self, moment: datetime) -> str:
        """With the year: 23/11/2026"""
        return f"{moment.astimezone(LOCAL):%d/%m/%Y}"

    def ask_whose(self) -> Markup:
        return Markup("<b>Thu lại quyền của ai?</b>")

    def whose_button(self, name: str, over: str, me: bool) -> str:
        return f"{self._member(name, me)} · {over}"

    def ask_end(self, name: str, over: str, me: bool) -> Markup:
        if me:
            return self.lines(
                Markup("Bạn muốn thôi làm người tổ chức của <b>{}</b>?").format(over),
                "Muốn làm lại, bạn sẽ cần một lời mời mới.",
            )
        return self.lines(
            Markup("Thu lại quyền của <b>{}</b>: <b>{}</b>?").format(name or self.unnamed, over),
            "Mình sẽ báo cho người ấy. Muốn trao lại, bạn gửi lời mời mới.",
        )

    def ended(self, name: str, over: str, me: bool) -> Markup:
        if me:
            return Markup("Bạn đã thôi làm người tổ chức của <b>{}</b>. Cảm ơn bạn đã góp sức! 🌷").format(over)
        return Markup("Xong: <b>{}</b> không còn là người tổ chức của <b>{}</b>.").format(name or self.unnamed, over)

    def last_one(self) -> Markup:
        return self.lines(
            "Đây là người duy nhất còn phụ trách tất cả trung tâm, nên mình giữ lại.",
            "Bạn mời thêm một người phụ trách tất cả trung tâm trước, rồi hãy thôi nhé.",
        )

    def not_there(self) -> Markup:
        return Markup("Mình không tìm thấy người này trong nhóm của bạn. Có thể đã thôi rồi.")

    def told_ended(self, over: str) -> Markup:
        """To whom it concerns."""
        return self.lines(
            Markup("Bạn không còn là người tổ chức của <b>{}</b>. Cảm ơn bạn đã góp sức! 🌷").format(over),
            "Bạn vẫn xem lớp, đăng ký và nhận lời nhắc như thường. Có gì chưa rõ, bạn hỏi trung tâm nhé.",
        )

    def ask_which(self) -> Markup:
        return self.lines(
            Markup("<b>Mời người tổ chức cho trung tâm nào?</b>"),
            "Người ấy sẽ thấy và làm được mọi việc của trung tâm đó, như bạn.",
        )

    def invitation(self, over: str, link: str | None, token: str, until: datetime) -> Markup:
        """Made to be forwarded as it is."""
        words = Markup("<code>/moi {}</code>").format(token)
        return self.lines(
            Markup("✉️ <b>Lời mời làm người tổ chức: {}</b>").format(over),
            f"Mời bạn mở: {link}" if link else None,
            Markup("{} nhắn cho Bạn Học: {}").format("Hoặc" if link else "Mời bạn", words),
            "🔒 Bí mật: chỉ gửi riêng cho đúng một người, đừng đăng lên nhóm. Ai mở trước sẽ có quyền.",
            f"Dùng được một lần, trong 72 giờ: đến {self.clock(until)}, {self.day(until)}.",
        )

    def log(self, entries: Sequence[str]) -> Markup:
        """`entries`: as `entry` makes them, newest first."""
        return self.lines(Markup("<b>Nhật ký</b> (mới nhất ở trên)"), "", *(entries or ["Chưa có gì ở đây."]))

    def entry(self, at: datetime, who: str, done: str) -> str:
        return f"• {self.clock(at)}, {self.day(at)}: {who} {done}"

    def operator(self) -> str:
        return "người vận hành"

    def gone(self) -> str:
        return "một người đã rời đi"

    def you(self) -> str:
        return "bạn"

    def done(self, action: str, over: str, whom: str) -> str:
        """What an entry tells, after who did it. `whom`: the other person concerned."""
        return f"{self.deeds.get(action, 'đã làm một việc').format(whom=whom)}: {over}"
