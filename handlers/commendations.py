"""The groups of a centre, for its organizers: by visits of a year, renamed, ended, listed for commendation."""

from handlers.forms import chosen
from handlers.groups import read_group_name
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import not_understood, old_button
from handlers.report_files import workbook
from handlers.reports import YEARS, own_centres
from handlers.roster_files import EXCEL
from handlers.vocabulary import Button, Document, Refusal, Reply, rows
from storage.centres import Centre
from storage.groups import Group
from storage.periods import Period, month_of
from storage.store import Store

RENAMING = "rename_group"
"""The dialog in which a new name is typed."""
PAGE = 8
WORD = "bieuduong"


async def commendations(heard: Heard, store: Store) -> list[Reply]:
    """`/bieuduong c3 2026 1`: of centre 3, second page; `tep c3 2026`: as a file; `xem`, `ten`, `thoi`: of one."""
    centres = await own_centres(heard, store)
    match heard.argument(0):
        case "xem" | "ten" | "thoi":
            return [await _of_one(heard, store, centres)]
        case "tep":
            centre = _which(heard, centres, heard.argument(1))
            return [await _file(heard, store, centre, _year(heard, store, 2))]
        case said:
            if not said and len(centres) != 1:
                return [_ask_which(heard, centres)]
            centre = _which(heard, centres, said) if said else centres[0]
            return [await _list(heard, store, centre, _year(heard, store, 1))]


def _which(heard: Heard, centres: list[Centre], said: str) -> Centre:
    """Refuses what is not theirs as if there were nothing here."""
    centre = next((one for one in centres if f"c{one.id}" == said), None)
    if centre is None:
        raise Refusal(not_understood(heard)[0])
    return centre


def _year(heard: Heard, store: Store, index: int) -> Period:
    now, year = month_of(store.now), heard.number(index)
    return Period(year if year in YEARS and year <= now.year else now.year)


def _ask_which(heard: Heard, centres: list[Centre]) -> Reply:
    words = heard.texts.groups
    picks = rows(*(Button(one.ward, f"/{WORD} c{one.id}") for one in centres), wide=2)
    desk = rows(Button(heard.texts.organizers.desk_button, "/banlamviec"))
    return Reply(words.ask_which() if centres else words.no_centre(), (*picks, *desk)).in_place_of(heard.incoming)


async def _list(heard: Heard, store: Store, centre: Centre, year: Period) -> Reply:
    words, page = heard.texts.groups, min(heard.number(2), 10_000)
    found = await store.groups.list_at(centre.id, year, PAGE + 1, page * PAGE)
    shown, says = found[:PAGE], f"/{WORD} c{centre.id}"
    picks = rows(
        *(Button(str(number), f"/{WORD} xem {one.group.id}") for number, one in enumerate(shown, page * PAGE + 1)),
        wide=4,
    )
    ways = rows(
        Button(words.before_button, f"{says} {year.year} {page - 1}") if page else None,
        Button(words.more_button, f"{says} {year.year} {page + 1}") if len(found) > PAGE else None,
        Button(words.year_button(year.year - 1), f"{says} {year.year - 1}"),
        Button(words.year_button(year.year + 1), f"{says} {year.year + 1}") if year.until <= store.now else None,
        wide=2,
    )
    out = rows(
        Button(words.file_button, f"/{WORD} tep c{centre.id} {year.year}") if found else None,
        Button(heard.texts.organizers.desk_button, "/banlamviec"),
    )
    text = words.listed(centre.ward, year.year, page * PAGE + 1, shown)
    return Reply(text, (*picks, *ways, *out)).in_place_of(heard.incoming)


async def _file(heard: Heard, store: Store, centre: Centre, year: Period) -> Reply:
    words = heard.texts.groups
    lines: list[list[str | int]] = [
        [number, one.group.name, words.kinds[one.group.kind], one.members, one.visits]
        for number, one in enumerate(await store.groups.list_at(centre.id, year), 1)
    ]
    content = workbook([(words.sheet(), [words.heads(), *lines])])
    back = rows(Button(words.list_button, f"/{WORD} c{centre.id} {year.year}"))
    file = Document(words.file_name(year.year), content, EXCEL)
    return Reply(words.file_caption(centre.ward, year.year), back, document=file)


