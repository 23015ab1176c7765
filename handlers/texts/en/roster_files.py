"""The people of a class on paper: the words of its files."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import roster_files as vi
from storage.courses import Course
from storage.roster import Person


class RosterFiles(Formats, vi.RosterFiles):
    def export_name(self, course: Course) -> str:
        return f"people-{course.code}.xlsx"

    def export_caption(self, course: Course, people: int) -> Markup:
        return self.lines(
            Markup("📄 People of <b>{}</b>: {}.").format(course.title, people),
            "The file holds private facts: keep it safe, and delete it when you are done.",
        )

    def sheet_name(self, course: Course) -> str:
        return f"sign-in-{course.code}.xlsx"

    def sheet_caption(self, course: Course, moment: datetime) -> Markup:
        return self.lines(
            Markup("🖨 Sign-in sheet of <b>{}</b>, {}.").format(course.title, self.day(moment)),
            "For A4 paper, in large type.",
        )

    def ask_which_lesson(self, course: Course) -> Markup:
        return Markup("The sign-in sheet of which lesson of <b>{}</b>?").format(course.title)

    def export_head(self) -> list[str]:
        return [
            "No.",
            "Name",
            "Standing",
            "To who signed them up",
            "Under 16",
            "Ward",
            "Group",
            "Telephone",
            "Reached by",
            "Signed up",
        ]

    def export_row(self, person: Person, place: int, relation: str) -> list[str]:
        return [
            person.learner.name,
            f"waiting, number {place}" if place else "seated",
            relation,
            "yes" if person.learner.under_16 else "",
            person.ward or "",
            person.contact.neighbourhood or "",
            person.contact.phone or "",
            "messages" if person.is_reachable else "to be called",
        ]

    def lesson_head(self, starts_at: datetime) -> str:
        return f"Lesson {self.day(starts_at)}"

    def came(self) -> str:
        return "present"

    def sheet_title(self, course: Course) -> str:
        return f"SIGN-IN SHEET: {course.title.upper()}"

    def sheet_head(self) -> list[str]:
        return ["No.", "Name", "Group", "Signature"]

    def page_of(self) -> str:
        return "Page &P / &N"
