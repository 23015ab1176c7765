"""How long it takes to choose the items of a quiz for somebody who was asked nearly all, among many such people."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import insert, literal, select

from handlers.quizzes.bank import bank_of
from handlers.quizzes.choosing import COUNT, RECENT, choose
from handlers.texts.items import Item, load
from schedules.clock import Clock
from storage.attempts import Attempt
from storage.cards import Card
from storage.contacts import DEFAULT_LEADS, Contact
from storage.database import Database
from storage.opening import open_database
from storage.store import Store

ITEMS = 180
DUE = 40
"""Items of these whose review is due."""
QUIZZES = 300


async def chooses(learners: int) -> dict[str, float]:
    """Each time for somebody else, from the first read to the items; nothing is written. In milliseconds."""
    now = Clock().now()
    with TemporaryDirectory() as folder:
        database = await open_database(str(Path(folder) / "quizzes.sqlite3"))
        async with database.begin(now) as store:
            await _remember(store, learners)
        people = Random(1).sample(range(1, learners + 1), QUIZZES + 1)
        # The first of a process reads the bank.
        _, *spent = [await _choose(database, now, person) for person in people]
        await database.close()
    spent.sort()
    return {
        f"{label(learners)}: next p50": spent[len(spent) // 2],
        f"{label(learners)}: next p95": spent[int(len(spent) * 0.95)],
    }


def label(learners: int) -> str:
    return f"{learners:,} learners × {ITEMS} items"


async def _remember(store: Store, learners: int) -> None:
    """Item by item, as they would come: what belongs to one person lies far apart."""
    contact = {"chat_name": "Hạnh", "language": "vi", "leads": DEFAULT_LEADS, "created_at": store.now}
    await store.session.execute(insert(Contact), [{**contact, "id": number + 1} for number in range(learners)])
    for number, item in enumerate(load()[:ITEMS]):
        await _ask(store, item, store.now - timedelta(days=number + 1), store.now + timedelta(days=number - DUE))


async def _ask(store: Store, item: Item, at: datetime, due: datetime) -> None:
    """Everybody was asked it once."""
    cards = {"item": item.id, "stability": 9.0, "difficulty": 5.0, "due_at": due, "asked_at": at}
    attempts = {"item": item.id, "topic": item.topic, "skill": item.skill, "option": 0, "is_right": True, "at": at}
    for table, row in ((Card, cards), (Attempt, attempts)):
        values = [literal(value, getattr(table, name).type).label(name) for name, value in row.items()]
        await store.session.execute(
            insert(table).from_select(["contact_id", *row], select(Contact.id, *values).order_by(Contact.id))
        )


async def _choose(database: Database, now: datetime, person: int) -> float:
    async with database.begin(now) as store:
        begun = time.perf_counter()
        bank = await bank_of(store, None)
        cards = await store.cards.list_of(person)
        attempts = await store.attempts.list_since(person, now - RECENT)
        chosen = choose(bank, cards, attempts, ("scams", "vneid"), now, str(person))
        spent = (time.perf_counter() - begun) * 1000
    assert len(chosen) == COUNT
    return spent
