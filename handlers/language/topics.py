"""Topics: the words of a message that say what a class should teach.

What no rule took is a topic where something vouches for it: it means something that is taught, stands where one names
what is learnt ("lớp …", "học …", "… class"), or stands together in a class just so. Words next to such a word go with
it ("nấu sushi"); all others only tell a story, where there is anything else to go by.
"""

from collections.abc import Sequence

from handlers.language.amounts import Sheet
from handlers.language.index import Index
from handlers.language.lexicon import Hit, Word
from handlers.language.search import Query
from handlers.language.spelling import is_syllable
from storage.folding import fold

WEAK = ("noise", "field", "any")
"""Kinds of words that say nothing alone."""
CLASSES = ("lớp", "học", "dạy", "khóa", "khoá", "môn", "class", "course", "learn")
"""Say that a class is meant, never which."""
_TEACHES = frozenset(fold(one) for one in (*CLASSES, "về", "nghề", "suất", "slot", "study", "teach", "about"))
"""What stands before the thing that somebody wants to learn."""
_BETWEEN = frozenset(["gi", "nao", "cai", "ve", "mon", "lam", "a", "the", "cach"])
"""And may stand between."""
_WHICH = frozenset(["nao", "gi"])
_CLASS = frozenset(["class", "classes", "course", "courses", "lesson", "lessons", "workshop"])
_COMES = frozenset(["lam", "di", "don", "ruoc", "mua", "cho"])
"""In front of "về", which is no drawing."""
FEW = 3
"""Words of a message in which each one counts."""


def topic_of(
    sheet: Sheet, known: Sequence[Hit], index: Index, refusing: frozenset[int], limited: bool
) -> tuple[Query | None, Query | None]:
    """What no rule took and is no small talk: wanted, and refused. `limited`: whether anything else limits classes."""
    light: set[int] = set()
    for hit in known:
        untaken = not any(sheet.taken.get(at) for at in range(hit.start, hit.end))
        if hit.kind in WEAK and untaken and (hit.said in CLASSES or not is_topical(sheet, hit, index)):
            light |= set(range(hit.start, hit.end))
    means = [hit for hit in known if hit.kind == "mean"]
    # "Ve" is about (về) before it is drawing (vẽ), unless that is what is learnt or there is nothing else.
    sure = {at for hit in means if hit.end - hit.start > 1 or hit.said.isupper() for at in range(hit.start, hit.end)}
    sure |= {hit.start for hit in means if _is_told_by_next(sheet, hit, index)}
    vague = {hit.start for hit in means if hit.end - hit.start == 1 and _is_vague(sheet, hit, index)} - sure
    light -= sure
    left = _left(sheet, light | vague)
    if not set(left) - refusing:
        left = [at for at in _left(sheet, light) if at in left or not limited or is_claimed(sheet.words, at)]
    means.sort(key=lambda hit: (hit.start - hit.end, not index.meanings.get(hit.value)))
    places = [at for at in left if at not in refusing]
    wanted = _query(sheet, _vouched(sheet, places, means, index, limited), means)
    refused = _query(sheet, [at for at in left if at in refusing], means)
    if wanted and refused and values_of(wanted) and values_of(wanted) <= values_of(refused):
        # "Trừ tiếng Anh ra, bé học tiếng Anh nhiều rồi": why it is refused.
        wanted = None
    return wanted, refused


def values_of(query: Query) -> set[str]:
    return {hit.value for hit in query.meanings}


def is_claimed(words: Sequence[Word], at: int) -> bool:
    """Whether it stands where one names what is learnt: "học đánh trống", "origami class"."""
    before = at - 1
    while before > 0 and words[before].folded in _BETWEEN - _TEACHES:
        before -= 1
    return (before >= 0 and words[before].folded in _TEACHES) or (
        at + 1 < len(words) and words[at + 1].folded in _CLASS
    )


