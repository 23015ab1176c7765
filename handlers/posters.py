"""Posters: a lesson's QR code and four digits, to be shown on a phone or printed on A4 and hung on the door."""

import io
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw

from handlers.pictures.drawing import centred, fitted, font

WIDTH, HEIGHT = 1080, 1350
MARGIN = 60
QUIET = 4
"""Modules of white around a QR code; scanners want them."""
LARGEST_QR = 640
INK, SOFT, PAPER = "#000000", "#1d5c4a", "#ffffff"


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it."""

    heading: str
    title: str
    """Of the class."""
    when: str
    where: str
    scan: str
    """Above the QR code."""
    link: str | None
    """What the QR code opens; None where the channel has no links: then the digits are all there is."""
    type_it: str
    """Above the digits."""
    code: str


def draw(poster: Poster) -> bytes:
    """As PNG, `WIDTH` × `HEIGHT`; no type smaller than 34 pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 110), fill=SOFT)
    centred(canvas, 20, WIDTH, [poster.heading], font(56, bold=True), PAPER)
    inside = WIDTH - 2 * MARGIN
    top = centred(canvas, 130, WIDTH, *fitted(poster.title, inside, 3, 62, 38, bold=True), INK)
    top = centred(canvas, top + 6, WIDTH, *fitted(poster.when, inside, 1, 46, 34, bold=True), INK)
    top = centred(canvas, top + 2, WIDTH, *fitted(poster.where, inside, 2, 40, 34), INK)
    if poster.link:
        top = centred(canvas, top + 14, WIDTH, *fitted(poster.scan, inside, 1, 40, 34), SOFT)
        _put_qr(image, poster.link, top)
    _put_code(canvas, poster, top)
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _put_qr(image: Image.Image, link: str, top: int) -> None:
    """In the middle of what is left above the digits, as large as there is room."""
    matrix = [list(row) for row in segno.make_qr(link, error="m").matrix]
    side = len(matrix) + 2 * QUIET
    small = Image.new("1", (side, side), 1)
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                small.putpixel((column + QUIET, row + QUIET), 0)
    room = HEIGHT - 250 - top
    scale = min(LARGEST_QR, room) // side
    large = small.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    image.paste(large, ((WIDTH - large.width) // 2, top + (room - large.height) // 2))


def _put_code(canvas: ImageDraw.ImageDraw, poster: Poster, top: int) -> None:
    """At the bottom; where there is no QR code, large in the middle of what is left."""
    label, face = fitted(poster.type_it, WIDTH - 2 * MARGIN, 1 if poster.link else 2, 40 if poster.link else 54, 34)
    digits = font(170 if poster.link else 230, bold=True)
    height = round(len(label) * face.size * 1.25 + digits.size)
    begin = HEIGHT - height - 40 if poster.link else top + (HEIGHT - top - height) // 2
    below = centred(canvas, begin, WIDTH, label, face, SOFT)
    canvas.text((WIDTH / 2, below), " ".join(poster.code), fill=INK, font=digits, anchor="ma")
