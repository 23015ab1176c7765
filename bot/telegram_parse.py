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
_MEMBERSHIP = {
    "kicked": Kind.LEFT,
    "left": Kind.LEFT,
    "member": Kind.RETURNED,
    # Only of groups.
    "administrator": Kind.RETURNED,
}
_ADDRESSED = re.compile(r"\A(/\w+)@(\w+)")
_GROUPS = ("group", "supergroup")


def parse(raw: str, username: str, channel: str = "telegram") -> Incoming | None:
    """What one person said to the bot of this name, or None if nobody said anything to it.

    Private chats are served; of groups only what `_in_group` finds. Edits of what was said before are not heard: their
    first wording was answered.
    Raises KeyError, TypeError, AttributeError or ValueError for what is no update of Telegram's.
    """
    update = json.loads(raw)
    key = str(update["update_id"])
    name = next((name for name in _READERS if name in update), None)
    if name is None:
        return None
    happened = update[name]
    chat = _chat_of(name, happened)
    if chat["type"] in _GROUPS:
        return _of_group(chat, _in_group(name, happened, username), happened, key, channel)
    said, who = _READERS[name](happened), happened.get("from")
    if said is None or chat["type"] != "private" or not who or who.get("is_bot"):
        return None
    return Incoming(
        channel=channel,
        external_id=str(chat["id"]),
        key=key,
        chat_name=_clean(" ".join(filter(None, (who.get("first_name"), who.get("last_name"))))),
        language="en" if str(who.get("language_code")).startswith("en") else "vi",
        link=f"https://t.me/{username}?start=",
        group_link=f"https://t.me/{username}?startgroup=",
        **said,
    )


def _of_group(
    chat: dict[str, Any], said: dict[str, Any] | None, happened: dict[str, Any], key: str, channel: str
) -> Incoming | None:
    """Who writes as the group itself is nobody whom we could know: Telegram names a bot of its own then."""
    who = happened.get("from") or {}
    if said is None or ("kind" not in said and who.get("is_bot", True)):
        return None
    title = _clean(str(chat.get("title", "")))
    return Incoming(channel, str(who.get("id", "")), key, group=str(chat["id"]), group_title=title, **said)


def is_talk(update: Any, username: str) -> bool:
    """Whether it was said in a group and is not for us: such things are not even journalled."""
    known = isinstance(update, dict)
    name = next((name for name in ("message", "callback_query") if known and name in update), "")
    happened = update[name] if name else None
    if not isinstance(happened, dict):
        return False
    where = happened.get("message", happened)
    chat = where.get("chat") if isinstance(where, dict) else None
    in_group = isinstance(chat, dict) and chat.get("type") in _GROUPS
    return in_group and _in_group(name, happened, username) is None


def _in_group(name: str, happened: dict[str, Any], username: str) -> dict[str, Any] | None:
    """A command to us, that we were added or removed, or the group's new id; None: what else happens there."""
    if name == "my_chat_member":
        return _membership(happened)
    if name != "message":
        return None
    if "migrate_to_chat_id" in happened:
        return {"kind": Kind.MOVED, "text": str(happened["migrate_to_chat_id"])}
    text = happened.get("text")
    if not isinstance(text, str) or not text.startswith("/"):
        return None
    named = _ADDRESSED.match(text)
    to_us = named is None or named[2].lower() == username.lower()
    return {"text": _clean(_ADDRESSED.sub(r"\1", text))} if to_us else None


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
