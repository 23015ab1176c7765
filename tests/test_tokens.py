"""What people type becomes words that can be compared, whatever their keyboard did to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.tokens import Token, clean, tokenize
from storage.folding import fold


def folded(text: str) -> list[str]:
    return [token.folded for token in tokenize(text)]


def test_a_word_is_kept_as_typed_and_folded() -> None:
    tokens = tokenize("Tối mai, Đa Kao?")
    assert [token.raw for token in tokens] == ["Tối", "mai", "Đa", "Kao"]
    assert [token.folded for token in tokens] == ["toi", "mai", "da", "kao"]
    assert [token.marked for token in tokens] == [True, False, True, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("6.12 co lop j", ["6.12", "co", "lop", "j"]),
        ("ngày 5/12.", ["ngay", "5/12"]),
        ("8h30-10h", ["8h30-10h"]),
        ("18:00, t7", ["18:00", "t7"]),
        ("T7-CN", ["t7", "cn"]),
        ("100k 150.000đ 1.500.000", ["100k", "150.000d", "1.500.000"]),
        ("L101 l104?", ["l101", "l104"]),
        ("12-15/10", ["12-15/10"]),
        ("mai😀nay", ["mai", "nay"]),
        ("don’t “quote”", ["don't", "quote"]),
        ("８ｈ３０　ｍａｉ", ["8h30", "mai"]),
        ("lớ\u200bp nấ\u00adu ăn", ["lop", "nau", "an"]),
        ("to\u0302\u0301i mai", ["toi", "mai"]),
        ("😀 !!! …", []),
        ("", []),
    ],
)
def test_numbers_keep_their_signs_and_everything_else_separates(text: str, words: list[str]) -> None:
    assert folded(text) == words


def test_decomposed_and_composed_letters_are_the_same_word() -> None:
    assert tokenize("to\u0302\u0301i") == tokenize("tối")


def test_what_stands_between_two_words_is_kept_with_the_second() -> None:
    assert [token.gap for token in tokenize("T2 - T6, tối")] == ["", " - ", ", "]


def test_a_very_long_text_is_read_as_far_as_a_channel_can_carry() -> None:
    assert len(tokenize("lớp " * 5_000)) == 1_024


@given(st.text())
def test_any_text_has_tokens_that_stand_where_they_say(text: str) -> None:
    cleaned = clean(text)
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end
        assert cleaned[token.start : token.end] == token.raw
        end = token.end


@given(st.text())
def test_folding_and_cleaning_twice_change_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    once: list[Token] = tokenize(text)
    assert [token.folded for token in once] == [fold(token.folded) for token in once]
