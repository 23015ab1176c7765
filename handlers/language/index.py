"""The index: upcoming classes by their words, word pairs, meanings, places and teachers. Made anew when one changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log
from unicodedata import normalize

from handlers.language.lexicon import Hit, Lexicon, Word, Wording, letters_and_tone
from handlers.language.spelling import misspellings
from handlers.language.tokens import tokenize
from storage.folding import fold
from storage.listing import Listed, Meeting
from storage.quiet_hours import LOCAL

TITLE, TOPIC, DESCRIPTION, AUDIENCE = 1.0, 0.8, 0.6, 0.5
"""How much a word weighs by where it stands."""
MEANS = 0.5
"""The share of its weight that a meaning has after "qua", "trên" …: what a title is about stands before them."""
SECOND = 0.75
"""And what is not named first."""
WITHIN = 0.9
"""The share a class has of a meaning wider than its own."""
_HOI_NGA = "\u0309\u0303"
_JOINS = frozenset(["va", "and"])
_BY_MEANS = frozenset(["qua", "tren", "bang", "cho", "via", "for", "with", "on"])
AGELESS = (0, 120)
GRADES = 12
"""Years of school; the first begins at six."""
WARD = "phuong"
NOT_ADULT = frozenset(["everyone", "elderly", "child", "teen", "high_school", "student", "family"])
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


Spelled = tuple[str, int]
"""A word's letters and tone."""


