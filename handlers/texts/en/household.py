"""The sign-up dialog: for whom, names, ward, consent."""

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import household as vi
from storage.courses import Course
from storage.learners import Relation


class Household(Formats, vi.Household):
    for_myself = "For myself"
    someone_else = "For someone else"
    add_person = "➕ Add a person"
    stop = "Do not sign up"
    skip = "Skip"
    agree = "I agree"
    disagree = "I do not agree"
    whole_text = "Read the whole text"
    under_16 = "Under 16"
    from_16 = "16 or older"

    def relation(self, relation: Relation) -> str:
        return {
            Relation.SELF: "Me",
            Relation.MOTHER: "Mother",
            Relation.FATHER: "Father",
            Relation.SPOUSE: "Wife/husband",
            Relation.CHILD: "Child",
            Relation.GRANDPARENT: "Grandparent",
            Relation.OTHER: "Someone else",
        }[relation]

    def for_person(self, name: str) -> str:
        return f"For {name}"

    def ask_who(self, course: Course) -> Markup:
        full = Markup("\nThe class is full: this goes on the waiting list.") if course.seats_left <= 0 else ""
        return Markup("Who should I sign up for <b>{}</b>?{}").format(course.title, full)

    def for_someone(self, course: Course) -> Markup:
        return Markup("I sign up someone of your family for <b>{}</b>.").format(course.title)

    def ask_own_name(self, offered: str) -> Markup:
        hint = "Tap the name below, or type another." if offered else "Please type your name."
        return self.lines(Markup("<b>What may I call you?</b>"), hint)

    def ask_relation(self) -> Markup:
        return Markup("Who is this person <b>to you</b>?")

    def ask_their_name(self, relation: Relation) -> Markup:
        whose = {
            Relation.MOTHER: "your mother’s",
            Relation.FATHER: "your father’s",
            Relation.SPOUSE: "your wife’s or husband’s",
            Relation.CHILD: "your child’s",
            Relation.GRANDPARENT: "your grandparent’s",
        }.get(relation, "their")
        return Markup("Please type {} <b>full name</b>.").format(whose)

    def ask_age(self, name: str) -> Markup:
        return Markup("How old is <b>{}</b>?").format(name)

    def ask_ward(self) -> Markup:
        return self.lines(
            Markup("<b>Which ward do you live in?</b>"),
            "Tap one, or type your neighbourhood group, for example: tổ 5. If you would rather not say, tap “Skip”.",
        )

    def bad_name(self) -> Markup:
        return Markup("A name needs letters, and 80 characters at most. Please type it again.")

    def tap_one(self) -> Markup:
        return Markup("I did not get that. Please tap one of the buttons below.")

    def not_agreed(self) -> Markup:
        return self.lines(
            "All right: nothing about you is kept, and I have not signed you up.",
            "You can still look at classes. To learn without leaving your name here, sign up at the centre in person.",
        )

    def stopped(self) -> Markup:
        return Markup("All right, I stopped signing up. If you need anything, tap a button below.")

    def still_here(self, course: Course) -> Markup:
        return Markup("You are signing up for <b>{}</b>:").format(course.title)
