"""Beside: what stands between two times, and whether they belong together by it."""

import re

from handlers.language.words import Found, Scene

ALSO = re.compile(r" (?:va|voi|hoac|hay|or|and|lan|hay la|hoac la) ")
NEAR = re.compile(
    r" (?:(?:vao|luc|ngay|hom|buoi|bua|cua|on|in|the|at|of|,|-|trong|cac|la|thi|tu|khoang|tam|every|cu|o|hoc|lop|di) )*"
)


def between(one: Found, other: Found, scene: Scene) -> str:
    """The words between two times, whichever comes first."""
    first, second = sorted((one, other), key=lambda found: found.first)
    return scene.words.between(first.last, second.first)


def near(one: Found, other: Found, scene: Scene, by: re.Pattern[str]) -> bool:
    """Whether nothing but such words stands between them."""
    return bool(by.fullmatch(between(one, other, scene)))
