"""My data: see everything that is kept, correct it, delete it."""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from handlers.changes import tell_promoted
from handlers.forms import chosen, may_be_name, read_name, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import old_button
from handlers.texts import Texts, items
from handlers.texts.vi.my_file import MyFile
from handlers.vocabulary import Button, Document, Reply, rows
from storage.deletion import apply_ledger, delete_person, remove_learner
from storage.dialogs import Dialog
from storage.learners import Learner, Relation
from storage.my_data import MyData, read_my_data
from storage.organizers import Organizer
from storage.registrations import Registration, Standing
from storage.store import Store

RENAME, REMOVE, DELETE = "rename", "remove", "delete_everything"
"""The dialogs: a new name is typed; one person, or everything, is about to be deleted."""


async def my_data(heard: Heard, store: Store) -> list[Reply]:
    """`/dulieu`: what there is to know and to do."""
    match heard.argument(0):
        case "xem":
            return [await _see(heard, store)]
        case "sua":
            return [await _correct(heard, store)]
        case "ten":
            return [await _ask_name(heard, store)]
        case "bo":
            return await _remove(heard, store)
        case "xoa":
            return [await _delete(heard, store)]
        case "thoi":
            return await _stop(heard, store)
        case _:
            return [await _summary(heard, store)]


async def _summary(heard: Heard, store: Store, said: Markup | None = None) -> Reply:
    texts, words, contact = heard.texts, heard.texts.my_data, heard.contact.id
    household = await store.learners.household(contact)
    live = await store.registrations.list_of(contact)
    past = [one for one in await store.registrations.list_of(contact, past=True) if one.standing is Standing.SEATED]
    buttons = (
        *rows(Button(words.see, "/dulieu xem"), Button(words.correct, "/dulieu sua"), wide=2),
        *rows(Button(words.delete, "/dulieu xoa"), Button(words.privacy_button, "/riengtu"), wide=2),
        *rows(Button(texts.settings.back, "/caidat"), Button(texts.general.menu_button, "/start"), wide=2),
    )
    return _after(said, Reply(words.summary(household, len(live), len(past)), buttons)).in_place_of(heard.incoming)


def _after(said: Markup | None, reply: Reply) -> Reply:
    """The reply below what was said first, if something was."""
    return Reply(said + Markup("\n\n") + reply.text, reply.buttons) if said else reply


async def _asking(heard: Heard, store: Store, kind: str, dialog_id: int) -> Dialog | None:
    """The dialog under way, if it is of this kind and the one that the button names."""
    dialog = await store.dialogs.find(heard.contact.id)
    return dialog if dialog and dialog.kind == kind and dialog.id == dialog_id else None


async def _stop(heard: Heard, store: Store) -> list[Reply]:
    """`/dulieu thoi 5`: "leave it as it is" to whatever dialog 5 asks."""
    dialog = await tapped_in(heard, store, RENAME, REMOVE, DELETE, at=1)
    if dialog is None:
        return old_button(heard)
    kind = dialog.kind
    await store.dialogs.close(heard.contact.id)
    if kind == DELETE:
        return [await _summary(heard, store, heard.texts.my_data.kept())]
    return [await _correct(heard, store)]


async def _see(heard: Heard, store: Store) -> Reply:
    data = await read_my_data(store, heard.contact)
    # With a byte order mark: iPhones and Windows take a text without one for Latin-1 and garble the Vietnamese.
    content = ("\ufeff" + export(heard.texts, data, store)).encode()
    document = Document(heard.texts.my_data.file_name, content, "text/plain")
    back = rows(Button(heard.texts.my_data.back, "/dulieu"))
    return Reply(heard.texts.my_data.here_it_is(), back, document=document)


def export(texts: Texts, data: MyData, store: Store) -> str:
    """Everything that is kept about a person, as they read it: a heading for each table, a line for each row."""
    words, contact = texts.my_file, data.contacts
    leads = [texts.settings.lead(minutes) for minutes in contact.leads]
    lines = {
        "contacts": words.about_contact(contact, data.centre.ward if data.centre else None, leads),
        "addresses": [words.about_address(one) for one in data.addresses],
        "learners": [
            words.about_learner(one, texts.household.relation(one.relation), texts.ages.told(one))
            for one in data.learners
        ],
        "registrations": [words.about_registration(one, _name(one)) for one in data.registrations],
        "attendances": [words.about_attendance(*one) for one in data.attendances],
        "visits": [words.about_visit(*one) for one in data.visits],
        "code_tries": [words.about_code_try(one) for one in data.code_tries],
        "consents": [words.about_consent(one, learner.name if learner else None) for one, learner in data.consents],
        "dialogs": [words.about_dialog(data.dialogs, _plain(data.dialogs.state))] if data.dialogs else [],
        "exchanges": [words.about_exchange(data.exchanges, _plain(data.exchanges.state))] if data.exchanges else [],
        **_lines_of_asking(texts, data),
        **_lines_of_organizing(texts.my_file, data),
        "programme_follows": [words.about_programme_follow(*one) for one in data.programme_follows],
        "programmes": [words.about_programme(one) for one in data.programmes],
        "materials": [words.about_material(one) for one in data.materials],
        **_lines_of_quizzes(texts, data),
        "outbox": [words.about_message(one, _said(one.body)) for one in data.outbox],
    }
    parts = [words.title(store.now)]
    for table, heading in words.headings().items():
        parts.append("\n".join([heading, *(f"- {line}" for line in lines[table] or [words.none()])]))
    return "\n\n".join([*parts, words.about_inbox()]) + "\n"


