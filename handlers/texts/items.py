"""The bank: the items of the mini-quizzes, a YAML file for each topic in `bank/`, which staff can read and edit."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handlers.texts.yaml_files import read_yaml
from storage.folding import fold

FOLDER = Path(__file__).with_name("bank")
LANGUAGES = ("vi", "en")
LEVELS = (1, 2, 3)
LONGEST = {"question": 220, "options": 60, "explanation": 320, "skills": 40}
"""Characters: a question and its options are read on one small screen, the name of a skill on one line of it."""
_SLUG = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")

Fault = tuple[str, str]
"""(id of the item, or the file's name; what is wrong with it)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its options. Texts are by language."""

    id: str
    topic: str
    skill: str
    level: int
    """1, 2 or 3: from what everyone meets to what takes some practice."""
    question: dict[str, str]
    options: dict[str, tuple[str, ...]]
    """Three or four, in the same order in each language."""
    right: frozenset[int]
    """Which of them are right, counted from 0."""
    explanation: dict[str, str]
    source: str


@cache
def load() -> tuple[Item, ...]:
    """All that can be used, by topic."""
    return usable(_bank())


def usable(files: dict[str, Any]) -> tuple[Item, ...]:
    """What `faults` names is left out, so that one slip does not stop the rest."""
    faulty = {name for name, _ in faults(files)}
    return tuple(
        _item(file["topic"], one)
        for name, file in files.items()
        if name not in faulty
        for number, one in enumerate(file["items"], 1)
        if _id(name, number) not in faulty
    )


def _id(topic: str, number: int) -> str:
    return f"{topic}-{number:02}"


def topic_title(topic: str, language: str) -> str:
    """What people call a topic of the bank; of no topic that we know, its own word."""
    return _names().get((topic, "", language), topic)


def skill_title(topic: str, skill: str, language: str) -> str:
    """What people call a skill of a topic; where nobody named it, its topic."""
    return _names().get((topic, skill, language)) or topic_title(topic, language)


@cache
def _names() -> dict[tuple[str, str, str], str]:
    """By (topic, skill or nothing, language)."""
    return {
        (topic, skill, language): _text(named, language)
        for topic, file in _bank().items()
        if isinstance(file, dict)
        for skill, named in {"": file.get("title"), **_skills(file)}.items()
        for language in LANGUAGES
        if _text(named, language)
    }


@cache
def _bank() -> dict[str, Any]:
    """Read once in each process."""
    return read()


def read(folder: Path = FOLDER) -> dict[str, Any]:
    """What YAML makes of each file, by its name without the ending; None of what is no YAML. Raises: OSError."""
    return {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yaml"))}


def faults(files: dict[str, Any]) -> list[Fault]:
    """All that cannot be used."""
    found: list[Fault] = []
    asked: Counter[str] = Counter()
    for name, file in files.items():
        if not isinstance(file, dict) or file.get("topic") != name or not isinstance(file.get("items"), list):
            found.append((name, "topic"))
            continue
        found += [(name, f"title.{language}") for language in LANGUAGES if not _text(file.get("title"), language)]
        for number, one in enumerate(file["items"], 1):
            expected = _id(name, number)
            found += [(expected, what) for what in _wrong(one, expected, _skills(file))]
            if isinstance(one, dict):
                asked[fold(_text(one.get("question"), "vi"))] += 1
    return found + [(question, "question asked twice") for question, times in asked.items() if times > 1]


def _skills(file: Any) -> dict[str, Any]:
    """The names of a file's skills by skill, or nothing."""
    named = file.get("skills") if isinstance(file, dict) else None
    return named if isinstance(named, dict) else {}


def _wrong(one: Any, expected: str, skills: dict[str, Any]) -> Iterator[str]:
    if not isinstance(one, dict) or one.get("id") != expected:
        yield "id"
        return
    if not _SLUG.fullmatch(str(one.get("skill"))):
        yield "skill"
    for language in LANGUAGES:
        if not 0 < len(_text(skills.get(str(one.get("skill"))), language)) <= LONGEST["skills"]:
            yield f"skills.{language}"
    if one.get("level") not in LEVELS:
        yield "level"
    if not str(one.get("source") or "").strip():
        yield "source"
    for language in LANGUAGES:
        for part in ("question", "explanation"):
            if not 0 < len(_text(one.get(part), language)) <= LONGEST[part]:
                yield f"{part}.{language}"
    yield from _wrong_options(one.get("options"), one.get("right"))


def _wrong_options(options: Any, right: Any) -> Iterator[str]:
    lists = [_list(options, language) for language in LANGUAGES]
    for language, listed in zip(LANGUAGES, lists, strict=True):
        short = all(0 < len(str(one)) <= LONGEST["options"] for one in listed)
        if not short or not 3 <= len(listed) <= 4 or len({fold(str(one)) for one in listed}) < len(listed):
            yield f"options.{language}"
            return
    if len(lists[0]) != len(lists[1]):
        yield "options: not as many in each language"
    if not isinstance(right, list) or not right or not all(one in range(len(lists[0])) for one in right):
        yield "right"


def _list(by_language: Any, language: str) -> list[Any]:
    listed = by_language.get(language) if isinstance(by_language, dict) else None
    return listed if isinstance(listed, list) else []


def _text(by_language: Any, language: str) -> str:
    said = by_language.get(language) if isinstance(by_language, dict) else None
    return said.strip() if isinstance(said, str) else ""


def _item(topic: str, one: dict[str, Any]) -> Item:
    def texts(part: str) -> dict[str, str]:
        return {language: _text(one[part], language) for language in LANGUAGES}

    options: dict[str, Sequence[Any]] = one["options"]
    return Item(
        id=one["id"],
        topic=topic,
        skill=one["skill"],
        level=one["level"],
        question=texts("question"),
        options={language: tuple(str(option) for option in options[language]) for language in LANGUAGES},
        right=frozenset(one["right"]),
        explanation=texts("explanation"),
        source=str(one["source"]).strip(),
    )
