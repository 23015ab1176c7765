"""Wishes: somebody looked for a class in vain and is told, once, when there is one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import texts
from handlers.exchanges import context_of, index_of, kept_turns, turns_of
from handlers.heard import Heard, Routes
from handlers.language.index import Index
from handlers.language.reading import ANY_TIME, Wanted
from handlers.language.selecting import soonest
from handlers.language.understanding import Turn, Understood, again
from handlers.menu import Rows, menu
from handlers.texts import Texts
from handlers.vocabulary import Button, Reply, rows
from storage.listing import Offer
from storage.store import Store
from storage.wishes import MOST_LIVE, Wish, WishEnd

MOST_TOLD = 3
"""Classes in one message."""
BATCH = 50
"""Wishes compared in one transaction, so that people who speak meanwhile do not wait."""
LOOKED_AT = 50
"""Classes read at a time: those that begin soonest may be closed."""


def wish_button(heard: Heard, made: Understood) -> Button | None:
    """To be offered where no class fits; None where nothing was asked of a class."""
    return Button(heard.texts.wishes.wish_button, "/baokhi") if _is_limited(made) else None


def _is_limited(made: Understood) -> bool:
    # A class that was named by its code is there already; "another one" than those says nothing of what it is.
    refused = replace(made.refused, codes=frozenset())
    return (made.wanted != Wanted() or refused != Wanted()) and not made.wanted.codes


async def make(heard: Heard, store: Store) -> list[Reply]:
    """`/baokhi`: tell me when there is such a class as I asked for last."""
    # The mark first: what is published between the two is compared again.
    mark, index = await store.listing.mark(), await index_of(store)
    turns = _watched(context_of(await store.exchanges.recall(heard.contact.id)).turns, index, store.now)
    made = again(turns, index, store.now) if turns else None
    words = heard.texts.wishes
    if made is None or not _is_limited(made):
        return [Reply(words.nothing_asked(), menu(heard.texts)).in_place_of(heard.incoming)]
    until = _until(made.wanted)
    if until is not None and until <= store.now:
        return [Reply(words.passed(), menu(heard.texts)).in_place_of(heard.incoming)]
    found = await _fitting(store, index, made)
    if found:
        said = words.there_are(_words(heard.texts, made, store.now))
        return [_show(heard.texts, said, made, found, store.now).in_place_of(heard.incoming)]
    return [await _keep(heard, store, index, made, turns, mark)]


async def _keep(
    heard: Heard, store: Store, index: Index, made: Understood, turns: Sequence[Turn], mark: str | None
) -> Reply:
    """Watch for it from now on, unless it is watched for already, or too much is."""
    words, said, until = heard.texts.wishes, _words(heard.texts, made, store.now), _until(made.wanted)
    live = await store.wishes.list_live(heard.contact.id)
    same = next((one for one in live if _same(again(turns_of(one.turns), index, store.now), made, store.now)), None)
    if same is None and len(live) >= MOST_LIVE:
        drop = [_drop_button(heard, index, one, store.now) for one in live]
        return Reply(words.too_many(len(live)), rows(*drop)).in_place_of(heard.incoming)
    wish = same or await store.wishes.make(heard.contact.id, kept_turns(turns), mark, until)
    text = words.already(said) if same else words.made(said, until, any_day="days" in turns[-1].without)
    drop_it = Button(words.drop, f"/thoibao {wish.id}")
    return Reply(text, rows(drop_it) + menu(heard.texts)).in_place_of(heard.incoming)


def _watched(turns: Sequence[Turn], index: Index, now: datetime) -> tuple[Turn, ...]:
    """The turns as a wish keeps them: whoever wants to learn something comes another day for it."""
    if not turns:
        return ()
    made = again(turns, index, now)
    others = replace(made.wanted, times=ANY_TIME), replace(made.refused, times=ANY_TIME, codes=frozenset())
    if others == (Wanted(), Wanted()) or not any(when.days for when in made.wanted.times.wanted):
        return tuple(turns)
    return (*turns[:-1], replace(turns[-1], without=tuple(dict.fromkeys([*turns[-1].without, "days"]))))


def _until(wanted: Wanted) -> datetime | None:
    """When the last of the days it names has passed; None if it names none, or has no end."""
    ends = [day.until for when in wanted.times.wanted for day in when.days]
    if not ends or not all(when.days for when in wanted.times.wanted):
        return None
    return None if None in ends else max(end for end in ends if end)


async def _fitting(store: Store, index: Index, made: Understood) -> list[Offer]:
    """The first few that fit, have not begun and can still be signed up for."""
    numbers, found = made.selected.numbers, list[Offer]()
    for start in range(0, len(numbers), LOOKED_AT):
        listed = [index.entries[one].listed for one in numbers[start : start + LOOKED_AT]]
        found += [one for one in await store.listing.offers(listed) if _can_join(one, made.wanted, store.now)]
        if len(found) >= MOST_TOLD:
            break
    return found[:MOST_TOLD]


def _can_join(offer: Offer, wanted: Wanted, now: datetime) -> bool:
    if wanted.seats and offer.seats_left <= 0:
        return False
    return offer.is_open(now) and offer.meetings[0].starts_at > now


def _words(language: Texts, made: Understood, now: datetime) -> str:
    return language.asking.understood(made.wanted, made.refused, made.order, now)


def _same(one: Understood, other: Understood, now: datetime) -> bool:
    """Whether they mean the same, though perhaps said in other words on another day."""
    unwanted = [made.refused.topic.said if made.refused.topic else "" for made in (one, other)]
    return _words(texts.VIETNAMESE, one, now) == _words(texts.VIETNAMESE, other, now) and unwanted[0] == unwanted[1]


def _show(language: Texts, head: str, made: Understood, found: Sequence[Offer], now: datetime) -> Reply:
    """Classes with their facts, each to be signed up for and to be seen whole."""
    words = language.wishes
    entries = [
        language.asking.fact_entry(number, one, soonest(one, made.wanted, now), (), now)
        for number, one in enumerate(found, 1)
    ]
    ways = [
        button
        for number, one in enumerate(found, 1)
        for button in (
            Button(words.sign_up(number, len(found), full=one.seats_left <= 0), f"/dangky {one.code}"),
            Button(words.see(number, len(found)), f"/lop {one.code}"),
        )
    ]
    return Reply(words.lines(head, *(words.lines("", entry) for entry in entries)), rows(*ways, wide=2))


async def drop(heard: Heard, store: Store) -> list[Reply]:
    """`/thoibao 7`: no longer."""
    words = heard.texts.wishes
    wish = await store.wishes.find_live(heard.contact.id, heard.number(0))
    if wish is None:
        return [Reply(words.gone(), menu(heard.texts)).in_place_of(heard.incoming)]
    said = _said(heard.texts, await index_of(store), wish, store.now)
    await store.wishes.end(wish, WishEnd.DROPPED)
    return [Reply(words.dropped(said), menu(heard.texts)).in_place_of(heard.incoming)]


def _said(language: Texts, index: Index, wish: Wish, now: datetime) -> str:
    return _words(language, again(turns_of(wish.turns), index, now), now)


def _drop_button(heard: Heard, index: Index, wish: Wish, now: datetime) -> Button:
    return Button(heard.texts.wishes.drop_button(_said(heard.texts, index, wish, now)), f"/thoibao {wish.id}")


async def with_wishes(heard: Heard, store: Store, reply: Reply) -> Reply:
    """The reply, and below it what somebody wished for, each to be dropped with a tap."""
    live = await store.wishes.list_live(heard.contact.id)
    if not live:
        return reply
    index, words = await index_of(store), heard.texts.wishes
    section = words.watching([_said(heard.texts, index, one, store.now) for one in live])
    drop_them: Rows = rows(*(_drop_button(heard, index, one, store.now) for one in live))
    return replace(reply, text=words.lines(reply.text, "", section), buttons=drop_them + reply.buttons)


async def tell_due(store: Store, limit: int = BATCH) -> int:
    """Compare wishes with the classes as they are now, and owe the news; how many were compared. 0: none is left.

    Nobody is told in quiet hours: what is found after them is still so when it is read.
    """
    mark = await store.listing.mark()
    if mark is None or store.quiet.hold(store.now):
        return 0
    unseen = await store.wishes.list_unseen(mark, limit)
    for wish in unseen:
        await _compare(store, wish, mark)
    return len(unseen)


async def _compare(store: Store, wish: Wish, mark: str) -> None:
    index = await index_of(store)
    made = again(turns_of(wish.turns), index, store.now)
    found = await _fitting(store, index, made) if _is_limited(made) else []
    await store.wishes.see(wish, mark)
    if not found:
        return
    joined = {one.course_id for one in await store.registrations.list_of(wish.contact_id)}
    news = not joined & {one.id for one in found}
    # Who found one by themselves knows more than we could tell.
    if not news or await _tell(store, wish, made, found):
        await store.wishes.end(wish, WishEnd.TOLD)


async def _tell(store: Store, wish: Wish, made: Understood, found: Sequence[Offer]) -> bool:
    """Whether they can be reached."""
    language = texts.of(wish.contact.language)
    reply = _show(language, language.wishes.told(_words(language, made, store.now)), made, found, store.now)
    useful = max(min(one.registration_closes_at, one.meetings[0].starts_at) for one in found)
    return await store.outbox.owe(wish.contact_id, reply.body(), f"wish:{wish.id}", expires_at=useful)


routes: Routes = {"baokhi": make, "thoibao": drop}
