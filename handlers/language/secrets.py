"""Secrets: a one-time code or a password that somebody writes to us, who must be warned at once."""

import re

from handlers.language.tokens import clean
from storage.folding import fold

_NAMES = (
    r"(?:otp|ma xac (?:thuc|minh|nhan)|ma bao mat|ma pin|pin|cvv|mat khau|password|passcode|pass|mk|verification code)"
)
_CODE = r"[\w@#$%!&*.-]*\d[\w@#$%!&*.-]*"
_TOLD = (
    # "mã OTP của tôi là 482913", "mk: abc123", "mật khẩu zalo là hoa2024"
    re.compile(rf"\b{_NAMES}\b(?: \w+){{0,4}}? ?(?:la|:|=|is) ?(?:{_CODE})(?!\w)"),
    # "otp 482913", "482 913 là mã otp"
    re.compile(rf"\b{_NAMES}\b[^\d]{{0,24}}\d{{4,8}}(?!\d)"),
    re.compile(rf"(?<!\d)(?:\d{{4,8}}|\d{{3}} \d{{3}})(?: \w+){{0,3}} {_NAMES}\b"),
    # A bare number of six digits is nothing but such a code here.
    re.compile(r"\s*\d{6}\s*|\s*\d{3} \d{3}\s*"),
)


def tells_secret(text: str) -> bool:
    """Whether the text itself holds a code or a password; asking about them does not."""
    said = fold(clean(text))
    return any(pattern.search(said) for pattern in _TOLD[:3]) or bool(_TOLD[3].fullmatch(said))
