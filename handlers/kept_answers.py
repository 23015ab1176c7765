"""Kept answers: an answer once given is kept for the next one who asks; organizers see, correct and end them."""

from collections.abc import Sequence

from handlers.answering import MOST, gone, home
from handlers.forms import chosen, plain, question, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import not_understood, old_button
from handlers.questions import read_words
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.answers import PreparedAnswer
from storage.dialogs import Dialog
from storage.organizers import Rights
from storage.questions import Question
from storage.store import Store

KEEPING, KEPT, WORDING, CORRECTING = "keep_answer", "kept_answer", "add_wording", "correct_answer"
"""The dialogs: how people ask it is typed, one wording a line; it is kept; further wordings are; a better answer is."""
LONGEST = 300
"""Characters of a wording."""
MOST_WORDINGS = 20
"""Of one answer."""
PAGE = 8


def read_wordings(said: str) -> list[str]:
    """One a line, without bullets, each once; those without a letter or too long are left out."""
    wordings: dict[str, str] = {}
    for line in read_words(said).splitlines():
        wordings.setdefault(plain(line), line.strip("-•*· "))
    return [line for folded, line in wordings.items() if folded and len(line) <= LONGEST][:MOST_WORDINGS]


async def keep(heard: Heard, store: Store) -> list[Reply]:
    """`/giucau 12`: keep the answer to question 12; what is typed next is how people ask it."""
    rights = await trusted(heard, store)
    asked = await store.questions.find(heard.number(0), rights)
    if asked is None or asked.answer is None:
        return [gone(heard)]
    kept = await store.answers.find_for(asked.id)
    if kept is not None:
        return [await _kept_before(heard, store, kept, rights)]
    dialog = await store.dialogs.open(heard.contact.id, KEEPING, {"question": asked.id})
    return [_ask_wordings(heard, dialog, asked)]


async def _kept_before(heard: Heard, store: Store, kept: PreparedAnswer, rights: Rights) -> Reply:
    if kept.ended_at is None and rights.over(kept.centre_id):
        return await _show(heard, store, kept, heard.texts.kept_answers.kept())
    buttons = rows(Button(heard.texts.answering.kept_button, "/cautraloi"))
    return Reply(heard.texts.kept_answers.kept_before(), buttons).in_place_of(heard.incoming)


def _ask_wordings(heard: Heard, dialog: Dialog, asked: Question) -> Reply:
    words = heard.texts.kept_answers
    as_asked = [(words.as_asked, "nguyen")] if read_wordings(_line(asked)) else []
    options = [*as_asked, (words.stop, "thoi")]
    return question("luucau", dialog.id, words.ask_wordings(asked.text), options).in_place_of(heard.incoming)


def _line(asked: Question) -> str:
    """The whole question as one wording."""
    return " ".join(asked.text.split())


