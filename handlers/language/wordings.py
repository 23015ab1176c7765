"""Wordings: the index of prepared answers by how people ask for them, and how well each fits a question."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from handlers.language.lexicon import Hit, Lexicon, Word, agrees
from handlers.language.signs import Signs, is_vague
from handlers.language.spelling import shortened
from handlers.language.tokens import tokenize

SUPPORT = 0.4
"""How like the wordings a question must be whose sign may be small talk: "be" is bé, or bè."""
SIGNED = 0.7
"""The score of a sign alone."""
LIKENESS = 2.0
"""What a wording that is wholly alike weighs beside signs: about as much as one rare word more."""
STRANGE = 0.6
"""What a word counts that no wording has."""
SMALL_TALK = 0.25
"""What "dạ", "làm sao" and "cho tôi hỏi" count: they are in every question."""
OTHER = 0.3
"""Another word, but for its diacritics the same."""
LIGHT = frozenset(["noise", "any", "follow"])
Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A prepared answer, as people ask for it."""

    key: str
    wordings: tuple[str, ...]
    signs: str = ""
    """Divided by "|": words that, said together ("+"), can only mean this."""
    own: bool = False
    """Whether it is about what we ourselves can do."""
    row: int = 0
    """The id of the organizers' row; 0: of the starter set."""
    centre_id: int | None = None
    """Whose it is; None: of all centres."""


@dataclass(frozen=True, slots=True)
class Match:
    """The answer that fits."""

    asked: Asked
    score: float
    """0 to 1."""
    because: str
    """Its sign that was said, else the nearest wording."""
    signed: bool

    @property
    def reason(self) -> str:
        return f"prepared {self.asked.key} {self.score:.2f} «{self.because}»"


May = Callable[[Asked], bool]


