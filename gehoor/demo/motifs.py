"""What a drawn picture can hold, each a few plain shapes around the place where it stands.

Which of them are in a picture follows from the words that say what is to be seen.
"""

from collections.abc import Callable, Sequence
from typing import Final

from PIL.ImageDraw import ImageDraw

WATER, DEEP, BROWN, WOOD, LEAF, GREEN, STONE, BRICK, WHITE, DARK, YELLOW, ORANGE = (
    "#6f97ad", "#4d7890", "#8a6840", "#8b5e34", "#4f7d4f", "#3c7a4e", "#9d968c", "#a9584a",
    "#f2f0ea", "#2f3b44", "#e7b93c", "#c8713a",
)  # fmt: skip
Motif = Callable[[ImageDraw, int, int], None]
"""draws with this pen at x, standing on y"""


def house(pen: ImageDraw, x: int, y: int) -> None:
    pen.rectangle((x - 45, y - 110, x + 45, y), fill=BRICK)
    pen.polygon(((x - 52, y - 110), (x + 52, y - 110), (x, y - 152)), fill=DARK)
    for left in (-30, 8):
        pen.rectangle((x + left, y - 92, x + left + 22, y - 64), fill=WHITE)
    pen.rectangle((x - 11, y - 44, x + 11, y), fill=WOOD)


def tree(pen: ImageDraw, x: int, y: int) -> None:
    pen.rectangle((x - 8, y - 70, x + 8, y), fill=WOOD)
    for left, top, size in ((-48, -120, 66), (-14, -142, 64), (-20, -104, 60)):
        pen.ellipse((x + left, y + top, x + left + size, y + top + size), fill=LEAF)


def bin_(pen: ImageDraw, x: int, y: int) -> None:
    pen.polygon(((x - 34, y - 74), (x + 34, y - 74), (x + 26, y), (x - 26, y)), fill=GREEN)
    pen.polygon(((x - 40, y - 74), (x + 40, y - 92), (x + 40, y - 82), (x - 40, y - 66)), fill=DARK)
    for left in (-24, 14):
        pen.ellipse((x + left, y - 10, x + left + 14, y + 4), fill=DARK)


def bags(pen: ImageDraw, x: int, y: int) -> None:
    for left, size in ((-50, 52), (-6, 60), (-30, 40)):
        pen.ellipse(
            (x + left, y - size, x + left + size, y + 6), fill=WHITE, outline=STONE, width=3
        )


def bench(pen: ImageDraw, x: int, y: int) -> None:
    for top in (-62, -48, -30):
        pen.rectangle((x - 60, y + top, x + 60, y + top + 9), fill=WOOD)
    for left in (-50, 42):
        pen.rectangle((x + left, y - 62, x + left + 8, y), fill=DARK)


def bird(pen: ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - 30, y - 34, x + 24, y - 6), fill=WHITE)
    pen.ellipse((x + 8, y - 54, x + 36, y - 28), fill=WHITE)
    pen.polygon(((x + 34, y - 44), (x + 52, y - 38), (x + 34, y - 34)), fill=ORANGE)
    pen.ellipse((x + 22, y - 46, x + 27, y - 41), fill=DARK)


def bicycle(pen: ImageDraw, x: int, y: int) -> None:
    for left in (-56, 8):
        pen.ellipse((x + left, y - 48, x + left + 48, y), outline=DARK, width=5)
    pen.line((x - 32, y - 24, x, y - 62, x + 32, y - 24, x - 6, y - 24, x - 12, y - 62), DARK, 5)
    pen.line((x - 24, y - 64, x - 2, y - 64), DARK, 6)


def person(pen: ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - 13, y - 116, x + 13, y - 90), fill="#c99a78")
    pen.rounded_rectangle((x - 20, y - 88, x + 20, y - 34), 10, fill=YELLOW)
    for left in (-16, 4):
        pen.rectangle((x + left, y - 36, x + left + 12, y), fill=DARK)


def animal(pen: ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - 36, y - 60, x + 36, y), fill=ORANGE)
    pen.ellipse((x - 22, y - 96, x + 22, y - 52), fill=ORANGE)
    for left in (-22, 6):
        pen.polygon(
            ((x + left, y - 84), (x + left + 16, y - 88), (x + left + 6, y - 108)), fill=ORANGE
        )
    pen.ellipse((x - 12, y - 60, x + 12, y - 30), fill=WHITE)


def sign(pen: ImageDraw, x: int, y: int) -> None:
    pen.rectangle((x - 4, y - 60, x + 4, y), fill=DARK)
    pen.rounded_rectangle((x - 50, y - 126, x + 50, y - 58), 6, fill=WHITE, outline=DARK, width=3)
    for top in (-112, -96, -80):
        pen.line((x - 36, y + top, x + 36, y + top), STONE, 5)


def lamp(pen: ImageDraw, x: int, y: int) -> None:
    pen.line((x, y, x, y - 140, x + 36, y - 150), DARK, 6)
    pen.ellipse((x + 24, y - 156, x + 52, y - 138), fill=YELLOW)


def glass(pen: ImageDraw, x: int, y: int) -> None:
    pen.polygon(((x - 36, y - 120), (x + 36, y - 120), (x + 26, y), (x - 26, y)), fill=WHITE)
    pen.polygon(((x - 33, y - 92), (x + 33, y - 92), (x + 25, y - 5), (x - 25, y - 5)), fill=BROWN)
    pen.line((x - 90, y - 160, x, y - 160, x, y - 134), STONE, 14)


def fountain(pen: ImageDraw, x: int, y: int) -> None:
    for lean in (-46, -24, 0, 24, 46):
        pen.line((x, y, x + lean // 3, y - 150 + abs(lean), x + lean, y - 60), WHITE, 6)
    pen.ellipse((x - 56, y - 12, x + 56, y + 14), fill=WATER)


def pump(pen: ImageDraw, x: int, y: int) -> None:
    pen.rectangle((x - 62, y - 82, x + 62, y), fill=STONE)
    pen.rectangle((x - 70, y - 94, x + 70, y - 82), fill=DARK)
    pen.rectangle((x - 16, y - 54, x + 16, y), fill=GREEN)
    pen.line((x + 62, y - 30, x + 92, y - 30, x + 92, y + 10), DARK, 12)


def stairs(pen: ImageDraw, x: int, y: int) -> None:
    for step in range(5):
        top, left = y - 30 - 26 * step, x - 96 + 30 * step
        pen.rectangle((left, top, x + 96, y + 20), fill=(STONE, "#8b857c")[step % 2])
    for left in (-66, -30, 20):
        pen.rounded_rectangle((x + left, y - 22, x + left + 14, y + 8), 4, fill=GREEN)


MOTIFS: Final[Sequence[tuple[str, Motif]]] = (
    ("trede trap kelder", stairs), ("glas kraan", glass), ("fontein spuit", fountain),
    ("gemaal pomp", pump), ("container bak", bin_), ("zakken matrassen puin", bags),
    ("bank bankje", bench), ("meeuw eend vogel", bird), ("fiets bakfiets scooters", bicycle),
    ("kater labrador hond kat", animal), ("bord briefje laken paspoort", sign),
    ("lantaarn lamp paal", lamp), ("boom eik tak stam bijen", tree),
    ("man vrouw kind kinderen mensen iemand", person), ("pand huis huizen flat deur", house),
)  # fmt: skip
"""first those that a picture is about"""
