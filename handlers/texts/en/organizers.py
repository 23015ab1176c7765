"""The organizers' desk: who is trusted with what, invitations, and what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.en.formats import MONTHS, Formats
from handlers.texts.vi import organizers as vi
from storage.quiet_hours import LOCAL


class Organizers(Formats, vi.Organizers):
    desk_button = "🗂 My desk"
    team_button = "👥 Organizers"
    invite_button = "➕ Invite somebody"
    end_button = "➖ End a right"
    everywhere_button = "All centres"
    yes_end = "Yes, end it"
    no_end = "No, leave it"
    more_button = "More ›"
    older_button = "Older ›"
    unnamed = "(no name)"
    deeds: ClassVar[dict[str, str]] = {
        "invited": "made an invitation",
        "joined": "accepted an invitation and became an organizer",
        "ended": "ended the right of {whom}",
        "left": "stopped being an organizer",
        "question_answered": "answered a question",
        "answer_kept": "kept an answer for the next time",
        "answer_wording": "added wordings to an answer",
        "answer_corrected": "corrected an answer",
        "answer_ended": "dropped a kept answer",
        "course_quiz_chosen": "chose the quiz after class {whom}",
        "course_quiz_dropped": "dropped the quiz after class {whom}",
        "material_added": "added a material",
        "material_ended": "removed a material",
        "programme_made": "drafted a learning week",
        "programme_edited": "changed a learning week",
        "programme_published": "published a learning week",
        "programme_class_added": "added a class to a learning week",
        "programme_event_added": "added an activity to a learning week",
        "programme_event_removed": "took an activity out of a learning week",
        "programme_ended": "called off a learning week",
        "course_added": "opened the class {whom}",
        "course_changed": "changed the class {whom}",
        "course_called_off": "cancelled the class {whom}",
        "broadcast_confirmed": "confirmed the message {whom}",
        "broadcast_seconded": "agreed to send the message {whom}",
        "broadcast_refused": "did not agree to send the message {whom}",
        "broadcast_withdrawn": "made the message {whom} a draft again",
        "broadcast_dropped": "dropped the message {whom}",
        "broadcast_paused": "paused the message {whom}",
        "broadcast_resumed": "went on with the message {whom}",
        "broadcast_cancelled": "cancelled the rest of the message {whom}",
        "broadcast_stopped": "held back the message {whom}, as its sender is no longer trusted",
        "catalogue_published": "published a file of classes",
        "items_brought": "added items to the quiz bank",
        "item_switched_off": "switched a quiz item off",
        "item_switched_on": "switched a quiz item on again",
        "taken_out": "took somebody out of class {whom}",
        "moved_up": "put somebody first in line for class {whom}",
        "seated_first": "gave somebody a seat first in class {whom}",
        "seat_added": "added a seat to class {whom} for somebody who waited",
        "added_by_hand": "added somebody to class {whom}",
        "erased_by_hand": "deleted a person added by hand from class {whom}, at their request",
        "roster_exported": "took the list of class {whom}",
        "attendance_taken": "took attendance at a lesson of class {whom}",
        "headcount_set": "entered the number of people at a lesson of class {whom}",
        "target_set": "changed the target of visits",
        "group_chat_linked": "added me to the group chat {whom}",
        "group_chat_daily": "asked for a question each day in the group chat {whom}",
        "group_chat_stopped": "ended the questions in the group chat {whom}",
        "group_renamed": "renamed a learning group",
        "group_ended": "ended a learning group",
    }

    def commands(self, waiting: int = 0) -> list[tuple[str, str]]:
        asked = f" ({waiting})" if waiting else ""
        return [
            ("📋 Our classes", "/lopcuatrungtam"),
            ("📢 Messages to people", "/thongbao"),
            ("🙋 Today's attendance", "/buoihomnay"),
            (f"❓ Questions waiting{asked}", "/cauhoimoi"),
            ("💾 Kept answers", "/cautraloi"),
            ("🔎 What people look for", "/timgi"),
            ("📖 Materials", "/khotailieu"),
            ("🧩 Quiz bank", "/khocauhoi"),
            ("🎉 Learning weeks", "/chuongtrinh"),
            ("📈 Report", "/baocao"),
            ("🧩 Skills and quizzes", "/kynang"),
            ("🏅 Learning groups", "/bieuduong"),
            ("🧩 Questions in group chats", "/cauhoinhom"),
            (self.team_button, "/nhom"),
            ("📜 Log", "/nhatky"),
        ]

    def over(self, wards: Sequence[str], everywhere: bool) -> str:
        return "all centres" if everywhere else ", ".join(wards)

    def desk(self, over: str) -> Markup:
        return self.lines(
            Markup("<b>Your desk</b>"),
            Markup("You are an organizer of <b>{}</b>.").format(over),
            "What would you like to do?",
        )

    def welcome(self, over: str) -> Markup:
        return self.lines(
            Markup("🎉 <b>Welcome!</b>"),
            Markup("You are now an organizer of <b>{}</b>.").format(over),
            "",
            "You can open classes, see who signed up and who came, write to people, answer questions, and get reports.",
            "It is all on your desk: tap the button below, or send /desk at any time.",
        )

    def already(self, over: str) -> Markup:
        return self.lines(
            Markup("You are an organizer already: <b>{}</b>.").format(over),
            "This invitation gives you nothing more. If you need more, ask whoever invited you for a new one.",
        )

    def dead_invitation(self) -> Markup:
        return self.lines(
            "This invitation does not work: it may have been used, be older than 72 hours, or lack a letter.",
            "Please ask whoever invited you, or the person in charge of your centre, for a new one.",
        )

    def came(self, name: str, over: str) -> Markup:
        return self.lines(
            Markup("👥 <b>{}</b> accepted your invitation and is now an organizer of <b>{}</b>.").format(
                name or self.unnamed, over
            ),
            "If this is not whom you invited, open “Organizers” and end their right at once.",
        )

    def team(self, members: Sequence[tuple[str, Sequence[tuple[str, datetime, bool]]]]) -> Markup:
        lines: list[str] = [Markup("<b>Organizers</b>")]
        for over, people in members:
            lines += ["", Markup("<b>{}</b>").format(over[0].upper() + over[1:])]
            lines += [f"• {self._member(name, me)}, since {self.date(since)}" for name, since, me in people]
        return self.lines(*lines)

    def _member(self, name: str, me: bool) -> str:
        return (name or self.unnamed) + (" (you)" if me else "")

    def date(self, moment: datetime) -> str:
        """23 Nov 2026"""
        local = moment.astimezone(LOCAL)
        return f"{local.day} {MONTHS[local.month - 1]} {local.year}"

    def ask_whose(self) -> Markup:
        return Markup("<b>Whose right shall end?</b>")

    def ask_end(self, name: str, over: str, me: bool) -> Markup:
        if me:
            return self.lines(
                Markup("Stop being an organizer of <b>{}</b>?").format(over),
                "To come back, you will need a new invitation.",
            )
        return self.lines(
            Markup("End the right of <b>{}</b> over <b>{}</b>?").format(name or self.unnamed, over),
            "I will tell them. To trust them again, send a new invitation.",
        )

    def ended(self, name: str, over: str, me: bool) -> Markup:
        if me:
            return Markup("You are no longer an organizer of <b>{}</b>. Thank you for your help! 🌷").format(over)
        return Markup("Done: <b>{}</b> is no longer an organizer of <b>{}</b>.").format(name or self.unnamed, over)

    def last_one(self) -> Markup:
        return self.lines(
            "This is the only person left in charge of all centres, so their right stays.",
            "Invite somebody else for all centres first.",
        )

    def not_there(self) -> Markup:
        return Markup("I cannot find this person in your team. Their right may have ended.")

    def told_ended(self, over: str) -> Markup:
        return self.lines(
            Markup("You are no longer an organizer of <b>{}</b>. Thank you for your help! 🌷").format(over),
            "You can still find classes, sign up and be reminded. If something is unclear, ask your centre.",
        )

    def ask_which(self) -> Markup:
        return self.lines(
            Markup("<b>Invite an organizer for which centre?</b>"),
            "They will see and do everything of that centre, as you do.",
        )

    def invitation(self, over: str, link: str | None, token: str, until: datetime) -> Markup:
        words = Markup("<code>/moi {}</code>").format(token)
        return self.lines(
            Markup("✉️ <b>Invitation to be an organizer: {}</b>").format(over),
            f"Please open: {link}" if link else None,
            Markup("{} send to Bạn Học: {}").format("Or" if link else "Please", words),
            "🔒 Secret: send it to one person only, never to a group. Whoever opens it first gets the right.",
            f"It works once, for 72 hours: until {self.clock(until)}, {self.day(until)}.",
        )

    def log(self, entries: Sequence[str]) -> Markup:
        return self.lines(Markup("<b>Log</b> (newest first)"), "", *(entries or ["Nothing here yet."]))

    def operator(self) -> str:
        return "the operator"

    def gone(self) -> str:
        return "somebody who left"

    def you(self) -> str:
        return "you"

    def done(self, action: str, over: str, whom: str) -> str:
        return f"{self.deeds.get(action, 'did something').format(whom=whom)}: {over}"
