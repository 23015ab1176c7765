"""A file of classes that was sent to the bot."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import desk_import as vi


class DeskImport(Formats, vi.DeskImport):
    publish = "✅ Publish"
    stop = "Never mind"
    whole_name = "changes.txt"
    faults_name = "to-correct.txt"

    def preview(self, name: str, counts: str) -> Markup:
        return self.lines(Markup("👀 <b>Publishing {} would do this:</b>").format(name), counts)

    def whole_list(self) -> Markup:
        return Markup("📎 The whole list.")

    def more(self, count: int) -> str:
        return f"… and {count} more, all of them in the file above."

    def example_of_news(self, text: Markup) -> Markup:
        return self.lines(Markup("<i>People of a class that moves will read, for example:</i>"), text)

    def nothing_new(self, name: str, unchanged: int) -> Markup:
        return Markup("There is nothing new in {} (unchanged classes: {}), so nothing to publish.").format(
            name, unchanged
        )

    def refused(self, name: str, count: int) -> Markup:
        return Markup("✋ <b>{} needs corrections: {}.</b> I published nothing.").format(name, count)

    def send_again(self) -> str:
        return "Please correct the file and send it again."

    def not_your_ward(self, ward: str, wards: Sequence[str]) -> str:
        return f"“{ward[:40]}” is not your ward. Write exactly: {', '.join(wards)}."

    def not_your_class(self, code: str) -> str:
        return f"class {code} belongs to another centre. Use another code."

    def changed_meanwhile(self) -> Markup:
        return Markup("⚠️ <b>Something else has changed meanwhile</b>, so I published nothing yet. Please look again:")

    def stopped(self) -> Markup:
        return Markup("All right, I publish nothing.")
