"""Files that organizers send: asked for, fetched beside the conversation, then handed to whoever takes such.

A room names what it takes in a table `files`: by a dialog's kind what is sent while that dialog is under way, by the
ending of the name (".xlsx") what is sent outside of such. Its handler is called once the file is here, and again if
somebody says `/tep` and its number again: it answers as often as it is asked.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from handlers.heard import Heard
from handlers.menu import cannot_take
from handlers.rights import trusted
from handlers.vocabulary import Document, Incoming, Reply
from storage.dialogs import Dialog
from storage.files import MOST_BYTES, File, FileState
from storage.store import Store

CHANNEL = "files"
"""The inbox's name for the news that a file is here, or will never be."""
COMES = "tep"
"""The word of that news."""

FileHandler = Callable[[Heard, Store, File], Awaitable[list[Reply]]]
"""From a file that is here to what we answer; `store.files.content(file.id)` are its bytes."""
Table = Mapping[str, FileHandler]


async def take(heard: Heard, store: Store, dialog: Dialog | None, table: Table) -> list[Reply]:
    """A file of an organizer is asked for, if somebody takes such. Anything else is not taken."""
    file, words = heard.incoming.file, heard.texts.files
    if file is None or await store.organizers.rights(heard.contact.id) is None:
        return cannot_take(heard)
    asking = dialog if dialog and _takes(dialog, store, table) else None
    purpose = asking.kind if asking else PurePosixPath(file.name.lower()).suffix
    if purpose not in table:
        return cannot_take(heard)
    if file.size > MOST_BYTES:
        return [Reply(words.too_large(file.name, MOST_BYTES))]
    if dialog and not asking:
        await store.dialogs.set_aside(dialog)
    await store.files.want(
        heard.contact.id,
        heard.incoming.channel,
        file.handle,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        purpose=purpose,
        dialog_id=asking.id if asking else None,
        said=_who(heard.incoming),
    )
    return [Reply(words.reading(file.name))]


def _takes(dialog: Dialog, store: Store, table: Table) -> bool:
    return dialog.kind in table and not dialog.aside and store.dialogs.is_live(dialog)


async def come(heard: Heard, store: Store, table: Table) -> list[Reply]:
    """`/tep 5`: their file 5 is here, or will never be."""
    await trusted(heard, store)
    file, words = await store.files.find(heard.contact.id, heard.number(0)), heard.texts.files
    if file is None or file.purpose not in table or file.state is FileState.GONE:
        return [Reply(words.gone())]
    if file.state is FileState.WANTED:
        return [Reply(words.reading(file.name))]
    if file.state is FileState.FAILED:
        too_large = file.reason == TOO_LARGE
        return [Reply(words.too_large(file.name, MOST_BYTES) if too_large else words.failed(file.name))]
    dialog = await store.dialogs.find(heard.contact.id)
    if file.dialog_id:
        if dialog is None or dialog.id != file.dialog_id:
            return [Reply(words.too_late(file.name))]
        await store.dialogs.take_up(dialog)
    return await table[file.purpose](heard, store, file)


TOO_LARGE = "too_large"
"""The reason of a download that was given up because of its size."""


def news(file: File) -> tuple[str, str]:
    """(key, raw) of the inbox's news that a file is here or will never be: its sender says `/tep` and its number."""
    said = {**file.said, "channel": file.channel, "key": f"file:{file.id}", "text": f"/{COMES} {file.id}"}
    return f"file:{file.id}", json.dumps(said, ensure_ascii=False)


def parse(raw: str) -> Incoming:
    """What the news says."""
    return Incoming(**json.loads(raw))


def _who(incoming: Incoming) -> dict[str, Any]:
    """Of what was said, what is needed to go on as if the same person spoke again."""
    names = ("external_id", "chat_name", "language", "link", "buttonless")
    return {name: getattr(incoming, name) for name in names}


def bearing(reply: Reply, file: File) -> Reply:
    """The reply with a stored file, whose content stays in storage however many get it."""
    return replace(reply, document=Document(file.name, b"", file.media_type, stored=file.id))
