"""A file of classes sent to the bot: what would change is shown with whom it concerns, then exactly that is done."""

from collections.abc import Sequence
from typing import TypeVar

from markupsafe import Markup

from handlers.catalogue import Refused, read_catalogue
from handlers.catalogue_files import IN_CHAT
from handlers.catalogue_template import EXAMPLES
from handlers.desk_publish import Preview, carry_out, look, sample
from handlers.forms import chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes
from handlers.menu import Rows, not_understood, old_button
from handlers.rights import trusted
from handlers.texts import Texts
from handlers.vocabulary import Button, Document, Reply, rows
from storage.catalogue_plan import Catalogue, Entry
from storage.desk_courses import centres_of
from storage.dialogs import Dialog
from storage.files import File
from storage.store import Store

T = TypeVar("T", bound=str)
IMPORTING, IMPORTED = "import_file", "imported_file"
"""The dialogs: a file was shown and waits to be published; it was, or not."""
MOST_SHOWN, MOST_LINES = 8, 30
"""Of a list on a phone, and its lines; the whole of a longer one comes as a document."""


async def came(heard: Heard, store: Store, file: File) -> list[Reply]:
    """A file of classes is here, told from one of items by `quizzes.importing`: what it would change."""
    content = await store.files.content(file.id) or b""
    dialog = await store.dialogs.open(heard.contact.id, IMPORTING, {"file": file.id})
    return await preview_file(heard, store, dialog, file.name, content)


async def preview_file(
    heard: Heard, store: Store, dialog: Dialog, name: str, content: bytes, first: Markup | None = None
) -> list[Reply]:
    """What publishing this file would do, to be confirmed; or what has to be corrected, row by row."""
    words = heard.texts.desk_import
    found = await _read(heard, store, name, content)
    if isinstance(found, Refused):
        await store.dialogs.end(dialog, IMPORTED)
        return _refused(heard, name, found.faults)
    preview, entries = found
    if preview.plan.is_empty:
        await store.dialogs.end(dialog, IMPORTED)
        return [Reply(words.nothing_new(name, preview.plan.unchanged), _ways(heard))]
    await store.dialogs.turn(dialog, shown=preview.mark)
    listed, notes = _listed(heard.texts, preview), heard.texts.catalogue.notes(preview.plan)
    shown = _fitting(listed)
    text = words.lines(
        first,
        words.preview(name, heard.texts.catalogue.counts(preview.plan)),
        *shown,
        *([words.more(len(listed) - len(shown))] if len(listed) > len(shown) else []),
        *(("", *_fitting(notes)) if notes else ()),
        "",
        *heard.texts.desk_courses.concerned(preview.told, preview.seats),
        *_they_read(heard.texts, preview, entries, store),
    )
    asked = question("dangtep", dialog.id, text, [(words.publish, "dang"), (words.stop, "thoi")], wide=2)
    return [*_whole(heard, words.whole_name, listed, shown), asked]


def _fitting(listed: Sequence[T]) -> list[T]:
    """As many, from the first, as one reads on a phone; at least one."""
    lines = 0
    fitting: list[T] = []
    for one in listed[:MOST_SHOWN]:
        lines += one.count("\n") + 1
        if fitting and lines > MOST_LINES:
            break
        fitting.append(one)
    return fitting


def _listed(texts: Texts, preview: Preview) -> list[Markup]:
    new = [texts.catalogue.new_course(one) for one in preview.plan.new]
    return new + [texts.catalogue.course_change(one) for one in preview.plan.changed]


def _they_read(texts: Texts, preview: Preview, entries: Sequence[Entry], store: Store) -> list[Markup | str]:
    """What one of those who are told will read."""
    change = next((one for one in preview.plan.changed if one.touches_lessons and one.people), None)
    entry = next((one for one in entries if change and one.facts.code.lower() == change.facts.code.lower()), None)
    if change is None or entry is None:
        return []
    return ["", texts.desk_import.example_of_news(sample(texts, change, entry, store))]


async def _read(heard: Heard, store: Store, name: str, content: bytes) -> Refused | tuple[Preview, tuple[Entry, ...]]:
    catalogue = read_catalogue(name, content, heard.texts, IN_CHAT)
    if isinstance(catalogue, Refused):
        return catalogue
    # The rows that the template shows are nobody's classes.
    entries = tuple(one for one in catalogue.entries if one.facts.code.upper() not in EXAMPLES)
    faults = await _not_theirs(heard, store, Catalogue(entries))
    if faults:
        return Refused(tuple(faults))
    preview = await look(store, *entries, ignored=catalogue.ignored)
    if preview.plan.refused:
        return Refused(tuple(heard.texts.catalogue.plan_faults(preview.plan)))
    return preview, entries


