"""The item of the day in group chats: asked for by organizers alone, once a day; nobody there is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from handlers.texts.items import load
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.database import Database
from storage.inbox import InboxUpdate
from storage.quiet_hours import LOCAL
from tests.broadcasting import CAU_KHO, DA_KAO
from tests.group_chats import centre_of, linked, neighbourhood
from tests.organizing import organizer

# Adding us, and asking once


async def test_trang_adds_the_bot_by_the_desks_link_and_posts_an_item(database: Database, clock: StillClock) -> None:
    async with neighbourhood(database, clock) as here:
        await here.trang.says("/banlamviec")
        page = await here.trang.taps("Câu đố trong nhóm chat")
        assert "Chưa có nhóm nào." in page.text
        (link,) = [button.url for row in page.buttons for button in row if button.url]
        assert link == f"https://t.me/banhoc_demo_bot?startgroup=cauhoinhom_{await centre_of(here, CAU_KHO)}"
        payload = link.partition("=")[2]
        (greeting,) = await here.after(lambda: here.chat.adds(here.trang.person, payload))
        assert greeting.startswith("👋 Chào cả nhóm! Mình là Bạn Học, của trung tâm học tập cộng đồng Phường Cầu Kho.")
        assert "Mình không lưu những gì cả nhóm nói với nhau" in greeting

        (question,) = await here.says(here.trang, "/cauhoinhom")
        (poll,) = here.chat.polls
        item = next(one for one in load() if one.question["vi"] == question[1:])
        assert poll["type"] == "quiz"
        assert poll["is_anonymous"] is True
        assert [one["text"] for one in poll["options"]] == list(item.options["vi"])
        assert poll["correct_option_ids"] == list(item.right)
        assert item.explanation["vi"].startswith(poll["explanation"])
        assert await here.says(here.trang, "/cauhoinhom") == [
            "Hôm nay nhóm có câu đố rồi. Hẹn cả nhóm câu mới ngày mai nhé!"
        ]

        page = await here.trang.says("/cauhoinhom")
        assert page.labels[0] == "Tổ 3"
        assert "Phường Cầu Kho\nChỉ đăng khi bạn bảo." in (await here.trang.taps("Tổ 3")).text
        assert "đã đưa mình vào nhóm chat Tổ 3" in (await here.trang.says("/nhatky")).text


async def test_a_command_typed_in_a_new_group_is_enough(database: Database, clock: StillClock) -> None:
    async with neighbourhood(database, clock, "en") as here:
        assert await here.after(lambda: here.chat.adds(here.trang.person)) == []
        greeting, question = await here.says(here.trang, "/cauhoinhom@banhoc_demo_bot")
        assert greeting.startswith("👋 Hello everyone! I am Bạn Học, from the community learning centre of Phường")
        assert question[1:] in {one.question["en"] for one in load()}
        (group,) = await here.groups()
        assert (group.title, group.language, group.centre_id) == ("Tổ 3", "en", await centre_of(here, CAU_KHO))


async def test_another_item_each_day(sqlite_database: Database, clock: StillClock) -> None:
    async with linked(sqlite_database, clock) as here:
        asked = []
        for day in range(24, 28):
            asked += await here.says(here.trang, "/cauhoinhom")
            clock.turn_to(datetime(2026, 11, day, 9, tzinfo=LOCAL))
        assert len(set(asked)) == 4


# Each day at an hour


async def test_each_day_at_seven_in_the_evening_until_somebody_says_stop(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        assert await here.says(here.trang, "/cauhoinhom 19") == [
            "Mỗi ngày lúc 19 giờ mình đăng một câu đố. Câu đầu: hôm nay, thứ Hai 23/11."
        ]
        await here.turns_to(23, 18)
        assert here.chat.polls == []
        await here.turns_to(23, 19)
        assert len(here.chat.polls) == 1
        await here.turns_to(25, 12)
        assert len(here.chat.polls) == 2
        assert len({poll["question"] for poll in here.chat.polls}) == 2
        sent = {one.date.astimezone(UTC).hour + 7 for one in here.chat.posts if one.content}
        assert sent == {19}
        assert await here.says(here.trang, "/cauhoinhom dung") == [
            "Mình thôi đăng câu đố ở đây. Khi nào muốn lại, người tổ chức gõ /cauhoinhom nhé."
        ]
        await here.turns_to(25, 20)
        assert len(here.chat.polls) == 2
        async with here.town.database.read(here.town.clock.now()) as store:
            actions = list(await store.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
        assert actions[-3:] == ["group_chat_linked", "group_chat_daily", "group_chat_stopped"]


@pytest.mark.parametrize("hour", ["21", "6", "24", "99", "bảy", "19 20", "-1", "1" * 30])
async def test_nobodys_night_is_disturbed_and_nonsense_is_no_hour(
    sqlite_database: Database, clock: StillClock, hour: str
) -> None:
    async with linked(sqlite_database, clock) as here:
        (told,) = await here.says(here.trang, f"/cauhoinhom {hour}")
        assert told.startswith("Bạn cho mình một giờ trong ngày, ví dụ /cauhoinhom 19. Từ 21:00 đến 07:00")
        (group,) = await here.groups()
        assert group.hour is None


async def test_asked_at_night_it_comes_in_the_morning_unless_somebody_thinks_again(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.turns_to(23, 22)
        later = ["Giờ này bà con nghỉ ngơi. Sáng ra mình đăng câu đố nhé."]
        assert await here.says(here.trang, "/cauhoinhom") == later
        await here.says(here.trang, "/cauhoinhom dung")
        await here.turns_to(24, 8)
        assert here.chat.polls == []
        await here.turns_to(24, 22)
        assert await here.says(here.trang, "/cauhoinhom") == later
        await here.turns_to(25, 6)
        assert here.chat.polls == []
        await here.turns_to(25, 7)
        assert len(here.chat.polls) == 1


async def test_a_day_has_one_item_whoever_asks_and_the_clock_set_back_brings_no_second(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom")
        assert "Câu đầu: ngày mai, thứ Ba 24/11." in (await here.says(here.trang, "/cauhoinhom 19h"))[0]
        await here.turns_to(24, 19)
        clock.turn_to(clock.now() - timedelta(hours=3))
        await here.turns_to(24, 20)
        assert len(here.chat.polls) == 2


async def test_after_a_day_without_power_the_hour_that_passed_is_left_out(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 9")
        clock.turn_to(datetime(2026, 11, 24, 8, tzinfo=UTC))
        await here.turns_to(24, 16)
        assert here.chat.polls == []
        await here.turns_to(25, 9)
        assert len(here.chat.polls) == 1


# Who is not heard


async def test_what_a_group_says_is_not_heard_and_makes_nobody_known(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        before, here.chat.hears_all = await here.people(), True
        an, posts = here.town.resident("An"), len(here.chat.posts)
        for said in ("Chào cả nhà, số của tôi 0903", "/start", "/lop", "/dangky L101", "/cauhoinhom", "/start moi_x"):
            await here.says(an, said)
        here.chat.says_as_group("/cauhoinhom")
        await here.says(here.trang, "/banlamviec")
        await here.says(here.trang, "/cauhoinhom@another_bot")
        await here.says(here.trang, "cauhoinhom")
        assert here.told(posts) == []
        assert await here.people() == before
        async with here.town.database.read(clock.now()) as store:
            assert await store.contacts.find("telegram", str(an.person.id)) is None
            raw = [one.raw for one in await store.session.scalars(select(InboxUpdate))]
        assert set(raw) == {None}


async def test_what_a_group_says_is_not_even_journalled(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        here.chat.hears_all = True

        async def journalled() -> int:
            async with here.town.database.read(clock.now()) as store:
                return await store.session.scalar(select(func.count()).select_from(InboxUpdate)) or 0

        before = await journalled()
        await here.says(here.town.resident("An"), "Bác Tư ở nhà số 12 bị lừa mất tiền")
        assert await journalled() == before


async def test_organizers_of_elsewhere_and_who_no_longer_is_one_get_no_word(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        mai = await organizer(here.town, "Mai", DA_KAO)
        chief = await organizer(here.town, "Cô Chủ")
        posts = len(here.chat.posts)
        for said in ("/cauhoinhom", "/cauhoinhom 19", "/cauhoinhom dung"):
            assert await here.says(mai, said) == []
        assert await here.says(mai, f"/start cauhoinhom_{await centre_of(here, DA_KAO)}") == []
        assert "không còn thấy nhóm này" in (await mai.says("/cauhoinhom dang 1")).text
        assert "Tổ 3" not in (await mai.says("/cauhoinhom")).text

        await chief.says("/nhom thoi")
        await chief.taps("Trang")
        await chief.taps("Vâng, đồng ý")
        assert await here.says(here.trang, "/cauhoinhom") == []
        assert len(here.chat.posts) == posts
        assert [one[0] for one in await here.says(chief, "/cauhoinhom")] == ["?"]


async def test_a_resident_finds_nothing_there(sqlite_database: Database, clock: StillClock) -> None:
    async with linked(sqlite_database, clock) as here:
        an = here.town.resident("An")
        unknown = (await an.says("/khongcolenhnay")).text
        assert (await an.says("/cauhoinhom")).text == unknown
        assert (await an.says("/cauhoinhom dang 1")).text == unknown
        assert here.chat.polls == []
