"""`banhoc invite`: how a house gets its first organizer."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime

from bot.commands import with_database
from bot.failures import BROKEN, explained
from bot.logs import start_logs
from bot.settings import Settings
from bot.terminal import plain
from bot.words import Words
from handlers import texts
from schedules.clock import Clock
from storage.centres import Centre
from storage.database import Database
from storage.organizers import INVITED_FOR

PATIENCE = 5.0
"""Seconds to wait for Telegram: without its answer there is no link, but words that do the same."""


class NoSuchWard(Exception):
    """`said`: what was asked for; `wards`: what there is."""

    def __init__(self, said: str, wards: Sequence[str]) -> None:
        super().__init__(said)
        self.said = said
        self.wards = wards


def invite(asked: argparse.Namespace, words: Words) -> int:
    """For all centres, or the one of a ward. A process at work knows of it at once: it is a row in the database."""
    settings = Settings.read()
    start_logs("warning")
    return explained(words, lambda: _invite(settings, asked.ward, words))


def _invite(settings: Settings, said: str | None, words: Words) -> int:
    now = Clock().now()
    try:
        centre, token = with_database(settings, lambda database: _make(database, now, said))
    except NoSuchWard as error:
        print(words.no_such_ward(error.said, error.wards), file=sys.stderr)
        return BROKEN
    name = asyncio.run(_bot_name(settings))
    link = f"https://t.me/{name}?start=moi_{token}" if name else None
    told = texts.of("en" if words.english else "vi").organizers
    over = told.over([centre.ward] if centre else [], everywhere=centre is None)
    print(plain(str(told.invitation(over, link, token, now + INVITED_FOR))))
    return 0


async def _make(database: Database, now: datetime, said: str | None) -> tuple[Centre | None, str]:
    """For which centre, None for all, and the token. Raises: NoSuchWard."""
    async with database.begin(now) as store:
        centre = None if said is None else await store.centres.find_named(said)
        if said is not None and centre is None:
            raise NoSuchWard(said, [one.ward for one in await store.centres.list_all()])
        centre_id = centre.id if centre else None
        await store.audit.note(None, centre_id, "invited", by="operator")
        return centre, await store.organizers.invite(centre_id, None)


async def _bot_name(settings: Settings) -> str:
    """Empty if there is no bot, or it cannot be asked now."""
    if settings.telegram_token is None:
        return ""
    from telegram.error import TelegramError

    from bot.telegram_name import learn_name

    try:
        async with asyncio.timeout(PATIENCE):
            return await learn_name(settings.telegram_token, settings.telegram_api)
    except (TelegramError, TimeoutError):
        return ""
