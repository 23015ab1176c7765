"""The report: visits against the target, by what and from where; the chart, the file, setting the target."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.ages import Ages
from handlers.texts.en.formats import MONTHS, Formats
from handlers.texts.vi import reports as vi
from storage.learners import AgeGroup
from storage.neighbourhoods import Division, Neighbourhood
from storage.periods import Period
from storage.reports import FEW, CourseFigures, Figures, Origins


class Reports(Formats, vi.Reports):
    chart_button = "📊 Chart"
    file_button = "📄 Excel file"
    details_button = "🔎 Details"
    summary_button = "‹ Summary"
    target_button = "🎯 Target"
    centres_button = "‹ All centres"
    report_button = "📈 Report"
    drop_button = "No target"
    stop = "Leave it as it is"
    more_button = "More ›"
    rest = "Not known, or few people"

    def grouped(self, number: int) -> str:
        return f"{number:,}"

    def period(self, period: Period) -> str:
        return f"{MONTHS[period.month - 1]} {period.year}" if period.month else f"{period.year}"

    def month_button(self, month: int) -> str:
        return MONTHS[month - 1]

    def whole_year(self, year: int) -> str:
        return f"📅 All of {year}"

    def heading(self, ward: str, period: Period) -> Markup:
        return Markup("<b>Report, {}</b>\n{}").format(self.period(period), ward)

    def target_line(self, year: int, visits: int, target: int | None) -> str:
        if not target:
            return f"🎯 All of {year}: {self.grouped(visits)} visits. No target yet."
        told = f"{self.grouped(visits)}/{self.grouped(target)} visits ({self.percent(visits, target)})"
        return f"🎯 All of {year}: {told}" + ("" if visits < target else " 🎉")

    def report(self, ward: str, period: Period, of: Figures, of_year: int, target: int | None) -> Markup:
        return self.lines(
            self.heading(ward, period),
            "",
            Markup("👣 Visits: <b>{}</b>").format(self.grouped(of.visits)),
            self.target_line(period.year, of_year, target),
            f"👥 Different people, among those noted by name: {self.grouped(of.people)}",
            f"📚 Classes: {self.grouped(of.courses)} · lessons: {self.grouped(of.lessons)}",
            self.seats(of),
            self.absent(of),
        )

    def seats(self, of: Figures) -> str | None:
        if not of.seats:
            return None
        filled = self.percent(of.taken, of.seats)
        return f"🪑 Seats taken: {self.grouped(of.taken)}/{self.grouped(of.seats)} ({filled})"

    def absent(self, of: Figures) -> str | None:
        expected = of.came + of.missed
        if not expected:
            return None
        told = f"{self.grouped(of.missed)}/{self.grouped(expected)}"
        return f"🚪 Had a seat and did not come, where names were taken: {told} ({self.percent(of.missed, expected)})"

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
            *self._section("By topic", [self._line(name, visits) for name, visits in topics]),
            *self._section("By class", [self._line(f"{one.title} ({one.code})", one.visits) for one in courses]),
            *self._shares("By age group", origins.ages),
            *self._shares("By neighbourhood", origins.neighbourhoods),
            *self._shares("By home ward", origins.wards),
            "",
            self.few_explained(),
        )

    def few_explained(self) -> str:
        return f"“<{FEW}” is fewer than {FEW} people: no number is told, so that nobody's own shows."

    def and_more(self, count: int) -> str:
        return f"… and {count} more in the Excel file"

    def ages(self) -> dict[AgeGroup, str]:
        return Ages.groups

    def near(self, near: Neighbourhood) -> str:
        names = {
            Division.GROUP: "Group",
            Division.QUARTER: "Quarter",
            Division.HAMLET: "Hamlet",
            Division.VILLAGE: "Village",
        }
        return f"{names[near.division]} {near.number}" if near.division else near.said

    def nothing_yet(self, ward: str, period: Period) -> Markup:
        return self.lines(self.heading(ward, period), "", "There was no lesson yet.")

    def side_by_side(self, period: Period, centres: Sequence[tuple[str, int, int, int | None]]) -> Markup:
        lines: list[str] = [Markup("<b>Report, {}, all centres</b>").format(self.period(period))]
        for ward, visits, of_year, target in centres:
            told = f"👣 {self.period(period)}: {self.grouped(visits)} visits" if period.month else None
            lines += ["", Markup("<b>{}</b>").format(ward), *([told] if told else [])]
            lines.append(self.target_line(period.year, of_year, target))
        return self.lines(*lines, "", "Tap a centre to see more.")

    def no_centre(self) -> Markup:
        return Markup("There is no centre yet. Publish classes first, then there is something to report.")

    def chart_name(self, year: int) -> str:
        return f"visits-{year}.png"

    def chart_caption(self, ward: str, year: int) -> Markup:
        return Markup("📊 Visits in {}, {}.").format(year, ward)

    def chart_title(self, year: int) -> str:
        return f"Visits in {year}"

    def chart_total(self, visits: int, target: int | None) -> str:
        if not target:
            return f"{self.grouped(visits)} visits"
        return f"{self.grouped(visits)} / {self.grouped(target)} visits ({self.percent(visits, target)})"

    def chart_line(self, monthly: int) -> str:
        return f"Red line: {self.grouped(monthly)} visits a month reach the target"

    def chart_month(self, month: int) -> str:
        return MONTHS[month - 1]

    def ask_which(self) -> Markup:
        return Markup("<b>The target of which centre?</b>")

    def ask_target(self, ward: str, target: int | None) -> Markup:
        now = f"Now it is {self.grouped(target)} visits a year." if target else "There is none now."
        return self.lines(
            Markup("🎯 <b>The target of {}</b>").format(ward),
            now,
            "Type how many visits are to be reached in a year, for example: 2700",
        )

    def bad_target(self, most: int) -> Markup:
        return Markup("I need a number from 1 to {}. Please type it again, for example: 2700").format(
            self.grouped(most)
        )

    def target_set(self, ward: str, target: int | None) -> Markup:
        if target is None:
            return Markup("✅ {} has no target any more.").format(ward)
        return Markup("✅ The target of {}: <b>{}</b> visits a year.").format(ward, self.grouped(target))

    def file_name(self, period: Period) -> str:
        return f"report-{period.year}{f'-{period.month:02d}' if period.month else ''}.xlsx"

    def file_caption(self, period: Period) -> Markup:
        return self.lines(
            Markup("📄 The numbers, {}.").format(self.period(period)), "The file holds numbers only, nobody's name."
        )

    def sheets(self) -> dict[str, str]:
        return {
            "centres": "Centres",
            "overview": "Overview",
            "months": "By month",
            "topics": "By topic",
            "courses": "By class",
            "ages": "By age group",
            "near": "By neighbourhood",
            "wards": "By ward",
        }

    def heads(self) -> dict[str, list[str]]:
        visits = "Visits"
        return {
            "centres": ["Centre", visits, "Visits in the year", "Yearly target", *self.figure_names()[1:]],
            "overview": ["What", "Number"],
            "months": ["Month", visits],
            "topics": ["Topic", visits],
            "courses": ["Code", "Class", "Lessons", visits, "Seats", "Seats taken"],
            "ages": ["Age group", visits, "People"],
            "near": ["Neighbourhood", visits, "People"],
            "wards": ["Home ward", visits, "People"],
        }

    def figure_names(self) -> list[str]:
        return [
            "Visits",
            "Different people (among those noted by name)",
            "Classes",
            "Lessons",
            "Seats",
            "Seats taken",
            "Seats taken (%)",
            "Had a seat and came (where names were taken)",
            "Had a seat and did not come",
            "Did not come (%)",
        ]

    def overview_names(self) -> list[str]:
        return ["Centre", "Time", "Visits in the year", "Yearly target", "Reached (%)"]
