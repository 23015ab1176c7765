"""One process at a time: on a database, and with a token.

A file lock (flock) belongs to the process that holds it and is given back by the kernel however that process ends.
The file itself stays: deleting it would let two processes lock two files of one name.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path


class Held(Enum):
    """What is held by the other process."""

    DATABASE = "database"
    TOKEN = "token"  # noqa: S105


class AlreadyRunning(Exception):
    """Another process holds it."""

    def __init__(self, held: Held, pid: int | None) -> None:
        super().__init__(held.value)
        self.held = held
        self.pid = pid
        """Of the other process, if it is on this machine."""


@contextmanager
def database_lock(path: Path) -> Iterator[None]:
    """Hold the SQLite database in this file. The lock lies beside it, whatever name it is called by.

    Raises: AlreadyRunning; OSError where nothing can be written.
    """
    real = path.resolve()
    with _locked(real.with_name(real.name + ".lock"), Held.DATABASE):
        yield


@contextmanager
def token_lock(token: str) -> Iterator[None]:
    """Hold a bot's token, on this machine. What it is, the name of the file does not tell.

    Raises: AlreadyRunning; OSError where nothing can be written.
    """
    name = hashlib.sha256(token.encode()).hexdigest()[:16]
    with _locked(Path(tempfile.gettempdir()) / f"banhoc-{name}.lock", Held.TOKEN):
        yield


@contextmanager
def _locked(path: Path, held: Held) -> Iterator[None]:
    file = _open(path)
    try:
        _lock(file, held)
        _note_pid(file)
        yield
    finally:
        os.close(file)


def _open(path: Path) -> int:
    """A file of another user can be locked too, if only read."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except PermissionError:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)


def _lock(file: int, held: Held) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        noted = os.pread(file, 20, 0).decode("ascii", "replace").strip()
        raise AlreadyRunning(held, int(noted) if noted.isdecimal() else None) from None


def _note_pid(file: int) -> None:
    """For the other's message; a file that we may only read keeps what it has."""
    if fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR:
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
