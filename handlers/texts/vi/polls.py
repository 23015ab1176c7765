"""The item of the day in group chats: what a group reads, and the organizers' page about it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.quiet_hours import QuietHours


class Polls(Formats):
    add_button = "➕ Thêm vào một nhóm"
    other_centre_button = "➕ Thêm cho trung tâm khác"
    everywhere_button = "Chung cho tất cả trung tâm"
    post_button = "🧩 Đăng câu hôm nay"
    hour_button = "⏰ Mỗi ngày một câu"
    stop_button = "✋ Thôi, không đăng nữa"
    groups_button = "‹ Các nhóm"
    desk_button = "🗂 Bàn làm việc"

    def linked(self, ward: str | None) -> Markup:
        """Said in the group once. `ward`: whose centre; None: of all of them."""
        of = f"trung tâm học tập cộng đồng {ward}" if ward else "các trung tâm học tập cộng đồng"
        return self.lines(
            Markup("👋 <b>Chào cả nhóm!</b> Mình là Bạn Học, của {}.").format(of),
            "Mình mang đến đây những câu đố nhỏ về điện thoại và mạng: mỗi câu nửa phút, chọn xong là biết vì sao.",
            "Mình không lưu những gì cả nhóm nói với nhau, cũng không biết ai chọn câu nào.",
            "",
            "Người tổ chức gõ:",
            "• /cauhoinhom – đăng câu đố hôm nay",
            "• /cauhoinhom 19 – mỗi ngày một câu, lúc 19 giờ",
            "• /cauhoinhom dung – thôi, không đăng nữa",
        )

    def posted(self, outcome: str, now: datetime) -> Markup:
        """`outcome`: as `Posted` says."""
        match outcome:
            case "now":
                return self.lines("Mình vừa đăng câu đố hôm nay vào nhóm rồi.")
            case "later":
                return self.lines("Giờ này bà con nghỉ ngơi. Sáng ra mình đăng câu đố nhé.")
            case "already":
                return self.lines("Hôm nay nhóm có câu đố rồi. Hẹn cả nhóm câu mới ngày mai nhé!")
            case _:
                return self.lines("Hiện chưa có câu nào hợp để đố cả nhóm. Nhờ người tổ chức xem lại kho câu đố nhé.")

    def daily(self, first: datetime, now: datetime) -> Markup:
        day, clock = self.near_day(first, now), self.clock(first)
        return Markup("Mỗi ngày lúc {} mình đăng một câu đố. Câu đầu: {}.").format(clock, day)

    def stopped(self) -> Markup:
        return self.lines("Mình thôi đăng câu đố ở đây. Khi nào muốn lại, người tổ chức gõ /cauhoinhom nhé.")

    def which_hour(self, quiet: QuietHours) -> Markup:
        return self.lines(
            f"Bạn cho mình một giờ trong ngày, ví dụ /cauhoinhom 19. Từ {quiet.begin:%H:%M} đến {quiet.end:%H:%M} "
            "mình để mọi người nghỉ ngơi."
        )

    def item(self, question: str, options: Sequence[str], before: tuple[str, str] | None) -> Markup:
        """Where there are no polls. `before`: the right answer of the last one, and why it is right."""
        answer = (
            [Markup("✅ Câu lần trước: <b>{}</b>. {}").format(before[0].rstrip("."), before[1]), ""] if before else []
        )
        return self.lines(
            *answer,
            Markup("🧩 <b>Câu đố hôm nay</b>"),
            question,
            *(f"{number}. {option}" for number, option in enumerate(options, 1)),
            "",
            "Bạn thử chọn nhé; lần sau mình nói câu nào đúng.",
        )

    def page(self, has_groups: bool, may_add: bool) -> Markup:
        """The organizers' page."""
        how = (
            "Bấm “Thêm vào một nhóm”, chọn nhóm mà bạn quản lý, rồi mình chào cả nhóm."
            if may_add
            else "Kênh này chưa cho mình vào nhóm chat."
        )
        return self.lines(
            Markup("🧩 <b>Câu đố trong nhóm chat</b>"),
            "Mình đăng câu đố của ngày vào nhóm chat của tổ, của lớp: khi bạn bảo, hoặc mỗi ngày một câu.",
            "Bạn bấm một nhóm để chọn." if has_groups else "Chưa có nhóm nào.",
            how,
        )

    def group(self, title: str, hour: int | None) -> str:
        """On a button."""
        return f"{title} · {hour} giờ mỗi ngày" if hour is not None else title

    def one_group(self, title: str, ward: str | None, next_at: datetime | None, removed: bool, now: datetime) -> Markup:
        state = f"Câu kế tiếp: {self.near_day(next_at, now)}, {self.clock(next_at)}." if next_at else None
        return self.lines(
            Markup("💬 <b>{}</b>").format(title),
            ward or "Chung cho tất cả trung tâm",
            "Nhóm đã đưa mình ra; thêm mình lại thì mình đăng tiếp được."
            if removed
            else state or "Chỉ đăng khi bạn bảo.",
        )

    def ask_hour(self) -> Markup:
        return self.lines("Mỗi ngày đăng lúc mấy giờ?")

    def hour(self, hour: int) -> str:
        """On a button."""
        return f"{hour} giờ"

    def ask_centre(self) -> Markup:
        return self.lines("Nhóm này của trung tâm nào?")

    def gone(self) -> Markup:
        return self.lines("Mình không còn thấy nhóm này nữa.")
