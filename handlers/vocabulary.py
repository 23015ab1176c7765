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
MOST_ASKED, MOST_OPTIONS, MOST_OPTION, MOST_EXPLAINED = 300, 12, 100, 200
"""Of a poll: its question, how many options, each of them, its explanation; the shortest limits among the channels."""


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
    MOVED = "moved"
    """The group has another id since: the text is the new one."""


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
    group: str | None = None
    """The chat of several people where it was said, if it was one: its address within the channel. `external_id` is
    the speaker's own then, and whoever is no organizer is not known, answered or kept."""
    group_title: str = ""
    """What the channel calls the group."""
    group_link: str | None = None
    """As `link`, but it brings us into a group of their choice, where the payload is said; None: no groups there."""


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
class Poll:
    """A question to several people, which the channel itself puts and judges. Plain text, no tags."""

    question: str
    options: tuple[str, ...]
    right: int
    """Which of them is right, counted from 0."""
    explanation: str
    """What whoever answered is shown; may be empty."""

    def __post_init__(self) -> None:
        """Raises: ValueError for what some channel would refuse."""
        sizes = [(self.question, MOST_ASKED), (self.explanation or "-", MOST_EXPLAINED)]
        sizes += [(option, MOST_OPTION) for option in self.options]
        fits = all(one.strip() and units(one) <= most for one, most in sizes) and self.explanation.count("\n") <= 2
        if not (fits and 2 <= len(self.options) <= MOST_OPTIONS and self.right in range(len(self.options))):
            raise ValueError(f"no channel's poll: {self!r}")


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: text with the few tags <b>, <i>, <a href>, rows of buttons, perhaps a document."""

    text: Markup
    buttons: tuple[tuple[Button, ...], ...] = ()
    replaces: str | None = None
    """The message to edit instead of writing a new one; a channel that cannot edit writes anew."""
    document: Document | None = None
    poll: Poll | None = None
    """Sent instead of the text where the channel has polls of its own; the text asks the same."""
    passing: bool = False
    """Nothing of it is kept once it was sent, nor shown in "my data" before: it bears a secret, as an invitation."""

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
        if self.poll:
            body["poll"] = [self.poll.question, self.poll.options, self.poll.right, self.poll.explanation]
        if self.passing:
            body["passing"] = True
        return body

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> "Reply":
        """The reverse of `body`."""
        rows = tuple(tuple(Button(*button) for button in row) for row in body.get("buttons", []))
        document = None
        if "document" in body:
            name, content, media_type, *stored = body["document"]
            document = Document(name, b64decode(content), media_type, *stored)
        poll = None
        if "poll" in body:
            question, options, right, explanation = body["poll"]
            poll = Poll(question, tuple(options), right, explanation)
        # It was escaped when `body` wrote it.
        return cls(Markup(body["html"]), rows, body.get("replaces"), document, poll, "passing" in body)  # noqa: S704


def _written(document: Document) -> list[Any]:
    if document.stored is not None:
        return [document.name, "", document.media_type, document.stored]
    return [document.name, b64encode(document.content).decode(), document.media_type]


def units(text: str) -> int:
    """How long channels count it: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


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
