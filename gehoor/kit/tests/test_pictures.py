"""Pictures of colleagues leave without what a camera wrote in them, and without being drawn."""

import struct
from io import BytesIO
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from gehoor.kit import pictures
from gehoor.testing.pictures import SECRETS, drawn, from_a_phone, pixels, png_that_claims

FORMS = ("JPEG", "PNG", "GIF", "WEBP")
STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x40\0\0\0WEBP")


@pytest.mark.parametrize("form", FORMS)
def test_what_a_camera_wrote_is_left_out_and_what_is_seen_stays(form: str) -> None:
    taken = from_a_phone(form)
    assert any(secret in taken for secret in SECRETS)

    read = pictures.read(taken)

    assert not any(secret in read.content for secret in SECRETS)
    assert (read.width, read.height) == (40, 30)
    assert ImageChops.difference(pixels(read.content), pixels(taken)).getbbox() is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_lies_on_its_side_still_says_so_and_nothing_else(form: str) -> None:
    read = pictures.read(from_a_phone(form))

    assert pixels(read.content).size == (30, 40)
    with Image.open(BytesIO(read.content)) as left:
        assert dict(left.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_that_holds_nothing_else_stays_as_it_is(form: str) -> None:
    plain = pictures.read(drawn(form)).content

    assert pictures.read(plain).content == plain


@pytest.mark.parametrize("form", FORMS)
def test_half_a_picture_is_broken(form: str) -> None:
    whole = pictures.read(drawn(form, (200, 150))).content

    for length in {12, 40, len(whole) // 4, len(whole) // 2, len(whole) - 3}:
        with pytest.raises(pictures.Broken):
            pictures.read(whole[:length])


def test_a_picture_is_measured_by_its_header_however_large_it_says_it_is() -> None:
    read = pictures.read(png_that_claims(60_000, 60_000))

    assert read.pixels == 3_600_000_000


def test_pictures_that_move_still_move() -> None:
    first, second = Image.new("RGB", (40, 30), "green"), Image.new("RGB", (40, 30), "black")
    moving = drawn("GIF", save_all=True, append_images=[first, second], loop=0, duration=100)

    with Image.open(BytesIO(pictures.read(moving).content)) as left:
        assert (getattr(left, "n_frames", 1), left.info["loop"]) == (3, 0)


def test_the_largest_of_what_a_picture_says_counts() -> None:
    small = drawn("GIF", (10, 10))
    large = small.replace(
        b"," + struct.pack("<HHHH", 0, 0, 10, 10), b"," + struct.pack("<HHHH", 0, 0, 60_000, 9)
    )

    assert pictures.read(large).width == 60_000


@given(st.sampled_from(STARTS), st.binary(max_size=300))
def test_rubbish_is_broken_and_nothing_worse(start: bytes, rest: bytes) -> None:
    try:
        pictures.read(start + rest)
    except pictures.Broken:
        return


def test_a_picture_of_very_many_empty_parts_is_read_in_one_go() -> None:
    """Put together part by part it would be copied as often as there are parts."""
    parts = b"VP8X" + struct.pack("<I", 10) + b"\0" * 10 + 200_000 * (b"ANMF" + b"\0" * 4)
    whole = b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts
    begun = monotonic()

    read = pictures.read(whole)

    assert read.content == whole
    assert monotonic() - begun < 15
