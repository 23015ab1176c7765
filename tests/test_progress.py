"""Joy without shame: rows of weeks, badges, the ring and the month's card, as somebody who learns meets them."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pictures import Picture, measure
from handlers.quizzes.badges import sure_skills
from handlers.quizzes.choosing import review
from handlers.quizzes.progress import goal_of
from handlers.texts import items
from schedules.clock import StillClock
from storage.cards import Memory
from storage.database import Database
from tests.classes import at
from tests.learning import BANK, kept_of, learns, lives_in, only_asks
from tests.organizing import contact_id
from tests.town import Resident, Town, living

DISGUISE = [one.id for one in items.load() if one.skill == "see_through_disguise"]
NAME = "Nhận ra cuộc gọi giả danh"


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


def picture_of(who: Resident) -> Picture:
    """The newest one."""
    seen = measure(next(one.picture for one in reversed(who.messages) if one.picture))
    assert seen is not None
    return seen


async def test_whoever_has_not_begun_is_invited(town: Town) -> None:
    hanh = town.resident("Hạnh")
    shown = await hanh.says("/tiendo")
    assert shown.text.startswith("🌱 Bạn chưa làm câu đố nào.\nMỗi lần chỉ 3 câu")
    assert shown.picture is None
    shown = await hanh.says("/thethang")
    assert shown.text.startswith("🌱 Tháng 11/2026 chưa có ngày học nào để vẽ thẻ.")
    assert await kept_of(town) == [0, 0, 0, 0, 0], "looking leaves nothing"


async def test_after_a_first_quiz_the_ring_is_there(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert "\n🌱 Tuần này bạn đã học rồi đó." in await learns(town, hanh)
    shown = await hanh.taps("📈 Tiến độ của tôi")
    assert shown.text == (
        "📈 Tiến độ của bạn\nBạn đã học 3 câu.\n🌿 Bạn đã học 1 tuần. Tuần nào bận, bạn nghỉ một tuần, chuỗi vẫn còn."
    )
    assert picture_of(hanh).width == 1080
    assert shown.labels == ["🧩 Câu đố", "🖼 Thẻ tháng này", "🏅 Huy hiệu", "🏘 Bảng nhóm"]


async def test_wrong_answers_leave_no_mark_on_the_ring(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await learns(town, hanh, right=False)
    shown = await hanh.says("/tiendo")
    assert "Bạn đã học 3 câu." in shown.text
    assert "sai" not in shown.text
    assert "chưa đúng" not in shown.text


async def test_a_row_of_weeks_outlives_one_week_of_rest(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await learns(town, hanh, at(24, 20))
    assert "🌿 Bạn đã học cùng mình 2 tuần liền." in await learns(town, hanh, at(29 + 1, 0, 5))
    # A Sunday evening, two weeks later.
    assert "🌿 Tuần trước nghỉ một tuần cũng không sao: chuỗi 3 tuần liền vẫn còn." in await learns(
        town, hanh, at(30 + 20, 23, 50)
    )
    # Two weeks without.
    assert "🌱 Tuần này bạn đã học rồi đó." in await learns(town, hanh, at(30 + 42, 8))


async def test_absence_is_no_reproach(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await learns(town, hanh)
    town.clock.turn_to(at(30 + 8, 8))
    assert "🌿 Bạn đã học 1 tuần. Tuần này làm một câu là chuỗi dài thêm." in (await hanh.says("/tiendo")).text
    town.clock.turn_to(at(30 + 60, 8))
    assert "🌱 Tuần này làm một câu là bắt đầu chuỗi tuần mới." in (await hanh.says("/tiendo")).text


async def test_a_clock_that_was_ahead_spoils_nothing(town: Town, now: datetime) -> None:
    hanh = town.resident("Hạnh")
    await learns(town, hanh)
    town.clock.turn_to(now + timedelta(days=700))
    assert "chuỗi tuần mới" in (await hanh.says("/tiendo")).text
    town.clock.turn_to(now + timedelta(days=1))
    assert "🌿 Bạn đã học 1 tuần." in (await hanh.says("/tiendo")).text


async def test_more_than_a_year_is_more_than_a_year(town: Town, now: datetime) -> None:
    hanh = town.resident("Hạnh")
    await learns(town, hanh)
    number = await contact_id(town, hanh)
    for week in range(1, 57):
        async with town.database.begin(now - timedelta(weeks=week)) as store:
            await store.attempts.add(number, DISGUISE[0], "fake_officials", "see_through_disguise", 0, is_right=True)
    assert "Bạn đã học hơn một năm liền." in (await hanh.says("/tiendo")).text


async def test_a_badge_is_earned_once_and_stays(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/start")
    centre = await lives_in(town, hanh, "Phường Đa Kao")
    await only_asks(town, centre, *DISGUISE)
    badge = f"🏅 Huy hiệu mới: {NAME}. Phần này bạn nhớ chắc rồi!"
    assert badge not in await learns(town, hanh, at(24, 8))
    assert "Bạn chưa có huy hiệu nào." in (await hanh.says("/tiendo huyhieu")).text
    assert badge in await learns(town, hanh, at(28, 8))
    shown = await hanh.says("/tiendo")
    assert "Bạn đã học 3 câu, trong đó 3 câu đã nhớ chắc." in shown.text
    assert shown.text.endswith(f"🏅 Huy hiệu:\n• {NAME}")
    assert badge not in await learns(town, hanh, at(30 + 40, 8), right=False)
    told = (await hanh.says("/tiendo huyhieu")).text
    assert told.endswith(f"\n\nGiả danh cán bộ, công an\n• {NAME}")
    assert (await kept_of(town))[1] == 1


async def test_the_months_card_can_be_shared(town: Town) -> None:
    hanh = town.resident("Hạnh")
    for day in (23, 25):
        await learns(town, hanh, at(day, 20))
    shown = await hanh.says("/thethang")
    assert shown.text == (
        "🖼 Tháng 11/2026: bạn học 2 ngày, 6 câu.\n"
        "Bạn giữ ảnh này để gửi cho con cháu, bạn bè. Trong ảnh không có tên bạn, cũng không có đúng sai."
    )
    assert picture_of(hanh).width == 1080
    assert shown.labels == ["🧩 Câu đố", "‹ Tiến độ của tôi"]
    await learns(town, hanh, at(30 + 1, 0, 10))
    shown = await hanh.says("/thethang")
    assert shown.text.startswith("🖼 Tháng 12/2026: bạn học 1 ngày, 3 câu.")
    shown = await hanh.taps("‹ Tháng 11/2026")
    assert shown.text.startswith("🖼 Tháng 11/2026: bạn học 2 ngày, 6 câu.")
    assert (await hanh.taps("Tháng 12/2026 ›")).text.startswith("🖼 Tháng 12/2026")


async def test_odd_words_are_this_month(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await learns(town, hanh)
    for said in ("2027-01", "2026", "x" * 60, "0000-00", "99999999999", "2026-11 2026-10", "' OR 1"):
        assert (await hanh.says(f"/thethang {said}")).text.startswith("🖼 Tháng 11/2026"), said
        assert (await hanh.says(f"/tiendo {said}")).text.startswith("📈 Tiến độ của bạn"), said
    assert (await hanh.says("/thethang 2026-10")).text.startswith("🌱 Tháng 10/2026 chưa có ngày học")


async def test_nobody_sees_anothers_progress(town: Town) -> None:
    hanh, ba = town.resident("Hạnh"), town.resident("Ba")
    await learns(town, hanh)
    assert (await ba.says("/tiendo 1")).text.startswith("🌱 Bạn chưa làm câu đố nào.")
    assert (await ba.says("/thethang 1")).text.startswith("🌱 Tháng 11/2026 chưa có ngày học")


async def test_whoever_deletes_everything_leaves_nothing(town: Town) -> None:
    hanh, ba = town.resident("Hạnh"), town.resident("Ba")
    await learns(town, ba)
    before = await kept_of(town)
    await hanh.says("/start")
    centre = await lives_in(town, hanh, "Phường Đa Kao")
    await only_asks(town, centre, *DISGUISE)
    await learns(town, hanh, at(24, 8))
    await learns(town, hanh, at(28, 8))
    await hanh.says("/bangnhom vao")
    assert (await kept_of(town))[1] == 1
    await hanh.says("/dulieu xem")
    assert NAME in (hanh.person.last.document_bytes or b"").decode("utf-8-sig")
    await hanh.says("/dulieu xoa")
    await hanh.taps("Vâng, xóa hết")
    assert await kept_of(town) == before
    assert (await hanh.says("/tiendo")).text.startswith("🌱 Bạn chưa làm câu đố nào.")


async def test_in_english_too(town: Town) -> None:
    tom = town.resident("Tom", "en")
    assert "🌱 You have learnt this week." in await learns(town, tom)
    shown = await tom.says("/progress")
    assert shown.text == (
        "📈 Your progress\n"
        "You have learnt 3 questions.\n"
        "🌿 You have learnt for 1 week. In a busy week you may rest: your streak stays."
    )
    assert picture_of(tom).width == 1080
    assert (await tom.taps("This month's card")).text.startswith("🖼 November 2026: 1 day, 3 questions.\n")
    for way in ("/tiendo huyhieu", "/huyhieu", "/badges"):
        assert (await tom.says(way)).text.endswith("No badge yet. Take your time.")
    assert "2 weeks in a row" in await learns(town, tom, at(30, 8))


# The rules.


@given(st.integers(0, 300), st.integers(0, 250))
def test_there_is_always_something_ahead_that_can_be_reached(met: int, every: int) -> None:
    goal = goal_of(met, every)
    assert goal >= max(met, 1)
    assert goal <= max(met, every, 1)
    assert goal > met or met >= every
    assert goal - met <= 25


def memory_of(item: str, *days: tuple[int, bool]) -> Memory:
    """After answers on these days, right or wrong."""
    memory: Memory | None = None
    for day, is_right in days:
        memory = review(memory, item, is_right, datetime(2026, 11, 1, 8, tzinfo=UTC) + timedelta(days=day))
    assert memory is not None
    return memory


def skills(*memories: Memory) -> list[tuple[str, str]]:
    return sure_skills(BANK, memories)


RIGHT_TWICE = ((0, True), (3, True))
EARNED = [("fake_officials", "see_through_disguise")]


def test_a_skill_is_earned_with_half_its_items_each_known_on_two_days() -> None:
    one, other, third = DISGUISE
    assert skills(memory_of(one, *RIGHT_TWICE), memory_of(other, *RIGHT_TWICE)) == EARNED
    assert skills(memory_of(one, *RIGHT_TWICE)) == [], "one of three is not enough"
    assert skills(memory_of(one, *RIGHT_TWICE), memory_of(other, (0, True))) == [], "only once"
    slip = memory_of(third, *RIGHT_TWICE, (20, False))
    assert skills(memory_of(one, *RIGHT_TWICE), memory_of(other, *RIGHT_TWICE), slip) == []


def test_of_a_skill_with_many_items_half_are_wanted() -> None:
    posting = [one.id for one in items.load() if one.skill == "before_posting"]
    assert len(posting) == 5
    assert skills(*(memory_of(one, *RIGHT_TWICE) for one in posting[:2])) == []
    assert skills(*(memory_of(one, *RIGHT_TWICE) for one in posting[:3])) == [("privacy_of_children", "before_posting")]


def test_an_error_on_the_way_does_not_keep_one_from_a_badge() -> None:
    one, other, _ = DISGUISE
    late = memory_of(other, (0, False), (2, True), (5, True), (12, True))
    assert skills(memory_of(one, *RIGHT_TWICE), late) == EARNED


def test_how_fast_nobody_asks_and_a_long_pause_takes_nothing_away() -> None:
    one, other, _ = DISGUISE
    assert skills(memory_of(one, (0, True), (90, True)), memory_of(other, (0, True), (200, True))) == EARNED


def test_what_organizers_call_a_skill_has_no_badge() -> None:
    brought = {
        f"row-{number}": dataclasses.replace(BANK[DISGUISE[0]], id=f"row-{number}", skill="brought")
        for number in (1, 2)
    }
    memories = [memory_of(one, *RIGHT_TWICE) for one in brought]
    assert sure_skills(brought, memories) == []
