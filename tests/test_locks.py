"""Two processes never work on one database, nor with one token; and a killed one leaves nothing locked."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.locks import AlreadyRunning, Held, database_lock, token_lock
from bot.words import Words
from storage.locks import Taken, advisory_lock
from tests.databases import Postgres

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp-_9"
HOLDS_DATABASE = """
import sys, time
from pathlib import Path
from bot.locks import database_lock
with database_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
HOLDS_TOKEN = HOLDS_DATABASE.replace("database_lock", "token_lock").replace("Path(sys.argv[1])", "sys.argv[1]")


@contextmanager
def another_process(program: str, argument: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", program, argument]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_process_on_a_database_is_told_who_the_first_is(tmp_path: Path) -> None:
    path = tmp_path / "banhoc.sqlite3"
    with another_process(HOLDS_DATABASE, str(path)) as other:
        with pytest.raises(AlreadyRunning) as refusal, database_lock(path):
            pass
        assert refusal.value.held is Held.DATABASE
        assert refusal.value.pid == other.pid
        said = Words().already_running(refusal.value)
        assert said.startswith(f"Một Bạn Học khác (tiến trình {other.pid}) đang chạy trên cơ sở dữ liệu này.")


def test_a_database_by_another_name_is_the_same_database(tmp_path: Path) -> None:
    path, link = tmp_path / "banhoc.sqlite3", tmp_path / "link.sqlite3"
    path.touch()
    link.symlink_to(path)
    with database_lock(path), pytest.raises(AlreadyRunning), database_lock(link):
        pass


def test_a_killed_process_frees_its_database(tmp_path: Path) -> None:
    path = tmp_path / "banhoc.sqlite3"
    with another_process(HOLDS_DATABASE, str(path)) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        with database_lock(path):
            assert path.with_name("banhoc.sqlite3.lock").read_text() == f"{os.getpid()}\n"


def test_two_databases_do_not_disturb_each_other(tmp_path: Path) -> None:
    with database_lock(tmp_path / "one.sqlite3"), database_lock(tmp_path / "two.sqlite3"):
        pass


def test_the_second_process_with_a_token_is_refused_and_no_file_tells_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with another_process(HOLDS_TOKEN, TOKEN) as other:
        with pytest.raises(AlreadyRunning) as refusal, token_lock(TOKEN):
            pass
        assert (refusal.value.held, refusal.value.pid) == (Held.TOKEN, other.pid)
        assert "dùng mã bot này" in Words().already_running(refusal.value)
        for file in tmp_path.iterdir():
            assert TOKEN.split(":")[0] not in file.name + file.read_text().replace(str(other.pid), "")
        other.kill()
        other.wait()
        with token_lock(TOKEN):
            pass


async def test_one_process_at_a_time_on_postgresql(postgres: Postgres) -> None:
    async with postgres.lend() as url:
        async with advisory_lock(url):
            with pytest.raises(Taken):
                async with advisory_lock(url):
                    pass
        async with advisory_lock(url) as lost:
            assert not lost.is_set()


async def test_a_lock_on_postgresql_that_is_lost_is_noticed(postgres: Postgres) -> None:
    async with postgres.lend() as url, advisory_lock(url) as lost:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
        await postgres.run(others.format(url.rsplit("/", 1)[1]))
        async with asyncio.timeout(5):
            await lost.wait()
