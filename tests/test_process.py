"""`banhoc run` as the operator knows it: it starts, works, is stopped or killed, and never works twice."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.standin import Person, StandIn
from bot.process import LockLost, Process
from handlers.vocabulary import Incoming, Reply
from schedules.channel import Downloaded, Outcome, Sent
from schedules.clock import Clock, StillClock
from storage.database import Database
from tests.databases import Postgres
from tests.running import TOKEN, Running, banhoc, catalogue, running, start


async def sign_up(person: Person, name: str) -> None:
    """The whole way for somebody new: for oneself, this name, no ward, agreed."""
    person.says("/dangky L101")
    await person.hears(timeout=15)
    await tap(person, "Cho tôi")
    person.says(name)
    await person.hears(timeout=15)
    await tap(person, "Bỏ qua")
    await tap(person, "Tôi đồng ý")
    assert "có chỗ" in person.last.text


async def tap(person: Person, label: str) -> None:
    """Tap the button of the newest message whose label contains this."""
    person.taps(next(button.label for row in person.last.buttons for button in row if label in button.label))
    await person.hears(timeout=15)


@pytest.fixture
def standin() -> StandIn:
    return StandIn(TOKEN, Clock().now)


@pytest.fixture
async def api(standin: StandIn) -> AsyncIterator[str]:
    async with standin.serve() as address:
        yield address.root


async def test_bay_is_served_and_a_stop_is_clean(tmp_path: Path, standin: StandIn, api: str) -> None:
    bay = standin.person(8123456789, "Nguyễn Thị Bảy")
    async with running(tmp_path, api) as work:
        bay.says("/start")
        (greeting,) = await bay.hears(timeout=15)
        assert greeting.text.startswith("Chào bạn!")
        assert await work.ends(signal.SIGTERM) == 0
    assert [event["event"] for event in work.events][-2:] == ["stopping", "stopped"]
    assert len(standin.updates) == 0


async def test_ctrl_c_stops_it_too_even_while_there_is_no_network(tmp_path: Path) -> None:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "http://127.0.0.1:9"}
    work = Running(await start("run", folder=tmp_path, **settings))
    reading = asyncio.create_task(work.read_on())
    await work.logs("telegram_trouble")
    assert await work.ends(signal.SIGINT) == 0
    await reading


async def test_nothing_of_a_person_or_the_token_is_in_the_log(tmp_path: Path, standin: StandIn, api: str) -> None:
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    bay = standin.person(8123456789, "Bay Nguyen")
    async with running(tmp_path, api) as work:
        await sign_up(bay, "Trần Thị Bưởi")
        for words in ("0912 345 678", "một lời riêng tư", "/dulieu"):
            bay.says(words)
            await bay.hears(timeout=15)
        bay.sends_contact("+84987654321")
        await bay.hears(timeout=15)
        assert await work.ends(signal.SIGTERM) == 0
    log = "".join(work.lines)
    assert log
    private = (
        TOKEN.split(":")[1],
        "Bay",
        "Nguyen",
        "Bưởi",
        "B\\u01b0\\u1edfi",
        "912",
        "987654321",
        "riêng",
        "ri\\u00eang",
    )
    assert [word for word in private if word in log] == []


async def test_a_second_one_on_the_database_or_the_token_is_refused_and_a_killed_one_is_no_obstacle(
    tmp_path: Path, standin: StandIn, api: str
) -> None:
    bay = standin.person(8123456789, "Bảy")
    async with running(tmp_path, api) as first:
        other_token = {"TELEGRAM_API": api, "TELEGRAM_TOKEN": TOKEN[:-1] + "x"}
        same_database = await banhoc("run", folder=tmp_path, **other_token)
        assert same_database.code == 1
        pid = first.process.pid
        told = f"Một Bạn Học khác (tiến trình {pid}) đang chạy trên cơ sở dữ liệu này. Hãy dừng nó trước"
        assert told in same_database.warned
        settings = {"TELEGRAM_API": api, "TELEGRAM_TOKEN": TOKEN, "DATABASE": "other.sqlite3"}
        same_token = await banhoc("run", folder=tmp_path, **settings)
        assert same_token.code == 1
        assert f"Một Bạn Học khác (tiến trình {pid}) đang dùng mã bot này." in same_token.warned
        assert "tiến trình" in (await banhoc("chat", folder=tmp_path)).warned
        bay.says("/start")
        await first.ends(signal.SIGKILL)
    async with running(tmp_path, api):
        (greeting,) = await bay.hears(timeout=15)
        assert greeting.text.startswith("Chào bạn!")


async def test_a_second_one_on_postgresql_is_refused(
    tmp_path: Path, standin: StandIn, api: str, postgres: Postgres
) -> None:
    async with postgres.lend() as url, running(tmp_path, api, DATABASE=url) as first:
        refused = await banhoc("chat", folder=tmp_path, DATABASE=url)
        assert refused.code == 1
        assert refused.warned.startswith("Một Bạn Học khác đang chạy trên cơ sở dữ liệu này.")
        assert await first.ends(signal.SIGTERM) == 0


async def test_one_on_another_machine_is_noticed(tmp_path: Path, standin: StandIn, api: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with running(elsewhere, api, DATABASE=str(elsewhere / "other.sqlite3")) as first:
        await asyncio.sleep(2)
        settings = {"TELEGRAM_API": api, "TELEGRAM_TOKEN": TOKEN}
        refused = await banhoc("run", folder=tmp_path, **settings)
        assert refused.code == 1
        assert "Ở một máy khác đang có chương trình dùng mã bot này." in refused.warned
        assert await first.ends(signal.SIGTERM) == 0


async def test_a_token_that_telegram_refuses(tmp_path: Path, api: str) -> None:
    wrong = TOKEN[:-1] + "x"
    refused = await banhoc("run", folder=tmp_path, TELEGRAM_API=api, TELEGRAM_TOKEN=wrong)
    assert refused.code == 1
    assert "Telegram không nhận mã bot này." in refused.warned
    assert "Traceback" not in refused.warned
    assert wrong not in refused.warned


async def test_what_is_imported_beside_it_is_told_within_seconds(tmp_path: Path, standin: StandIn, api: str) -> None:
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    bay = standin.person(8123456789, "Bảy")
    async with running(tmp_path, api):
        await sign_up(bay, "Bảy")
        bay.chat.heard_from.clear()
        moved = await banhoc("import", str(catalogue(tmp_path, hours=60)), "--yes", folder=tmp_path)
        assert moved.code == 0
        (notice,) = await bay.hears(timeout=10)
        assert "Dùng Zalo" in notice.text


class Broken:
    """A channel that falls over as soon as it listens."""

    name = "broken"
    stopped = False

    async def start(self) -> None:
        pass

    async def probe(self) -> None:
        pass

    async def fetch_for_ever(self) -> None:
        raise RuntimeError("Trần Thị Bưởi")

    async def stop(self) -> None:
        self.stopped = True

    def parse(self, raw: str) -> Incoming | None:
        return None

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        return Sent("1")

    async def download(self, handle: str, most: int) -> Downloaded:
        return b""


async def test_a_part_that_fails_brings_all_down_in_order(
    sqlite_database: Database, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    channel = Broken()
    process = Process(sqlite_database, clock.now, lambda _: [channel])
    with pytest.raises(RuntimeError):
        async with asyncio.timeout(5):
            await process.run_until(asyncio.Event())
    assert channel.stopped
    assert [record.message for record in caplog.records if record.name == "bot.process"] == ["part_failed"]


async def test_a_lock_that_is_lost_ends_the_process(sqlite_database: Database, clock: StillClock) -> None:
    lost = asyncio.Event()
    lost.set()
    with pytest.raises(LockLost):
        async with asyncio.timeout(5):
            await Process(sqlite_database, clock.now, lambda _: []).run_until(asyncio.Event(), lost)
