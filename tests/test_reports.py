"""The report: numbers counted by hand, at the borders of months, of one's own centres only, and nobody's own."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import func, select

from handlers.pictures.chart import HEIGHT, WIDTH, Chart, draw
from handlers.report_files import workbook
from handlers.reports import read_period
from handlers.targets import read_target
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.deletion import delete_person
from storage.learners import AgeGroup, Learner, Relation
from storage.neighbourhoods import Division, Neighbourhood, read_neighbourhood
from storage.periods import Period
from storage.quiet_hours import LOCAL
from storage.registrations import Registration
from storage.reports import Figures, Share, by_course, by_month, by_origin, by_topic, figures, share
from storage.store import Store
from storage.visits import How
from tests.classes import Class, at
from tests.organizing import UNKNOWN, centre_id, organizer
from tests.town import Resident, Town, living

NOVEMBER, OCTOBER, YEAR = Period(2026, 11), Period(2026, 10), Period(2026)
BEFORE = datetime(2025, 12, 1, tzinfo=UTC)
"""When they signed up."""


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


ZALO = Class("L1", "Zalo", (local(2026, 10, 31, 23, 30), local(2026, 11, 1, 0), at(10, 8), at(28, 8)), capacity=10)
FEAST = Class("L2", "Đón năm mới", (local(2025, 12, 31, 23, 30), local(2026, 1, 1, 0)), 30, topic="Văn hóa")
ELSEWHERE = Class("L3", "Excel <cơ bản>", (at(11, 9),), 20, ward="Phường Cầu Kho")


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, FEAST, ELSEWHERE)
        async with database.begin(BEFORE) as store:
            await live(store)
        yield town


async def live(store: Store) -> None:
    """Four are seated in L1; one just comes by.

    31/10: An. 1/11: An, Ba, Chi and Em. 10/11: twelve by number, An and Ba by name. New Year's Eve 7, New Year 5.
    """
    zalo, feast, other = [await store.courses.find(code) for code in ("L1", "L2", "L3")]
    assert zalo
    assert feast
    assert other
    eve, first, tenth, _ = zalo.lessons
    feasts, elsewhere = feast.lessons, other.lessons[0]
    da_kao, cau_kho = zalo.centre_id, other.centre_id
    an = await person(store, "An", da_kao, "tổ 5", AgeGroup.FROM_60)
    ba = await person(store, "Ba", da_kao, "tdp 05", AgeGroup.FROM_60)
    chi = await person(store, "Chi", da_kao, "Tổ dân phố số 5", AgeGroup.FROM_35)
    dung = await store.learners.add(an.contact_id, Relation.CHILD, "Dũng", under_16=True)
    em = await person(store, "Em", cau_kho, "tổ 9", None)
    seats = {one.id: await store.registrations.register(zalo.id, one.id) for one in (an, ba, chi, dung)}
    for lesson, came in ((eve, [an]), (first, [an, ba, chi, em]), (tenth, [an, ba])):
        for one in came:
            await comes(store, lesson.id, one, seats.get(one.id))
    await store.visits.say(tenth, 12)
    for lesson, headcount in zip(feasts, (7, 5), strict=True):
        await store.visits.say(lesson, headcount)
    await comes(store, elsewhere.id, an, None)


async def person(store: Store, name: str, centre: int, home: str, age: AgeGroup | None) -> Learner:
    met = await store.contacts.meet("test", name, name, "vi")
    assert met.contact
    await store.contacts.live_in(met.contact, centre, home)
    learner = await store.learners.add(met.contact.id, Relation.SELF, name)
    await store.learners.choose_age_group(learner, age)
    return learner


async def comes(store: Store, lesson: int, who: Learner, seat: Registration | None) -> None:
    await store.visits.add(lesson, who.id, seat.id if seat else None, How.TICKED)


async def test_the_numbers_are_those_counted_by_hand(town: Town) -> None:
    da_kao, cau_kho = await centre_id(town, "Phường Đa Kao"), await centre_id(town, "Phường Cầu Kho")
    async with town.database.read(town.clock.now()) as store:
        both = [da_kao, cau_kho]
        assert await figures(store, NOVEMBER, both) == {
            # 4 + 12 visits; of 4 seated: 3 and 2 came, Dũng twice and Chi once did not.
            da_kao: Figures(16, lessons=2, courses=1, seats=10, taken=4, people=4, came=5, missed=3),
            cau_kho: Figures(1, lessons=1, courses=1, seats=20, people=1),
        }
        assert (await figures(store, OCTOBER, both))[da_kao] == Figures(1, 1, 1, 10, 4, 1, came=1, missed=3)
        assert (await figures(store, YEAR, both))[da_kao].visits == 16 + 1 + 5
        assert (await figures(store, Period(2025), both))[da_kao].visits == 7
        assert await by_month(store, 2026, da_kao) == [5, 0, 0, 0, 0, 0, 0, 0, 0, 1, 16, 0]
        assert await by_topic(store, YEAR, da_kao) == [("Kỹ năng số", 17), ("Văn hóa", 5)]
        assert [(one.code, one.lessons, one.visits) for one in await by_course(store, YEAR, da_kao)] == [
            ("L1", 3, 17),
            ("L2", 1, 5),
        ]


async def test_months_begin_at_local_midnight(town: Town) -> None:
    """Half past eleven in the evening and midnight are both the day before in UTC."""
    async with town.database.read(town.clock.now()) as store:
        zalo = await store.courses.find("L1")
        assert zalo
        assert [one.starts_at.astimezone(UTC).month for one in zalo.lessons[:2]] == [10, 10]
        months = [(await figures(store, one, [zalo.centre_id]))[zalo.centre_id].visits for one in (OCTOBER, NOVEMBER)]
        assert months == [1, 16]
    assert (Period(2026, 12).until, Period(2026, 12).step(1)) == (local(2027, 1, 1, 0), Period(2027, 1))
    assert (Period(2026, 1).step(-1), YEAR.step(-1), YEAR.until) == (
        Period(2025, 12),
        Period(2025),
        local(2027, 1, 1, 0),
    )


async def test_where_they_come_from_without_telling_of_anyone(town: Town) -> None:
    da_kao = await centre_id(town, "Phường Đa Kao")
    async with town.database.read(town.clock.now()) as store:
        origins = await by_origin(store, NOVEMBER, da_kao, 16)
    five, nine = Neighbourhood(Division.GROUP, 5), Neighbourhood(Division.GROUP, 9)
    # An and Ba twice, Chi once; of Em alone nothing is told, and of the ten without names nothing is known.
    assert origins.neighbourhoods.told == [Share((None, five), 5, 3)]
    assert (origins.neighbourhoods.few, origins.neighbourhoods.rest) == ([("Phường Cầu Kho", nine)], 11)
    assert (origins.wards.told, origins.wards.few) == ([Share("Phường Đa Kao", 5, 3)], ["Phường Cầu Kho"])
    assert (origins.ages.told, set(origins.ages.few)) == ([], {AgeGroup.FROM_60, AgeGroup.FROM_35})


def test_nobodys_own_number_is_the_difference_to_the_total() -> None:
    three = [("tổ 5", one, 2) for one in (1, 2, 3)]
    more = [("tổ 6", one, 1) for one in (4, 5, 6)]
    # Who lives in tổ 7 came four times, and would be known by taking the others from the total.
    hidden = share([*three, *more, ("tổ 7", 7, 4)], 13)
    assert (hidden.told, hidden.few, hidden.rest) == ([Share("tổ 5", 6, 3)], ["tổ 7"], 7)
    assert share([*three, *more], 9).told == [Share("tổ 5", 6, 3), Share("tổ 6", 3, 3)]
    known = share([*three, ("tổ 7", 7, 4), *((None, one, 1) for one in (8, 9))], 12)
    assert (known.told, known.rest) == ([Share("tổ 5", 6, 3)], 6)


async def test_who_was_deleted_still_counts(town: Town) -> None:
    da_kao = await centre_id(town, "Phường Đa Kao")
    async with town.database.read(town.clock.now()) as store:
        before = await figures(store, YEAR, [da_kao])
    # The class goes on to the 28th: what they came to stays, the seats to come go.
    await town.turns_to_local(29, 8)
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("test", "An")
        assert met
        assert met.contact
        await delete_person(store, met.contact)
    async with town.database.read(town.clock.now()) as store:
        after = await figures(store, YEAR, [da_kao])
        assert (after[da_kao].visits, after[da_kao].people) == (before[da_kao].visits, before[da_kao].people) == (22, 4)
        assert after[da_kao].taken == 4
        origins = await by_origin(store, NOVEMBER, da_kao, 16)
        assert origins.neighbourhoods.told == []
        assert origins.neighbourhoods.rest == 16


async def test_cancelled_and_coming_lessons_are_not_counted(town: Town) -> None:
    da_kao = await centre_id(town, "Phường Đa Kao")
    async with town.database.begin(town.clock.now()) as store:
        zalo = await store.courses.find("L1")
        assert zalo
        _, first, _, coming = zalo.lessons
        await store.visits.say(coming, 100)
        assert (await figures(store, NOVEMBER, [da_kao]))[da_kao].visits == 16
        first.cancelled_at = store.now
        zalo.cancelled_at = store.now
    async with town.database.read(town.clock.now()) as store:
        assert (await figures(store, NOVEMBER, [da_kao]))[da_kao].visits == 12
        assert await by_month(store, 2026, da_kao) == [5, 0, 0, 0, 0, 0, 0, 0, 0, 1, 12, 0]


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


async def test_several_centres_stand_side_by_side(town: Town) -> None:
    boss = await organizer(town, "Sếp")
    await boss.says(f"/chitieu c{await centre_id(town, 'Phường Đa Kao')} 2.700 lượt")
    both = await boss.says("/baocao")
    assert both.text == (
        "Báo cáo tháng 11/2026, các trung tâm\n"
        "\n"
        "Phường Cầu Kho\n"
        "👣 Tháng 11/2026: 1 lượt\n"
        "🎯 Cả năm 2026: 1 lượt. Chưa đặt chỉ tiêu.\n"
        "\n"
        "Phường Đa Kao\n"
        "👣 Tháng 11/2026: 16 lượt\n"
        "🎯 Cả năm 2026: 22/2.700 lượt (1%)\n"
        "\n"
        "Bạn bấm một trung tâm để xem kỹ."
    )
    assert "👣 Lượt học: 16\n" in (await boss.taps("Phường Đa Kao")).text
    assert (await boss.taps("‹ Các trung tâm")).text == both.text
    await boss.taps("📄 Tệp Excel")
    [(name, rows)] = read(boss).items()
    assert (name, rows[0][:4]) == ("Các trung tâm", ("Trung tâm", "Lượt học", "Lượt cả năm", "Chỉ tiêu năm"))
    assert [row[:5] for row in rows[1:]] == [("Phường Cầu Kho", 1, 1, None, 1), ("Phường Đa Kao", 16, 22, 2700, 4)]


async def test_in_english_too(town: Town) -> None:
    tom = await organizer(town, "Tom", "Phường Đa Kao", "en")
    assert (await tom.says("/report")).text.startswith(
        "Report, Nov 2026\nPhường Đa Kao\n\n👣 Visits: 16\n🎯 All of 2026: 22"
    )
    assert "By age group\n• 35–59 years: <3" in (await tom.taps("Details")).text
    await tom.says("/report 2026")
    chart = await tom.taps("Chart")
    assert chart.text == "📊 Visits in 2026, Phường Đa Kao."
    await tom.says("/report 2026")
    assert "numbers only" in (await tom.taps("Excel")).text


def read(who: Resident) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of the newest message's file; no cell of them is a formula."""
    content = who.person.last.document_bytes
    assert content is not None
    return read_book(content)


