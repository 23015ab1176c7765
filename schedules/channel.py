"""What a channel is to the rest of the house: a name and a way to send that ends in one of five ways."""

from dataclasses import dataclass
from typing import Protocol

from handlers.vocabulary import Reply


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took it."""

    receipt: str
    """What the channel calls the message."""
    handle: str | None = None
    """What it calls the document that went along, for `Document.handle` when that goes to somebody else."""


@dataclass(frozen=True, slots=True)
class TryLater:
    """Nothing certain: the same message again, later."""

    reason: str
    """For the log; no word a person wrote."""
    after: float | None = None
    """Seconds the channel asked for; nothing at all is sent there before. None: the sender chooses."""
    everyone: bool = False
    """Whether the whole channel is in trouble (no network, it is down), not this message alone."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """They blocked us or are gone: stop writing to them until they return."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group has another id since: the same again, there. Nothing was sent."""

    to: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Our fault: the same would be refused again."""

    reason: str


Outcome = Sent | TryLater | Unreachable | Moved | Rejected
Downloaded = bytes | TryLater | Rejected
"""A file's content, or why it cannot be had now or ever."""


class Channel(Protocol):
    """Where messages go."""

    @property
    def name(self) -> str:
        """As in `Incoming.channel`."""

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        """Send one message. Never raises for what the other side does; only for a fault of our own."""
