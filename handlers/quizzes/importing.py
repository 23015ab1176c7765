"""A file of items sent to the bot: what is new is shown, with what is refused and why, then exactly that is brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from markupsafe import Markup

from handlers import desk_import
from handlers.catalogue_files import UnreadableError
from handlers.files import FileHandler
from handlers.forms import Option, chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes
from handlers.menu import Rows, not_understood, old_button
from handlers.quizzes.bank import bank_of, of_row
from handlers.quizzes.item_files import holds_items, read_items
from handlers.quizzes.sheet import template
from handlers.quizzes.topics import titled
from handlers.quizzes.written import Fault, Written, topics
from handlers.rights import trusted
from handlers.texts import items
from handlers.texts.items import Item
from handlers.vocabulary import Button, Document, Reply, rows
from storage.centres import Centre
from storage.dialogs import Dialog
from storage.files import File
from storage.folding import fold
from storage.items import ImportedItem
from storage.store import Store

BRINGING, BROUGHT = "item_file", "item_file_done"
"""The dialogs: a file of items was sent and waits for an answer; it was brought, or not."""
MOST = 500
"""Items that one centre brings: choosing what to ask looks at all of them."""
MOST_SHOWN = 8
"""New ones, and refused ones, on a phone; all of them come as a document."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do to the bank of one centre."""

    new: tuple[Written, ...]
    """Each with its topic, if one was chosen for those without."""
    known: int
    faults: tuple[Fault, ...]

    @property
    def mark(self) -> str:
        """The same for the same new items."""
        return sha256(repr(self.new).encode()).hexdigest()[:16]


async def came(heard: Heard, store: Store, file: File) -> list[Reply]:
    """A file is here that may be of items or of classes."""
    content = await store.files.content(file.id) or b""
    is_of_items = holds_items(file.name, content, heard.texts)
    if is_of_items is False:
        return await desk_import.came(heard, store, file)
    dialog = await store.dialogs.open(heard.contact.id, BRINGING, {"file": file.id, "is_sure": is_of_items is True})
    return await _next(heard, store, dialog, file, content)


async def _next(
    heard: Heard, store: Store, dialog: Dialog, file: File, content: bytes, first: Markup | None = None
) -> list[Reply]:
    """The next question about the file: what it is, whose, of which topic, and last whether to bring it."""
    words = heard.texts.item_files
    if not dialog.state["is_sure"]:
        return [_ask(dialog, words.what_is_it(file.name), [(words.is_items, "cau"), (words.is_classes, "lop")], 2)]
    centre = await _centre(heard, store, dialog)
    if centre is None:
        return [_ask(dialog, words.which_centre(file.name), await _centres(heard, store))]
    try:
        found = read_items(file.name, content, heard.texts)
    except UnreadableError as unreadable:
        return await _ended(heard, store, dialog, unreadable.why)
    plan = await _plan(store, centre, found, dialog.state.get("topic"))
    if not plan.new:
        text = (
            words.nothing_new(file.name, plan.known) if plan.known else words.all_refused(file.name, len(plan.faults))
        )
        document, shown = _listed(heard, plan)
        again = ["", words.send_again()] if plan.faults else []
        return [*document, *await _ended(heard, store, dialog, words.lines(text, *shown, *again))]
    own = sum(one.centre_id == centre.id for one in await store.items.list_all())
    if own + len(plan.new) > MOST:
        return await _ended(heard, store, dialog, words.full(own, len(plan.new), MOST))
    lost = sum(one.topic is None for one in plan.new)
    if lost:
        return [_ask(dialog, words.which_topic(lost), _topics(heard), 2)]
    await store.dialogs.turn(dialog, shown=plan.mark)
    return _preview(heard, dialog, file, centre, plan, first)


def _ask(dialog: Dialog, text: Markup, options: Sequence[Option], wide: int = 1) -> Reply:
    return question("tepcau", dialog.id, text, options, wide=wide)