def read_book(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    for page in book.worksheets:
        assert page.freeze_panes == "A2"
        assert all(cell.data_type in "sn" for row in page.iter_rows() for cell in row)
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


async def test_the_file_has_numbers_as_numbers(town: Town) -> None:
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/chitieu 44")
    await lan.says("/baocao")
    await lan.taps("📄 Tệp Excel")
    assert lan.person.last.document == "bao-cao-2026-11.xlsx"
    sheets = read(lan)
    assert list(sheets) == [
        "Tổng quan", "Theo tháng", "Theo chủ đề", "Theo lớp", "Theo nhóm tuổi", "Theo tổ", "Theo phường",
    ]  # fmt: skip
    assert dict(sheets["Tổng quan"][1:6]) == {
        "Trung tâm": "Phường Đa Kao",
        "Thời gian": "Tháng 11/2026",
        "Lượt học cả năm": 22,
        "Chỉ tiêu cả năm": 44,
        "Đạt (%)": 50,
    }
    assert [row[1] for row in sheets["Tổng quan"][6:]] == [16, 4, 1, 2, 10, 4, 40, 5, 3, 38]
    assert [row[1] for row in sheets["Theo tháng"][1:]] == [5, 0, 0, 0, 0, 0, 0, 0, 0, 1, 16, 0]
    assert sheets["Theo tổ"][1:] == [
        ("Tổ 5", 5, 3),
        ("Tổ 9, Phường Cầu Kho", None, "<3"),
        ("Chưa rõ, hoặc ít người", 11, None),
    ]
    assert sheets["Theo lớp"][1:] == [("L1", "Zalo", 2, 16, 10, 4)]
    everything = str(sheets)
    assert not any(name in everything for name in ("An'", "Ba'", "Chi'", "Dũng", "Em'"))


def test_hostile_cells_are_text() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "\x00=2"]
    [rows] = read_book(workbook([("Tệp", [["Tên"], *([one] for one in hostile)])])).values()
    assert [row[0] for row in rows[1:4]] == ["=1+1", "+1", "-1"]


