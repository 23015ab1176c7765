"""Signs: words that, said together in any order, can only mean one answer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from handlers.language.lexicon import Hit, Lexicon, Word
from storage.folding import fold


@dataclass(frozen=True, slots=True)
class Sign:
    """What must be said, by name: a group of words that count as one, or the words themselves."""

    number: int
    """Of its answer."""
    said: str
    names: frozenset[str]


class Signs:
    def __init__(self, signs: Sequence[str], same: Sequence[str]) -> None:
        """`signs`: of each answer, divided by "|", the words of each by "+". `same`: words that count as one."""
        groups = {_plain(wording): one for one in same for wording in one.split("|")}
        self._signs = [
            Sign(number, one.strip(), frozenset(groups.get(_plain(name), _plain(name)) for name in one.split("+")))
            for number, some in enumerate(signs)
            for one in some.split("|")
            if one.strip()
        ]
        self._with: dict[str, list[Sign]] = defaultdict(list)
        for sign in self._signs:
            for name in sign.names:
                self._with[name].append(sign)
        self._lexicon = Lexicon([{"kind": "mean", "value": one, "wordings": one, "ages": ""} for one in self._with])
        self._rarity = {
            name: log(1 + (len(signs) + 1) / (len({one.number for one in some}) + 0.5))
            for name, some in self._with.items()
        }

    def find(self, words: Sequence[Word]) -> dict[int, tuple[float, str, bool]]:
        """By the number of the answer: the weight of its heaviest sign that was said, the sign, whether it is sure."""
        there: dict[str, bool] = {}
        hits = self._lexicon.hits(words)
        for hit in hits:
            if not _inside(hit, hits):
                there[hit.value] = there.get(hit.value, False) or not _is_bare(hit, words)
        found: dict[int, tuple[float, str, bool]] = {}
        for sign in {sign for name in there for sign in self._with[name] if sign.names <= there.keys()}:
            sure = all(there[name] for name in sign.names)
            weight = sum(self._rarity[name] for name in sign.names)
            best = found.get(sign.number, (0.0, "", False))
            found[sign.number] = max(best, (weight, sign.said, sure), key=lambda one: (one[2], one[0], one[1]))
        return found


def is_vague(hit: Hit, words: Sequence[Word], light: frozenset[int]) -> bool:
    """One word without diacritics that may be small talk: "muon" wants before it borrows."""
    word = words[hit.start]
    plain = word.letters == word.folded and not word.tone and not word.exact
    return plain and hit.end - hit.start == 1 and hit.start in light and hit.said != fold(hit.said)


def _is_bare(hit: Hit, words: Sequence[Word]) -> bool:
    """One syllable typed without the diacritics that it has: it may be another."""
    word = words[hit.start]
    return hit.end - hit.start == 1 and not word.exact and word.raw.lower() != hit.said.lower()


def _inside(hit: Hit, hits: Sequence[Hit]) -> bool:
    """One word within a longer wording: the mật of mật khẩu is not mất."""
    return hit.end - hit.start == 1 and any(one.start <= hit.start < one.end for one in hits if one.end - one.start > 1)


def _plain(wording: str) -> str:
    return " ".join(wording.lower().split())
