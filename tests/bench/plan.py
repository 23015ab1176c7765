"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    rounds: int
    seconds: float
    """That one load lasts."""
    paced: int
    """Notices under the strict limit."""
    unpaced: int
    """Notices without a limit."""
    crowd: int
    """Messages that go out while people tap."""
    registrations: tuple[int, int]
    classes: tuple[int, int]
    """Upcoming, when questions are asked in one's own words."""
    cards: int
    """People who were asked every item, when a quiz is filled."""
    learners: int
    """Simulated, for what they remember."""


WHOLE = Plan(
    rounds=3,
    seconds=2.0,
    paced=600,
    unpaced=2_000,
    crowd=10_000,
    registrations=(1_000, 100_000),
    classes=(36, 10_000),
    cards=10_000,
    learners=200,
)
QUICK = Plan(
    rounds=1,
    seconds=1.0,
    paced=120,
    unpaced=1_000,
    crowd=2_000,
    registrations=(1_000, 20_000),
    classes=(36, 2_000),
    cards=500,
    learners=30,
)
