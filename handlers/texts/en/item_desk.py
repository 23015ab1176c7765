"""The organizers' desk of items: what a centre asks in its mini-quizzes, and how people get on with it."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import item_desk as vi


class ItemDesk(Formats, vi.ItemDesk):
    desk_button = "🧩 Quiz bank"
    topics_button = "‹ Topics"
    topic_button = "‹ Items"
    earlier = "‹ Before"
    later = "Next ›"
    switch_off = "🚫 Switch off"
    switch_on = "✅ Switch on again"

    def which_centre(self) -> Markup:
        return self.lines("Which centre's quiz bank would you like to see?")

    def topics(self, ward: str, total: int, off: int, brought: int) -> Markup:
        return self.lines(
            Markup("🧩 <b>Quiz bank of {}</b>").format(ward),
            f"Items: {total}."
            + (f" Added by the centre: {brought}." if brought else "")
            + (f" Switched off: {off}." if off else ""),
            "",
            "Choose a topic to see its items. To add items, send me an Excel file like the template, GIFT or Aiken.",
        )

    def items(self, topic: str, page: int, pages: int, entries: Sequence[Markup]) -> Markup:
        head = f" ({page}/{pages})" if pages > 1 else ""
        return self.lines(
            Markup("🧩 <b>{}</b>{}").format(topic, head), *(self.lines("", one) for one in entries), "", self.legend()
        )

    def legend(self) -> Markup:
        return Markup("<i>🚫 switched off · 📥 added by the centre. Answers are counted until last Sunday.</i>")

    def entry(self, number: int, question: str, told: str, *, is_off: bool, is_brought: bool) -> Markup:
        marks = (" 🚫" if is_off else "") + (" 📥" if is_brought else "")
        return self.lines(f"{number}.{marks} {question}", Markup("<i>{}</i>").format(told))

    def told(self, people: int, share: str) -> str:
        return f"People who answered: {people}. Right at first: {share}."

    def too_few(self, few: int) -> str:
        return f"Fewer than {few} people have answered so far."

    def drew_most(self, option: str) -> str:
        return f"The wrong option that draws most: “{option}”."

    def item(self, question: str, options: Sequence[tuple[str, bool]], explanation: str, source: str) -> Markup:
        return self.lines(
            Markup("<b>{}</b>").format(question),
            *(f"{'✅' if is_right else '▫️'} {option}" for option, is_right in options),
            *(("", f"💡 {explanation}") if explanation else ()),
            Markup("<i>Source: {}</i>").format(source) if source else None,
        )

    def state(self, *, is_off: bool) -> Markup:
        return (
            Markup("🚫 <b>Switched off:</b> nobody is asked this.") if is_off else Markup("This item is switched on.")
        )

    def not_there(self) -> Markup:
        return self.lines("I do not find this item in the bank.")
