"""Follow-ups: a few turns of one exchange, in which each message makes sense only after the one before."""

import pytest

from schedules.clock import StillClock
from storage.database import Database
from tests.classes import Class, at
from tests.town import Town, living, signs_up

ZALO = Class()
EXCEL = Class("L102", "Excel căn bản", (at(26, 18),), ward="Phường Cầu Kho", fee_vnd=150_000)
ADVANCED = Class("L103", "Excel nâng cao", (at(30, 18),), ward="Phường Cầu Kho", fee_vnd=250_000, teacher="Thầy Minh")
CHOIR = Class("L104", "Hát cùng nhau", (at(28, 20),), topic="Văn nghệ", teacher="Thầy Minh")
YOGA = Class("L105", "Yoga buổi sớm", (at(28, 8),), topic="Sức khỏe", fee_vnd=50_000)


@pytest.fixture
async def town(database: Database, clock: StillClock):  # type: ignore[no-untyped-def]
    async with living(database, clock) as town:
        await town.publishes(ZALO, EXCEL, ADVANCED, CHOIR, YOGA)
        yield town


async def test_the_same_teacher_and_what_else_they_teach(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("lớp hát học hôm nào")
    more = await hanh.says("thầy ấy còn dạy lớp nào nữa")
    assert "Excel nâng cao" in more.text
    assert "Hát cùng nhau" not in more.text


async def test_back_to_the_class_of_a_while_ago(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("excel nâng cao ở đâu")
    await hanh.says("lớp yoga mấy giờ")
    back = await hanh.says("quay lại lớp excel, học phí sao")
    assert "Học phí: 250.000 đ" in back.text
    assert "căn bản" not in back.text


async def test_other_ones_are_not_those_that_were_shown(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("thứ 7 này có lớp gì")
    others = await hanh.says("còn lớp nào khác không")
    assert "Yoga" not in others.text
    assert "Hát" not in others.text


async def test_a_word_of_one_of_those_shown_picks_it(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("lớp excel")
    assert "Excel căn bản" in (await hanh.says("cái căn bản á")).text
    signing = await hanh.says("ok đăng ký luôn nghen")
    assert "Excel căn bản" in signing.text


@pytest.mark.parametrize(
    "said", ["đăng ký trễ nhứt là ngày nào", "khi nào hết hạn đăng ký", "han chot dang ky", "till when can i register?"]
)
async def test_the_deadline_is_asked_for_in_many_ways(town: Town, said: str) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("lớp yoga")
    told = await hanh.says(said)
    assert told.text.split("\n")[1].startswith("⏰")


async def test_a_bare_weekday_is_in_the_week_that_was_spoken_of(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await hanh.says("thứ 7 tuần sau có lớp gì")
    none = await hanh.says("còn chủ nhật")
    assert "Chủ nhật 6/12" in none.text


async def test_a_limit_is_given_up(town: Town) -> None:
    hanh = town.resident("Hạnh")
    free = await hanh.says("thứ 7 này có lớp nào miễn phí")
    assert "Yoga" not in free.text
    assert "Yoga" in (await hanh.says("thôi tốn tiền cũng được")).text


async def test_an_hour_that_may_be_another_is_offered_too(town: Town) -> None:
    hanh = town.resident("Hạnh")
    morning = await hanh.says("lớp 8 giờ thứ 7")
    assert "Yoga" in morning.text
    evening = await hanh.taps("Ý bạn là khoảng 20 giờ, thứ Bảy 28/11?")
    assert "Hát cùng nhau" in evening.text
    assert "Yoga" not in evening.text


async def test_days_of_every_week_are_said_so(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert (await hanh.says("T7, CN hàng tuần có lớp gì")).text.startswith("Lớp thứ Bảy, Chủ nhật hằng tuần: 2 lớp")


async def test_nearest_to_a_home_we_do_not_know(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert "Mình không biết nhà bạn ở đâu" in (await hanh.says("lớp nào gần nhà tui nhất")).text


async def test_refusing_what_is_free_asks_for_what_costs(town: Town) -> None:
    hanh = town.resident("Hạnh")
    cheapest = await hanh.says("trừ mấy lớp miễn phí ra thì lớp nào rẻ nhất")
    assert "Yoga buổi sớm" in cheapest.text
    assert "Zalo" not in cheapest.text


async def test_a_mother_is_signed_up_without_asking_who(town: Town) -> None:
    hanh = town.resident("Hạnh")
    asked = await hanh.says("đăng ký cho mẹ tôi lớp yoga")
    assert asked.text.startswith("Mình đăng ký lớp Yoga buổi sớm cho người nhà bạn.")
    assert "họ tên của mẹ bạn" in asked.text


async def test_who_calls_themself_child_is_asked_whom_it_is_for(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert "cho ai?" in (await hanh.says("dạ đăng ký cho con lớp yoga với ạ")).text


async def test_a_mother_who_is_known_is_chosen_by_her_name(town: Town) -> None:
    hanh = town.resident("Hạnh")
    await signs_up(hanh, "L101", "Hạnh")
    await hanh.says("/dangky L105 mother")
    await hanh.says("Nguyễn Thị Hoa")
    again = await hanh.says("đăng ký lớp excel căn bản cho mẹ")
    assert "cho ai?" in again.text


@pytest.mark.parametrize("who", ["self", "x", "1", "MOTHER", "other other"])
async def test_a_made_up_relation_is_asked_for(town: Town, who: str) -> None:
    hanh = town.resident("Hạnh")
    assert "Yoga buổi sớm" in (await hanh.says(f"/dangky L105 {who}")).text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Bà không quen nhắn máy, cho bà nói chuyện với cô cán bộ", "Hỏi cán bộ trung tâm"),
        ("co so dt can bo phuong k, goi hoi cho le", "Hỏi cán bộ trung tâm"),
        ("sáng bữa học nhớ kêu tui dậy nghen", "nhắc"),
        ("Bà cảm ơn cháu nhiều nhé, cháu chỉ dẫn cẩn thận quá", "Không có gì"),
        ("toi nay VN da voi ai may gio", "Mình chỉ giúp được về lớp học"),
    ],
)
async def test_what_is_wanted_besides_classes(town: Town, said: str, answer: str) -> None:
    hanh = town.resident("Hạnh")
    told = (await hanh.says(said)).text
    assert answer in told
    assert "Zalo" not in told


async def test_tags_are_no_words(town: Town) -> None:
    hanh = town.resident("Hạnh")
    assert "Yoga buổi sớm" in (await hanh.says("<b>yoga</b><script>alert(1)</script>")).text
