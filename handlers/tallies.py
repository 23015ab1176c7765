"""Tallies: each question's reading is counted, never its words, so that organizers see what people look for."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.heard import Heard, Routes
from handlers.language.index import Index
from handlers.language.search import Query
from handlers.language.spans import When
from handlers.language.understanding import Understood
from handlers.rights import trusted
from handlers.vocabulary import Button, Reply, rows
from storage.quiet_hours import LOCAL
from storage.store import Store
from storage.tallies import Asked

FOUND, NONE, ANSWERED, UNANSWERED, AWAY, OTHER = "found", "none", "answered", "unanswered", "away", "other"
"""What came of a question: classes, no class, a prepared answer, none, not our field; anything else."""
UNKNOWN = "?"
"""The subject where somebody named one in words that the lexicon does not have."""
PARTS = ("early", "morning", "noon", "afternoon", "late_afternoon", "evening", "night")
SHOWN_DAYS = timedelta(days=30)
MOST = 8


async def count(store: Store, made: Understood, index: Index, outcome: str) -> None:
    """One more question of this reading. `outcome`: one of the words above."""
    wanted = made.wanted
    asked = Asked(
        intent=made.intent.value,
        subject=subject(wanted.topic),
        place=_ward(min(wanted.places), index) if wanted.places else "",
        audience=min(wanted.groups, default=""),
        part=next((part for part in map(_part, wanted.times.wanted) if part), ""),
        outcome=outcome,
    )
    await store.tallies.count(asked)


def subject(topic: Query | None) -> str:
    """The meaning that takes up most of what was said; empty if nothing was."""
    if topic is None:
        return ""
    longest = max(topic.meanings, key=lambda hit: hit.end - hit.start, default=None)
    return longest.value if longest else UNKNOWN


def _ward(place: str, index: Index) -> str:
    """Where a venue lies; anything else as it was read, which is a ward of the catalogue or a numbered district."""
    return next((entry.listed.ward for entry in index.entries if place in entry.places), place)


def _part(when: When) -> str:
    """Of the day; a clock time as the part it lies in."""
    if when.part in PARTS or when.hours is None:
        return when.part if when.part in PARTS else ""
    hour = when.hours.since // 60
    return "morning" if hour < 11 else "noon" if hour < 13 else "afternoon" if hour < 18 else "evening"


async def look(heard: Heard, store: Store) -> list[Reply]:
    """`/timgi`: what was looked for in the last thirty days, and whether there was such a class.

    Where people live is not counted: who looks after some wards sees what named one of them, or no place at all.
    """
    wards = await _own_wards(heard, store)
    places = None if wards is None else ["", *wards]
    words, since = heard.texts.tallies, (store.now - SHOWN_DAYS).astimezone(LOCAL).date()
    totals = await store.tallies.outcomes(since, places)
    back = rows(Button(heard.texts.organizers.desk_button, "/banlamviec"))
    if not totals:
        return [Reply(words.nothing_yet(), back).in_place_of(heard.incoming)]
    found, missed = [await _most(heard, store, since, outcome, places) for outcome in (FOUND, NONE)]
    text = words.looked_for(sum(totals.values()), totals.get(FOUND, 0), totals.get(NONE, 0), found, missed)
    text = text if wards is None else words.lines(text, words.of_wards(wards))
    return [Reply(text, back).in_place_of(heard.incoming)]


async def _own_wards(heard: Heard, store: Store) -> list[str] | None:
    """Those they are trusted with; None: all."""
    rights = await trusted(heard, store)
    if rights.everywhere:
        return None
    return [centre.ward for centre in await store.centres.list_all() if rights.over(centre.id)]


async def _most(
    heard: Heard, store: Store, since: date, outcome: str, places: Sequence[str] | None
) -> Sequence[tuple[str, int]]:
    """(name, how often) of what was looked for most and came to this."""
    sums = await store.tallies.sums(since, "subject", outcome, MOST, places)
    return [(heard.texts.tallies.subject(value), number) for value, number in sums]


desk: Routes = {"timgi": look}
