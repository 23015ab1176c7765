"""Numbers of items: how people of one centre got on with each, coarse like those of skills, for the same reasons."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.attempts import Attempt
from storage.contacts import Contact
from storage.discretion import FEW
from storage.skills import settled, tenths
from storage.store import Store

Chosen = tuple[int, bool, int]
"""(option, whether it was right, people who chose it)"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one item. Each person counts once, with the first of their answers that is kept."""

    people: int
    """At least `FEW`."""
    tenths: int
    """Of them got it right, as in `storage.skills`."""
    drew_most: int | None
    """The wrong option that most chose; None: fewer than `FEW` did."""


async def numbers_of(store: Store, centre_id: int, items: Collection[str]) -> dict[str, Numbers]:
    """By item, of those that enough people who live at this centre answered before this week."""
    first = (
        select(func.min(Attempt.id))
        .join(Contact, Contact.id == Attempt.contact_id)
        .where(Attempt.item.in_(items), Contact.centre_id == centre_id, Attempt.at < settled(store.now))
        .group_by(Attempt.contact_id, Attempt.item)
    )
    query = (
        select(Attempt.item, Attempt.option, Attempt.is_right, func.count())
        .where(Attempt.id.in_(first))
        .group_by(Attempt.item, Attempt.option, Attempt.is_right)
    )
    chosen: dict[str, list[Chosen]] = {}
    for item, option, is_right, people in await store.session.execute(query):
        chosen.setdefault(item, []).append((option, is_right, people))
    told = {item: _told(counts) for item, counts in chosen.items()}
    return {item: numbers for item, numbers in told.items() if numbers}


def _told(counts: Collection[Chosen]) -> Numbers | None:
    people = sum(count for _, _, count in counts)
    if people < FEW:
        return None
    right = sum(count for _, is_right, count in counts if is_right)
    wrong = [(count, -option) for option, is_right, count in counts if not is_right]
    most, option = max(wrong, default=(0, 0))
    share = tenths([1000] * right + [0] * (people - right))
    return Numbers(people, share, -option if most >= FEW else None)
