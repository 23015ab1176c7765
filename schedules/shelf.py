"""The shelf: stored files on their way out, so that a message to ten thousand bears one file by its number."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.vocabulary import Reply
from storage.database import Database
from storage.files import FileState

MOST = 4
"""Files in memory; those used last."""


@dataclass(frozen=True, slots=True)
class _Taken:
    content: bytes
    sent_as: dict[str, str]


class Shelf:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._taken: dict[int, _Taken] = {}

    def knows(self, stored: int, channel: str) -> bool:
        """Whether this channel has had the file: then it has a name for it, or gives none."""
        return stored in self._taken and channel in self._taken[stored].sent_as

    async def fill(self, reply: Reply, channel: str) -> Reply | None:
        """The reply with its stored file in it, and what the channel calls it; None if the file is gone."""
        document = reply.document
        if document is None or document.stored is None:
            return reply
        taken = self._taken.pop(document.stored, None) or await self._read(document.stored)
        if taken is None:
            return None
        self._taken[document.stored] = taken
        for oldest in list(self._taken)[:-MOST]:
            del self._taken[oldest]
        handle = taken.sent_as.get(channel) or None
        return replace(reply, document=replace(document, content=taken.content, handle=handle))

    def sent(self, stored: int, channel: str, handle: str | None) -> bool:
        """It was sent there, where it is called so; None: the channel does not say. Tells whether that name is new."""
        before = self._taken[stored].sent_as if stored in self._taken else {}
        is_new = bool(handle) and before.get(channel) != handle
        before[channel] = handle or ""
        return is_new

    async def _read(self, stored: int) -> _Taken | None:
        async with self._database.read(self._now()) as store:
            file, content = await store.files.find_stored(stored), await store.files.content(stored)
        if file is None or content is None or file.state is not FileState.HERE:
            return None
        return _Taken(content, dict(file.sent_as))
