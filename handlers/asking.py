"""Asking in one's own words: what was understood, the classes that fit, and on into what there is to do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from handlers import general, registrations, settings, signup
from handlers.courses import course_card, next_lesson
from handlers.heard import Handler, Heard, Routes
from handlers.language.index import Index
from handlers.language.intents import Intent
from handlers.language.lexicon import load
from handlers.language.reading import Wanted
from handlers.language.selecting import LIMITS, widenings
from handlers.language.understanding import Context, Turn, Understood, again, understand
from handlers.menu import menu, not_understood
from handlers.vocabulary import Button, Reply, rows
from storage import courses
from storage.courses import Course
from storage.lessons import Lesson
from storage.store import Store

PAGE = 8
MOST_TURNS = 4
MOST_KEPT = 300
"""Characters of a question that are remembered: nobody leans on more."""
_indexes: dict[str, Index] = {}
"""The listing as last read, by its mark: a mark names one listing in any database, so it never is another's."""


async def ask(heard: Heard, store: Store) -> list[Reply]:
    """Any words that are no command and answer no question of ours."""
    index = await _index(store)
    context = _context(await store.exchanges.recall(heard.contact.id))
    made = understand(heard.incoming.text, store.now, index, context)
    match made.intent:
        case Intent.FIND | Intent.ABOUT | Intent.REGISTER:
            turns = _turns(made, context, heard.incoming.text, store.now)
            return await _classes(heard, store, index, made, turns)
        case Intent.CANCEL:
            return await _cancel(heard, store, index, made)
        case _:
            return await _ANSWERS.get(made.intent, _not_understood)(heard, store)


async def _index(store: Store) -> Index:
    mark = await store.listing.mark()
    if mark is not None and mark in _indexes:
        return _indexes[mark]
    index = Index(await store.listing.list_upcoming(), load())
    if mark is not None:
        _indexes.clear()
        _indexes[mark] = index
    return index


def _context(state: dict[str, Any]) -> Context:
    turns = tuple(
        Turn(one["text"], datetime.fromisoformat(one["at"]), tuple(one["without"])) for one in state.get("turns", ())
    )
    return Context(turns, tuple(state.get("shown", ())), state.get("about", ""))


async def _remember(heard: Heard, store: Store, turns: Sequence[Turn], shown: Sequence[str], about: str) -> None:
    told = [{"text": one.text, "at": one.at.isoformat(), "without": list(one.without)} for one in turns]
    await store.exchanges.remember(heard.contact.id, {"turns": told, "shown": list(shown), "about": about})


def _turns(made: Understood, context: Context, text: str, now: datetime) -> tuple[Turn, ...]:
    turn = Turn(text[:MOST_KEPT], now)
    return (*context.turns, turn)[-MOST_TURNS:] if made.follows else (turn,)


