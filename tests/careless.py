"""`banhoc` as it must not be: an update is confirmed when it is known in memory alone, and journalled a moment later.

The sabotage twin of `tests.test_kills`: whoever counts the losses must find some here.
"""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

from bot.main import main
from bot.telegram import TelegramChannel

MOMENT = 0.05
_journal = TelegramChannel._journal
_later: set["asyncio.Task[None]"] = set()


async def _confirm_first(self: TelegramChannel, updates: Sequence[Any]) -> None:
    async def later() -> None:
        await asyncio.sleep(MOMENT)
        await _journal(self, updates)
        self._arrived()

    task = asyncio.create_task(later())
    _later.add(task)
    task.add_done_callback(_later.discard)


if __name__ == "__main__":
    TelegramChannel._journal = _confirm_first  # type: ignore[method-assign]
    sys.exit(main())
