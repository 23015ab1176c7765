"""Kept: what was read from the listing and what goes with it, until a change makes another mark, in any process."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from storage.store import Store

T = TypeVar("T")


class ByMark(Generic[T]):
    """A mark names one state in any database, so what is kept for it never is another's."""

    def __init__(self) -> None:
        self._mark: str | None = None
        self._kept: dict[object, T] = {}

    async def get(self, store: Store, read: Callable[[], Awaitable[T]], of: object = None) -> T:
        """As last read, `of` this; read anew only after a change."""
        mark = await store.listing.mark()
        if mark is None:
            return await read()
        if mark != self._mark:
            self._mark, self._kept = mark, {}
        # The dictionary of this mark: while somebody reads, somebody else may have seen another one.
        kept = self._kept
        if of not in kept:
            kept[of] = await read()
        return kept[of]
