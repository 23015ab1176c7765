"""Materials on the desk: the list with how often each was opened, adding one step by step, ending one."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from handlers.catalogue_cells import as_text
from handlers.desk_dialogs import steps
from handlers.files import FileHandler
from handlers.forms import Option, chosen, question
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.links import read_link
from handlers.materials import MOST_TOPICS, PAGE
from handlers.menu import old_button
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.dialogs import Dialog
from storage.files import File, FileState
from storage.materials import Material
from storage.organizers import Rights
from storage.store import Store

ADDING, ADDED = "add_material", "material_added"
"""The dialogs: something is described and looked at; it was added, or not."""
STEPS = ("centre", "title", "topic", "what")
TAKEN = {".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx", ".pptx", ".mp3", ".mp4"}
"""No programs and no macros: people open what their centre sends them."""
EVERYWHERE = "tatca"


async def keep(heard: Heard, store: Store) -> list[Reply]:
    """`/khotailieu`: the materials one looks after; `them` adds one, `xem 5`, `bo 5` and `boluon 5` are about one."""
    rights = await trusted(heard, store)
    match heard.argument(0):
        case "them":
            return [await _begin(heard, store, rights)]
        case "xem" | "bo" | "boluon":
            return [await _one(heard, store, rights)]
        case _:
            return [await _list(heard, store, rights)]


async def _list(heard: Heard, store: Store, rights: Rights) -> Reply:
    """`/khotailieu trang 1` is the second page."""
    words, found = heard.texts.materials, await store.materials.list_within(rights)
    page = min(heard.number(1), max(0, len(found) - 1) // PAGE)
    shown = found[page * PAGE : (page + 1) * PAGE]
    picks = rows(
        *(Button(str(at), f"/khotailieu xem {one.id}") for at, one in enumerate(shown, page * PAGE + 1)), wide=5
    )
    turn = rows(
        Button(words.earlier, f"/khotailieu trang {page - 1}") if page else None,
        Button(words.later, f"/khotailieu trang {page + 1}") if len(found) > (page + 1) * PAGE else None,
        wide=2,
    )
    desk = Button(heard.texts.organizers.desk_button, "/banlamviec")
    ways = picks + turn + rows(Button(words.add_button, "/khotailieu them"), desk)
    entries = [(one.title, one.topic.name, _whose(heard, one), one.opened) for one in shown]
    text = words.kept(entries, page * PAGE, len(found)) if found else words.none_kept()
    return Reply(text, ways).in_place_of(heard.incoming)


def _whose(heard: Heard, material: Material) -> str:
    return material.centre.ward if material.centre else heard.texts.materials.everywhere


async def _one(heard: Heard, store: Store, rights: Rights) -> Reply:
    words, back = heard.texts.materials, Button(heard.texts.materials.list_button, "/khotailieu")
    material = await store.materials.find(heard.number(1))
    if material is None or not rights.over(material.centre_id):
        return Reply(words.not_there(), rows(back)).in_place_of(heard.incoming)
    if heard.argument(0) == "bo":
        yes = Button(words.yes_end, f"/khotailieu boluon {material.id}")
        choice = rows(yes, Button(words.no_end, f"/khotailieu xem {material.id}"), wide=2)
        return Reply(words.ask_end(material.title), choice).in_place_of(heard.incoming)
    if heard.argument(0) == "boluon":
        await store.materials.end(material)
        await store.audit.note(heard.contact.id, material.centre_id, "material_ended", material=material.id)
        return Reply(words.ended(material.title), rows(back)).in_place_of(heard.incoming)
    what = await _what(heard, store, {"link": material.url, "file": material.file_id})
    text = words.card(material.title, material.topic.name, _whose(heard, material), what, material.opened)
    see = Button(str(words.open_button), opens=material.url) if material.url else None
    buttons = rows(see, Button(words.end_button, f"/khotailieu bo {material.id}"), back)
    return Reply(text, buttons).in_place_of(heard.incoming)


async def _what(heard: Heard, store: Store, what: dict[str, Any]) -> str:
    if what.get("link"):
        return heard.texts.materials.a_link(what["link"])
    file = await store.files.find_stored(what.get("file") or 0)
    return heard.texts.materials.a_file(file.name if file else "")


async def _begin(heard: Heard, store: Store, rights: Rights) -> Reply:
    if not await store.topics.list_all():
        back = rows(Button(heard.texts.materials.list_button, "/khotailieu"))
        return Reply(heard.texts.materials.no_topic(), back).in_place_of(heard.incoming)
    form = {} if rights.everywhere or len(rights.centres) > 1 else {"centre": next(iter(rights.centres))}
    dialog = await store.dialogs.open(heard.contact.id, ADDING, {"form": form})
    return await _ask(heard, store, dialog, rights)


def _step(dialog: Dialog) -> str | None:
    """What is asked next; None once all is answered."""
    return next((one for one in STEPS if one not in dialog.state["form"]), None)


async def _options(heard: Heard, store: Store, step: str | None, rights: Rights) -> list[Option]:
    words = heard.texts.materials
    match step:
        case "centre":
            own = [(one.ward, str(one.id)) for one in await store.centres.list_all() if rights.over(one.id)]
            return ([(words.everywhere, EVERYWHERE)] if rights.everywhere else []) + own[:MOST_TOPICS]
        case "topic":
            return [(one.name, str(one.id)) for one in await store.topics.list_all()]
        case None:
            return [(words.yes_add, "them")]
        case _:
            return []


async def _ask(heard: Heard, store: Store, dialog: Dialog, rights: Rights, first: str | None = None) -> Reply:
    """The next question, or all that was answered. `first`: why what was said is no answer."""
    words, step = heard.texts.materials, _step(dialog)
    text = words.ask(step) if step else await _preview(heard, store, dialog)
    options = [*(await _options(heard, store, step, rights))[:MOST_TOPICS], (words.stop, "thoi")]
    told = words.lines(first, "", text) if first else text
    return question("themtailieu", dialog.id, told, options).in_place_of(heard.incoming)


async def _preview(heard: Heard, store: Store, dialog: Dialog) -> Any:
    form, words = dialog.state["form"], heard.texts.materials
    topic = await store.topics.find(form["topic"])
    centre = await store.centres.find(form["centre"]) if form["centre"] else None
    whose = centre.ward if centre else words.everywhere
    return words.preview(form["title"], topic.name if topic else "", whose, await _what(heard, store, form["what"]))


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str | None) -> Reply:
    rights, words = await trusted(heard, store), heard.texts.materials
    if dialog.kind == ADDED:
        return _ended(heard, dialog)
    step = _step(dialog)
    options = [*await _options(heard, store, step, rights), (words.stop, "thoi")]
    value = value or chosen(heard.incoming.text, options)
    if value == "thoi":
        await store.dialogs.end(dialog, ADDED)
        return _ended(heard, dialog)
    if step is None:
        return await (_add(heard, store, dialog, rights) if value == "them" else _ask(heard, store, dialog, rights))
    answer = _answer(step, value, heard.incoming.text, options)
    if answer is None:
        # A button of an earlier question, tapped twice or late, is no wrong answer to this one.
        late = heard.incoming.text.startswith("/")
        return await _ask(heard, store, dialog, rights, None if late else words.unread(step))
    return await _turn(heard, store, dialog, rights, answer[0])


def _answer(step: str, value: str | None, said: str, options: Sequence[Option]) -> tuple[Any] | None:
    """What was answered; None if it is none. The centre of what is for all of them is None."""
    if step in ("centre", "topic"):
        there = value in {one for _, one in options}
        return ((int(value) if value.isdigit() else None),) if there and value else None
    if said.startswith("/"):
        return None
    if step == "title":
        title = as_text(said)
        return (title,) if 0 < len(title) <= 200 else None
    link = read_link(said)
    return ({"link": link},) if link else None


async def _turn(heard: Heard, store: Store, dialog: Dialog, rights: Rights, answer: Any) -> Reply:
    await store.dialogs.turn(dialog, form=dialog.state["form"] | {_step(dialog): answer})
    return await _ask(heard, store, dialog, rights)


async def took(heard: Heard, store: Store, file: File) -> list[Reply]:
    """A file was sent in the dialog, and is here."""
    rights, words = await trusted(heard, store), heard.texts.materials
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None or dialog.kind != ADDING:
        return old_button(heard)
    if _step(dialog) == "what" and PurePosixPath(file.name.lower()).suffix in TAKEN:
        return [await _turn(heard, store, dialog, rights, {"file": file.id})]
    first = words.bad_file(file.name) if _step(dialog) == "what" else words.not_yet()
    return [await _ask(heard, store, dialog, rights, first)]


async def _add(heard: Heard, store: Store, dialog: Dialog, rights: Rights) -> Reply:
    """Only for a centre that they are trusted with now, and only a file that is still here."""
    form = dialog.state["form"]
    file = await store.files.find(heard.contact.id, form["what"].get("file", 0))
    lost = "file" in form["what"] and (file is None or file.state is not FileState.HERE)
    if lost or not rights.over(form["centre"]):
        await store.dialogs.close(heard.contact.id)
        return old_button(heard)[0]
    material = await store.materials.add(
        form["centre"],
        form["topic"],
        form["title"],
        heard.contact.id,
        url=form["what"].get("link"),
        file_id=file.id if file else None,
    )
    await store.audit.note(heard.contact.id, material.centre_id, "material_added", material=material.id)
    await store.dialogs.end(dialog, ADDED, material=material.id)
    return _ended(heard, dialog)


def _ended(heard: Heard, dialog: Dialog) -> Reply:
    """A late second tap reads the same."""
    words = heard.texts.materials
    text = words.added() if "material" in dialog.state else words.stopped()
    ways = rows(Button(words.add_button, "/khotailieu them"), Button(words.list_button, "/khotailieu"))
    return Reply(text, ways).in_place_of(heard.incoming)


tapped, typed = steps(_go_on, ADDING, ADDED)
desk: Routes = {"khotailieu": keep, "library": keep, "themtailieu": tapped}
dialogs: dict[str, Handler] = {ADDING: typed}
files: dict[str, FileHandler] = {ADDING: took}
wordy: dict[str, Wordy] = {ADDING: lambda dialog, said: _step(dialog) == "title"}
