"""Pace: when the next message of a channel may start. Pure: monotonic seconds come in, monotonic seconds go out.

What counts is when messages *arrive*, and we only see when a call starts and when it ends. A message leaves some time
after its call starts (a busy moment here, a new connection's handshake) and arrives some time before it ends. Calls
that take longer than the fastest ones may have lost that time on the way there; so a message is held to have arrived
as late as its call's end less the fastest recent call, and only `per_second` may so have arrived in any one second.
Then however the way jitters, no 31st message arrives within a second of the first, and nothing is given away when it
does not. While a call is under way its message counts as late by `PATIENCE`: one call that hangs must not stop all.
"""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from dataclasses import dataclass
from math import inf
from operator import attrgetter

GUARD = 0.01
"""Seconds beyond the second: what the fastest recent call may be slower than the fastest possible."""
PATIENCE = 0.5
"""Seconds: a handshake over a bad line takes less."""
KNOWN = 16
"""Calls whose length must be known before the fastest of them is believed; until then it counts as instant."""
RECENT = 64
SHARE = 3
"""A third of a second's messages may start at once; the others keep a distance."""
EVEN = 0.9
"""How even the distances are at least: a little less than quite, so that a delay can be made up for."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds that a channel in trouble is left alone: doubled each time."""
MINUTE = 60.0


@dataclass(frozen=True)
class Limits:
    """What a channel takes. The defaults are Telegram's, as far as they are known."""

    per_second: float | None = 30
    """Messages in any second, to all chats together; None: as many as they are."""
    per_chat_per_second: float = 1
    """In the long run, to one chat; `math.inf`: no limit."""
    per_chat_burst: int = 4
    """So many at once to a chat that was silent."""
    per_group_per_minute: int = 20
    """In any minute, to a chat of several people: those whose external id begins with "-"."""
    in_flight: int = 32
    """Calls under way at once."""

    def is_group(self, chat: str) -> bool:
        return chat.startswith("-")


class Start:
    """One message that started."""

    __slots__ = ("at", "frees")

    def __init__(self, at: float, frees: float) -> None:
        self.at = at
        self.frees = frees
        """When it no longer stands in the way of another."""


_frees = attrgetter("frees")


class Pace:
    """The pace of one channel. Ask `opens_at` and `chat_opens_at`, say `started` and how it `ended`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._crowd = _Crowd(limits.per_second) if limits.per_second else None
        self._chats = _Chats(limits)
        self._closed_until = -inf
        self._troubled_at = -inf
        self._troubles = 0

    @property
    def in_flight(self) -> int:
        """How many calls may be under way: one, to try, after trouble."""
        return 1 if self._troubles else self._limits.in_flight

    @property
    def closed_until(self) -> float:
        """Nothing starts before this, because the channel said so or is in trouble."""
        return self._closed_until

    def opens_at(self, now: float) -> float:
        """The earliest moment for another message to anyone; not later than `now`: at once."""
        if self._crowd is None:
            return self._closed_until
        return max(self._closed_until, self._crowd.opens_at(now))

    def chat_opens_at(self, chat: str) -> float:
        """The earliest moment for another message to this chat, whatever the others do."""
        return self._chats.opens_at(chat)

    def started(self, chat: str, now: float) -> Start:
        """A call begins; to be handed to `ended` or `troubled`."""
        self._chats.started(chat, now)
        return self._crowd.started(now) if self._crowd else Start(now, now)

    def ended(self, start: Start, now: float) -> None:
        """The channel answered, whatever it said: so it is there."""
        self._troubles = 0
        if self._crowd:
            self._crowd.ended(start, now)

    def retry_after(self, seconds: float, now: float) -> None:
        """The channel wants nothing at all for so long."""
        self._closed_until = max(self._closed_until, now + seconds)

    def troubled(self, start: Start, now: float) -> None:
        """No answer. Calls that were under way when trouble was last seen met the same trouble: it counts once."""
        if start.at <= self._troubled_at:
            return
        self._troubled_at = now
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**self._troubles)
        self._troubles = min(self._troubles + 1, 16)
        self._closed_until = max(self._closed_until, now + wait)


class _Crowd:
    """All chats together: so many in any second, and no pause at its end for which a waiting person would pay.

    Without distances, a crowd would go out in a burst and the next person would wait for the rest of the second.
    """

    def __init__(self, per_second: float) -> None:
        self._most = max(1, int(per_second))
        self._span = max(1.0, self._most / per_second) + GUARD
        self._at_once = max(1, self._most // SHARE)
        self._starts: list[Start] = []
        """Those that stand in the way, the first to be free first."""
        self._next = -inf
        self._lengths: deque[float] = deque(maxlen=RECENT)

    def opens_at(self, now: float) -> float:
        starts = self._starts
        del starts[: bisect_right(starts, now, key=_frees)]
        if len(starts) < self._at_once:
            return now
        if len(starts) < self._most:
            return self._next
        return max(self._next, starts[0].frees)

    def started(self, now: float) -> Start:
        start = Start(now, now + self._span + PATIENCE)
        self._starts.append(start)
        # What is left until the oldest makes room is spread over the room there is.
        free = max(1, self._most - len(self._starts) + 1)
        distance = max(EVEN * self._span / self._most, (self._starts[0].frees - now) / free)
        # A start that was a little late does not move those behind it, or the delays would add up.
        self._next = min(max(self._next, now - distance), now) + distance
        return start

    def ended(self, start: Start, now: float) -> None:
        length = now - start.at
        self._lengths.append(length)
        fastest = min(self._lengths) if len(self._lengths) >= KNOWN else 0.0
        if start.frees > now:
            del self._starts[self._starts.index(start, bisect_left(self._starts, start.frees, key=_frees))]
            start.frees = start.at + self._span + min(length - fastest, PATIENCE)
            insort(self._starts, start, key=_frees)


class _Chats:
    """Each chat by itself: a few at once, then at its own rate; groups also so many in any minute."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._distance = 1 / limits.per_chat_per_second
        self._leeway = (limits.per_chat_burst - 1) * self._distance
        self._paid_until: dict[str, float] = {}
        """When a chat will have paid, at its rate, for all it got."""
        self._groups: dict[str, deque[float]] = {}

    def opens_at(self, chat: str) -> float:
        opens = self._paid_until.get(chat, -inf) - self._leeway
        group = self._groups.get(chat)
        if group is not None and len(group) == group.maxlen:
            return max(opens, group[0] + MINUTE + GUARD)
        return opens

    def started(self, chat: str, now: float) -> None:
        self._paid_until[chat] = max(now, self._paid_until.get(chat, now)) + self._distance
        if self._limits.is_group(chat):
            self._groups.setdefault(chat, deque(maxlen=self._limits.per_group_per_minute)).append(now)
        if len(self._paid_until) > self._most_kept:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Drop the chats that owe nothing: they are as good as new."""
        self._paid_until = {chat: until for chat, until in self._paid_until.items() if until > now}
        self._groups = {chat: group for chat, group in self._groups.items() if group[-1] + MINUTE + GUARD > now}
        self._most_kept = max(1000, 2 * len(self._paid_until))

    _most_kept = 1000
