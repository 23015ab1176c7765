"""What is kept about a person: seeing, correcting, deleting it; privacy in plain words."""

from handlers.texts.en.formats import Formats
from handlers.texts.vi import my_data as vi


class MyData(Formats, vi.MyData):
    pass
