"""The people of a class: organizers see, find, add, take out and move up; on both databases."""

from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import select

from handlers.calling import call_list
from handlers.hand_added import read_phone
from handlers.texts import VIETNAMESE
from schedules.clock import StillClock
from storage.audit import AuditEntry
from storage.consents import Consent, Purpose
from storage.contacts import Address, Contact
from storage.database import Database
from storage.deletion import forget_old
from storage.invariants import broken
from storage.registrations import Standing
from tests.classes import Class, at
from tests.organizing import UNKNOWN, contact_id, ends, organizer
from tests.town import Resident, Town, living, signs_up

SEATED, WAITING = Standing.SEATED, Standing.WAITING
NAMES = ("An", "Ba", "Cúc", "Dung", "Em", "Giang", "Hà", "Kim", "Lý", "Mai", "Nga", "Oanh")
ZALO = Class(starts=(at(25, 8, 30), at(27, 8, 30)), closes=at(25, 8, 30), capacity=2)


@pytest.fixture
async def town(database: Database, clock: StillClock) -> AsyncIterator[Town]:
    async with living(database, clock) as town:
        await town.publishes(ZALO, Class("L102", "Excel", ward="Phường Cầu Kho"))
        yield town


async def joins(town: Town, *names: str) -> list[Resident]:
    people = []
    for name in names:
        people.append(town.resident(name))
        await signs_up(people[-1], "L101", name)
    return people


async def registration(town: Town, name: str) -> int:
    """Number of the live one of this person."""
    course = await town.course("L101")
    async with town.database.read(town.clock.now()) as store:
        live = await store.registrations.list_live(course.id)
        return next(one.id for one in live if one.learner and one.learner.name == name)


async def noted(town: Town, *actions: str) -> list[tuple[str, str, str]]:
    """(action, course, reason) of these in the log, in order."""
    async with town.database.read(town.clock.now()) as store:
        rows = (await store.session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
        kept = [one for one in rows if one.action in actions]
        return [(one.action, one.details["course"], one.details.get("reason", "")) for one in kept]


async def adds(who: Resident, *answers: str) -> None:
    """A name, then what is tapped or typed to each question."""
    await who.says("/themnguoi L101")
    for one in answers:
        await (who.taps(one) if one in ("Từ 16 tuổi", "Dưới 16 tuổi", "Bỏ qua", "Đã đồng ý", "Thôi") else who.says(one))


async def all_is_well(town: Town) -> None:
    async with town.database.read(town.clock.now()) as store:
        assert await broken(store) == []


async def test_who_is_in_a_class(town: Town) -> None:
    lan = (await joins(town, "Nguyễn Thị Lan"))[0]
    for word in ("/dangky L101", "Cho người khác", "Con", "Bé An", "Dưới 16", "Tôi đồng ý"):
        await (lan.says(word) if word.startswith(("/", "Bé")) else lan.taps(word))
    await joins(town, "Trần <b>Ba".replace("<b>", ""), "Lê Tư")
    minh = await organizer(town, "Minh", "Đa Kao")
    page = await minh.says("/danhsach L101")
    assert page.text == (
        "Danh sách lớp Zalo cho người cao tuổi (L101)\n"
        "🪑 Có chỗ: 2/2 · ⏳ Chờ: 2\n"
        "\n"
        "1. Nguyễn Thị Lan\n"
        "2. Bé An · con của Nguyễn Thị Lan · dưới 16 tuổi\n"
        "\n"
        "Danh sách chờ\n"
        "3. Trần Ba · chờ, thứ 1\n"
        "4. Lê Tư · chờ, thứ 2\n"
        "\n"
        "Bạn bấm số để xem từng người. Danh sách này chỉ để lo việc lớp, bạn đừng chuyển cho người ngoài nhé."
    )
    card = await minh.taps("2")
    assert "Bé An\nLớp: Zalo cho người cao tuổi (L101)\n✅ Có chỗ\n👪 Là con của Nguyễn Thị Lan" in card.text
    assert "💬 Nhận tin nhắn của Bạn Học" in card.text


async def test_a_long_list_has_pages(town: Town) -> None:
    await town.publishes(Class(starts=ZALO.starts, closes=ZALO.closes, capacity=30))
    names = [f"Người {word}" for word in NAMES]
    await joins(town, *names)
    minh = await organizer(town, "Minh", "Đa Kao")
    assert "trang 1/2" in (await minh.says("/danhsach L101")).text
    second = await minh.taps("Trang sau")
    assert "11. Người Nga\n12. Người Oanh" in second.text
    assert "Người Mai" not in second.text
    for page in ("999999", "-1", "x", "²"):
        assert "Danh sách lớp Zalo" in (await minh.says(f"/danhsach L101 {page}")).text


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("lan", ["Nguyễn Thị Lan", "Trần Lân"]),
        ("Lân", ["Trần Lân", "Nguyễn Thị Lan"]),
        ("thi lan", ["Nguyễn Thị Lan"]),
        ("Đào", ["Đào Hoa"]),
        ("dao", ["Đào Hoa"]),
        ("<b>", []),
        ("%", []),
    ],
)
async def test_names_are_found_with_and_without_diacritics(town: Town, said: str, found: Sequence[str]) -> None:
    await joins(town, "Nguyễn Thị Lan", "Trần Lân", "Đào Hoa")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/danhsach L101")
    await minh.taps("Tìm tên")
    seen = (await minh.says(said)).text
    assert [line.split(" · ")[0].split(". ")[1] for line in seen.splitlines()[1:] if ". " in line] == found
    assert (await minh.says(f"/tim {said}")).text == seen


