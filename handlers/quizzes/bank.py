"""The bank as residents of one centre are asked from it: ours and what organizers brought, less what is off."""

from collections.abc import Mapping
from typing import TypeVar

from handlers.kept import ByMark
from handlers.texts import items
from handlers.texts.items import Item
from storage.items import ImportedItem
from storage.store import Store

T = TypeVar("T")

_banks: ByMark[Mapping[str, Item]] = ByMark()
"""Of each centre: bringing or switching items makes another mark."""


async def bank_of(store: Store, centre_id: int | None) -> Mapping[str, Item]:
    """By the item's id. `centre_id`: where somebody lives; None: they did not say, so nothing of a centre's own."""
    return await _banks.get(store, lambda: _read(store, centre_id), of=centre_id)


async def _read(store: Store, centre_id: int | None) -> Mapping[str, Item]:
    off = {item for centre, item in await store.items.list_off() if centre == centre_id}
    brought = [of_row(row) for row in await store.items.list_all() if row.centre_id == centre_id]
    return {one.id: one for one in (*items.load(), *brought) if one.id not in off}


def of_row(row: ImportedItem) -> Item:
    """An item that organizers brought, in both languages: what nobody translated is asked in Vietnamese."""
    return Item(
        id=f"row-{row.id}",
        topic=row.topic,
        skill=row.skill,
        level=row.level,
        question=_both(row.question),
        options={language: tuple(said) for language, said in _both(row.options).items()},
        right=frozenset(row.right),
        explanation=_both(row.explanation),
        source=row.source,
    )


def _both(by_language: dict[str, T]) -> dict[str, T]:
    return {language: by_language.get(language, by_language["vi"]) for language in items.LANGUAGES}
