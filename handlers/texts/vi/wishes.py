"""Wishes: what is watched for, and the news that there is such a class."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.texts.vi.formats import Formats

ON_BUTTON = 40
"""Characters of a wish that a button has room for."""


class Wishes(Formats):
    wish_button = "🔔 Báo mình khi có lớp như vậy"
    drop = "🔕 Thôi, không cần báo nữa"

    def drop_button(self, said: str) -> str:
        return f"🔕 Thôi báo: {self.short(said)}"

    def short(self, said: str) -> str:
        return said if len(said) <= ON_BUTTON else said[: ON_BUTTON - 1] + "…"

    def made(self, said: str, until: datetime | None, *, any_day: bool) -> Markup:
        """`said`: what is watched for. `until`: the end of its days. `any_day`: the days asked for do not count."""
        last = until - timedelta(minutes=1) if until else None
        return self.lines(
            "🔔 Vâng, mình để ý giúp bạn:",
            Markup("<b>{}</b>").format(said),
            "",
            "Lớp mở vào ngày nào mình cũng báo." if any_day else None,
            "Có lớp như vậy là mình nhắn bạn, một lần thôi.",
            f"Hết {self.day(last)} mà chưa có thì mình thôi." if last else "Mình để ý trong sáu tháng.",
        )

    def already(self, said: str) -> Markup:
        return self.lines(
            Markup("🔔 Mình đang để ý rồi: <b>{}</b>.").format(said), "Có lớp như vậy là mình nhắn bạn ngay."
        )

    def too_many(self, count: int) -> Markup:
        return self.lines(
            f"Mình đang để ý giúp bạn {count} điều rồi, nhiều hơn thì mình không nhớ hết.",
            "Bạn bấm thôi bớt một điều, rồi hỏi lại nhé.",
        )

    def nothing_asked(self) -> Markup:
        return self.lines(
            "Bạn muốn mình để ý lớp nào?",
            "Bạn hỏi trước nhé, ví dụ: lớp vẽ buổi tối. Nếu chưa có, bạn bấm “Báo mình khi có lớp như vậy”.",
        )

    def passed(self) -> Markup:
        return self.lines("Ngày bạn hỏi đã qua rồi, nên không còn gì để báo.", "Bạn hỏi lại với ngày khác nhé.")

    def there_are(self, said: str) -> Markup:
        """Above classes."""
        return self.lines(Markup("Có lớp như vậy rồi, bạn xem thử: <b>{}</b>").format(said))

    def told(self, said: str) -> Markup:
        """The news, above the classes."""
        return self.lines(
            Markup("🔔 Có lớp bạn nhờ mình để ý rồi: <b>{}</b>").format(said),
            "Mình chỉ báo một lần này. Chưa ưng lớp nào thì bạn hỏi lại, mình để ý tiếp.",
        )

    def sign_up(self, number: int, count: int, *, full: bool) -> str:
        """`number` of `count` classes."""
        which = f" lớp {number}" if count > 1 else ""
        return f"⏳ Vào danh sách chờ{which}" if full else f"✍️ Đăng ký{which}"

    def see(self, number: int, count: int) -> str:
        return f"🔎 Xem lớp {number}" if count > 1 else "🔎 Xem đầy đủ"

    def dropped(self, said: str) -> Markup:
        return Markup("Vâng, mình thôi để ý: <b>{}</b>.").format(said)

    def gone(self) -> Markup:
        return self.lines("Điều này mình không còn để ý nữa, bạn không cần làm gì thêm.")

    def watching(self, said: Sequence[str]) -> Markup:
        """Below one's classes."""
        return self.lines(
            Markup("<b>Mình đang để ý giúp bạn</b>"), *(f"🔔 {one}" for one in said), "Có lớp là mình nhắn bạn."
        )
