"""Pictures: whether some bytes are one, and how large it is. Only their first bytes are believed, no name."""

from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})
"""Of the markers C0–CF of a JPEG those that say nothing of the size."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: str
    """image/png or image/jpeg."""
    width: int
    height: int
    """Both at least 1, in pixels."""


def measure(content: bytes) -> Picture | None:
    """None if it is no PNG or JPEG. What follows the head may still be broken."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) >= 24:
        return _picture("image/png", content[16:20], content[20:24])
    return _measure_jpeg(content) if content.startswith(_JPEG) else None


def _measure_jpeg(content: bytes) -> Picture | None:
    """Walk from marker to marker up to the frame's head."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif length < 2:
            return None
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            return _picture("image/jpeg", content[at + 7 : at + 9], content[at + 5 : at + 7])
        else:
            at += 2 + length
    return None


def _picture(media_type: str, width: bytes, height: bytes) -> Picture | None:
    wide, high = int.from_bytes(width, "big"), int.from_bytes(height, "big")
    return Picture(media_type, wide, high) if wide and high else None
