"""Erasing somebody who was added by hand and asks for it: they have no chat in which they could do it themselves."""

from markupsafe import Markup

from handlers.calling import call_list
from handlers.changes import tell_promoted
from handlers.desk_dialogs import steps
from handlers.forms import Option, chosen, question
from handlers.heard import Handler, Heard, Routes
from handlers.rights import trusted
from handlers.roster import person_gone, to_list
from handlers.vocabulary import Reply, rows
from storage.courses import Course
from storage.deletion import delete_person
from storage.dialogs import Dialog
from storage.roster import Person, find_known
from storage.store import Store

ERASING, ERASED = "erase_by_hand", "erased_by_hand"
"""The dialogs: they are asked once whether everything is to go; it is gone, or stays."""


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/xoanguoi 17`: whoever has registration 17 asked to be forgotten."""
    person = await _person(heard, store, heard.number(0))
    if person is None:
        return [person_gone(heard)]
    state = {"registration": person.registration.id, "course": person.registration.course_id}
    dialog = await store.dialogs.open(heard.contact.id, ERASING, state)
    return [_ask(heard, dialog, person)]


async def _person(heard: Heard, store: Store, registration_id: int) -> Person | None:
    """Of a class that they are trusted with now, and added by hand: whoever has a chat decides there."""
    person = await find_known(store, await trusted(heard, store), registration_id)
    return person if person and person.is_by_hand else None


def _options(heard: Heard) -> list[Option]:
    return [(heard.texts.roster.yes_erase, "co"), (heard.texts.roster.stop, "thoi")]


def _ask(heard: Heard, dialog: Dialog, person: Person) -> Reply:
    text = heard.texts.roster.ask_erase(person.learner.name)
    return question("xoaghi", dialog.id, text, _options(heard)).in_place_of(heard.incoming)


async def _go_on(heard: Heard, store: Store, dialog: Dialog, option: str | None) -> Reply:
    """A tap, a label that was typed; other words are asked once more."""
    words, course = heard.texts.roster, await store.courses.get(dialog.state["course"])
    if not (await trusted(heard, store)).over(course.centre_id):
        await store.dialogs.close(heard.contact.id)
        return person_gone(heard)
    if dialog.kind == ERASED:
        return _after(heard, course, words.done_before())
    person = await _person(heard, store, dialog.state["registration"])
    if person is None:
        await store.dialogs.close(heard.contact.id)
        return person_gone(heard)
    option = option or chosen(heard.incoming.text, _options(heard))
    if option not in ("co", "thoi"):
        return _ask(heard, dialog, person)
    await store.dialogs.end(dialog, ERASED, course=course.id)
    return await _erase(heard, store, course, person) if option == "co" else _after(heard, course, words.stopped())


async def _erase(heard: Heard, store: Store, course: Course, person: Person) -> Reply:
    """The log names the class, nobody else."""
    promoted = await delete_person(store, person.contact)
    await tell_promoted(store, promoted)
    await store.audit.note(heard.contact.id, course.centre_id, "erased_by_hand", course=course.code)
    calls = await call_list(store, heard.texts, [one.id for one in promoted])
    return _after(heard, course, heard.texts.roster.erased(), calls)


def _after(heard: Heard, course: Course, text: Markup, calls: Markup | None = None) -> Reply:
    told = heard.texts.roster.lines(text, *(("", calls) if calls else ()))
    return Reply(told, rows(to_list(heard, course))).in_place_of(heard.incoming)


tapped, typed = steps(_go_on, ERASING, ERASED)
desk: Routes = {"xoanguoi": begin, "erase": begin, "xoaghi": tapped}
dialogs: dict[str, Handler] = {ERASING: typed}
