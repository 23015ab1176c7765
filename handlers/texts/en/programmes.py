"""Programmes: a learning week as one page, its news, and following it."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from handlers.texts.en.formats import MONTHS, Formats
from handlers.texts.vi import programmes as vi
from handlers.texts.vi.programmes import Change
from storage.programmes import EventKind, Programme

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Programmes(Formats, vi.Programmes):
    follow_button = "🔔 Remind me of these"
    unfollow_button = "🔕 No more reminders"
    calendar_button = "📅 Add all to my calendar"
    whole_button = "📖 The whole programme"
    asked_as = ("learning week", "lifelong learning", "tuan le hoc tap", "hoc tap suot doi")

    def kind(self, kind: EventKind) -> str:
        return {
            EventKind.CLASS: "✍️ Class",
            EventKind.TALK: "🎤 Talk",
            EventKind.OPENING: "🎉 Opening",
            EventKind.VISIT: "🏛 Visit",
            EventKind.OTHER: "📌 Activity",
        }[kind]

    def short_day(self, day: date) -> str:
        return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"

    def none(self) -> Markup:
        return self.lines("No learning week is coming just now.", "Please look at the coming classes.")

    def choose(self, entries: Sequence[tuple[str, date, date]]) -> Markup:
        lines = [Markup("• <b>{}</b>: {}").format(name, self.span(first, last)) for name, first, last in entries]
        return self.lines(Markup("<b>Which programme would you like to see?</b>"), "", *lines)

    def _nothing_yet(self) -> list[str]:
        return ["", "Nothing is planned yet."]

    def _how_to_sign_up(self) -> list[str]:
        return ["", "Tap the number of a class to sign up. What has no number: just come, no need to sign up."]

    def overview(self, programme: Programme, counts: Sequence[tuple[date, int]]) -> Markup:
        lines = [f"• {self.span(day, day)}: {count} activities" for day, count in counts]
        return self.lines(self.head(programme), "", *lines, "", "Tap a day to see it.")

    def day_of(self, day: date, lines: Sequence[vi.Line], left_out: int) -> Markup:
        more = [f"… and {left_out} more"] if left_out else []
        return self.lines(Markup("<b>{}</b>").format(self.span(day, day)), *map(self.entry, lines), *more)

    def followed(self) -> Markup:
        return Markup("🔔 Done. The evening before each day I send you what is on, and I tell you of changes.")

    def unfollowed(self) -> Markup:
        return Markup("🔕 No more reminders of this programme.")

    def calendar_sent(self, name: str) -> Markup:
        return self.lines(
            Markup("Here is the calendar file of <b>{}</b>.").format(name),
            "Tap it, and your phone offers to add everything to your calendar.",
        )

    def next_day(self, name: str, *, today: bool) -> Markup:
        when = "Today" if today else "Tomorrow"
        return Markup("🔔 {} at <b>{}</b>:").format(when, name)

    def changed(self, name: str, changes: Sequence[Change], now: datetime) -> Markup:
        lines = [self._change(old, new, now) for old, new in changes]
        shown = lines[:20] + ([Markup("…")] if len(lines) > 20 else [])
        return self.lines(Markup("🔔 <b>{}</b> has changed:").format(name), "", *shown)

    def _change(self, old: list[str] | None, new: list[str] | None, now: datetime) -> Markup:
        if old and new:
            if old[2:] == new[2:]:
                return Markup("🔄 <b>{}</b>: moved from {} to {}").format(
                    new[2], self._at(old, now), self._at(new, now)
                )
            return Markup("🔄 <b>{}</b>: now {}, {}").format(new[2], self._at(new, now), new[3])
        if new:
            return Markup("➕ <b>{}</b>: {}, {}").format(new[2], self._at(new, now), new[3])
        gone = old or ["", "", "", ""]
        return Markup("➖ <b>{}</b>: no longer {}").format(gone[2], self._at(gone, now))

    def called_off(self, name: str) -> Markup:
        return self.lines(
            Markup("Sorry, <b>{}</b> does not take place.").format(name),
            "The classes you joined stay as they are, unless I tell you otherwise.",
        )
