"""Writing a broadcast, step by step, to the preview and the number that confirms it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from handlers import broadcast_audience as audience
from handlers.broadcast_draft import Draft, read_due
from handlers.broadcast_message import needs_class, read_message
from handlers.broadcasting import ask_second, keep_file
from handlers.files import FileHandler
from handlers.forms import Option, chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import not_understood, old_button
from handlers.vocabulary import Button, Reply, rows
from storage.audiences import class_of
from storage.broadcasts import Broadcast, Repeats, State
from storage.dialogs import Dialog
from storage.files import File
from storage.organizers import Rights
from storage.quiet_hours import LOCAL
from storage.store import Store

WRITING, WRITTEN = "broadcast", "broadcast_written"
"""The dialogs: a broadcast is being written; it was confirmed."""
STEPS = ("text", "english", "file", "audience", "when")
CONFIRM = "confirm"
MOST = 3000
"""Characters of a text: with head and foot it is one message on every channel."""


async def begin(heard: Heard, store: Store, broadcast: Broadcast, rights: Rights, *, step: str = "") -> list[Reply]:
    """Open the dialog at the first step that lacks something, or at this one."""
    missing = "text" if not broadcast.text_vi else "audience" if broadcast.audience is None else CONFIRM
    chosen_before = ["audience"] if broadcast.audience is not None else []
    seen = chosen_before if missing == "text" else list(STEPS)
    dialog = await store.dialogs.open(
        heard.contact.id, WRITING, {"broadcast": broadcast.id, "step": step or missing, "seen": seen}
    )
    return await ask(Draft(heard, store, dialog, broadcast, rights))


async def _draft(heard: Heard, store: Store, dialog: Dialog) -> Draft | None:
    """What is being written, if it is still a draft and theirs to write."""
    rights = await store.organizers.rights(heard.contact.id)
    broadcast = await store.broadcasts.find(dialog.state["broadcast"], rights) if rights else None
    if rights is None or broadcast is None or broadcast.state is not State.DRAFT:
        await store.dialogs.close(heard.contact.id)
        return None
    return Draft(heard, store, dialog, broadcast, rights)


async def tapped(heard: Heard, store: Store) -> list[Reply]:
    """`/tb <dialog> <value> …`: a tap on one of the dialog's buttons."""
    dialog = await tapped_in(heard, store, WRITING, WRITTEN)
    if dialog is None:
        return old_button(heard)
    if dialog.kind == WRITTEN:
        return [await _confirmed(heard, store, dialog)]
    draft = await _draft(heard, store, dialog)
    if draft is None:
        return old_button(heard)
    return await _take(draft, heard.argument(1), *heard.arguments[2:])


async def _take(draft: Draft, value: str, *rest: str) -> list[Reply]:
    store, broadcast = draft.store, draft.broadcast
    match value:
        case "de" | "thoi":
            await store.dialogs.close(draft.heard.contact.id)
            listed = rows(Button(draft.words.list_button, "/thongbao"))
            return [Reply(draft.words.left(), listed).in_place_of(draft.heard.incoming)]
        case "sua" if rest and rest[0] in STEPS:
            await store.dialogs.turn(draft.dialog, step=rest[0], kind=None, op=None)
        case "boqua" if draft.step == "english":
            await store.broadcasts.change(broadcast, text_en=None)
            await _go_on(draft)
        case "boqua" if draft.step == "file":
            await store.broadcasts.change(broadcast, file_id=None)
            await _go_on(draft)
        case "xong" if draft.step == "audience" and broadcast.audience is not None:
            await _go_on(draft)
        case "ngay" | "lap" | "xong" if draft.step == "when":
            await _take_when(draft, value, *rest)
        case _ if draft.step == "audience":
            return await ask(draft, await audience.take(draft, value, *rest))
    return await ask(draft)


async def _take_when(draft: Draft, value: str, *rest: str) -> None:
    if value == "ngay":
        await draft.store.broadcasts.change(draft.broadcast, due_at=None)
    if value == "lap":
        if rest and rest[0] in set(Repeats):
            await draft.store.broadcasts.change(draft.broadcast, repeats=Repeats(rest[0]))
        return
    await _go_on(draft)


