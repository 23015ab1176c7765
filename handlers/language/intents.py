"""Intents: what somebody wants of us, by ordered rules, each with its reason."""

from dataclasses import replace
from enum import StrEnum

from handlers.language.index import Index
from handlers.language.reading import Reading, Wanted
from handlers.language.search import search


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
    UNKNOWN = "unknown"


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
    return _to_act(reading) or _of_classes(reading, index, shown) or _otherwise(reading, index)


def _to_act(reading: Reading) -> Ruled | None:
    acts = reading.values("act")
    for act in ACTS:
        if act.value in acts and not (act is Intent.CANCEL and "register" in acts):
            return act, f"to act: {act.value}"
    if "register" in acts and not (set(reading.values("ask")) - {"about", "when", "where"}):
        return Intent.REGISTER, "to act: register"
    return (Intent.AWAY, "not our field: said so") if reading.has("away") else None


def _of_classes(reading: Reading, index: Index, shown: bool) -> Ruled | None:
    topic = reading.wanted.topic
    known = bool(topic and search(topic, index)) or bool(reading.wanted.codes)
    asks = reading.values("ask")
    points = reading.has("that") or reading.has("all") or reading.has("ordinal")
    if (asks or points) and (known or (shown and not topic)):
        listing = not known and _limited(reading) and not points and (reading.has("any") or "about" in asks)
        return (Intent.FIND, "limits, and what there is") if listing else (Intent.ABOUT, "a fact of a class")
    if known or reading.wanted.teachers or reading.order or reading.has("count"):
        return Intent.FIND, "classes: words, a teacher, a superlative or a count"
    if topic and reading.fields:
        return Intent.FIND, "classes on something there is none of"
    if _limited(reading) and (topic is None or len(topic.words) <= 1):
        return Intent.FIND, "limits"
    return None


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
    if topic is None and (reading.fields or (reading.has("any") and reading.words)):
        return Intent.FIND, "classes, without a limit"
    if topic and (any(hit.kind in _SPEECH for hit in reading.hits) or _speaks(reading, index)):
        return Intent.AWAY, "not our field: no class has these words"
    return Intent.UNKNOWN, "no word is known"


_SPEECH = ("ask", "any", "act", "count", "limit")


def _speaks(reading: Reading, index: Index) -> bool:
    """Whether some words are of a language we know: then it is a question, and not noise."""
    known = {at for hit in index.lexicon.hits(reading.words) for at in range(hit.start, hit.end)}
    return len(known) * 3 >= len(reading.words)
