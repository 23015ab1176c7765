"""What a question is about: wide and narrow words, needs, slips of the finger, for whom and for how much."""

from datetime import datetime, timedelta

import pytest

from handlers.language.index import Index
from handlers.language.lexicon import Lexicon, faults, load
from handlers.language.reading import read
from handlers.language.understanding import understand
from storage.listing import Listed, Meeting
from storage.quiet_hours import LOCAL

NOW = datetime(2026, 11, 23, 8, tzinfo=LOCAL)


def listed(number: int, title: str, audience: str = "Mọi người", **told: object) -> Listed:
    start = NOW + timedelta(days=number, hours=number)
    venue = str(told.get("venue", "Nhà văn hóa, 5 Nguyễn Huy Tự"))
    return Listed(
        id=number,
        code=f"L{number}",
        title=title,
        topic=str(told.get("topic", "")),
        description=str(told.get("description", "")),
        ward=str(told.get("ward", "Phường Đa Kao")),
        capacity=20,
        fee_vnd=int(str(told.get("fee", 0))),
        audience=audience,
        teacher=str(told.get("teacher", "Cô Lan")),
        meetings=(Meeting(start, start + timedelta(hours=1), venue),),
    )


CLASSES = (
    listed(1, "Làm bánh dân gian Nam Bộ", "Phụ nữ", fee=60_000, teacher="Bác sĩ Cao Trí Minh"),
    listed(2, "Nấu món chay ngày rằm", teacher="Anh Đặng Quốc Minh"),
    listed(3, "Tiếng Hàn nhập môn", topic="Ngoại ngữ"),
    listed(4, "Excel cơ bản", "Người đi làm", fee=100_000),
    listed(5, "Excel nâng cao", "Người đi làm", fee=150_000),
    listed(6, "Nhận diện lừa đảo qua điện thoại", venue="Công viên bến Ninh Kiều, đường Hai Bà Trưng"),
    listed(7, "Điện thoại thông minh", "Người cao tuổi"),
    listed(8, "Vẽ màu nước", "Thiếu nhi 5–8 tuổi"),
    listed(9, "Nuôi con từ 0 đến 3 tuổi", "Cha mẹ có con nhỏ", description="Ăn dặm, giấc ngủ."),
    listed(10, "Dưỡng sinh buổi sớm", "Người cao tuổi", description="Nhẹ cho vai gáy."),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(CLASSES, load())


def found(said: str, index: Index) -> set[int]:
    return {index.entries[one].listed.id for one in understand(said, NOW, index).selected.numbers}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("có lớp nấu ăn không", {1, 2}),
        ("lớp làm bánh", {1}),
        ("nấu chè có dạy không", set()),
        ("lớp ngoại ngữ", {3}),
        ("có lớp tiếng Nhật không", set()),
        ("lớp tin học", {4, 5}),
        ("học word", set()),
    ],
)
def test_a_wide_word_finds_all_and_a_narrow_one_no_neighbours(said: str, wanted: set[int], index: Index) -> None:
    assert found(said, index) == wanted


def test_what_a_title_is_about_stands_first(index: Index) -> None:
    assert found("lớp điện thoại", index) == {7}
    assert found("lớp chống lừa đảo", index) == {6}


def test_a_level_chooses_among_what_was_found(index: Index) -> None:
    assert found("excel", index) == {4, 5}
    assert found("excel biết cơ bản rồi, có lớp cao hơn không", index) == {5}
    assert found("excel cho người mới", index) == {4}
    assert found("vẽ nâng cao", index) == {8}


def test_a_need_is_heard_and_not_taken_for_what_a_class_teaches(index: Index) -> None:
    assert found("tui đau lưng hoài, có lớp nào tập không", index) == {10}
    assert found("có lớp yoga không", index) == set()
    assert found("em mới sanh, bé quấy quá có lớp nào chỉ không", index) == {9}


def test_a_long_story_is_about_its_two_words(index: Index) -> None:
    story = (
        "dạo này má em cứ bị mấy người lạ xưng công an dọa bắt, bà sợ ăn không ngon, bên mình có lớp nào chỉ không ạ"
    )
    assert found(story, index) == {6}


@pytest.mark.parametrize("said", ["lopexcel", "excle", "exxcel", "hoc excwl", "<b>excel</b><script>alert(1)</script>"])
def test_the_finger_slips(said: str, index: Index) -> None:
    assert found(said, index) == {4, 5}


