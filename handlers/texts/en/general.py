"""Greeting, help, and what to say when we did not understand."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import general as vi


class General(Formats, vi.General):
    pass
