"""Materials: what residents browse, and how organizers keep them."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import materials as vi
from handlers.texts.vi.materials import Shown


class Materials(Formats, vi.Materials):
    open_button = "🔗 Open this page"
    all_topics = "‹ All topics"
    all_of_topic = "📖 More on this topic"
    earlier = "‹ Previous"
    later = "Next ›"
    desk_button = "🗂 Look after materials"
    add_button = "➕ Add material"
    end_button = "🗑 Remove this"
    list_button = "‹ All materials"
    everywhere = "All centres"
    yes_add = "✅ Add it"
    yes_end = "Yes, remove"
    no_end = "No, keep it"
    stop = "Never mind"

    def none_at_all(self) -> Markup:
        return self.lines("There is nothing to read or watch yet.", "Please look in again later.")

    def ask_topic(self) -> Markup:
        return self.lines(Markup("<b>Learn at home</b>"), "Which topic would you like?")

    def list_of(self, topic: str, shown: Sequence[Shown], before: int) -> Markup:
        entries = self._entries(shown, before)
        return self.lines(Markup("<b>{}</b>").format(topic), "", *entries, "", "Tap the number of what you want.")

    def link(self, title: str, host: str) -> Markup:
        return self.lines(
            Markup("🔗 <b>{}</b>").format(title),
            f"This page is at: {host}",
            "Tap the button below to open it. It needs no password or OTP code of yours.",
        )

    def gone(self) -> Markup:
        return self.lines("This is no longer there.", "Please look at something else.")

    def offer(self, course: str, topic: str, shown: Sequence[Shown]) -> Markup:
        return self.lines(
            Markup("The class <b>{}</b> is over. Thank you for coming! 🌷").format(course),
            Markup("If you would like to go on at home, here is something on <b>{}</b>:").format(topic),
            "",
            *self._entries(shown),
            "",
            "Tap the number of what you want.",
        )

    def kept(self, entries: Sequence[tuple[str, str, str, int]], before: int, count: int) -> Markup:
        lines = [
            self.lines(
                "",
                Markup("{}. <b>{}</b>").format(number, title),
                f"{topic} · {whose} · opened {opened} times",
            )
            for number, (title, topic, whose, opened) in enumerate(entries, before + 1)
        ]
        return self.lines(Markup("<b>Materials</b>: {}").format(count), *lines)

    def none_kept(self) -> Markup:
        return self.lines("There are no materials yet.", "You can add the first one.")

    def card(self, title: str, topic: str, whose: str, what: str, opened: int) -> Markup:
        return self.lines(
            Markup("<b>{}</b>").format(title), f"Topic: {topic}", f"Of: {whose}", what, f"Opened: {opened} times"
        )

    def not_there(self) -> Markup:
        return Markup("I cannot find this among your materials.")

    def no_topic(self) -> Markup:
        return self.lines("There is no topic yet: topics come with classes.", "Please open a class first.")

    def ask(self, step: str) -> Markup:
        return {
            "centre": Markup("Which <b>centre</b> is it of?"),
            "title": self.lines(Markup("What is its <b>title</b>?"), Markup("Example: <i>How to spot a scam</i>")),
            "topic": Markup("Which <b>topic</b> is it about?"),
            "what": self.lines(
                Markup("Send the <b>link</b> (it begins with https://) or the <b>file</b>."),
                "Files: PDF, picture, Word, Excel, PowerPoint, MP3 or MP4, at most 5 MB.",
            ),
        }[step]

    def unread(self, step: str) -> Markup:
        return {
            "centre": Markup("Please choose a centre below."),
            "title": Markup("A title needs letters, at most 200 of them."),
            "topic": Markup("There is no such topic. Please choose one below."),
            "what": Markup("I cannot use this link: it must begin with https:// and bear no name or password."),
        }[step]

    def bad_file(self, name: str) -> Markup:
        return self.lines(
            Markup("I do not pass on this kind of file: <b>{}</b>.").format(name),
            "I take PDF, pictures, Word, Excel, PowerPoint, MP3 or MP4.",
        )

    def not_yet(self) -> Markup:
        return Markup("One step at a time: the file comes last.")

    def preview(self, title: str, topic: str, whose: str, what: str) -> Markup:
        return self.lines(
            Markup("<b>Add this?</b>"),
            "",
            Markup("<b>{}</b>").format(title),
            f"Topic: {topic}",
            f"Of: {whose}",
            what,
            "",
            "Residents find it at /materials. After a class on this topic its learners are offered it.",
        )

    def added(self) -> Markup:
        return Markup("✅ Added.")

    def stopped(self) -> Markup:
        return Markup("Stopped. Nothing was added.")

    def ask_end(self, title: str) -> Markup:
        return self.lines(Markup("Remove <b>{}</b>?").format(title), "Residents will no longer find it.")

    def ended(self, title: str) -> Markup:
        return Markup("<b>{}</b> was removed.").format(title)
