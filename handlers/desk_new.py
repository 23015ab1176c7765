"""One new class from the chat: asked step by step, shown as residents will see it, then published."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from handlers.course_edits import as_course, entry_as_json, entry_from_json
from handlers.desk_courses import own_course, page_of
from handlers.desk_new_form import (
    NOTHING_TOLD,
    STEPS,
    Draft,
    asks_for_words,
    entry_of,
    options_of,
    read,
    read_when,
    taken,
)
from handlers.desk_publish import do, look
from handlers.desk_values import MOST_TIMES
from handlers.forms import chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import old_button
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.catalogue_plan import Entry
from storage.desk_courses import propose_code
from storage.dialogs import Dialog
from storage.store import Store

OPENING, OPENED = "new_course", "new_course_done"
"""The dialogs: a class is described and looked at; it was published, or not."""


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/moloptmoi`: the first question."""
    rights = await trusted(heard, store)
    dialog = await store.dialogs.open(heard.contact.id, OPENING, {"form": {}})
    draft = await _draft(heard, store, dialog)
    if draft is None:
        await store.dialogs.close(heard.contact.id)
        # Who is trusted with all centres, before there is any: the first comes with a file.
        assert rights.everywhere  # noqa: S101
        text = heard.texts.desk_new.no_centre()
        return [Reply(text, rows(Button(heard.texts.desk_courses.template_button, "/filemau")))]
    return [await _ask(draft)]


async def _draft(heard: Heard, store: Store, dialog: Dialog) -> Draft | None:
    rights = await trusted(heard, store)
    centres = tuple(one for one in await store.centres.list_all() if rights.over(one.id))
    return Draft(heard, store, dialog, centres) if centres else None


async def _ask(draft: Draft, first: str | None = None) -> Reply:
    """`first`: why what was typed is no answer, or how it was taken."""
    words, form = draft.heard.texts.desk_new, draft.dialog.state.get("form", {})
    step = draft.step or ""
    day = draft.dialog.state.get("told", NOTHING_TOLD)[0] if step == "when" else None
    text = words.ask(step, MOST_TIMES, datetime.fromisoformat(day).date() if day else None)
    if step == "venue":
        first = first or words.taken_as(*draft.span)
    options = await options_of(draft)
    ways = [(words.back, "lui"), (words.stop, "thoi")] if form else [(words.stop, "thoi")]
    wide = 4 if step in ("capacity", "repeat") else 1 if step in ("venue", "closes") else 2
    picked = question("moilop", draft.dialog.id, text, options, wide=wide).buttons
    below = question("moilop", draft.dialog.id, text, ways, wide=2).buttons
    told = words.lines(first, "", text) if first else text
    return Reply(told, picked + below).in_place_of(draft.heard.incoming)


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """Words typed in the dialog: a button's label, or an answer."""
    dialog = await store.dialogs.find(heard.contact.id)
    return await _go_on(heard, store, dialog, None) if dialog else old_button(heard)


async def tapped(heard: Heard, store: Store) -> list[Reply]:
    """`/moilop <dialog> <answer>`."""
    dialog = await tapped_in(heard, store, OPENING, OPENED)
    if dialog is None:
        return old_button(heard)
    return await _go_on(heard, store, dialog, heard.argument(1))


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str | None) -> list[Reply]:
    draft = await _draft(heard, store, dialog)
    if draft is None:
        return old_button(heard)
    if dialog.kind == OPENED:
        return [await _ended(draft, heard.texts.desk_courses.done_before())]
    words = heard.texts.desk_new
    ways = [(words.publish, "dang"), (words.back, "lui"), (words.stop, "thoi")]
    options = [] if draft.dialog.state.get("entry") else await options_of(draft)
    value = value or chosen(heard.incoming.text, [*options, *ways])
    match value:
        case "thoi":
            await store.dialogs.end(dialog, OPENED)
            return [await _ended(draft, words.stopped())]
        case "lui":
            return [await _back(draft)]
        case "dang" if dialog.state.get("entry"):
            return [await _publish(draft)]
        case _ if dialog.state.get("entry"):
            return [await _preview(draft, entry_from_json(dialog.state["entry"]))]
        case None:
            return [await _read(draft, heard.incoming.text)]
        case _ if value in {one for _, one in options}:
            label = next(label for label, one in options if one == value)
            return [await _turn(draft, taken(draft, value, label))]
        case _:
            # A button of an earlier question, tapped twice or late.
            return [await _ask(draft)]


