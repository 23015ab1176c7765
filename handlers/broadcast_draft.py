"""A draft of a broadcast: the dialog, the row it fills, when it is to go out as people type it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.desk_times import moment, tell
from handlers.heard import Heard
from handlers.language.times import find_times
from handlers.language.tokens import tokenize
from handlers.texts.vi.broadcast_writing import BroadcastWriting
from storage.audiences import Expression, about_classes
from storage.broadcasts import Broadcast
from storage.consents import Purpose
from storage.dialogs import Dialog
from storage.organizers import Rights
from storage.quiet_hours import LOCAL
from storage.store import Store

USUAL = {"morning": 8 * 60, "noon": 11 * 60 + 30, "afternoon": 14 * 60, "evening": 19 * 60}
"""Minutes after midnight, where only a part of the day was told."""
MORNING = 8 * 60
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Draft:
    """A broadcast being written."""

    heard: Heard
    store: Store
    dialog: Dialog
    broadcast: Broadcast
    rights: Rights

    @property
    def state(self) -> dict[str, Any]:
        """The `step`, those `seen`, the number `shown`, and how far the choice of the audience is: `op`, `kind`."""
        return self.dialog.state

    @property
    def step(self) -> str:
        return str(self.state["step"])

    @property
    def words(self) -> BroadcastWriting:
        return self.heard.texts.broadcast_writing


def purpose_of(expression: Expression) -> Purpose:
    return Purpose.CLASSES if about_classes(expression) else Purpose.ANNOUNCEMENTS


def read_due(said: str, now: datetime) -> datetime | None:
    """A moment to come, within a year: "8h sáng mai", "chiều thứ sáu", "20/12"; hours alone are the next such."""
    told = tell(said, now)
    parts = [one.part for one in find_times(tokenize(said), now, listed=False).wanted if one.hours]
    if told.day is None and not parts:
        return None
    minutes = told.starts if told.starts is not None else USUAL.get(parts[0] if parts else "", MORNING)
    found = moment(told.day or now.astimezone(LOCAL).date(), minutes)
    if told.day is None and found <= now:
        found += timedelta(days=1)
    return found if now < found <= now + FARTHEST else None
