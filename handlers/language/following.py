"""Following: which classes a message points to that only makes sense after what was said and told before."""

from datetime import datetime

from handlers.language.exchange import Context, numbered
from handlers.language.fitting import asks_which
from handlers.language.index import Index
from handlers.language.intents import Intent
from handlers.language.reading import Reading, Wanted
from handlers.language.search import Query, of_level, search
from handlers.language.selecting import extreme, select

SHORT = 7
"""Words of a message that may lean on the one before."""
LONG = 12
"""Words of a question that says all of what is asked for."""
ONLY = frozenset(["thoi", "only", "just"])
"""What narrows: "lớp buổi tối thôi"."""


def leans(intent: Intent, reading: Reading) -> bool:
    """Whether this builds on what was said before."""
    wanted = reading.wanted
    points = bool(set(reading.values("that")) - {"back", "teacher"})
    if wanted.topic and of_level(wanted.topic):
        return True
    if wanted.codes or (wanted.topic and not reading.has("follow")):
        return False
    if len(reading.words) > LONG and reading.fields and wanted != Wanted() and not points:
        return False
    if points or any(reading.has(kind) for kind in ("follow", "all", "ordinal")) or "any_" in _limits(reading):
        return True
    if reading.refused != Wanted() and wanted == Wanted() and not reading.fields:
        return True
    if intent in (Intent.ABOUT, Intent.REGISTER) or any(word.folded in ONLY for word in reading.words):
        return True
    return len(reading.words) <= SHORT and not (reading.fields and not reading.order)


def _limits(reading: Reading) -> str:
    return " ".join(reading.values("limit"))


def may_narrow(reading: Reading) -> bool:
    """Whether this short question may choose among what was shown: "lớp nào miễn phí"."""
    short = len(reading.words) <= SHORT and reading.wanted.topic is None
    return asks_which(reading) and short and not reading.wanted.times


def returned_to(reading: Reading, index: Index, context: Context) -> int | None:
    """ "Quay lại lớp excel lúc nãy": the class spoken of before that has these words; without words the one before."""
    if "back" not in reading.values("that"):
        return None
    told = numbered(context.told, index)[::-1]
    topic = reading.wanted.topic
    if topic:
        fitting = search(topic, index)
        return next((one for one in told if one in fitting), None)
    others = [one for one in told if one not in numbered([context.about], index)]
    return next(iter(others or told), None)


def teacher_meant(reading: Reading, index: Index, context: Context) -> str:
    """ "Cô ấy còn dạy lớp nào nữa": the teacher of the class spoken of, or of all that were shown; "" if not asked."""
    if "teacher" not in reading.values("that") or reading.wanted.teachers or not asks_which(reading):
        return ""
    codes = [context.about] if context.about else list(context.shown)
    teachers = {index.entries[one].listed.teacher for one in numbered(codes, index)}
    return teachers.pop() if len(teachers) == 1 else ""


def told_already(reading: Reading, context: Context, teacher: str) -> tuple[str, ...]:
    """ "Còn lớp nào khác không": those that were shown are not asked for again."""
    if "other" in reading.values("that") or teacher:
        return tuple(dict.fromkeys([*context.shown, *([context.about] if context.about else [])]))
    return ()


def pointed(intent: Intent, reading: Reading, index: Index, context: Context, now: datetime) -> tuple[int, ...]:
    """The classes that "cái thứ hai", "lớp đó", "cái cơ bản" or nothing at all points to."""
    shown = numbered(context.shown, index)
    if reading.has("ordinal"):
        return _at(int(reading.values("ordinal")[0]), shown)
    if reading.wanted.codes or "other" in reading.values("that"):
        return ()
    if reading.wanted.topic or reading.refused.topic:
        return _narrowed(reading, index, shown)
    if intent not in (Intent.ABOUT, Intent.REGISTER):
        return ()
    about = numbered([context.about], index)
    limited = _is_limited(reading)
    if about and not reading.has("all") and not (limited and asks_which(reading)):
        return tuple(about)
    if limited:
        fitting = select(reading.wanted, reading.refused, index, now).numbers
        return tuple(one for one in shown if one in fitting) if not reading.order else ()
    return extreme(shown, reading.order, index, reading.wanted, now)


def _at(place: int, shown: list[int]) -> tuple[int, ...]:
    at = len(shown) - 1 if place < 0 else place - 1
    return (shown[at],) if 0 <= at < len(shown) else ()


def _narrowed(reading: Reading, index: Index, shown: list[int]) -> tuple[int, ...]:
    """Some of those shown, by a word of theirs or without one: "cái cơ bản", "không phải cái cơ bản"."""
    if reading.fields and not reading.has("that"):
        return ()
    found = _having(reading.wanted.topic, index) if reading.wanted.topic else None
    refused = _having(reading.refused.topic, index) if reading.refused.topic else set()
    kept = tuple(one for one in shown if (found is None or one in found) and one not in refused)
    return kept if len(kept) < len(shown) or len(shown) == 1 else ()


def _having(topic: Query, index: Index) -> set[int]:
    return set(search(topic, index))


def _is_limited(reading: Reading) -> bool:
    wanted = reading.wanted
    limits = (wanted.times, wanted.places, wanted.groups, wanted.ages, wanted.fee, wanted.teachers)
    return any(limits) or reading.refused != Wanted()
