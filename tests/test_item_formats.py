"""Items in GIFT, Aiken and tables: what is read, what is refused and why; never anything but that."""

import re
from collections.abc import Sequence
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.catalogue_files import Cell, Row, UnreadableError
from handlers.quizzes import aiken, gift, sheet
from handlers.quizzes.item_files import holds_items, read_items
from handlers.quizzes.written import Fault, Written
from handlers.texts import ENGLISH, VIETNAMESE, items
from storage.folding import fold

EXAM = r"""// Soạn năm 2026
$CATEGORY: $course$/top/Lừa đảo qua mạng

::Câu 1:: Ai đó xin mã OTP\: bạn làm gì? {
  =Không đưa # Đúng, mã là chìa khóa.
  ~Đưa ngay #Chưa nên
  // chú thích ở giữa
  ~%0%Đưa một nửa
  ####Mã OTP là chìa khóa\nvào tài khoản.
}

Công an không gọi điện đòi chuyển tiền.{TRUE#Chưa đúng#Đúng, họ gửi giấy mời.}
$CATEGORY: vneid
Ứng dụng của Bộ Công an là {~Zalo =VNeID ~Facebook} đó.

[html]<p>Dấu <b>nào</b> là nhỏ hơn &amp; vì sao?</p>{=\{ &lt; \} ~\~ ~%-50%A\=B}
"""
ODD = [
    ("Chỉ là lời giới thiệu.", "no_answers"),
    ("Hai ngoặc {=a ~b} và {=c ~d}", "braces"),
    ("Thiếu ngoặc {=a ~b", "braces"),
    ("Ngược }=a ~b{", "braces"),
    ("Tự luận {}", "essay"),
    ("Mấy giờ? {#3:2}", "number"),
    ("Ghép đôi {=a -> b =c -> d =e -> f}", "matching"),
    ("Thủ đô? {=Hà Nội =HN}", "typed"),
    ("Chọn hai {~%50%a ~%50%b ~%-100%c}", "partly_right"),
    ("Lạc {lạc =a ~b}", "before_answers"),
    ('Xem hình <img src="x.png"> {=a ~b}', "picture"),
    ("Không đúng {~a ~b ~c}", "no_right"),
    ("Đúng hết {=a ~%100%b}", "all_right"),
    ("Một {~a}", "options"),
    ("Năm {=a ~b ~c ~d ~e}", "options"),
    ("Trống {=a ~ ~c}", "empty_option"),
    ("Như nhau {=Có ~có}", "same_options"),
    ("{=a ~b}", "no_question"),
    ("D" + "à" * 220 + "{=a ~b}", "long_question"),
    ("Dài {=a ~" + "b" * 61 + "}", "long_option"),
    ("Dài {=a ~b ####" + "c" * 321 + "}", "long_explanation"),
    ("D" * 5001, "too_long"),
]


MOST_SECONDS = 2.0


def only(found: Sequence[Written | Fault]) -> Written:
    (one,) = found
    assert isinstance(one, Written), one
    return one


def test_a_gift_file_as_moodle_reads_it() -> None:
    asked, true, missing, marks = gift.read(EXAM)
    assert asked == Written(
        4,
        {"vi": "Ai đó xin mã OTP: bạn làm gì?"},
        {"vi": ("Không đưa", "Đưa ngay", "Đưa một nửa")},
        frozenset({0}),
        {"vi": "Mã OTP là chìa khóa vào tài khoản."},
        "scams",
    )
    assert true == Written(
        12,
        {"vi": "Công an không gọi điện đòi chuyển tiền."},
        {"vi": ("Đúng", "Sai"), "en": ("True", "False")},
        frozenset({0}),
        {"vi": "Đúng, họ gửi giấy mời."},
        "scams",
    )
    assert isinstance(missing, Written)
    assert (missing.row, missing.topic, set(missing.right)) == (14, "vneid", {1})
    assert missing.question["vi"] == "Ứng dụng của Bộ Công an là _____ đó."
    assert isinstance(marks, Written)
    assert marks.question["vi"] == "Dấu nào là nhỏ hơn & vì sao?"
    assert marks.options["vi"] == ("{ < }", "~", "A=B")


def test_what_is_false_is_wrong_to_call_true() -> None:
    assert only(list(gift.read("Ai gọi cũng đọc mã OTP.{F#Đừng nhé}"))).right == {1}
    assert only(list(gift.read("Ai gọi cũng đọc mã OTP.{ false }"))).explanation == {}


def test_the_right_answers_feedback_explains_where_there_is_no_general_one() -> None:
    assert only(list(gift.read("Đúng là? {~a#không =b#vì b}"))).explanation == {"vi": "vì b"}
    assert only(list(gift.read("Đúng là? {~=b ~a}"))).options["vi"] == ("b", "a")


