"""Understanding: what a message asks for, by ordered rules, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.language.index import Index
from handlers.language.intents import Intent, intent_of
from handlers.language.reading import Reading, Wanted, read
from handlers.language.search import NEAR_BEST, SAME, Query, search
from handlers.language.secrets import tells_secret
from handlers.language.selecting import Selected, combine, extreme, select, without
from storage.folding import fold

NOTHING, NONE = Wanted(), Selected()
SHORT = 7
"""Words of a message that may lean on the one before."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before, and when: "mai" was another day then."""

    text: str
    at: datetime
    without: tuple[str, ...] = ()
    """Limits that were given up since, "everyone" for the audience alone."""


@dataclass(frozen=True, slots=True)
class Context:
    """The exchange so far: turns that build on each other, the classes last shown, the one last spoken of."""

    turns: tuple[Turn, ...] = ()
    shown: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was asked for, and the classes that fit."""

    intent: Intent
    reading: Reading
    wanted: Wanted = NOTHING
    refused: Wanted = NOTHING
    asks: tuple[str, ...] = ()
    """Facts asked for, in the lexicon's words."""
    order: str = ""
    counting: bool = False
    selected: Selected = NONE
    follows: bool = False
    """Whether it was read together with what was said before."""
    which: bool = False
    """A fact was asked for or something is to be done, but not with which class."""
    reasons: tuple[str, ...] = ()


def understand(text: str, now: datetime, index: Index, context: Context = Context()) -> Understood:
    """Never raises: every text is understood as something."""
    context = context or Context()
    reading = read(text, now, index)
    if tells_secret(text):
        return Understood(Intent.SECRET, reading, reasons=("a code or a password is told",))
    intent, why = intent_of(reading, index, shown=bool(context.shown or context.about))
    reasons = (*reading.reasons, why)
    if intent not in (Intent.FIND, Intent.ABOUT, Intent.REGISTER, Intent.CANCEL):
        return Understood(intent, reading, reading.wanted, reading.refused, reasons=reasons)
    return _choose(intent, _fitted(reading, index), now, index, context, reasons)


def again(turns: Sequence[Turn], index: Index, now: datetime) -> Understood:
    """What these turns come to, some limits given up since."""
    wanted, reading = Wanted(), read(turns[-1].text, turns[-1].at, index)
    refused, order, all_too = Wanted(), "", False
    for turn in turns:
        reading = _fitted(read(turn.text, turn.at, index), index)
        wanted, refused, order = combine(wanted, reading.wanted), reading.refused, reading.order
        for limit in turn.without:
            all_too = all_too or limit == "everyone"
            wanted = without(wanted, limit) or wanted
    selected = select(wanted, refused, index, now, all_too=all_too)
    selected = replace(selected, numbers=extreme(selected.numbers, order, index, wanted, now))
    return Understood(Intent.FIND, reading, wanted, refused, order=order, selected=selected, follows=len(turns) > 1)


def _fitted(reading: Reading, index: Index) -> Reading:
    """Free or with seats, as a limit or as a question: "lớp excel còn chỗ không" asks, "lớp nào còn chỗ" limits."""
    wanted = reading.wanted
    named = bool(wanted.topic or wanted.codes or wanted.teachers or reading.has("that"))
    open_ = any(hit.kind == "any" for hit in reading.hits) or any(
        word.folded in ("nao", "gi", "any") for word in reading.words
    )
    if wanted.seats and (named or not reading.fields) and not open_:
        wanted = replace(wanted, seats=False)
    if wanted.fee == (0, 0) and named and not open_ and _asks_free(reading):
        wanted = replace(wanted, fee=None)
    if (
        wanted.fee is None
        and not named
        and any(hit.kind == "ask" and fold(hit.said) == "co mien phi" for hit in reading.hits)
    ):
        wanted = replace(wanted, fee=(0, 0))
    if (
        wanted != replace(wanted, topic=None)
        and replace(wanted, topic=None) != Wanted()
        and _is_particle(wanted.topic, index)
    ):
        wanted = replace(wanted, topic=None)
    return replace(reading, wanted=wanted)


def _is_particle(topic: Query | None, index: Index) -> bool:
    """One short word that means nothing to us: how somebody ends a sentence."""
    if topic is None or len(topic.words) > 1 or topic.meanings:
        return False
    return len(topic.words[0].folded) <= 3 and not search(topic, index)


def _asks_free(reading: Reading) -> bool:
    ends = [hit.end for hit in reading.hits if hit.kind == "limit" and hit.value == "free"]
    after = {reading.words[end].folded for end in ends if end < len(reading.words)}
    return bool(after & {"khong", "ha", "phai", "a", "chua"})