async def _go_on(draft: Draft) -> None:
    """To the first step not seen yet, or to the preview."""
    seen = [*draft.state["seen"], draft.step]
    step = next((one for one in STEPS if one not in seen), CONFIRM)
    await draft.store.dialogs.turn(draft.dialog, step=step, seen=seen, kind=None, op=None)


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """Words typed in the dialog: a button's label, or what the step wants typed."""
    dialog = await store.dialogs.find(heard.contact.id)
    draft = await _draft(heard, store, dialog) if dialog else None
    if draft is None:
        return old_button(heard) if await store.organizers.rights(heard.contact.id) else not_understood(heard)
    said = heard.incoming.text.strip()
    value = chosen(said, [*_options(draft), (draft.words.leave, "thoi")])
    if value is not None:
        return await _take(draft, *value.split())
    return await _read(draft, said)


async def _read(draft: Draft, said: str) -> list[Reply]:
    store, broadcast = draft.store, draft.broadcast
    match draft.step:
        case "text" | "english":
            return await _read_text(draft, said)
        case "audience":
            return await ask(draft, await audience.typed(draft, said))
        case "when":
            due_at = read_due(said, store.now)
            if due_at is None:
                return await ask(draft, draft.words.no_time())
            await store.broadcasts.change(broadcast, due_at=due_at)
            await _go_on(draft)
            return await ask(draft)
        case "confirm":
            return await _read_number(draft, said)
        case _:
            return await ask(draft)


async def _read_text(draft: Draft, said: str) -> list[Reply]:
    text = "\n".join(" ".join(line.split()) for line in said.splitlines()).strip()
    if not 0 < len(text) <= MOST:
        return await ask(draft, draft.words.too_long(MOST))
    column = "text_vi" if draft.step == "text" else "text_en"
    await draft.store.broadcasts.change(draft.broadcast, **{column: text})
    await _go_on(draft)
    return await ask(draft)


async def take_file(heard: Heard, store: Store, file: File) -> list[Reply]:
    """A picture or a file that goes with it, sent at any step."""
    dialog = await store.dialogs.find(heard.contact.id)
    draft = await _draft(heard, store, dialog) if dialog and dialog.kind == WRITING else None
    if draft is None:
        return old_button(heard)
    await store.broadcasts.change(draft.broadcast, file_id=file.id)
    await keep_file(store, draft.broadcast)
    if draft.step == "file":
        await _go_on(draft)
    return await ask(draft)


async def ask(draft: Draft, problem: Markup | None = None) -> list[Reply]:
    """The question that is due; at the end what people will read."""
    if draft.step == CONFIRM:
        return await _preview(draft, problem)
    if draft.step == "audience":
        reply = await audience.ask(draft, problem)
    else:
        text = draft.words.ask(draft.step, draft.broadcast, draft.store.now)
        text = draft.words.lines(problem, "", text) if problem else text
        reply = question("tb", draft.dialog.id, text, _options(draft))
    leave = rows(Button(draft.words.leave, f"/tb {draft.dialog.id} de"))
    return [replace(reply, buttons=reply.buttons + leave).in_place_of(draft.heard.incoming)]


def _options(draft: Draft) -> list[Option]:
    words, broadcast = draft.words, draft.broadcast
    match draft.step:
        case "english":
            return [(words.only_vietnamese, "boqua")]
        case "file":
            return [(words.no_file, "boqua")]
        case "when":
            repeats = [(words.repeats(one, one is broadcast.repeats), f"lap {one}") for one in Repeats]
            keep = [(words.keep_time, "xong")] if broadcast.due_at else []
            return [(words.now_button, "ngay"), *keep, *repeats]
        case "confirm":
            return [(words.edit(one), f"sua {one}") for one in STEPS]
        case _:
            return []


