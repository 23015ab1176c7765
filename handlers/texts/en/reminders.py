"""What a seated learner is told before a lesson."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import reminders as vi


class Reminders(Formats, vi.Reminders):
    pass
