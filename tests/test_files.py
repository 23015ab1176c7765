"""Files that organizers send to the bot: fetched beside the conversation, read once, whatever happens in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from markupsafe import Markup
from sqlalchemy import select

from bot import fetching
from bot.demo.samples import PICTURE
from bot.demo.standin import Person, StandIn
from bot.fetching import Fetching
from bot.process import Process
from bot.telegram import TelegramChannel
from handlers import conversation
from handlers.heard import Heard
from handlers.vocabulary import Reply
from schedules.clock import StillClock
from storage.database import Database
from storage.deletion import delete_person
from storage.files import MOST_BYTES, MOST_OF_ONE, File, Files, FileState
from storage.inbox import Progress
from storage.store import Store
from tests.organizing import contact_id, organizer
from tests.telegrams import until
from tests.town import TOKEN, UNPACED, Resident, Town, living

CSV = "Mã lớp;Tên\nL101;Nấu ăn\n".encode()
CANNOT = "Mình chưa đọc được loại tin này."
HOSTILE = [
    "../../etc/passwd.csv",
    '<b>"; DROP TABLE files;--.csv',
    "C:\\con\\nul.csv",
    "\u202etxt.csv",
    "x" * 400 + ".csv",
]


async def read_csv(heard: Heard, store: Store, file: File) -> list[Reply]:
    """A tiny room: says what it read."""
    content = await store.files.content(file.id) or b""
    return [Reply(Markup("Đọc xong {}: {} byte, {}").format(file.name, len(content), content.decode()[:4]))]


async def take_picture(heard: Heard, store: Store, file: File) -> list[Reply]:
    dialog = await store.dialogs.find(heard.contact.id)
    assert dialog is not None
    await store.dialogs.turn(dialog, picture=file.id)
    return [Reply(Markup("Ảnh đẹp quá!"))]


async def hear_words(heard: Heard, store: Store) -> list[Reply]:
    return [Reply(Markup("Nghe: {}").format(heard.incoming.text))]


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(conversation.FILES, ".csv", read_csv)
    monkeypatch.setitem(conversation.FILES, "poster", take_picture)
    monkeypatch.setitem(conversation.DIALOGS, "poster", hear_words)
    monkeypatch.setattr(fetching, "RESTS", (0.0, 0.0))


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


async def files(town: Town) -> list[File]:
    async with town.database.read(town.clock.now()) as store:
        return await rows_in(store)


async def rows_in(store: Store) -> list[File]:
    return list((await store.session.scalars(select(File).order_by(File.id))).all())


async def content(town: Town, file: File) -> bytes | None:
    async with town.database.read(town.clock.now()) as store:
        return await store.files.content(file.id)


def calls(standin: StandIn, method: str) -> int:
    return sum(call.method == method for call in standin.calls)


async def begins_poster(town: Town, who: Resident) -> int:
    number = await contact_id(town, who)
    async with town.database.begin(town.clock.now()) as store:
        return (await store.dialogs.open(number, "poster", {})).id


# On its way in


async def test_an_organizer_sends_a_file_and_it_is_read(town: Town) -> None:
    lan = await organizer(town, "Lan")
    lan.new()
    assert (await lan.sends_file("Lịch tháng 12.CSV", CSV)).text == "Đọc xong Lịch tháng 12.CSV: 30 byte, Mã l"
    assert lan.new()[0] == "📄 Đang đọc tệp Lịch tháng 12.CSV…"
    (file,) = await files(town)
    assert (file.state, file.size, file.tries) == (FileState.HERE, 30, 0)
    assert await content(town, file) == CSV


async def test_for_residents_nothing_changes(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.sends_file("lịch.csv", CSV)).text.startswith(CANNOT)
    assert (await hanh.sends_picture(PICTURE)).text.startswith("Mình nhận được ảnh, nhưng chưa đọc được ảnh.")
    unknown = (await hanh.says("/khongcolenhnay")).text
    assert (await hanh.says("/tep 1")).text == unknown
    assert await files(town) == []
    assert calls(town.standin, "getFile") == 0


async def test_what_no_room_takes_is_not_fetched(town: Town) -> None:
    lan = await organizer(town, "Lan")
    assert (await lan.sends_file("virus.exe", b"MZ")).text.startswith(CANNOT)
    assert (await lan.sends_picture(PICTURE)).text.startswith("Mình nhận được ảnh, nhưng chưa đọc được ảnh.")
    assert (await lan.does(lambda person: person.sends_voice())).text.startswith("Mình chưa nghe được tin thoại")
    assert await files(town) == []


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_only_a_name(town: Town, name: str) -> None:
    lan = await organizer(town, "Lan")
    assert (await lan.sends_file(name, CSV)).text.startswith(f"Đọc xong {name[-120:]}: 30 byte")
    (file,) = await files(town)
    assert file.name == name[-120:]
    assert "<b>" not in lan.person.last.html


async def test_nobody_reads_anothers_file(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), await organizer(town, "Minh")
    await lan.sends_file("lịch.csv", CSV)
    (file,) = await files(town)
    assert (await minh.says(f"/tep {file.id}")).text.startswith("Tệp này mình không còn giữ nữa.")
    for wrong in ("0", "x", "-1", "9" * 30, ""):
        assert (await lan.says(f"/tep {wrong}")).text.startswith("Tệp này mình không còn giữ nữa.")
    assert (await lan.says(f"/tep {file.id}")).text.startswith("Đọc xong lịch.csv")


# Too large, not to be had


async def test_a_file_that_is_too_large_is_not_even_fetched(town: Town) -> None:
    lan = await organizer(town, "Lan")
    told = await lan.sends_file("ảnh.csv", b"a" * (MOST_BYTES + 1))
    assert told.text == (
        "Tệp ảnh.csv lớn quá, mình chỉ nhận tệp đến 5 MB.\nBạn bớt hình hoặc chia nhỏ tệp, rồi gửi lại giúp mình nhé."
    )
    assert await files(town) == []
    assert (await lan.sends_file("vừa.csv", "vừa 5".encode() + b"a" * (MOST_BYTES - 7))).text.startswith("Đọc xong vừa")


async def test_a_file_larger_than_its_app_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = await organizer(town, "Lan")
    monkeypatch.setattr(fetching, "MOST_BYTES", 20)
    assert "lớn quá" in (await lan.sends_file("lịch.csv", CSV)).text
    (file,) = await files(town)
    assert (file.state, file.reason, await content(town, file)) == (FileState.FAILED, "too_large", None)
    assert "lớn quá" in (await lan.says(f"/tep {file.id}")).text


async def test_a_download_that_fails_thrice_is_given_up_kindly(town: Town) -> None:
    lan = await organizer(town, "Lan")
    lan.new()
    town.standin.fail_next("getFile", times=3)
    await lan.sends_file("lịch.csv", CSV)
    await until(lambda: len(lan.messages) == lan.read + 2)
    assert lan.new()[1] == (
        "Mình chưa tải được tệp lịch.csv, mong bạn thông cảm.\nBạn đợi một lát rồi gửi lại tệp giúp mình nhé."
    )
    (file,) = await files(town)
    assert (file.state, file.tries, file.reason) == (FileState.FAILED, 3, "ServerTrouble")
    assert (await lan.sends_file("lịch.csv", CSV)).text.startswith("Đọc xong lịch.csv")


async def test_a_download_that_fails_twice_is_not(town: Town) -> None:
    lan = await organizer(town, "Lan")
    town.standin.fail_next("getFile", times=1)
    town.standin.fail_next("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    await lan.sends_file("lịch.csv", CSV)
    await until(lambda: lan.last.startswith("Đọc xong lịch.csv"))
    assert [(file.state, file.tries) for file in await files(town)] == [(FileState.HERE, 2)]


async def test_a_file_that_hangs_keeps_nobody_waiting(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, hanh = await organizer(town, "Lan"), town.resident("Hạnh")
    asked = hang(monkeypatch)
    lan.person.sends_document("lịch.csv", CSV)
    await until(lambda: bool(asked))
    hanh.person.says("/start")
    (greeting,) = await hanh.person.hears()
    assert greeting.text.startswith("Chào")
    assert lan.last.startswith("📄 Đang đọc tệp")


def hang(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Downloads begin and do not end; gives what was asked for."""
    asked: list[str] = []

    async def download(self: TelegramChannel, handle: str, most: int) -> bytes:
        asked.append(handle)
        await asyncio.Event().wait()
        return b""

    monkeypatch.setattr(TelegramChannel, "download", download)
    return asked