async def _not_theirs(heard: Heard, store: Store, catalogue: Catalogue) -> list[Markup]:
    """Rows about a ward, or a class, that they are not trusted with."""
    rights, words = await trusted(heard, store), heard.texts
    if rights.everywhere:
        return []
    wards = [centre.ward for centre in await store.centres.list_all() if rights.over(centre.id)]
    owners = await centres_of(store, [one.facts.code.lower() for one in catalogue.entries])
    faults = []
    for entry in catalogue.entries:
        owner = owners.get(entry.facts.code.lower())
        if entry.facts.ward not in wards:
            what = words.desk_import.not_your_ward(entry.facts.ward, wards)
            faults.append(words.catalogue.fault(entry.row, words.catalogue.columns["ward"], what))
        elif owner is not None and not rights.over(owner):
            what = words.desk_import.not_your_class(entry.facts.code)
            faults.append(words.catalogue.fault(entry.row, words.catalogue.columns["code"], what))
    return faults


def _refused(heard: Heard, name: str, faults: Sequence[Markup]) -> list[Reply]:
    words, shown = heard.texts.desk_import, _fitting(faults)
    text = words.lines(
        words.refused(name, len(faults)),
        *(Markup("• {}").format(one) for one in shown),
        *([words.more(len(faults) - len(shown))] if len(faults) > len(shown) else []),
        "",
        words.send_again(),
    )
    return [*_whole(heard, words.faults_name, faults, shown), Reply(text, _ways(heard))]


def _whole(heard: Heard, name: str, listed: Sequence[Markup], shown: Sequence[Markup]) -> list[Reply]:
    """All of it as a text that any phone opens, if only the first were shown."""
    if len(shown) == len(listed):
        return []
    text = "\n".join(line.striptags() for line in Markup("\n").join(listed).split("\n"))
    return [
        Reply(heard.texts.desk_import.whole_list(), document=Document(name, text.encode("utf-8-sig"), "text/plain"))
    ]


def _ways(heard: Heard) -> Rows:
    words = heard.texts.desk_courses
    return rows(Button(words.template_button, "/filemau"), Button(words.list_button, "/lopcuatrungtam"))


async def tapped(heard: Heard, store: Store) -> list[Reply]:
    """`/dangtep <dialog> <dang|thoi>`."""
    dialog = await tapped_in(heard, store, IMPORTING, IMPORTED)
    if dialog is None:
        return old_button(heard)
    return await _go_on(heard, store, dialog, heard.argument(1))


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """A button's label, typed; anything else leaves the file waiting."""
    dialog, words = await store.dialogs.find(heard.contact.id), heard.texts.desk_import
    if dialog is None or await store.organizers.rights(heard.contact.id) is None:
        return not_understood(heard)
    value = chosen(heard.incoming.text, [(words.publish, "dang"), (words.stop, "thoi")])
    return await _go_on(heard, store, dialog, value or "")


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str) -> list[Reply]:
    if dialog.kind == IMPORTED:
        return [Reply(heard.texts.desk_courses.done_before(), _ways(heard)).in_place_of(heard.incoming)]
    if value == "thoi":
        await store.dialogs.end(dialog, IMPORTED)
        return [Reply(heard.texts.desk_import.stopped(), _ways(heard)).in_place_of(heard.incoming)]
    file = await store.files.find(heard.contact.id, dialog.state["file"])
    content = await store.files.content(file.id) if file else None
    if file is None or content is None:
        await store.dialogs.end(dialog, IMPORTED)
        return [Reply(heard.texts.files.gone(), _ways(heard))]
    if value != "dang":
        return await preview_file(heard, store, dialog, file.name, content)
    return await _publish(heard, store, dialog, file.name, content)


async def _publish(heard: Heard, store: Store, dialog: Dialog, name: str, content: bytes) -> list[Reply]:
    """Only what was shown; if it has become something else meanwhile, that is shown first."""
    found = await _read(heard, store, name, content)
    if isinstance(found, Refused) or found[0].mark != dialog.state.get("shown"):
        return await preview_file(heard, store, dialog, name, content, heard.texts.desk_import.changed_meanwhile())
    planned = found[0].plan
    done = await carry_out(store, heard.texts, planned)
    wards = {centre.ward: centre.id for centre in await store.centres.list_all()}
    touched = [one.facts.ward for one in planned.new] + [one.facts.ward for one in planned.changed]
    for ward in dict.fromkeys(touched):
        await store.audit.note(heard.contact.id, wards[ward], "catalogue_published", courses=touched.count(ward))
    await store.dialogs.end(dialog, IMPORTED)
    text = done.below(heard.texts.catalogue.published(planned, done.told, done.seats))
    return [Reply(text, _ways(heard)).in_place_of(heard.incoming)]


desk: Routes = {"dangtep": tapped}
dialogs: dict[str, Handler] = {IMPORTING: typed}
