"""Organizers read the report of their own centres, month by month, and set its target."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from handlers.reports import read_period
from handlers.targets import read_target
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.periods import Period
from tests.organizing import UNKNOWN, centre_id, organizer
from tests.reporting import NOVEMBER, YEAR, visited
from tests.town import Town


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with visited(database, clock) as town:
        yield town


async def test_an_organizer_reads_the_month_and_the_year(town: Town) -> None:
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/chitieu 44")
    await lan.says("/banlamviec")
    month = await lan.taps("📈 Báo cáo")
    assert month.text == (
        "Báo cáo tháng 11/2026\n"
        "Phường Đa Kao\n"
        "\n"
        "👣 Lượt học: 16\n"
        "🎯 Cả năm 2026: 22/44 lượt (50%)\n"
        "👥 Người khác nhau, trong số có ghi tên: 4\n"
        "📚 Lớp: 1 · buổi: 2\n"
        "🪑 Chỗ đã có người: 4/10 (40%)\n"
        "🚪 Có chỗ mà vắng, nơi điểm danh theo tên: 3/8 (38%)"
    )
    assert month.labels[:2] == ["‹ Tháng 10/2026", "📅 Cả năm 2026"]
    assert "👣 Lượt học: 1\n" in (await lan.taps("‹ Tháng 10/2026")).text
    year = await lan.taps("📅 Cả năm 2026")
    assert year.text.startswith("Báo cáo năm 2026\nPhường Đa Kao\n\n👣 Lượt học: 22\n")
    assert [label for label in year.labels if label.startswith("T")] == [f"T{month}" for month in range(1, 12)]
    assert "👣 Lượt học: 5\n" in (await lan.taps("T1")).text
    await lan.says("/baocao 2025")
    assert "👣 Lượt học: 7\n🎯 Cả năm 2025: 7/44 lượt (16%)" in lan.last
    assert "‹ Năm 2024" not in lan.person.last.labels


async def test_details_name_what_and_where_but_nobody(town: Town) -> None:
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/baocao 11/2026")
    assert (await lan.taps("🔎 Chi tiết")).text == (
        "Báo cáo tháng 11/2026\n"
        "Phường Đa Kao\n"
        "\n"
        "Theo chủ đề\n"
        "• Kỹ năng số: 16\n"
        "\n"
        "Theo lớp\n"
        "• Zalo (L1): 16\n"
        "\n"
        "Theo nhóm tuổi\n"
        "• 35–59 tuổi: <3\n"
        "• 60 tuổi trở lên: <3\n"
        "• Chưa rõ, hoặc ít người: 16\n"
        "\n"
        "Theo tổ\n"
        "• Tổ 5: 5\n"
        "• Tổ 9, Phường Cầu Kho: <3\n"
        "• Chưa rõ, hoặc ít người: 11\n"
        "\n"
        "Theo phường nơi ở\n"
        "• Phường Đa Kao: 5\n"
        "• Phường Cầu Kho: <3\n"
        "• Chưa rõ, hoặc ít người: 11\n"
        "\n"
        "“<3” là ít hơn 3 người: mình không nêu số, để không lộ chuyện riêng của ai."
    )


async def test_the_target_is_asked_for_and_typed(town: Town) -> None:
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/baocao")
    assert (await lan.taps("🎯 Chỉ tiêu")).text.startswith("🎯 Chỉ tiêu lượt học của Phường Đa Kao\nHiện chưa đặt.")
    for wrong in ("nhiều", "-5", "0", "99999999", "2,7"):
        assert (await lan.says(wrong)).text.startswith("Mình cần một số từ 1 đến 1.000.000."), wrong
    assert (await lan.says("2.700 lượt")).text == "✅ Chỉ tiêu của Phường Đa Kao: 2.700 lượt học mỗi năm."
    await lan.says("/chitieu 2700")
    await lan.says("/nhatky")
    assert lan.last.count("đã đổi chỉ tiêu lượt học: Phường Đa Kao") == 1
    await lan.says("/chitieu")
    assert (await lan.taps("Bỏ chỉ tiêu")).text == "✅ Phường Đa Kao không còn chỉ tiêu lượt học."


async def test_nobody_reads_or_changes_another_centre(town: Town) -> None:
    lan, hanh = await organizer(town, "Lan", "Phường Cầu Kho"), town.resident("Hạnh")
    other = await centre_id(town, "Phường Đa Kao")
    said = [
        f"{word} {other}{rest}" for word in ("/baocao", "/bieudo", "/tepbaocao") for rest in ("", " 2026", " 2026-11")
    ]
    said += [f"/chitieu c{other}", f"/chitieu c{other} 5", f"/baocao {other} 2026 chitiet", "/baocao 999999"]
    for who, words in ((lan, said), (hanh, [*said, "/baocao", "/chitieu 5", "/bieudo", "/tepbaocao"])):
        unknown = (await who.says(UNKNOWN)).text
        for one in words:
            assert (await who.says(one)).text == unknown, one
    everything = [await lan.says(one) for one in ("/baocao", "/baocao tatca", "/tepbaocao tatca", "/baocao tatca 2026")]
    assert not any("Đa Kao" in one.text or "16" in one.text for one in everything)
    async with town.database.read(town.clock.now()) as store:
        assert [one.yearly_target for one in await store.centres.list_all()] == [None, None]
        noted = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "target_set")
        assert await store.session.scalar(noted) == 0


async def test_whoever_is_no_organizer_any_more_cannot_finish_typing(town: Town) -> None:
    boss, lan = await organizer(town, "Sếp"), await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/chitieu")
    await boss.says("/nhom thoi")
    await boss.taps("Lan")
    await boss.taps("Vâng")
    assert "2700" not in (await lan.says("2700")).text
    async with town.database.read(town.clock.now()) as store:
        assert {one.yearly_target for one in await store.centres.list_all()} == {None}


@pytest.mark.parametrize(
    "said", ["9999", "2026-99", "0000-00", "1", "2026-11 x", "tatca 99999", "tatca 2026 99999999999", "²⁰²⁶", "2027"]
)
async def test_odd_arguments_do_no_harm(town: Town, said: str) -> None:
    boss = await organizer(town, "Sếp")
    assert not (await boss.says(f"/baocao {said}")).text.startswith("Xin lỗi")


def test_periods_and_targets_are_read_as_people_write_them() -> None:
    assert [read_period(one) for one in ("2026", "2026-11", "2026-1", "11/2026")] == [
        YEAR, NOVEMBER, Period(2026, 1), NOVEMBER,
    ]  # fmt: skip
    assert [read_period(one) for one in ("", "26", "2026-13", "0/2026", "1999", "٢٠٢٦")] == [None] * 6
    assert [read_target(one) for one in ("2700", "2.700", "2,700", " 2 700 ", "2700 lượt học", "0")] == [2700] * 5 + [0]
    assert [read_target(one) for one in ("", "x", "-1", "2,7", "1e9", "9999999", "1.2.3")] == [None] * 7
