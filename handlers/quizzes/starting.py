"""Starting: the quiz that somebody is at, or a new one for them; and how its item looks."""

from collections.abc import Collection, Mapping
from datetime import datetime

from handlers.language.lexicon import load
from handlers.quizzes.bank import bank_of
from handlers.quizzes.choosing import COUNT, RECENT, begin_of_day, choose, order
from handlers.quizzes.suggesting import TEACHES
from handlers.texts import Texts
from handlers.texts.items import Item, topic_title
from handlers.vocabulary import Button, Reply, rows
from storage.contacts import Contact
from storage.quizzes import Asked, Quiz
from storage.store import Store


async def start(store: Store, contact: Contact, topic: str | None = None) -> Quiz | None:
    """The quiz they stopped halfway, if it is of this topic or none is named; else a new one. It has an item to ask.

    None: there is nothing that they could be asked today. What they are at stays.
    """
    await store.quizzes.alone(contact.id)
    bank = await bank_of(store, contact.centre_id)
    quiz = await current(store, contact.id, bank)
    if quiz is not None and topic in (None, quiz.topic):
        return quiz
    before = await store.quizzes.find(contact.id)
    passed_over = _passed_over(before, store.now) if before else set()
    chosen = await _chosen(store, contact, bank, topic, passed_over)
    if not chosen:
        return None
    asked = [Asked(one, order(bank[one], _seed(store, contact))) for one in chosen]
    return await store.quizzes.begin(contact.id, asked, topic, passed_over)


def _passed_over(before: Quiz, now: datetime) -> set[str]:
    """What may have been shown today and was not answered, once another quiz takes the place of this one."""
    at = len(before.results)
    open_now = {one.item for one in before.items[at : at + 1]}
    return open_now | set(before.passed_over if before.begun_at >= begin_of_day(now) else ())


async def current(store: Store, contact_id: int, bank: Mapping[str, Item]) -> Quiz | None:
    """The one they have not ended, without what is no longer in the bank."""
    quiz = await store.quizzes.find(contact_id)
    if quiz is None or quiz.ended_at is not None:
        return None
    gone = {one.item for one in quiz.items[len(quiz.results) :] if not _can_be_asked(one, bank)}
    left = await store.quizzes.leave_out(quiz, gone) if gone else quiz
    return left if left is not None and left.ended_at is None else None


def _can_be_asked(asked: Asked, bank: Mapping[str, Item]) -> bool:
    return asked.item in bank and len(bank[asked.item].options["vi"]) == len(asked.order)


async def _chosen(
    store: Store, contact: Contact, bank: Mapping[str, Item], topic: str | None, passed_over: Collection[str]
) -> list[str]:
    cards = await store.cards.list_of(contact.id)
    attempts = await store.attempts.list_since(contact.id, store.now - RECENT)
    follows = await _followed(store, contact.id)
    return choose(bank, cards, attempts, follows, store.now, _seed(store, contact), COUNT, topic, passed_over)


def _seed(store: Store, contact: Contact) -> str:
    """Another one for each person and moment."""
    return f"{contact.id}:{store.now.isoformat()}"


async def _followed(store: Store, contact_id: int) -> frozenset[str]:
    """Topics of the bank that the topics of classes they follow speak of."""
    ids = await store.follows.list_of(contact_id)
    if not ids:
        return frozenset()
    lexicon = load()
    names = [one.name for one in await store.topics.list_all() if one.id in ids]
    meant = {hit.value for name in names for hit in lexicon.parsed(name)[1] if hit.kind == "mean"}
    return frozenset(topic for topic, teaches in TEACHES.items() if meant.intersection(teaches))


def item_reply(texts: Texts, quiz: Quiz, bank: Mapping[str, Item]) -> Reply:
    """The item that a quiz as `start` gives it is at, with a button for each option."""
    at = len(quiz.results)
    asked = quiz.items[at]
    item = bank[asked.item]
    options = [item.options[texts.language][one] for one in asked.order]
    title = topic_title(item.topic, texts.language)
    text = texts.quizzes.item(at + 1, len(quiz.asked), title, item.question[texts.language], options)
    buttons = [Button(str(shown + 1), f"/dapan {quiz.id} {at} {shown}") for shown in range(len(options))]
    return Reply(text, rows(*buttons, wide=len(buttons)))
