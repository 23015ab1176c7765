"""The people of a class, for its organizers: who is in it, adding, removing, moving up, whom to call."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import roster as vi
from handlers.texts.vi.roster import MOST_CALLS
from storage.courses import Course
from storage.learners import Relation
from storage.roster import Person


class Roster(Formats, vi.Roster):
    list_button = "👥 People of the class"
    search_button = "🔎 Find a name"
    add_button = "➕ Add somebody"
    excel_button = "📄 Excel file"
    sheet_button = "🖨 Sign-in sheet"
    course_button = "‹ The class"
    earlier = "‹ Previous page"
    later = "Next page ›"
    remove_button = "➖ Take out of the class"
    move_up_button = "⏫ Move up"
    erase_button = "🗑 Delete all about this person"
    yes_erase = "🗑 Yes, delete all"
    stop = "Leave it as it is"
    skip = "Skip"
    under_16 = "Under 16"
    from_16 = "16 or older"
    agreed = "✅ They agreed, add them"
    yes_remove = "✅ Yes, take them out"
    yes_seat = "✅ Give the seat"
    to_front = "⏫ First in line"
    one_more = "🪑 Add a seat for them"
    removal_reasons = ("Asked to leave", "Signed up by mistake or twice", "Absent too often")
    moving_reasons = ("Elderly", "In difficult circumstances", "Waited since the last class")

    def heading(self, course: Course, waiting: int, to_call: int, page: int, pages: int) -> Markup:
        paged = f" · page {page + 1}/{pages}" if pages > 1 else ""
        return self.lines(
            Markup("<b>People of {}</b> ({}){}").format(course.title, course.code, paged),
            f"🪑 Seated: {course.taken}/{course.capacity} · ⏳ Waiting: {waiting}"
            + (f" · ☎ To be called: {to_call}" if to_call else ""),
        )

    def nobody(self) -> str:
        return "Nobody is in this class yet."

    def hint(self) -> str:
        return "Tap a number to see one person. This list is only for running the class; please do not pass it on."

    def waiting_from_here(self) -> Markup:
        return Markup("<b>Waiting</b>")

    def entry(self, number: int, person: Person, place: int) -> Markup:
        waits = f" · waiting, number {place}" if place else ""
        return self.lines(Markup("{}. <b>{}</b>{}{}").format(number, person.learner.name, waits, self.marks(person)))

    def found(self, number: int, person: Person, course: Course) -> Markup:
        return Markup("{}. <b>{}</b>{}{} · {}").format(
            number, person.learner.name, self.standing(person), self.marks(person), course.title
        )

    def standing(self, person: Person) -> str:
        return " · taken out" if person.is_out else "" if person.is_seated else " · waiting"

    def marks(self, person: Person) -> str:
        parts = [
            self.relation(person),
            "under 16" if person.learner.under_16 else "",
            self.home(person),
            self.call(person),
        ]
        return "".join(f" · {part}" for part in parts if part)

    def relation(self, person: Person) -> str:
        words = {
            Relation.SELF: "",
            Relation.MOTHER: "mother",
            Relation.FATHER: "father",
            Relation.SPOUSE: "spouse",
            Relation.CHILD: "child",
            Relation.GRANDPARENT: "grandparent",
            Relation.OTHER: "acquaintance",
        }
        word = words[person.learner.relation]
        return f"{word} of {person.head}" if word and person.head else word

    def call(self, person: Person) -> str:
        if person.is_reachable:
            return ""
        return f"☎ to be called {person.contact.phone}" if person.contact.phone else "☎ to be called, no number"

    def card(self, person: Person, course: Course, place: int, visits: int, over: int) -> Markup:
        signed_up = person.registration.created_at
        return self.lines(
            Markup("<b>{}</b>").format(person.learner.name),
            f"Class: {course.title} ({course.code})",
            f"⏳ Waiting, number {place}" if place else "➖ Taken out" if person.is_out else "✅ Has a seat",
            f"👪 {self.relation(person).capitalize()}" if self.relation(person) else None,
            "🧒 Under 16" if person.learner.under_16 else None,
            f"🏠 {self.home(person)}" if self.home(person) else None,
            self._reach(person),
            f"🗓 Signed up: {self.clock(signed_up)}, {self.day(signed_up)}",
            f"🙋 Came to {visits} of {over} lessons" if over else None,
        )

    def _reach(self, person: Person) -> str:
        if person.is_reachable:
            return "💬 Gets messages from Bạn Học"
        return f"☎ To be called: {person.contact.phone or 'no number'}"

    def ask_erase(self, name: str) -> Markup:
        return self.lines(
            Markup(
                "Did they ask to be deleted? <b>I delete everything about {}</b>: name, telephone, home, seat."
            ).format(name),
            "A free seat goes to whoever waits. Only counts remain, and this cannot be undone.",
        )

    def erased(self) -> Markup:
        return Markup(
            "✅ I deleted everything about them. Please remove the name from files and sheets you took out, too."
        )

    def person_gone(self) -> Markup:
        return Markup("This person is no longer in the class, or the class is not of your centre.")

    def ask_name_to_find(self, course: Course | None) -> Markup:
        where = Markup("in <b>{}</b>").format(course.title) if course else "in the classes of the centre"
        return Markup("Type the name to look for {}. Diacritics are not needed.").format(where)

    def found_people(self, said: str, count: int, most: int) -> Markup:
        if not count:
            return self.lines(Markup("I see nobody called “{}”.").format(said), "Please try another name.")
        more = f" (only the first {most})" if count >= most else ""
        return Markup("<b>Looking for “{}”</b>: {}{}").format(said, count, more)

    def ask_name(self, course: Course) -> Markup:
        full = "The class is full, so they will be put on the waitlist." if course.seats_left <= 0 else None
        return self.lines(
            Markup("<b>Add somebody to {}</b>").format(course.title), full, "Please type their full name."
        )

    def ask_age(self, name: str) -> Markup:
        return Markup("How old is <b>{}</b>?").format(name)

    def ask_phone(self, name: str) -> Markup:
        return self.lines(Markup("A telephone number for <b>{}</b>?").format(name), "If there is none, tap “Skip”.")

    def bad_phone(self) -> str:
        return "A telephone number has 9 to 11 digits. Please type it again, or tap “Skip”."

    def ask_home(self, name: str) -> Markup:
        return self.lines(
            Markup("Which ward or neighbourhood group is <b>{}</b> from?").format(name), "Type it, or tap “Skip”."
        )

    def ask_agreed(self, course: Course, facts: Sequence[str], child: bool, same_name: bool) -> Markup:
        who = "their parent or guardian" if child else "they"
        return self.lines(
            Markup("<b>Add to {}</b>").format(course.title),
            *facts,
            "",
            "⚠️ Somebody of this name is already in the class. Please check." if same_name else None,
            f"Did {who} hear and agree that the centre keeps this, to hold the seat and to call about changes? "
            "I will note that they agreed by word of mouth, to you.",
            "I cannot write to them: when something changes, please call.",
        )

    def added(self, name: str, course: Course, place: int) -> Markup:
        where = f"Waiting, number {place}" if place else "They have a seat"
        return Markup("✅ <b>{}</b> was added to <b>{}</b>. {}. ☎ To be called when something changes.").format(
            name, course.title, where
        )

    def closed(self, course: Course) -> Markup:
        return Markup("<b>{}</b> is over or cancelled, so its list cannot be changed any more.").format(course.title)

    def stopped(self) -> Markup:
        return Markup("All right, nothing was changed.")

    def done_before(self) -> Markup:
        return Markup("This is done already, so I did not do it again.")

    def ask_removal_reason(self, name: str, course: Course) -> Markup:
        return self.lines(
            Markup("<b>Take {} out of {}?</b>").format(name, course.title),
            "Why? Tap a reason or type another. It is written in the log, so please nothing private.",
        )

    def ask_moving_reason(self, name: str, course: Course) -> Markup:
        return self.lines(
            Markup("<b>Move {} up the waitlist of {}?</b>").format(name, course.title),
            "Why? Tap a reason or type another. It is written in the log, so please nothing private.",
        )

    def bad_reason(self, most: int) -> str:
        return f"Please type a short reason, at most {most} letters."

    def confirm_removal(self, name: str, course: Course, reason: str, told: Markup | None, next_one: str) -> Markup:
        return self.lines(
            Markup("<b>Take {} out of {}</b>").format(name, course.title),
            f"Reason: {reason}",
            f"The seat goes to {next_one}, who will be told." if next_one else None,
            "",
            "1 person will read this:" if told else "☎ I cannot write to this person: please call them.",
            told,
        )

    def told_removed(self, name: str | None, course: Course, reason: str) -> Markup:
        return self.lines(
            Markup("🔔 An organizer took <b>{}</b> out of <b>{}</b>.").format(name or "you", course.title),
            f"Reason: {reason}",
            "If this is not right, please write to the centre or call it.",
        )

    def removed(self, name: str, course: Course) -> Markup:
        return Markup("✅ <b>{}</b> was taken out of <b>{}</b>.").format(name, course.title)

    def how_to_move(self, name: str, course: Course, reason: str, place: int) -> Markup:
        free = course.seats_left > 0
        return self.lines(
            Markup("<b>{}</b> is number {} in line for <b>{}</b>.").format(name, place, course.title),
            f"Reason: {reason}",
            f"Free seats: {course.seats_left}."
            if free
            else f"The class is full ({course.taken}/{course.capacity}). Nobody loses a seat because of this.",
            "1 person will be told that they have a seat."
            if free
            else "Put them first in line, or add a seat and give it to them now (1 person will be told)?",
        )

    def moved_to_front(self, name: str, place: int) -> Markup:
        return Markup("✅ <b>{}</b> is now number {} in line. They are told as soon as a seat is free.").format(
            name, place
        )

    def seated(self, name: str, course: Course) -> Markup:
        return Markup("✅ <b>{}</b> has a seat in <b>{}</b> ({}/{} seats).").format(
            name, course.title, course.taken, course.capacity
        )

    def to_call(self, people: Sequence[Person]) -> Markup:
        lines = [
            f"• {one.learner.name}: {one.contact.phone or 'no number'}"
            + (f" ({self.home(one)})" if self.home(one) else "")
            for one in people[:MOST_CALLS]
        ]
        more = f"… and {len(people) - MOST_CALLS} more, see the list of the class." if people[MOST_CALLS:] else None
        return self.lines(
            Markup("☎ <b>To be called: {}</b> (I cannot write to them):").format(len(people)), *lines, more
        )
