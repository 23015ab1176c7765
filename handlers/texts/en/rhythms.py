"""When somebody wants their mini-quiz, and what stands around it when it comes."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import rhythms as vi
from storage.habits import Rhythm


class Rhythms(Formats, vi.Rhythms):
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    settings_button = "🧩 When I get quizzes"
    stop = "🔕 No more, please"
    go_on = "▶️ Send me more"
    change = "🗓 Choose when"

    def rhythm_button(self, rhythm: Rhythm) -> str:
        return {Rhythm.DAILY: "Every day", Rhythm.THRICE: "Mon, Wed, Fri", Rhythm.WEEKLY: "Once a week"}[rhythm]

    def hour_button(self, hour: int) -> str:
        return f"{hour}:00"

    def told(self, rhythm: Rhythm, weekday: int) -> str:
        if rhythm is Rhythm.WEEKLY:
            return f"every {self.weekdays[weekday]}"
        return "every day" if rhythm is Rhythm.DAILY else "Monday, Wednesday and Friday"

    def ask(self) -> Markup:
        return self.lines(
            Markup("🧩 <b>When would you like your quiz?</b>"),
            "Three short questions each time, about two minutes.",
            "",
            "By choosing you agree that I send you quizzes. You can change it or stop at any time.",
        )

    def overview(
        self, rhythm: Rhythm, weekday: int, hour: int, next_at: datetime | None, now: datetime, *, paused: bool
    ) -> Markup:
        return self.lines(
            Markup("🧩 <b>Your quiz: {}, at {}:00</b>").format(self.told(rhythm, weekday), hour),
            f"Next: {self.near_day(next_at, now)}, {self.clock(next_at)}." if next_at else "It is resting for now.",
            "You paused all messages, so I send none yet. To get them again: /resume" if paused else None,
            "",
            "Tap to change. ✓ marks what is chosen.",
        )

    def bad_hour(self) -> Markup:
        return Markup("I send nothing at that hour, so that you can rest. Please choose another one.")

    def stopped(self) -> Markup:
        return self.lines(
            "✅ All right, I send you no quizzes.",
            "Whenever you would like to try one, send /quiz.",
        )

    def offer(self, hour: int) -> Markup:
        return self.lines(
            Markup("🌱 <b>Would you like three questions like these regularly?</b>"),
            f"About two minutes each time, at {hour}:00; you can change the hour right after.",
            "By choosing you agree that I send them. You can stop at any time.",
        )

    def head(self, *, again: bool) -> Markup:
        if again:
            return Markup("🌱 <b>The quiz from last time is still waiting for you.</b> Let us go on with it.")
        return Markup("🌱 <b>It is time for your quiz!</b> It takes about two minutes.")

    def how_to_stop(self) -> Markup:
        return Markup("<i>Change the time or stop: /quiztimes</i>")

    def rest(self) -> Markup:
        return self.lines(
            Markup("🌿 <b>You must be busy these days, so I stop sending quizzes for a while.</b>"),
            "What you have learned stays yours. When you have two minutes, tap the button below or send /quiz. "
            "I am here.",
        )
