"""Discretion: of which sets of people a number may be told, so that none tells of fewer than `FEW` of them."""

from collections.abc import Hashable, Iterable, Set
from typing import TypeVar

FEW = 5
"""What is told is told of at least so many different people, and so is whatever follows from it."""

Key = TypeVar("Key", bound=Hashable)


def tellable(circles: Iterable[tuple[Key, Set[int]]]) -> list[Key]:
    """Those of these sets of people that may be told, each looked at in turn; the first ones have the better chance.

    The sets that are told cut each other into pieces, and whatever can be reckoned from their sums is a sum of such
    pieces. No piece is smaller than `FEW`, so nothing that is reckoned tells of fewer: not the ward less its groups,
    nor one group less another that has most of its people.
    """
    pieces: list[Set[int]] = []
    told = list[Key]()
    for key, people in circles:
        outside = people - set[int]().union(*pieces)
        cut = [part for piece in pieces for part in (piece & people, piece - people) if part]
        cut += [outside] if outside else []
        if people and all(len(part) >= FEW for part in cut):
            pieces = cut
            told.append(key)
    return told
