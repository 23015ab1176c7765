"""Checking in: who came to a lesson says so, by its poster's link or its four digits; for the household too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from handlers import roll
from handlers.forms import tapped_in
from handlers.heard import Handler, Heard, Routes
from handlers.menu import menu, old_button
from handlers.vocabulary import Button, Reply, rows
from storage.check_ins import EARLY, MOST_TRIES, is_on
from storage.courses import Course
from storage.dialogs import Dialog
from storage.learners import Learner
from storage.lessons import Lesson
from storage.registrations import Standing
from storage.store import Store
from storage.visits import How

CHOOSING, CHOSEN = "check_in", "checked_in"
"""The dialogs: who of the household came is chosen; it was."""
CODE = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody at the door of a lesson."""

    heard: Heard
    store: Store
    lesson: Lesson
    course: Course
    how: How

    async def there(self) -> set[int | None]:
        """Learners who were noted before."""
        return {learner for _, learner in await self.store.visits.list_learners([self.lesson.id])}


async def by_number(heard: Heard, store: Store) -> list[Reply]:
    """`/diemdanh 4827`: the code of a lesson. From organizers `/diemdanh 12 1`: lesson 12, its second page."""
    rights = await store.organizers.rights(heard.contact.id)
    if rights is not None:
        if not heard.arguments:
            return await roll.today(heard, store)
        found = await roll.find_roll(heard, store)
        if found is not None:
            return [await roll.page_of(heard, store, found, heard.number(1))]
        if not CODE.fullmatch(heard.argument(0)):
            return [roll.not_there(heard)]
    if not CODE.fullmatch(heard.argument(0)):
        return [Reply(heard.texts.check_in.ask_code(), menu(heard.texts)).in_place_of(heard.incoming)]
    return [await _by_code(heard, store, heard.argument(0))]


async def by_four_digits(heard: Heard, store: Store) -> list[Reply] | None:
    """Four digits and nothing else, while a lesson of theirs is on, or if they are the code of another that is on.

    None: they mean something else. Then a wrong guess is counted all the same, so that nobody tries all codes so.
    """
    said = heard.incoming.text.strip()
    if not CODE.fullmatch(said) or not await store.check_ins.any_on():
        return None
    if await store.check_ins.has_on(heard.contact.id):
        return [await _by_code(heard, store, said)]
    if await store.check_ins.tried(heard.contact.id) >= MOST_TRIES:
        return None
    if await store.check_ins.find_on(said):
        return [await _by_code(heard, store, said)]
    await store.check_ins.miss(heard.contact.id)
    return None


async def _by_code(heard: Heard, store: Store, code: str) -> Reply:
    words, tried = heard.texts.check_in, await store.check_ins.tried(heard.contact.id)
    if tried >= MOST_TRIES:
        return Reply(words.rest(), menu(heard.texts))
    lesson = await store.check_ins.find_on(code)
    if lesson is None:
        await store.check_ins.miss(heard.contact.id)
        return Reply(words.wrong(MOST_TRIES - tried - 1), menu(heard.texts))
    return await _come(Coming(heard, store, lesson, await store.courses.get(lesson.course_id), How.CODE))


async def by_link(heard: Heard, store: Store, token: str) -> list[Reply]:
    """`/start diemdanh_<token>`: the QR code of a poster."""
    words, lesson = heard.texts.check_in, await store.check_ins.find_linked(token)
    if lesson is None:
        return [Reply(words.dead_link(), menu(heard.texts))]
    course = await store.courses.get(lesson.course_id)
    if lesson.cancelled_at is not None or course.cancelled_at is not None:
        return [Reply(words.cancelled(course, lesson), menu(heard.texts))]
    if not is_on(lesson, store.now):
        early = store.now < lesson.starts_at
        opens = lesson.starts_at - EARLY
        text = words.too_early(course, lesson, opens) if early else words.too_late(course, lesson)
        return [Reply(text, menu(heard.texts))]
    return [await _come(Coming(heard, store, lesson, course, How.QR))]


async def _come(coming: Coming) -> Reply:
    """Noted at once if there is nobody to choose from; else the household is asked, those with a seat chosen."""
    heard, store = coming.heard, coming.store
    household, there = await store.learners.household(heard.contact.id), await coming.there()
    if not household:
        return await _nameless(coming)
    missing = [one for one in household if one.id not in there]
    if not missing:
        return _already(coming, household)
    if len(household) == 1:
        return await _note(coming, household)
    registered = await store.registrations.list_in(heard.contact.id, coming.course.id)
    seated = [one.learner_id for one in registered if one.standing is Standing.SEATED]
    first = seated or [one.learner_id for one in registered]
    state = {
        "lesson": coming.lesson.id,
        "how": coming.how.value,
        "chosen": [one.id for one in missing if one.id in first],
    }
    dialog = await store.dialogs.open(heard.contact.id, CHOOSING, state)
    return await _ask(coming, dialog, household)


async def _nameless(coming: Coming) -> Reply:
    """Who gave us no name need not do so at the door: they are counted, once."""
    words, course = coming.heard.texts.check_in, coming.course
    if not await coming.store.visits.add_nameless(coming.lesson.id, coming.heard.contact.id, coming.how):
        return _already(coming, ())
    return _with_way_in(coming, words.nameless(course))


