"""The sender's books: how sends ended, recorded in batches, and what is due next, loaded by the same transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from schedules.lane import Lane
from storage.database import Database
from storage.deliveries import Ended, Owed
from storage.outbox import Urgency
from storage.store import Store


@dataclass
class Results:
    """How sends ended."""

    ended: list[Ended] = field(default_factory=list)
    again: list[Owed] = field(default_factory=list)
    """Tried, and still owed."""
    lost: list[Owed] = field(default_factory=list)
    """To people who cannot be reached."""
    moved: list[tuple[Owed, str]] = field(default_factory=list)
    """To groups that have another id since, and that id."""
    handles: dict[tuple[int, str], str] = field(default_factory=dict)
    """What a channel calls a stored file, by the file's number and the channel's name."""

    def __bool__(self) -> bool:
        return bool(self.ended or self.again or self.lost or self.moved)

    def __add__(self, other: "Results") -> "Results":
        handles = self.handles | other.handles
        lost, moved = self.lost + other.lost, self.moved + other.moved
        return Results(self.ended + other.ended, self.again + other.again, lost, moved, handles)


class Books:
    def __init__(self, database: Database, now: Callable[[], datetime], lanes: Mapping[str, Lane]) -> None:
        """`lanes` by their channels' names."""
        self._database = database
        self._now = now
        self._lanes = lanes
        self.results = Results()
        """To be recorded next."""
        self._recording = Results()
        """Being recorded: kept until that is certain, and recorded again if it was not."""

    @property
    def is_open(self) -> bool:
        """Whether anything is not recorded yet."""
        return bool(self.results or self._recording)

    async def keep(self, asked: Mapping[str, Mapping[Urgency, int]], mono: Callable[[], float]) -> float:
        """Record what ended, and load for each lane, by name, as many messages of each urgency as it asked for.

        `mono`: monotonic seconds. Returns after how many seconds the next message is due; infinity: unknown.
        """
        self._recording, self.results = self._recording + self.results, Results()
        recorded = self._recording
        async with self._database.begin(self._now()) as store:
            parted = await _record(store, recorded)
            loaded = {name: await self._list_due(store, name, most) for name, most in asked.items()}
            # Worth a question only when there is nothing else to do.
            coming = inf if recorded or any(loaded.values()) else await _seconds_to_next(store)
        self._recording = Results()
        self._free(recorded)
        for name, messages in loaded.items():
            self._lanes[name].load(asked[name], messages, mono())
        if parted:
            await self._database.forget()
        return coming

    async def _list_due(self, store: Store, name: str, most: Mapping[Urgency, int]) -> list[Owed]:
        lane = self._lanes[name]
        # What is just being recorded is owed no more; SQLite may have given its number, once deleted, to another.
        claimed = lane.claimed - {ended.message.id for ended in self._recording.ended}
        return await store.deliveries.list_due(name, most, claimed, lane.held)

    def _free(self, recorded: Results) -> None:
        for ended in recorded.ended:
            self._lanes[ended.message.channel].claimed.discard(ended.message.id)
        for message in recorded.lost:
            self._lanes[message.channel].let_go(message.address_id)


async def _record(store: Store, results: Results) -> bool:
    """Returns whether the last traces of a deleted person went with it."""
    await store.deliveries.end(results.ended)
    await store.deliveries.try_again(results.again)
    for (stored, channel), handle in results.handles.items():
        await store.files.remember(stored, channel, handle)
    await _lose(store, results.lost)
    for message, to in results.moved:
        await store.group_chats.move(message.channel, message.external_id, to)
    parting = {one.message.address_id for one in results.ended if one.message.parting}
    return bool(parting) and await store.deliveries.part(parting)


async def _lose(store: Store, messages: Iterable[Owed]) -> None:
    """Nothing more is owed to these people, until they return."""
    for message in messages:
        met = await store.contacts.find(message.channel, message.external_id)
        if met is not None:
            await store.contacts.lost(met.address)
            await store.outbox.cancel_all(met.address.id, "unreachable")


async def _seconds_to_next(store: Store) -> float:
    due = await store.outbox.next_due()
    return inf if due is None else (due - store.now).total_seconds()
