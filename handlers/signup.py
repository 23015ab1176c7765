"""Signing up: a dialog that asks only what is missing, and keeps nothing before the person agreed."""

from dataclasses import replace
from typing import Any

from handlers.ages import ask_age
from handlers.announcing import with_question
from handlers.courses import CODE
from handlers.forms import chosen, may_be_name, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import menu, old_button
from handlers.privacy import PRIVACY_VERSION
from handlers.registrations import place
from handlers.signup_form import (
    MOST_HOUSEHOLD,
    Form,
    Step,
    ask,
    asks_name,
    make_form,
    options_of,
    read,
    taken,
    whole_text,
)
from handlers.vocabulary import Button, Reply, rows
from storage.consents import Purpose
from storage.courses import Course
from storage.dialogs import Dialog
from storage.folding import fold
from storage.learners import Learner, Relation
from storage.registrations import Standing
from storage.store import Store

ASKING, ENDED = "sign_up", "sign_up_ended"


async def sign_up(heard: Heard, store: Store) -> list[Reply]:
    """`/dangky L101`: begins, or says why not; `/dangky L101 mother`: for her, if she is not in the household yet."""
    code = heard.argument(0)
    course = await store.courses.find(code) if CODE.fullmatch(code) else None
    if course is None:
        return [Reply(heard.texts.courses.no_such_class(code), menu(heard.texts)).in_place_of(heard.incoming)]
    no = _refusal(heard, store, course)
    if no:
        return [no]
    dialog = await store.dialogs.open(heard.contact.id, ASKING, {"course": course.id})
    form = await make_form(heard, store, dialog)
    return [await _ask_for_them(form, heard.argument(1)) or await ask(form)]


async def _ask_for_them(form: Form, who: str) -> Reply | None:
    """The name of a new person of the household, where it was said who they are; None: it has to be asked."""
    known = any(one.relation.value == who for one in form.household)
    if who not in {one.value for one in Relation} - {Relation.SELF} or known or len(form.household) >= MOST_HOUSEHOLD:
        return None
    await form.store.dialogs.turn(form.dialog, who="new", relation=who)
    texts, asked = form.heard.texts.household, await ask(form)
    return replace(asked, text=texts.lines(texts.for_someone(form.course), asked.text))


def _refusal(heard: Heard, store: Store, course: Course) -> Reply | None:
    texts = heard.texts.registrations
    if course.cancelled_at is not None:
        return Reply(texts.course_cancelled(course), menu(heard.texts)).in_place_of(heard.incoming)
    if not course.is_open(store.now):
        return Reply(texts.closed(course), menu(heard.texts)).in_place_of(heard.incoming)
    return None


async def answer(heard: Heard, store: Store) -> list[Reply]:
    """`/dk <dialog> <option>`: a tap on one of the dialog's buttons."""
    dialog = await tapped_in(heard, store, ASKING, ENDED)
    if dialog is None:
        return old_button(heard)
    if dialog.kind == ENDED:
        return [await _ended(heard, store, dialog)]
    return await _go_on(await make_form(heard, store, dialog), heard.argument(1))


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """Words typed while the dialog asks: a button's label, or what a question wants typed."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    form = await make_form(heard, store, dialog)
    said = heard.incoming.text
    value = chosen(said, [*await options_of(form), (heard.texts.household.stop, "thoi")])
    if value is not None:
        return await _go_on(form, value)
    changes = await read(form, said)
    if changes is not None:
        return await _turn(form, changes)
    wants_name = form.step in (Step.OWN_NAME, Step.THEIR_NAME)
    texts = heard.texts.household
    asked = await ask(form)
    return [Reply(texts.lines(texts.bad_name() if wants_name else texts.tap_one(), "", asked.text), asked.buttons)]


async def _go_on(form: Form, value: str) -> list[Reply]:
    if value == "thoi":
        await form.store.dialogs.end(form.dialog, ENDED, how="stopped")
        return [await _ended(form.heard, form.store, form.dialog)]
    if value == "toanvan":
        return [whole_text(form)]
    if value == "khong":
        await form.store.dialogs.end(form.dialog, ENDED, how="not_agreed")
        return [await _ended(form.heard, form.store, form.dialog)]
    if value not in {one for _, one in await options_of(form)}:
        # A button of an earlier question, tapped twice or late: the question under way is shown again.
        return await _turn(form, {})
    return await _turn(form, taken(form, value))


async def _turn(form: Form, changes: dict[str, Any]) -> list[Reply]:
    no = _refusal(form.heard, form.store, form.course)
    if no:
        await form.store.dialogs.close(form.heard.contact.id)
        return [no]
    await form.store.dialogs.turn(form.dialog, **changes)
    if form.step is Step.DONE:
        return [await _register(form)]
    return [await ask(form)]


async def _register(form: Form) -> Reply:
    """Everything is known and agreed: only now it is kept."""
    store, contact, state = form.store, form.heard.contact, form.state
    if state.get("agreed"):
        await store.consents.record(contact.id, Purpose.CLASSES, PRIVACY_VERSION, given=True)
    myself = await store.learners.find_self(contact.id)
    is_first = myself is None
    if myself is None:
        myself = await store.learners.add(contact.id, Relation.SELF, state["name"])
        await store.contacts.live_in(contact, state.get("ward"), state.get("neighbourhood"))
    learner = await _learner(form, myself)
    if learner is None:
        return old_button(form.heard)[0]
    registration = await store.registrations.register(form.course.id, learner.id)
    already = registration.created_at < store.now
    ended = {"registration": registration.id, "already": already, "first": is_first}
    await store.dialogs.end(form.dialog, ENDED, how="signed_up", **ended)
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
    reply = Reply(text, buttons).in_place_of(heard.incoming)
    return await with_question(heard, store, ask_age(heard, reply, learner)) if dialog.state["first"] else reply


routes: Routes = {"dangky": sign_up, "signup": sign_up, "dk": answer}
dialogs: dict[str, Handler] = {ASKING: typed}
wordy: dict[str, Wordy] = {ASKING: lambda dialog, said: asks_name(dialog.state) and may_be_name(said)}