@pytest.mark.parametrize(("text", "reason"), ODD, ids=[reason for _, reason in ODD])
def test_what_gift_has_and_we_do_not_ask_is_refused_with_its_reason(text: str, reason: str) -> None:
    good = "Tốt {=a ~b}"
    first, fault, last = gift.read(f"{good}\n\n{text}\n\n{good}")
    assert isinstance(first, Written)
    assert isinstance(last, Written)
    assert isinstance(fault, Fault)
    assert (fault.row, fault.reason) == (3, reason)
    for texts in (VIETNAMESE, ENGLISH):
        assert "{}" not in texts.item_files.fault(fault.row, fault.reason, fault.detail)


def test_an_aiken_file() -> None:
    text = (
        "Mã OTP là gì?\r\nA. Mã dùng một lần\r\nB) Số nhà\r\nANSWER: A\r\n\nCâu hai\ncó hai dòng\nA) x\nB) y\nđáp án: b"
    )
    first, second = aiken.read(text)
    assert first == Written(1, {"vi": "Mã OTP là gì?"}, {"vi": ("Mã dùng một lần", "Số nhà")}, frozenset({0}))
    assert isinstance(second, Written)
    assert (second.row, second.question["vi"], set(second.right)) == (6, "Câu hai có hai dòng", {1})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hỏi?\nANSWER: A", "no_options"),
        ("Hỏi?\nA. a\nB. b\nHỏi nữa?\nA. a\nB. b\nANSWER: A", "no_answer_line"),
        ("Hỏi?\nA. a\nC. b\nANSWER: A", "letters"),
        ("Hỏi?\nA. a\nB. b\nANSWER: C", "answer_letter"),
        ("Hỏi?\nA. a\nB. b\nANSWER: A, B", "answer_letter"),
        ("A. a\nB. b\nANSWER: A", "no_question"),
        ("Hỏi?\nA. a\nB. b", "no_answer_line"),
    ],
)
def test_what_aiken_lacks_is_named(text: str, reason: str) -> None:
    fault = next(iter(aiken.read(text)))
    assert isinstance(fault, Fault)
    assert (fault.row, fault.reason) == (1, reason)


WORDS = some.text("aăâbcdđeêghiklmnoôơpqrstuưvxyÁẾỘ0123456789 ~=#{}:\\%[]/.,?-<>&", min_size=1, max_size=40)
TEXTS = WORDS.map(lambda said: " ".join(f"x{said}x".split()))
OPTIONS = some.lists(TEXTS, min_size=2, max_size=4, unique_by=fold)


def escaped(text: str) -> str:
    return re.sub(r"([\\~=#{}:])", r"\\\1", text)


@given(TEXTS, OPTIONS, some.integers(0, 3), some.sampled_from(["", "vì x"]))
def test_what_is_written_as_gift_is_read_as_it_was(
    question: str, options: list[str], right: int, explanation: str
) -> None:
    right %= len(options)
    answers = "\n".join(("=" if at == right else "~") + escaped(option) for at, option in enumerate(options))
    text = f"::tên::[plain]{escaped(question)} {{\n{answers}\n####{explanation}\n}}"
    # A mark of another format, or a picture, would mean something there.
    text = text.replace("\n=", "\n=[plain]").replace("\n~", "\n~[plain]")
    one = only(list(gift.read(text)))
    assert one.question == {"vi": question}
    assert one.options == {"vi": tuple(options)}
    assert one.right == {right}
    assert one.explanation.get("vi", "") == explanation


@given(TEXTS, OPTIONS, some.integers(0, 3))
def test_what_is_written_as_aiken_is_read_as_it_was(question: str, options: list[str], right: int) -> None:
    right %= len(options)
    lines = [question, *(f"{letter}) {option}" for letter, option in zip("ABCD", options, strict=False))]
    one = only(list(aiken.read("\n".join([*lines, f"ANSWER: {'ABCD'[right]}"]))))
    assert (one.question["vi"], one.options["vi"], set(one.right)) == (question, tuple(options), {right})


SOUP = some.lists(
    some.sampled_from([
        "{", "}", "=", "~", "#", "####", "%50%", "%", "::", "//", "\\", "\n", "\n\n", "$CATEGORY:", "T", "->", "[html]",
        "<p>", "<img", "&#xE000;", "\ue003", "A. ", "B) ", "ANSWER: ", "A", "chữ", "\0", "\u202e", "\r",
    ])
).map("".join)  # fmt: skip