def _with_way_in(coming: Coming, text: Markup) -> Reply:
    """And how to sign up, if there is something to sign up for."""
    words, course, now = coming.heard.texts.check_in, coming.course, coming.store.now
    later = any(one.starts_at > now for one in course.live_lessons if one.id != coming.lesson.id)
    if not (later and course.is_open(now)):
        return Reply(text, menu(coming.heard.texts)).in_place_of(coming.heard.incoming)
    join = rows(Button(words.sign_up, f"/dangky {course.code}"))
    told = words.lines(text, words.may_join())
    return Reply(told, join + menu(coming.heard.texts)).in_place_of(coming.heard.incoming)


def _already(coming: Coming, learners: Sequence[Learner]) -> Reply:
    text = coming.heard.texts.check_in.already(coming.course, coming.lesson, [one.name for one in learners])
    return Reply(text, menu(coming.heard.texts)).in_place_of(coming.heard.incoming)


async def _note(coming: Coming, learners: Sequence[Learner]) -> Reply:
    """They came; whoever of them has no seat and no place in line just came by."""
    heard, store, lesson = coming.heard, coming.store, coming.lesson
    registered = {
        one.learner_id: one.id for one in await store.registrations.list_in(heard.contact.id, lesson.course_id)
    }
    await store.visits.forget_nameless(lesson.id, heard.contact.id)
    new = [one for one in learners if await store.visits.add(lesson.id, one.id, registered.get(one.id), coming.how)]
    if not new:
        return _already(coming, learners)
    text = heard.texts.check_in.noted(coming.course, lesson, [one.name for one in new])
    if any(one.id in registered for one in new):
        return Reply(text, menu(heard.texts)).in_place_of(heard.incoming)
    return _with_way_in(coming, text)


async def _ask(coming: Coming, dialog: Dialog, household: Sequence[Learner]) -> Reply:
    words, there, number = coming.heard.texts.check_in, await coming.there(), dialog.id
    picked = [one for one in household if one.id in dialog.state["chosen"] and one.id not in there]
    text = words.ask_who(
        coming.course, coming.lesson, [one.name for one in picked], [one.name for one in household if one.id in there]
    )
    choices = [
        Button(words.without_person(one.name), f"/aiden {number} bo {one.id}")
        if one in picked
        else Button(words.with_person(one.name), f"/aiden {number} co {one.id}")
        for one in household
        if one.id not in there
    ]
    done = Button(words.done_button(len(picked)), f"/aiden {number} xong") if picked else None
    buttons = rows(done, *choices, Button(words.stop, f"/aiden {number} thoi"))
    return Reply(text, buttons).in_place_of(coming.heard.incoming)


async def choose(heard: Heard, store: Store) -> list[Reply]:
    """`/aiden <dialog> co 7`: learner 7 came too; `bo 7`: did not; `xong`: that is all; `thoi`: nobody did."""
    dialog = await tapped_in(heard, store, CHOOSING, CHOSEN)
    if dialog is None:
        return old_button(heard)
    return [await _go_on(heard, store, dialog, heard.argument(1))]


async def typed(heard: Heard, store: Store) -> list[Reply]:
    """Words typed while the household is asked: another code, or the question once more."""
    dialog = await store.dialogs.find(heard.contact.id)
    if dialog is None:
        return old_button(heard)
    if CODE.fullmatch(heard.incoming.text.strip()):
        return [await _by_code(heard, store, heard.incoming.text.strip())]
    return [await _go_on(heard, store, dialog, "")]


async def _go_on(heard: Heard, store: Store, dialog: Dialog, option: str) -> Reply:
    lesson = await store.session.get_one(Lesson, dialog.state["lesson"])
    coming = Coming(heard, store, lesson, await store.courses.get(lesson.course_id), How(dialog.state["how"]))
    household, there = await store.learners.household(heard.contact.id), await coming.there()
    if dialog.kind == CHOSEN:
        noted = [one for one in household if one.id in there]
        return _already(coming, noted) if noted else Reply(heard.texts.check_in.stopped(), menu(heard.texts))
    if not is_on(lesson, store.now) or coming.course.cancelled_at is not None:
        await store.dialogs.close(heard.contact.id)
        return Reply(heard.texts.check_in.too_late(coming.course, lesson), menu(heard.texts))
    picked: list[int] = dialog.state["chosen"]
    who = heard.number(2)
    match option:
        case "xong" if picked:
            await store.dialogs.end(dialog, CHOSEN, lesson=lesson.id, how=coming.how.value)
            return await _note(coming, [one for one in household if one.id in picked])
        case "thoi":
            await store.dialogs.end(dialog, CHOSEN, lesson=lesson.id, how=coming.how.value)
            return Reply(heard.texts.check_in.stopped(), menu(heard.texts)).in_place_of(heard.incoming)
        case "co" if who in {one.id for one in household}:
            await store.dialogs.turn(dialog, chosen=sorted({*picked, who}))
        case "bo":
            await store.dialogs.turn(dialog, chosen=[one for one in picked if one != who])
    return await _ask(coming, dialog, household)


routes: Routes = {"diemdanh": by_number, "checkin": by_number, "aiden": choose}
dialogs: dict[str, Handler] = {CHOOSING: typed}