async def _of_one(heard: Heard, store: Store, centres: list[Centre]) -> Reply:
    """`xem 7`: the group; `ten 7` asks for its new name; `thoi 7` asks whether to end it, `thoi 7 vang` does it."""
    words, group = heard.texts.groups, await store.groups.find(heard.number(1))
    centre = next((one for one in centres if group and one.id == group.centre_id), None)
    if group is None or centre is None:
        # Of another centre's group nothing is told, not even that there is one.
        return Reply(words.not_there(), rows(Button(words.list_button, f"/{WORD}"))).in_place_of(heard.incoming)
    match heard.argument(0):
        case "ten":
            await store.dialogs.open(heard.contact.id, RENAMING, {"group": group.id})
            stop = rows(Button(words.stop, f"/{WORD} xem {group.id}"))
            return Reply(words.ask_new_name(group), stop).in_place_of(heard.incoming)
        case "thoi":
            return await _end(heard, store, group, centre)
        case _:
            return await _card(heard, store, group, centre)


async def _card(heard: Heard, store: Store, group: Group, centre: Centre) -> Reply:
    words, year = heard.texts.groups, month_of(store.now).whole_year
    tally = await store.groups.tally(group, year)
    buttons = rows(
        Button(words.rename_button, f"/{WORD} ten {group.id}"),
        Button(words.end_button, f"/{WORD} thoi {group.id}"),
        Button(words.list_button, f"/{WORD} c{centre.id}"),
        wide=2,
    )
    return Reply(words.desk_card(tally, centre.ward, year.year), buttons).in_place_of(heard.incoming)


async def _end(heard: Heard, store: Store, group: Group, centre: Centre) -> Reply:
    words, name = heard.texts.groups, group.name
    if heard.argument(2) != "vang":
        tally = await store.groups.tally(group, month_of(store.now).whole_year)
        yes, no = (
            Button(words.yes_end, f"/{WORD} thoi {group.id} vang"),
            Button(words.no_end, f"/{WORD} xem {group.id}"),
        )
        return Reply(words.ask_end(tally), rows(yes, no, wide=2)).in_place_of(heard.incoming)
    await store.groups.end(group)
    # Without the name: that of a family is somebody's.
    await store.audit.note(heard.contact.id, centre.id, "group_ended", group=group.id)
    back = rows(Button(words.list_button, f"/{WORD} c{centre.id}"))
    return Reply(words.ended(name), back).in_place_of(heard.incoming)


async def renamed(heard: Heard, store: Store) -> list[Reply]:
    """A new name, typed in its dialog."""
    centres, dialog = await own_centres(heard, store), await store.dialogs.find(heard.contact.id)
    group = await store.groups.find(dialog.state["group"]) if dialog else None
    centre = next((one for one in centres if group and one.id == group.centre_id), None)
    if group is None or centre is None:
        return old_button(heard)
    words, name = heard.texts.groups, read_group_name(heard.incoming.text)
    if chosen(heard.incoming.text, [(words.stop, "thoi")]):
        await store.dialogs.close(heard.contact.id)
        return [await _card(heard, store, group, centre)]
    back = rows(Button(words.stop, f"/{WORD} xem {group.id}"))
    if name is None:
        return [Reply(words.bad_name(), back)]
    await store.dialogs.close(heard.contact.id)
    if name != group.name:
        await store.groups.rename(group, name)
        await store.audit.note(heard.contact.id, centre.id, "group_renamed", group=group.id)
    return [Reply(words.renamed(name), rows(Button(words.list_button, f"/{WORD} c{centre.id}")))]


desk: Routes = {WORD: commendations, "commendations": commendations}
dialogs: dict[str, Handler] = {RENAMING: renamed}
wordy: dict[str, Wordy] = {RENAMING: lambda dialog, said: True}
