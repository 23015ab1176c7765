"""The item of the day in group chats: the platform's own quiz, asked for by organizers alone; nobody there is kept."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup
from sqlalchemy import func, select

from bot.demo.gathering import Gathering
from handlers.quizzes import polls
from handlers.texts.items import Item, load
from handlers.vocabulary import Poll, Reply
from schedules.channel import Moved
from schedules.clock import StillClock
from schedules.pace import Limits
from storage.audit import AuditEntry
from storage.contacts import Address, Contact
from storage.database import Database
from storage.deletion import apply_ledger
from storage.group_chats import GroupChat
from storage.inbox import InboxUpdate
from storage.invariants import broken
from storage.outbox import OutboxMessage
from storage.quiet_hours import LOCAL
from tests.broadcasting import CAU_KHO, DA_KAO
from tests.organizing import contact_id, organizer
from tests.post_office import Office, body, texts_to
from tests.town import Resident, Town, living

TO_3 = -1001
"""The group chat of a neighbourhood."""


@dataclass
class Neighbourhood:
    town: Town
    chat: Gathering
    trang: Resident
    """Organizer of the ward."""

    async def says(self, who: Resident, text: str) -> list[str]:
        """In the group; what is new there of the bot: words, or "?" and a poll's question."""
        return await self.after(lambda: self.chat.says(who.person, text))

    async def after(self, act: object) -> list[str]:
        before = len(self.chat.posts)
        assert callable(act)
        act()
        await self.town.settle()
        return self.told(before)

    def told(self, before: int = 0) -> list[str]:
        return [f"?{one.content['poll']['question']}" if one.content else one.text for one in self.chat.posts[before:]]

    async def turns_to(self, day: int, hour: int) -> None:
        """A day of November 2026; the jobs have their turn each hour that passes, and all is sent."""
        moment = datetime(2026, 11, day, hour, tzinfo=LOCAL)
        while self.town.clock.now() < moment:
            self.town.clock.turn_to(min(self.town.clock.now() + timedelta(hours=1), moment))
            await self.town.process.jobs.run_once()
            await self.town.process.settle()

    async def groups(self) -> list[GroupChat]:
        async with self.town.database.read(self.town.clock.now()) as store:
            return list(await store.session.scalars(select(GroupChat).order_by(GroupChat.id)))

    async def people(self) -> int:
        """How many contacts there are; everybody at an address of their own."""
        async with self.town.database.read(self.town.clock.now()) as store:
            assert [one.name for one in await broken(store)] == []
            return await store.session.scalar(select(func.count()).select_from(Contact)) or 0


@asynccontextmanager
async def neighbourhood(database: Database, clock: StillClock, language: str = "vi") -> AsyncIterator[Neighbourhood]:
    async with living(database, clock) as town:
        async with database.begin(clock.now()) as store:
            for ward in (CAU_KHO, DA_KAO):
                await store.centres.of_ward(ward)
        trang = await organizer(town, "Trang", CAU_KHO, language)
        yield Neighbourhood(town, town.standin.gathering(TO_3, "Tổ 3"), trang)


@asynccontextmanager
async def linked(database: Database, clock: StillClock) -> AsyncIterator[Neighbourhood]:
    """The bot is in the group, and it is the ward's."""
    async with neighbourhood(database, clock) as here:
        here.chat.adds(here.trang.person, f"cauhoinhom_{await _centre(here, CAU_KHO)}")
        await here.town.settle()
        yield here


async def _centre(here: Neighbourhood, ward: str) -> int:
    async with here.town.database.read(here.town.clock.now()) as store:
        centre = await store.centres.find_named(ward)
        assert centre is not None
        return centre.id


# Adding us, and asking once


async def test_trang_adds_the_bot_by_the_desks_link_and_posts_an_item(database: Database, clock: StillClock) -> None:
    async with neighbourhood(database, clock) as here:
        await here.trang.says("/banlamviec")
        page = await here.trang.taps("Câu đố trong nhóm chat")
        assert "Chưa có nhóm nào." in page.text
        (link,) = [button.url for row in page.buttons for button in row if button.url]
        assert link == f"https://t.me/banhoc_demo_bot?startgroup=cauhoinhom_{await _centre(here, CAU_KHO)}"
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
            "Hôm nay nhóm mình có câu đố rồi. Hẹn nhóm câu mới ngày mai nhé!"
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
        assert (group.title, group.language, group.centre_id) == ("Tổ 3", "en", await _centre(here, CAU_KHO))


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
        assert await here.says(mai, f"/start cauhoinhom_{await _centre(here, DA_KAO)}") == []
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


# Pace, being removed, and moving


