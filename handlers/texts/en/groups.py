"""Groups that learn together: making and joining them, their visits, and the organizers' list to commend."""

from collections.abc import Sequence
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import groups as vi
from storage.groups import LONGEST_NAME, Group, GroupKind, Tally


class Groups(Formats, vi.Groups):
    groups_button = "🏅 Learning titles"
    make_button = "➕ Make a group"
    join_button = "🔑 Join with a code"
    back = "‹ My groups"
    stop = "Never mind"
    leave_button = "🚪 Leave the group"
    yes_leave = "Yes, leave"
    no_leave = "No, stay"
    list_button = "‹ List of groups"
    file_button = "📄 List for commendation"
    rename_button = "✏️ Rename the group"
    end_button = "🚫 End the group"
    yes_end = "Yes, end it"
    no_end = "No, keep it"
    more_button = "More ›"
    before_button = "‹ Page before"
    kinds: ClassVar[dict[GroupKind, str]] = {
        GroupKind.FAMILY: "Learning family",
        GroupKind.CLAN: "Learning clan",
        GroupKind.UNIT: "Learning unit",
        GroupKind.COMMUNITY: "Learning community",
    }

    def number(self, number: int) -> str:
        return f"{number:,}"

    def mine(self, groups: Sequence[Group]) -> Markup:
        return self.lines(
            Markup("🏅 <b>Learning titles</b>"),
            "A family, clan, unit or community that learns together makes a group here. "
            "I add up the visits of the whole group; the centre looks at the sums to commend groups.",
            "",
            *([f"• {one.name} ({self.kinds[one.kind]})" for one in groups] or ["You are in no group yet."]),
        )

    def need_name(self) -> Markup:
        return self.lines(
            "To join a group I need the name of somebody in your household who learns.",
            "Please sign up for a class first and come back: type /titles, or tap the invitation link again.",
        )

    def too_many(self, count: int) -> Markup:
        return Markup("You made {} groups already. Leave one, or ask somebody else to make it.").format(count)

    def no_centre(self) -> Markup:
        return Markup("There is no centre to make a group at yet. Please come back later.")

    def ask_kind(self) -> Markup:
        return Markup("<b>Which kind of group?</b>")

    def ask_centre(self) -> Markup:
        return Markup("<b>The centre of which ward does it belong to?</b>")

    def ask_name(self, kind: GroupKind) -> Markup:
        return self.lines(
            Markup("<b>{}</b>: what is it called?").format(self.kinds[kind]),
            "Type the name of the group. Its members and the organizers can read it.",
        )

    def bad_name(self) -> Markup:
        return Markup("A name needs letters and at most {} characters. Please type it again.").format(LONGEST_NAME)

    def ask_code(self) -> Markup:
        return self.lines(
            Markup("<b>What is the code?</b>"), "It has 6 letters and digits; somebody in the group has it."
        )

    def no_such_code(self) -> Markup:
        return Markup("I find no group with this code. Ask whoever invited you, and type it again.")

    def stopped(self) -> Markup:
        return Markup("All right, we stop here.")

    def ask_join(self, tally: Tally, ward: str) -> Markup:
        return self.lines(
            self._head(tally.group),
            f"{ward} · {self.members(tally.members)}",
            "",
            "Nobody sees how much anybody learned: the group and the organizers only see the sum of all visits.",
            "Who of your household joins?",
        )

    def members(self, count: int) -> str:
        return "1 person" if count == 1 else f"{count} people"

    def card(self, tally: Tally, ward: str, year: int, link: str | None) -> Markup:
        return self.lines(
            self._head(tally.group),
            f"{ward} · {self.members(tally.members)}",
            Markup("👣 Visits of the whole group in {}: <b>{}</b>").format(year, self.number(tally.visits)),
            "",
            Markup("🔑 The code with which others join: <code>{}</code>").format(tally.group.code),
            f"Or send them the link: {link}" if link else None,
            "",
            "Tap a name to take somebody of your household in or out.",
        )

    def ask_leave(self, group: Group) -> Markup:
        return self.lines(
            Markup("Your household leaves <b>{}</b>?").format(group.name),
            "Your visits no longer count for it. To join again you need its code.",
        )

    def left(self, name: str) -> Markup:
        return Markup("Your household left <b>{}</b>.").format(name)

    def gone(self) -> Markup:
        return Markup("This group is no more, or nobody of your household is in it.")

    def ask_which(self) -> Markup:
        return Markup("<b>The groups of which centre?</b>")

    def listed(self, ward: str, year: int, first: int, tallies: Sequence[Tally]) -> Markup:
        lines: list[str] = [
            Markup("{}. <b>{}</b> · {}\n{} · {}").format(
                number, one.group.name, self.kinds[one.group.kind], self.visits(one.visits), self.members(one.members)
            )
            for number, one in enumerate(tallies, first)
        ]
        return self.lines(
            Markup("🏅 <b>Learning groups {}</b>, {}").format(year, ward),
            "",
            *(lines or ["There is no group yet. Residents type /titles to make one."]),
        )

    def visits(self, count: int) -> str:
        return "1 visit" if count == 1 else f"{self.number(count)} visits"

    def year_button(self, year: int) -> str:
        return f"Year {year}"

    def desk_card(self, tally: Tally, ward: str, year: int) -> Markup:
        return self.lines(
            self._head(tally.group),
            f"{ward} · {self.members(tally.members)}",
            Markup("👣 Visits in {}: <b>{}</b>").format(year, self.number(tally.visits)),
        )

    def ask_new_name(self, group: Group) -> Markup:
        return self.lines(Markup("The name I have: <b>{}</b>.").format(group.name), "Type the new name of the group.")

    def renamed(self, name: str) -> Markup:
        return Markup("✅ The group is now called <b>{}</b>.").format(name)

    def ask_end(self, tally: Tally) -> Markup:
        return self.lines(
            Markup("End the group <b>{}</b> ({})?").format(tally.group.name, self.members(tally.members)),
            "It goes from the list for good. I write to nobody; everybody's own visits stay.",
        )

    def ended(self, name: str) -> Markup:
        return Markup("✅ The group <b>{}</b> was ended.").format(name)

    def not_there(self) -> Markup:
        return Markup("This group is not in the list of the centre any more.")

    def file_name(self, year: int) -> str:
        return f"commendation-{year}.xlsx"

    def file_caption(self, ward: str, year: int) -> Markup:
        return self.lines(
            Markup("📄 List for commendation {}, {}.").format(year, ward),
            "The file has the names of groups and sums of visits, nobody's own name.",
        )

    def sheet(self) -> str:
        return "Commendation"

    def heads(self) -> list[str]:
        return ["No.", "Group", "Title", "People", "Visits"]
