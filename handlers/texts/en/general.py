"""Greeting, help, and what to say when we did not understand."""

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import general as vi
from handlers.vocabulary import Kind


class General(Formats, vi.General):
    classes = "📚 Coming classes"
    mine = "🎒 My classes"
    settings = "⚙️ Settings"
    help_button = "❓ Help"
    menu_button = "‹ Start"

    def commands(self) -> list[tuple[str, str]]:
        return [
            ("classes", "Coming classes"),
            ("mine", "My classes"),
            ("materials", "Learn at home"),
            ("quiz", "A two-minute quiz"),
            ("faq", "Often asked"),
            ("settings", "Settings"),
            ("mydata", "My data"),
            ("privacy", "Privacy"),
            ("help", "Help"),
        ]

    def phrases(self) -> dict[str, str]:
        return super().phrases() | {
            "classes": "/lop",
            "coming classes": "/lop",
            "my classes": "/cuatoi",
            "materials": "/tailieu",
            "learning week": "/tuanle",
            "quiz": "/cauhoi",
            "quiz topics": "/chudecauhoi",
            "settings": "/caidat",
            "help": "/trogiup",
            "faq": "/hoidap",
            "often asked": "/hoidap",
            "start": "/start",
            "privacy": "/riengtu",
            "my data": "/dulieu",
            "pause": "/dung",
            "learning titles": "/danhhieu",
            "learning groups": "/danhhieu",
            "progress": "/tiendo",
            "my progress": "/tiendo",
            "badges": "/tiendo huyhieu",
            "this month's card": "/thethang",
            "group boards": "/bangnhom",
            "resume": "/tieptuc",
        }

    def greeting(self, name: str | None) -> Markup:
        hello = Markup("Hello {}!").format(name) if name else "Hello!"
        return self.lines(
            hello,
            Markup("I am <b>Bạn Học</b>, the companion of your community learning centre."),
            "I help you find coming classes, sign up yourself or your family, and remind you before each lesson.",
            "",
            "Please tap a button below.",
        )

    def help(self) -> Markup:
        return self.lines(
            Markup("<b>What can I do for you?</b>"),
            "",
            "📚 Find a class: tap “Coming classes”, or type part of its title. For example: excel",
            "📝 Sign up: open a class and tap “Sign up”. You may sign up your parents, children or neighbours too.",
            "⏳ Class full: join the waiting list. When a seat becomes free I tell you at once.",
            "🎒 See or give up your seats: tap “My classes”.",
            "🔔 Change reminder times or the language, or pause messages: tap “Settings”.",
            "🧩 Learn a little each day: a two-minute quiz at /quiz.",
            "🏅 Learning together as a family: make a group at /titles.",
            "🎤 Rather speak than type? Tap the microphone on your keyboard: the phone types for you.",
            "",
            "Privacy: /privacy · My data: /mydata",
        )

    def not_understood(self) -> Markup:
        return self.lines(
            "I did not understand that.",
            Markup("Please tap a button below, or type the title or the code of a class, for example: <i>excel</i>."),
        )

    def cannot_take(self, kind: Kind) -> Markup:
        if kind is Kind.VOICE:
            return self.lines(
                "I cannot listen to voice messages yet, sorry.",
                "Tap the microphone 🎤 on your keyboard and speak: your phone turns it into text to send.",
            )
        if kind is Kind.STICKER:
            return self.lines("That is a lovely one! 😊", "To find a class or see your own, tap a button below.")
        if kind is Kind.PHOTO:
            return self.lines(
                "I got your picture, but I cannot read pictures yet.", "Please type a few words, or tap a button below."
            )
        return self.lines("I cannot read this kind of message yet.", "Please type a few words, or tap a button below.")

    def incident(self, number: str) -> Markup:
        return self.lines(
            "Sorry, something went wrong and I could not do what you asked. Please try again.",
            Markup("If it still fails, give your centre the incident number <b>{}</b>.").format(number),
        )

    def old_button(self) -> Markup:
        return self.lines("This button is old and no longer works.", "Please choose again from here.")
