"""The same conversation at the keyboard: no buttons, no edits, no markup."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from markupsafe import Markup

from bot.process import Process
from bot.terminal import TerminalChannel, numbered, plain
from bot.working import UNPACED
from handlers.vocabulary import Attachment, Button, Document, Kind, Reply
from schedules.channel import Rejected, Sent
from schedules.clock import StillClock
from storage.database import Database
from tests.running import banhoc, catalogue, start


class Keyboard:
    """What somebody types, line by line, and what they read."""

    def __init__(self, *typed: str) -> None:
        self._typed = typed
        self.read: list[str] = []

    async def lines(self) -> AsyncIterator[str]:
        for line in self._typed:
            self.read.append(f"> {line}")
            yield line

    def channel(self, database: Database, clock: StillClock, process: Process, person: str) -> TerminalChannel:
        return TerminalChannel(
            database,
            clock.now,
            person,
            arrived=process.arrived,
            settled=process.settle,
            lines=self.lines(),
            write=self.read.append,
        )


async def talk(database: Database, clock: StillClock, *typed: str, person: str = "Bà Tư") -> list[str]:
    """Type these lines; gives everything that was on the screen."""
    keyboard = Keyboard(*typed)
    process = Process(database, clock.now, lambda made: [keyboard.channel(database, clock, made, person)], UNPACED)
    async with asyncio.timeout(20):
        await process.run_until(asyncio.Event())
    return keyboard.read


async def test_a_number_is_the_button_of_that_number(database: Database, clock: StillClock) -> None:
    screen = await talk(database, clock, "/start", "4", "", "   ", "1")
    assert screen[0] == "> /start"
    assert screen[1].startswith("\nChào bạn!\nMình là Bạn Học")
    assert "\n  1. 📚 Lớp sắp mở\n" in screen[1]
    assert "\n  4. ❓ Trợ giúp" in screen[1]
    assert screen[2] == "> 4"
    assert screen[3] != screen[1]
    assert [line for line in screen if line.startswith(">")] == ["> /start", "> 4", "> ", ">    ", "> 1"]
    assert len(screen) == 8
    assert "<" not in "".join(screen)


async def test_what_was_typed_before_a_restart_is_answered_after_it(database: Database, clock: StillClock) -> None:
    keyboard = Keyboard()
    process = Process(database, clock.now, lambda made: [keyboard.channel(database, clock, made, "Bà Tư")], UNPACED)
    channel = keyboard.channel(database, clock, process, "Bà Tư")
    await channel.says("/start")
    screen = await talk(database, clock)
    assert [text.splitlines()[1] for text in screen] == ["Chào bạn!"]


async def test_what_is_meant_for_somebody_else_says_so(sqlite_database: Database, clock: StillClock) -> None:
    channel, read = channel_alone(sqlite_database, clock)
    assert await channel.send("Ông Năm", Reply(Markup("Có chỗ rồi!"))) == Sent("1")
    assert await channel.send("Bà Tư", Reply(Markup("Chào!"))) == Sent("2")
    assert read == ["\n(→ Ông Năm)\nCó chỗ rồi!", "\nChào!"]


async def test_a_document_is_kept_where_it_can_be_opened(sqlite_database: Database, clock: StillClock) -> None:
    channel, read = channel_alone(sqlite_database, clock)
    await channel.send(
        "Bà Tư", Reply(Markup("Lịch đây"), document=Document("../../lịch.ics", b"BEGIN", "text/calendar"))
    )
    path = Path(read[0].rsplit("[", 1)[1].rstrip("]"))
    assert path.name == "lịch.ics"
    assert path.parent.name.startswith("banhoc-chat-")
    assert path.read_bytes() == b"BEGIN"


async def test_a_file_is_sent_by_its_path(sqlite_database: Database, clock: StillClock, tmp_path: Path) -> None:
    path = tmp_path / "lịch tháng 12.csv"
    path.write_bytes(b"L101")
    channel, _ = channel_alone(sqlite_database, clock)
    await channel.sends(path)
    async with sqlite_database.read(clock.now()) as store:
        (row,) = await store.inbox.list_waiting(9)
    incoming = channel.parse(row.raw or "")
    assert incoming is not None
    assert incoming.kind is Kind.DOCUMENT
    assert incoming.file == Attachment(str(path), "lịch tháng 12.csv", "", 4)
    assert await channel.download(str(path), 4) == b"L101"
    assert await channel.download(str(path), 3) == Rejected("too_large")
    path.unlink()
    assert await channel.download(str(path), 4) == Rejected("FileNotFoundError")


async def test_a_path_may_be_typed_or_dropped(database: Database, clock: StillClock, tmp_path: Path) -> None:
    path = tmp_path / "lịch.csv"
    path.write_bytes(b"L101")
    screen = await talk(database, clock, f"/gui {path}", f"/gui '{path}'", f"/gui {path}x")
    assert [line.splitlines()[1] for line in screen if not line.startswith(">")] == [
        "Mình chưa đọc được loại tin này.",
        "Mình chưa đọc được loại tin này.",
        "Mình chưa hiểu ý bạn.",
    ]


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<b>Chào</b> bạn\n\n<i>nhé</i>", "Chào bạn\n\nnhé"),
        ("Xem <a href='https://a.vn/?a=1&amp;b=2'>bản đồ</a>.", "Xem bản đồ (https://a.vn/?a=1&b=2)."),
        ("Tên: &lt;b &amp; &#39;c", "Tên: <b & 'c"),
        ("Tên: \x1b[2Jxóa\x07", "Tên: [2Jxóa"),
    ],
)
def test_markup_becomes_plain_text_and_nothing_steers_the_terminal(html: str, seen: str) -> None:
    assert plain(html) == seen


def test_buttons_are_numbered_as_they_are_remembered() -> None:
    map_, yes, no = Button("Bản đồ", opens="https://a.vn"), Button("Có", "/co"), Button("Không\x1b", "/khong")
    assert numbered(Reply(Markup(""), ((map_, yes), (no,)))) == ["  Bản đồ: https://a.vn", "  1. Có", "  2. Không"]


async def test_the_command_talks_through_a_pipe_and_ends_with_it(tmp_path: Path) -> None:
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    typed = "xin chào\n\x00\nzalo\n\xff\n"
    ended = await banhoc("chat", "--name", "Bà Tư", folder=tmp_path, typed=typed)
    assert ended.code == 0
    assert ended.warned == ""
    assert ended.said.startswith("Gõ lời muốn nói, hoặc số của nút, rồi Enter.")
    assert "Dùng Zalo" in ended.said


async def test_ctrl_c_ends_the_command_while_it_waits_for_the_keyboard(tmp_path: Path) -> None:
    process = await start("chat", folder=tmp_path)
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write(b"/start\n")
    async with asyncio.timeout(20):
        while "4." not in (await process.stdout.readline()).decode():
            pass
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0
    process.stdin.close()


def channel_alone(database: Database, clock: StillClock) -> tuple[TerminalChannel, list[str]]:
    """A channel with nobody behind it."""
    read: list[str] = []

    async def settled() -> None:
        pass

    channel = TerminalChannel(database, clock.now, "Bà Tư", arrived=lambda: None, settled=settled, write=read.append)
    return channel, read
