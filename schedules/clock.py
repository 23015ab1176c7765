"""The one place where the present is read.

Everything else is handed `now`, an aware UTC datetime, so that a test can live through a month and the demo's
visitor can turn the clock by hand.
"""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The present, ahead of the machine's own by an offset that is zero unless someone turns it."""

    def __init__(self, start: datetime | None = None) -> None:
        """`start`, aware, is what the clock shows at once; from there it runs as the machine's does."""
        self._ahead = timedelta(0)
        if start is not None:
            self.turn_to(start)

    def now(self) -> datetime:
        """Aware, in UTC."""
        return datetime.fromtimestamp(time.time(), UTC) + self._ahead

    def turn(self, by: timedelta) -> None:
        """Forward, or back if `by` is negative."""
        self._ahead += by

    def turn_to(self, moment: datetime) -> None:
        """Show this moment, aware, from now on."""
        self._ahead += moment - self.now()


class StillClock(Clock):
    """A clock that moves only when it is turned: for tests and for telling a story."""

    def __init__(self, start: datetime) -> None:
        self._shown = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._shown

    def turn(self, by: timedelta) -> None:
        self._shown += by

    def turn_to(self, moment: datetime) -> None:
        self._shown = moment.astimezone(UTC)
