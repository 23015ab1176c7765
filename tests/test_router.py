"""The router: one update, one effect; what fails undoes only itself, is tried again, and in the end is owned up to."""

import re

import pytest
from markupsafe import Markup
from sqlalchemy import update

from handlers import router
from handlers.conversation import ROUTES
from handlers.heard import Heard
from handlers.router import MOST_AT_ONCE
from handlers.vocabulary import Refusal, Reply
from schedules.clock import StillClock
from storage.contacts import Contact
from storage.database import Database
from storage.inbox import MOST_TRIES, Progress
from storage.store import Store
from tests.talking import Room, talking


class Fault:
    """A handler that changes something, then fails, until it is mended."""

    def __init__(self) -> None:
        self.times = 0
        self.mended_after = 1_000

    async def __call__(self, heard: Heard, store: Store) -> list[Reply]:
        await store.centres.of_ward("Phường Hỏng")
        self.times += 1
        if self.times <= self.mended_after:
            raise ZeroDivisionError
        return [Reply(Markup("Xong"))]


async def refuse(heard: Heard, store: Store) -> list[Reply]:
    await store.centres.of_ward("Phường Từ Chối")
    raise Refusal(Reply(Markup("Không được")))


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Fault:
    """Answers "/hong"; failed updates rest for next to no time."""
    fault = Fault()
    monkeypatch.setitem(ROUTES, "hong", fault)
    monkeypatch.setitem(ROUTES, "tuchoi", refuse)
    monkeypatch.setattr(router, "REST", (0.01,))
    return fault


async def wards(room: Room) -> list[str]:
    async with room.database.read(room.clock.now()) as store:
        return [centre.ward for centre in await store.centres.list_all()]


async def test_of_many_that_wait_one_fails_and_the_others_are_answered(
    database: Database, clock: StillClock, fault: Fault
) -> None:
    async with talking(database, clock) as room:
        people = [room.person(str(number), f"Hạnh {number}") for number in range(5)]
        for person in people:
            await room.journal(person, "/hong" if person is people[2] else "/start")
        await room.settle()
        assert ["mã sự cố" in person.last for person in people] == [False, False, True, False, False]
        assert len({person.last for person in people}) == 2
        assert await wards(room) == [], "what the failed one changed is undone"


async def test_what_fails_is_tried_again(database: Database, clock: StillClock, fault: Fault) -> None:
    async with talking(database, clock) as room:
        fault.mended_after = 4
        assert await room.person("1", "Hạnh").says("/hong") == "Xong"
        assert await wards(room) == ["Phường Hỏng"]


async def test_after_the_last_try_the_person_is_told_a_number(
    database: Database, clock: StillClock, fault: Fault
) -> None:
    async with talking(database, clock) as room:
        told = await room.person("1", "Hạnh").says("/hong")
        async with database.read(clock.now()) as store:
            [(incident, trouble)] = await store.inbox.list_dead()
            assert await store.inbox.count(Progress.WAITING) == 0
        assert re.search(r"mã sự cố <b>(\w+)</b>", told)[1] == incident  # type: ignore[index]
        assert trouble == "ZeroDivisionError"
        # Each try is two: with the others, and apart.
        assert fault.times == MOST_TRIES * 2


async def test_a_refusal_is_an_answer_and_undoes_what_was_changed(
    database: Database, clock: StillClock, fault: Fault
) -> None:
    async with talking(database, clock) as room:
        assert await room.person("1", "Hạnh").says("/tuchoi") == "Không được"
        assert await wards(room) == []


async def test_more_than_one_group_is_answered_at_one_waking(sqlite_database: Database, clock: StillClock) -> None:
    async with talking(sqlite_database, clock) as room:
        people = [room.person(str(number), "Hạnh") for number in range(MOST_AT_ONCE * 2 + 1)]
        for person in people:
            await room.journal(person, "/start")
        await room.settle()
        await room.deliver()
        assert all(person.heard for person in people)


async def test_what_one_update_changed_the_next_in_its_group_sees(
    sqlite_database: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []

    async def move(heard: Heard, store: Store) -> list[Reply]:
        kept.append(heard.contact)
        theirs = update(Contact.__table__).where(Contact.id == heard.contact.id)  # type: ignore[arg-type]
        await store.session.execute(theirs.values(neighbourhood="Tổ 5"))
        return []

    async def tell(heard: Heard, store: Store) -> list[Reply]:
        return [Reply(Markup("Ở {}").format(heard.contact.neighbourhood))]

    monkeypatch.setitem(ROUTES, "chuyen", move)
    monkeypatch.setitem(ROUTES, "odau", tell)
    async with talking(sqlite_database, clock) as room:
        person = room.person("1", "Hạnh")
        for said in ("/start", "/chuyen", "/odau"):
            await room.journal(person, said)
        await room.settle()
        assert person.last == "Ở Tổ 5"
