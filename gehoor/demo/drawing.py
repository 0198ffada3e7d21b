"""Draws the pictures residents send: plain shapes, so that nobody takes them for a photograph."""

import re
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from gehoor.demo.motifs import DARK, DEEP, MOTIFS, WATER, Motif, glass, house

WIDTH, HEIGHT = 480, 320
SKIES = ("#c9dde6", "#dfe5ea", "#f0e4cf", "#b9c8d3")
RAIN_SKY: Final = "#8b98a3"
GROUNDS = ("#8aa37b", "#9d968c", "#c2b8a3", "#b08d6a")
MOST: Final = 3
WET: Final = re.compile(r"\b(?:water|blank|overstroomd|vijver|gracht|plas|regen)\w*")
FLOODED: Final = re.compile(r"\b(?:onder water|blank|overstroomd|loopt over|water staat tot)\b")


@cache
def draw(seen: str) -> bytes:
    """Return a small picture of what is to be seen, the same for the same words."""
    words, numbers = seen.casefold(), sha256(seen.encode()).digest()
    is_flooded = bool(FLOODED.search(words))
    sky = RAIN_SKY if is_flooded else SKIES[numbers[0] % len(SKIES)]
    picture = Image.new("RGB", (WIDTH, HEIGHT), sky)
    pen = ImageDraw.Draw(picture)
    horizon = 190 + numbers[1] % 40
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=GROUNDS[numbers[2] % len(GROUNDS)])
    found = motifs_in(words)
    for place, motif in enumerate(found):
        x = WIDTH * (2 * place + 1) // (2 * len(found)) + numbers[3 + place] % 30 - 15
        motif(pen, x, horizon + 14 + numbers[6 + place] % 24)
    if is_flooded or (WET.search(words) and glass not in found):
        water(pen, horizon - 8 if is_flooded else horizon + 52)
    if is_flooded:
        rain(pen, numbers)
    written = BytesIO()
    picture.quantize(24).save(written, "PNG")
    return written.getvalue()


def motifs_in(words: str) -> list[Motif]:
    """Return what the words name, what it is about first; a street when they name nothing."""
    there = set(re.findall(r"\w+", words))
    found = [motif for names, motif in MOTIFS if there & set(names.split())]
    return found[:MOST] or [house] * MOST


def water(pen: ImageDraw.ImageDraw, level: int) -> None:
    """Let water stand up to a height, with lines on it."""
    pen.rectangle((0, level, WIDTH, HEIGHT), fill=WATER)
    for row, top in enumerate(range(level + 12, HEIGHT, 22)):
        for left in range(-40 + 37 * (row % 3), WIDTH, 110):
            pen.arc((left, top, left + 56, top + 14), 200, 340, fill=DEEP, width=3)


def rain(pen: ImageDraw.ImageDraw, numbers: bytes) -> None:
    for place, number in enumerate(numbers):
        x, y = place * 16 + number % 16, number * 7 % (HEIGHT - 40)
        pen.line((x, y, x - 7, y + 26), DARK, 1)
