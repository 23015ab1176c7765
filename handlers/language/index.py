"""The index: upcoming classes by their words, word pairs, meanings, places and teachers. Made anew when one changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from math import log

from handlers.language.lexicon import Hit, Lexicon, Word, Wording, letters_and_tone
from handlers.language.tokens import tokenize
from storage.folding import fold
from storage.listing import Listed, Meeting
from storage.quiet_hours import LOCAL

TITLE, TOPIC, DESCRIPTION, AUDIENCE = 1.0, 0.8, 0.6, 0.5
"""How much a word weighs by where it stands."""
AGELESS = (0, 120)
WARD = "phuong"
BY_AGE = frozenset(["elderly", "child", "teen", "high_school", "student", "youth", "adult"])
"""Audiences that are a matter of age."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One upcoming class."""

    listed: Listed
    groups: frozenset[str]
    """Whom it is for, in the lexicon's words; empty or "everyone" is for all."""
    ages: tuple[int, int] | None
    """First and last year of age it is for, if a matter of age."""
    places: frozenset[str] = frozenset()
    """Its ward and its venues."""
    where: str = ""
    """The same, folded, to look for "quan 1" in."""

    @property
    def open_to_all(self) -> bool:
        return "everyone" in self.groups or not (self.groups or self.ages)

    def coming(self, now: datetime) -> Iterable[Meeting]:
        """Lessons that are not over."""
        return (one for one in self.listed.meetings if one.ends_at > now)


Spelled = tuple[str, int]
"""A word's letters and tone."""


