"""Running a class again: the same lessons from another first day on, under a code of its own."""

from datetime import timedelta

from handlers.course_edits import shifted
from handlers.desk_courses import not_there, own_course, page_of
from handlers.desk_new import preview_new
from handlers.desk_times import moment, tell
from handlers.forms import Option, chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes
from handlers.menu import old_button
from handlers.vocabulary import Reply
from storage.courses import Course
from storage.desk_courses import propose_code
from storage.dialogs import Dialog
from storage.quiet_hours import LOCAL
from storage.store import Store

CLONING = "clone_course"
"""The dialog: the new first day is asked."""
PROPOSED = 3
MOST_WEEKS = 52


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/nhanban L101`: asks for the new first day."""
    course = await own_course(heard, store, heard.argument(0))
    if course is None:
        return [not_there(heard)]
    dialog = await store.dialogs.open(heard.contact.id, CLONING, {"course": course.code})
    return [_ask(heard, store, dialog, course)]


def _ask(heard: Heard, store: Store, dialog: Dialog, course: Course, first: str | None = None) -> Reply:
    words = heard.texts.desk_new
    lessons = course.live_lessons or course.lessons
    text = words.lines(first, words.ask_first_day(course.title, lessons[0].starts_at, lessons[0].ends_at, len(lessons)))
    return question("nhan", dialog.id, text, _options(heard, store, course)).in_place_of(heard.incoming)


def _options(heard: Heard, store: Store, course: Course) -> list[Option]:
    """The same weekday in the next weeks, after the class is over."""
    words, lessons = heard.texts.desk_new, course.live_lessons or course.lessons
    since = max(store.now, lessons[-1].starts_at)
    starts = [lessons[0].starts_at + timedelta(weeks=week) for week in range(1, 2 * MOST_WEEKS)]
    proposed = [one for one in starts if one > since][:PROPOSED]
    days = [(words.full_day(one), f"{one.astimezone(LOCAL):%d/%m/%Y}") for one in proposed]
    return [*days, (words.stop, "thoi")]


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """The day, typed in the dialog."""
    dialog = await store.dialogs.find(heard.contact.id)
    return await _go_on(heard, store, dialog, None) if dialog else old_button(heard)


async def tapped(heard: Heard, store: Store) -> list[Reply]:
    """`/nhan <dialog> <day>`."""
    dialog = await tapped_in(heard, store, CLONING)
    if dialog is None:
        return old_button(heard)
    return await _go_on(heard, store, dialog, heard.argument(1))


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str | None) -> list[Reply]:
    course = await own_course(heard, store, dialog.state["course"])
    if course is None:
        await store.dialogs.close(heard.contact.id)
        return [not_there(heard)]
    options = _options(heard, store, course)
    value = value or chosen(heard.incoming.text, options)
    if value == "thoi":
        await store.dialogs.close(heard.contact.id)
        return [await page_of(heard, store, course)]
    # A button is a day as well: whatever stands there is read, and refused if it is none.
    by = _shift(course, value if value is not None else heard.incoming.text, store)
    if by is None:
        return [_ask(heard, store, dialog, course, heard.texts.desk_new.no_day())]
    code = await propose_code(store, course.centre_id)
    return [await preview_new(heard, store, shifted(course, by, code, store.now))]


def _shift(course: Course, said: str, store: Store) -> timedelta | None:
    """How much later the first lesson is to be; its hours stay unless others are told."""
    first = (course.live_lessons or course.lessons)[0].starts_at
    told, local = tell(said, store.now), first.astimezone(LOCAL)
    if told.day is None:
        return None
    minutes = told.starts if told.starts is not None else local.hour * 60 + local.minute
    starts_at = moment(told.day, minutes)
    return starts_at - first if starts_at > store.now else None


desk: Routes = {"nhanban": begin, "runagain": begin, "nhan": tapped}
dialogs: dict[str, Handler] = {CLONING: typed}
