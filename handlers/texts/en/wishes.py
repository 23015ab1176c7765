"""Wishes: what is watched for, and the news that there is such a class."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import wishes as vi


class Wishes(Formats, vi.Wishes):
    wish_button = "🔔 Tell me when there is such a class"
    drop = "🔕 No need to tell me any more"

    def drop_button(self, said: str) -> str:
        return f"🔕 Stop watching: {self.short(said)}"

    def made(self, said: str, until: datetime | None, *, any_day: bool) -> Markup:
        last = until - timedelta(minutes=1) if until else None
        return self.lines(
            "🔔 All right, I am watching for:",
            Markup("<b>{}</b>").format(said),
            "",
            "I tell you whatever day it is on." if any_day else None,
            "When there is such a class, I write to you, once.",
            f"If there is none by the end of {self.day(last)}, I stop." if last else "I watch for six months.",
        )

    def already(self, said: str) -> Markup:
        return self.lines(
            Markup("🔔 I am watching for this already: <b>{}</b>.").format(said),
            "I write to you as soon as there is such a class.",
        )

    def too_many(self, count: int) -> Markup:
        return self.lines(
            f"I am watching for {count} things for you already; I cannot keep more in mind.",
            "Please tap one that you no longer need, then ask again.",
        )

    def nothing_asked(self) -> Markup:
        return self.lines(
            "Which class shall I watch for?",
            "Please ask first, for example: drawing classes in the evening. "
            "If there is none, tap “Tell me when there is such a class”.",
        )

    def passed(self) -> Markup:
        return self.lines(
            "The day you asked about has passed, so there is nothing left to tell.", "Please ask about another day."
        )

    def there_are(self, said: str) -> Markup:
        return self.lines(Markup("There is such a class already: <b>{}</b>").format(said))

    def told(self, said: str) -> Markup:
        return self.lines(
            Markup("🔔 There is a class you asked me to watch for: <b>{}</b>").format(said),
            "I tell you this once. If it does not suit you, ask again and I keep watching.",
        )

    def sign_up(self, number: int, count: int, *, full: bool) -> str:
        which = f": class {number}" if count > 1 else ""
        return f"⏳ Join the waiting list{which}" if full else f"✍️ Sign up{which}"

    def see(self, number: int, count: int) -> str:
        return f"🔎 See class {number}" if count > 1 else "🔎 Everything about it"

    def dropped(self, said: str) -> Markup:
        return Markup("All right, I stop watching for: <b>{}</b>.").format(said)

    def gone(self) -> Markup:
        return self.lines("I am no longer watching for this, so there is nothing more to do.")

    def watching(self, said: Sequence[str]) -> Markup:
        return self.lines(
            Markup("<b>I am watching for you</b>"), *(f"🔔 {one}" for one in said), "I write when there is a class."
        )
