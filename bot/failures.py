"""What commonly keeps a command from its work, as one sentence that says what to do next."""

import errno
import os
import select
import sys
from collections.abc import Callable, Mapping

from bot.locks import AlreadyRunning
from bot.words import Words
from storage.backup import BackupDamaged, NotSQLite, TargetExists
from storage.opening import DatabaseTooNew
from storage.trouble import DATABASE_TROUBLE

BROKEN = 1
UNREAD = 141
"""As shells tell of a command whose reader went away: `banhoc tour | head`."""
EXPECTED: tuple[type[Exception], ...] = (
    AlreadyRunning,
    DatabaseTooNew,
    BackupDamaged,
    NotSQLite,
    TargetExists,
    OSError,
    *DATABASE_TROUBLE,
)


def explained(
    words: Words, work: Callable[[], int | None], also: Mapping[type[Exception], Callable[[], str]] | None = None
) -> int:
    """The command's exit code; for what is expected to go wrong a sentence on standard error, and 1.

    `also`: sentences for what only this command has to expect.
    """
    own = also or {}
    try:
        return work() or 0
    except (*own, *EXPECTED) as error:
        if isinstance(error, BrokenPipeError) and not _is_read():
            return UNREAD
        say = own.get(type(error))
        print(say() if say else sentence(error, words), file=sys.stderr)
        return BROKEN


def _is_read() -> bool:
    """Whether anybody still reads what we print."""
    output = sys.stdout.fileno()
    watch = select.poll()
    watch.register(output, select.POLLOUT)
    if not any(event & select.POLLERR for _, event in watch.poll(0)):
        return True
    # What is left is thrown away; else Python complains of it at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), output)
    return False


def sentence(error: Exception, words: Words) -> str:
    """For one of the `EXPECTED`."""
    match error:
        case AlreadyRunning():
            return words.already_running(error)
        case DatabaseTooNew():
            return words.too_new()
        case TargetExists():
            return words.exists(str(error))
        case BackupDamaged():
            return words.damaged("PRAGMA integrity_check")
        case NotSQLite():
            return words.use_pg_dump()
        case FileNotFoundError():
            return words.not_found(str(error.filename))
        case PermissionError():
            return words.not_allowed(str(error.filename))
        case OSError(errno=errno.EADDRINUSE):
            return words.port_taken()
        case OSError() if error.strerror and not isinstance(error, ConnectionError):
            return words.system_refused(error.strerror)
    return words.database_trouble(type(error).__name__)
