"""Who is no organizer finds no desk, and who is one elsewhere finds nothing of others on it; on both databases."""

import ast
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers import organizers
from handlers.conversation import DESK
from handlers.heard import Heard
from handlers.texts import ENGLISH, VIETNAMESE
from handlers.texts.vi.organizers import Organizers
from handlers.vocabulary import Incoming, Refusal
from schedules.clock import StillClock
from storage.base import Base
from storage.database import Database
from tests.classes import Class
from tests.organizing import UNKNOWN, centre_id, contact_id, ends, organizer, rights, rights_of
from tests.town import Town, living

ROOT = Path(__file__).parent.parent
PASSING = {"inbox", "outbox", "dialogs", "exchanges", "addresses", "tallies", "contacts", "listing_marks"}
"""What any word said may change."""
ARGUMENTS = ("", "1", "2", "1 vang", "2 co", "moi", "moi tatca", "moi 1", "thoi", "thoi 1", "thoi 1 vang", "x" * 40)


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(), Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def test_to_everyone_else_the_desk_does_not_exist(town: Town) -> None:
    """Every word of every room's desk, typed and tapped, by a resident and by who was an organizer once."""
    lan, once, hanh = await organizer(town, "Lan"), await organizer(town, "Minh"), town.resident("Hạnh")
    await ends(lan, "Minh")
    await asks_in_cau_kho(town)
    unknown, before = (await hanh.says(UNKNOWN)).text, await facts(town)
    for who, name in ((hanh, "hanh"), (once, "once")):
        for word in sorted(DESK):
            for arguments in ARGUMENTS:
                assert (await who.says(f"/{word} {arguments}".strip())).text == unknown, (name, word, arguments)
            tapped = await who.does(lambda person, word=word: person.taps_data(f"/{word} 1 vang"))  # type: ignore[misc]
            assert tapped.text == unknown
            assert (await who.says(f"/{word}_1")).text == unknown
    assert await facts(town) == before
    assert {"banlamviec", "nhom", "nhatky"} <= set(DESK)


async def test_the_rooms_look_themselves_whom_they_let_in(town: Town) -> None:
    """Were the door left open, nobody would come further."""
    hanh = town.resident("Hạnh")
    unknown = (await hanh.says(UNKNOWN)).text
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("telegram", str(hanh.person.id))
        assert met is not None
        assert met.contact is not None
        incoming = Incoming("telegram", str(hanh.person.id), "1")
        for room in set(organizers.desk.values()):
            with pytest.raises(Refusal) as refused:
                await room(Heard(incoming, met.address, met.contact, VIETNAMESE, ("moi", "tatca")), store)
            assert refused.value.reply.text.striptags() == " ".join(unknown.split())


async def test_an_organizer_elsewhere_reads_and_changes_nothing_of_a_centre(town: Town) -> None:
    """Every word of every room's desk, by an organizer of another centre, with the numbers of this one's things."""
    await organizer(town, "Lan")
    cuc = await organizer(town, "Cúc", "Cầu Kho")
    await cuc.says("/nhom moi")
    await cuc.taps("Phường Cầu Kho")
    minh, question = await organizer(town, "Minh", "Đa Kao"), await asks_in_cau_kho(town)
    (theirs,), (own,) = await rights_of(town, cuc), await rights_of(town, minh)
    numbers = {theirs, question, await centre_id(town, "Cầu Kho")}
    arguments = [f"{one}{rest}" for one in numbers for rest in ("", " vang", " co", " chac", " gui")]
    arguments += [f"{verb} {one}{rest}" for verb in ("moi", "thoi") for one in numbers for rest in ("", " vang")]
    before = await facts(town, of="Cầu Kho")
    for word in sorted(DESK):
        for argument in ("", *arguments):
            if argument == f"thoi {own} vang":
                continue
            seen = await minh.says(f"/{word} {argument}".strip())
            told = seen.text + " ".join(seen.labels)
            assert not re.search("Cúc|Cầu Kho|Bác Tư|giá vẽ", told), (word, argument, told)
    assert await facts(town, of="Cầu Kho") == before
    assert await rights(town, minh) is not None


async def facts(town: Town, of: str | None = None) -> dict[str, list[str]]:
    """Every row that is a fact, by table; `of`: only those of the centre of this ward."""
    number, found = await centre_id(town, of) if of else None, {}
    async with town.database.read(town.clock.now()) as store:
        for table in Base.metadata.sorted_tables:
            if table.name in PASSING or (of and "centre_id" not in table.columns):
                continue
            query = select(table)
            query = query.where(table.c.centre_id == number) if of else query
            found[table.name] = sorted(map(str, await store.session.execute(query)))
    return found


async def asks_in_cau_kho(town: Town) -> int:
    """A question waits for the organizers of Cầu Kho; its number."""
    tu = town.resident("Bác Tư")
    await tu.says("/start")
    asker, centre = await contact_id(town, tu), await centre_id(town, "Cầu Kho")
    async with town.database.begin(town.clock.now()) as store:
        return (await store.questions.ask(asker, centre, "Mua giá vẽ ở đâu?", "vi")).id


def noted_actions() -> set[str]:
    """Every action that is noted anywhere in the house."""
    files = [file for room in ("bot", "handlers", "schedules") for file in (ROOT / room).rglob("*.py")]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    noted = [call.args[2] for call in calls if ast.unparse(call.func).endswith(".audit.note")]
    return {one.value for node in noted for one in ast.walk(node) if isinstance(one, ast.Constant)}  # type: ignore[misc]


@pytest.mark.parametrize("words", [VIETNAMESE.organizers, ENGLISH.organizers], ids=["vi", "en"])
def test_everything_that_is_noted_has_a_sentence(words: Organizers) -> None:
    assert {"invited", "joined", "ended", "left"} <= noted_actions() <= words.deeds.keys()


def test_every_button_of_the_desk_leads_somewhere() -> None:
    for words in (VIETNAMESE.organizers, ENGLISH.organizers):
        assert [says for _, says in words.commands() if says.removeprefix("/") not in DESK] == []
