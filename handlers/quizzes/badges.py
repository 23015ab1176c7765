"""Badges: in which skills somebody is sure. Not by speed, not by how often they erred on the way. Pure."""

from collections.abc import Iterable, Mapping
from functools import cache

from handlers.texts import items
from handlers.texts.items import Item
from storage.cards import Memory

SURE = 5.0
"""Days of stability: reached by who knew an item twice on different days, with no slip after."""


def is_sure(memory: Memory) -> bool:
    return memory.stability >= SURE


def sure_skills(bank: Mapping[str, Item], memories: Iterable[Memory]) -> list[tuple[str, str]]:
    """(topic, skill), in the bank's order, of which half the items, at least two, were asked and all these are sure."""
    sure = {memory.item: is_sure(memory) for memory in memories}
    asked: dict[tuple[str, str], list[bool | None]] = {}
    for item in bank.values():
        asked.setdefault((item.topic, item.skill), []).append(sure.get(item.id))
    return [skill for skill, held in asked.items() if skill in _named() and _is_earned(held)]


def _is_earned(held: list[bool | None]) -> bool:
    known = [one for one in held if one is not None]
    return len(known) >= max(min(2, len(held)), (len(held) + 1) // 2) and all(known)


@cache
def _named() -> frozenset[tuple[str, str]]:
    """The skills of our own bank. What organizers call a skill of theirs has no name to put on a badge."""
    return frozenset((item.topic, item.skill) for item in items.load())
