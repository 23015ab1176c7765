"""Facts: what of a class is asked for."""

from itertools import pairwise

from handlers.language.fitting import FREE
from handlers.language.lexicon import Hit
from handlers.language.reading import Reading

CLOSES = "closes"
_JOINS = ("register", "how_register")
_TIME = ("when", "until")
_WHETHER = frozenset(["khong", "chua", "ha"])
NEAR = 2
"""Words between "đăng ký" and "ngày nào" in a question for the deadline."""
_LAST = frozenset(["tre", "muon", "chot", "cuoi", "han", "truoc", "den", "toi", "till", "until", "by", "latest"])


def facts(reading: Reading) -> tuple[str, ...]:
    """Facts asked for, in the lexicon's words, as they were said."""
    asks = list(dict.fromkeys(reading.values("ask")))
    if "seats" in reading.values("limit") and not reading.wanted.seats:
        asks.append("seats")
    if "free" in reading.values("limit") and reading.wanted.fee != FREE:
        asks.append("fee")
    if reading.wanted.topic and (reading.wanted.ages or reading.wanted.groups) and _asks_whether(reading):
        asks.append("audience")
    if CLOSES in asks or _asks_deadline(reading):
        asks = [CLOSES, *(one for one in asks if one not in _TIME)]
    return tuple(dict.fromkeys(asks))


def _asks_whether(reading: Reading) -> bool:
    """ "Con 7 tuổi học lớp scratch được không"."""
    said = [word.folded for word in reading.words]
    return any(one == "duoc" and two in _WHETHER for one, two in pairwise(said))


def _asks_deadline(reading: Reading) -> bool:
    """ "Đăng ký trễ nhất ngày nào", "khi nào phải đăng ký": a time that is asked for beside signing up."""
    joins = [hit for hit in reading.hits if hit.kind == "act" and hit.value in _JOINS]
    times = [hit for hit in reading.hits if hit.kind == "ask" and hit.value in _TIME]
    if not joins or not times:
        return False
    last = any(word.folded in _LAST for word in reading.words)
    return last or any(_between(join, time) <= NEAR for join in joins for time in times)


def _between(one: Hit, two: Hit) -> int:
    return max(two.start - one.end, one.start - two.end)
