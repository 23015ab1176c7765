"""Both languages say everything, and say it in their own words."""

import re
from dataclasses import fields
from inspect import isfunction

import pytest

from handlers import texts
from handlers.texts import ENGLISH, VIETNAMESE
from handlers.texts.vi.formats import Formats

TOPICS = [field.name for field in fields(VIETNAMESE) if field.name != "language"]
VIETNAMESE_LETTERS = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
SHARED = {"lines", "hours", "when", "hall", "chosen", "languages", "place"}
"""Formats and helpers that hold no words of a language."""


@pytest.mark.parametrize("topic", TOPICS)
def test_english_says_everything_itself(topic: str) -> None:
    vietnamese, english = type(getattr(VIETNAMESE, topic)), type(getattr(ENGLISH, topic))
    said = {name for name in vars(vietnamese) if not name.startswith("_")} - SHARED
    own = {name for one in english.__mro__ if "en." in one.__module__ for name in vars(one)}
    wordless = {name for name in said if isfunction(vars(vietnamese)[name]) and not _speaks(vars(vietnamese)[name])}
    assert said - own - wordless == set()


@pytest.mark.parametrize("topic", TOPICS)
def test_labels_are_in_their_language(topic: str) -> None:
    english = getattr(ENGLISH, topic)
    labels = {name: getattr(english, name) for name in dir(english) if isinstance(getattr(english, name), str)}
    vietnamese = {
        name: label
        for name, label in labels.items()
        if not name.startswith("__")
        and VIETNAMESE_LETTERS.search(label.replace("Bạn Học", "").replace("Tiếng Việt", ""))
    }
    assert vietnamese == {}


def test_a_language_we_lack_is_vietnamese() -> None:
    assert texts.of("fr") is VIETNAMESE


def test_lines_escape_what_people_wrote() -> None:
    assert str(Formats().lines("<b>An</b>", None, "")) == "&lt;b&gt;An&lt;/b&gt;\n"


def _speaks(function: object) -> bool:
    """Whether there is a word in the constants of a function's code."""
    constants = function.__code__.co_consts  # type: ignore[attr-defined]
    doc = function.__doc__
    return any(isinstance(one, str) and one != doc and re.search(r"[^\W\d_]{2,}", one) for one in constants)
