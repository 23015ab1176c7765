"""Stories of organizers who keep an answer for the next one who asks."""

from collections.abc import AsyncIterator

import pytest

from handlers.kept_answers import LONGEST, MOST_WORDINGS, read_wordings
from schedules.clock import StillClock
from storage.database import Database
from tests.asking_staff import CAU_KHO, DA_KAO, Street, street
from tests.town import Resident


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Street]:
    async with street(database, clock) as here:
        yield here


async def answers(
    here: Street, organizer: Resident, asked: str = "Chị Hoa ơi, có máy in không?", ward: str = ""
) -> None:
    """Somebody of this ward asks, and is answered."""
    await here.asks(await here.resident("Lan", ward or None), asked)
    await organizer.taps("✍️ Trả lời")
    await organizer.says("Có, ở phòng 2.")
    await organizer.taps("Gửi")


async def mark(here: Street) -> str | None:
    async with here.town.database.read(here.town.clock.now()) as store:
        return await store.listing.mark()


async def test_an_answer_is_kept_in_the_organizers_own_wordings(here: Street) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await answers(here, hoa, ward=CAU_KHO)
    before = await mark(here)
    asked = await hoa.taps("Giữ câu này cho lần sau")
    assert asked.text.startswith("Người dân hỏi: “Chị Hoa ơi, có máy in không?”")
    assert "Đừng ghi tên ai" in asked.text
    kept = await hoa.says("- có máy in không\n- in giấy ở đâu\n\nCÓ MÁY IN KHÔNG")
    assert kept.text == (
        "💾 Đã giữ. Ai hỏi như vậy, mình trả lời ngay.\n\nNgười dân hỏi (Phường Cầu Kho)\n"
        "• có máy in không\n• in giấy ở đâu\n\nTrả lời\nCó, ở phòng 2."
    )
    (answer,) = await here.kept()
    assert (answer.wordings, answer.text) == (["có máy in không", "in giấy ở đâu"], "Có, ở phòng 2.")
    assert await mark(here) != before, "every process finds it at once"
    assert await here.audit() == ["question_answered", "answer_kept"]
    log = (await hoa.says("/nhatky")).text
    assert "đã giữ một câu trả lời cho lần sau" in log
    assert "máy in" not in log


async def test_kept_as_it_was_asked_only_after_the_warning(here: Street) -> None:
    hoa = await here.organizer("Hoa")
    await answers(here, hoa, "Có máy in\nkhông ạ?")
    asked = await hoa.taps("Giữ câu này")
    dialog = hoa.person.last.buttons[0][0].data
    assert dialog is not None
    assert "Người khác sẽ hỏi câu này thế nào?" in (await hoa.says(dialog.replace("nguyen", "chac"))).text
    assert await here.kept() == []
    await hoa.taps_old("Giữ đúng như người dân hỏi", asked)
    warned = here.became(hoa, asked)
    assert "có tên, địa chỉ, số điện thoại, bệnh tật hay chuyện riêng của ai không?" in warned
    assert "Người khác sẽ hỏi" in (await hoa.taps("Để tôi viết lại")).text
    await hoa.taps("Giữ đúng như người dân hỏi")
    assert (await hoa.taps("Không có gì riêng tư")).text.startswith("💾 Đã giữ.")
    assert [one.wordings for one in await here.kept()] == [["Có máy in không ạ?"]]
    assert [one.centre_id for one in await here.kept()] == [None]


async def test_tapped_twice_it_is_kept_once(here: Street) -> None:
    hoa, mai = await here.organizer("Hoa"), await here.organizer("Mai")
    await answers(here, hoa)
    sent = hoa.person.last
    await hoa.taps("Giữ câu này")
    await mai.says("/traloi 1")
    await mai.taps("Giữ câu này")
    await hoa.taps("Giữ đúng như")
    warned = hoa.person.last
    await hoa.taps("Không có gì riêng tư")
    assert (await hoa.taps_old("Không có gì riêng tư", warned)).text.startswith("💾 Đã giữ.")
    assert (await hoa.taps_old("Giữ câu này", sent)).text.startswith("💾 Đã giữ.")
    assert "• Chị Hoa ơi, có máy in không?" in (await mai.says("máy in")).text
    assert len(await here.kept()) == 1
    assert "Giữ câu này" not in " ".join((await mai.says("/traloi 1")).labels)


