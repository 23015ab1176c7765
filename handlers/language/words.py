"""The words of time: tokens brought to one spelling that rules can match, each said once.

Where diacritics were typed they decide ("tối" is the evening, "tôi" is not a word of time); where they were not, the
folded word stays and the rules look at its neighbours.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.language.spans import When
from handlers.language.tokens import Token

_OTHER = "_"
"""Stands for a word that was typed with diacritics and has nothing to do with time."""

_MEANT: dict[str, dict[str, str]] = {
    "toi": {"tối": "evening", "tới": "den", "tói": "toi", "tôi": "i"},
    "sang": {"sáng": "morning"},
    "chieu": {"chiều": "chieu"},
    "chiu": {"chìu": "chieu"},
    "dem": {"đêm": "night"},
    "mai": {},
    "moi": {"mơi": "mai", "mỗi": "every", "mọi": "every", "mới": "newly"},
    "mot": {"mốt": "overmorrow", "một": "one"},
    "nam": {"năm": "nam"},
    "thu": {"thứ": "thu", "thừ": "thu"},
    "hai": {},
    "ba": {"bà": "grandma"},
    "bon": {"bốn": "bon"},
    "tu": {"tư": "tu", "từ": "from"},
    "lam": {"lăm": "lam", "làm": "lam"},
    "sau": {"sáu": "six"},
    "bay": {"bảy": "seven", "bẩy": "seven"},
    "tam": {"tám": "eight", "tầm": "about"},
    "chin": {"chín": "chin"},
    "muoi": {"mười": "muoi", "mươi": "muoi"},
    "nay": {"này": "this", "nầy": "this"},
    "kia": {"kìa": "kia"},
    "ngay": {"ngày": "ngay"},
    "tuan": {"tuần": "tuan"},
    "thang": {"tháng": "thang"},
    "tet": {"tết": "tet"},
    "ram": {"rằm": "ram"},
    "gio": {"giờ": "gio", "giỗ": "gio"},
    "dau": {"đầu": "beginning"},
    "cuoi": {"cuối": "cuoi"},
    "giua": {"giữa": "giua"},
    "qua": {},
    "roi": {"rồi": "roi"},
    "ra": {},
    "hom": {"hôm": "hom", "hổm": "hom"},
    "bua": {"bữa": "bua", "bựa": "bua", "bửa": "bua"},
    "buoi": {"buổi": "buoi"},
    "ke": {"kế": "ke"},
    "ban": {"bận": "busy", "ban": "ban", "bán": "sell"},
    "ket": {"kẹt": "busy"},
    "tru": {"trừ": "tru"},
    "den": {"đến": "den"},
    "mung": {"mùng": "mung"},
    "mong": {"mồng": "mung", "mòng": "mung"},
    "ruoi": {"rưỡi": "ruoi", "rưởi": "ruoi"},
    "kem": {"kém": "kem"},
    "am": {"âm": "am"},
    "tay": {"tây": "tay"},
    "gieng": {"giêng": "gieng"},
    "chap": {"chạp": "chap", "chập": "chap"},
    "nua": {"nữa": "nua", "nửa": "half"},
    "vai": {"vài": "vai"},
    "may": {"mấy": "few"},
    "day": {"đây": "day"},
    "ham": {"hăm": "ham"},
    "truoc": {"trước": "truoc"},
    "dung": {"đừng": "dung", "trừng": "_"},
    "le": {"lễ": "le"},
    "hoi": {"hồi": "earlier"},
}
_SAME = {
    "mong": "mung",
    "dem": "dem",
    "buoj": "buoi",
    "jo": "gio",
    "bh": "now",
    "tmr": "tomorrow",
    "cnhat": "cn",
    "hum": "hom",
    "sag": "sang",
    "tmrw": "tomorrow",
}
_JOINED = re.compile(r"\d{1,2}(?:(?:h|g|:|[/.]\d)[\d/.]*)?-\d{1,2}(?:h|g|:|[/.]\d)[\d/.]*")
_GLUED = re.compile(r"(\d{1,2}[hg](?:[0-5]\d)?)(sang|trua|chieu|toi|dem)")
"""\"7htoi\": what follows an hour can be no I."""
_DRAWN = re.compile(r"(\w)\1+$")
"""\"maii\", "tốiii": no Vietnamese word ends in a doubled letter."""
_MAY_BE_DRAWN = frozenset([*_MEANT, "nhat"])
_IN_TURN = re.compile(
    r"(?<!\S)((?:sang|morning|trua|chieu) (?:\S+ ){1,3}?)toi (?=(?:thu \S+|t[2-7]|cn|chu nhat|mai|mot) )"
)
"""\"sáng t7 tối cn\" without diacritics."""
_SHORT = {"mon": "monday", "tue": "tuesday", "wed": "wednesday", "fri": "friday", "sat": "saturday", "sun": "sunday"}
_ENGLISH = {"the", "any", "on", "this", "next", "class", "classes", "is", "are", "what", "when", "every", "morning",
            "evening", "evenings", "afternoon", "and"}  # fmt: skip
