"""Whatever people say is answered once, and every button leads somewhere."""

import asyncio
import json
import re
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.markup import read_html, utf16
from bot.telegram_parse import parse
from bot.telegram_send import split
from handlers.conversation import ROUTES
from handlers.forms import read_name
from handlers.router import Router
from handlers.texts import Texts, of
from handlers.vocabulary import MOST_SAID, Button
from schedules.clock import StillClock
from schedules.reminders import owe_due
from storage.catalogue import plan, publish
from storage.database import Database
from storage.folding import fold
from storage.inbox import Progress
from tests.classes import Class, at, catalogue_of
from tests.databases import lend_file
from tests.killing import rows
from tests.talking import Room, Talker, talking

LONGEST = 4096
_ids = count(1)

numbers = st.one_of(st.integers(-3, 5), st.integers(), st.just(10**30)).map(str)
arguments = st.lists(st.one_of(st.sampled_from(("L101", "co", "xoa", "self", "toi", "tuan")), numbers), max_size=5)
commands = st.builds(lambda word, rest: " ".join((f"/{word}", *rest)), st.sampled_from(sorted(ROUTES)), arguments)
nasty = st.sampled_from(
    (
        "'; DROP TABLE contacts; --",
        "<b>&amp;</i><script>alert(1)</script>",
        "%_%\\",
        "👩‍👩‍👧‍👦" * 400,
        "\u202eđảo ngược\u202c\u0000\ud800",
        "/",
        "/lop_",
        " \t\n ",
        "1",
    )
)
words = st.one_of(commands, nasty, st.text(max_size=60), st.text(min_size=4000, max_size=LONGEST))
said = st.lists(st.tuples(words, st.booleans()), min_size=1, max_size=8)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_a_name_is_read_the_same_twice(said: str) -> None:
    name = read_name(said)
    assert name is None or (read_name(name) == name and 0 < len(name) <= 80)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def update(chat: int, text: str, tapped: bool) -> tuple[str, str]:
    """Telegram's update, as journalled: its key and itself. What is tapped may come from a changed app."""
    number: int = next(_ids)
    who = {"id": chat, "is_bot": False, "first_name": "Hạnh", "language_code": "vi"}
    message = {"message_id": 5, "from": who, "chat": {"id": chat, "type": "private"}, "date": 1, "text": text}
    tap = {"id": "1", "from": who, "message": message, "data": text}
    happened = {"callback_query": tap} if tapped else {"message": message}
    return str(number), json.dumps({"update_id": number, **happened})


async def told(database: Database, clock: StillClock, talk: list[tuple[str, str]]) -> list[list[str]]:
    """For each update, one after another, the texts that answer it."""
    router = Router(database, clock.now, {"telegram": partial(parse, username="bot")}, lambda: None)
    running, answers = asyncio.create_task(router.run()), []
    for key, raw in talk:
        async with database.begin(clock.now()) as store:
            await store.inbox.journal("telegram", {key: raw})
        router.wake()
        await router.idle()
        query = "SELECT body FROM outbox WHERE key LIKE ?"
        found = rows(database.path or Path(), query, f"reply:telegram:{key}:%")
        answers.append([json.loads(body)["html"] for (body,) in found])
    await router.stop()
    await running
    return answers


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(said)
def test_whatever_is_said_is_answered_once(
    migrated_file: Path, tmp_path: Path, clock: StillClock, said: list[tuple[str, bool]]
) -> None:
    talk = [update(next(_ids), text, tapped) for text, tapped in said]

    async def live() -> None:
        async with lend_file(migrated_file, tmp_path) as url:
            database = Database(url)
            await open_classes(database, clock)
            for answer in await told(database, clock, talk):
                assert len(answer) == 1
                for piece in split(answer[0], LONGEST):
                    assert 0 < utf16(read_html(piece)[0]) <= LONGEST
            async with database.read(clock.now()) as store:
                assert await store.inbox.count(Progress.DONE) == len(talk)
            await database.close()

    asyncio.run(live())


async def open_classes(database: Database, clock: StillClock) -> None:
    """Enough for two pages; two wards, two topics, one class that is full."""
    few = [Class(f"L10{number}", f"Lớp số {number}", (at(25 + number, 8),)) for number in range(6)]
    other = Class("L201", "Thái cực quyền", (at(27, 5), at(29, 5)), ward="Phường Cầu Kho", topic="Sức khỏe")
    full = Class("L202", "Excel", (at(26, 18),), capacity=1)
    async with database.begin(clock.now()) as store:
        await publish(store, await plan(store, catalogue_of(*few, other, full)))


class Curious:
    """Taps whatever was tapped least, on the newest message that has buttons."""

    def __init__(self, talker: Talker, texts: Texts) -> None:
        self.talker = talker
        self.dead_ends = (str(texts.general.not_understood()), str(texts.general.old_button()))
        self.tapped: dict[str, int] = {}

    async def explores(self, taps: int) -> None:
        for _ in range(taps):
            offered = [one for row in self.talker.heard[-1].buttons for one in row if one.says]
            if offered:
                await self.taps(min(offered, key=lambda one: self.tapped.get(kind(one.says), 0)))
            else:
                await self.talker.says("/start")

    async def taps(self, button: Button) -> None:
        said, before = button.says, len(self.talker.heard)
        self.tapped[kind(said)] = self.tapped.get(kind(said), 0) + 1
        assert len(said.encode()) <= MOST_SAID
        assert said.split()[0].removeprefix("/") in ROUTES, said
        await self.talker.says(said, tapped="1")
        assert len(self.talker.heard) > before, f"{said}: silence"
        assert not self.talker.last.startswith(self.dead_ends), f"{said} leads nowhere"


def kind(said: str) -> str:
    """What a button says, whichever of its like it is."""
    return said.split()[0] if said.startswith(("/hoidap ", "/cauhoi ")) else re.sub(r"\d+", "0", said)


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_button_leads_somewhere(sqlite_database: Database, clock: StillClock, language: str) -> None:
    await open_classes(sqlite_database, clock)
    async with talking(sqlite_database, clock) as room:
        curious = Curious(room.person("1", "Hạnh", language), of(language))
        await curious.talker.says("/start")
        await curious.explores(450)
        await be_reminded(room, curious.talker)
        for button in [one for row in curious.talker.heard[-1].buttons for one in row if one.says]:
            await curious.taps(button)
            for keep in [one for row in curious.talker.heard[-1].buttons for one in row if one.says.startswith("/giu")]:
                await curious.taps(keep)
        await curious.explores(150)
        async with sqlite_database.read(clock.now()) as store:
            assert await store.inbox.count(Progress.DEAD) == 0
    words = {said.split()[0].removeprefix("/") for said in curious.tapped}
    assert words >= {"lop", "ds", "loc", "dangky", "dk", "lich", "chiase", "cuatoi", "huy", "giu", "caidat", "dulieu"}
    assert words >= {"den", "nhuong", "riengtu", "dung", "tieptuc", "trogiup", "start"}, words


async def be_reminded(room: Room, talker: Talker) -> None:
    """They have a seat, and the day before has come."""
    async with room.database.read(room.clock.now()) as store:
        course = await store.courses.find("L105")
    assert course is not None
    await room.joins(talker, course.id, "Hạnh")
    await talker.says("/caidat nhac 1440 co")
    room.clock.turn_to(at(29, 9))
    async with room.database.begin(room.clock.now()) as store:
        assert await owe_due(store)
    await room.deliver()
