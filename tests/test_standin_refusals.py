"""The stand-in refuses what Telegram refuses, in Telegram's words."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from telegram import BotCommand, BotCommandScopeAllPrivateChats, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from bot.demo.markup import read_html
from bot.demo.refusals import RefusalError
from tests.wiring import Wired, keyboard, refusal, wiring


@pytest.fixture
async def wired(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    async with wiring(monkeypatch) as wired:
        yield wired


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
