"""What an import would change, and why rows are refused."""

from handlers.texts.vi.formats import Formats


class Catalogue(Formats):
    pass
