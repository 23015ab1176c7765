"""Telegram's updates in our vocabulary.

Plain dictionary access instead of `Update.de_json`: it reads ten fields instead of building some twenty objects, and
a field that Telegram adds or changes elsewhere cannot make an update unreadable.
"""

import json
import re
from typing import Any

from handlers.vocabulary import MOST_NAME, Attachment, Incoming, Kind
from storage.files import MOST_BYTES

_KINDS = {
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "video_note": Kind.VOICE,
    "photo": Kind.PHOTO,
    "sticker": Kind.STICKER,
    # A GIF comes with a `document` too.
    "animation": Kind.OTHER,
    "document": Kind.DOCUMENT,
}
_NOTES = frozenset(
    {
        "chat_background_set",
        "chat_shared",
        "connected_website",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "message_auto_delete_timer_changed",
        "pinned_message",
        "users_shared",
        "write_access_allowed",
    }
)
"""What Telegram notes in a private chat, though nobody said anything."""
_MEMBERSHIP = {"kicked": Kind.LEFT, "member": Kind.RETURNED}
_ADDRESSED = re.compile(r"\A(/\w+)@\w+")


def parse(raw: str, username: str, channel: str = "telegram") -> Incoming | None:
    """What one person said to the bot of this name, or None if nobody said anything to it.

    Only private chats are served. Edits of what was said before are not heard: their first wording was answered.
    Raises KeyError, TypeError, AttributeError or ValueError for what is no update of Telegram's.
    """
    update = json.loads(raw)
    key = str(update["update_id"])
    name = next((name for name in _READERS if name in update), None)
    if name is None:
        return None
    happened = update[name]
    chat, said = _chat_of(name, happened), _READERS[name](happened)
    who = happened.get("from")
    if said is None or chat["type"] != "private" or not who or who.get("is_bot"):
        return None
    return Incoming(
        channel=channel,
        external_id=str(chat["id"]),
        key=key,
        chat_name=_clean(" ".join(filter(None, (who.get("first_name"), who.get("last_name"))))),
        language="en" if str(who.get("language_code")).startswith("en") else "vi",
        link=f"https://t.me/{username}?start=",
        **said,
    )


def _chat_of(name: str, happened: dict[str, Any]) -> dict[str, Any]:
    """Where it happened. A tap on a message in no chat of ours comes from a person, whose private chat has their id."""
    if name != "callback_query":
        chat: dict[str, Any] = happened["chat"]
        return chat
    message = happened.get("message")
    return message["chat"] if message else {"id": happened["from"]["id"], "type": "private"}


def _message(message: dict[str, Any]) -> dict[str, Any] | None:
    if "text" in message:
        return {"text": _clean(_ADDRESSED.sub(r"\1", message["text"]))}
    if _NOTES & message.keys():
        return None
    kind = next((kind for name, kind in _KINDS.items() if name in message), Kind.OTHER)
    return {"text": _clean(message.get("caption", "")), "kind": kind, "file": _file(kind, message)}


def _file(kind: Kind, message: dict[str, Any]) -> Attachment | None:
    """Of a document, or of a photo, which comes in several sizes: the largest that we take."""
    if kind is Kind.PHOTO:
        sizes = sorted((one for one in message["photo"] if "file_id" in one), key=_bytes)
        photo = next((one for one in reversed(sizes) if _bytes(one) <= MOST_BYTES), None)
        return Attachment(photo["file_id"], "photo.jpg", "image/jpeg", _bytes(photo)) if photo else None
    file = message["document"] if kind is Kind.DOCUMENT else {}
    if "file_id" not in file:
        return None
    name = _clean(str(file.get("file_name", "")))[-MOST_NAME:]
    return Attachment(file["file_id"], name, _clean(str(file.get("mime_type", ""))), _bytes(file))


def _bytes(file: dict[str, Any]) -> int:
    size = file.get("file_size")
    return size if isinstance(size, int) and size > 0 else 0


def _tap(query: dict[str, Any]) -> dict[str, Any]:
    """Any data at all may come: it is sent by the person's app."""
    message = query.get("message")
    return {"text": _clean(query.get("data", "")), "tapped": str(message["message_id"]) if message else None}


def _membership(change: dict[str, Any]) -> dict[str, Any] | None:
    kind = _MEMBERSHIP.get(change["new_chat_member"]["status"])
    return {"kind": kind} if kind else None


def _clean(text: str) -> str:
    """Without what databases refuse: NUL and lone halves of surrogate pairs."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode(errors="ignore").decode().replace("\0", "")


_READERS = {"message": _message, "callback_query": _tap, "my_chat_member": _membership}
WANTED = tuple(_READERS)
"""The kinds of updates we ask for."""
