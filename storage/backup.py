"""Backup: a copy of the SQLite file, taken while the writer works."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import Database


class BackupRefused(Exception):
    """Nothing was written."""


class NotSQLite(BackupRefused):
    """PostgreSQL has a better tool of its own: pg_dump."""


class TargetExists(BackupRefused):
    """Something is there already; a backup never takes the place of another file."""


class BackupDamaged(BackupRefused):
    """The copy did not pass its check: the database, or the disk of the copy, is damaged."""


async def back_up(database: Database, target: Path) -> None:
    """Copy the database to `target`: one moment of it, checked, on the disk when this returns, for its owner only.

    The database need not be at the newest version: one backs up before an upgrade.

    Raises: BackupRefused, OSError, sqlite3.Error. Then there is no file `target` that was not there before.
    """
    if database.path is None:
        raise NotSQLite
    await asyncio.to_thread(_back_up, database.path, target)


def _back_up(source: Path, target: Path) -> None:
    _refuse_to_replace(target)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(source, unfinished)
        _compare(source, unfinished)
        _sync(unfinished)
        _refuse_to_replace(target)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(target.parent)


def _refuse_to_replace(target: Path) -> None:
    if target.exists():
        raise TargetExists(target)


def _copy(source: Path, target: Path) -> None:
    with closing(_connect(source)) as connection:
        # One statement reads one moment; SQLite's step-by-step backup starts anew whenever another process writes.
        connection.execute("VACUUM INTO ?", (str(target),))


def _compare(source: Path, target: Path) -> None:
    with closing(_connect(source)) as original, closing(_connect(target)) as copy:
        if copy.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)] or _version(copy) != _version(original):
            raise BackupDamaged(target)


def _connect(path: Path) -> sqlite3.Connection:
    # Never made here: a backup of a file that is not there must fail.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=10)


def _version(connection: sqlite3.Connection) -> list[tuple[str]]:
    return connection.execute("SELECT version_num FROM alembic_version").fetchall()


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
