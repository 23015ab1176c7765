"""Deletion: the person goes, the counts stay, and nothing brings the person back."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from schedules.clock import StillClock
from storage.base import Base
from storage.consents import Consent
from storage.contacts import Address
from storage.database import Database
from storage.inbox import InboxUpdate, Progress
from storage.learners import Relation
from tests.talking import Room, contact_of, deletes_everything, talking

FAREWELL = (
    "✅ Mình đã xóa hết dữ liệu của bạn.\n"
    "Cảm ơn bạn đã học cùng trung tâm. Khi nào cần, bạn cứ nhắn lại cho mình, mình bắt đầu lại từ đầu."
)
NAME, CHAT, PHONE = "Nguyễn Thị Bạch Tuyết", "7130552941", "0912345678"


@pytest.fixture
async def room(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    async with talking(database, clock) as room:
        yield room


async def counts(room: Room) -> dict[str, int]:
    """How many rows there are in the tables about people."""
    async with room.database.read(room.clock.now()) as store:
        tables = ("contacts", "addresses", "learners", "dialogs", "outbox")
        return {
            table: await store.session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0
            for table in tables
        }


NOBODY = {"contacts": 0, "addresses": 0, "learners": 0, "dialogs": 0, "outbox": 0}


async def test_it_asks_once_and_says_what_will_happen(room: Room) -> None:
    lan = room.person("71", "Lan")
    course = await room.course("Excel")
    await room.joins(lan, course, "Lan")
    await room.joins(lan, course, "Bé An", Relation.CHILD)
    await lan.says("/dulieu")
    assert await lan.taps("Xóa hết") == (
        "<b>Xóa hết dữ liệu của bạn nhé?</b>\n"
        "\n"
        "• Mất hết thông tin của bạn và của Bé An.\n"
        "• Các chỗ học đang giữ sẽ được trả lại, người đang chờ sẽ được xếp vào.\n"
        "• Mình không gửi lời nhắc hay thông báo nào nữa.\n"
        "• Trung tâm chỉ còn con số thống kê, không còn tên ai.\n"
        "\n"
        "Xóa rồi thì không lấy lại được. Tin nhắn trên máy bạn thì bạn tự xóa trong ứng dụng chat."
    )
    assert lan.labels == ["Vâng, xóa hết", "Không, giữ lại"]
    assert len(await room.standings(course)) == 2
    assert await lan.taps("Vâng, xóa hết") == FAREWELL
    assert await room.standings(course) == []
    assert await counts(room) == NOBODY


async def test_in_english_too(room: Room) -> None:
    tom = room.person("72", "Tom", "en")
    await tom.says("/mydata")
    assert (await tom.taps("Delete everything")).startswith(
        "<b>Delete all your data?</b>\n\n• Everything about you is deleted.\n• The seats you hold are given back"
    )
    assert await tom.taps("Yes, delete everything") == (
        "✅ I deleted all your data.\n"
        "Thank you for learning with the centre. Write to me whenever you like, and we start afresh."
    )
    assert await counts(room) == NOBODY


async def test_keeping_deletes_nothing(room: Room) -> None:
    lan = room.person("71", "Lan")
    course = await room.course("Excel")
    await room.joins(lan, course, "Lan")
    await lan.says("/dulieu xoa")
    yes = lan.button("Vâng")
    assert (await lan.taps("Không, giữ lại")).startswith("Vâng, mình giữ nguyên, không xóa gì cả.\n\n<b>Dữ liệu")
    assert (await lan.says(yes, tapped="1")).startswith(
        "Nút vừa rồi đã cũ, nên mình chưa xóa gì và hỏi lại bạn cho chắc.\n\n<b>Xóa hết dữ liệu của bạn nhé?</b>"
    )
    assert await room.standings(course) == [("Lan", "seated")]


async def test_whoever_waits_gets_the_seat_and_is_told(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course = await room.course("Excel", capacity=1)
    await room.joins(lan, course, "Lan")
    await room.joins(ba, course, "Ba")
    await deletes_everything(lan)
    assert await room.standings(course) == [("Ba", "seated")]
    assert "Excel" in ba.last


async def test_no_seat_goes_to_someone_who_leaves_as_well(room: Room) -> None:
    """The mother waits for the seat that her daughter has, and both go."""
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course = await room.course("Excel", capacity=1)
    await room.joins(lan, course, "Lan")
    await room.joins(lan, course, "Mẹ Hoa", Relation.MOTHER)
    await room.joins(ba, course, "Ba")
    await deletes_everything(lan)
    assert await room.standings(course) == [("Ba", "seated")]
    assert len(ba.heard) == 1


async def test_someone_just_promoted_may_go(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course = await room.course("Excel", capacity=1)
    await room.joins(lan, course, "Lan")
    await room.joins(ba, course, "Ba")
    await deletes_everything(lan)
    old = ba.heard[-1].buttons[0][0].says
    assert await deletes_everything(ba) == FAREWELL
    assert await room.standings(course) == []
    assert await counts(room) == NOBODY
    assert "không còn nữa" in await ba.says(old, tapped="1")


async def test_someone_in_the_middle_of_signing_up_may_go(room: Room) -> None:
    lan = room.person("71", "Lan")
    await room.course("Excel")
    async with room.database.read(room.clock.now()) as store:
        code = next(one.code for one in await store.listing.list_upcoming() if one.title.startswith("Excel"))
    await lan.says(f"/dangky {code}")
    assert await deletes_everything(lan) == FAREWELL
    assert await counts(room) == NOBODY


async def test_counts_stay_without_a_person(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    over, coming = await room.course("Excel", capacity=1), await room.course("Zalo", weeks_ahead=5)
    past, live = await room.joins(lan, over, "Lan"), await room.joins(lan, coming, "Lan")
    waited = await room.joins(ba, over, "Ba")
    async with room.database.begin(room.clock.now()) as store:
        await store.attendances.promise((await store.courses.get(over)).lessons[0].id, past)
    room.clock.turn(timedelta(weeks=2))
    await deletes_everything(lan)
    await deletes_everything(ba)
    seen = [await room.find_registration(number) for number in (past, live, waited)]
    assert [(one.learner_id, one.standing.value) for one in seen] == [
        (None, "seated"),
        (None, "cancelled"),
        (None, "cancelled"),
    ]
    async with room.database.read(room.clock.now()) as store:
        assert (await store.courses.get(over)).taken == 1
        assert (await store.courses.get(coming)).taken == 0
        consents = (await store.session.scalars(select(Consent))).all()
        assert [(one.contact_id, one.learner_id, one.given) for one in consents] == [(None, None, True)] * 2


async def test_what_is_owed_to_them_is_dropped(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/start")
    her = await contact_of(room, lan)
    async with room.database.begin(room.clock.now()) as store:
        later = store.now + timedelta(days=1)
        await store.outbox.owe(her.id, {"html": "Mai Lan có lớp"}, "reminder:1:1:1440:1", due_at=later)
    await deletes_everything(lan)
    room.clock.turn(timedelta(days=2))
    await room.deliver()
    assert lan.last == FAREWELL


async def test_only_the_address_survives_until_the_farewell_arrived(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/dulieu xoa")
    await room.journal(lan, lan.button("Vâng, xóa hết"), "1")
    room.router.wake()
    await room.router.idle()
    assert await counts(room) == NOBODY | {"addresses": 1, "outbox": 1}
    await room.deliver()
    assert await counts(room) == NOBODY


@pytest.mark.parametrize("together", [True, False], ids=["in one breath", "one after the other"])
async def test_a_second_tap_leaves_nothing_behind(room: Room, *, together: bool) -> None:
    lan = room.person("71", "Lan")
    await room.joins(lan, await room.course("Excel"), "Lan")
    await lan.says("/dulieu xoa")
    yes = lan.button("Vâng, xóa hết")
    for _ in range(2):
        await room.journal(lan, yes, "1")
        if not together:
            await room.settle()
            room.clock.turn(timedelta(seconds=1))
    await room.settle()
    assert [str(one.text) for one in lan.heard[-2:]] == [
        FAREWELL,
        "Mình không còn lưu gì về bạn, nên không có gì để xóa nữa.",
    ]
    assert await counts(room) == NOBODY


async def test_an_old_button_does_not_delete_who_came_back(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/dulieu xoa")
    old = lan.button("Vâng, xóa hết")
    await lan.says(old, tapped="1")
    room.clock.turn(timedelta(hours=1))
    course = await room.course("Zalo")
    await room.joins(lan, course, "Lan")
    room.clock.turn(timedelta(hours=1))
    assert (await lan.says(old, tapped="1")).startswith("Nút vừa rồi đã cũ")
    assert await room.standings(course) == [("Lan", "seated")]
    await lan.says(old, tapped="1")
    assert await room.standings(course) == [("Lan", "seated")]
    assert await lan.taps("Vâng, xóa hết") == FAREWELL


async def test_both_addresses_of_one_person_are_told_and_go(room: Room) -> None:
    lan, other = room.person("71", "Lan"), room.person("99", "Lan")
    await lan.says("/start")
    her = await contact_of(room, lan)
    async with room.database.begin(room.clock.now()) as store:
        fields = {"contact_id": her.id, "channel": "test", "external_id": "99", "seen_at": store.now}
        store.session.add(Address(**fields))
    await deletes_everything(lan)
    assert (lan.last, other.last) == (FAREWELL, FAREWELL)
    assert await counts(room) == NOBODY


async def test_nobody_else_is_touched(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    course = await room.course("Excel")
    await room.joins(lan, course, "Lan")
    await room.joins(ba, course, "Ba")
    await ba.says("/dulieu xoa")
    await room.journal(ba, "/start")
    await deletes_everything(lan)
    assert await room.standings(course) == [("Ba", "seated")]
    assert await ba.taps("Vâng, xóa hết") == FAREWELL


# The file


def traces(secret: str) -> dict[str, bytes]:
    """How the bytes of a word may stand in a file."""
    found = {"utf-8": secret.encode(), "utf-16": secret.encode("utf-16-le"), "utf-16-be": secret.encode("utf-16-be")}
    found["json"] = json.dumps(secret)[1:-1].encode()
    for shift in range(3):
        # What stands before and after shares two letters at each end with it.
        found[f"base64 after {shift}"] = b64encode(b"." * shift + secret.encode())[4 * (shift > 0) : -4]
    return found


def occurs(path: Path, secret: str) -> list[str]:
    """Where and how it stands in the database's files, the write-ahead log and the ledger included."""
    files = {file.name: file.read_bytes() for file in path.parent.glob(path.name + "*")}
    return [f"{name}: {how}" for how, trace in traces(secret).items() for name, held in files.items() if trace in held]


