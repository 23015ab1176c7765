"""Stories of broadcasts under way: pauses, caps, people who say no, quiet hours, repeats, and counts that add up."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.demo.person import BLOCKED
from handlers import broadcasting
from schedules.clock import StillClock
from storage.broadcasts import Broadcast, Repeats, State
from storage.database import Database
from storage.quiet_hours import LOCAL
from tests.broadcasting import CAU_KHO, Square, square


@pytest.fixture
async def here(database: Database, clock: StillClock) -> AsyncIterator[Square]:
    async with square(database, clock) as here:
        yield here


async def begun(here: Square) -> Broadcast:
    """The last one is confirmed: its first batch is written and on its way, the rest is not written yet."""
    async with here.town.database.begin(here.town.clock.now()) as store:
        await broadcasting.send_due(store)
    await here.town.settle()
    return await here.last()


@pytest.fixture
def by_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasting, "BATCH", 2)


@pytest.mark.usefixtures("by_twos")
async def test_it_is_paused_and_goes_on(here: Square) -> None:
    hoa, people = await here.organizer("Hoa", CAU_KHO), await here.residents(5)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("5")
    number = (await begun(here)).id
    assert (await hoa.says(f"/thongbao dung {number}")).text.startswith("⏸ Đang tạm dừng")
    await here.works()
    assert [len(one.new()) for one in people] == [1, 1, 0, 0, 0]
    assert (await here.counts()).sent == 2
    await hoa.taps("Gửi tiếp")
    await here.works()
    assert [len(one.new()) for one in people] == [0, 0, 1, 1, 1]
    assert (await here.last()).state is State.DONE
    assert (await here.counts()).sent == 5


@pytest.mark.usefixtures("by_twos")
async def test_it_is_cancelled_midway_and_sent_to_the_rest_later(here: Square) -> None:
    hoa, people = await here.organizer("Hoa", CAU_KHO), await here.residents(3)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("3")
    number = (await begun(here)).id
    async with here.town.database.begin(here.town.clock.now()) as store:
        await broadcasting.send_due(store)
        await store.mailings.hold(number)
    await hoa.says(f"/thongbao huy {number}")
    await here.works()
    assert [len(one.new()) for one in people] == [1, 1, 0]
    counts = await here.counts()
    assert (counts.sent, counts.cancelled, counts.reasons) == (2, 1, {"called_off": 1})
    here.town.clock.turn(timedelta(minutes=2))
    await here.works()
    assert "⛔ Thông báo đã hủy giữa chừng" in hoa.last
    assert "• bạn đã hủy: 1" in hoa.last
    asked = await hoa.taps("Gửi lại cho người chưa nhận")
    assert "👥 Người nhận: những người chưa nhận được lần trước" in asked.text
    await hoa.says("1")
    await here.works()
    assert [len(one.new()) for one in people] == [0, 0, 1]


async def test_who_blocked_us_is_told_apart_and_may_get_it_later(here: Square) -> None:
    hoa, people = await here.organizer("Hoa", CAU_KHO), await here.residents(4)
    people[1].person.chat.closed_because = BLOCKED  # we are not told before we write
    await here.sent(hoa, "Mời bà con.", 4)
    assert "✅ Đã nhận: 3 / 4\n🚫 Đã chặn hoặc rời đi: 1" in hoa.last
    counts = await here.counts()
    assert (counts.sent, counts.failed, counts.blocked, counts.reasons) == (3, 1, 1, {})
    assert "Chưa có ai để nhận" in (await hoa.taps("Gửi lại cho người chưa nhận")).text
    people[1].person.unblocks()
    await people[1].says("/start")
    people[1].new()
    assert "Số người nhận vừa đổi từ 0 thành 1" in (await hoa.says("1")).text
    await hoa.says("1")
    await here.works()
    assert len(people[1].new()) == 1
    assert [len(one.new()) for one in (people[0], *people[2:])] == [1, 1, 1]


async def test_nobody_gets_more_than_two_announcements_a_day(here: Square) -> None:
    hoa, (lan,) = await here.organizer("Hoa", CAU_KHO), await here.residents(1)
    for text in ("Một", "Hai"):
        await here.sent(hoa, text, 1)
    beyond = (await here.written(hoa, "Ba")).text
    assert "⚠️ 1 người hôm nay đã nhận đủ hai tin chung, nên sẽ không nhận tin này." in beyond
    await hoa.says("1")
    await here.works()
    assert [("Một" in text, "Hai" in text) for text in lan.new()] == [(True, False), (False, True)]
    assert "✅ Đã nhận: 0 / 1\n• đã nhận đủ hai tin chung trong ngày: 1" in hoa.last
    assert (await here.counts()).reasons == {"cap": 1}
    await here.town.turns_to_local(24, 8)
    await here.sent(hoa, "Bốn", 1)
    assert len(lan.new()) == 1


@pytest.mark.usefixtures("by_twos")
async def test_who_says_no_meanwhile_gets_none(here: Square) -> None:
    hoa, people = await here.organizer("Hoa", CAU_KHO), await here.residents(5)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("5")
    await begun(here)
    assert "/tinchung_khong" in people[0].last
    await people[2].says("/tinchung_khong")
    async with here.town.database.begin(here.town.clock.now()) as store:
        await broadcasting.send_due(store)
        await store.mailings.hold((await here.last()).id)
    await people[4].says("/tinchung khong")
    async with here.town.database.begin(here.town.clock.now()) as store:
        await store.mailings.let_go((await here.last()).id)
    await here.works()
    assert [sum("Mời bà con" in text for text in one.new()) for one in people] == [1, 1, 0, 1, 0]
    counts = await here.counts()
    assert (counts.sent, counts.reasons) == (3, {"opted_out": 1})


async def test_it_waits_for_the_morning(here: Square) -> None:
    hoa, (lan,) = await here.organizer("Hoa", CAU_KHO), await here.residents(1)
    await here.town.turns_to_local(23, 21, 30)
    assert "🕐 Gửi lúc 7 giờ, ngày mai, thứ Ba 24/11." in (await here.written(hoa, "Mời bà con.")).text
    await hoa.says("1")
    await here.works()
    await here.town.turns_to_local(24, 6, 50)
    assert lan.new() == []
    await here.town.turns_to_local(24, 7)
    assert len(lan.new()) == 1


async def test_each_week_it_is_sent_anew_to_who_is_there_then(here: Square) -> None:
    hoa, (lan,) = await here.organizer("Hoa", CAU_KHO), await here.residents(1)
    await here.written(hoa, "Mời bà con.")
    await hoa.taps("🕐 Lúc gửi")
    assert "✓ Hằng tuần" in (await hoa.taps("Hằng tuần")).labels
    await hoa.says("8h sáng mai")
    await hoa.says("1")
    await here.town.turns_to_local(24, 9)
    tu = await here.resident("Tư")
    await here.town.turns_to(datetime(2026, 12, 1, 9, tzinfo=LOCAL))
    assert (len(lan.new()), len(tu.new())) == (2, 1)
    runs = await here.all()
    assert [one.state for one in runs] == [State.DONE, State.DONE, State.SCHEDULED]
    assert len({one.code for one in runs}) == 3
    await hoa.says(f"/thongbao bo {runs[-1].id}")
    await here.town.turns_to(datetime(2026, 12, 8, 9, tzinfo=LOCAL))
    assert lan.new() == []


@pytest.mark.parametrize(
    ("first", "now", "due"),
    [
        ("2026-01-31", "2026-01-31", "2026-02-28"),
        ("2026-01-31", "2026-02-28", "2026-03-31"),
        ("2026-01-31", "2026-06-15", "2026-06-30"),
        ("2026-11-23", "2026-11-23", "2026-12-23"),
        ("2026-11-23", "2027-01-01", "2027-01-23"),
    ],
)
async def test_each_month_on_the_same_day(sqlite_database: Database, first: str, now: str, due: str) -> None:
    begins = datetime.fromisoformat(f"{first}T08:00+07:00")
    async with sqlite_database.begin(datetime.fromisoformat(f"{now}T08:00+07:00")) as store:
        made = await store.broadcasts.make(None, None, first_due_at=begins, repeats=Repeats.MONTHLY)
        assert store.broadcasts.next_run(made) == datetime.fromisoformat(f"{due}T08:00+07:00")


async def test_progress_is_one_message_that_edits_itself(here: Square) -> None:
    hoa, _ = await here.organizer("Hoa", CAU_KHO), await here.residents(6)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("6")
    hoa.new()
    seen = []
    for batch in (2, 2, 2, 2):
        broadcasting_batch, broadcasting.BATCH = broadcasting.BATCH, batch
        async with here.town.database.begin(here.town.clock.now()) as store:
            await broadcasting.send_due(store)
            await broadcasting.report_all(store)
        broadcasting.BATCH = broadcasting_batch
        await here.town.settle()
        seen.append(hoa.last.splitlines()[1:3])
        here.town.clock.turn(timedelta(seconds=3))
    await here.works()
    assert len(hoa.new()) == 1
    assert hoa.person.last.edited
    assert [bar.count("▓") for bar, _ in seen] == [0, 4, 8, 12]
    assert "✅ Đã gửi xong" in hoa.last


@pytest.mark.usefixtures("by_twos")
async def test_the_progress_of_thousands_is_edited_less_often(here: Square) -> None:
    hoa, _ = await here.organizer("Hoa", CAU_KHO), await here.residents(12)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("12")
    number = (await begun(here)).id

    async def goes_on(seconds: float) -> str:
        here.town.clock.turn(timedelta(seconds=seconds))
        async with here.town.database.begin(here.town.clock.now()) as store:
            await broadcasting.send_due(store)
        await here.town.settle()
        async with here.town.database.begin(here.town.clock.now()) as store:
            await broadcasting.report(store, await store.broadcasts.get(number))
        await here.town.settle()
        return hoa.last

    async def tells_of(more: int) -> None:
        async with here.town.database.begin(here.town.clock.now()) as store:
            (await store.broadcasts.get(number)).total += more

    await tells_of(10_000)
    first = await goes_on(0)
    assert await goes_on(9) == first
    assert await goes_on(-5) == first
    assert await goes_on(6) != first
    await tells_of(-10_000)


async def test_the_counts_add_up_though_people_delete_everything(here: Square) -> None:
    hoa, people = await here.organizer("Hoa", CAU_KHO), await here.residents(3)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("3")
    async with here.town.database.begin(here.town.clock.now()) as store:
        await broadcasting.send_due(store)
        await store.mailings.hold((await here.last()).id)
    await people[1].says("/dulieu xoa")
    await people[1].taps("Vâng, xóa hết")
    assert (await here.counts()).gone == 1
    async with here.town.database.begin(here.town.clock.now()) as store:
        await store.mailings.let_go((await here.last()).id)
    await here.works()
    assert (await here.counts()).sent == 2
    assert "• đã xóa dữ liệu của họ: 1" in hoa.last
    await people[0].says("/dulieu xoa")
    await people[0].taps("Vâng, xóa hết")
    assert (await here.counts()).sent == 2


async def test_the_counts_stay_when_the_outbox_forgets(here: Square) -> None:
    hoa, _ = await here.organizer("Hoa", CAU_KHO), await here.residents(2)
    await here.sent(hoa, "Mời bà con.", 2)
    here.town.clock.turn(timedelta(days=31))
    async with here.town.database.begin(here.town.clock.now()) as store:
        await store.outbox.tidy()
    assert (await here.counts()).sent == 2
    number = (await here.last()).id
    assert "Đã nhận: 2 / 2" in (await hoa.says(f"/thongbao {number}")).text
    assert "Đã quá 30 ngày" in (await hoa.says(f"/thongbao lai {number}")).text


async def test_what_was_paused_for_too_long_is_called_off(here: Square) -> None:
    hoa, (lan,) = await here.organizer("Hoa", CAU_KHO), await here.residents(1)
    await here.written(hoa, "Mời bà con.")
    await hoa.says("1")
    async with here.town.database.begin(here.town.clock.now()) as store:
        await broadcasting.send_due(store)
        await store.mailings.hold((await here.last()).id)
    await here.change(state=State.PAUSED, paused_at=here.town.clock.now())
    here.town.clock.turn(timedelta(days=15))
    async with here.town.database.begin(here.town.clock.now()) as store:
        await broadcasting.tidy(store)
    await here.works()
    assert (await here.last()).state is State.CANCELLED
    assert lan.new() == []
    assert (await here.counts()).reasons == {"called_off": 1}
