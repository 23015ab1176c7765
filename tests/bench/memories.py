"""Simulated learners: when they take a quiz, and how they forget. By two models, neither of which is that of fsrs.

What differs from one to the next is drawn from fixed seeds. The numbers are plausible, not measured on people.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Protocol

from handlers.texts.items import Item

DAYS = 90
SEED = 5
KNOWN_BEFORE = {1: 0.3, 2: 0.2, 3: 0.1}
"""Chance that somebody knows an item of this level already."""
USED_BEFORE = (-200, -120, -60, -30, -12)
"""The days on which they had used what they knew."""


class Memory(Protocol):
    """Of one item in one person. Days count from the first, with fractions."""

    def chance(self, day: float) -> float:
        """To know it then, 0 to 1."""

    def practise(self, day: float, *, known: bool) -> None:
        """It was asked, and its explanation was read."""


class Halving:
    """Exponential: it halves in so many days, and in more after each time it was known, the more so the less likely
    that was; forgotten, in fewer again."""

    def __init__(self, half_life: float, gain: float, kept: float) -> None:
        self._first = self._half_life = half_life
        self._gain = gain
        self._kept = kept
        self._last: float | None = None

    def chance(self, day: float) -> float:
        return 0.0 if self._last is None else 0.5 ** ((day - self._last) / self._half_life)

    def practise(self, day: float, *, known: bool) -> None:
        if self._last is not None:
            factor = 1 + self._gain * (1 - self.chance(day)) if known else self._kept
            self._half_life = max(self._half_life * factor, self._first)
        self._last = day


class Fading:
    """Pavlik and Anderson (2005): each practice leaves a trace that fades as a power of time, the faster the more of
    the item was present at that moment."""

    SCALE = 86_400 * 0.025
    """A day in their seconds, which pass slower between sessions."""
    CROWDING, NOISE = 0.217, 0.255

    def __init__(self, decay: float, threshold: float) -> None:
        self._decay = decay
        self._threshold = threshold
        self._traces: list[tuple[float, float]] = []

    def _present(self, day: float) -> float:
        return math.fsum(math.pow((day - at) * self.SCALE + 1, -decay) for at, decay in self._traces)

    def chance(self, day: float) -> float:
        if not self._traces:
            return 0.0
        return 1 / (1 + math.exp((self._threshold - math.log(self._present(day))) / self.NOISE))

    def practise(self, day: float, *, known: bool) -> None:
        self._traces.append((day, self._decay + self.CROWDING * self._present(day)))


class Kind(StrEnum):
    FORGETFUL = "forgetful"
    """Three days of four; forgets about twice as fast."""
    KEEN = "keen"
    """Nearly every day, now and then twice."""
    ABSENT = "absent"
    """Monday, Wednesday, Friday; away twice, for 10 to 25 days."""


@dataclass(frozen=True)
class Learner:
    number: int

    @property
    def kind(self) -> Kind:
        return list(Kind)[self.number % 3]

    @property
    def halves(self) -> bool:
        """Which model: every second of each kind."""
        return self.number // 3 % 2 == 0

    def chance(self, what: str) -> Random:
        """Their own for each purpose, the same however items are chosen."""
        return Random(f"{SEED}:{self.number}:{what}")

    def sittings(self) -> list[tuple[int, int]]:
        """The quizzes they take: day, and which of that day."""
        chance = self.chance("sittings")
        away = {day for first in (15, 50) for day in _absence(first, chance)}
        taken = []
        for day in range(DAYS):
            if self.kind is Kind.KEEN and chance.random() < 0.95:
                taken += [(day, number) for number in range(2 if chance.random() < 0.3 else 1)]
            if self.kind is Kind.FORGETFUL and chance.random() < 0.75:
                taken.append((day, 0))
            if self.kind is Kind.ABSENT and day % 7 in (0, 2, 4) and day not in away and chance.random() < 0.9:
                taken.append((day, 0))
        return taken

    def memories(self, bank: Mapping[str, Item]) -> dict[str, Memory]:
        """Before the first quiz."""
        chance = self.chance("memories")
        make = self._halving(chance) if self.halves else self._fading(chance)
        memories = {}
        for name, item in sorted(bank.items()):
            ease = Random(f"{SEED}:{name}").gauss(0, 0.35) + chance.gauss(0, 0.2) - 0.25 * (item.level - 2)
            memories[name] = make(ease)
            if chance.random() < KNOWN_BEFORE[item.level]:
                for day in USED_BEFORE:
                    memories[name].practise(day, known=True)
        return memories

    def _halving(self, chance: Random) -> "Make":
        forgetful = self.kind is Kind.FORGETFUL
        half_life = (4 if forgetful else 8) * chance.lognormvariate(0, 0.3)
        gain = (1.5 if forgetful else 2.5) * chance.lognormvariate(0, 0.2)
        kept = chance.uniform(0.2, 0.5)
        return lambda ease: Halving(half_life * math.exp(ease), gain * math.exp(ease / 2), kept)

    def _fading(self, chance: Random) -> "Make":
        decay = (0.21 if self.kind is Kind.FORGETFUL else 0.177) * chance.lognormvariate(0, 0.1)
        threshold = chance.gauss(-1.75, 0.15)
        return lambda ease: Fading(decay, threshold - 0.35 * ease)


class Make(Protocol):
    def __call__(self, ease: float) -> Memory:
        """`ease`: of the item for this person, about 0."""


def _absence(first: int, chance: Random) -> range:
    begin = first + chance.randint(0, 15)
    return range(begin, begin + chance.randint(10, 25))
