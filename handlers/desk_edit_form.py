"""The form of a change to a class: what can be changed, what can be tapped, and what an answer means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.course_edits import ADD, DROP, FACTS, MOVE, VENUE, coming, edited
from handlers.desk_values import MAY_BE_EMPTY, kept, read_closing, read_fact, read_lesson, read_times, repeated
from handlers.forms import Option
from handlers.heard import Heard
from storage.catalogue_plan import Entry
from storage.courses import Course
from storage.dialogs import Dialog
from storage.lessons import Lesson
from storage.store import Store

CLOSE, REPEAT = "close", "repeat"
TIMES = (1, 2, 4, 8)
ASKED = (*FACTS, VENUE, MOVE, ADD, REPEAT)
"""What has to be typed."""
WORDS = ("title", "description", "audience", "teacher", VENUE)
"""Of these, what may be any words."""
OF_ONE_LESSON = (MOVE, DROP)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change under way."""

    heard: Heard
    store: Store
    dialog: Dialog
    course: Course

    @property
    def what(self) -> str:
        return str(self.dialog.state["what"])

    @property
    def shown(self) -> str | None:
        """The mark of what was shown to be confirmed; None: it is still to be typed."""
        return self.dialog.state.get("shown")

    @property
    def lesson(self) -> Lesson | None:
        """Which one, of a move."""
        number = self.dialog.state.get("lesson")
        return next((one for one in coming(self.course, self.store.now) if one.id == number), None)

    @property
    def like(self) -> tuple[datetime, datetime]:
        """The hours that are not told are those of the lesson that moves, or of the last one."""
        lesson = self.lesson or self.course.live_lessons[-1]
        return lesson.starts_at, lesson.ends_at


def options_of(edit: Edit) -> list[Option]:
    """What can be tapped instead of typed."""
    words = edit.heard.texts.desk_courses
    first = [(words.free, "free")] if edit.what == "fee_vnd" else []
    first += [(words.nothing, "none")] if edit.what in MAY_BE_EMPTY else []
    # A bare number has to mean itself also where buttons are numbered.
    first += [(str(times), str(times)) for times in TIMES] if edit.what == REPEAT else []
    return [*first, (words.stop, "thoi")]


def value_of(edit: Edit, said: str) -> Any:
    """As `course_edits.edited` takes it; None if it cannot be used."""
    now = edit.store.now
    match edit.what:
        case "registration_closes_at":
            closes = read_closing(said, edit.course.last_ends_at, now)
            return closes.isoformat() if closes else None
        case "move" if edit.lesson is not None:
            span = read_lesson(said, edit.like, now, same_day=True)
            return [edit.lesson.id, *kept([span])[0]] if span else None
        case "add":
            span = read_lesson(said, edit.like, now)
            return kept([span]) if span else None
        case "repeat":
            told = read_times(said, now)
            return kept(repeated(edit.like, *told, now)) or None if told else None
        case "move":
            return None
        case _:
            return read_fact(edit.what, said)


def entry_of(edit: Edit, value: Any) -> Entry:
    names = {REPEAT: ADD, CLOSE: "registration_closes_at"}
    return edited(edit.course, names.get(edit.what, edit.what), value, edit.store.now)
