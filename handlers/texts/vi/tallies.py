"""Tallies: what people looked for, told to organizers."""

from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from handlers.language.lexicon import read
from handlers.texts.vi.formats import Formats

FEW = 3
"""Fewer than these are not told as a number: in a small ward somebody might be recognised."""


class Tallies(Formats):
    def nothing_yet(self) -> Markup:
        return self.lines(
            Markup("<b>Bà con tìm gì</b>"),
            "30 ngày qua chưa có ai hỏi gì. Khi có người hỏi, bạn sẽ thấy ở đây bà con cần lớp nào.",
        )

    def looked_for(
        self,
        count: int,
        found: int,
        missed: int,
        most_found: Sequence[tuple[str, int]],
        most_missed: Sequence[tuple[str, int]],
    ) -> Markup:
        """Of the last thirty days: questions in all, those with and without a class, and (subject, how often)."""
        return self.lines(
            Markup("<b>Bà con tìm gì</b> (30 ngày qua)"),
            f"Số câu hỏi: {self.number(count)}. Tìm có lớp: {self.number(found)}. "
            f"Tìm chưa có lớp: {self.number(missed)}.",
            *self.section("Chưa có lớp như vậy", most_missed),
            *self.section("Đã có lớp", most_found),
            "",
            "Mình chỉ đếm, không giữ lời ai viết. Lớp nào nhiều người tìm mà chưa có, bạn cân nhắc mở nhé.",
        )

    def of_wards(self, wards: Sequence[str]) -> str:
        """To whom not all is shown."""
        return f"Ở đây có câu hỏi nhắc đến {', '.join(wards)}, và câu không nhắc nơi nào."

    def section(self, title: str, most: Sequence[tuple[str, int]]) -> list[str]:
        if not most:
            return []
        return ["", Markup("<b>{}</b>").format(title), *(f"• {name}: {self.number(count)}" for name, count in most)]

    def number(self, count: int) -> str:
        return "ít hơn 3" if 0 < count < FEW else str(count)

    def subject(self, value: str) -> str:
        """A meaning of the lexicon by its plain name."""
        return "điều khác (từ mình chưa biết)" if value == "?" else names().get(value, value)


@cache
def names() -> dict[str, str]:
    """Of each meaning: the first of its wordings."""
    return {row["value"]: row["wordings"].split("|")[0].strip() for row in reversed(read()) if row["kind"] == "mean"}