# In a dialog


async def test_a_dialog_takes_a_picture(town: Town) -> None:
    lan = await organizer(town, "Lan")
    number = await begins_poster(town, lan)
    assert (await lan.sends_picture(PICTURE, "đây")).text == "Ảnh đẹp quá!"
    (file,) = await files(town)
    assert (file.purpose, file.dialog_id, file.name, file.media_type) == ("poster", number, "photo.jpg", "image/jpeg")
    assert await content(town, file) == PICTURE
    assert (await lan.says("chữ dưới ảnh")).text == "Nghe: chữ dưới ảnh", "the dialog goes on"


async def test_a_picture_for_a_dialog_that_was_left_goes_nowhere(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = await organizer(town, "Lan")
    await begins_poster(town, lan)
    await lan.sends_picture(PICTURE)
    (file,) = await files(town)
    await begins_poster(town, lan)
    assert (await lan.says(f"/tep {file.id}")).text.startswith("Tệp photo.jpg đến nơi rồi, nhưng việc cần tệp này đã")
    assert (await lan.says("chữ")).text == "Nghe: chữ", "what is under way now goes on"


async def test_a_file_beside_a_dialog_sets_it_aside_and_the_news_of_it_nothing(town: Town) -> None:
    lan = await organizer(town, "Lan")
    number = await contact_id(town, lan)
    async with town.database.begin(town.clock.now()) as store:
        await store.dialogs.open(number, "rename", {"learner": 0})
    await lan.sends_file("lịch.csv", CSV)
    async with town.database.read(town.clock.now()) as store:
        dialog = await store.dialogs.find(number)
        assert dialog is not None
        assert dialog.aside
    await begins_poster(town, lan)
    await lan.says(f"/tep {(await files(town))[0].id}")
    assert (await lan.says("chữ")).text == "Nghe: chữ"


# Killed in between


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


# What is kept, and how long


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
