"""The same stories in English, through Telegram's wire, on both databases."""

from collections.abc import AsyncIterator

import pytest

from schedules.clock import StillClock
from storage.database import Database
from storage.registrations import Standing
from tests.classes import Class, at
from tests.town import Resident, Town, living

ZALO = Class()
EXCEL = Class("L102", "Excel căn bản", (at(26, 18),), capacity=1, ward="Phường Cầu Kho", fee_vnd=150_000)


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL)
        yield town


async def signs_up(resident: Resident, code: str) -> str:
    await resident.says(f"/signup {code}")
    await resident.taps("For myself")
    await resident.taps(resident.person.user["first_name"])
    await resident.taps("Skip")
    return (await resident.taps("I agree")).text


async def test_from_hello_to_a_seat(town: Town) -> None:
    emma = town.resident("Emma", "en")
    assert (await emma.says("/start")).text.startswith("Hello!\nI am Bạn Học")
    listed = await emma.taps("Coming classes")
    assert listed.text.startswith("Coming classes: 2\n\n1. Zalo cho người cao tuổi\nWednesday 25 Nov, 8:30–10:00")
    assert "20 seats left" in listed.text
    card = await emma.taps("1")
    assert "⏰ Sign up until 8:30, Wednesday 25 Nov" in card.text
    await emma.taps("Sign up")
    await emma.taps("For myself")
    assert emma.last.startswith("What may I call you?")
    await emma.taps("Emma")
    assert emma.last.startswith("Which ward do you live in?")
    await emma.taps("Skip")
    done = await emma.taps("I agree")
    assert done.text.startswith("✅ You have a seat in Zalo cho người cao tuổi.")
    mine = await emma.taps("My classes")
    assert "Emma (you)\n• Zalo cho người cao tuổi: ✅ seat" in mine.text


async def test_a_line_a_seat_that_comes_free_and_giving_it_up(town: Town) -> None:
    emma, john = town.resident("Emma", "en"), town.resident("John", "en-US")
    await signs_up(emma, "L102")
    assert "You are number 1 on the waiting list." in await signs_up(john, "L102")
    await emma.says("/mine")
    asked = await emma.taps("Give up seat")
    assert asked.text == "Give up your seat in Excel căn bản?\nIt goes to the next person waiting."
    await emma.taps("Yes, give it up")
    assert emma.last.startswith("Your seat in Excel căn bản is given up.")
    assert await town.standings("L102") == [("John", Standing.SEATED)]
    assert "You have a seat" in john.last or "seat" in john.last
    kept = await john.taps("Keep")
    assert kept.text == "All right: You have a seat in Excel căn bản. See you there!"


async def test_reminders_moves_and_settings(town: Town) -> None:
    emma = town.resident("Emma", "en")
    await signs_up(emma, "L102")
    emma.new()
    await town.turns_to_local(25, 18)
    (day_before,) = emma.new()
    assert "tomorrow, Thursday 26 Nov" in day_before
    await town.publishes(Class("L102", "Excel căn bản", (at(28, 19),), capacity=1, ward="Phường Cầu Kho"))
    (moved,) = emma.new()
    assert "Thursday 26 Nov" in moved
    assert "Saturday 28 Nov" in moved
    settings = await emma.says("/settings")
    assert "Tiếng Việt" in " ".join(settings.labels)
    vietnamese = await emma.taps("Tiếng Việt")
    assert "Cài đặt" in vietnamese.text
    hello = await emma.says("/start")
    assert hello.text.startswith("Chào Emma!")


async def test_what_is_not_words_and_what_is_not_understood(town: Town) -> None:
    emma = town.resident("Emma", "en")
    assert "I cannot listen to voice messages yet" in (await emma.does(lambda person: person.sends_voice())).text
    assert (await emma.says("🙂🙂")).text.startswith("I did not understand that.")
    assert (await emma.says("/signup L999")).text.startswith("I cannot find a class with the code L999.")


async def test_data_and_deletion(town: Town) -> None:
    emma = town.resident("Emma", "en")
    await signs_up(emma, "L102")
    shown = await emma.says("/mydata")
    assert "Emma" in shown.text
    await emma.taps("Delete")
    farewell = await emma.taps("Yes")
    assert "deleted" in farewell.text
    assert await town.standings("L102") == []
    again = await emma.says("/start")
    assert again.text.startswith("Hello!")
