"""Draws the pictures residents send: plain shapes, so that nobody takes them for a photograph."""

from functools import cache
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 480, 320
SKIES = ("#c9dde6", "#dfe5ea", "#f0e4cf", "#b9c8d3")
GROUNDS = ("#8aa37b", "#9d968c", "#7f94a3", "#b08d6a")
THINGS = ("#0b5f6b", "#7a1f4b", "#704600", "#1c5a30")


@cache
def draw(seen: str) -> bytes:
    """Return a small picture that stands for what is to be seen, the same for the same words."""
    numbers = sha256(seen.encode()).digest()
    picture = Image.new("RGB", (WIDTH, HEIGHT), SKIES[numbers[0] % len(SKIES)])
    pen = ImageDraw.Draw(picture)
    horizon = 150 + numbers[1] % 60
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=GROUNDS[numbers[2] % len(GROUNDS)])
    for place in range(3):
        left, size = 30 + 150 * place + numbers[3 + place] % 40, 40 + numbers[6 + place] % 60
        thing = THINGS[(numbers[9] + place) % len(THINGS)]
        pen.rounded_rectangle((left, horizon - size, left + 70, horizon + 30), 8, fill=thing)
    written = BytesIO()
    picture.quantize(16).save(written, "PNG", optimize=True)
    return written.getvalue()
