"""Wishes: who looked in vain is told once when there is such a class, and of nothing else."""

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
from tests.town import Resident, Town, living, signs_up

ZALO = Class()
DRAWING = Class("V1", "Vẽ chì cơ bản", (at(28, 18),), ward="Phường Cầu Kho", topic="Nghệ thuật", fee_vnd=100_000)


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO)
        yield town


async def wishes_for(resident: Resident, question: str) -> str:
    """Asked in vain, and asked to be told; gives the answer."""
    none = await resident.says(question)
    assert none.text.startswith(("Hiện chưa có lớp nào như vậy", "There is no such class")), none.text
    return (await resident.says("/baokhi")).text


async def runs(town: Town) -> None:
    """The jobs have their turn, and what they owe arrives."""
    await town.process.jobs.run_once()
    await town.process.settle()


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


async def test_the_days_are_given_up_where_it_is_about_learning_something(town: Town) -> None:
    hanh = town.resident("Hạnh")
    said = await wishes_for(hanh, "ngày mai có lớp vẽ không")
    assert "Lớp về “vẽ”\n" in said
    assert "Lớp mở vào ngày nào mình cũng báo." in said
    await town.publishes(ZALO, DRAWING)
    await runs(town)
    assert "Vẽ chì cơ bản" in hanh.last


async def test_a_wish_for_days_alone_ends_with_them(town: Town) -> None:
    hanh = town.resident("Hạnh")
    said = await wishes_for(hanh, "thứ bảy này có lớp gì không")
    assert said.startswith("🔔 Vâng, mình để ý giúp bạn:\nLớp thứ Bảy 28/11\n")
    assert "Hết thứ Bảy 28/11 mà chưa có thì mình thôi." in said
    assert "Lớp thứ Bảy 28/11" in (await hanh.says("/cuatoi")).text
    await town.turns_to_local(29, 8)
    hanh.new()
    await town.publishes(ZALO, Class("V3", "Vẽ", (at(31, 8), at(28, 8) + timedelta(days=7))))
    await runs(town)
    assert hanh.new() == []
    assert "để ý" not in (await hanh.says("/cuatoi")).text


