"""Answering: organizers see the questions that wait, and answer them. Rights are checked wherever something is done."""

from dataclasses import dataclass, replace

from handlers import texts
from handlers.forms import chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes, Wordy
from handlers.menu import Rows, not_understood, old_button
from handlers.questions import answered, read_words
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.dialogs import Dialog
from storage.organizers import Rights
from storage.questions import Question
from storage.store import Store

ANSWERING, ANSWERED = "answer_question", "answered_question"
"""The dialogs: the answer is typed and looked at; it was sent."""
MOST = 2000
"""Characters of an answer."""
PAGE = 8


async def waiting(heard: Heard, store: Store) -> list[Reply]:
    """`/cauhoimoi`: the questions that wait, oldest first; `/cauhoimoi 45`: those after number 45."""
    rights, words, after = await trusted(heard, store), heard.texts.answering, heard.number(0)
    found = await store.questions.list_open(rights, PAGE + 1, after)
    ways = rows(
        Button(words.from_the_first, "/cauhoimoi") if after else None,
        Button(words.kept_button, "/cautraloi"),
        Button(heard.texts.organizers.desk_button, "/banlamviec"),
    )
    if not found:
        return [Reply(words.none_waiting(), ways).in_place_of(heard.incoming)]
    shown = found[:PAGE]
    entries = [
        words.entry(number, one.text, one.contact.chat_name, ward(one), one.asked_at)
        for number, one in enumerate(shown, 1)
    ]
    head = words.waiting(await store.questions.count_open(rights))
    picks = rows(*(Button(str(number), f"/traloi {one.id}") for number, one in enumerate(shown, 1)), wide=4)
    more = rows(Button(words.more, f"/cauhoimoi {shown[-1].id}") if len(found) > PAGE else None)
    text = words.lines(head, *(words.lines("", entry) for entry in entries))
    return [Reply(text, picks + more + ways).in_place_of(heard.incoming)]


def ward(asked: Question) -> str | None:
    """Whose question it is; None: of all centres."""
    return asked.centre.ward if asked.centre else None


async def write(heard: Heard, store: Store) -> list[Reply]:
    """`/traloi 12`: the question, and what is typed next is its answer."""
    rights = await trusted(heard, store)
    asked = await store.questions.find(heard.number(0), rights)
    if asked is None:
        return [gone(heard)]
    if asked.answer is not None:
        return [await _answered_already(heard, store, asked, asked.answer)]
    dialog = await store.dialogs.open(heard.contact.id, ANSWERING, {"question": asked.id})
    return [_ask(Draft(heard, store, dialog, asked, rights))]


def gone(heard: Heard) -> Reply:
    """It was deleted with its resident, or is for another centre."""
    words = heard.texts.answering
    return Reply(words.gone(), rows(Button(words.waiting_button, "/cauhoimoi"))).in_place_of(heard.incoming)


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer under way."""

    heard: Heard
    store: Store
    dialog: Dialog
    asked: Question
    rights: Rights

    @property
    def text(self) -> str:
        """As typed so far, perhaps nothing."""
        return str(self.dialog.state.get("draft", ""))

    async def reply(self) -> Reply:
        """What the resident will read, in their language, in the name of the centre."""
        centre_id = home(self.asked, self.rights)
        centre = await self.store.centres.find(centre_id) if centre_id else None
        return answered(texts.of(self.asked.language), self.asked, self.text, centre.ward if centre else None)


def home(asked: Question, rights: Rights) -> int | None:
    """Whose answer it is: of the question's centre, else of the organizer's (the first of several); None: of all."""
    if asked.centre_id is not None or rights.everywhere:
        return asked.centre_id
    return min(rights.centres)


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """The answer's words, typed in the dialog; typed again they take the place of those before."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    said, words = read_words(heard.incoming.text), heard.texts.answering
    value = chosen(said, [(words.send, "gui"), (words.again, "lai"), (words.stop, "thoi")])
    if value is None and not 0 < len(said) <= MOST:
        return [Reply(words.too_long(MOST))]
    return [await _go_on(heard, store, dialog, value or "xem", said)]


async def compose(heard: Heard, store: Store) -> list[Reply]:
    """`/soan <dialog> <value>`: what is to become of the answer: send it, write it anew, leave it, the standard one."""
    dialog = await tapped_in(heard, store, ANSWERING, ANSWERED)
    if dialog is None:
        return old_button(heard)
    return [await _go_on(heard, store, dialog, heard.argument(1))]


