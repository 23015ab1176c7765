"""Signing up, waiting, giving up, my classes."""

from handlers.texts.vi.formats import Formats


class Registrations(Formats):
    pass
