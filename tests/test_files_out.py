"""One stored file to many people: it is sent whole once, nobody waits for it, and it never stands in the outbox."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import Markup
from sqlalchemy import select, update

from bot.demo.samples import PICTURE
from handlers.files import bearing
from handlers.vocabulary import Document, Reply
from schedules.channel import Outcome, Sent
from schedules.clock import StillClock
from schedules.shelf import MOST, Shelf
from storage.database import Database
from storage.files import MOST_BYTES, File
from storage.outbox import OutboxMessage, Urgency
from tests.organizing import contact_id
from tests.post_office import Office
from tests.town import Resident, Town, living

NEWS = Reply(Markup("📣 <b>Khai giảng</b> lớp vẽ"))


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


async def everyone(town: Town, count: int) -> list[Resident]:
    people = [town.resident(f"Hạnh {number}") for number in range(count)]
    for one in people:
        one.person.says("/start")
    await town.settle()
    for one in people:
        one.new()
    return people


async def stores(town: Town, content: bytes = PICTURE, name: str = "áp phích.png") -> File:
    async with town.database.begin(town.clock.now()) as store:
        return await store.files.add(name, "image/png", content, town.clock.now() + timedelta(days=7))


async def announces(town: Town, people: list[Resident], file: File, key: str = "broadcast") -> None:
    numbers = [await contact_id(town, one) for one in people]
    async with town.database.begin(town.clock.now()) as store:
        body = bearing(NEWS, file).body()
        for number in numbers:
            await store.outbox.owe(number, body, f"{key}:{number}", urgency=Urgency.BROADCAST)
    town.process.owed()
    await town.process.settle()


async def outbox(town: Town) -> list[tuple[str, str | None, dict[str, Any]]]:
    """(fate, reason, body) of the broadcasts."""
    columns = OutboxMessage.fate, OutboxMessage.reason, OutboxMessage.body
    query = select(*columns).where(OutboxMessage.key.startswith("broadcast")).order_by(OutboxMessage.id)
    async with town.database.read(town.clock.now()) as store:
        return [(fate.value, reason, body) for fate, reason, body in await store.session.execute(query)]


def wholes(town: Town) -> list[bool]:
    """For each photo sent, whether it was sent whole."""
    return [not call.params.get("photo") for call in town.standin.calls if call.method == "sendPhoto"]


async def test_a_picture_to_many_is_sent_whole_once(town: Town) -> None:
    people, file = await everyone(town, 40), await stores(town)
    await announces(town, people, file)
    for one in people:
        shown = one.person.last
        assert (shown.text, shown.picture) == ("📣 Khai giảng lớp vẽ", PICTURE)
    assert wholes(town) == [True] + [False] * 39
    kept = await outbox(town)
    assert {(fate, reason) for fate, reason, _ in kept} == {("sent", None)}
    assert all(body["document"] == ["áp phích.png", "", "image/png", file.id] for _, _, body in kept)


async def test_its_name_there_outlives_the_process(database: Database, clock: StillClock) -> None:
    async with living(database, clock) as town:
        people, file = await everyone(town, 2), await stores(town)
        await announces(town, people, file)
        async with town.database.read(clock.now()) as store:
            stored = await store.files.find_stored(file.id)
            assert stored is not None
            assert stored.sent_as == {"telegram": f"photo:{people[0].person.messages[-1].file.file_id}"}  # type: ignore[union-attr]
        shelf = Shelf(database, clock.now)
        filled = await shelf.fill(bearing(NEWS, file), "telegram")
        assert filled is not None
        assert filled.document == Document("áp phích.png", PICTURE, "image/png", file.id, stored.sent_as["telegram"])


async def test_a_name_that_is_no_longer_good_is_replaced(town: Town) -> None:
    people, file = await everyone(town, 3), await stores(town)
    async with town.database.begin(town.clock.now()) as store:
        await store.files.remember(file.id, "telegram", "photo:of-another-bot")
    await announces(town, people, file)
    assert [one.person.last.picture for one in people] == [PICTURE] * 3
    async with town.database.read(town.clock.now()) as store:
        stored = await store.files.find_stored(file.id)
        assert stored is not None
        assert stored.sent_as["telegram"] != "photo:of-another-bot"


async def test_who_blocked_us_does_not_keep_the_others_from_it(town: Town) -> None:
    people, file = await everyone(town, 3), await stores(town)
    people[0].person.blocks()
    people[1].person.deactivates()
    await town.settle()
    await announces(town, people, file)
    assert people[2].person.last.picture == PICTURE


async def test_a_file_that_is_gone_is_said_in_the_outbox(town: Town) -> None:
    people, file = await everyone(town, 2), await stores(town)
    async with town.database.begin(town.clock.now()) as store:
        await store.session.execute(update(File).values(kept_until=town.clock.now() - timedelta(days=1)))
        await store.files.tidy()
    await announces(town, people, file)
    assert [(fate, reason) for fate, reason, _ in await outbox(town)] == [("failed", "file_gone")] * 2
    assert people[0].new() == []


async def test_what_is_no_picture_is_sent_as_a_document(town: Town) -> None:
    people, file = await everyone(town, 3), await stores(town, b"\x89PNG\r\n\x1a\nbut no more", "hỏng.png")
    await announces(town, people, file)
    assert [one.person.last.document for one in people] == ["hỏng.png"] * 3
    assert sum(call.method == "sendDocument" for call in town.standin.calls) == 3


async def test_a_file_that_is_too_large_is_not_kept(town: Town) -> None:
    for content in (b"", b"a" * (MOST_BYTES + 1)):
        with pytest.raises(ValueError, match="a file of"):
            await stores(town, content)


# At the sender's desk


class Slow:
    """A channel that takes its time for a file that it gets whole."""

    name = "telegram"

    def __init__(self) -> None:
        self.whole = 0
        self.named = 0
        self.words: list[str] = []
        self.open = asyncio.Event()

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        if reply.document is None:
            self.words.append(external_id)
            return Sent("1")
        if reply.document.handle:
            self.named += 1
            return Sent("1", reply.document.handle)
        self.whole += 1
        await self.open.wait()
        return Sent("1", "a-name")


async def test_while_it_goes_out_whole_replies_pass_and_the_others_wait(database: Database, clock: StillClock) -> None:
    office, slow = Office(database, clock), Slow()
    office.post.send = slow.send  # type: ignore[method-assign]
    async with database.begin(clock.now()) as store:
        file = await store.files.add("a.png", "image/png", PICTURE, clock.now() + timedelta(days=1))
        for number in range(100):
            met = await store.contacts.meet("telegram", str(number), "Bà Sáu", "vi")
            assert met.contact is not None
            await store.outbox.owe(
                met.contact.id, bearing(NEWS, file).body(), f"broadcast:{number}", urgency=Urgency.BROADCAST
            )
    async with office.at_work():
        while not slow.whole:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        try:
            await office.answers("7001", "Chào bạn!")
            async with asyncio.timeout(1):
                while slow.words != ["7001"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.002)
            assert (slow.whole, slow.named) == (1, 0)
        finally:
            slow.open.set()
        await office.settles()
    assert (slow.whole, slow.named) == (1, 99)


async def test_the_shelf_holds_few_files(sqlite_database: Database, clock: StillClock) -> None:
    shelf = Shelf(sqlite_database, clock.now)
    until = clock.now() + timedelta(days=1)
    async with sqlite_database.begin(clock.now()) as store:
        kept = [await store.files.add(f"{number}.png", "image/png", PICTURE, until) for number in range(MOST + 2)]
    for file in kept:
        assert await shelf.fill(bearing(NEWS, file), "telegram") is not None
        shelf.sent(file.id, "telegram", "a")
    assert [shelf.knows(file.id, "telegram") for file in kept] == [False] * 2 + [True] * MOST
    assert await shelf.fill(NEWS, "telegram") == NEWS
