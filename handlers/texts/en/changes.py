"""A lesson moved, a lesson or a course cancelled, a seat that became free."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import changes as vi


class Changes(Formats, vi.Changes):
    pass
