"""The report: visits against the target, by what and from where; the chart, the file, setting the target."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from handlers.texts.vi.ages import Ages
from handlers.texts.vi.formats import Formats
from storage.learners import AgeGroup
from storage.neighbourhoods import Division, Neighbourhood
from storage.periods import Period
from storage.reports import FEW, CourseFigures, Figures, Origins, Shares

MOST_LINES = 5
"""Of one section, on a phone."""


class Reports(Formats):
    chart_button = "📊 Biểu đồ"
    file_button = "📄 Tệp Excel"
    details_button = "🔎 Chi tiết"
    summary_button = "‹ Tóm tắt"
    target_button = "🎯 Chỉ tiêu"
    centres_button = "‹ Các trung tâm"
    report_button = "📈 Báo cáo"
    drop_button = "Bỏ chỉ tiêu"
    stop = "Thôi, giữ nguyên"
    more_button = "Xem thêm ›"
    rest = "Chưa rõ, hoặc ít người"

    def grouped(self, number: int) -> str:
        """1.234"""
        return f"{number:,}".replace(",", ".")

    def percent(self, part: int, whole: int) -> str:
        return f"{round(100 * part / whole)}%"

    def period(self, period: Period) -> str:
        """At the beginning of a line."""
        return f"Tháng {period.month}/{period.year}" if period.month else f"Năm {period.year}"

    def month_button(self, month: int) -> str:
        return f"T{month}"

    def earlier(self, period: Period) -> str:
        return f"‹ {self.period(period)}"

    def later(self, period: Period) -> str:
        return f"{self.period(period)} ›"

    def whole_year(self, year: int) -> str:
        return f"📅 Cả năm {year}"

    def heading(self, ward: str, period: Period) -> Markup:
        return Markup("<b>Báo cáo {}</b>\n{}").format(self.period(period).lower(), ward)

    def target_line(self, year: int, visits: int, target: int | None) -> str:
        if not target:
            return f"🎯 Cả năm {year}: {self.grouped(visits)} lượt. Chưa đặt chỉ tiêu."
        told = f"{self.grouped(visits)}/{self.grouped(target)} lượt ({self.percent(visits, target)})"
        return f"🎯 Cả năm {year}: {told}" + ("" if visits < target else " 🎉")

    def report(self, ward: str, period: Period, of: Figures, of_year: int, target: int | None) -> Markup:
        """`of_year`: visits of the whole year."""
        return self.lines(
            self.heading(ward, period),
            "",
            Markup("👣 Lượt học: <b>{}</b>").format(self.grouped(of.visits)),
            self.target_line(period.year, of_year, target),
            f"👥 Người khác nhau, trong số có ghi tên: {self.grouped(of.people)}",
            f"📚 Lớp: {self.grouped(of.courses)} · buổi: {self.grouped(of.lessons)}",
            self.seats(of),
            self.absent(of),
        )

    def seats(self, of: Figures) -> str | None:
        if not of.seats:
            return None
        filled = self.percent(of.taken, of.seats)
        return f"🪑 Chỗ đã có người: {self.grouped(of.taken)}/{self.grouped(of.seats)} ({filled})"

    def absent(self, of: Figures) -> str | None:
        expected = of.came + of.missed
        if not expected:
            return None
        told = f"{self.grouped(of.missed)}/{self.grouped(expected)}"
        return f"🚪 Có chỗ mà vắng, nơi điểm danh theo tên: {told} ({self.percent(of.missed, expected)})"

    def details(
        self,
        ward: str,
        period: Period,
        topics: Sequence[tuple[str, int]],
        courses: Sequence[CourseFigures],
        origins: Origins,
    ) -> Markup:
        return self.lines(
            self.heading(ward, period),
            *self._section("Theo chủ đề", [self._line(name, visits) for name, visits in topics]),
            *self._section("Theo lớp", [self._line(f"{one.title} ({one.code})", one.visits) for one in courses]),
            *self._shares("Theo nhóm tuổi", origins.ages),
            *self._shares("Theo tổ", origins.neighbourhoods),
            *self._shares("Theo phường nơi ở", origins.wards),
            "",
            self.few_explained(),
        )

    def few_explained(self) -> str:
        return f"“<{FEW}” là ít hơn {FEW} người: mình không nêu số, để không lộ chuyện riêng của ai."

    def _line(self, name: str, visits: int) -> str:
        return f"• {name}: {self.grouped(visits)}"

    def _section(self, title: str, lines: Sequence[str]) -> list[str]:
        if not lines:
            return []
        more = [self.and_more(len(lines) - MOST_LINES)] if lines[MOST_LINES:] else []
        return ["", Markup("<b>{}</b>").format(title), *lines[:MOST_LINES], *more]

    def and_more(self, count: int) -> str:
        return f"… và {count} dòng nữa trong tệp Excel"

    def _shares(self, title: str, shares: Shares) -> list[str]:
        told = [self._line(self.origin(one.of), one.visits) for one in shares.told]
        told += [f"• {self.origin(one)}: <{FEW}" for one in shares.few]
        rest = [self._line(self.rest, shares.rest)] if shares.rest else []
        # A section that only says that nothing is known says nothing.
        return [*self._section(title, told), *rest] if told else []

    def origin(self, of: Any) -> str:
        """A ward, an age group, or (another ward, tổ)."""
        if isinstance(of, AgeGroup):
            return self.ages()[of]
        if isinstance(of, tuple):
            ward, near = of
            return self.near(near) + (f", {ward}" if ward else "")
        return str(of)

    def ages(self) -> dict[AgeGroup, str]:
        return Ages.groups

    def near(self, near: Neighbourhood) -> str:
        names = {
            Division.GROUP: "Tổ",
            Division.QUARTER: "Khu phố",
            Division.HAMLET: "Ấp",
            Division.VILLAGE: "Thôn",
        }
        return f"{names[near.division]} {near.number}" if near.division else near.said

    def nothing_yet(self, ward: str, period: Period) -> Markup:
        return self.lines(self.heading(ward, period), "", "Chưa có buổi học nào.")

    def side_by_side(self, period: Period, centres: Sequence[tuple[str, int, int, int | None]]) -> Markup:
        """`centres`: (ward, visits of the period, of the whole year, target)."""
        lines: list[str] = [Markup("<b>Báo cáo {}, các trung tâm</b>").format(self.period(period).lower())]
        for ward, visits, of_year, target in centres:
            told = f"👣 {self.period(period)}: {self.grouped(visits)} lượt" if period.month else None
            lines += ["", Markup("<b>{}</b>").format(ward), *([told] if told else [])]
            lines.append(self.target_line(period.year, of_year, target))
        return self.lines(*lines, "", "Bạn bấm một trung tâm để xem kỹ.")

    def no_centre(self) -> Markup:
        return Markup("Chưa có trung tâm nào. Bạn đăng lớp trước, rồi xem báo cáo nhé.")

    # The chart.

    def chart_name(self, year: int) -> str:
        return f"luot-hoc-{year}.png"

    def chart_caption(self, ward: str, year: int) -> Markup:
        return Markup("📊 Lượt học năm {}, {}.").format(year, ward)

    def chart_title(self, year: int) -> str:
        return f"Lượt học năm {year}"

    def chart_total(self, visits: int, target: int | None) -> str:
        if not target:
            return f"{self.grouped(visits)} lượt"
        return f"{self.grouped(visits)} / {self.grouped(target)} lượt ({self.percent(visits, target)})"

    def chart_line(self, monthly: int) -> str:
        return f"Vạch đỏ: {self.grouped(monthly)} lượt mỗi tháng là đạt chỉ tiêu"

    def chart_month(self, month: int) -> str:
        return f"Tháng {month}"

    # The target.

    def ask_which(self) -> Markup:
        return Markup("<b>Chỉ tiêu của trung tâm nào?</b>")

    def ask_target(self, ward: str, target: int | None) -> Markup:
        now = f"Hiện là {self.grouped(target)} lượt mỗi năm." if target else "Hiện chưa đặt."
        return self.lines(
            Markup("🎯 <b>Chỉ tiêu lượt học của {}</b>").format(ward),
            now,
            "Bạn gõ số lượt học cần đạt trong một năm, ví dụ: 2700",
        )

    def bad_target(self, most: int) -> Markup:
        return Markup("Mình cần một số từ 1 đến {}. Bạn gõ lại giúp mình, ví dụ: 2700").format(self.grouped(most))

    def target_set(self, ward: str, target: int | None) -> Markup:
        if target is None:
            return Markup("✅ {} không còn chỉ tiêu lượt học.").format(ward)
        return Markup("✅ Chỉ tiêu của {}: <b>{}</b> lượt học mỗi năm.").format(ward, self.grouped(target))

    # The file.

    def file_name(self, period: Period) -> str:
        return f"bao-cao-{period.year}{f'-{period.month:02d}' if period.month else ''}.xlsx"

    def file_caption(self, period: Period) -> Markup:
        return self.lines(
            Markup("📄 Số liệu {}.").format(self.period(period).lower()),
            "Trong tệp chỉ có con số, không có tên ai.",
        )

    def sheets(self) -> dict[str, str]:
        """Names of the sheets."""
        return {
            "centres": "Các trung tâm",
            "overview": "Tổng quan",
            "months": "Theo tháng",
            "topics": "Theo chủ đề",
            "courses": "Theo lớp",
            "ages": "Theo nhóm tuổi",
            "near": "Theo tổ",
            "wards": "Theo phường",
        }

    def heads(self) -> dict[str, list[str]]:
        """Of their columns."""
        visits = "Lượt học"
        return {
            "centres": ["Trung tâm", visits, "Lượt cả năm", "Chỉ tiêu năm", *self.figure_names()[1:]],
            "overview": ["Mục", "Số"],
            "months": ["Tháng", visits],
            "topics": ["Chủ đề", visits],
            "courses": ["Mã lớp", "Lớp", "Số buổi", visits, "Số chỗ", "Chỗ đã có người"],
            "ages": ["Nhóm tuổi", visits, "Số người"],
            "near": ["Tổ", visits, "Số người"],
            "wards": ["Phường nơi ở", visits, "Số người"],
        }

    def figure_names(self) -> list[str]:
        """In the order of `figure_values`."""
        return [
            "Lượt học",
            "Người khác nhau (trong số có ghi tên)",
            "Số lớp",
            "Số buổi",
            "Số chỗ",
            "Chỗ đã có người",
            "Lấp chỗ (%)",
            "Có chỗ, đã đến (nơi điểm danh theo tên)",
            "Có chỗ mà vắng",
            "Tỷ lệ vắng (%)",
        ]

    def overview_names(self) -> list[str]:
        """Above those: the centre, the period, the whole year, the target."""
        return ["Trung tâm", "Thời gian", "Lượt học cả năm", "Chỉ tiêu cả năm", "Đạt (%)"]
