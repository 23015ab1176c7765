"""The lexicon: spellings, synonyms and turns of speech, in a file that staff can edit.

`lexicon.csv` has a line for each meaning: its kind, its value, the wordings that mean it, divided by "|", for an
audience its ages, and for what a class may teach the wider meanings it lies `under`, divided by "|" too: who asks for
cooking is shown baking, who asks for baking is not shown all cooking. A `need` says why people want what a meaning
teaches ("đau lưng": yoga): it is found in what they say, not in what classes say of themselves. A wording is written
with its diacritics and found with or without them; `*` in it stands for up to three words; one in capitals is found in
capitals only.
"""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handlers.language.tokens import Token, tokenize
from storage.folding import fold

FILE = Path(__file__).with_name("lexicon.csv")
COLUMNS = ["kind", "value", "wordings", "ages", "under"]
KINDS = (
    "word", "mean", "need", "audience", "kin", "limit", "count", "not", "ask", "act", "field", "any", "that", "all",
    "follow", "ordinal", "away", "noise",
)  # fmt: skip
SHORTEST_JOINED = 6
"""Letters of words that may have been typed without their space."""
REMEMBERED = 20_000
"""Texts of classes whose reading is kept."""
GAP = 3
"""How many words `*` may stand for."""
MARKED_TEXT = 0.4
"""From this share of marked words on, a word without diacritics is one that has none."""
_TONES = {"\u0300": 1, "\u0301": 2, "\u0303": 3, "\u0309": 3, "\u0323": 5}
"""Hỏi and ngã are one: half of the country writes them alike."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a message as the lexicon reads it: teencode spelled out."""

    raw: str
    folded: str
    letters: str
    """Lower case without its tone."""
    tone: int
    token: int
    """The index of the token it stands for."""
    exact: bool
    """Whether it stands as it is: the whole message was typed with diacritics, or it was teencode."""


@cache
def letters_and_tone(raw: str) -> tuple[str, int]:
    """Where the tone stands within the word does not matter: hoà is hòa."""
    apart = unicodedata.normalize("NFD", raw.lower())
    tone = next((_TONES[one] for one in apart if one in _TONES), 0)
    return unicodedata.normalize("NFC", "".join(one for one in apart if one not in _TONES)), tone


def agrees(word: Word, letters: str, tone: int) -> bool:
    """Whether this word, given the same folded, may be the one with these letters and this tone."""
    if word.letters == letters and word.tone == tone:
        return True
    if word.exact or (word.tone and word.tone != tone):
        return False
    return all(mine in (theirs, fold(theirs)) for mine, theirs in zip(word.letters, letters, strict=False))


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say something."""

    kind: str
    value: str
    said: str
    parts: tuple[tuple[str, str, int], ...]
    """(folded, letters, tone) of each word; a folded "*" is a gap."""
    capitals: bool = False

    def ends(self, words: Sequence[Word], start: int) -> int | None:
        """Where the wording ends in these words, if it begins at `start`."""
        return self._from(words, start, 0)

    def _from(self, words: Sequence[Word], at: int, part: int) -> int | None:
        while part < len(self.parts):
            folded, letters, tone = self.parts[part]
            if folded == "*":
                tries = (self._from(words, at + skipped, part + 1) for skipped in range(GAP + 1))
                return next((end for end in tries if end is not None), None)
            if at >= len(words) or words[at].folded != folded or not agrees(words[at], letters, tone):
                return None
            if self.capitals and not words[at].raw.isupper():
                return None
            at, part = at + 1, part + 1
        return at


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording found at words[start:end]."""

    kind: str
    value: str
    said: str
    start: int
    end: int
    need: bool = False
    """Whether it says why the meaning is wanted."""


