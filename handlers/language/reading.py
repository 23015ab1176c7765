"""Reading: what a message says, part by part, before any class is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.language import amounts
from handlers.language.amounts import Sheet
from handlers.language.index import Index
from handlers.language.lexicon import Hit, Word
from handlers.language.search import Query
from handlers.language.times import Times, find_times
from handlers.language.tokens import Token, tokenize
from storage.folding import fold

STRONG = ("limit", "count", "ask", "act", "that", "all", "ordinal", "follow", "away", "not")
OUTSIDE = "ngoài"
"""Refuses only what has a name: "ngoài Đa Kao", but not "ngoài chợ"."""
NAMED = ("ward", "venue", "area", "teacher", "time")
WEAK = ("noise", "field", "any")
_OWNER = frozenset(
    ["tui", "toi", "em", "minh", "con", "nha", "tao", "chi", "anh", "chau", "co", "chu", "bac", "my", "ban", "ni"]
)
_LEADS = frozenset(["cho", "dan", "dua", "ru", "giup", "for", "dum", "gium"])


ANY_TIME = Times()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the classes. Empty limits nothing."""

    times: Times = ANY_TIME
    places: frozenset[str] = frozenset()
    """Wards, venues, areas; any of them fits."""
    groups: frozenset[str] = frozenset()
    ages: tuple[int, int] | None = None
    fee: tuple[int, int] | None = None
    """Dong, both included."""
    teachers: frozenset[str] = frozenset()
    seats: bool = False
    codes: frozenset[int] = frozenset()
    """Numbers in the index."""
    topic: Query | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, read."""

    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    """What was taken, in order, none overlapping."""
    wanted: Wanted
    refused: Wanted
    """What is not wanted."""
    order: str = ""
    """A superlative of the lexicon, or empty."""
    fields: bool = False
    """Whether it speaks of classes at all."""
    reasons: tuple[str, ...] = ()

    def values(self, kind: str) -> list[str]:
        """What was said of this kind, in order."""
        return [hit.value for hit in self.hits if hit.kind == kind]

    def has(self, kind: str) -> bool:
        return any(hit.kind == kind for hit in self.hits)


def read(text: str, now: datetime, index: Index) -> Reading:
    """Every part of it: names first, then times, money and ages, turns of speech, and the rest as a query."""
    tokens = tokenize(text)
    sheet = Sheet(index.lexicon.spell(tokens))
    known = index.lexicon.hits(sheet.words)
    codes = _codes(tokens, sheet, index)
    names = _names(sheet, index)
    times = _times(tokens, sheet, now, names)
    fee, ages = amounts.fee(sheet), amounts.age(sheet)
    names += amounts.areas(sheet)
    said = _said(sheet, [hit for hit in known if hit.kind not in WEAK], index)
    groups, kin_ages = _audience(sheet, said, index)
    refusing = _scope(sheet, tokens)
    topic, refused_topic = _rest(sheet, known, index, refusing)
    limits = [hit.value for hit in said if hit.kind == "limit"]
    not_wanted = [hit for hit in [*names, *groups] if refusing & set(range(hit.start, hit.end))]
    named = [hit for hit in [*names, *groups] if hit not in not_wanted]
    wanted = replace(
        _limits(named, topic),
        times=Times(times.wanted),
        # Whose child it is says how old it may be, but somebody who names a topic may have a grown one.
        ages=ages or (kin_ages if not groups and not topic else None),
        fee=(0, 0) if "free" in limits else fee,
        seats="seats" in limits,
        codes=codes,
    )
    refused = replace(_limits(not_wanted, refused_topic), times=Times((), times.refused))
    hits = tuple(sorted([*said, *names, *groups], key=lambda hit: hit.start))
    return Reading(
        words=tuple(sheet.words),
        hits=hits,
        wanted=wanted,
        refused=refused,
        order=next((one for one in limits if one not in ("free", "paid", "seats")), ""),
        fields=any(hit.kind == "field" and hit.start not in sheet.taken for hit in known),
        reasons=(
            *(f"{hit.kind}={hit.value} («{hit.said}»)" for hit in hits),
            *(f"time={when.name or when.part}" for when in times),
            *(f"topic «{query.said}»" for query in (topic, refused_topic) if query),
        ),
    )


def _limits(hits: Sequence[Hit], topic: Query | None) -> Wanted:
    def of(*kinds: str) -> frozenset[str]:
        return frozenset(hit.value for hit in hits if hit.kind in kinds)

    return Wanted(places=of("ward", "venue", "area"), groups=of("audience"), teachers=of("teacher"), topic=topic)


def _codes(tokens: Sequence[Token], sheet: Sheet, index: Index) -> frozenset[int]:
    """Read off the tokens: spelled out as teencode, "ng 03" would be a person."""
    found = set()
    for at in range(len(tokens)):
        for length in (2, 1):
            code = "".join(token.folded for token in tokens[at : at + length]).replace("-", "")
            if not code.isalpha() and not code.isdigit() and code in index.codes:
                found.add(index.codes[code])
                for place, word in enumerate(sheet.words):
                    if at <= word.token < at + length:
                        sheet.take(place, place + 1, "code")
    return frozenset(found)


def _names(sheet: Sheet, index: Index) -> list[Hit]:
    """Longer ones first; one street may be the name of several venues."""
    found: list[Hit] = []
    for hit in sorted(index.hits(sheet.words), key=lambda hit: hit.start - hit.end):
        shared = any((one.kind, one.start, one.end) == (hit.kind, hit.start, hit.end) for one in found)
        if not shared and (
            not sheet.free(hit.start, hit.end) or (hit.kind != "teacher" and _in_title(sheet, hit, index))
        ):
            continue
        before = hit.start - 1
        led = hit.kind == "venue" and sheet.folded(before) in ("duong", "pho", "so", "hem")
        sheet.take(before if led else hit.start, hit.end, hit.kind)
        found.append(hit)
    return found


def _in_title(sheet: Sheet, hit: Hit, index: Index) -> bool:
    """Whether the word before it belongs to it in a title: "chợ Bến Thành" is no place to look in."""
    before = sheet.folded(hit.start - 1)
    return (before, sheet.folded(hit.start)) in index.pairs and before not in ("phuong", "o", "ben", "tai")


def _times(tokens: Sequence[Token], sheet: Sheet, now: datetime, names: Sequence[Hit]) -> Times:
    """Without those that would take a name: chú Hai is no Monday."""
    times = find_times(tokens, now)
    taken = {word.token for at, word in enumerate(sheet.words) if at in sheet.taken}
    kept = Times(
        tuple(when for when in times.wanted if not when.used & taken),
        tuple(when for when in times.refused if not when.used & taken),
    )
    for at, word in enumerate(sheet.words):
        if word.token in kept.used:
            sheet.take(at, at + 1, "time")
    return kept


def _said(sheet: Sheet, known: Sequence[Hit], index: Index) -> list[Hit]:
    """The turns of speech and meanings, longer ones first."""
    rank = {kind: place for place, kind in enumerate(("mean", "audience", *STRONG))}
    found = []
    for hit in sorted(known, key=lambda hit: (hit.start - hit.end, rank.get(hit.kind, 99), hit.start)):
        if hit.kind == "kin" or not sheet.free(hit.start, hit.end):
            continue
        if hit.kind == "follow" and (hit.start > 1 or _is_kin(sheet, hit.start, known)):
            # "Còn" and "thế" link to what was said before only where a message begins; "con tôi" is a child.
            continue
        if hit.said == OUTSIDE and sheet.taken.get(hit.end) not in NAMED:
            continue
        if hit.kind not in ("mean", "audience") and _is_topical(sheet, hit, index):
            continue
        sheet.take(hit.start, hit.end, hit.kind)
        found.append(hit)
    return found


def _is_kin(sheet: Sheet, at: int, known: Sequence[Hit]) -> bool:
    kin = [hit for hit in known if hit.kind == "kin" and hit.start == at]
    return any(hit.end - hit.start > 1 or sheet.folded(hit.end) in _OWNER for hit in kin)


def _is_topical(sheet: Sheet, hit: Hit, index: Index) -> bool:
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


def _audience(sheet: Sheet, said: list[Hit], index: Index) -> tuple[list[Hit], tuple[int, int] | None]:
    """The groups named, and the age of a relative: "cho mẹ", "con em"."""
    groups = [hit for hit in said if hit.kind == "audience"]
    ages = None
    for hit in index.lexicon.hits(sheet.words):
        if hit.kind == "kin" and sheet.free(hit.start, hit.end):
            before, after = sheet.folded(hit.start - 1), sheet.folded(hit.end)
            led = before in _LEADS and hit.value == "elderly"
            if led or (after in _OWNER and before != after):
                ages = ages or ((60, 75) if hit.value == "elderly" else (6, 15))
                sheet.take(hit.start, hit.end, "kin")
            elif hit.end - hit.start > 1:
                sheet.take(hit.start, hit.end, "kin")
    said[:] = [hit for hit in said if hit.kind not in ("audience", "mean")]
    return groups, ages


def _scope(sheet: Sheet, tokens: Sequence[Token]) -> frozenset[int]:
    """The words that follow a "not", up to a comma or a "but"."""
    refusing: set[int] = set()
    on = False
    for at, word in enumerate(sheet.words):
        token = tokens[word.token]
        if on and (
            "," in token.gap or ";" in token.gap or "." in token.gap or word.folded in ("ma", "nhung", "chi", "but")
        ):
            on = False
        if sheet.taken.get(at) == "not":
            on = at + 1 < len(sheet.words)
        elif on:
            refusing.add(at)
    return frozenset(refusing)


def _rest(
    sheet: Sheet, known: Sequence[Hit], index: Index, refusing: frozenset[int]
) -> tuple[Query | None, Query | None]:
    """What no rule took and is no small talk: wanted, and refused."""
    light: set[int] = set()
    for hit in known:
        untaken = not any(sheet.taken.get(at) for at in range(hit.start, hit.end))
        if hit.kind in WEAK and untaken and not _is_topical(sheet, hit, index):
            light |= set(range(hit.start, hit.end))
    means = [hit for hit in known if hit.kind == "mean"]
    # "Ve" is about (về) before it is drawing (vẽ), unless there is nothing else.
    vague = {hit.start for hit in means if hit.end - hit.start == 1 and _is_vague(sheet, hit, index)}
    left = _left(sheet, light | vague)
    if not set(left) - refusing:
        left = _left(sheet, light)
    wanted = _query(sheet, [at for at in left if at not in refusing], means)
    return wanted, _query(sheet, [at for at in left if at in refusing], means)


def _left(sheet: Sheet, light: set[int]) -> list[int]:
    return [at for at in range(len(sheet.words)) if sheet.taken.get(at, "mean") == "mean" and at not in light]


def _is_vague(sheet: Sheet, hit: Hit, index: Index) -> bool:
    word = sheet.words[hit.start]
    typed_plainly = word.letters == word.folded and not word.tone and hit.said != fold(hit.said)
    return (
        typed_plainly and not word.exact and _is_light(sheet, hit.start, index) and not _is_topical(sheet, hit, index)
    )


def _query(sheet: Sheet, places: Sequence[int], means: Sequence[Hit]) -> Query | None:
    at = {place: number for number, place in enumerate(places)}
    meanings: list[Hit] = []
    for hit in sorted(means, key=lambda hit: hit.start - hit.end):
        inside = all(place in at for place in range(hit.start, hit.end))
        if inside and not any(hit.start < one.end and one.start < hit.end for one in meanings):
            meanings.append(hit)
    moved = tuple(Hit(one.kind, one.value, one.said, at[one.start], at[one.end - 1] + 1) for one in meanings)
    return Query(tuple(sheet.words[place] for place in places), moved) if places else None
