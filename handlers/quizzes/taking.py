"""Taking a quiz: three items one after another, each answered by a tap or in words, told right or wrong, explained."""

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from handlers.forms import plain
from handlers.heard import Heard, Routes
from handlers.menu import Rows, menu
from handlers.quizzes.bank import bank_of
from handlers.quizzes.choosing import review
from handlers.quizzes.progress import told_at_end
from handlers.quizzes.rhythms import offer
from handlers.quizzes.starting import current, item_reply, start
from handlers.quizzes.suggesting import suggested
from handlers.texts.items import Item, topic_title
from handlers.vocabulary import Button, Reply, rows
from storage.courses import Course
from storage.quizzes import Quiz
from storage.store import Store

_TYPED = re.compile(r"(?:(?:cau|so|chon|dap an|y|answer|option|number) )?([1-9a-d])")
"""An option by its number or letter, as `plain` leaves it: "2", "B.", "chọn 2", "đáp án b"."""


async def quiz(heard: Heard, store: Store) -> list[Reply]:
    """`/cauhoi` goes on where they stood, or begins; `/cauhoi scams` begins one on a topic, by its slug or its name.

    Never in the place of what was tapped: the button stands below messages that are worth keeping.
    """
    said = " ".join(heard.arguments)
    bank = await bank_of(store, heard.contact.centre_id)
    topic = _topic(said, bank) if said else None
    if said and topic is None:
        return [_choose(heard, bank, heard.texts.quizzes.no_such_topic())]
    begun = await start(store, heard.contact, topic)
    return [item_reply(heard.texts, begun, bank) if begun else _nothing(heard, topic)]


def _topic(said: str, bank: Mapping[str, Item]) -> str | None:
    """The topic whose slug, or whose name in any language, was said."""
    wanted, topics = plain(said), _topics(bank)
    if said in topics:
        return said
    named = {plain(topic_title(topic, language)): topic for topic in topics for language in ("vi", "en")}
    return named.get(wanted)


def _topics(bank: Mapping[str, Item]) -> list[str]:
    return list(dict.fromkeys(one.topic for one in bank.values()))


def _nothing(heard: Heard, topic: str | None) -> Reply:
    words = heard.texts.quizzes
    text = words.nothing_on(topic_title(topic, heard.texts.language)) if topic else words.nothing_left()
    choose = Button(words.topics_button, "/chudecauhoi") if topic else None
    return Reply(text, rows(choose) + menu(heard.texts))


async def topics(heard: Heard, store: Store) -> list[Reply]:
    """`/chudecauhoi`: what a quiz may be about."""
    bank = await bank_of(store, heard.contact.centre_id)
    return [_choose(heard, bank, heard.texts.quizzes.choose_topic()).in_place_of(heard.incoming)]


def _choose(heard: Heard, bank: Mapping[str, Item], text: Markup) -> Reply:
    words = heard.texts.quizzes
    named = sorted((topic_title(topic, heard.texts.language), topic) for topic in _topics(bank))
    picks = [Button(title, f"/cauhoi {topic}") for title, topic in named]
    return Reply(text, rows(Button(words.any_topic, "/cauhoi"), *picks))


async def next_(heard: Heard, store: Store) -> list[Reply]:
    """`/cautiep 5`: the item that quiz 5 is at, in the place of what was answered before."""
    bank = await bank_of(store, heard.contact.centre_id)
    at = await current(store, heard.contact.id, bank)
    if at is None or at.id != heard.number(0):
        return [_old(heard, at)]
    return [item_reply(heard.texts, at, bank).in_place_of(heard.incoming)]


def _old(heard: Heard, at: Quiz | None) -> Reply:
    """For a button whose item is not asked any more; `at`: what they are at instead."""
    words = heard.texts.quizzes
    go_on = Button(words.next_button, f"/cautiep {at.id}") if at else Button(words.more_button, "/cauhoi")
    return Reply(words.old_item(), rows(go_on))


async def answer(heard: Heard, store: Store) -> list[Reply]:
    """`/dapan 5 0 2`: to the first item of quiz 5, the option that is shown third. The first answer counts."""
    number, place, shown = (_whole(heard, index) for index in range(3))
    bank = await bank_of(store, heard.contact.centre_id)
    before = await store.quizzes.find(heard.contact.id)
    if before is None or before.id != number or not 0 <= place <= len(before.results):
        return [_old(heard, await current(store, heard.contact.id, bank))]
    if place == len(before.results) - 1:
        return [await _as_before(heard, store, before, bank)]
    at = await current(store, heard.contact.id, bank)
    if place < len(before.results) or before.ended_at is not None:
        return [_old(heard, at)]
    if at is None or at.id != number:
        return await _withdrawn(heard, store, at, bank)
    if not 0 <= shown < len(at.items[place].order):
        return [item_reply(heard.texts, at, bank).in_place_of(heard.incoming)]
    return await answered(heard, store, at, bank, shown)


def _whole(heard: Heard, index: int) -> int:
    """The argument as a whole number; -1 if it is none."""
    return heard.number(index) if heard.number(index) or heard.argument(index) == "0" else -1


async def typed(heard: Heard, store: Store) -> list[Reply] | None:
    """An answer in words: a number, a letter, or what an option says, while an item is what was offered last.

    None: it is something else. Whoever was shown a list of classes since then means one of those by "2".
    """
    if not await store.quizzes.is_open(heard.contact.id):
        return None
    at = await store.quizzes.find(heard.contact.id)
    if at is None or at.ended_at is not None:
        return None
    place = len(at.results)
    offered = {says for _, says in await store.outbox.last_offer(heard.address.id)}
    if f"/dapan {at.id} {place} 0" not in offered:
        return None
    bank = await bank_of(store, heard.contact.centre_id)
    now_at = await current(store, heard.contact.id, bank)
    if now_at is None or now_at.id != at.id:
        return await _withdrawn(heard, store, now_at, bank)
    shown = chosen(plain(heard.incoming.text), _shown(heard, now_at, bank))
    return None if shown is None else await answered(heard, store, now_at, bank, shown)


