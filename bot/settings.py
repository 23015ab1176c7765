"""The settings of the process: the one place that reads the environment and `.env`."""

import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv.parser import parse_stream

from storage.quiet_hours import QuietHours

PREFIX = "BANHOC_"
TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}")
HIDDEN = "(hidden)"


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting: how it is written, and how to say so."""

    name: str
    field: str
    default: str
    parse: Callable[[str], Any]
    """Raises ValueError for what cannot be meant."""
    vi: str
    """What to write, in a few words."""
    en: str

    def wants(self, english: bool) -> str:
        return self.en if english else self.vi


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with the settings."""

    name: str
    """Of the setting, or `.env:7` for a line that says nothing."""
    given: bool
    """Whether something was written at all. What was written is not repeated: it may be a secret."""
    choice: Choice | None = None


class WrongSettings(Exception):
    """All that is wrong with the settings, at once."""

    def __init__(self, wrongs: list[Wrong], unknown: dict[str, str | None]) -> None:
        super().__init__(", ".join(wrong.name for wrong in wrongs))
        self.wrongs = wrongs
        self.unknown = unknown


def _token(text: str) -> str | None:
    if text and not TOKEN.fullmatch(text):
        raise ValueError
    return text or None


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return text.rstrip("/")


def _database(text: str) -> str:
    if "://" in text:
        parts = urlsplit(text)
        dialect, place = parts.scheme.split("+")[0], parts.path.strip("/")
        # Reading the port is what finds out that it is none.
        if dialect not in ("sqlite", "postgresql", "postgres") or not place or parts.port == 0:
            raise ValueError
    return text


def _path(text: str) -> Path | None:
    if text and not Path(text).parent.is_dir():
        raise ValueError
    return Path(text) if text else None


def _rate(text: str) -> float:
    rate = float(text.replace(",", "."))
    if not 0 < rate <= 10_000:
        raise ValueError
    return rate


def _count(text: str) -> int:
    count = int(text)
    if not 0 < count <= 10_000:
        raise ValueError
    return count


def _level(text: str) -> str:
    if text.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError
    return text.lower()