@pytest.mark.parametrize("way_out", ["tap", "Thôi"])
async def test_who_does_not_keep_it_keeps_nothing(here: Street, way_out: str) -> None:
    hoa = await here.organizer("Hoa")
    await answers(here, hoa)
    await hoa.taps("Giữ câu này")
    stopped = await (hoa.taps("Thôi") if way_out == "tap" else hoa.says(way_out))
    assert stopped.text.startswith("Chưa có câu trả lời nào được giữ.")
    assert await here.kept() == []


async def test_a_wording_needs_words(here: Street) -> None:
    hoa = await here.organizer("Hoa")
    await answers(here, hoa)
    await hoa.taps("Giữ câu này")
    for said in ("🙂", "x" * (LONGEST + 1)):
        assert (await hoa.says(said)).text.startswith("Bạn gõ cách hỏi bằng chữ giúp mình")
    assert (await hoa.says("có máy in không")).text.startswith("💾 Đã giữ.")


async def test_a_kept_answer_is_corrected_reworded_and_ended(here: Street) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await answers(here, hoa, ward=CAU_KHO)
    await hoa.taps("Giữ câu này")
    await hoa.says("có máy in không")
    marks = [await mark(here)]
    assert (await hoa.says("/cautraloi")).text == "Các câu trả lời đã giữ: 1. Bạn bấm số để xem.\n1. có máy in không"
    await hoa.taps("1")
    await hoa.taps("Thêm cách hỏi")
    assert "• có máy in không\n• in ở đâu\n" in (await hoa.says("in ở đâu\ncó máy in không")).text
    marks.append(await mark(here))
    assert "Có, ở phòng 2." in (await hoa.taps("Sửa câu trả lời")).text
    assert (await hoa.taps("Thôi")).text.startswith("Người dân hỏi (Phường Cầu Kho)")
    await hoa.taps("Sửa câu trả lời")
    assert (await hoa.says("Có, ở phòng 3.")).text.endswith("Trả lời\nCó, ở phòng 3.")
    marks.append(await mark(here))
    assert (await hoa.taps("Không dùng nữa")).text == "Không dùng câu trả lời cho “có máy in không” nữa?"
    asking = hoa.person.last
    await hoa.taps("Vâng, không dùng nữa")
    assert (await hoa.taps_old("Vâng, không dùng nữa", asking)).text.startswith("Câu trả lời này không còn dùng")
    async with here.town.database.read(here.town.clock.now()) as store:
        assert await store.answers.list_live() == []
    assert len({*marks, await mark(here)}) == 4, "each change is found at once, in every process"
    done = ["question_answered", "answer_kept", "answer_wording", "answer_corrected", "answer_ended"]
    assert await here.audit() == done
    assert (await hoa.says("/giucau 1")).text.startswith("Câu này đã được giữ từ trước, có thể đã thôi dùng.")
    assert len(await here.kept()) == 1


async def test_another_centre_cannot_touch_it(here: Street) -> None:
    hoa, mai = await here.organizer("Hoa", CAU_KHO), await here.organizer("Mai", DA_KAO)
    await answers(here, hoa, ward=CAU_KHO)
    await hoa.taps("Giữ câu này")
    await mai.says("/giucau 1")
    assert mai.last.startswith("Câu hỏi này không còn ở đây nữa.")
    await hoa.says("có máy in không")
    (kept,) = await here.kept()
    assert (await mai.says("/cautraloi")).text.startswith("Chưa có câu trả lời nào được giữ.")
    for what in ("xem", "them", "sua", "bo", "boluon"):
        assert (await mai.says(f"/cautraloi {what} {kept.id}")).text.startswith("Câu trả lời này không còn dùng")
    assert (await here.kept())[0].ended_at is None


