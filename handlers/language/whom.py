"""Whom: for which of their own somebody wants to sign up, where they say so beyond doubt."""

import re

from handlers.language.reading import Reading
from storage.learners import Relation

# "Cho con", "cho bà" and "cho em" are more often the speaker, who calls themself so: an owner or a gender must follow.
_OWNER = r"(?:toi|tui|em|minh|chi|anh|chau|nha em|nha toi|nha tui|nha minh|cua (?:toi|tui|em|minh))"
_FOR = r"(?:cho|giup|dum|gium|ho|for|register|dang ky|enroll|ghi ten)"
_PEOPLE = (
    (Relation.CHILD, rf"con (?:trai|gai)|(?:con|be|thang con|dua con) {_OWNER}|be nha|(?:be|thang) (?:gai|trai|nhoc)"),
    (Relation.CHILD, r"my (?:\w+ )?(?:son|daughter|kid|child|boy|girl)"),
    (Relation.GRANDPARENT, r"(?:ong|ba) (?:noi|ngoai)|my grand(?:ma|pa|mother|father)"),
    (Relation.MOTHER, rf"me|ma {_OWNER}|my (?:mom|mum|mother)"),
    (Relation.FATHER, rf"(?:bo|cha|tia) {_OWNER}|my (?:dad|father)"),
    (Relation.SPOUSE, rf"ong xa|ba xa|(?:vo|chong) {_OWNER}|my (?:wife|husband)"),
)
_SAID = tuple((relation, re.compile(rf"\b{_FOR} (?:{people})\b")) for relation, people in _PEOPLE)


def whom(reading: Reading) -> Relation | None:
    """None: themself, or it has to be asked."""
    said = " ".join(word.folded for word in reading.words)
    return next((relation for relation, pattern in _SAID if pattern.search(said)), None)
