"""The Bot API over HTTP: tokens, methods, faults that tests order, and the answers' form."""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web
from telegram.constants import PollingLimit

from bot.demo.methods import METHODS, PACED, remember_allowed
from bot.demo.params import Params, read_params
from bot.demo.refusals import RefusalError
from bot.demo.world import World

LONGEST_POLL = 50
LARGEST_BODY = 52_000_000
"""Bytes: a little more than the largest file that Telegram takes, so that it is refused in Telegram's words."""

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Call(NamedTuple):
    """One call as it arrived; `moment` in seconds of the monotonic clock."""

    moment: float
    method: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong once."""

    status: int
    description: str
    retry_after: int | None
    html: bool

    def answer(self) -> web.Response:
        if self.html:
            return web.Response(status=self.status, text=GATEWAY_PAGE, content_type="text/html")
        return _json(RefusalError(self.status, self.description, self.retry_after).answer(), self.status)


@dataclass
class Wire:
    """HTTP handlers for one world."""

    world: World
    latency: float = 0.0
    record: bool = True
    calls: list[Call] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    drops: dict[str, int] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        token = self.world.token
        return [
            web.post(f"/bot{token}/{{method}}", self.call),
            web.get(f"/bot{token}/{{method}}", self.call, allow_head=False),
            web.get(f"/file/bot{token}/{{kind}}/{{file_id}}", self.download, allow_head=False),
            web.route("*", "/bot{token}/{method}", self.unauthorized),
        ]

    async def unauthorized(self, request: web.Request) -> web.Response:
        return _json(RefusalError(401, "Unauthorized").answer(), 401)

    async def download(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["file_id"])
        if file is None or file.path != f"{request.match_info['kind']}/{file.file_id}":
            return _json(RefusalError(404, "Not Found").answer(), 404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call, late and wrongly if a test asked for that."""
        method = request.match_info["method"].lower()
        if self.latency:
            await asyncio.sleep(self.latency / 2)
        answer = await self._answer(request, method)
        if self.latency:
            await asyncio.sleep(self.latency / 2)
        if self.drops and self.drops.get(method, 0):
            self.drops[method] -= 1
            if request.transport is not None:
                request.transport.abort()
        return answer

    async def _answer(self, request: web.Request, method: str) -> web.Response:
        try:
            params = await read_params(request)
            if self.record:
                self.calls.append(Call(time.monotonic(), request.match_info["method"], params.values))
            if self.faults:
                fault = self._fault(method)
                if fault is not None:
                    return fault.answer()
            return _json({"ok": True, "result": await self._perform(method, params)})
        except RefusalError as refused:
            return _json(refused.answer(), refused.code)

    async def _perform(self, method: str, params: Params) -> Any:
        if method == "getupdates":
            return await self._get_updates(params)
        known = METHODS.get(method)
        if known is None:
            raise RefusalError(404, "Not Found")
        if method in PACED:
            self.world.pace.admit(_chat_id(params))
        return known(self.world, params)

    async def _get_updates(self, params: Params) -> list[dict[str, Any]]:
        remember_allowed(self.world, params)
        limit = params.number("limit", PollingLimit.MAX_LIMIT)
        limit = min(max(limit, PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
        timeout = min(max(params.number("timeout"), 0), LONGEST_POLL)
        return await self.world.updates.fetch(params.number("offset"), limit, timeout)

    def _fault(self, method: str) -> Fault | None:
        ordered = self.faults.get(method)
        return ordered.popleft() if ordered else None


def _chat_id(params: Params) -> int:
    chat_id = params.text("chat_id")
    return int(chat_id) if chat_id.lstrip("-").isdecimal() else 0


def _json(answer: dict[str, Any], status: int = 200) -> web.Response:
    body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return web.Response(body=body, status=status, content_type="application/json")
