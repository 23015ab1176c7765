"""The people of a household: who signs up, names, wards, consent."""

from handlers.texts.vi.formats import Formats


class Household(Formats):
    pass
