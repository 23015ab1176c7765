"""My data of those who wish, ask and organize: all of it is shown; when they go, their work stays as somebody's."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.answers import PreparedAnswer
from storage.audit import AuditEntry
from storage.base import Base
from storage.contacts import Contact
from storage.database import Database
from storage.organizers import Invitation, Organizer
from storage.questions import Question
from storage.wishes import Wish, WishEnd
from tests.talking import Room, Talker, contact_of, deletes_everything, talking


@pytest.fixture
async def room(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    async with talking(database, clock) as room:
        yield room


def turns(text: str) -> list[dict[str, Any]]:
    return [{"text": text, "at": "2026-11-23T01:00:00+00:00", "without": []}]


async def full_life(room: Room, lan: Talker, ba: Talker) -> None:
    """Lan wished, asked, organized, answered Ba, and invited him."""
    await lan.says("/start")
    await ba.says("/start")
    her, his = (await contact_of(room, lan)).id, (await contact_of(room, ba)).id
    async with room.database.begin(room.clock.now()) as store:
        centre = await store.centres.of_ward("Phường Cầu Kho")
        await store.wishes.make(her, turns("lớp vẽ buổi tối"), None)
        await store.wishes.end(await store.wishes.make(her, turns("lớp bơi"), None), WishEnd.TOLD)
        asked = await store.questions.ask(her, None, "Có lớp cho người khiếm thị không?", "vi")
        await store.questions.answer(asked, his, "Tháng sau có ạ.")
        await store.organizers.accept(await store.organizers.invite(None, None), her)
        await store.organizers.accept(await store.organizers.invite(centre.id, her), his)
        await store.organizers.invite(None, her)
        his_question = await store.questions.ask(his, None, "Con tôi 5 tuổi học gì?", "vi")
        await store.questions.answer(his_question, her, "Có lớp vẽ ạ.")
        await store.answers.keep(["học vẽ mấy tuổi"], "Từ 5 tuổi.", "vi", centre_id=None, made_by=her)
        await store.audit.note(her, None, "answered", question=his_question.id)


async def test_the_file_shows_wishes_questions_and_what_an_organizer_did(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    await full_life(room, lan, ba)
    await lan.says("/dulieu xem")
    for lines in (
        "báo xong hay thôi rồi: 30 ngày)\n"
        "- 23/11/2026 8:00: “lớp vẽ buổi tối”, đang để ý\n"
        "- 23/11/2026 8:00: “lớp bơi”, đã báo bạn 23/11/2026 8:00\n",
        "- 23/11/2026 8:00, bạn hỏi: Có lớp cho người khiếm thị không?, trả lời 23/11/2026 8:00: Tháng sau có ạ.\n"
        "- 23/11/2026 8:00, bạn trả lời một người hỏi: Có lớp vẽ ạ.\n",
        "QUYỀN TỔ CHỨC CỦA BẠN (giữ đến khi bạn xóa)\n"
        "- Người tổ chức của mọi trung tâm, từ 23/11/2026 8:00\n"
        "- 23/11/2026 8:00: một người nhận lời mời của bạn, cho Phường Cầu Kho\n",
        "- 23/11/2026 8:00, dùng được đến 26/11/2026 8:00, đã dùng 23/11/2026 8:00\n"
        "- 23/11/2026 8:00, dùng được đến 26/11/2026 8:00, chưa ai dùng\n",
        "- 23/11/2026 8:00, cho “học vẽ mấy tuổi”: Từ 5 tuổi.\n",
        '- 23/11/2026 8:00: answered {"question": 2}\n',
    ):
        assert lines in lan.document
    assert "Con tôi 5 tuổi học gì?" not in lan.document, "what another person asked is theirs"
    await ba.says("/dulieu xem")
    assert "lớp vẽ buổi tối" not in ba.document
    assert "Người tổ chức của Phường Cầu Kho, từ 23/11/2026 8:00" in ba.document


async def test_the_file_in_english(room: Room) -> None:
    lan, ba = room.person("71", "Lan", "en"), room.person("72", "Ba")
    await full_life(room, lan, ba)
    await lan.says("/mydata xem")
    for line in (
        "- 23/11/2026 8:00: “lớp vẽ buổi tối”, still watching\n",
        "you asked: Có lớp cho người khiếm thị không?, answered 23/11/2026 8:00: Tháng sau có ạ.\n",
        "- 23/11/2026 8:00, you answered somebody: Có lớp vẽ ạ.\n",
        "- Organizer of all centres, since 23/11/2026 8:00\n",
        "- 23/11/2026 8:00: somebody accepted your invitation, for Phường Cầu Kho\n",
        "- 23/11/2026 8:00, good until 26/11/2026 8:00, not used yet\n",
        "ANSWERS YOU PREPARED (after you delete: stay, without your name)\n- 23/11/2026 8:00, to “học vẽ mấy tuổi”",
    ):
        assert line in lan.document


async def test_an_organizer_goes_and_what_they_did_was_done_by_somebody(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    await full_life(room, lan, ba)
    her = (await contact_of(room, lan)).id
    await deletes_everything(lan)
    async with room.database.read(room.clock.now()) as store:
        session = store.session
        assert await _pointing_at(room, her) == []
        assert (await session.scalars(select(Wish))).all() == []
        assert [one.text for one in await session.scalars(select(Question))] == ["Con tôi 5 tuổi học gì?"]
        answered = (await session.scalars(select(Question))).one()
        assert (answered.answer, answered.answered_by) == ("Có lớp vẽ ạ.", None)
        assert [one.invited_by for one in await session.scalars(select(Organizer))] == [None]
        assert [one.invited_by for one in await session.scalars(select(Invitation))] == [None]
        assert [(one.text, one.made_by) for one in await session.scalars(select(PreparedAnswer))] == [
            ("Từ 5 tuổi.", None)
        ]
        assert [(one.action, one.contact_id) for one in await session.scalars(select(AuditEntry))] == [
            ("answered", None)
        ]


async def test_nobody_else_loses_anything(room: Room) -> None:
    lan, ba = room.person("71", "Lan"), room.person("72", "Ba")
    await full_life(room, lan, ba)
    his = (await contact_of(room, ba)).id
    before = await _pointing_at(room, his)
    await deletes_everything(lan)
    gone = {"questions.answered_by"}
    assert [one for one in before if one not in gone] == [
        one for one in await _pointing_at(room, his) if one not in gone
    ]


async def _pointing_at(room: Room, contact_id: int) -> list[str]:
    """Which columns of any table still name this contact."""
    found = []
    async with room.database.read(room.clock.now()) as store:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if any(key.column is Contact.__table__.c.id for key in column.foreign_keys):
                    query = select(column).where(column == contact_id)
                    found += [f"{table.name}.{column.name}" for _ in (await store.session.execute(query)).all()]
    return found