async def _go_on(heard: Heard, store: Store, dialog: Dialog, value: str, said: str = "") -> Reply:
    """One step of the dialog, if what it is about is still there to be answered, and theirs to answer."""
    rights = await store.organizers.rights(heard.contact.id)
    asked = await store.questions.find(dialog.state["question"], rights) if rights else None
    if rights is None or asked is None:
        await store.dialogs.close(heard.contact.id)
        return gone(heard) if rights else not_understood(heard)[0]
    if dialog.kind == ANSWERED:
        return await _sent(heard, store, dialog, asked)
    if value == "thoi":
        await store.dialogs.close(heard.contact.id)
        return (await waiting(replace(heard, arguments=()), store))[0]
    if asked.answer is not None:
        await store.dialogs.close(heard.contact.id)
        return await _answered_already(heard, store, asked, asked.answer)
    return await _take(Draft(heard, store, dialog, asked, rights), value, said)


async def _take(draft: Draft, value: str, said: str) -> Reply:
    match value:
        case "gui" if draft.text:
            return await _send(draft)
        case "xem":
            await draft.store.dialogs.turn(draft.dialog, draft=said)
            return await _preview(draft)
        case "ngoai":
            await draft.store.dialogs.turn(draft.dialog, draft=texts.of(draft.asked.language).questions.not_ours())
            return await _preview(draft)
        case _:
            await draft.store.dialogs.turn(draft.dialog, draft="")
            return _ask(draft)


def _ask(draft: Draft) -> Reply:
    heard, asked, words = draft.heard, draft.asked, draft.heard.texts.answering
    text = words.ask_answer(asked.text, asked.contact.chat_name, ward(asked), asked.asked_at)
    options = [(words.not_ours_button, "ngoai"), (words.stop, "thoi")]
    return question("soan", draft.dialog.id, text, options).in_place_of(heard.incoming)


async def _preview(draft: Draft) -> Reply:
    words = draft.heard.texts.answering
    text = words.lines(words.preview(), "", (await draft.reply()).text)
    options = [(words.send, "gui"), (words.again, "lai"), (words.stop, "thoi")]
    return question("soan", draft.dialog.id, text, options).in_place_of(draft.heard.incoming)


async def _send(draft: Draft) -> Reply:
    """The first answer counts: it is told, and whoever comes second reads it."""
    heard, store, asked = draft.heard, draft.store, draft.asked
    told = await draft.reply()
    if not await store.questions.answer(asked, heard.contact.id, draft.text):
        await store.dialogs.close(heard.contact.id)
        known = await store.questions.find(asked.id, draft.rights)
        return await _answered_already(heard, store, known, known.answer) if known and known.answer else gone(heard)
    reached = await store.outbox.owe(asked.contact_id, told.body(), f"answer:{asked.id}")
    await store.outbox.cancel(f"question:{asked.id}:", "answered")
    await store.audit.note(heard.contact.id, asked.centre_id, "question_answered", question=asked.id)
    how = "unreachable" if not reached else "later" if store.quiet.hold(store.now) else "now"
    await store.dialogs.end(draft.dialog, ANSWERED, question=asked.id, how=how)
    return await _sent(heard, store, draft.dialog, asked)


async def _sent(heard: Heard, store: Store, dialog: Dialog, asked: Question) -> Reply:
    """After sending; a late second tap reads the same."""
    words = heard.texts.answering
    match dialog.state["how"]:
        case "unreachable":
            text = words.unreachable()
        case "later":
            text = words.sent_later(store.quiet.end)
        case _:
            text = words.sent()
    return Reply(text, await _after(heard, store, asked)).in_place_of(heard.incoming)


async def _answered_already(heard: Heard, store: Store, asked: Question, said: str) -> Reply:
    text = heard.texts.answering.answered_already(asked.text, said)
    return Reply(text, await _after(heard, store, asked)).in_place_of(heard.incoming)


async def _after(heard: Heard, store: Store, asked: Question) -> Rows:
    """The answer can be kept, unless it is the standard one or was kept already."""
    words = heard.texts.answering
    standard = asked.answer == texts.of(asked.language).questions.not_ours()
    keep = None if standard or await store.answers.find_for(asked.id) else Button(words.keep, f"/giucau {asked.id}")
    return rows(keep, Button(words.waiting_button, "/cauhoimoi"))


desk: Routes = {"cauhoimoi": waiting, "newquestions": waiting, "traloi": write, "reply": write, "soan": compose}
dialogs: dict[str, Handler] = {ANSWERING: typed}
wordy: dict[str, Wordy] = {ANSWERING: lambda dialog, said: not dialog.state.get("draft")}