async def test_a_group_gets_no_more_than_twenty_messages_in_any_minute(database: Database, clock: StillClock) -> None:
    office = Office(database, clock, Limits())
    async with database.begin(clock.now()) as store:
        group = await store.group_chats.link("telegram", str(TO_3), "Tổ 3", "vi", None)
        bodies = [body(str(number)) for number in range(45)]
        await store.outbox.answer(group.address_id, bodies, "1")
    async with office.at_work():
        await office.settles()
    assert texts_to(str(TO_3), office.post.taken) == [str(number) for number in range(45)]
    assert min(late - early for early, late in zip(office.post.times, office.post.times[20:], strict=False)) > 60
    assert {number: fate for number, (fate, _) in (await office.fates()).items()} == {str(n): "sent" for n in range(45)}


async def test_a_move_that_leads_nowhere_is_given_up(sqlite_database: Database, clock: StillClock) -> None:
    office = Office(sqlite_database, clock)
    await office.owes("7", "tin")
    office.post.refuses_with(*[Moved("8")] * 5)
    async with office.at_work():
        await office.settles()
    assert await office.fates() == {"tin": ("failed", "moved")}


async def test_removed_from_the_group_nothing_is_sent_and_back_it_waits_to_be_asked(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        await here.after(lambda: here.chat.removes(here.trang.person))
        calls = [call.method for call in here.town.standin.calls].count("sendPoll")
        await here.turns_to(24, 20)
        assert [call.method for call in here.town.standin.calls].count("sendPoll") == calls
        await here.trang.says("/cauhoinhom")
        page = await here.trang.taps("Tổ 3")
        assert "Nhóm đã đưa mình ra" in page.text
        assert [button.label for row in page.buttons for button in row] == ["‹ Các nhóm"]
        await here.after(lambda: here.chat.adds(here.trang.person))
        assert here.chat.polls == []
        assert [one.hour for one in await here.groups()] == [None]
        assert [one[0] for one in await here.says(here.trang, "/cauhoinhom")] == ["?"]


async def test_a_removal_that_nobody_told_us_is_learned_when_sending(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        here.chat.chat.closed_because = "bot was kicked from the supergroup chat"
        await here.turns_to(24, 20)
        assert [call.method for call in here.town.standin.calls].count("sendPoll") == 1
        async with here.town.database.read(here.town.clock.now()) as store:
            (group,) = await here.groups()
            address = await store.session.get_one(Address, group.address_id)
            assert address.unreachable_at is not None


async def test_a_group_we_were_removed_from_is_forgotten_after_a_month(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom")
        await here.after(lambda: here.chat.removes(here.trang.person))
        for days, groups in ((29, 1), (32, 0)):
            async with here.town.database.begin(clock.now() + timedelta(days=days)) as store:
                await store.group_chats.tidy()
            assert len(await here.groups()) == groups
        async with here.town.database.read(clock.now()) as store:
            assert await store.contacts.find("telegram", str(TO_3)) is None


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_that_becomes_a_supergroup_is_the_same_group(
    database: Database, clock: StillClock, told: bool
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        became = here.chat.upgrades(here.trang.person, -1009999, told=told)
        await here.town.settle()
        await here.turns_to(24, 20)
        assert (len(here.chat.polls), len(became.polls)) == (0, 2)
        (group,) = await here.groups()
        here.chat = became
        assert "câu đố rồi" in (await here.says(here.trang, "/cauhoinhom"))[0]
        assert [one.id for one in await here.groups()] == [group.id]
        async with here.town.database.read(here.town.clock.now()) as store:
            assert await store.contacts.find("telegram", str(TO_3)) is None


async def test_a_supergroup_that_was_linked_anew_before_we_knew_stays_linked_once(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        old = here.chat
        here.chat = old.upgrades(here.trang.person, -1009999, told=False)
        await here.says(here.trang, "/cauhoinhom 18")
        await here.turns_to(24, 20)
        assert (len(old.polls), len(here.chat.polls)) == (0, 2)
        assert [one.hour for one in await here.groups()] == [18]


# What stays of a group's address


async def test_the_groups_address_outlives_what_was_sent_and_the_deletion_of_people(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        await here.says(here.trang, "/cauhoinhom 19")
        await here.turns_to(24, 12)
        await here.trang.says("/dulieu")
        await here.trang.taps("Xóa hết")
        await here.trang.taps("Vâng, xóa hết")
        async with here.town.database.begin(here.town.clock.now()) as store:
            await store.session.execute(OutboxMessage.__table__.delete())  # type: ignore[attr-defined]
            await apply_ledger(store)
        await here.turns_to(24, 20)
        assert len(here.chat.polls) == 2
        assert await here.people() == 0


async def test_a_deleted_organizer_leaves_the_group_to_the_others(database: Database, clock: StillClock) -> None:
    async with linked(database, clock) as here:
        number = await contact_id(here.town, here.trang)
        chief = await organizer(here.town, "Cô Chủ")
        await here.trang.says("/dulieu")
        await here.trang.taps("Xóa hết")
        await here.trang.taps("Vâng, xóa hết")
        assert await here.says(here.trang, "/cauhoinhom") == []
        assert [one[0] for one in await here.says(chief, "/cauhoinhom")] == ["?"]
        async with here.town.database.read(clock.now()) as store:
            entries = (await store.session.scalars(select(AuditEntry).where(AuditEntry.contact_id == number))).all()
        assert entries == []


# Where there are no polls, and how polls are cut


async def test_a_group_that_takes_no_polls_reads_it_and_the_answer_the_next_time(
    database: Database, clock: StillClock
) -> None:
    async with linked(database, clock) as here:
        refusal = "Bad Request: not enough rights to send polls to the chat"
        here.town.standin.fail_next("sendPoll", 400, refusal, times=2)
        (first,) = await here.says(here.trang, "/cauhoinhom")
        item = next(one for one in load() if one.question["vi"] in first)
        assert first.startswith("🧩 Câu đố hôm nay\n")
        assert f"\n1. {item.options['vi'][0]}\n2. {item.options['vi'][1]}" in first
        await here.turns_to(24, 9)
        (second,) = await here.says(here.trang, "/cauhoinhom")
        right = item.options["vi"][min(item.right)].rstrip(".")
        assert second.startswith(f"✅ Câu lần trước: {right}. {item.explanation['vi']}\n\n🧩 Câu đố hôm nay\n")


def item(**other: object) -> Item:
    facts: dict[str, object] = {
        "id": "x-01",
        "topic": "x",
        "skill": "y",
        "level": 1,
        "question": {"vi": "Bạn có mã OTP. Đưa ai?"},
        "options": {"vi": ("Không ai", "Ngân hàng", "Con gái")},
        "right": frozenset({0}),
        "explanation": {"vi": "Mã là của bạn.\n\n\nKhông ai cần nó."},
        "source": "",
    }
    return Item(**{**facts, **other})  # type: ignore[arg-type]


def test_long_explanations_end_with_a_sentence() -> None:
    poll = polls.poll_of(item(), "vi")
    assert poll is not None
    assert poll.explanation == "Mã là của bạn. Không ai cần nó."
    assert polls.first_sentences("Một. " + "hai " * 60 + "ba. Bốn.") == "Một."
    assert polls.first_sentences("á" * 200) == "á" * 200
    assert polls.first_sentences("🌻" * 101) == ""


@pytest.mark.parametrize(
    "unfit",
    [
        {"options": {"vi": ("Không ai", "a" * 101)}},
        {"options": {"vi": ("Không ai", "🌻" * 51)}},
        {"options": {"vi": tuple("abcdefghijklm")}},
        {"question": {"vi": "a" * 301}},
        {"right": frozenset({0, 1})},
        {"explanation": {"vi": "a" * 201}},
    ],
)
def test_what_fits_no_poll_is_not_chosen(unfit: dict[str, object]) -> None:
    bank = {"bad": item(id="bad", **unfit), "x-01": item()}
    assert polls.poll_of(bank["bad"], "vi") is None
    assert all(polls.choose(bank, [], str(seed), "vi") is bank["x-01"] for seed in range(9))


@pytest.mark.parametrize(
    "wrong", [{"right": 3}, {"options": ("một",)}, {"explanation": "a\nb\nc\nd"}, {"question": " "}]
)
def test_what_channels_refuse_is_no_poll(wrong: dict[str, object]) -> None:
    facts: dict[str, object] = {"question": "Ai?", "options": ("một", "hai"), "right": 0, "explanation": ""}
    assert Poll(**facts)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no channel's poll"):
        Poll(**{**facts, **wrong})  # type: ignore[arg-type]


def test_nearly_every_item_of_the_bank_fits_a_poll() -> None:
    assert [(one.id, code) for one in load() for code in ("vi", "en") if polls.poll_of(one, code) is None] == []


def test_who_was_asked_all_is_asked_again_what_is_longest_ago() -> None:
    bank = {name: item(id=name) for name in "abc"}
    chosen = polls.choose(bank, ["b", "c", "a", "gone"], "1", "vi")
    assert chosen is not None
    assert chosen.id == "b"


def test_a_poll_comes_back_from_the_outbox_as_it_went() -> None:
    reply = Reply(Markup("<b>Ai?</b>"), poll=polls.poll_of(item(), "vi"))
    assert Reply.from_body(json.loads(json.dumps(reply.body()))) == reply
