"""What mini-quizzes keep about somebody: they see it, it goes when they say so, and it goes with time."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from schedules.clock import StillClock
from schedules.jobs import Jobs
from storage import attempts, quizzes
from storage.attempts import Attempt
from storage.badges import Badge
from storage.base import Base
from storage.cards import Card, Memory
from storage.consents import Purpose
from storage.database import Database
from storage.habits import Habit, Rhythm
from storage.items import ImportedItem
from storage.quizzes import Asked, Quiz
from tests.talking import Room, Talker, contact_of, deletes_everything, talking

KEPT_OF_A_PERSON: tuple[type[Base], ...] = (Attempt, Badge, Card, Habit, Quiz)


@pytest.fixture
async def room(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    async with talking(database, clock) as room:
        yield room


async def with_quizzes(room: Room, language: str = "vi", chat: str = "71") -> Talker:
    """Somebody who has everything that quizzes keep, and who brought an item."""
    lan = room.person(chat, "Lan", language)
    await lan.says("/start")
    contact = (await contact_of(room, lan)).id
    now = room.clock.now()
    async with room.database.begin(now) as store:
        await store.consents.record(contact, Purpose.QUIZZES, "2026-11-22", given=True)
        habit = await store.habits.take(contact)
        await store.habits.choose(habit, Rhythm.WEEKLY, 5, 19, now + timedelta(days=5, hours=11))
        quiz = await store.quizzes.begin(contact, [Asked("scams-01", (0, 2, 1, 3)), Asked("vneid-02", (0, 1, 2))])
        await store.quizzes.answered(quiz, is_right=True)
        await store.attempts.add(contact, "scams-01", "scams", "check_links", 1, is_right=True)
        await store.cards.keep(contact, Memory("scams-01", 3.2, 5.4, now + timedelta(days=3), now))
        await store.badges.earn(contact, "scams", "check_links")
        centre = await store.centres.of_ward("Phường Cầu Kho")
        brought = ImportedItem(
            centre_id=centre.id,
            topic="scams",
            skill="check_links",
            level=1,
            question={"vi": "Ai gọi?"},
            options={"vi": ["A", "B", "C"]},
            explanation={"vi": "Vì thế."},
            right=[0],
            source="Phường, 2026",
            created_by=contact,
            created_at=now,
        )
        await store.items.bring([brought])
    return lan


async def test_they_see_it_in_vietnamese(room: Room) -> None:
    lan = await with_quizzes(room)
    await lan.says("/dulieu xem")
    for lines in (
        "NHỊP CÂU ĐỐ BẠN CHỌN (giữ đến khi bạn xóa)\n- mỗi tuần một lần, lúc 19 giờ, lần tới 28/11/2026 19:00, "
        "tính vào bảng nhóm: không, ghi lúc 23/11/2026 8:00\n",
        "LƯỢT CÂU ĐỐ GẦN NHẤT (nhiều nhất 60 ngày)\n- 23/11/2026 8:00: scams-01, vneid-02; đã trả lời 1, đúng 1\n",
        "CÂU ĐỐ BẠN ĐÃ TRẢ LỜI (400 ngày)\n- 23/11/2026 8:00, scams-01 "
        "(Lừa đảo qua mạng, Xem kỹ đường dẫn trước khi bấm): ý 2, đúng\n",
        "KHI NÀO HỎI LẠI CÂU NÀO (giữ đến khi bạn xóa)\n- scams-01: hỏi lần cuối 23/11/2026 8:00, "
        "nên hỏi lại từ 26/11/2026 8:00, nhớ khoảng 3 ngày, độ khó với bạn 5/10\n",
        "HUY HIỆU KỸ NĂNG (giữ đến khi bạn xóa)\n- Lừa đảo qua mạng, Xem kỹ đường dẫn trước khi bấm, "
        "đạt 23/11/2026 8:00\n",
        "CÂU ĐỐ BẠN ĐƯA VÀO (khi bạn xóa: ở lại với trung tâm, không còn tên)\n- 23/11/2026 8:00: Ai gọi?\n",
        "- 23/11/2026 8:00: đồng ý, nhận câu đố, theo bản ngày 2026-11-22\n",
    ):
        assert lines in lan.document


async def test_they_see_it_in_english(room: Room) -> None:
    lan = await with_quizzes(room, "en")
    await lan.says("/mydata xem")
    for line in (
        "- once a week, at 19:00, next 28/11/2026 19:00, counted on group boards: no, noted 23/11/2026 8:00\n",
        "- 23/11/2026 8:00: scams-01, vneid-02; 1 answered, 1 right\n",
        "- 23/11/2026 8:00, scams-01 (Online scams, Checking links before tapping): option 2, right\n",
        "- scams-01: last asked 23/11/2026 8:00, to be asked again from 26/11/2026 8:00, "
        "remembered for about 3 days, difficulty for you 5/10\n",
        "- Online scams, Checking links before tapping, earned 23/11/2026 8:00\n",
        "- 23/11/2026 8:00: Ai gọi?\n",
        "agreed, being sent quizzes, text of 2026-11-22\n",
    ):
        assert line in lan.document


async def test_it_goes_when_they_say_so_and_nobody_elses_does(room: Room) -> None:
    lan, _ = await with_quizzes(room), await with_quizzes(room, chat="72")
    mine = (await contact_of(room, lan)).id
    await deletes_everything(lan)
    async with room.database.read(room.clock.now()) as store:
        for table in KEPT_OF_A_PERSON:
            left = (await store.session.scalars(select(table.__table__.c.contact_id))).all()
            assert len(left) == 1, table.__name__
            assert mine not in left
        brought = (await store.session.scalars(select(ImportedItem.created_by).order_by(ImportedItem.id))).all()
    assert [one is None for one in brought] == [True, False], "what they brought for all stays, without them"


async def test_it_goes_with_time(room: Room) -> None:
    await with_quizzes(room)
    jobs = Jobs(room.database, room.clock.now, lambda: None)

    async def left() -> tuple[int, int]:
        await jobs._tidy()
        async with room.database.read(room.clock.now()) as store:
            counts = [await store.session.scalar(select(func.count()).select_from(one)) or 0 for one in (Quiz, Attempt)]
        return counts[0], counts[1]

    room.clock.turn(quizzes.KEPT)
    assert await left() == (1, 1)
    room.clock.turn(timedelta(hours=1))
    assert await left() == (0, 1)
    room.clock.turn(attempts.KEPT - quizzes.KEPT - timedelta(hours=1))
    assert await left() == (0, 1)
    room.clock.turn(timedelta(hours=1))
    assert await left() == (0, 0)


async def test_privacy_says_what_quizzes_keep_and_how_to_stop(room: Room) -> None:
    lan, tom = room.person("71", "Lan"), room.person("72", "Tom", "en")
    said = await lan.says("/riengtu")
    for words in (
        "Nếu bạn làm câu đố: bạn chọn ý nào", "câu đố theo giờ chỉ gửi khi bạn đã đồng ý", "không ai khác xem",
        "từ 5 người trở lên", "Câu đố đã trả lời: 400 ngày", "/nhipcauhoi thoi",
    ):  # fmt: skip
        assert words in said
    said = await tom.says("/privacy")
    for words in ("which options you chose", "Nobody else sees", "400 days", "60 days", "/nhipcauhoi thoi"):
        assert words in said
