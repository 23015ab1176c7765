"""A new programme, asked step by step: who runs it, its name, its days, a few words about it. Nobody sees it yet."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.catalogue_cells import as_text
from handlers.desk_dialogs import steps
from handlers.desk_times import days_in
from handlers.forms import Option, chosen, question
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.programme_desk import not_there, page_of
from handlers.rights import trusted
from handlers.vocabulary import Reply
from storage.dialogs import Dialog
from storage.organizers import Rights
from storage.programmes import MOST_DAYS
from storage.store import Store

MAKING, MADE = "make_programme", "programme_made"
"""The dialogs: it is described; it was made, or not."""
STEPS = ("centre", "name", "days", "about")
TOGETHER = "chung"
LONGEST = {"name": 120, "about": 500}
MOST_CENTRES = 60


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/ctmoi`: the first question."""
    rights = await trusted(heard, store)
    form = {} if rights.everywhere or len(rights.centres) > 1 else {"centre": next(iter(rights.centres))}
    dialog = await store.dialogs.open(heard.contact.id, MAKING, {"form": form})
    return [await _ask(heard, store, dialog, rights)]


def _step(dialog: Dialog) -> str | None:
    return next((one for one in STEPS if one not in dialog.state["form"]), None)


async def _options(heard: Heard, store: Store, step: str | None, rights: Rights) -> list[Option]:
    words = heard.texts.desk_programmes
    if step == "about":
        return [(words.no_about, "khong"), (words.other_days, "lui")]
    if step != "centre":
        return []
    own = [(one.ward, str(one.id)) for one in await store.centres.list_all() if rights.over(one.id)]
    return ([(words.together, TOGETHER)] if rights.everywhere else []) + own[:MOST_CENTRES]


async def _ask(heard: Heard, store: Store, dialog: Dialog, rights: Rights, first: str | None = None) -> Reply:
    """`first`: why what was said is no answer."""
    words, step = heard.texts.desk_programmes, _step(dialog) or ""
    days = [date.fromisoformat(one) for one in dialog.state["form"].get("days", ())]
    text = words.ask(step, heard.texts.programmes.span(*days) if days else "")
    options = [*await _options(heard, store, step, rights), (words.stop, "thoi")]
    told = words.lines(first, "", text) if first else text
    return question("ctsoan", dialog.id, told, options).in_place_of(heard.incoming)


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str | None) -> Reply:
    rights, words = await trusted(heard, store), heard.texts.desk_programmes
    if dialog.kind == MADE:
        return await _made(heard, store, dialog, rights)
    step, form = _step(dialog), dialog.state["form"]
    options = [*await _options(heard, store, step, rights), (words.stop, "thoi")]
    value = value or chosen(heard.incoming.text, options)
    if value == "thoi":
        await store.dialogs.close(heard.contact.id)
        return Reply(words.stopped(), not_there(heard).buttons).in_place_of(heard.incoming)
    if value == "lui" and step == "about":
        await store.dialogs.turn(dialog, form={name: form[name] for name in form if name != "days"})
        return await _ask(heard, store, dialog, rights)
    answer = _answer(step or "", value, heard, options, store)
    if answer is None:
        # A button of an earlier question, tapped twice or late, is no wrong answer to this one.
        late = heard.incoming.text.startswith("/")
        return await _ask(heard, store, dialog, rights, None if late else words.unread(step or "", MOST_DAYS))
    await store.dialogs.turn(dialog, form=form | {step: answer[0]})
    return await (_ask if _step(dialog) else _make)(heard, store, dialog, rights)


def _answer(step: str, value: str | None, heard: Heard, options: Sequence[Option], store: Store) -> tuple[Any] | None:
    """What was answered; None if it is none. Who runs a programme of several wards is None."""
    said = heard.incoming.text
    if step == "centre":
        there = value and value in {one for _, one in options}
        return ((None if value == TOGETHER else int(value or 0)),) if there else None
    if step == "about" and value == "khong":
        return ("",)
    return read(step, said, store) if value is None else None


def read(step: str, said: str, store: Store) -> tuple[Any] | None:
    """What was typed as the name, the days or the words about it, as a dialog keeps it; None if it cannot be."""
    if said.startswith("/"):
        return None
    if step == "days":
        days = read_days(said, store)
        return ([one.isoformat() for one in days],) if days else None
    text = as_text(said, lines=step == "about")
    return (text,) if 0 < len(text) <= LONGEST[step] else None


def dashed(said: str) -> str:
    """From this to that, as it is read in every language."""
    return re.sub(r"\b(?:to|until|till)\b", "-", said, flags=re.IGNORECASE)


def read_days(said: str, store: Store) -> tuple[date, date] | None:
    """The first and the last of the days that were typed; None if there are none, they are over, or too many."""
    days = days_in(dashed(said), store.now)
    if not days or days[-1] < store.programmes.today or (days[-1] - days[0]).days >= MOST_DAYS:
        return None
    return days[0], days[-1]


async def _make(heard: Heard, store: Store, dialog: Dialog, rights: Rights) -> Reply:
    """Only for a centre that they are trusted with now."""
    form = dialog.state["form"]
    if not rights.over(form["centre"]):
        await store.dialogs.close(heard.contact.id)
        return not_there(heard)
    first, last = (date.fromisoformat(one) for one in form["days"])
    made = await store.programmes.make(form["centre"], form["name"], form["about"], (first, last), heard.contact.id)
    await store.audit.note(heard.contact.id, made.centre_id, "programme_made", programme=made.id)
    await store.dialogs.end(dialog, MADE, programme=made.id)
    return await _made(heard, store, dialog, rights)


async def _made(heard: Heard, store: Store, dialog: Dialog, rights: Rights) -> Reply:
    """A late second tap reads the same."""
    made = await store.programmes.find(dialog.state["programme"])
    if made is None or not rights.over(made.centre_id):
        return not_there(heard)
    return await page_of(heard, store, made, heard.texts.desk_programmes.made())


tapped, typed = steps(_go_on, MAKING, MADE)
desk: Routes = {"ctmoi": begin, "ctsoan": tapped}
dialogs: dict[str, Handler] = {MAKING: typed}
wordy: dict[str, Wordy] = {MAKING: lambda dialog, said: _step(dialog) in LONGEST}