async def test_whose_right_ended_meanwhile_changes_nothing(here: Street) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await answers(here, hoa, ward=CAU_KHO)
    await hoa.taps("Giữ câu này")
    await hoa.says("có máy in không")
    await hoa.taps("Sửa câu trả lời")
    async with here.town.database.begin(here.town.clock.now()) as store:
        for organizer in await store.organizers.list_over(None):
            organizer.ended_at = store.now
    assert (await hoa.says("Không có.")).text.startswith("Mình chưa hiểu ý bạn.")
    assert (await here.kept())[0].text == "Có, ở phòng 2."


async def test_whose_right_over_this_centre_ended_meanwhile_changes_nothing(here: Street) -> None:
    hoa = await here.organizer("Hoa", CAU_KHO)
    await answers(here, hoa, ward=CAU_KHO)
    await hoa.taps("Giữ câu này")
    await hoa.says("có máy in không")
    await hoa.taps("Sửa câu trả lời")
    contact = await here.contact(hoa)
    async with here.town.database.begin(here.town.clock.now()) as store:
        for organizer in await store.organizers.list_over(None):
            organizer.ended_at = store.now
        other = await store.organizers.invite((await store.centres.of_ward(DA_KAO)).id, None)
        await store.organizers.accept(other, contact.id)
    assert (await hoa.says("Không có.")).text.startswith("Câu trả lời này không còn dùng")
    assert (await here.kept())[0].text == "Có, ở phòng 2."


async def test_the_resident_left_before_it_was_kept(here: Street) -> None:
    hoa, lan = await here.organizer("Hoa"), await here.resident("Lan")
    await here.asks(lan, "Có máy in không?")
    await hoa.taps("✍️ Trả lời")
    await hoa.says("Có.")
    await hoa.taps("Gửi")
    await hoa.taps("Giữ câu này")
    await lan.says("/dulieu")
    await lan.taps("Xóa hết")
    await lan.taps("Vâng, xóa hết")
    assert (await hoa.says("có máy in không")).text.startswith("Câu hỏi này không còn ở đây nữa.")
    assert await here.kept() == []


async def test_many_are_shown_page_by_page_in_english(here: Street) -> None:
    hoa = await here.organizer("Hoa", language="en")
    contact = await here.contact(hoa)
    async with here.town.database.begin(here.town.clock.now()) as store:
        for number in range(1, 10):
            await store.answers.keep([f"<b>asked {number}"], "Yes.", "en", centre_id=None, made_by=contact.id)
    first = await hoa.says("/cautraloi")
    assert first.text.startswith("Kept answers: 9. Tap a number to see one.\n1. <b>asked 1\n")
    second = await hoa.taps("More")
    assert second.text.endswith("\n9. <b>asked 9")
    assert (await hoa.taps("9")).text == "People ask (all centres)\n• <b>asked 9\n\nAnswer\nYes."
    for said in ("/cautraloi trang 99", "/cautraloi xem x", "/cautraloi x 999999", "/luucau 1 chac", "/giucau"):
        assert (await hoa.says(said)).text


def test_wordings_are_read_one_a_line() -> None:
    assert read_wordings(" • có máy in không \n* In ở đâu?\nin o dau\n🙂\n\n") == ["có máy in không", "In ở đâu?"]
    assert len(read_wordings("\n".join(f"câu {number}" for number in range(50)))) == MOST_WORDINGS


async def test_what_an_organizer_kept_goes_before_what_is_prepared_for_all(here: Street) -> None:
    """Where to park is prepared for every centre in general words; this one knows it better."""
    hoa, ba = await here.organizer("Hoa", CAU_KHO), await here.resident("Ba", CAU_KHO)
    assert "Mỗi nơi học một khác" in (await ba.says("gửi xe ở đâu")).text
    await answers(here, hoa, "Đi học gửi xe ở đâu?", CAU_KHO)
    await hoa.taps("Giữ câu này")
    await hoa.says("gửi xe ở đâu")
    assert "Có, ở phòng 2." in (await ba.says("gửi xe ở đâu vậy")).text
    assert "Mỗi nơi học một khác" in (await ba.says("chỗ gửi xe có mất tiền không")).text
