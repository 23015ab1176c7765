"""Finding: the classes that fit what was asked, one class's facts, and on to more of them or to fewer limits."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from handlers import signup, wishes
from handlers.courses import course_card
from handlers.exchanges import context_of, index_of, kept_turns
from handlers.heard import Heard, Routes
from handlers.language.index import Index
from handlers.language.intents import Intent
from handlers.language.reading import Wanted
from handlers.language.selecting import LIMITS, soonest, widenings
from handlers.language.understanding import Context, Turn, Understood, again
from handlers.language.whom import whom
from handlers.menu import menu, not_understood
from handlers.vocabulary import Button, Reply, rows
from storage.store import Store

PAGE = 8
MOST_TURNS = 4
MOST_KEPT = 300
"""Characters of a question that are remembered: nobody leans on more."""
MOST_TOLD = 8
"""Classes spoken of that one may come back to."""


async def _remember(heard: Heard, store: Store, context: Context, shown: Sequence[str], about: str) -> None:
    told = [one for one in dict.fromkeys([*context.told, context.about, about]) if one][-MOST_TOLD:]
    state = {"turns": kept_turns(context.turns), "shown": list(shown), "about": about, "told": told}
    await store.exchanges.remember(heard.contact.id, state)


def with_turn(context: Context, made: Understood, text: str, now: datetime) -> Context:
    """The exchange after this was said: what it leans on is kept, else it begins anew."""
    turn = replace(made.turn or Turn("", now), text=text[:MOST_KEPT])
    return replace(context, turns=(*context.turns, turn)[-MOST_TURNS:] if made.follows else (turn,))


async def classes(
    heard: Heard, store: Store, index: Index, made: Understood, context: Context, page: int = 0
) -> list[Reply]:
    """Those that fit, `with_seats`; one alone with its facts. `context`: the exchange with what was said just now."""
    texts = heard.texts.asking
    numbers = made.selected.numbers
    if not numbers:
        await _remember(heard, store, context, (), "")
        return [_none(heard, store.now, index, made)]
    if len(numbers) == 1:
        code = index.entries[numbers[0]].listed.code
        await _remember(heard, store, context, [code], code)
        return await _one(heard, store, index, made)
    page = min(page, (len(numbers) - 1) // PAGE)
    shown = numbers[page * PAGE : (page + 1) * PAGE]
    found = await store.listing.offers([index.entries[one].listed for one in shown])
    await _remember(heard, store, context, [one.code for one in found], "")
    head = [texts.heading(len(numbers), page + 1, -(-len(numbers) // PAGE), [_understood(heard, store.now, made)])]
    if made.which:
        head = [texts.lines(texts.which_to_join() if made.intent is Intent.REGISTER else texts.which_class())]
    if made.selected.for_all:
        head.append(texts.lines(texts.for_all()))
    if made.order == "nearest":
        head.append(texts.lines(texts.nearest_unknown()))
    entries = [
        texts.fact_entry(number, one, soonest(one, made.wanted, store.now), made.asks, store.now)
        for number, one in enumerate(found, page * PAGE + 1)
    ]
    command = "/dangky" if made.intent is Intent.REGISTER else "/lop"
    whose = _whom(made) if made.intent is Intent.REGISTER else ()
    picks = [
        Button(str(number), " ".join([command, one.code, *whose])) for number, one in enumerate(found, page * PAGE + 1)
    ]
    more = Button(texts.more_button, f"/xemthem {page + 1}") if len(numbers) > (page + 1) * PAGE else None
    others = Button(texts.everyone_button, "/noirong everyone") if made.selected.others else None
    otherwise = _other_time(heard, store.now, made)
    text = texts.lines(*head, *(texts.lines("", entry) for entry in entries))
    return [Reply(text, rows(*picks, wide=4) + rows(more, otherwise, others)).in_place_of(heard.incoming)]


async def with_seats(store: Store, index: Index, made: Understood) -> Understood:
    """Without the full classes, where seats were asked for: they change too often to be in the index."""
    numbers = made.selected.numbers
    if not (made.wanted.seats or made.order.endswith("_seats")) or not numbers:
        return made
    left = await store.listing.seats_left([index.entries[one].listed.id for one in numbers])
    seats = {one: left.get(index.entries[one].listed.id, 0) for one in numbers}
    if made.wanted.seats:
        numbers = tuple(one for one in numbers if seats[one] > 0)
    if made.order == "most_seats":
        most = max(seats.values())
        numbers = tuple(one for one in numbers if seats[one] == most)
    if made.order == "fewest_seats":
        numbers = tuple(sorted((one for one in numbers if seats[one] > 0), key=seats.__getitem__)[:3])
    return replace(made, selected=replace(made.selected, numbers=numbers))


def _understood(heard: Heard, now: datetime, made: Understood) -> str:
    return heard.texts.asking.understood(made.wanted, made.refused, made.order, now)


def _other_time(heard: Heard, now: datetime, made: Understood) -> Button | None:
    """To be taken at another reading of the time, if there are classes by it."""
    if made.instead is None:
        return None
    number, when = made.instead
    return Button(heard.texts.asking.other_time_button(when, now), f"/ylakhac {number}")


def _whom(made: Understood) -> tuple[str, ...]:
    """Who is to be signed up, where that was said: an argument of `/dangky`."""
    relation = whom(made.reading)
    return (relation.value,) if relation else ()


async def _one(heard: Heard, store: Store, index: Index, made: Understood) -> list[Reply]:
    """One class: its facts, or its card where only it was named, or signing up for it."""
    (number,) = made.selected.numbers
    entry = index.entries[number]
    code = entry.listed.code
    if made.intent is Intent.REGISTER:
        return await signup.sign_up(replace(heard, arguments=(code, *_whom(made))), store)
    wanted = made.wanted
    named = replace(wanted, topic=None, codes=frozenset()) == Wanted() and made.refused == Wanted()
    if named and not made.asks and not made.order and not made.follows:
        return [await course_card(heard, store, code)]
    offers = await store.listing.offers([entry.listed])
    if not offers:
        return [await course_card(heard, store, code)]
    texts, course, lesson = heard.texts.asking, offers[0], soonest(entry.listed, wanted, store.now)
    head = None if made.intent is Intent.ABOUT else texts.heading(1, 1, 1, [_understood(heard, store.now, made)])
    note = texts.for_all() if made.selected.for_all else None
    facts = texts.facts(course, lesson, made.asks, store.now)
    sign_up = texts.sign_up_button if course.seats_left > 0 else texts.join_waitlist
    where = f"https://www.google.com/maps/search/?api=1&query={quote(f'{lesson.venue}, {course.ward}')}"
    asks_way = "where" in made.asks or "directions" in made.asks
    buttons = rows(
        Button(sign_up, f"/dangky {code}") if course.is_open(store.now) else None,
        Button(texts.map_button, opens=where) if asks_way else None,
        Button(texts.whole_button, f"/lop {code}"),
        _other_time(heard, store.now, made),
        Button(texts.everyone_button, "/noirong everyone") if made.selected.others else None,
    )
    return [Reply(texts.lines(head, note, facts), buttons).in_place_of(heard.incoming)]


def _none(heard: Heard, now: datetime, index: Index, made: Understood) -> Reply:
    """Nothing fits: said plainly, with each limit whose loss would help."""
    texts = heard.texts.asking
    if not index.entries:
        wish = rows(wishes.wish_button(heard, made))
        return Reply(texts.none_at_all(), wish + menu(heard.texts)).in_place_of(heard.incoming)
    wider = widenings(made.wanted, made.refused, index, now)[:3]
    wider_buttons = (Button(texts.wider_button(limit, count), f"/noirong {limit}") for limit, count in wider)
    buttons = rows(*wider_buttons, wishes.wish_button(heard, made))
    text = texts.lines(texts.none_fits(_understood(heard, now, made)), texts.offer_wider() if wider else None)
    return Reply(text, buttons + menu(heard.texts)).in_place_of(heard.incoming)


async def widen(heard: Heard, store: Store) -> list[Reply]:
    """`/noirong <limit>`: the same question with one limit less; "everyone": also classes for everybody."""
    limit = heard.argument(0)
    if limit not in (*LIMITS, "everyone"):
        return not_understood(heard)
    return await _once_more(
        heard, store, lambda last: replace(last, without=tuple(dict.fromkeys([*last.without, limit])))
    )


async def other_time(heard: Heard, store: Store) -> list[Reply]:
    """`/ylakhac <number>`: the same question by another reading of its time: "8 giờ" in the evening."""
    return await _once_more(heard, store, lambda last: replace(last, other=heard.number(0)))


async def more(heard: Heard, store: Store) -> list[Reply]:
    """`/xemthem 2`: the next page of what was asked."""
    return await _once_more(heard, store, lambda last: last, heard.number(0))


async def _once_more(heard: Heard, store: Store, change: Callable[[Turn], Turn], page: int = 0) -> list[Reply]:
    """What was asked last, its last turn changed."""
    context = context_of(await store.exchanges.recall(heard.contact.id))
    if not context.turns:
        return not_understood(heard)
    context = replace(context, turns=(*context.turns[:-1], change(context.turns[-1])))
    index = await index_of(store)
    made = await with_seats(store, index, again(context.turns, index, store.now))
    return await classes(heard, store, index, made, context, page)


routes: Routes = {"noirong": widen, "xemthem": more, "ylakhac": other_time}
