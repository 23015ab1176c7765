"""When somebody wants their mini-quiz, and what stands around it when it comes."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.habits import Rhythm


class Rhythms(Formats):
    weekdays = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
    settings_button = "🧩 Giờ nhận câu đố"
    stop = "🔕 Thôi, không nhận nữa"
    go_on = "▶️ Gửi tiếp cho tôi"
    change = "🗓 Chọn ngày giờ nhận"

    def rhythm_button(self, rhythm: Rhythm) -> str:
        return {Rhythm.DAILY: "Mỗi ngày", Rhythm.THRICE: "Thứ 2, 4, 6", Rhythm.WEEKLY: "Mỗi tuần một lần"}[rhythm]

    def hour_button(self, hour: int) -> str:
        return f"{hour} giờ"

    def told(self, rhythm: Rhythm, weekday: int) -> str:
        """On which days."""
        if rhythm is Rhythm.WEEKLY:
            day = self.weekdays[weekday]
            return f"{day if weekday == 6 else day.lower()} hằng tuần"
        return "mỗi ngày" if rhythm is Rhythm.DAILY else "thứ hai, thứ tư, thứ sáu"

    def ask(self) -> Markup:
        return self.lines(
            Markup("🧩 <b>Bạn muốn nhận câu đố khi nào?</b>"),
            "Mỗi lần ba câu ngắn, chừng hai phút.",
            "",
            "Chọn ngày nhận là bạn đồng ý để mình gửi câu đố cho bạn. Bạn muốn đổi hay thôi lúc nào cũng được.",
        )

    def overview(
        self, rhythm: Rhythm, weekday: int, hour: int, next_at: datetime | None, now: datetime, *, paused: bool
    ) -> Markup:
        """`next_at`: None while it rests."""
        return self.lines(
            Markup("🧩 <b>Câu đố của bạn: {}, lúc {} giờ</b>").format(self.told(rhythm, weekday), hour),
            f"Lần tới: {self.near_day(next_at, now)}, {self.clock(next_at)}." if next_at else "Mình đang tạm nghỉ gửi.",
            "Bạn đang tạm dừng mọi tin nên mình chưa gửi. Nhận lại: /tieptuc" if paused else None,
            "",
            "Bạn bấm để đổi. Dấu ✓ là đang chọn.",
        )

    def bad_hour(self) -> Markup:
        return Markup("Giờ đó mình không gửi tin, để bạn nghỉ ngơi. Bạn chọn giờ khác giúp mình nhé.")

    def stopped(self) -> Markup:
        return self.lines(
            "✅ Vâng, mình không gửi câu đố cho bạn.",
            "Khi nào muốn làm thử, bạn gõ /cauhoi nhé.",
        )

    def offer(self, hour: int) -> Markup:
        """Below the first quiz that somebody ended."""
        return self.lines(
            Markup("🌱 <b>Bạn có muốn mình gửi ba câu như thế này đều đặn không?</b>"),
            f"Mỗi lần chừng hai phút, lúc {hour} giờ. Chọn ngày xong, bạn đổi giờ được ngay.",
            "Chọn ngày nhận là bạn đồng ý để mình gửi. Bạn muốn thôi lúc nào cũng được.",
        )

    def head(self, *, again: bool) -> Markup:
        """Above the item. `again`: it was asked before."""
        if again:
            return Markup("🌱 <b>Câu đố hôm trước vẫn đợi bạn.</b> Mình cùng làm tiếp nhé.")
        return Markup("🌱 <b>Đến giờ câu đố của bạn rồi!</b> Chừng hai phút thôi.")

    def how_to_stop(self) -> Markup:
        """Below the item."""
        return Markup("<i>Đổi giờ hoặc thôi nhận: /nhipcauhoi</i>")

    def rest(self) -> Markup:
        """After several that were not answered."""
        return self.lines(
            Markup("🌿 <b>Chắc dạo này bạn bận, mình tạm nghỉ gửi câu đố nhé.</b>"),
            "Những gì bạn đã học vẫn còn đó. Khi nào có hai phút, "
            "bạn bấm nút dưới đây hoặc gõ /cauhoi, mình luôn ở đây.",
        )
