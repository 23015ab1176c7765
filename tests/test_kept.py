"""What was read is kept until a change makes another mark, and never taken for what another mark names."""

from handlers.kept import ByMark
from schedules.clock import StillClock
from storage.database import Database


async def test_it_is_read_anew_only_after_a_change(database: Database, clock: StillClock) -> None:
    kept, reads = ByMark[int](), list[int]()

    async def read() -> int:
        reads.append(1)
        return len(reads)

    async with database.begin(clock.now()) as store:
        assert [await kept.get(store, read), await kept.get(store, read)] == [1, 2], "without a mark nothing is kept"
        await store.listing.change()
        assert [await kept.get(store, read), await kept.get(store, read)] == [3, 3]
        assert [await kept.get(store, read, of=7), await kept.get(store, read), await kept.get(store, read, of=7)] == [
            4,
            3,
            4,
        ]
        await store.listing.change()
        assert await kept.get(store, read) == 5


async def test_a_change_while_it_is_read_is_not_covered_up(database: Database, clock: StillClock) -> None:
    kept = ByMark[str]()

    async def newer() -> str:
        return "newer"

    async with database.begin(clock.now()) as store:
        await store.listing.change()

        async def older() -> str:
            await store.listing.change()
            assert await kept.get(store, newer) == "newer"
            return "older"

        assert await kept.get(store, older) == "older"
        assert await kept.get(store, newer) == "newer"
