"""Calling: who has to be told by telephone, because we cannot write to them."""

from collections.abc import Collection

from markupsafe import Markup

from handlers.texts import Texts
from storage.roster import list_registered
from storage.store import Store


async def call_list(store: Store, texts: Texts, registration_ids: Collection[int]) -> Markup | None:
    """For organizers, below a change that concerns these registrations; None if everyone can be written to."""
    people = await list_registered(store, registration_ids)
    unreached = [one for one in people if not one.is_reachable]
    return texts.roster.to_call(unreached) if unreached else None