@given(some.one_of(some.text(), SOUP))
def test_any_text_is_items_that_can_be_asked_or_faults_that_can_be_said(text: str) -> None:
    gift.looks_so(text)
    aiken.looks_so(text)
    for one in (*gift.read(text), *aiken.read(text)):
        if isinstance(one, Fault):
            assert one.row <= text.count("\n") + text.count("\r") + 1
            assert VIETNAMESE.item_files.fault(one.row, one.reason, one.detail)
        else:
            assert 0 < len(one.question["vi"]) <= items.LONGEST["question"]
            assert all(0 < len(option) <= items.LONGEST["options"] for option in one.options["vi"])
            assert 0 < len(one.right) < len(one.options["vi"]) <= 4


HEADINGS = list(VIETNAMESE.item_files.headings.values())


def row(**cells: Cell) -> Row:
    return Row(2, tuple(cells.get(column) for column in sheet.Column))


GOOD: dict[str, Cell] = {"question": "Hỏi?", "a": "một", "b": "hai", "right": "B"}


def read(**cells: Cell) -> Written | Fault:
    columns = sheet.find_columns(Row(1, tuple(HEADINGS)))
    (one,) = sheet.read([row(**{**GOOD, **cells})], columns)
    return one


def test_a_row_of_a_table_says_all_of_an_item() -> None:
    english = {"question_en": "Asked?", "a_en": "one", "b_en": "two", "explanation_en": "so"}
    one = read(topic="Lừa đảo qua mạng", level=2, source="Sổ tay 2025", explanation="vì", **english)
    assert one == Written(
        2,
        {"vi": "Hỏi?", "en": "Asked?"},
        {"vi": ("một", "hai"), "en": ("one", "two")},
        frozenset({1}),
        {"vi": "vì", "en": "so"},
        "scams",
        level=2,
        source="Sổ tay 2025",
    )


@pytest.mark.parametrize(
    ("said", "right"), [("b", {1}), ("B)", {1}), (2, {1}), ("2.0", None), ("hai", {1}), ("A, b", None), ("C", None)]
)
def test_the_right_answer_as_people_write_it(said: Cell, right: set[int] | None) -> None:
    one = read(right=said)
    assert (one.right if isinstance(one, Written) else None) == right


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"right": "E"}, "right"),
        ({"right": None}, "right"),
        ({"right": "A, B"}, "all_right"),
        ({"topic": "Trồng rau"}, "topic"),
        ({"skill": "Trồng rau"}, "skill"),
        ({"topic": "Ứng dụng VNeID", "skill": items.skill_title("scams", "check_links", "vi")}, "skill"),
        ({"level": 4}, "level"),
        ({"d": "bốn"}, "empty_option"),
        ({"question_en": "Asked?"}, "half_english"),
        ({"question_en": "Asked?", "a_en": "one"}, "half_english"),
        ({"source": "s" * 201}, "long_source"),
    ],
)
def test_what_is_wrong_with_a_row_is_named(cells: dict[str, Cell], reason: str) -> None:
    one = read(**cells)
    assert isinstance(one, Fault)
    assert (one.row, one.reason) == (2, reason)


def test_a_skill_alone_names_its_topic() -> None:
    one = read(skill=items.skill_title("vneid", "real_app", "en"))
    assert isinstance(one, Written)
    assert (one.topic, one.skill) == ("vneid", "real_app")


def test_both_languages_give_every_reason() -> None:
    assert VIETNAMESE.item_files.reasons.keys() == ENGLISH.item_files.reasons.keys()
    assert len({*VIETNAMESE.item_files.reasons.values(), *ENGLISH.item_files.reasons.values()}) == 2 * len(
        VIETNAMESE.item_files.reasons
    )


WORST = {
    "one-block.gift": "{=a ~b}\n" * 19_000,
    "options.gift": "a {" + "~a " * 330_000 + "}",
    "escapes.gift": "{=" + "\\" * 900_000,
    "weights.txt": "{=a" + "%" * 900_000,
    "tags.gift": "{=a" + "<p" * 450_000,
    "blocks.gift": "x\n\n" * 9_000,
    "aiken.txt": "A. a\nANSWER: A\n" * 9_000,
    "options.txt": "ANSWER: A\n" + "A. a\n" * 19_000,
    "letters.txt": "{=a ~b}\u0323\u0302" * 100_000,
    "long.gift": "x\n\n" * 1_500_000,
    "long.txt": "{=a}" + "\\" * 4_900_000,
    "wide.csv": "Câu hỏi,Lựa chọn A,Lựa chọn B,Đáp án đúng\n" + "a,b,c," * 800_000,
    "rows.csv": "Câu hỏi,Lựa chọn A,Lựa chọn B,Đáp án đúng\n" + "a,b,c,A\n" * 600_000,
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_file_is_read_soon(name: str) -> None:
    """All others wait for it: at most two seconds of this processor."""
    content, began = WORST[name].encode(), process_time()
    assert holds_items(name, content, VIETNAMESE) is not None
    with suppress(UnreadableError):
        read_items(name, content, VIETNAMESE)
    assert process_time() - began < MOST_SECONDS
