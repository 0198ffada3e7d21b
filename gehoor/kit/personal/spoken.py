"""Numbers in words, as people write them to slip past a machine: "nul zes veertien"."""

import re
from collections.abc import Iterator
from typing import Final

from gehoor.kit.personal.found import Kind, Own, Span, bare_number

ONES: Final = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
TEENS: Final = (
    "tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien",
    "negentien",
)  # fmt: skip
TENS: Final = (
    "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig",
)  # fmt: skip


def _numbers() -> dict[str, str]:
    """Return every number below a hundred in words, with how it may be typed, and its digits."""
    found = {word: str(digit) for digit, word in enumerate(ONES)} | {"\u00e9\u00e9n": "1"}
    found |= {word: str(10 + more) for more, word in enumerate(TEENS)}
    for ten, word in enumerate(TENS, start=2):
        found[word] = str(10 * ten)
        for one, unit in enumerate(ONES[1:], start=1):
            for link in ("en", "\u00ebn"):
                found[f"{unit}{link}{word}"] = str(10 * ten + one)
    return found


NUMBERS: Final = _numbers()
IN_WORDS: Final = "(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
YEAR_IN_WORDS: Final = (
    rf"(?:(?:achttien|negentien)(?:honderd)?(?:en)?[ -]?{IN_WORDS}"
    rf"|tweeduizend(?:en)?[ -]?{IN_WORDS}?)"
)
DIALLED: Final = re.compile(
    rf"(?<!\w)(?:nul|0\d?)(?:[ ,.-]{{0,3}}(?:{IN_WORDS}(?!\w)|\d{{1,4}}(?!\d))){{3,10}}",
    re.IGNORECASE,
)
PART: Final = re.compile(rf"{IN_WORDS}(?!\w)|\d+", re.IGNORECASE)
LONG: Final = 10


def find_spoken_phone(text: str, own: Own) -> Iterator[Span]:
    """Return telephone numbers with at least one part in words."""
    for found in DIALLED.finditer(text):
        digits, end, has_words = "", 0, False
        for part in PART.finditer(found[0]):
            digits += NUMBERS.get(part[0].lower(), part[0])
            has_words |= part[0][0].isalpha()
            end = found.start() + part.end()
            if len(digits) >= LONG:
                break
        is_phone = len(digits) == LONG and digits[0] == "0" and digits[1] != "0" and has_words
        if is_phone and bare_number(digits) not in own.bare_numbers:
            yield Span(found.start(), end, Kind.PHONE)
