"""How long it takes to answer a question asked in one's own words, the commit not included."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.catalogue import demo_catalogue
from bot.publishing import read
from handlers.asking import ask
from handlers.heard import Heard
from handlers.texts import of
from handlers.vocabulary import Incoming
from schedules.clock import Clock
from storage.catalogue import plan, publish
from storage.catalogue_plan import Catalogue, Entry
from storage.database import Database
from storage.opening import open_database
from tests.understanding.run import load

CASES = Path(__file__).parents[1] / "understanding" / "cases.jsonl"


async def understands(classes: int, rounds: int) -> dict[str, float]:
    """Every question of the cases, each by somebody new, with so many upcoming classes. In milliseconds."""
    said = [turn for case in load(CASES) for turn in case.get("turns", [case["text"]])]
    now = Clock().now()
    label = f"{classes:,} classes"
    with TemporaryDirectory() as folder:
        database = await open_database(str(Path(folder) / "questions.sqlite3"))
        async with database.begin(now) as store:
            await publish(store, await plan(store, Catalogue(tuple(_entries(classes, now)), ())))
        first = await _answer(database, now, "0", "xin chào, có lớp gì")
        spent = [
            await _answer(database, now, f"{turn}-{one}", said[one])
            for turn in range(rounds)
            for one in range(len(said))
        ]
        await database.close()
    spent.sort()
    return {
        f"{label}: first question": first,
        f"{label}: question p50": spent[len(spent) // 2],
        f"{label}: question p95": spent[int(len(spent) * 0.95)],
    }


def _entries(classes: int, now: datetime) -> Sequence[Entry]:
    """The demo's classes again and again, each time as another course of the same kind."""
    entries = read("catalogue.csv", demo_catalogue(now)).entries
    return [
        replace(one, row=number + 2, facts=replace(one.facts, code=f"C{number}", title=_title(one.facts.title, number)))
        for number in range(classes)
        for one in [entries[number % len(entries)]]
    ]


def _title(title: str, number: int) -> str:
    return f"{title} khóa {number}"


async def _answer(database: Database, now: datetime, person: str, said: str) -> float:
    incoming = Incoming("bench", person, person, said, chat_name="An")
    async with database.begin(now) as store:
        met = await store.contacts.meet("bench", person, "An", "vi")
        assert met.contact is not None
        heard = Heard(incoming, met.address, met.contact, of("vi"))
        begun = time.perf_counter()
        await ask(heard, store)
        return (time.perf_counter() - begun) * 1000