async def test_nothing_of_a_deleted_person_is_left_in_the_file(sqlite_database: Database, clock: StillClock) -> None:
    path = sqlite_database.path
    assert path is not None
    async with talking(sqlite_database, clock) as room:
        course = await room.course("Excel", capacity=40)
        for number in range(30):
            neighbour = room.person(f"5{number}", f"Hàng xóm {number}")
            await room.joins(neighbour, course, f"Hàng xóm {number}")
            await neighbour.says("/cuatoi")
        tuyet = room.person(CHAT, NAME)
        await room.joins(tuyet, course, NAME)
        await room.joins(tuyet, course, f"{NAME} con", Relation.CHILD)
        await tuyet.says("/caidat phuong")
        await tuyet.taps("Cầu Kho")
        await tuyet.says(f"tổ 5, {PHONE}")
        await tuyet.says(f"tôi là {NAME}, số {PHONE}")
        await tuyet.says("/cuatoi")
        await tuyet.says("/dulieu xem")
        async with sqlite_database.begin(clock.now()) as store:
            await store.inbox.journal("test", {"dead": json.dumps({"id": int(CHAT), "name": NAME, "text": PHONE})})
            dead = (await store.session.scalars(select(InboxUpdate).where(InboxUpdate.key == "dead"))).one()
            dead.progress = Progress.DEAD
        assert {how.split(": ")[1] for how in occurs(path, NAME)} >= {"utf-8", "json"}
        assert occurs(path, CHAT)
        assert occurs(path, PHONE)
        assert await deletes_everything(tuyet) == FAREWELL
        assert occurs(path, NAME) == []
        assert occurs(path, CHAT) == []
        assert occurs(path, PHONE) == []
        assert occurs(path, "Hàng xóm 7")
