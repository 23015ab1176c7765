"""The vocabulary of conversation: what was said, what we answer. Small and closed; no channel's habits in it."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from typing import Any

from markupsafe import Markup

MOST_SAID = 64
"""Bytes of what a button may say: the shortest limit among the channels (Telegram's callback data)."""
MOST_NAME = 120
"""Characters of a file's name."""


class Kind(StrEnum):
    """How something was said."""

    WORDS = "words"
    """Typed words; a tap on a button is the same, with `tapped` set."""
    VOICE = "voice"
    PHOTO = "photo"
    STICKER = "sticker"
    DOCUMENT = "document"
    OTHER = "other"
    """A location, a contact card, a poll …"""
    LEFT = "left"
    """They blocked us or closed the chat; nothing can be answered."""
    RETURNED = "returned"
    """They unblocked us."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with what was said: not the file itself, but what its sender's app claims of it."""

    handle: str
    """What the channel calls it: opens the file there, and only there."""
    name: str
    """A word of its sender's, never a path; at most `MOST_NAME` characters."""
    media_type: str
    """image/jpeg … or an empty string; the content may be something else."""
    size: int
    """Bytes; 0 where the channel does not say."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What one person said, on any channel."""

    channel: str
    external_id: str
    """Where they said it: the address within the channel."""
    key: str
    """Names the update; a repeated one has the same."""
    text: str = ""
    """Typed words, a caption, or what the tapped button says."""
    kind: Kind = Kind.WORDS
    chat_name: str = ""
    """What the channel calls them."""
    language: str = "vi"
    """vi or en: the language of their app, if we have the words; used when first met."""
    tapped: str | None = None
    """The channel's name of the message whose button was tapped: a reply may replace it."""
    link: str | None = None
    """A deep link to us on this channel, ending where the payload goes; None where the channel has none."""
    buttonless: bool = False
    """The channel has no buttons: a bare number means the button of that number in what was last offered."""
    file: Attachment | None = None
    """Of a document or a photo, where the channel can give it to us."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to say with one tap, or a web address to open."""

    label: str
    says: str = ""
    """At most `MOST_SAID` bytes; the same as if it had been typed."""
    opens: str = ""
    """An https address, instead of `says`."""

    def __post_init__(self) -> None:
        if bool(self.says) == bool(self.opens) or len(self.says.encode()) > MOST_SAID:
            raise ValueError(f"a button either says 1–{MOST_SAID} bytes or opens an address: {self!r}")


@dataclass(frozen=True, slots=True)
class Document:
    """A small file that goes with a message; an image/png or image/jpeg is shown as a picture where that is possible.

    Made for one person, its content is in the outbox until it is sent. What goes to many is kept once, in
    `storage.files`: then the outbox bears its number, and delivery fills in the rest just before sending.
    """

    name: str
    content: bytes
    """Empty in the outbox if it is `stored`."""
    media_type: str
    stored: int | None = None
    """The number of the file in `storage.files`."""
    handle: str | None = None
    """What the channel calls it since it was sent there before: need not be sent again. Filled in by delivery."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: text with the few tags <b>, <i>, <a href>, rows of buttons, perhaps a document."""

    text: Markup
    buttons: tuple[tuple[Button, ...], ...] = ()
    replaces: str | None = None
    """The message to edit instead of writing a new one; a channel that cannot edit writes anew."""
    document: Document | None = None

    def in_place_of(self, incoming: Incoming) -> "Reply":
        """The same, taking the place of the message that was tapped, if one was."""
        return replace(self, replaces=incoming.tapped)

    def body(self) -> dict[str, Any]:
        """As JSON, for the outbox."""
        body: dict[str, Any] = {"html": str(self.text)}
        if self.buttons:
            body["buttons"] = [[[one.label, one.says, one.opens] for one in row] for row in self.buttons]
        if self.replaces:
            body["replaces"] = self.replaces
        if self.document:
            body["document"] = _written(self.document)
        return body

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> "Reply":
        """The reverse of `body`."""
        rows = tuple(tuple(Button(*button) for button in row) for row in body.get("buttons", []))
        document = None
        if "document" in body:
            name, content, media_type, *stored = body["document"]
            document = Document(name, b64decode(content), media_type, *stored)
        # It was escaped when `body` wrote it.
        return cls(Markup(body["html"]), rows, body.get("replaces"), document)  # noqa: S704


def _written(document: Document) -> list[Any]:
    if document.stored is not None:
        return [document.name, "", document.media_type, document.stored]
    return [document.name, b64encode(document.content).decode(), document.media_type]


def stored_in(body: dict[str, Any]) -> int | None:
    """The number of the stored file that a reply's body bears, if it bears one."""
    document = body.get("document", ())
    return document[3] if len(document) > 3 else None


def rows(*buttons: Button | None, wide: int = 1) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of `wide`; None is left out."""
    there = [button for button in buttons if button is not None]
    return tuple(tuple(there[start : start + wide]) for start in range(0, len(there), wide))


def numbering(labels: Sequence[str]) -> list[int]:
    """What to type for each button where there are none to tap: its label if that is a number, else the next one."""
    own = [int(label) for label in labels if label.isascii() and label.isdigit()]
    following = count(max(own, default=0) + 1)
    return [int(label) if label.isascii() and label.isdigit() else next(following) for label in labels]


class Refusal(Exception):
    """An expected "no": its reply is the answer, and what the handler changed before is undone."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("refused")
        self.reply = reply
