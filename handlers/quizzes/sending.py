"""Sending: who is due gets the quiz they are at, or a new one; who did not answer three times is left in peace."""

from dataclasses import replace
from datetime import datetime

from handlers import texts
from handlers.quizzes.bank import bank_of
from handlers.quizzes.rhythms import had_today, key_of
from handlers.quizzes.starting import item_reply, start
from handlers.quizzes.timing import is_worth_making_up, last_time, next_time
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.consents import Purpose
from storage.habits import Habit
from storage.outbox import Urgency
from storage.store import Store

BATCH = 10
"""How many are seen to in one transaction, so that people who speak meanwhile do not wait."""
PATIENCE = 3
"""So many unanswered in a row, and it rests."""


async def tell_due(store: Store, limit: int = BATCH) -> int:
    """Owe the quizzes that are due; how many people were seen to. 0: none is left, or it is quiet."""
    if store.quiet.hold(store.now):
        return 0
    due = await store.habits.list_due(limit)
    for habit in due:
        await _see_to(store, habit)
    return len(due)


async def next_due(store: Store) -> datetime | None:
    """When somebody is next asked; outside quiet hours, at the earliest now."""
    moment = await store.habits.next_due()
    return store.quiet.after(max(moment, store.now)) if moment else None


async def _see_to(store: Store, habit: Habit) -> None:
    """Whatever comes of it, they are next due later than now."""
    following = next_time(habit.rhythm, habit.weekday, habit.hour, store.now)
    if following is None or not await _is_welcome(store, habit, following):
        await store.habits.wait(habit, following)
    elif habit.unanswered >= PATIENCE:
        await _rest(store, habit)
    else:
        await store.habits.wait(habit, following, asked=await _ask(store, habit, following))


async def _is_welcome(store: Store, habit: Habit, following: datetime) -> bool:
    """Whether it is due, they still want it, can be reached, and had none today."""
    due = last_time(habit.rhythm, habit.weekday, habit.hour, store.now)
    has_come = habit.next_at is not None and habit.next_at <= store.now
    if due is None or not has_come or not is_worth_making_up(due, following, store.now):
        return False
    contact = habit.contact
    if contact.paused_at is not None or await store.contacts.address_of(contact.id) is None:
        return False
    wants = await store.consents.last_word(contact.id, Purpose.QUIZZES)
    return wants is True and not await had_today(store, contact.id)


async def _ask(store: Store, habit: Habit, following: datetime) -> bool:
    """The quiz they stopped at, or else a new one; whether there is anything to ask."""
    contact = habit.contact
    quiz = await start(store, contact)
    if quiz is None:
        return False
    language = texts.of(contact.language)
    item = item_reply(language, quiz, await bank_of(store, contact.centre_id))
    reply = framed(language, item, again=quiz.begun_at < store.now)
    # The next one takes its place: two never wait for somebody.
    await store.outbox.owe(
        contact.id, reply.body(), key_of(contact.id, store.now), urgency=Urgency.BROADCAST, expires_at=following
    )
    return True


def framed(language: Texts, item: Reply, *, again: bool) -> Reply:
    """The item, why it comes, and how to stop it. `again`: it was asked before."""
    words = language.rhythms
    return replace(item, text=words.lines(words.head(again=again), "", item.text, "", words.how_to_stop()))


async def _rest(store: Store, habit: Habit) -> None:
    language = texts.of(habit.contact.language)
    words = language.rhythms
    ways = rows(Button(words.go_on, "/nhipcauhoi tiep"), Button(words.change, "/nhipcauhoi"))
    reply = Reply(words.rest(), ways)
    key = f"quiz_rest:{key_of(habit.contact_id, store.now)}"
    await store.outbox.owe(habit.contact_id, reply.body(), key, urgency=Urgency.BROADCAST)
    await store.habits.wait(habit, None)
