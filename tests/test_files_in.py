"""Files that organizers send to the bot: fetched beside the conversation, and read once."""

from collections.abc import AsyncIterator

import pytest

from bot import fetching
from bot.demo.samples import PICTURE
from bot.demo.standin import StandIn
from schedules.clock import StillClock
from storage.database import Database
from storage.files import MOST_BYTES, FileState
from tests.organizing import contact_id, organizer
from tests.sending_files import CSV, content, files, furnish, hang
from tests.telegrams import until
from tests.town import Resident, Town, living

CANNOT = "Mình chưa đọc được loại tin này."
HOSTILE = [
    "../../etc/passwd.csv",
    '<b>"; DROP TABLE files;--.csv',
    "C:\\con\\nul.csv",
    "\u202etxt.csv",
    "x" * 400 + ".csv",
]


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(monkeypatch)


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        yield town


def calls(standin: StandIn, method: str) -> int:
    return sum(call.method == method for call in standin.calls)


async def begins_poster(town: Town, who: Resident) -> int:
    number = await contact_id(town, who)
    async with town.database.begin(town.clock.now()) as store:
        return (await store.dialogs.open(number, "poster", {})).id


# On its way in


async def test_an_organizer_sends_a_file_and_it_is_read(town: Town) -> None:
    lan = await organizer(town, "Lan")
    lan.new()
    assert (await lan.sends_file("Lịch tháng 12.CSV", CSV)).text == "Đọc xong Lịch tháng 12.CSV: 30 byte, Mã l"
    assert lan.new()[0] == "📄 Đang đọc tệp Lịch tháng 12.CSV…"
    (file,) = await files(town)
    assert (file.state, file.size, file.tries) == (FileState.HERE, 30, 0)
    assert await content(town, file) == CSV


async def test_for_residents_nothing_changes(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.sends_file("lịch.csv", CSV)).text.startswith(CANNOT)
    assert (await hanh.sends_picture(PICTURE)).text.startswith("Mình nhận được ảnh, nhưng chưa đọc được ảnh.")
    unknown = (await hanh.says("/khongcolenhnay")).text
    assert (await hanh.says("/tep 1")).text == unknown
    assert await files(town) == []
    assert calls(town.standin, "getFile") == 0


async def test_what_no_room_takes_is_not_fetched(town: Town) -> None:
    lan = await organizer(town, "Lan")
    assert (await lan.sends_file("virus.exe", b"MZ")).text.startswith(CANNOT)
    assert (await lan.sends_picture(PICTURE)).text.startswith("Mình nhận được ảnh, nhưng chưa đọc được ảnh.")
    assert (await lan.does(lambda person: person.sends_voice())).text.startswith("Mình chưa nghe được tin thoại")
    assert await files(town) == []


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_only_a_name(town: Town, name: str) -> None:
    lan = await organizer(town, "Lan")
    assert (await lan.sends_file(name, CSV)).text.startswith(f"Đọc xong {name[-120:]}: 30 byte")
    (file,) = await files(town)
    assert file.name == name[-120:]
    assert "<b>" not in lan.person.last.html


async def test_nobody_reads_anothers_file(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), await organizer(town, "Minh")
    await lan.sends_file("lịch.csv", CSV)
    (file,) = await files(town)
    assert (await minh.says(f"/tep {file.id}")).text.startswith("Tệp này mình không còn giữ nữa.")
    for wrong in ("0", "x", "-1", "9" * 30, ""):
        assert (await lan.says(f"/tep {wrong}")).text.startswith("Tệp này mình không còn giữ nữa.")
    assert (await lan.says(f"/tep {file.id}")).text.startswith("Đọc xong lịch.csv")


# Too large, not to be had


async def test_a_file_that_is_too_large_is_not_even_fetched(town: Town) -> None:
    lan = await organizer(town, "Lan")
    told = await lan.sends_file("ảnh.csv", b"a" * (MOST_BYTES + 1))
    assert told.text == (
        "Tệp ảnh.csv lớn quá, mình chỉ nhận tệp đến 5 MB.\nBạn bớt hình hoặc chia nhỏ tệp, rồi gửi lại giúp mình nhé."
    )
    assert await files(town) == []
    assert (await lan.sends_file("vừa.csv", "vừa 5".encode() + b"a" * (MOST_BYTES - 7))).text.startswith("Đọc xong vừa")


