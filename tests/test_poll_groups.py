"""Groups that get the item of the day: their pace, being removed, moving, and what stays of their address."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from schedules.channel import Moved
from schedules.clock import StillClock
from schedules.pace import Limits
from storage.audit import AuditEntry
from storage.contacts import Address
from storage.database import Database
from storage.deletion import apply_ledger
from storage.outbox import OutboxMessage
from tests.group_chats import TO_3, linked
from tests.organizing import contact_id, organizer
from tests.post_office import Office, body, texts_to

# Pace, being removed, and moving


async def test_a_group_gets_no_more_than_twenty_messages_in_any_minute(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits())
    async with database.begin(clock.now()) as store:
        group = await store.group_chats.link("telegram", str(TO_3), "Tổ 3", "vi", None)
        bodies = [body(str(number)) for number in range(45)]
        await store.outbox.answer(group.address_id, bodies, "1")
    async with office.at_work():
        await office.settles()
    assert texts_to(str(TO_3), office.post.taken) == [str(number) for number in range(45)]
    assert min(late - early for early, late in zip(office.post.times, office.post.times[20:], strict=False)) > 60
    assert {number: fate for number, (fate, _) in (await office.fates()).items()} == {str(n): "sent" for n in range(45)}


async def test_a_move_that_leads_nowhere_is_given_up(sqlite_database: Database, clock: StillClock) -> None:
    office = Office(sqlite_database, clock)
    await office.owes("7", "tin")
    office.post.refuses_with(*[Moved("8")] * 5)
    async with office.at_work():
        await office.settles()
    assert await office.fates() == {"tin": ("failed", "moved")}


async def test_removed_from_the_group_nothing_is_sent_and_back_it_waits_to_be_asked(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        await here.after(lambda: here.chat.removes(here.trang.person))
        calls = [call.method for call in here.town.standin.calls].count("sendPoll")
        await here.turns_to(24, 20)
        assert [call.method for call in here.town.standin.calls].count("sendPoll") == calls
        await here.trang.says("/cauhoinhom")
        page = await here.trang.taps("Tổ 3")
        assert "Nhóm đã đưa mình ra" in page.text
        assert [button.label for row in page.buttons for button in row] == ["‹ Các nhóm"]
        await here.after(lambda: here.chat.adds(here.trang.person))
        assert here.chat.polls == []
        assert [one.hour for one in await here.groups()] == [None]
        assert [one[0] for one in await here.says(here.trang, "/cauhoinhom")] == ["?"]


async def test_a_removal_that_nobody_told_us_is_learned_when_sending(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        here.chat.chat.closed_because = "bot was kicked from the supergroup chat"
        await here.turns_to(24, 20)
        assert [call.method for call in here.town.standin.calls].count("sendPoll") == 1
        async with here.town.database.read(here.town.clock.now()) as store:
            (group,) = await here.groups()
            address = await store.session.get_one(Address, group.address_id)
            assert address.unreachable_at is not None


async def test_a_group_we_were_removed_from_is_forgotten_after_a_month(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom")
        await here.after(lambda: here.chat.removes(here.trang.person))
        for days, groups in ((29, 1), (32, 0)):
            async with here.town.database.begin(clock.now() + timedelta(days=days)) as store:
                await store.group_chats.tidy()
            assert len(await here.groups()) == groups
        async with here.town.database.read(clock.now()) as store:
            assert await store.contacts.find("telegram", str(TO_3)) is None


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_that_becomes_a_supergroup_is_the_same_group(
    database: Database, clock: StillClock, told: bool
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        became = here.chat.upgrades(here.trang.person, -1009999, told=told)
        await here.town.settle()
        await here.turns_to(24, 20)
        assert (len(here.chat.polls), len(became.polls)) == (0, 2)
        (group,) = await here.groups()
        here.chat = became
        assert "câu đố rồi" in (await here.says(here.trang, "/cauhoinhom"))[0]
        assert [one.id for one in await here.groups()] == [group.id]
        async with here.town.database.read(here.town.clock.now()) as store:
            assert await store.contacts.find("telegram", str(TO_3)) is None


async def test_a_supergroup_that_was_linked_anew_before_we_knew_stays_linked_once(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        old = here.chat
        here.chat = old.upgrades(here.trang.person, -1009999, told=False)
        await here.says(here.trang, "/cauhoinhom 18")
        await here.turns_to(24, 20)
        assert (len(old.polls), len(here.chat.polls)) == (0, 2)
        assert [one.hour for one in await here.groups()] == [18]


# What stays of a group's address


async def test_the_groups_address_outlives_what_was_sent_and_the_deletion_of_people(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        await here.turns_to(24, 12)
        await here.trang.says("/dulieu")
        await here.trang.taps("Xóa hết")
        await here.trang.taps("Vâng, xóa hết")
        async with here.town.database.begin(here.town.clock.now()) as store:
            await store.session.execute(OutboxMessage.__table__.delete())  # type: ignore[attr-defined]
            await apply_ledger(store)
        await here.turns_to(24, 20)
        assert len(here.chat.polls) == 2
        assert await here.people() == 0


async def test_a_deleted_organizer_leaves_the_group_to_the_others(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        number = await contact_id(here.town, here.trang)
        chief = await organizer(here.town, "Cô Chủ")
        await here.trang.says("/dulieu")
        await here.trang.taps("Xóa hết")
        await here.trang.taps("Vâng, xóa hết")
        assert await here.says(here.trang, "/cauhoinhom") == []
        assert [one[0] for one in await here.says(chief, "/cauhoinhom")] == ["?"]
        async with here.town.database.read(clock.now()) as store:
            entries = (await store.session.scalars(select(AuditEntry).where(AuditEntry.contact_id == number))).all()
        assert entries == []
