"""Language, reminder times, pausing."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import settings as vi


class Settings(Formats, vi.Settings):
    pass
