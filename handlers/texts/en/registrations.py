"""Signing up, waiting, giving up, my classes."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import registrations as vi


class Registrations(Formats, vi.Registrations):
    pass
