"""The routing table: from what was said to the handler that answers it."""

from handlers import asking, courses, general, my_data, privacy, registrations, reminders, settings, signup
from handlers.forms import plain
from handlers.heard import Handler, Heard, Routes
from handlers.menu import cannot_take, not_understood
from handlers.vocabulary import Incoming, Kind, Reply, numbering
from storage.contacts import Met
from storage.dialogs import Dialog
from storage.store import Store

ROOMS = (general, courses, asking, registrations, signup, settings, my_data, privacy, reminders)


def _gather(name: str) -> dict[str, Handler]:
    gathered: dict[str, Handler] = {}
    for room in ROOMS:
        table: Routes = getattr(room, name, {})
        assert not gathered.keys() & table.keys(), f"two handlers answer the same word in {room.__name__}"  # noqa: S101
        gathered |= table
    return gathered


ROUTES = _gather("routes")
DIALOGS = _gather("dialogs")


async def answer(heard: Heard, store: Store, dialog: Dialog | None) -> list[Reply]:
    """The answer to one thing said: commands and taps first, then a dialog under way, then plain words."""
    if heard.incoming.kind is not Kind.WORDS:
        return cannot_take(heard)
    said = heard.incoming.text.strip()
    command = said if said.startswith("/") else heard.texts.general.phrases().get(plain(said), "")
    word, arguments = split(command)
    if word in ROUTES:
        if dialog and not dialog.aside:
            await store.dialogs.set_aside(dialog)
        return await ROUTES[word](_with(heard, arguments), store)
    if dialog and not dialog.aside and dialog.kind in DIALOGS and store.dialogs.is_live(dialog):
        return await DIALOGS[dialog.kind](heard, store)
    return await asking.ask(heard, store) if not command else not_understood(heard)


def split(command: str) -> tuple[str, tuple[str, ...]]:
    """`/dangky L101` as the word and its arguments; `/lop_L101`, which a finger can tap in a text, likewise."""
    parts = command.removeprefix("/").split()
    if not parts:
        return "", ()
    word, _, rest = parts[0].partition("_")
    return word.lower(), tuple(([rest] if rest else []) + parts[1:])


def _with(heard: Heard, arguments: tuple[str, ...]) -> Heard:
    return Heard(heard.incoming, heard.address, heard.contact, heard.texts, arguments)


async def numbered(incoming: Incoming, met: Met, store: Store) -> str:
    """On a channel without buttons a bare number says what the button of that number would."""
    said = incoming.text.strip().rstrip(".")
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        return incoming.text
    offered = await store.outbox.last_offer(met.address.id)
    numbers = numbering([label for label, _ in offered])
    return next((says for number, (_, says) in zip(numbers, offered, strict=True) if number == int(said)), said)
