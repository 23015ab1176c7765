"""The commands that do one thing and end: import and backup."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from errno import ENOENT
from pathlib import Path
from typing import TypeVar

from bot.failures import BROKEN, explained
from bot.logs import start_logs
from bot.publishing import CatalogueRefused, PlanChanged, preview, publish_shown, read
from bot.settings import Settings
from bot.terminal import plain
from bot.words import Words
from handlers import texts
from schedules.clock import Clock
from storage.backup import back_up
from storage.database import Database
from storage.opening import open_database

ASK_WITH_YES = 2
"""The exit code when nobody can be asked."""
T = TypeVar("T")


def with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Beside a process that is at work on it, or alone."""

    async def opened() -> T:
        database = await open_database(settings.database, settings.quiet_hours, settings.deletions)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(opened())


def publish(asked: argparse.Namespace, words: Words) -> int:
    """`banhoc import FILE`. A process at work finds what is owed within seconds."""
    settings = Settings.read()
    start_logs("warning")
    return explained(words, lambda: _publish(settings, asked.file, asked.yes, words))


def _publish(settings: Settings, path: Path, yes: bool, words: Words) -> int:
    told, now = texts.of("en" if words.english else "vi"), Clock().now
    try:
        catalogue = read(path.name, path.read_bytes(), told)
        planned = with_database(settings, lambda database: preview(database, now(), catalogue, told))
        print(plain(str(told.catalogue.plan(planned))))
        if planned.is_empty:
            return 0
        if (answer := _ask(yes, words)) is not None:
            return answer
        done = with_database(settings, lambda database: publish_shown(database, now(), catalogue, planned, told))
    except CatalogueRefused as refused:
        print(plain(str(refused.told)), file=sys.stderr)
        return BROKEN
    except PlanChanged:
        print(words.plan_changed(), file=sys.stderr)
        return BROKEN
    print(plain(str(done)))
    return 0


def _ask(yes: bool, words: Words) -> int | None:
    """None if they agree, else the exit code."""
    if yes:
        return None
    if not sys.stdin.isatty():
        print(words.add_yes(), file=sys.stderr)
        return ASK_WITH_YES
    try:
        agreed = words.agrees(input(words.agree()))
    except EOFError:
        agreed = False
    if agreed:
        return None
    print(words.left_alone())
    return 0


def backup(asked: argparse.Namespace, words: Words) -> int:
    """`banhoc backup FILE`."""
    settings = Settings.read()
    start_logs("warning")
    return explained(words, lambda: _backup(settings, asked.file, words))


def _backup(settings: Settings, target: Path, words: Words) -> None:
    database = Database(settings.database)
    for needed in filter(None, (database.path, target.parent)):
        if not needed.exists():
            raise FileNotFoundError(ENOENT, "", str(needed))
    asyncio.run(back_up(database, target))
    print(words.backed_up(target, target.stat().st_size))