async def test_the_chart_is_a_picture_with_twelve_bars(town: Town) -> None:
    lan = await organizer(town, "Lan", "Phường Đa Kao")
    await lan.says("/chitieu 44")
    await lan.says("/baocao")
    shown = await lan.taps("📊 Biểu đồ")
    assert shown.text == "📊 Lượt học năm 2026, Phường Đa Kao."
    assert shown.picture is not None
    with Image.open(io.BytesIO(shown.picture)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))


def test_a_chart_without_anything_or_with_far_too_much_is_drawn() -> None:
    for value, words in ((0, ""), (10**9, "W" * 200)):
        drawn = draw(Chart(words, words, words, words, [(words, value, words)] * 12, value or None))
        assert drawn.startswith(b"\x89PNG")


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


def test_neighbourhoods_are_read_as_people_write_them() -> None:
    five = Neighbourhood(Division.GROUP, 5)
    for said in ("tổ 5", "Tổ 05", "to5", "5", "TDP 5", "Tổ dân phố số 5", "khu phố 2, tổ 5", "tổ 5 - kp 2"):
        assert read_neighbourhood(said) == five, said
    assert read_neighbourhood("KP 2") == Neighbourhood(Division.QUARTER, 2)
    for said in ("123 Nguyễn Huệ", "nhà cô Lan", "tổ 5A", "moto 5"):
        found = read_neighbourhood(said)
        assert found
        assert (found.number, found.said) == (None, said)
    assert read_neighbourhood(" - ") is None


async def test_a_house_or_a_name_typed_as_neighbourhood_is_not_told(town: Town) -> None:
    da_kao = await centre_id(town, "Phường Đa Kao")
    async with town.database.begin(town.clock.now()) as store:
        met = await store.contacts.find("test", "Em")
        assert met
        assert met.contact
        await store.contacts.live_in(met.contact, da_kao, "hẻm 12, nhà bà Sáu")
        origins = await by_origin(store, NOVEMBER, da_kao, 16)
    assert (origins.neighbourhoods.few, origins.neighbourhoods.rest) == ([], 11)
