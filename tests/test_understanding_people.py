"""How people speak: they greet, tell stories, call each other by names of kin, and leave out their diacritics."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.language.index import Index
from handlers.language.intents import Intent
from handlers.language.lexicon import load
from handlers.language.understanding import Context, Turn, Understood, understand
from schedules.clock import StillClock
from storage.database import Database
from storage.listing import Listed, Meeting
from storage.quiet_hours import LOCAL
from tests.talking import talking
from tests.understanding.run import plain

NOW = datetime(2026, 11, 23, 8, tzinfo=LOCAL)


def listed(number: int, title: str, audience: str, teacher: str, description: str = "") -> Listed:
    start = NOW + timedelta(days=number, hours=number)
    meetings = (Meeting(start, start + timedelta(hours=1), "Thư viện, 5 Lê Lợi"),)
    return Listed(
        id=number,
        code=f"L{number}",
        title=title,
        topic="",
        description=description,
        ward="Phường Cát Bi",
        capacity=20,
        fee_vnd=0,
        audience=audience,
        teacher=teacher,
        meetings=meetings,
    )


CLASSES = (
    listed(1, "Yoga nhẹ", "Phụ nữ", "Cô Ngô Thị Mây"),
    listed(2, "Điện thoại thông minh: làm quen từ đầu", "Người cao tuổi", "Chú Nguyễn Tám Sang"),
    listed(3, "Excel cơ bản", "Người đi làm", "Cô Vương Ngọc Ái"),
    listed(4, "Excel nâng cao", "Người đi làm", "Bác sĩ Cao Trí Minh"),
    listed(5, "Vẽ màu nước đầu năm", "Thiếu nhi 5–8 tuổi", "Anh Đặng Quốc Minh"),
    listed(6, "Nghe kể chuyện ở thư viện", "Thiếu nhi 4–7 tuổi", "Chị Duyên"),
    listed(7, "Sơ cấp cứu tại nhà", "Mọi người", "Chị Thu"),
    listed(8, "Làm bánh khúc cây mừng Noel", "Mọi người", "Chị Yến"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(CLASSES, load())


def asked(said: str, index: Index) -> Understood:
    return understand(said, NOW, index)


def found(said: str, index: Index) -> set[int]:
    return {index.entries[one].listed.id for one in asked(said, index).selected.numbers}


def both(said: str) -> tuple[str, str]:
    return said, plain(said)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("hôm trước coi bảng thông báo ở phường thấy có lớp yoga, mà quên mất bữa nào học", {1}),
        ("vợ chồng tui rảnh, bà nội giữ cháu, có lớp sơ cứu không", {7}),
        ("mình mới chuyển về, có lớp excel cơ bản không ạ", {3}),
        ("hai vợ chồng em muốn học sơ cứu, em cảm ơn", {7}),
        ("dạ chào cô chú, bé nhà em 6 tuổi mê vẽ lắm, có lớp nào không ạ", {5}),
    ],
)
def test_stray_words_of_a_story_ask_for_nothing(said: str, wanted: set[int], index: Index) -> None:
    for form in both(said):
        assert found(form, index) == wanted, form


@pytest.mark.parametrize("said", ["có lớp đánh trống không", "muốn học đánh trống vào cuối tuần", "drum class"])
def test_but_what_stands_where_one_names_what_is_learnt_is_asked_for(said: str, index: Index) -> None:
    assert found(said, index) == set()
    assert asked(said, index).wanted.topic is not None


@pytest.mark.parametrize("said", ["lớp nào rẻ mà buổi tối vậy", "đầu tuần sau có lớp nào không, lần đầu mình hỏi"])
def test_what_a_class_is_like_is_no_topic(said: str, index: Index) -> None:
    assert asked(said, index).wanted.topic is None


@pytest.mark.parametrize(
    ("said", "teacher"),
    [
        ("phuong minh co may lop", ""),
        ("trua thu 5 co lop hong chu sang tui ban", ""),
        ("co ai day excel khong", ""),
        ("lop co may day", "Cô Ngô Thị Mây"),
        ("lớp của cô Mây", "Cô Ngô Thị Mây"),
        ("bs minh day lop nao", "Bác sĩ Cao Trí Minh"),
        ("anh minh dạy gì", "Anh Đặng Quốc Minh"),
    ],
)
def test_everyday_words_are_no_teacher(said: str, teacher: str, index: Index) -> None:
    assert asked(said, index).wanted.teachers == ({teacher} if teacher else frozenset())


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("cháu năm nay mười hai tuổi có lớp nào không", (12, 12)),
        ("tui bảy mươi hai tuổi rồi học được lớp nào", (72, 72)),
        ("con trai em 7 tuổi học được lớp nào", (7, 7)),
        ("chào cháu, bà là bà Sáu, cho bà hỏi có lớp nào không", None),
        ("chào con, bác muốn hỏi có lớp nào không", None),
        ("ông xã em rảnh chiều nay, có lớp nào không", None),
    ],
)
def test_how_old_who_comes_is(said: str, ages: tuple[int, int] | None, index: Index) -> None:
    for form in both(said):
        assert asked(form, index).wanted.ages == ages, form
        assert not asked(form, index).wanted.times.refused


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("bác ghi danh mấy lớp rồi con coi lại giùm bác cái", Intent.MINE),
        ("tui đã đki lớp nào r ta", Intent.MINE),
        ("what have i signed up for", Intent.MINE),
        ("muốn đăng ký học thì phải làm thế nào hả cháu", Intent.HOW_REGISTER),
        ("chỉ bác cách ghi danh đi con", Intent.HOW_REGISTER),
        ("đăng ký cho em với mẹ chồng em lớp yoga", Intent.REGISTER),
        ("sign me and my mother-in-law up for yoga", Intent.REGISTER),
        ("tối không đi được, còn lớp nào buổi sáng không", Intent.FIND),
        ("tui bận rồi, không đi lớp excel được nữa", Intent.CANCEL),
        ("lớp excel còn kịp không", Intent.ABOUT),
        ("lớp sơ cứu đăng ký tại chỗ được không", Intent.ABOUT),
        ("lớp yoga này có thật không hay lừa đảo vậy", Intent.ABOUT),
        ("lớp excel chưa thấy báo ngày, học bữa nào", Intent.ABOUT),
        ("hello, mình mới xài lần đầu", Intent.HELP),
        ("em mới biết trang này, chào cả nhà", Intent.HELLO),
    ],
)
def test_what_they_want_of_us(said: str, intent: Intent, index: Index) -> None:
    for form in both(said):
        assert asked(form, index).intent is intent, form


def test_whether_somebody_so_old_may_come_is_a_fact_of_the_class(index: Index) -> None:
    made = asked("con em 9 tuổi học lớp vẽ được không", index)
    assert (made.intent, made.asks, found("con em 9 tuổi học lớp vẽ được không", index)) == (
        Intent.ABOUT,
        ("audience",),
        {5},
    )


def test_a_feast_in_the_title_is_before_the_feast(index: Index) -> None:
    assert found("lớp nào học dịp giáng sinh cho vui", index) == {8}


def test_so_much_money_is_no_fee(index: Index) -> None:
    assert asked("ba con bị lừa mất 5 triệu, có lớp nào không", index).wanted.fee is None
    assert asked("lớp nào dưới 5 triệu", index).wanted.fee == (0, 4_999_999)


def test_a_time_within_what_is_not_wanted_is_not_wanted(index: Index) -> None:
    made = asked("đừng cho tui lớp buổi tối", index)
    assert not made.wanted.times
    assert [when.part for when in made.refused.times] == ["evening"]


@pytest.mark.parametrize("said", ["vậy cái nâng cao học bữa nào", "còn nâng cao?", "and the advanced one?"])
def test_a_level_alone_is_of_what_was_spoken_of(said: str, index: Index) -> None:
    before = Context((Turn("lớp excel cơ bản", NOW),), ("L3",), "L3", ("L3",))
    made = understand(said, NOW, index, before)
    assert {index.entries[one].listed.id for one in made.selected.numbers} == {4}


@pytest.mark.parametrize("said", ["오늘 한국어 수업 있어요?", "有没有英语课?", "есть ли уроки английского"])
async def test_other_letters_are_answered_in_both_our_languages(
    said: str, database: Database, clock: StillClock
) -> None:
    async with talking(database, clock) as room:
        an = room.person("an", "An")
        await an.says(said)
        assert "chỉ hiểu tiếng Việt và tiếng Anh" in an.last
        assert "only Vietnamese and English" in an.last


def test_a_text_is_read_once_for_all_classes_that_have_it() -> None:
    lexicon = load()
    Index([replace(one, description="Mang theo nước uống riêng.") for one in CLASSES], lexicon)
    assert lexicon.parsed("Mang theo nước uống riêng.") is lexicon.parsed("Mang theo nước uống riêng.")


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("răng coi được mình có tên lớp mô rồi", Intent.MINE),
        ("em có tên ở những lớp nào", Intent.MINE),
        ("đăng ký cần giấy tờ gì không", Intent.HOW_REGISTER),
        ("ghi danh cần giấy tờ gì vậy cháu", Intent.HOW_REGISTER),
        ("còn lớp nào không ạ, sau đó em về quê", Intent.FIND),
        ("đố em đi", Intent.QUIZ),
        ("làm câu hỏi ôn lại coi", Intent.QUIZ),
        ("mấy giờ xe rác qua kiệt 82 rứa", Intent.AWAY),
    ],
)
def test_the_same_is_meant_with_and_without_diacritics(index: Index, said: str, intent: Intent) -> None:
    for typed in (said, plain(said)):
        assert understand(typed, NOW, index).intent is intent, typed


def test_what_is_not_wanted_follows_trừ_without_diacritics_too(index: Index) -> None:
    assert understand("hoc tieng nuoc ngoai, tru tieng anh", NOW, index).refused.topic is not None
    assert understand("may bai vay", NOW, index).asks == ("how_long",)