def _preview(heard: Heard, dialog: Dialog, file: File, centre: Centre, plan: Plan, first: Markup | None) -> list[Reply]:
    words = heard.texts.item_files
    document, shown = _listed(heard, plan)
    unexplained = sum(not one.explanation for one in plan.new)
    text = words.lines(
        first,
        words.preview(file.name, centre.ward, len(plan.new), plan.known, len(plan.faults)),
        *shown,
        *(("", words.unexplained(unexplained)) if unexplained else ()),
    )
    return [*document, _ask(dialog, text, [(words.confirm, "dong"), (words.stop, "thoi")], 2)]


def _listed(heard: Heard, plan: Plan) -> tuple[list[Reply], list[Markup | str]]:
    """What is new and what is refused: all of it as a document if it is long, and as much as a phone shows."""
    words, language = heard.texts.item_files, heard.texts.language
    new = [
        words.new_item(
            items.topic_title(one.topic or "", language),
            one.question["vi"],
            [one.options["vi"][at] for at in sorted(one.right)],
        )
        for one in plan.new
    ]
    faults = [words.fault(one.row, one.reason, one.detail) for one in plan.faults]
    shown: list[Markup | str] = []
    for title, listed in ((None, new), (words.refused_title(), [f"• {one}" for one in faults])):
        shown += ["", *([title] if title else []), *listed[:MOST_SHOWN]] if listed else []
        shown += [words.more(len(listed) - MOST_SHOWN)] if len(listed) > MOST_SHOWN else []
    if max(len(new), len(faults)) <= MOST_SHOWN:
        return [], shown
    text = "\n".join([*(one.striptags() for one in new), *faults])
    whole = Document(words.whole_name, text.encode("utf-8-sig"), "text/plain")
    return [Reply(words.whole_list(), document=whole)], shown


async def _centre(heard: Heard, store: Store, dialog: Dialog) -> Centre | None:
    """Whose bank: the one they are trusted with, or that they chose."""
    own = await _own_centres(heard, store)
    said = dialog.state.get("centre")
    return own[0] if len(own) == 1 else next((one for one in own if one.id == said), None)


async def _own_centres(heard: Heard, store: Store) -> list[Centre]:
    rights = await trusted(heard, store)
    return [one for one in await store.centres.list_all() if rights.over(one.id)]


async def _centres(heard: Heard, store: Store) -> list[Option]:
    return [(one.ward, f"o{one.id}") for one in await _own_centres(heard, store)]


def _topics(heard: Heard) -> list[Option]:
    return [(title, topic) for topic, title in titled(heard.texts.language)]


async def _plan(store: Store, centre: Centre, found: Iterable[Written | Fault], topic: str | None) -> Plan:
    """What is new there: a question that is asked already is known, and so is what was brought and switched off."""
    asked = {fold(one.question["vi"]) for one in (await bank_of(store, centre.id)).values()}
    brought = {_whole(of_row(row)) for row in await store.items.list_all() if row.centre_id == centre.id}
    new, known, faults = list[Written](), 0, list[Fault]()
    for one in found:
        if isinstance(one, Fault):
            faults.append(one)
        elif fold(one.question["vi"]) in asked or _whole(one) in brought:
            known += 1
        else:
            asked.add(fold(one.question["vi"]))
            new.append(replace(one, topic=one.topic or topic))
    return Plan(tuple(new), known, tuple(faults))


def _whole(one: Item | Written) -> tuple[object, ...]:
    explanation = one.explanation.get("vi", "")
    return fold(one.question["vi"]), tuple(map(fold, one.options["vi"])), one.right, fold(explanation)


