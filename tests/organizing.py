"""For stories of organizers: who came to their rights how, and what may be counted."""

import re

from sqlalchemy import func, select

from storage.audit import AuditEntry
from storage.organizers import Invitation, Organizer, Rights
from tests.town import Resident, Town

UNKNOWN = "/khongcolenhnay"
"""What no room answers."""
WELCOME = "🎉 Chào mừng bạn!"
DEAD = "Lời mời này không dùng được"


async def invited(town: Town, ward: str | None = None) -> str:
    """As `banhoc invite` does; the token."""
    async with town.database.begin(town.clock.now()) as store:
        centre = await store.centres.find_named(ward) if ward else None
        centre_id = centre.id if centre else None
        await store.audit.note(None, centre_id, "invited", by="operator")
        return await store.organizers.invite(centre_id, None)


async def organizer(town: Town, name: str, ward: str | None = None, language: str = "vi") -> Resident:
    """Somebody who opened an invitation, for all centres or this one."""
    who = town.resident(name, language)
    await who.says(f"/start moi_{await invited(town, ward)}")
    return who


async def contact_id(town: Town, who: Resident) -> int:
    async with town.database.read(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(who.person.id))
        assert met is not None
        assert met.contact is not None
        return met.contact.id


async def rights(town: Town, who: Resident) -> Rights | None:
    number = await contact_id(town, who)
    async with town.database.read(town.clock.now()) as store:
        return await store.organizers.rights(number)


async def rows_of(town: Town) -> tuple[int, ...]:
    """How many rights, live rights, invitations and entries of the log there are."""
    async with town.database.read(town.clock.now()) as store:
        counted = [select(func.count()).select_from(table) for table in (Organizer, Invitation, AuditEntry)]
        live = select(func.count()).select_from(Organizer).where(Organizer.ended_at.is_(None))
        return tuple([await store.session.scalar(one) or 0 for one in (*counted, live)])


def link_in(text: str) -> str:
    """The payload of the deep link in an invitation."""
    found = re.search(r"https://t\.me/\w+\?start=(moi_[\w-]+)", text)
    assert found, text
    return found.group(1)


async def ends(who: Resident, name: str) -> None:
    await who.says("/nhom thoi")
    await who.taps(name)
    await who.taps("Vâng, đồng ý")


async def centre_id(town: Town, ward: str) -> int:
    async with town.database.read(town.clock.now()) as store:
        centre = await store.centres.find_named(ward)
    assert centre is not None
    return centre.id


async def adds_by_hand(who: Resident, code: str, name: str, phone: str) -> None:
    """Somebody over 16 without a chat, who agreed."""
    await who.says(f"/themnguoi {code}")
    await who.says(name)
    await who.taps("Từ 16 tuổi")
    await who.says(phone)
    await who.taps("Bỏ qua")
    await who.taps("Đã đồng ý")


async def rights_of(town: Town, who: Resident) -> list[int]:
    """The numbers of the rights they ever had."""
    number = await contact_id(town, who)
    async with town.database.read(town.clock.now()) as store:
        query = select(Organizer.id).where(Organizer.contact_id == number).order_by(Organizer.id)
        return list(await store.session.scalars(query))