_FEW = re.compile(r"\d{1,2}-\d{1,2}")
_COUNTED = {"gio", "h", "g", "am", "pm", "tuan", "ngay", "bua", "thang", "tay", "nguoi", "buoi", "cho", "dua", "tuoi",
            "tieng", "lan", "k", "ngan", "trieu", "suat", "weeks", "days", "jan", "feb", "mar", "apr", "june", "july",
            "aug", "sep", "oct", "nov", "dec", "january", "february", "march", "april", "august", "september",
            "october", "november", "december"}  # fmt: skip
"""After "2-3": hours, weeks or people, and not the 2nd of March."""
_TURNS = (["2", "4", "6"], ["3", "5", "7"])
_BREAKS = re.compile(r"[,;.!?()\n|]")
_TOWARD = re.compile(
    r"(?<!\S)((?:tu|from) (?:(?!den |- )\S+ ){1,6}?)toi (?=(?:thu|t\d|cn|chu|cuoi|het|ngay|tet|nam|thang|noel|\d\S*) )"
    r"|(?<!\S)toi (?=het (?:tuan|thang|nam) )|(?<=dang ban )toi (?=(?:cuoi|het|thu|ngay|tet) )"
)
"""What is "tới" there, or "đến", not "tối" and not "tôi"."""


@dataclass(frozen=True, slots=True)
class Words:
    """The text that rules match: words between single spaces, with a space at the end."""

    text: str
    starts: list[int]
    """Where each word begins in it."""
    tokens: list[int]
    """The token of each word; a sign stands with the token after it."""

    def position(self, offset: int) -> int:
        """Which word begins at or after an offset of the text."""
        return bisect_left(self.starts, offset)

    def used(self, first: int, last: int) -> frozenset[int]:
        """The tokens of the words from `first` up to, not including, `last`."""
        return frozenset(self.tokens[position] for position in range(first, last) if self.is_word(position))

    def is_word(self, position: int) -> bool:
        """Whether it is a word, not a sign."""
        return self.text[self.starts[position]] not in ",-" or self.text[self.starts[position] + 1] != " "

    def between(self, first: int, last: int) -> str:
        """The words from `first` up to, not including, `last`; spaces around each."""
        end = self.starts[last] if last < len(self.starts) else len(self.text)
        return f" {self.text[self.starts[first] : end]}" if first < len(self.starts) else " "


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at besides its own words."""

    today: date
    words: Words
    tokens: Sequence[Token]
    after_day: bool = False
    """Whether a day was found just before the word that is looked at."""
    listed: bool = True
    """Whether classes were shown in order, so that "lớp thứ hai" may be the second."""

    def token(self, match: re.Match[str], shift: int = 0) -> Token | None:
        """The token of a match's first word, or one so many words from it."""
        position = self.words.position(match.start()) + shift
        return self.tokens[self.words.tokens[position]] if 0 <= position < len(self.words.tokens) else None

    def before(self, match: re.Match[str]) -> str:
        """The last words before a match, with a space in front and behind."""
        return " " + self.words.text[max(0, match.start() - 40) : match.start()]

    def after(self, match: re.Match[str]) -> str:
        """The words after a match, with a space in front."""
        return self.words.text[match.end() : match.end() + 40]


