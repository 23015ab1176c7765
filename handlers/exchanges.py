"""Exchanges: what was said lately, as JSON and back; and the index of classes that it is read against."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from handlers.language.index import Index
from handlers.language.lexicon import load
from handlers.language.understanding import Context, Turn
from storage.store import Store

_indexes: dict[str, Index] = {}
"""The listing as last read, by its mark: a mark names one listing in any database, so it never is another's."""


async def index_of(store: Store) -> Index:
    """Of the classes as they are listed; read anew only after a change."""
    mark = await store.listing.mark()
    if mark is not None and mark in _indexes:
        return _indexes[mark]
    index = Index(await store.listing.list_upcoming(), load())
    if mark is not None:
        _indexes.clear()
        _indexes[mark] = index
    return index


def context_of(state: dict[str, Any]) -> Context:
    """What is remembered of somebody, as `Exchanges.recall` gives it."""
    shown, told = tuple(state.get("shown", ())), tuple(state.get("told", ()))
    return Context(turns_of(state.get("turns", ())), shown, state.get("about", ""), told)


def turns_of(kept: Sequence[dict[str, Any]]) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            one["text"],
            datetime.fromisoformat(one["at"]),
            tuple(one.get("without", ())),
            tuple(one.get("besides", ())),
            one.get("teacher", ""),
            one.get("other", 0),
        )
        for one in kept
    )


def kept_turns(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The reverse of `turns_of`."""
    return [asdict(one) | {"at": one.at.isoformat()} for one in turns]
