"""A story told on a stage: several people at one terminal channel, a clock that is turned, and what they must see."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.process import Process
from bot.terminal import TerminalChannel, numbered, plain
from handlers.changes import tell
from handlers.texts import Texts, items
from handlers.vocabulary import Incoming, Reply, numbering
from schedules.channel import Outcome, Sent
from schedules.clock import StillClock
from schedules.pace import Limits
from storage.catalogue import plan, publish
from storage.catalogue_plan import Catalogue, CourseFacts, Entry, Meeting
from storage.database import Database
from storage.quiet_hours import LOCAL

TITLE = "Dùng VNeID và dịch vụ công trực tuyến"
"""Of the class; as published, whatever anybody speaks."""
UNPACED = Limits(per_second=None, per_chat_per_second=1000, per_chat_burst=1000)


class Stage(TerminalChannel):
    """The terminal channel with several people in front of it; each remembers what was offered last."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        made: Process,
        language: str,
        write: Callable[[str], None],
    ) -> None:
        """`language`: of everybody's app."""
        super().__init__(database, now, "", arrived=made.arrived, settled=made.settle, lines=_no_lines(), write=write)
        self.shown: dict[str, Reply] = {}
        self._language = language

    def parse(self, raw: str) -> Incoming | None:
        heard = super().parse(raw)
        return heard and replace(heard, language=self._language)

    async def fetch_for_ever(self) -> None:
        """Nobody types: the story speaks."""
        await asyncio.Event().wait()

    async def send(self, external_id: str, reply: Reply) -> Outcome:
        self.shown[external_id] = reply
        indented = [*plain(str(reply.text)).splitlines(), *numbered(reply)]
        if reply.document:
            indented.append(f"[{reply.document.name}, {len(reply.document.content)} byte]")
        self._write("\n".join((f"Bạn Học → {external_id}:", *(f"    {line}" for line in indented), "")))
        return Sent(str(len(self.shown)))


async def _no_lines() -> AsyncIterator[str]:
    return
    yield ""


class StoryWentWrong(Exception):
    """What was shown is not what the story needs; the message says what was missing."""


class Story:
    """What people do, the clock, and what must be seen for the story to go on."""

    def __init__(self, database: Database, clock: StillClock, texts: Texts, write: Callable[[str], None]) -> None:
        """`texts`: of the language that everybody speaks."""
        self.texts = texts
        self._database = database
        self._clock = clock
        self._write = write
        self.process = Process(database, clock.now, self._make_channels, UNPACED)

    def _make_channels(self, made: Process) -> list[TerminalChannel]:
        self.stage = Stage(self._database, self._clock.now, made, self.texts.language, self._write)
        return [self.stage]

    def either(self, vietnamese: str, english: str) -> str:
        """The one in the language of the story."""
        return {"vi": vietnamese, "en": english}[self.texts.language]

    async def says(self, person: str, text: str, sees: str) -> None:
        self._write(f"{person}: {text}\n")
        await self.stage.says(text, person)
        await self.process.settle()
        self.sees(person, sees)

    async def taps(self, person: str, label: str, sees: str) -> None:
        """Type the number of the button of this label."""
        labels = [button.label for row in self.stage.shown[person].buttons for button in row if button.says]
        number = next((n for n, one in zip(numbering(labels), labels, strict=True) if label in one), None)
        if number is None:
            raise StoryWentWrong(f"{person}: {label}? {labels}")
        await self.says(person, str(number), sees)

    def sees(self, person: str, words: str) -> None:
        shown = plain(str(self.stage.shown[person].text))
        if words not in shown:
            raise StoryWentWrong(f"{person}: {words!r} ≠ {shown!r}")

    async def turns(self, moment: datetime) -> None:
        """The clock shows this moment; what is due until then comes as it passes."""
        while self._clock.now() < moment:
            due = await self.process.jobs.next_due() or moment
            self._clock.turn_to(min(max(due, self._clock.now() + timedelta(minutes=1)), moment))
            await self.process.jobs.run_once()
            await self.process.settle()
        self._write(f"— {moment.astimezone(LOCAL):%H:%M, %d/%m/%Y} —\n")

    async def works(self) -> None:
        """What is due now is done; twice, as the report on a broadcast comes after it was sent."""
        for _ in range(2):
            await self.process.jobs.run_once()
            await self.process.settle()

    def code(self, person: str) -> str:
        """Of the broadcast that they read last."""
        found = re.search(r"/kiemtra_(\w+)", plain(str(self.stage.shown[person].text)))
        if found is None:
            raise StoryWentWrong(f"{person}: /kiemtra_?")
        return found[1]

    async def invites(self) -> str:
        """As `banhoc invite` does; the token."""
        async with self._database.begin(self._clock.now()) as store:
            await store.audit.note(None, None, "invited", by="operator")
            return await store.organizers.invite(None, None)

    async def misses(self, person: str) -> None:
        """Choose an option that is not right of the item they were asked last, and read why."""
        shown, language = plain(str(self.stage.shown[person].text)), self.texts.language
        item = next((one for one in items.load() if one.question[language] in shown), None)
        if item is None:
            raise StoryWentWrong(f"{person}: ? ≠ {shown!r}")
        wrong = {option for at, option in enumerate(item.options[language]) if at not in item.right}
        numbered_lines = (line.partition(". ") for line in shown.splitlines())
        await self.says(person, next((number for number, _, option in numbered_lines if option in wrong), "?"), "")

    async def publishes(self, starts_at: datetime, code: str = "L101", capacity: int = 1) -> None:
        """The organizer's file: one class."""
        async with self._database.begin(self._clock.now()) as store:
            await tell(store, await publish(store, await plan(store, _catalogue(starts_at, code, capacity))))
        self.process.owed()
        await self.process.settle()


def _catalogue(starts_at: datetime, code: str, capacity: int) -> Catalogue:
    facts = CourseFacts(
        code=code,
        title=TITLE,
        topic="Kỹ năng số",
        description="Cài VNeID, xem giấy tờ, nộp hồ sơ trên Cổng Dịch vụ công.",
        ward="Phường Đa Kao",
        capacity=capacity,
        fee_vnd=0,
        audience="Người cao tuổi",
        teacher="Cô Nguyễn Thị Lan",
        registration_closes_at=starts_at + timedelta(days=1),
    )
    place = "Nhà văn hóa, 5 Nguyễn Huy Tự"
    meeting = Meeting(starts_at, starts_at + timedelta(hours=2), place, facts.ward)
    return Catalogue((Entry(2, facts, (meeting,)),))
