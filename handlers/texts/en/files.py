"""Files that somebody sends: being fetched, not to be had."""

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import files as vi


class Files(Formats, vi.Files):
    def reading(self, name: str) -> Markup:
        return Markup("📄 Reading <b>{}</b>…").format(name)

    def too_large(self, name: str, most: int) -> Markup:
        return self.lines(
            Markup("<b>{}</b> is too large; I take files of up to {} MB.").format(name, most // 1_000_000),
            "Please leave out some pictures or split the file, then send it again.",
        )

    def failed(self, name: str) -> Markup:
        return self.lines(
            Markup("Sorry, I could not fetch <b>{}</b>.").format(name),
            "Please wait a moment, then send the file again.",
        )

    def gone(self) -> Markup:
        return self.lines("I no longer have this file.", "Please send it again.")

    def too_late(self, name: str) -> Markup:
        return self.lines(
            Markup("<b>{}</b> has arrived, but what needed it has ended.").format(name),
            "Please begin that again, then send the file.",
        )
