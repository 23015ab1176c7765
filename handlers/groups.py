"""Groups that learn together, for residents: making one, joining by its code or link, who belongs, leaving."""

import unicodedata
from dataclasses import replace

from handlers.catalogue_cells import as_text
from handlers.forms import Option, chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import menu, old_button
from handlers.vocabulary import Button, Reply, rows
from storage.centres import Centre
from storage.dialogs import Dialog
from storage.groups import CODE, LONGEST_NAME, Group, GroupKind
from storage.periods import Period, month_of
from storage.store import Store

MAKING, JOINING = "make_group", "join_group"
"""The dialogs: kind, centre and name are asked; a code is typed."""
MOST_MADE = 5
WORD = "danhhieu"


def read_group_name(said: str) -> str | None:
    """Tidied; None if it has no letter, or is too long."""
    name = "".join(one for one in as_text(said) if unicodedata.category(one)[0] != "C")
    return name if len(name) <= LONGEST_NAME and any(one.isalpha() for one in name) else None


def this_year(store: Store) -> Period:
    return month_of(store.now).whole_year


async def groups(heard: Heard, store: Store) -> list[Reply]:
    """`/danhhieu` shows mine; `lap` makes one, `ma` and `vao` join, `xem`, `ra` and `roi` are about one of mine."""
    match heard.argument(0):
        case "lap":
            return [await _begin(heard, store)]
        case "ma":
            dialog = await store.dialogs.open(heard.contact.id, JOINING, {})
            return [_ask_code(heard, dialog)]
        case "vao":
            return [await enter(heard, store, heard.argument(1), heard.number(2))]
        case "xem" | "ra" | "roi":
            return [await _of_mine(heard, store)]
        case "buoc":
            return await _step(heard, store)
        case _:
            return [await _mine(heard, store)]


async def _mine(heard: Heard, store: Store) -> Reply:
    words, mine = heard.texts.groups, await store.groups.list_of(heard.contact.id)
    buttons = rows(
        *(Button(one.name, f"/{WORD} xem {one.id}") for one in mine),
        Button(words.make_button, f"/{WORD} lap"),
        Button(words.join_button, f"/{WORD} ma"),
        Button(heard.texts.general.menu_button, "/start"),
    )
    return Reply(words.mine(mine), buttons).in_place_of(heard.incoming)


def _back(heard: Heard) -> tuple[tuple[Button, ...], ...]:
    return rows(Button(heard.texts.groups.back, f"/{WORD}"))


# Making one.


async def _begin(heard: Heard, store: Store) -> Reply:
    words, contact = heard.texts.groups, heard.contact
    if not await store.learners.household(contact.id):
        return Reply(words.need_name(), menu(heard.texts)).in_place_of(heard.incoming)
    made, centres = await store.groups.count_made(contact.id), await store.centres.list_all()
    if made >= MOST_MADE:
        return Reply(words.too_many(made), _back(heard)).in_place_of(heard.incoming)
    if not centres:
        return Reply(words.no_centre(), menu(heard.texts)).in_place_of(heard.incoming)
    home = contact.centre_id or (centres[0].id if len(centres) == 1 else None)
    dialog = await store.dialogs.open(contact.id, MAKING, {"centre": home} if home else {})
    return await _ask(heard, store, dialog)


async def _options(heard: Heard, store: Store, dialog: Dialog) -> list[Option]:
    """What may be tapped now; nothing but "never mind" while a name is to be typed."""
    words, stop = heard.texts.groups, (heard.texts.groups.stop, "thoi")
    if "kind" not in dialog.state:
        return [*((words.kinds[one], one.value) for one in GroupKind), stop]
    if "centre" not in dialog.state:
        return [*((one.ward, f"c{one.id}") for one in await store.centres.list_all()), stop]
    return [stop]


async def _ask(heard: Heard, store: Store, dialog: Dialog) -> Reply:
    words, state = heard.texts.groups, dialog.state
    if "kind" not in state:
        text = words.ask_kind()
    elif "centre" not in state:
        text = words.ask_centre()
    else:
        text = words.ask_name(GroupKind(state["kind"]))
    asked = question(f"{WORD} buoc", dialog.id, text, await _options(heard, store, dialog))
    return asked.in_place_of(heard.incoming)


async def _step(heard: Heard, store: Store) -> list[Reply]:
    """`/danhhieu buoc <dialog> <option>`: a tap on one of a dialog's buttons."""
    dialog = await tapped_in(heard, store, MAKING, JOINING, at=1)
    if dialog is None:
        return old_button(heard)
    if heard.argument(2) == "thoi":
        await store.dialogs.close(heard.contact.id)
        return [Reply(heard.texts.groups.stopped(), _back(heard)).in_place_of(heard.incoming)]
    return [await _take(heard, store, dialog, heard.argument(2))]


async def _take(heard: Heard, store: Store, dialog: Dialog, value: str) -> Reply:
    """A button of an earlier question only shows the one under way again."""
    if dialog.kind == JOINING:
        return _ask_code(heard, dialog)
    if value in {one for _, one in await _options(heard, store, dialog)}:
        change = {"centre": int(value[1:])} if "kind" in dialog.state else {"kind": value}
        await store.dialogs.turn(dialog, **change)
    return await _ask(heard, store, dialog)


