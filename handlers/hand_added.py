"""Adding somebody by hand who came without a phone: only what is needed, and only if they agreed by word of mouth."""

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from handlers.desk_courses import not_there, own_course
from handlers.desk_dialogs import steps
from handlers.forms import Option, chosen, may_be_name, question, read_name
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.privacy import PRIVACY_VERSION
from handlers.rights import trusted
from handlers.roster import to_list
from handlers.roster_changes import is_closed
from handlers.vocabulary import Button, Reply, rows
from storage.consents import Purpose
from storage.courses import Course
from storage.dialogs import Dialog
from storage.folding import fold
from storage.learners import Learner, Relation
from storage.registrations import Standing
from storage.roster import list_roster
from storage.store import Store

ADDING, ADDED = "add_by_hand", "added_by_hand"
"""The dialogs: what is known of them is asked; they were added, or not."""
STEPS = ("name", "under_16", "phone", "home")
LONGEST_HOME = 120


@dataclass(frozen=True, slots=True)
class Adding:
    """Somebody who is being added."""

    heard: Heard
    store: Store
    dialog: Dialog
    course: Course

    @property
    def state(self) -> dict[str, Any]:
        return self.dialog.state

    @property
    def step(self) -> str:
        """What is asked now; "agreed" when all else is known."""
        return next((one for one in STEPS if one not in self.state), "agreed")


async def begin(heard: Heard, store: Store) -> list[Reply]:
    """`/themnguoi L101`."""
    course = await own_course(heard, store, heard.argument(0))
    if course is None:
        return [not_there(heard)]
    if is_closed(course, store):
        return [_closed(heard, course)]
    dialog = await store.dialogs.open(heard.contact.id, ADDING, {"course": course.code})
    return [await _ask(Adding(heard, store, dialog, course))]


def _closed(heard: Heard, course: Course) -> Reply:
    return Reply(heard.texts.roster.closed(course), rows(to_list(heard, course))).in_place_of(heard.incoming)


async def _go_on(heard: Heard, store: Store, dialog: Dialog, option: str | None) -> Reply:
    await trusted(heard, store)
    course = await own_course(heard, store, dialog.state["course"])
    if course is None or is_closed(course, store):
        await store.dialogs.close(heard.contact.id)
        return _closed(heard, course) if course else not_there(heard)
    if dialog.kind == ADDED:
        return Reply(heard.texts.roster.done_before(), rows(to_list(heard, course))).in_place_of(heard.incoming)
    adding = Adding(heard, store, dialog, course)
    option = option or chosen(heard.incoming.text, _options(adding))
    if option is None:
        return await _read(adding)
    return await _take(adding, option)


def _options(adding: Adding) -> list[Option]:
    words = adding.heard.texts.roster
    own = {
        "under_16": [(words.from_16, "tu"), (words.under_16, "duoi")],
        "phone": [(words.skip, "boqua")],
        "home": [(words.skip, "boqua")],
        "agreed": [(words.agreed, "dongy")],
    }
    return [*own.get(adding.step, []), (words.stop, "thoi")]


async def _take(adding: Adding, option: str) -> Reply:
    if option not in {value for _, value in _options(adding)}:
        return await _ask(adding)
    match option:
        case "thoi":
            await adding.store.dialogs.end(adding.dialog, ADDED, course=adding.course.code)
            back = rows(to_list(adding.heard, adding.course))
            return Reply(adding.heard.texts.roster.stopped(), back).in_place_of(adding.heard.incoming)
        case "dongy":
            return await _add(adding)
        case _:
            return await _turn(adding, option == "duoi" if adding.step == "under_16" else "")


async def _read(adding: Adding) -> Reply:
    """What was typed, as the answer to what is asked."""
    words, said = adding.heard.texts.roster, adding.heard.incoming.text
    match adding.step:
        case "name":
            name = read_name(said)
            return await _turn(adding, name) if name else await _ask(adding, adding.heard.texts.household.bad_name())
        case "phone":
            phone = read_phone(said)
            return await _turn(adding, phone) if phone else await _ask(adding, words.bad_phone())
        case "home":
            return await _turn(adding, " ".join(said.split())[:LONGEST_HOME])
        case _:
            return await _ask(adding, adding.heard.texts.household.tap_one())


