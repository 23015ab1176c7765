"""What the log says, and what it never says."""

import io
import json
import logging
import sqlite3
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.logs import HIDDEN, Handler, start_logs
from storage.database import Database

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp-_9"
NAME = "Nguyễn Thị Bảy"
PHONE = "0912 345 678"


class Log(io.StringIO):
    """Everything that was logged, as text and as events."""

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.events()[-1]


@pytest.fixture
def log() -> Iterator[Log]:
    """The real handler on the root logger, at DEBUG, as `start_logs` would have it; put back afterwards."""
    log, root = Log(), logging.getLogger()
    handler, level = Handler(log), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield log
    root.removeHandler(handler)
    root.setLevel(level)


def test_an_event_is_one_line_of_json_with_its_fields(log: Log) -> None:
    logging.getLogger("bot.test").info(
        "ready", extra={"fields": {"ms": 812, "rate": 1.5, "alone": True, "ids": (1, 2)}}
    )
    event = log.last()
    assert event.pop("time").endswith("+00:00")
    assert event == {"level": "info", "event": "ready", "ms": 812, "rate": 1.5, "alone": True, "ids": [1, 2]}


@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        TOKEN.replace(":", "%3A"),
        PHONE,
        "0912.345.678",
        "+84 912 345 678",
        "84912345678",
        "(028) 3822 1234",
        NAME,
        "postgresql://bot:Secret1@db/banhoc",
    ],
)
def test_a_secret_in_a_field_is_hidden(log: Log, secret: str) -> None:
    logging.getLogger("bot.test").info("said", extra={"fields": {"reason": secret, "inner": {"list": [secret]}}})
    assert secret not in log.getvalue()
    assert HIDDEN in log.last()["reason"]
    assert HIDDEN in log.last()["inner"]["list"][0]
    assert "Secret1" not in log.getvalue()


def test_what_is_no_secret_stays_readable(log: Log) -> None:
    fields = {"reason": "Forbidden: bot was blocked by the user", "at": "2026-11-23T08:00:00+00:00", "id": 912345678}
    logging.getLogger("schedules.delivery").warning("failed", extra={"fields": fields})
    assert {key: log.last()[key] for key in fields} == fields


@pytest.mark.parametrize("key", ["name", "chat_name", "text", "phone", "token", "raw", "body"])
def test_a_field_that_is_called_private_is_private_whatever_it_holds(log: Log, key: str) -> None:
    logging.getLogger("bot.test").info("met", extra={"fields": {key: "Tran Van Binh"}})
    assert log.last()[key] == HIDDEN


def test_a_sentence_is_never_logged_only_where_it_stands(log: Log) -> None:
    logging.getLogger("bot.test").info(f"Xin chào {NAME}")
    logging.getLogger("bot.test").info("hello %s", "Tran Van Binh")
    # At its most talkative.
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    logging.getLogger("httpx").debug(f"HTTP Request: POST https://api.telegram.org/bot{TOKEN}/getMe")
    logging.getLogger("telegram.ext").error("Update %s caused error", {"text": "toi ten la Binh"})
    assert [event["event"] for event in log.events()] == ["library_said"] * 4
    assert "tests/test_logs.py:" in log.last()["at"]
    for secret in (NAME, "Binh", TOKEN, "chào"):
        assert secret not in log.getvalue()


async def test_a_database_error_tells_its_kind_code_and_place_but_no_parameter(
    log: Log, sqlite_database: Database, now: datetime
) -> None:
    async with sqlite_database.begin(now) as store:
        try:
            await store.session.execute(text("INSERT INTO contacts (chat_name) VALUES (:name)"), {"name": NAME})
        except Exception:
            logging.getLogger("handlers.router").exception("update_failed")
        await store.session.rollback()
    (failed,) = (event for event in log.events() if event["event"] == "update_failed")
    outer, inner = failed["error"][0], failed["error"][-1]
    assert outer["kind"] == "sqlalchemy.exc.IntegrityError"
    assert inner["kind"] == f"{sqlite3.IntegrityError.__module__}.IntegrityError"
    assert inner["sqlite_errorname"] == "SQLITE_CONSTRAINT_NOTNULL"
    assert NAME not in json.dumps(log.events(), ensure_ascii=False)
    assert "INSERT" not in log.getvalue()


def test_a_failing_log_says_nothing(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    handler = Handler(Full())
    logger = logging.getLogger("bot.full")
    logger.addHandler(handler)
    logger.error("hello %s", NAME)
    logger.removeHandler(handler)
    assert NAME not in "".join(capsys.readouterr())


@pytest.fixture
def started() -> Iterator[Log]:
    """`start_logs` itself at DEBUG, with everything that it changes put back."""
    root, log = logging.getLogger(), Log()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("banhoc", "bot", "handlers", "schedules", "storage")}
    hooks = sys.unraisablehook, threading.excepthook, warnings.showwarning
    root.handlers = []
    start_logs("debug", log)
    yield log
    logging.captureWarnings(False)
    sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
    root.handlers, root.level = handlers, level
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def test_we_are_heard_from_the_level_chosen_and_libraries_from_warning(started: Log) -> None:
    logging.getLogger("banhoc.router").debug("taken")
    for library in ("httpx", "telegram", "aiohttp.client", "sqlalchemy.engine", "apscheduler.executors", "asyncio"):
        logging.getLogger(library).info("chatter")
    logging.getLogger("sqlalchemy.pool").warning("trouble")
    assert [(event["event"], event.get("logger")) for event in started.events()] == [
        ("taken", None),
        ("library_said", "sqlalchemy.pool"),
    ]


def test_an_error_that_nobody_caught_in_a_thread_is_an_event_not_a_traceback(
    started: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(NAME)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    event = started.last()
    assert (event["level"], event["event"], event["error"][0]["kind"]) == (
        "critical",
        "uncaught",
        "builtins.ValueError",
    )
    assert event["error"][0]["at"][-1].startswith("/".join(Path(__file__).parts[-3:]))
    assert NAME not in "".join(capsys.readouterr())