def _lines_of_asking(texts: Texts, data: MyData) -> dict[str, list[str]]:
    words, announcing, mine = texts.my_file, texts.announcing, data.contacts.id
    return {
        "groups": [words.about_group(one) for one in data.groups],
        "group_members": [words.about_group_member(*one) for one in data.group_members],
        "memberships": [
            words.about_membership(one, announcing.association(one.association)) for one in data.memberships
        ],
        "follows": [words.about_follow(one, topic) for one, topic in data.follows],
        "wishes": [words.about_wish(one, " · ".join(turn["text"] for turn in one.turns)) for one in data.wishes],
        "questions": [
            words.about_question(one) if one.contact_id == mine else words.about_answered(one) for one in data.questions
        ],
    }


def _lines_of_organizing(words: MyFile, data: MyData) -> dict[str, list[str]]:
    mine = data.contacts.id
    return {
        "organizers": [
            words.about_right(_ward(one), one.created_at, one.ended_at)
            if one.contact_id == mine
            else words.about_invited(_ward(one), one.created_at)
            for one in data.organizers
        ],
        "invitations": [words.about_invitation(one) for one in data.invitations],
        "prepared_answers": [words.about_prepared(one) for one in data.prepared_answers],
        "broadcasts": [words.about_broadcast(one) for one in data.broadcasts],
        "audit_entries": [words.about_audit(one, _plain(one.details)) for one in data.audit_entries],
        "files": [words.about_file(one) for one in data.files],
    }


def _lines_of_quizzes(texts: Texts, data: MyData) -> dict[str, list[str]]:
    words = texts.my_file

    def skill(topic: str, skill: str) -> str:
        return f"{items.topic_title(topic, texts.language)}, {items.skill_title(topic, skill, texts.language)}"

    return {
        "habits": [words.about_habit(data.habits)] if data.habits else [],
        "quizzes": [words.about_quiz(data.quizzes)] if data.quizzes else [],
        "attempts": [words.about_attempt(one, skill(one.topic, one.skill)) for one in data.attempts],
        "cards": [words.about_card(one) for one in data.cards],
        "badges": [words.about_badge(one, skill(one.topic, one.skill)) for one in data.badges],
        "items": [words.about_item(one) for one in data.items],
    }


def _ward(organizer: Organizer) -> str | None:
    return organizer.centre.ward if organizer.centre else None


def _name(registration: Registration) -> str:
    return registration.learner.name if registration.learner else ""


def _plain(state: dict[str, Any]) -> str:
    return json.dumps(state, ensure_ascii=False)


def _said(body: dict[str, Any]) -> str:
    """A message on one line: its words, then its buttons and its file in brackets."""
    reply = Reply.from_body(body)
    if reply.passing:
        return "…"
    beside = [button.label for row in reply.buttons for button in row]
    beside += [reply.document.name] if reply.document else []
    return reply.text.striptags() + (f" [{' | '.join(beside)}]" if beside else "")


async def _correct(heard: Heard, store: Store, said: Markup | None = None) -> Reply:
    words = heard.texts.my_data
    household = await store.learners.household(heard.contact.id)
    buttons = (
        *rows(*_people(heard, household)),
        *rows(Button(words.home, "/caidat phuong"), Button(words.back, "/dulieu")),
    )
    return _after(said, Reply(words.ask_what(), buttons)).in_place_of(heard.incoming)


def _people(heard: Heard, household: Sequence[Learner]) -> list[Button]:
    """To rename anyone; to remove anyone but oneself, which is to delete everything."""
    words = heard.texts.my_data
    others = [learner for learner in household if learner.relation is not Relation.SELF]
    rename = [Button(words.rename_button(learner), f"/dulieu ten {learner.id}") for learner in household]
    rename += [Button(heard.texts.ages.change_button(one), f"/tuoi {one.id}") for one in household if not one.under_16]
    return rename + [Button(words.remove_button(learner), f"/dulieu bo {learner.id}") for learner in others]


