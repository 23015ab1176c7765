"""What residents read of the centre's announcements: the message itself, and what they choose of such."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import announcing as vi
from storage.consents import Purpose


class Announcing(Formats, vi.Announcing):
    friend = "friend"
    yes_news = "🔔 Yes, tell me"
    no_thanks = "No, thank you"
    no_news = "🔕 Stop this news"
    news_button = "📢 News of the centre"
    associations_button = "🤝 I am a member of…"
    topics_button = "⭐ Topics I like"
    ask_staff = "📨 Ask the centre's staff"

    def sender(self, ward: str | None) -> str:
        return f"Community learning centre of {ward}" if ward else "The community learning centres"

    def message(self, said: str, ward: str | None, code: str, why: str) -> Markup:
        return self.lines(
            Markup("📢 <b>{}</b>").format(self.sender(ward)),
            "",
            said,
            "",
            Markup("<i>Code of this message: {0}. To see whether it is genuine, tap /kiemtra_{0}</i>").format(code),
            Markup("<i>{}</i>").format(why),
        )

    def why(self, purpose: Purpose, title: str) -> str:
        if purpose is Purpose.CLASSES:
            which = f"the class “{title}”" if title else "a class"
            return f"You get this because somebody of your household is in {which}. To pause everything: /dung"
        if purpose is Purpose.QUIZZES:
            return "To stop quizzes: /nhipcauhoi_thoi"
        return "To stop this news: /tinchung_khong"

    def ask_news(self) -> Markup:
        return self.lines(
            Markup("📢 <b>Would you like the centre's general news?</b>"),
            "Such as new classes and events nearby. At most two messages a day, and you can stop at any time.",
        )

    def news(self, wanted: bool, *, changed: bool) -> Markup:
        if wanted:
            return self.lines(
                "✅ You will get the centre's general news." if changed else "You get the centre's general news.",
                "It is about new classes and events, at most two messages a day. Stop at any time: /tinchung_khong",
            )
        return self.lines(
            "✅ I no longer send you general news." if changed else "You do not get the centre's general news.",
            "Reminders and news of your classes stay as they are. To get general news: /tinchung_co",
        )

    def associations(self) -> Markup:
        return self.lines(
            Markup("<b>Which associations do you belong to?</b>"),
            "Then the centre can send you what is meant for them. ✓ means chosen; tap again to take it back.",
            "I only send it if you get general news.",
        )

    def association(self, name: str) -> str:
        return {
            "women": "Women's Union",
            "youth": "Youth Union",
            "elderly": "Association of the Elderly",
            "veterans": "Veterans' Association",
            "farmers": "Farmers' Union",
            "red_cross": "Red Cross",
            "study_promotion": "Study Promotion Association",
            "trade_union": "Trade union",
        }[name]

    def topics(self, *, some: bool) -> Markup:
        return self.lines(
            Markup("<b>Which topics do you like?</b>"),
            "The centre sends you news of them, if you get general news. ✓ means chosen; tap again to take it back."
            if some
            else "There are no topics yet; please come back later.",
        )

    def ask_code(self) -> Markup:
        return self.lines(
            "Please type “check” and the code at the end of the message, for example: check ABC234.",
            "I tell you whether the centre sent it.",
        )

    def ours(self, code: str, ward: str | None, at: datetime, begins: str) -> Markup:
        return self.lines(
            Markup("✅ <b>Yes, {} is a message of ours.</b>").format(code),
            f"{self.sender(ward)} sent it at {self.clock(at)}, {self.day(at)}.",
            Markup("It begins: <i>“{}”</i>").format(begins),
            "",
            "If yours reads otherwise, or wants money or a one-time code, it is a fake that borrowed this code: "
            "please do not follow it.",
        )

    def not_ours(self, code: str) -> Markup:
        return self.lines(
            Markup("⚠️ <b>No, I sent no message with the code {}.</b>").format(code),
            "Please look at the code again. If that is what it says, the message is probably a fake:",
            "• Open no link, send no money, give nobody a one-time code or a password.",
            "• Ask the centre's staff with the button below, or come by.",
            "• If you have sent money already: call your bank at once and tell the ward's police.",
        )
