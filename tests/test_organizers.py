"""Stories of organizers: who may, how they come to it, who sees what they did; on both databases."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from schedules.clock import StillClock
from storage.database import Database
from tests.classes import Class
from tests.organizing import (
    DEAD,
    UNKNOWN,
    WELCOME,
    centre_id,
    ends,
    invited,
    link_in,
    organizer,
    rights,
    rights_of,
    rows_of,
)
from tests.town import Town, living


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(Class(), Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def test_from_the_operators_invitation_to_the_first_look_round(town: Town) -> None:
    lan = town.resident("Lan")
    assert "🗂 Bàn làm việc" not in (await lan.says("/start")).labels
    welcome = await lan.says(f"/start moi_{await invited(town)}")
    assert welcome.text.startswith(f"{WELCOME}\nTừ nay bạn là người tổ chức: tất cả trung tâm.")
    desk = await lan.taps("Bàn làm việc")
    assert desk.text == "Bàn làm việc\nBạn là người tổ chức: tất cả trung tâm.\nBạn muốn làm gì?"
    assert "👥 Người tổ chức" in desk.labels
    assert (await lan.taps("Người tổ chức")).text == ("Người tổ chức\n\nTất cả trung tâm\n• Lan (bạn), từ 23/11/2026")
    assert (await lan.says("/nhatky")).text == (
        "Nhật ký (mới nhất ở trên)\n\n"
        "• 8 giờ, thứ Hai 23/11: bạn đã nhận lời mời, thành người tổ chức: tất cả trung tâm\n"
        "• 8 giờ, thứ Hai 23/11: người vận hành đã tạo lời mời: tất cả trung tâm"
    )
    assert (await lan.says("/start")).labels[-1] == "🗂 Bàn làm việc"


async def test_an_invitation_can_be_typed(town: Town) -> None:
    lan = town.resident("Lan")
    assert WELCOME in (await lan.says(f"/moi {await invited(town, 'da kao')}")).text
    held = await rights(town, lan)
    assert held is not None
    assert (held.everywhere, len(held.centres)) == (False, 1)


async def test_an_invitation_lasts_seventy_two_hours(town: Town) -> None:
    token, late = await invited(town), await invited(town)
    lan, minh = town.resident("Lan"), town.resident("Minh")
    town.clock.turn_to(town.clock.now() + timedelta(hours=72, seconds=-1))
    assert WELCOME in (await lan.says(f"/moi {token}")).text
    town.clock.turn_to(town.clock.now() + timedelta(seconds=1))
    assert (await minh.says(f"/start moi_{late}")).text == (
        "Lời mời này không dùng được: có thể đã có người dùng, đã quá 72 giờ, hoặc chép thiếu chữ.\n"
        "Bạn nhờ người đã mời bạn, hoặc người phụ trách ở trung tâm, gửi lời mời mới nhé."
    )
    assert await rights(town, minh) is None


async def test_an_invitation_works_once(town: Town) -> None:
    token = await invited(town)
    lan, minh = town.resident("Lan"), town.resident("Minh")
    await lan.says(f"/moi {token}")
    assert DEAD in (await minh.says(f"/moi {token}")).text
    assert await rights(town, minh) is None
    again = await lan.says(f"/moi {token}")
    assert again.text.startswith("Bạn đang là người tổ chức rồi: tất cả trung tâm.")
    assert (await rows_of(town))[0] == 1


async def test_of_two_who_open_it_at_once_one_is_first(town: Town) -> None:
    token = await invited(town)
    people = [town.resident("Lan"), town.resident("Minh")]
    for one in people:
        one.person.says(f"/moi {token}")
    await town.settle()
    assert sorted(WELCOME in one.last for one in people) == [False, True]
    assert sorted(DEAD in one.last for one in people) == [False, True]
    assert (await rows_of(town))[3] == 1


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "moi_" * 15, "%", "_"])
async def test_what_is_no_invitation_makes_nobody_an_organizer(town: Town, token: str) -> None:
    await invited(town)
    lan = town.resident("Lan")
    for said in (f"/moi {token}", f"/start moi_{token}"):
        assert DEAD in (await lan.says(said)).text
    assert await rights(town, lan) is None


async def test_inviting_from_the_chat(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), town.resident("Minh & <b>")
    await lan.says("/nhom")
    asked = await lan.taps("Mời thêm người")
    assert asked.text.startswith("Mời người tổ chức cho trung tâm nào?")
    assert asked.labels == ["Tất cả trung tâm", "Phường Cầu Kho", "Phường Đa Kao", "👥 Người tổ chức"]
    invitation = await lan.taps("Phường Đa Kao")
    assert invitation.text.startswith("✉️ Lời mời làm người tổ chức: Phường Đa Kao\nMời bạn mở: https://t.me/")
    assert "🔒 Bí mật: chỉ gửi riêng cho đúng một người" in invitation.text
    assert "Dùng được một lần, trong 72 giờ: đến 8 giờ, thứ Năm 26/11." in invitation.text
    payload = link_in(invitation.text)
    assert f"/moi {payload.removeprefix('moi_')}" in invitation.text
    welcome = await minh.does(lambda person: person.starts(payload))
    assert "Từ nay bạn là người tổ chức: Phường Đa Kao." in welcome.text
    assert lan.last.startswith(
        "👥 Minh & <b> đã nhận lời mời của bạn, nay là người tổ chức: Phường Đa Kao.\nNếu đây không phải người bạn mời"
    )
    assert (
        "Tất cả trung tâm\n• Lan, từ 23/11/2026\n\nPhường Đa Kao\n• Minh & <b> (bạn)" in (await minh.says("/nhom")).text
    )
    assert "Lan đã tạo lời mời: Phường Đa Kao" in (await minh.says("/nhatky")).text


async def test_who_opens_their_own_invitation_leaves_it_for_its_guest(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), town.resident("Minh")
    await lan.says("/nhom moi")
    payload = link_in((await lan.taps("Tất cả trung tâm")).text)
    assert "Bạn đang là người tổ chức rồi" in (await lan.says(f"/start {payload}")).text
    assert WELCOME in (await minh.says(f"/start {payload}")).text


async def test_a_centres_organizer_may_be_trusted_with_more(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    assert (
        "Từ nay bạn là người tổ chức: Phường Cầu Kho."
        in (await minh.says(f"/moi {await invited(town, 'Cầu Kho')}")).text
    )
    assert "Bạn là người tổ chức: Phường Cầu Kho, Phường Đa Kao." in (await minh.says("/banlamviec")).text
    await minh.says(f"/moi {await invited(town)}")
    assert "Bạn là người tổ chức: tất cả trung tâm." in (await minh.says("/banlamviec")).text


async def test_ending_a_right_asks_once_and_is_told(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), await organizer(town, "Minh", "Đa Kao")
    await lan.says("/nhom")
    await lan.taps("Thu lại quyền")
    asked = await lan.taps("Minh · Phường Đa Kao")
    assert asked.text.startswith("Thu lại quyền của Minh: Phường Đa Kao?")
    assert await rights(town, minh) is not None
    done = await lan.taps("Vâng, đồng ý")
    assert done.text == "Xong: Minh không còn là người tổ chức của Phường Đa Kao."
    assert await rights(town, minh) is None
    assert minh.last.startswith("Bạn không còn là người tổ chức của Phường Đa Kao. Cảm ơn bạn đã góp sức!")
    told = len(minh.messages)
    again = await lan.taps_old("Vâng, đồng ý", asked)
    assert again.text == "Mình không tìm thấy người này trong nhóm của bạn. Có thể đã thôi rồi."
    assert len(minh.messages) == told
    assert "bạn đã thu lại quyền của Minh: Phường Đa Kao" in (await lan.says("/nhatky")).text


async def test_the_news_of_an_end_waits_for_the_morning(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), await organizer(town, "Minh", "Đa Kao")
    await town.turns_to_local(23, 22)
    await ends(lan, "Minh")
    assert WELCOME in minh.last
    await town.turns_to_local(24, 7)
    assert minh.last.startswith("Bạn không còn là người tổ chức")


async def test_an_ended_organizers_buttons_do_nothing(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), await organizer(town, "Minh")
    team = await minh.says("/nhom")
    whose = await minh.taps("Thu lại quyền")
    sure = await minh.taps("Lan · tất cả trung tâm")
    await minh.says("/nhom moi")
    payload = link_in((await minh.taps("Tất cả trung tâm")).text)
    await ends(lan, "Minh")
    before, unknown = await rows_of(town), (await minh.says(UNKNOWN)).text
    for message in (team, whose, sure):
        for label in message.labels:
            assert (await minh.taps_old(label, message)).text == unknown
    assert DEAD in (await minh.says(f"/start {payload}")).text
    assert DEAD in (await town.resident("Hạnh").says(f"/start {payload}")).text
    assert await rows_of(town) == before
    assert await rights(town, lan) is not None


async def test_the_last_one_over_all_centres_stays(town: Town) -> None:
    lan = await organizer(town, "Lan")
    await organizer(town, "Minh", "Đa Kao")
    await ends(lan, "Lan (bạn)")
    assert lan.last.startswith("Đây là người duy nhất còn phụ trách tất cả trung tâm, nên mình giữ lại.")
    hoa = await organizer(town, "Hoa")
    await ends(lan, "Lan (bạn)")
    assert lan.last == "Bạn đã thôi làm người tổ chức của tất cả trung tâm. Cảm ơn bạn đã góp sức! 🌷"
    assert await rights(town, lan) is None
    await ends(hoa, "Hoa (bạn)")
    assert hoa.last.startswith("Đây là người duy nhất")
    assert "Lan đã tự thôi làm người tổ chức: tất cả trung tâm" in (await hoa.says("/nhatky")).text


async def test_two_who_end_each_other_at_once_do_not_both_succeed(town: Town) -> None:
    lan, hoa = await organizer(town, "Lan"), await organizer(town, "Hoa")
    for one, other in ((lan, "Hoa ·"), (hoa, "Lan ·")):
        await one.says("/nhom thoi")
        await one.taps(other)
    for one in (lan, hoa):
        one.person.taps("Vâng, đồng ý")
    await town.settle()
    assert [await rights(town, one) is not None for one in (lan, hoa)].count(True) == 1


async def test_a_centres_organizer_knows_only_their_own_centre(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), await organizer(town, "Minh", "Đa Kao")
    await organizer(town, "Bình", "Cầu Kho")
    await ends(lan, "Bình")
    cuc = await organizer(town, "Cúc", "Cầu Kho")
    assert "Phường Cầu Kho\n• Cúc" in (await lan.says("/nhom")).text
    seen = [await minh.says(said) for said in ("/nhom", "/nhatky", "/nhom moi", "/banlamviec", "/nhom thoi")]
    assert "• Lan, từ" in seen[0].text
    assert seen[2].labels == ["Phường Đa Kao", "👥 Người tổ chức"]
    assert seen[4].labels == ["Minh (bạn) · Phường Đa Kao", "👥 Người tổ chức"]
    for other in (lan, cuc):
        (number,) = await rights_of(town, other)
        for rest in ("", " vang"):
            refused = await minh.says(f"/nhom thoi {number}{rest}")
            assert refused.text == "Mình không tìm thấy người này trong nhóm của bạn. Có thể đã thôi rồi."
        assert await rights(town, other) is not None
    for said in ("/nhom moi tatca", f"/nhom moi {await centre_id(town, 'Cầu Kho')}"):
        assert (await minh.says(said)).text.startswith("Mời người tổ chức cho trung tâm nào?")
    assert not [one.text for one in seen if re.search("Bình|Cúc|Cầu Kho", one.text)]
    assert (await rows_of(town))[1] == 4


async def test_the_log_has_pages(town: Town) -> None:
    lan = await organizer(town, "Lan")
    for _ in range(11):
        await lan.says("/nhom moi tatca")
    first = await lan.says("/nhatky")
    assert first.text.count("•") == 10
    second = await lan.taps("Cũ hơn")
    assert second.text.count("•") == 3
    assert "người vận hành đã tạo lời mời" in second.text
    assert "Cũ hơn ›" not in second.labels
    assert (await lan.says("/nhatky 1")).text == "Nhật ký (mới nhất ở trên)\n\nChưa có gì ở đây."


async def test_many_choices_have_pages(town: Town) -> None:
    await town.publishes(*(Class(f"X{number}", "Zalo", ward=f"Phường {number:02d}") for number in range(12)))
    lan = await organizer(town, "Lan")
    first = await lan.says("/nhom moi")
    assert first.labels[0] == "Tất cả trung tâm"
    assert len(first.labels) == 12
    second = await lan.taps("Xem thêm")
    assert second.labels == [
        "Phường 09",
        "Phường 10",
        "Phường 11",
        "Phường Cầu Kho",
        "Phường Đa Kao",
        "👥 Người tổ chức",
    ]
    assert (await lan.says("/nhom moi trang 99")).labels == second.labels


async def test_who_was_forgotten_is_named_no_more(town: Town) -> None:
    lan, minh = await organizer(town, "Lan"), await organizer(town, "Minh", "Đa Kao")
    await ends(lan, "Minh")
    await minh.says("/dulieu")
    await minh.taps("Xóa hết")
    await minh.taps("Vâng, xóa hết")
    log = (await lan.says("/nhatky")).text
    assert "Minh" not in log
    assert "bạn đã thu lại quyền của một người đã rời đi: Phường Đa Kao" in log
    assert "một người đã rời đi đã nhận lời mời" in log


async def test_in_english(town: Town) -> None:
    emma, lan = await organizer(town, "Emma", language="en"), await organizer(town, "Lan", "Đa Kao")
    assert emma.last.startswith("🎉 Welcome!\nYou are now an organizer of all centres.")
    desk = await emma.taps("My desk")
    assert desk.text == "Your desk\nYou are an organizer of all centres.\nWhat would you like to do?"
    assert (await emma.says("/team")).text == (
        "Organizers\n\nAll centres\n• Emma (you), since 23 Nov 2026\n\nPhường Đa Kao\n• Lan, since 23 Nov 2026"
    )
    await emma.taps("Invite somebody")
    invitation = await emma.taps("Phường Đa Kao")
    assert "It works once, for 72 hours: until 8:00, Thursday 26 Nov." in invitation.text
    await emma.says("/team")
    await emma.taps("End a right")
    await emma.taps("Lan ·")
    done = await emma.taps("Yes, end it")
    assert done.text == "Done: Lan is no longer an organizer of Phường Đa Kao."
    assert lan.last.startswith("Bạn không còn là người tổ chức của Phường Đa Kao.")
    log = await emma.says("/log")
    assert "• 8:00, Monday 23 Nov: you ended the right of Lan: Phường Đa Kao" in log.text
    assert "the operator made an invitation: all centres" in log.text
    assert (await emma.says("/moi x")).text.startswith("You are an organizer already: all centres.")


async def test_what_nobody_can_use_any_more_is_forgotten(town: Town) -> None:
    await invited(town)
    town.clock.turn_to(town.clock.now() + timedelta(hours=73))
    async with town.database.begin(town.clock.now()) as store:
        await store.organizers.tidy()
    assert (await rows_of(town))[1] == 0