async def kept_typed(heard: Heard, store: Store) -> list[Reply]:
    """How people ask it, typed in the dialog."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    if _stops(heard):
        return await _stop(heard, store)
    return [await _keep_with(heard, store, dialog, read_wordings(heard.incoming.text))]


def _stops(heard: Heard) -> bool:
    """Whether "Thôi" was typed instead of tapped."""
    return chosen(heard.incoming.text, [(heard.texts.kept_answers.stop, "thoi")]) is not None


async def _stop(heard: Heard, store: Store) -> list[Reply]:
    await store.dialogs.close(heard.contact.id)
    rights = await store.organizers.rights(heard.contact.id)
    return [await _list(heard, store, rights)] if rights else not_understood(heard)


async def as_asked(heard: Heard, store: Store) -> list[Reply]:
    """`/luucau <dialog> <value>`: keep it as the resident asked, after the warning; or write it anew, or leave it."""
    dialog, value = await tapped_in(heard, store, KEEPING, KEPT), heard.argument(1)
    if dialog is None:
        return old_button(heard)
    rights = await trusted(heard, store)
    kept = await store.answers.find_for(dialog.state["question"])
    if dialog.kind == KEPT and kept is not None:
        return [await _kept_before(heard, store, kept, rights)]
    asked = await store.questions.find(dialog.state["question"], rights)
    if value == "thoi":
        return await _stop(heard, store)
    if asked is None:
        await store.dialogs.close(heard.contact.id)
        return [gone(heard)]
    await store.dialogs.turn(dialog, warned=value == "nguyen" or dialog.state.get("warned", False))
    match value:
        case "nguyen":
            return [_warn(heard, dialog, asked)]
        case "chac" if dialog.state["warned"]:
            return [await _keep_with(heard, store, dialog, read_wordings(_line(asked)))]
        case _:
            return [_ask_wordings(heard, dialog, asked)]


def _warn(heard: Heard, dialog: Dialog, asked: Question) -> Reply:
    words = heard.texts.kept_answers
    options = [(words.surely, "chac"), (words.write_myself, "lai"), (words.stop, "thoi")]
    return question("luucau", dialog.id, words.warning(_line(asked)), options).in_place_of(heard.incoming)


async def _keep_with(heard: Heard, store: Store, dialog: Dialog, wordings: Sequence[str]) -> Reply:
    rights = await store.organizers.rights(heard.contact.id)
    asked = await store.questions.find(dialog.state["question"], rights) if rights else None
    if rights is None or asked is None or asked.answer is None:
        await store.dialogs.close(heard.contact.id)
        return gone(heard) if rights else not_understood(heard)[0]
    if not wordings:
        return Reply(heard.texts.kept_answers.no_wording(LONGEST))
    await store.dialogs.end(dialog, KEPT, question=asked.id)
    kept = await store.answers.find_for(asked.id)
    if kept is not None:
        return await _kept_before(heard, store, kept, rights)
    kept = await store.answers.keep(
        wordings,
        asked.answer,
        asked.language,
        centre_id=home(asked, rights),
        made_by=heard.contact.id,
        question_id=asked.id,
    )
    await store.audit.note(heard.contact.id, kept.centre_id, "answer_kept", answer=kept.id)
    return await _show(heard, store, kept, heard.texts.kept_answers.kept())


async def list_kept(heard: Heard, store: Store) -> list[Reply]:
    """`/cautraloi`: the kept answers of one's centres; `/cautraloi <what> 5`: one of them, and what is done with it."""
    rights = await trusted(heard, store)
    if heard.argument(0) in ("", "trang"):
        return [await _list(heard, store, rights)]
    kept = await store.answers.find(heard.number(1))
    if kept is None or not rights.over(kept.centre_id):
        return [_not_there(heard)]
    match heard.argument(0):
        case "them":
            return [await _ask_for(heard, store, kept, WORDING)]
        case "sua":
            return [await _ask_for(heard, store, kept, CORRECTING)]
        case "bo":
            return [_ask_end(heard, kept)]
        case "boluon":
            return [await _end(heard, store, kept)]
        case _:
            return [await _show(heard, store, kept)]


