"""Settings: what is set is seen, and one tap changes it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from schedules.clock import StillClock
from storage.database import Database
from storage.outbox import OutboxMessage, Urgency
from tests.talking import Room, contact_of, talking


@pytest.fixture
async def room(database: Database, clock: StillClock) -> AsyncIterator[Room]:
    async with talking(database, clock) as room:
        yield room


async def test_settings_show_what_is_set(room: Room) -> None:
    lan = room.person("71", "Lan")
    assert await lan.says("/caidat") == (
        "<b>Cài đặt</b>\n"
        "\n"
        "🌐 Ngôn ngữ: Tiếng Việt\n"
        "⏰ Nhắc buổi học: trước 1 ngày, trước 2 giờ\n"
        "🏠 Nơi ở: chưa ghi\n"
        "🔔 Tin nhắn: đang bật\n"
        "\n"
        "Bạn bấm để thay đổi. Dấu ✓ là đang chọn; giờ nhắc chọn được nhiều mục."
    )
    assert lan.labels == [
        "✓ Tiếng Việt",
        "English",
        "✓ Trước 1 ngày",
        "✓ Trước 2 giờ",
        "Trước 30 phút",
        "Không nhắc",
        "📢 Tin chung của trung tâm",
        "🧩 Giờ nhận câu đố",
        "⏸ Tạm dừng mọi tin",
        "🏠 Phường và tổ của tôi",
        "🔐 Dữ liệu của tôi",
        "‹ Trang đầu",
    ]


async def test_the_answer_to_a_new_language_is_in_that_language(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/caidat")
    assert (await lan.taps("English")).startswith("<b>Settings</b>\n\n🌐 Language: English\n⏰ Reminders: 1 day before")
    assert "✓ English" in lan.labels
    assert lan.heard[-1].replaces == "1"
    assert await lan.says("/pause") == (
        "⏸ <b>Messages are paused.</b>\n"
        "I send no reminders and no announcements; I only answer when you ask, "
        "and tell you when a class you joined changes.\n"
        "To get messages again, tap the button below or send /resume."
    )
    await lan.says("/settings")
    assert (await lan.taps("Tiếng Việt")).startswith("<b>Cài đặt</b>")


async def test_a_language_we_do_not_have_changes_nothing(room: Room) -> None:
    lan = room.person("71", "Lan")
    assert "Ngôn ngữ: Tiếng Việt" in await lan.says("/caidat tieng fr")


async def test_reminder_times_are_chosen_one_by_one(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/caidat")
    assert "⏰ Nhắc buổi học: trước 1 ngày, trước 2 giờ, trước 30 phút" in await lan.taps("Trước 30 phút")
    assert "⏰ Nhắc buổi học: trước 2 giờ, trước 30 phút" in await lan.taps("Trước 1 ngày")
    assert (await contact_of(room, lan)).leads == [120, 30]
    assert "⏰ Nhắc buổi học: không nhắc" in await lan.taps("Không nhắc")
    assert "✓ Không nhắc" in lan.labels
    assert "⏰ Nhắc buổi học: trước 2 giờ\n" in await lan.taps("Trước 2 giờ")


async def test_a_second_tap_on_the_same_button_changes_nothing_more(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/caidat")
    half_an_hour = lan.button("Trước 30 phút")
    await lan.says(half_an_hour, tapped="1")
    await lan.says(half_an_hour, tapped="1")
    assert (await contact_of(room, lan)).leads == [1440, 120, 30]


@pytest.mark.parametrize(
    "said", ["/caidat nhac 5 co", "/caidat nhac", "/caidat nhac x co", "/caidat phuong 999", "/caidat gì"]
)
async def test_what_nobody_offered_changes_nothing(room: Room, said: str) -> None:
    lan = room.person("71", "Lan")
    await lan.says(said)
    her = await contact_of(room, lan)
    assert (her.leads, her.centre_id) == ([1440, 120], None)


async def test_pausing_drops_reminders_but_neither_answers_nor_changes(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/start")
    her = await contact_of(room, lan)
    tomorrow = room.clock.now().replace(day=24)
    async with room.database.begin(room.clock.now()) as store:
        for key in ("reminder:1:1:120:1", "lesson_moved:1:1"):
            await store.outbox.owe(her.id, {"html": key}, key, due_at=tomorrow)
        await store.outbox.owe(her.id, {"html": "news"}, "broadcast:1:1", urgency=Urgency.BROADCAST, due_at=tomorrow)
    assert await lan.says("dừng") == (
        "⏸ <b>Mình đã tạm dừng.</b>\n"
        "Mình không gửi lời nhắc và thông báo nữa, chỉ trả lời khi bạn hỏi và báo khi lớp bạn đã đăng ký thay đổi.\n"
        "Khi nào muốn nhận lại, bạn bấm nút dưới đây hoặc gõ /tieptuc."
    )
    async with room.database.read(room.clock.now()) as store:
        rows = await store.session.execute(select(OutboxMessage.key, OutboxMessage.fate))
        fates = {key: fate.value for key, fate in rows if not key.startswith("reply:")}
    assert fates == {"reminder:1:1:120:1": "cancelled", "broadcast:1:1": "cancelled", "lesson_moved:1:1": "owed"}


async def test_who_paused_sees_since_when_and_resumes_with_one_tap(room: Room) -> None:
    lan = room.person("71", "Lan")
    await lan.says("/dung")
    assert "🔔 Tin nhắn: tạm dừng từ thứ Hai 23/11" in await lan.taps("Cài đặt")
    assert await lan.taps("Nhận tin trở lại") == (
        "▶️ <b>Mình đã bật lại tin nhắn.</b>\nMình sẽ nhắc bạn trước buổi học như bạn đã chọn."
    )
    assert (await contact_of(room, lan)).paused_at is None


async def test_where_one_lives_is_tapped_and_typed(room: Room) -> None:
    lan = room.person("71", "Lan")
    await room.course("Zalo")
    await lan.says("/caidat")
    assert await lan.taps("Phường và tổ") == "<b>Bạn ở phường nào?</b>"
    assert await lan.taps("Cầu Kho") == (
        "Mình đã ghi: <b>Phường Cầu Kho</b>.\n"
        "Bạn ở tổ dân phố nào? Bạn gõ giúp mình, ví dụ: tổ 5. Không muốn nói thì bấm “Bỏ qua”."
    )
    assert await lan.says("x" * 121) == "Bạn gõ tên tổ thật ngắn thôi, không quá 120 ký tự, ví dụ: tổ 5."
    assert "🏠 Nơi ở: Phường Cầu Kho, tổ &lt;5&gt;" in await lan.says("  tổ   <5> ")
    await lan.taps("Phường và tổ")
    assert "✓ Phường Cầu Kho" in lan.labels
    await lan.taps("Cầu Kho")
    assert "tổ &lt;5&gt;" in await lan.taps("Bỏ qua")
    await lan.taps("Phường và tổ")
    assert "🏠 Nơi ở: chưa ghi" in await lan.taps("Không ghi phường")


async def test_skipping_may_be_typed_too(room: Room) -> None:
    lan = room.person("71", "Lan")
    await room.course("Zalo")
    await lan.says("/caidat phuong")
    await lan.taps("Cầu Kho")
    assert "🏠 Nơi ở: Phường Cầu Kho\n" in await lan.says("bo qua")


async def test_an_old_skip_button_is_known_as_old(room: Room) -> None:
    lan = room.person("71", "Lan")
    await room.course("Zalo")
    await lan.says("/caidat phuong")
    await lan.taps("Cầu Kho")
    old = lan.button("Bỏ qua")
    await lan.says("tổ 5")
    await lan.says("/caidat phuong")
    await lan.taps("Cầu Kho")
    assert (await lan.says(old, tapped="1")).startswith("Nút này đã cũ")