CHOICES = (
    Choice(
        "BANHOC_TELEGRAM_TOKEN",
        "telegram_token",
        "",
        _token,
        "mã bot do @BotFather cấp, dạng 123456789:AbC…",
        "the bot token that @BotFather gave you, like 123456789:AbC…",
    ),
    Choice(
        "BANHOC_TELEGRAM_API",
        "telegram_api",
        "https://api.telegram.org",
        _web_address,
        "địa chỉ máy chủ Telegram, bắt đầu bằng https://",
        "the address of the Telegram server, beginning with https://",
    ),
    Choice(
        "BANHOC_DATABASE",
        "database",
        "banhoc.sqlite3",
        _database,
        "đường dẫn tới một tệp, hoặc postgresql://người_dùng:mật_khẩu@máy/tên",
        "the path of a file, or postgresql://user:password@host/name",
    ),
    Choice(
        "BANHOC_DELETIONS",
        "deletions",
        "",
        _path,
        "tệp ghi ai đã xin xóa dữ liệu; để trống: cạnh tệp cơ sở dữ liệu. Với PostgreSQL hãy ghi một đường dẫn",
        "the file that notes who asked to be deleted; empty: beside the database's file. With PostgreSQL write a path",
    ),
    Choice(
        "BANHOC_QUIET_HOURS",
        "quiet_hours",
        "21:00-07:00",
        QuietHours.parse,
        "giờ yên tĩnh, từ giờ nào đến giờ nào, dạng 21:00-07:00",
        "the quiet hours, from when to when, like 21:00-07:00",
    ),
    Choice(
        "BANHOC_SENDS_PER_SECOND",
        "sends_per_second",
        "30",
        _rate,
        "số tin gửi nhiều nhất mỗi giây, cho tất cả mọi người",
        "the most messages sent in a second, to everyone together",
    ),
    Choice(
        "BANHOC_SENDS_PER_CHAT",
        "sends_per_chat",
        "1",
        _rate,
        "số tin gửi nhiều nhất mỗi giây, cho một người",
        "the most messages sent in a second to one person",
    ),
    Choice(
        "BANHOC_SENDS_PER_GROUP_MINUTE",
        "sends_per_group_minute",
        "20",
        _count,
        "số tin gửi nhiều nhất mỗi phút, cho một nhóm",
        "the most messages sent in a minute to one group",
    ),
    Choice(
        "BANHOC_SECOND_CONFIRMATION",
        "second_confirmation",
        "500",
        _count,
        "thông báo gửi cho nhiều người hơn số này thì cần người tổ chức thứ hai đồng ý",
        "a broadcast to more people than this needs a second organizer's consent",
    ),
    Choice(
        "BANHOC_LOG_LEVEL",
        "log_level",
        "info",
        _level,
        "mức ghi nhật ký: debug, info, warning hoặc error",
        "how much is logged: debug, info, warning or error",
    ),
)
NAMES = tuple(choice.name for choice in CHOICES)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, as it is meant. Showing one of these shows no secret."""

    telegram_token: str | None = field(repr=False)
    telegram_api: str
    database: str = field(repr=False)
    deletions: Path | None
    quiet_hours: QuietHours
    sends_per_second: float
    """To everyone together."""
    sends_per_chat: float
    """A second, to one person."""
    sends_per_group_minute: int
    """To one group."""
    second_confirmation: int
    """A broadcast to more people needs a second organizer."""
    log_level: str
    unknown: Mapping[str, str | None] = field(default_factory=dict)
    """Names that begin like a setting's but are none, each with the setting that may have been meant."""

    @property
    def shown_database(self) -> str:
        """The database without its password."""
        return re.sub(r"(?<=://)([^:/@]*):.*@", rf"\1:{HIDDEN}@", self.database)

    @classmethod
    def read(
        cls, environ: Mapping[str, str] | None = None, folder: Path | None = None, *, needs_token: bool = False
    ) -> "Settings":
        """From `.env` in `folder` (by default the current one) and from `environ`, which wins.

        Raises: WrongSettings.
        """
        written, wrongs = _read_file((folder or Path()) / ".env")
        written |= {name: value for name, value in (os.environ if environ is None else environ).items() if value}
        values: dict[str, Any] = {}
        for choice in CHOICES:
            text = written.get(choice.name, "").strip()
            try:
                values[choice.field] = choice.parse(text or choice.default)
            except ValueError:
                wrongs.append(Wrong(choice.name, given=True, choice=choice))
        if needs_token and not written.get(CHOICES[0].name, "").strip():
            wrongs.append(Wrong(CHOICES[0].name, given=False, choice=CHOICES[0]))
        unknown = {name: _nearest(name) for name in sorted(written) if name.startswith(PREFIX) and name not in NAMES}
        if wrongs:
            raise WrongSettings(wrongs, unknown)
        return cls(**values, unknown=unknown)

    @staticmethod
    def describe(english: bool = False) -> str:
        """A table of the settings for people: name, what to write, what holds without it."""
        return "\n".join(_described(english))


def speaks_english(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the operator's environment asks for English; Vietnamese is the default."""
    found = os.environ if environ is None else environ
    language = found.get("LC_ALL") or found.get("LC_MESSAGES") or found.get("LANG") or ""
    return language.lower().startswith("en")


def _read_file(path: Path) -> tuple[dict[str, str], list[Wrong]]:
    """What `.env` says, and its lines that say nothing."""
    if not path.is_file():
        return {}, []
    try:
        with path.open(encoding="utf-8") as file:
            bindings = list(parse_stream(file))
    except (OSError, UnicodeDecodeError):
        return {}, [Wrong(str(path), given=True)]
    wrongs = [Wrong(f"{path}:{binding.original.line}", given=True) for binding in bindings if binding.error]
    return {binding.key: binding.value for binding in bindings if binding.key and binding.value}, wrongs


def _nearest(name: str) -> str | None:
    found = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.75)
    return found[0] if found else None


def _described(english: bool) -> Iterator[str]:
    without = "default" if english else "mặc định"
    for choice in CHOICES:
        yield f"  {choice.name}"
        default = f" ({without}: {choice.default})" if choice.default else ""
        yield f"      {choice.wants(english)}{default}"
