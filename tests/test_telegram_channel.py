"""Telegram as a channel, against the stand-in and over real HTTP: nothing is lost, nobody waits, no word escapes."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from markupsafe import Markup

from bot import telegram
from bot.request import AiohttpRequest
from bot.telegram import AnotherPoller, WrongToken
from handlers import texts
from handlers.vocabulary import Reply
from schedules.clock import StillClock
from storage.database import Database
from tests.telegrams import GREETING, SECRET, Centre, centre_on, fetching, until


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


class PowerCutError(Exception):
    pass


def cut_the_power() -> None:
    raise PowerCutError


async def test_killed_between_the_journal_and_the_confirmation_it_comes_again_and_counts_once(
    database: Database, clock: StillClock
) -> None:
    async with centre_on(database, clock) as centre:
        first = await centre.started(arrived=cut_the_power)
        centre.standin.person(7001).says("chào")
        with pytest.raises(PowerCutError):
            await first.fetch_for_ever()
        assert len(await centre.inbox()) == 1
        assert len(centre.standin.updates) == 1, "it was confirmed before anyone asked for more"
        async with fetching(await centre.started()):
            await centre.confirmed()
        assert len(await centre.inbox()) == 1


async def test_nothing_is_confirmed_that_is_not_journalled(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.person(7001).says("chào")
    async with fetching(channel), centre.database.begin(centre.clock.now()):
        await centre.polled(1)
        await asyncio.sleep(0.1)
        assert len(centre.standin.updates) == 1
        assert len(centre.asked("getUpdates")) == 1


async def test_stopped_while_it_journals_it_finishes_first(centre: Centre) -> None:
    channel = await centre.started()
    centre.standin.person(7001).says("chào")
    async with fetching(channel) as task:
        async with centre.database.begin(centre.clock.now()):
            await centre.polled(1)
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


async def test_updates_without_an_id_are_kept_once_and_not_asked_for_in_a_hurry(centre: Centre) -> None:
    request = StrangeUpdates([7, {"message": {}}, {"update_id": "x"}, {"update_id": True}])
    channel = await centre.channel(request=request)
    for restart in (1, 2):
        async with fetching(channel):
            await until(lambda: request.polls >= restart)  # noqa: B023
            await centre.arrives(4)
            await asyncio.sleep(0.1)
        assert request.polls == restart
    keys = [update.key for update in await centre.inbox()]
    assert all(key.startswith("sha256:") and len(key) <= 64 for key in keys)


class StrangeUpdates(AiohttpRequest):
    """A wire on which the same odd things come for ever."""

    def __init__(self, updates: list[Any]) -> None:
        super().__init__()
        self.updates = updates
        self.polls = 0

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self.polls += 1
        return 200, json.dumps({"ok": True, "result": self.updates}).encode()


async def test_the_offset_confirms_once_and_is_forgotten(centre: Centre) -> None:
    """Ids restart at random after an idle week: an old offset would confirm what nobody has seen."""
    channel = await centre.started(poll_seconds=1)
    centre.standin.person(7001).says("chào")
    async with fetching(channel):
        asked = await centre.polled(3)
    (update,) = await centre.inbox()
    assert [poll.get("offset") for poll in asked] == [None, str(int(update.key) + 1), None]


async def test_a_tap_is_answered_at_once_even_while_the_database_is_busy(centre: Centre) -> None:
    channel = await centre.started()
    hanh = centre.standin.person(7001)
    hanh.starts()
    await channel.send("7001", GREETING)
    async with fetching(channel), centre.database.begin(centre.clock.now()):
        hanh.taps("Lớp sắp mở")
        await until(lambda: len(centre.standin.answers) == 1)
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
        await centre.polled(1)
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
