"""The library's HTTP layer over aiohttp: python-telegram-bot documents `BaseRequest` as the place to change it.

Measured with the same `Bot`: several times as many calls a second as the stock layer over httpx, and not fewer with
more in flight. A URL holds the token, so no URL is logged here or said in an exception.
"""

import json
import os
from http import HTTPStatus
from io import BytesIO
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# Opts in to `RetryAfter.retry_after` as a timedelta; without it each one made warns of a deprecation.
os.environ["PTB_TIMEDELTA"] = "1"

_JSON = {"Content-Type": "application/json"}
_USUAL: Any = BaseRequest.DEFAULT_NONE


class ServerTrouble(NetworkError):
    """Telegram answered 5xx. A gateway's (502 and more) concern everyone, a 500 perhaps only this call."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class AiohttpRequest(BaseRequest):
    """One pool of connections that stay open. Usable between `initialize` and `shutdown`."""

    def __init__(
        self,
        *,
        connections: int = 256,
        read: float = 10,
        write: float = 20,
        connect: float = 10,
        pool: float = 10,
        proxy: str | None = None,
    ) -> None:
        """Timeouts in seconds. `proxy`: an http(s) address; the environment's is not used."""
        self._connections = connections
        self._proxy = proxy
        self._usual = (read, write, connect, pool)
        self._usual_timeout = _timeout(read, write, connect, pool)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._usual[0]

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300, keepalive_timeout=30),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _USUAL,
        write_timeout: Any = _USUAL,
        connect_timeout: Any = _USUAL,
        pool_timeout: Any = _USUAL,
    ) -> tuple[int, bytes]:
        """The status and body of Telegram's answer; NetworkError for anything that Telegram did not say."""
        given = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        body, headers = _encoded(request_data)
        trouble: NetworkError
        try:
            status, payload = await self._exchange(method, url, body, headers, self._timeout(given))
        except TimeoutError:
            trouble = TimedOut()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            trouble = NetworkError(_described(error))
        else:
            _check(method, status, payload)
            return status, payload
        # Outside the except block: the original, which may name the URL, is not to hang on as `__context__`.
        raise trouble

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library's, but what cannot be read is neither logged nor quoted: people wrote parts of it."""
        try:
            answer = json.loads(payload.decode(errors="replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or (answer.get("ok") and "result" not in answer):
            raise TelegramError("Invalid server response")
        return answer

    async def _exchange(
        self, method: str, url: str, body: Any, headers: dict[str, str] | None, timeout: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("not open")
        async with self._session.request(
            method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            return response.status, await response.read()

    def _timeout(self, given: tuple[Any, ...]) -> aiohttp.ClientTimeout:
        if all(one is _USUAL for one in given):
            return self._usual_timeout
        return _timeout(*(usual if one is _USUAL else one for one, usual in zip(given, self._usual, strict=True)))


def _timeout(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    """aiohttp waits for the pool and the connection under one limit and has none for writing: the total is it."""
    waiting = None if connect is None or pool is None else connect + pool
    total = None if waiting is None or read is None or write is None else waiting + write + read
    return aiohttp.ClientTimeout(total=total, connect=waiting, sock_connect=connect, sock_read=read)


def _encoded(data: RequestData | None) -> tuple[Any, dict[str, str] | None]:
    """Body and headers: JSON, or a multipart form if there are files."""
    if data is None:
        return None, None
    if not data.contains_files:
        return data.json_payload, _JSON
    # Quoted, "lịch học.ics" would be saved as "l%E1%BB%8Bch%20h%E1%BB%8Dc.ics".
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in data.multipart_data.items():
        # As a stream: aiohttp writes more than a megabyte of bytes at one go, and warns that nothing else can run then.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=media_type)
    return form, None


def _check(method: str, status: int, payload: bytes) -> None:
    """Raise for what is nobody's word about the call: a gateway's page must not look like "blocked" (403)."""
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest("Request entity too large")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerTrouble(status)
    if method == "POST" and not payload.lstrip().startswith(b"{"):
        raise NetworkError(f"HTTP {status}, but not from Telegram")


def _described(error: Exception) -> str:
    """The kind of an error and the system's words for it, never its own text, which may name the URL."""
    words = error.strerror if isinstance(error, OSError) else None
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
