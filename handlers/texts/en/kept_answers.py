"""What an organizer reads about the answers that are kept for the next one who asks."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import kept_answers as vi


class KeptAnswers(Formats, vi.KeptAnswers):
    as_asked = "Keep it just as it was asked"
    surely = "Nothing private in it, keep it"
    write_myself = "✏️ I will reword it"
    stop = "Leave it"
    add = "➕ Add a wording"
    correct = "✏️ Correct the answer"
    end = "🗑 No longer use it"
    yes_end = "Yes, no longer use it"
    no_end = "No, keep it"
    list_button = "💾 Kept answers"
    more = "More ›"
    back = "‹ Previous page"

    def ask_wordings(self, said: str) -> Markup:
        return self.lines(
            Markup("A resident asked: <i>“{}”</i>").format(said),
            "",
            Markup("<b>How would others ask this?</b>"),
            "Please type one or more wordings, one a line. No names, phone numbers or private matters, please.",
        )

    def warning(self, said: str) -> Markup:
        return self.lines(
            Markup("⚠️ <b>This will be kept for long, and other staff can read it:</b>"),
            Markup("<i>“{}”</i>").format(said),
            "",
            "Please read it closely: is there a name, an address, a phone number, an illness or any private matter? "
            "If so, please reword it.",
        )

    def no_wording(self, longest: int) -> Markup:
        return Markup("Please type wordings, one a line, at most {} characters each.").format(longest)

    def kept(self) -> Markup:
        return Markup("💾 <b>Kept.</b> Whoever asks like this is answered at once.")

    def kept_before(self) -> Markup:
        return Markup("This was kept before, and is perhaps no longer used. Please see the list.")

    def heading(self, count: int) -> Markup:
        return Markup("<b>Kept answers:</b> {}. Tap a number to see one.").format(count)

    def none_kept(self) -> Markup:
        return self.lines(
            "No answer is kept yet.",
            "When you have answered a question, tap “Keep this for the next time”: the next one is answered at once.",
        )

    def whole(self, wordings: Sequence[str], answer: str, ward: str | None) -> Markup:
        return self.lines(
            Markup("<b>People ask</b> ({})").format(ward or "all centres"),
            *(f"• {one}" for one in wordings),
            "",
            Markup("<b>Answer</b>"),
            answer,
        )

    def not_there(self) -> Markup:
        return Markup("This answer is no longer used, or belongs to another centre.")

    def ask_more_wordings(self) -> Markup:
        return self.lines(Markup("<b>How else do people ask this?</b>"), "One wording a line; no names, please.")

    def added(self) -> Markup:
        return Markup("✅ <b>Added.</b>")

    def ask_correction(self, answer: str) -> Markup:
        return self.lines(
            Markup("<b>The answer now:</b>"), answer, "", "Please type the whole answer again; it takes its place."
        )

    def corrected(self) -> Markup:
        return Markup("✅ <b>Corrected.</b> From now on I answer with this.")

    def ask_end(self, wording: str) -> Markup:
        return Markup("No longer use the answer to <i>“{}”</i>?").format(wording)

    def ended(self) -> Markup:
        return Markup("This answer is no longer used. Whoever asks is passed on to the staff again.")
