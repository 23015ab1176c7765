"""Changing a class from the chat: what is to be changed is asked, looked at with whom it concerns, then done."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from handlers.course_edits import ADD, CALL_OFF, DROP, MOVE, GoneError, coming
from handlers.desk_courses import not_there, own_course, page_of
from handlers.desk_edit_form import (
    ASKED,
    CLOSE,
    OF_ONE_LESSON,
    REPEAT,
    TIMES,
    WORDS,
    Edit,
    entry_of,
    options_of,
    value_of,
)
from handlers.desk_publish import Preview, do, look, sample
from handlers.desk_values import is_free_at, to_the_minute
from handlers.forms import Option, chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import not_understood, old_button
from handlers.vocabulary import Button, Reply, rows
from storage.catalogue_plan import Entry, TooFewSeats
from storage.courses import Course
from storage.dialogs import Dialog
from storage.store import Store

EDITING, EDITED = "edit_course", "edited_course"
"""The dialogs: what is to be changed is typed and looked at; it was done."""


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/sualop L101` offers what can be changed; `/sualop L101 title` asks; `/sualop L101 move 12`: of lesson 12."""
    course, what = await own_course(heard, store, heard.argument(0)), heard.argument(1)
    if course is None:
        return [not_there(heard)]
    if course.cancelled_at is not None or course.last_ends_at <= store.now:
        return [_gone(heard, course)]
    ahead = [one.id for one in coming(course, store.now)]
    lesson = ahead[0] if len(ahead) == 1 else heard.number(2)
    if what in OF_ONE_LESSON and lesson not in ahead:
        return [_ask_which(heard, store, course, what)]
    if what not in (*ASKED, DROP, CALL_OFF, CLOSE):
        return [_ask_what(heard, course)]
    state: dict[str, Any] = {"course": course.code, "what": what, "lesson": lesson}
    dialog = await store.dialogs.open(heard.contact.id, EDITING, state)
    edit = Edit(heard, store, dialog, course)
    if what in ASKED:
        return [_ask(edit)]
    now = to_the_minute(store.now).isoformat()
    return [await _preview(edit, lesson if what == DROP else now)]


def _ask_what(heard: Heard, course: Course) -> Reply:
    words = heard.texts.desk_courses
    buttons = rows(*(Button(label, f"/sualop {course.code} {name}") for name, label in words.facts), wide=2)
    return Reply(words.ask_what(course), buttons + _back(heard, course)).in_place_of(heard.incoming)


def _ask_which(heard: Heard, store: Store, course: Course, what: str) -> Reply:
    words, lessons = heard.texts.desk_courses, coming(course, store.now)
    if not lessons:
        return _gone(heard, course)
    numbered = enumerate(lessons, 1)
    picks = rows(*(Button(str(n), f"/sualop {course.code} {what} {one.id}") for n, one in numbered), wide=4)
    return Reply(words.ask_which(course, lessons, store.now), picks + _back(heard, course)).in_place_of(heard.incoming)


def _back(heard: Heard, course: Course) -> tuple[tuple[Button, ...], ...]:
    return rows(Button(heard.texts.desk_courses.see_button, f"/quanlop {course.code}"))


def _gone(heard: Heard, course: Course) -> Reply:
    return Reply(heard.texts.desk_courses.gone(), _back(heard, course)).in_place_of(heard.incoming)


def _ask(edit: Edit, first: str | None = None) -> Reply:
    """`first`: why what was typed is no answer."""
    heard, words = edit.heard, edit.heard.texts.desk_courses
    text = words.ask(edit.what, edit.course, edit.lesson, edit.store.now)
    return _question(edit, words.lines(first, "", text) if first else text, options_of(edit)).in_place_of(
        heard.incoming
    )