async def typed_making(heard: Heard, store: Store) -> list[Reply]:
    """The name, or the label of a button."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    value = chosen(heard.incoming.text, await _options(heard, store, dialog))
    if value is not None:
        return await _step(replace(heard, arguments=("buoc", str(dialog.id), value)), store)
    if not {"kind", "centre"} <= dialog.state.keys():
        return [await _ask(heard, store, dialog)]
    name = read_group_name(heard.incoming.text)
    if name is None:
        return [replace(await _ask(heard, store, dialog), text=heard.texts.groups.bad_name())]
    return [await _make(heard, store, dialog, name)]


async def _make(heard: Heard, store: Store, dialog: Dialog, name: str) -> Reply:
    """Whoever makes it belongs to it; where that is only for others to learn, the first of these."""
    household = await store.learners.household(heard.contact.id)
    if not household:
        return Reply(heard.texts.groups.need_name(), menu(heard.texts))
    kind, centre_id = GroupKind(dialog.state["kind"]), dialog.state["centre"]
    group = await store.groups.make(kind, name, centre_id, heard.contact.id)
    await store.groups.join(group, household[0].id)
    await store.dialogs.close(heard.contact.id)
    return await _card(heard, store, group)


# Joining.


def _ask_code(heard: Heard, dialog: Dialog) -> Reply:
    words = heard.texts.groups
    return question(f"{WORD} buoc", dialog.id, words.ask_code(), [(words.stop, "thoi")]).in_place_of(heard.incoming)


async def typed_joining(heard: Heard, store: Store) -> list[Reply]:
    """The code, typed with or without spaces."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    said = "".join(heard.incoming.text.split()).removeprefix("nhom_")
    if chosen(heard.incoming.text, [(heard.texts.groups.stop, "thoi")]):
        return await _step(replace(heard, arguments=("buoc", str(dialog.id), "thoi")), store)
    if len(said) != CODE or await store.groups.find_coded(said) is None:
        return [replace(_ask_code(heard, dialog), text=heard.texts.groups.no_such_code())]
    await store.dialogs.close(heard.contact.id)
    return [await enter(heard, store, said)]


async def enter(heard: Heard, store: Store, code: str, learner_id: int = 0) -> Reply:
    """By its code, also from a link: shows the group and asks who joins; `learner_id`: this learner does."""
    words = heard.texts.groups
    group = await store.groups.find_coded(code) if len(code) == CODE else None
    if group is None:
        return Reply(words.no_such_code(), _back(heard)).in_place_of(heard.incoming)
    household = await store.learners.household(heard.contact.id)
    if not household:
        return Reply(words.need_name(), menu(heard.texts)).in_place_of(heard.incoming)
    if learner_id in {one.id for one in household}:
        await store.groups.join(group, learner_id)
    if await store.groups.list_members(group.id, heard.contact.id):
        return await _card(heard, store, group)
    tally, centre = await store.groups.tally(group, this_year(store)), await _centre(store, group)
    picks = [Button(words.add_person(one.name), f"/{WORD} vao {group.code} {one.id}") for one in household]
    buttons = rows(*picks, Button(words.back, f"/{WORD}"))
    return Reply(words.ask_join(tally, centre.ward), buttons).in_place_of(heard.incoming)


async def _centre(store: Store, group: Group) -> Centre:
    centre = await store.centres.find(group.centre_id)
    assert centre is not None  # noqa: S101 - a foreign key
    return centre


# One of mine.


async def _of_mine(heard: Heard, store: Store) -> Reply:
    """`xem 7`: the group; `ra 7 5`: learner 5 goes out of it; `roi 7` asks whether all do, `roi 7 vang` does it."""
    words, group = heard.texts.groups, await store.groups.find(heard.number(1))
    members = await store.groups.list_members(group.id, heard.contact.id) if group else set()
    if group is None or not members:
        return Reply(words.gone(), _back(heard)).in_place_of(heard.incoming)
    goes = heard.number(2)
    if heard.argument(0) == "ra" and goes in members and len(members) > 1:
        await store.groups.leave(group, [goes])
    elif heard.argument(0) == "roi" and heard.argument(2) == "vang":
        await store.groups.leave(group, members)
        return Reply(words.left(group.name), _back(heard)).in_place_of(heard.incoming)
    elif heard.argument(0) == "roi" or goes in members:
        yes, no = (
            Button(words.yes_leave, f"/{WORD} roi {group.id} vang"),
            Button(words.no_leave, f"/{WORD} xem {group.id}"),
        )
        return Reply(words.ask_leave(group), rows(yes, no, wide=2)).in_place_of(heard.incoming)
    return await _card(heard, store, group)


async def _card(heard: Heard, store: Store, group: Group) -> Reply:
    """For a household that belongs to it. Each button says what will be, so that a second tap changes nothing."""
    words, year = heard.texts.groups, this_year(store)
    tally, centre = await store.groups.tally(group, year), await _centre(store, group)
    members = await store.groups.list_members(group.id, heard.contact.id)
    people = [
        Button(words.remove_person(one.name), f"/{WORD} ra {group.id} {one.id}")
        if one.id in members
        else Button(words.add_person(one.name), f"/{WORD} vao {group.code} {one.id}")
        for one in await store.learners.household(heard.contact.id)
    ]
    link = f"{heard.incoming.link}nhom_{group.code}" if heard.incoming.link else None
    leave = Button(words.leave_button, f"/{WORD} roi {group.id}")
    buttons = (*rows(*people, wide=2), *rows(leave, Button(words.back, f"/{WORD}"), wide=2))
    return Reply(words.card(tally, centre.ward, year.year, link), buttons).in_place_of(heard.incoming)


routes: Routes = {WORD: groups, "titles": groups}
dialogs: dict[str, Handler] = {MAKING: typed_making, JOINING: typed_joining}
wordy: dict[str, Wordy] = {MAKING: lambda dialog, said: {"kind", "centre"} <= dialog.state.keys()}
