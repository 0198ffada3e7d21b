"""Measures a picture by its header and takes out what came along with it, without drawing it.

A camera writes where and when a picture was taken, and with which device; programs write who edited
it. None of that leaves with a picture of ours. Nothing is decoded, so nothing can blow up, and what
is to be seen stays as it was, byte for byte.

JPEG: ITU-T T.81; PNG: W3C PNG (Third Edition); GIF: GIF89a; WebP: RFC 9649; Exif: CIPA DC-008.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from gehoor.kit.images import media_type_of

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
# What says how the pixels look. Everything else that a PNG need not have is left out.
PNG_KEPT: Final = frozenset(
    {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT",
     b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"}
)  # fmt: skip
WEBP_KEPT: Final = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
WEBP_EXIF, WEBP_XMP = 0x08, 0x04
GIF_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
# Begins the next part of a JPEG: not a byte that stands for itself, a restart, or filling.
NEXT_MARKER: Final = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])", re.DOTALL)
END, SCAN, COMMENT = 0xD9, 0xDA, 0xFE
STANDS_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
APPLICATIONS: Final = range(0xE0, 0xF0)
APPLICATIONS_KEPT: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
ORIENTATION: Final = 0x0112
MOST_TAGS: Final = 500


class Broken(Exception):
    """This picture is damaged, or only a part of it."""


@dataclass(frozen=True)
class Picture:
    """A picture of which the header was read."""

    width: int
    height: int
    content: bytes
    """the picture without what came along with it"""

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read(content: bytes) -> Picture:
    """Measure a picture and leave out what is not to be seen in it. Raises Broken."""
    reader = READERS.get(media_type_of(content))
    if reader is None:
        raise Broken
    try:
        picture = reader(content)
    except (struct.error, IndexError) as error:
        raise Broken from error
    if not (picture.width and picture.height):
        raise Broken
    return picture


def _jpeg(content: bytes) -> Picture:
    width, height, orientation, kept = 0, 0, 1, []
    for marker, piece in _jpeg_parts(content):
        told = piece[4:]
        if marker in FRAMES:
            down, across = struct.unpack_from(">HH", told, 1)
            width, height = max(width, across), max(height, down)
        if marker == 0xE1 and told.startswith(b"Exif\0\0"):
            orientation = _orientation(told[6:])
        if _is_seen(marker, told):
            kept.append(piece)
    upright = _exif(orientation)
    turned = b"Exif\0\0" + upright
    exif = b"\xff\xe1" + struct.pack(">H", len(turned) + 2) + turned if upright else b""
    return Picture(width, height, b"\xff\xd8" + exif + b"".join(kept))


def _is_seen(marker: int, told: bytes) -> bool:
    """Does this part of a JPEG say how it looks?"""
    if marker in APPLICATIONS:
        kept = APPLICATIONS_KEPT.get(marker)
        return kept is not None and told.startswith(kept)
    return marker != COMMENT


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each part up to the end of the picture; whatever hangs behind it is no part of it."""
    place, marker = 2, 0
    while marker != END:
        if content[place] != 0xFF:
            raise Broken
        while content[place + 1] == 0xFF:
            place += 1
        marker = content[place + 1]
        end = _end_of_part(content, marker, place)
        yield marker, content[place:end]
        place = end


def _end_of_part(content: bytes, marker: int, place: int) -> int:
    if marker == END or marker in STANDS_ALONE:
        return place + 2
    (length,) = struct.unpack_from(">H", content, place + 2)
    end: int = place + 2 + length
    if length < 2 or end > len(content):
        raise Broken
    if marker != SCAN:
        return end
    found = NEXT_MARKER.search(content, end)
    if found is None:
        raise Broken
    return found.start()


