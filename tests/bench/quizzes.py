"""What is remembered of the mini-quizzes: the same learners take the same quizzes, filled in several ways."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import mean
from typing import Protocol

from handlers.quizzes.choosing import COUNT, choose, review
from handlers.texts.items import Item, load
from storage.cards import Memory as Card
from tests.bench.memories import DAYS, Kind, Learner
from tests.bench.memories import Memory as Mind
from tests.bench.table import aligned

MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
"""The first day, seven in the evening in Ho Chi Minh City."""
LATER = 30
"""Days without a quiz, after which one looks once more."""
LOOKS = 5
"""Days between two looks at what is remembered."""
BANK: Mapping[str, Item] = {one.id: one for one in load()}


@dataclass(frozen=True)
class Said:
    item: str
    is_right: bool
    at: datetime


class Way(Protocol):
    """Of filling one learner's quizzes. It sees answers, not memories."""

    def next(self, now: datetime, seed: str) -> list[str]:
        """The items of a quiz."""

    def answered(self, item: str, right: bool, now: datetime) -> None: ...

    def due(self, now: datetime) -> int:
        """Reviews that wait."""


class ByChance:
    """Any item that was not asked that day."""

    def __init__(self, learner: Learner) -> None:
        self._chance = learner.chance("picks")
        self._asked: dict[str, int] = {}

    def next(self, now: datetime, seed: str) -> list[str]:
        return self._chance.sample([one for one in BANK if self._asked.get(one) != _day(now)], COUNT)

    def answered(self, item: str, right: bool, now: datetime) -> None:
        self._asked[item] = _day(now)

    def due(self, now: datetime) -> int:
        return 0


class Fixed:
    """After 2, 5 and 12 days, then not any more; what is longest due first, then new items in the order of ours.

    `anew`: what was wrong begins again with 2 days, and 12 days repeat.
    """

    STEPS = (2, 5, 12)

    def __init__(self, learner: Learner, *, anew: bool = False) -> None:
        self._anew = anew
        self._followed = followed(learner)
        self._said: list[Said] = []
        self._step: dict[str, int] = {}
        self._due: dict[str, int] = {}
        """The day on which it is asked again."""

    def next(self, now: datetime, seed: str) -> list[str]:
        reviews = [item for day, item in sorted((day, item) for item, day in self._due.items()) if day <= _day(now)]
        known = [
            Card(item, 1, 5, due_at=now + timedelta(days=1), asked_at=MONDAY - timedelta(1)) for item in self._step
        ]
        return [*reviews, *choose(BANK, known, self._said, self._followed, now, seed)][:COUNT]

    def answered(self, item: str, right: bool, now: datetime) -> None:
        self._said.append(Said(item, right, now))
        step = 0 if self._anew and not right else self._step.get(item, 0)
        self._step[item] = step + 1
        self._due.pop(item, None)
        if self._anew or step < len(self.STEPS):
            self._due[item] = _day(now) + self.STEPS[min(step, len(self.STEPS) - 1)]

    def due(self, now: datetime) -> int:
        return sum(day <= _day(now) for day in self._due.values())


class Ours:
    def __init__(self, learner: Learner) -> None:
        self._followed = followed(learner)
        self._said: list[Said] = []
        self._cards: dict[str, Card] = {}

    def next(self, now: datetime, seed: str) -> list[str]:
        return choose(BANK, list(self._cards.values()), self._said, self._followed, now, seed)

    def answered(self, item: str, right: bool, now: datetime) -> None:
        self._said.append(Said(item, right, now))
        self._cards[item] = review(self._cards.get(item), item, right, now)

    def due(self, now: datetime) -> int:
        return sum(card.due_at <= now for card in self._cards.values())


WAYS: Mapping[str, Callable[[Learner], Way]] = {
    "by chance": ByChance,
    "2/5/12 days": Fixed,
    "2/5/12, anew": partial(Fixed, anew=True),
    "Bạn Học": Ours,
}


def followed(learner: Learner) -> set[str]:
    """Two topics."""
    return set(learner.chance("follows").sample(sorted({one.topic for one in BANK.values()}), 2))


def _day(now: datetime) -> int:
    return (now - MONDAY + timedelta(hours=12)).days