def anyone(_: Asked) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a text, or a span of it that has one of these meanings."""

    word: Word
    meanings: tuple[str, ...] = ()
    light: bool = False
    """Whether it is small talk."""


class Prepared:
    """The index over every answer. `same`: wordings that count as one, divided by "|"."""

    def __init__(self, asked: Sequence[Asked], lexicon: Lexicon, same: Sequence[str] = ()) -> None:
        self.asked = asked
        self.lexicon = lexicon
        self.same = Lexicon([{"kind": "mean", "value": one, "wordings": one, "ages": ""} for one in same])
        self.signs = Signs([one.signs for one in asked], same)
        self.wordings = [(number, wording) for number, one in enumerate(asked) for wording in one.wordings]
        self._vocabularies: dict[str, set[str]] = {}
        self.words: dict[str, dict[tuple[str, int], set[int]]] = defaultdict(dict)
        self.meanings: dict[str, set[int]] = defaultdict(set)
        spelled = [lexicon.spell(tokenize(wording)) for _, wording in self.wordings]
        texts = [*same, *(one.signs for one in asked)]
        self.known = {word.folded for words in spelled for word in words}
        self.known |= {token.folded for one in texts for token in tokenize(one)}
        self.misspellings = _misspellings(self.known)
        parts = [self.parts(words) for words in spelled]
        for at, one in enumerate(parts):
            for part in one:
                self._learn(at, part)
        self.weights = [sum(self._weight(part, self._scores(part)) for part in one) for one in parts]

    def _learn(self, at: int, part: Part) -> None:
        for meaning in part.meanings:
            self.meanings[meaning].add(at)
        if not part.meanings:
            self.words[part.word.folded].setdefault((part.word.letters, part.word.tone), set()).add(at)

    def vocabulary(self, asked: Asked) -> set[str]:
        """Every word of its wordings, folded."""
        if asked.key not in self._vocabularies:
            words = {token.folded for wording in asked.wordings for token in tokenize(wording)}
            self._vocabularies[asked.key] = words
        return self._vocabularies[asked.key]

    def parts(self, words: Sequence[Word]) -> list[Part]:
        """Its meanings, longer ones first, and the words between them; each but once."""
        spans: dict[int, list[Hit]] = {}
        known = self.lexicon.hits(words)
        light = frozenset(at for hit in known if hit.kind in LIGHT for at in range(hit.start, hit.end))
        means = [*self.same.hits(words), *(hit for hit in known if hit.kind == "mean")]
        for hit in sorted(means, key=lambda hit: hit.start - hit.end):
            if is_vague(hit, words, light):
                continue
            begun = spans.get(hit.start)
            if begun and begun[0].end == hit.end:
                begun.append(hit)
            elif not any(start < hit.end and hit.start < one[0].end for start, one in spans.items()):
                spans[hit.start] = [hit]
        return list(dict.fromkeys(_parts(words, spans, light)))

    def mend(self, words: Sequence[Word]) -> list[Word]:
        """A word nobody knows is the one that is a letter away, if there is just one."""
        return [self._mended(word) for word in words]

    def _mended(self, word: Word) -> Word:
        folded = word.folded
        if folded in self.known or len(folded) < 4 or folded.isdigit() or self.lexicon.hits([word]):
            return word
        alike = {one for short in shortened(folded) for one in self.misspellings.get(short, ())}
        near = [one for one in alike if len(one) == len(folded)] or [one for one in alike if _is_near(one, folded)]
        return replace(word, folded=near[0], letters=near[0], tone=0, exact=False) if len(near) == 1 else word

    def _scores(self, part: Part) -> Scores:
        """By the number of the wording."""
        if part.meanings:
            return {at: 1.0 for meaning in part.meanings for at in self.meanings.get(meaning, ())}
        there = self.words.get(part.word.folded, {})
        same = [found for (letters, tone), found in there.items() if agrees(part.word, letters, tone)]
        share = 1.0 if same else OTHER
        return {at: share for found in (same or there.values()) for at in found}

    def _weight(self, part: Part, scores: Scores) -> float:
        """Rare ones weigh more; counted in answers, not in wordings."""
        count = len({self.wordings[at][0] for at in scores})
        rarity = log(1 + (len(self.asked) + 1) / ((count or 1) + 0.5))
        if part.light:
            return rarity * SMALL_TALK if count else 0.0
        return rarity if count else rarity * STRANGE

    def alike(self, words: Sequence[Word]) -> dict[int, tuple[float, str]]:
        """How like its wordings this is, 0 to 1, and the nearest one, by the number of the answer."""
        said: Scores = defaultdict(float)
        answered: Scores = defaultdict(float)
        total = 0.0
        for part in self.parts(words):
            scores = self._scores(part)
            weight = self._weight(part, scores)
            total += weight
            best: Scores = {}
            for at, score in scores.items():
                said[at] += weight * score
                number = self.wordings[at][0]
                best[number] = max(best.get(number, 0.0), score)
            for number, score in best.items():
                answered[number] += weight * score
        nearest: dict[int, tuple[float, str]] = {}
        for at, weight in said.items():
            number, wording = self.wordings[at]
            share = min(1.0, weight / self.weights[at]) if self.weights[at] else 0.0
            nearest[number] = max(nearest.get(number, (0.0, "")), (share, wording))
        return {number: ((share + answered[number] / total) / 2, near) for number, (share, near) in nearest.items()}

    def rank(self, words: Sequence[Word], may: May = anyone) -> list[Match]:
        """Best first: those with a sign, by its weight and their likeness, then the others by their likeness."""
        words = self.mend(words)
        alike, signed = self.alike(words), self.signs.find(words)
        found: list[tuple[float, Match]] = []
        for number in alike.keys() | signed.keys():
            likeness, near = alike.get(number, (0.0, ""))
            asked = self.asked[number]
            if not may(asked):
                continue
            weight, sign, sure = signed.get(number, (0.0, "", False))
            if sign and (sure or likeness >= SUPPORT):
                score = SIGNED + (1 - SIGNED) * likeness
                found.append((1 + weight + LIKENESS * likeness, Match(asked, score, sign, signed=True)))
            else:
                found.append((likeness, Match(asked, likeness, near, signed=False)))
        return [match for _, match in sorted(found, key=lambda one: -one[0])]


def _is_near(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) == 1


def _parts(words: Sequence[Word], spans: dict[int, list[Hit]], light: frozenset[int]) -> Iterator[Part]:
    at = 0
    while at < len(words):
        hits = spans.get(at)
        if hits:
            yield Part(replace(words[at], raw="", token=0), tuple(sorted({hit.value for hit in hits})))
        else:
            yield Part(replace(words[at], raw="", token=0), light=at in light)
        at = hits[0].end if hits else at + 1


def _misspellings(known: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word in known:
        if len(word) >= 4 and not word.isdigit():
            for short in shortened(word):
                found[short].add(word)
    return found
