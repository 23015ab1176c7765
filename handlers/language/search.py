"""Search: how well each class answers to the words that no rule took."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.language.index import Index
from handlers.language.lexicon import Hit, Word, agrees
from handlers.language.spelling import shortened

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
LITERALLY = 0.15
"""What it counts of a meaning that it is said in the same words."""
SHARE = 0.4
"""From this share of the words on, meanings are all that was said."""
STORY = 6
"""From so many words on, somebody tells a story."""
ALONE = 0.5
"""A word of a meaning, where the meaning itself is not there."""

LEVELS = frozenset(["beginner", "advanced"])
"""Meanings that tell how far a class goes, not what it teaches."""

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
    level = next((hit.value for hit in query.meanings if hit.value in LEVELS), None)
    topic = without_meanings(query, LEVELS) if level else query
    if level is None or not topic.words:
        return _answering(query, index)
    return _at_level(_answering(topic, index), level, index)


def _at_level(found: Scores, level: str, index: Index) -> Scores:
    """A level chooses among the classes found: those that have it, else those that have no other."""
    having = {one: score for one, score in found.items() if one in index.meanings.get(level, {})}
    others = {one for value in LEVELS - {level} for one in index.meanings.get(value, {})}
    return having or {one: score for one, score in found.items() if one not in others}


def of_level(query: Query) -> bool:
    """Whether it says nothing but how far a class goes."""
    return bool(query.meanings) and {hit.value for hit in query.meanings} <= LEVELS and not _plain(query)


def _plain(query: Query) -> bool:
    """Whether a word of it is in no meaning."""
    return any(not any(hit.start <= at < hit.end for hit in query.meanings) for at in range(len(query.words)))


def without_meanings(query: Query, values: frozenset[str]) -> Query:
    gone = {at for hit in query.meanings if hit.value in values for at in range(hit.start, hit.end)}
    return _only(query, [at for at in range(len(query.words)) if at not in gone])


def _only(query: Query, places: Sequence[int]) -> Query:
    """These of its words, and the meanings that are whole."""
    number = {place: at for at, place in enumerate(places)}
    whole = [hit for hit in query.meanings if all(at in number for at in range(hit.start, hit.end))]
    moved = tuple(replace(hit, start=number[hit.start], end=number[hit.end - 1] + 1) for hit in whole)
    return Query(tuple(query.words[at] for at in places), moved)


def _answering(query: Query, index: Index) -> Scores:
    query = _mended(query, index)
    for tried in (query, essence(query, index)):
        scores = {one: score for one, score in _score(list(_features(tried, index))).items() if score >= ENOUGH}
        if scores:
            return scores
    return {}


def essence(query: Query, index: Index) -> Query:
    """Only its meanings that some class has: people tell why they ask.

    Of a short question they must be two fifths: who asks for sushi by name does not ask for any cooking.
    """
    known = [hit for hit in query.meanings if index.meanings.get(hit.value)]
    share = sum(hit.end - hit.start for hit in known) / max(1, len(query.words))
    if share < SHARE and len(query.words) < STORY:
        return Query(())
    return _only(query, sorted(at for hit in known for at in range(hit.start, hit.end)))


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
    meant: dict[object, Feature] = {}
    for hit in query.meanings:
        within |= dict.fromkeys(range(hit.start, hit.end), hit)
        feature = _meaning(query.words[hit.start : hit.end], hit.value, index)
        # "Tiếng Anh hay tiếng Trung", "bút lông, thư pháp": of those that lie under the same, one is enough.
        beside = index.lexicon.above.get(hit.value) or hit.value
        meant[beside] = _either(meant[beside], feature) if beside in meant else feature
    yield from meant.values()
    for at, word in enumerate(query.words):
        if at not in within:
            yield _word(word, index)
        if at and not (at in within and at - 1 in within):
            yield from _pair(query.words[at - 1], word, index)


def _either(one: Feature, two: Feature) -> Feature:
    scores = dict(one.scores)
    for number, score in two.scores.items():
        scores[number] = max(scores.get(number, 0.0), score)
    return Feature(max(one.weight, two.weight), scores)


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
    told = index.meanings.get(value, {})
    features = [_word(word, index, guess=False) for word in words]
    # "Nghe" may be nghề, which is meant, or nghệ, which the class is about; of two words or more, one is not enough.
    whole = set.intersection(*(set(feature.scores) for feature in features))
    scores: Scores = {one: min(feature.scores[one] for feature in features) * ALONE for one in whole}
    if len(words) == 1:
        share, unlike = 1.0 if words[0].exact else ALONE, index.unlike.get(value, ())
        scores = {one: score * share for one, score in features[0].scores.items() if one not in unlike}
    for one, weight in told.items():
        said = sum(feature.scores.get(one, 0.0) for feature in features) / len(words)
        scores[one] = weight * (1 - LITERALLY + LITERALLY * min(said, 1.0))
    return Feature(index.rarity(len(told) or 1), scores)
