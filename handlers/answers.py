"""Prepared answers: the one that fits a question, with its source, and `/hoidap` to look through them."""

from collections.abc import Sequence

from handlers.exchanges import index_of
from handlers.heard import Heard, Routes
from handlers.kept import ByMark
from handlers.language.index import TOPIC, Index
from handlers.language.lexicon import load
from handlers.language.prepared import prepared
from handlers.language.search import search
from handlers.language.understanding import Understood
from handlers.language.wordings import Asked, Match, Prepared
from handlers.menu import menu, not_understood
from handlers.texts import answers
from handlers.texts.answers import SECTIONS, StarterAnswer
from handlers.vocabulary import Button, Reply, rows
from storage.answers import PreparedAnswer
from storage.contacts import Contact
from storage.store import Store

MOST_CLASSES = 2
"""Buttons to classes below one answer."""
_indexes: ByMark[Prepared] = ByMark()
"""Keeping, changing or ending an answer makes another mark."""
_made: dict[tuple[Asked, ...], Prepared] = {}
"""The index last made: a change of classes leaves the answers as they are."""


async def look_up(heard: Heard, store: Store, made: Understood, index: Index) -> Match | None:
    """The answer that goes before the classes of this index, if one does; see `prepared`."""
    answers_ = await _index(store)
    return prepared(made, answers_, lambda asked: _may_read(heard.contact, asked), taught=is_taught(made, index))


def is_taught(made: Understood, index: Index) -> bool:
    """Whether some class has what was said."""
    topic = made.reading.wanted.topic
    return bool(topic and search(topic, index))


def _may_read(contact: Contact, asked: Asked) -> bool:
    """What one centre prepared is for those who live there, and for whoever has not said where."""
    return asked.centre_id is None or contact.centre_id in (None, asked.centre_id)


async def _index(store: Store) -> Prepared:
    async def read() -> Prepared:
        return prepared_with(await store.answers.list_live())

    return await _indexes.get(store, read)


def prepared_with(kept: Sequence[PreparedAnswer]) -> Prepared:
    """The starter answers and those that organizers kept."""
    rows_ = [Asked(f"row-{row.id}", tuple(row.wordings), row=row.id, centre_id=row.centre_id) for row in kept]
    return _index_of((*_starters(), *rows_))


def _index_of(asked: tuple[Asked, ...]) -> Prepared:
    if asked not in _made:
        _made.clear()
        _made[asked] = Prepared(asked, load(), answers.load().same)
    return _made[asked]


def _starters() -> list[Asked]:
    return [
        Asked(one.key, (*one.wordings["vi"], *one.wordings["en"]), one.signs, own=one.section == "bot")
        for one in answers.load().answers
    ]


async def answer(heard: Heard, store: Store, match: Match) -> list[Reply]:
    """The answer that was found, with its source, classes on it, and the way to a person."""
    if not match.asked.row:
        starter = answers.load().find(match.asked.key)
        return [await _starter(heard, store, starter)] if starter else not_understood(heard)
    row = await store.answers.find(match.asked.row)
    if row is None:
        return not_understood(heard)
    centre = await store.centres.find(row.centre_id) if row.centre_id else None
    text = heard.texts.prepared.of_centre(centre.ward if centre else None, row.text)
    return [Reply(text, rows(_ask_staff(heard)) + menu(heard.texts))]


async def _starter(heard: Heard, store: Store, starter: StarterAnswer) -> Reply:
    language, words = heard.texts.language, heard.texts.prepared
    text = words.told(starter.title(language), starter.said[language], starter.source)
    classes = [Button(words.class_button(title), f"/lop {code}") for code, title in await _classes(store, starter)]
    others = Button(words.others, f"/hoidap {starter.section}")
    return Reply(text, rows(*classes, _ask_staff(heard), others) + menu(heard.texts)).in_place_of(heard.incoming)


def _ask_staff(heard: Heard) -> Button:
    return Button(heard.texts.prepared.ask_staff, "/hoicanbo")


async def _classes(store: Store, starter: StarterAnswer) -> list[tuple[str, str]]:
    """(code, title) of classes whose title or topic is about it, soonest first."""
    index = await index_of(store)
    found = index.meanings.get(starter.topic, {}) if starter.topic else {}
    listed = [index.entries[number].listed for number in sorted(found) if found[number] >= TOPIC]
    coming = [one for one in listed if one.meetings[-1].ends_at > store.now]
    return [(one.code, one.title) for one in coming[:MOST_CLASSES]]


async def browse(heard: Heard, store: Store) -> list[Reply]:
    """`/hoidap`: what is often asked; `/hoidap scam`: one page of it; `/hoidap after-scam`: an answer."""
    said = heard.argument(0)
    starter = answers.load().find(said)
    if starter is not None:
        return [await _starter(heard, store, starter)]
    reply = _section(heard, said) if said in SECTIONS else _sections(heard)
    return [reply.in_place_of(heard.incoming)]


def _sections(heard: Heard) -> Reply:
    words = heard.texts.prepared
    buttons = [Button(words.sections[one], f"/hoidap {one}") for one in SECTIONS if answers.load().list_in(one)]
    return Reply(words.choose_section(), rows(*buttons, wide=2) + rows(_ask_staff(heard)) + menu(heard.texts))


def _section(heard: Heard, section: str) -> Reply:
    words, found = heard.texts.prepared, answers.load().list_in(section)
    numbers = [Button(str(number), f"/hoidap {one.key}") for number, one in enumerate(found, 1)]
    text = words.choose_question(words.sections[section], [one.title(heard.texts.language) for one in found])
    ways_on = rows(Button(words.back, "/hoidap"), Button(heard.texts.general.menu_button, "/start"), wide=2)
    return Reply(text, rows(*numbers, wide=5) + rows(_ask_staff(heard)) + ways_on)


routes: Routes = {"hoidap": browse, "faq": browse}