async def _classes(
    heard: Heard, store: Store, index: Index, made: Understood, turns: Sequence[Turn], page: int = 0
) -> list[Reply]:
    texts = heard.texts.asking
    numbers = await _by_seats(store, index, made)
    codes = [index.entries[one].listed.code for one in numbers]
    if not codes:
        await _remember(heard, store, turns, (), "")
        return [_none(heard, store.now, index, made)]
    if len(codes) == 1:
        await _remember(heard, store, turns, codes, codes[0])
        return await _one(heard, store, made, codes[0])
    page = min(page, (len(codes) - 1) // PAGE)
    shown = numbers[page * PAGE : (page + 1) * PAGE]
    found = await store.courses.list_numbered([index.entries[one].listed.id for one in shown])
    await _remember(heard, store, turns, [one.code for one in found], "")
    head = [texts.heading(len(codes), page + 1, -(-len(codes) // PAGE), [_understood(heard, store.now, made)])]
    if made.which:
        head = [texts.lines(texts.which_to_join() if made.intent is Intent.REGISTER else texts.which_class())]
    if made.selected.for_all:
        head.append(texts.lines(texts.for_all()))
    entries = [
        texts.fact_entry(number, one, _lesson(one, made.wanted, store.now), made.asks, store.now)
        for number, one in enumerate(found, page * PAGE + 1)
    ]
    command = "/dangky" if made.intent is Intent.REGISTER else "/lop"
    picks = [Button(str(number), f"{command} {one.code}") for number, one in enumerate(found, page * PAGE + 1)]
    more = Button(texts.more_button, f"/xemthem {page + 1}") if len(codes) > (page + 1) * PAGE else None
    others = Button(texts.everyone_button, "/noirong everyone") if made.selected.others else None
    text = texts.lines(*head, *(texts.lines("", entry) for entry in entries))
    return [Reply(text, rows(*picks, wide=4) + rows(more, others)).in_place_of(heard.incoming)]


async def _by_seats(store: Store, index: Index, made: Understood) -> Sequence[int]:
    """Seats change too often to be in the index."""
    numbers = made.selected.numbers
    if not (made.wanted.seats or made.order.endswith("_seats")) or not numbers:
        return numbers
    left = await store.listing.seats_left([index.entries[one].listed.id for one in numbers])
    seats = {one: left.get(index.entries[one].listed.id, 0) for one in numbers}
    if made.wanted.seats:
        numbers = tuple(one for one in numbers if seats[one] > 0)
    if made.order == "most_seats":
        return [one for one in numbers if seats[one] == max(seats.values())]
    if made.order == "fewest_seats":
        return sorted((one for one in numbers if seats[one] > 0), key=seats.__getitem__)[:3]
    return numbers


def _understood(heard: Heard, now: datetime, made: Understood) -> str:
    return heard.texts.asking.understood(made.wanted, made.refused, made.order, now)


def _lesson(course: Course, wanted: Wanted, now: datetime) -> Lesson:
    """The first to come that fits, else the next."""
    coming = [one for one in course.live_lessons if one.ends_at > now]
    fits = next((one for one in coming if wanted.times.holds(one.starts_at)), None)
    return fits or next_lesson(course, courses.Wanted(), now)


async def _one(heard: Heard, store: Store, made: Understood, code: str) -> list[Reply]:
    """One class: its facts, or its card where only it was named, or signing up for it."""
    if made.intent is Intent.REGISTER:
        return await signup.sign_up(replace(heard, arguments=(code,)), store)
    wanted = made.wanted
    named = replace(wanted, topic=None, codes=frozenset()) == Wanted() and made.refused == Wanted()
    if named and not made.asks and not made.order and not made.follows:
        return [await course_card(heard, store, code)]
    course = await store.courses.find(code)
    if course is None:
        return [await course_card(heard, store, code)]
    texts, lesson = heard.texts.asking, _lesson(course, wanted, store.now)
    head = None if made.intent is Intent.ABOUT else texts.heading(1, 1, 1, [_understood(heard, store.now, made)])
    note = texts.for_all() if made.selected.for_all else None
    facts = texts.facts(course, lesson, made.asks, store.now)
    sign_up = texts.sign_up_button if course.seats_left > 0 else texts.join_waitlist
    where = f"https://www.google.com/maps/search/?api=1&query={quote(f'{lesson.venue}, {course.centre.ward}')}"
    asks_way = "where" in made.asks or "directions" in made.asks
    buttons = rows(
        Button(sign_up, f"/dangky {code}") if course.is_open(store.now) else None,
        Button(texts.map_button, opens=where) if asks_way else None,
        Button(texts.whole_button, f"/lop {code}"),
        Button(texts.everyone_button, "/noirong everyone") if made.selected.others else None,
    )
    return [Reply(texts.lines(head, note, facts), buttons).in_place_of(heard.incoming)]


def _none(heard: Heard, now: datetime, index: Index, made: Understood) -> Reply:
    """Nothing fits: said plainly, with each limit whose loss would help."""
    texts = heard.texts.asking
    if not index.entries:
        return Reply(texts.none_at_all(), menu(heard.texts)).in_place_of(heard.incoming)
    wider = widenings(made.wanted, made.refused, index, now)[:3]
    buttons = rows(*(Button(texts.wider_button(limit, count), f"/noirong {limit}") for limit, count in wider))
    text = texts.lines(texts.none_fits(_understood(heard, now, made)), texts.offer_wider() if wider else None)
    return Reply(text, buttons + menu(heard.texts)).in_place_of(heard.incoming)


async def widen(heard: Heard, store: Store) -> list[Reply]:
    """`/noirong <limit>`: the same question with one limit less; "everyone": also classes for everybody."""
    limit = heard.argument(0)
    context = _context(await store.exchanges.recall(heard.contact.id))
    if not context.turns or limit not in (*LIMITS, "everyone"):
        return not_understood(heard)
    last = context.turns[-1]
    turns = (*context.turns[:-1], replace(last, without=tuple(dict.fromkeys([*last.without, limit]))))
    index = await _index(store)
    return await _classes(heard, store, index, again(turns, index, store.now), turns)


async def more(heard: Heard, store: Store) -> list[Reply]:
    """`/xemthem 2`: the next page of what was asked."""
    context = _context(await store.exchanges.recall(heard.contact.id))
    if not context.turns:
        return not_understood(heard)
    index = await _index(store)
    return await _classes(heard, store, index, again(context.turns, index, store.now), context.turns, heard.number(0))


async def _cancel(heard: Heard, store: Store, index: Index, made: Understood) -> list[Reply]:
    """The one registration that is meant, else all of them to choose from."""
    live = await store.registrations.list_of(heard.contact.id)
    meant = {index.entries[one].listed.id for one in made.selected.numbers}
    fitting = [one for one in live if one.course_id in meant] or live
    if len(fitting) == 1:
        return await registrations.give_up(replace(heard, arguments=(str(fitting[0].id),)), store)
    return await registrations.mine(replace(heard, arguments=()), store)


async def _not_understood(heard: Heard, store: Store) -> list[Reply]:
    return not_understood(heard)


async def _human(heard: Heard, store: Store) -> list[Reply]:
    wards = [centre.ward for centre in await store.centres.list_all()]
    return [Reply(heard.texts.asking.human(wards[:5]), menu(heard.texts))]


async def _how(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.how_to_register(), menu(heard.texts))]


async def _quiz(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.no_quiz(), menu(heard.texts))]


async def _thanks(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.thanks(), menu(heard.texts))]


async def _bye(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.bye())]


async def _okay(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.okay(), menu(heard.texts))]


async def _away(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.away(), menu(heard.texts))]


async def _secret(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(heard.texts.asking.secret(), menu(heard.texts))]


_ANSWERS: dict[Intent, Handler] = {
    Intent.SECRET: _secret,
    Intent.STOP: settings.pause,
    Intent.HOW_REGISTER: _how,
    Intent.MINE: registrations.mine,
    Intent.REMIND: settings.settings,
    Intent.QUIZ: _quiz,
    Intent.HUMAN: _human,
    Intent.HELP: general.help_,
    Intent.THANKS: _thanks,
    Intent.BYE: _bye,
    Intent.OKAY: _okay,
    Intent.HELLO: general.start,
    Intent.AWAY: _away,
}
routes: Routes = {"noirong": widen, "xemthem": more}
