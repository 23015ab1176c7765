"""Waking: for what works whenever it is woken, and leaves alone for a while what failed."""

import asyncio
from collections.abc import Collection
from contextlib import suppress


class Waking:
    """`wake` it when there may be something to do; wait in `wait`, work, and say `done` when nothing is left."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._resting: dict[int, float] = {}

    def wake(self) -> None:
        self._idle.clear()
        self._woken.set()

    async def wait(self) -> None:
        """Until it is woken, or something has rested. Who wakes it from now on wakes it for the next time."""
        pause = max(0.0, min(self._resting.values()) - _clock()) if self._resting else None
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._woken.wait()
        self._woken.clear()

    def done(self) -> None:
        """Nothing is left to do, unless it was woken meanwhile."""
        if not self._woken.is_set():
            self._idle.set()

    async def idle(self) -> None:
        """Wait until nothing is left to do."""
        await self._idle.wait()

    @property
    def resting(self) -> Collection[int]:
        """What is to be left alone."""
        return self._resting.keys()

    def rest(self, one: int, seconds: float) -> None:
        """Leave this alone for so long."""
        self._resting[one] = _clock() + seconds

    def let_go(self) -> None:
        """What has rested for long enough may be tried again."""
        now = _clock()
        self._resting = {one: until for one, until in self._resting.items() if until > now}


def _clock() -> float:
    return asyncio.get_running_loop().time()
