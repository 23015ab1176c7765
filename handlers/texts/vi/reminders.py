"""What a seated learner is told before a lesson."""

from handlers.texts.vi.formats import Formats


class Reminders(Formats):
    pass
