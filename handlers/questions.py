"""Questions that nobody prepared for: passed on to the organizers, with one tap or typed in a dialog."""

import unicodedata
from hashlib import sha256

from markupsafe import Markup

from handlers import texts
from handlers.forms import chosen, question, tapped_in
from handlers.heard import Handler, Heard, Routes
from handlers.language.secrets import tells_secret
from handlers.menu import Rows, menu, old_button
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.contacts import Contact
from storage.questions import MOST_OPEN, Question
from storage.store import Store

ASKING = "ask_centre"
"""The dialog that waits for the question to be typed."""
MOST = 1000
"""Characters of a question that are passed on."""


def read_words(said: str) -> str:
    """What was written, composed, without what cannot be seen or stored, with at most one empty line in a row."""
    # A joiner holds an emoji together; every other character of these kinds only hides or turns words.
    kept = (one for one in said if one in "\n\u200d" or unicodedata.category(one) not in ("Cc", "Cf", "Cs"))
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", "".join(kept)).strip().split("\n")]
    return "\n".join(line for number, line in enumerate(lines) if line or lines[number - 1])


def offer(heard: Heard) -> Rows:
    """The button that passes on the words just said, once `unanswered` has remembered them."""
    return rows(Button(heard.texts.questions.ask_button, f"/hoicanbo {_mark(_asked(heard))}"))


async def unanswered(heard: Heard, store: Store, text: Markup) -> Reply:
    """`text` says that we have no answer; below it the offer to ask the centre. The words are remembered."""
    asked = _asked(heard)
    if not asked or _is_secret(heard.incoming.text):
        return Reply(text, menu(heard.texts))
    said = await store.exchanges.recall(heard.contact.id)
    await store.exchanges.remember(heard.contact.id, said | {"asked": asked})
    seen = heard.texts.questions.will_be_seen(heard.contact.chat_name)
    return Reply(heard.texts.questions.lines(text, "", seen), offer(heard) + menu(heard.texts))


def _asked(heard: Heard) -> str:
    return read_words(heard.incoming.text)[:MOST].strip()


def _mark(asked: str) -> str:
    """Tells the words that a button was offered for from those asked since."""
    return sha256(asked.encode()).hexdigest()[:8]


def _is_secret(said: str) -> bool:
    return any(tells_secret(one) for one in (said, *said.splitlines()))


async def pass_on(heard: Heard, store: Store) -> list[Reply]:
    """`/hoicanbo <mark>`: the words that were remembered; without a mark, or if they are forgotten, in a dialog."""
    if heard.argument(1) == "thoi":
        return await _stop(heard, store)
    asked = (await store.exchanges.recall(heard.contact.id)).get("asked", "")
    if asked and heard.argument(0) == _mark(asked):
        return [await _send(heard, store, asked)]
    return await ask_centre(heard, store, forgotten=bool(heard.arguments))


async def ask_centre(heard: Heard, store: Store, *, forgotten: bool = False) -> list[Reply]:
    """Ask for the question: what they type next is passed on. `forgotten`: they wrote it before, too long ago."""
    dialog = await store.dialogs.open(heard.contact.id, ASKING, {})
    words = heard.texts.questions
    text = words.ask_words(heard.contact.chat_name)
    if forgotten:
        # The button may be far up in the chat: what asks for words belongs below.
        return [_waiting(heard, dialog.id, words.lines(words.forgotten(), "", text))]
    return [_waiting(heard, dialog.id, text).in_place_of(heard.incoming)]


def _waiting(heard: Heard, dialog_id: int, text: Markup) -> Reply:
    return question("hoicanbo", dialog_id, text, [(heard.texts.questions.stop, "thoi")])


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """The question, typed in its dialog."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    words, said = heard.texts.questions, read_words(heard.incoming.text)
    if chosen(said, [(words.stop, "thoi"), *((one, "thoi") for one in words.stop_words)]):
        return await _stopped(heard, store)
    if _is_secret(heard.incoming.text):
        return [_waiting(heard, dialog.id, heard.texts.asking.secret())]
    if not 0 < len(said) <= MOST:
        return [_waiting(heard, dialog.id, words.too_long(MOST))]
    await store.dialogs.close(heard.contact.id)
    return [await _send(heard, store, said)]


async def _stop(heard: Heard, store: Store) -> list[Reply]:
    dialog = await tapped_in(heard, store, ASKING)
    if dialog is None:
        return old_button(heard)
    return await _stopped(heard, store)


async def _stopped(heard: Heard, store: Store) -> list[Reply]:
    await store.dialogs.close(heard.contact.id)
    return [Reply(heard.texts.questions.stopped(), menu(heard.texts)).in_place_of(heard.incoming)]


async def _send(heard: Heard, store: Store, said: str) -> Reply:
    """Pass it on, once however often it is tapped; what was answered lately is answered again."""
    if _is_secret(said):
        return Reply(heard.texts.asking.secret(), menu(heard.texts))
    words, contact = heard.texts.questions, heard.contact
    asked = await store.questions.find_same(contact.id, said)
    if asked is not None and asked.answer is not None:
        return answered(heard.texts, asked, asked.answer, asked.centre.ward if asked.centre else None)
    if asked is None and await store.questions.count_open_of(contact.id) >= MOST_OPEN:
        return Reply(words.too_many(MOST_OPEN), menu(heard.texts))
    asked = asked or await store.questions.ask(contact.id, contact.centre_id, said, heard.texts.language)
    centre = await store.centres.find(asked.centre_id) if asked.centre_id else None
    ward = centre.ward if centre else None
    told = await _tell_organizers(store, asked, contact, ward)
    text = (words.passed_on if told else words.written_down)(said, contact.chat_name, ward)
    return Reply(text, menu(heard.texts)).in_place_of(heard.incoming)


async def _tell_organizers(store: Store, asked: Question, asker: Contact, ward: str | None) -> bool:
    """Owe it to each organizer of the centre; whether anyone can be reached."""
    reached = False
    for organizer in await store.organizers.list_over(asked.centre_id):
        words = texts.of(organizer.contact.language).answering
        buttons = rows(
            Button(words.answer_button, f"/traloi {asked.id}"), Button(words.waiting_button, "/cauhoimoi"), wide=2
        )
        notice = Reply(words.notice(asked.text, asker.chat_name, ward), buttons)
        reached |= await store.outbox.owe(
            organizer.contact_id, notice.body(), f"question:{asked.id}:{organizer.contact_id}"
        )
    return reached


def answered(language: Texts, asked: Question, said: str, ward: str | None) -> Reply:
    """What the resident reads; `ward`: of the centre that answers, None for all of them."""
    text = language.questions.answered(asked.text, said, ward)
    return Reply(text, rows(Button(language.questions.ask_more, "/hoicanbo")))


routes: Routes = {"hoicanbo": pass_on, "askcentre": pass_on}
dialogs: dict[str, Handler] = {ASKING: typed}
