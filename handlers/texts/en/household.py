"""The people of a household: who signs up, names, wards, consent."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import household as vi


class Household(Formats, vi.Household):
    pass