def _orientation(exif: bytes) -> int:
    """Return how the picture must be turned to stand upright: 1 is as it is."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for number in range(min(count, MOST_TAGS)):
            tag, value = struct.unpack_from(f"{order}H6xH", exif, first + 2 + 12 * number)
            if tag == ORIENTATION:
                return int(value) if value in range(1, 9) else 1
    except struct.error:
        pass  # what cannot be read turns nothing
    return 1


def _exif(orientation: int) -> bytes:
    """Return that and nothing else, or nothing for a picture that stands upright."""
    if orientation == 1:
        return b""
    tag = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + tag + b"\0\0\0\0"


def _png(content: bytes) -> Picture:
    kept, place, kind, upright = [PNG_START], len(PNG_START), b"", b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content) or (len(kept) == 1 and kind != b"IHDR"):
            raise Broken
        if kind == b"eXIf":
            upright = _exif(_orientation(content[place + 8 : end - 4]))
        if kind == b"IEND" and upright:
            kept.append(_png_chunk(b"eXIf", upright))
        if kind in PNG_KEPT or not kind[0] & 0x20:
            kept.append(content[place:end])
        place = end
    width, height = struct.unpack_from(">II", content, 16)
    return Picture(width, height, b"".join(kept))


def _png_chunk(kind: bytes, told: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + told))
    return struct.pack(">I", len(told)) + kind + told + check


def _gif(content: bytes) -> Picture:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    place = 13 + _gif_colours(flags)
    kept = [content[:place]]
    while (kind := content[place]) != 0x3B:
        if kind == 0x2C:
            left, top, across, down, own = struct.unpack_from("<HHHHB", content, place + 1)
            width, height = max(width, left + across), max(height, top + down)
            end = _gif_end(content, place + 11 + _gif_colours(own))
        elif kind == 0x21:
            end = _gif_end(content, place + 2)
        else:
            raise Broken
        if kind == 0x2C or _gif_is_seen(content, place):
            kept.append(content[place:end])
        place = end
    return Picture(width, height, b"".join(kept) + b"\x3b")


def _gif_is_seen(content: bytes, place: int) -> bool:
    """Does this extension say how the picture looks or moves?"""
    label = content[place + 1]
    return label == 0xF9 or (label == 0xFF and content[place + 3 : place + 14] in GIF_LOOPS)


def _gif_colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_end(content: bytes, place: int) -> int:
    """Return where the blocks from `place` on end."""
    while size := content[place]:
        place += size + 1
    return place + 1


def _webp(content: bytes) -> Picture:
    (whole,) = struct.unpack_from("<I", content, 4)
    if content[:4] != b"RIFF" or whole + 8 > len(content):
        raise Broken
    width, height, upright, kept, place = 0, 0, b"", [], 12
    while place < whole + 8:
        kind = content[place : place + 4]
        (length,) = struct.unpack_from("<I", content, place + 4)
        told = content[place + 8 : place + 8 + length]
        if len(told) < length:
            raise Broken
        across, down = _webp_size(kind, told)
        width, height = max(width, across), max(height, down)
        if kind == b"EXIF":
            upright = _exif(_orientation(told.removeprefix(b"Exif\0\0")))
        if kind in WEBP_KEPT:
            kept.append((kind, told))
        place += 8 + length + length % 2
    if upright and kept and kept[0][0] == b"VP8X":
        kept.append((b"EXIF", upright))
    return Picture(width, height, _webp_file(kept))


def _webp_size(kind: bytes, told: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return 1 + int.from_bytes(told[4:7], "little"), 1 + int.from_bytes(told[7:10], "little")
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", told, 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", told, 1)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return 0, 0


def _webp_file(parts: list[tuple[bytes, bytes]]) -> bytes:
    has_exif = any(kind == b"EXIF" for kind, _ in parts)
    written = [b"WEBP"]
    for kind, told in parts:
        if kind == b"VP8X":
            flags = told[0] & ~(WEBP_EXIF | WEBP_XMP) | (WEBP_EXIF if has_exif else 0)
            told = bytes([flags]) + told[1:]
        written += [kind, struct.pack("<I", len(told)), told, b"\0" * (len(told) % 2)]
    whole = b"".join(written)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


READERS: Final[dict[str, Callable[[bytes], Picture]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
}
