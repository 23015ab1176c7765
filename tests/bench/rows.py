"""Databases with a past: messages owed, people registered. Made by bulk inserts; no history could be that fast."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sqlalchemy import insert

from handlers.vocabulary import Button, Reply
from schedules.clock import Clock
from storage.centres import Centre
from storage.contacts import DEFAULT_LEADS, Address, Contact
from storage.courses import Course
from storage.inbox import InboxUpdate, Progress
from storage.learners import Learner, Relation
from storage.lessons import Lesson
from storage.opening import open_database
from storage.outbox import Fate, OutboxMessage, Urgency
from storage.registrations import Registration, Standing
from storage.store import Store
from storage.topics import Topic

NAME = "banhoc.sqlite3"
CHANNEL = "telegram"
COURSES = 400
EACH = 4
"""Courses in which everybody is registered."""
FIRST_OWED = 1_000_000
"""From here on those are numbered to whom something is owed: they do not write."""


async def owe(folder: Path, notices: int) -> None:
    """A database in this folder by which so many people are to be told something now."""
    now = Clock().now()
    database = await open_database(str(folder / NAME))
    async with database.begin(now) as store:
        await _was_at_work(store)
        await _meet(store, range(FIRST_OWED, FIRST_OWED + notices))
        news = Reply(Markup("Lớp <b>Dùng Zalo</b> dời sang thứ Ba, 8:00."), ((Button("Lớp của tôi", "/cuatoi"),),))
        due = {"urgency": int(Urgency.NOTICE), "body": news.body(), "fate": Fate.OWED, "due_at": now, "created_at": now}
        owed = range(FIRST_OWED, FIRST_OWED + notices)
        await _add(store, OutboxMessage, ({**due, "tries": 0, "address_id": n, "key": f"news:{n}"} for n in owed))
    await database.close()


async def register(folder: Path, registrations: int) -> None:
    """A database in this folder with `COURSES` courses, in which everybody has `EACH` seats."""
    now = Clock().now()
    people = range(1, registrations // EACH + 1)
    database = await open_database(str(folder / NAME))
    async with database.begin(now) as store:
        await _was_at_work(store)
        await _publish(store, seats=registrations // COURSES)
        await _meet(store, people)
        learner = {"relation": Relation.SELF, "under_16": False, "created_at": now}
        await _add(store, Learner, ({**learner, "id": n, "contact_id": n, "name": f"Hạnh {n}"} for n in people))
        seat = {"standing": Standing.SEATED, "created_at": now, "seated_at": now}
        seats = ({**seat, "learner_id": n, "course_id": course} for n in people for course in courses_of(n))
        await _add(store, Registration, seats)
    await database.close()


def courses_of(person: int) -> list[int]:
    """The numbers of the courses in which this person is registered."""
    return [1 + (person * EACH + number) % COURSES for number in range(EACH)]


def asks_about_theirs(people: int) -> Any:
    """What a resident with seats asks, in turn: the card of one of their classes, all their classes."""

    def asks(person: int, number: int) -> tuple[str, str]:
        course = courses_of(1 + (person - 1) % people)[number // 2 % EACH]
        return ("/cuatoi", "Lớp thử") if number % 2 else (f"/lop K{course}", title(course))

    return asks


def title(course: int) -> str:
    return f"Lớp thử số {course}"


async def _was_at_work(store: Store) -> None:
    """So that the process need not look whether another program listens, which takes a while."""
    last = {"channel": CHANNEL, "key": "1", "progress": Progress.DONE, "tries": 0, "arrived_at": store.now}
    await _add(store, InboxUpdate, [last])


async def _meet(store: Store, people: Iterable[int]) -> None:
    numbers = list(people)
    contact = {"chat_name": "Hạnh", "language": "vi", "leads": DEFAULT_LEADS, "created_at": store.now}
    address = {"channel": CHANNEL, "seen_at": store.now}
    await _add(store, Contact, ({**contact, "id": n} for n in numbers))
    await _add(store, Address, ({**address, "id": n, "contact_id": n, "external_id": str(n)} for n in numbers))


async def _publish(store: Store, seats: int) -> None:
    """Courses of two lessons, all of whose seats are taken."""
    centre, topic = await store.centres.of_ward("Phường Cầu Kho"), await store.topics.named("Điện thoại")
    starts = store.now + timedelta(days=7)
    await _add(store, Course, (_course(n, centre, topic, seats, starts) for n in range(1, COURSES + 1)))
    lesson = {"venue": "Nhà văn hoá", "version": 1}
    meets = (
        {**lesson, "course_id": n, "number": week + 1, "starts_at": day, "ends_at": day + timedelta(hours=2)}
        for n in range(1, COURSES + 1)
        for week, day in enumerate((starts, starts + timedelta(days=7)))
    )
    await _add(store, Lesson, meets)


def _course(number: int, centre: Centre, topic: Topic, seats: int, starts: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "code": f"K{number}",
        "centre_id": centre.id,
        "topic_id": topic.id,
        "title": title(number),
        "folded": f"lop thu so {number}",
        "description": "Gọi video, chụp ảnh, nhắn tin.",
        "audience": "Người trên 55 tuổi",
        "teacher": "Cô Lan",
        "capacity": seats,
        "taken": seats,
        "fee_vnd": 0,
        "registration_closes_at": starts - timedelta(days=1),
        "first_starts_at": starts,
        "last_ends_at": starts + timedelta(days=7, hours=2),
        "created_at": starts - timedelta(days=8),
    }


async def _add(store: Store, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    await store.session.execute(insert(table.__table__), list(rows))
