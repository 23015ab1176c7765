"""A lesson moves, is cancelled, a seat comes free: who hears of it, once, in their words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from markupsafe import Markup
from sqlalchemy import select

from handlers.changes import tell, tell_promoted
from handlers.vocabulary import Reply
from storage.catalogue import plan, publish
from storage.catalogue_plan import Catalogue
from storage.database import Database
from storage.learners import Relation
from storage.outbox import Fate, OutboxMessage
from storage.registrations import Standing
from tests.classes import Class, at, catalogue_of

TWO = Class(starts=(at(25, 8, 30), at(26, 8, 30)), closes=at(26, 8, 30), capacity=2)


class Phone:
    """Somebody's phone: what is owed to it."""

    def __init__(self, contact_id: int) -> None:
        self.contact_id = contact_id
        self.registrations: list[int] = []


class Centre:
    """The people of one class, and the file that changes it."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now

    async def imports(self, *classes: Class) -> int:
        """Publish, and tell; gives how many are told."""
        return await self.imports_file(catalogue_of(*classes))

    async def imports_file(self, catalogue: Catalogue) -> int:
        async with self.database.begin(self.now) as store:
            return await tell(store, await publish(store, await plan(store, catalogue)))

    async def signs_up(self, *names: str, language: str = "vi", code: str = "L101") -> Phone:
        """The first is the one with the phone, the others are in their household."""
        async with self.database.begin(self.now) as store:
            course = await store.courses.find(code)
            assert course is not None
            met = await store.contacts.meet("telegram", names[0], names[0], language)
            assert met.contact is not None
            phone = Phone(met.contact.id)
            for number, name in enumerate(names):
                relation = Relation.OTHER if number else Relation.SELF
                learner = await store.learners.add(phone.contact_id, relation, name)
                phone.registrations.append((await store.registrations.register(course.id, learner.id)).id)
            return phone

    async def owed(self, phone: Phone) -> list[OutboxMessage]:
        async with self.database.read(self.now) as store:
            address = await store.contacts.address_of(phone.contact_id)
            assert address is not None
            query = select(OutboxMessage).where(OutboxMessage.address_id == address.id).order_by(OutboxMessage.id)
            return list((await store.session.scalars(query)).all())

    async def reads(self, phone: Phone) -> list[str]:
        return [str(Reply.from_body(one.body).text) for one in await self.owed(phone)]

    async def buttons(self, phone: Phone) -> list[tuple[str, str]]:
        """(label, what it says) of the newest message."""
        rows = Reply.from_body((await self.owed(phone))[-1].body).buttons
        return [(one.label, one.says) for row in rows for one in row]


async def test_everyone_concerned_is_told_once_seated_or_waiting(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(TWO)
    hanh = await centre.signs_up("Hạnh", "Trần Văn Tư")
    emma = await centre.signs_up("Emma", language="en")
    moved = replace(TWO, starts=(at(25, 14), at(26, 8, 30)))
    assert await centre.imports(moved) == 2
    assert await centre.imports(moved) == 0
    assert await centre.reads(hanh) == [
        "🔔 Lớp <b>Zalo cho người cao tuổi</b> thay đổi lịch.\n"
        "👤 Người học: Bạn và Trần Văn Tư\n"
        "\n"
        "🗓 Trước đây: ngày kia, thứ Tư 25/11, 8:30–10:00\n"
        "🗓 Nay: <b>ngày kia, thứ Tư 25/11, 14:00–15:30</b>\n"
        "📍 Vẫn như cũ: Nhà văn hóa, 5 Nguyễn Huy Tự, Phường Đa Kao\n"
        "\n"
        "Đăng ký vẫn được giữ, mình sẽ nhắc theo lịch mới. Nếu không đi được, bạn bấm nút bên dưới để trả chỗ nhé."
    ]
    assert await centre.buttons(hanh) == [
        ("Xem lớp", "/lop L101"),
        ("🎒 Lớp của tôi", "/cuatoi"),
        ("Trả chỗ", f"/huy {hanh.registrations[0]}"),
        ("Trả chỗ: Trần Văn Tư", f"/huy {hanh.registrations[1]}"),
    ]
    assert await centre.reads(emma) == [
        "🔔 The schedule of <b>Zalo cho người cao tuổi</b> has changed.\n"
        "👤 For: You\n"
        "\n"
        "🗓 Before: Wednesday 25 Nov, 8:30–10:00\n"
        "🗓 Now: <b>Wednesday 25 Nov, 14:00–15:30</b>\n"
        "📍 As before: Nhà văn hóa, 5 Nguyễn Huy Tự, Phường Đa Kao\n"
        "\n"
        "Your registration is kept, and I will remind you of the new times. If you cannot come, tap below."
    ]
    assert ("Leave waiting list", f"/huy {emma.registrations[0]}") in await centre.buttons(emma)


async def test_several_changes_of_one_import_are_one_message(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(replace(TWO, starts=(at(25, 8), at(26, 8), at(27, 8)), closes=at(27, 8)))
    hanh = await centre.signs_up("Hạnh")
    changed = replace(TWO, starts=(at(25, 8), at(26, 14)), closes=at(25, 8), venue="Thư viện <Đa Kao>")
    assert await centre.imports(changed) == 1
    (text,) = await centre.reads(hanh)
    assert text.count("📍 Nay: <b>Thư viện &lt;Đa Kao&gt;, Phường Đa Kao</b>") == 2
    assert "❌ <b>Hủy buổi</b> thứ Sáu 27/11, 8:00–9:30, Nhà văn hóa" in text
    (message,) = await centre.owed(hanh)
    assert message.expires_at == at(27, 9, 30)
    assert message.key.startswith("moved:")


async def test_a_lesson_moved_twice_is_told_twice(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(TWO)
    hanh = await centre.signs_up("Hạnh")
    for hour in (14, 16):
        assert await centre.imports(replace(TWO, starts=(at(25, hour), at(26, 8, 30)))) == 1
    assert ["14:00–15:30</b>" in text for text in await centre.reads(hanh)] == [True, False]
    assert "Trước đây: ngày kia, thứ Tư 25/11, 14:00–15:30" in (await centre.reads(hanh))[1]


async def test_a_cancelled_lesson_is_told_and_so_is_its_return(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(TWO)
    hanh = await centre.signs_up("Hạnh")
    for classes in (replace(TWO, starts=(at(26, 8, 30),)), TWO, replace(TWO, starts=(at(26, 8, 30),))):
        assert await centre.imports(classes) == 1
    cancelled, back, again = await centre.reads(hanh)
    assert "❌ <b>Hủy buổi</b> ngày kia, thứ Tư 25/11, 8:30–10:00" in cancelled
    assert "✅ Buổi đã báo hủy nay học lại:" in back
    assert again == cancelled


async def test_a_cancelled_course_is_told_once_with_another_way_on(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(TWO)
    hanh, emma = await centre.signs_up("Hạnh", "Tư"), await centre.signs_up("Emma", language="en")
    (entry,) = catalogue_of(TWO).entries
    called_off = Catalogue((replace(entry, meetings=()),))
    assert [await centre.imports_file(called_off) for _ in range(2)] == [2, 0]
    (text,) = await centre.reads(hanh)
    assert text.startswith(
        "❌ Rất tiếc, lớp <b>Zalo cho người cao tuổi</b> đã hủy, không mở nữa.\n👤 Người học: Bạn và Tư"
    )
    assert text.count("🗓 Không học: ") == 2
    assert await centre.buttons(hanh) == [("📚 Lớp khác sắp mở", "/lop"), ("🎒 Lớp của tôi", "/cuatoi")]
    (english,) = await centre.reads(emma)
    assert english.startswith("❌ Sorry, <b>Zalo cho người cao tuổi</b> is cancelled.")
    await centre.imports(TWO)
    await centre.signs_up("Hạnh Hai")
    async with database.begin(now) as store:
        course = await store.courses.find("L101")
        assert course is not None
        learner = (await store.learners.household(hanh.contact_id))[0]
        await store.registrations.register(course.id, learner.id)
    await centre.imports_file(called_off)
    assert len(await centre.reads(hanh)) == 2, "who signed up again is told again"


async def test_old_reminders_do_not_fire(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(TWO)
    hanh = await centre.signs_up("Hạnh")
    async with database.begin(now) as store:
        course = await store.courses.find("L101")
        assert course is not None
        first, second = course.lessons
        for lesson in (first, second):
            key = f"reminder:{lesson.id}:{hanh.registrations[0]}:1440:1"
            await store.outbox.owe(hanh.contact_id, Reply(Markup("Mai học nhé")).body(), key)
    await centre.imports(replace(TWO, starts=(at(25, 14), at(26, 8, 30))))
    fates = {one.key.split(":")[1]: one.fate for one in await centre.owed(hanh) if one.key.startswith("reminder")}
    assert fates == {str(first.id): Fate.CANCELLED, str(second.id): Fate.OWED}


async def test_the_night_is_quiet_unless_someone_would_set_out_in_vain(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    early, later = Class("L1", starts=(at(24, 9, 30),)), Class("L2", starts=(at(24, 10, 30),))
    await centre.imports(early, later)
    at_dawn, at_noon = await centre.signs_up("Hạnh", code="L1"), await centre.signs_up("Lan", code="L2")
    centre.now = at(23, 22).astimezone(UTC)
    await centre.imports(replace(early, venue="Thư viện"), replace(later, venue="Thư viện"))
    assert [one.due_at for one in await centre.owed(at_dawn)] == [centre.now]
    assert [one.due_at for one in await centre.owed(at_noon)] == [at(24, 7)]


async def test_a_lesson_brought_forward_into_the_early_morning_cannot_wait(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(Class(starts=(at(24, 18),)))
    hanh = await centre.signs_up("Hạnh")
    centre.now = at(23, 22).astimezone(UTC)
    await centre.imports(Class(starts=(at(24, 7, 30),), closes=at(24, 7)))
    assert [one.due_at for one in await centre.owed(hanh)] == [centre.now]


async def test_who_paused_is_told_of_changes_too(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(TWO)
    hanh = await centre.signs_up("Hạnh")
    async with database.begin(now) as store:
        await store.contacts.pause(await store.contacts.get(hanh.contact_id))
    assert await centre.imports(replace(TWO, venue="Thư viện")) == 1


async def test_who_cannot_be_reached_is_not_counted(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(TWO)
    hanh = await centre.signs_up("Hạnh")
    await centre.signs_up("Lan")
    async with database.begin(now) as store:
        address = await store.contacts.address_of(hanh.contact_id)
        assert address is not None
        await store.contacts.lost(address)
    assert await centre.imports(replace(TWO, venue="Thư viện")) == 1


async def test_a_seat_that_came_free_can_be_kept_or_passed_on(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    await centre.imports(Class(capacity=1))
    await centre.signs_up("Lan")
    hanh = await centre.signs_up("Hạnh", "Trần Văn Tư")
    emma = await centre.signs_up("Emma", language="en")
    assert await centre.imports(Class(capacity=4)) == 0
    mine, his = await centre.reads(hanh)
    assert mine.splitlines() == [
        "🎉 Có chỗ rồi! <b>Bạn</b> đã được xếp vào lớp <b>Zalo cho người cao tuổi</b>.",
        "🗓 ngày kia, thứ Tư 25/11, 8:30–10:00",
        "📍 Nhà văn hóa, 5 Nguyễn Huy Tự, Phường Đa Kao",
        "Chỗ này đã được giữ. Nếu không đi học được, bạn bấm “Nhường chỗ” để người đang chờ có chỗ nhé.",
    ]
    assert "<b>Trần Văn Tư</b> đã được xếp vào lớp" in his
    registration = hanh.registrations[1]
    assert await centre.buttons(hanh) == [
        ("✅ Giữ chỗ", f"/giu {registration}"),
        ("Nhường chỗ", f"/nhuong {registration}"),
    ]
    (english,) = await centre.reads(emma)
    assert english.startswith("🎉 A seat is free: <b>You</b> now have a seat in <b>Zalo cho người cao tuổi</b>.")
    assert [one.expires_at for one in await centre.owed(emma)] == [at(25, 10)]


async def test_a_seat_is_announced_once_and_not_at_night(database: Database, now: datetime) -> None:
    centre = Centre(database, at(23, 22).astimezone(UTC))
    await centre.imports(Class(capacity=1))
    lan, hanh = await centre.signs_up("Lan"), await centre.signs_up("Hạnh")
    async with database.begin(centre.now) as store:
        registration = await store.registrations.find_of(lan.contact_id, lan.registrations[0])
        assert registration is not None
        promoted = await store.registrations.cancel(registration)
        await tell_promoted(store, promoted)
        await tell_promoted(store, promoted)
    assert [one.standing for one in promoted] == [Standing.SEATED]
    assert [(one.key, one.due_at) for one in await centre.owed(hanh)] == [
        (f"promoted:{hanh.registrations[0]}", at(24, 7))
    ]


async def test_a_long_course_that_moves_as_a_whole_still_fits_one_message(database: Database, now: datetime) -> None:
    centre = Centre(database, now)
    many = Class(starts=tuple(at(25, 8) + timedelta(days=day) for day in range(30)), venue="x" * 200)
    await centre.imports(many)
    hanh = await centre.signs_up("Hạnh")
    await centre.imports(replace(many, venue="y" * 200))
    (text,) = await centre.reads(hanh)
    assert "… và 24 thay đổi nữa. Bạn bấm “Xem lớp” để xem cả lịch." in text
    assert len(text) < 4096