async def test_somebody_without_a_phone_of_ours_is_added(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says("/danhsach L101")
    asked = await minh.taps("Ghi thêm người")
    assert "Bạn gõ họ tên người ấy giúp mình." in asked.text
    await minh.says("Bà Tư")
    await minh.taps("Từ 16 tuổi")
    assert "Số điện thoại cần 9 đến 11 chữ số" in (await minh.says("chưa nhớ")).text
    await minh.says("+84 909.123.456")
    confirm = await minh.says("tổ 5")
    assert confirm.text == (
        "Ghi vào lớp Zalo cho người cao tuổi\n"
        "• Bà Tư\n"
        "• 0909123456\n"
        "• tổ 5\n"
        "\n"
        "Người ấy đã nghe và đồng ý cho trung tâm lưu những điều trên để giữ chỗ và gọi báo lịch chưa? "
        "Mình sẽ ghi lại rằng người ấy đồng ý bằng lời nói với bạn.\n"
        "Mình không nhắn tin được cho người ấy: lớp có gì đổi, bạn gọi điện báo giúp."
    )
    async with town.database.read(town.clock.now()) as store:
        assert len((await store.session.scalars(select(Contact))).all()) == 1
    done = await minh.taps("Đã đồng ý")
    assert done.text.startswith("✅ Đã ghi Bà Tư vào lớp Zalo cho người cao tuổi. Có chỗ trong lớp.")
    assert (await minh.taps_old("Đã đồng ý", confirm)).text == "Việc này đã xong rồi, nên mình không làm lại."
    assert await town.standings("L101") == [("Bà Tư", SEATED)]
    assert "☎ Phải gọi điện: 1" in (await minh.says("/danhsach L101")).text
    assert "1. Bà Tư · tổ 5 · ☎ phải gọi điện 0909123456" in minh.last
    async with town.database.read(town.clock.now()) as store:
        (consent,) = (await store.session.scalars(select(Consent))).all()
        assert (consent.purpose, consent.given, consent.oral) == (Purpose.CLASSES, True, True)
        assert (
            await store.session.scalars(select(Address).where(Address.contact_id == consent.contact_id))
        ).all() == []
    assert await noted(town, "added_by_hand") == [("added_by_hand", "L101", "")]


async def test_nothing_is_kept_of_who_did_not_agree(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bà Tư", "Từ 16 tuổi", "Bỏ qua", "Bỏ qua", "Thôi")
    assert minh.last == "Vâng, mình giữ nguyên, không đổi gì."
    assert await town.standings("L101") == []
    async with town.database.read(town.clock.now()) as store:
        assert "Bà Tư" not in str([one.chat_name for one in await store.session.scalars(select(Contact))])


async def test_a_child_is_added_with_the_guardians_word(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bé Na", "Dưới 16 tuổi", "Bỏ qua", "Đa Kao")
    assert "Cha mẹ hoặc người giám hộ của cháu đã nghe và đồng ý" in minh.last
    await minh.taps("Đã đồng ý")
    assert (
        "1. Bé Na · dưới 16 tuổi · Phường Đa Kao · ☎ phải gọi điện, chưa có số"
        in (await minh.says("/danhsach L101")).text
    )
    async with town.database.read(town.clock.now()) as store:
        consents = (await store.session.scalars(select(Consent).order_by(Consent.id))).all()
        assert [(one.purpose, one.oral) for one in consents] == [(Purpose.CLASSES, True), (Purpose.CHILD, True)]


async def test_the_same_name_twice_is_pointed_out_and_a_full_class_has_a_line(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await joins(town, "Bà Tư", "Ông Năm")
    await adds(minh, "ba tu", "Từ 16 tuổi", "Bỏ qua", "Bỏ qua")
    assert "⚠️ Trong lớp đã có người trùng tên" in minh.last
    assert "Danh sách chờ, thứ 1" in (await minh.taps("Đã đồng ý")).text


@pytest.mark.parametrize(
    ("said", "number"),
    [("0909 123 456", "0909123456"), ("+84909123456", "0909123456"), ("028-38.123.456", "02838123456")],
)
def test_telephone_numbers(said: str, number: str) -> None:
    assert read_phone(said) == number
    for wrong in ("", "12345678", "123456789012", "090912345a", "٠٩٠٩١٢٣٤٥٦"):
        assert read_phone(wrong) is None


async def test_taking_somebody_out_tells_them_why_and_seats_the_next(town: Town) -> None:
    lan, _, tu = await joins(town, "Lan", "Ba", "Tư")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/nguoi {await registration(town, 'Lan')}")
    assert "Rút tên Lan khỏi lớp Zalo cho người cao tuổi?" in (await minh.taps("Rút tên khỏi lớp")).text
    for wrong in ("x" * 121,):
        assert "không quá 120 chữ cái" in (await minh.says(wrong)).text
    preview = await minh.taps("Xin nghỉ")
    assert preview.text == (
        "Rút tên Lan khỏi lớp Zalo cho người cao tuổi\n"
        "Lý do: Xin nghỉ\n"
        "Chỗ trống sẽ được xếp cho Tư, mình báo cho người ấy.\n"
        "\n"
        "1 người sẽ đọc tin này:\n"
        "🔔 Người tổ chức đã rút tên bạn khỏi lớp Zalo cho người cao tuổi.\n"
        "Lý do: Xin nghỉ\n"
        "Nếu có gì chưa đúng, bạn nhắn hoặc gọi cho trung tâm nhé."
    )
    assert await town.standings("L101") == [("Lan", SEATED), ("Ba", SEATED), ("Tư", WAITING)]
    lan.new(), tu.new()
    await minh.taps("Vâng, rút tên")
    assert await town.standings("L101") == [("Ba", SEATED), ("Tư", SEATED)]
    assert [one.splitlines()[0] for one in lan.new()] == [
        "🔔 Người tổ chức đã rút tên bạn khỏi lớp Zalo cho người cao tuổi."
    ]
    assert "🎉 Có chỗ rồi! Bạn đã được xếp vào lớp" in tu.new()[0]
    assert (await minh.taps_old("Vâng, rút tên", preview)).text == "Việc này đã xong rồi, nên mình không làm lại."
    assert await noted(town, "taken_out") == [("taken_out", "L101", "Xin nghỉ")]
    assert "bạn đã rút tên một người khỏi lớp L101: Phường Đa Kao (Xin nghỉ)" in (await minh.says("/nhatky")).text
    await all_is_well(town)


async def test_whom_nobody_can_write_to_has_to_be_called(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bà Tư", "Từ 16 tuổi", "0909123456", "tổ 5", "Đã đồng ý")
    await joins(town, "Ba")
    await adds(minh, "Ông Năm", "Từ 16 tuổi", "Bỏ qua", "Bỏ qua", "Đã đồng ý")
    await minh.says(f"/rutten {await registration(town, 'Bà Tư')}")
    assert "☎ Người này không nhận được tin" in (await minh.says("chuyển nhà")).text
    done = await minh.taps("Vâng, rút tên")
    assert done.text == (
        "✅ Đã rút tên Bà Tư khỏi lớp Zalo cho người cao tuổi.\n"
        "\n"
        "☎ Cần gọi điện báo cho 2 người (mình không nhắn tin được):\n"
        "• Ông Năm: chưa có số điện thoại\n"
        "• Bà Tư: 0909123456 (tổ 5)"
    )


async def test_the_call_list_is_empty_when_everyone_can_be_written_to(town: Town) -> None:
    lan, ba = await joins(town, "Lan", "Ba")
    both = [await registration(town, name) for name in ("Lan", "Ba")]
    async with town.database.read(town.clock.now()) as store:
        assert await call_list(store, VIETNAMESE, both) is None
    await lan.does(lambda person: person.blocks())
    async with town.database.read(town.clock.now()) as store:
        told = await call_list(store, VIETNAMESE, both)
        assert told is not None
        assert told.striptags().endswith("• Lan: chưa có số điện thoại")
    assert ba


async def test_moving_up_makes_them_first_in_line_and_unseats_nobody(town: Town) -> None:
    lan, _, _, nam = await joins(town, "Lan", "Ba", "Tư", "Năm")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/nguoi {await registration(town, 'Năm')}")
    await minh.taps("Ưu tiên xếp chỗ")
    asked = await minh.taps("Người cao tuổi")
    assert "Lớp hết chỗ (2/2). Không ai bị mất chỗ vì việc này." in asked.text
    done = await minh.taps("Lên đầu danh sách chờ")
    assert done.text == "✅ Năm nay đứng thứ 1 trong danh sách chờ. Có chỗ trống là mình báo."
    assert "3. Năm · chờ, thứ 1\n4. Tư · chờ, thứ 2" in (await minh.says("/danhsach L101")).text
    nam.new()
    await lan.says(f"/huy {await registration(town, 'Lan')} co")
    assert await town.standings("L101") == [("Ba", SEATED), ("Tư", WAITING), ("Năm", SEATED)]
    assert "🎉 Có chỗ rồi!" in nam.new()[0]
    assert await noted(town, "moved_up") == [("moved_up", "L101", "Người cao tuổi")]
    await all_is_well(town)


async def test_a_seat_is_added_for_who_is_moved_up(town: Town) -> None:
    people = await joins(town, "Lan", "Ba", "Tư", "Năm")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/xeplen {await registration(town, 'Năm')}")
    await minh.says("Nhà ở xa")
    choice = minh.messages[-1]
    people[3].new()
    done = await minh.taps("Thêm 1 chỗ")
    assert done.text == "✅ Năm đã có chỗ trong lớp Zalo cho người cao tuổi (3/3 chỗ)."
    await minh.taps_old("Thêm 1 chỗ", choice)
    assert (await town.course("L101")).capacity == 3
    assert await town.standings("L101") == [("Lan", SEATED), ("Ba", SEATED), ("Tư", WAITING), ("Năm", SEATED)]
    assert "🎉 Có chỗ rồi!" in people[3].new()[0]
    assert await noted(town, "seat_added") == [("seat_added", "L101", "Nhà ở xa")]
    await all_is_well(town)


async def test_a_free_seat_of_a_closed_class_is_given(town: Town) -> None:
    lan, *_ = await joins(town, "Lan", "Ba", "Tư", "Năm")
    await town.turns_to_local(25, 9)
    await lan.says(f"/huy {await registration(town, 'Lan')} co")
    minh = await organizer(town, "Minh", "Đa Kao")
    await minh.says(f"/xeplen {await registration(town, 'Năm')}")
    assert "Lớp còn 1 chỗ trống." in (await minh.taps("Đã chờ từ lớp trước")).text
    await minh.taps("Xếp vào lớp")
    assert await town.standings("L101") == [("Ba", SEATED), ("Tư", WAITING), ("Năm", SEATED)]
    await all_is_well(town)


async def test_people_of_another_centre_are_not_there(town: Town) -> None:
    await joins(town, "Lan", "Ba", "Tư")
    cuc, number = await organizer(town, "Cúc", "Cầu Kho"), await registration(town, "Tư")
    for asked in ("/danhsach L101", "/themnguoi L101", "/xuat L101", "/phieuky L101"):
        assert (await cuc.says(asked)).text.startswith("Mình không thấy lớp này ở trung tâm của bạn.")
    for word in ("nguoi", "rutten", "xeplen"):
        told = (await cuc.says(f"/{word} {number}")).text
        assert told == "Người này không còn trong lớp nữa, hoặc lớp không thuộc trung tâm của bạn."
    assert "Mình không thấy ai tên “Lan”." in (await cuc.says("/tim Lan")).text
    await cuc.says("/tim L101")
    assert "Mình không thấy ai tên “Lan”." in (await cuc.says("Lan")).text


async def test_rights_that_ended_end_what_was_begun(town: Town) -> None:
    await joins(town, "Lan")
    boss, minh = await organizer(town, "Cô Hoa"), await organizer(town, "Minh", "Đa Kao")
    unknown = (await town.resident("Ai").says(UNKNOWN)).text
    for begun in (f"/rutten {await registration(town, 'Lan')}", "/themnguoi L101", "/tim L101"):
        await minh.says(begun)
        last = minh.messages[-1]
        await ends(boss, "Minh")
        assert (await minh.says("Lan")).text == unknown
        for row in last.buttons:
            for button in row:
                if button.data:
                    tapped = await minh.does(lambda person, data=button.data: person.taps_data(data, last))  # type: ignore[misc]  # noqa: B023
                    assert tapped.text == unknown
        minh = await organizer(town, "Minh", "Đa Kao")
    assert await town.standings("L101") == [("Lan", SEATED)]


async def test_a_class_that_is_over_is_not_changed(town: Town) -> None:
    await joins(town, "Lan", "Ba", "Tư")
    minh, number = await organizer(town, "Minh", "Đa Kao"), await registration(town, "Lan")
    await town.turns_to_local(27, 9)
    await minh.says(f"/rutten {number}")
    await town.turns_to_local(27, 10)
    assert "không còn trong lớp nữa" in (await minh.taps("Xin nghỉ")).text
    for asked in ("/themnguoi L101", f"/rutten {number}"):
        assert "đã xong hoặc đã hủy" in (await minh.says(asked)).text
    assert "Rút tên khỏi lớp" not in str((await minh.says(f"/nguoi {number}")).labels)


async def test_who_was_added_by_hand_is_forgotten_after_a_year(town: Town) -> None:
    minh = await organizer(town, "Minh", "Đa Kao")
    await adds(minh, "Bà Tư", "Từ 16 tuổi", "0909123456", "tổ 5", "Đã đồng ý")
    await town.turns_to_local(28, 8)
    async with town.database.begin(town.clock.now()) as store:
        await forget_old(store)
        assert len((await store.session.scalars(select(Contact))).all()) == 2
    async with town.database.begin(town.clock.now().replace(year=2027, month=12)) as store:
        await forget_old(store)
    async with town.database.read(town.clock.now()) as store:
        assert [one.id for one in await store.session.scalars(select(Contact))] == [await contact_id(town, minh)]


async def test_in_english(town: Town) -> None:
    await joins(town, "Lan", "Ba", "Tư")
    emma = await organizer(town, "Emma", language="en-GB")
    page = await emma.says("/roster L101")
    assert "People of Zalo cho người cao tuổi (L101)\n🪑 Seated: 2/2 · ⏳ Waiting: 1" in page.text
    await emma.taps("3")
    await emma.taps("Move up")
    await emma.taps("Elderly")
    assert "Tư is now number 1 in line." in (await emma.taps("First in line")).text
