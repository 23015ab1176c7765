"""The item of the day in group chats: chosen, put as the channel's own poll, once or each day at an hour."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import accumulate

from handlers import texts
from handlers.quizzes.bank import bank_of
from handlers.texts.items import Item
from handlers.vocabulary import MOST_EXPLAINED, Poll, Reply, units
from storage.group_chats import GroupChat
from storage.quiet_hours import LOCAL
from storage.store import Store

WORD = "cauhoinhom"
EVERYWHERE = "tatca"
"""In a deep link, instead of a centre's number."""
LATE = timedelta(hours=2)
"""An item whose hour is longer ago, as after a night without power, is left out: the next day brings another."""
USEFUL = timedelta(hours=3)
"""So long it may wait for the channel."""
BATCH = 50
"""Groups seen to in one transaction."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


class Posted(StrEnum):
    """What became of an item of the day."""

    NOW = "now"
    LATER = "later"
    """Once the quiet hours are over."""
    ALREADY = "already"
    """The group has one for that day."""
    NOTHING = "nothing"
    """The centre has no item that fits a poll."""


async def post(store: Store, group: GroupChat) -> Posted:
    """Owe the group its item of the day, one a day; nobody in it asked, so not in quiet hours."""
    at = store.quiet.after(store.now)
    if group.posted_at is not None and _day(group.posted_at) == _day(at):
        return Posted.ALREADY
    bank = await bank_of(store, group.centre_id)
    item = choose(bank, group.asked, str(group.id), group.language)
    if item is None:
        return Posted.NOTHING
    before = bank.get(group.asked[-1]) if group.asked else None
    key = f"poll:{group.id}:{_day(at)}:{item.id}"
    await store.outbox.owe_group(group.address_id, _reply(item, before, group.language).body(), key, at + USEFUL)
    await store.group_chats.post(group, item.id, at)
    return Posted.NOW if at == store.now else Posted.LATER


def choose(bank: Mapping[str, Item], asked: Sequence[str], seed: str, language: str) -> Item | None:
    """One that was never asked, in an order of the seed's own; else the one that was asked longest ago."""
    last = {item: number for number, item in enumerate(asked)}

    def turn(item: Item) -> tuple[int, bytes]:
        return last.get(item.id, -1), sha256(f"{seed}:{item.id}".encode()).digest()

    return min((one for one in bank.values() if poll_of(one, language)), key=turn, default=None)


def poll_of(item: Item, language: str) -> Poll | None:
    """None if it does not fit one: its options are too long, several are right, no sentence explains it in short."""
    explanation = first_sentences(item.explanation[language])
    if len(item.right) != 1 or not explanation:
        return None
    try:
        return Poll(item.question[language], item.options[language], min(item.right), explanation)
    except ValueError:
        return None


def first_sentences(text: str) -> str:
    """As many whole ones as an explanation may hold, in one line; empty if not even the first fits."""
    told = accumulate(_SENTENCE_END.split(" ".join(text.split())), lambda before, one: f"{before} {one}")
    return max((one for one in told if units(one) <= MOST_EXPLAINED), key=len, default="")


def _reply(item: Item, before: Item | None, language: str) -> Reply:
    """The poll, and the same in words for where there are none; those bring the answer of the time before."""
    words = texts.of(language).polls
    answer = (before.options[language][min(before.right)], before.explanation[language]) if before else None
    text = words.item(item.question[language], item.options[language], answer)
    return Reply(text, poll=poll_of(item, language))


async def daily(store: Store, group: GroupChat, hour: int, contact_id: int) -> datetime | None:
    """One each day at this hour from now on; gives when the first comes. None: no such hour, or one in quiet hours."""
    if hour not in range(24) or store.quiet.hold(at := following(hour, store.now)):
        return None
    if group.posted_at is not None and _day(group.posted_at) == _day(at):
        at += timedelta(days=1)
    await store.group_chats.choose_hour(group, hour, at)
    await store.audit.note(contact_id, group.centre_id, "group_chat_daily", code=group.title)
    return at


def following(hour: int, now: datetime) -> datetime:
    """When the clocks show this hour next. The zone knows no summer time."""
    at = datetime.combine(now.astimezone(LOCAL).date(), time(hour), LOCAL)
    return at if at > now else at + timedelta(days=1)


async def stop(store: Store, group: GroupChat, contact_id: int) -> None:
    """Nothing more comes on its own, nor what waits for the morning."""
    await store.group_chats.stop(group)
    await store.outbox.cancel(f"poll:{group.id}:", "stopped")
    await store.audit.note(contact_id, group.centre_id, "group_chat_stopped", code=group.title)


async def post_due(store: Store) -> int:
    """Post where it is time to; how many groups were seen to. Not in quiet hours: who stops meanwhile gets none."""
    if store.quiet.hold(store.now):
        return 0
    due = await store.group_chats.list_due(BATCH)
    for group in due:
        assert group.hour is not None  # noqa: S101 - what is due has one
        assert group.next_at is not None  # noqa: S101
        if store.now - store.quiet.after(group.next_at) <= LATE:
            await post(store, group)
        await store.group_chats.choose_hour(group, group.hour, following(group.hour, store.now))
    return len(due)


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
