"""Who looked in vain is told once when there is such a class, and of nothing else."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from handlers import wishes
from handlers.exchanges import index_of
from handlers.language.index import Index
from handlers.wishes import tell_due
from schedules.clock import StillClock
from storage.catalogue import plan, publish
from storage.contacts import Address
from storage.database import Database
from storage.store import Store
from tests.classes import Class, at, catalogue_of
from tests.town import Town, living, signs_up
from tests.wishing import DRAWING, ZALO, runs, wishes_for


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO)
        yield town


async def test_told_once_when_such_a_class_is_published(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert await wishes_for(hanh, "có lớp vẽ buổi tối không") == (
        "🔔 Vâng, mình để ý giúp bạn:\n"
        "Lớp về “vẽ”, buổi tối\n"
        "\n"
        "Có lớp như vậy là mình nhắn bạn, một lần thôi.\n"
        "Mình để ý trong sáu tháng."
    )
    hanh.new()
    await town.publishes(ZALO, Class("B1", "Bơi cho trẻ em", (at(28, 18),), topic="Thể thao"))
    await runs(town)
    assert hanh.new() == [], "a swimming class is not what she wished for"
    await town.publishes(ZALO, DRAWING)
    await runs(town)
    told = hanh.person.last
    assert hanh.new() == [
        "🔔 Có lớp bạn nhờ mình để ý rồi: Lớp về “vẽ”, buổi tối\n"
        "Mình chỉ báo một lần này. Chưa ưng lớp nào thì bạn hỏi lại, mình để ý tiếp.\n"
        "\n"
        "1. Vẽ chì cơ bản\n"
        "Thứ Bảy 28/11, 18:00–19:30 · Nhà văn hóa, Phường Cầu Kho · 100.000 đ · còn 20 chỗ"
    ]
    await town.publishes(ZALO, DRAWING, Class("V2", "Vẽ màu nước", (at(29, 19),)))
    await runs(town)
    assert hanh.new() == []
    assert "Cho tôi" in (await hanh.taps_old("Đăng ký", told)).labels


async def test_a_class_that_moved_is_not_news_again(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    await town.publishes(ZALO, DRAWING)
    await runs(town)
    hanh.new()
    await town.publishes(ZALO, Class("V1", "Vẽ chì cơ bản", (at(30, 19),), ward="Phường Cầu Kho", topic="Nghệ thuật"))
    await runs(town)
    assert hanh.new() == []


async def test_told_in_their_language(town: Town) -> None:
    emma = town.resident("Emma", "en-GB")
    await emma.says("any drawing class?")
    said = (await emma.says("/baokhi")).text
    assert said.startswith("🔔 All right, I am watching for:\n")
    await town.publishes(ZALO, DRAWING)
    await runs(town)
    assert emma.last.startswith("🔔 There is a class you asked me to watch for:")
    assert "Saturday 28 Nov, 18:00–19:30 · Nhà văn hóa, Phường Cầu Kho · 100,000 VND · 20 seats left" in emma.last
    assert emma.person.last.labels == ["✍️ Sign up", "🔎 Everything about it"]


async def test_several_new_classes_come_in_one_message(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    hanh.new()
    more = [Class(f"V{n}", f"Vẽ {n}", (at(26 + n, 18),), capacity=1) for n in range(1, 6)]
    await town.publishes(ZALO, *more)
    await runs(town)
    [told] = hanh.new()
    assert [title in told for title in ("Vẽ 1", "Vẽ 2", "Vẽ 3", "Vẽ 4")] == [True, True, True, False]
    assert hanh.person.last.labels[:2] == ["✍️ Đăng ký lớp 1", "🔎 Xem lớp 1"]
    assert "Vẽ 2" in (await hanh.taps("Xem lớp 2")).text


async def test_nobody_is_woken(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    await town.turns_to_local(23, 22)
    hanh.new()
    await town.publishes(ZALO, DRAWING)
    await town.turns_to_local(24, 6, 50)
    assert hanh.new() == []
    await town.turns_to_local(24, 7)
    [told] = hanh.new()
    assert "Vẽ chì cơ bản" in told


async def test_a_class_called_off_in_the_night_is_never_told_of(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    await town.turns_to_local(23, 22)
    hanh.new()
    await town.publishes(ZALO, DRAWING)
    await town.turns_to_local(24, 5)
    async with town.database.begin(town.clock.now()) as store:
        course = await store.courses.find("V1")
        assert course
        course.cancelled_at = store.now
        await store.listing.change()
    await town.turns_to_local(24, 9)
    assert hanh.new() == []


async def test_whoever_pauses_hears_of_it_when_they_are_back(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    await hanh.says("/dung")
    hanh.new()
    await town.publishes(ZALO, DRAWING)
    await runs(town)
    assert hanh.new() == []
    await hanh.says("/tieptuc")
    hanh.new()
    await runs(town)
    [told] = hanh.new()
    assert "Vẽ chì cơ bản" in told


async def test_whoever_blocked_us_hears_of_it_when_they_are_back(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    await hanh.does(lambda person: person.blocks())
    await town.publishes(ZALO, DRAWING)
    await runs(town)
    await hanh.does(lambda person: person.unblocks())
    await hanh.says("/start")
    hanh.new()
    await runs(town)
    [told] = hanh.new()
    assert "Vẽ chì cơ bản" in told


async def test_someone_with_two_addresses_is_told_at_one(town: Town) -> None:
    hanh, other = town.resident("Hạnh"), town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(hanh.person.id))
        assert met
        assert met.contact
        second = Address(channel="telegram", external_id=str(other.person.id), seen_at=store.now - timedelta(days=1))
        second.contact_id = met.contact.id
        store.session.add(second)
    await town.publishes(ZALO, DRAWING)
    await runs(town)
    assert "Vẽ chì cơ bản" in hanh.last
    assert other.messages == []


@pytest.mark.parametrize(
    "unfit",
    [
        Class("V1", "Vẽ", (at(28, 18),), closes=at(22, 8)),
        Class("V1", "Vẽ", (at(22, 18), at(29, 18))),
    ],
    ids=["closed for registration", "already begun"],
)
async def test_a_class_nobody_can_join_is_not_told_of(town: Town, unfit: Class) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    hanh.new()
    await town.publishes(ZALO, unfit)
    await runs(town)
    assert hanh.new() == []
    await town.publishes(ZALO, Class("V2", "Vẽ", (at(30, 18),)))
    await runs(town)
    [told] = hanh.new()
    assert "Thứ Hai 30/11" in told
    assert "2. " not in told


async def test_who_signed_up_by_themselves_is_not_told(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    await town.publishes(ZALO, DRAWING)
    await signs_up(hanh, "V1", "Hạnh")
    hanh.new()
    await runs(town)
    assert hanh.new() == []
    assert "để ý" not in (await hanh.says("/cuatoi")).text


async def test_a_restart_between_wish_and_class_loses_nothing(database: Database, clock: StillClock) -> None:
    async with living(database, clock) as town:
        await town.publishes(ZALO)
        hanh = town.resident("Hạnh")
        await wishes_for(hanh, "lớp vẽ")
    async with living(database, clock) as town:
        again = town.resident("Hạnh")
        await again.says("/start")
        await town.publishes(ZALO, DRAWING)
        await runs(town)
        assert "Vẽ chì cơ bản" in again.last


async def test_a_class_published_while_the_wish_is_made_is_told_of(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("lớp vẽ")

    async def index_then_publish(store: Store) -> Index:
        index = await index_of(store)
        await publish(store, await plan(store, catalogue_of(ZALO, DRAWING)))
        return index

    with monkeypatch.context() as patched:
        patched.setattr(wishes, "index_of", index_then_publish)
        assert (await hanh.says("/baokhi")).text.startswith("🔔 Vâng")
    hanh.new()
    await runs(town)
    [told] = hanh.new()
    assert "Vẽ chì cơ bản" in told


async def test_each_wish_is_compared_once_with_each_listing(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    async with town.database.begin(town.clock.now()) as store:
        assert await tell_due(store) == 0
        await store.listing.change()
        assert await tell_due(store) == 1
        assert await tell_due(store) == 0


async def test_three_hundred_are_told_in_batches(town: Town) -> None:
    people = [town.resident(f"Người {number}") for number in range(300)]
    for one in people:
        one.person.says("/start")
    await town.settle()
    async with town.database.begin(town.clock.now()) as store:
        turns = [{"text": "lớp vẽ", "at": store.now.isoformat(), "without": []}]
        for one in people:
            met = await store.contacts.find("telegram", str(one.person.id))
            assert met
            assert met.contact
            await store.wishes.make(met.contact.id, turns, await store.listing.mark())
            one.new()
    await town.publishes(ZALO, DRAWING)
    async with town.database.begin(town.clock.now()) as store:
        assert await tell_due(store, limit=50) == 50
    await runs(town)
    assert [len(one.new()) for one in people] == [1] * 300
