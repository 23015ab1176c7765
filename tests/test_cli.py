"""The commands that an operator types: what they say, what they change, how they end."""

import os
import pty
import socket
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.standin import StandIn
from bot.failures import UNREAD
from bot.main import local_moment, main
from bot.publishing import PlanChanged, preview, publish_shown, read
from handlers.texts import items
from schedules.clock import Clock
from storage.database import Database
from storage.opening import open_database
from tests.running import TOKEN, banhoc, catalogue, environment

HEAVY = ("telegram", "sqlalchemy", "aiohttp", "alembic", "apscheduler", "openpyxl", "asyncio")


def test_help_comes_without_the_heavy_libraries(tmp_path: Path) -> None:
    program = f"""
import sys
from bot.main import main
try:
    main(["run", "--help"])
except SystemExit as ended:
    assert ended.code == 0
print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True)
    assert ended.stderr == "[]\n"
    assert "BANHOC_QUIET_HOURS" in ended.stdout


async def test_every_command_explains_itself_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "demo", "chat", "tour", "import", "check", "backup"):
        for options in ([], ["--english"]):
            with pytest.raises(SystemExit) as ended:
                main([command, "--help", *options])
            assert ended.value.code == 0
            said = capsys.readouterr().out
            assert f"banhoc {command}" in said
            assert ("show this help" in said) is bool(options)


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["import"], ["backup"], ["demo", "--port", "0"], ["demo", "--at", "morgen"]]
)
def test_what_is_not_understood_is_answered_with_where_to_look(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("Lệnh viết chưa đúng (")
    assert "--help" in said
    assert "Traceback" not in said


def test_a_moment_without_a_zone_is_on_local_clocks() -> None:
    assert local_moment("2026-11-23T08:00") == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert local_moment("2026-11-23T08:00+00:00") == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize("command", [["run"], ["check"], ["chat"], ["import", "lop.csv"], ["backup", "copy.sqlite3"]])
async def test_wrong_settings_stop_every_command_at_once(tmp_path: Path, command: list[str]) -> None:
    ended = await banhoc(*command, folder=tmp_path, QUIET_HOURS="tối", LOG_LEVEL="loud", QUIET_HOUR="x")
    assert ended.code == 2
    assert "BANHOC_QUIET_HOURS: chưa đúng" in ended.warned
    assert "BANHOC_LOG_LEVEL: chưa đúng" in ended.warned
    assert "BANHOC_QUIET_HOUR: không có cài đặt này; có phải là BANHOC_QUIET_HOURS?" in ended.warned
    assert ("BANHOC_TELEGRAM_TOKEN: còn thiếu" in ended.warned) is (command == ["run"])


async def test_importing_shows_changes_once_and_is_repeatable(tmp_path: Path) -> None:
    file = str(catalogue(tmp_path))
    asked = await banhoc("import", file, folder=tmp_path)
    assert asked.code == 2
    assert "1 lớp mới" in asked.said
    assert "thêm --yes nếu đồng ý" in asked.warned
    assert "0 lớp" not in asked.warned
    done = await banhoc("import", file, "--yes", folder=tmp_path)
    assert done.code == 0
    assert "+ L101 Dùng Zalo" in done.said
    assert "<b>" not in done.said
    again = await banhoc("import", file, folder=tmp_path)
    assert again.code == 0
    assert "Không có gì thay đổi" in again.said
    english = await banhoc("import", str(catalogue(tmp_path, capacity=30)), "--yes", "--english", folder=tmp_path)
    assert english.code == 0
    assert "20 → 30" in english.said


@pytest.mark.parametrize(("answer", "published"), [("c", 1), ("có", 1), ("k", 0), ("", 0), ("\x04", 0)])
def test_whoever_sits_at_the_keyboard_is_asked(tmp_path: Path, answer: str, published: int) -> None:
    command = [sys.executable, "-m", "bot.main", "import", str(catalogue(tmp_path))]
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdin=terminal, stdout=subprocess.PIPE
    ) as work:
        os.close(terminal)
        os.write(keyboard, f"{answer}\n".encode() if answer != "\x04" else b"\x04")
        said = work.communicate(timeout=30)[0].decode()
    os.close(keyboard)
    assert work.returncode == 0
    assert "Đăng những thay đổi này?" in said
    assert ("Chưa thay đổi gì" in said or "chưa thay đổi gì" in said) is not published
    assert count(tmp_path, "courses") == published


async def test_what_changed_while_somebody_thought_is_not_published(sqlite_database: Database, tmp_path: Path) -> None:
    now = Clock().now()
    mine, yours = (read("lop.csv", catalogue(tmp_path, capacity=seats).read_bytes()) for seats in (20, 30))
    shown = await preview(sqlite_database, now, mine)
    await publish_shown(sqlite_database, now, yours, await preview(sqlite_database, now, yours))
    with pytest.raises(PlanChanged):
        await publish_shown(sqlite_database, now, mine, shown)
    async with sqlite_database.read(now) as store:
        course = await store.courses.find("L101")
        assert course is not None
        assert course.capacity == 30


async def test_a_bad_file_is_refused_as_a_whole(tmp_path: Path) -> None:
    file = catalogue(tmp_path)
    file.write_text(file.read_text().replace('"20"', '"hai mươi"').replace('"Phường Đa Kao"', '""'))
    refused = await banhoc("import", str(file), "--yes", folder=tmp_path)
    assert refused.code == 1
    assert "có 2 chỗ cần sửa" in refused.warned
    assert not (tmp_path / "banhoc.sqlite3").exists()
    missing = await banhoc("import", "khong-co.csv", folder=tmp_path)
    assert (missing.code, missing.warned) == (1, "Không tìm thấy khong-co.csv. Hãy kiểm tra lại đường dẫn.\n")


async def test_a_backup_is_a_database_of_its_own_and_replaces_nothing(tmp_path: Path) -> None:
    nothing = await banhoc("backup", "copy.sqlite3", folder=tmp_path)
    assert (nothing.code, (tmp_path / "banhoc.sqlite3").exists()) == (1, False)
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    done = await banhoc("backup", "copy.sqlite3", folder=tmp_path)
    assert done.code == 0
    assert done.said.startswith("Đã sao lưu vào copy.sqlite3 (")
    checked = await banhoc("check", folder=tmp_path, DATABASE="copy.sqlite3")
    assert checked.code == 0
    again = await banhoc("backup", "copy.sqlite3", folder=tmp_path)
    assert (again.code, again.warned.startswith("copy.sqlite3 đã có rồi.")) == (1, True)
    nowhere = await banhoc("backup", "xa/copy.sqlite3", folder=tmp_path)
    assert (nowhere.code, nowhere.warned) == (1, "Không tìm thấy xa. Hãy kiểm tra lại đường dẫn.\n")


async def test_a_sound_house_is_reported_so(tmp_path: Path) -> None:
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    standin = StandIn(TOKEN, Clock().now, username="da_kao_bot")
    async with standin.serve() as address:
        checked = await banhoc("check", folder=tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=address.root)
        wrong = await banhoc("check", folder=tmp_path, TELEGRAM_TOKEN=TOKEN[:-1] + "x", TELEGRAM_API=address.root)
    assert checked.warned == ""
    assert checked.code == 0
    assert checked.said.splitlines() == [
        "✓ Cài đặt đúng",
        "✓ Bộ từ vựng dùng được",
        "✓ Các câu trả lời soạn sẵn dùng được",
        "✓ Kho câu đố dùng được",
        "✓ Dữ liệu nguyên vẹn: banhoc.sqlite3",
        "✓ Mọi quy tắc về chỗ, đăng ký và tin nhắn đều đúng",
        "· Hộp đến: 0 tin chờ xử lý",
        "· Hộp đi: 0 chờ gửi, 0 đã gửi, 0 bị từ chối, 0 quá hạn, 0 đã bỏ",
        "✓ Gọi được Telegram: @da_kao_bot",
    ]
    assert wrong.code == 1
    assert "✗ Telegram không nhận mã bot này." in wrong.said


async def test_whatever_is_broken_is_named_and_ends_with_one(tmp_path: Path) -> None:
    url = str(tmp_path / "banhoc.sqlite3")
    database = await open_database(url)
    now = Clock().now()
    async with database.begin(now) as store:
        await store.inbox.journal("telegram", {"1": "?"})
        (update,) = await store.inbox.list_waiting(1)
        for _ in range(5):
            await store.inbox.failed(update.id, "JSONDecodeError", "K7QF2A")
    await database.close()
    await banhoc("import", str(catalogue(tmp_path)), "--yes", folder=tmp_path)
    with sqlite3.connect(url) as raw:
        raw.execute("UPDATE courses SET taken = 3")
    raw.close()
    checked = await banhoc(
        "check", folder=tmp_path, SEND_PER_SECOND="3", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API="http://127.0.0.1:9"
    )
    assert checked.code == 1
    assert "✗ BANHOC_SEND_PER_SECOND: không có cài đặt này; có phải là BANHOC_SENDS_PER_SECOND?" in checked.said
    assert "✗ Sai quy tắc seats_are_counted: 1 dòng (1)." in checked.said
    assert "✗ Tin không xử lý được, mã sự cố K7QF2A (JSONDecodeError)" in checked.said
    assert "✗ Không gọi được Telegram (NetworkError)." in checked.said


def test_a_slip_in_the_quiz_bank_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = items.read()
    del bank["scams"]["items"][0]["source"]
    monkeypatch.setattr(items, "read", lambda: bank)
    monkeypatch.chdir(tmp_path)
    assert main(["import", str(catalogue(tmp_path)), "--yes"]) == 0
    assert main(["check"]) == 1
    assert "✗ Kho câu đố, “scams-01”, chưa đúng: source" in capsys.readouterr().out
    assert main(["check", "--english"]) == 1
    said = capsys.readouterr().out
    assert "✗ The quiz bank, “scams-01”, is wrong: source" in said
    assert "can be used" in said
    assert "The bank of quiz questions can be used" not in said


async def test_a_database_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    missing = await banhoc("check", folder=tmp_path)
    assert missing.code == 1
    assert "✗ Chưa có cơ sở dữ liệu banhoc.sqlite3." in missing.said
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "banhoc.sqlite3").write_text("đây là một lá thư, không phải cơ sở dữ liệu\n" * 100)
    for command in (["check"], ["run"], ["import", str(catalogue(tmp_path))]):
        ended = await banhoc(*command, folder=tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API="http://127.0.0.1:9")
        assert ended.code == 1
        assert "Cơ sở dữ liệu gặp trục trặc (DatabaseError)." in ended.said + ended.warned
        assert "Traceback" not in ended.warned


async def test_a_postgresql_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://bot:matkhau@127.0.0.1:9/banhoc"
    for command in (["check"], ["chat"], ["import", str(catalogue(tmp_path)), "--yes"]):
        ended = await banhoc(*command, folder=tmp_path, DATABASE=url)
        assert ended.code == 1
        assert "Cơ sở dữ liệu gặp trục trặc (ConnectionRefusedError)." in ended.said + ended.warned
        assert "Traceback" not in ended.warned
        assert "matkhau" not in ended.said + ended.warned


async def test_a_demo_that_cannot_begin_says_why(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = await banhoc("demo", "--port", str(other.getsockname()[1]), folder=tmp_path)
    assert (taken.code, taken.warned) == (1, "Cổng này đang bận. Hãy chọn cổng khác, ví dụ --port 8081.\n")
    file = catalogue(tmp_path)
    file.write_text(file.read_text().replace('"20"', '"hai mươi"'))
    refused = await banhoc("demo", "--port", "8999", "--catalogue", str(file), folder=tmp_path)
    assert refused.code == 1
    assert "có 1 chỗ cần sửa" in refused.warned
    missing = await banhoc("demo", "--port", "8999", "--catalogue", "khong-co.csv", folder=tmp_path)
    assert (missing.code, missing.warned) == (1, "Không tìm thấy khong-co.csv. Hãy kiểm tra lại đường dẫn.\n")


def count(folder: Path, table: str) -> int:
    connection = sqlite3.connect(folder / "banhoc.sqlite3")
    try:
        number: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return number
    finally:
        connection.close()


def test_whoever_reads_only_the_beginning_is_not_told_of_trouble(tmp_path: Path) -> None:
    prints = "import sys; from bot.failures import explained; from bot.words import Words\n"
    prints += "sys.exit(explained(Words(), lambda: [print('x' * 999, flush=True) for _ in range(9999)] and 0))"
    command, pipe = [sys.executable, "-c", prints], subprocess.PIPE
    with subprocess.Popen(command, env=environment(tmp_path), stdout=pipe, stderr=pipe) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        assert reader.stdout.read(1) == b"x"
        reader.stdout.close()
        assert (reader.wait(30), reader.stderr.read()) == (UNREAD, b"")
