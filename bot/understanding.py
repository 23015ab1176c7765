"""`banhoc understand "mai co lop j hok"`: what would be understood, and why. Nothing is stored."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.demo.catalogue import demo_catalogue
from bot.failures import explained
from bot.logs import start_logs
from bot.publishing import read
from bot.settings import Settings
from bot.words import Words
from handlers import texts
from handlers.answers import is_taught, prepared_with
from handlers.language.index import Index
from handlers.language.lexicon import load
from handlers.language.prepared import prepared
from handlers.language.selecting import soonest
from handlers.language.understanding import Understood
from handlers.language.understanding import understand as understand_text
from handlers.language.wordings import Match
from schedules.clock import Clock
from storage.answers import PreparedAnswer
from storage.catalogue_plan import Catalogue
from storage.database import Database
from storage.listing import Listed, Meeting
from storage.opening import open_database


def understand(asked: argparse.Namespace, words: Words) -> int:
    """Against the classes of the database, or of the demo where there is no database yet."""
    settings = Settings.read()
    start_logs("warning")
    return explained(words, lambda: _print(settings, " ".join(asked.words), words))


def _print(settings: Settings, text: str, words: Words) -> None:
    now = Clock().now()
    path = Database(settings.database).path
    if path is None or path.exists():
        listed, kept = asyncio.run(_published(settings, now))
    else:
        print(words.understood_with_demo())
        listed, kept = _of_demo(read("catalogue.csv", demo_catalogue(now))), []
    index = Index(listed, load())
    made = understand_text(text, now, index)
    match = prepared(made, prepared_with(kept), taught=is_taught(made, index))
    print("\n".join(_lines(made, match, index, now, words)))


async def _published(settings: Settings, now: datetime) -> tuple[Sequence[Listed], Sequence[PreparedAnswer]]:
    database = await open_database(settings.database, settings.quiet_hours)
    try:
        async with database.read(now) as store:
            return await store.listing.list_upcoming(), await store.answers.list_live()
    finally:
        await database.close()


def _of_demo(catalogue: Catalogue) -> list[Listed]:
    return [
        Listed(
            number,
            entry.facts.code,
            entry.facts.title,
            entry.facts.topic,
            entry.facts.description,
            entry.facts.audience,
            entry.facts.teacher,
            entry.facts.ward,
            entry.facts.fee_vnd,
            entry.facts.capacity,
            tuple(Meeting(one.starts_at, one.ends_at, one.venue) for one in entry.meetings),
        )
        for number, entry in enumerate(catalogue.entries)
    ]


def _lines(made: Understood, match: Match | None, index: Index, now: datetime, words: Words) -> list[str]:
    told = texts.of("en" if words.english else "vi").asking
    facts = (
        made.intent.value,
        told.understood(made.wanted, made.refused, made.order, now),
        ", ".join(made.asks),
        "; ".join(made.reasons),
        match.reason if match else "",
        str(len(made.selected.numbers)),
    )
    lines = [f"{name}: {fact}" for name, fact in zip(words.understood(), facts, strict=True) if fact]
    for number in made.selected.numbers[:10]:
        entry = index.entries[number]
        meeting = soonest(entry.listed, made.wanted, now)
        lines.append(
            f"  {entry.listed.code}  {told.when(meeting.starts_at, meeting.ends_at, now)}  {entry.listed.title}"
        )
    return lines