async def test_a_file_larger_than_its_app_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = await organizer(town, "Lan")
    monkeypatch.setattr(fetching, "MOST_BYTES", 20)
    assert "lớn quá" in (await lan.sends_file("lịch.csv", CSV)).text
    (file,) = await files(town)
    assert (file.state, file.reason, await content(town, file)) == (FileState.FAILED, "too_large", None)
    assert "lớn quá" in (await lan.says(f"/tep {file.id}")).text


async def test_a_download_that_fails_thrice_is_given_up_kindly(town: Town) -> None:
    lan = await organizer(town, "Lan")
    lan.new()
    town.standin.fail_next("getFile", times=3)
    await lan.sends_file("lịch.csv", CSV)
    await until(lambda: len(lan.messages) == lan.read + 2)
    assert lan.new()[1] == (
        "Mình chưa tải được tệp lịch.csv, mong bạn thông cảm.\nBạn đợi một lát rồi gửi lại tệp giúp mình nhé."
    )
    (file,) = await files(town)
    assert (file.state, file.tries, file.reason) == (FileState.FAILED, 3, "ServerTrouble")
    assert (await lan.sends_file("lịch.csv", CSV)).text.startswith("Đọc xong lịch.csv")


async def test_a_download_that_fails_twice_is_not(town: Town) -> None:
    lan = await organizer(town, "Lan")
    town.standin.fail_next("getFile", times=1)
    town.standin.fail_next("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    await lan.sends_file("lịch.csv", CSV)
    await until(lambda: lan.last.startswith("Đọc xong lịch.csv"))
    assert [(file.state, file.tries) for file in await files(town)] == [(FileState.HERE, 2)]


async def test_a_file_that_hangs_keeps_nobody_waiting(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, hanh = await organizer(town, "Lan"), town.resident("Hạnh")
    asked = hang(monkeypatch)
    lan.person.sends_document("lịch.csv", CSV)
    await until(lambda: bool(asked))
    hanh.person.says("/start")
    (greeting,) = await hanh.person.hears()
    assert greeting.text.startswith("Chào")
    assert lan.last.startswith("📄 Đang đọc tệp")


# In a dialog


async def test_a_dialog_takes_a_picture(town: Town) -> None:
    lan = await organizer(town, "Lan")
    number = await begins_poster(town, lan)
    assert (await lan.sends_picture(PICTURE, "đây")).text == "Ảnh đẹp quá!"
    (file,) = await files(town)
    assert (file.purpose, file.dialog_id, file.name, file.media_type) == ("poster", number, "photo.jpg", "image/jpeg")
    assert await content(town, file) == PICTURE
    assert (await lan.says("chữ dưới ảnh")).text == "Nghe: chữ dưới ảnh", "the dialog goes on"


async def test_a_picture_for_a_dialog_that_was_left_goes_nowhere(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = await organizer(town, "Lan")
    await begins_poster(town, lan)
    await lan.sends_picture(PICTURE)
    (file,) = await files(town)
    await begins_poster(town, lan)
    assert (await lan.says(f"/tep {file.id}")).text.startswith("Tệp photo.jpg đến nơi rồi, nhưng việc cần tệp này đã")
    assert (await lan.says("chữ")).text == "Nghe: chữ", "what is under way now goes on"


async def test_a_file_beside_a_dialog_sets_it_aside_and_the_news_of_it_nothing(town: Town) -> None:
    lan = await organizer(town, "Lan")
    number = await contact_id(town, lan)
    async with town.database.begin(town.clock.now()) as store:
        await store.dialogs.open(number, "rename", {"learner": 0})
    await lan.sends_file("lịch.csv", CSV)
    async with town.database.read(town.clock.now()) as store:
        dialog = await store.dialogs.find(number)
        assert dialog is not None
        assert dialog.aside
    await begins_poster(town, lan)
    await lan.says(f"/tep {(await files(town))[0].id}")
    assert (await lan.says("chữ")).text == "Nghe: chữ"
