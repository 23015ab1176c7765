"""Wishes: what is watched for, how many, for how long, and how one is dropped."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from schedules.clock import StillClock
from storage.database import Database
from tests.classes import Class, at
from tests.town import Town, living, signs_up
from tests.wishing import DRAWING, ZALO, runs, wishes_for


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO)
        yield town


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
