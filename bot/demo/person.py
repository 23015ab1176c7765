"""Somebody who chats with the bot: what they do becomes updates, what the bot does they can read."""

import asyncio
import re
from typing import Any

from bot.demo.chats import JSON, Chat, File, Message, Shown, ShownButton
from bot.demo.markup import utf16
from bot.demo.samples import PICTURE, STICKER, VOICE
from bot.demo.world import World
from handlers.pictures import measure

BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?")


class Person:
    """A private chat from the person's side.

    What a person could not do raises AssertionError and says what they could: a test fails with a sentence.
    """

    def __init__(
        self, world: World, person_id: int, first_name: str, language_code: str | None, last_name: str | None
    ) -> None:
        self._world = world
        self.id = person_id
        self.user: JSON = {"id": person_id, "is_bot": False, "first_name": first_name}
        if last_name:
            self.user["last_name"] = last_name
        details = {"type": "private", **{k: v for k, v in self.user.items() if k.endswith("_name")}}
        if language_code:
            self.user["language_code"] = language_code
        self.chat = Chat(person_id, details)
        world.chats[person_id] = self.chat

    @property
    def language_code(self) -> str:
        return str(self.user.get("language_code", ""))

    @property
    def blocked(self) -> bool:
        return self.chat.closed_because is not None

    @property
    def messages(self) -> list[Shown]:
        """The chat as it stands now, oldest first."""
        return [message.shown() for message in self.chat.messages.values()]

    @property
    def last(self) -> Shown:
        """The newest message of the bot."""
        message = next((message for message in self.chat.newest_first() if message.from_bot), None)
        if message is None:
            raise AssertionError(f"the bot has written nothing to {self.user['first_name']}")
        return message.shown()

    def says(self, text: str, reply_to: Shown | None = None) -> Shown:
        """Write a message; a leading command gets its entity."""
        command = COMMAND.match(text)
        entities = [{"type": "bot_command", "offset": 0, "length": utf16(command.group())}] if command else []
        return self._writes(text, entities=entities, reply_to=reply_to.id if reply_to else None)

    def starts(self, payload: str = "") -> Shown:
        """Press Start, as after following a deep link with this payload; also lifts a block."""
        if self.chat.closed_because == BLOCKED:
            self.unblocks()
        return self.says(f"/start {payload}".rstrip())

    def taps(self, label_or_data: str, message: Shown | int | None = None) -> str:
        """Tap the button with this label or data, on the newest message that has one; gives the query's id."""
        message_id = message.id if isinstance(message, Shown) else message
        seen: list[ShownButton] = []
        for shown in self._bot_messages(message_id):
            for button in (button for row in shown.buttons() for button in row):
                if label_or_data in (button.label, button.data):
                    if button.data is None:
                        raise AssertionError(f"{button.label!r} is a link to {button.url}, it says nothing")
                    return self._taps(shown, button.data)
                seen.append(button)
        raise AssertionError(f"no button {label_or_data!r}; there are {[tuple(button) for button in seen]}")

    def taps_data(self, data: str, message: Shown | int | None = None) -> str:
        """Send any callback data at all, as a changed client might, from the newest message or this one."""
        message_id = message.id if isinstance(message, Shown) else message
        shown = next(self._bot_messages(message_id), None)
        if shown is None:
            raise AssertionError("there is no message of the bot to tap on")
        return self._taps(shown, data)

    def sends_photo(self, caption: str = "", content: bytes = PICTURE) -> Shown:
        known = measure(content)
        file = self._world.keep("photo", "photo", content, known.media_type if known else "image/png")
        return self._writes(caption, file=file, content=photo_content(file))

    def sends_voice(self, content: bytes = VOICE, seconds: int = 3) -> Shown:
        file = self._world.keep("voice", "voice.ogg", content, "audio/ogg")
        return self._writes(file=file, content={"voice": {**described(file), "duration": seconds}})

    def sends_sticker(self, emoji: str = "🌻") -> Shown:
        file = self._world.keep("sticker", "sticker.webp", STICKER, "image/webp")
        shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return self._writes(file=file, content={"sticker": {**described(file), **shape, "emoji": emoji}})

    def sends_document(
        self, name: str, content: bytes, caption: str = "", mime_type: str = "application/octet-stream"
    ) -> Shown:
        file = self._world.keep("document", name, content, mime_type)
        return self._writes(caption, file=file, content=document_content(file))

    def sends_contact(self, phone_number: str = "+84900000000") -> Shown:
        contact = {"phone_number": phone_number, "first_name": self.user["first_name"], "user_id": self.id}
        return self._writes(content={"contact": contact})

    def sends_location(self, latitude: float = 16.0678, longitude: float = 108.2208) -> Shown:
        return self._writes(content={"location": {"latitude": latitude, "longitude": longitude}})

    def edits(self, message: Shown, text: str) -> Shown:
        """Change an earlier message of one's own."""
        known = self.chat.messages.get(message.id)
        if known is None or known.from_bot:
            raise AssertionError("one can only edit one's own messages")
        self._acts()
        self._world.change(known, text, text, [], None)
        self._world.updates.push("edited_message", known.as_telegram())
        return known.shown()

    def blocks(self) -> None:
        """Stop the bot from writing here; it is told by a `my_chat_member` update."""
        if self.chat.closed_because is None:
            self._close(BLOCKED)
            self._membership("member", "kicked")

    def unblocks(self) -> None:
        if self.chat.closed_because == BLOCKED:
            self._close(None)
            self._membership("kicked", "member")

    def deactivates(self) -> None:
        """Delete the account; the bot is not told and learns it when it writes."""
        self._close(DEACTIVATED)

    async def hears(self, n: int = 1, timeout: float = 5) -> list[Shown]:
        """Wait until the bot has written or edited `n` times since this person last did something.

        Gives those messages as they are now, oldest first, once each; raises AssertionError after `timeout` seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                while len(self.chat.heard_from) < n:
                    await self._world.next_heard(self.chat)
        except TimeoutError:
            raise AssertionError(self._silence(n, timeout)) from None
        messages = self.chat.messages
        return [messages[known].shown() for known in dict.fromkeys(self.chat.heard_from) if known in messages]

    def _silence(self, n: int, timeout: float) -> str:
        texts = [f"{'bot' if shown.from_bot else 'person'}: {shown.text!r}" for shown in self.messages[-5:]]
        heard = len(self.chat.heard_from)
        return f"{self.user['first_name']} heard {heard} of {n} messages in {timeout} s; the chat ends with {texts}"

    def _bot_messages(self, message_id: int | None) -> Any:
        return (
            message
            for message in self.chat.newest_first()
            if message.from_bot and message_id in (None, message.message_id)
        )

    def _writes(self, text: str = "", **details: Any) -> Shown:
        self._acts()
        self.chat.open = True
        message = self._world.post(self.chat, self.user, text, **details)
        self._world.updates.push("message", message.as_telegram())
        return message.shown()

    def _taps(self, message: Message, data: str) -> str:
        self._acts()
        tap = self._world.tap(message, self.id, data)
        query = {
            "id": tap.query_id,
            "from": self.user,
            "message": message.as_telegram(),
            "chat_instance": str(self.id),
            "data": data,
        }
        self._world.updates.push("callback_query", query)
        return tap.query_id

    def _acts(self) -> None:
        if self.chat.closed_because is not None:
            raise AssertionError(f"{self.user['first_name']} cannot write: {self.chat.closed_because}")
        self.chat.heard_from.clear()

    def _close(self, because: str | None) -> None:
        self.chat.closed_because = because
        self._world.tell("blocked", self.id, because is not None)

    def _membership(self, old: str, new: str) -> None:
        self.chat.heard_from.clear()
        self.chat.open = True
        change = {
            "chat": self.chat.as_telegram(),
            "from": self.user,
            "date": int(self._world.now().timestamp()),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        self._world.updates.push("my_chat_member", change)

    def _member(self, status: str) -> JSON:
        member: JSON = {"user": self._world.bot, "status": status}
        return {**member, "until_date": 0} if status == "kicked" else member


def described(file: File) -> JSON:
    """The fields that all of Telegram's files have."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_id[-12:],
        "file_size": len(file.content),
        **({"mime_type": file.mime_type} if file.kind in ("document", "voice") else {}),
    }


def photo_content(file: File) -> JSON:
    """A message's `photo` field: as it is, and a smaller one for previews. A size that cannot be read is nominal."""
    known = measure(file.content)
    width, height = (known.width, known.height) if known else (640, 360)
    whole = {**described(file), "width": width, "height": height}
    small = {"file_id": f"{file.file_id}-s", "file_unique_id": f"{file.file_id[-12:]}s", "file_size": 1}
    return {"photo": [{**small, "width": max(1, width // 8), "height": max(1, height // 8)}, whole]}


def document_content(file: File) -> JSON:
    """A message's `document` field."""
    return {"document": {**described(file), "file_name": file.name}}
