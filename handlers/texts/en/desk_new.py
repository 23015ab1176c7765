"""Describing a new class in the chat."""

from datetime import date, datetime

from markupsafe import Markup

from handlers.texts.en.formats import DAYS, MONTHS, Formats
from handlers.texts.vi import desk_new as vi


class DeskNew(Formats, vi.DeskNew):
    publish = "📢 Publish"
    back = "‹ Back"
    stop = "Never mind"
    free = "Free"
    skip = "Skip"
    audiences = ("Everyone", "Older people", "Women", "Young people", "Working people", "Pupils")
    closes_when_it_begins = "When it begins"

    def full(self, day: date) -> str:
        return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"

    def ask(self, step: str, most_times: int, day: date | None) -> Markup:
        if day is not None:
            return self.lines(Markup("<b>{}, at what time?</b>").format(self.full(day)), "Like “8:00-10:00”.")
        question, hint = {
            "title": ("What is the new class called?", "Type its title, like “Zalo for older people”."),
            "topic": ("What is it about?", "Tap one, or type another topic."),
            "ward": ("Which centre is it for?", None),
            "when": ("When is the first lesson?", "Type like “next Saturday 8:00-10:00” or “28/11 8:30-10:00”."),
            "venue": ("Where is it?", "Tap one, or type the place and its address."),
            "capacity": ("How many seats?", "Tap one, or type a number."),
            "fee_vnd": ("What is the fee?", "Tap “Free”, or type the amount, like 150,000."),
            "audience": ("Who is it for?", "Tap one, or type a few words."),
            "teacher": ("Who teaches?", "Type the name."),
            "description": ("Describe the class in a few sentences.", "What is learnt, what to bring."),
            "repeat": (
                "How many lessons in all, one a week?",
                f"Tap one, or type a number up to {most_times}. For breaks, type like “8 except 12/12, 19/12”.",
            ),
        }.get(step, ("Until when can people register?", "Tap one, or type like “Friday 17:00”."))
        return self.lines(Markup("<b>{}</b>").format(question), hint)

    def preview(self, ward: str, topic: str) -> Markup:
        return self.lines(Markup("👀 <b>People will see this:</b>"), Markup("<i>{}, topic {}</i>").format(ward, topic))

    def nobody_told(self) -> str:
        return "🔕 Publishing tells nobody by itself. Who asked to hear of such a class is told afterwards."

    def published(self, title: str, code: str) -> Markup:
        return Markup("✅ <b>{} is published</b> (code {}). People can see it and register.").format(title, code)

    def stopped(self) -> Markup:
        return Markup("All right, no new class.")

    def code_taken(self, old: str, new: str) -> Markup:
        return Markup("⚠️ <b>Another class has just taken the code {}</b>; it is {} now. Please look again:").format(
            old, new
        )

    def begins_in_the_past(self) -> Markup:
        return Markup("⚠️ <b>The first lesson has begun already.</b> Tap “Back” to change it.")

    def no_centre(self) -> Markup:
        return Markup("There is no centre yet. Send me an Excel file like the template to begin.")

    def ask_first_day(self, title: str, starts_at: datetime, ends_at: datetime, lessons: int) -> Markup:
        return self.lines(
            Markup("Running <b>{}</b> again, lessons: {}.").format(title, lessons),
            f"Last time it began on {self.full_day(starts_at)}, {self.hours(starts_at, ends_at)}.",
            Markup("<b>When is the first lesson this time?</b> The others follow, on the same weekday and hours."),
            "Tap one, or type a day, like “5/12”.",
        )

    def no_day(self) -> str:
        return "I need a day to come, like “next Saturday” or “5/12”."
