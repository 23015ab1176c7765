"""An item as somebody wrote it in a file, and whether it can be asked: what GIFT, Aiken and tables have in common."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from handlers.catalogue_cells import as_text
from handlers.texts import items
from storage.folding import fold

BROUGHT = "brought"
"""The skill of an item whose file names none; people read its topic instead."""
FEWEST, MOST = 2, 4
"""Options; two of them ask whether something is true."""
LONGEST_SOURCE = 200
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class RowRefusedError(Exception):
    """`reason`: a key of `texts.item_files.reasons`; `detail`: what its sentence shows of the file."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is not taken."""

    row: int
    """Of the sheet, or the line of the text, from 1."""
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Written:
    """Texts are by language: Vietnamese always, English where all of it was written."""

    row: int
    question: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]
    right: frozenset[int]
    """Counted from 0."""
    explanation: Mapping[str, str] = field(default_factory=dict)
    """Nothing where nobody wrote one."""
    topic: str | None = None
    """Of the bank; None: the file does not say."""
    skill: str = BROUGHT
    level: int = 1
    source: str = ""


def lines_of(text: str) -> list[str]:
    """As an editor numbers them, without what nobody sees; none has a letter of the private use area."""
    return [as_text(line) for line in _PRIVATE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]


def check(one: Written) -> None:
    """Raises: RowRefusedError, if it cannot be asked on a small screen, or has no answer that is right."""
    for language, question in one.question.items():
        _check_texts(question, one.options[language], one.explanation.get(language, ""))
    if not one.right:
        raise RowRefusedError("no_right")
    if len(one.right) == len(one.options["vi"]):
        raise RowRefusedError("all_right")
    if len(one.source) > LONGEST_SOURCE:
        raise RowRefusedError("long_source", f"{len(one.source)}/{LONGEST_SOURCE}")


def _check_texts(question: str, options: tuple[str, ...], explanation: str) -> None:
    if not question:
        raise RowRefusedError("no_question")
    if not FEWEST <= len(options) <= MOST:
        raise RowRefusedError("options", str(len(options)))
    if not all(options):
        raise RowRefusedError("empty_option")
    if len({fold(option) for option in options}) < len(options):
        raise RowRefusedError("same_options")
    _check_length("long_question", question, items.LONGEST["question"])
    for option in options:
        _check_length("long_option", option, items.LONGEST["options"])
    _check_length("long_explanation", explanation, items.LONGEST["explanation"])


def _check_length(reason: str, text: str, most: int) -> None:
    if len(text) > most:
        raise RowRefusedError(reason, f"{len(text)}/{most}")


def topic_named(said: str) -> str | None:
    """The topic of the bank that is called so, in either language or by its word in the files."""
    return _topics().get(_plain(said))


def skill_named(said: str) -> tuple[str, str] | None:
    """(topic, skill) of the bank that is called so in either language."""
    return _skills().get(_plain(said))


@cache
def topics() -> tuple[str, ...]:
    """Those of the bank, in its order."""
    return tuple(dict.fromkeys(one.topic for one in items.load()))


@cache
def skills() -> tuple[tuple[str, str], ...]:
    """(topic, skill) of the bank, in its order."""
    return tuple(dict.fromkeys((one.topic, one.skill) for one in items.load()))


@cache
def _topics() -> dict[str, str]:
    return {_plain(name): topic for topic in topics() for name in (topic, *_titles(topic))}


@cache
def _skills() -> dict[str, tuple[str, str]]:
    named = [((topic, skill), language) for topic, skill in skills() for language in items.LANGUAGES]
    return {_plain(items.skill_title(*which, language)): which for which, language in named}


def _titles(topic: str) -> Iterator[str]:
    return (items.topic_title(topic, language) for language in items.LANGUAGES)


def _plain(said: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]", " ", fold(said)).split())
