"""Small files for people to send: a picture, a second of voice, a sticker. Made here, so that nothing is downloaded."""

import struct
import zlib

SKY, SUN, FIELD = (246, 205, 150), (226, 92, 60), (96, 140, 92)


def _picture(width: int = 320, height: int = 180) -> bytes:
    """A sunrise over a field, as PNG."""
    rows = b"".join(b"\0" + b"".join(bytes(_pixel(x, y, width, height)) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _pixel(x: int, y: int, width: int, height: int) -> tuple[int, int, int]:
    horizon = height * 2 // 3
    if y > horizon:
        return FIELD
    return SUN if (x - width // 2) ** 2 + (y - horizon) ** 2 < (height // 4) ** 2 else SKY


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PICTURE = _picture()
VOICE = b"OggS" + bytes(60)
STICKER = b"RIFF" + struct.pack("<I", 4) + b"WEBP"
