"""The audit log is append-only, also for whoever has the database before them; only who it was may be forgotten."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from schedules.clock import StillClock
from storage.database import Database
from storage.store import Store


async def noted(store: Store) -> int:
    """Somebody ended a broadcast; gives who."""
    met = await store.contacts.meet("telegram", "7001", "Hoa", "vi")
    assert met.contact is not None
    await store.audit.note(met.contact.id, None, "broadcast_cancelled", code="ABC234")
    return met.contact.id


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entries",
        "UPDATE audit_entries SET action = 'organizer_ended'",
        "UPDATE audit_entries SET details = '{}'",
        "UPDATE audit_entries SET at = '2020-01-01 00:00:00'",
        "UPDATE audit_entries SET centre_id = NULL",
        "UPDATE audit_entries SET contact_id = id",
    ],
)
async def test_what_was_noted_stays(database: Database, clock: StillClock, statement: str) -> None:
    async with database.begin(clock.now()) as store:
        await noted(store)
    with pytest.raises(DBAPIError, match="the audit log is append-only"):
        async with database.begin(clock.now()) as store:
            await store.session.execute(text(statement))
    async with database.read(clock.now()) as store:
        assert [one.details for one in await store.audit.list_latest(None, 5)] == [{"code": "ABC234"}]


async def test_who_it_was_may_be_forgotten(database: Database, clock: StillClock) -> None:
    async with database.begin(clock.now()) as store:
        await noted(store)
        await store.session.execute(text("UPDATE audit_entries SET contact_id = NULL"))
    async with database.read(clock.now()) as store:
        assert [one.contact_id for one in await store.audit.list_latest(None, 5)] == [None]
