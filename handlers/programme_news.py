"""Programme news: followers are told the evening before each day, of changes, and when it is called off."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from handlers import texts
from handlers.programmes import days_of, due_at, fit, sign_ups
from handlers.texts import Texts
from handlers.texts.vi.programmes import Change
from handlers.vocabulary import Button, Reply, rows
from storage.programme_follows import ProgrammeFollow
from storage.programmes import Activity, Facts, Programme, bounds, facts_of
from storage.store import Store

BATCH = 100
"""How many are told in one transaction, so that people who speak meanwhile do not wait."""
SETTLED = timedelta(minutes=10)
"""After a change nothing more must change for so long: who moves one thing often moves another."""


async def tell_due(store: Store) -> int:
    """Owe the followers of programmes what is news; how many. 0: nothing is left.

    Nobody is told in quiet hours: what is true after them is what is told.
    """
    if store.quiet.hold(store.now):
        return 0
    told = 0
    for programme in await store.programmes.list_to_tell():
        told += await _tell(store, programme)
    return told


async def next_due(store: Store) -> datetime | None:
    """When followers are next owed something, as things stand, after now; what is due now was owed already."""
    moments = [one for programme in await store.programmes.list_to_tell() for one in await _moments(store, programme)]
    return min((at for at in map(store.quiet.after, moments) if at > store.now), default=None)


async def _moments(store: Store, programme: Programme) -> list[datetime]:
    if programme.ended_at is not None or not await store.programme_follows.count_followers(programme.id):
        return []
    moments = [programme.noticed_at + SETTLED] if programme.noticed_at else []
    for day in sorted({one.day for one in await store.programmes.list_activities(programme)}):
        if due_at(day, store) > store.now and await store.programme_follows.list_untold(programme, 1, day):
            return [*moments, due_at(day, store)]
    return moments


async def _tell(store: Store, programme: Programme) -> int:
    if programme.ended_at is not None:
        return await _tell_changes(store, programme)
    activities = await store.programmes.list_activities(programme)
    told = await _tell_changes(store, programme)
    if not told:
        await _notice(store, programme, facts_of(activities))
        told = await _tell_changes(store, programme)
    return told or await _tell_day(store, programme, activities)


async def _notice(store: Store, programme: Programme, facts: Facts) -> None:
    """Whether it differs from what was told; and if it has done so for a while, it is news."""
    if facts == programme.told:
        if programme.noticed is not None:
            await store.programmes.notice(programme, None)
    elif facts != programme.noticed:
        await store.programmes.notice(programme, facts)
    elif programme.noticed_at is not None and store.now - programme.noticed_at >= SETTLED:
        await store.programmes.settle(programme, facts)


async def _tell_changes(store: Store, programme: Programme) -> int:
    """Whoever is in a class hears of its lessons as one of it, so not from here again."""
    follows = await store.programme_follows.list_untold(programme, BATCH, None)
    known = await store.programme_follows.lessons_of([one.contact_id for one in follows]) if follows else {}
    for follow in follows:
        before, after = [_without(one, known[follow.contact_id]) for one in (programme.before, programme.told)]
        reply = news(texts.of(follow.contact.language), programme, before, after, store.now)
        await store.programme_follows.tell(follow, version=programme.version)
        if reply is not None:
            key = f"programme_change:{programme.id}:{programme.version}:{follow.contact_id}"
            await store.outbox.owe(follow.contact_id, reply.body(), key, expires_at=bounds(programme)[1])
    await store.session.flush()
    return len(follows)


def _without(facts: Facts, known: set[str]) -> Facts:
    return {key: fact for key, fact in facts.items() if key not in known}


def news(language: Texts, programme: Programme, before: Facts, after: Facts, now: datetime) -> Reply | None:
    """What followers read of a change; None if it is only about what is over."""
    words = language.programmes
    if programme.ended_at is not None:
        return Reply(words.called_off(programme.name), rows(Button(language.general.classes, "/lop")))
    found = changes(before, after, now)
    if not found:
        return None
    see = Button(words.whole_button, f"/tuanle {programme.id}")
    stop = Button(words.unfollow_button, f"/tuanle thoi {programme.id}")
    return Reply(words.changed(programme.name, found, now), rows(see, stop))


def changes(before: Facts, after: Facts, now: datetime) -> list[Change]:
    """(as it was, as it is) of what is still to come, soonest first; None: it was not there, or is no longer.

    Only of when and where: another title makes nobody miss anything.
    """
    found = [(before.get(key), after.get(key)) for key in before.keys() | after.keys()]
    differing = [(old, new) for old, new in found if _place(old) != _place(new) and _is_ahead(old, new, now)]
    return sorted(differing, key=lambda one: (one[1] or one[0] or [])[0])


def _place(fact: list[str] | None) -> list[str] | None:
    """When it begins and ends, and where."""
    return fact and [*fact[:2], fact[3]]


def _is_ahead(old: list[str] | None, new: list[str] | None, now: datetime) -> bool:
    return any(datetime.fromisoformat(one[0]) > now for one in (old, new) if one)


async def _tell_day(store: Store, programme: Programme, activities: Sequence[Activity]) -> int:
    """The soonest day that is due and of which somebody was not told."""
    for day in sorted({one.day for one in activities if one.day <= store.programmes.today + timedelta(days=1)}):
        until = max(one.starts_at for one in activities if one.day == day)
        if due_at(day, store) <= store.now < until:
            follows = await store.programme_follows.list_untold(programme, BATCH, day)
            for follow in follows:
                await _owe_day(store, programme, activities, follow, day, until)
            if follows:
                await store.session.flush()
                return len(follows)
    return 0


async def _owe_day(
    store: Store,
    programme: Programme,
    activities: Sequence[Activity],
    follow: ProgrammeFollow,
    day: date,
    until: datetime,
) -> None:
    language = texts.of(follow.contact.language)
    words, lines = language.programmes, dict(days_of(language, activities, store.now))[day]
    text, shown = fit(language, day, lines)
    ways = rows(
        Button(words.whole_button, f"/tuanle {programme.id}"),
        Button(words.unfollow_button, f"/tuanle thoi {programme.id}"),
    )
    is_today = day == store.programmes.today
    reply = Reply(words.lines(words.next_day(programme.name, today=is_today), "", text), sign_ups(shown) + ways)
    key = f"programme:{programme.id}:{day:%Y%m%d}:{follow.contact_id}"
    await store.outbox.owe(follow.contact_id, reply.body(), key, expires_at=until)
    await store.programme_follows.tell(follow, day=day)