async def tapped(heard: Heard, store: Store) -> list[Reply]:
    """`/tepcau <dialog> <answer>`."""
    dialog = await tapped_in(heard, store, BRINGING, BROUGHT)
    if dialog is None:
        return old_button(heard)
    return await _go_on(heard, store, dialog, heard.argument(1))


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """A button's label, typed; anything else leaves the file waiting."""
    dialog, words = await store.dialogs.find(heard.contact.id), heard.texts.item_files
    if dialog is None or await store.organizers.rights(heard.contact.id) is None:
        return not_understood(heard)
    labels = [(words.confirm, "dong"), (words.stop, "thoi"), (words.is_items, "cau"), (words.is_classes, "lop")]
    offered = [*labels, *await _centres(heard, store), *_topics(heard)]
    return await _go_on(heard, store, dialog, chosen(heard.incoming.text, offered) or "")


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str) -> list[Reply]:
    await trusted(heard, store)
    if dialog.kind == BROUGHT:
        return [Reply(heard.texts.item_files.done_before(), _ways(heard)).in_place_of(heard.incoming)]
    if value == "thoi":
        return await _ended(heard, store, dialog, heard.texts.item_files.stopped())
    file = await store.files.find(heard.contact.id, dialog.state["file"])
    content = await store.files.content(file.id) if file else None
    if file is None or content is None:
        return await _ended(heard, store, dialog, heard.texts.files.gone())
    if value == "lop":
        return await desk_import.came(heard, store, file)
    if value == "dong" and "shown" in dialog.state:
        return await _bring(heard, store, dialog, file, content)
    if value == "cau":
        await store.dialogs.turn(dialog, is_sure=True)
    elif value in topics():
        await store.dialogs.turn(dialog, topic=value)
    elif value[:1] == "o" and value[1:].isascii() and value[1:].isdigit():
        await store.dialogs.turn(dialog, centre=int(value[1:10]))
    replies = await _next(heard, store, dialog, file, content)
    # A list that says "in the file above" stays below that file.
    return [replies[0].in_place_of(heard.incoming)] if len(replies) == 1 else replies


async def _bring(heard: Heard, store: Store, dialog: Dialog, file: File, content: bytes) -> list[Reply]:
    """Only what was shown; if the bank has become another meanwhile, that is shown first."""
    words, centre = heard.texts.item_files, await _centre(heard, store, dialog)
    if centre is None:
        return await _next(heard, store, dialog, file, content)
    plan = await _plan(store, centre, read_items(file.name, content, heard.texts), dialog.state.get("topic"))
    if plan.mark != dialog.state["shown"]:
        return await _next(heard, store, dialog, file, content, words.changed_meanwhile())
    await store.items.bring([_row(one, centre, heard.contact.id, store) for one in plan.new])
    await store.audit.note(heard.contact.id, centre.id, "items_brought", items=len(plan.new))
    return await _ended(heard, store, dialog, words.brought(len(plan.new), centre.ward))


def _row(one: Written, centre: Centre, contact_id: int, store: Store) -> ImportedItem:
    return ImportedItem(
        centre_id=centre.id,
        topic=one.topic,
        skill=one.skill,
        level=one.level,
        question=dict(one.question),
        options={language: list(options) for language, options in one.options.items()},
        explanation={"vi": "", **one.explanation},
        right=sorted(one.right),
        source=one.source,
        created_by=contact_id,
        created_at=store.now,
    )


async def _ended(heard: Heard, store: Store, dialog: Dialog, text: Markup) -> list[Reply]:
    await store.dialogs.end(dialog, BROUGHT)
    return [Reply(text, _ways(heard)).in_place_of(heard.incoming)]


def _ways(heard: Heard) -> Rows:
    bank, sample = heard.texts.item_desk.desk_button, heard.texts.item_files.template_button
    return rows(Button(bank, "/khocauhoi"), Button(sample, "/maucauhoi"), wide=2)


async def send_template(heard: Heard, store: Store) -> list[Reply]:
    """`/maucauhoi`."""
    await trusted(heard, store)
    back = rows(Button(heard.texts.item_desk.desk_button, "/khocauhoi"))
    return [Reply(heard.texts.item_files.sent(), back, document=template(heard.texts))]


desk: Routes = {"tepcau": tapped, "maucauhoi": send_template, "quiztemplate": send_template}
dialogs: dict[str, Handler] = {BRINGING: typed}
files: dict[str, FileHandler] = dict.fromkeys((".gift", ".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt", ".ods"), came)
"""Of classes too, which go to their own room. Also endings that are refused: what to do instead is told."""