def _shown(heard: Heard, at: Quiz, bank: Mapping[str, Item]) -> list[str]:
    asked = at.items[len(at.results)]
    return [bank[asked.item].options[heard.texts.language][one] for one in asked.order]


def chosen(said: str, shown: Sequence[str]) -> int | None:
    """Which of the shown options was typed, counted from 0. `said`: as `plain` leaves it."""
    same = [at for at, option in enumerate(shown) if plain(option) == said]
    if len(same) == 1:
        return same[0]
    found = _TYPED.fullmatch(said)
    at = int(found[1]) - 1 if found and found[1].isdigit() else "abcd".index(found[1]) if found else -1
    return at if 0 <= at < len(shown) else None


async def answered(heard: Heard, store: Store, at: Quiz, bank: Mapping[str, Item], shown: int) -> list[Reply]:
    """Judge the option shown at this place, keep what it says of memory, and tell: right or wrong, why, and what next.

    `at`: a quiz as `start` gives it; whoever calls has seen to it that nobody answered the item before.
    """
    asked = at.items[len(at.results)]
    item, option = bank[asked.item], asked.order[shown]
    is_right = option in item.right
    memory = next((one for one in await store.cards.list_of(heard.contact.id) if one.item == item.id), None)
    await store.cards.keep(heard.contact.id, review(memory, item.id, is_right, store.now))
    await store.attempts.add(heard.contact.id, item.id, item.topic, item.skill, option, is_right=is_right)
    await store.quizzes.answered(at, is_right=is_right)
    await store.habits.answered(heard.contact.id)
    told = _explained(heard, at, item, option)
    return [told] if at.ended_at is None else [told, *await _ending(heard, store, at, bank)]


def _explained(heard: Heard, at: Quiz, item: Item, option: int, head: str = "") -> Reply:
    """The item last answered, in its place; `head`: instead of which item it is."""
    words, language = heard.texts.quizzes, heard.texts.language
    options = item.options[language]
    right = [options[one] for one in sorted(item.right)]
    verdict = words.right(options[option]) if option in item.right else words.wrong(options[option], right)
    head = head or words.head(len(at.results), len(at.asked), topic_title(item.topic, language))
    text = words.explained(head, item.question[language], verdict, item.explanation[language], item.source)
    go_on = Button(words.next_button, f"/cautiep {at.id}") if at.ended_at is None else None
    return Reply(text, rows(go_on)).in_place_of(heard.incoming)


async def _as_before(heard: Heard, store: Store, at: Quiz, bank: Mapping[str, Item]) -> Reply:
    """The item last answered, tapped again: the same explanation, whatever was tapped now."""
    item = bank.get(at.items[len(at.results) - 1].item)
    attempts = await store.attempts.list_since(heard.contact.id, at.begun_at)
    option = next((one.option for one in reversed(attempts) if item and one.item == item.id), None)
    if item is None or option is None or option >= len(item.options[heard.texts.language]):
        return _old(heard, at if at.ended_at is None else None)
    return _explained(heard, at, item, option, heard.texts.quizzes.first_counts())


async def _withdrawn(heard: Heard, store: Store, at: Quiz | None, bank: Mapping[str, Item]) -> list[Reply]:
    """What they answered is not in the bank any more: it counts for nothing, and they go on with what is left."""
    words = heard.texts.quizzes
    if at is not None:
        reply = item_reply(heard.texts, at, bank)
        text = words.lines(words.withdrawn(), "", reply.text)
        return [Reply(text, reply.buttons).in_place_of(heard.incoming)]
    ended = await store.quizzes.find(heard.contact.id)
    more = rows(Button(words.more_button, "/cauhoi")) if ended is None else ()
    told = Reply(words.withdrawn(), more).in_place_of(heard.incoming)
    return [told, *(await _ending(heard, store, ended, bank) if ended else [])]


async def _ending(heard: Heard, store: Store, at: Quiz, bank: Mapping[str, Item]) -> list[Reply]:
    """After the last item: how it went, what was reached with it, and the class that teaches what was missed."""
    words = heard.texts.quizzes
    told = [words.ended(sum(at.results), len(at.results)), *await told_at_end(heard, store, at)]
    found = await suggested(store, heard.contact, at, bank)
    if found:
        told.append(words.taught(topic_title(found[0], heard.texts.language), found[1], store.now))
    text = Markup("\n\n").join(told)
    ended = Reply(text, (_ways_to(heard, found[1]) if found else ()) + _ways_on(heard))
    more = await offer(heard, store)
    return [ended, more] if more else [ended]


def _ways_to(heard: Heard, course: Course) -> Rows:
    words = heard.texts.quizzes
    join = words.join_waitlist if course.seats_left <= 0 else words.sign_up
    return rows(Button(join, f"/dangky {course.code}"), Button(words.see, f"/lop {course.code}"))


def _ways_on(heard: Heard) -> Rows:
    words = heard.texts.quizzes
    return rows(
        Button(words.more_button, "/cauhoi"),
        Button(words.topics_button, "/chudecauhoi"),
        Button(heard.texts.progress.progress_button, "/tiendo"),
        Button(heard.texts.general.menu_button, "/start"),
        wide=2,
    )


routes: Routes = {
    "cauhoi": quiz,
    "quiz": quiz,
    "chudecauhoi": topics,
    "quiztopics": topics,
    "cautiep": next_,
    "dapan": answer,
}
