"""What a reminder says, and what is answered to its buttons: on both databases."""

import pytest

from handlers.vocabulary import Button
from storage.database import Database
from storage.learners import Relation
from tests.reminding import Village, at


@pytest.fixture
def village(database: Database) -> Village:
    """Monday 23 November 2026, eight in the morning."""
    return Village(database, at("2026-11-23 08:00"))


async def test_the_message_has_every_fact_and_three_ways_to_answer(village: Village) -> None:
    start = at("2026-11-24 08:30")
    course, [lesson] = await village.publish(start, venue="Trung tâm văn hóa, 17 Cô Bắc", fee_vnd=150000)
    registration = await village.seat("lan", course)
    [told] = await village.hears(at("2026-11-23 08:30"))
    assert told.text == (
        "🔔 <b>Bạn</b> có buổi học ngày mai, thứ Ba 24/11.\n"
        "\n"
        "📚 <b>Excel căn bản</b>\n"
        "🕘 8:30–10:00\n"
        "📍 Trung tâm văn hóa, 17 Cô Bắc, Phường Cô Giang\n"
        "💵 Học phí 150.000 đ: ai chưa đóng thì nhớ mang theo nhé.\n"
        "\n"
        "Bạn bấm một nút để báo cho trung tâm nhé."
    )
    assert told.reply.buttons == (
        (Button("✅ Sẽ đến", f"/den {lesson} {registration}"),),
        (Button("🙋 Không đến được, nhường chỗ", f"/nhuong {registration}"),),
        (
            Button(
                "🗺 Xem đường đi",
                opens="https://www.google.com/maps/search/?api=1&query=Trung%20t%C3%A2m%20v%C4%83n%20h%C3%B3a%2C"
                "%2017%20C%C3%B4%20B%E1%BA%AFc%2C%20Ph%C6%B0%E1%BB%9Dng%20C%C3%B4%20Giang",
            ),
        ),
    )


async def test_the_message_in_english(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"), venue="17 Cô Bắc", fee_vnd=150000)
    await village.seat("ann", course, language="en", leads=[120])
    await village.seat("ann", course, language="en", leads=[120], relation=Relation.CHILD, name="Tom")
    mine, toms = await village.hears(at("2026-11-24 12:00"))
    assert mine.text == (
        "🔔 <b>You</b> have a lesson today, Tuesday 24 Nov.\n"
        "\n"
        "📚 <b>Excel căn bản</b>\n"
        "🕘 14:00–15:30\n"
        "📍 17 Cô Bắc, Phường Cô Giang\n"
        "💵 Fee 150,000 VND: if not paid yet, please bring it.\n"
        "\n"
        "Please tap a button to let the centre know."
    )
    assert toms.text.startswith("🔔 <b>Tom</b> has a lesson today, Tuesday 24 Nov.\n")
    assert [row[0].label for row in mine.reply.buttons] == [
        "✅ Will come",
        "🙋 Can't come, pass the seat on",
        "🗺 How to get there",
    ]


async def test_a_free_lesson_says_nothing_of_money(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    await village.seat("lan", course)
    [told] = await village.hears(at("2026-11-24 12:00"))
    assert "💵" not in told.text


async def test_lan_says_that_she_comes(village: Village) -> None:
    course, [lesson] = await village.publish(at("2026-11-24 14:00"))
    registration = await village.seat("lan", course)
    for _ in range(2):
        [reply] = await village.says("lan", f"/den {lesson} {registration}", at("2026-11-23 15:00"))
        assert str(reply.text) == (
            "Cảm ơn bạn đã báo! Hẹn gặp <b>bạn</b> ở lớp <b>Excel căn bản</b>.\n"
            "🗓 ngày mai, thứ Ba 24/11, 14:00–15:30\n"
            "📍 17 Cô Bắc, Phường Cô Giang"
        )
    assert await village.promises() == [(lesson, registration)]


async def test_a_button_of_long_ago_gets_a_kind_answer(village: Village) -> None:
    course, [lesson] = await village.publish(at("2026-11-24 14:00"))
    registration = await village.seat("lan", course)
    [reply] = await village.says("lan", f"/den {lesson} {registration}", at("2026-11-24 15:30"))
    assert str(reply.text) == "Buổi học thứ Ba 24/11 của lớp <b>Excel căn bản</b> đã qua rồi. Cảm ơn bạn nhé!"
    assert await village.promises() == []


@pytest.mark.parametrize("whole", [False, True], ids=["lesson", "course"])
async def test_nobody_promises_to_come_to_what_is_cancelled(village: Village, whole: bool) -> None:
    course, [lesson] = await village.publish(at("2026-11-24 14:00"))
    registration = await village.seat("lan", course)
    await (village.cancel_course(course) if whole else village.cancel_lesson(lesson))
    [reply] = await village.says("lan", f"/den {lesson} {registration}", at("2026-11-24 11:00"))
    assert str(reply.text) == "Buổi học thứ Ba 24/11 của lớp <b>Excel căn bản</b> đã hủy, bạn không cần đến nhé."
    assert await village.promises() == []


async def test_who_gave_up_the_seat_cannot_promise_to_come(village: Village) -> None:
    course, [lesson] = await village.publish(at("2026-11-24 14:00"))
    registration = await village.seat("lan", course)
    await village.give_up("lan", registration)
    [reply] = await village.says("lan", f"/den {lesson} {registration}", at("2026-11-24 11:00"))
    assert str(reply.text) == (
        "<b>Bạn</b> hiện không có chỗ trong lớp <b>Excel căn bản</b>.\nBạn xem lại lớp của mình ở đây nhé."
    )
    assert reply.buttons == ((Button("🎒 Lớp của tôi", "/cuatoi"),),)
    assert await village.promises() == []


@pytest.mark.parametrize("words", ["/den", "/den x y", "/den 1", "/den 999999999 1", "/den 1 999999999", "/den ١ ٢"])
async def test_a_broken_button_gets_a_kind_answer(village: Village, words: str) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    await village.seat("lan", course)
    [reply] = await village.says("lan", words, village.now)
    assert str(reply.text).startswith("Nút này đã cũ")
    assert await village.promises() == []


async def test_nobody_promises_for_someone_else(village: Village) -> None:
    course, [lesson] = await village.publish(at("2026-11-24 14:00"))
    registration = await village.seat("lan", course)
    [reply] = await village.says("stranger", f"/den {lesson} {registration}", village.now)
    assert "Excel" not in str(reply.text)
    assert await village.promises() == []


async def test_a_lesson_of_another_course_is_not_promised(village: Village) -> None:
    course, _ = await village.publish(at("2026-11-24 14:00"))
    _, [other] = await village.publish(at("2026-11-25 14:00"), title="Bí mật")
    registration = await village.seat("lan", course)
    [reply] = await village.says("lan", f"/den {other} {registration}", village.now)
    assert "Bí mật" not in str(reply.text)
    assert await village.promises() == []
