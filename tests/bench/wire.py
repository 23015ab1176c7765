"""A Telegram that costs next to nothing: a measurement through the honest stand-in would measure the stand-in.

It takes 40 µs of its core a call, the stand-in of the demo 400. It confirms by offsets and keeps a strict rolling
window, and believes everything else.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import randrange
from typing import Any
from urllib.parse import parse_qsl

from bot.demo.limits import Limits, Pace
from bot.demo.refusals import RefusalError

JSON = dict[str, Any]
BOT: JSON = {"id": 123456789, "is_bot": True, "first_name": "Bạn Học", "username": "banhoc_bench_bot"}
TOLD = frozenset({"sendMessage", "editMessageText"})
"""What reaches a person, and counts against the pace."""
MOST = 100
"""Updates in one answer, as at Telegram's."""


class Wire:
    """One bot's Telegram. `push` what people do; `heard` is called with what reaches them."""

    def __init__(self, latency: float = 0.0, limits: Limits | None = None) -> None:
        """`latency`: seconds added to each call, half before and half after it has its effect."""
        self.latency = latency
        self.pace = Pace(limits or Limits())
        self.polled = asyncio.Event()
        """Set by the first call for updates."""
        self.calls = 0
        self.heard: Callable[[str, JSON], None] = lambda method, params: None
        """Given every message, edit and answer to a tap that was accepted, at the moment it was."""
        self._pending: deque[JSON] = deque()
        self._waiting: Callable[[], None] | None = None
        # As at Telegram's at a random number: a database that is used again knows the old ones.
        self._next_update = randrange(10**8, 10**9)
        self._next_message = 1000

    def push(self, kind: str, content: JSON) -> None:
        self._next_update += 1
        self._pending.append({"update_id": self._next_update, kind: content})
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            # When everything was pushed that happens at this moment.
            asyncio.get_running_loop().call_soon(waiting)

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        """Gives the root of its address."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Line(self), "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    def call(self, method: str, params: JSON, answer: Callable[[JSON], None]) -> None:
        self.calls += 1
        if not self.latency:
            self._perform(method, params, answer)
            return
        later = asyncio.get_running_loop().call_later
        half = self.latency / 2
        later(half, self._perform, method, params, lambda result: later(half, answer, result))

    def _perform(self, method: str, params: JSON, answer: Callable[[JSON], Any]) -> None:
        if method == "getUpdates":
            self._get_updates(params, answer)
            return
        try:
            answer({"ok": True, "result": self._result(method, params)})
        except RefusalError as refused:
            answer(refused.answer())

    def _result(self, method: str, params: JSON) -> Any:
        if method in TOLD:
            self.pace.admit(int(params["chat_id"]))
            self.heard(method, params)
            return self._message(params)
        if method == "answerCallbackQuery":
            self.heard(method, params)
        return BOT if method == "getMe" else True

    def _message(self, params: JSON) -> JSON:
        self._next_message += 1
        chat = {"id": int(params["chat_id"]), "type": "private", "first_name": "Hạnh"}
        text = params["text"]
        return {"message_id": self._next_message, "date": int(time.time()), "chat": chat, "from": BOT, "text": text}

    def _get_updates(self, params: JSON, answer: Callable[[JSON], Any]) -> None:
        self.polled.set()
        offset = int(params.get("offset", 0))
        while self._pending and self._pending[0]["update_id"] < offset:
            self._pending.popleft()
        most = min(MOST, int(params.get("limit", MOST)))
        timeout = float(params.get("timeout", 0))

        def give() -> None:
            alarm.cancel()
            # The other end may have given up this poll, and ask anew meanwhile.
            if self._waiting is give:
                self._waiting = None
            answer({"ok": True, "result": [update for update, _ in zip(self._pending, range(most), strict=False)]})

        alarm = asyncio.get_running_loop().call_later(timeout, give)
        self._waiting = give
        if self._pending:
            give()


class Line(asyncio.Protocol):
    """One connection. Its calls come one after another."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(headers.get("content-length", "0"))
        if len(rest) < length:
            return
        self._buffer = rest[length:]
        path, _, query = lines[0].split(" ")[1].partition("?")
        params = read(query, rest[:length], headers.get("content-type", ""))
        self._wire.call(path.rpartition("/")[2], params, self._answer)

    def _answer(self, result: JSON) -> None:
        if self._transport is None:
            return
        body = json.dumps(result).encode()
        status = 200 if result["ok"] else result["error_code"]
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


def read(query: str, body: bytes, kind: str) -> JSON:
    """A call's parameters, from wherever a library puts them."""
    params: JSON = dict(parse_qsl(query))
    if kind.startswith("application/json"):
        params |= json.loads(body)
    elif body:
        params |= dict(parse_qsl(body.decode()))
    return params
