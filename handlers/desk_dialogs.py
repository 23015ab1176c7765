"""Dialogs of the desk: a step is taken by tapping or by typing, and only while they are trusted."""

from collections.abc import Awaitable, Callable

from handlers.forms import tapped_in
from handlers.heard import Handler, Heard
from handlers.menu import old_button
from handlers.rights import dismissed, trusted
from handlers.vocabulary import Reply
from storage.dialogs import Dialog
from storage.store import Store

Step = Callable[[Heard, Store, Dialog, str | None], Awaitable[Reply]]
"""One step, with the option that was tapped; None: words were typed."""


def steps(go_on: Step, *kinds: str) -> tuple[Handler, Handler]:
    """Who answers taps that say `/<word> <dialog> <option>`, and who words typed, in dialogs of these kinds.

    Whoever is no organizer any more is answered like everyone else; if they typed, their dialog ends.
    """

    async def tapped(heard: Heard, store: Store) -> list[Reply]:
        await trusted(heard, store)
        dialog = await tapped_in(heard, store, *kinds)
        return [await go_on(heard, store, dialog, heard.argument(1))] if dialog else old_button(heard)

    async def typed(heard: Heard, store: Store) -> list[Reply]:
        no = await dismissed(heard, store)
        dialog = await store.dialogs.find(heard.contact.id)
        if no or dialog is None:
            return [no] if no else old_button(heard)
        return [await go_on(heard, store, dialog, None)]

    return tapped, typed
