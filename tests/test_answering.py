"""Stories of organizers who answer what residents ask the centre."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from schedules.clock import StillClock
from storage.database import Database
from storage.organizers import Rights
from tests.asking_staff import CAU_KHO, DA_KAO, Street, street


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Street]:
    async with street(database, clock) as here:
        yield here


async def test_at_night_an_organizer_is_not_woken_nor_a_resident(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.town.turns_to_local(23, 22)
    await here.asks(lan, "Có máy in không?")
    assert hoa.new() == []
    await hoa.says("/cauhoimoi")
    await hoa.taps("1")
    await hoa.says("Có.")
    assert "người hỏi sẽ nhận lúc 7:00" in (await hoa.taps("Gửi")).text
    hoa.new(), lan.new()
    await here.town.turns_to_local(24, 7, 10)
    assert [one.endswith("Có.") for one in lan.new()] == [True]
    assert hoa.new() == [], "what was answered at night is no news in the morning"


async def test_one_centre_does_not_see_another_centres_questions(here: Street) -> None:
    hoa, mai = await here.organizer("Hoa", CAU_KHO), await here.organizer("Mai", DA_KAO)
    chief, lan, ba = await here.organizer("Tư"), await here.resident("Lan", CAU_KHO), await here.resident("Ba")
    await here.asks(lan, "Có máy in không?")
    assert [len(one.new()) for one in (hoa, mai, chief)] == [1, 0, 1]
    (question,) = await here.questions()
    assert (await mai.says("/cauhoimoi")).text.startswith("Không còn câu hỏi nào đang chờ.")
    assert "Câu hỏi này không còn ở đây nữa." in (await mai.says(f"/traloi {question.id}")).text
    await here.asks(ba, "Ai dạy Excel?")
    assert "Ai dạy Excel?" in (await mai.says("/cauhoimoi")).text
    seen = (await chief.says("/cauhoimoi")).text
    assert "1. Lan, Phường Cầu Kho, thứ Hai 23/11\n“Có máy in không?”" in seen
    assert "2. Ba, thứ Hai 23/11\n“Ai dạy Excel?”" in seen


async def test_whose_right_ended_meanwhile_sends_nothing(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await here.resident("Lan", CAU_KHO)
    await here.asks(lan, "Có máy in không?")
    await hoa.taps("✍️ Trả lời")
    await hoa.says("Có.")
    await ends(here, CAU_KHO)
    assert (await hoa.taps("Gửi")).text.startswith("Mình chưa hiểu ý bạn.")
    (question,) = await here.questions()
    assert question.answer is None


async def test_whose_right_ended_while_typing_is_let_go(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await here.resident("Lan", CAU_KHO)
    await here.asks(lan, "Có máy in không?")
    await hoa.taps("✍️ Trả lời")
    await ends(here, CAU_KHO)
    assert (await hoa.says("Có.")).text.startswith("Mình chưa hiểu ý bạn.")
    assert (await hoa.says("cảm ơn")).text.startswith("Không có gì đâu ạ"), "not taken for an answer any more"


async def ends(here: Street, ward: str) -> None:
    async with here.town.database.begin(here.town.clock.now()) as store:
        centre = await store.centres.of_ward(ward)
        for organizer in await store.organizers.list_over(centre.id):
            organizer.ended_at = store.now


async def test_of_two_who_answer_the_first_counts(here: Street) -> None:
    hoa, mai, lan = await here.organizer("Hoa"), await here.organizer("Mai"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    for who, said in ((hoa, "Có."), (mai, "Không.")):
        await who.taps("✍️ Trả lời")
        await who.says(said)
    await hoa.taps("Gửi")
    late = await mai.taps("Gửi")
    assert late.text == "Câu này đã có người trả lời rồi.\nCâu hỏi: “Có máy in không?”\n\nTrả lời: Có."
    assert [one for one in lan.new() if one.endswith("Không.")] == []
    assert await here.audit() == ["question_answered"]
    assert (await mai.says(f"/traloi {(await here.questions())[0].id}")).text == late.text


async def test_the_first_answer_counts_in_the_database_too(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    organizer = await here.contact(hoa)
    everywhere = Rights(True, frozenset())
    async with here.town.database.read(here.town.clock.now()) as early:
        seen = await early.questions.find((await here.questions())[0].id, everywhere)
    assert seen is not None
    firsts = []
    for said in ("Có.", "Không."):
        async with here.town.database.begin(here.town.clock.now()) as store:
            firsts.append(await store.questions.answer(seen, organizer.id, said))
    assert firsts == [True, False]
    assert [one.answer for one in await here.questions()] == ["Có."]


async def test_whoever_looked_before_the_other_answered_comes_second(here: Street) -> None:
    if here.town.database.is_sqlite:
        pytest.skip("one writer at a time")
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    organizer, number = await here.contact(hoa), (await here.questions())[0].id
    everywhere, now = Rights(True, frozenset()), here.town.clock.now()
    async with here.town.database.begin(now) as second:
        seen = await second.questions.find(number, everywhere)
        assert seen is not None
        async with here.town.database.begin(now) as first:
            question = await first.questions.find(number, everywhere)
            assert question is not None
            assert await first.questions.answer(question, organizer.id, "Có.")
        assert not await second.questions.answer(seen, organizer.id, "Không.")
        assert seen.answer == "Có."


async def test_sent_twice_it_is_told_once(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    await hoa.taps("✍️ Trả lời")
    preview = await hoa.says("Có.")
    lan.new()
    first = await hoa.taps("Gửi")
    assert (await hoa.taps_old("Gửi", preview)).text == first.text
    assert len(lan.new()) == 1
    await here.asks(lan, "Còn máy chiếu?")
    await hoa.taps("✍️ Trả lời")
    assert (await hoa.taps_old("Gửi", preview)).text.startswith("Nút này đã cũ")
    assert (await here.questions())[1].answer is None


async def test_what_is_not_our_field_is_closed_kindly(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Giá vàng hôm nay?")
    await hoa.taps("✍️ Trả lời")
    assert "Việc này không thuộc phạm vi của trung tâm" in (await hoa.taps("Không thuộc phạm vi")).text
    sent = await hoa.taps("Gửi")
    assert "Giữ câu này" not in " ".join(sent.labels)
    assert "bộ phận tiếp dân" in lan.last
    assert (await hoa.says("/cauhoimoi")).text.startswith("Không còn câu hỏi nào đang chờ.")


async def test_the_resident_deleted_everything_meanwhile(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    await hoa.taps("✍️ Trả lời")
    await hoa.says("Có.")
    question = (await here.questions())[0].id
    await lan.says("/dulieu")
    await lan.taps("Xóa hết")
    await lan.taps("Vâng, xóa hết")
    assert "Câu hỏi này không còn ở đây nữa." in (await hoa.taps("Gửi")).text
    assert "Câu hỏi này không còn ở đây nữa." in (await hoa.says(f"/traloi {question}")).text
    assert await here.audit() == []


async def test_the_resident_blocked_us(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    await lan.does(lambda person: person.blocks())
    await hoa.taps("✍️ Trả lời")
    await hoa.says("Có.")
    assert "hiện mình không nhắn được cho người hỏi" in (await hoa.taps("Gửi")).text
    assert (await here.questions())[0].answer == "Có."


async def test_many_wait_and_are_shown_page_by_page(here: Street) -> None:
    hoa = await here.organizer("Hoa")
    for number in range(1, 10):
        await here.asks(await here.resident(f"Lan {number}"), f"Câu số {number}?")
    first = await hoa.says("/cauhoimoi")
    assert "đang chờ trả lời: 9." in first.text
    assert "Câu số 8?" in first.text
    assert "Câu số 9?" not in first.text
    second = await hoa.taps("Xem thêm")
    assert "1. Lan 9, thứ Hai 23/11\n“Câu số 9?”" in second.text
    assert "Câu số 1?" in (await hoa.taps("Từ câu đầu")).text
    assert "Câu số 3?" in (await hoa.taps("3")).text


async def test_after_a_day_an_unfinished_answer_is_forgotten(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    await hoa.taps("✍️ Trả lời")
    here.town.clock.turn(timedelta(hours=25))
    assert "Người hỏi sẽ thấy" not in (await hoa.says("Có.")).text
    assert (await hoa.taps("Không thuộc phạm vi")).text.startswith("Nút này đã cũ")


async def test_to_residents_the_desk_does_not_exist(here: Street) -> None:
    lan = await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    for said in ("/cauhoimoi", "/traloi 1", "/soan 1 gui"):
        assert (await lan.says(said)).text.startswith("Mình chưa hiểu ý bạn.")
