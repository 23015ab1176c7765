"""Everything the stand-in knows: chats, updates waiting, taps, files, commands. No HTTP, no judgement of parameters."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random, SystemRandom
from typing import Any, NamedTuple

from bot.demo.chats import JSON, Chat, File, Message
from bot.demo.limits import Limits, Pace
from bot.demo.updates import Updates


class Event(NamedTuple):
    """Something that a watcher of the chats would see."""

    kind: str
    """message (new or edited; detail: Message), deleted (message id), blocked (bool), answer (Answer),
    typing (the action), commands (None)."""
    chat_id: int
    detail: Any


@dataclass(frozen=True, slots=True)
class Tap:
    """A button someone tapped; `moment` is on the monotonic clock, `at` on the stand-in's."""

    query_id: str
    person_id: int
    message_id: int
    data: str
    at: datetime
    moment: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot's answerCallbackQuery; `seconds` from the tap to the answer, in real time."""

    tap: Tap
    text: str
    alert: bool
    seconds: float


class World:
    """The state behind one bot token."""

    def __init__(
        self,
        token: str,
        now: Callable[[], datetime],
        username: str = "banhoc_demo_bot",
        limits: Limits | None = None,
        random: Random | None = None,
    ) -> None:
        """`now` gives aware datetimes and dates everything; `random` determines ids and file names."""
        self.token = token
        self.now = now
        self.random = random or SystemRandom()
        self.bot: JSON = {
            "id": int(token.partition(":")[0]) if token.partition(":")[0].isdecimal() else 1,
            "is_bot": True,
            "first_name": "Bạn Học",
            "username": username,
        }
        self.pace = Pace(limits or Limits())
        self.updates = Updates(now, self.random)
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.taps: dict[str, Tap] = {}
        self.answers: list[Answer] = []
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        """By scope (canonical JSON) and language code."""
        self.profile: dict[tuple[str, str], str] = {}
        """Name, description and short description, by method name and language code."""
        self.sent = 0
        self.edited = 0
        self._last_message_id = self.random.randrange(1, 1000)
        self._queues: list[asyncio.Queue[Event]] = []
        self._listeners: dict[int, list[asyncio.Future[None]]] = {}

    @property
    def username(self) -> str:
        return str(self.bot["username"])

    @property
    def refused(self) -> int:
        """How many calls got a 429 because they came too fast."""
        return self.pace.refused

    @property
    def impatient(self) -> int:
        """How many messages came although an earlier "retry after" was not over."""
        return self.pace.impatient

    def group(self, chat_id: int, title: str) -> Chat:
        """A group of which the bot is a member; Telegram's ids of groups are negative."""
        chat = Chat(chat_id, {"type": "supergroup", "title": title}, open=True)
        return self.chats.setdefault(chat_id, chat)

    def post(self, chat: Chat, author: JSON, text: str = "", **details: Any) -> Message:
        """Add a message to the chat; `details` are further fields of Message."""
        self._last_message_id += 1
        from_bot = author is self.bot
        details.setdefault("html", escape(text, quote=False))
        message = Message(self._last_message_id, chat, author, from_bot, self.now(), text, **details)
        chat.messages[message.message_id] = message
        if from_bot:
            self.sent += 1
            self.heard(message)
        self.tell("message", chat.chat_id, message)
        return message

    def change(self, message: Message, text: str, html: str, entities: list[JSON], markup: JSON | None) -> None:
        """Edit in place. The mark "edited" is for changed words: Telegram does not show it for buttons."""
        if (text, entities) != (message.text, message.entities):
            message.edited = self.now()
        message.text, message.html, message.entities, message.markup = text, html, entities, markup
        if message.from_bot:
            self.edited += 1
            self.heard(message)
        self.tell("message", message.chat.chat_id, message)

    def keep(self, kind: str, name: str, content: bytes, mime_type: str) -> File:
        """Store a file under a new id."""
        file = File(f"{kind}-{self.random.getrandbits(64):016x}", kind, name, content, mime_type)
        self.files[file.file_id] = file
        return file

    def heard(self, message: Message) -> None:
        """The person of this chat got something new to read."""
        chat = message.chat
        chat.heard += 1
        chat.heard_from.append(message.message_id)
        if self._listeners:
            for listener in self._listeners.pop(chat.chat_id, ()):
                if not listener.done():
                    listener.set_result(None)

    async def next_heard(self, chat: Chat) -> None:
        """Return after the bot has written or edited here once more."""
        listener = asyncio.get_running_loop().create_future()
        self._listeners.setdefault(chat.chat_id, []).append(listener)
        await listener

    def tap(self, message: Message, person_id: int, data: str) -> Tap:
        """Remember a tap so that it can be answered."""
        query_id = str(self.random.getrandbits(63))
        tap = Tap(query_id, person_id, message.message_id, data, self.now(), time.monotonic())
        self.taps[query_id] = tap
        return tap

    def answer(self, tap: Tap, text: str, alert: bool) -> None:
        answer = Answer(tap, text, alert, time.monotonic() - tap.moment)
        self.answers.append(answer)
        self.tell("answer", tap.person_id, answer)

    def commands_for(self, chat_id: int, language_code: str) -> list[JSON]:
        """The command menu that this person sees, by Telegram's order of scopes and languages."""
        scopes = (f'{{"chat_id": {chat_id}, "type": "chat"}}', '{"type": "all_private_chats"}', '{"type": "default"}')
        keys = [(scope, language) for scope in scopes for language in (language_code, "")]
        return next((self.commands[key] for key in keys if self.commands.get(key)), [])

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[Event]]:
        """A queue of everything that happens from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._queues.append(queue)
        try:
            yield queue
        finally:
            self._queues.remove(queue)

    def tell(self, kind: str, chat_id: int, detail: Any) -> None:
        for queue in self._queues:
            queue.put_nowait(Event(kind, chat_id, detail))
