"""The progress ring: how much somebody has learnt, as one arc around one large number."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from handlers.pictures.drawing import as_png, centred, drawable, fitted, font

WIDTH, MOST_HEIGHT = 1080, 1350
MARGIN = 60
SIDE, THICK = 660, 88
"""Of the ring: from edge to edge, and from outside to inside."""
TOP = 148
"""Of the picture above the ring."""
_SMOOTH = 2
"""Drawn so many times larger and shrunk: arcs have steps otherwise."""
_INK, _SURE, _MET, _PALE, _PAPER = "#1a1a1a", "#1d6b4f", "#f0a830", "#e4eaee", "#ffffff"


@dataclass(frozen=True, slots=True)
class Ring:
    """What is to be drawn, in words. The whole circle is `goal`; `met` of it is filled, `sure` of that in dark."""

    title: str
    met: int
    sure: int
    goal: int
    """At least `met`, at least 1."""
    unit: str
    """Below the number, which is `met`."""
    sure_told: str
    """What the dark part means; empty if there is none."""
    rest_told: str
    """What the light part means; empty if there is none."""
    ahead: str
    """What is still to come."""
    notes: tuple[str, ...]
    """At most two lines at the bottom."""


def draw(ring: Ring) -> bytes:
    """A PNG, `WIDTH` wide and as high as what stands on it, at most `MOST_HEIGHT`; no type smaller than 36 pixels."""
    picture = Image.new("RGB", (WIDTH, MOST_HEIGHT), _PAPER)
    canvas = ImageDraw.Draw(picture)
    inside = WIDTH - 2 * MARGIN
    centred(canvas, 44, WIDTH, *fitted(ring.title, inside, 1, 64, 40, bold=True), _INK)
    picture.paste(_arcs(ring), ((WIDTH - SIDE) // 2, TOP))
    room, middle = SIDE - 2 * THICK - 110, TOP + SIDE / 2
    number, face = fitted(str(ring.met), room, 1, 210, 60, bold=True)
    canvas.text((WIDTH / 2, middle - 36), number[0], fill=_INK, font=face, anchor="mm")
    centred(canvas, round(middle + 76), WIDTH, *fitted(ring.unit, room, 1, 56, 36), _INK)
    top = _draw_legend(canvas, ring, TOP + SIDE + 40)
    top = centred(canvas, top + 26, WIDTH, *fitted(ring.ahead, inside, 1, 50, 36, bold=True), _SURE)
    for note in ring.notes:
        top = centred(canvas, top + 10, WIDTH, *fitted(note, inside, 1, 46, 36), _INK)
    picture = picture.crop((0, 0, WIDTH, min(top + MARGIN, MOST_HEIGHT)))
    return as_png(picture, Image.Quantize.FASTOCTREE)


def _arcs(ring: Ring) -> Image.Image:
    """From the top on, clockwise."""
    large = Image.new("RGB", (SIDE * _SMOOTH, SIDE * _SMOOTH), _PAPER)
    canvas = ImageDraw.Draw(large)
    box = (0, 0, SIDE * _SMOOTH - 1, SIDE * _SMOOTH - 1)
    for share, ink in ((1.0, _PALE), (ring.met / ring.goal, _MET), (ring.sure / ring.goal, _SURE)):
        if share:
            canvas.arc(box, -90, -90 + 360 * share, fill=ink, width=THICK * _SMOOTH)
    return large.resize((SIDE, SIDE), Image.Resampling.BOX)


def _draw_legend(canvas: ImageDraw.ImageDraw, ring: Ring, top: int) -> int:
    """A square of each colour with what it means, below each other; returns where the next thing may begin."""
    told = [(words, ink) for words, ink in ((ring.sure_told, _SURE), (ring.rest_told, _MET)) if words]
    face = font(48)
    left = (WIDTH - max((face.getlength(drawable(words)) for words, _ in told), default=0) - 66) / 2
    for words, ink in told:
        canvas.rounded_rectangle((left, top + 6, left + 44, top + 50), 10, fill=ink)
        canvas.text((left + 66, top + 28), drawable(words), fill=_INK, font=face, anchor="lm")
        top += 66
    return top
