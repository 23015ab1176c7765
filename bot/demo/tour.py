"""The tour: the whole story of a class, played through the terminal channel in a few seconds."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.process import Process
from bot.terminal import TerminalChannel, numbered, plain
from handlers.changes import tell
from handlers.texts import items
from handlers.vocabulary import Reply, numbering
from schedules.channel import Outcome, Sent
from schedules.clock import StillClock
from schedules.pace import Limits
from storage.catalogue import plan, publish
from storage.catalogue_plan import Catalogue, CourseFacts, Entry, Meeting
from storage.database import Database
from storage.invariants import broken
from storage.opening import open_database
from storage.quiet_hours import LOCAL

BEGINS = datetime(2026, 11, 23, 8, tzinfo=LOCAL)
UNPACED = Limits(per_second=None, per_chat_per_second=1000, per_chat_burst=1000)
HANH, BAO, MAI = "Bà Hạnh", "Anh Bảo", "Cô Mai"


class Stage(TerminalChannel):
    """The terminal channel with several people in front of it; each remembers what was offered last."""

    def __init__(self, database: Database, now: Callable[[], datetime], made: Process, write: Callable[[str], None]):
        super().__init__(database, now, HANH, arrived=made.arrived, settled=made.settle, lines=_no_lines(), write=write)
        self.shown: dict[str, Reply] = {}

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

    def __init__(self, database: Database, clock: StillClock, write: Callable[[str], None]) -> None:
        self._database = database
        self._clock = clock
        self._write = write
        self.process = Process(database, clock.now, self._make_channels, UNPACED)

    def _make_channels(self, made: Process) -> list[TerminalChannel]:
        self.stage = Stage(self._database, self._clock.now, made, self._write)
        return [self.stage]

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
        shown = plain(str(self.stage.shown[person].text))
        item = next((one for one in items.load() if one.question["vi"] in shown), None)
        if item is None:
            raise StoryWentWrong(f"{person}: ? ≠ {shown!r}")
        wrong = {option for at, option in enumerate(item.options["vi"]) if at not in item.right}
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
        title="Dùng VNeID và dịch vụ công trực tuyến",
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


def run_tour(write: Callable[[str], None] = print) -> int:
    """Play it on a fresh database that is thrown away. Returns 0 if every scene went as it should, else 1."""
    return 0 if asyncio.run(_tour(write)) else 1


async def _tour(write: Callable[[str], None]) -> bool:
    clock = StillClock(BEGINS)
    with tempfile.TemporaryDirectory(prefix="banhoc-tour-") as folder:
        database = await open_database(str(Path(folder) / "tour.sqlite3"))
        try:
            return await _play(database, clock, write)
        finally:
            await database.close()


async def _play(database: Database, clock: StillClock, write: Callable[[str], None]) -> bool:
    story = Story(database, clock, write)
    stop = asyncio.Event()
    running = asyncio.create_task(story.process.run_until(stop))
    try:
        for scene in SCENES:
            await scene(story)
        async with database.read(clock.now()) as store:
            return not await broken(store)
    except StoryWentWrong as wrong:
        write(f"✗ {wrong}")
        return False
    finally:
        stop.set()
        await running


async def _signing_up(story: Story) -> None:
    await story.publishes(BEGINS + timedelta(days=2))
    await story.says(HANH, "/start", "Mình là Bạn Học")
    await story.taps(HANH, "Lớp sắp mở", "1. Dùng VNeID")
    await story.taps(HANH, "1", "còn 1 chỗ")
    await story.taps(HANH, "Đăng ký", "cho ai?")
    await story.taps(HANH, "Cho tôi", "Mình gọi bạn là gì?")
    await story.says(HANH, "Nguyễn Thị Hạnh", "Bạn ở phường nào?")
    await story.taps(HANH, "Phường Đa Kao", "/dulieu")
    await story.taps(HANH, "Tôi đồng ý", "Bạn đã có chỗ")


async def _the_line(story: Story) -> None:
    await story.says(BAO, "dung vneid", "hết chỗ")
    await story.taps(BAO, "danh sách chờ", "cho ai?")
    await story.taps(BAO, "Cho người khác", "ai của bạn?")
    await story.taps(BAO, "Mẹ", "họ tên của mẹ bạn")
    await story.says(BAO, "Trần Thị Mai", "Mình gọi bạn là gì?")
    await story.says(BAO, "Trần Quốc Bảo", "Bạn ở phường nào?")
    await story.says(BAO, "tổ 5", "/dulieu")
    await story.taps(BAO, "Tôi đồng ý", "Trần Thị Mai đứng thứ 1")


async def _the_seat_that_comes_free(story: Story) -> None:
    await story.says(HANH, "lop cua toi", "có chỗ")
    await story.taps(HANH, "Trả chỗ", "trả chỗ nhé?")
    await story.taps(HANH, "Vâng, trả chỗ", "Đã trả chỗ")
    story.sees(BAO, "Có chỗ rồi!")
    await story.taps(BAO, "Giữ chỗ", "mình giữ chỗ")


async def _the_lesson_moves(story: Story) -> None:
    await story.publishes(BEGINS + timedelta(days=2, hours=6))
    story.sees(BAO, "14")


async def _reminded(story: Story) -> None:
    await story.turns(BEGINS + timedelta(days=1, hours=7))
    story.sees(BAO, "gày mai")
    await story.taps(BAO, "đến", "Trần Thị Mai")
    await story.turns(BEGINS + timedelta(days=2, hours=5))
    story.sees(BAO, "ôm nay")


async def _asked(story: Story) -> None:
    """What nobody has an answer for goes to an organizer, and the answer comes back."""
    await story.says(MAI, f"/moi {await story.invites()}", "Chào mừng bạn!")
    await story.says(BAO, "/hoicanbo", "chuyển cho cán bộ")
    await story.says(BAO, "Trung tâm có chỗ gửi xe không?", "Mình đã chuyển")
    story.sees(MAI, "có chỗ gửi xe không?")
    await story.taps(MAI, "Trả lời", "Anh Bảo")
    await story.says(MAI, "Có, ở sân sau, không mất tiền.", "Người hỏi sẽ thấy thế này")
    await story.taps(MAI, "Gửi", "Đã gửi câu trả lời")
    story.sees(BAO, "Có, ở sân sau, không mất tiền.")


async def _told(story: Story) -> None:
    """One text to everyone who wants news: seen before, counted, confirmed by the number; its code tells it is ours."""
    await story.says(BAO, "/tinchung co", "Bạn sẽ nhận tin chung")
    await story.says(MAI, "/thongbao moi", "gõ lời thông báo")
    await story.says(MAI, "Chào {ten}, thứ Bảy này mời cả nhà đến hội sách.", "tiếng Anh")
    await story.taps(MAI, "Chỉ dùng bản tiếng Việt", "Gửi kèm")
    await story.taps(MAI, "Không gửi kèm gì", "Gửi cho ai?")
    await story.taps(MAI, "Mọi người", "1 người")
    await story.taps(MAI, "Xong, chọn vậy", "Gửi lúc nào?")
    await story.taps(MAI, "Gửi ngay", "1 người sẽ nhận")
    await story.says(MAI, "gửi 1", "Mình bắt đầu gửi")
    await story.works()
    await story.says(BAO, f"kiểm tra {story.code(BAO)}", "là thông báo của mình")


async def _a_quiz(story: Story) -> None:
    """Three items and why; what is missed twice leads to a class that teaches it."""
    await story.publishes(BEGINS + timedelta(days=9), "L102", 20)
    await story.says(HANH, "/cauhoi vneid", "Câu 1/3 · Ứng dụng VNeID")
    await story.misses(HANH)
    story.sees(HANH, "Chưa đúng.")
    story.sees(HANH, "💡")
    for number in (2, 3):
        await story.taps(HANH, "Câu tiếp theo", f"Câu {number}/3")
        await story.misses(HANH)
    await story.taps(HANH, "Không, cảm ơn", "")
    await story.says(HANH, "/cauhoi vneid", "Câu 1/3")
    await story.misses(HANH)
    for number in (2, 3):
        await story.taps(HANH, "Câu tiếp theo", f"Câu {number}/3")
        await story.misses(HANH)
    story.sees(HANH, "Lớp Dùng VNeID và dịch vụ công trực tuyến dạy phần đó")
    await story.taps(HANH, "Đăng ký lớp này", "cho ai?")


async def _forgotten(story: Story) -> None:
    await story.says(HANH, "/dulieu", "")
    await story.taps(HANH, "Xóa", "")
    await story.taps(HANH, "Vâng", "xóa")


SCENES = (
    _signing_up,
    _the_line,
    _the_seat_that_comes_free,
    _the_lesson_moves,
    _reminded,
    _asked,
    _told,
    _a_quiz,
    _forgotten,
)
