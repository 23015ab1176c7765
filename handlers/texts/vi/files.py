"""Files that somebody sends: being fetched, not to be had."""

from markupsafe import Markup

from handlers.texts.vi.formats import Formats


class Files(Formats):
    def reading(self, name: str) -> Markup:
        return Markup("📄 Đang đọc tệp <b>{}</b>…").format(name)

    def too_large(self, name: str, most: int) -> Markup:
        """`most`: bytes."""
        return self.lines(
            Markup("Tệp <b>{}</b> lớn quá, mình chỉ nhận tệp đến {} MB.").format(name, most // 1_000_000),
            "Bạn bớt hình hoặc chia nhỏ tệp, rồi gửi lại giúp mình nhé.",
        )

    def failed(self, name: str) -> Markup:
        return self.lines(
            Markup("Mình chưa tải được tệp <b>{}</b>, mong bạn thông cảm.").format(name),
            "Bạn đợi một lát rồi gửi lại tệp giúp mình nhé.",
        )

    def gone(self) -> Markup:
        return self.lines("Tệp này mình không còn giữ nữa.", "Bạn gửi lại tệp giúp mình nhé.")

    def too_late(self, name: str) -> Markup:
        """It was meant for something that they have left since."""
        return self.lines(
            Markup("Tệp <b>{}</b> đến nơi rồi, nhưng việc cần tệp này đã dừng.").format(name),
            "Bạn làm lại việc đó rồi gửi tệp sau nhé.",
        )
