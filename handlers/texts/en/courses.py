"""Lists of courses and the card of one."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import courses as vi


class Courses(Formats, vi.Courses):
    pass
