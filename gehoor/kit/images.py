"""Tells what a file is by its content, and re-encodes pictures so that they are safe to show."""

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = 40_000_000

MAX_SIDE: Final = 1600
MAX_BYTES: Final = 30_000_000
PICTURES: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
SIGNATURES: Final = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftyp", "video/mp4"),
)
SCALABLE: Final = frozenset({"RGB", "RGBA", "L", "LA", "CMYK", "YCbCr"})
UNKNOWN: Final = "application/octet-stream"


def media_type_of(content: bytes) -> str:
    """Name the kind of file by what is in it; the sender's word for it counts for nothing."""
    for position, signature, media_type in SIGNATURES:
        if content.startswith(signature, position):
            return media_type
    return "text/plain" if is_text(content[:4096]) else UNKNOWN


def is_text(start: bytes) -> bool:
    if not start or b"\0" in start:
        return False
    try:
        # The cut may fall inside the last letter, so its bytes are left out.
        start[: max(1, len(start) - 3)].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def preview_of(content: bytes) -> bytes:
    """Return the picture drawn anew, without anything that came along with it; else nothing.

    Only pixels survive: metadata, hidden archives and scripts do not.
    """
    form = PICTURES.get(media_type_of(content))
    if form is None or len(content) > MAX_BYTES:
        return b""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return drawn_anew(content, form)
    # Pillow's decoders raise all of these for broken pictures; a picture is never worth a message.
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError):
        return b""
    except (ValueError, TypeError, KeyError, IndexError, EOFError, MemoryError, OverflowError):
        return b""


def drawn_anew(content: bytes, form: str) -> bytes:
    with Image.open(BytesIO(content), formats=[form]) as picture:
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        # Made small first: converting 40 million pixels would need their memory twice.
        small = picture if picture.mode in SCALABLE else picture.convert("RGBA")
        small.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=2.0)
        ImageOps.exif_transpose(small, in_place=True)
        is_photo = form == "JPEG"
        pixels = small.convert("RGB" if is_photo else "RGBA")
    # A fresh canvas: `info` with comments and profiles stays behind.
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    written = BytesIO()
    if is_photo:
        fresh.save(written, "JPEG", quality=80)
    else:
        fresh.save(written, "PNG")
    return written.getvalue()
