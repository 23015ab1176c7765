"""The router: takes journalled updates in order of arrival; one update, one effect, all or nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from handlers import group_chats, texts
from handlers.conversation import answer, numbered
from handlers.heard import Heard
from handlers.menu import menu
from handlers.vocabulary import Incoming, Kind, Refusal, Reply
from handlers.waking import Waking
from storage.database import Database
from storage.inbox import InboxUpdate
from storage.store import Store

log = logging.getLogger("banhoc.router")

Parser = Callable[[str], Incoming | None]
"""From a raw update to what was said; None if there is nothing in it for us. Raises on what it cannot read."""

MOST_AT_ONCE = 64
"""How many waiting updates share one commit."""
REST = (0.2, 1.0, 4.0, 15.0)
"""Seconds before an update that failed is tried again; nobody else waits meanwhile."""
BREATH = 1.0
"""Seconds to wait when the database itself cannot be written."""


@dataclass(slots=True)
class Done:
    """What a group of updates came to, to be written together at its end."""

    ids: list[int]
    answers: list[tuple[int, list[dict[str, Any]], str]]
    failures: list[tuple[InboxUpdate, Exception]]


class Router:
    """Give it the channels' parsers; `wake` it after journalling.

    It calls `owed` after each commit, and `wanted` after one in which a file was asked for.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        parsers: Mapping[str, Parser],
        owed: Callable[[], None],
        wanted: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._now = now
        self._parsers = parsers
        self._owed = owed
        self._wanted = wanted
        self._waking = Waking()
        self._stopping = False

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._waking.wake()

    async def run(self) -> None:
        """Until `stop`. What was journalled before a restart is taken first."""
        self.wake()
        while not self._stopping:
            await self._waking.wait()
            await self._empty_inbox()
            if not self._waking.resting:
                self._waking.done()

    async def stop(self) -> None:
        """Finish the group under way and take no other."""
        self._stopping = True
        self._waking.wake()

    async def idle(self) -> None:
        """Wait until nothing waits."""
        await self._waking.idle()

    async def _empty_inbox(self) -> None:
        while not self._stopping:
            try:
                taken = await self._take_group()
            except Exception as error:
                # The whole group was undone: the disk is full, the database is away. Nothing is lost; try again.
                log.exception("group_failed", extra={"fields": {"error": type(error).__name__}})
                await asyncio.sleep(BREATH)
                continue
            if taken < MOST_AT_ONCE:
                # Whatever was journalled since has woken us.
                return

    async def _take_group(self) -> int:
        """Handle what waits in one transaction; if one fails, all again, each in a savepoint of its own.

        A savepoint costs as much as two queries, and hardly any update fails.
        """
        self._waking.let_go()
        try:
            done = await self._take_all(self._take)
        except Exception:
            done = await self._take_all(self._take_apart)
        if done.answers or done.failures:
            self._owed()
        return len(done.ids) + len(done.failures)

    async def _take_all(self, take: Callable[[InboxUpdate, Store, Done], Awaitable[None]]) -> Done:
        done = Done([], [], [])
        async with self._database.begin(self._now()) as store:
            waiting = await store.inbox.list_waiting(MOST_AT_ONCE + len(self._waking.resting))
            for row in [row for row in waiting if row.id not in self._waking.resting][:MOST_AT_ONCE]:
                await take(row, store, done)
            await store.outbox.answer_all(done.answers)
            await store.inbox.done(done.ids)
            for row, error in done.failures:
                await self._fail(row, error, store)
        if store.files.wanted:
            self._wanted()
        return done

    async def _take(self, row: InboxUpdate, store: Store, done: Done) -> None:
        answered = await self._handle(row, store)
        await store.part()
        done.ids.append(row.id)
        if answered:
            done.answers.append(answered)

    async def _take_apart(self, row: InboxUpdate, store: Store, done: Done) -> None:
        try:
            async with store.savepoint():
                answered = await self._handle(row, store)
        except Refusal as refusal:
            answered = await self._refused(row, store, refusal)
        except Exception as error:
            done.failures.append((row, error))
            return
        done.ids.append(row.id)
        if answered:
            done.answers.append(answered)

    async def _handle(self, row: InboxUpdate, store: Store) -> tuple[int, list[dict[str, Any]], str] | None:
        incoming = self._parsers[row.channel](row.raw or "")
        if incoming is None:
            return None
        if incoming.group is not None:
            heard_there = await group_chats.hear(incoming, store)
            return heard_there and (*heard_there, f"{row.channel}:{row.key}")
        if incoming.kind in (Kind.LEFT, Kind.RETURNED):
            await _came_or_went(incoming, store)
            return None
        met = await store.contacts.meet(incoming.channel, incoming.external_id, incoming.chat_name, incoming.language)
        assert met.contact is not None  # noqa: S101 - meet always finds or makes one
        if incoming.buttonless:
            incoming = replace(incoming, text=await numbered(incoming, met, store))
        heard = Heard(incoming, met.address, met.contact, texts.of(met.contact.language))
        replies = await answer(heard, store, met.dialog)
        return met.address.id, [reply.body() for reply in replies], f"{row.channel}:{row.key}"

    async def _refused(
        self, row: InboxUpdate, store: Store, refusal: Refusal
    ) -> tuple[int, list[dict[str, Any]], str] | None:
        """What the handler changed is undone; its answer is not."""
        incoming = self._parsers[row.channel](row.raw or "")
        if incoming is None:
            return None
        met = await store.contacts.meet(incoming.channel, incoming.external_id, incoming.chat_name, incoming.language)
        return met.address.id, [refusal.reply.body()], f"{row.channel}:{row.key}"

    async def _fail(self, row: InboxUpdate, error: Exception, store: Store) -> None:
        """Count it; after the last try the person is told, with a number to quote."""
        incident = sha256(f"{row.channel}:{row.key}".encode()).hexdigest()[:6].upper()
        dead = await store.inbox.failed(row.id, type(error).__name__, incident)
        fields = {"update": row.id, "tries": row.tries + 1, "error": type(error).__name__}
        log.error("update_failed", exc_info=error, extra={"fields": fields})
        if not dead:
            rest = REST[min(row.tries, len(REST) - 1)]
            self._waking.rest(row.id, rest)
            return
        log.error("update_dead", extra={"fields": {"update": row.id, "incident": incident}})
        await self._apologize(row, incident, store)

    async def _apologize(self, row: InboxUpdate, incident: str, store: Store) -> None:
        try:
            incoming = self._parsers[row.channel](row.raw or "")
        except Exception:
            # What nobody can read names nobody to apologize to; the incident is in the log and in `banhoc check`.
            log.warning("update_unreadable", extra={"fields": {"update": row.id, "incident": incident}})
            return
        if incoming is None or incoming.group is not None:
            return
        met = await store.contacts.meet(incoming.channel, incoming.external_id, incoming.chat_name, incoming.language)
        words = texts.of(met.contact.language if met.contact else incoming.language)
        sorry = Reply(words.general.incident(incident), menu(words))
        await store.outbox.answer_all([(met.address.id, [sorry.body()], f"{row.channel}:{row.key}")])


async def _came_or_went(incoming: Incoming, store: Store) -> None:
    met = await store.contacts.find(incoming.channel, incoming.external_id)
    if met is None:
        return
    if incoming.kind is Kind.LEFT:
        await store.contacts.lost(met.address)
        await store.outbox.cancel_all(met.address.id, "unreachable")
    else:
        await store.contacts.found(met.address)