async def _back(draft: Draft) -> Reply:
    """One step: from the preview to the last question, else to the question before."""
    form = dict(draft.dialog.state.get("form", {}))
    answered = [step for step in STEPS if step in form]
    if not answered and draft.dialog.state.get("entry"):
        await draft.store.dialogs.end(draft.dialog, OPENED)
        return await _ended(draft, draft.heard.texts.desk_new.stopped())
    if answered:
        del form[answered[-1]]
    await draft.store.dialogs.turn(draft.dialog, form=form, entry=None, told=NOTHING_TOLD)
    return await _ask(draft)


async def _read(draft: Draft, said: str) -> Reply:
    """A typed answer."""
    words, step = draft.heard.texts.desk_courses, draft.step or ""
    if step == "when":
        value, told = read_when(draft, said)
        await draft.store.dialogs.turn(draft.dialog, told=told)
        if value is None:
            return await _ask(draft, None if told[0] else words.unread(step))
        return await _turn(draft, value)
    value = await read(draft, said)
    if value is None:
        unread = "registration_closes_at" if step == "closes" else step
        return await _ask(draft, words.unread(unread) if unread != "ward" else None)
    return await _turn(draft, value)


async def _turn(draft: Draft, value: Any) -> Reply:
    form = draft.dialog.state.get("form", {}) | {draft.step: value}
    await draft.store.dialogs.turn(draft.dialog, form=form)
    if draft.step is not None:
        return await _ask(draft)
    return await _preview(draft, await entry_of(draft))


async def preview_new(heard: Heard, store: Store, entry: Entry) -> Reply:
    """A class that is described already, in a dialog of its own."""
    dialog = await store.dialogs.open(heard.contact.id, OPENING, {"form": {}})
    draft = await _draft(heard, store, dialog)
    return await _preview(draft, entry) if draft else old_button(heard)[0]


async def _preview(draft: Draft, entry: Entry, first: Markup | None = None) -> Reply:
    """As residents will see it."""
    heard, store, words = draft.heard, draft.store, draft.heard.texts.desk_new
    found = await look(store, entry)
    await store.dialogs.turn(draft.dialog, entry=entry_as_json(entry), shown=found.mark)
    card = heard.texts.courses.card(as_course(entry), [], store.now)
    text = words.lines(first, words.preview(entry.facts.ward, entry.facts.topic), "", card, "", words.nobody_told())
    options = [(words.publish, "dang"), (words.back, "lui"), (words.stop, "thoi")]
    return question("moilop", draft.dialog.id, text, options).in_place_of(heard.incoming)


async def _publish(draft: Draft) -> Reply:
    """Only what was shown, and only for a centre they are trusted with now."""
    heard, store, words = draft.heard, draft.store, draft.heard.texts.desk_new
    entry = entry_from_json(draft.dialog.state["entry"])
    if entry.facts.ward not in {one.ward for one in draft.centres}:
        await store.dialogs.close(heard.contact.id)
        return old_button(heard)[0]
    if entry.meetings[0].starts_at <= store.now:
        return await _preview(draft, entry, words.begins_in_the_past())
    found = await look(store, entry)
    if found.mark != draft.dialog.state["shown"]:
        code = await propose_code(store, draft.centre.id)
        anew = replace(entry, facts=replace(entry.facts, code=code))
        return await _preview(draft, anew, words.code_taken(entry.facts.code, code))
    await do(heard, store, found.plan)
    await store.dialogs.end(draft.dialog, OPENED, course=entry.facts.code)
    return await _ended(draft, words.published(entry.facts.title, entry.facts.code))


async def _ended(draft: Draft, first: Markup) -> Reply:
    """With the page of the class that came of it, if one did."""
    heard, words = draft.heard, draft.heard.texts.desk_courses
    code = draft.dialog.state.get("course", "")
    course = await own_course(heard, draft.store, code) if code else None
    if course is None:
        return Reply(first, rows(Button(words.list_button, "/lopcuatrungtam"))).in_place_of(heard.incoming)
    page = await page_of(heard, draft.store, course)
    return Reply(words.lines(first, "", page.text), page.buttons).in_place_of(heard.incoming)


desk: Routes = {"moloptmoi": begin, "molopmoi": begin, "newclass": begin, "moilop": tapped}
dialogs: dict[str, Handler] = {OPENING: typed}
wordy: dict[str, Wordy] = {OPENING: lambda dialog, said: asks_for_words(dialog)}
