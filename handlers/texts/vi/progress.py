"""Progress: what somebody has learnt, for how many weeks in a row, badges, the month's card, boards of groups."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.groups import GroupKind
from storage.periods import Period


class Progress(Formats):
    progress_button = "📈 Tiến độ của tôi"
    card_button = "🖼 Thẻ tháng này"
    badges_button = "🏅 Huy hiệu"
    boards_button = "🏘 Bảng nhóm"
    back = "‹ Tiến độ của tôi"
    join_button = "➕ Tính cả tôi"
    leave_button = "Đừng tính tôi nữa"
    home_button = "🏠 Chọn phường của tôi"
    counted = "✅ Bạn đang được tính vào các nhóm của bạn."
    yours = "👈 của bạn"

    # At the end of a quiz.

    def streak(self, weeks: int, *, rested: bool, more_than_year: bool) -> Markup:
        """Somebody has learnt this week. `rested`: last week they did not, and that is fine."""
        if rested:
            return self.lines(
                f"🌿 Tuần trước nghỉ một tuần cũng không sao: chuỗi {self._row(weeks, more_than_year)} vẫn còn."
            )
        if weeks == 1:
            return self.lines("🌱 Tuần này bạn đã học rồi đó.")
        return self.lines(f"🌿 Bạn đã học cùng mình {self._row(weeks, more_than_year)}.")

    def _row(self, weeks: int, more_than_year: bool) -> str:
        if more_than_year:
            return "hơn một năm liền"
        return f"{weeks} tuần liền" if weeks > 1 else "1 tuần"

    def new_badge(self, skill: str) -> Markup:
        return Markup("🏅 Huy hiệu mới: <b>{}</b>. Phần này bạn nhớ chắc rồi!").format(skill)

    # One's own progress.

    def nothing_yet(self) -> Markup:
        return self.lines(
            Markup("🌱 <b>Bạn chưa làm câu đố nào.</b>"),
            "Mỗi lần chỉ 3 câu, chừng hai phút. Làm xong bạn ghé lại đây, mình vẽ vòng tiến độ cho bạn xem.",
        )

    def overview(self, met: int, sure: int, streak: Markup, badges: Sequence[str], more: int) -> Markup:
        """`badges`: names of the newest; `more`: how many there are besides."""
        return self.lines(
            Markup("📈 <b>Tiến độ của bạn</b>"),
            f"Bạn đã học {met} câu" + (f", trong đó {sure} câu đã nhớ chắc." if sure else "."),
            streak,
            "🏅 Huy hiệu:" if badges else None,
            *(f"• {one}" for one in badges),
            f"… và {more} huy hiệu nữa" if more else None,
        )

    def standing(self, weeks: int, *, this_week: bool, spare: bool, more_than_year: bool) -> Markup:
        """Where the row of weeks stands, without a reproach."""
        if not weeks:
            return self.lines("🌱 Tuần này làm một câu là bắt đầu chuỗi tuần mới.")
        row = f"🌿 Bạn đã học {self._row(weeks, more_than_year)}."
        if not this_week:
            row += " Tuần này làm một câu là chuỗi dài thêm."
        elif spare:
            row += " Tuần nào bận, bạn nghỉ một tuần, chuỗi vẫn còn."
        return self.lines(row)

    def badges(self, by_topic: Sequence[tuple[str, Sequence[str]]]) -> Markup:
        """(topic, skills of it) of all badges."""
        lines: list[str] = []
        for topic, skills in by_topic:
            lines += ["", Markup("<b>{}</b>").format(topic), *(f"• {one}" for one in skills)]
        return self.lines(
            Markup("🏅 <b>Huy hiệu của bạn</b>"),
            "Mình tặng huy hiệu khi bạn nhớ chắc một kỹ năng: các câu của phần đó, cách vài ngày hỏi lại bạn vẫn nhớ. "
            "Nhanh hay chậm không sao, từng chọn nhầm cũng không sao.",
            *(lines or ["", "Bạn chưa có huy hiệu nào. Cứ thong thả nhé."]),
        )

    # The picture of the ring.

    def ring_title(self) -> str:
        return "Tiến độ của bạn"

    def ring_unit(self, count: int) -> str:
        """Below the number."""
        return "câu đã học"

    def ring_sure(self, count: int) -> str:
        return f"{count} câu đã nhớ chắc"

    def ring_rest(self, count: int) -> str:
        return f"{count} câu đang quen dần"

    def ring_ahead(self, left: int, goal: int) -> str:
        """`left`: to the goal; 0: there is nothing more to meet."""
        return f"Còn {left} câu nữa là tròn {goal}" if left else "Bạn đã gặp hết các câu rồi!"

    def ring_weeks(self, weeks: int, *, more_than_year: bool) -> str:
        return f"Đã học {self._row(weeks, more_than_year)}"

    def ring_badges(self, count: int) -> str:
        return f"{count} huy hiệu"

    def ring_name(self) -> str:
        return "tien-do.png"

    # The month's card.

    def month(self, period: Period) -> str:
        """At the beginning of a line."""
        return f"Tháng {period.month}/{period.year}"

    def card_title(self, period: Period) -> str:
        return f"Tháng {period.month} năm {period.year}"

    def card_subtitle(self) -> str:
        return "Mình học kỹ năng số cùng Bạn Học"

    def weekdays(self) -> tuple[str, ...]:
        """From Monday on."""
        return ("T2", "T3", "T4", "T5", "T6", "T7", "CN")

    def days(self, count: int) -> str:
        """Below the number, like the next two."""
        return "ngày học"

    def questions(self, count: int) -> str:
        return "câu đố"

    def new_badges(self, count: int) -> str:
        return "huy hiệu mới"

    def card_badges(self, names: Sequence[str], more: int) -> list[str]:
        return [*names, *([f"và {more} huy hiệu nữa"] if more else [])]

    def card_footer(self) -> str:
        return "Mỗi lần 3 câu, chừng 2 phút"

    def card_caption(self, period: Period, days: int, count: int) -> Markup:
        return self.lines(
            Markup("🖼 <b>{}: bạn học {} ngày, {} câu.</b>").format(self.month(period), days, count),
            "Bạn giữ ảnh này để gửi cho con cháu, bạn bè. Trong ảnh không có tên bạn, cũng không có đúng sai.",
        )

    def card_name(self, period: Period) -> str:
        return f"the-thang-{period.month}-{period.year}.png"

    def empty_month(self, period: Period) -> Markup:
        return self.lines(
            Markup("🌱 {} chưa có ngày học nào để vẽ thẻ.").format(self.month(period)),
            "Làm 3 câu đố, chừng hai phút, là thẻ có ngày đầu tiên.",
        )

    def month_before(self, period: Period) -> str:
        return f"‹ {self.month(period)}"

    def month_after(self, period: Period) -> str:
        return f"{self.month(period)} ›"

    # Boards.

    def boards(
        self, period: Period, ward: str | None, sections: Sequence[tuple[str, Sequence[Markup]]], *, is_on: bool
    ) -> Markup:
        """`sections`: (heading, places). `is_on`: whoever reads this is counted."""
        lines: list[str] = []
        for heading, places in sections:
            lines += ["", Markup("<b>{}</b>").format(heading), *places]
        return self.lines(
            Markup("🏘 <b>Cùng học, tháng {}</b>{}").format(period.month, f" · {ward}" if ward else ""),
            "Mỗi nhóm có bao nhiêu người làm câu đố trong tháng, ít hay nhiều câu đều như nhau.",
            *(lines or ["", "Tháng này chưa có nhóm nào."]),
            "",
            self.counted
            if is_on
            else "Bạn muốn được tính vào nhóm của bạn không? Nhóm thêm một người; "
            "không ai thấy tên bạn, số câu hay đúng sai.",
        )

    def headings(self) -> tuple[str, str, str]:
        return "Tổ dân phố", "Gia đình, đơn vị, cộng đồng", "Lớp học"

    def place(self, rank: int, name: str, people: int, *, is_own: bool) -> Markup:
        """`rank` 0: nobody of this group yet."""
        told = Markup("{}. {} · {}").format(rank, name, self.people(people)) if rank else self._waiting(name)
        return Markup("<b>{} {}</b>").format(told, self.yours) if is_own else told

    def _waiting(self, name: str) -> Markup:
        return Markup("• {} · chờ người đầu tiên").format(name)

    def people(self, count: int) -> str:
        return f"{count} người"

    def some_group(self, kind: GroupKind) -> str:
        """Of a family or a clan of others, whose name is nobody else's business."""
        return "Một dòng họ" if kind is GroupKind.CLAN else "Một gia đình"

    def course(self, title: str, code: str) -> str:
        return f"{title} ({code})"

    def ask_home(self, *, is_on: bool) -> Markup:
        return self.lines(
            Markup("🏘 <b>Bảng nhóm cùng học</b>"),
            self.counted if is_on else None,
            "Mình chưa biết bạn ở phường nào, nên chưa có bảng để xem. Bạn chọn phường giúp mình nhé.",
        )
