"""Lists of courses and the card of one."""

from handlers.texts.vi.formats import Formats


class Courses(Formats):
    pass
