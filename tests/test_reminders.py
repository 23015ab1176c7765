"""Who is reminded of what, and when: stories on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from schedules.reminders import Plan, owe_due
from storage.database import Database
from storage.learners import Relation
from storage.quiet_hours import LOCAL, QuietHours
from storage.reminders import Coming
from tests.reminding import Village, at

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def village(database: Database) -> Village:
    """Monday 23 November 2026, eight in the morning."""
    return Village(database, at("2026-11-23 08:00"))


async def test_lan_is_reminded_the_day_before_and_two_hours_before(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    heard = await village.live(at("2026-11-23 08:00"), at("2026-11-25 16:00"), 30 * MINUTE)
    assert heard == [("24/11 14:00", 1440), ("25/11 12:00", 120)]


async def test_every_lesson_of_a_course_is_reminded_of(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"), at("2026-11-27 14:00"))
    await village.seat("lan", course, leads=[120])
    heard = await village.live(at("2026-11-23 08:00"), at("2026-11-28 16:00"), 30 * MINUTE)
    assert heard == [("25/11 12:00", 120), ("27/11 12:00", 120)]


async def test_reminders_of_tai_chi_at_dawn_go_out_on_the_evenings_before(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-26 05:30"), title="Thái cực quyền")
    await village.seat("lan", course)
    heard = await village.live(at("2026-11-23 08:00"), at("2026-11-26 06:00"), 10 * MINUTE)
    assert heard == [("24/11 20:30", 1440), ("25/11 20:30", 120)]


async def test_half_an_hour_before_ten_past_seven_is_the_evening_before(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 07:10"))
    await village.seat("lan", course, leads=[30])
    heard = await village.live(at("2026-11-23 08:00"), at("2026-11-25 08:00"), 10 * MINUTE)
    assert heard == [("24/11 20:30", 30)]


async def test_two_reminders_that_fall_together_become_one(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 07:10"))
    await village.seat("lan", course, leads=[1440, 120, 30])
    heard = await village.live(at("2026-11-23 07:00"), at("2026-11-25 08:00"), 10 * MINUTE)
    assert heard == [("24/11 07:10", 1440), ("24/11 20:30", 30)]


async def test_a_longer_lead_that_quiet_hours_made_the_later_is_left_out(village: Village) -> None:
    """Two hours before 22:45 is 20:45; half an hour before is in the quiet, so at 20:30."""
    course, _ = await village.publish(at("2026-11-25 22:45"))
    await village.seat("lan", course, leads=[120, 30])
    heard = await village.live(at("2026-11-25 08:00"), at("2026-11-26 08:00"), 5 * MINUTE)
    assert heard == [("25/11 20:30", 30)]


async def test_who_signs_up_late_gets_what_is_left(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 07:30"), at("2026-11-24 14:00"))
    await village.live(at("2026-11-23 08:00"), at("2026-11-23 20:00"), HOUR)
    await village.seat("lan", course)
    heard = await village.live(at("2026-11-23 20:00"), at("2026-11-24 14:00"), 10 * MINUTE)
    assert heard == [("23/11 20:30", 120), ("24/11 12:00", 120)]


async def test_who_signs_up_an_hour_before_is_not_reminded_at_once(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    await village.seat("hoa", course, leads=[])
    village.now = at("2026-11-24 13:00")
    await village.seat("lan", course, leads=[1440, 120, 30])
    heard = await village.live(at("2026-11-24 13:00"), at("2026-11-24 14:00"), MINUTE)
    assert heard == [("24/11 13:30", 30)]


async def test_who_was_promoted_is_reminded_from_then_on(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    async with village.database.begin(village.now) as store:
        (await store.courses.lock(course)).capacity = 1
    first = await village.seat("hoa", course, leads=[])
    second = await village.seat("lan", course)
    village.now = at("2026-11-25 09:00")
    assert await village.hears(village.now) == []
    await village.give_up("hoa", first)
    assert await village.hears(at("2026-11-25 11:59")) == []
    [told] = await village.hears(at("2026-11-25 12:00"))
    assert (told.phone, told.registration, told.lead) == ("lan", second, 120)


async def test_who_was_promoted_an_hour_before_is_not_reminded_on_top(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    async with village.database.begin(village.now) as store:
        (await store.courses.lock(course)).capacity = 1
    first = await village.seat("hoa", course, leads=[])
    await village.seat("lan", course, leads=[120, 30])
    village.now = at("2026-11-25 13:00")
    await village.give_up("hoa", first)
    heard = await village.live(at("2026-11-25 13:00"), at("2026-11-25 14:00"), 10 * MINUTE)
    assert heard == [("25/11 13:30", 30)]


async def test_a_lesson_that_moved_is_reminded_of_at_its_new_time_only(village: Village) -> None:
    course, [lesson] = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    await village.owe(at("2026-11-24 14:00"))
    await village.move(lesson, at("2026-11-27 09:00"))
    heard = await village.live(at("2026-11-24 14:00"), at("2026-11-27 10:00"), 30 * MINUTE)
    assert heard == [("26/11 09:00", 1440), ("27/11 07:00", 120)]


async def test_who_was_just_told_that_a_lesson_moved_is_not_reminded_on_top(village: Village) -> None:
    course, [lesson] = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    assert [told.lead for told in await village.hears(at("2026-11-24 14:00"))] == [1440]
    village.now = at("2026-11-25 09:00")
    await village.move(lesson, at("2026-11-25 15:00"))
    heard = await village.live(at("2026-11-25 09:00"), at("2026-11-25 16:00"), 10 * MINUTE)
    assert heard == [("25/11 13:00", 120)]


async def test_a_cancelled_lesson_or_course_is_not_reminded_of(village: Village) -> None:
    course, lessons = await village.publish(at("2026-11-25 14:00"), at("2026-11-27 14:00"))
    await village.seat("lan", course, leads=[120])
    await village.cancel_lesson(lessons[0])
    assert await village.next_due() == at("2026-11-27 12:00")
    assert await village.live(at("2026-11-25 08:00"), at("2026-11-25 16:00"), 30 * MINUTE) == []
    await village.cancel_course(course)
    assert await village.next_due() is None
    assert await village.live(at("2026-11-27 08:00"), at("2026-11-27 16:00"), 30 * MINUTE) == []


async def test_after_a_day_without_power_one_message_goes_out(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course, leads=[1440, 120, 30])
    heard = await village.live(at("2026-11-25 12:30"), at("2026-11-25 14:00"), 10 * MINUTE)
    assert heard == [("25/11 12:30", 120), ("25/11 13:30", 30)]


async def test_after_power_came_back_too_late_nothing_goes_out(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    assert await village.hears(at("2026-11-25 14:00")) == []


async def test_a_restart_at_ten_at_night_waits_for_the_morning(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 07:45"))
    await village.seat("lan", course)
    heard = await village.live(at("2026-11-24 22:00"), at("2026-11-25 08:00"), 10 * MINUTE)
    assert heard == [("25/11 07:00", 120)]


async def test_a_restart_at_ten_at_night_says_nothing_of_a_lesson_at_dawn(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 07:00"))
    await village.seat("lan", course)
    assert await village.live(at("2026-11-24 22:00"), at("2026-11-25 08:00"), 10 * MINUTE) == []


async def test_a_reminder_nobody_could_send_gives_way_to_the_next(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    assert await village.owe(at("2026-11-24 14:00")) == 1
    assert [told.lead for told in await village.hears(at("2026-11-25 12:00"))] == [120]


async def test_the_last_reminder_is_useless_once_the_lesson_begins(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    assert await village.owe(at("2026-11-25 12:00")) == 1
    village.now = at("2026-11-25 14:00")
    assert await village.deliver() == []


async def test_a_clock_set_back_repeats_nothing(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    assert len(await village.hears(at("2026-11-24 14:00"))) == 1
    assert await village.live(at("2026-11-24 13:00"), at("2026-11-24 15:00"), 10 * MINUTE) == []


async def test_a_clock_that_jumps_a_day_leaves_out_what_is_stale(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"), at("2026-11-25 14:00"))
    await village.seat("lan", course)
    assert await village.live(at("2026-11-23 12:00"), at("2026-11-23 13:50"), 10 * MINUTE) == []
    heard = await village.hears(at("2026-11-24 13:55"))
    assert [(told.lead, told.lesson) for told in heard] == [(120, 1)]
    assert [told.lead for told in await village.hears(at("2026-11-24 14:00"))] == [1440]


async def test_everyone_chooses(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course, leads=[30])
    await village.seat("hoa", course, leads=[])
    await village.seat("minh", course, leads=[1440])
    heard = {}
    for moment in ("2026-11-24 14:00", "2026-11-25 12:00", "2026-11-25 13:30"):
        heard[moment] = [(told.phone, told.lead) for told in await village.hears(at(moment))]
    assert heard == {"2026-11-24 14:00": [("minh", 1440)], "2026-11-25 12:00": [], "2026-11-25 13:30": [("lan", 30)]}


async def test_who_changes_their_mind_is_reminded_as_they_wish_from_then_on(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course, leads=[1440, 120])
    assert [told.lead for told in await village.hears(at("2026-11-24 14:00"))] == [1440]
    await village.choose("lan", leads=[1440, 30])
    heard = await village.live(at("2026-11-24 14:00"), at("2026-11-25 14:00"), 10 * MINUTE)
    assert heard == [("25/11 13:30", 30)]


async def test_who_paused_hears_nothing_until_they_come_back(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    await village.seat("lan", course)
    await village.choose("lan", paused=True)
    assert await village.hears(at("2026-11-24 14:00")) == []
    await village.choose("lan", paused=False)
    heard = await village.live(at("2026-11-24 14:00"), at("2026-11-25 14:00"), 10 * MINUTE)
    assert heard == [("25/11 12:00", 120)]


async def test_a_mother_and_her_child_are_two_reminders_with_their_names(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 14:00"))
    mother = await village.seat("lan", course)
    child = await village.seat("lan", course, relation=Relation.CHILD, name="Bé <b>")
    told = await village.hears(at("2026-11-24 14:00"))
    assert [one.registration for one in told] == [mother, child]
    assert told[0].text.startswith("🔔 <b>Bạn</b> có buổi học ngày mai, thứ Tư 25/11.")
    assert told[1].text.startswith("🔔 <b>Bé &lt;b&gt;</b> có buổi học ngày mai, thứ Tư 25/11.")


async def test_many_are_reminded_in_several_turns_without_losing_anyone(village: Village) -> None:
    for minute in (0, 10, 20):
        course, _ = await village.publish(at("2026-11-25 14:00") + minute * MINUTE)
        for number in range(3):
            await village.seat(f"phone {minute} {number}", course, leads=[120])
    async with village.database.begin(at("2026-11-25 13:00")) as store:
        assert [await owe_due(store, most=2) for _ in range(4)] == [3, 3, 3, 0]


async def test_the_next_thing_due_is_what_someone_wants(village: Village) -> None:
    near, _ = await village.publish(at("2026-11-26 10:00"))
    far, _ = await village.publish(at("2026-11-26 14:00"))
    empty, _ = await village.publish(at("2026-11-24 10:00"))
    await village.publish(at("2026-11-24 12:00"))
    await village.seat("hoa", empty, leads=[])
    await village.seat("minh", empty)
    await village.choose("minh", paused=True)
    await village.seat("lan", near, leads=[30])
    await village.seat("ba", far, leads=[1440])
    assert await village.next_due() == at("2026-11-25 14:00")
    await village.hears(at("2026-11-25 14:00"))
    assert await village.next_due() == at("2026-11-26 09:30")
    await village.hears(at("2026-11-26 09:30"))
    assert await village.next_due() is None


async def test_what_waits_for_the_morning_is_due_when_the_quiet_ends(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-25 07:45"))
    await village.seat("lan", course)
    village.now = at("2026-11-24 22:00")
    assert await village.next_due() == at("2026-11-25 07:00")
    village.now = at("2026-11-25 07:10")
    assert await village.next_due() == village.now


def test_leads_are_counted_on_the_clocks_of_viet_nam() -> None:
    lesson = Coming(1, 1, 1, datetime(2026, 11, 24, 1, 30, tzinfo=UTC), None, frozenset())
    due = Plan(lesson, QuietHours()).due
    assert {lead: f"{moment.astimezone(LOCAL):%d/%m %H:%M}" for lead, moment in due.items()} == {
        1440: "23/11 08:30",
        120: "23/11 20:30",
        30: "24/11 08:00",
    }
