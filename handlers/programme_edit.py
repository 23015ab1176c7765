"""A programme changes after it was saved: its name, its days, the words about it. Only of days are followers told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup

from handlers.desk_dialogs import steps
from handlers.forms import Option, chosen, question
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.programme_desk import YES, not_there, own, page_of, warn
from handlers.programme_make import LONGEST, read
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.dialogs import Dialog
from storage.programmes import MOST_DAYS, Activity, Programme
from storage.store import Store

EDITING, EDITED = "edit_programme", "edited_programme"
"""The dialogs: what is to be changed is typed, and looked at if it matters to others; it was done, or not."""
PARTS = ("name", "days", "about")


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/ctsua 3` offers what can be changed; `/ctsua 3 name` asks."""
    rights = await trusted(heard, store)
    programme, part = await own(heard, store, rights), heard.argument(1)
    if programme is None or not rights.over(programme.centre_id):
        return [not_there(heard)]
    if part not in PARTS:
        return [_ask_which(heard, programme)]
    dialog = await store.dialogs.open(heard.contact.id, EDITING, {"programme": programme.id, "part": part})
    return [_ask(heard, dialog, programme)]


def _ask_which(heard: Heard, programme: Programme) -> Reply:
    words = heard.texts.desk_programmes
    picks = [Button(words.part(one), f"/ctsua {programme.id} {one}") for one in PARTS]
    back = Button(words.back_button, f"/chuongtrinh {programme.id}")
    return Reply(words.ask_part(programme.name), rows(*picks, back)).in_place_of(heard.incoming)


def _options(heard: Heard, dialog: Dialog) -> list[Option]:
    words = heard.texts.desk_programmes
    if "days" in dialog.state:
        return [(words.yes_do, YES), (words.again, "lai"), (words.stop, "thoi")]
    nothing = [(words.nothing_about, "khong")] if dialog.state["part"] == "about" else []
    return [*nothing, (words.stop, "thoi")]


def _ask(heard: Heard, dialog: Dialog, programme: Programme, first: str | None = None) -> Reply:
    """`first`: why what was typed is no answer."""
    words = heard.texts.desk_programmes
    span = heard.texts.programmes.span(programme.starts_on, programme.ends_on)
    text = words.ask_anew(dialog.state["part"], programme, span)
    told = words.lines(first, "", text) if first else text
    return question("ctdoi", dialog.id, told, _options(heard, dialog)).in_place_of(heard.incoming)


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str | None) -> Reply:
    rights, words = await trusted(heard, store), heard.texts.desk_programmes
    arguments = (str(dialog.state["programme"]),)
    programme = await own(replace(heard, arguments=arguments), store, rights)
    if programme is None or not rights.over(programme.centre_id):
        await store.dialogs.close(heard.contact.id)
        return not_there(heard)
    if dialog.kind == EDITED:
        return await _ended(heard, store, dialog, programme)
    options = _options(heard, dialog)
    value = value or chosen(heard.incoming.text, options)
    if value == "thoi":
        await store.dialogs.end(dialog, EDITED, programme=programme.id, done=False)
        return await _ended(heard, store, dialog, programme)
    if value is not None and value not in {one for _, one in options}:
        # A button of an earlier question, tapped twice or late.
        value = None if "days" in dialog.state else "lai"
    if "days" in dialog.state:
        return await _settle_days(heard, store, dialog, programme, value)
    if value == "lai":
        return _ask(heard, dialog, programme)
    answer = ("",) if value == "khong" else read(dialog.state["part"], heard.incoming.text, store)
    if answer is None:
        return _ask(heard, dialog, programme, words.unread(dialog.state["part"], MOST_DAYS))
    return await _take(heard, store, dialog, programme, answer[0])


async def _take(heard: Heard, store: Store, dialog: Dialog, programme: Programme, answer: Any) -> Reply:
    """Words are changed at once; days only after it was seen what that does."""
    if dialog.state["part"] != "days":
        return await _change(heard, store, dialog, programme, **{dialog.state["part"]: answer})
    days = _days(answer)
    if await _consequences(heard, store, programme, days) is None:
        return await _change(heard, store, dialog, programme, starts_on=days[0], ends_on=days[1])
    await store.dialogs.turn(dialog, days=answer)
    return await _look(heard, store, dialog, programme)


def _days(kept: Sequence[str]) -> tuple[date, date]:
    first, last = (date.fromisoformat(one) for one in kept)
    return first, last


async def _look(heard: Heard, store: Store, dialog: Dialog, programme: Programme) -> Reply:
    days = _days(dialog.state["days"])
    text = heard.texts.desk_programmes.ask_days(
        heard.texts.programmes.span(*days), await _consequences(heard, store, programme, days)
    )
    return question("ctdoi", dialog.id, text, _options(heard, dialog)).in_place_of(heard.incoming)


async def _consequences(heard: Heard, store: Store, programme: Programme, days: tuple[date, date]) -> Markup | None:
    """What no longer lies in the days, and what followers would read; None if nothing is lost and nobody is told."""
    before, after = [await store.programmes.list_activities(programme, one) for one in (None, days)]
    kept = {one.key for one in after}
    lost: list[Activity] = [one for one in before if one.key not in kept]
    warning = await warn(heard, store, programme, after)
    words = heard.texts.desk_programmes
    parts = [*([words.lost(lost, store.now)] if lost else []), *([warning] if warning else [])]
    return Markup("\n\n").join(parts) if parts else None


async def _settle_days(heard: Heard, store: Store, dialog: Dialog, programme: Programme, value: str | None) -> Reply:
    """Other days typed now take the place of those that were looked at."""
    if value == YES:
        days = _days(dialog.state["days"])
        return await _change(heard, store, dialog, programme, starts_on=days[0], ends_on=days[1])
    answer = read("days", heard.incoming.text, store) if value is None else None
    if answer is not None:
        await store.dialogs.turn(dialog, days=answer[0])
    elif value == "lai":
        dialog = await store.dialogs.open(heard.contact.id, EDITING, {"programme": programme.id, "part": "days"})
        return _ask(heard, dialog, programme)
    return await _look(heard, store, dialog, programme)


async def _change(heard: Heard, store: Store, dialog: Dialog, programme: Programme, **facts: Any) -> Reply:
    """Saying the same again changes nothing, and is not noted."""
    if any(getattr(programme, name) != value for name, value in facts.items()):
        await store.programmes.edit(programme, **facts)
        note = {"programme": programme.id, "part": dialog.state["part"]}
        await store.audit.note(heard.contact.id, programme.centre_id, "programme_edited", **note)
    await store.dialogs.end(dialog, EDITED, programme=programme.id, done=True)
    return await _ended(heard, store, dialog, programme)


async def _ended(heard: Heard, store: Store, dialog: Dialog, programme: Programme) -> Reply:
    """A late second tap reads the same."""
    words = heard.texts.desk_programmes
    return await page_of(heard, store, programme, words.edited() if dialog.state["done"] else words.unchanged())


tapped, typed = steps(_go_on, EDITING, EDITED)
desk: Routes = {"ctsua": begin, "ctdoi": tapped}
dialogs: dict[str, Handler] = {EDITING: typed}
wordy: dict[str, Wordy] = {EDITING: lambda dialog, said: dialog.state["part"] in LONGEST}
