"""Fitting: what of a reading is a limit, once it is clear what was only asked, or said by the way."""

from dataclasses import replace

from handlers.language.index import Index, has_title
from handlers.language.lexicon import Hit, Word
from handlers.language.reading import Reading, Wanted
from handlers.language.search import Query, search
from handlers.language.topics import is_claimed
from storage.folding import fold

FREE = (0, 0)
FEW = 3
"""Words that may only tell why a fact is asked for."""
PARTICLE = 3
"""Letters of a word that may be how somebody ends a sentence."""
_WHICH = frozenset(["nao", "gi", "any", "which", "what"])
_ONESELF = frozenset(["toi", "tui", "em", "minh", "con", "chau", "chi", "anh", "co", "chu", "bac", "ba", "ong", "me"])


def asks_which(reading: Reading) -> bool:
    """Whether it asks which class, and so does not speak of one: "đường nào", "ngày nào" ask for a fact of one."""
    facts = [hit for hit in reading.hits if hit.kind == "ask" and hit.value != "about"]
    of_facts = {at for hit in facts for at in range(hit.start, hit.end)}
    return any(word.folded in _WHICH for at, word in enumerate(reading.words) if at not in of_facts)


def fitted(reading: Reading, index: Index, *, leaning: bool) -> Reading:
    """`leaning`: there was a question before, which this may build on."""
    reading = replace(reading, hits=_hits(reading))
    wanted = _with_price(reading, _with_seats(reading))
    wanted = replace(wanted, teachers=_of_that_title(reading, wanted.teachers))
    order = "" if "register" in reading.values("act") and reading.has("ask") else reading.order
    reading = replace(reading, wanted=wanted, order=order)
    if _is_stray(reading, index, leaning):
        reading = replace(reading, wanted=replace(wanted, topic=None))
    return reading


def _hits(reading: Reading) -> tuple[Hit, ...]:
    """ "Con cho bé 5 tuổi" goes on from what was said (còn cho bé), it does not ask for seats (còn chỗ)."""
    whom = {hit.start for hit in reading.hits if hit.kind in ("audience", "kin")}
    return tuple(
        Hit("follow", "follow", hit.said, 0, 1) if _is_link(hit, reading, whom) else hit for hit in reading.hits
    )


def _is_link(hit: Hit, reading: Reading, whom: set[int]) -> bool:
    after = reading.words[hit.end].folded if hit.end < len(reading.words) else ""
    person = hit.end in whom or after in ("be", "con", "chau", "nguoi", "nhoc") or after in _ONESELF
    plain = not any(word.tone for word in reading.words[hit.start : hit.end])
    return hit.start == 0 and fold(hit.said) == "con cho" and person and plain


def _with_seats(reading: Reading) -> Wanted:
    """ "Lớp excel còn chỗ không" asks, "lớp nào còn chỗ" limits."""
    wanted = reading.wanted
    asked = (_is_named(reading) or not reading.fields) and not asks_which(reading)
    said = any(hit.value == "seats" for hit in reading.hits if hit.kind == "limit")
    return wanted if said and not asked else replace(wanted, seats=False)


def _is_named(reading: Reading) -> bool:
    wanted = reading.wanted
    return bool(wanted.topic or wanted.codes or wanted.teachers or reading.has("that"))


def _with_price(reading: Reading, wanted: Wanted) -> Wanted:
    """ "Lớp excel miễn phí hả" asks, "có miễn phí không" of no class in particular limits."""
    named = _is_named(reading)
    if wanted.fee == FREE and named and not asks_which(reading) and _asks_free(reading):
        return replace(wanted, fee=None)
    asks = any(fold(hit.said).startswith("co mien phi") for hit in reading.hits if hit.kind == "ask")
    return replace(wanted, fee=FREE) if asks and wanted.fee is None and not named else wanted


def _asks_free(reading: Reading) -> bool:
    ends = [hit.end for hit in reading.hits if hit.kind == "limit" and hit.value == "free"]
    after = {reading.words[end].folded for end in ends if end < len(reading.words)}
    return bool(after & {"khong", "ha", "phai", "a", "chua"})


def _of_that_title(reading: Reading, teachers: frozenset[str]) -> frozenset[str]:
    """ "Anh Minh" is not doctor Minh where there is an Anh Minh."""
    titled = {hit.value for hit in reading.hits if hit.kind == "teacher" and has_title(hit)}
    return teachers & titled or teachers


def _is_stray(reading: Reading, index: Index, leaning: bool) -> bool:
    """Whether words that no class has only tell why somebody asks: "tối em trông con, có lớp nào buổi sáng"."""
    topic, wanted = reading.wanted.topic, replace(reading.wanted, topic=None)
    if topic is None:
        return False
    if (wanted.ages or wanted.groups) and all(_is_person(word, index) for word in topic.words):
        return True
    taught = any(index.meanings.get(hit.value) for hit in topic.meanings)
    if leaning and reading.has("ask") and not taught and not _is_claimed(topic, reading):
        # "Mấy giờ xong để em canh giờ đón bé": of the class that was spoken of.
        return len(topic.words) <= FEW
    if topic.meanings or search(topic, index):
        return False
    said = wanted != Wanted() or reading.refused != Wanted() or bool(reading.order)
    said = said or any(reading.has(kind) for kind in ("ask", "act", "that", "all", "follow", "count", "ordinal"))
    if said and topic.words == reading.words[-1:] and len(topic.words[0].folded) <= PARTICLE:
        return True
    speaks_of_classes = reading.fields or leaning or bool(wanted.groups or wanted.ages or wanted.fee or wanted.places)
    return said and speaks_of_classes and not _is_claimed(topic, reading)


def _is_person(word: Word, index: Index) -> bool:
    """Whether it says whom it is for: "bé 6 tuổi học được không" asks for no class that has a "bé" in its title."""
    return any(hit.kind in ("audience", "kin") for hit in index.lexicon.hits([word]))


def _is_claimed(topic: Query, reading: Reading) -> bool:
    words = reading.words
    return any(word in topic.words and is_claimed(words, at) for at, word in enumerate(words))
