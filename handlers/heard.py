"""Heard: what was said, by whom, split for the routing table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.texts import Texts
from handlers.vocabulary import Incoming, Reply
from storage.contacts import Address, Contact
from storage.dialogs import Dialog
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing said. `/dangky L101 7`, typed or tapped, is the word "dangky" with the arguments "L101" and "7"."""

    incoming: Incoming
    address: Address
    contact: Contact
    texts: Texts
    """In the contact's language."""
    arguments: tuple[str, ...] = ()

    def argument(self, index: int) -> str:
        """The argument at this index, or an empty string: what is typed or tapped may be anything."""
        return self.arguments[index] if index < len(self.arguments) else ""

    def number(self, index: int) -> int:
        """The argument as a whole number; 0 if it is none or too long to be one."""
        argument = self.argument(index)
        return int(argument) if argument.isascii() and argument.isdigit() and len(argument) < 10 else 0


Handler = Callable[[Heard, Store], Awaitable[list[Reply]]]
"""From what was said to what we answer. It sends nothing, commits nothing, knows no channel."""
Routes = dict[str, Handler]
"""The words of one concept, and who answers them."""
Wordy = Callable[[Dialog, str], bool]
"""Whether a dialog, as it stands, takes these words for an answer though they are a spoken command as well."""
