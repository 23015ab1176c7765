"""A town for stories: residents with phones, the stand-in for Telegram, and everything behind it real."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.demo.standin import Person, Shown, StandIn
from bot.process import Process
from bot.telegram import TelegramChannel
from handlers.changes import tell
from schedules.clock import StillClock
from schedules.pace import Limits
from storage.catalogue import plan, publish
from storage.courses import Course
from storage.database import Database
from storage.folding import fold
from storage.quiet_hours import LOCAL
from storage.registrations import Standing
from tests.classes import Class, catalogue_of

TOKEN = "123456789:AAstories-need-a-token-of-some-length"
UNPACED = Limits(per_second=None, per_chat_per_second=1000, per_chat_burst=1000, per_group_per_minute=1000)


class Resident:
    """Somebody with a phone. They do one thing and read what came of it."""

    def __init__(self, town: "Town", person: Person) -> None:
        self._town = town
        self.person = person
        self.read = 0

    async def says(self, text: str) -> Shown:
        """Type this; gives the newest message of the bot."""
        return await self._after(lambda: self.person.says(text))

    async def taps(self, label: str) -> Shown:
        """Tap the newest button whose label contains this."""
        return await self._after(lambda: self.person.taps(self._label(label)))

    async def taps_old(self, label: str, message: Shown) -> Shown:
        """Tap a button as it once stood on this message, whatever became of the message since."""
        data = next(one.data for row in message.buttons for one in row if label in one.label)
        assert data is not None
        return await self._after(lambda: self.person.taps_data(data, message))

    async def sends_file(self, name: str, content: bytes, caption: str = "", media_type: str = "") -> Shown:
        """A document; gives the newest message of the bot once it was fetched and read."""
        return await self._after(lambda: self.person.sends_document(name, content, caption, media_type))

    async def sends_picture(self, content: bytes, caption: str = "") -> Shown:
        """As a photo, not as a document."""
        return await self._after(lambda: self.person.sends_photo(caption, content))

    async def does(self, act: Callable[[Person], object]) -> Shown:
        """Anything else a person can do."""
        return await self._after(lambda: act(self.person))

    @property
    def messages(self) -> list[Shown]:
        """Of the bot, oldest first."""
        return [message for message in self.person.messages if message.from_bot]

    @property
    def last(self) -> str:
        """The text of the newest message of the bot."""
        return self.person.last.text

    def new(self) -> list[str]:
        """The texts of the bot's messages that were not asked for here before."""
        texts = [message.text for message in self.messages]
        fresh, self.read = texts[self.read :], len(texts)
        return fresh

    def _label(self, label: str) -> str:
        buttons = [one.label for message in reversed(self.messages) for row in message.buttons for one in row]
        found = next((one for one in buttons if label in one), None)
        assert found is not None, f"no button like {label!r}; there are {buttons[:12]}"
        return found

    async def _after(self, act: Callable[[], object]) -> Shown:
        act()
        await self._town.settle()
        return self.person.last


class Town:
    """The residents, the clock, and the process that serves them."""

    def __init__(self, database: Database, clock: StillClock, standin: StandIn, process: Process) -> None:
        self.database = database
        self.clock = clock
        self.standin = standin
        self.process = process
        self._people = 0

    def resident(self, name: str, language: str = "vi") -> Resident:
        self._people += 1
        return Resident(self, self.standin.person(7000 + self._people, name, language))

    async def settle(self) -> None:
        """Until everything said was fetched and confirmed, answered, and every answer sent."""
        async with asyncio.timeout(20):
            # The stand-in tells of what it sends, not of what is fetched from it.
            while len(self.standin.updates):  # noqa: ASYNC110
                await asyncio.sleep(0.002)
            await self.process.settle()

    async def turns_to(self, moment: datetime) -> None:
        """The clock shows this moment; what is due by then is done, in steps of ten minutes as they pass."""
        while self.clock.now() < moment:
            self.clock.turn_to(min(self.clock.now() + timedelta(minutes=10), moment))
            await self.process.jobs.run_once()
        await self.process.settle()

    async def turns_to_local(self, day: int, hour: int, minute: int = 0) -> None:
        """A day of November 2026, on the clocks of Ho Chi Minh City."""
        await self.turns_to(datetime(2026, 11, day, hour, minute, tzinfo=LOCAL))

    async def publishes(self, *classes: Class) -> int:
        """What `banhoc import` does; gives how many contacts are told."""
        async with self.database.begin(self.clock.now()) as store:
            told = await tell(store, await publish(store, await plan(store, catalogue_of(*classes))))
        self.process.owed()
        await self.process.settle()
        return told

    async def course(self, code: str) -> Course:
        async with self.database.read(self.clock.now()) as store:
            course = await store.courses.find(code)
        assert course is not None
        return course

    async def standings(self, code: str) -> list[tuple[str, Standing]]:
        """(name, standing) of the live registrations of a class, in order of arrival."""
        async with self.database.read(self.clock.now()) as store:
            course = await store.courses.find(code)
            assert course is not None
            live = await store.registrations.list_live(course.id)
            return [(one.learner.name if one.learner else "", one.standing) for one in live]


@asynccontextmanager
async def living(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    """A town at work; it stops as the process does."""
    standin = StandIn(TOKEN, clock.now)
    async with standin.serve() as address:

        def make_channels(made: Process) -> list[TelegramChannel]:
            return [TelegramChannel(TOKEN, database, clock.now, api=address.root, arrived=made.arrived, poll_seconds=1)]

        process = Process(database, clock.now, make_channels, UNPACED)
        stop = asyncio.Event()
        running = asyncio.create_task(process.run_until(stop))
        try:
            yield Town(database, clock, standin, process)
        finally:
            stop.set()
            await running


async def signs_up(resident: Resident, code: str, name: str) -> Shown:
    """The whole way for somebody new: for myself, this name, no ward, agreed."""
    await resident.says(f"/dangky {code}")
    await resident.taps("Cho tôi")
    await resident.says(name)
    await resident.taps("Bỏ qua")
    return await resident.taps("Tôi đồng ý")


__all__ = ["Class", "Resident", "Town", "fold", "living", "signs_up"]
