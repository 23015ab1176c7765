"""Reading: what a message says, part by part, before any class is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.language import amounts
from handlers.language.amounts import Sheet
from handlers.language.audiences import OWNER, YOUNG, audience_of, those_meant
from handlers.language.index import Index
from handlers.language.lexicon import Hit, Word
from handlers.language.naming import names_of
from handlers.language.search import Query
from handlers.language.spelling import mend
from handlers.language.times import Times, find_times
from handlers.language.tokens import Token, tokenize
from handlers.language.topics import WEAK, is_topical, topic_of, values_of

STRONG = ("limit", "count", "ask", "act", "that", "all", "ordinal", "follow", "away", "not")
OUTSIDE = "ngoài"
"""Refuses only what has a name: "ngoài Đa Kao", but not "ngoài chợ"."""
NAMED = ("ward", "venue", "area", "teacher", "time")
_WHICH = frozenset(["nao", "nhung", "cac", "which", "any"])
_RANK = {kind: place for place, kind in enumerate(("mean", "audience", *STRONG))}
CLOSES = "closes"
_BEFORE_THAT = frozenset(
    ["sau", "truoc", "khi", "luc", "hom", "bua", "ngay", "tuan", "lop", "buoi", "cai", "o", "trong"]
)
"""In front of "đó"."""
_NAMES_CLASS = frozenset(["lop", "mon", "day", "nau"])
"""In front of what is taught."""
PHRASE = 3
"""Words of a meaning within which nothing else is meant: "xin chữ đầu năm" asks for no month."""
PARENTING = "parenting"
"""What is taught to parents: the child they name is not whom the class is for."""
ANY_TIME = Times()
_STOPS = frozenset(",.;:!?()\n|–—")


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
    words = mend(index.lexicon.spell(tokens), index.knows, index.meant, index.pairs)
    sheet = Sheet(words, breaks=_breaks(words, tokens))
    known = index.lexicon.hits(sheet.words)
    codes = _codes(tokens, sheet, index)
    names = names_of(sheet, index)
    for hit in known:
        if hit.kind == "mean" and hit.end - hit.start >= PHRASE and sheet.free(hit.start, hit.end):
            sheet.take(hit.start, hit.end, "mean")
    amounts.this_year(sheet)
    times = _times(tokens, sheet, now, names)
    fee, years = amounts.fee(sheet), amounts.ages(sheet)
    names += amounts.areas(sheet)
    said = _said(sheet, [hit for hit in known if hit.kind not in WEAK], index)
    groups, kin_ages = audience_of(sheet, said, known, index)
    refusing = _scope(sheet, tokens)
    times = _refused(times, sheet, refusing)
    limits = [hit.value for hit in said if hit.kind == "limit"]
    fee = _fee(sheet, said, refusing, fee)
    limited = bool(names or groups or years or kin_ages or limits or fee or times.wanted or times.refused)
    topic, refused_topic = topic_of(sheet, known, index, refusing, limited)
    if topic and any(PARENTING in (one, *index.lexicon.above.get(one, ())) for one in values_of(topic)):
        groups, years = [hit for hit in groups if hit.value not in YOUNG], ()
    groups, ages = those_meant(sheet, groups, years)
    not_wanted = [hit for hit in [*names, *groups] if refusing & set(range(hit.start, hit.end))]
    named = [hit for hit in [*names, *groups] if hit not in not_wanted]
    wanted = replace(
        _limits(named, topic),
        times=Times(times.wanted),
        # Whose child it is says how old it may be, but somebody who names a topic may have a grown one.
        ages=ages or (kin_ages if not groups and not topic else None),
        fee=fee,
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
        order=next((one for one in limits if one not in ("free", "paid", "seats") and not one.startswith("any_")), ""),
        fields=any(hit.kind == "field" and hit.start not in sheet.taken for hit in known),
        reasons=_reasons(hits, times, [query for query in (topic, refused_topic) if query]),
    )


def _reasons(hits: Sequence[Hit], times: Times, topics: Sequence[Query]) -> tuple[str, ...]:
    """What was taken for what, for `banhoc understand`."""
    return (
        *(f"{hit.kind}={hit.value} («{hit.said}»)" for hit in hits),
        *(f"time={when.name or when.part}" for when in times),
        *(f"topic «{query.said}»" for query in topics),
    )


def _breaks(words: Sequence[Word], tokens: Sequence[Token]) -> frozenset[int]:
    return frozenset(
        at
        for at, word in enumerate(words)
        if at and word.token != words[at - 1].token and not _STOPS.isdisjoint(tokens[word.token].gap)
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


def _times(tokens: Sequence[Token], sheet: Sheet, now: datetime, names: Sequence[Hit]) -> Times:
    """Without those that would take a name: chú Hai is no Monday."""
    times = find_times(tokens, now)
    taken = {word.token for at, word in enumerate(sheet.words) if at in sheet.taken}
    kept = Times(
        tuple(when for when in times.wanted if not when.used & taken),
        tuple(when for when in times.refused if not when.used & taken),
        times.told - taken,
    )
    for at, word in enumerate(sheet.words):
        if word.token in kept.used:
            sheet.take(at, at + 1, "time")
    return kept


def _said(sheet: Sheet, known: Sequence[Hit], index: Index) -> list[Hit]:
    """The turns of speech and meanings, longer ones first."""
    found = []
    for hit in sorted(known, key=lambda hit: _likeliest(hit, sheet)):
        if hit.kind == "kin" or not sheet.free(hit.start, hit.end) or _is_other(hit, sheet, index):
            continue
        if hit.kind == "follow" and (hit.start > 1 or _is_kin(sheet, hit.start, known)):
            # "Còn" and "thế" link to what was said before only where a message begins; "con tôi" is a child.
            continue
        if hit.said == OUTSIDE and not _excepts(sheet, hit.end):
            continue
        if hit.kind not in ("mean", "audience") and is_topical(sheet, hit, index):
            continue
        sheet.take(hit.start, hit.end, hit.kind)
        found.append(hit)
    return found


def _likeliest(hit: Hit, sheet: Sheet) -> tuple[int, int, int, int]:
    """Longer ones first; then those typed just so: "ghi danh" before the "đánh máy" of "ghi danh may lop"."""
    rank = _RANK.get(hit.kind, len(_RANK))
    guessed = [word for word in sheet.words[hit.start : hit.end] if word.letters not in hit.said.lower()]
    return hit.start - hit.end, len(guessed), rank, hit.start


def _is_other(hit: Hit, sheet: Sheet, index: Index) -> bool:
    """Whether one word is a part of a longer one ("gia" of "tham gia"), or far from sure: "bao" is no storm."""
    word = sheet.words[hit.start]
    guessed = not word.exact and word.raw.lower() == word.folded and not hit.said.lower().startswith(word.folded)
    if guessed and hit.kind == "act" and word.folded == "do" and sheet.folded(hit.start - 1) in _BEFORE_THAT:
        # "Sau do em ve que" sets no riddle (đố em).
        return True
    if hit.end - hit.start > 1 or hit.kind == "mean":
        return False
    if hit.kind in ("away", "audience") and not word.exact and word.raw.lower() != hit.said and not word.tone:
        return True
    if guessed and (hit.kind == "act" or hit.value == CLOSES) and sheet.folded(hit.start - 1) in _NAMES_CLASS:
        # "Lop chao" is one on cháo, "day han" of hàn: no greeting, no deadline.
        return True
    at, words = hit.start, sheet.words[max(0, hit.start - 1) : hit.start + 2]
    known = [one for one in index.lexicon.hits(words) if one.kind != "kin"]
    around = [(one.start + max(0, at - 1), one.end + max(0, at - 1)) for one in known]
    return any(start <= at < end and end - start > 1 and sheet.free(start, end) for start, end in around)


def _excepts(sheet: Sheet, at: int) -> bool:
    """ "Ngoài Đa Kao" is anywhere else; "ngoài bến", "ngoài chợ" is where people go out to, unless a "ra" follows."""
    kind = sheet.taken.get(at)
    after = next((one for one in range(at, len(sheet.words)) if sheet.taken.get(one) != kind), len(sheet.words))
    return kind in NAMED and (kind != "venue" or sheet.folded(after) == "ra")


def _is_kin(sheet: Sheet, at: int, known: Sequence[Hit]) -> bool:
    kin = [hit for hit in known if hit.kind == "kin" and hit.start == at]
    # "Con chu nhat": the chủ of Sunday is no uncle.
    return any(
        hit.end - hit.start > 1 or (sheet.folded(hit.end) in OWNER and hit.end not in sheet.taken) for hit in kin
    )


def _refused(times: Times, sheet: Sheet, refusing: frozenset[int]) -> Times:
    """ "Đừng cho tui lớp buổi tối": a time within what is not wanted is not wanted."""
    within = {sheet.words[at].token for at in refusing}
    away = tuple(when for when in times.wanted if when.used and when.used <= within)
    kept = tuple(when for when in times.wanted if when not in away)
    return Times(
        kept, (*times.refused, *(replace(when, negated=True, day_readings=(), hour_readings=()) for when in away))
    )


def _fee(
    sheet: Sheet, said: list[Hit], refusing: frozenset[int], fee: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Free, paid or an amount. What costs money limits "lớp nào"; of one class it is a question."""
    within = max(1, fee[0]) if fee else 1, fee[1] if fee else amounts.MOST
    limits = {hit.value: hit.start in refusing for hit in said if hit.kind == "limit" and hit.value in ("free", "paid")}
    if limits.get("free") is False or limits.get("paid"):
        return 0, 0
    if "free" in limits:
        return within
    if "paid" not in limits:
        return fee
    if fee or any(word.folded in _WHICH for word in sheet.words):
        return within
    said[:] = [replace(hit, kind="ask", value="fee") if hit.value == "paid" else hit for hit in said]
    return None


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
