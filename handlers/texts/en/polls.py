"""The item of the day in group chats: what a group reads, and the organizers' page about it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import polls as vi
from storage.quiet_hours import QuietHours


class Polls(Formats, vi.Polls):
    add_button = "➕ Add me to a group"
    other_centre_button = "➕ Add for another centre"
    everywhere_button = "For all centres"
    post_button = "🧩 Post today's question"
    hour_button = "⏰ One each day"
    stop_button = "✋ Stop posting"
    groups_button = "‹ All groups"
    desk_button = "🗂 Your desk"

    def linked(self, ward: str | None) -> Markup:
        of = f"the community learning centre of {ward}" if ward else "the community learning centres"
        return self.lines(
            Markup("👋 <b>Hello everyone!</b> I am Bạn Học, from {}.").format(of),
            "I bring little questions about digital life: half a minute each, and you see why as soon as you choose.",
            "I keep nothing of what you say to each other, and do not know who chose what.",
            "",
            "Organizers type:",
            "• /cauhoinhom – post today's question",
            "• /cauhoinhom 19 – one each day, at 19:00",
            "• /cauhoinhom dung – stop posting",
        )

    def posted(self, outcome: str, now: datetime) -> Markup:
        match outcome:
            case "now":
                return self.lines("I have just posted today's question in the group.")
            case "later":
                return self.lines("People are resting now. I will post the question in the morning.")
            case "already":
                return self.lines("The group has had its question for today. There is a new one tomorrow!")
            case _:
                return self.lines("No question fits a whole group just now. Organizers can look at the quiz bank.")

    def daily(self, first: datetime, now: datetime) -> Markup:
        day, clock = self.near_day(first, now), self.clock(first)
        return Markup("I will post one question each day at {}. The first: {}.").format(clock, day)

    def stopped(self) -> Markup:
        return self.lines("I will post no more questions here. To start again, organizers type /cauhoinhom.")

    def which_hour(self, quiet: QuietHours) -> Markup:
        return self.lines(
            f"Please give me an hour of the day, for example /cauhoinhom 19. From {quiet.begin:%H:%M} to "
            f"{quiet.end:%H:%M} I let people rest."
        )

    def item(self, question: str, options: Sequence[str], before: tuple[str, str] | None) -> Markup:
        answer = [Markup("✅ Last time: <b>{}</b>. {}").format(before[0].rstrip("."), before[1]), ""] if before else []
        return self.lines(
            *answer,
            Markup("🧩 <b>Today's question</b>"),
            question,
            *(f"{number}. {option}" for number, option in enumerate(options, 1)),
            "",
            "Choose one for yourself; next time I tell you which is right.",
        )

    def page(self, has_groups: bool, may_add: bool) -> Markup:
        how = (
            "Tap “Add me to a group” and choose a group that you manage: then I greet everyone."
            if may_add
            else "On this channel I cannot be in group chats yet."
        )
        return self.lines(
            Markup("🧩 <b>Questions in group chats</b>"),
            "I post the question of the day in the chat of a neighbourhood or a class: when you ask, or each day.",
            "Tap a group to choose it." if has_groups else "There is no group yet.",
            how,
        )

    def group(self, title: str, hour: int | None) -> str:
        return f"{title} · daily at {hour}:00" if hour is not None else title

    def one_group(self, title: str, ward: str | None, next_at: datetime | None, removed: bool, now: datetime) -> Markup:
        state = f"The next question: {self.near_day(next_at, now)}, {self.clock(next_at)}." if next_at else None
        return self.lines(
            Markup("💬 <b>{}</b>").format(title),
            ward or "For all centres",
            "I was removed from this group; add me again and I can post." if removed else state or "Only when you ask.",
        )

    def ask_hour(self) -> Markup:
        return self.lines("At which hour each day?")

    def hour(self, hour: int) -> str:
        return f"{hour}:00"

    def ask_centre(self) -> Markup:
        return self.lines("Which centre is the group of?")

    def gone(self) -> Markup:
        return self.lines("I do not find this group any more.")