@dataclass(frozen=True, slots=True)
class Found:
    """A time at its place among the words, before times are put together."""

    when: When
    first: int = 0
    last: int = 0
    """The words from `first` up to, not including, `last`."""
    weekdays: tuple[int, ...] = field(default=())
    """Weekdays said without their week (Monday is 0): a week said elsewhere places them."""
    dates: tuple[int, ...] = field(default=())
    """Days of a month said without the month: a month said elsewhere places them."""


def group(match: re.Match[str], name: str) -> str:
    """What a named group of a rule took; "" if nothing, or if the rule has no such group."""
    return match.groupdict().get(name) or ""


Make = Callable[[re.Match[str], Scene], Found | None]
Rule = tuple[re.Pattern[str], Make]


def rule(pattern: str, make: Make) -> Rule:
    """Words that are a time, from the beginning of one word to the end of another."""
    return re.compile(rf"(?:{pattern})(?= )"), make


def _spell(token: Token) -> str:
    folded, raw = token.folded, token.raw.casefold()
    if folded[0].isdigit():
        return _spell_figures(folded)
    if folded[-1:] == folded[-2:-1] and _DRAWN.sub(r"\1", folded) in _MAY_BE_DRAWN:
        folded, raw = _DRAWN.sub(r"\1", folded), _DRAWN.sub(r"\1", raw)
    if not token.marked:
        return _SAME.get(folded, folded)
    meant = _MEANT.get(folded)
    return folded if meant is None else meant.get(raw, _OTHER)


def _spell_figures(folded: str) -> str:
    if "-" in folded:
        return _spell_run(folded)
    glued = _GLUED.fullmatch(folded)
    return f"{glued[1]} {'evening' if glued[2] == 'toi' else glued[2]}" if glued else folded


def _spell_run(folded: str) -> str:
    """Runs typed as one: "19-21h" and "12-15/10" in three words, "2-4-6" as weekdays."""
    if re.fullmatch(r"[2-7](?:-[2-7]){2,}", folded):
        return " ".join(f"t{day}" for day in folded.split("-"))
    return folded.replace("-", " - ") if _JOINED.fullmatch(folded) else folded


def _spell_english(tokens: Sequence[Token]) -> dict[str, str]:
    """The short English weekdays, where they cannot be Vietnamese words."""
    folded = {token.folded for token in tokens}
    short = folded & _SHORT.keys()
    plain = not any(token.marked for token in tokens)
    return _SHORT if plain and short and (len(short) > 1 or folded & _ENGLISH) else {}


def _spell_in_turn(tokens: Sequence[Token]) -> dict[int, str]:
    """Which tokens of "2 4 6" and "3 5 7" are weekdays, with the gaps left out."""
    runs = [index for index in range(len(tokens) - 2) if [one.folded for one in tokens[index : index + 3]] in _TURNS]
    return {index: f"t{tokens[index].folded}" for run in runs for index in range(run, run + 3)}


def _signs(gap: str) -> str:
    if gap == " ":
        return ""
    if "-" in gap:
        return "- "
    return ", " if _BREAKS.search(gap) else ""


def read_words(tokens: Sequence[Token]) -> Words:
    """One spelling for all ways to type the words of time."""
    text = ""
    starts: list[int] = []
    places: list[int] = []
    short, turns = _spell_english(tokens), _spell_in_turn(tokens)
    for index, token in enumerate(tokens):
        spelled = turns.get(index) or short.get(token.folded) or _spell(token)
        if starts and text.endswith("thu ") and re.fullmatch("[2-7]-[2-7]", spelled):
            spelled = spelled.replace("-", " - t")
        if index + 1 < len(tokens) and tokens[index + 1].folded in _COUNTED and _FEW.fullmatch(spelled):
            spelled = spelled.replace("-", " - ")
        for word in f"{_signs(token.gap) if index else ''}{spelled}".split():
            starts.append(len(text))
            places.append(index)
            text += word + " "
    if "toi " in text:
        # "từ mai tới chủ nhật" without diacritics; "den" is as long.
        text = _IN_TURN.sub(r"\1eve ", _TOWARD.sub(r"\1den ", text))
    return Words(text, starts, places)
