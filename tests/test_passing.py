"""An invitation's secret is in nobody's files once it was sent, and never in "my data"; on both databases."""

import json
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.database import Database
from storage.outbox import Fate, OutboxMessage
from tests.organizing import link_in, organizer, rights
from tests.town import Resident, Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


async def bodies(town: Town) -> str:
    """Whatever the outbox holds."""
    async with town.database.read(town.clock.now()) as store:
        return json.dumps(list(await store.session.scalars(select(OutboxMessage.body))))


async def mine(who: Resident) -> str:
    data = (await who.says("/dulieu xem")).document_bytes
    assert data is not None
    return data.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_what_was_sent_is_not_kept(town: Town, language: str) -> None:
    lan, minh = await organizer(town, "Lan", language=language), town.resident("Minh")
    invitation = await lan.says("/nhom moi tatca")
    token = link_in(invitation.text).removeprefix("moi_")
    assert token not in await bodies(town)
    assert token not in await mine(lan)
    await minh.says(f"/start moi_{token}")
    assert await rights(town, minh) is not None, "it works all the same"


async def test_what_is_not_sent_yet_is_not_shown(town: Town) -> None:
    lan = await organizer(town, "Lan")
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(lan.person.id))
        assert met
        body = {"html": "/moi GEHEIM", "passing": True}
        await store.outbox.owe(met.contact.id, body, "later", due_at=town.clock.now().replace(day=29))  # type: ignore[union-attr]
    assert "GEHEIM" not in await mine(lan)
    assert "GEHEIM" in await bodies(town)
    await lan.does(lambda person: person.blocks())
    assert "GEHEIM" not in await bodies(town), "nobody gets it any more"
    async with town.database.read(town.clock.now()) as store:
        found = await store.outbox.find("later")
        assert found
        assert found.fate is Fate.CANCELLED
