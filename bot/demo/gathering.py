"""A group chat from its members' side: what they say and do there becomes updates, as far as a bot is told of it."""

from typing import Any

from bot.demo.chats import JSON, Shown
from bot.demo.markup import utf16
from bot.demo.person import COMMAND, Person
from bot.demo.world import World

REMOVED = "bot was kicked from the supergroup chat"


class Gathering:
    """A group. The bot is no member until somebody `adds` it."""

    def __init__(self, world: World, chat_id: int, title: str) -> None:
        self._world = world
        self.chat = world.group(chat_id, title)
        self.chat.closed_because = "bot is not a member of the supergroup chat"
        self.hears_all = False
        """Whether the bot is told of all that is said, as administrators are; else only of commands."""

    @property
    def posts(self) -> list[Shown]:
        """What the bot wrote here, oldest first."""
        return [message.shown() for message in self.chat.messages.values() if message.from_bot]

    @property
    def polls(self) -> list[JSON]:
        """Telegram's Poll objects among that."""
        return [shown.content["poll"] for shown in self.posts if "poll" in shown.content]

    def adds(self, member: Person, payload: str | None = None) -> None:
        """Somebody adds the bot, perhaps by a link, with whose payload their app then starts it."""
        old = "kicked" if self.chat.closed_because == REMOVED else "left"
        self.chat.closed_because = None
        self._membership(member, old, "member")
        if payload is not None:
            self.says(member, f"/start@{self._world.username} {payload}")

    def removes(self, member: Person) -> None:
        """Somebody removes the bot; it is told."""
        self.chat.closed_because = REMOVED
        self._membership(member, "member", "kicked")

    def says(self, member: Person, text: str) -> None:
        command = COMMAND.match(text)
        entities = [{"type": "bot_command", "offset": 0, "length": utf16(command.group())}] if command else []
        message = self._world.post(self.chat, member.user, text, entities=entities)
        if self.hears_all or command:
            self._world.updates.push("message", message.as_telegram())

    def says_as_group(self, text: str) -> None:
        """An administrator who remains anonymous: Telegram names a bot of its own as the sender."""
        anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        message = self._world.post(self.chat, anonymous, text)
        update = {**message.as_telegram(), "sender_chat": self.chat.as_telegram()}
        self._world.updates.push("message", update)

    def upgrades(self, member: Person, chat_id: int, *, told: bool = True) -> "Gathering":
        """It becomes a supergroup, which is another chat; `told`: whether the bot gets to know by an update."""
        became = Gathering(self._world, chat_id, str(self.chat.details["title"]))
        became.chat.closed_because = None
        self.chat.moved_to = chat_id
        for chat, content in ((self.chat, {"migrate_to_chat_id": chat_id}), (became.chat, self._came_from())):
            message = self._world.post(chat, member.user, content=content)
            if told:
                self._world.updates.push("message", message.as_telegram())
        return became

    def _came_from(self) -> dict[str, Any]:
        return {"migrate_from_chat_id": self.chat.chat_id}

    def _membership(self, member: Person, old: str, new: str) -> None:
        change = {
            "chat": self.chat.as_telegram(),
            "from": member.user,
            "date": int(self._world.now().timestamp()),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        self._world.updates.push("my_chat_member", change)

    def _member(self, status: str) -> JSON:
        return {"user": self._world.bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
