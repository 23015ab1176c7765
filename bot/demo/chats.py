"""Chats as the stand-in remembers them: every message with what the bot sent and what a person sees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

JSON = dict[str, Any]


class ShownButton(NamedTuple):
    """A button below a message: it either says `data` or opens `url`."""

    label: str
    data: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class File:
    """Bytes somebody sent. `kind` is Telegram's name for it: document, photo, voice, sticker."""

    file_id: str
    kind: str
    name: str
    content: bytes
    mime_type: str

    @property
    def path(self) -> str:
        """Where it is downloaded, below /file/bot{token}/."""
        return f"{self.kind}s/{self.file_id}"


@dataclass(slots=True)
class Message:
    """One message of a chat; `said` is the part of Telegram's object that its author determined."""

    message_id: int
    chat: "Chat"
    author: JSON
    from_bot: bool
    date: datetime
    text: str = ""
    html: str = ""
    entities: list[JSON] = field(default_factory=list)
    markup: JSON | None = None
    file: File | None = None
    content: JSON = field(default_factory=dict)
    """Whatever is not text: {"voice": …}, {"contact": …}; a caption is `text`."""
    reply_to: int | None = None
    edited: datetime | None = None

    @property
    def captioned(self) -> bool:
        """Whether `text` is the caption of something else."""
        return bool(self.content)

    def as_telegram(self) -> JSON:
        """Telegram's Message object."""
        whole: JSON = {
            "message_id": self.message_id,
            "from": self.author,
            "chat": self.chat.as_telegram(),
            "date": int(self.date.timestamp()),
            **self.content,
        }
        if self.text:
            whole["caption" if self.captioned else "text"] = self.text
        if self.entities:
            whole["caption_entities" if self.captioned else "entities"] = self.entities
        if self.edited:
            whole["edit_date"] = int(self.edited.timestamp())
        if self.markup:
            whole["reply_markup"] = self.markup
        answered = self.chat.messages.get(self.reply_to) if self.reply_to else None
        if answered:
            whole["reply_to_message"] = {**answered.as_telegram(), "reply_to_message": None}
        return whole

    def buttons(self) -> list[list[ShownButton]]:
        """The rows of its inline keyboard."""
        rows = self.markup["inline_keyboard"] if self.markup else []
        return [[ShownButton(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in rows]

    def shown(self) -> "Shown":
        return Shown(
            id=self.message_id,
            from_bot=self.from_bot,
            html=self.html,
            text=self.text,
            entities=self.entities,
            buttons=self.buttons(),
            file=self.file,
            content=self.content,
            date=self.date,
            edited=self.edited is not None,
            reply_to=self.reply_to,
        )


@dataclass(frozen=True)
class Shown:
    """A message as a person sees it at one moment."""

    id: int
    from_bot: bool
    html: str
    """As the bot wrote it; escaped text for everything written without HTML."""
    text: str
    """Without tags; the caption of a document or picture."""
    entities: list[JSON]
    """Telegram's entities, in UTF-16 units of `text`."""
    buttons: list[list[ShownButton]]
    file: File | None
    content: JSON
    """Telegram's fields for what is not text, such as {"voice": {…}}."""
    date: datetime
    edited: bool
    reply_to: int | None

    @property
    def document(self) -> str | None:
        """The name of the document that came with it."""
        return self.file.name if self.file and self.file.kind == "document" else None

    @property
    def document_bytes(self) -> bytes | None:
        return self.file.content if self.file and self.file.kind == "document" else None

    @property
    def picture(self) -> bytes | None:
        """The photo that came with it."""
        return self.file.content if self.file and self.file.kind == "photo" else None

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons, row after row."""
        return [button.label for row in self.buttons for button in row]


@dataclass
class Chat:
    """A private chat (the id is the person's) or a group (a negative id)."""

    chat_id: int
    details: JSON
    """Telegram's fields besides the id: type, first_name, title …"""
    open: bool = False
    """Whether the bot may write: someone wrote first, or it is a group."""
    closed_because: str | None = None
    """The words of the 403 that the bot gets instead, if any."""
    moved_to: int | None = None
    """The id of the supergroup that it became."""
    messages: dict[int, Message] = field(default_factory=dict)
    heard: int = 0
    """How often the bot has written or edited here."""
    heard_from: list[int] = field(default_factory=list)
    """The ids of the messages that were written or edited since the person's last action, oldest first."""

    def as_telegram(self) -> JSON:
        return {"id": self.chat_id, **self.details}

    def newest_first(self) -> Iterator[Message]:
        return reversed(self.messages.values())
