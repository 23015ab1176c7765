"""Search: how well each class answers to the words that no rule took."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.language.index import Index, shortened
from handlers.language.lexicon import Hit, Word, agrees

ENOUGH = 0.46
"""The share of what was asked for that a class must answer to."""
NEAR_BEST = 0.72
"""And the share of what the best class answers to, for a list; where one class is meant, `SAME`."""
SAME = 0.93
REMEMBERED = 64
"""Queries whose answers are kept: one message asks for the same several times."""
UNHEARD = 0.3
"""What a pair of words counts that stands in no class."""
STRANGE = 0.5
"""What a word counts that neither the classes nor the lexicon know."""
LIKE = 0.75
"""A word one letter away."""
OTHER = 0.35
"""Another word, but for its diacritics the same: nobody writes all of them right."""
ALONE = 0.5
"""A word of a meaning, where the meaning itself is not there."""

Scores = dict[int, float]
"""How much of it each class has, 0 to 1, by its number in the index."""


@dataclass(frozen=True, slots=True)
class Query:
    """Words about what a class teaches; `meanings` are spans of them that mean one thing."""

    words: tuple[Word, ...]
    meanings: tuple[Hit, ...] = ()
    """Numbered within `words`."""

    @property
    def said(self) -> str:
        return " ".join(word.raw for word in self.words)


@dataclass(frozen=True, slots=True)
class Feature:
    weight: float
    scores: Scores


def search(query: Query, index: Index, near: float = NEAR_BEST) -> Scores:
    """Only the classes that answer to enough of it."""
    scores = index.memory.get(query)
    if scores is None:
        if len(index.memory) >= REMEMBERED:
            index.memory.clear()
        scores = index.memory[query] = _found(query, index)
    best = max(scores.values(), default=0.0)
    return {one: score for one, score in scores.items() if score >= near * best}


def _found(query: Query, index: Index) -> Scores:
    query = _mended(query, index)
    scores = _score(list(_features(query, index)))
    if not any(score >= ENOUGH for score in scores.values()):
        query = essence(query, index)
        scores = _score(list(_features(query, index)))
    return {one: score for one, score in scores.items() if score >= ENOUGH}


def essence(query: Query, index: Index) -> Query:
    """Only its meanings that some class has, if they are two fifths of what was said: people tell why they ask."""
    known = [hit for hit in query.meanings if index.meanings.get(hit.value)]
    if 5 * sum(hit.end - hit.start for hit in known) < 2 * len(query.words):
        return Query(())
    words: list[Word] = []
    meanings = []
    for hit in known:
        meanings.append(replace(hit, start=len(words), end=len(words) + hit.end - hit.start))
        words += query.words[hit.start : hit.end]
    return Query(tuple(words), tuple(meanings))


def _score(features: Sequence[Feature]) -> Scores:
    total = sum(feature.weight for feature in features)
    scores: Scores = defaultdict(float)
    for feature in features:
        for number, score in feature.scores.items():
            scores[number] += score * feature.weight / total
    return scores


def _mended(query: Query, index: Index) -> Query:
    """A word nobody knows, one letter away from one that stands beside its neighbour in a class, is that one."""
    words = list(query.words)
    for at, word in enumerate(words):
        if (
            word.folded in index.words
            or len(word.folded) < 2
            or any(one.start <= at < one.end for one in query.meanings)
        ):
            continue
        before = words[at - 1].folded if at else ""
        after = words[at + 1].folded if at + 1 < len(words) else ""
        fitting = [one for one in _alike(word, index) if (before, one) in index.pairs or (one, after) in index.pairs]
        if fitting:
            words[at] = replace(word, folded=fitting[0], letters=fitting[0], tone=0, exact=False)
    return replace(query, words=tuple(words))


def _alike(word: Word, index: Index) -> list[str]:
    found = {other for short in shortened(word.folded) for other in index.misspellings.get(short, ())}
    return sorted(other for other in found if abs(len(other) - len(word.folded)) <= 1)


def _features(query: Query, index: Index) -> Iterator[Feature]:
    within: dict[int, Hit] = {}
    for hit in query.meanings:
        within |= dict.fromkeys(range(hit.start, hit.end), hit)
        yield _meaning(query.words[hit.start : hit.end], hit.value, index)
    for at, word in enumerate(query.words):
        if at not in within:
            yield _word(word, index)
        if at and not (at in within and within.get(at) is within.get(at - 1)):
            yield from _pair(query.words[at - 1], word, index)


def _word(word: Word, index: Index, *, guess: bool = True) -> Feature:
    found = _exactly(word, index)
    if guess and not found and len(word.folded) >= 5 and not word.folded.isdigit():
        found = _nearly(word, index)
    if not found and not index.lexicon.hits([word]):
        return Feature(index.rarity(1) * STRANGE, found)
    return Feature(index.rarity(len(found) or 1), found)


def _exactly(word: Word, index: Index) -> Scores:
    there = index.words.get(word.folded, {})
    same = [found for (letters, tone), found in there.items() if agrees(word, letters, tone)]
    if same:
        return _together(same, 1.0)
    return _together(there.values(), OTHER if word.exact else LIKE * LIKE)


def _together(found: Iterable[Scores], share: float) -> Scores:
    together: Scores = {}
    for one in found:
        together |= one
    return together if share == 1.0 else {one: weight * share for one, weight in together.items()}


def _nearly(word: Word, index: Index) -> Scores:
    return _together((found for other in _alike(word, index) for found in index.words[other].values()), LIKE)


def _pair(one: Word, two: Word, index: Index) -> Iterator[Feature]:
    """Two words that stand together mean more than each alone: quyền lợi is not the quyền of thái cực quyền."""
    if two.token - one.token > 1:
        return
    there = index.pairs.get((one.folded, two.folded), {})
    yield Feature(index.rarity(len(there) or 1) * (1.0 if there else UNHEARD), there)


def _meaning(words: Sequence[Word], value: str, index: Index) -> Feature:
    alone: Scores = defaultdict(float)
    features = [_word(word, index, guess=False) for word in words]
    for feature in features:
        for one, score in feature.scores.items():
            alone[one] += score / len(words)
    told = index.meanings.get(value, {})
    # "Nghe" may be nghề, which is meant, or nghệ, which the class is about.
    plainly = len(words) == 1 and words[0].exact
    scores = {one: score if plainly else score * ALONE for one, score in alone.items()}
    for one, weight in told.items():
        whole = alone.get(one, 0.0)
        # Its very words, in the title, are more than another way to say it.
        scores[one] = max(weight * 0.9, whole) if len(words) == 1 or whole >= weight * 0.99 else weight * 0.9
    return Feature(sum(feature.weight for feature in features) / len(words) ** 0.5, scores)
