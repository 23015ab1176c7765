"""The parameters of one call, whichever of the Bot API's encodings they came in."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.demo.refusals import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along in a multipart form."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Params:
    """Values are text in forms and queries and anything in JSON; the getters hide the difference."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Empty when absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"{name} is not a valid integer") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def data(self, name: str) -> Any:
        """A JSON-serialised parameter, decoded; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def file(self, name: str) -> Upload | None:
        """What was uploaded under this name, directly or as `attach://`."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)


async def read_params(request: web.Request) -> Params:
    """From the query and the body; raises RefusalError (400) when the body cannot be read."""
    values: dict[str, Any] = dict(parse_qsl(request.query_string, keep_blank_values=True))
    if request.method != "POST":
        return Params(values)
    kind = request.content_type
    if kind == "application/x-www-form-urlencoded":
        body = await request.read()
        values.update(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind == "application/json":
        values.update(_from_json(await request.read()))
    elif kind == "multipart/form-data":
        return await _from_multipart(request, values)
    return Params(values)


def _from_json(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON encoded request body") from None
    if not isinstance(decoded, dict):
        raise bad_request("can't parse JSON encoded request body")
    return decoded


async def _from_multipart(request: web.Request, values: dict[str, Any]) -> Params:
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            values[part.name] = content.decode()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, content, mime_type)
    return Params(values, files)
