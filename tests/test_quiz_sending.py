"""Quizzes that organizers send: to an audience, after a class; and whether a class helped."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.broadcasts import Repeats, State
from storage.consents import Purpose
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.skills import Compared, compare
from tests.answering_quizzes import agrees, answer, learners, people, seated
from tests.broadcasting import CAU_KHO, DA_KAO, Square, square
from tests.classes import Class, at
from tests.organizing import UNKNOWN, contact_id, ends
from tests.organizing import organizer as invited
from tests.town import Resident, Town

CLASS = Class("V1", "Tránh lừa đảo", (at(24, 8), at(25, 8)), ward=CAU_KHO)


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Square]:
    async with square(database, clock) as here:
        yield here


async def fond(here: Square, name: str, ward: str = CAU_KHO, language: str = "vi", *, given: bool = True) -> Resident:
    """Somebody who wants quizzes, or does not."""
    who = await here.resident(name, ward, language)
    await agrees(here.town, await contact_id(here.town, who), given=given)
    return who


async def drafted(here: Square, organizer: Resident) -> None:
    """A quiz on scams for everyone, up to its preview."""
    await organizer.says("/kynang")
    await organizer.taps("Gửi câu đố")
    await organizer.taps("Lừa đảo qua mạng")
    await organizer.taps("Mọi người")
    await organizer.taps("Xong, chọn vậy")


async def test_a_quiz_goes_to_those_who_agreed_to_quizzes(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    lan, emma = await fond(here, "Lan"), await fond(here, "Emma", language="en")
    tu, ba = await fond(here, "Tư", given=False), await here.resident("Ba")
    far = await fond(here, "Nam", DA_KAO)
    await hoa.says("/kynang")
    asked = await hoa.taps("Gửi câu đố")
    assert asked.text.startswith("📤 Gửi câu đố về chủ đề nào?")
    assert "Gửi cho ai?" in (await hoa.taps("Lừa đảo qua mạng")).text
    chosen = await hoa.taps("Mọi người")
    assert "Lúc này là 2 người.\n(Nhóm này có 4 người; mình chỉ gửi cho ai đã đồng ý nhận câu đố.)" in chosen.text
    hoa.new()
    await hoa.taps("Xong, chọn vậy")
    vietnamese, english, question = hoa.new()
    code = (await here.last()).code
    assert vietnamese == (
        f"📢 Trung tâm học tập cộng đồng {CAU_KHO}\n\n"
        "Chào Hoa, mời bạn thử 3 câu đố ngắn về “Lừa đảo qua mạng”. Chừng hai phút, làm xong biết thêm một mẹo hay.\n\n"
        f"Mã thông báo: {code}. Muốn biết tin này thật hay giả, bấm /kiemtra_{code}\n"
        "Dừng nhận câu đố: /nhipcauhoi_thoi"
    )
    assert question.endswith("2 người sẽ nhận. Bạn gõ 2 để gửi.")
    await hoa.says("2")
    await here.works()
    assert lan.new() == [vietnamese.replace("Hoa", "Lan")]
    assert emma.new() == [english.replace("Hoa", "Emma")]
    assert "To stop quizzes: /nhipcauhoi_thoi" in english
    assert [tu.new(), ba.new(), far.new()] == [[], [], []]
    assert (await here.counts()).sent == 2
    item = await lan.taps("Làm 3 câu")
    assert "Câu hỏi 1/3 · Lừa đảo qua mạng" in item.text
    assert "1/3 · Online scams" in (await emma.taps("Try 3 questions")).text


async def test_who_stops_quizzes_gets_none_that_is_still_owed(here: Square) -> None:
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan")
    await drafted(here, hoa)
    await lan.says("/nhipcauhoi_thoi")
    assert "vừa đổi từ 1 thành 0" in (await hoa.says("1")).text
    await here.works()
    assert (await here.last()).state is State.DRAFT


async def test_a_quiz_to_a_class_needs_the_consent_to_quizzes_too(here: Square) -> None:
    await here.town.publishes(CLASS)
    hoa, lan, tu = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan"), await here.resident("Tư")
    for who in (lan, tu):
        await seated(here.town, who, "V1")
    await hoa.says("/guicaudo tatca")
    await hoa.taps("Có chỗ trong lớp")
    chosen = await hoa.taps("V1")
    assert "Lúc này là 1 người." in chosen.text
    broadcast = await here.last()
    assert (broadcast.purpose, broadcast.quiz) == (Purpose.QUIZZES, "")
    await hoa.taps("Xong, chọn vậy")
    await hoa.says("1")
    lan.new()
    await here.works()
    assert "mời bạn thử 3 câu đố ngắn. Chừng" in lan.last
    assert "Câu hỏi 1/3" in (await lan.taps("Làm 3 câu")).text


async def test_what_is_sent_again_or_each_week_is_the_same_quiz(here: Square) -> None:
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan")
    await drafted(here, hoa)
    await here.change(repeats=Repeats.WEEKLY)
    await hoa.says("1")
    await here.works()
    first, second = await here.all()
    assert (second.quiz, second.purpose, second.state) == (first.quiz, Purpose.QUIZZES, State.SCHEDULED)
    lan.new()
    await here.town.turns_to_local(30, 9)
    assert len([one for one in lan.new() if "3 câu đố" in one]) == 1
    await hoa.says(f"/thongbao lai {first.id}")
    again = await here.last()
    assert (again.quiz, again.purpose, again.audience) == ("scams", Purpose.QUIZZES, ["missed", first.id])


async def test_nobody_gets_more_than_two_a_day_of_news_and_quizzes(here: Square) -> None:
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan")
    await here.sent(hoa, "Hội sách.", 1)
    for _ in range(2):
        await drafted(here, hoa)
        await hoa.says("1")
        await here.works()
    assert len([one for one in lan.new() if "Mã thông báo" in one]) == 2
    assert (await here.counts()).reasons == {"cap": 1}


async def test_a_second_tap_makes_no_second_draft(here: Square) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await hoa.says("/guicaudo")
    offered = hoa.person.last
    await hoa.taps("Lừa đảo qua mạng")
    await hoa.taps_old("Lừa đảo qua mạng", offered)
    assert len(await here.all()) == 1
    chief = await here.organizer("Lan")
    asked = await chief.says("/guicaudo scams")
    assert asked.text == "Gửi nhân danh trung tâm nào?"
    await chief.taps(DA_KAO)
    assert len(await here.all()) == 2


async def chosen(town: Town, organizer: Resident, topic: str = "Lừa đảo qua mạng") -> str:
    await organizer.says("/quanlop V1")
    await organizer.taps("Câu đố sau lớp")
    return (await organizer.taps(topic)).text


async def asked(town: Town) -> list[str]:
    """The keys of what learners were asked after classes."""
    async with town.database.read(town.clock.now()) as store:
        keys = select(OutboxMessage.key).where(OutboxMessage.key.startswith("course_quiz:"))
        return list((await store.session.scalars(keys.order_by(OutboxMessage.key))).all())


async def test_learners_are_asked_once_a_day_after_the_class(here: Square) -> None:
    town = here.town
    await town.publishes(CLASS)
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan")
    emma, tu, ba = await fond(here, "Emma", language="en"), await here.resident("Tư"), await fond(here, "Ba")
    for who in (lan, emma, tu, ba):
        await seated(town, who, "V1")
    await ba.says("/dung")
    told = await chosen(town, hoa)
    assert told == "✅ Sau lớp Tránh lừa đảo, học viên được mời làm câu đố về Lừa đảo qua mạng."
    await town.turns_to_local(26, 9, 20)
    assert await asked(town) == [], "the class ended at 9:30 the day before"
    for one in (lan, emma, tu, ba):
        one.new()
    await town.turns_to_local(26, 9, 40)
    assert lan.new() == [
        "🧩 Bạn còn nhớ gì từ lớp Tránh lừa đảo?\n"
        "Mời bạn thử 3 câu về Lừa đảo qua mạng. Chừng hai phút thôi, sai cũng không sao."
    ]
    assert emma.new()[0].startswith("🧩 What do you still remember from Tránh lừa đảo?\n")
    assert [tu.new(), ba.new()] == [[], []], "one did not agree to quizzes, one paused"
    assert "Câu hỏi 1/3 · Lừa đảo qua mạng" in (await lan.taps("Làm 3 câu")).text
    await town.turns_to_local(29, 12)
    assert len(await asked(town)) == 2
    page = await hoa.says("/caudolop V1")
    assert "Học viên đã được mời rồi" in page.text
    assert "giữ chủ đề" in (await hoa.says("/caudolop V1 khong")).text
    log = (await hoa.says("/nhatky")).text
    assert f"bạn đã chọn câu đố sau lớp V1: {CAU_KHO}" in log


async def test_a_quiz_after_class_can_be_called_off(here: Square) -> None:
    town = here.town
    await town.publishes(CLASS)
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan")
    await seated(town, lan, "V1")
    await chosen(town, hoa)
    assert "Đang chọn: Lừa đảo qua mạng." in (await hoa.says("/caudolop V1")).text
    yes = hoa.person.last
    assert "không kèm câu đố" in (await hoa.taps("Không kèm câu đố")).text
    assert "không kèm câu đố" in (await hoa.taps_old("Không kèm câu đố", yes)).text
    await town.turns_to_local(27, 12)
    assert await asked(town) == []
    async with town.database.read(town.clock.now()) as store:
        actions = [one.action for one in await store.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert actions.count("course_quiz_dropped") == 1


async def test_nobody_is_asked_at_night(here: Square) -> None:
    town = here.town
    await town.publishes(Class("V1", "Tránh lừa đảo", (at(24, 20),), ward=CAU_KHO))
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan")
    await seated(town, lan, "V1")
    await chosen(town, hoa)
    await town.turns_to_local(26, 6, 50)
    assert await asked(town) == [], "a day after the end it is night"
    await town.turns_to_local(26, 7, 10)
    assert len(await asked(town)) == 1


async def test_nobody_is_asked_weeks_later(here: Square) -> None:
    town = here.town
    await town.publishes(CLASS)
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await fond(here, "Lan")
    await seated(town, lan, "V1")
    town.clock.turn_to(at(32, 10))
    await chosen(town, hoa)
    await here.works()
    assert await asked(town) == []


async def compared(town: Town) -> Compared | None:
    course = await town.course("V1")
    async with town.database.read(town.clock.now()) as store:
        return await compare(store, course, "scams")


async def test_before_and_after_is_of_the_same_five_people_at_least(here: Square) -> None:
    town = here.town
    await town.publishes(CLASS)
    hoa = await here.organizer("Hoa", CAU_KHO)
    ones = await learners(town, 7, "V1", CAU_KHO)
    async with town.database.begin(town.clock.now()) as store:
        others = [one.contact_id for one in await people(store, 6, CAU_KHO)]
    await answer(town, [*ones[:6], *others], at(20, 9), [True, False, False])
    await answer(town, ones, at(-20, 9), [True])
    await answer(town, [*ones[:4], ones[6], *others], at(27, 9), [True, True, False])
    await answer(town, ones, at(27, 9), [False], topic="vneid")
    await chosen(town, hoa)
    await town.turns_to_local(30, 8)
    assert await compared(town) is None, "six answered before, five after, only four both"
    page = await hoa.says("/truocsau")
    assert "Tránh lừa đảo (V1) · Lừa đảo qua mạng\nChưa đủ 5 người trả lời cả trước lẫn sau." in page.text
    await answer(town, ones[4:5], at(28, 9), [True])
    assert await compared(town) == Compared(5, 3, 7)
    assert "Đúng 30% → 70% · 5 người" in (await hoa.says("/truocsau")).text
    await answer(town, ones[5:6], at(30, 9), [True])
    assert await compared(town) == Compared(5, 3, 7), "what was answered this week counts from the next"
    emma = await invited(town, "Emma", CAU_KHO, "en")
    assert "Right: 30% → 70% · 5 people" in (await emma.says("/beforeafter")).text


async def test_before_any_class_began_there_is_nothing_to_compare(here: Square) -> None:
    await here.town.publishes(CLASS)
    hoa = await here.organizer("Hoa", CAU_KHO)
    assert "Chưa có lớp nào để so sánh." in (await hoa.says("/truocsau 3")).text
    await chosen(here.town, hoa)
    assert "Chưa có lớp nào để so sánh." in (await hoa.says("/truocsau")).text


async def test_nobody_else_sends_or_reads(here: Square) -> None:
    town = here.town
    await town.publishes(CLASS)
    chief, hoa = await here.organizer("Lan"), await here.organizer("Hoa", CAU_KHO)
    await chosen(town, hoa)
    await ends(chief, "Hoa")
    await town.turns_to_local(25, 12)
    minh, hanh = await here.organizer("Minh", DA_KAO), await here.resident("Hạnh")
    unknown = (await hanh.says(UNKNOWN)).text
    for who in (hoa, hanh):
        for said in ("/guicaudo", "/guicaudo scams", "/caudolop V1", "/caudolop V1 vneid", "/truocsau"):
            assert (await who.says(said)).text == unknown
    async with town.database.read(town.clock.now()) as store:
        home = await store.centres.of_ward(CAU_KHO)
    await minh.says(f"/guicaudo scams {home.id}")
    await minh.says("/guicaudo scams 0")
    assert {one.centre_id for one in await here.all()}.isdisjoint({home.id, None})
    assert "V1" not in (await minh.says("/truocsau")).text
    for said in ("/caudolop V1", "/caudolop V1 vneid", "/caudolop V1 khong"):
        assert "Tránh lừa đảo" not in (await minh.says(said)).text
    course = await town.course("V1")
    async with town.database.read(town.clock.now()) as store:
        quiz = await store.course_quizzes.find(course.id)
        assert quiz
        assert quiz.topic == "scams"
