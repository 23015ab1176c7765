"""What organizers read while they write a broadcast: each step, the preview, the number to type."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.broadcasts import Broadcasts
from storage.broadcasts import Broadcast, Repeats, State


class BroadcastWriting(Broadcasts):
    done = "✅ Xong, chọn vậy"
    choose_again = "↺ Chọn lại từ đầu"
    back = "‹ Quay lại"
    leave = "💾 Để đó, lát viết tiếp"
    only_vietnamese = "Chỉ dùng bản tiếng Việt"
    no_file = "Không gửi kèm gì"
    now_button = "📤 Gửi ngay"
    keep_time = "Giữ giờ đã chọn"
    either = " hoặc "
    both = " và cũng thuộc "
    except_for = "trừ "

    def edit(self, step: str) -> str:
        return {
            "text": "✏️ Lời tiếng Việt",
            "english": "🌐 Lời tiếng Anh",
            "file": "📎 Ảnh, tệp",
            "audience": "👥 Người nhận",
            "when": "🕐 Lúc gửi",
        }[step]

    def kind(self, kind: str) -> str:
        """Of a term of an audience."""
        return {
            "everyone": "👥 Mọi người",
            "ward": "🏠 Người ở một phường",
            "topic": "⭐ Người thích một chủ đề",
            "programme": "🎉 Người theo dõi một tuần lễ",
            "member": "🤝 Hội viên một hội",
            "seated": "🪑 Có chỗ trong lớp",
            "waiting": "⏳ Đang chờ chỗ",
            "absent": "🚪 Vắng buổi đã qua",
        }[kind]

    def operator(self, operator: str) -> str:
        return {
            "any": "➕ Thêm một nhóm nữa",
            "all": "🔎 Chỉ lấy ai cũng thuộc…",
            "not": "➖ Trừ ra…",
        }[operator]

    def term(self, kind: str, name: str) -> str:
        """Within a sentence."""
        return {
            "everyone": "mọi người",
            "ward": f"người ở {name}",
            "topic": f"người thích chủ đề {name}",
            "programme": f"người theo dõi {name}",
            "member": f"hội viên {name}",
            "seated": f"người có chỗ ở lớp “{name}”",
            "waiting": f"người chờ chỗ ở lớp “{name}”",
            "absent": f"người vắng buổi đã qua của lớp “{name}”",
            "missed": "những người chưa nhận được lần trước",
        }[kind]

    def ask(self, step: str, broadcast: Broadcast, now: datetime) -> Markup:
        if step == "text":
            return self.lines(
                Markup("✍️ <b>Soạn thông báo</b>"),
                "Bạn gõ lời thông báo bằng tiếng Việt.",
                Markup(
                    "Viết <b>{ten}</b> thì mỗi người thấy tên mình; "
                    "viết <b>{lop}</b> thì thấy tên lớp (khi gửi cho một lớp)."
                ),
                f"Đang có: {self.excerpt(broadcast.text_vi)}" if broadcast.text_vi else None,
            )
        if step == "english":
            return self.lines(
                Markup("🌐 <b>Bản tiếng Anh</b>"),
                "Bạn gõ lời tiếng Anh cho người dùng tiếng Anh, hoặc chỉ dùng bản tiếng Việt cho mọi người.",
            )
        if step == "file":
            return self.lines(
                Markup("📎 <b>Gửi kèm ảnh hay tệp?</b>"), "Bạn gửi một ảnh hoặc một tệp vào đây, hoặc bấm nút."
            )
        return self.lines(
            Markup("🕐 <b>Gửi lúc nào?</b>"),
            "Bạn bấm “Gửi ngay”, hoặc gõ ngày giờ, ví dụ: 8h sáng mai, 17h thứ sáu, 20/12 lúc 9h.",
            f"Đang chọn: {self.moment(broadcast.due_at, now)}." if broadcast.due_at else None,
            "Muốn lặp lại thì bấm chọn trước; dấu ✓ là đang chọn.",
        )

    def repeats(self, repeats: Repeats, is_set: bool) -> str:
        labels = {Repeats.NEVER: "Một lần", Repeats.WEEKLY: "Hằng tuần", Repeats.MONTHLY: "Hằng tháng"}
        return ("✓ " if is_set else "🔁 ") + labels[repeats]

    def too_long(self, most: int) -> Markup:
        return Markup("Bạn viết bằng chữ giúp mình, nhiều nhất {} ký tự.").format(self.number(most))

    def no_time(self) -> Markup:
        return Markup("Mình chưa đọc được ngày giờ ấy, hoặc nó đã qua.")

    def no_such(self) -> Markup:
        return Markup("Mình không tìm thấy nhóm ấy, bạn chọn lại giúp mình.")

    def which_class(self) -> Markup:
        return Markup("Lời thông báo có {lop}, nên người nhận phải theo đúng một lớp. Bạn chọn lớp, hoặc sửa lời nhé.")

    def ask_kind(self, operator: str | None) -> Markup:
        heads = {"all": "Chỉ lấy ai cũng thuộc nhóm nào?", "not": "Trừ ra nhóm nào?", "any": "Thêm nhóm nào?"}
        return Markup("👥 <b>{}</b>").format(heads.get(operator or "", "Gửi cho ai?"))

    def ask_which(self, kind: str) -> Markup:
        return {
            "ward": Markup("<b>Phường nào?</b> Bạn bấm hoặc gõ tên phường."),
            "topic": Markup("<b>Chủ đề nào?</b> Bạn bấm hoặc gõ tên chủ đề."),
            "programme": Markup("<b>Tuần lễ học tập nào?</b> Bạn bấm hoặc gõ tên."),
            "member": Markup("<b>Hội nào?</b>"),
        }.get(kind, Markup("<b>Lớp nào?</b> Bạn bấm, hoặc gõ mã lớp (lớp đã qua cũng được)."))

    def audience(self, told: str, count: int, everyone: int | None, *, quiz: bool = False) -> Markup:
        """`everyone`: how many are meant, of whom only `count` want such; None: all of them."""
        wanted = "câu đố" if quiz else "tin chung"
        return self.lines(
            Markup("👥 Người nhận: <b>{}</b>").format(told),
            Markup("Lúc này là <b>{}</b> người.").format(self.number(count)),
            f"(Nhóm này có {self.number(everyone)} người; mình chỉ gửi cho ai đã đồng ý nhận {wanted}.)"
            if everyone is not None and everyone != count
            else None,
        )

    def confirm(
        self,
        count: int,
        full: int,
        whom: str,
        waits: datetime | None,
        broadcast: Broadcast,
        now: datetime,
        *,
        buttonless: bool,
    ) -> Markup:
        """Below what people will read. `full`: how many had enough today; `waits`: until when, None: it goes now."""
        typed = f"gửi {count}" if buttonless else str(count)
        return self.lines(
            "👆 Trên đây là đúng những gì mọi người sẽ đọc.",
            None if broadcast.text_en else "Ai dùng tiếng Anh cũng nhận lời tiếng Việt này.",
            f"👥 Người nhận: {whom}",
            f"🕐 Gửi lúc {self.moment(waits, now)}." if waits else "🕐 Gửi ngay.",
            self.repeated(broadcast.repeats),
            f"⚠️ {self.number(full)} người hôm nay đã nhận đủ hai tin chung, nên sẽ không nhận tin này."
            if full
            else None,
            "",
            Markup("<b>{} người sẽ nhận. Bạn gõ {} để gửi.</b>").format(self.number(count), typed)
            if count
            else self.nobody(),
        )

    def nobody(self) -> Markup:
        return Markup("<b>Chưa có ai để nhận, nên chưa gửi được.</b> Bạn chọn lại người nhận nhé.")

    def wrong_number(self, count: int, *, buttonless: bool) -> Markup:
        typed = f"gửi {count}" if buttonless else str(count)
        return Markup("Chưa gửi gì cả. {} người sẽ nhận: muốn gửi thì bạn gõ đúng <b>{}</b>.").format(
            self.number(count), typed
        )

    def count_changed(self, before: int, count: int) -> Markup:
        return Markup("⚠️ Số người nhận vừa đổi từ {} thành <b>{}</b>, nên mình hỏi lại. Chưa gửi gì cả.").format(
            self.number(before), self.number(count)
        )

    def confirmed(self, broadcast: Broadcast, now: datetime, *, asked: bool) -> Markup:
        if broadcast.state is State.CONFIRMING:
            return self.lines(
                Markup("👥 <b>Đông người nhận, nên cần thêm một người tổ chức đồng ý.</b>"),
                "Mình đã hỏi họ; ai đồng ý trước là gửi."
                if asked
                else "Hiện chưa có ai khác để hỏi: bạn mời thêm người ở /nhom, rồi họ mở /thongbao để đồng ý.",
            )
        if broadcast.state is State.SCHEDULED and broadcast.due_at and broadcast.due_at > now:
            return Markup("✅ <b>Đã hẹn gửi lúc {}.</b>").format(self.moment(broadcast.due_at, now))
        return self.lines(
            Markup("✅ <b>Mình bắt đầu gửi đây.</b>"), "Bạn xem tiến độ ở tin mình nhắn ngay sau, nó tự cập nhật."
        )

    def left(self) -> Markup:
        return Markup("💾 Bản nháp vẫn còn đó, giữ 30 ngày. Bạn mở lại bằng /thongbao.")
