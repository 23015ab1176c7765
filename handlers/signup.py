"""Signing up: a dialog that asks only what is missing, and keeps nothing before the person agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handlers.courses import CODE
from handlers.forms import Option, chosen, question, read_name
from handlers.heard import Handler, Heard, Routes
from handlers.menu import menu, old_button
from handlers.privacy import PRIVACY_VERSION
from handlers.registrations import place
from handlers.vocabulary import Button, Reply, rows
from storage.consents import Purpose
from storage.courses import Course
from storage.dialogs import Dialog
from storage.folding import fold
from storage.learners import Learner, Relation
from storage.registrations import Standing
from storage.store import Store

ASKING, ENDED = "sign_up", "sign_up_ended"
MOST_HOUSEHOLD = 20


class Step(StrEnum):
    """What is still missing."""

    WHO = "who"
    RELATION = "relation"
    THEIR_NAME = "their_name"
    AGE = "age"
    OWN_NAME = "own_name"
    WARD = "ward"
    CONSENT = "consent"
    CHILD_CONSENT = "child_consent"
    DONE = "done"


def next_step(state: dict[str, Any], *, known: bool, agreed: bool) -> Step:
    """What to ask next. `known`: we have their own name; `agreed`: their consent to this version of the text."""
    if "who" not in state:
        return Step.WHO
    if state["who"] == "new":
        if "relation" not in state:
            return Step.RELATION
        if "their_name" not in state:
            return Step.THEIR_NAME
        if state["relation"] in (Relation.CHILD, Relation.OTHER) and "under_16" not in state:
            return Step.AGE
    if not known and "name" not in state:
        return Step.OWN_NAME
    if not known and "ward" not in state:
        return Step.WARD
    if not agreed and not state.get("agreed"):
        return Step.CONSENT
    if state.get("under_16") and not state.get("agreed_for_child"):
        return Step.CHILD_CONSENT
    return Step.DONE


@dataclass(frozen=True, slots=True)
class Form:
    """A sign-up under way: the dialog and the facts it needs."""

    heard: Heard
    store: Store
    dialog: Dialog
    course: Course
    household: Sequence[Learner]
    agreed: bool

    @property
    def state(self) -> dict[str, Any]:
        return self.dialog.state

    @property
    def step(self) -> Step:
        known = any(one.relation is Relation.SELF for one in self.household)
        return next_step(self.state, known=known, agreed=self.agreed)


async def sign_up(heard: Heard, store: Store) -> list[Reply]:
    """`/dangky L101`: begins, or says why not."""
    code = heard.argument(0)
    course = await store.courses.find(code) if CODE.fullmatch(code) else None
    if course is None:
        return [Reply(heard.texts.courses.no_such_class(code), menu(heard.texts)).in_place_of(heard.incoming)]
    no = _refusal(heard, store, course)
    if no:
        return [no]
    dialog = await store.dialogs.open(heard.contact.id, ASKING, {"course": course.id})
    form = await _form(heard, store, dialog)
    return [await _ask(form)]


def _refusal(heard: Heard, store: Store, course: Course) -> Reply | None:
    texts = heard.texts.registrations
    if course.cancelled_at is not None:
        return Reply(texts.course_cancelled(course), menu(heard.texts)).in_place_of(heard.incoming)
    if not course.is_open(store.now):
        return Reply(texts.closed(course), menu(heard.texts)).in_place_of(heard.incoming)
    return None


async def _form(heard: Heard, store: Store, dialog: Dialog) -> Form:
    contact = heard.contact.id
    return Form(
        heard,
        store,
        dialog,
        await store.courses.get(dialog.state["course"]),
        await store.learners.household(contact),
        await store.consents.holds(contact, Purpose.CLASSES, PRIVACY_VERSION),
    )


async def answer(heard: Heard, store: Store) -> list[Reply]:
    """`/dk <dialog> <option>`: a tap on one of the dialog's buttons."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None or dialog.id != heard.number(0) or dialog.kind not in (ASKING, ENDED):
        return old_button(heard)
    if dialog.kind == ENDED:
        return [await _ended(heard, store, dialog)]
    return await _go_on(await _form(heard, store, dialog), heard.argument(1))


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """Words typed while the dialog asks: a button's label, or what a question wants typed."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    form = await _form(heard, store, dialog)
    said = heard.incoming.text
    value = chosen(said, await _options(form))
    if value is not None:
        return await _go_on(form, value)
    changes = _read(form, said)
    if changes is not None:
        return await _turn(form, changes)
    wants_name = form.step in (Step.OWN_NAME, Step.THEIR_NAME)
    texts = heard.texts.household
    asked = await _ask(form)
    return [Reply(texts.lines(texts.bad_name() if wants_name else texts.tap_one(), "", asked.text), asked.buttons)]


def _read(form: Form, said: str) -> dict[str, Any] | None:
    """What typed words answer to a question that takes them; None if they do not."""
    if form.step in (Step.OWN_NAME, Step.THEIR_NAME):
        name = read_name(said)
        return {"name" if form.step is Step.OWN_NAME else "their_name": name} if name else None
    if form.step is Step.WARD and said.strip():
        return {"ward": None, "neighbourhood": " ".join(said.split())[:120]}
    return None


async def _go_on(form: Form, value: str) -> list[Reply]:
    if value == "thoi":
        await form.store.dialogs.end(form.dialog, ENDED, how="stopped")
        return [await _ended(form.heard, form.store, form.dialog)]
    if value == "toanvan":
        return [_whole_text(form)]
    if value == "khong":
        await form.store.dialogs.end(form.dialog, ENDED, how="not_agreed")
        return [await _ended(form.heard, form.store, form.dialog)]
    if value not in {one for _, one in await _options(form)}:
        # A button of an earlier question, tapped twice or late: the question under way is shown again.
        return await _turn(form, {})
    return await _turn(form, await _taken(form, value))


async def _taken(form: Form, value: str) -> dict[str, Any]:
    """What an option that was offered stands for."""
    match form.step:
        case Step.WHO:
            return {"who": {"toi": "self", "them": "new"}.get(value, value)}
        case Step.RELATION:
            return {"relation": value}
        case Step.AGE:
            return {"under_16": value == "duoi"}
        case Step.OWN_NAME:
            return {"name": read_name(form.heard.contact.chat_name)}
        case Step.WARD:
            return {"ward": None if value == "boqua" else int(value[1:])}
        case Step.CONSENT:
            return {"agreed": True}
        case _:
            return {"agreed_for_child": True}


async def _turn(form: Form, changes: dict[str, Any]) -> list[Reply]:
    no = _refusal(form.heard, form.store, form.course)
    if no:
        await form.store.dialogs.close(form.heard.contact.id)
        return [no]
    await form.store.dialogs.turn(form.dialog, **changes)
    if form.step is Step.DONE:
        return [await _register(form)]
    return [await _ask(form)]


async def _ask(form: Form) -> Reply:
    options = await _options(form)
    if form.step not in (Step.CONSENT, Step.CHILD_CONSENT):
        options = [*options, (form.heard.texts.household.stop, "thoi")]
    wide = 2 if form.step in (Step.RELATION, Step.AGE, Step.WARD) else 1
    return question("dk", form.dialog.id, _text(form), options, wide=wide).in_place_of(form.heard.incoming)


def _text(form: Form) -> Any:
    texts = form.heard.texts.household
    match form.step:
        case Step.WHO:
            return texts.ask_who(form.course)
        case Step.RELATION:
            return texts.ask_relation()
        case Step.THEIR_NAME:
            return texts.ask_their_name(Relation(form.state["relation"]))
        case Step.AGE:
            return texts.ask_age(form.state["their_name"])
        case Step.OWN_NAME:
            return texts.ask_own_name(read_name(form.heard.contact.chat_name) or "")
        case Step.WARD:
            return texts.ask_ward()
        case Step.CONSENT:
            return form.heard.texts.my_data.consent_short()
        case _:
            return form.heard.texts.my_data.consent_child(form.state["their_name"])


async def _options(form: Form) -> list[Option]:
    texts = form.heard.texts.household
    match form.step:
        case Step.WHO:
            return _people(form)
        case Step.RELATION:
            return [(texts.relation(one), one.value) for one in Relation if one is not Relation.SELF]
        case Step.AGE:
            return [(texts.under_16, "duoi"), (texts.from_16, "tu")]
        case Step.OWN_NAME:
            offered = read_name(form.heard.contact.chat_name)
            return [(offered, "ten")] if offered else []
        case Step.WARD:
            wards = [(centre.ward, f"p{centre.id}") for centre in await form.store.centres.list_all()]
            return [*wards, (texts.skip, "boqua")]
        case Step.CONSENT:
            return [(texts.agree, "dongy"), (texts.whole_text, "toanvan"), (texts.disagree, "khong")]
        case Step.CHILD_CONSENT:
            return [(texts.agree, "dongytre"), (texts.disagree, "khong")]
        case _:
            return []


def _people(form: Form) -> list[Option]:
    texts = form.heard.texts.household
    others = [one for one in form.household if one.relation is not Relation.SELF]
    add = texts.add_person if others else texts.someone_else
    return [
        (texts.for_myself, "toi"),
        *((texts.for_person(one.name), f"n{one.id}") for one in others),
        *([(add, "them")] if len(form.household) < MOST_HOUSEHOLD else []),
    ]


def _whole_text(form: Form) -> Reply:
    texts = form.heard.texts
    back = [(texts.household.agree, "dongy"), (texts.household.disagree, "khong")]
    return question("dk", form.dialog.id, texts.my_data.privacy(), back).in_place_of(form.heard.incoming)


async def _register(form: Form) -> Reply:
    """Everything is known and agreed: only now it is kept."""
    store, contact, state = form.store, form.heard.contact, form.state
    if state.get("agreed"):
        await store.consents.record(contact.id, Purpose.CLASSES, PRIVACY_VERSION, given=True)
    myself = await store.learners.find_self(contact.id)
    if myself is None:
        myself = await store.learners.add(contact.id, Relation.SELF, state["name"])
        await store.contacts.live_in(contact, state.get("ward"), state.get("neighbourhood"))
    learner = await _learner(form, myself)
    if learner is None:
        return old_button(form.heard)[0]
    registration = await store.registrations.register(form.course.id, learner.id)
    await store.dialogs.end(
        form.dialog, ENDED, how="signed_up", registration=registration.id, already=registration.created_at < store.now
    )
    return await _ended(form.heard, store, form.dialog)


async def _learner(form: Form, myself: Learner) -> Learner | None:
    """Whom the seat is for; a new person of the household is added."""
    store, contact_id, state = form.store, form.heard.contact.id, form.state
    if state["who"] == "self":
        return myself
    if state["who"] != "new":
        return await store.learners.find(contact_id, int(state["who"][1:]))
    relation, under_16 = Relation(state["relation"]), bool(state.get("under_16"))
    same = [one for one in form.household if one.relation is relation and fold(one.name) == fold(state["their_name"])]
    if same:
        return same[0]
    learner = await store.learners.add(contact_id, relation, state["their_name"], under_16=under_16)
    if under_16:
        await store.consents.record(contact_id, Purpose.CHILD, PRIVACY_VERSION, given=True, learner_id=learner.id)
    return learner


async def _ended(heard: Heard, store: Store, dialog: Dialog) -> Reply:
    """How it ended; a late second tap on a button of the dialog is told the same."""
    texts, how = heard.texts, dialog.state["how"]
    if how != "signed_up":
        text = texts.household.stopped() if how == "stopped" else texts.household.not_agreed()
        return Reply(text, menu(texts)).in_place_of(heard.incoming)
    registration = await store.registrations.find_of(heard.contact.id, dialog.state["registration"])
    if registration is None or registration.learner is None or registration.standing is Standing.CANCELLED:
        return Reply(texts.registrations.no_longer_registered(), menu(texts)).in_place_of(heard.incoming)
    course, learner, line = registration.course, registration.learner, await place(store, registration)
    if dialog.state["already"]:
        text = texts.registrations.already(registration, course, learner, line)
    elif registration.standing is Standing.SEATED:
        text = texts.registrations.seated(course, learner, store.now)
    else:
        text = texts.registrations.waiting(course, learner, line)
    calendar = Button(texts.courses.calendar, f"/lich {course.code}")
    buttons = rows(calendar if registration.standing is Standing.SEATED else None) + rows(
        Button(texts.general.mine, "/cuatoi"), Button(texts.general.classes, "/lop"), wide=2
    )
    return Reply(text, buttons).in_place_of(heard.incoming)


routes: Routes = {"dangky": sign_up, "signup": sign_up, "dk": answer}
dialogs: dict[str, Handler] = {ASKING: typed}