class Lexicon:
    def __init__(self, rows: Sequence[dict[str, str]]) -> None:
        self.ages: dict[str, tuple[int, int]] = {}
        self.above = _above(rows)
        """Of each meaning, all that are wider."""
        self._spellings: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._wordings: dict[tuple[str, str], list[Wording]] = {}
        """By the first two words; the second is empty where there is none, or a gap."""
        self._parsed: dict[str, tuple[list[Word], list[Hit]]] = {}
        self.words: set[str] = set()
        """Every word of it, folded."""
        self.taught: set[str] = set()
        """Those that say what a class may teach."""
        for row in rows:
            if row["ages"]:
                low, high = row["ages"].split("-")
                self.ages[row["value"]] = int(low), int(high)
            for said in _split(row["wordings"]):
                self._learn(row["kind"], row["value"], said)
        self._joined = dict(_joined(rows))
        """Wordings typed without their spaces: "tienganh", "lopexcel"."""

    def _learn(self, kind: str, value: str, said: str) -> None:
        if kind == "word":
            self._spellings[tuple(said.lower().split())] = tuple(value.split())
            return
        wording = Wording(kind, value, said, tuple(_parts(said)), said.isupper())
        folded = {part for part, _, _ in wording.parts}
        self.words |= folded
        self.taught |= folded if kind in ("mean", "need") else set()
        second = wording.parts[1][0].removeprefix("*") if len(wording.parts) > 1 else ""
        self._wordings.setdefault((wording.parts[0][0], second), []).append(wording)

    def spell(self, tokens: Sequence[Token]) -> list[Word]:
        """The tokens as words, teencode spelled out: "hok" is không, "dt" is two words."""
        marked = sum(token.marked for token in tokens) >= MARKED_TEXT * len(tokens) and len(tokens) > 1
        words: list[Word] = []
        at = 0
        while at < len(tokens):
            length, spelled = self._spelling(tokens, at)
            for raw in spelled or (tokens[at].raw,):
                letters, tone = letters_and_tone(raw)
                known = marked or bool(spelled)
                words.append(Word(raw, fold(raw), letters, tone, at, known))
            at += length
        return words

    def _spelling(self, tokens: Sequence[Token], at: int) -> tuple[int, tuple[str, ...]]:
        for length in (3, 2, 1):
            typed = tuple(token.raw.lower() for token in tokens[at : at + length])
            if len(typed) == length and typed in self._spellings:
                return length, self._spellings[typed]
        alone = tokens[at]
        return 1, () if alone.marked or alone.folded in self.words else self._joined.get(alone.folded, ())

    def hits(self, words: Sequence[Word]) -> list[Hit]:
        """Every wording found anywhere, in order, longer ones first where they begin alike. A need is a meaning."""
        found = []
        for start, word in enumerate(words):
            here = []
            for wording in self._begun(word.folded, words[start + 1].folded if start + 1 < len(words) else ""):
                end = wording.ends(words, start)
                if end is not None:
                    kind = "mean" if wording.kind == "need" else wording.kind
                    here.append(Hit(kind, wording.value, wording.said, start, end, wording.kind == "need"))
            found += sorted(here, key=lambda hit: -hit.end)
        return found

    def parsed(self, text: str) -> tuple[list[Word], list[Hit]]:
        """The words of a class's text and every wording found in them; many classes have the same."""
        known = self._parsed.get(text)
        if known is None:
            if len(self._parsed) >= REMEMBERED:
                self._parsed.clear()
            words = self.spell(tokenize(text))
            known = self._parsed[text] = words, self.hits(words)
        return known

    def _begun(self, first: str, second: str) -> Iterator[Wording]:
        """Those that may begin with these two words."""
        yield from self._wordings.get((first, ""), ())
        if second:
            yield from self._wordings.get((first, second), ())


def _above(rows: Sequence[dict[str, str]]) -> dict[str, frozenset[str]]:
    """All that lie above a meaning, a loop going round once."""
    under = {row["value"]: list(_split(row["under"])) for row in rows if row.get("under")}
    found = {}
    for value in under:
        above: set[str] = set()
        left = [value]
        while left:
            wider = [one for one in under.get(left.pop(), ()) if one not in above]
            above.update(wider)
            left += wider
        found[value] = frozenset(above)
    return found


def _joined(rows: Sequence[dict[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in rows:
        for said in _split(row["wordings"]) if row["kind"] in ("mean", "audience", "field") else ():
            words = tuple(said.split())
            for typed in (words, ("lớp", *words), ("học", *words)):
                joined = fold("".join(typed))
                if len(typed) > 1 and len(joined) >= SHORTEST_JOINED and joined.isalpha():
                    yield joined, typed


def _split(wordings: str) -> Iterator[str]:
    return (one.strip() for one in wordings.split("|") if one.strip())


def _parts(said: str) -> Iterator[tuple[str, str, int]]:
    for piece in said.split():
        if piece == "*":
            yield "*", "", 0
            continue
        for token in tokenize(piece):
            yield token.folded, *letters_and_tone(token.raw)


def read(path: Path = FILE) -> list[dict[str, str]]:
    """The file's lines. Raises: OSError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in csv.DictReader(file)]


def faults(rows: Sequence[dict[str, str]]) -> list[tuple[int, str]]:
    """(line, what) of all that cannot be used: for `banhoc check`. The file's first line is 1."""
    found = []
    meanings = {("mean", row["value"]) for row in rows if row["kind"] == "mean"}
    for line, row in enumerate(rows, 2):
        if row["kind"] not in KINDS:
            found.append((line, row["kind"]))
        if not row["value"] or not list(_split(row["wordings"])):
            found.append((line, row["value"]))
        found += [(line, said) for said in _split(row["wordings"]) if row["kind"] != "word" and _is_empty(said)]
        found += [(line, wider) for wider in _split(row.get("under", "")) if (row["kind"], wider) not in meanings]
        if row["kind"] == "need" and ("mean", row["value"]) not in meanings:
            found.append((line, row["value"]))
        low, _, high = row["ages"].partition("-")
        if row["ages"] and not (low.isdigit() and high.isdigit() and int(low) <= int(high)):
            found.append((line, row["ages"]))
    return found


def _is_empty(said: str) -> bool:
    parts = list(_parts(said))
    return not parts or parts[0][0] == "*" or parts[-1][0] == "*"


@cache
def load() -> Lexicon:
    """Read once in each process."""
    return Lexicon(read())