async def _list(heard: Heard, store: Store, rights: Rights) -> Reply:
    """`/cautraloi trang 1` is the second page."""
    words = heard.texts.kept_answers
    theirs = [one for one in await store.answers.list_live() if rights.over(one.centre_id)]
    page = min(heard.number(1), max(0, len(theirs) - 1) // PAGE)
    shown = theirs[page * PAGE : (page + 1) * PAGE]
    entries = [words.entry(number, one.wordings[0]) for number, one in enumerate(shown, page * PAGE + 1)]
    numbers = enumerate(shown, page * PAGE + 1)
    picks = rows(*(Button(str(number), f"/cautraloi xem {one.id}") for number, one in numbers), wide=4)
    has_more = len(theirs) > (page + 1) * PAGE
    ways = rows(
        Button(words.more, f"/cautraloi trang {page + 1}") if has_more else None,
        Button(words.back, f"/cautraloi trang {page - 1}") if page else None,
        Button(heard.texts.answering.waiting_button, "/cauhoimoi"),
    )
    text = words.lines(words.heading(len(theirs)), *entries) if theirs else words.none_kept()
    return Reply(text, picks + ways).in_place_of(heard.incoming)


def _not_there(heard: Heard) -> Reply:
    words = heard.texts.kept_answers
    return Reply(words.not_there(), rows(Button(words.list_button, "/cautraloi"))).in_place_of(heard.incoming)


async def _show(heard: Heard, store: Store, kept: PreparedAnswer, done: str | None = None) -> Reply:
    """One answer, whole; `done`: what was just done with it."""
    words = heard.texts.kept_answers
    centre = await store.centres.find(kept.centre_id) if kept.centre_id else None
    text = words.whole(kept.wordings, kept.text, centre.ward if centre else None)
    buttons = rows(
        Button(words.add, f"/cautraloi them {kept.id}") if len(kept.wordings) < MOST_WORDINGS else None,
        Button(words.correct, f"/cautraloi sua {kept.id}"),
        Button(words.end, f"/cautraloi bo {kept.id}"),
        Button(words.list_button, "/cautraloi"),
    )
    return Reply(words.lines(*((done, "") if done else ()), text), buttons).in_place_of(heard.incoming)


async def _ask_for(heard: Heard, store: Store, kept: PreparedAnswer, kind: str) -> Reply:
    await store.dialogs.open(heard.contact.id, kind, {"answer": kept.id})
    words = heard.texts.kept_answers
    text = words.ask_more_wordings() if kind == WORDING else words.ask_correction(kept.text)
    return Reply(text, rows(Button(words.stop, f"/cautraloi xem {kept.id}"))).in_place_of(heard.incoming)


async def changed(heard: Heard, store: Store) -> list[Reply]:
    """Further wordings, or a better answer, typed in their dialogs."""
    dialog = await store.dialogs.find(heard.contact.id)
    rights = await store.organizers.rights(heard.contact.id)
    kept = await store.answers.find(dialog.state["answer"]) if dialog else None
    if dialog is None or rights is None or kept is None or not rights.over(kept.centre_id):
        await store.dialogs.close(heard.contact.id)
        return [_not_there(heard)] if rights else not_understood(heard)
    if _stops(heard):
        return await _stop(heard, store)
    if dialog.kind == WORDING:
        return [await _add(heard, store, kept)]
    return [await _correct(heard, store, kept)]


async def _add(heard: Heard, store: Store, kept: PreparedAnswer) -> Reply:
    wordings = read_wordings(heard.incoming.text)
    if not wordings:
        return Reply(heard.texts.kept_answers.no_wording(LONGEST))
    await store.dialogs.close(heard.contact.id)
    await store.answers.add_wordings(kept, wordings, MOST_WORDINGS)
    await store.audit.note(heard.contact.id, kept.centre_id, "answer_wording", answer=kept.id)
    return await _show(heard, store, kept, heard.texts.kept_answers.added())


async def _correct(heard: Heard, store: Store, kept: PreparedAnswer) -> Reply:
    said = read_words(heard.incoming.text)
    if not 0 < len(said) <= MOST:
        return Reply(heard.texts.answering.too_long(MOST))
    await store.dialogs.close(heard.contact.id)
    await store.answers.correct(kept, said)
    await store.audit.note(heard.contact.id, kept.centre_id, "answer_corrected", answer=kept.id)
    return await _show(heard, store, kept, heard.texts.kept_answers.corrected())


def _ask_end(heard: Heard, kept: PreparedAnswer) -> Reply:
    words = heard.texts.kept_answers
    choice = rows(
        Button(words.yes_end, f"/cautraloi boluon {kept.id}"), Button(words.no_end, f"/cautraloi xem {kept.id}"), wide=2
    )
    return Reply(words.ask_end(kept.wordings[0]), choice).in_place_of(heard.incoming)


async def _end(heard: Heard, store: Store, kept: PreparedAnswer) -> Reply:
    await store.answers.end(kept)
    await store.audit.note(heard.contact.id, kept.centre_id, "answer_ended", answer=kept.id)
    buttons = rows(Button(heard.texts.kept_answers.list_button, "/cautraloi"))
    return Reply(heard.texts.kept_answers.ended(), buttons).in_place_of(heard.incoming)


desk: Routes = {"giucau": keep, "luucau": as_asked, "cautraloi": list_kept, "answers": list_kept}
dialogs: dict[str, Handler] = {KEEPING: kept_typed, WORDING: changed, CORRECTING: changed}
wordy: dict[str, Wordy] = dict.fromkeys((KEEPING, WORDING, CORRECTING), lambda dialog, said: True)