@dataclass
class Outcome:
    """Of one learner. Shares and chances are 0 to 1; what is known is a sum of chances."""

    held: float
    """Chance to know an item that was asked, on the mean of all looks."""
    held_90: float
    held_120: float
    met: int
    """Different items."""
    known_90: float
    """Of the whole bank, asked or not."""
    known_120: float
    answers: float
    """A day."""
    reviews: float
    """A day."""
    wrong: float
    """Share of the answers."""
    pile: int
    """Most reviews that waited before a quiz."""


def simulate(learner: Learner, make: Callable[[Learner], Way]) -> Outcome:
    """Ninety days of quizzes, and thirty without."""
    way, minds, chance = make(learner), learner.memories(BANK), learner.chance("answers")
    asked: Counter[str] = Counter()
    looks, piles, wrong = list[float](), [0], 0
    sittings = defaultdict(list)
    for day, number in learner.sittings():
        sittings[day].append(number)
    for day in range(DAYS):
        for number in sittings[day]:
            moment = day + number / 24
            now = MONDAY + timedelta(days=moment, minutes=chance.randint(-40, 40))
            piles.append(way.due(now))
            for item in way.next(now, f"{learner.number}:{day}:{number}"):
                known = chance.random() < minds[item].chance(moment)
                right = known or chance.random() < 1 / len(BANK[item].options["vi"])
                minds[item].practise(moment, known=known)
                way.answered(item, right, now)
                asked[item] += 1
                wrong += not right
        if asked and day % LOOKS == 0:
            looks.append(_mean(minds, asked, day + 0.9))
    answers = asked.total()
    return Outcome(
        held=mean(looks),
        held_90=_mean(minds, asked, DAYS),
        held_120=_mean(minds, asked, DAYS + LATER),
        met=len(asked),
        known_90=sum(one.chance(DAYS) for one in minds.values()),
        known_120=sum(one.chance(DAYS + LATER) for one in minds.values()),
        answers=answers / DAYS,
        reviews=(answers - len(asked)) / DAYS,
        wrong=wrong / answers,
        pile=max(piles),
    )


def _mean(minds: Mapping[str, Mind], asked: Iterable[str], day: float) -> float:
    return mean(minds[item].chance(day) for item in asked)


@dataclass(frozen=True)
class Row:
    name: str
    figure: Callable[[Outcome], float]
    shown: str = "{:.0%}"
    of: Callable[[Learner], bool] = lambda learner: True


def _of(kind: Kind) -> Row:
    return Row(f"  on day 90, {kind}", lambda one: one.held_90, of=lambda learner: learner.kind is kind)


ROWS = (
    Row("known of the items asked, days 1 to 90", lambda one: one.held),
    Row("  on day 90", lambda one: one.held_90),
    *(_of(kind) for kind in Kind),
    Row("  on day 90, forgetting by half-lives", lambda one: one.held_90, of=lambda learner: learner.halves),
    Row("  on day 90, forgetting by traces", lambda one: one.held_90, of=lambda learner: not learner.halves),
    Row("  on day 120, after 30 days without", lambda one: one.held_120),
    Row("different items asked", lambda one: one.met, "{:.0f}"),
    Row(f"items known of all {len(BANK)}, on day 90", lambda one: one.known_90, "{:.0f}"),
    Row("  on day 120", lambda one: one.known_120, "{:.0f}"),
    Row("answers a day", lambda one: one.answers, "{:.1f}"),
    Row("  of which reviews", lambda one: one.reviews, "{:.1f}"),
    Row("  of which wrong", lambda one: one.wrong),
    Row("reviews waiting at most", lambda one: one.pile, "{:.0f}"),
    Row("  of who is absent", lambda one: one.pile, "{:.0f}", lambda learner: learner.kind is Kind.ABSENT),
)


def remembered(learners: int) -> str:
    """The table: figures of so many learners, on the mean."""
    people = [Learner(number) for number in range(learners)]
    outcomes = {name: [(one, simulate(one, make)) for one in people] for name, make in WAYS.items()}
    lines = [["", *WAYS]]
    for row in ROWS:
        lines.append([row.name])
        for name in WAYS:
            lines[-1].append(row.shown.format(mean(row.figure(out) for one, out in outcomes[name] if row.of(one))))
    return f"{learners} simulated learners, {DAYS} days of quizzes\n\n{aligned(lines)}"