async def _ask_name(heard: Heard, store: Store) -> Reply:
    words = heard.texts.my_data
    learner = await store.learners.find(heard.contact.id, heard.number(1))
    if learner is None:
        return await _correct(heard, store, words.not_there())
    dialog = await store.dialogs.open(heard.contact.id, RENAME, {"learner": learner.id})
    stop = rows(Button(words.stop, f"/dulieu thoi {dialog.id}"))
    return Reply(words.ask_name(learner), stop).in_place_of(heard.incoming)


async def rename(heard: Heard, store: Store) -> list[Reply]:
    """A new name, typed in its dialog."""
    dialog = await store.dialogs.find(heard.contact.id)
    learner = await store.learners.find(heard.contact.id, dialog.state["learner"]) if dialog else None
    if dialog is None or learner is None:
        return [await _correct(heard, store, heard.texts.my_data.not_there())]
    if chosen(heard.incoming.text, [(heard.texts.my_data.stop, "thoi")]):
        await store.dialogs.close(heard.contact.id)
        return [await _correct(heard, store)]
    name = read_name(heard.incoming.text)
    if name is None:
        stop = rows(Button(heard.texts.my_data.stop, f"/dulieu thoi {dialog.id}"))
        return [Reply(heard.texts.household.bad_name(), stop)]
    await store.learners.rename(learner, name)
    await store.dialogs.close(heard.contact.id)
    return [await _correct(heard, store, heard.texts.my_data.renamed(name))]


async def _remove(heard: Heard, store: Store) -> list[Reply]:
    """`/dulieu bo 3` asks whether to remove learner 3, in dialog 5; `/dulieu bo 3 5` does it."""
    words = heard.texts.my_data
    learner = await store.learners.find(heard.contact.id, heard.number(1))
    if learner is None or learner.relation is Relation.SELF:
        return [await _correct(heard, store, words.not_there())]
    dialog = await _asking(heard, store, REMOVE, heard.number(2))
    if dialog is None or dialog.state["learner"] != learner.id:
        dialog = await store.dialogs.open(heard.contact.id, REMOVE, {"learner": learner.id})
        yes = Button(words.yes_remove, f"/dulieu bo {learner.id} {dialog.id}")
        no = Button(words.keep, f"/dulieu thoi {dialog.id}")
        return [Reply(words.ask_remove(learner), rows(yes, no, wide=2)).in_place_of(heard.incoming)]
    await tell_promoted(store, await remove_learner(store, learner))
    await store.dialogs.close(heard.contact.id)
    return [await _correct(heard, store, words.removed(learner.name))]


async def _delete(heard: Heard, store: Store) -> Reply:
    """`/dulieu xoa` asks, in dialog 5; `/dulieu xoa 5` deletes; a button of another asking only asks again."""
    words = heard.texts.my_data
    if await _asking(heard, store, DELETE, heard.number(1)):
        return await _say_farewell(heard, store, words.farewell())
    household = await store.learners.household(heard.contact.id)
    if heard.argument(1) and not household and heard.contact.created_at == store.now:
        # The second of two taps: the first deleted them, this one made them known again. That must not stay.
        return await _say_farewell(heard, store, words.nothing_kept())
    dialog = await store.dialogs.open(heard.contact.id, DELETE, {})
    yes = Button(words.yes_delete, f"/dulieu xoa {dialog.id}")
    no = Button(words.keep, f"/dulieu thoi {dialog.id}")
    question = Reply(words.ask_delete(household), rows(yes, no))
    return _after(words.ask_again() if heard.argument(1) else None, question).in_place_of(heard.incoming)


async def _say_farewell(heard: Heard, store: Store, words: Markup) -> Reply:
    """Delete, and say so wherever they are known."""
    addresses = await store.contacts.list_addresses(heard.contact.id)
    await tell_promoted(store, await delete_person(store, heard.contact))
    for address in addresses:
        if address.id != heard.address.id:
            await store.outbox.answer(address.id, [Reply(words).body()], f"farewell:{address.id}:{heard.incoming.key}")
    return Reply(words).in_place_of(heard.incoming)


async def delete_again(store: Store) -> None:
    """At start: forget whom a restored backup brought back, and tell those who got their seats."""
    await tell_promoted(store, await apply_ledger(store))


routes: Routes = {"dulieu": my_data, "mydata": my_data}
dialogs: dict[str, Handler] = {RENAME: rename}
wordy: dict[str, Wordy] = {RENAME: lambda dialog, said: may_be_name(said)}
