"""Stories of residents who ask the centre, from the question to its answer."""

from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from handlers.questions import MOST, read_words
from schedules.clock import StillClock
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.questions import MOST_OPEN
from tests.asking_staff import CAU_KHO, DA_KAO, Street, street
from tests.talking import contact_of, talking

HOSTILE = '<b>"; DROP TABLE questions; -- & </b>'


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Street]:
    async with street(database, clock) as here:
        yield here


async def test_from_a_question_to_its_answer(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa", CAU_KHO), await here.resident("Lan", CAU_KHO)
    await here.cannot_answer(lan, "Trung tâm có cho mượn máy tính không?")
    assert "cán bộ sẽ thấy tên bạn trên ứng dụng (Lan) và câu hỏi" in lan.last
    passed = await lan.taps("Hỏi cán bộ trung tâm")
    assert "Mình đã chuyển câu này cho cán bộ trung tâm Phường Cầu Kho:" in passed.text
    assert "“Trung tâm có cho mượn máy tính không?”" in passed.text
    assert "Cán bộ thấy tên bạn trên ứng dụng (Lan)" in passed.text
    assert hoa.new() == ["📨 Có câu hỏi mới từ Lan, Phường Cầu Kho:\n“Trung tâm có cho mượn máy tính không?”"]
    asked = await hoa.taps("✍️ Trả lời")
    assert asked.text.startswith("Lan, Phường Cầu Kho hỏi thứ Hai 23/11:\n“Trung tâm có cho mượn máy tính không?”")
    preview = await hoa.says("Có, sáng thứ Bảy bạn ghé nhé.")
    told = (
        "💬 Trung tâm học tập cộng đồng Phường Cầu Kho trả lời bạn\n"
        "Bạn hỏi: “Trung tâm có cho mượn máy tính không?”\n\nCó, sáng thứ Bảy bạn ghé nhé."
    )
    assert preview.text == "👀 Người hỏi sẽ thấy thế này:\n\n" + told
    lan.new()
    assert (await hoa.taps("✅ Gửi")).text.startswith("✅ Đã gửi câu trả lời.")
    assert lan.new() == [told]
    (question,) = await here.questions()
    assert question.answer == "Có, sáng thứ Bảy bạn ghé nhé."
    assert await here.audit() == ["question_answered"]
    assert "đã trả lời một câu hỏi" in (await hoa.says("/nhatky")).text


async def test_the_same_in_english(here: Street) -> None:
    hoa, emma = await here.organizer("Hoa", language="en"), await here.resident("Emma", language="en")
    await here.cannot_answer(emma, "Is there a printer?")
    passed = await emma.taps("Ask the centre's staff")
    assert passed.text.startswith("📨 I passed this on to the staff of the centre:\n“Is there a printer?”")
    assert hoa.new() == ["📨 A new question from Emma:\n“Is there a printer?”"]
    await hoa.taps("✍️ Answer")
    await hoa.says("Yes.")
    await hoa.taps("✏️ Write anew")
    await hoa.says("Yes, in room 2.")
    assert "This is what they will see:" in hoa.last
    assert (await hoa.taps("Send")).text == "✅ The answer is sent. Thank you!"
    assert emma.last.startswith("💬 The community learning centre answers you\nYou asked: “Is there a printer?”")
    assert emma.last.endswith("Yes, in room 2.")


async def test_an_answer_is_in_the_language_of_the_one_who_asked(here: Street) -> None:
    hoa, emma = await here.organizer("Hoa"), await here.resident("Emma", language="en")
    await here.asks(emma, "Is there a printer?")
    await hoa.taps("✍️ Trả lời")
    preview = await hoa.says("Yes.")
    assert preview.text.startswith("👀 Người hỏi sẽ thấy thế này:\n\n💬 The community learning centre answers you")


async def test_who_wants_to_speak_to_somebody_types_the_question(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    asked = await lan.says("/hoicanbo")
    assert asked.text.startswith("Bạn viết câu hỏi, mình chuyển cho cán bộ trung tâm.")
    passed = await lan.says("mấy giờ trung tâm mở cửa\n\n\n\nvà   ai trực ạ")
    assert "“mấy giờ trung tâm mở cửa\n\nvà ai trực ạ”" in passed.text
    assert "“mấy giờ trung tâm mở cửa\n\nvà ai trực ạ”" in hoa.last
    assert (await lan.says("lớp nào sắp mở")).text != passed.text
    assert len(await here.questions()) == 1


@pytest.mark.parametrize("way_out", ["Thôi, không hỏi", "thoi", "Không hỏi nữa"])
async def test_who_thinks_better_of_it_asks_nothing(here: Street, way_out: str) -> None:
    lan = await here.resident("Lan")
    await lan.says("/hoicanbo")
    stopped = await lan.taps(way_out) if way_out.startswith("Thôi") else await lan.says(way_out)
    assert stopped.text.startswith("Vâng, mình không chuyển gì cả.")
    assert await here.questions() == []


async def test_a_tap_passes_on_only_what_its_button_was_offered_for(here: Street) -> None:
    lan = await here.resident("Lan")
    await here.cannot_answer(lan, "Câu thứ nhất?")
    first = lan.person.last
    await here.cannot_answer(lan, "Câu thứ hai?")
    assert "Mình không còn giữ câu bạn hỏi lúc trước" in (await lan.taps_old("Hỏi cán bộ", first)).text
    assert await here.questions() == []
    await lan.says("Câu thứ nhất, viết lại?")
    assert [one.text for one in await here.questions()] == ["Câu thứ nhất, viết lại?"]


async def test_after_two_hours_the_words_are_forgotten(here: Street) -> None:
    lan = await here.resident("Lan")
    await here.cannot_answer(lan, "Có máy in không?")
    here.town.clock.turn(timedelta(hours=2, minutes=1))
    assert "bạn viết lại giúp mình nhé" in (await lan.taps("Hỏi cán bộ")).text
    assert await here.questions() == []
    assert "“Có máy in không?”" in (await lan.says("Có máy in không?")).text


async def test_what_was_shown_is_remembered_beside_what_was_asked(here: Street) -> None:
    lan = await here.resident("Lan")
    contact = await here.contact(lan)
    async with here.town.database.begin(here.town.clock.now()) as store:
        await store.exchanges.show(contact.id, ["L101"], "L101")
    await here.cannot_answer(lan, "Có máy in không?")
    async with here.town.database.read(here.town.clock.now()) as store:
        state = await store.exchanges.recall(contact.id)
    assert state == {"shown": ["L101"], "about": "L101", "asked": "Có máy in không?"}


async def test_pressed_twice_it_is_asked_once(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.cannot_answer(lan, "Có máy in không?")
    offered = lan.person.last
    first = await lan.taps("Hỏi cán bộ")
    again = await lan.taps_old("Hỏi cán bộ", offered)
    assert again.text == first.text
    assert len(await here.questions()) == 1
    assert len(hoa.new()) == 1
    await hoa.taps("✍️ Trả lời")
    await hoa.says("Có.")
    await hoa.taps("Gửi")
    assert (await lan.taps_old("Hỏi cán bộ", offered)).text.endswith("Bạn hỏi: “Có máy in không?”\n\nCó.")
    assert len(await here.questions()) == 1


@pytest.mark.parametrize("secret", ["mã OTP của em là 482913", "giúp em với\n482913", "mật khẩu zalo là hoa2024"])
async def test_a_secret_is_never_passed_on(here: Street, secret: str) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.cannot_answer(lan, secret)
    assert not any("Hỏi cán bộ" in label for label in lan.person.last.labels)
    assert "Bạn đừng gửi mã OTP hay mật khẩu cho ai" in await here.asks(lan, secret)
    assert await here.questions() == []
    assert hoa.new() == []
    assert "“Làm sao đổi mật khẩu Zalo?”" in (await lan.says("Làm sao đổi mật khẩu Zalo?")).text


async def test_a_secret_that_was_remembered_is_not_passed_on_either(here: Street) -> None:
    lan = await here.resident("Lan")
    await here.cannot_answer(lan, "Có máy in không?")
    contact, secret = await here.contact(lan), "mã OTP là 482913"
    async with here.town.database.begin(here.town.clock.now()) as store:
        await store.exchanges.remember(contact.id, {"asked": secret})
    warned = await lan.says(f"/hoicanbo {sha256(secret.encode()).hexdigest()[:8]}")
    assert "Bạn đừng gửi mã OTP" in warned.text
    assert await here.questions() == []


async def test_a_long_question_is_cut_or_to_be_shortened(here: Street) -> None:
    lan = await here.resident("Lan")
    await here.cannot_answer(lan, "a" * 4000)
    assert f"“{'a' * MOST}”" in (await lan.taps("Hỏi cán bộ")).text
    assert "nhiều nhất 1.000 ký tự" in await here.asks(lan, "b" * (MOST + 1))
    await lan.says("b" * MOST)
    assert [len(one.text) for one in await here.questions()] == [MOST, MOST]


async def test_nobody_floods_the_organizers(here: Street) -> None:
    lan = await here.resident("Lan")
    for number in range(MOST_OPEN):
        await here.asks(lan, f"Câu {number}?")
    assert "Bạn đang có 5 câu chờ cán bộ trả lời" in await here.asks(lan, "Câu nữa?")
    assert len(await here.questions()) == MOST_OPEN
    assert "“Câu 1?”" in await here.asks(lan, "Câu 1?")


async def test_as_long_as_nobody_is_an_organizer_it_is_written_down(here: Street) -> None:
    lan = await here.resident("Lan", CAU_KHO)
    await here.organizer("Mai", DA_KAO)
    said = await here.asks(lan, "Có máy in không?")
    assert "Hiện chưa có cán bộ nào của trung tâm Phường Cầu Kho nhận việc ở đây." in said
    hoa = await here.organizer("Hoa", CAU_KHO)
    assert "“Có máy in không?”" in (await hoa.says("/cauhoimoi")).text


async def test_hostile_words_are_only_words(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("<i>Lan")
    assert f"“{HOSTILE}”" in await here.asks(lan, HOSTILE)
    assert hoa.last == f"📨 Có câu hỏi mới từ <i>Lan:\n“{HOSTILE}”"
    await hoa.taps("✍️ Trả lời")
    await hoa.says(HOSTILE)
    await hoa.taps("Gửi")
    assert lan.last.endswith(f"“{HOSTILE}”\n\n{HOSTILE}")
    for said in ("/traloi x", "/traloi 999999999999", "/soan", "/soan 1 gui", "/cauhoimoi -1", "/hoicanbo ' thoi"):
        assert (await hoa.says(said)).text


async def test_a_restart_in_between_changes_nothing(database: Database, clock: StillClock) -> None:
    async with talking(database, clock) as before:
        hoa, lan = before.person("71", "Hoa"), before.person("72", "Lan")
        await hoa.says("/start")
        contact = await contact_of(before, hoa)
        async with database.begin(clock.now()) as store:
            await store.organizers.accept(await store.organizers.invite(None, None), contact.id)
        await lan.says("/hoicanbo")
    async with talking(database, clock) as between:
        again, lan = between.person("71", "Hoa"), between.person("72", "Lan")
        assert "“Có máy in không?”" in await lan.says("Có máy in không?")
        await again.taps("✍️ Trả lời")
        await again.says("Có.")
    async with talking(database, clock) as after:
        last, lan = after.person("71", "Hoa"), after.person("72", "Lan")
        await last.says(again.button("Gửi"), tapped="1")
        assert lan.last.endswith("Có.")


async def test_old_questions_are_forgotten(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    await hoa.taps("✍️ Trả lời")
    await hoa.says("Có.")
    await hoa.taps("Gửi")
    await here.asks(lan, "Ai dạy Excel?")
    for days, left in ((29, 2), (2, 1), (58, 1), (2, 0)):
        here.town.clock.turn(timedelta(days=days))
        async with here.town.database.begin(here.town.clock.now()) as store:
            await store.questions.tidy()
        assert len(await here.questions()) == left, days


def test_words_are_read_without_what_nobody_sees() -> None:
    assert read_words("  Cô ơi\u202e\x00 \ud800\n\n\n  cho   hỏi\t ạ 👩\u200d🌾 ") == "Cô ơi\n\ncho hỏi ạ 👩\u200d🌾"
    assert read_words("\u200b \n ") == ""


async def test_whoever_deletes_everything_is_quoted_nowhere(here: Street) -> None:
    hoa, lan, ba = await here.organizer("Hoa"), await here.resident("Lan"), await here.resident("Ba")
    await here.asks(ba, "Ai dạy Excel?")
    await here.town.turns_to_local(23, 22)
    await here.asks(lan, "Mẹ em bệnh, có lớp nào không?")
    await hoa.says("/cauhoimoi")
    await lan.says("/dulieu")
    await lan.taps("Xóa hết")
    await lan.taps("Vâng, xóa hết")
    async with here.town.database.read(here.town.clock.now()) as store:
        rows = (await store.session.scalars(select(OutboxMessage))).all()
    assert [row.key for row in rows if "Lan" in str(row.body) or "Mẹ em" in str(row.body)] == []
    assert [one.text for one in await here.questions()] == ["Ai dạy Excel?"]
    hoa.new()
    await here.town.turns_to_local(24, 7, 10)
    assert hoa.new() == []
