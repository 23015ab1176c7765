"""Telegram as a channel, against the stand-in and over real HTTP: nothing is lost, nobody waits, no error escapes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from markupsafe import Markup
from telegram.error import ChatMigrated

from bot import telegram
from bot.demo.standin import StandIn
from bot.request import AiohttpRequest
from bot.telegram import AnotherPoller, TelegramChannel, WrongToken
from bot.telegram_send import outcome
from handlers import texts
from handlers.vocabulary import Button, Document, Reply
from schedules.channel import Outcome, Rejected, Sent, TryLater, Unreachable
from schedules.clock import StillClock
from storage.database import Database
from storage.inbox import InboxUpdate

SECRET = "AAF4-a_secret-of-thirty-five-letters"
TOKEN = f"1234567890:{SECRET}"
GREETING = Reply(Markup("<b>Chào bạn!</b>"), ((Button("Lớp sắp mở", "/lop"),),))


@dataclass
class Centre:
    """A Telegram, a database, and as many bots as are made on them."""

    standin: StandIn
    api: str
    database: Database
    clock: StillClock
    stack: AsyncExitStack

    async def channel(self, token: str = TOKEN, **options: Any) -> TelegramChannel:
        """A channel that is closed when the test ends; `arrived` is told to nobody unless it is given."""
        given = {"arrived": lambda: None, **options}
        channel = TelegramChannel(token, self.database, self.clock.now, api=self.api, **given)
        self.stack.push_async_callback(channel.stop)
        return channel

    async def started(self, **options: Any) -> TelegramChannel:
        channel = await self.channel(**options)
        await channel.start()
        return channel

    async def inbox(self) -> list[InboxUpdate]:
        async with self.database.read(self.clock.now()) as store:
            return list(await store.inbox.list_waiting(100))

    async def arrives(self, count: int) -> list[InboxUpdate]:
        """Wait until so many updates are journalled."""
        return await self.comes(count, self.inbox)

    async def confirmed(self) -> None:
        """Wait until Telegram keeps no update for us."""
        async with asyncio.timeout(5):
            while len(self.standin.updates):
                await asyncio.sleep(0.01)

    async def comes(self, count: int, listing: Any) -> Any:
        async with asyncio.timeout(5):
            while len(seen := await listing()) < count:
                await asyncio.sleep(0.01)
        assert len(seen) == count
        return seen

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [call.params for call in self.standin.calls if call.method == method]


@asynccontextmanager
async def fetching(channel: TelegramChannel) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(channel.fetch_for_ever())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


@asynccontextmanager
async def centre_on(database: Database, clock: StillClock) -> AsyncIterator[Centre]:
    standin = StandIn(TOKEN, clock.now, username="banhoc_bot", random=Random(7))
    async with standin.serve() as address, AsyncExitStack() as stack:
        yield Centre(standin, address.root, database, clock, stack)


@pytest.fixture
async def centre(sqlite_database: Database, clock: StillClock) -> AsyncIterator[Centre]:
    async with centre_on(sqlite_database, clock) as centre:
        yield centre


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "FIRST_PAUSE", 0.01)


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "banhoc.telegram"]


# Fetching


async def test_what_hanh_says_is_journalled_and_then_confirmed(database: Database, clock: StillClock) -> None:
    async with centre_on(database, clock) as centre:
        woken = asyncio.Event()
        channel = await centre.started(arrived=woken.set)
        hanh = centre.standin.person(7001, "Hạnh")
        async with fetching(channel):
            hanh.starts("lop_L101")
            (update,) = await centre.arrives(1)
            await asyncio.wait_for(woken.wait(), 5)
            await centre.confirmed()
        assert update.raw is not None
        incoming = channel.parse(update.raw)
    assert incoming is not None
    assert (incoming.text, incoming.external_id, incoming.chat_name) == ("/start lop_L101", "7001", "Hạnh")
    assert incoming.key == update.key
    assert incoming.link == "https://t.me/banhoc_bot?start="


async def test_killed_between_the_journal_and_the_confirmation_it_comes_again_and_counts_once(
    database: Database, clock: StillClock
) -> None:
    async with centre_on(database, clock) as centre:
        tasks: list[asyncio.Task[None]] = []
        first = await centre.started(arrived=lambda: tasks[0].cancel())
        centre.standin.person(7001).says("chào")
        async with fetching(first) as task:
            tasks.append(task)
            await asyncio.wait([task])
        assert len(await centre.inbox()) == 1
        assert len(centre.standin.updates) == 1, "it was confirmed before anyone asked for more"
        async with fetching(await centre.started()):
            await centre.confirmed()
        assert len(await centre.inbox()) == 1


async def test_nothing_is_confirmed_that_is_not_journalled(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.person(7001).says("chào")
    async with centre.database.begin(centre.clock.now()), fetching(channel):
        await centre.comes(1, lambda: _later(centre.asked("getUpdates")))
        await asyncio.sleep(0.1)
        assert len(centre.standin.updates) == 1
        assert len(centre.asked("getUpdates")) == 1


async def _later(found: list[Any]) -> list[Any]:
    return found


async def test_stopped_while_it_journals_it_finishes_first(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.person(7001).says("chào")
    async with fetching(channel) as task:
        async with centre.database.begin(centre.clock.now()):
            await centre.comes(1, lambda: _later(centre.asked("getUpdates")))
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.sleep(0.1)
            assert not task.done()
        await asyncio.wait([task], timeout=5)
    assert task.cancelled()
    assert len(await centre.inbox()) == 1


async def test_updates_that_nobody_can_read_stop_nothing(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.push_raw({"poll": 7})
    centre.standin.push_raw({"message": [None]})
    centre.standin.push_raw({"callback_query": {"id": 5, "data": 7}})
    async with fetching(channel):
        centre.standin.person(7001).says("chào")
        updates = await centre.arrives(4)
        await centre.confirmed()
    assert len({update.key for update in updates}) == 4


async def test_updates_without_an_id_are_kept_once(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "LONGEST_PAUSE", 0.02)
    request = StrangeUpdates([7, {"message": {}}, {"update_id": "x"}, {"update_id": True}])
    channel = await centre.channel(request=request)
    await request.initialize()
    async with fetching(channel):
        await centre.arrives(4)
        async with asyncio.timeout(5):
            while request.polls < 3:
                await asyncio.sleep(0.01)
    updates = await centre.inbox()
    assert len(updates) == 4
    assert all(update.key.startswith("sha256:") and len(update.key) <= 64 for update in updates)
    assert request.polls < 20, "it asks in a hurry for what it cannot confirm"


class StrangeUpdates(AiohttpRequest):
    """A wire on which the same odd things come for ever."""

    def __init__(self, updates: list[Any]) -> None:
        super().__init__()
        self.updates = updates
        self.polls = 0

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self.polls += 1
        return 200, telegram.json.dumps({"ok": True, "result": self.updates}).encode()


async def test_the_offset_confirms_once_and_is_forgotten(centre: Centre) -> None:
    """Ids restart at random after an idle week: an old offset would confirm what nobody has seen."""
    channel = await centre.started(poll_seconds=1)
    centre.standin.person(7001).says("chào")
    async with fetching(channel):
        asked = await centre.comes(3, lambda: _later(centre.asked("getUpdates")[:3]))
    (update,) = await centre.inbox()
    assert [poll.get("offset") for poll in asked] == [None, str(int(update.key) + 1), None]


async def test_a_tap_is_answered_at_once_even_while_the_database_is_busy(centre: Centre) -> None:
    channel = await centre.started()
    hanh = centre.standin.person(7001)
    hanh.starts()
    await channel.send("7001", GREETING)
    async with centre.database.begin(centre.clock.now()), fetching(channel):
        hanh.taps("Lớp sắp mở")
        await centre.comes(1, lambda: _later(centre.standin.answers))
    assert centre.standin.answers[0].seconds < 1


async def test_a_tap_that_cannot_be_answered_stops_nothing(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    channel = await centre.started()
    hanh = centre.standin.person(7001)
    hanh.starts()
    await channel.send("7001", GREETING)
    centre.standin.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    async with fetching(channel):
        hanh.taps("Lớp sắp mở")
        hanh.says("còn đó không?")
        await centre.arrives(3)
        await centre.confirmed()
    await channel.stop()
    assert "telegram_tap_not_answered" in events(caplog)


@pytest.mark.usefixtures("no_pause")
async def test_trouble_is_logged_when_it_begins_and_ends(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    channel = await centre.started()
    centre.standin.fail_next("getUpdates", 502, html=True, times=4)
    centre.standin.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=3)
    async with fetching(channel):
        centre.standin.person(7001).says("chào")
        await centre.arrives(1)
    assert events(caplog) == [
        "telegram_started",
        "telegram_trouble",
        "telegram_another_poller",
        "telegram_well_again",
    ]


async def test_telegram_is_left_alone_as_long_as_it_asks(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.fail_next("getUpdates", 429, retry_after=1)
    centre.standin.person(7001).says("chào")
    async with fetching(channel):
        await centre.arrives(1)
    first, second = [call.moment for call in centre.standin.calls if call.method == "getUpdates"][:2]
    assert second - first >= 1


# Starting and stopping


async def test_the_menus_are_offered_in_both_languages(centre: Centre) -> None:
    await centre.started()
    for code, language in (("", "vi"), ("fr", "vi"), ("vi", "vi"), ("en", "en")):
        menu = centre.standin.commands_for(7001, code)
        assert [(one["command"], one["description"]) for one in menu] == texts.of(language).general.commands()
    assert [one["command"] for one in centre.standin.commands_for(7001, "vi")][:2] == ["lop", "cuatoi"]


async def test_a_menu_that_is_refused_is_not_the_end(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    centre.standin.fail_next("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
    await centre.started()
    assert "telegram_menu_failed" in events(caplog)


@pytest.mark.usefixtures("no_pause")
async def test_it_starts_before_the_network_does(centre: Centre) -> None:
    centre.standin.fail_next("getMe", 502, html=True, times=3)
    assert (await centre.started()).parse('{"update_id": 1}') is None


async def test_a_wrong_token_is_said_without_saying_it(centre: Centre) -> None:
    channel = await centre.channel(token=f"999:{SECRET}")
    for attempt in (channel.start, channel.probe, channel.fetch_for_ever):
        with pytest.raises(WrongToken) as raised:
            await attempt()
        error: BaseException | None = raised.value
        while error is not None:
            assert SECRET not in repr(error)
            error = error.__cause__ or error.__context__


async def test_the_second_of_two_processes_notices_the_first(centre: Centre) -> None:
    first, second = await centre.started(), await centre.started()
    async with fetching(first):
        await centre.comes(1, lambda: _later(centre.asked("getUpdates")))
        with pytest.raises(AnotherPoller):
            await second.probe()


async def test_alone_it_notices_nobody_and_takes_nothing(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.person(7001).says("chào")
    await channel.probe(0.3)
    assert len(centre.standin.updates) == 1
    assert await centre.inbox() == []


async def test_a_webhook_counts_as_somebody_else(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.updates.webhook = "https://example.org/hook"
    with pytest.raises(AnotherPoller, match="webhook"):
        await channel.probe()


# Sending


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
    await sends(centre, Reply(Markup("dài " * 400), GREETING.buttons, document=data))
    words, file = [message for message in hanh.messages if message.from_bot]
    assert (len(words.text), words.labels) == (1599, [])
    assert (file.document, file.text, file.labels) == ("du-lieu.json", "", ["Lớp sắp mở"])


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


async def test_a_group_that_moved_is_nobody_we_write_to() -> None:
    assert isinstance(outcome(ChatMigrated(-100123456789)), Rejected)
    assert "123456789" not in str(outcome(ChatMigrated(-100123456789)))


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


# What is logged


@pytest.mark.usefixtures("no_pause")
async def test_neither_the_token_nor_a_word_of_a_person_is_logged(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for library in ("telegram", "telegram.Bot", "aiohttp", "aiohttp.client", "httpx", "httpcore", "asyncio"):
        caplog.set_level(logging.DEBUG, library)
    hanh = centre.standin.person(7001, "Hạnh")
    centre.standin.fail_next("getMe", 502, html=True)
    centre.standin.fail_next("setMyCommands", 400)
    for status in (401, 403, 400, 500):
        centre.standin.fail_next("sendMessage", status, "Bad Request: «Mật khẩu»")
    channel = await centre.started()
    async with fetching(channel):
        hanh.says("Mật khẩu của tôi")
        await centre.arrives(1)
        for _ in range(5):
            await channel.send("7001", Reply(Markup("Mật khẩu của Hạnh"), GREETING.buttons))
        hanh.taps("Lớp sắp mở")
        await centre.arrives(2)
    await channel.stop()
    assert "telegram_token_refused" in events(caplog)
    told = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert SECRET not in told
    assert "khẩu" not in told
    assert "Hạnh" not in told
