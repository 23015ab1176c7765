"""The age group: asked once, never for a child, changed or taken back in my data."""

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.database import Database
from storage.learners import Learner
from tests.classes import Class, at
from tests.town import Town, living, signs_up


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(*(Class(f"L{number}", "Vẽ", (at(28, 6 + number),)) for number in (1, 3, 4, 5)))
        yield town


async def test_the_age_group_is_asked_once_and_changed_in_my_data(town: Town) -> None:
    hanh = town.resident("Hạnh")
    done = await signs_up(hanh, "L1", "Hạnh")
    assert "🎂 Bạn bao nhiêu tuổi?" in done.text
    assert [one.label for one in done.buttons[0]] == ["16–34", "35–59", "60 trở lên"]
    assert (await hanh.taps("60 trở lên")).text.startswith("Cảm ơn bạn! Mình ghi Hạnh: 60 tuổi trở lên.")
    await hanh.taps_old("60 trở lên", done)
    await hanh.says("/dangky L3")
    await hanh.says("/dulieu sua")
    changed = await hanh.taps("🎂 Nhóm tuổi: Hạnh")
    assert changed.text.startswith("🎂 Hạnh: 60 tuổi trở lên.")
    assert (await hanh.taps("Không nói")).text == "Vâng, mình không ghi nhóm tuổi của Hạnh."
    for odd in ("under_16", "x", ""):
        await hanh.says(f"/tuoi 1 {odd}")
    async with town.database.read(town.clock.now()) as store:
        query = select(Learner.age_group).where(Learner.name == "Hạnh")
        assert await store.session.scalar(query) is None


async def test_nobody_is_asked_a_second_time_or_for_a_child(town: Town) -> None:
    hanh, mother = town.resident("Hạnh"), town.resident("Mẹ")
    await signs_up(hanh, "L4", "Hạnh")
    await hanh.says("/dangky L5")
    assert "🎂" not in (await hanh.taps("Cho tôi")).text
    await mother.says("/dangky L4")
    for tap in ("Cho người khác", "Con"):
        await mother.taps(tap)
    await mother.says("Bé Bi")
    await mother.taps("Dưới 16 tuổi")
    await mother.says("Nguyễn Thị Mẹ")
    await mother.taps("Bỏ qua")
    await mother.taps("Tôi đồng ý")
    done = await mother.taps("Tôi đồng ý")
    assert done.text.startswith("✅ Bé Bi đã có chỗ")
    assert "🎂" not in done.text


async def test_nobody_says_how_old_somebody_else_is(town: Town) -> None:
    hanh, em_phone = town.resident("Hạnh"), town.resident("Em")
    await signs_up(em_phone, "L1", "Em")
    async with town.database.read(town.clock.now()) as store:
        em = await store.session.scalar(select(Learner.id).where(Learner.name == "Em"))
    for words in (f"/tuoi {em} 60_up", f"/tuoi {em}", "/tuoi", "/tuoi 99999 16_34"):
        assert re.match("Nút này đã cũ", (await hanh.says(words)).text)
    async with town.database.read(town.clock.now()) as store:
        assert await store.session.scalar(select(Learner.age_group).where(Learner.name == "Em")) is None
