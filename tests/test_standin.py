"""The stand-in for Telegram, driven by the library's own Bot over its own HTTP: it refuses what Telegram refuses."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.demo.limits import Window
from bot.demo.markup import read_html
from bot.demo.refusals import RefusalError
from bot.demo.samples import PICTURE
from bot.demo.standin import Address, Limits, StandIn
from schedules.clock import StillClock

TOKEN = "1234:demo"
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass
class Wired:
    """A bot, the stand-in it talks to, and the clock of both."""

    standin: StandIn
    bot: Bot
    clock: StillClock
    address: Address

    async def posts(self, method: str, params: dict[str, Any]) -> Any:
        """Call without the library, which would not let wrong things through; gives the whole answer."""
        async with (
            ClientSession() as web,
            web.post(f"{self.address.base_url}{TOKEN}/{method}", json=params) as response,
        ):
            return await response.json()

    def another_bot(self, token: str = TOKEN) -> Bot:
        return Bot(token, base_url=self.address.base_url, base_file_url=self.address.base_file_url)


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's way to say that `retry_after` may be a timedelta; it warns otherwise, and warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest_asyncio.fixture
async def wired() -> AsyncIterator[Wired]:
    clock = StillClock(MORNING)
    standin = StandIn(TOKEN, clock.now, random=Random(7))
    async with standin.serve() as address:
        bot = Bot(TOKEN, base_url=address.base_url, base_file_url=address.base_file_url)
        async with bot:
            yield Wired(standin, bot, clock, address)


def keyboard(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    """Buttons below each other; a label and what it says, or the address it opens."""
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(label, url=says)
                if "://" in says
                else InlineKeyboardButton(label, callback_data=says)
            ]
            for label, says in buttons
        ]
    )


async def refusal(call: object) -> str:
    """The words with which this call is refused."""
    with pytest.raises(TelegramError) as caught:
        await call  # type: ignore[misc]
    return caught.value.message


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


# Telegram's refusals


async def test_texts_are_neither_empty_nor_too_long(wired: Wired) -> None:
    wired.standin.person(11).says("xin chào")
    assert await refusal(wired.bot.send_message(11, " \n ")) == "Message text is empty"
    assert await refusal(wired.bot.send_message(11, "a" * 4097)) == "Message is too long"
    assert await refusal(wired.bot.send_message(11, "🌻" * 2049)) == "Message is too long"
    await wired.bot.send_message(11, "<b>" + "a" * 4096 + "</b>", parse_mode="HTML")
    assert await refusal(wired.bot.send_document(11, b"x", caption="a" * 1025)) == "Media_caption_too_long"
    assert await refusal(wired.bot.send_document(11, b"")) == "File must be non-empty"


async def test_nobody_is_written_to_who_never_wrote(wired: Wired) -> None:
    wired.standin.person(11)
    assert await refusal(wired.bot.send_message(11, "Chào")) == "Chat not found"
    assert await refusal(wired.bot.send_message(99, "Chào")) == "Chat not found"


async def test_edits_change_something_that_is_there(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    own = hanh.says("xin chào")
    sent = await wired.bot.send_message(11, "Chọn", reply_markup=keyboard(("Lớp", "lop")))
    assert await refusal(wired.bot.edit_message_text("A", 11, 999_999)) == "Message to edit not found"
    assert await refusal(wired.bot.edit_message_text("A", 11, own.id)) == "Message can't be edited"
    same = await refusal(
        wired.bot.edit_message_text("Chọn", 11, sent.message_id, reply_markup=keyboard(("Lớp", "lop")))
    )
    assert same == (
        "Message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message"
    )
    changed = await wired.bot.edit_message_reply_markup(11, sent.message_id)
    assert isinstance(changed, Message)
    assert changed.reply_markup is None


async def test_messages_are_deleted_within_two_days(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    first = await wired.bot.send_message(11, "một")
    second = await wired.bot.send_message(11, "hai")
    await wired.bot.delete_message(11, first.message_id)
    wired.clock.turn(timedelta(hours=49))
    assert await refusal(wired.bot.delete_message(11, first.message_id)) == "Message to delete not found"
    assert await refusal(wired.bot.delete_message(11, second.message_id)) == "Message can't be deleted for everyone"
    assert [shown.text for shown in hanh.messages] == ["xin chào", "hai"]


async def test_a_reply_quotes_what_stands_there(wired: Wired) -> None:
    asked = wired.standin.person(11).says("Lớp học ở đâu?")
    sent = await wired.bot.send_message(11, "Ở hội trường", reply_parameters=ReplyParameters(asked.id, quote="ở đâu"))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "Lớp học ở đâu?"
    wrong = ReplyParameters(asked.id, quote="khi nào")
    assert await refusal(wired.bot.send_message(11, "A", reply_parameters=wrong)) == "Quote_text_invalid"
    gone = ReplyParameters(999_999)
    assert await refusal(wired.bot.send_message(11, "A", reply_parameters=gone)) == "Message to be replied not found"


async def test_blocking_is_told_and_felt(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    hanh.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await wired.bot.send_message(11, "Chào")
    with pytest.raises(AssertionError, match="blocked"):
        hanh.says("có ai không")
    hanh.unblocks()
    await wired.bot.send_message(11, "Chào")
    hanh.deactivates()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await wired.bot.send_message(11, "Chào")
    changes = [update.my_chat_member for update in await wired.bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_wrong_tokens_and_methods_are_refused(wired: Wired) -> None:
    async with wired.another_bot() as right:
        assert right.username == "banhoc_demo_bot"
    with pytest.raises(InvalidToken):
        async with wired.another_bot("1234:other"):
            pass
    assert await wired.posts("sendNothing", {}) == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_pictures_documents_and_polls_are_sent(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.sends_photo()
    sent = await wired.bot.send_document(
        11, b"BEGIN:VCALENDAR", filename="lop.ics", caption="<i>Lịch</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    (shown,) = await hanh.hears()
    assert (shown.document, shown.document_bytes, shown.text) == ("lop.ics", b"BEGIN:VCALENDAR", "Lịch")
    await wired.bot.send_document(11, sent.document.file_id)
    assert hanh.last.document == "lop.ics"
    picture = hanh.messages[0].file
    assert picture is not None
    assert (await wired.bot.send_photo(11, picture.content)).photo
    assert await refusal(wired.bot.send_photo(11, b"no picture")) == "Image_process_failed"
    assert (await wired.bot.send_poll(11, "Mấy giờ?", ["7", "8"])).poll
    with pytest.raises(BadRequest):
        await wired.bot.send_poll(11, "Mấy giờ?", ["7"] * 13)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"correct_option_ids": []}, "Wrong correct option identifiers specified"),
        ({"correct_option_ids": [2]}, "Wrong correct option identifiers specified"),
        ({"explanation": "á" * 201}, "Poll explanation is too long"),
        ({"explanation": "a\nb\nc\nd"}, "Poll explanation has too many line feeds"),
    ],
)
async def test_a_quiz_needs_its_answer_and_a_short_explanation(wired: Wired, wrong: dict[str, Any], words: str) -> None:
    wired.standin.person(11).says("xin chào")
    quiz: dict[str, Any] = {"type": "quiz", "correct_option_ids": [1], "explanation": "Vì đúng là\nvậy."}
    sent = await wired.bot.send_poll(11, "Mấy giờ?", ["7", "8"], **quiz)
    assert sent.poll is not None
    assert (sent.poll.correct_option_ids, sent.poll.explanation) == ((1,), "Vì đúng là\nvậy.")
    assert await refusal(wired.bot.send_poll(11, "Mấy giờ?", ["7", "8"], **{**quiz, **wrong})) == words


async def test_a_group_tells_a_bot_of_commands_of_coming_and_going_and_of_a_new_id(wired: Wired) -> None:
    hanh, group = wired.standin.person(11), wired.standin.gathering(-5, "Tổ 3")
    assert "not a member" in await refusal(wired.bot.send_message(-5, "Chào"))
    group.adds(hanh, "x")
    group.says(hanh, "Chào cả nhà")
    group.says(hanh, "/lop")
    assert (await wired.bot.send_message(-5, "Chào")).chat.title == "Tổ 3"
    became = group.upgrades(hanh, -100)
    with pytest.raises(ChatMigrated) as moved:
        await wired.bot.send_message(-5, "Chào")
    assert moved.value.new_chat_id == -100
    became.removes(hanh)
    assert "kicked" in await refusal(wired.bot.send_message(-100, "Chào"))
    updates = await wired.bot.get_updates()
    assert [one.message.text for one in updates if one.message and one.message.text] == [
        "/start@banhoc_demo_bot x",
        "/lop",
    ]
    members = [one.my_chat_member for one in updates if one.my_chat_member]
    assert [one.new_chat_member.status for one in members] == ["member", "kicked"]
    assert [one.message.migrate_to_chat_id for one in updates if one.message and one.message.migrate_to_chat_id] == [
        -100
    ]
    assert [shown.text for shown in group.posts] == ["Chào"]


async def test_commands_are_kept_by_scope_and_language(wired: Wired) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await wired.bot.set_my_commands([BotCommand("lop", "Các lớp sắp mở")], scope=scope)
    await wired.bot.set_my_commands([BotCommand("lop", "Coming classes")], scope=scope, language_code="en")
    assert (await wired.bot.get_my_commands(scope, "en"))[0].description == "Coming classes"
    assert wired.standin.commands_for(11, "vi")[0]["description"] == "Các lớp sắp mở"
    assert await refusal(wired.bot.set_my_commands([("Lớp", "A")])) == "Bot_command_invalid"
    assert await refusal(wired.bot.set_my_commands([("lop", "")])) == "Bot_command_description_invalid"


# Pace and trouble


async def test_a_strict_second_refuses_what_is_too_much(wired: Wired) -> None:
    standin = StandIn(TOKEN, wired.clock.now, limits=Limits(per_second=5), random=Random(7))
    standin.person(11).says("xin chào")
    async with standin.serve() as address, Bot(TOKEN, base_url=address.base_url) as bot:
        for n in range(5):
            await bot.send_message(11, f"tin {n}")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(11, "tin 6")
        assert caught.value.retry_after == timedelta(seconds=1)
        assert (standin.sent, standin.refused) == (5, 1)
        await bot.get_me()
        with pytest.raises(RetryAfter):
            await bot.send_message(11, "tin 7")
        assert standin.impatient == 1


def test_the_window_rolls() -> None:
    window = Window(2, 1.0)
    window.accept(10.0)
    window.accept(10.6)
    assert window.wait(10.9) == pytest.approx(0.1)
    assert window.wait(11.0) == 0
    window.accept(11.0)
    assert window.wait(11.5) == pytest.approx(0.1)


async def test_groups_have_a_minute_of_their_own(wired: Wired) -> None:
    limits = Limits(per_chat_per_second=10, per_group_per_minute=2)
    standin = StandIn(TOKEN, wired.clock.now, limits=limits, random=Random(7))
    standin.group(-100, "Tổ dân phố 5")
    standin.person(11).says("xin chào")
    async with standin.serve() as address, Bot(TOKEN, base_url=address.base_url) as bot:
        for chat_id in (-100, 11, -100, 11, 11):
            await bot.send_message(chat_id, "tin")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(-100, "tin")
        assert isinstance(caught.value.retry_after, timedelta)
        assert 55 <= caught.value.retry_after.total_seconds() <= 60


async def test_ordered_faults_happen_as_ordered(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("xin chào")
    wired.standin.fail_next("sendMessage", 502, html=True)
    with pytest.raises(NetworkError):
        await wired.bot.send_message(11, "một")
    wired.standin.fail_next("sendMessage", 429, retry_after=7)
    with pytest.raises(RetryAfter):
        await wired.bot.send_message(11, "hai")
    wired.standin.fail_next("sendMessage", 400, "Bad Request: chat not found")
    assert await refusal(wired.bot.send_message(11, "ba")) == "Chat not found"
    wired.standin.drop_next("sendMessage")
    with pytest.raises(NetworkError):
        await wired.bot.send_message(11, "bốn")
    assert [shown.text for shown in hanh.messages] == ["xin chào", "bốn"]
    assert [call.method for call in wired.standin.calls].count("sendMessage") == 4


async def test_latency_is_felt(wired: Wired) -> None:
    wired.standin.latency = 0.08
    began = time.monotonic()
    await wired.bot.get_me()
    assert time.monotonic() - began >= 0.08


async def test_silence_is_explained(wired: Wired) -> None:
    hanh = wired.standin.person(11)
    hanh.says("có ai không?")
    with pytest.raises(AssertionError, match=r"Hạnh heard 0 of 1 messages in 0.05 s.*có ai không"):
        await hanh.hears(timeout=0.05)


async def test_an_update_reads_the_same_through_any_encoding(wired: Wired) -> None:
    wired.standin.person(11).says("xin chào")
    answer = await wired.posts("SENDMESSAGE", {"chat_id": "11", "text": "A"})
    assert Message.de_json(answer["result"], wired.bot).text == "A"
    async with ClientSession() as web, web.get(f"{wired.address.base_url}{TOKEN}/getUpdates?offset=-1") as response:
        assert len((await response.json())["result"]) == 1


# HTML, with the cases of TDLib's own test


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("12345<br>", 'Unsupported start tag "br" at byte offset 5'),
        ("ố<p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<i>a</em>", 'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<i>a</i", "Unclosed end tag at byte offset 4"),
        ("<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i    aba>", 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0'),
        ("<i    aba  =  ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 14"),
        ('<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_is_refused_in_telegrams_words(html: str, words: str) -> None:
    with pytest.raises(RefusalError) as caught:
        read_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("&lt;&gt;&amp;&quot;&nbsp;&laquo;&#12345678;", '<>&"&nbsp;&laquo;&#12345678;', []),
        ("&#x1F33B;&#66", "🌻B", []),
        ("🏟<i>🏟 &gt;<b aba   =   caba>&lt🏟</b></i>", "🏟🏟 ><🏟", [("italic", 2, 7), ("bold", 6, 3)]),
        ("a<b></b>", "a", []),
        ("<i>a</>", "a", [("italic", 0, 1)]),
        (" <B>a </B> ", "a", [("bold", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<a href='https://a.vn/?b=1&amp;c'>a</a>", "a", [("text_link", 0, 1)]),
        ("<a>nowhere</a>", "nowhere", []),
    ],
)
def test_html_is_read_as_telegram_reads_it(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    read, found = read_html(html)
    assert read == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities
