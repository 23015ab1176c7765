"""Prepared: which prepared answer a question asks for; none rather than one that does not fit.

Two ways lead to an answer. Its signs: words that, said together, can only mean it. Or its wordings: most of the
question is in them, and most of one of them is in the question. `prepared` says when an answer goes before the classes.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.language.intents import Intent
from handlers.language.lexicon import Word
from handlers.language.reading import ANY_TIME, NAMED, Reading, Wanted
from handlers.language.topics import is_claimed
from handlers.language.understanding import Understood
from handlers.language.wordings import Match, May, Prepared, anyone

ENOUGH, AHEAD = 0.72, 0.06
"""Without a sign: the score from which on an answer fits, and by how much it must be better than the next."""
CLASSES = frozenset(["lop", "hoc", "day", "class", "classes", "course", "courses", "lesson", "lessons", "learn"])
"""Words of a question about classes, unless the answer is itself about them."""
DOING = frozenset(["stop", "register", "cancel", "mine", "remind", "quiz"])
"""What we can do: asked for, it is done and not explained."""
BARE = 8
"""Words of the longest message that may only name what it is about; a longer one tells a story."""
UNDOING = frozenset(["cancel", "mine", "quiz", "remind"])
"""Of these, what is done whatever the answer is about."""
EXPLAIN = ("sao", "the nao", "cach", "how", "what")
"""Words of someone who wants even that explained, folded."""
UNANSWERED = (Intent.QUESTION, Intent.UNKNOWN, Intent.AWAY)
"""Nothing else would answer these."""
SEEKS = (
    "co lop", "con lop", "lop nao", "lop gi", "khoa nao", "cac lop", "may lop", "nhung lop", "lop do", "any class",
    "which class",
)  # fmt: skip
"""Words of someone who looks for a class, folded."""
TEACHES = ("buoi nao", "ai day", "ai chi", "co day", "khoa hoc", "buoi huong dan", "to chuc huong dan", "mo lop")
"""And where no class is spoken of."""
NAMES = 4
"""Words of the longest message that only names something: "cài vneid mức 2"."""
KEPT = 0.85
"""The score from which on what an organizer kept goes before what was prepared for every centre."""
SURELY = 0.85
"""The score of a sign from which on an answer goes before classes that are on it too."""
HOW = (
    "sao", "the nao", "cach", "kieu gi", "duoc khong", "khong", "chua", "o dau", "cho nao", "bam dau", "gi", "nao",
    "may", "bao lau", "how", "what", "where", "which", "can i", "may i", "is it", "should",
)  # fmt: skip
"""Words of someone who wants it explained, folded."""
TROUBLE = (
    "bi", "lo", "mat", "quen", "sai", "nham", "lon", "rot", "roi", "lua", "gia", "day", "het", "hu", "cuu", "lost",
    "forgot", "wrong", "full", "scammed", "hacked", "stolen",
)  # fmt: skip
"""Words of someone who tells of a trouble, folded."""


def find(words: Sequence[Word], index: Prepared, may: May = anyone) -> Match | None:
    """The answer that fits, whatever else the question may be."""
    ranked = index.rank(words, may)
    if not ranked:
        return None
    kept = next((one for one in ranked if one.asked.row and one.score >= KEPT), None)
    if kept is not None:
        return kept
    best, score = ranked[0], ranked[0].score
    if best.signed:
        return best
    clear = len(ranked) == 1 or score - ranked[1].score >= AHEAD
    return best if score >= ENOUGH and clear else None


def prepared(made: Understood, index: Prepared, may: May = anyone, *, taught: bool = False) -> Match | None:
    """The answer that goes before the classes, if one does. `taught`: whether there are classes on what was said.

    The classes go first where an exchange about them goes on or one is named by its code; where learning, teaching or
    a class is spoken of, unless the answer is about just that, no class is looked for and there is none on it;
    where classes are limited, or there are some on it, and nobody asks how or tells of a trouble: "cài vneid" wants a
    class, "cài vneid sao" an answer. What we do ourselves is done, not explained, unless somebody asks how.
    """
    reading = made.reading
    match = find(_unnamed(reading), index, may)
    if match is None or made.follows or reading.wanted.codes:
        return None
    how, limited = _says(reading, HOW), _limits(reading)
    spoken = _of_classes(reading)
    if spoken:
        # "Đi học có cần laptop không" is what the answer is about, "học may vá có cần mang máy" a fact of a class.
        named = not match.signed or (made.asks and _is_learnt(reading))
        sought = _says(reading, SEEKS) or (taught and named)
        fits = spoken <= index.vocabulary(match.asked) and not sought and (how or not limited)
    else:
        told = how or _says(reading, TROUBLE) or (len(reading.words) > BARE and not limited)
        sought = any(_says(reading, seeks) for seeks in (SEEKS, TEACHES))
        fits = not sought and (told or made.intent in UNANSWERED or not (limited or taught))
        fits = fits or (match.signed and match.score >= SURELY and len(reading.words) > NAMES and not limited)
    return match if fits and not _is_done(made, match, how=how) else None


def _is_learnt(reading: Reading) -> bool:
    """Whether the topic stands where one says what one learns."""
    topic, words = reading.wanted.topic, reading.words
    return topic is not None and any(word in topic.words and is_claimed(words, at) for at, word in enumerate(words))


def _unnamed(reading: Reading) -> list[Word]:
    """Without the names of places and people: the Cát of Cát Bi is no verb."""
    named = {at for hit in reading.hits if hit.kind in NAMED for at in range(hit.start, hit.end)}
    return [word for at, word in enumerate(reading.words) if at not in named]


def _is_done(made: Understood, match: Match, *, how: bool) -> bool:
    """Whether they want something done, and not explained."""
    reading, said = made.reading, set(made.reading.values("act"))
    plainly = any(hit.value == "how_register" and "*" not in hit.said for hit in reading.hits)
    if plainly and reading.wanted.topic is None and not match.asked.own:
        # "Đăng ký thế nào hả cháu, bà không rành máy móc": the rest only tells why.
        return True
    acts = DOING & said
    if match.asked.own and made.reading.wanted.topic and made.selected.numbers and (made.asks or "register" in acts):
        # "Lớp vneid, ba tui đăng ký tại chỗ được không": a fact of a class there is, or signing up for it.
        return True
    if acts & UNDOING:
        return not _says(made.reading, EXPLAIN)
    return bool(acts) and match.asked.own and not how


def _limits(reading: Reading) -> bool:
    limited = replace(reading.wanted, topic=None, times=ANY_TIME) != Wanted() or reading.refused != Wanted()
    return limited or bool(reading.order)


def _of_classes(reading: Reading) -> set[str]:
    """The words of classes that were said; "ở đây" teaches nothing."""
    words = reading.words
    here = {
        at for at in range(1, len(words)) if words[at].folded == "day" and words[at - 1].folded in ("o", "toi", "tai")
    }
    here |= {at for at, word in enumerate(words) if word.folded == "day" and word.letters[0] == "đ"}
    return {word.folded for at, word in enumerate(words) if at not in here} & CLASSES


def _says(reading: Reading, wordings: Sequence[str]) -> bool:
    text = f" {' '.join(word.folded for word in _unnamed(reading))} ".replace(" sao luu ", " ")
    return any(f" {one} " in text for one in wordings)
