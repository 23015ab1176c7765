"""What is typed in a dialog: spoken commands lead out of it, unless it asks for a text or a name; on both databases."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from handlers.conversation import DIALOGS, WORDY
from handlers.forms import leaving, may_be_name
from schedules.clock import StillClock
from storage.contacts import Contact
from storage.database import Database
from tests.classes import Class
from tests.organizing import contact_id, organizer
from tests.town import Resident, Town, living, signs_up


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class())
        yield town


async def paused(town: Town, who: Resident) -> bool:
    number = await contact_id(town, who)
    async with town.database.read(town.clock.now()) as store:
        return bool(await store.session.scalar(select(Contact.paused_at).where(Contact.id == number)))


def test_only_dialogs_that_there_are_take_any_words() -> None:
    assert WORDY.keys() <= DIALOGS.keys()


@pytest.mark.parametrize(
    ("asked", "said", "taken"),
    [
        (("/ctmoi",), "Tài liệu", "ngày nào đến ngày nào"),
        (("/ctmoi",), "Tuần lễ học tập", "ngày nào đến ngày nào"),
        (("/moloptmoi",), "Lớp học", "chủ đề"),
        (("/sualop L101 title",), "Trợ giúp", "Trợ giúp"),
        (("/thongbao moi",), "Lớp sắp mở", "tiếng Anh"),
        (("/khotailieu them", "Kỹ năng số"), "Tài liệu", "Tài liệu"),
    ],
)
async def test_a_title_may_be_called_like_a_command(town: Town, asked: tuple[str, ...], said: str, taken: str) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    for one in asked:
        await lan.says(one)
    question = lan.last
    told = await lan.says(said)
    assert taken.lower() in told.text.lower(), told.text
    assert told.text != question
    assert "đã cũ" not in told.text


async def test_an_answer_to_a_resident_and_a_reason_may_be_too(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Đa Kao"), town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    await hanh.says("/hoicanbo")
    await hanh.says("Tôi xem bài học ở mục nào vậy cô?")
    await lan.says("/cauhoimoi")
    await lan.taps("1")
    assert "Tài liệu" in (await lan.says("Tài liệu")).text
    await lan.taps("Gửi")
    assert "Tài liệu" in hanh.last
    await lan.says("/tim Hạnh")
    await lan.taps("1")
    await lan.taps("Rút tên khỏi lớp")
    assert "Lý do: Dừng" in (await lan.says("Dừng")).text
    assert not await paused(town, lan)


async def test_commands_and_words_to_leave_still_lead_out(town: Town) -> None:
    lan = await organizer(town, "Lan", "Đa Kao")
    for begun in ("/ctmoi", "/moloptmoi", "/sualop L101 title", "/thongbao moi", "/khotailieu them"):
        for word in ("thôi", "Huỷ", "hủy bỏ."):
            await lan.says(begun)
            before = lan.last
            left = (await lan.says(word)).text
            assert left != before, (begun, word)
            assert (await lan.says("Tài liệu")).text != before, (begun, word)
        await lan.says(begun)
        assert "Lớp của trung tâm" in (await lan.says("/lopcuatrungtam")).text
        assert (await lan.says("tài liệu")).text.startswith("📚") or "tài liệu" in lan.last.lower()
    async with town.database.read(town.clock.now()) as store:
        assert await store.programmes.list_within(await _rights(town, lan)) == []  # type: ignore[arg-type]
    assert (await town.course("L101")).title == "Zalo cho người cao tuổi"


async def _rights(town: Town, who: Resident) -> object:
    number = await contact_id(town, who)
    async with town.database.read(town.clock.now()) as store:
        return await store.organizers.rights(number)


async def test_where_a_tap_is_wanted_a_spoken_command_leads_out(town: Town) -> None:
    lan = await organizer(town, "Lan")
    await lan.says("/ctmoi")
    assert "Của ai" in lan.last or "của ai" in lan.last
    assert "Zalo cho người cao tuổi" in (await lan.says("lớp sắp mở")).text


async def test_residents_leave_by_saying_what_they_want(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/dangky L101")
    await hanh.taps("Cho tôi")
    assert (await hanh.says("lớp của tôi")).text.startswith("Bạn chưa"), "no name"
    await hanh.says("/hoicanbo")
    assert "Zalo cho người cao tuổi" in (await hanh.says("lớp sắp mở")).text, "that we can answer ourselves"


async def test_dung_is_a_name_and_stopping_is_not(town: Town) -> None:
    dung, hanh = town.resident("D"), town.resident("Hạnh")
    await signs_up(dung, "L101", "Dung")
    assert not await paused(town, dung)
    assert [name for name, _ in await town.standings("L101")] == ["Dung"]
    await hanh.says("/dangky L101")
    await hanh.taps("Cho tôi")
    await hanh.says("dừng")
    assert await paused(town, hanh)
    lan = await organizer(town, "Lan", "Đa Kao")
    await lan.says("/tim L101")
    assert "1. Dung" in (await lan.says("dung")).text
    assert not await paused(town, lan)


async def test_never_mind_is_nobodys_name(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("/dangky L101")
    await hanh.taps("Cho tôi")
    await hanh.says("thôi")
    assert await town.standings("L101") == []
    await signs_up(hanh, "L101", "Huy")
    assert [name for name, _ in await town.standings("L101")] == ["Huy"]
    await hanh.says("/dulieu sua")
    await hanh.taps("Huy")
    await hanh.says("Thôi")
    assert [name for name, _ in await town.standings("L101")] == ["Huy"]


async def test_in_english(town: Town) -> None:
    emma = await organizer(town, "Emma", "Đa Kao", "en")
    await emma.says("/ctmoi")
    assert "days" in (await emma.says("Learning week")).text
    await emma.says("cancel")
    assert "/" not in emma.last.split()[0]
    await emma.says("/thongbao moi")
    assert "English" in (await emma.says("Classes")).text
    await emma.says("never mind")
    assert "Zalo" in (await emma.says("classes")).text


@pytest.mark.parametrize(
    ("said", "name"), [("Dung", True), ("dung", True), ("Dũng", True), ("dừng", False), ("lớp", False)]
)
def test_names_that_are_commands(said: str, name: bool) -> None:
    assert may_be_name(said) is name


@pytest.mark.parametrize(
    ("said", "leaves"), [("Thôi", True), ("huỷ", True), ("HỦY!", True), ("Huy", False), ("", False)]
)
def test_words_that_leave(said: str, leaves: bool) -> None:
    assert leaving(said) is leaves
