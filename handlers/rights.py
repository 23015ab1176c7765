"""Rights: what whoever speaks is trusted with. Asked where something is shown or done, not only at the door."""

from handlers.heard import Heard
from handlers.menu import not_understood
from handlers.vocabulary import Refusal, Reply
from storage.organizers import Rights
from storage.store import Store


async def trusted(heard: Heard, store: Store) -> Rights:
    """What they are trusted with now. Refuses everyone else as if there were nothing here."""
    rights = await store.organizers.rights(heard.contact.id)
    if rights is None:
        raise Refusal(not_understood(heard)[0])
    return rights


async def dismissed(heard: Heard, store: Store) -> Reply | None:
    """For words typed in a dialog of the desk: what is answered, and its end, if they are no organizer any more."""
    if await store.organizers.rights(heard.contact.id) is not None:
        return None
    await store.dialogs.close(heard.contact.id)
    return not_understood(heard)[0]


async def told_over(heard: Heard, store: Store, rights: Rights) -> str:
    """That, in words."""
    wards = [centre.ward for centre in await store.centres.list_all() if centre.id in rights.centres]
    return heard.texts.organizers.over(wards, rights.everywhere)
