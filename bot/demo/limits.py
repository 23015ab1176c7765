"""How fast a bot may write, counted strictly: Telegram does not publish its windows, so ours forgive nothing."""

import math
import time
from collections import deque
from dataclasses import dataclass

from bot.demo.refusals import RefusalError


@dataclass(frozen=True)
class Limits:
    """Calls accepted within a rolling window, for calls that send or edit a message; None: as many as one likes."""

    per_second: int | None = None
    per_chat_per_second: int | None = None
    per_group_per_minute: int | None = None


class Window:
    """At most `most` calls in any `seconds`; what was refused does not count."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._accepted: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more call fits; 0.0 when it fits now."""
        while self._accepted and self._accepted[0] <= now - self._seconds:
            self._accepted.popleft()
        if len(self._accepted) < self._most:
            return 0.0
        return self._accepted[-self._most] + self._seconds - now

    def accept(self, now: float) -> None:
        self._accepted.append(now)


class Pace:
    """The windows of one bot, and how well it obeyed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.refused = 0
        self.impatient = 0
        """Calls that came although an earlier "retry after" was not over."""
        self._quiet_until = 0.0
        self._windows: dict[tuple[str, int], Window] = {}

    def admit(self, chat_id: int) -> None:
        """Count one message to this chat, arrived now; raises RefusalError (429) when it is one too many."""
        windows = self._windows_of(chat_id)
        if not windows:
            return
        now = time.monotonic()
        if now < self._quiet_until:
            self.impatient += 1
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            self._refuse(now, math.ceil(wait))
        for window in windows:
            window.accept(now)

    def _refuse(self, now: float, seconds: int) -> None:
        self.refused += 1
        self._quiet_until = max(self._quiet_until, now + seconds)
        raise RefusalError(429, f"Too Many Requests: retry after {seconds}", seconds)

    def _windows_of(self, chat_id: int) -> list[Window]:
        limits = self.limits
        windows = []
        if limits.per_second is not None:
            windows.append(self._window(("all", 0), limits.per_second, 1.0))
        if limits.per_chat_per_second is not None:
            windows.append(self._window(("chat", chat_id), limits.per_chat_per_second, 1.0))
        if limits.per_group_per_minute is not None and chat_id < 0:
            windows.append(self._window(("group", chat_id), limits.per_group_per_minute, 60.0))
        return windows

    def _window(self, key: tuple[str, int], most: int, seconds: float) -> Window:
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = Window(most, seconds)
        return window
