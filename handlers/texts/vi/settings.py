"""Language, reminder times, pausing."""

from handlers.texts.vi.formats import Formats


class Settings(Formats):
    pass
