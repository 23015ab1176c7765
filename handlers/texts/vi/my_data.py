"""What is kept about a person: seeing, correcting, deleting it; privacy in plain words."""

from handlers.texts.vi.formats import Formats


class MyData(Formats):
    pass
