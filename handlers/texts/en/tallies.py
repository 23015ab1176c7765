"""Tallies: what people looked for, told to organizers."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import tallies as vi


class Tallies(Formats, vi.Tallies):
    def nothing_yet(self) -> Markup:
        return self.lines(
            Markup("<b>What people look for</b>"),
            "Nobody asked anything in the last 30 days. Once people ask, you see here which classes they need.",
        )

    def of_wards(self, wards: Sequence[str]) -> str:
        return f"These are the questions that named {', '.join(wards)}, and those that named no place."

    def looked_for(
        self,
        count: int,
        found: int,
        missed: int,
        most_found: Sequence[tuple[str, int]],
        most_missed: Sequence[tuple[str, int]],
    ) -> Markup:
        return self.lines(
            Markup("<b>What people look for</b> (last 30 days)"),
            f"Questions: {self.number(count)}. Looked for a class and found one: {self.number(found)}. "
            f"Found none: {self.number(missed)}.",
            *self.section("No such class yet", most_missed),
            *self.section("There is a class", most_found),
            "",
            "I only count and keep nobody's words. If many look for a class that is not there, consider opening it.",
        )

    def number(self, count: int) -> str:
        return "fewer than 3" if 0 < count < vi.FEW else str(count)

    def subject(self, value: str) -> str:
        """The lexicon's values are English words."""
        return "something else (words I do not know)" if value == "?" else value.replace("_", " ")
