"""Greeting, help, and what to say when we did not understand."""

from handlers.texts.vi.formats import Formats


class General(Formats):
    pass
