"""The HTTP layer below the library's Bot: what goes over the wire, and what is told when it breaks."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile, LinkPreviewOptions
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.request import AiohttpRequest, ServerTrouble

SECRET = "AAF4-a_secret-of-thirty-five-letters"
TOKEN = f"1234567890:{SECRET}"
TAKEN = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}, "text": "chào"}

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    """Answers every call with `answering`, and remembers from which connection it came."""

    answering: Answering
    url: str = ""
    connections: set[object] = field(default_factory=set)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport)
        return await self.answering(request)


@asynccontextmanager
async def serving(answering: Answering) -> AsyncIterator[Server]:
    server = Server(answering)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bot_at(url: str, **options: Any) -> AsyncIterator[Bot]:
    async with AiohttpRequest(**options) as request:
        yield Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request)


async def takes_it(request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "result": TAKEN})


def says(status: int, body: str | dict[str, Any]) -> Answering:
    async def answer(request: web.Request) -> web.Response:
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html")
        return web.json_response(body, status=status)

    return answer


async def test_parameters_arrive_as_the_library_gives_them() -> None:
    seen: list[dict[str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(await request.json())
        return await takes_it(request)

    async with serving(answer) as server, bot_at(server.url) as bot:
        message = await bot.send_message("7", "Chào <b>bạn</b> 🌻", link_preview_options=LinkPreviewOptions(True))
    assert message.message_id == 5
    assert seen[0]["chat_id"] == "7"
    assert seen[0]["text"] == "Chào <b>bạn</b> 🌻"
    assert seen[0]["link_preview_options"] == '{"is_disabled": true}'


async def test_a_document_arrives_with_its_vietnamese_name_its_type_and_its_caption() -> None:
    seen: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.Response:
        form = await request.post()
        file = form["document"]
        assert isinstance(file, web.FileField)
        seen.update(name=file.filename, type=file.content_type, content=file.file.read(), caption=form["caption"])
        return await takes_it(request)

    async with serving(answer) as server, bot_at(server.url) as bot:
        await bot.send_document("7", InputFile(b"\x00\xffBEGIN", filename="lịch học.ics"), caption="Lịch của bạn")
    assert seen == {
        "name": "lịch học.ics",
        "type": "text/calendar",
        "content": b"\x00\xffBEGIN",
        "caption": "Lịch của bạn",
    }


async def test_a_file_can_be_fetched() -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.method == "GET"
        return web.Response(body=b"\x89PNG")

    async with serving(answer) as server, AiohttpRequest() as request:
        assert await request.retrieve(f"{server.url}/file/bot{TOKEN}/photos/1") == b"\x89PNG"


async def test_connections_stay_open_and_are_not_more_than_allowed() -> None:
    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(0.001)
        return await takes_it(request)

    async with serving(answer) as server, bot_at(server.url, connections=4) as bot:
        await asyncio.gather(*(bot.send_message("7", "chào") for _ in range(40)))
        assert len(server.connections) == 4


async def test_a_server_that_does_not_answer_in_time() -> None:
    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return await takes_it(request)

    async with serving(answer) as server, bot_at(server.url, read=0.05) as bot:
        assert bot.request.read_timeout == 0.05
        with pytest.raises(TimedOut):
            await bot.send_message("7", "chào")


async def test_a_call_may_be_given_more_time_than_usual() -> None:
    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(0.15)
        return await takes_it(request)

    async with serving(answer) as server, bot_at(server.url, read=0.05) as bot:
        assert (await bot.send_message("7", "chào", read_timeout=5)).message_id == 5
        assert (await bot.send_message("7", "chào", read_timeout=None)).message_id == 5


async def test_a_connection_that_is_cut() -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return await takes_it(request)

    async with serving(answer) as server, bot_at(server.url) as bot:
        with pytest.raises(NetworkError, match=r"ServerDisconnectedError|ClientOSError"):
            await bot.send_message("7", "chào")


async def test_a_gateway_that_is_down() -> None:
    async with serving(says(502, "<html>nginx</html>")) as server, bot_at(server.url) as bot:
        with pytest.raises(ServerTrouble) as raised:
            await bot.send_message("7", "chào")
    assert raised.value.status == 502


@pytest.mark.parametrize("status", [200, 302, 403, 404])
async def test_a_page_of_some_proxy_is_not_telegrams_word(status: int) -> None:
    """Else everybody written to through it would count as having blocked us, or the token as wrong."""
    async with serving(says(status, "<html>Đăng nhập Wi-Fi</html>")) as server, bot_at(server.url) as bot:
        with pytest.raises(TelegramError) as raised:
            await bot.send_message("7", "chào")
    assert type(raised.value) is NetworkError
    assert str(raised.value) == f"HTTP {status}, but not from Telegram"


async def test_telegrams_own_word_is_kept() -> None:
    refused = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    async with serving(says(403, refused)) as server, bot_at(server.url) as bot:
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message("7", "chào")


async def test_being_asked_to_wait_is_told_as_a_duration_and_without_a_warning() -> None:
    slower = {"ok": False, "description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}}
    async with serving(says(429, slower)) as server, bot_at(server.url) as bot:
        with pytest.raises(RetryAfter) as raised:
            await bot.send_message("7", "chào")
    assert raised.value.retry_after == timedelta(seconds=7)


async def test_what_is_too_large_will_be_so_again() -> None:
    async with serving(says(413, "<html>")) as server, bot_at(server.url) as bot:
        with pytest.raises(BadRequest):
            await bot.send_message("7", "chào")


@pytest.mark.parametrize("body", ['{"ok": true, "result": {"text": "Mai nghỉ họ', '{"ok": true}'])
async def test_an_answer_that_cannot_be_read_is_not_quoted(body: str, caplog: pytest.LogCaptureFixture) -> None:
    async with serving(says(200, body)) as server, bot_at(server.url) as bot:
        with pytest.raises(TelegramError, match="Invalid server response") as raised:
            await bot.send_message("7", "chào")
    assert "nghỉ" not in repr(raised.value) + caplog.text


async def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with serving(takes_it) as server, bot_at(server.url) as bot:
        assert (await bot.send_message("7", "chào")).message_id == 5


async def test_the_proxy_of_the_settings_is_used() -> None:
    async with serving(takes_it) as proxy, bot_at("http://telegram.invalid", proxy=proxy.url) as bot:
        assert (await bot.send_message("7", "chào")).message_id == 5


async def test_closed_it_says_so_and_it_can_be_opened_again() -> None:
    async with serving(takes_it) as server:
        request = AiohttpRequest()
        bot = Bot(TOKEN, base_url=f"{server.url}/bot", request=request)
        with pytest.raises(NetworkError, match="not open"):
            await bot.send_message("7", "chào")
        for _ in range(2):
            async with request:
                assert (await bot.send_message("7", "chào")).message_id == 5


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "http://127.0.0.1:{port}x", "http://", "ftp://example.org"])
async def test_the_token_is_in_no_exception(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with bot_at(url.format(port=closed_port())) as bot:
        caplog.clear()  # The library's Bot says its address when it is made: that is the channel's to silence.
        with pytest.raises(NetworkError) as raised:
            await bot.get_me()
    error: BaseException | None = raised.value
    while error is not None:
        assert SECRET not in str(error) + repr(error)
        error = error.__cause__ or error.__context__
    assert SECRET not in caplog.text
