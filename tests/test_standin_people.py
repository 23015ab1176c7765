"""What people do at the stand-in for Telegram reaches the library's own Bot: words, files and taps."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.error import BadRequest, Conflict

from bot.demo.samples import PICTURE
from tests.wiring import MORNING, Wired, keyboard, refusal, wiring


@pytest.fixture
async def wired(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    async with wiring(monkeypatch) as wired:
        yield wired


# What people do reaches the bot


async def test_a_person_writes_and_the_bot_answers(wired: Wired) -> None:
    hanh = wired.standin.person(11, "Hạnh", last_name="Nguyễn")
    hanh.says("/lop tuần này")
    (update,) = await wired.bot.get_updates()
    message = update.message
    assert message is not None
    assert (message.text, message.date) == ("/lop tuần này", MORNING)
    assert message.from_user is not None
    assert message.from_user.full_name == "Hạnh Nguyễn"
    assert [(entity.type, message.parse_entity(entity)) for entity in message.entities] == [("bot_command", "/lop")]
    sent = await wired.bot.send_message(11, "Chào <b>bà</b> 🌻 &lt;3", parse_mode="HTML")
    assert (sent.text, sent.text_html) == ("Chào bà 🌻 <3", "Chào <b>bà</b> 🌻 &lt;3")
    (shown,) = await hanh.hears()
    assert (shown.text, shown.html) == ("Chào bà 🌻 <3", "Chào <b>bà</b> 🌻 &lt;3")


async def test_unconfirmed_updates_come_again_until_a_higher_offset_confirms_them(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    for text in ("một", "hai", "ba"):
        hanh.says(text)
    first, second, third = await wired.bot.get_updates()
    assert [update.update_id for update in await wired.bot.get_updates()] == [
        first.update_id,
        second.update_id,
        third.update_id,
    ]
    assert (second.update_id, third.update_id) == (first.update_id + 1, first.update_id + 2)
    assert await wired.bot.get_updates(offset=second.update_id, limit=1) == (second,)
    assert await wired.bot.get_updates(offset=third.update_id + 1) == ()
    assert await wired.bot.get_updates() == ()


async def test_a_poll_waits_for_the_next_update(wired: Wired) -> None:
    poll = asyncio.create_task(wired.bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    assert not poll.done()
    wired.standin.person(11).starts("lop_A1")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "/start lop_A1"


async def test_a_second_poller_ends_the_first(wired: Wired) -> None:
    first = asyncio.create_task(wired.bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    async with wired.another_bot() as other:
        second = asyncio.create_task(other.get_updates(timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await first
        wired.standin.person(11).says("xin chào")
        assert len(await second) == 1


async def test_polling_conflicts_with_a_webhook(wired: Wired) -> None:
    await wired.bot.set_webhook("https://example.org/hook")
    wired.standin.person(11).says("xin chào")
    with pytest.raises(Conflict, match="webhook is active"):
        await wired.bot.get_updates()
    assert (await wired.bot.get_webhook_info()).pending_update_count == 1
    await wired.bot.delete_webhook(drop_pending_updates=True)
    assert await wired.bot.get_updates() == ()


async def test_updates_are_forgotten_after_a_day_and_taps_after_150_seconds(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    await wired.bot.send_message(11, "Chọn", reply_markup=keyboard(("Lớp", "lop")))
    hanh.taps("Lớp")
    wired.clock.turn(timedelta(seconds=151))
    assert [update.callback_query for update in await wired.bot.get_updates()] == [None]
    wired.clock.turn(timedelta(hours=24))
    assert await wired.bot.get_updates() == ()


async def test_ids_begin_anew_after_an_idle_week(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("một")
    (before,) = await wired.bot.get_updates()
    await wired.bot.get_updates(offset=before.update_id + 1)
    wired.clock.turn(timedelta(days=8))
    hanh.says("hai")
    (after,) = await wired.bot.get_updates()
    assert after.update_id != before.update_id + 1


async def test_only_the_kinds_that_were_asked_for(wired: Wired) -> None:
    await wired.bot.get_updates(allowed_updates=["message"])
    hanh = wired.standin.person(11)
    shown = hanh.says("một")
    hanh.edits(shown, "hai")
    hanh.blocks()
    assert [update.edited_message for update in await wired.bot.get_updates()] == [None]


async def test_an_update_nobody_can_parse_goes_out_as_it_is(wired: Wired) -> None:
    wired.standin.push_raw({"poll": {"id": "1"}})
    with pytest.raises(TypeError):
        await wired.bot.get_updates()


async def test_photos_voices_stickers_documents_contacts_and_places_arrive(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.sends_photo("lớp nấu ăn")
    hanh.sends_voice()
    hanh.sends_sticker()
    hanh.sends_document("thu.txt", "thư".encode())
    hanh.sends_contact("+84901234567")
    hanh.sends_location()
    messages = [update.message for update in await wired.bot.get_updates() if update.message]
    photo, voice, sticker, document, contact, place = messages
    assert (photo.caption, len(photo.photo)) == ("lớp nấu ăn", 2)
    assert voice.voice
    assert sticker.sticker
    assert contact.contact
    assert place.location
    assert document.document
    file = await wired.bot.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == "thư".encode()


async def test_a_photo_is_measured_and_what_is_one_is_no_document(wired: Wired) -> None:
    wired.standin.person(11).says("xin chào")
    sent = await wired.bot.send_photo(11, PICTURE)
    assert [(size.width, size.height) for size in sent.photo] == [(40, 22), (320, 180)]
    again = await wired.bot.send_photo(11, sent.photo[-1].file_id)
    assert again.photo[-1].file_id == sent.photo[-1].file_id
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type photo as document"):
        await wired.bot.send_document(11, sent.photo[-1].file_id)
    thin = PICTURE[:16] + (2100).to_bytes(4, "big") + (100).to_bytes(4, "big") + PICTURE[24:]
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await wired.bot.send_photo(11, thin)


# Buttons


async def test_a_tap_says_its_data_and_the_message_changes_in_place(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    await wired.bot.send_message(11, "Chọn", reply_markup=keyboard(("Lớp sắp mở", "lop"), ("Bản đồ", "https://a.vn/")))
    hanh.taps("Lớp sắp mở")
    update = (await wired.bot.get_updates())[-1]
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert query.data == "lop"
    await wired.bot.answer_callback_query(query.id, "Đây ạ")
    await wired.bot.edit_message_text("Hai lớp", 11, query.message.message_id)
    (shown,) = await hanh.hears()
    assert (shown.text, shown.edited, shown.buttons) == ("Hai lớp", True, [])
    (answer,) = wired.standin.answers
    assert answer.text == "Đây ạ"
    assert 0 < answer.seconds < 5


async def test_a_person_can_only_tap_what_is_there(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    await wired.bot.send_message(11, "Chọn", reply_markup=keyboard(("Lớp", "lop"), ("Bản đồ", "https://a.vn/")))
    with pytest.raises(AssertionError, match=r"no button 'Huỷ'; there are .*Lớp"):
        hanh.taps("Huỷ")
    with pytest.raises(AssertionError, match="is a link"):
        hanh.taps("Bản đồ")
    hanh.taps_data("bất kỳ điều gì")
    query = (await wired.bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "bất kỳ điều gì"


async def test_a_tap_is_answered_in_time_or_never(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    await wired.bot.send_message(11, "Chọn", reply_markup=keyboard(("Lớp", "lop")))
    query_id = hanh.taps("Lớp")
    too_old = "Query is too old and response timeout expired or query id is invalid"
    assert await refusal(wired.bot.answer_callback_query("12345")) == too_old
    wired.clock.turn(timedelta(seconds=151))
    assert await refusal(wired.bot.answer_callback_query(query_id)) == too_old


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "A", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "A", "callback_data": "ố" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "A", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "A"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "A", "url": "ftp://example.com"},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_wrong_buttons_are_refused(wired: Wired, button: dict[str, str], words: str) -> None:
    wired.standin.person(11).says("xin chào")
    answer = await wired.posts(
        "sendMessage", {"chat_id": 11, "text": "A", "reply_markup": {"inline_keyboard": [[button]]}}
    )
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


async def test_a_hundred_buttons_and_not_one_more(wired: Wired) -> None:
    wired.standin.person(11).says("xin chào")
    await wired.bot.send_message(11, "Chọn", reply_markup=keyboard(*[("A", "a")] * 100))
    with pytest.raises(BadRequest):
        await wired.bot.send_message(11, "Chọn", reply_markup=keyboard(*[("A", "a")] * 101))
