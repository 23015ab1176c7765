"""The card of a month, to be shared: its days with learning on a calendar, three numbers, new badges. Nobody's name."""

from calendar import Calendar
from dataclasses import dataclass

from PIL import Image, ImageDraw

from handlers.pictures.drawing import as_png, centred, drawable, fitted, font

WIDTH, MOST_HEIGHT = 1080, 1350
MARGIN = 60
_BAND = 196
_ROW, _ROUND = 96, 84
"""From one week to the next; across a day with learning."""
_SMOOTH = 4
"""A round is drawn so many times larger and shrunk: it has steps otherwise."""
_INK, _SOFT, _GREEN, _GOLD, _PAPER = "#1a1a1a", "#5b6670", "#1d6b4f", "#8a5a00", "#ffffff"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on it."""

    title: str
    subtitle: str
    year: int
    month: int
    days: frozenset[int]
    """With learning."""
    weekdays: tuple[str, ...]
    """What the seven are called, in at most three signs, from Monday on."""
    numbers: tuple[tuple[str, str], ...]
    """(number, what it counts), at most three."""
    badges: tuple[str, ...]
    """At most two lines."""
    footer: str


def draw(card: Card) -> bytes:
    """A PNG, `WIDTH` wide and as high as what stands on it, at most `MOST_HEIGHT`; no type smaller than 36 pixels."""
    picture = Image.new("RGB", (WIDTH, MOST_HEIGHT), _PAPER)
    canvas = ImageDraw.Draw(picture)
    inside = WIDTH - 2 * MARGIN
    canvas.rectangle((0, 0, WIDTH, _BAND), fill=_GREEN)
    top = centred(canvas, 24, WIDTH, *fitted(card.title, inside, 1, 68, 44, bold=True), _PAPER)
    centred(canvas, top, WIDTH, *fitted(card.subtitle, inside, 1, 46, 36), _PAPER)
    top = _draw_calendar(picture, canvas, card)
    top = _draw_numbers(canvas, card, top + 16)
    for badge in card.badges:
        top = centred(canvas, top, WIDTH, *fitted(badge, inside, 1, 44, 36, bold=True), _GOLD) + 6
    top = centred(canvas, top + 20, WIDTH, *fitted(card.footer, inside, 1, 40, 36), _SOFT)
    picture = picture.crop((0, 0, WIDTH, min(top + 36, MOST_HEIGHT)))
    return as_png(picture, Image.Quantize.FASTOCTREE)


def _draw_calendar(picture: Image.Image, canvas: ImageDraw.ImageDraw, card: Card) -> int:
    """Returns where the next thing may begin."""
    wide, top = (WIDTH - 2 * MARGIN) / 7, _BAND + 52
    for column, name in enumerate(card.weekdays):
        at = (MARGIN + (column + 0.5) * wide, top)
        canvas.text(at, drawable(name), fill=_SOFT, font=font(38), anchor="mm")
    spot = _round()
    weeks = Calendar().monthdayscalendar(card.year, card.month)
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            x, y = round(MARGIN + (column + 0.5) * wide), round(top + 28 + (row + 0.5) * _ROW)
            learnt = day in card.days
            if learnt:
                picture.paste(_GREEN, (x - _ROUND // 2, y - _ROUND // 2), spot)
            if day:
                ink = _PAPER if learnt else _SOFT
                canvas.text((x, y), str(day), fill=ink, font=font(42, bold=learnt), anchor="mm")
    return top + 28 + len(weeks) * _ROW


def _round() -> Image.Image:
    large = Image.new("L", (_ROUND * _SMOOTH, _ROUND * _SMOOTH), 0)
    ImageDraw.Draw(large).ellipse((0, 0, large.width - 1, large.height - 1), fill=255)
    return large.resize((_ROUND, _ROUND), Image.Resampling.BOX)


def _draw_numbers(canvas: ImageDraw.ImageDraw, card: Card, top: int) -> int:
    """Side by side; returns where the next thing may begin."""
    wide = (WIDTH - 2 * MARGIN) / max(1, len(card.numbers))
    for column, (number, unit) in enumerate(card.numbers):
        middle = MARGIN + (column + 0.5) * wide
        lines, face = fitted(number, round(wide) - 20, 1, 96, 44, bold=True)
        canvas.text((middle, top + 60), lines[0], fill=_GREEN, font=face, anchor="mm")
        lines, face = fitted(unit, round(wide) - 20, 1, 44, 36)
        canvas.text((middle, top + 140), lines[0], fill=_INK, font=face, anchor="mm")
    return top + 200