def test_a_right_word_is_not_mended(index: Index) -> None:
    assert found("lớp cưỡi ngựa", index) == set()
    assert [word.folded for word in read("vẽ tranh", NOW, index).words] == ["ve", "tranh"]


def test_what_costs_money_limits_or_asks(index: Index) -> None:
    assert found("lớp nào phải đóng tiền", index) == {1, 4, 5}
    assert found("lớp nào có thu phí mà dưới 100k", index) == {1}
    assert found("trừ mấy lớp miễn phí ra còn lớp nào", index) == {1, 4, 5}
    assert read("lớp excel 100 ngàn hay 150 ngàn", NOW, index).wanted.fee is None


def test_the_child_is_meant_and_not_who_asks_for_it(index: Index) -> None:
    assert found("em đi làm suốt, bé nhà em 7 tuổi học lớp 2 có lớp nào không", index) == {8}
    assert read("con trai lớp 3", NOW, index).wanted.ages == (8, 8)
    assert found("lớp về nuôi con 2 tuổi", index) == {9}


def test_whose_own_title_is_said_is_meant(index: Index) -> None:
    assert found("anh Minh dạy gì", index) == {2}
    assert found("bác sĩ Minh dạy gì", index) == {1}


def test_out_at_the_quay_is_no_exception(index: Index) -> None:
    assert found("ngoài bến Ninh Kiều có lớp gì", index) == {6}
    assert 6 not in found("ngoài bến Ninh Kiều ra thì có lớp gì", index)


def test_what_lies_under_what_may_go_round_in_a_loop() -> None:
    row = {"kind": "mean", "ages": ""}
    rows = [row | {"value": "a", "wordings": "an", "under": "b"}, row | {"value": "b", "wordings": "ba", "under": "a"}]
    assert Lexicon(rows).above == {"a": {"a", "b"}, "b": {"a", "b"}}


def test_a_meaning_lies_under_one_there_is() -> None:
    row = {"kind": "mean", "value": "a", "wordings": "an", "ages": "", "under": "z"}
    need = {"kind": "need", "value": "z", "wordings": "đau", "ages": "", "under": ""}
    assert faults([row, need]) == [(2, "z"), (3, "z")]


@pytest.mark.parametrize("said", ["có dạy hàn xì không chú", "co day han xi khong chu", "nghề hàn có lớp không"])
def test_what_nobody_teaches_is_not_looked_for_by_half_of_its_name(index: Index, said: str) -> None:
    assert found(said, index) == set(), said


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("tieg hàn", {3}),
        ("tieg han", {3}),
        ("con suat ve cho be khong a", {8}),
        ("ve cho be co khong", {8}),
    ],
)
def test_few_words_name_a_topic_by_what_stands_beside_it(index: Index, said: str, wanted: set[int]) -> None:
    assert found(said, index) == wanted, said


@pytest.mark.parametrize("said", ["có lớp vẽ không", "co lop ve khong", "lớp vẽ cho bé"])
def test_a_cheerful_class_teaches_no_drawing(said: str) -> None:
    classes = (listed(1, "Tiếng Anh ngoài chợ", description="Mời khách, mặc cả vui vẻ."),)
    assert found(said, Index(classes, load())) == set()


def test_a_word_is_named_by_class_before_it_greets() -> None:
    classes = (listed(1, "Nấu cháo dinh dưỡng"), listed(2, "Excel cơ bản"))
    assert found("lop chao hom nao", Index(classes, load())) == {1}
    assert found("chao con, lop excel hom nao", Index(classes, load())) == {2}


def test_who_wants_to_open_a_barber_shop_is_shown_the_haircut() -> None:
    classes = (listed(1, "Bán hàng trên TikTok", topic="Kinh doanh"), listed(2, "Cắt tóc nam cơ bản", topic="Nghề"))
    for said in ("em muốn mở tiệm hớt tóc, phường có dạy không", "em muon mo tiem hot toc, phuong co day khong"):
        assert found(said, Index(classes, load())) == {2}, said


def test_whom_it_is_for_keeps_to_the_topic_beside_it() -> None:
    classes = (listed(1, "Vẽ màu nước", "Thiếu nhi"), listed(2, "Cờ vua", "Thiếu nhi"), listed(3, "Guitar đệm hát"))
    index = Index(classes, load())
    assert found("ve cho be co khong", index) == {1}
    assert found("di lam ve cho be an", index) != {1}, "who comes home draws nothing"
    assert found("hoc dan ton nhieu khong", index) == {3}
