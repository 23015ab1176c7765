"""What is kept of files, how long, and how many."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from schedules.clock import StillClock
from storage.database import Database
from storage.deletion import delete_person
from storage.files import MOST_OF_ONE, FileState
from tests.organizing import contact_id, organizer
from tests.sending_files import CSV, content, files, furnish
from tests.town import Town, living


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(monkeypatch)


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


async def test_content_is_forgotten_after_a_day_unless_the_centre_needs_it(town: Town) -> None:
    lan = await organizer(town, "Lan")
    for name in ("một.csv", "hai.csv"):
        await lan.sends_file(name, CSV)
    first, second = await files(town)
    async with town.database.begin(town.clock.now()) as store:
        await store.files.keep(second.id, town.clock.now() + timedelta(days=7))
        await store.files.keep(second.id, town.clock.now() + timedelta(days=3))
    await later(town, timedelta(hours=25))
    assert [file.state for file in await files(town)] == [FileState.GONE, FileState.HERE]
    assert [await content(town, one) for one in (first, second)] == [None, CSV]
    assert (await lan.says(f"/tep {first.id}")).text == (
        "Tệp này mình không còn giữ nữa.\nBạn gửi lại tệp giúp mình nhé."
    )
    await later(town, timedelta(days=7))
    assert [file.state for file in await files(town)] == [FileState.GONE, FileState.GONE]
    await later(town, timedelta(days=30))
    assert await files(town) == []


async def later(town: Town, passed: timedelta) -> None:
    town.clock.turn_to(town.clock.now() + passed)
    async with town.database.begin(town.clock.now()) as store:
        await store.files.tidy()


async def test_nobody_fills_the_disk(town: Town) -> None:
    lan = await organizer(town, "Lan")
    for number in range(MOST_OF_ONE + 2):
        lan.person.sends_document(f"{number}.csv", CSV)
    await town.settle()
    states = [file.state for file in await files(town)]
    assert states == [FileState.GONE] * 2 + [FileState.HERE] * MOST_OF_ONE


async def test_who_goes_takes_their_files_along_but_what_the_centre_needs_is_nobodys(town: Town) -> None:
    lan = await organizer(town, "Lan")
    for name in ("một.csv", "hai.csv"):
        await lan.sends_file(name, CSV)
    _, second = await files(town)
    number = await contact_id(town, lan)
    async with town.database.begin(town.clock.now()) as store:
        await store.files.keep(second.id, town.clock.now() + timedelta(days=7))
        await delete_person(store, await store.contacts.get(number))
    (left,) = await files(town)
    assert (left.id, left.contact_id, left.said, left.handle) == (second.id, None, {}, None)
    assert await content(town, left) == CSV


async def test_my_data_tells_of_files(town: Town) -> None:
    lan = await organizer(town, "Lan")
    await lan.sends_file("lịch.csv", CSV)
    file = (await lan.says("/dulieu xem")).document_bytes or b""
    assert "23/11/2026 8:00, lịch.csv, 30 byte: đang giữ" in file.decode()
