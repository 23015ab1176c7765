"""The target: how many visits a centre is to reach in a year."""

import re

from handlers.heard import Handler, Heard, Routes
from handlers.menu import not_understood, old_button
from handlers.reports import own_centres
from handlers.vocabulary import Button, Refusal, Reply, rows
from storage.centres import Centre
from storage.folding import fold
from storage.store import Store

TARGET = "target"
"""The dialog in which it is typed."""
MOST = 1_000_000
_NUMBER = re.compile(r"(\d{1,3}(?:[., ]\d{3})+|\d{1,9})(?:\s*(?:luot|visits?)\b.*)?", re.ASCII)


def read_target(said: str) -> int | None:
    """2700, 2.700, "2 700 lượt"; 0: none. None if it is no such number."""
    found = _NUMBER.fullmatch(fold(said))
    number = int(re.sub(r"\D", "", found[1])) if found else -1
    return number if 0 <= number <= MOST else None


async def target(heard: Heard, store: Store) -> list[Reply]:
    """`/chitieu` asks for the number, `/chitieu 2700` sets it; of one of several centres: `/chitieu c3 2700`."""
    centres, said = await own_centres(heard, store), list(heard.arguments)
    centre = centres[0] if len(centres) == 1 else None
    if said and re.fullmatch(r"c\d+", said[0], re.ASCII):
        centre = next((one for one in centres if f"c{one.id}" == said[0]), None)
        if centre is None:
            raise Refusal(not_understood(heard)[0])
        said = said[1:]
    number = read_target(" ".join(said)) if said else None
    if centre is None:
        return [_ask_which(heard, centres, number)]
    if number is None:
        return [await _ask(heard, store, centre, wrong=bool(said))]
    return [await _set(heard, store, centre, number or None)]


def _ask_which(heard: Heard, centres: list[Centre], number: int | None) -> Reply:
    words, said = heard.texts.reports, "" if number is None else f" {number}"
    if not centres:
        return Reply(words.no_centre(), rows(Button(heard.texts.organizers.desk_button, "/banlamviec")))
    picks = [Button(one.ward, f"/chitieu c{one.id}{said}") for one in centres]
    return Reply(words.ask_which(), rows(*picks, wide=2)).in_place_of(heard.incoming)


async def _ask(heard: Heard, store: Store, centre: Centre, *, wrong: bool) -> Reply:
    words = heard.texts.reports
    await store.dialogs.open(heard.contact.id, TARGET, {"centre": centre.id})
    drop = Button(words.drop_button, f"/chitieu c{centre.id} 0") if centre.yearly_target else None
    text = words.bad_target(MOST) if wrong else words.ask_target(centre.ward, centre.yearly_target)
    return Reply(text, rows(drop, Button(words.stop, f"/baocao {centre.id}"))).in_place_of(heard.incoming)


async def _set(heard: Heard, store: Store, centre: Centre, number: int | None) -> Reply:
    """Saying the same again changes nothing, and is not noted again."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is not None and dialog.kind == TARGET:
        await store.dialogs.close(heard.contact.id)
    if centre.yearly_target != number:
        await store.centres.aim(centre, number)
        await store.audit.note(heard.contact.id, centre.id, "target_set", target=number)
    back = rows(Button(heard.texts.reports.report_button, f"/baocao {centre.id}"))
    return Reply(heard.texts.reports.target_set(centre.ward, number), back).in_place_of(heard.incoming)


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """The number, typed in its dialog."""
    dialog, centres = await store.dialogs.find(heard.contact.id), await own_centres(heard, store)
    centre = next((one for one in centres if dialog and one.id == dialog.state["centre"]), None)
    if centre is None:
        return old_button(heard)
    number = read_target(heard.incoming.text)
    return [await (_set(heard, store, centre, number) if number else _ask(heard, store, centre, wrong=True))]


desk: Routes = {"chitieu": target, "target": target}
dialogs: dict[str, Handler] = {TARGET: typed}
