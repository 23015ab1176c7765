"""Sending on Telegram, against the stand-in and over real HTTP: what people see, and how every send ends."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup
from telegram.error import ChatMigrated

from bot.demo.samples import PICTURE
from bot.request import AiohttpRequest
from bot.telegram_send import outcome
from handlers.vocabulary import Button, Document, Poll, Reply
from schedules.channel import Moved, Outcome, Rejected, Sent, TryLater, Unreachable
from schedules.clock import StillClock
from storage.database import Database
from tests.telegrams import GREETING, Centre, centre_on


@pytest.fixture
async def centre(sqlite_database: Database, clock: StillClock) -> AsyncIterator[Centre]:
    async with centre_on(sqlite_database, clock) as centre:
        yield centre


async def sends(centre: Centre, reply: Reply, **options: Any) -> Outcome:
    channel = await centre.started(**options)
    return await channel.send("7001", reply)


async def test_a_reply_arrives_with_its_buttons(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    reply = Reply(GREETING.text, ((Button("Lớp sắp mở", "/lop"), Button("Chỉ đường", opens="https://example.org/x")),))
    assert await sends(centre, reply) == Sent(str(hanh.last.id))
    assert hanh.last.html == "<b>Chào bạn!</b>"
    assert [tuple(button) for row in hanh.last.buttons for button in row] == [
        ("Lớp sắp mở", "/lop", None),
        ("Chỉ đường", None, "https://example.org/x"),
    ]
    assert '"is_disabled": true' in str(centre.asked("sendMessage")[0]["link_preview_options"])


async def test_a_reply_takes_the_place_of_the_message_that_was_tapped(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    channel = await centre.started()
    sent = await channel.send("7001", GREETING)
    assert isinstance(sent, Sent)
    list_of_classes = Reply(Markup("Lớp sắp mở:"), replaces=sent.receipt)
    assert await channel.send("7001", list_of_classes) == sent
    assert await channel.send("7001", list_of_classes) == sent, "it already says so"
    assert (hanh.last.text, hanh.last.buttons) == ("Lớp sắp mở:", [])
    assert len(hanh.messages) == 2


@pytest.mark.parametrize("replaces", ["999999", "demo-5"])
async def test_what_cannot_be_edited_is_written_anew(centre: Centre, replaces: str) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    assert await sends(centre, Reply(Markup("Xong!"), replaces=replaces)) == Sent(str(hanh.last.id))
    assert hanh.last.text == "Xong!"


async def test_a_message_with_a_document_is_not_edited(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    channel = await centre.started()
    calendar = Document("lịch học.ics", b"BEGIN:VCALENDAR", "text/calendar")
    sent = await channel.send("7001", Reply(Markup("<b>Lịch</b> của bạn"), GREETING.buttons, document=calendar))
    assert (hanh.last.document, hanh.last.document_bytes) == ("lịch học.ics", b"BEGIN:VCALENDAR")
    assert (hanh.last.html, hanh.last.labels) == ("<b>Lịch</b> của bạn", ["Lớp sắp mở"])
    assert isinstance(sent, Sent)
    await channel.send("7001", Reply(Markup("Lớp sắp mở:"), replaces=sent.receipt))
    assert hanh.last.text == "Lớp sắp mở:"
    assert len(hanh.messages) == 3


async def test_a_long_text_becomes_several_messages_and_the_last_has_the_buttons(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    lines = Markup("\n").join(f"<{number}> Dùng điện thoại & mạng 🌻" for number in range(200))
    assert await sends(centre, Reply(Markup("<i>{}</i>").format(lines), GREETING.buttons)) == Sent(str(hanh.last.id))
    written = [message for message in hanh.messages if message.from_bot]
    assert len(written) == 2
    assert [message.labels for message in written] == [[], ["Lớp sắp mở"]]
    assert "\n".join(message.text for message in written).splitlines() == str(lines.unescape()).splitlines()
    assert all(message.html.startswith("<i>") and message.html.endswith("</i>") for message in written)


async def test_a_text_too_long_for_a_caption_comes_before_its_document(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    data = Document("du-lieu.json", b"{}", "application/json")
    await sends(centre, Reply(Markup("dài ") * 400, GREETING.buttons, document=data))
    words, file = [message for message in hanh.messages if message.from_bot]
    assert (len(words.text), words.labels) == (1599, [])
    assert (file.document, file.text, file.labels) == ("du-lieu.json", "", ["Lớp sắp mở"])


def png(width: int, height: int) -> bytes:
    """As much of a picture as anybody here reads."""
    return PICTURE[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + PICTURE[24:]


async def test_a_picture_is_sent_as_a_photo_with_its_words(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    poster = Document("áp phích.png", PICTURE, "image/png")
    sent = await sends(centre, Reply(Markup("<b>Lớp vẽ</b>"), GREETING.buttons, document=poster))
    assert (hanh.last.picture, hanh.last.document, hanh.last.html) == (PICTURE, None, "<b>Lớp vẽ</b>")
    assert hanh.last.labels == ["Lớp sắp mở"]
    assert hanh.last.file is not None
    assert sent == Sent(str(hanh.last.id), f"photo:{hanh.last.file.file_id}")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (png(9000, 1001), "image/png"),
        (png(2100, 100), "image/png"),
        (png(0, 100), "image/png"),
        (b"no picture at all", "image/jpeg"),
        (PICTURE, "application/octet-stream"),
        (PICTURE + b"a" * 10_000_000, "image/png"),
    ],
    ids=["too wide", "too thin", "nothing", "a lie", "no picture by name", "too heavy"],
)
async def test_what_is_no_photo_for_telegram_is_a_document(centre: Centre, content: bytes, media_type: str) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    sent = await sends(centre, Reply(Markup("Đây"), document=Document("a.png", content, media_type)))
    assert hanh.last.document == "a.png"
    assert hanh.last.document_bytes == content
    assert centre.asked("sendPhoto") == []
    assert hanh.last.file is not None
    assert sent == Sent(str(hanh.last.id), f"document:{hanh.last.file.file_id}")


async def test_a_picture_that_telegram_cannot_read_is_a_document(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    centre.standin.fail_next("sendPhoto", 400, "Bad Request: IMAGE_PROCESS_FAILED")
    await sends(centre, Reply(Markup("Đây"), document=Document("a.png", PICTURE, "image/png")))
    assert hanh.last.document_bytes == PICTURE


async def test_what_telegram_has_already_is_not_sent_again(centre: Centre) -> None:
    hanh, bay = centre.standin.person(7001), centre.standin.person(7002)
    hanh.starts()
    bay.starts()
    channel = await centre.started()
    for document in (Document("a.png", PICTURE, "image/png"), Document("a.txt", b"a", "text/plain")):
        sent = await channel.send("7001", Reply(Markup("Đây"), document=document))
        assert isinstance(sent, Sent)
        known = Document(document.name, b"", document.media_type, handle=sent.handle)
        again = await channel.send("7002", Reply(Markup("Đây"), document=known))
        assert again == Sent(str(bay.last.id), sent.handle)
        assert bay.last.file == hanh.last.file


@pytest.mark.parametrize("handle", ["photo:nobody-knows", "document:nobody-knows", "document:{photo}"])
async def test_a_name_that_telegram_does_not_know_is_no_obstacle(centre: Centre, handle: str) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    photo = centre.standin.keep("photo", "a", PICTURE, "image/png").file_id
    document = Document("a.png", PICTURE, "image/png", handle=handle.format(photo=photo))
    assert isinstance(await sends(centre, Reply(Markup("Đây"), document=document)), Sent)
    assert hanh.last.picture == PICTURE


async def test_what_somebody_sent_is_downloaded(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    file = hanh.sends_document("lịch.csv", b"L101").file
    assert file is not None
    channel = await centre.started()
    assert await channel.download(file.file_id, 4) == b"L101"
    assert await channel.download(file.file_id, 3) == Rejected("too_large")
    assert await channel.download("nobody-knows", 4) == TryLater("BadRequest")
    centre.standin.fail_next("getFile", 429, retry_after=7)
    assert await channel.download(file.file_id, 4) == TryLater("RetryAfter", after=7.0)
    centre.standin.fail_next("getFile", 400, "Bad Request: file is too big")
    assert await channel.download(file.file_id, 4) == Rejected("too_large")


WAIT = "Telegram asks to wait"


@pytest.mark.parametrize(
    ("fault", "ends"),
    [
        ({"status": 429, "retry_after": 7}, TryLater(WAIT, after=7.0, everyone=True)),
        (
            {"status": 403, "description": "Forbidden: bot was blocked by the user"},
            Unreachable("Forbidden: bot was blocked by the user"),
        ),
        ({"status": 400, "description": "Bad Request: chat not found"}, Unreachable("Chat not found")),
        ({"status": 400, "description": "Bad Request: user is deactivated"}, Unreachable("User is deactivated")),
        ({"status": 400, "description": "Bad Request: message is too long"}, Rejected("Message is too long")),
        (
            {"status": 400, "description": 'Bad Request: can\'t parse entities: Unsupported start tag "nguyễn" at 5'},
            Rejected("Can't parse entities: unsupported start tag … at 5"),
        ),
        (
            {"status": 400, "description": "Bad Request: button URL 'http://o'brien' of 7001234 is wrong"},
            Rejected("Button url … of … is wrong"),
        ),
        ({"status": 413, "description": "Request Entity Too Large"}, Rejected("Request entity too large")),
        ({"status": 500}, TryLater("HTTP 500")),
        ({"status": 502}, TryLater("ServerTrouble: HTTP 502", everyone=True)),
        ({"status": 502, "html": True}, TryLater("ServerTrouble: HTTP 502", everyone=True)),
        (
            {"status": 403, "html": True},
            TryLater("NetworkError: HTTP 403, but not from Telegram", everyone=True),
        ),
        ({"status": 401, "description": "Unauthorized"}, TryLater("InvalidToken: Unauthorized", everyone=True)),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_every_end_of_a_send(centre: Centre, fault: dict[str, Any], ends: Outcome) -> None:
    centre.standin.person(7001).starts()
    centre.standin.fail_next("sendMessage", **fault)
    assert await sends(centre, GREETING) == ends


async def test_a_group_that_moved_is_written_to_where_it_is() -> None:
    assert outcome(ChatMigrated(-100123456789)) == Moved("-100123456789")


async def test_a_poll_is_a_quiz_of_telegrams_that_does_not_tell_who_chose_what(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    hanh.starts()
    poll = Poll("1 < 2?", ("Đúng & hay", "Sai"), 0, "Vì 1 nhỏ hơn.\nThế thôi.")
    assert isinstance(await sends(centre, Reply(Markup("1 &lt; 2?"), poll=poll)), Sent)
    content = hanh.last.content["poll"]
    assert (content["question"], content["explanation"]) == ("1 < 2?", "Vì 1 nhỏ hơn.\nThế thôi.")
    assert (content["type"], content["is_anonymous"], content["correct_option_ids"]) == ("quiz", True, [0])
    assert isinstance(await sends(centre, Reply(Markup("?"), poll=replace(poll, explanation=""))), Sent)
    assert "explanation" not in hanh.last.content["poll"]
    centre.standin.fail_next("sendPoll", 400, "Bad Request: POLL_OPTION_INVALID")
    assert await sends(centre, Reply(Markup("?"), poll=poll)) == Rejected("Poll_option_invalid")


async def test_a_connection_cut_after_sending_is_tried_again(centre: Centre) -> None:
    centre.standin.person(7001).starts()
    centre.standin.drop_next("sendMessage")
    ends = await sends(centre, GREETING)
    assert isinstance(ends, TryLater)
    assert ends.everyone


async def test_a_server_that_is_too_slow(centre: Centre) -> None:
    centre.standin.person(7001).starts()
    channel = await centre.started(request=AiohttpRequest(read=0.1))
    centre.standin.latency = 1
    assert await channel.send("7001", GREETING) == TryLater("TimedOut: Timed out", everyone=True)


async def test_telegram_itself_refuses_whom_it_does_not_know_and_who_blocked_us(centre: Centre) -> None:
    hanh = centre.standin.person(7001)
    channel = await centre.started()
    assert await channel.send("7001", GREETING) == Unreachable("Chat not found")
    hanh.starts()
    hanh.blocks()
    assert await channel.send("7001", GREETING) == Unreachable("Forbidden: bot was blocked by the user")
    assert await channel.send("7001", Reply(Markup(""))) == Unreachable("Forbidden: bot was blocked by the user")
    hanh.unblocks()
    assert await channel.send("7001", Reply(Markup(" "))) == Rejected("Message text is empty")
