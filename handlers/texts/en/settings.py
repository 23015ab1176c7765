"""Language, reminder times, pausing, where one lives."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import settings as vi
from storage.contacts import Contact


class Settings(Formats, vi.Settings):
    no_reminders = "No reminders"
    pause = "⏸ Pause all messages"
    resume = "▶️ Get messages again"
    home = "🏠 My ward and neighbourhood"
    my_data = "🔐 My data"
    back = "‹ Settings"
    no_ward = "No ward"

    def lead(self, minutes: int) -> str:
        leads = {1440: "1 day before", 120: "2 hours before", 30: "30 minutes before"}
        return leads.get(minutes, f"{minutes} minutes before")

    def overview(self, contact: Contact, ward: str | None) -> Markup:
        leads = ", ".join(self.lead(minutes) for minutes in contact.leads) or "none"
        return self.lines(
            Markup("<b>Settings</b>"),
            "",
            f"🌐 Language: {dict(self.languages)[contact.language]}",
            f"⏰ Reminders: {leads}",
            f"🏠 Home: {self.lives(ward, contact.neighbourhood)}",
            f"🔔 Messages: {self.paused_since(contact.paused_at)}",
            "",
            "Tap to change. ✓ is what is set; you may choose several reminder times.",
        )

    def lives(self, ward: str | None, neighbourhood: str | None) -> str:
        return ", ".join(part for part in (ward, neighbourhood) if part) or "not given"

    def paused_since(self, paused_at: datetime | None) -> str:
        return f"paused since {self.day(paused_at)}" if paused_at else "on"

    def paused(self) -> Markup:
        return self.lines(
            Markup("⏸ <b>Messages are paused.</b>"),
            "I send no reminders and no announcements; I only answer when you ask, "
            "and tell you when a class you joined changes.",
            "To get messages again, tap the button below or send /resume.",
        )

    def resumed(self) -> Markup:
        return self.lines(
            Markup("▶️ <b>Messages are on again.</b>"), "I will remind you before lessons at the times you chose."
        )

    def ask_ward(self) -> Markup:
        return Markup("<b>Which ward do you live in?</b>")

    def ask_neighbourhood(self, ward: str) -> Markup:
        return self.lines(
            Markup("Noted: <b>{}</b>.").format(ward),
            "Which neighbourhood group (tổ dân phố)? Please type it, for example: tổ 5. Or tap “Skip”.",
        )

    def bad_neighbourhood(self) -> Markup:
        return Markup("Please type a short name of at most 120 characters, for example: tổ 5.")
