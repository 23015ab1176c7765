"""What an import would change, and why rows are refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import catalogue as vi
from storage.catalogue_plan import CourseChange, Entry, IntoThePast, Meeting, Move, Plan, TooFewSeats
from storage.quiet_hours import LOCAL


class Catalogue(Formats, vi.Catalogue):
    columns: ClassVar[dict[str, str]] = {
        "code": "code",
        "title": "title",
        "topic": "topic",
        "description": "description",
        "starts_at": "start",
        "ends_at": "end",
        "venue": "venue",
        "ward": "ward",
        "capacity": "seats",
        "fee_vnd": "fee",
        "audience": "audience",
        "teacher": "teacher",
        "registration_closes_at": "closing time",
    }

    def too_big(self, name: str, megabytes: int) -> Markup:
        return Markup("{} is larger than {} MB. Split it into smaller files and import them one by one.").format(
            name, megabytes
        )

    def too_big_inside(self, name: str) -> Markup:
        return Markup(
            "{} unpacks to too much data. Copy only the table of classes into a new Excel file and import that."
        ).format(name)

    def too_many_rows(self, name: str, most: int) -> Markup:
        return Markup("{} has more than {} rows. Split it into smaller files and import them one by one.").format(
            name, self.number(most)
        )

    def old_excel(self, name: str) -> Markup:
        return Markup(
            "{} is an old Excel file (.xls). Open it in Excel, choose “Save as”, type “Excel Workbook (.xlsx)”, "
            "and import the new file."
        ).format(name)

    def not_excel(self, name: str) -> Markup:
        return Markup(
            "{} cannot be opened as an Excel workbook. Open it in Excel, choose “Save as”, "
            "type “Excel Workbook (.xlsx)”, and import the new file."
        ).format(name)

    def not_utf8(self, name: str) -> Markup:
        return Markup(
            "The letters in {} cannot be read. Open it in Excel, choose “Save as”, "
            "type “CSV UTF-8” or “Excel Workbook (.xlsx)”, and import the new file."
        ).format(name)

    def not_a_table(self, name: str) -> Markup:
        return Markup(
            "{} is not a CSV table; perhaps a quotation mark is missing. Open it in Excel and save it as “CSV UTF-8”."
        ).format(name)

    def nothing_in_it(self, name: str) -> Markup:
        return Markup(
            "There is no class in {}. The first row names the columns, each following row is one lesson."
        ).format(name)

    def columns_missing(self, columns: Sequence[str]) -> Markup:
        return Markup("The first row lacks these columns: {}. Please add them.").format(", ".join(columns))

    def column_twice(self, column: str, heading: str) -> Markup:
        return Markup("The column {} ({}) is there twice. Keep only one.").format(heading, column)

    def fault(self, row: int, heading: str, what: str) -> Markup:
        return Markup("Row {}, column {}: {}").format(row, heading, what)

    def required(self, column: str) -> str:
        return f"is empty. Write the {self.columns[column]} here."

    def no_formula(self) -> str:
        return "is a formula. Type the value itself into this cell."

    def too_long(self, length: int, most: int) -> str:
        return f"is {self.number(length)} characters long. Shorten it to {self.number(most)} at most."

    def write_time(self, value: str) -> str:
        return f"“{self.cut(value)}” is not a date with a time. Write it like 06/10/2026 18:00 (day/month/year)."

    def write_code(self, value: str) -> str:
        return f"“{self.cut(value)}” cannot be a code. Write 1–20 plain letters, digits, hyphens, like L101."

    def write_capacity(self, value: str) -> str:
        return f"“{self.cut(value)}” is not a number of seats. Write a number from 1 to 10,000, like 20."

    def write_fee(self, value: str) -> str:
        return (
            f"“{self.cut(value)}” is not a fee. Write the whole amount in VND, like 150000 (1,000 to 100,000,000), "
            "or “free”."
        )

    def write_status(self, value: str) -> str:
        return f"“{self.cut(value)}” is not clear. Leave it empty, or write “cancelled” if there is no such lesson."

    def must_agree(self, row: int, code: str) -> str:
        return f"differs from row {row} of the same class {code}. Write the same, or leave it empty in later rows."

    def ends_too_early(self, starts_at: datetime) -> str:
        return f"a lesson must end after it starts. Write a time after {self.moment(starts_at)}."

    def lasts_too_long(self, starts_at: datetime) -> str:
        return f"the lesson is longer than 24 hours. Write a time within 24 hours of {self.moment(starts_at)}."

    def same_lesson(self, row: int, code: str) -> str:
        return f"{code} already has this lesson in row {row}. Delete one of the rows or correct the time."

    def closes_too_late(self, ends_at: datetime) -> str:
        return f"registration cannot close after the class is over. Write a time up to {self.moment(ends_at)}."

    def too_few_seats(self, one: TooFewSeats) -> Markup:
        what = f"{one.taken} people already have a seat in {one.code}. Write {one.taken} or more."
        return self.fault(one.row, self.columns["capacity"], what)

    def into_the_past(self, one: IntoThePast) -> Markup:
        what = (
            f"{self.moment(one.new.starts_at)} is over, and the lesson of {self.moment(one.old.starts_at)} of "
            f"{one.code} is no longer in the file. "
            "Write a time to come, or delete this row if that lesson is cancelled."
        )
        return self.fault(one.row, self.columns["starts_at"], what)

    def refused(self, faults: Sequence[Markup]) -> Markup:
        more = len(faults) - vi.MOST_FAULTS
        places = "1 thing needs" if len(faults) == 1 else f"{len(faults)} things need"
        return self.lines(
            Markup("<b>Not imported: {} correcting.</b> Nothing has changed.").format(places),
            *(Markup("• {}").format(fault) for fault in faults[: vi.MOST_FAULTS]),
            f"… and {more} more. Correct these and import again." if more > 0 else None,
        )

    def counts(self, plan: Plan) -> str:
        if plan.is_empty:
            return f"Nothing changes ({self.classes(plan.unchanged)} as before)."
        new, changed = self.classes(len(plan.new), " new"), len(plan.changed)
        return f"{new}, {changed} changed, {plan.unchanged} as before."

    def classes(self, count: int, kind: str = "") -> str:
        return f"{count}{kind} class" if count == 1 else f"{count}{kind} classes"

    def new_course(self, entry: Entry) -> Markup:
        count = len(entry.meetings)
        lessons = f" ({count} lessons)" if count > 1 else ""
        return Markup("+ <b>{}</b> {}: {}{}, {} seats, {}").format(
            entry.facts.code,
            entry.facts.title,
            self.meeting(entry.meetings[0]),
            lessons,
            entry.facts.capacity,
            self.money(entry.facts.fee_vnd),
        )

    def course_change(self, change: CourseChange) -> Markup:
        people = "1 person" if change.people == 1 else f"{change.people} people"
        return self.lines(self.what_changes(change), f"   {people} will be told" if change.touches_lessons else None)

    def what_changes(self, change: CourseChange) -> Markup:
        return self.lines(
            Markup("~ <b>{}</b> {}").format(change.facts.code, change.facts.title),
            *(f"   {self.field(one)}" for one in change.fields),
            *(self.move(one) for one in change.moved),
            *(f"   new lesson: {self.meeting(one)}" for one in change.added),
            *(f"   cancelled lesson: {self.meeting(one.meeting)}" for one in change.dropped),
            "   no lesson is left: the class is cancelled" if change.calls_off else None,
        )

    def move(self, move: Move) -> str:
        what = "back on" if move.is_back else "moved"
        return f"   {what}: {self.meeting(move.old)} → {self.meeting(move.new)}"

    def value(self, name: str, value: str | int | datetime) -> str:
        return super().value(name, value) if value != "" else "(empty)"

    def notes(self, plan: Plan) -> list[str]:
        notes = []
        if plan.new_wards:
            notes.append(f"New wards: {', '.join(plan.new_wards)}.")
        if plan.new_topics:
            notes.append(f"New topics: {', '.join(plan.new_topics)}.")
        notes += [
            f"{one.code}: the lesson of {self.moment(one.meeting.starts_at)} is over and stays as it was."
            for one in plan.too_late
        ]
        if plan.ignored:
            notes.append(f"Columns that are not used: {', '.join(plan.ignored)}.")
        return notes

    def published(self, plan: Plan, told: int, promoted: int) -> Markup:
        return self.lines(
            Markup("<b>Done:</b> {}").format(self.counts(plan)),
            f"Messages are on their way to {told} people." if told else None,
            f"{promoted} of those waiting got a seat." if promoted else None,
        )

    def meeting(self, meeting: Meeting) -> str:
        year = meeting.starts_at.astimezone(LOCAL).year
        when = f"{self.day(meeting.starts_at)} {year}, {self.hours(meeting.starts_at, meeting.ends_at)}"
        return f"{when}, {meeting.venue}, {meeting.ward}"

    def number(self, number: int) -> str:
        return f"{number:,}"
