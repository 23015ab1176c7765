"""What organizers read about broadcasts: writing one, how it goes, the report."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.broadcasts import Broadcast, Repeats, State
from storage.mailings import Counts

BAR = 12
"""Cells of a progress bar."""
EXCERPT = 60


class Broadcasts(Formats):
    new_button = "✍️ Soạn thông báo"
    list_button = "📢 Các thông báo"
    class_button = "📢 Nhắn cả lớp"
    drop = "🗑 Bỏ thông báo này"
    agree = "✅ Đồng ý gửi"
    refuse = "✋ Không gửi"
    pause = "⏸ Tạm dừng"
    resume = "▶️ Gửi tiếp"
    cancel = "⛔ Hủy phần còn lại"
    again = "🔁 Gửi lại cho người chưa nhận"
    see = "🔎 Xem thông báo"
    write_on = "✏️ Viết tiếp, sửa"

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", ".")

    def moment(self, moment: datetime, now: datetime) -> str:
        return f"{self.clock(moment)}, {self.near_day(moment, now)}"

    def repeated(self, repeats: Repeats) -> str | None:
        told = {Repeats.WEEKLY: "🔁 Lặp lại hằng tuần.", Repeats.MONTHLY: "🔁 Lặp lại hằng tháng."}
        return told.get(repeats)

    def second_asked(self, count: int, due_at: datetime | None, shown: Markup, now: datetime) -> Markup:
        when = self.moment(due_at, now) if due_at and due_at > now else "ngay khi bạn đồng ý"
        return self.lines(
            Markup("👥 <b>Cần bạn xem giúp: một thông báo sắp gửi cho {} người.</b>").format(self.number(count)),
            f"Lúc gửi: {when}. Mọi người sẽ đọc thế này:",
            "",
            shown,
        )

    def second_said(self, name: str, broadcast: Broadcast, *, agreed: bool) -> Markup:
        who = name or "Một người tổ chức"
        said = "đã đồng ý gửi" if agreed else "chưa đồng ý gửi"
        return Markup("👥 {} <b>{}</b> thông báo {}.").format(who, said, broadcast.code)

    def not_you(self) -> Markup:
        return Markup("Bạn là người đã gõ số, nên cần một người tổ chức khác đồng ý.")

    def seconded(self, broadcast: Broadcast, now: datetime) -> Markup:
        later = broadcast.due_at is not None and broadcast.due_at > now
        when = self.moment(broadcast.due_at, now) if later and broadcast.due_at else "ngay bây giờ"
        return Markup("✅ Cảm ơn bạn. Thông báo sẽ được gửi {}.").format(when)

    def refused(self) -> Markup:
        return Markup("Vâng, mình không gửi. Thông báo trở lại thành bản nháp, người soạn đã được báo.")

    def dropped(self) -> Markup:
        return Markup("🗑 Đã bỏ thông báo ấy, không gửi cho ai cả.")

    def not_there(self) -> Markup:
        return Markup("Thông báo này không còn ở đây.")

    def too_old(self) -> Markup:
        return Markup("Đã quá 30 ngày nên mình không còn biết ai chưa nhận. Bạn soạn thông báo mới nhé.")

    def ask_home(self) -> Markup:
        return Markup("<b>Bạn gửi nhân danh trung tâm nào?</b>")

    def listed(self, entries: Sequence[Markup]) -> Markup:
        if not entries:
            return self.lines(Markup("📢 <b>Thông báo</b>"), "Chưa có thông báo nào.")
        return self.lines(Markup("📢 <b>Thông báo</b>. Bấm số để mở."), "", *entries)

    def entry(self, number: int, broadcast: Broadcast, now: datetime) -> Markup:
        said = self.excerpt(broadcast.text_vi) or "(chưa có lời)"
        return self.lines(
            Markup("<b>{}.</b> {}").format(number, said), f"    {self.state(broadcast, now)} · {self.home(broadcast)}"
        )

    def home(self, broadcast: Broadcast) -> str:
        return broadcast.centre.ward if broadcast.centre else "tất cả trung tâm"

    def excerpt(self, said: str) -> str:
        line = " ".join(said.split())
        return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"

    def state(self, broadcast: Broadcast, now: datetime) -> str:
        match broadcast.state:
            case State.DRAFT:
                return "📝 bản nháp"
            case State.CONFIRMING:
                return "👥 chờ người thứ hai đồng ý"
            case State.SCHEDULED:
                return f"🕐 hẹn {self.moment(broadcast.due_at, now)}" if broadcast.due_at else "🕐 sắp gửi"
            case State.SENDING:
                return "📤 đang gửi"
            case State.PAUSED:
                return "⏸ tạm dừng"
            case State.DONE:
                return f"✅ đã gửi {self.day(broadcast.ended_at)}" if broadcast.ended_at else "✅ đã gửi"
            case _:
                return "⛔ đã hủy"

    def card(self, broadcast: Broadcast, whom: str | None, now: datetime) -> Markup:
        return self.lines(
            Markup("📢 <b>Thông báo {}</b> · {}").format(broadcast.code, self.home(broadcast)),
            self.state(broadcast, now),
            "",
            broadcast.text_vi or "(chưa có lời)",
            *(["", broadcast.text_en] if broadcast.text_en else []),
            "",
            f"👥 Người nhận: {whom}" if whom else None,
            self.repeated(broadcast.repeats),
        )

    def bar(self, counts: Counts, whole: int) -> str:
        share = (counts.total - counts.owed) / whole if whole else 1.0
        full = min(BAR, int(share * BAR))
        return f"{'▓' * full}{'░' * (BAR - full)} {min(100, int(share * 100))}%"

    def progress(self, broadcast: Broadcast, counts: Counts, left: timedelta | None) -> Markup:
        """`left`: how long it will still take, if that is known."""
        whole = counts.total if broadcast.filled_at else max(counts.total, broadcast.expected)
        heads = {State.PAUSED: "⏸ Đang tạm dừng", State.CANCELLED: "⛔ Đã hủy phần còn lại"}
        head = heads.get(broadcast.state, "📤 Đang gửi thông báo")
        return self.lines(
            Markup("<b>{}</b> {}").format(head, broadcast.code),
            self.bar(counts, whole),
            f"✅ Đã gửi: {self.number(counts.sent)}",
            f"⚠️ Không gửi được: {self.number(counts.missed + counts.gone)}",
            f"⏳ Còn lại: {self.number(whole - counts.total + counts.owed)}",
            f"Còn khoảng {self.span(left)}." if left else None,
        )

    def span(self, left: timedelta) -> str:
        seconds = left.total_seconds()
        if seconds < 60:
            return "chưa đến một phút"
        return f"{round(seconds / 60)} phút" if seconds < 5400 else f"{round(seconds / 3600)} giờ"

    def report(self, broadcast: Broadcast, counts: Counts) -> Markup:
        head = "⛔ Thông báo đã hủy giữa chừng" if broadcast.state is State.CANCELLED else "✅ Đã gửi xong"
        why = sorted(counts.reasons.items(), key=lambda one: -one[1])
        return self.lines(
            Markup("<b>{}</b> {}").format(head, broadcast.code),
            self.bar(counts, counts.total),
            f"✅ Đã nhận: {self.number(counts.sent)} / {self.number(counts.total)}",
            f"🚫 Đã chặn hoặc rời đi: {self.number(counts.blocked)}" if counts.blocked else None,
            *(f"• {self.reason(reason)}: {self.number(number)}" for reason, number in why),
            f"• hết hạn trước khi gửi được: {self.number(counts.expired)}" if counts.expired else None,
            f"• đã xóa dữ liệu của họ: {self.number(counts.gone)}" if counts.gone else None,
        )

    def reason(self, reason: str) -> str:
        """Why somebody did not get it."""
        known = {
            "cap": "đã nhận đủ hai tin chung trong ngày",
            "opted_out": "vừa thôi nhận tin chung",
            "paused": "vừa tạm dừng mọi tin",
            "unreachable": "chặn hoặc rời đi trước khi gửi",
            "called_off": "bạn đã hủy",
            "gave_up": "thử nhiều lần không được",
            "file_gone": "tệp gửi kèm không còn",
        }
        return known.get(reason, f"kênh chat từ chối ({reason or 'không rõ'})")
