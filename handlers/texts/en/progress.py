"""Progress: what somebody has learnt, for how many weeks in a row, badges, the month's card, boards of groups."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import progress as vi
from storage.groups import GroupKind
from storage.periods import Period

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Progress(Formats, vi.Progress):
    progress_button = "📈 My progress"
    card_button = "🖼 This month's card"
    badges_button = "🏅 Badges"
    boards_button = "🏘 Group boards"
    back = "‹ My progress"
    join_button = "➕ Count me in"
    leave_button = "Don't count me any more"
    home_button = "🏠 Choose my ward"
    counted = "✅ You are counted in your groups."
    yours = "👈 yours"

    def _items(self, count: int) -> str:
        return "1 question" if count == 1 else f"{count} questions"

    def streak(self, weeks: int, *, rested: bool, more_than_year: bool) -> Markup:
        if rested:
            return self.lines(f"🌿 Resting last week was fine: you still have {self._row(weeks, more_than_year)}.")
        if weeks == 1:
            return self.lines("🌱 You have learnt this week.")
        return self.lines(f"🌿 You have learnt with me for {self._row(weeks, more_than_year)}.")

    def _row(self, weeks: int, more_than_year: bool) -> str:
        if more_than_year:
            return "more than a year"
        return "1 week" if weeks == 1 else f"{weeks} weeks in a row"

    def new_badge(self, skill: str) -> Markup:
        return Markup("🏅 A new badge: <b>{}</b>. You are sure of this now!").format(skill)

    def nothing_yet(self) -> Markup:
        return self.lines(
            Markup("🌱 <b>You have not taken a quiz yet.</b>"),
            "It is only 3 questions, about two minutes. Come back afterwards and I will draw your progress.",
        )

    def overview(self, met: int, sure: int, streak: Markup, badges: Sequence[str], more: int) -> Markup:
        return self.lines(
            Markup("📈 <b>Your progress</b>"),
            f"You have learnt {self._items(met)}" + (f", and you are sure of {sure}." if sure else "."),
            streak,
            "🏅 Badges:" if badges else None,
            *(f"• {one}" for one in badges),
            f"… and {more} more" if more else None,
        )

    def standing(self, weeks: int, *, this_week: bool, spare: bool, more_than_year: bool) -> Markup:
        if not weeks:
            return self.lines("🌱 One question this week starts a new streak of weeks.")
        row = f"🌿 You have learnt for {self._row(weeks, more_than_year)}."
        if not this_week:
            row += " One question this week makes it one more."
        elif spare:
            row += " In a busy week you may rest: your streak stays."
        return self.lines(row)

    def badges(self, by_topic: Sequence[tuple[str, Sequence[str]]]) -> Markup:
        lines: list[str] = []
        for topic, skills in by_topic:
            lines += ["", Markup("<b>{}</b>").format(topic), *(f"• {one}" for one in skills)]
        return self.lines(
            Markup("🏅 <b>Your badges</b>"),
            "You get a badge when you are sure of a skill: asked again after some days, you still know it. "
            "Fast or slow, a slip on the way: all of that is fine.",
            *(lines or ["", "No badge yet. Take your time."]),
        )

    def ring_title(self) -> str:
        return "Your progress"

    def ring_unit(self, count: int) -> str:
        return "question learnt" if count == 1 else "questions learnt"

    def ring_sure(self, count: int) -> str:
        return f"{count} you are sure of"

    def ring_rest(self, count: int) -> str:
        return f"{count} getting familiar"

    def ring_ahead(self, left: int, goal: int) -> str:
        return f"{left} more to make it {goal}" if left else "You have met all questions!"

    def ring_weeks(self, weeks: int, *, more_than_year: bool) -> str:
        return f"Learning for {self._row(weeks, more_than_year)}"

    def ring_badges(self, count: int) -> str:
        return "1 badge" if count == 1 else f"{count} badges"

    def ring_name(self) -> str:
        return "progress.png"

    def month(self, period: Period) -> str:
        return f"{MONTHS[(period.month or 1) - 1]} {period.year}"

    def card_title(self, period: Period) -> str:
        return self.month(period)

    def card_subtitle(self) -> str:
        return "Learning digital life with Bạn Học"

    def weekdays(self) -> tuple[str, ...]:
        return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

    def days(self, count: int) -> str:
        return "day" if count == 1 else "days"

    def questions(self, count: int) -> str:
        return "question" if count == 1 else "questions"

    def new_badges(self, count: int) -> str:
        return "new badge" if count == 1 else "new badges"

    def card_badges(self, names: Sequence[str], more: int) -> list[str]:
        return [*names, *([f"and {more} more"] if more else [])]

    def card_footer(self) -> str:
        return "3 questions, about 2 minutes"

    def card_caption(self, period: Period, days: int, count: int) -> Markup:
        told = f"{days} {self.days(days)}, {self._items(count)}"
        return self.lines(
            Markup("🖼 <b>{}: {}.</b>").format(self.month(period), told),
            "Keep this picture to send to family and friends. Your name is not on it, nor what was right or wrong.",
        )

    def card_name(self, period: Period) -> str:
        return f"card-{period.year}-{period.month:02d}.png"

    def empty_month(self, period: Period) -> Markup:
        return self.lines(
            Markup("🌱 {} has no day of learning to draw yet.").format(self.month(period)),
            "3 questions, about two minutes, and the card has its first day.",
        )

    def boards(
        self, period: Period, ward: str | None, sections: Sequence[tuple[str, Sequence[Markup]]], *, is_on: bool
    ) -> Markup:
        lines: list[str] = []
        for heading, places in sections:
            lines += ["", Markup("<b>{}</b>").format(heading), *places]
        return self.lines(
            Markup("🏘 <b>Learning together, {}</b>{}").format(self.month(period), f" · {ward}" if ward else ""),
            "How many people of each group took a quiz this month; few questions count as much as many.",
            *(lines or ["", "No group yet this month."]),
            "",
            self.counted
            if is_on
            else "Would you like to be counted in your groups? They get one person more; "
            "nobody sees your name, how many questions, or what was right.",
        )

    def headings(self) -> tuple[str, str, str]:
        return "Neighbourhoods", "Families, units, communities", "Classes"

    def _waiting(self, name: str) -> Markup:
        return Markup("• {} · waiting for the first").format(name)

    def people(self, count: int) -> str:
        return "1 person" if count == 1 else f"{count} people"

    def some_group(self, kind: GroupKind) -> str:
        return "A clan" if kind is GroupKind.CLAN else "A family"

    def ask_home(self, *, is_on: bool) -> Markup:
        return self.lines(
            Markup("🏘 <b>Group boards</b>"),
            self.counted if is_on else None,
            "I don't know your ward yet, so there is no board to show. Please choose your ward.",
        )