def _question(edit: Edit, text: Markup, options: Sequence[Option]) -> Reply:
    return question("doilop", edit.dialog.id, text, options, wide=2)


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """Words typed in the dialog: a button's label, or the value."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    return await _go_on(heard, store, dialog, None, heard.incoming.text)


async def tapped(heard: Heard, store: Store) -> list[Reply]:
    """`/doilop <dialog> <option>`."""
    dialog = await tapped_in(heard, store, EDITING, EDITED)
    if dialog is None:
        return old_button(heard)
    return await _go_on(heard, store, dialog, heard.argument(1), "")


async def _go_on(heard: Heard, store: Store, dialog: Dialog, option: str | None, said: str) -> list[Reply]:
    """One step, if they are still trusted with this class and it is still there."""
    if await store.organizers.rights(heard.contact.id) is None:
        await store.dialogs.close(heard.contact.id)
        return not_understood(heard)
    course = await own_course(heard, store, dialog.state["course"])
    if course is None:
        await store.dialogs.close(heard.contact.id)
        return [not_there(heard)]
    edit = Edit(heard, store, dialog, course)
    if dialog.kind == EDITED:
        return [Reply(heard.texts.desk_courses.done_before(), _back(heard, course)).in_place_of(heard.incoming)]
    if edit.what == MOVE and edit.lesson is None:
        await store.dialogs.close(heard.contact.id)
        return [_gone(heard, course)]
    return [await _take(edit, option or chosen(said, _on_offer(edit)), said)]


def _on_offer(edit: Edit) -> list[Option]:
    return _confirming(edit) if edit.shown else options_of(edit)


def _confirming(edit: Edit) -> list[Option]:
    words = edit.heard.texts.desk_courses
    yes = words.confirm_drop if edit.what in (DROP, CALL_OFF) else words.confirm
    again = [(words.again, "lai")] if edit.what in ASKED else []
    return [(yes, "dang"), *again, (words.stop, "thoi")]


async def _take(edit: Edit, option: str | None, said: str) -> Reply:
    state, words = edit.dialog.state, edit.heard.texts.desk_courses
    match option:
        case "thoi":
            await edit.store.dialogs.end(edit.dialog, EDITED, course=edit.course.code)
            page = await page_of(edit.heard, edit.store, edit.course)
            return Reply(words.lines(words.stopped(), "", page.text), page.buttons).in_place_of(edit.heard.incoming)
        case "dang" if edit.shown:
            return await _do(edit)
        case "free" | "none" if option in {value for _, value in options_of(edit)} and not edit.shown:
            return await _preview(edit, 0 if option == "free" else "")
        case None if edit.what in ASKED:
            return await _read(edit, said)
        case str(times) if edit.what == REPEAT and not edit.shown and times in map(str, TIMES):
            return await _read(edit, times)
        case "lai" if edit.what in ASKED:
            await edit.store.dialogs.turn(edit.dialog, shown=None)
            return _ask(edit)
        case _:
            # A button of an earlier question, or words where only a tap is wanted: the question is shown again.
            return await _preview(edit, state["value"]) if edit.shown else _ask(edit)


async def _read(edit: Edit, said: str) -> Reply:
    """What was typed, taken as the value; typed again after the preview it takes the place of the one before."""
    words, value = edit.heard.texts.desk_courses, value_of(edit, said)
    if value is None:
        return _ask(edit, words.unread(edit.what))
    if edit.what in (MOVE, ADD, REPEAT):
        others = [one.starts_at for one in edit.course.live_lessons if one is not edit.lesson]
        if not is_free_at(value, others):
            return _ask(edit, words.already_then())
    return await _preview(edit, value)


async def _preview(edit: Edit, value: Any, first: Markup | None = None) -> Reply:
    """What would change and whom it concerns, to be confirmed; or why it cannot be."""
    heard, store, words = edit.heard, edit.store, edit.heard.texts.desk_courses
    try:
        entry = entry_of(edit, value)
    except GoneError:
        await store.dialogs.close(heard.contact.id)
        return _gone(heard, edit.course)
    preview = await look(store, entry)
    if preview.plan.refused:
        refused = preview.plan.refused[0]
        why = words.too_few(refused.taken) if isinstance(refused, TooFewSeats) else words.unread(edit.what)
        return _ask(edit, why)
    if not preview.plan.changed:
        await store.dialogs.end(edit.dialog, EDITED, course=edit.course.code)
        return Reply(words.same(), _back(heard, edit.course)).in_place_of(heard.incoming)
    await store.dialogs.turn(edit.dialog, value=value, shown=preview.mark)
    text = _told(edit, entry, preview)
    return _question(edit, words.lines(first, "", text) if first else text, _confirming(edit)).in_place_of(
        heard.incoming
    )


def _told(edit: Edit, entry: Entry, preview: Preview) -> Markup:
    texts, (change,) = edit.heard.texts, preview.plan.changed
    words = texts.desk_courses
    what = texts.catalogue.what_changes(change)
    if edit.what in (CLOSE, "registration_closes_at"):
        what = words.closes(edit.course, entry.facts.registration_closes_at, edit.store.now)
    text = words.preview(what, preview.told, preview.seats)
    if preview.told:
        text = words.lines(text, "", words.they_read(sample(texts, change, entry, edit.store)))
    return text


async def _do(edit: Edit) -> Reply:
    """Only what was shown; if it has become something else meanwhile, that is shown first."""
    heard, store, words, state = edit.heard, edit.store, edit.heard.texts.desk_courses, edit.dialog.state
    try:
        preview = await look(store, entry_of(edit, state["value"]))
    except GoneError:
        await store.dialogs.close(heard.contact.id)
        return _gone(heard, edit.course)
    if preview.mark != edit.shown or preview.plan.refused:
        return await _preview(edit, state["value"], words.changed_meanwhile())
    done = await do(heard, store, preview.plan)
    await store.dialogs.end(edit.dialog, EDITED, course=edit.course.code)
    page = await page_of(heard, store, await store.courses.get(edit.course.id))
    text = done.below(words.done(done.told, done.seats), page.text)
    return Reply(text, page.buttons).in_place_of(heard.incoming)


desk: Routes = {"sualop": begin, "editclass": begin, "doilop": tapped}
dialogs: dict[str, Handler] = {EDITING: typed}
wordy: dict[str, Wordy] = {
    EDITING: lambda dialog, said: dialog.state["what"] in WORDS and not dialog.state.get("shown")
}