async def test_a_day_that_has_passed_is_not_watched(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert await wishes_for(hanh, "hôm qua có lớp gì không") == (
        "Ngày bạn hỏi đã qua rồi, nên không còn gì để báo.\nBạn hỏi lại với ngày khác nhé."
    )


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


async def test_what_is_there_already_is_shown_and_not_watched(town: Town) -> None:
    hanh = town.resident("Hạnh")
    none = await hanh.says("lớp zalo tháng sau")
    assert none.text.startswith("Hiện chưa có lớp nào như vậy")
    said = await hanh.says("/baokhi")
    assert said.text.startswith("Có lớp như vậy rồi, bạn xem thử: Lớp về “zalo”\n\n1. Zalo cho người cao tuổi\n")
    assert "để ý" not in (await hanh.says("/cuatoi")).text


async def test_another_class_than_those_shown_may_be_wished_for(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await town.publishes(ZALO, DRAWING)
    await hanh.says("lớp vẽ")
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(hanh.person.id))
        assert met
        assert met.contact
        turn = {"text": "lớp vẽ", "at": store.now.isoformat(), "without": [], "besides": ["v1"]}
        await store.exchanges.remember(met.contact.id, {"turns": [turn]})
    assert (await hanh.says("/baokhi")).text.startswith("🔔 Vâng, mình để ý giúp bạn:\nLớp về “vẽ”")
    await town.publishes(ZALO, DRAWING, Class("V2", "Vẽ màu nước", (at(29, 19),)))
    await runs(town)
    assert "1. Vẽ màu nước" in hanh.last
    assert "Vẽ chì cơ bản" not in hanh.last


async def test_the_same_wish_twice_is_one_though_said_another_day(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "có lớp vẽ không")
    assert (await hanh.says("/baokhi")).text.startswith("🔔 Mình đang để ý rồi: Lớp về “vẽ”.")
    await town.turns_to_local(24, 8)
    assert (await wishes_for(hanh, "lớp vẽ")).startswith("🔔 Mình đang để ý rồi: Lớp về “vẽ”.")
    await town.publishes(ZALO, DRAWING)
    hanh.new()
    await runs(town)
    assert len(hanh.new()) == 1


async def test_five_at_most_and_one_may_be_dropped_for_another(town: Town) -> None:
    hanh = town.resident("Hạnh")
    for what in ("lớp vẽ", "lớp bơi", "lớp may", "lớp đàn", "lớp yoga"):
        assert (await wishes_for(hanh, what)).startswith("🔔 Vâng")
    full = await wishes_for(hanh, "lớp cờ vua")
    assert full.startswith("Mình đang để ý giúp bạn 5 điều rồi")
    assert hanh.person.last.labels[1] == "🔕 Thôi báo: Lớp về “bơi”"
    assert (await hanh.taps("Lớp về “bơi”")).text == "Vâng, mình thôi để ý: Lớp về “bơi”."
    assert (await wishes_for(hanh, "lớp cờ vua")).startswith("🔔 Vâng")


async def test_my_classes_show_what_is_watched_and_drop_it(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    mine = await hanh.says("/cuatoi")
    assert mine.text == (
        "Bạn chưa đăng ký lớp nào sắp tới.\nBạn xem các lớp sắp mở rồi chọn một lớp nhé.\n"
        "\n"
        "Mình đang để ý giúp bạn\n🔔 Lớp về “vẽ”\nCó lớp là mình nhắn bạn."
    )
    await signs_up(hanh, "L101", "Hạnh")
    mine = await hanh.says("/cuatoi")
    assert mine.text.startswith("Lớp của tôi\n")
    assert mine.text.endswith("\n\nMình đang để ý giúp bạn\n🔔 Lớp về “vẽ”\nCó lớp là mình nhắn bạn.")
    await hanh.taps("Thôi báo: Lớp về “vẽ”")
    await hanh.taps_old("Thôi báo", mine)
    assert hanh.last == "Điều này mình không còn để ý nữa, bạn không cần làm gì thêm."
    await town.publishes(ZALO, DRAWING)
    hanh.new()
    await runs(town)
    assert hanh.new() == []


async def test_nobody_drops_anothers_wish(town: Town) -> None:
    hanh, tu = town.resident("Hạnh"), town.resident("Tư")
    await wishes_for(hanh, "lớp vẽ")
    for number in ("1", "2", "", "x", "9" * 30):
        assert (await tu.says(f"/thoibao {number}")).text.startswith("Điều này mình không còn để ý nữa")
    assert "Lớp về “vẽ”" in (await hanh.says("/cuatoi")).text


@pytest.mark.parametrize("before", [None, "/start", "có lớp gì không", "/lop L101"])
async def test_without_anything_to_watch_for_it_says_how(town: Town, before: str | None) -> None:
    hanh = town.resident("Hạnh")
    if before:
        await hanh.says(before)
    assert (await hanh.says("/baokhi")).text == (
        "Bạn muốn mình để ý lớp nào?\n"
        "Bạn hỏi trước nhé, ví dụ: lớp vẽ buổi tối. Nếu chưa có, bạn bấm “Báo mình khi có lớp như vậy”."
    )


async def test_what_was_asked_too_long_ago_is_not_watched(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("lớp vẽ")
    await town.turns_to_local(23, 11)
    assert (await hanh.says("/baokhi")).text.startswith("Bạn muốn mình để ý lớp nào?")


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


async def test_a_wish_is_forgotten_after_half_a_year(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await wishes_for(hanh, "lớp vẽ")
    later = town.clock.now() + timedelta(days=180)
    async with town.database.begin(later - timedelta(seconds=1)) as store:
        await store.wishes.tidy()
        assert len(await store.wishes.list_unseen("any", 10)) == 1
    async with town.database.begin(later) as store:
        assert await store.wishes.list_unseen("any", 10) == []
        await store.wishes.tidy()
    async with town.database.begin(later + timedelta(days=31)) as store:
        await store.wishes.tidy()
        assert await store.wishes.find_live(1, 1) is None


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
