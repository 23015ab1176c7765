"""What is a picture, and how large: read from its first bytes, whatever these are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.samples import PICTURE
from handlers.pictures import Picture, measure


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    """As much of one as is read: a start, segments, the frame's head."""
    frame = b"\xff\xc2\x00\x0b\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x11\x00"
    return b"\xff\xd8" + before + frame


APP = b"\xff\xe0\x00\x04ab"
TABLE = b"\xff\xc4\x00\x04\x00\x00"


@pytest.mark.parametrize("before", [b"", APP, APP + TABLE, b"\xff\xff" + APP[1:], b"\xff\xd0" + APP])
def test_a_jpeg_is_measured(before: bytes) -> None:
    assert measure(jpeg(1280, 720, before)) == Picture("image/jpeg", 1280, 720)


def test_a_png_is_measured() -> None:
    assert measure(PICTURE) == Picture("image/png", 320, 180)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8",
        b"<svg/>",
        PICTURE[:20],
        jpeg(0, 5),
        jpeg(5, 5)[:8],
        jpeg(5, 5, b"\xff\xe0\xff\xff"),
        jpeg(5, 5, b"\xff\xe0\x00\x00"),
    ],
)
def test_what_is_none_is_none(content: bytes) -> None:
    assert measure(content) is None


@given(st.sampled_from([b"\xff\xd8", PICTURE[:16], b""]), st.binary(max_size=80))
def test_no_bytes_are_too_much(head: bytes, rest: bytes) -> None:
    found = measure(head + rest)
    assert found is None or min(found.width, found.height) > 0
