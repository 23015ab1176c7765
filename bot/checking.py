"""`banhoc check`: is everything as it should be, said in a few lines."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.failures import BROKEN, EXPECTED, sentence
from bot.logs import start_logs
from bot.settings import Settings
from bot.words import Words
from handlers.language.lexicon import faults, read
from handlers.texts import answers, items
from schedules.clock import Clock
from storage.database import Database
from storage.inbox import Progress
from storage.invariants import broken, damage
from storage.opening import open_database
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `good`: None if it is only told."""

    good: bool | None
    told: str

    def __str__(self) -> str:
        return {True: "✓", False: "✗", None: "·"}[self.good] + " " + self.told


def check(asked: argparse.Namespace, words: Words) -> int:
    """Returns 1 if anything is broken."""
    settings = Settings.read()
    start_logs("warning")
    findings = asyncio.run(_find(settings, words))
    print("\n".join(map(str, findings)))
    return BROKEN if any(finding.good is False for finding in findings) else 0


async def _find(settings: Settings, words: Words) -> list[Finding]:
    findings = [Finding(True, words.settings_fine())]
    findings += [Finding(False, one.strip()) for one in words.unknown_settings(settings.unknown)]
    findings += [Finding(False, words.lexicon_fault(*fault)) for fault in faults(read())] or [
        Finding(True, words.lexicon_fine())
    ]
    findings += [Finding(False, words.answers_fault(*fault)) for fault in answers.faults(answers.read())] or [
        Finding(True, words.answers_fine())
    ]
    findings += [Finding(False, words.bank_fault(*fault)) for fault in items.faults(items.read())] or [
        Finding(True, words.bank_fine())
    ]
    try:
        findings += [finding async for finding in _look_into_database(settings, words)]
    except EXPECTED as error:
        findings.append(Finding(False, sentence(error, words)))
    return [*findings, await _call_telegram(settings, words)]


async def _look_into_database(settings: Settings, words: Words) -> AsyncIterator[Finding]:
    path = Database(settings.database).path
    if path is not None and not path.exists():
        # Opening would make it; what is merely misspelt would look healthy.
        yield Finding(False, words.no_database(settings.shown_database))
        return
    database = await open_database(settings.database, settings.quiet_hours, settings.deletions)
    try:
        async with database.read(Clock().now()) as store:
            async for finding in _look_at(store, settings, words):
                yield finding
    finally:
        await database.close()


async def _look_at(store: Store, settings: Settings, words: Words) -> AsyncIterator[Finding]:
    damages, breaches = await damage(store), await broken(store)
    for one in damages:
        yield Finding(False, words.damaged(one))
    if not damages:
        yield Finding(True, words.sound(settings.shown_database))
    for breach in breaches:
        yield Finding(False, words.rule_broken(breach.name, breach.count, breach.ids))
    if not breaches:
        yield Finding(True, words.rules_hold())
    yield Finding(None, words.inbox(await store.inbox.count(Progress.WAITING)))
    for incident, trouble in await store.inbox.list_dead():
        yield Finding(False, words.dead_letter(incident, trouble))
    yield Finding(None, words.outbox(await store.outbox.counts()))


async def _call_telegram(settings: Settings, words: Words) -> Finding:
    if settings.telegram_token is None:
        return Finding(None, words.no_token())
    from telegram.error import InvalidToken, TelegramError

    from bot.telegram_name import learn_name

    try:
        return Finding(True, words.telegram_reached(await learn_name(settings.telegram_token, settings.telegram_api)))
    except InvalidToken:
        return Finding(False, words.token_refused())
    except TelegramError as error:
        return Finding(False, words.telegram_not_reached(type(error).__name__))
