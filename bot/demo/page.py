"""The demo's chat page: the people's side of the stand-in, for a browser on the same machine."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.demo.chats import Message
from bot.demo.guard import guard, protect
from bot.demo.people import DemoPerson
from bot.demo.samples import PICTURE
from bot.demo.standin import Answer, Event, Person, StandIn
from bot.demo.wire import LARGEST_BODY
from schedules.clock import Clock

STATIC = Path(__file__).parent / "static"
HEARTBEAT = 5.0
"""Seconds between two looks at the clock, which also tell a browser that we are still here."""
FARTHEST = timedelta(days=366)
MOST_STOPS = 500
"""On its way forward the clock stops at each thing due, so that it comes when it would have come."""


def build_page(
    standin: StandIn,
    people: Sequence[DemoPerson],
    clock: Clock,
    next_due: Callable[[], Awaitable[datetime | None]],
    turned: Callable[[], Awaitable[None]],
) -> web.Application:
    """The page and, in the same application, the Bot API of `standin`.

    `next_due` tells the moment of the next thing due, or None; `turned` is awaited after the clock was turned.
    """
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[guard])
    app.on_response_prepare.append(protect)
    page = Page(standin, people, clock, next_due, turned)
    app.on_shutdown.append(page.close)
    app.add_routes(page.routes())
    standin.mount(app)
    return app


class Page:
    """The handlers of one page."""

    def __init__(
        self,
        standin: StandIn,
        people: Sequence[DemoPerson],
        clock: Clock,
        next_due: Callable[[], Awaitable[datetime | None]],
        turned: Callable[[], Awaitable[None]],
    ) -> None:
        self._standin = standin
        self._cast = {demo.person_id: (demo, demo.joins(standin)) for demo in people}
        self._clock = clock
        self._next_due = next_due
        self._turned = turned

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self.index),
            web.static("/static", STATIC),
            web.get("/state", self.state),
            web.get("/events", self.events),
            web.get("/files/{file_id}", self.file),
            web.post("/say", self.say),
            web.post("/tap", self.tap),
            web.post("/send", self.send),
            web.post("/block", self.block),
            web.post("/clock", self.turn),
        ]

    async def close(self, app: web.Application) -> None:
        """Let the open event streams end."""
        self._standin.tell("closing", 0, None)

    async def index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def state(self, request: web.Request) -> web.Response:
        """Everything there is to show: the bot, the clock, the people with their chats."""
        bot = {"name": self._standin.bot["first_name"], "username": self._standin.username}
        people = [self._person(demo, person) for demo, person in self._cast.values()]
        return web.json_response({"bot": bot, "now": self._now(), "people": people})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events: what changed since the stream was opened. After a break, ask for the state anew."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        with suppress(ConnectionResetError):
            async for change in self._changes():
                await response.write(b"data: " + json.dumps(change).encode() + b"\n\n")
        return response

    async def file(self, request: web.Request) -> web.Response:
        """A file of a chat; only pictures are shown in place, everything else is saved."""
        file = self._standin.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        if file.kind == "photo":
            is_jpeg = file.content.startswith(b"\xff\xd8")
            return web.Response(body=file.content, content_type="image/jpeg" if is_jpeg else "image/png")
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        headers = {"Content-Disposition": disposition}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)

    async def say(self, request: web.Request) -> web.Response:
        """{"person", "text"}: they write this."""
        body = await _body(request)
        person, text = self._who(body), str(body.get("text", "")).strip()
        if not text:
            raise web.HTTPBadRequest(text="text is missing")
        person.says(text)
        return _done()

    async def tap(self, request: web.Request) -> web.Response:
        """{"person", "message", "data"}: they tap this button of that message."""
        body = await _body(request)
        person, message_id = self._who(body), body.get("message")
        message = person.chat.messages.get(message_id) if isinstance(message_id, int) else None
        if message is None or not message.from_bot:
            raise web.HTTPNotFound(text="this message is gone")
        query_id = person.taps_data(str(body.get("data", "")), message.message_id)
        return _done(query=query_id)

    async def send(self, request: web.Request) -> web.Response:
        """A form with "person", "kind" (photo, voice, sticker, document) and "file": needed for a document only."""
        form = await request.post()
        person, kind, file = self._who(form), str(form.get("kind")), form.get("file")
        if kind == "document" and isinstance(file, web.FileField):
            person.sends_document(file.filename, file.file.read(), mime_type=file.content_type)
        elif kind == "photo":
            person.sends_photo(content=file.file.read() if isinstance(file, web.FileField) else PICTURE)
        elif kind == "voice":
            person.sends_voice()
        elif kind == "sticker":
            person.sends_sticker()
        else:
            raise web.HTTPBadRequest(text="kind or file is missing")
        return _done()

    async def block(self, request: web.Request) -> web.Response:
        """{"person", "blocked"}"""
        body = await _body(request)
        person = self._who(body)
        if body.get("blocked"):
            person.blocks()
        else:
            person.unblocks()
        return _done()

    async def turn(self, request: web.Request) -> web.Response:
        """{"by": seconds} or {"to": "next"}; tells whether the clock moved and what it shows."""
        body = await _body(request)
        moved = await self._turn_to_next() if body.get("to") == "next" else await self._turn_by(body.get("by"))
        self._standin.tell("clock", 0, None)
        return _done(moved=moved, now=self._now())

    async def _turn_to_next(self) -> bool:
        due = await self._next_due()
        if due is not None:
            await self._turn_to(max(due, self._clock.now()))
        return due is not None

    async def _turn_by(self, seconds: Any) -> bool:
        if not isinstance(seconds, int | float) or not 0 < seconds <= FARTHEST.total_seconds():
            raise web.HTTPBadRequest(text="by is the number of seconds to go forward")
        target = self._clock.now() + timedelta(seconds=seconds)
        for _ in range(MOST_STOPS):
            due = await self._next_due()
            if due is None or due >= target:
                break
            await self._turn_to(max(due, self._clock.now()))
        await self._turn_to(target)
        return True

    async def _turn_to(self, moment: datetime) -> None:
        self._clock.turn_to(moment)
        await self._turned()

    async def _changes(self) -> AsyncIterator[dict[str, Any]]:
        yield {"kind": "clock", "now": self._now()}
        with self._standin.subscribe() as queue:
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        event = await queue.get()
                except TimeoutError:
                    event = Event("clock", 0, None)
                if event.kind == "closing":
                    return
                yield self._change(event)

    def _change(self, event: Event) -> dict[str, Any]:
        change: dict[str, Any] = {"kind": event.kind, "person": event.chat_id}
        if isinstance(event.detail, Message):
            change["message"] = _message(event.detail)
        elif isinstance(event.detail, Answer):
            change |= {"message": event.detail.tap.message_id, "query": event.detail.tap.query_id}
            change |= {"text": event.detail.text, "alert": event.detail.alert}
        elif event.kind == "clock":
            change["now"] = self._now()
        elif event.kind == "commands":
            change["commands"] = {person.id: self._commands(person) for _, person in self._cast.values()}
        else:
            change["detail"] = event.detail
        return change

    def _person(self, demo: DemoPerson, person: Person) -> dict[str, Any]:
        return {
            "id": person.id,
            "title": demo.title,
            "about": demo.about,
            "initials": demo.initials,
            "colour": demo.colour,
            "organizer": demo.organizes is not None,
            "blocked": person.blocked,
            "commands": self._commands(person),
            "messages": [_message(message) for message in person.chat.messages.values()],
        }

    def _commands(self, person: Person) -> list[dict[str, Any]]:
        return self._standin.commands_for(person.id, person.language_code)

    def _who(self, body: Any) -> Person:
        """The person meant; raises HTTPBadRequest for nobody and HTTPConflict for one who has blocked the bot."""
        number = str(body.get("person"))
        _, person = self._cast.get(int(number) if number.isdecimal() else 0, (None, None))
        if person is None:
            raise web.HTTPBadRequest(text="nobody has this number")
        if person.blocked and "blocked" not in body:
            raise web.HTTPConflict(text="blocked")
        return person

    def _now(self) -> str:
        return self._clock.now().astimezone(UTC).isoformat()


def _message(message: Message) -> dict[str, Any]:
    """A message as page.js draws it."""
    drawn: dict[str, Any] = {
        "id": message.message_id,
        "bot": message.from_bot,
        "text": message.text,
        "entities": message.entities,
        "date": message.date.isoformat(),
        "edited": message.edited is not None,
        "buttons": message.markup["inline_keyboard"] if message.markup else [],
    }
    kind = next(iter(message.content), None)
    if kind:
        drawn["content"] = {"kind": kind, **_content(message, kind)}
    return drawn


def _content(message: Message, kind: str) -> dict[str, Any]:
    if message.file:
        details = {"name": message.file.name, "size": len(message.file.content), "file": message.file.file_id}
        return {**details, "emoji": message.content["sticker"]["emoji"]} if kind == "sticker" else details
    return {"details": message.content[kind]}


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="a JSON object is missing")
    return body


def _done(**details: Any) -> web.Response:
    return web.json_response({"ok": True, **details})