class Index:
    """Entries are numbered as listed: soonest first."""

    def __init__(self, listed: Sequence[Listed], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.entries = [_entry(one, lexicon) for one in listed]
        self.words: dict[str, dict[Spelled, dict[int, float]]] = defaultdict(dict)
        self.lessons = [[_clock(meeting) for meeting in one.meetings] for one in listed]
        """(start, end, minute of the local day), in seconds: quicker to compare than moments."""
        self.memory: dict[object, dict[int, float]] = {}
        self.pairs: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        self.meanings: dict[str, dict[int, float]] = defaultdict(dict)
        self.codes = {_squash(one.code): number for number, one in enumerate(listed)}
        self.names: dict[str, list[Wording]] = defaultdict(list)
        for number, one in enumerate(listed):
            for text, weight in ((one.title, TITLE), (one.topic, TOPIC), (one.description, DESCRIPTION)):
                self._read(number, text, weight)
            self._read(number, one.audience, AUDIENCE, meanings=False)
        for ward in {one.ward for one in listed}:
            self._name("ward", ward, [ward, _bare(ward)])
        for venue in {meeting.venue for one in listed for meeting in one.meetings}:
            self._name("venue", venue, _venue_names(venue))
        for teacher in {one.teacher for one in listed if one.teacher}:
            self._name("teacher", teacher, _teacher_names(teacher))

    def _read(self, number: int, text: str, weight: float, *, meanings: bool = True) -> None:
        words = self.lexicon.spell(tokenize(text))
        for word in words:
            spelled = self.words[word.folded].setdefault((word.letters, word.tone), {})
            spelled.setdefault(number, weight)
        for one, two in pairwise(words):
            self.pairs[one.folded, two.folded].setdefault(number, weight)
        for hit in self.lexicon.hits(words) if meanings else ():
            if hit.kind == "mean":
                self.meanings[hit.value].setdefault(number, weight)

    def _name(self, kind: str, value: str, names: Iterable[str]) -> None:
        for name in names:
            parts = tuple((token.folded, *letters_and_tone(token.raw)) for token in tokenize(name))
            if parts:
                self.names[parts[0][0]].append(Wording(kind, value, name, parts))

    def hits(self, words: Sequence[Word]) -> list[Hit]:
        """Names of places and teachers, longer ones first where they begin alike."""
        found = []
        for start, word in enumerate(words):
            here = []
            for name in self.names.get(word.folded, ()):
                end = name.ends(words, start)
                if end is not None:
                    here.append(Hit(name.kind, name.value, name.said, start, end))
            found += sorted(here, key=lambda hit: -hit.end)
        return found

    def rarity(self, count: int) -> float:
        """What a word is worth that stands in so many classes."""
        return log(1 + (len(self.entries) + 1) / (count + 0.5))

    @cached_property
    def misspellings(self) -> dict[str, set[str]]:
        """Every word with one letter left out, and the words it may be."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            if len(word) >= 3 and not word.isdigit():
                for short in shortened(word):
                    found[short].add(word)
        return found


def _clock(meeting: Meeting) -> tuple[float, float, int]:
    local = meeting.starts_at.astimezone(LOCAL)
    return meeting.starts_at.timestamp(), meeting.ends_at.timestamp(), local.hour * 60 + local.minute


def shortened(word: str) -> set[str]:
    """The word and each word that lacks one of its letters."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _entry(listed: Listed, lexicon: Lexicon) -> Entry:
    groups, ages = audience(listed.audience, lexicon)
    titled, title_ages = audience(listed.title, lexicon)
    if "everyone" not in groups:
        groups, ages = groups | titled, ages or title_ages
    places = frozenset([listed.ward, *(meeting.venue for meeting in listed.meetings)])
    return Entry(listed, groups, ages, places, fold(" ".join(places)) + " ")


def audience(text: str, lexicon: Lexicon) -> tuple[frozenset[str], tuple[int, int] | None]:
    """The groups named, and the ages: those written, else those of the groups."""
    tokens = tokenize(text)
    groups = [hit.value for hit in lexicon.hits(lexicon.spell(tokens)) if hit.kind == "audience"]
    written = _ages([token.folded for token in tokens])
    spans = [lexicon.ages[one] for one in groups if one in lexicon.ages and one in BY_AGE]
    # "Học sinh cấp 3" is also "học sinh": the narrower one says more.
    narrowest = min(spans, key=lambda span: span[1] - span[0], default=None)
    return frozenset(groups), written or narrowest


def _ages(words: Sequence[str]) -> tuple[int, int] | None:
    """ "8–12 tuổi", "từ 60 tuổi"."""
    for at, word in enumerate(words):
        if word == "tuoi" and at and words[at - 1].replace("-", "").isdigit():
            numbers = [int(one) for one in words[at - 1].split("-") if one]
            if at > 1 and words[at - 2].isdigit():
                numbers.insert(0, int(words[at - 2]))
            return (numbers[0], numbers[-1]) if len(numbers) > 1 else (numbers[0], AGELESS[1])
    return None


def _bare(ward: str) -> str:
    """A ward's name without what it is."""
    first, _, rest = ward.partition(" ")
    return rest if fold(first) in (WARD, "xa", "thi") and rest and not rest[0].isdigit() else ward


def _venue_names(venue: str) -> list[str]:
    """The whole, the house, the street with and without its number."""
    pieces = [piece.strip() for piece in venue.split(",")]
    names = [venue, *pieces]
    for piece in pieces:
        number, _, street = piece.partition(" ")
        if number[:1].isdigit() and " " in street:
            names.append(street)
    return [name for name in dict.fromkeys(names) if " " in name]


def _teacher_names(teacher: str) -> list[str]:
    """With the title; without it; the given name as one calls it."""
    words = teacher.split()
    names = [teacher]
    if len(words) > 2:
        names += [" ".join(words[-2:]), " ".join(words[1:])]
    if len(words) > 1:
        titles = {words[0], *_CALLED, *([" ".join(words[:2])] if len(words) > 2 else [])}
        called = [words[-1], *([words[1]] if words[1].isascii() and len(words[1]) > 3 else [])]
        names += [f"{title} {name}" for title in titles for name in called]
    return list(dict.fromkeys(names))


_CALLED = ("thầy", "cô", "chị", "anh", "chú", "bác", "ông", "bà", "bs", "ls", "teacher", "mr", "ms", "mrs")


def _squash(code: str) -> str:
    return "".join(one for one in code.lower() if one.isalnum())
