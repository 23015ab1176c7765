"""The chart of a year: twelve bars, large enough to be read on a phone without glasses."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from handlers.pictures.drawing import as_png, write_line

WIDTH, HEIGHT = 1080, 1350
MARGIN = 48
_TOP, _BOTTOM = 336, 70
"""Above the bars: title, centre, total and what the line means; below them: a margin."""
_LABELS, _NUMBERS = 240, 150
"""Beside the bars: the months' names on the left, the numbers on the right."""
_PALE, _BAR, _REACHED, _LINE = "#e9eef2", "#1f6fb2", "#2e7d32", "#c62828"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is to be drawn, in words."""

    title: str
    subtitle: str
    total: str
    legend: str
    """What the line means; empty without a line."""
    bars: Sequence[tuple[str, int, str]]
    """(name, value, value in words), from top to bottom."""
    line: int | None
    """A value that the bars are compared with."""


def draw(chart: Chart) -> bytes:
    """A PNG of `WIDTH` × `HEIGHT`."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(picture)
    room = WIDTH - 2 * MARGIN
    write_line(pen, (MARGIN, 40), chart.title, 64, room, bold=True)
    write_line(pen, (MARGIN, 122), chart.subtitle, 44, room)
    write_line(pen, (MARGIN, 186), chart.total, 54, room, bold=True, ink=_BAR)
    write_line(pen, (MARGIN, 262), chart.legend, 40, room, ink=_LINE)
    _draw_bars(pen, chart)
    return as_png(picture)


def _draw_bars(pen: ImageDraw.ImageDraw, chart: Chart) -> None:
    left, right = MARGIN + _LABELS, WIDTH - MARGIN - _NUMBERS
    high = (HEIGHT - _TOP - _BOTTOM) / len(chart.bars)
    most = max([1, chart.line or 0, *(value for _, value, _ in chart.bars)])
    for number, (name, value, told) in enumerate(chart.bars):
        top = _TOP + number * high
        middle, end = top + high / 2, left + (right - left) * value / most
        write_line(pen, (MARGIN, middle), name, 42, _LABELS - 16, anchor="lm")
        pen.rectangle((left, top + 10, right, top + high - 10), fill=_PALE)
        if value:
            reached = chart.line is not None and value >= chart.line
            pen.rectangle((left, top + 10, max(end, left + 4), top + high - 10), fill=_REACHED if reached else _BAR)
        write_line(pen, (WIDTH - MARGIN, middle), told, 44, _NUMBERS - 16, bold=True, anchor="rm")
    if chart.line:
        at = left + (right - left) * chart.line / most
        # White beside it: red on green is one colour to some.
        pen.line((at, _TOP - 8, at, HEIGHT - _BOTTOM + 8), fill="white", width=18)
        pen.line((at, _TOP - 8, at, HEIGHT - _BOTTOM + 8), fill=_LINE, width=8)
