"""Publishing a catalogue: what would change, what did, and that the same file again changes nothing."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.catalogue import demo_catalogue
from handlers.catalogue import read_catalogue
from handlers.texts import ENGLISH, VIETNAMESE
from storage.catalogue import Published, plan, publish
from storage.catalogue_plan import Catalogue, CourseFacts, Entry, KnownCourse, KnownLesson, Meeting, Plan, decide
from storage.courses import Course
from storage.database import Database
from storage.learners import Relation
from storage.registrations import Standing
from tests.classes import Class, at, catalogue_of
from tests.databases import lend_file

LATER = timedelta(days=7)


async def publishes(database: Database, now: datetime, *classes: Class) -> Plan:
    """Import these classes; gives what was planned."""
    planned, _ = await published(database, now, catalogue_of(*classes))
    return planned


async def published(database: Database, now: datetime, catalogue: Catalogue) -> tuple[Plan, Published]:
    async with database.begin(now) as store:
        planned = await plan(store, catalogue)
        return planned, await publish(store, planned)


async def course(database: Database, now: datetime, code: str = "L101") -> Course:
    async with database.read(now) as store:
        found = await store.courses.find(code)
    assert found is not None
    return found


async def seats(database: Database, now: datetime, *names: str, code: str = "L101") -> None:
    """Somebody new with each of these names signs up."""
    async with database.begin(now) as store:
        found = await store.courses.find(code)
        assert found is not None
        for name in names:
            met = await store.contacts.meet("telegram", name, name, "vi")
            assert met.contact is not None
            learner = await store.learners.add(met.contact.id, Relation.SELF, name)
            await store.registrations.register(found.id, learner.id)


async def standings(database: Database, now: datetime, code: str = "L101") -> list[tuple[str, Standing]]:
    found = await course(database, now, code)
    async with database.read(now) as store:
        live = await store.registrations.list_live(found.id)
    return [(one.learner.name if one.learner else "", one.standing) for one in live]


async def test_the_demo_s_file_is_published_once(database: Database, now: datetime) -> None:
    catalogue = read_catalogue("demo.csv", demo_catalogue(now), VIETNAMESE)
    assert isinstance(catalogue, Catalogue)
    first, _ = await published(database, now, catalogue)
    assert len(first.new) == len(catalogue.entries)
    assert len(first.new_wards) == 3
    again, done = await published(database, now + timedelta(days=4), catalogue)
    assert again.is_empty
    assert (again.unchanged, done.changed, done.promoted) == (len(catalogue.entries), (), ())
    found = await course(database, now, "sk01")
    assert [lesson.number for lesson in found.lessons] == [1, 2, 3, 4, 5]
    assert found.folded == "thai cuc quyen buoi som"
    assert found.last_ends_at == max(lesson.ends_at for lesson in found.lessons)


async def test_a_moved_lesson_keeps_its_row_and_gets_a_new_version(database: Database, now: datetime) -> None:
    await publishes(database, now, Class(starts=(at(25, 8), at(26, 8))))
    before = await course(database, now)
    planned = await publishes(database, now, Class(starts=(at(25, 8), at(27, 14))))
    (change,) = planned.changed
    assert [(move.old.starts_at, move.new.starts_at) for move in change.moved] == [(at(26, 8), at(27, 14))]
    after = await course(database, now)
    assert [one.id for one in after.lessons] == [one.id for one in before.lessons]
    assert [(one.version, one.moved_at) for one in after.lessons] == [(1, None), (2, now)]
    assert after.last_ends_at == at(27, 15, 30)


async def test_another_place_is_a_move_too_also_to_another_ward(database: Database, now: datetime) -> None:
    await publishes(database, now, Class())
    (change,) = (await publishes(database, now, Class(venue="Thư viện"))).changed
    assert (change.moved[0].old.venue, change.moved[0].new.venue) == ("Nhà văn hóa, 5 Nguyễn Huy Tự", "Thư viện")
    planned = await publishes(database, now, Class(venue="Thư viện", ward="Phường Cầu Kho"))
    assert planned.new_wards == ("Phường Cầu Kho",)
    assert len(planned.changed[0].moved) == 1
    assert (await course(database, now)).centre.ward == "Phường Cầu Kho"


async def test_a_lesson_left_out_is_cancelled_and_comes_back_when_it_is_written_again(
    database: Database, now: datetime
) -> None:
    both, one = Class(starts=(at(25, 8), at(26, 8))), Class(starts=(at(25, 8),), closes=at(26, 8))
    both = replace(both, closes=at(26, 8))
    await publishes(database, now, both)
    (change,) = (await publishes(database, now, one)).changed
    assert [drop.meeting.starts_at for drop in change.dropped] == [at(26, 8)]
    found = await course(database, now)
    assert [lesson.starts_at for lesson in found.live_lessons] == [at(25, 8)]
    assert found.last_ends_at == at(25, 9, 30)
    assert (await publishes(database, now, one)).is_empty
    (change,) = (await publishes(database, now, both)).changed
    assert [move.is_back for move in change.moved] == [True]
    found = await course(database, now)
    assert [(lesson.version, lesson.cancelled_at) for lesson in found.lessons] == [(1, None), (2, None)]


async def test_a_course_without_a_lesson_left_is_cancelled_with_everyone_in_it(
    database: Database, now: datetime
) -> None:
    await publishes(database, now, Class(capacity=1))
    await seats(database, now, "Hạnh", "Bảo")
    (entry,) = catalogue_of(Class(capacity=1)).entries
    called_off = Catalogue((replace(entry, meetings=()),))
    planned, done = await published(database, now, called_off)
    assert planned.changed[0].calls_off
    assert (await course(database, now)).cancelled_at == now
    assert await standings(database, now) == []
    assert [one.standing for one in done.changed[0].concerned] == [Standing.CANCELLED, Standing.CANCELLED]
    assert (await published(database, now, called_off))[0].is_empty
    await publishes(database, now, Class(capacity=1))
    back = await course(database, now)
    assert (back.cancelled_at, back.taken, len(back.live_lessons)) == (None, 0, 1)


async def test_courses_that_the_file_does_not_name_are_left_alone(database: Database, now: datetime) -> None:
    await publishes(database, now, Class("L101"), Class("L102"))
    assert (await publishes(database, now, Class("L102"))).is_empty
    assert (await course(database, now, "L101")).cancelled_at is None


async def test_more_seats_go_to_those_who_wait(database: Database, now: datetime) -> None:
    await publishes(database, now, Class(capacity=1))
    await seats(database, now, "Hạnh", "Bảo", "Lan")
    planned, done = await published(database, now, catalogue_of(Class(capacity=2)))
    assert [(one.name, one.old, one.new) for one in planned.changed[0].fields] == [("capacity", 1, 2)]
    assert [one.learner.name for one in done.promoted if one.learner] == ["Bảo"]
    assert [standing for _, standing in await standings(database, now)] == [
        Standing.SEATED, Standing.SEATED, Standing.WAITING
    ]  # fmt: skip


async def test_registration_that_opens_again_fills_the_seats(database: Database, now: datetime) -> None:
    await publishes(database, now, Class(capacity=1, closes=at(23, 9)))
    await seats(database, now, "Hạnh", "Bảo")
    late = at(23, 10).astimezone(UTC)
    async with database.begin(late) as store:
        live = await store.registrations.list_live((await course(database, now)).id)
        assert await store.registrations.cancel(live[0]) == []
    _, done = await published(database, late, catalogue_of(Class(capacity=1)))
    assert [one.learner.name for one in done.promoted if one.learner] == ["Bảo"]


async def test_fewer_seats_than_people_is_refused_with_the_lowest_number(database: Database, now: datetime) -> None:
    await publishes(database, now, Class(capacity=3))
    await seats(database, now, "Hạnh", "Bảo")
    async with database.begin(now) as store:
        planned = await plan(store, catalogue_of(Class(capacity=1)))
        with pytest.raises(ValueError, match="refused"):
            await publish(store, planned)
    assert [str(one) for one in VIETNAMESE.catalogue.plan_faults(planned)] == [
        "Dòng 2, cột số chỗ: lớp L101 đã có 2 người được xếp chỗ. Bạn viết số chỗ ít nhất là 2."
    ]
    assert [str(one) for one in ENGLISH.catalogue.plan_faults(planned)] == [
        "Row 2, column seats: 2 people already have a seat in L101. Write 2 or more."
    ]
    assert (await publishes(database, now, Class(capacity=2))).changed[0].people == 2


async def test_a_lesson_that_has_begun_stays_as_it_was(database: Database, now: datetime) -> None:
    await publishes(database, now, Class(starts=(at(25, 8), at(26, 8))))
    during = at(25, 9).astimezone(UTC)
    planned = await publishes(database, during, Class(starts=(at(25, 8), at(26, 8)), venue="Thư viện"))
    assert [late.meeting.starts_at for late in planned.too_late] == [at(25, 8)]
    assert [move.new.starts_at for move in planned.changed[0].moved] == [at(26, 8)]
    assert VIETNAMESE.catalogue.notes(planned) == ["Lớp L101: buổi 25/11/2026 08:00 đã qua, giữ nguyên như đã ghi."]
    assert (await publishes(database, during, Class(starts=(at(26, 8),), venue="Thư viện"))).is_empty


async def test_a_date_mistyped_into_the_past_calls_nothing_off(database: Database, now: datetime) -> None:
    await publishes(database, now, Class())
    async with database.read(now) as store:
        planned = await plan(store, catalogue_of(Class(starts=(at(2, 8, 30),), closes=at(2, 8))))
    assert [str(one) for one in VIETNAMESE.catalogue.plan_faults(planned)] == [
        "Dòng 2, cột bắt đầu: 02/11/2026 08:30 đã qua, mà buổi 25/11/2026 08:30 của lớp L101 không còn trong tệp. "
        "Bạn viết một giờ sắp tới, hoặc xóa dòng này nếu buổi đó hủy."
    ]


async def test_the_operator_reads_what_would_change(database: Database, now: datetime) -> None:
    await publishes(database, now, Class(starts=(at(25, 8, 30), at(26, 8, 30))))
    await seats(database, now, "Hạnh")
    changed = Class(starts=(at(25, 14), at(26, 8, 30)), title="Zalo <b>", fee_vnd=50_000)
    async with database.read(now) as store:
        planned = await plan(store, replace(catalogue_of(changed, Class("L102")), ignored=("Ghi chú",)))
    place = "Nhà văn hóa, 5 Nguyễn Huy Tự, Phường Đa Kao"
    assert str(VIETNAMESE.catalogue.plan(planned)).splitlines() == [
        "<b>1 lớp mới, 1 lớp thay đổi, 0 lớp như cũ.</b>",
        f"+ <b>L102</b> Zalo cho người cao tuổi: thứ Tư 25/11/2026, 8:30–10:00, {place}, 20 chỗ, miễn phí",
        "~ <b>L101</b> Zalo &lt;b&gt;",
        "   tên lớp: “Zalo cho người cao tuổi” → “Zalo &lt;b&gt;”",
        "   học phí: miễn phí → 50.000 đ",
        f"   dời: thứ Tư 25/11/2026, 8:30–10:00, {place} → thứ Tư 25/11/2026, 14:00–15:30, {place}",
        "   sẽ báo cho 1 người",
        "Bỏ qua các cột không dùng đến: Ghi chú.",
    ]
    english = str(ENGLISH.catalogue.plan(planned)).splitlines()
    assert english[0] == "<b>1 new class, 1 changed, 0 as before.</b>"
    assert english[5].startswith("   moved: Wednesday 25 Nov 2026, 8:30–10:00")
    assert english[6] == "   1 person will be told"


def known(entry: Entry, now: datetime, taken: int = 0) -> KnownCourse:
    lessons = tuple(KnownLesson(number, one, is_cancelled=False) for number, one in enumerate(entry.meetings, 1))
    return KnownCourse(1, entry.facts, taken, 0, lessons)


def test_lessons_of_the_same_start_belong_together_before_any_other(now: datetime) -> None:
    """The first of three is cancelled: the other two do not move up."""
    (entry,) = catalogue_of(Class(starts=(at(25, 8), at(26, 8), at(27, 8)))).entries
    fewer = Catalogue((replace(entry, meetings=entry.meetings[1:]),))
    (change,) = decide(fewer, {"l101": known(entry, now)}, set(), set(), now).changed
    assert (change.moved, [drop.lesson_id for drop in change.dropped]) == ((), [1])


NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
hours = st.integers(-72, 240)
meetings = st.dictionaries(hours, st.sampled_from(["Nhà văn hóa", "Thư viện"]), max_size=4)


@st.composite
def entries(draw: st.DrawFn, codes: Sequence[str] = ("L1", "L2", "L3")) -> Catalogue:
    made = []
    for row, code in enumerate(draw(st.lists(st.sampled_from(codes), unique=True, max_size=3)), 2):
        ward = draw(st.sampled_from(["Phường Đa Kao", "Phường Cầu Kho"]))
        facts = CourseFacts(
            code, draw(st.sampled_from(["Excel", "Zalo"])), "Kỹ năng số", "", ward, draw(st.integers(1, 3)), 0, "", "",
            NOW + timedelta(hours=draw(hours)),
        )  # fmt: skip
        times = sorted(draw(meetings).items())
        starts = [(NOW + timedelta(hours=hour), venue) for hour, venue in times]
        told = tuple(Meeting(start, start + timedelta(minutes=50), venue, ward, row) for start, venue in starts)
        made.append(Entry(row, facts, told))
    return Catalogue(tuple(made))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(entries(), min_size=1, max_size=4))
def test_whatever_was_published_publishing_it_again_changes_nothing(
    migrated_file: Path, files: list[Catalogue]
) -> None:
    asyncio.run(_every_file_twice(migrated_file, files))


async def _every_file_twice(template: Path, files: list[Catalogue]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with lend_file(template, Path(folder)) as url:
            database = Database(url)
            for number, catalogue in enumerate(files):
                async with database.begin(NOW) as store:
                    planned = await plan(store, catalogue)
                    if planned.refused:
                        continue
                    await publish(store, planned)
                async with database.begin(NOW) as store:
                    assert (await plan(store, catalogue)).is_empty
                    for entry in catalogue.entries:
                        found = await store.courses.find(entry.facts.code)
                        assert found is None or (found.cancelled_at is None) == bool(found.live_lessons), number
            await database.close()
