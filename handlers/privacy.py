"""Privacy: what is kept, why, who sees it and for how long, in plain words."""

from handlers.heard import Heard, Routes
from handlers.vocabulary import Button, Reply, rows
from storage.store import Store

PRIVACY_VERSION = "2026-11-22"
"""The day the text was written; a consent bears it. A changed text needs a new day, here and in the texts."""


async def privacy(heard: Heard, store: Store) -> list[Reply]:
    """`/riengtu`: the whole text, to whoever asks."""
    texts = heard.texts
    buttons = rows(Button(texts.settings.my_data, "/dulieu"), Button(texts.general.menu_button, "/start"), wide=2)
    return [Reply(texts.my_data.privacy(), buttons).in_place_of(heard.incoming)]


routes: Routes = {"riengtu": privacy, "privacy": privacy}
