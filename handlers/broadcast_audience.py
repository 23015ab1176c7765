"""Choosing an audience by buttons: a term, then another with OR, AND, NOT; how many that is, each time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from handlers.broadcast_draft import Draft, purpose_of
from handlers.forms import Option, question
from handlers.texts import Texts
from handlers.vocabulary import Reply
from storage.audiences import OF_CLASS, Expression, terms
from storage.broadcasts import Broadcast
from storage.consents import Purpose
from storage.courses import Course, Wanted
from storage.folding import fold
from storage.memberships import Association
from storage.store import Store

MOST_TERMS = 10
MOST_SHOWN = 20
"""To tap; where there are more, theirs is typed."""
KINDS = ("everyone", "ward", "topic", "programme", "member", *OF_CLASS)
OPERATORS = ("any", "all", "not")


def combined(expression: Expression | None, operator: str, term: Expression) -> Expression:
    """With one term more, read from the left: (a or b) and c."""
    if expression is None:
        return term
    added, joint = (["not", term], "all") if operator == "not" else (term, operator)
    return [*expression, added] if expression[0] == joint else [joint, expression, added]


async def described(store: Store, words: Texts, expression: Expression) -> str:
    """In words, as a part of a sentence."""
    names = {tuple(term): await _named(store, words, term) for term in terms(expression)}
    return _told(words, expression, names)


def _told(words: Texts, expression: Expression, names: dict[tuple[Any, ...], str], inner: bool = False) -> str:
    kind, *parts = expression
    if kind not in OPERATORS:
        return names[tuple(expression)]
    if kind == "not":
        return words.broadcast_writing.except_for + _told(words, parts[0], names, inner=True)
    joint = words.broadcast_writing.either if kind == "any" else words.broadcast_writing.both
    told = ""
    for part in parts:
        link = "" if not told else ", " if part[0] == "not" else joint
        told += link + _told(words, part, names, inner=True)
    return f"({told})" if inner else told


async def _named(store: Store, words: Texts, term: Expression) -> str:
    kind, *which = term
    match kind:
        case "ward":
            centre = await store.centres.find(which[0])
            name = centre.ward if centre else ""
        case "topic":
            topic = await store.topics.find(which[0])
            name = topic.name if topic else ""
        case "programme":
            programme = await store.programmes.find(which[0])
            name = programme.name if programme else ""
        case "member":
            name = words.announcing.association(which[0])
        case "seated" | "waiting" | "absent":
            name = (await store.courses.get(which[0])).title
        case _:
            name = ""
    return words.broadcast_writing.term(kind, name)


async def ask(draft: Draft, problem: Markup | None = None) -> Reply:
    """What is chosen so far, or the list to choose from."""
    kind, expression = draft.state.get("kind"), draft.broadcast.audience
    if kind:
        reply = await _ask_which(draft, kind)
    elif expression is None or draft.state.get("op"):
        options = [(draft.words.kind(one), f"loai {one}") for one in KINDS]
        reply = question("tb", draft.dialog.id, draft.words.ask_kind(draft.state.get("op")), options, wide=2)
    else:
        reply = await _overview(draft, expression)
    return replace(reply, text=draft.words.lines(problem, "", reply.text)) if problem else reply


async def _overview(draft: Draft, expression: Expression) -> Reply:
    words, store = draft.words, draft.store
    told = await described(store, draft.heard.texts, expression)
    count = await counted(store, draft.broadcast)
    everyone = await store.audiences.count(expression, draft.broadcast.centre_id, Purpose.CLASSES)
    of_class, quiz = draft.broadcast.purpose is Purpose.CLASSES, draft.broadcast.quiz is not None
    text = words.audience(told, count, None if of_class else everyone, quiz=quiz)
    options = [(words.done, "xong"), (words.choose_again, "lai")]
    if expression[0] != "missed" and len(list(terms(expression))) < MOST_TERMS:
        options[1:1] = [(words.operator(one), f"op {one}") for one in OPERATORS]
    return question("tb", draft.dialog.id, text, options)


async def counted(store: Store, broadcast: Broadcast) -> int:
    """How many would get it now."""
    return await store.audiences.count(broadcast.audience or ["any"], broadcast.centre_id, broadcast.purpose)


async def _ask_which(draft: Draft, kind: str) -> Reply:
    """The list may be typed from as well: a ward, a topic, the code of a class."""
    options = [(label, f"la {kind} {value}") for label, value in (await _choices(draft, kind))[:MOST_SHOWN]]
    wide = 1 if kind in OF_CLASS else 2
    return question(
        "tb", draft.dialog.id, draft.words.ask_which(kind), [*options, (draft.words.back, "lui")], wide=wide
    )


async def _choices(draft: Draft, kind: str) -> Sequence[Option]:
    store, centre_id = draft.store, draft.broadcast.centre_id
    match kind:
        case "ward":
            wards = await store.centres.list_all()
            return [(one.ward, str(one.id)) for one in wards if centre_id in (None, one.id)]
        case "topic":
            return [(one.name, str(one.id)) for one in await store.topics.list_all()]
        case "programme":
            programmes = await store.programmes.list_within(draft.rights)
            return [
                (one.name[:60], str(one.id))
                for one in programmes
                if centre_id is None or one.centre_id in (None, centre_id)
            ]
        case "member":
            return [(draft.heard.texts.announcing.association(one), one.value) for one in Association]
        case _:
            courses = await store.courses.list_upcoming(Wanted(centre_id=centre_id), limit=MOST_SHOWN)
            return [(f"{one.code} · {one.title}"[:60], str(one.id)) for one in courses]


async def take(draft: Draft, value: str, *rest: str) -> Markup | None:
    """A tap; gives what was wrong with it, if anything was."""
    store, dialog, one = draft.store, draft.dialog, (*rest, "", "")
    match value:
        case "op" if one[0] in OPERATORS:
            await store.dialogs.turn(dialog, op=one[0], kind=None)
        case "loai" if one[0] == "everyone":
            await _add(draft, ["everyone"])
        case "loai" if one[0] in KINDS:
            await store.dialogs.turn(dialog, kind=one[0])
        case "la":
            return await _choose(draft, one[0], one[1])
        case "lui":
            await store.dialogs.turn(dialog, kind=None, op=None)
        case "lai":
            await store.dialogs.turn(dialog, kind=None, op=None)
            await store.broadcasts.change(draft.broadcast, audience=None)
    return None


async def typed(draft: Draft, said: str) -> Markup | None:
    """A ward, a topic, a programme, an association by name; a class by its code. Gives what was wrong with it."""
    kind = draft.state.get("kind")
    if kind in OF_CLASS:
        course = await draft.store.courses.find(said.strip())
        return await _choose(draft, kind, str(course.id) if course else "")
    wanted = fold(said).strip()
    found = next((value for label, value in await _choices(draft, kind or "") if wanted in fold(label)), "")
    return await _choose(draft, kind or "", found if wanted else "")


async def _choose(draft: Draft, kind: str, value: str) -> Markup | None:
    term = await _term(draft, kind, value)
    if term is None:
        return draft.words.no_such()
    await _add(draft, term)
    return None


async def _term(draft: Draft, kind: str, value: str) -> Expression | None:
    """What was chosen, if it is there and theirs to choose."""
    if kind in OF_CLASS:
        course = await _course(draft, value)
        return [kind, course.id] if course else None
    allowed = {one for _, one in await _choices(draft, kind)} if kind in KINDS[1:] else set()
    if value not in allowed:
        return None
    return [kind, value if kind == "member" else int(value)]


async def _course(draft: Draft, value: str) -> Course | None:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return None
    found = await draft.store.courses.list_numbered([int(value)])
    return next((one for one in found if draft.broadcast.centre_id in (None, one.centre_id)), None)


async def _add(draft: Draft, term: Expression) -> None:
    expression = draft.broadcast.audience
    if expression is not None and (expression[0] == "missed" or len(list(terms(expression))) >= MOST_TERMS):
        return
    # A tap on an old list, where no way of joining is chosen: the same term twice says nothing new.
    operator = draft.state.get("op")
    if expression is None or operator or term not in list(terms(expression)):
        chosen = combined(expression, operator or "any", term)
        # A quiz needs the consent to quizzes, also where it goes to a class.
        purpose = purpose_of(chosen) if draft.broadcast.quiz is None else Purpose.QUIZZES
        await draft.store.broadcasts.change(draft.broadcast, audience=chosen, purpose=purpose)
    await draft.store.dialogs.turn(draft.dialog, kind=None, op=None)
