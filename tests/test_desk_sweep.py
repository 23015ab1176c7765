"""Every word of every room's desk, with the numbers of one centre's things, by everybody who has no right over them.

The rooms are called themselves, without the door before them: no effect, and no word of what they were asked for.
"""

import inspect
import io
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from handlers import check_in
from handlers.conversation import DESK
from handlers.heard import Handler, Heard
from handlers.menu import not_understood
from handlers.texts import VIETNAMESE
from handlers.vocabulary import Incoming, Refusal, Reply
from schedules.clock import StillClock
from storage.base import Base
from storage.database import Database
from storage.groups import GroupKind
from storage.programmes import EventKind
from storage.store import Store
from storage.visits import How
from tests.classes import Class, at
from tests.organizing import centre_id, contact_id, ends, organizer
from tests.town import Resident, Town, living, signs_up

CAU_KHO, DA_KAO = "Phường Cầu Kho", "Phường Đa Kao"
ROOMS: dict[Handler, str] = {room: word for word, room in DESK.items()} | {check_in.by_number: "diemdanh"}
"""Each once, whatever its words; the last answers residents too."""
SECRET = re.compile("sơn mài|Cầu Kho|Văn Tư|Bác Tư|0909|Cúc", re.IGNORECASE)
"""Words of Cầu Kho's things and people; nothing of Đa Kao has them."""
PASSING = {"inbox", "outbox", "dialogs", "exchanges", "addresses", "contacts", "listing_marks", "code_tries"}
"""What any word said may change."""
CHOOSES = re.compile(r"case |==|argument|Button\(| = \"| in \(")
SPELLED = re.compile(r"""["']([a-z_]{2,22})["']""")


@dataclass(frozen=True)
class Things:
    """What Cầu Kho has, by number or code."""

    values: tuple[str, ...]


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class("S1", "Sơn mài", (at(23, 8), at(30, 8)), ward=CAU_KHO, topic="Vẽ", closes=at(30, 8)))
        yield town


async def furnish(town: Town) -> Things:
    """Cầu Kho gets one of everything, none of it for the public."""
    tu, cuc = town.resident("Bác Tư"), await organizer(town, "Cúc", CAU_KHO)
    await signs_up(tu, "S1", "Nguyễn Văn Tư")
    resident, theirs, centre = await contact_id(town, tu), await contact_id(town, cuc), await centre_id(town, CAU_KHO)
    course = await town.course("S1")
    async with town.database.begin(town.clock.now()) as store:
        learner = await store.learners.find_self(resident)
        assert learner
        seat = await store.registrations.find_live(course.id, learner.id)
        assert seat
        await store.visits.add(course.lessons[0].id, learner.id, seat.id, How.TICKED)
        await store.check_ins.of(course.lessons[0])
        question = await store.questions.ask(resident, centre, "Mua đồ sơn mài ở đâu?", "vi")
        draft = await store.broadcasts.make(centre, theirs, text_vi="Hội sơn mài", audience=["everyone"])
        file = await store.files.add("son-mai.png", "image/png", b"\x89PNG", at(30, 8))
        group = await store.groups.make(GroupKind.FAMILY, "Nhà Bác Tư", centre, resident)
        await store.groups.join(group, learner.id)
        topic = course.topic_id
        material = await store.materials.add(centre, topic, "Sách sơn mài", theirs, url="https://example.org/son-mai")
        answer = await store.answers.keep(["sơn mài là gì"], "Sơn mài.", "vi", centre_id=centre, made_by=theirs)
        await store.session.flush()
        days = (date(2026, 11, 30), date(2026, 12, 2))
        week = await store.programmes.make(centre, "Tuần sơn mài", "Ở Cầu Kho", days, theirs)
        event = await store.programmes.add_event(week, EventKind.TALK, "Sơn mài", "Đình", (at(30, 8), at(30, 9)))
    numbers = {centre, resident, theirs, learner.id, course.id, seat.id, question.id, draft.id, file.id, group.id}
    numbers |= {material.id, answer.id, week.id, event.id, *(one.id for one in course.lessons)}
    return Things(("S1", draft.code, group.code, f"c{centre}", *map(str, sorted(numbers))))


async def test_whoever_has_no_right_over_a_centre_changes_and_reads_nothing(town: Town) -> None:
    things = await furnish(town)
    async with town.database.begin(town.clock.now()) as store:
        await store.centres.of_ward(DA_KAO)
    chief, once = await organizer(town, "Lan"), await organizer(town, "Hoa")
    await ends(chief, "Hoa")
    minh, hanh = await organizer(town, "Minh", DA_KAO), town.resident("Hạnh")
    await hanh.says("/start")
    own, before = await centre_id(town, DA_KAO), await facts(town)
    for who in (hanh, once):
        await tries(town, who, things, refused=True)
    assert await facts(town) == before
    elsewhere = await facts(town, but=own)
    await tries(town, minh, things, refused=False)
    assert await facts(town, but=own) == elsewhere


async def tries(town: Town, who: Resident, things: Things, *, refused: bool) -> None:
    """Say every word of the desk to its room. `refused`: whatever they say, it means nothing."""
    number = await contact_id(town, who)
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(who.person.id))
        assert met
        contact = await store.contacts.get(number)
        for room, word in ROOMS.items():
            for said in arguments(room, things if not refused else Things(things.values[::4])):
                incoming = Incoming("telegram", str(who.person.id), "1", f"/{word} {' '.join(said)}".strip())
                heard = Heard(incoming, met.address, contact, VIETNAMESE, said)
                replies = await answers(room, heard, store)
                told = " ".join(chain.from_iterable(map(words_of, replies)))
                assert not SECRET.search(told), (who.person.id, word, said, told)
                nothing = not replies or replies[0].text in (
                    not_understood(heard)[0].text,
                    VIETNAMESE.general.old_button(),
                )
                assert nothing or not refused or word not in DESK, (word, said, told)


async def answers(room: Handler, heard: Heard, store: Store) -> list[Reply]:
    """As the router does: a refusal is an answer."""
    try:
        return await room(heard, store)
    except Refusal as no:
        return [no.reply]


def arguments(room: Handler, things: Things) -> set[tuple[str, ...]]:
    """Each thing alone, before and behind every verb that the room's file spells."""
    module = inspect.getmodule(room)
    assert module
    choosing = [line for line in inspect.getsource(module).splitlines() if CHOOSES.search(line)]
    verbs = sorted(set(SPELLED.findall("\n".join(choosing))))
    behind = {(one, verb) for one in things.values for verb in verbs}
    before = {(verb, one) for one in things.values for verb in verbs}
    return {(), *((one,) for one in things.values), *behind, *before}


def words_of(reply: Reply) -> Iterable[str]:
    """All that can be read of it, its workbook too."""
    yield str(reply.text)
    yield from (button.label for row in reply.buttons for button in row)
    if reply.document and reply.document.name.endswith(".xlsx"):
        book = load_workbook(io.BytesIO(reply.document.content))
        yield from (str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row)


async def facts(town: Town, but: int | None = None) -> dict[str, list[str]]:
    """Every row that is a fact, by table; `but`: without those of this centre."""
    found = {}
    async with town.database.read(town.clock.now()) as store:
        for table in Base.metadata.sorted_tables:
            if table.name in PASSING:
                continue
            of_centre = table.c.id if table.name == "centres" else table.c.get("centre_id")
            query = select(table)
            if but is not None and of_centre is not None:
                query = query.where(of_centre.is_distinct_from(but))
            found[table.name] = sorted(map(str, await store.session.execute(query)))
    return found
