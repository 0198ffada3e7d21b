"""Pictures as a phone makes them: with what is to be seen, and with much that is not."""

import struct
import zlib
from io import BytesIO
from typing import Any, Final

from PIL import Image, PngImagePlugin

SECRETS: Final = (b"GeheimeCamera", b"Dorpsstraat 1", b"52.0907")
"""what stands in each of them beside the pixels"""
TURNED: Final = 6
"""lies on its side: a quarter turn makes it stand upright"""


def exif() -> Image.Exif:
    """Where and with what it was taken, and how it lies."""
    told = Image.Exif()
    told[0x010F], told[0x0112] = "GeheimeCamera", TURNED
    told.get_ifd(0x8825)[0x001D] = "52.0907"
    told[0x010E] = "Dorpsstraat 1"
    return told


def drawn(form: str, size: tuple[int, int] = (40, 30), **how: Any) -> bytes:
    """Return a picture of which the left half is red and the right half blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    picture.save(written, form, **how)
    return written.getvalue()


def heavy(form: str) -> bytes:
    """Return a picture that cannot be packed into less than 100 kB."""
    written = BytesIO()
    Image.effect_noise((600, 400), 90).save(written, form)
    return written.getvalue()


def from_a_phone(form: str) -> bytes:
    """Return a picture with everything a phone and a program write into it."""
    if form == "GIF":
        return drawn(form, comment=b" ".join(SECRETS))
    if form == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", "GeheimeCamera Dorpsstraat 1 52.0907")
        return drawn(form, exif=exif(), pnginfo=told) + b"GeheimeCamera"
    if form == "JPEG":
        # Phones hang a film behind the picture, with its own place and time.
        return drawn(form, exif=exif(), comment=b"52.0907", quality=90) + b"ftyp Dorpsstraat 1"
    return drawn(form, exif=exif(), xmp=b"<x>Dorpsstraat 1</x>", lossless=True)


def png_that_claims(width: int, height: int) -> bytes:
    """Return a few bytes that say they are a picture of that size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    end = b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + chunk + end


def pixels(content: bytes) -> Any:
    """Return what is to be seen, standing upright as a screen shows it."""
    with Image.open(BytesIO(content)) as picture:
        turn = picture.getexif().get(0x0112, 1)
        upright = picture.convert("RGB")
    return upright.transpose(Image.Transpose.ROTATE_270) if turn == TURNED else upright
