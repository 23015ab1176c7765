"""The terminal as a channel: the same conversation in plain text, buttons as numbered lines.

It has no buttons, edits or links, so it shows whether a handler relies on any of them.
"""

import asyncio
import json
import re
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import cached_property, partial
from html.parser import HTMLParser
from io import FileIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from handlers.files import TOO_LARGE
from handlers.vocabulary import MOST_NAME, Attachment, Document, Incoming, Kind, Reply, numbering
from schedules.channel import Downloaded, Outcome, Rejected, Sent
from storage.database import Database

CHANNEL = "chat"
MOST_TYPED = 4096
"""Characters of one line, as many as Telegram takes in one message."""

SENDS = "/gui "
"""Before the path of a file: it is sent as from a phone."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class TerminalChannel:
    """One person at the keyboard. `fetch_for_ever` ends when there is nothing more to read."""

    name = CHANNEL

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        person: str,
        *,
        arrived: Callable[[], None],
        settled: Callable[[], Awaitable[None]],
        lines: AsyncIterator[str] | None = None,
        write: Callable[[str], None] | None = None,
    ) -> None:
        """`person`: who types. `arrived` is called when a line is journalled; `settled` waits for all answers to it."""
        self._database = database
        self._now = now
        self._person = person
        self._arrived = arrived
        self._settled = settled
        self._lines = lines
        self._write = write or partial(print, flush=True)
        self._sent = 0

    async def start(self) -> None:
        """Nothing to do: a terminal is there."""

    async def probe(self) -> None:
        """Nothing to do: nobody else types here."""

    async def stop(self) -> None:
        """Nothing to do: it stays."""

    async def fetch_for_ever(self) -> None:
        """Hear line after line, each once what came before is answered."""
        await self._settled()
        async for line in self._lines or typed_lines():
            if text := _CONTROL.sub(" ", line).strip():
                path = await asyncio.to_thread(named_file, text)
                await (self.sends(path) if path else self.says(text))
                await self._settled()

    async def says(self, text: str, person: str | None = None) -> None:
        """Journal what `person` (by default who sits here) typed."""
        await self._journal({"who": person or self._person, "text": text[:MOST_TYPED]})

    async def sends(self, path: Path) -> None:
        """Journal that this file was sent; it is read when it is asked for."""
        size = (await asyncio.to_thread(path.stat)).st_size
        file = {"handle": str(path), "name": path.name[-MOST_NAME:], "media_type": "", "size": size}
        await self._journal({"who": self._person, "text": "", "file": file})

    async def _journal(self, said: dict[str, Any]) -> None:
        key = uuid4().hex
        async with self._database.begin(self._now()) as store:
            await store.inbox.journal(CHANNEL, {key: json.dumps({"key": key, **said}, ensure_ascii=False)})
        self._arrived()

    async def download(self, handle: str, most: int) -> Downloaded:
        """Read it, if it is still there."""
        try:
            content = await asyncio.to_thread(_read_at_most, Path(handle), most + 1)
        except OSError as error:
            return Rejected(type(error).__name__)
        return content if len(content) <= most else Rejected(TOO_LARGE)

    def parse(self, raw: str) -> Incoming | None:
        said = json.loads(raw)
        who: str = said["who"]
        kind, file = (Kind.DOCUMENT, Attachment(**said["file"])) if "file" in said else (Kind.WORDS, None)
        return Incoming(CHANNEL, who[:64], said["key"], said["text"], kind, chat_name=who, buttonless=True, file=file)

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        """Print it; an edit is printed anew. What is for somebody else who once sat here says so."""
        lines = [] if external_id == self._person[:64] else [f"(→ {external_id})"]
        lines += plain(str(reply.text)).splitlines()
        lines += numbered(reply)
        if reply.document:
            lines.append(f"[{self._save(reply.document)}]")
        self._write("\n".join(("", *lines)))
        self._sent += 1
        return Sent(str(self._sent))

    def _save(self, document: Document) -> Path:
        path = self._folder / (Path(document.name).name or "file")
        path.write_bytes(document.content)
        return path

    @cached_property
    def _folder(self) -> Path:
        """Where documents go; for their owner only, and kept for them."""
        return Path(tempfile.mkdtemp(prefix="banhoc-chat-"))


def numbered(reply: Reply) -> list[str]:
    """The buttons as lines: a number for what can be said, the address for what can be opened.

    A button whose label is a number needs no line: the text above it says what that number is.
    """
    buttons = [button for row in reply.buttons for button in row]
    numbers = iter(numbering([button.label for button in buttons if button.says]))
    shown = [(button, f"{next(numbers)}. {button.label}" if button.says else "") for button in buttons]
    return [
        "  " + _CONTROL.sub("", line or f"{button.label}: {button.opens}")
        for button, line in shown
        if not button.label.isdigit()
    ]


def plain(html: str) -> str:
    """Text without its tags; the address of a link follows its words. What steers a terminal is left out."""
    stripper = _Stripper()
    stripper.feed(html)
    stripper.close()
    return _CONTROL.sub("", "".join(stripper.parts))


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._address: str | None = None

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self.parts.append(f" ({self._address})")
            self._address = None


def named_file(typed: str) -> Path | None:
    """The file that `/gui <path>` names, if it is one; anything at all may be typed."""
    if not typed.startswith(SENDS):
        return None
    path = Path(typed.removeprefix(SENDS).strip().strip("'\"")).expanduser().resolve()
    return path if path.is_file() else None


async def typed_lines() -> AsyncIterator[str]:
    """Lines of standard input until it ends. A thread waits for them, one that does not keep the process alive."""
    loop = asyncio.get_running_loop()
    typed: asyncio.Queue[str] = asyncio.Queue()
    threading.Thread(target=_read, args=(loop, typed), daemon=True).start()
    while line := await typed.get():
        yield line


def _read_at_most(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


def _read(loop: asyncio.AbstractEventLoop, typed: "asyncio.Queue[str]") -> None:
    """Put each line into the queue; an empty string at the end."""
    line = "…"
    # Not sys.stdin: a thread that waits within it holds a lock that Python wants when it ends, and aborts without.
    keyboard = FileIO(sys.stdin.fileno(), closefd=False)
    while line and not loop.is_closed():
        line = keyboard.readline().decode(errors="replace")
        try:
            loop.call_soon_threadsafe(typed.put_nowait, line)
        except RuntimeError:  # the loop closed while we waited for the keyboard
            return
