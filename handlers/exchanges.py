"""Exchanges: what was said lately, as JSON and back; and the index of classes that it is read against."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from handlers.kept import ByMark
from handlers.language.index import Index
from handlers.language.lexicon import load
from handlers.language.understanding import Context, Turn
from storage.store import Store

_indexes: ByMark[Index] = ByMark()


async def index_of(store: Store) -> Index:
    """Of the classes as they are listed."""

    async def read() -> Index:
        return Index(await store.listing.list_upcoming(), load())

    return await _indexes.get(store, read)


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
