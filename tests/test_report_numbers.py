"""The report's numbers: counted by hand, at the borders of months, and nobody's own."""

from collections.abc import AsyncIterator
from datetime import UTC

import pytest

from schedules.clock import StillClock
from storage.database import Database
from storage.deletion import delete_person
from storage.learners import AgeGroup
from storage.neighbourhoods import Division, Neighbourhood, read_neighbourhood
from storage.periods import Period
from storage.reports import Figures, Share, by_course, by_month, by_origin, by_topic, figures, share
from tests.organizing import centre_id
from tests.reporting import NOVEMBER, OCTOBER, YEAR, local, visited
from tests.town import Town


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with visited(database, clock) as town:
        yield town


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
