"""The chart of skills: a bar for each below its name, large enough to be read on a phone without glasses."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from handlers.pictures.drawing import as_png, write_line

WIDTH = 1080
MARGIN = 48
MOST = 8
"""Bars; more would be too small to read."""
_TOP, _EACH, _BAR, _BOTTOM = 292, 132, 44, 28
"""Pixels: above the first skill, from one to the next, a bar's height, below the last."""
_VALUE = 400
"""Pixels beside a bar for what it says in words."""
_GREY, _PALE, _FULL, _BLUE = "#4a4a4a", "#e3e9ee", 10, "#1f6fb2"


@dataclass(frozen=True, slots=True)
class SkillChart:
    """What is to be drawn, in words."""

    title: str
    subtitle: str
    legend: str
    bars: Sequence[tuple[str, int, str]]
    """(skill, tenths, in words), from top to bottom; at most `MOST`."""


def draw(chart: SkillChart) -> bytes:
    """A PNG, `WIDTH` wide and as high as it takes."""
    picture = Image.new("RGB", (WIDTH, _TOP + _EACH * len(chart.bars) + _BOTTOM), "white")
    pen = ImageDraw.Draw(picture)
    room = WIDTH - 2 * MARGIN
    write_line(pen, (MARGIN, 36), chart.title, 64, room, bold=True)
    write_line(pen, (MARGIN, 120), chart.subtitle, 44, room)
    write_line(pen, (MARGIN, 188), chart.legend, 38, room, ink=_GREY)
    for number, (name, tenths, told) in enumerate(chart.bars):
        top = _TOP + number * _EACH
        write_line(pen, (MARGIN, top), name, 44, room, bold=True)
        _draw_bar(pen, top + 62, tenths, told)
    return as_png(picture)


def _draw_bar(pen: ImageDraw.ImageDraw, top: int, tenths: int, told: str) -> None:
    left, right = MARGIN, WIDTH - MARGIN - _VALUE
    pen.rectangle((left, top, right, top + _BAR), fill=_PALE)
    pen.rectangle((left, top, left + (right - left) * tenths / _FULL, top + _BAR), fill=_BLUE)
    write_line(pen, (right + 24, top - 4), told, 42, _VALUE - 24)
