"""What is kept about a person: seeing, correcting, deleting it; privacy in plain words."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import my_data as vi
from storage.learners import Learner, Relation


class MyData(Formats, vi.MyData):
    see = "📄 See everything"
    correct = "✏️ Correct"
    delete = "🗑 Delete everything"
    back = "‹ My data"
    home = "🏠 Correct ward and neighbourhood"
    stop = "Leave it as it is"
    yes_remove = "Yes, delete"
    yes_delete = "Yes, delete everything"
    keep = "No, keep it"
    privacy_button = "Privacy"
    file_name = "my-data.txt"

    def rename_button(self, learner: Learner) -> str:
        return f"✏️ Rename: {learner.name}"

    def remove_button(self, learner: Learner) -> str:
        return f"🗑 Delete: {learner.name}"

    def summary(self, household: Sequence[Learner], live: int, past: int) -> Markup:
        people = ", ".join(learner.name for learner in household) or "no names yet"
        return self.lines(
            Markup("<b>My data</b>"),
            "",
            f"👤 Learners: {people}",
            f"📝 Classes joined: {live} · past: {past}",
            "",
            "You can see everything I keep, correct what is wrong, or delete it all at any time.",
        )

    def here_it_is(self) -> Markup:
        return self.lines(
            "This is everything I keep about you.", "Tap the file to read it. Only you receive this file."
        )

    def ask_what(self) -> Markup:
        return Markup("<b>What would you like to correct?</b>")

    def ask_name(self, learner: Learner) -> Markup:
        return self.lines(Markup("The name I have: <b>{}</b>.").format(learner.name), "Please type the new name.")

    def renamed(self, name: str) -> Markup:
        return Markup("✅ The name is now <b>{}</b>.").format(name)

    def ask_remove(self, learner: Learner) -> Markup:
        return self.lines(
            Markup("<b>Delete {} from your list?</b>").format(learner.name),
            "Seats in the classes this person joined go to those who wait. "
            "The name in messages I already sent you is gone after 30 days.",
        )

    def removed(self, name: str) -> Markup:
        return Markup("✅ I deleted <b>{}</b>.").format(name)

    def not_there(self) -> Markup:
        return Markup("This person is not on your list.")

    def ask_delete(self, household: Sequence[Learner]) -> Markup:
        others = [learner.name for learner in household if learner.relation is not Relation.SELF]
        people = (
            f"• Everything about you and about {', '.join(others)} is deleted."
            if others
            else "• Everything about you is deleted."
        )
        return self.lines(
            Markup("<b>Delete all your data?</b>"),
            "",
            people,
            "• The seats you hold are given back, and those who wait get them.",
            "• I send no more reminders or announcements.",
            "• The centre keeps only counts, nobody's name.",
            "",
            "This cannot be undone. Messages on your phone are yours to delete in the chat app.",
        )

    def kept(self) -> Markup:
        return Markup("All right, I keep everything; nothing was deleted.")

    def ask_again(self) -> Markup:
        return Markup("That was an old button, so I deleted nothing and ask you again to be sure.")

    def farewell(self) -> Markup:
        return self.lines(
            "✅ I deleted all your data.",
            "Thank you for learning with the centre. Write to me whenever you like, and we start afresh.",
        )

    def nothing_kept(self) -> Markup:
        return Markup("I keep nothing about you any more, so there is nothing left to delete.")

    def consent_short(self) -> Markup:
        return self.lines(
            "To hold your seat and remind you, I keep your name, your ward and neighbourhood group (if you give them) "
            "and the classes you join; only the organizers and the teacher of the class can see them. "
            "You do not have to agree, and you can see, correct or delete everything at any time with /mydata."
        )

    def consent_child(self, name: str) -> Markup:
        return self.lines(
            f"{name} is under 16, so a parent or guardian has to agree: "
            f"I keep {name}'s name and classes to hold the seat and to remind you, "
            "only the organizers and the teacher of the class can see them, and the name is never shown in a group. "
            "If you are the parent or guardian and agree, please tap the button below; "
            "you can see, correct or delete it at any time with /mydata."
        )

    def _title(self) -> Markup:
        return Markup("<b>Privacy in plain words</b>\n<i>As of 22/11/2026</i>\n")

    def _kept(self) -> Markup:
        return Markup(
            "<b>What do I keep?</b>\n"
            "• The name you gave and the one in your chat app; your ward and neighbourhood group, if you give them.\n"
            "• The number of your chat with me, to know where to write. In the chat I ask for no telephone number.\n"
            "• People of your household you sign up: name, what they are to you, whether they are under 16.\n"
            "• Of people without a chat whom an organizer adds: name, whether under 16, home and telephone number "
            "if they give them, and that they agreed by word of mouth.\n"
            "• Age group and learning groups if you choose them; the centre only counts sums.\n"
            "• Classes joined, lessons you said you would come to and those you came to, "
            "what you agreed to, language and reminder times.\n"
            "• What you asked me to watch for, learning weeks you follow, questions you passed on to the organizers.\n"
            "• If you choose so: that you want general news, associations you belong to, topics you like, "
            "being counted on the boards of your groups.\n"
            "• If you take quizzes: which options you chose, which items to ask again when, badges, "
            "and when you want to get one.\n"
            "• What you write to me (until it is dealt with) and what I write to you; files, if you are an organizer.\n"
            "I also count how many people look for which classes each day: only numbers, "
            "never your words, never who you are.\n"
        )

    def _why_and_who(self) -> Markup:
        return Markup(
            "<b>What for?</b>\n"
            "Only to hold your seat, remind you, tell you when a class changes, and choose quiz items that suit you; "
            "the centre's general news and quizzes at set times only if you agreed to them. "
            "No advertising, no selling, no scoring or tracking of anyone.\n"
            "\n"
            "<b>Who sees it?</b>\n"
            "The organizers of the centre and the teacher of a class you joined. "
            "The organizers read a question that you pass on. "
            "Nobody else sees which quiz items you got right; the centre only sees sums of 5 people or more. "
            "Whoever looks after the computer looks only when something must be repaired. "
            "Messages travel through the chat app you use, under its own rules. "
            "What is yours is shown only in your private chat, never in a group.\n"
        )

    def _how_long(self) -> Markup:
        return Markup(
            "<b>For how long?</b>\n"
            "• What you write: until it is dealt with; the trace that it arrived: 3 days.\n"
            "• What I write to you: 30 days.\n"
            "• Questions you passed on: 30 days after the answer, 90 days if nobody answers.\n"
            "• What you asked me to watch for: 6 months at most; 30 days once I told you or you dropped it.\n"
            "• Classes and lessons you came to: 12 months after the class ended, then only counts without a name. "
            "People whom an organizer added are then deleted.\n"
            "• Learning weeks you follow: 30 days after the last day.\n"
            "• Quiz items you answered: 400 days; the quiz you are at: 60 days.\n"
            "• Files of organizers: 24 hours; those sent with an announcement or kept as material: while in use.\n"
            "• Backups: 30 days. If a backup has to be used, what you deleted is deleted again.\n"
            "• Everything else: until you delete it.\n"
        )

    def _rights(self) -> Markup:
        return Markup(
            "<b>What are your rights?</b>\n"
            "See, get a copy, correct, delete everything: send /mydata, I do it at once. "
            "Pause all reminders: send /pause. Stop general news: send /tinchung khong. "
            "Stop quizzes: send /nhipcauhoi thoi. "
            "Take back your consent: in /mydata, delete everything, or one person of your household. "
            "If an organizer added you, ask them to show or delete it.\n"
            "\n"
            "<b>Children under 16</b>\n"
            "A parent or guardian agrees for the child, and is the one who sees, corrects and deletes. "
            "A child's name is never shown in a group.\n"
            "\n"
            "<b>Whom to ask?</b>\n"
            "The community learning centre of your ward. "
            "If you think your rights are not respected, you may complain to the personal data protection "
            "authority under the Ministry of Public Security (Law on Personal Data Protection, 91/2025/QH15)."
        )
