"""What is asked next: items that are about to be forgotten, with new ones in between. Pure: time and chance are given.

Days are local days. An item is asked at most once a day, and is due for a whole day, not from an hour of it.
`make bench` says what this is worth.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Protocol

from fsrs import Card, Rating, Scheduler, State

from handlers.texts.items import LEVELS, Item
from storage.cards import Memory
from storage.quiet_hours import LOCAL

COUNT = 3
"""Items of a quiz: two minutes."""
EASED = 2 * COUNT
"""While no more reviews than this are due, every quiz has something new; with n times as many, each n-th has."""
SURE = 5
"""Who answered the last so many items of a level with at most one mistake meets the next level."""
RECENT = timedelta(days=60)
"""How far back answers say which level somebody is at."""

_SCHEDULER = Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Answered(Protocol):
    """An attempt: which item, when, and whether it was right."""

    @property
    def item(self) -> str: ...
    @property
    def is_right(self) -> bool: ...
    @property
    def at(self) -> datetime: ...


def choose(
    bank: Mapping[str, Item],
    cards: Sequence[Memory],
    recent_attempts: Sequence[Answered],
    followed_topics: Collection[str],
    now: datetime,
    seed: str,
    count: int = COUNT,
    topic: str | None = None,
    passed_over: Collection[str] = (),
) -> list[str]:
    """Items of the bank to ask now, in this order; fewer than `count` if all others were asked today.

    `cards`: all of this person. `recent_attempts`: theirs since `RECENT`, oldest first. `followed_topics` and
    `topic`: of the bank; with a topic, only its items are asked. `passed_over`: shown today and not answered. The same
    arguments choose the same items.
    """
    today = begin_of_day(now)
    # Of later than now, too: the clock was set back, and for that person this day may be that day.
    seen = {*passed_over, *(one.item for one in cards if one.asked_at >= today)}
    seen |= {one.item for one in recent_attempts if one.at >= today}
    free = {one.id: one for one in bank.values() if one.id not in seen and topic in (None, one.topic)}
    known = sorted((card for card in cards if card.item in free), key=lambda card: (card.due_at, card.item))
    due = [card for card in known if card.due_at <= now]
    early = [card for card in known if card.due_at > now]
    new = _new(free, {card.item for card in known}, level(bank, recent_attempts), followed_topics, seed)
    reviews = due[: max(1, count - _fresh(len(due), seed), count - len(new))]
    easiest_first = sorted(reviews, key=lambda card: ((now - card.asked_at) / card.stability, card.item))
    return [*_items(easiest_first), *new, *_items(early)][:count]


def _fresh(due: int, seed: str) -> int:
    """How many items must be new. Reviews that pile up while somebody is away must not use up all quizzes after it."""
    return 1 if Random(f"new:{seed}").random() * due < EASED else 0  # noqa: S311 - no secret


def _new(
    free: Mapping[str, Item], known: Collection[str], reached: int, followed: Collection[str], seed: str
) -> list[str]:
    """Those never asked, by chance: first of the level reached, then easier, then harder; followed topics first."""
    new = sorted(one for one in free if one not in known)
    Random(seed).shuffle(new)  # noqa: S311 - no secret

    def rank(one: str) -> tuple[bool, int, bool]:
        item = free[one]
        return item.level > reached, abs(item.level - reached), item.topic not in followed

    return sorted(new, key=rank)


def level(bank: Mapping[str, Item], recent_attempts: Sequence[Answered]) -> int:
    """1, 2 or 3: whoever is sure in a level is at the next. `recent_attempts`: oldest first."""
    for next_one in LEVELS[:0:-1]:
        below = [one.is_right for one in recent_attempts if one.item in bank and bank[one.item].level == next_one - 1]
        if sum(below[-SURE:]) >= SURE - 1:
            return next_one
    return LEVELS[0]


def review(memory: Memory | None, item_id: str, right: bool, now: datetime) -> Memory:
    """What is remembered after an answer. `memory`: what was before; None: the item is new to this person."""
    # Without a number and a time of ours, a card reads the clock and sleeps.
    card = Card(card_id=0, due=now)
    if memory is not None:
        asked = _whole(_day(memory.asked_at))
        card = Card(0, State.Review, None, memory.stability, memory.difficulty, now, asked)
    kept, _ = _SCHEDULER.review_card(card, Rating.Good if right else Rating.Again, _whole(_day(now)))
    assert kept.stability is not None  # noqa: S101 - a card that was answered has both
    assert kept.difficulty is not None  # noqa: S101
    return Memory(item_id, kept.stability, kept.difficulty, _begin(kept.due.date()), now)


def order(item: Item, seed: str) -> tuple[int, ...]:
    """In which order its options are shown: their numbers, counted from 0."""
    numbers = list(range(len(item.options["vi"])))
    Random(f"{seed}:{item.id}").shuffle(numbers)  # noqa: S311 - no secret
    return tuple(numbers)


def _items(cards: Sequence[Memory]) -> list[str]:
    return [card.item for card in cards]


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def begin_of_day(now: datetime) -> datetime:
    """When the local day of this moment began."""
    return _begin(_day(now))


def _begin(day: date) -> datetime:
    """When this local day begins."""
    return datetime.combine(day, time.min, LOCAL).astimezone(UTC)


def _whole(day: date) -> datetime:
    """The day as a moment to reckon with: for fsrs, last evening to this morning would be no day at all."""
    return datetime.combine(day, time.min, UTC)
