"""The log: one JSON line an event, and nothing in it that belongs to a person or opens a door.

Our own code logs `logger.info("event_name", extra={"fields": {…}})`. Whatever else reaches a handler (a library's
sentence, an f-string) may hold anything, so only its place in the source is kept. All of it happens in the handler's
formatter, because a filter on a logger does not see what its children log.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

ROOMS = ("bot", "handlers", "schedules", "storage")
OURS = ("banhoc", *ROOMS)
"""How the names of our own loggers begin."""
HOUSE = Path(__file__).resolve().parent.parent
HIDDEN = "(hidden)"
LONGEST = 200

_EVENT = re.compile(r"[a-z][a-z0-9_]{0,63}")
_PRIVATE_FIELDS = re.compile(r"(^|_)(name|phone|text|token|raw|html|body|password|words|said|caption)$")
_SECRETS = re.compile(
    r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}"  # a bot's token, also within an address
    r"|(?<=://)[^\s/@]+@"  # a name and password within an address
    r"|(?<!\w)(?:\+|\(?0|84)(?:[ .()-]{0,2}\d){8,13}(?!\d)"  # a telephone number
)


class JsonFormatter(logging.Formatter):
    """One line of JSON a record: time (UTC), level, event, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **_told(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = list(_chain(record.exc_info[1]))
        return json.dumps(line)


class Handler(logging.StreamHandler[TextIO]):
    """Writes to a stream. When that fails, nothing is said: the usual complaint would show the record itself."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.setFormatter(JsonFormatter())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


def start_logs(level: str, stream: TextIO | None = None) -> None:
    """Log to `stream` (standard error): our own events from `level` on, everyone else's warnings.

    Also what would otherwise be printed as it is: Python's warnings, and errors that nobody caught.
    """
    logging.basicConfig(level=logging.WARNING, handlers=[Handler(stream or sys.stderr)], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    logging.captureWarnings(True)
    threading.excepthook = lambda failed: log_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)
    sys.unraisablehook = lambda failed: log_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)


def log_uncaught(kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None) -> None:
    """For the hooks of `sys` and `threading`."""
    if error is not None:
        logging.getLogger(__name__).critical("uncaught", exc_info=(kind, error, traceback))


def _told(record: logging.LogRecord) -> dict[str, Any]:
    """What may be told of a record: an event of ours with its fields, or the place a sentence came from."""
    ours = record.name.split(".")[0] in OURS
    if ours and not record.args and isinstance(record.msg, str) and _EVENT.fullmatch(record.msg):
        fields: Mapping[str, Any] = getattr(record, "fields", {})
        return {"event": record.msg, **{key: _safe(key, value) for key, value in fields.items()}}
    return {"event": "library_said", "logger": record.name, "at": _place(record.pathname, record.lineno)}


def _safe(key: str, value: Any) -> Any:
    """A field's value without what is nobody's business. Ours are plain ASCII; a person's words seldom are."""
    if _PRIVATE_FIELDS.search(key):
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(inner): _safe(str(inner), one) for inner, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(key, one) for one in value]
    if isinstance(value, str | Path):
        text = str(value)
        return _SECRETS.sub(HIDDEN, text)[:LONGEST] if text.isascii() else HIDDEN
    return type(value).__name__


def _chain(error: BaseException) -> Iterator[dict[str, Any]]:
    """The error and what caused it: kinds, codes and places, never the messages, which quote what people wrote."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        told: dict[str, Any] = {"kind": f"{type(cause).__module__}.{type(cause).__qualname__}"}
        for code in ("sqlite_errorname", "sqlstate", "errno"):
            if (value := getattr(cause, code, None)) is not None:
                told[code] = _safe(code, value)
        told["at"] = list(_places(cause.__traceback__))
        yield told
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _places(traceback: TracebackType | None) -> Iterator[str]:
    """Our own lines on the way to the error, and the last line whoever's it is."""
    while traceback is not None:
        path = Path(traceback.tb_frame.f_code.co_filename)
        ours = path.is_relative_to(HOUSE) and path.relative_to(HOUSE).parts[0] in ROOMS
        if ours or traceback.tb_next is None:
            yield _place(str(path), traceback.tb_lineno)
        traceback = traceback.tb_next


def _place(path: str, line: int) -> str:
    """The last three parts are enough to find a file, and hold no one's home folder."""
    return "/".join(Path(path).parts[-3:]) + f":{line}"
