"""The starter set of prepared answers, from `answers.yaml`, a file that staff can edit and `banhoc check` validates."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handlers.language import lexicon
from handlers.texts.yaml_files import read_yaml
from storage.folding import fold

FILE = Path(__file__).with_name("answers.yaml")
LANGUAGES = ("vi", "en")
SECTIONS = ("papers", "money", "scam", "phone", "online", "health", "centre", "bot")
"""The pages of `/hoidap`, in order; each holds at most `MOST_IN_SECTION`."""
LONGEST = 700
"""Characters of an answer: what an old pair of eyes reads on one small screen."""
MOST_IN_SECTION = 12
FEWEST_WORDINGS = {"vi": 6, "en": 2}
MOST_WORDINGS = 12
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINK = re.compile(r"https?://[^\s]*", re.IGNORECASE)
_OFFICIAL = re.compile(r"https://(?:[a-z0-9-]+\.)+gov\.vn(?:[/.,;)]\S*)?", re.IGNORECASE)

Fault = tuple[str, str]
"""(key of the answer, what is wrong)."""


@dataclass(frozen=True, slots=True)
class StarterAnswer:
    """One answer. `wordings` and `said` are by language."""

    key: str
    section: str
    topic: str
    """A meaning of the lexicon, or empty."""
    wordings: dict[str, tuple[str, ...]]
    """How people ask it; the first is its title."""
    said: dict[str, str]
    source: str
    signs: str = ""
    """Divided by "|": words that, said together ("+"), can only mean this."""

    def title(self, language: str) -> str:
        return self.wordings[language][0]


@dataclass(frozen=True, slots=True)
class Starters:
    """The whole file. `same`: wordings that count as one, divided by "|"."""

    answers: tuple[StarterAnswer, ...]
    same: tuple[str, ...]

    def find(self, key: str) -> StarterAnswer | None:
        return next((one for one in self.answers if one.key == key), None)

    def list_in(self, section: str) -> list[StarterAnswer]:
        return [one for one in self.answers if one.section == section]


@cache
def load() -> Starters:
    """Read once in each process; what `faults` names is left out, so that one slip does not silence the rest."""
    return usable(read())


def usable(raw: object) -> Starters:
    """What of this can be used."""
    faulty = {key for key, _ in faults(raw)}
    answers = tuple(_answer(one) for key, one in _entries(raw) if key not in faulty)
    return Starters(answers, tuple(one for one in _list(_get(raw, "same")) if isinstance(one, str)))


def read(path: Path = FILE) -> object:
    """As YAML has it; None if it is none. Raises: OSError."""
    return read_yaml(path)


def faults(raw: object) -> list[Fault]:
    """All that cannot be used: for `banhoc check`."""
    entries = _entries(raw)
    if not entries:
        return [("answers", FILE.name)]
    found = [(key, what) for key, one in entries for what in _wrong(one)]
    keys = Counter(key for key, _ in entries)
    found += [(key, "key") for key, count in keys.items() if count > 1]
    found += list(_repeated(entries))
    sections = Counter(_text(_get(one, "section")) for _, one in entries)
    found += [(one, "section") for one, count in sections.items() if count > MOST_IN_SECTION]
    found += [("same", str(one)) for one in _list(_get(raw, "same")) if not isinstance(one, str) or not fold(one)]
    return found


def _wrong(one: object) -> Iterator[str]:
    if not _KEY.fullmatch(_text(_get(one, "key"))) or len(_text(_get(one, "key"))) > 40:
        yield "key"
    if _get(one, "section") not in SECTIONS:
        yield "section"
    if _get(one, "topic") and _text(_get(one, "topic")) not in _topics():
        yield "topic"
    if not _text(_get(one, "source")):
        yield "source"
    if not isinstance(_get(one, "signs") or "", str):
        yield "signs"
    for language in LANGUAGES:
        yield from _wrong_in(one, language)


def _wrong_in(one: object, language: str) -> Iterator[str]:
    wordings = _list(_get(_get(one, "ask"), language))
    if not FEWEST_WORDINGS[language] <= len(wordings) <= MOST_WORDINGS:
        yield f"ask.{language}: {len(wordings)}"
    yield from (f"ask.{language}: {wording}" for wording in wordings if not fold(_text(wording)))
    said = _text(_get(_get(one, "answer"), language))
    if not 0 < len(said) <= LONGEST:
        yield f"answer.{language}: {len(said)} / {LONGEST}"
    yield from (f"answer.{language}: {link}" for link in _LINK.findall(said) if not _OFFICIAL.fullmatch(link))


def _repeated(entries: Sequence[tuple[str, object]]) -> Iterator[Fault]:
    """A wording that leads to two answers, or twice to one."""
    seen: set[str] = set()
    for key, one in entries:
        for language in LANGUAGES:
            for wording in _list(_get(_get(one, "ask"), language)):
                squashed = " ".join(re.findall(r"\w+", fold(_text(wording))))
                if squashed in seen:
                    yield key, f"ask.{language}: {wording}"
                seen.add(squashed)


def _answer(one: object) -> StarterAnswer:
    ask, said = _get(one, "ask"), _get(one, "answer")
    return StarterAnswer(
        _text(_get(one, "key")),
        _text(_get(one, "section")),
        _text(_get(one, "topic")),
        {language: tuple(map(_text, _list(_get(ask, language)))) for language in LANGUAGES},
        {language: _text(_get(said, language)) for language in LANGUAGES},
        _text(_get(one, "source")),
        _text(_get(one, "signs")),
    )


def _entries(raw: object) -> list[tuple[str, object]]:
    return [(_text(_get(one, "key")), one) for one in _list(_get(raw, "answers"))]


def _get(raw: object, name: str) -> Any:
    return raw.get(name) if isinstance(raw, dict) else None


def _list(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _text(raw: object) -> str:
    return raw.strip() if isinstance(raw, str) else ""


@cache
def _topics() -> frozenset[str]:
    return frozenset(row["value"] for row in lexicon.read() if row["kind"] == "mean")