class Index:
    """Entries are numbered as listed: soonest first."""

    def __init__(self, listed: Sequence[Listed], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.entries = [_entry(one, lexicon) for one in listed]
        kinds: dict[object, int] = {}
        self.kinds = [kinds.setdefault((one.groups, one.ages), len(kinds)) for one in self.entries]
        """Classes for the same people have the same number."""
        self.words: dict[str, dict[Spelled, dict[int, float]]] = defaultdict(dict)
        self.lessons = [[_clock(meeting) for meeting in one.meetings] for one in listed]
        """(start, end, minute of the local day), in seconds: quicker to compare than moments."""
        self.starts = sorted((start, number) for number, lessons in enumerate(self.lessons) for start, _, _ in lessons)
        """Of every lesson, with the class that it is of: to be searched for days."""
        self.memory: dict[object, dict[int, float]] = {}
        self.pairs: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        self.meanings: dict[str, dict[int, float]] = defaultdict(dict)
        self.unlike: dict[str, set[int]] = defaultdict(set)
        """The classes that have a word just like one of the meaning, but for its hỏi or ngã."""
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
        words, known = self.lexicon.parsed(text)
        for word in words:
            spelled = self.words[word.folded].setdefault((word.letters, word.tone), {})
            spelled.setdefault(number, weight)
        for one, two in pairwise(words):
            self.pairs[one.folded, two.folded].setdefault(number, weight)
        if not meanings:
            return
        means = [hit for hit in known if hit.kind == "mean" and not hit.need]
        hits = longest(hit for hit in means if _is_spelled(hit, words))
        for hit in means:
            if not _is_spelled(hit, words):
                self.unlike[hit.value].add(number)
        for hit, share in _weighed(hits, words) if weight == TITLE else ((hit, 1.0) for hit in hits):
            self._mean(number, hit.value, weight * share)
            for wider in self.lexicon.above.get(hit.value, ()):
                self._mean(number, wider, weight * share * WITHIN)

    def _mean(self, number: int, value: str, weight: float) -> None:
        having = self.meanings[value]
        having[number] = max(having.get(number, 0.0), weight)

    def _name(self, kind: str, value: str, names: Iterable[str]) -> None:
        for name in names:
            parts = tuple((token.folded, *letters_and_tone(token.raw)) for token in tokenize(name))
            if parts:
                self.names[parts[0][0]].append(Wording(kind, value, name, parts))

    def hits(self, words: Sequence[Word]) -> list[Hit]:
        """Names of places and teachers, longer ones first where they begin alike.

        Whose own title was said is meant before others: "anh Minh" is no doctor, where there is an anh Minh.
        """
        found = []
        for start, word in enumerate(words):
            here = []
            for name in self.names.get(word.folded, ()):
                end = name.ends(words, start)
                if end is not None:
                    here.append(Hit(name.kind, name.value, name.said, start, end))
            titled = [hit for hit in here if hit.kind == "teacher" and has_title(hit)]
            meant = [hit for hit in here if hit.kind != "teacher" or hit in titled or not titled]
            found += sorted(meant, key=lambda hit: -hit.end)
        return found

    def rarity(self, count: int) -> float:
        """What a word is worth that stands in so many classes."""
        return log(1 + (len(self.entries) + 1) / (count + 0.5))

    @cached_property
    def misspellings(self) -> dict[str, set[str]]:
        """Every word with one letter left out, and the words it may be."""
        return misspellings(self.words)

    @cached_property
    def meant(self) -> dict[str, set[str]]:
        """The same of what titles and topics say and the lexicon's meanings are called."""
        titled = {word for word, spelled in self.words.items() if max(map(_most, spelled.values())) >= TOPIC}
        return misspellings(titled | self.lexicon.taught)

    def knows(self, word: str) -> bool:
        return word in self.words or word in self.lexicon.words


def _is_spelled(hit: Hit, words: Sequence[Word]) -> bool:
    """Whether one word has its own hỏi or ngã: a class that is "vui vẻ" teaches no "vẽ"."""
    marks = {mark for said in (hit.said, words[hit.start].raw) for mark in normalize("NFD", said) if mark in _HOI_NGA}
    return hit.end - hit.start > 1 or len(marks) < len(_HOI_NGA)


def _weighed(hits: Iterable[Hit], words: Sequence[Word]) -> Iterator[tuple[Hit, float]]:
    """What is named first is what a title is about; what is named after "qua", "trên", "cho" is not.

    All that a comma or "và" joins are equal: "Thuế, hóa đơn và sổ sách".
    """
    joined = {at for at, word in enumerate(words) if word.folded in _JOINS}
    by_means = next((at for at, word in enumerate(words) if at and word.folded in _BY_MEANS), len(words))
    first = None
    for hit in sorted(hits, key=lambda hit: hit.start):
        first = hit if first is None else first
        apart = hit.start > first.end and not any(first.end <= at < hit.start for at in joined)
        yield hit, MEANS if hit.start > by_means else SECOND if apart else 1.0


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Those that no longer one overlaps: "nấu chay" is not also "nấu". In no order."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        same = any((one.start, one.end) == (hit.start, hit.end) for one in kept)
        if same or not any(hit.start < one.end and one.start < hit.end for one in kept):
            kept.append(hit)
    return kept


def _clock(meeting: Meeting) -> tuple[float, float, int]:
    local = meeting.starts_at.astimezone(LOCAL)
    return meeting.starts_at.timestamp(), meeting.ends_at.timestamp(), local.hour * 60 + local.minute


def _most(weights: dict[int, float]) -> float:
    return max(weights.values(), default=0.0)


def _entry(listed: Listed, lexicon: Lexicon) -> Entry:
    groups, ages = audience(listed.audience, lexicon)
    titled, title_ages = audience(listed.title, lexicon)
    if "everyone" not in groups:
        groups, ages = groups | titled, ages or (None if "family" in groups else title_ages)
    if groups and not groups & NOT_ADULT:
        groups |= {"adult"}
    places = frozenset([listed.ward, *(meeting.venue for meeting in listed.meetings)])
    return Entry(listed, groups, ages, places, fold(" ".join(places)) + " ")


def audience(text: str, lexicon: Lexicon) -> tuple[frozenset[str], tuple[int, int] | None]:
    """The groups named, and the ages: those written, else those of the groups."""
    words, known = lexicon.parsed(text)
    groups = [hit.value for hit in longest(hit for hit in known if hit.kind == "audience")]
    written = _ages([word.folded for word in words])
    spans = [lexicon.ages[one] for one in groups if one in lexicon.ages and one in BY_AGE]
    # "Học sinh cấp 3" is also "học sinh": the narrower one says more.
    narrowest = min(spans, key=lambda span: span[1] - span[0], default=None)
    return frozenset(groups), written or narrowest


def _ages(words: Sequence[str]) -> tuple[int, int] | None:
    """ "8–12 tuổi", "từ 0 đến 3 tuổi", "từ 60 tuổi", "dưới 12 tuổi"; the school years of "lớp 6"."""
    for at, word in enumerate(words):
        if word == "tuoi" and at and words[at - 1].replace("-", "").isdigit():
            numbers = [int(one) for one in words[at - 1].split("-") if one]
            before = words[at - 3 : at - 1] if at > 2 and words[at - 2] in ("den", "toi") else words[at - 2 : at - 1]
            if before and before[0].isdigit():
                numbers.insert(0, int(before[0]))
            if before and before[-1] == "duoi":
                return 0, numbers[-1] - 1
            return (numbers[0], numbers[-1]) if len(numbers) > 1 else (numbers[0], AGELESS[1])
        if word == "lop" and words[at + 1 : at + 2] and words[at + 1].isdigit() and int(words[at + 1][:3]) <= GRADES:
            return int(words[at + 1]) + 5, int(words[at + 1]) + 6
    return None


def _bare(ward: str) -> str:
    """A ward's name without what it is."""
    first, _, rest = ward.partition(" ")
    return rest if fold(first) in (WARD, "xa", "thi") and rest and not rest[0].isdigit() else ward


def _venue_names(venue: str) -> list[str]:
    """The whole, the house, the street with and without its number, the name without what it is the name of."""
    pieces = [piece.strip() for piece in venue.split(",")]
    names = [venue, *pieces]
    for piece in pieces:
        number, _, street = piece.partition(" ")
        if number[:1].isdigit() and " " in street:
            names.append(street)
        words = piece.split()
        names += [" ".join(words[at:]) for at in range(1, len(words) - 1) if _is_kind_of_place(words[:at])]
    return [
        one for one in dict.fromkeys(names) if " " in one and not all(fold(word) in _PLACES for word in one.split())
    ]


def _is_kind_of_place(words: Sequence[str]) -> bool:
    """Whether these words say what it is, not what it is called: "Trường Tiểu học", "Nhà lồng chợ"."""
    return all(fold(word) in _PLACES or not word[0].isupper() for word in words)


_KINDS_OF_PLACE = """
    nha van hoa hoi truong hoc tieu thcs thpt mam non trung tam tap cong dong thu vien cong vien cho long phuong khu pho
    vuc to duong dinh chua ben ubnd xa ap thon khoi san van dong cau lac bo
"""
_PLACES = frozenset(_KINDS_OF_PLACE.split())


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


def has_title(hit: Hit) -> bool:
    title = fold(hit.said.partition(" ")[0])
    return fold(hit.value).startswith(_IN_FULL.get(title, title) + " ")


_IN_FULL = {"bs": "bac si", "ls": "luat su"}


_CALLED = ("thầy", "cô", "chị", "anh", "chú", "bác", "ông", "bà", "bs", "ls", "teacher", "mr", "ms", "mrs")


def _squash(code: str) -> str:
    return "".join(one for one in code.lower() if one.isalnum())