async def _preview(draft: Draft, problem: Markup | None = None) -> list[Reply]:
    """Exactly what people will get, in each language, and the number to type."""
    heard, store, broadcast, words = draft.heard, draft.store, draft.broadcast, draft.words
    if needs_class(broadcast) and class_of(broadcast.audience or ["any"]) is None:
        await store.dialogs.turn(draft.dialog, step="audience", kind=None, op=None)
        return await ask(draft, words.which_class())
    message, count = await read_message(store, broadcast), await audience.counted(store, broadcast)
    await store.dialogs.turn(draft.dialog, shown=count)
    languages = ["vi", "en"] if broadcast.text_en else ["vi"]
    shown = [message.reply(language, heard.contact.chat_name) for language in languages]
    whom = await audience.described(store, heard.texts, broadcast.audience or ["any"])
    due_at = store.quiet.after(max(broadcast.due_at or store.now, store.now))
    waits = due_at if due_at > store.now else None
    is_today = due_at.astimezone(LOCAL).date() == store.now.astimezone(LOCAL).date()
    full = await store.mailings.count_full(broadcast) if is_today else 0
    text = words.confirm(count, full, whom, waits, broadcast, store.now, buttonless=heard.incoming.buttonless)
    whole = words.lines(problem, "", text) if problem else text
    reply = question("tb", draft.dialog.id, whole, _options(draft), wide=2)
    leave = rows(Button(words.leave, f"/tb {draft.dialog.id} de"), Button(words.drop, f"/thongbao bo {broadcast.id}"))
    return [*shown, replace(reply, buttons=reply.buttons + leave)]


async def _read_number(draft: Draft, said: str) -> list[Reply]:
    """The number of people, and nothing else, sends it."""
    count = await audience.counted(draft.store, draft.broadcast)
    number = re.fullmatch(r"(?:gửi|gui|send)?\s*(\d[\d.,]{0,9})", said.lower())
    if count != draft.state.get("shown"):
        return await _preview(draft, draft.words.count_changed(int(draft.state.get("shown") or 0), count))
    if number is None or int(re.sub(r"\D", "", number[1])) != count or not count:
        buttonless = draft.heard.incoming.buttonless
        text = draft.words.wrong_number(count, buttonless=buttonless) if count else draft.words.nobody()
        return [question("tb", draft.dialog.id, text, _options(draft), wide=2)]
    return [await _confirm(draft, count)]


async def _confirm(draft: Draft, count: int) -> Reply:
    heard, store, broadcast = draft.heard, draft.store, draft.broadcast
    state = State.CONFIRMING if count > store.crowd else State.SCHEDULED
    due_at = store.quiet.after(max(broadcast.due_at or store.now, store.now))
    await store.broadcasts.change(
        broadcast, state=state, expected=count, confirmed_by=heard.contact.id, seconded_by=None, due_at=due_at
    )
    await keep_file(store, broadcast)
    await store.audit.note(
        heard.contact.id, broadcast.centre_id, "broadcast_confirmed", code=broadcast.code, people=count
    )
    asked = await ask_second(store, broadcast) if state is State.CONFIRMING else False
    await store.dialogs.end(draft.dialog, WRITTEN, broadcast=broadcast.id, asked=asked)
    return await _confirmed(heard, store, draft.dialog)


async def _confirmed(heard: Heard, store: Store, dialog: Dialog) -> Reply:
    """After the number; a late tap on a button of the dialog reads how it stands."""
    rights = await store.organizers.rights(heard.contact.id)
    broadcast = await store.broadcasts.find(dialog.state["broadcast"], rights) if rights else None
    if broadcast is None:
        return old_button(heard)[0]
    words = heard.texts.broadcast_writing
    text = words.confirmed(broadcast, store.now, asked=bool(dialog.state.get("asked")))
    ways = rows(Button(words.see, f"/thongbao {broadcast.id}"), Button(words.list_button, "/thongbao"))
    return Reply(text, ways).in_place_of(heard.incoming)


desk: Routes = {"tb": tapped}
dialogs: dict[str, Handler] = {WRITING: typed}
files: Mapping[str, FileHandler] = {WRITING: take_file}
wordy: dict[str, Wordy] = {WRITING: lambda dialog, said: dialog.state["step"] in ("text", "english", "audience")}
