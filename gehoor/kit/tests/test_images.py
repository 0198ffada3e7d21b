"""Pictures of strangers: told by their content, drawn anew, and never large enough to hurt."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from gehoor.kit.images import MAX_SIDE, media_type_of, preview_of


def picture(form: str, *, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    written = BytesIO()
    Image.new(mode, size, 1).save(
        written, form, **({"comment": b"geheim"} if form == "JPEG" else {})
    )
    return written.getvalue()


def size_of(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as seen:
        return seen.size


def png_that_claims(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0" * 100


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"MZ\x90\0", "application/x-msdownload"),
        (b"PK\x03\x04...", "application/zip"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain"),
        (b"<html>", "text/plain"),
        ("café".encode(), "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_content_tells_what_a_file_is(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_drawn_anew(form: str) -> None:
    drawn = preview_of(picture(form))

    assert size_of(drawn) == (40, 30)
    assert media_type_of(drawn) == ("image/jpeg" if form == "JPEG" else "image/png")


def test_nothing_comes_along_with_the_pixels() -> None:
    hidden = picture("JPEG") + b"PK\x03\x04 hidden archive <script>"

    drawn = preview_of(hidden)

    assert b"geheim" not in drawn
    assert b"hidden" not in drawn


def test_a_large_picture_is_made_smaller() -> None:
    assert max(size_of(preview_of(picture("JPEG", size=(4000, 1000))))) == MAX_SIDE


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK"])
def test_unusual_colours_are_drawn_too(mode: str) -> None:
    assert preview_of(picture("JPEG" if mode == "CMYK" else "PNG", mode=mode))


@pytest.mark.parametrize(
    "content",
    [
        png_that_claims(60_000, 60_000),
        png_that_claims(2**31 - 1, 2**31 - 1),
        picture("PNG")[:60],
        picture("JPEG")[:100],
        b"GIF89a" + b"\xff" * 50,
        b"RIFF\0\0\0\0WEBP",
        b"<svg onload='alert(1)'/>",
        picture("BMP"),
        picture("TIFF"),
        b"",
    ],
)
def test_bombs_ruins_and_other_kinds_have_no_preview(content: bytes) -> None:
    assert preview_of(content) == b""
