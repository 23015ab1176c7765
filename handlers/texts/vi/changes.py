"""A lesson moved, a lesson or a course cancelled, a seat that became free."""

from handlers.texts.vi.formats import Formats


class Changes(Formats):
    pass