def _asks(reading: Reading, before: Reading | None) -> tuple[str, ...]:
    """Facts asked for; those of the turn before where this one only names another class."""
    asks = tuple(dict.fromkeys(reading.values("ask")))
    if "seats" in reading.values("limit") and not reading.wanted.seats:
        asks = (*asks, "seats")
    if "free" in reading.values("limit") and reading.wanted.fee is None:
        asks = (*asks, "fee")
    return asks or (tuple(before.values("ask")) if before and reading.has("follow") else ())


def _choose(
    intent: Intent, reading: Reading, now: datetime, index: Index, context: Context, reasons: tuple[str, ...]
) -> Understood:
    follows = bool(context.turns) and _leans(intent, reading)
    before = again(context.turns, index, now) if follows or (context.turns and _narrows(reading)) else None
    if before and not follows:
        # "Lớp nào miễn phí?" after "lớp tiếng anh" is about those, if some of them are.
        follows = bool(select(combine(before.wanted, reading.wanted), reading.refused, index, now).numbers)
        before = before if follows else None
    wanted = combine(before.wanted, reading.wanted) if before else reading.wanted
    refused = reading.refused if reading.refused != Wanted() or not before else before.refused
    order = reading.order
    asks = _asks(reading, before.reading if before else None)
    if asks and intent is Intent.FIND and reading.wanted.topic and not reading.order:
        intent = Intent.ABOUT
    made = Understood(
        intent, reading, wanted, refused, asks, order, reading.has("count"), follows=follows, reasons=reasons
    )
    pointed = (
        _pointed(reading, index, context, now)
        if intent in (Intent.ABOUT, Intent.REGISTER) or reading.has("ordinal")
        else ()
    )
    if pointed:
        return replace(
            made, selected=Selected(pointed), intent=Intent.ABOUT if intent is Intent.FIND else intent, follows=True
        )
    bare = replace(wanted, seats=False) == Wanted() and refused == Wanted()
    if bare and intent in (Intent.ABOUT, Intent.REGISTER) and not order:
        return replace(made, which=True, selected=select(wanted, refused, index, now))
    near = NEAR_BEST if intent is Intent.FIND else SAME
    selected = select(wanted, refused, index, now, near=near)
    if not selected.numbers and before and reading.wanted.topic:
        # "Còn lớp vẽ?" after a question about tomorrow evening: rather any drawing class than none.
        wanted = reading.wanted
        selected = select(wanted, refused, index, now)
    if order:
        selected = replace(selected, numbers=extreme(selected.numbers, order, index, wanted, now))
    return replace(made, wanted=wanted, selected=selected)


def _leans(intent: Intent, reading: Reading) -> bool:
    """Whether this builds on what was said before."""
    wanted = reading.wanted
    if wanted.codes or (wanted.topic and not reading.has("follow")):
        return False
    if reading.has("follow") or reading.has("all") or reading.has("that"):
        return True
    if intent in (Intent.ABOUT, Intent.REGISTER):
        return True
    return len(reading.words) <= SHORT and not (reading.fields and not reading.order)


def _narrows(reading: Reading) -> bool:
    """Whether this short question may choose among what was shown."""
    which = any(word.folded in ("nao", "which") for word in reading.words)
    return which and len(reading.words) <= SHORT and reading.wanted.topic is None and not reading.wanted.times


def _pointed(reading: Reading, index: Index, context: Context, now: datetime) -> tuple[int, ...]:
    """The classes that "cái thứ hai", "lớp đó" or nothing at all points to."""
    shown = [index.codes[one] for one in map(_squash, context.shown) if one in index.codes]
    ordinals = reading.values("ordinal")
    if ordinals:
        place = int(ordinals[0])
        at = len(shown) - 1 if place < 0 else place - 1
        return (shown[at],) if 0 <= at < len(shown) else ()
    wanted = replace(reading.wanted, seats=False)
    if wanted.topic or wanted.codes:
        return ()
    if wanted != Wanted() or reading.refused != Wanted():
        fitting = select(wanted, reading.refused, index, now).numbers
        return tuple(one for one in shown if one in fitting) if not reading.order else ()
    about = index.codes.get(_squash(context.about)) if context.about else None
    if about is not None and not reading.has("all"):
        return (about,)
    if reading.order:
        return extreme(shown, reading.order, index, wanted, now)
    return tuple(shown)


def _squash(code: str) -> str:
    return "".join(one for one in code.lower() if one.isalnum())
