"""A broadcast as people read it: their language, their name, the class, the file, and how to stop it."""

import re
from dataclasses import dataclass

from handlers import texts
from handlers.files import bearing
from handlers.menu import Rows
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.audiences import class_of
from storage.broadcasts import Broadcast
from storage.files import File, FileState
from storage.store import Store

PLACE = re.compile(r"\{\s*(tên|ten|name|lớp|lop|class)\s*\}", re.IGNORECASE)
"""Where the reader's name or the class goes, as organizers type it."""
OF_CLASS = ("lớp", "lop", "class")


def needs_class(broadcast: Broadcast) -> bool:
    """Whether it speaks of the class by a placeholder."""
    said = broadcast.text_vi + (broadcast.text_en or "")
    return any(found[1].lower() in OF_CLASS for found in PLACE.finditer(said))


@dataclass(frozen=True, slots=True)
class Message:
    """What is the same for all its readers, read once."""

    broadcast: Broadcast
    title: str
    """Of the class that it is about, perhaps nothing."""
    file: File | None

    def reply(self, language: str, name: str) -> Reply:
        """`name`: the reader's, perhaps nothing."""
        words = texts.of(language)
        said = self.broadcast.text_en if language == "en" and self.broadcast.text_en else self.broadcast.text_vi
        text = words.announcing.message(
            _filled(said, name or words.announcing.friend, self.title),
            self.broadcast.centre.ward if self.broadcast.centre else None,
            self.broadcast.code,
            self._why(words),
        )
        reply = Reply(text, self._quiz_button(words))
        return bearing(reply, self.file) if self.file else reply

    def _quiz_button(self, words: Texts) -> Rows:
        if self.broadcast.quiz is None:
            return ()
        return rows(Button(words.skills.take_button, f"/cauhoi {self.broadcast.quiz}".strip()))

    def _why(self, words: Texts) -> str:
        """Why they get it, and how to stop it."""
        return words.announcing.why(self.broadcast.purpose, self.title)


def _filled(said: str, name: str, title: str) -> str:
    """In one pass: a name may well be {lop}."""
    return PLACE.sub(lambda found: title if found[1].lower() in OF_CLASS else name, said)


async def read_message(store: Store, broadcast: Broadcast) -> Message:
    """With what the messages of a broadcast need."""
    course_id = class_of(broadcast.audience) if broadcast.audience else None
    title = (await store.courses.get(course_id)).title if course_id else ""
    file = await store.files.find_stored(broadcast.file_id) if broadcast.file_id else None
    return Message(broadcast, title, file if file and file.state is FileState.HERE else None)
