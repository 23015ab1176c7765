"""Understanding: what a message asks for, by ordered rules, each with its reason."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.language.exchange import Asked, Context, Turn, after, asked, by_reading
from handlers.language.facts import facts
from handlers.language.fitting import fitted
from handlers.language.following import leans, may_narrow, pointed, returned_to, teacher_meant, told_already
from handlers.language.index import Index
from handlers.language.intents import Intent, intent_of
from handlers.language.reading import Reading, Wanted, read
from handlers.language.search import NEAR_BEST, SAME
from handlers.language.secrets import tells_secret
from handlers.language.selecting import Selected, extreme, select
from handlers.language.spans import When
from storage.folding import fold

__all__ = ["Context", "Intent", "Turn", "Understood", "again", "understand"]

NOTHING, NONE, ALONE = Wanted(), Selected(), Context()
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
_FEASTS = ("feast", "tet")
_CALLED = (("noel", "giang sinh", "christmas", "xmas"), ("trung thu",), ("tet",))
"""One feast's names, folded."""
_OF_CLASSES = (Intent.FIND, Intent.ABOUT, Intent.REGISTER, Intent.CANCEL)


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
    turn: Turn | None = None
    """To be remembered, if it was about classes."""
    follows: bool = False
    """Whether it was read together with what was said before."""
    which: bool = False
    """A fact was asked for or something is to be done, but not with which class."""
    instead: tuple[int, When] | None = None
    """The number of another reading of the time by which there are classes too, and what that reading is."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A message and what it is seen against."""

    text: str
    intent: Intent
    reading: Reading
    index: Index
    context: Context
    now: datetime

    def made(self, **found: object) -> Understood:
        """What is known from the message itself, and what was found."""
        base = Understood(self.intent, self.reading, self.reading.wanted, self.reading.refused, facts(self.reading))
        turn = Turn(self.text, self.now)
        return replace(base, **({"counting": self.reading.has("count"), "turn": turn} | found))  # type: ignore[arg-type]


def understand(text: str, now: datetime, index: Index, context: Context = ALONE) -> Understood:
    """Never raises: every text is understood as something."""
    text = _MARKUP.sub(" ", text)
    reading = read(text, now, index)
    if tells_secret(text):
        return Understood(Intent.SECRET, reading, reasons=("a code or a password is told",))
    reading = fitted(reading, index, leaning=bool(context.turns or context.shown))
    intent, why = intent_of(reading, index, shown=bool(context.shown or context.about))
    reasons = (*reading.reasons, why)
    if intent not in _OF_CLASSES:
        return Understood(intent, reading, reading.wanted, reading.refused, reasons=reasons)
    scene = Scene(text, intent, reading, index, context, now)
    made = _told_before(scene) or _of_which(scene) or _asked_for(scene)
    return replace(made, reasons=reasons)


def again(turns: Sequence[Turn], index: Index, now: datetime) -> Understood:
    """What these turns come to, some limits given up since."""
    found = asked(turns, index)
    reading = found.reading or read("", now, index)
    selected = select(found.wanted, found.refused, index, now, all_too=found.all_too)
    selected = replace(selected, numbers=extreme(selected.numbers, found.order, index, found.wanted, now))
    return Understood(
        Intent.FIND, reading, found.wanted, found.refused, order=found.order, selected=selected, follows=len(turns) > 1
    )


def _told_before(scene: Scene) -> Understood | None:
    """Classes that were spoken of or shown, and are pointed to."""
    reading, index, context = scene.reading, scene.index, scene.context
    returned = returned_to(reading, index, context)
    numbers = (returned,) if returned is not None else pointed(scene.intent, reading, index, context, scene.now)
    if not numbers:
        return None
    intent = Intent.ABOUT if scene.intent is Intent.FIND else scene.intent
    asks = facts(reading) or _asked_before(scene)
    return scene.made(intent=intent, selected=Selected(numbers), asks=asks, follows=True)


def _asked_before(scene: Scene) -> tuple[str, ...]:
    """ "Còn lớp yoga?" after a question for the fee is one too."""
    if not scene.context.turns or not scene.reading.has("follow"):
        return ()
    last = scene.context.turns[-1]
    return facts(fitted(read(last.text, last.at, scene.index), scene.index, leaning=True))


def _of_which(scene: Scene) -> Understood | None:
    """A fact or signing up, but nothing says of which class."""
    bare = not scene.context.turns and replace(scene.reading.wanted, seats=False) == NOTHING
    if not bare or scene.reading.refused != NOTHING or scene.reading.order:
        return None
    if scene.intent not in (Intent.ABOUT, Intent.REGISTER):
        return None
    return scene.made(which=True, selected=select(scene.reading.wanted, NOTHING, scene.index, scene.now))


