"""What an import would change, and why rows are refused."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import catalogue as vi


class Catalogue(Formats, vi.Catalogue):
    pass
