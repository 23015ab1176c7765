"""The tour: the whole story of a class, played through the terminal channel in a few seconds."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.demo.story import TITLE, Story, StoryWentWrong
from handlers import texts
from handlers.texts.items import topic_title
from schedules.clock import StillClock
from storage.database import Database
from storage.invariants import broken
from storage.learners import Relation
from storage.opening import open_database
from storage.quiet_hours import LOCAL

BEGINS = datetime(2026, 11, 23, 8, tzinfo=LOCAL)
HANH, BAO, MAI = "Bà Hạnh", "Anh Bảo", "Cô Mai"


def run_tour(language: str = "vi", write: Callable[[str], None] = print) -> int:
    """Play it on a fresh database that is thrown away; everybody speaks `language`, "vi" or "en".

    Returns 0 if every scene went as it should, else 1.
    """
    return 0 if asyncio.run(_tour(language, write)) else 1


async def _tour(language: str, write: Callable[[str], None]) -> bool:
    clock = StillClock(BEGINS)
    with tempfile.TemporaryDirectory(prefix="banhoc-tour-") as folder:
        database = await open_database(str(Path(folder) / "tour.sqlite3"))
        try:
            return await _play(Story(database, clock, texts.of(language), write), database, clock, write)
        finally:
            await database.close()


async def _play(story: Story, database: Database, clock: StillClock, write: Callable[[str], None]) -> bool:
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
    words, household = story.texts, story.texts.household
    await story.publishes(BEGINS + timedelta(days=2))
    await story.says(HANH, "/start", story.either("Mình là Bạn Học", "I am Bạn Học"))
    await story.taps(HANH, words.general.classes, f"1. {TITLE}")
    await story.taps(HANH, "1", story.either("còn 1 chỗ", "1 seat left"))
    await story.taps(HANH, words.courses.sign_up, story.either("cho ai?", "Who should I sign up"))
    await story.taps(HANH, household.for_myself, story.either("Mình gọi bạn là gì?", "What may I call you?"))
    await story.says(HANH, "Nguyễn Thị Hạnh", story.either("Bạn ở phường nào?", "Which ward do you live in?"))
    await story.taps(HANH, "Phường Đa Kao", story.either("/dulieu", "/mydata"))
    await story.taps(HANH, household.agree, story.either("Bạn đã có chỗ", "You have a seat"))


async def _the_line(story: Story) -> None:
    household = story.texts.household
    await story.says(BAO, story.either("dung vneid", "use vneid"), story.either("hết chỗ", "full, waiting list open"))
    await story.taps(BAO, story.texts.courses.join_waitlist, story.either("cho ai?", "Who should I sign up"))
    await story.taps(BAO, household.someone_else, story.either("ai của bạn?", "Who is this person to you?"))
    await story.taps(BAO, household.relation(Relation.MOTHER), story.either("họ tên của mẹ bạn", "mother’s full name"))
    await story.says(BAO, "Trần Thị Mai", story.either("Mình gọi bạn là gì?", "What may I call you?"))
    await story.says(BAO, "Trần Quốc Bảo", story.either("Bạn ở phường nào?", "Which ward do you live in?"))
    await story.says(BAO, "tổ 5", story.either("/dulieu", "/mydata"))
    await story.taps(BAO, household.agree, story.either("Trần Thị Mai đứng thứ 1", "Trần Thị Mai is number 1"))


async def _the_seat_that_comes_free(story: Story) -> None:
    words = story.texts.registrations
    await story.says(HANH, story.either("lop cua toi", "my classes"), story.either("có chỗ", "✅ seat"))
    await story.taps(HANH, words.give_up, story.either("trả chỗ nhé?", "Give up your seat"))
    await story.taps(HANH, words.yes_give_up, story.either("Đã trả chỗ", "is given up"))
    story.sees(BAO, story.either("Có chỗ rồi!", "A seat is free"))
    await story.taps(BAO, story.texts.changes.keep_seat, story.either("mình giữ chỗ", "Trần Thị Mai has a seat"))


async def _the_lesson_moves(story: Story) -> None:
    await story.publishes(BEGINS + timedelta(days=2, hours=6))
    story.sees(BAO, "14")


async def _reminded(story: Story) -> None:
    await story.turns(BEGINS + timedelta(days=1, hours=7))
    story.sees(BAO, story.either("gày mai", "omorrow"))
    await story.taps(BAO, story.texts.reminders.come, "Trần Thị Mai")
    await story.turns(BEGINS + timedelta(days=2, hours=5))
    story.sees(BAO, story.either("ôm nay", "oday"))


async def _asked(story: Story) -> None:
    """What nobody has an answer for goes to an organizer, and the answer comes back."""
    question = story.either("Trung tâm có chỗ gửi xe không?", "Is there a place to park a bicycle?")
    answer = story.either("Có, ở sân sau, không mất tiền.", "Yes, in the back yard, free of charge.")
    words = story.texts.answering
    accepts = f"{story.either('/moi', '/invitation')} {await story.invites()}"
    await story.says(MAI, accepts, story.either("Chào mừng bạn!", "Welcome"))
    await story.says(BAO, story.either("/hoicanbo", "/askcentre"), story.either("chuyển cho cán bộ", "I pass it on"))
    await story.says(BAO, question, story.either("Mình đã chuyển", "I passed this on"))
    story.sees(MAI, question)
    await story.taps(MAI, words.answer_button, BAO)
    await story.says(MAI, answer, story.either("Người hỏi sẽ thấy thế này", "This is what they will see"))
    await story.taps(MAI, words.send, story.either("Đã gửi câu trả lời", "The answer is sent"))
    story.sees(BAO, answer)


async def _told(story: Story) -> None:
    """One text to everyone who wants news: seen before, counted, confirmed by the number; its code tells it is ours."""
    words = story.texts.broadcast_writing
    news = story.either("Bạn sẽ nhận tin chung", "You will get the centre's general news")
    await story.says(BAO, story.either("/tinchung", "/news"), "")
    await story.taps(BAO, story.texts.announcing.yes_news, news)
    await story.says(MAI, story.either("/thongbao", "/broadcast"), "")
    await story.taps(MAI, words.new_button, story.either("gõ lời thông báo", "type it in Vietnamese"))
    await _writes(story)
    await story.taps(MAI, words.no_file, story.either("Gửi cho ai?", "Who is it for?"))
    await story.taps(MAI, words.kind("everyone"), story.either("1 người", "1 person"))
    await story.taps(MAI, words.done, story.either("Gửi lúc nào?", "When shall it go out?"))
    await story.taps(MAI, words.now_button, story.either("1 người sẽ nhận", "1 person will get it"))
    await story.says(MAI, story.either("gửi 1", "send 1"), story.either("Mình bắt đầu gửi", "I begin to send it"))
    await story.works()
    checks = f"{story.either('kiểm tra', 'check')} {story.code(BAO)}"
    await story.says(BAO, checks, story.either("là thông báo của mình", "is a message of ours"))


async def _writes(story: Story) -> None:
    """Always in Vietnamese; in English too for those who read it."""
    vietnamese = "Chào {ten}, thứ Bảy này mời cả nhà đến hội sách."
    await story.says(MAI, vietnamese, story.either("tiếng Anh", "The English text"))
    if story.texts.language == "en":
        await story.says(MAI, "Dear {ten}, come to the book fair this Saturday.", "A picture or a file")
    else:
        await story.taps(MAI, story.texts.broadcast_writing.only_vietnamese, "Gửi kèm")


async def _a_quiz(story: Story) -> None:
    """Three items and why; what is missed twice leads to a class that teaches it."""
    await story.publishes(BEGINS + timedelta(days=9), "L102", 20)
    await _misses_three(story, topic_title("vneid", story.texts.language))
    await story.taps(HANH, story.texts.announcing.no_thanks, "")
    await _misses_three(story)
    story.sees(HANH, story.either(f"Lớp {TITLE} dạy phần đó", f"The class {TITLE} teaches it"))
    await story.taps(HANH, story.texts.quizzes.sign_up, story.either("cho ai?", "Who should I sign up"))


async def _misses_three(story: Story, topic: str = "") -> None:
    await story.says(HANH, story.either("/cauhoi vneid", "/quiz vneid"), "1/3")
    story.sees(HANH, topic)
    await story.misses(HANH)
    story.sees(HANH, story.either("Chưa đúng.", "Not quite."))
    story.sees(HANH, "💡")
    for number in (2, 3):
        await story.taps(HANH, story.texts.quizzes.next_button, f"{number}/3")
        await story.misses(HANH)


async def _forgotten(story: Story) -> None:
    words = story.texts.my_data
    await story.says(HANH, story.either("/dulieu", "/mydata"), "")
    await story.taps(HANH, words.delete, "")
    await story.taps(HANH, words.yes_delete, story.either("xóa", "I deleted all your data"))


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
