"""Drawing text into pictures: our own font, lines that fit, and nothing that the font has no sign for."""

import io
import unicodedata
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_HERE = Path(__file__).parent
INK = "#1a1a1a"
SMALLEST = 28
"""Pixels of type that can still be read on a phone, where the picture is a third as wide."""
_MISSING = ("C", "So", "Sk")
"""Categories that the font does not draw: what cannot be seen, emoji, modifiers of emoji."""


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """`size`: in pixels."""
    return ImageFont.truetype(_HERE / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size)


def drawable(text: str) -> str:
    """Composed, on one line, without what the font has no sign for."""
    known = (
        one
        for one in unicodedata.normalize("NFC", text)
        if ord(one) < 0x10000 and (one.isspace() or not unicodedata.category(one).startswith(_MISSING))
    )
    return " ".join("".join(known).split())


def lines_of(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines of at most this many pixels; a word that is longer is broken."""
    lines = [""]
    for word in drawable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for sign in word:
            if face.getlength(lines[-1] + sign) > width:
                lines.append("")
            lines[-1] += sign
    return lines


def fitted(
    text: str, width: int, most_lines: int, largest: int, smallest: int, *, bold: bool = False
) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The text in as large a type as fits into so many lines; what does not fit in the smallest is cut."""
    for size in range(largest, smallest - 1, -2):
        lines = lines_of(text, font(size, bold=bold), width)
        if len(lines) <= most_lines:
            return lines, font(size, bold=bold)
    face = font(smallest, bold=bold)
    kept = lines_of(text, face, width)[:most_lines]
    while kept[-1] and face.getlength(kept[-1] + "…") > width:
        kept[-1] = kept[-1][:-1]
    return [*kept[:-1], kept[-1].rstrip() + "…"], face


def write_line(
    canvas: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: int,
    room: int,
    *,
    bold: bool = False,
    ink: str = INK,
    anchor: str = "la",
) -> None:
    """On one line, smaller where it would not fit, cut in the end."""
    (line,), face = fitted(text, room, 1, size, SMALLEST, bold=bold)
    canvas.text(at, line, fill=ink, font=face, anchor=anchor)


def as_png(picture: Image.Image, method: Image.Quantize | None = None) -> bytes:
    """In a few colours, which is a third of the bytes. `method`: how they are chosen."""
    kept = io.BytesIO()
    picture.quantize(64, method, dither=Image.Dither.NONE).save(kept, "PNG")
    return kept.getvalue()


def centred(
    canvas: ImageDraw.ImageDraw, top: int, width: int, lines: list[str], face: ImageFont.FreeTypeFont, ink: str
) -> int:
    """Draw lines in the middle of this width; returns where the next thing may begin."""
    height = round(face.size * 1.25)
    for number, line in enumerate(lines):
        canvas.text((width / 2, top + number * height), line, fill=ink, font=face, anchor="ma")
    return top + len(lines) * height