def read_phone(said: str) -> str | None:
    """Digits, from a number typed with spaces, dots or +84; None if it cannot be one."""
    digits = re.sub(r"[\s.()-]", "", said)
    digits = re.sub(r"^\+84", "0", digits)
    return digits if re.fullmatch(r"[0-9]{9,11}", digits) else None


async def _turn(adding: Adding, value: str | bool) -> Reply:
    await adding.store.dialogs.turn(adding.dialog, **{adding.step: value})
    return await _ask(adding)


async def _ask(adding: Adding, first: str | None = None) -> Reply:
    """`first`: why what was typed is no answer."""
    words, text = adding.heard.texts.roster, await _text(adding)
    told = words.lines(first, "", text) if first else text
    wide = 2 if adding.step == "under_16" else 1
    reply = question("ghinguoi", adding.dialog.id, told, _options(adding), wide=wide)
    return reply.in_place_of(adding.heard.incoming)


async def _text(adding: Adding) -> Markup:
    words, state = adding.heard.texts.roster, adding.state
    match adding.step:
        case "name":
            return words.ask_name(adding.course)
        case "under_16":
            return words.ask_age(state["name"])
        case "phone":
            return words.ask_phone(state["name"])
        case "home":
            return words.ask_home(state["name"])
        case _:
            facts = [f"• {one}" for one in _facts(adding) if one]
            return words.ask_agreed(adding.course, facts, state["under_16"], await _is_known(adding))


def _facts(adding: Adding) -> list[str]:
    state = adding.state
    age = adding.heard.texts.roster.under_16 if state["under_16"] else ""
    return [state["name"], age, state["phone"], state["home"]]


async def _is_known(adding: Adding) -> bool:
    """Whether somebody of this name is in the class."""
    wanted = fold(adding.state["name"])
    return any(fold(one.learner.name) == wanted for one in await list_roster(adding.store, adding.course.id))


async def _add(adding: Adding) -> Reply:
    """They agreed: only now anything of them is kept."""
    heard, store, course = adding.heard, adding.store, adding.course
    learner = await _learner(adding)
    registration = await store.registrations.register(course.id, learner.id)
    await store.audit.note(
        heard.contact.id, course.centre_id, "added_by_hand", course=course.code, registration=registration.id
    )
    await store.dialogs.end(adding.dialog, ADDED, course=course.code)
    place = 0 if registration.standing is Standing.SEATED else await store.registrations.place(registration)
    more = Button(heard.texts.roster.add_button, f"/themnguoi {course.code}")
    text = heard.texts.roster.added(learner.name, course, place)
    return Reply(text, rows(more, to_list(heard, course))).in_place_of(heard.incoming)


async def _learner(adding: Adding) -> Learner:
    """A contact whom nobody can write to, with what they agreed to by word of mouth."""
    store, state = adding.store, adding.state
    centre = await store.centres.find_named(state["home"]) if state["home"] else None
    neighbourhood = None if centre else state["home"] or None
    contact = await store.contacts.add_by_hand(
        state["name"], state["phone"] or None, centre.id if centre else None, neighbourhood
    )
    child = bool(state["under_16"])
    learner = await store.learners.add(contact.id, Relation.SELF, state["name"], under_16=child)
    await store.consents.record(contact.id, Purpose.CLASSES, PRIVACY_VERSION, given=True, oral=True)
    if child:
        await store.consents.record(
            contact.id, Purpose.CHILD, PRIVACY_VERSION, given=True, learner_id=learner.id, oral=True
        )
    return learner


tapped, typed = steps(_go_on, ADDING, ADDED)
desk: Routes = {"themnguoi": begin, "addperson": begin, "ghinguoi": tapped}
dialogs: dict[str, Handler] = {ADDING: typed}
wordy: dict[str, Wordy] = {ADDING: lambda dialog, said: "name" not in dialog.state and may_be_name(said)}
