"""A file is read once, though the process is killed anywhere between its coming and its news."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.demo.standin import Person, StandIn
from bot.fetching import Fetching
from bot.process import Process
from bot.telegram import TelegramChannel
from schedules.clock import StillClock
from storage.database import Database
from storage.files import File, Files, FileState
from storage.inbox import Progress
from tests.organizing import organizer
from tests.sending_files import CSV, furnish, hang, rows_in
from tests.telegrams import until
from tests.town import TOKEN, UNPACED, living


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(monkeypatch)


@asynccontextmanager
async def at_work(database: Database, clock: StillClock, standin: StandIn, api: str) -> AsyncIterator[Process]:
    """One process of several, one after the other."""

    def make(made: Process) -> list[TelegramChannel]:
        return [TelegramChannel(TOKEN, database, clock.now, api=api, arrived=made.arrived, poll_seconds=1)]

    process, stop = Process(database, clock.now, make, UNPACED), asyncio.Event()
    running = asyncio.create_task(process.run_until(stop))
    try:
        yield process
    finally:
        stop.set()
        await running


def told(person: Person) -> list[str]:
    return [shown.text for shown in person.messages if shown.from_bot and "lịch.csv" in shown.text]


READ_ONCE = ["📄 Đang đọc tệp lịch.csv…", "Đọc xong lịch.csv: 30 byte, Mã l"]


async def state(database: Database, clock: StillClock) -> tuple[FileState, int]:
    """Of the only file, and how many updates wait."""
    async with database.read(clock.now()) as store:
        (file,) = await rows_in(store)
        return file.state, await store.inbox.count(Progress.WAITING)


async def test_killed_while_it_downloads(
    database: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hanging:
        async with living(database, clock) as town:
            lan = (await organizer(town, "Lan")).person
            asked = hang(hanging)
            lan.sends_document("lịch.csv", CSV)
            await until(lambda: bool(asked))
            await lan.hears()
    assert await state(database, clock) == (FileState.WANTED, 0)
    async with town.standin.serve() as address:
        for _ in range(2):
            async with at_work(database, clock, town.standin, address.root) as process:
                await until(lambda: len(told(lan)) == 2)
                await process.settle()
    assert told(lan) == READ_ONCE


async def test_killed_when_the_content_is_here_but_not_committed(
    database: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def came(self: Files, file_id: int, content: bytes) -> File | None:
        await real(self, file_id, content)
        raise OSError("the disk is full")

    real = Files.came
    with monkeypatch.context() as broken:
        broken.setattr(Files, "came", came)
        async with living(database, clock) as town:
            lan = await organizer(town, "Lan")
            await lan.sends_file("lịch.csv", CSV)
    assert await state(database, clock) == (FileState.WANTED, 0)
    async with town.standin.serve() as address, at_work(database, clock, town.standin, address.root):
        await until(lambda: len(told(lan.person)) == 2)
    assert told(lan.person) == READ_ONCE


async def test_killed_when_the_news_is_journalled_but_not_told(
    database: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hanging:
        async with living(database, clock) as town:
            lan = (await organizer(town, "Lan")).person
            asked = hang(hanging)
            lan.sends_document("lịch.csv", CSV)
            await until(lambda: bool(asked))
            await lan.hears()
    async with town.standin.serve() as address:
        channel = TelegramChannel(TOKEN, database, clock.now, api=address.root, arrived=lambda: None)
        await channel.start()
        await fetches_alone(Fetching(database, {"telegram": channel}, clock.now, lambda: None))
        await channel.stop()
        assert await state(database, clock) == (FileState.HERE, 1)
        async with at_work(database, clock, town.standin, address.root) as process:
            await until(lambda: len(told(lan)) == 2)
            await process.settle()
    assert told(lan) == READ_ONCE


async def fetches_alone(fetching: Fetching) -> None:
    run = asyncio.create_task(fetching.run())
    await asyncio.sleep(0)
    await fetching.idle()
    await fetching.stop()
    await run
