"""Intents: what somebody wants of us, by ordered rules, each with its reason."""

from dataclasses import replace
from enum import StrEnum
from itertools import pairwise

from handlers.language.facts import CLOSES, facts
from handlers.language.fitting import asks_which
from handlers.language.index import Index
from handlers.language.reading import Reading, Wanted
from handlers.language.search import search
from storage.folding import fold


class Intent(StrEnum):
    """What somebody wants of us."""

    SECRET = "secret"  # noqa: S105
    """They wrote a one-time code or a password."""
    STOP = "stop"
    HOW_REGISTER = "how_register"
    MINE = "mine"
    CANCEL = "cancel"
    REGISTER = "register"
    REMIND = "remind"
    QUIZ = "quiz"
    HUMAN = "human"
    ABOUT = "about"
    """One class, or a few, and a fact of it."""
    FIND = "find"
    HELP = "help"
    THANKS = "thanks"
    BYE = "bye"
    OKAY = "okay"
    HELLO = "hello"
    AWAY = "away"
    """Not our field."""
    FOREIGN = "foreign"
    """A language that we do not read."""
    QUESTION = "question"
    """No class has these words; somebody at the centre may know."""
    UNKNOWN = "unknown"


_COUNTS = frozenset(["may", "nhung", "bao"])
_GIVES_UP = frozenset(["huy", "rut", "bo", "xoa", "tra", "gach", "nhuong", "nghi", "cancel", "withdraw", "drop"])
_LOOKS = frozenset([("co", "lop"), ("con", "lop"), ("tim", "lop"), ("kiem", "lop"), ("any", "class")])
ACTS = (
    Intent.STOP,
    Intent.HOW_REGISTER,
    Intent.MINE,
    Intent.CANCEL,
    Intent.REMIND,
    Intent.QUIZ,
    Intent.HUMAN,
)
"""The first of these that was said is meant, whatever else was."""
COURTESIES = (Intent.HELP, Intent.THANKS, Intent.BYE, Intent.HELLO, Intent.OKAY)
"""Meant only where nothing else was said."""


Ruled = tuple[Intent, str]
"""What is wanted, and why we think so."""


def intent_of(reading: Reading, index: Index, *, shown: bool) -> Ruled:
    """`shown`: whether there are classes that a bare question may be about."""
    return _to_act(reading, index) or _of_classes(reading, index, shown) or _otherwise(reading, index)


def _to_act(reading: Reading, index: Index) -> Ruled | None:
    acts, asks = reading.values("act"), facts(reading)
    if _is_foreign(reading):
        return Intent.FOREIGN, "letters that we do not read"
    if "register" in acts and _is_done(reading):
        return Intent.MINE, "signed up already: for which"
    for act in ACTS:
        if act.value in acts and CLOSES not in asks and not (act is Intent.CANCEL and _still_wants(reading)):
            return act, f"to act: {act.value}"
    if "register" in acts and asks == ("about",) and not _is_known(reading, index):
        return Intent.HOW_REGISTER, "signing up, and how"
    if "register" in acts and not (set(asks) - {"about", "when", "where"}):
        return Intent.REGISTER, "to act: register"
    if "thanks" in acts and not (asks or reading.fields or reading.has("follow") or asks_which(reading)):
        return Intent.THANKS, "thanks, and no question"
    away = reading.has("away") and not (reading.fields and _is_known(reading, index))
    return (Intent.AWAY, "not our field: said so") if away else None


def _is_foreign(reading: Reading) -> bool:
    letters = [one for word in reading.words for one in word.folded if one.isalpha()]
    return sum(not "a" <= one <= "z" for one in letters) * 2 > len(letters)


def _is_done(reading: Reading) -> bool:
    """ "Bác ghi danh mấy lớp rồi", "đã đăng ký những lớp nào": no time to come is spoken of, and nothing is open."""
    said = [word.folded for word in reading.words]
    joins = [hit for hit in reading.hits if hit.kind == "act" and hit.value == "register"]
    done = any("da" in said[max(0, hit.start - 2) : hit.start] for hit in joins)
    done = done or (any("roi" in said[hit.end : hit.end + 6] for hit in joins) and not reading.has("that"))
    return done and (asks_which(reading) or reading.has("count") or bool(_COUNTS & set(said)) or "chua" in said)


def _still_wants(reading: Reading) -> bool:
    """ "Tối không đi được, còn lớp nào", "thôi không học điện nữa, có lớp cắt tóc không": nothing is cancelled."""
    said = [word.folded for word in reading.words]
    gives_up = any(hit.value == "cancel" and not _GIVES_UP.isdisjoint(fold(hit.said).split()) for hit in reading.hits)
    looks = asks_which(reading) or any(pair in _LOOKS for pair in pairwise(said))
    return "register" in reading.values("act") or (looks and not gives_up)


def _of_classes(reading: Reading, index: Index, shown: bool) -> Ruled | None:
    topic, known = reading.wanted.topic, _is_known(reading, index)
    asks = facts(reading)
    points = bool(set(reading.values("that")) - {"other", "back", "teacher"})
    points = points or reading.has("all") or reading.has("ordinal")
    if (asks or points) and (known or (shown and not topic)):
        listing = not known and _limited(reading) and not points and (asks_which(reading) or "about" in asks)
        return (Intent.FIND, "limits, and what there is") if listing else (Intent.ABOUT, "a fact of a class")
    if known or reading.wanted.teachers or reading.order or reading.has("count"):
        return Intent.FIND, "classes: words, a teacher, a superlative or a count"
    if shown and topic is None and any(one.startswith("any_") for one in reading.values("limit")):
        return Intent.FIND, "a limit is given up"
    if topic and (reading.fields or topic.meanings):
        return Intent.FIND, "classes on something there is none of"
    if _limited(reading) and topic is None:
        return Intent.FIND, "limits"
    return None


def _is_known(reading: Reading, index: Index) -> bool:
    """Whether there are classes on what is named."""
    topic = reading.wanted.topic
    return bool(reading.wanted.codes) or (topic is not None and bool(search(topic, index)))


def _limited(reading: Reading) -> bool:
    return replace(reading.wanted, topic=None) != Wanted() or reading.refused != Wanted()


def _otherwise(reading: Reading, index: Index) -> Ruled:
    """No class was named and nothing limits them."""
    topic, acts = reading.wanted.topic, reading.values("act")
    if topic is None and reading.has("ask") and (reading.fields or not acts):
        return Intent.ABOUT, "a fact, but of which class"
    for courtesy in COURTESIES:
        if courtesy.value in acts and (topic is None or len(topic.words) <= 2):
            return courtesy, f"courtesy: {courtesy.value}"
    if topic is None and (reading.fields or asks_which(reading)):
        return Intent.FIND, "classes, without a limit"
    if topic and (any(hit.kind in _SPEECH for hit in reading.hits) or _speaks(reading, index)):
        return Intent.QUESTION, "a question: no class has these words"
    return Intent.UNKNOWN, "no word is known"


_SPEECH = ("ask", "act", "count", "limit")


def _speaks(reading: Reading, index: Index) -> bool:
    """Whether some words are of a language we know: then it is a question, and not noise."""
    known = {at for hit in index.lexicon.hits(reading.words) for at in range(hit.start, hit.end)}
    return len(known) * 3 >= len(reading.words)
