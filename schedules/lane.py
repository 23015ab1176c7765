"""A lane: the messages of one channel between the table and the wire. Pure: no I/O, no clock.

It holds a window of what is due, never all of it, and says who goes next: replies before notices before broadcasts,
one message at a time to an address, in the order of the table. A message is *claimed* from when it was loaded until
its end is recorded; as one process alone works on a database, claims need not be written down.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from itertools import islice
from math import inf

from handlers.vocabulary import stored_in
from schedules.channel import Channel
from schedules.pace import Limits, Pace
from storage.deliveries import Owed
from storage.outbox import Urgency

WINDOW = 64
"""Messages loaded of one urgency: enough for some fifty milliseconds at full speed, for two seconds at Telegram's."""
LOW = WINDOW // 2
FRESH = 5.0
"""Seconds after which what was loaded is loaded again: it may have been cancelled since, or the clock turned."""
MOST_NAMED = 4096
"""Addresses left out by name in one query; databases take some 30,000 parameters, and each is named three times."""


class Lane:
    def __init__(self, channel: Channel, limits: Limits) -> None:
        self.channel = channel
        self.pace = Pace(limits)
        self.claimed: set[int] = set()
        self.sending: set[int] = set()
        """Addresses to which a message is under way."""
        self.uploading: set[int] = set()
        """Stored files that go out there whole. What else bears one waits for the name that the channel gives it."""
        self._held: dict[int, float] = {}
        """Addresses that get nothing before a moment."""
        self._loaded: dict[int, dict[int, deque[Owed]]] = {urgency: {} for urgency in Urgency}
        self._sizes = dict.fromkeys(Urgency, 0)
        self._more: set[Urgency] = set()
        """Of these the table may hold more than was loaded."""
        self._look_at = -inf
        self._fresh_until = -inf

    @property
    def held(self) -> list[int]:
        return list(islice(self._held, MOST_NAMED))

    @property
    def look_at(self) -> float:
        """When there may be something to load again: an address is let go, or the channel opens."""
        return self._look_at

    @property
    def under_way(self) -> int:
        """How many messages are being sent, or were and that is not recorded yet: what a crash may repeat."""
        return len(self.claimed) - sum(self._sizes.values())

    def has_loaded(self) -> bool:
        return any(self._loaded.values())

    def is_quiet(self, now: float) -> bool:
        """Whether nothing is claimed or held back, as far as is known."""
        return not (self.claimed or self._held or self._more) and self.pace.closed_until <= now

    def looks(self, now: float) -> bool:
        """Whether to load more without being told that there is any."""
        low = any(self._sizes[urgency] < LOW for urgency in self._more)
        return self._look_at <= now or (low and self.pace.closed_until <= now)

    def look(self, now: float, *, changed: bool) -> dict[Urgency, int]:
        """How many messages to load of each urgency; empty for none. Addresses held until now are let go.

        `changed`: something was committed since, which may have called a broadcast off or paused it.
        """
        if changed:
            self._forget(Urgency.BROADCAST)
        if self._fresh_until <= now:
            self._forget(*Urgency)
            self._fresh_until = now + FRESH
        if self._look_at <= now:
            self._held = {address_id: until for address_id, until in self._held.items() if until > now}
            self._look_at = min(self._held.values(), default=inf)
        if self.pace.closed_until > now:
            self._look_at = min(self._look_at, self.pace.closed_until)
            return {}
        return {urgency: WINDOW for urgency in Urgency if self._sizes[urgency] < LOW}

    def load(self, asked: Mapping[Urgency, int], messages: Iterable[Owed], now: float) -> None:
        """Take up what the table gave, which is nothing claimed. What is held back since then is left there."""
        counts = dict.fromkeys(Urgency, 0)
        for message in messages:
            counts[Urgency(message.urgency)] += 1
            if message.address_id not in self._held:
                self._add(message)
        for urgency, most in asked.items():
            (self._more.add if counts[urgency] >= most else self._more.discard)(urgency)
        if self.pace.closed_until > now:
            self.shut()

    def _add(self, message: Owed) -> None:
        urgency = Urgency(message.urgency)
        self.claimed.add(message.id)
        self._sizes[urgency] += 1
        self._loaded[urgency].setdefault(message.address_id, deque()).append(message)

    def take(self, now: float) -> Owed | None:
        """The next message that may start, from now on under way. Those to chats that must rest are held back."""
        for urgency, loaded in self._loaded.items():
            for address_id in list(loaded):
                message = loaded[address_id][0]
                if address_id in self.sending or stored_in(message.body) in self.uploading:
                    continue
                opens = self.pace.chat_opens_at(message.external_id)
                if opens <= now:
                    return self._begin(Urgency(urgency), address_id)
                self.hold(address_id, opens)
        return None

    def _begin(self, urgency: Urgency, address_id: int) -> Owed:
        loaded = self._loaded[urgency]
        messages = loaded.pop(address_id)
        message = messages.popleft()
        if messages:
            # Behind the others: nobody waits for one person's ten messages.
            loaded[address_id] = messages
        self._sizes[urgency] -= 1
        self.sending.add(address_id)
        return message

    def hold(self, address_id: int, until: float) -> None:
        """Nothing to this address before `until`. What was loaded for it is left to the table, which may change."""
        self._held[address_id] = max(until, self._held.get(address_id, -inf))
        self._look_at = min(self._look_at, until)
        for urgency, loaded in self._loaded.items():
            self._drop(Urgency(urgency), loaded.pop(address_id, ()))

    def let_go(self, address_id: int) -> None:
        self._held.pop(address_id, None)

    def release(self, message: Owed) -> None:
        """It did not go out and is left to the table."""
        self.sending.discard(message.address_id)
        self.claimed.discard(message.id)

    def shut(self) -> None:
        """The pace is closed: until it opens all is left to the table, which also keeps the order."""
        self._forget(*Urgency)
        self._look_at = min(self._look_at, self.pace.closed_until)

    def _forget(self, *urgencies: Urgency) -> None:
        for urgency in urgencies:
            for messages in self._loaded[urgency].values():
                self._drop(urgency, messages)
            self._loaded[urgency].clear()

    def _drop(self, urgency: Urgency, messages: Iterable[Owed]) -> None:
        for message in messages:
            self.claimed.discard(message.id)
            self._sizes[urgency] -= 1
