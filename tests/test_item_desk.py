"""Stories of organizers who look after what their centre asks: how people got on, and switching items off and on."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import select

from handlers.quizzes.bank import bank_of
from handlers.texts import items
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.item_numbers import Numbers, numbers_of
from tests.answering_quizzes import people
from tests.classes import at
from tests.organizing import UNKNOWN, centre_id, organizer
from tests.town import Resident, Town, living

DA_KAO, CAU_KHO = "Phường Đa Kao", "Phường Cầu Kho"
LAST_WEEK, THIS_WEEK = at(18, 9), at(23, 7)
SCAM = next(one for one in items.load() if one.id == "scams-01")
RIGHT = min(SCAM.right)
CROWDS = count(1)
WRONG = [place for place in range(len(SCAM.options["vi"])) if place != RIGHT]


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        async with database.begin(clock.now()) as store:
            for ward in (CAU_KHO, DA_KAO):
                await store.centres.of_ward(ward)
        yield town


async def answered(town: Town, chosen: Sequence[int], ward: str = DA_KAO, when: datetime = LAST_WEEK) -> list[int]:
    """New people of this ward answer the item, each with one of these options; gives them as contacts."""
    async with town.database.begin(when) as store:
        called = f"{ward} {next(CROWDS)}"
        who = [one.contact_id for one in await people(store, len(chosen), ward, called=called)]
    await answer(town, who, chosen, when)
    return who


async def answer(town: Town, who: Sequence[int], chosen: Sequence[int], when: datetime = LAST_WEEK) -> None:
    async with town.database.begin(when) as store:
        for contact_id, option in zip(who, chosen, strict=True):
            is_right = option in SCAM.right
            await store.attempts.add(contact_id, SCAM.id, SCAM.topic, SCAM.skill, option, is_right=is_right)


async def told(town: Town, ward: str = DA_KAO) -> Numbers | None:
    number = await centre_id(town, ward)
    async with town.database.read(town.clock.now()) as store:
        return (await numbers_of(store, number, [SCAM.id])).get(SCAM.id)


async def may_be_asked(town: Town, ward: str | None) -> bool:
    number = await centre_id(town, ward) if ward else None
    async with town.database.read(town.clock.now()) as store:
        return SCAM.id in await bank_of(store, number)


async def noted(town: Town) -> list[str]:
    async with town.database.read(town.clock.now()) as store:
        found = list(await store.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    return [one for one in found if one.startswith("item")]


async def opens_first(lan: Resident) -> None:
    """The first item of the scams, from the desk."""
    await lan.says("/banlamviec")
    await lan.taps("🧩 Kho câu đố")
    await lan.taps("Lừa đảo qua mạng")
    await lan.taps("1")


async def test_an_item_is_switched_off_for_one_centre_and_on_again(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await opens_first(lan)
    shown = lan.person.last
    assert SCAM.question["vi"] in shown.text
    assert f"✅ {SCAM.options['vi'][RIGHT]}" in shown.text
    assert f"▫️ {SCAM.options['vi'][WRONG[0]]}" in shown.text
    assert "Chưa đủ 5 người trả lời" in shown.text
    assert "🚫 Câu này đang tắt," in (await lan.taps("🚫 Tắt câu này")).text
    assert [await may_be_asked(town, ward) for ward in (DA_KAO, CAU_KHO, None)] == [False, True, True]
    assert "🚫 Câu này đang tắt," in (await lan.taps_old("🚫 Tắt câu này", shown)).text
    assert await noted(town) == ["item_switched_off"]
    assert f"1. 🚫 {SCAM.question['vi']}" in (await lan.taps("‹ Các câu")).text
    assert f"{len(items.load())} câu, 1 câu đang tắt." in (await lan.taps("‹ Các chủ đề")).text
    await opens_first(lan)
    assert "Câu này đang bật." in (await lan.taps("✅ Bật lại câu này")).text
    assert await may_be_asked(town, DA_KAO)
    assert await noted(town) == ["item_switched_off", "item_switched_on"]
    log = (await lan.says("/nhatky")).text
    assert "bạn đã tắt một câu đố: Phường Đa Kao" in log
    assert "bạn đã bật lại một câu đố: Phường Đa Kao" in log


async def test_the_pages_of_a_topic(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await lan.says("/khocauhoi")
    first = await lan.taps("Lừa đảo qua mạng")
    assert "Lừa đảo qua mạng (1/" in first.text
    second = await lan.taps("Sau ›")
    assert "\n7. " in second.text
    assert "7" in second.labels
    assert (await lan.taps("‹ Trước")).text == first.text
    number = await centre_id(town, DA_KAO)
    assert "Lừa đảo qua mạng (" in (await lan.says(f"/khocauhoi {number} scams 999999")).text


async def test_how_people_got_on_is_told_of_five_or_more(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await answered(town, [RIGHT] * 3 + [WRONG[1]])
    await answered(town, [RIGHT] * 9, CAU_KHO)
    assert await told(town) is None
    await answered(town, [RIGHT, WRONG[0]] + [WRONG[1]] * 4)
    assert await told(town) == Numbers(10, 4, WRONG[1])
    await opens_first(lan)
    assert "10 người đã trả lời, lần đầu đúng 40%." in lan.last
    assert f"Lựa chọn chưa đúng mà nhiều người chọn nhất: “{SCAM.options['vi'][WRONG[1]]}”." in lan.last
    assert "10 người đã trả lời, lần đầu đúng 40%." in (await lan.taps("‹ Các câu")).text


async def test_a_wrong_option_that_few_chose_is_not_named(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    await answered(town, [RIGHT] * 8 + [WRONG[0]] * 4)
    assert await told(town) == Numbers(12, 7, None)
    await opens_first(lan)
    assert "nhiều người chọn nhất" not in lan.last


async def test_everyone_right_or_wrong_is_not_told_as_such(town: Town) -> None:
    await answered(town, [RIGHT] * 6)
    await answered(town, [WRONG[0]] * 6, CAU_KHO)
    assert await told(town) == Numbers(6, 8, None)
    assert await told(town, CAU_KHO) == Numbers(6, 2, WRONG[0])


async def test_a_person_counts_once_with_their_first_answer(town: Town) -> None:
    who = await answered(town, [WRONG[0]] * 5)
    await answer(town, who, [RIGHT] * 5, at(19, 9))
    assert await told(town) == Numbers(5, 2, WRONG[0])
    await answer(town, who[:1] * 20, [WRONG[1]] * 20, at(20, 9))
    assert await told(town) == Numbers(5, 2, WRONG[0])


async def test_answers_of_this_week_are_not_told_yet(town: Town) -> None:
    await answered(town, [RIGHT] * 3 + [WRONG[0]] * 2)
    await answered(town, [WRONG[0]] * 3, when=THIS_WEEK)
    assert await told(town) == Numbers(5, 6, None)
    await town.turns_to(at(30, 9))
    assert await told(town) == Numbers(8, 4, WRONG[0])


async def test_who_has_all_centres_chooses_one(town: Town) -> None:
    minh = await organizer(town, "Minh")
    assert "kho câu đố của trung tâm nào?" in (await minh.says("/khocauhoi")).text
    assert "Kho câu đố của Phường Cầu Kho" in (await minh.taps(CAU_KHO)).text


async def test_another_centres_bank_is_not_there(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", DA_KAO), town.resident("Hạnh")
    other = await centre_id(town, CAU_KHO)
    await answered(town, [WRONG[0]] * 6, CAU_KHO)
    for said in (f"/khocau {other} scams-01 tat", f"/khocau {other} scams-01", "/khocau 999 scams-01", "/khocau"):
        assert "Mình không thấy câu này trong kho." in (await lan.says(said)).text
    assert "Kho câu đố của Phường Đa Kao" in (await lan.says(f"/khocauhoi {other}")).text
    assert await may_be_asked(town, CAU_KHO)
    unknown = (await hanh.says(UNKNOWN)).text
    assert (await hanh.says(f"/khocau {other} scams-01 tat")).text == unknown


async def test_whatever_is_typed_after_the_word_is_answered(town: Town) -> None:
    lan = await organizer(town, "Lan", DA_KAO)
    number = await centre_id(town, DA_KAO)
    for said in (f"/khocau {number} row-999999999999999999", f"/khocau {number} " + "x" * 200, f"/khocau {number}"):
        assert "Mình không thấy câu này" in (await lan.says(said)).text
    assert "Kho câu đố của" in (await lan.says(f"/khocauhoi {number} khong-co -1")).text
    assert "Câu này đang bật." in (await lan.says(f"/khocau {number} scams-01 xoa")).text
    assert await noted(town) == []


async def test_the_desk_in_english(town: Town) -> None:
    emma = await organizer(town, "Emma", DA_KAO, language="en")
    assert "Quiz bank of Phường Đa Kao" in (await emma.says("/quizbank")).text
    assert "Fewer than 5 people have answered so far." in (await emma.taps("Online scams")).text
    await emma.taps("2")
    assert "Switched off: nobody is asked this." in (await emma.taps("🚫 Switch off")).text