def _asked_for(scene: Scene) -> Understood:
    """The classes that fit, perhaps together with what was asked before."""
    reading, index, now = scene.reading, scene.index, scene.now
    teacher = teacher_meant(reading, index, scene.context)
    turn = Turn(scene.text, now, besides=told_already(reading, scene.context, teacher), teacher=teacher)
    before = _built_on(scene, turn)
    found = after(before, reading, index, turn) if before else after(Asked(), reading, index, turn)
    asks = facts(reading) or (_asked_before(scene) if before else ())
    intent = Intent.ABOUT if asks and reading.wanted.topic and scene.intent is Intent.FIND else scene.intent
    intent = scene.intent if reading.order else intent
    tries = _tries(scene, intent, found, before, turn)
    found, selected = next(tries)
    while not selected.numbers and (also := next(tries, None)):
        found, selected = also if also[1].numbers else (found, selected)
    taken, found, selected, instead = _by_likeliest(found, selected, scene)
    if reading.order:
        selected = replace(selected, numbers=extreme(selected.numbers, reading.order, index, found.wanted, now))
    return scene.made(
        intent=intent,
        wanted=found.wanted,
        refused=found.refused,
        asks=asks,
        order=reading.order,
        selected=selected,
        turn=replace(turn, other=taken),
        follows=before is not None,
        instead=instead,
    )


def _tries(
    scene: Scene, intent: Intent, found: Asked, before: Asked | None, turn: Turn
) -> Iterator[tuple[Asked, Selected]]:
    """What may have been meant, likeliest first, with the classes that fit; the next one counts where none does."""
    reading, index, now = scene.reading, scene.index, scene.now

    def tried(meant: Asked, near: float = NEAR_BEST) -> tuple[Asked, Selected]:
        return meant, select(meant.wanted, meant.refused, index, now, near=near)

    yield tried(found, NEAR_BEST if intent is Intent.FIND else SAME)
    alone = after(Asked(), reading, index, turn)
    if intent is not Intent.FIND:
        yield tried(found)
    if before and (reading.wanted.topic or "other" in reading.values("that")):
        # "Còn lớp vẽ?" after a question about tomorrow evening: rather any drawing class than none.
        yield tried(alone)
    named = replace(NOTHING, topic=found.wanted.topic, codes=found.wanted.codes)
    feast = _feast(scene)
    if feast:
        # "Lớp bánh Noel" has the feast in its title, and is before it.
        meant, selected = tried(replace(found, wanted=replace(found.wanted, times=NOTHING.times)))
        yield meant, replace(selected, numbers=tuple(one for one in selected.numbers if _has_feast(feast, index, one)))
    if named == NOTHING:
        return
    if intent in (Intent.ABOUT, Intent.REGISTER):
        # A question about a class that is named is about it, whatever else is told: "my last bus is at nine".
        yield tried(replace(found, wanted=named), SAME)


def _feast(scene: Scene) -> tuple[str, ...]:
    """What the feast that was named is called."""
    used = frozenset().union(*(when.used for when in scene.reading.wanted.times.wanted if when.name in _FEASTS))
    said = {word.folded for word in scene.reading.words if word.token in used}
    return next((names for names in _CALLED if any(not said.isdisjoint(name.split()) for name in names)), ())


def _has_feast(names: Sequence[str], index: Index, number: int) -> bool:
    """Whether a class speaks of the feast."""
    listed = index.entries[number].listed
    text = f" {fold(f'{listed.title} {listed.description}')} "
    return any(f" {name} " in text for name in names)


def _built_on(scene: Scene, turn: Turn) -> Asked | None:
    """What was asked before, if this builds on it."""
    turns, reading, index = scene.context.turns, scene.reading, scene.index
    own = replace(reading.wanted, seats=False) != NOTHING
    if not turns or ("other" in reading.values("that") and own):
        return None
    before = asked(turns, index)
    if turn.teacher or leans(scene.intent, reading):
        return before
    together = after(before, reading, index, turn)
    # "Lớp nào miễn phí?" after "lớp tiếng anh" is about those, if some of them are.
    narrows = may_narrow(reading) and select(together.wanted, together.refused, index, scene.now).numbers
    return before if narrows else None


def _by_likeliest(
    found: Asked, selected: Selected, scene: Scene
) -> tuple[int, Asked, Selected, tuple[int, When] | None]:
    """By the likeliest reading of the time that has classes; the next one that has others is offered."""
    taken = 0
    for number, other in _readings(found.wanted):
        also = select(other, found.refused, scene.index, scene.now)
        if not also.numbers or also.numbers == selected.numbers:
            continue
        if selected.numbers:
            return taken, found, selected, (number, other.times.wanted[0])
        taken, found, selected = number, replace(found, wanted=other), also
    return taken, found, selected, None


def _readings(wanted: Wanted) -> Iterator[tuple[int, Wanted]]:
    """The same by the other readings of its one time, if it may well be meant otherwise."""
    whens = wanted.times.wanted
    if len(whens) == 1 and not whens[0].certain:
        for number in range(1, len(whens[0].others()) + 1):
            yield number, by_reading(wanted, number)
