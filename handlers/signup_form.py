"""The sign-up form: what is still missing, how it is asked, what an answer stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from handlers.forms import Option, question, read_name
from handlers.heard import Heard
from handlers.privacy import PRIVACY_VERSION
from handlers.vocabulary import Reply
from storage.consents import Purpose
from storage.courses import Course
from storage.dialogs import Dialog
from storage.learners import Learner, Relation
from storage.store import Store

MOST_HOUSEHOLD = 20
MOST_WARDS = 20
"""To tap; where there are more, theirs is typed."""


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


def asks_name(state: dict[str, Any]) -> bool:
    """Whether a name may be what is asked; where we have one's own that is asked no more, and taps are."""
    theirs = state.get("who") == "new" and "relation" in state and "their_name" not in state
    return theirs or ("who" in state and "name" not in state)


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


async def make_form(heard: Heard, store: Store, dialog: Dialog) -> Form:
    """The form of a dialog, with the facts it needs."""
    contact = heard.contact.id
    return Form(
        heard,
        store,
        dialog,
        await store.courses.get(dialog.state["course"]),
        await store.learners.household(contact),
        await store.consents.holds(contact, Purpose.CLASSES, PRIVACY_VERSION),
    )


async def ask(form: Form) -> Reply:
    """The question that is due."""
    options = await options_of(form)
    if form.step not in (Step.CONSENT, Step.CHILD_CONSENT):
        options = [*options, (form.heard.texts.household.stop, "thoi")]
    wide = 2 if form.step in (Step.RELATION, Step.AGE, Step.WARD) else 1
    return question("dk", form.dialog.id, _text(form), options, wide=wide).in_place_of(form.heard.incoming)


def whole_text(form: Form) -> Reply:
    """The privacy text, and back to the question."""
    texts = form.heard.texts
    back = [(texts.household.agree, "dongy"), (texts.household.disagree, "khong")]
    return question("dk", form.dialog.id, texts.my_data.privacy(), back).in_place_of(form.heard.incoming)


def _text(form: Form) -> Markup:
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


async def options_of(form: Form) -> list[Option]:
    """What may be tapped now."""
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
            return [*(wards if len(wards) <= MOST_WARDS else []), (texts.skip, "boqua")]
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


async def read(form: Form, said: str) -> dict[str, Any] | None:
    """What typed words answer to a question that takes them; None if they do not."""
    if form.step in (Step.OWN_NAME, Step.THEIR_NAME):
        name = read_name(said)
        return {"name" if form.step is Step.OWN_NAME else "their_name": name} if name else None
    if form.step is Step.WARD and said.strip():
        centre = await form.store.centres.find_named(said)
        return {
            "ward": centre.id if centre else None,
            "neighbourhood": None if centre else " ".join(said.split())[:120],
        }
    return None


def taken(form: Form, value: str) -> dict[str, Any]:
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