def _vouched(sheet: Sheet, places: Sequence[int], means: Sequence[Hit], index: Index, limited: bool) -> list[int]:
    """The places that name a topic."""
    left = set(places)
    sure = {at for hit in means if not _is_guess(sheet, hit, index) for at in range(hit.start, hit.end)} & left
    sure |= {at for at in left if _is_claimed(sheet, at, left) or _is_name(sheet.words[at], index)}
    for at in left & {place - 1 for place in left}:
        small_talk = _is_light(sheet, at, index) and _is_light(sheet, at + 1, index)
        if (sheet.folded(at), sheet.folded(at + 1)) in index.pairs and not small_talk:
            sure |= {at, at + 1}
    if not sure:
        said = bool(sheet.taken) or all(sheet.folded(at) in index.words for at in left)
        alone = limited or (len(left) == 1 and len(sheet.words) > FEW and said)
        return [] if alone else list(places)
    for order in (places, places[::-1]):
        for at in order:
            beside = at - 1 if order is places else at + 1
            if beside in sure and max(at, beside) not in sheet.breaks:
                sure.add(at)
    return [at for at in places if at in sure]


def _is_claimed(sheet: Sheet, at: int, left: set[int]) -> bool:
    """ "Lớp nào đánh trống" names what is learnt, "lớp nào rẻ" says what it is like."""
    after_which = sheet.folded(at - 1) in _WHICH and at + 1 not in left and is_syllable(sheet.folded(at))
    return is_claimed(sheet.words, at) and not after_which


def _is_guess(sheet: Sheet, hit: Hit, index: Index) -> bool:
    """Whether one word without diacritics may be another one, and no class is on what it may mean: "don", "dan"."""
    word = sheet.words[hit.start]
    typed_so = word.exact or word.tone or word.raw.lower() == hit.said.lower()
    return hit.end - hit.start == 1 and not typed_so and not index.meanings.get(hit.value)


def _is_name(word: Word, index: Index) -> bool:
    """Whether it is no Vietnamese word and a class has it: "capcut"."""
    return word.folded in index.words and word.folded.isalpha() and not is_syllable(word.folded)


def _left(sheet: Sheet, light: set[int]) -> list[int]:
    return [at for at in range(len(sheet.words)) if sheet.taken.get(at, "mean") == "mean" and at not in light]


def _is_vague(sheet: Sheet, hit: Hit, index: Index) -> bool:
    word = sheet.words[hit.start]
    typed_plainly = word.letters == word.folded and not word.tone and hit.said != fold(hit.said)
    return typed_plainly and not word.exact and _is_light(sheet, hit.start, index) and not is_topical(sheet, hit, index)


def _is_told_by_next(sheet: Sheet, hit: Hit, index: Index) -> bool:
    """Whether what follows says that something taught is meant: "ve cho be", "hoc dan ton nhieu khong"."""
    if not index.meanings.get(hit.value):
        return False
    before, after = sheet.folded(hit.start - 1), sheet.taken.get(hit.end)
    return (after == "audience" and before not in _COMES) or (after == "ask" and is_claimed(sheet.words, hit.start))


def _query(sheet: Sheet, places: Sequence[int], means: Sequence[Hit]) -> Query | None:
    at = {place: number for number, place in enumerate(places)}
    meanings: list[Hit] = []
    for hit in means:
        inside = all(place in at for place in range(hit.start, hit.end))
        if inside and not any(hit.start < one.end and one.start < hit.end for one in meanings):
            meanings.append(hit)
    moved = tuple(Hit(one.kind, one.value, one.said, at[one.start], at[one.end - 1] + 1) for one in meanings)
    return Query(tuple(sheet.words[place] for place in places), moved) if places else None


def is_topical(sheet: Sheet, hit: Hit, index: Index) -> bool:
    """Whether these words and a neighbour stand together in a class: no rule may then take them alone."""
    before = (sheet.folded(hit.start - 1), sheet.folded(hit.start))
    after = (sheet.folded(hit.end - 1), sheet.folded(hit.end))
    inside = all((sheet.folded(at), sheet.folded(at + 1)) in index.pairs for at in range(hit.start, hit.end - 1))
    several = hit.end - hit.start > 1
    return inside and any(
        pair in index.pairs and (several or not _is_light(sheet, other, index))
        for pair, other in ((before, hit.start - 1), (after, hit.end))
        if 0 <= other < len(sheet.words) and sheet.taken.get(other) in (None, "mean")
    )


def _is_light(sheet: Sheet, at: int, index: Index) -> bool:
    return any(hit.kind in ("noise", "field", "any") for hit in index.lexicon.hits([sheet.words[at]]))
