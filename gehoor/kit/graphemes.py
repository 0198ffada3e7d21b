"""Counts what a person calls one letter: an emoji of seven code points is one.

Extended grapheme clusters (Unicode, UAX 29), by what Python knows of characters. Where Python does
not tell, a cluster counts as two rather than none: a text that fits here fits there, too.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

JOINER: Final = "\u200d"
# What is not a mark by its category, and yet belongs to the letter before it.
EXTENDS: Final = re.compile(
    "[\u200c\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u0e33\u0eb3]"
)
FLAG_HALF: Final = re.compile("[\U0001f1e6-\U0001f1ff]")
PICTURE: Final = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa"
    "\U0001f400-\U0001faff\U0001fc00-\U0001fffd]"
)
# Hangul: leading, vowel, trailing letters, and syllables with and without a trailing one.
LEADING: Final = re.compile("[\u1100-\u115f\ua960-\ua97c]")
VOWEL: Final = re.compile("[\u1160-\u11a7\ud7b0-\ud7c6]")
TRAILING: Final = re.compile("[\u11a8-\u11ff\ud7cb-\ud7fb]")
FIRST_SYLLABLE, LAST_SYLLABLE, TRAILINGS = 0xAC00, 0xD7A3, 28
MARKS: Final = frozenset({"Mn", "Me", "Mc"})
# Nothing joins a control or a line end, except a line feed its carriage return.
ALONE: Final = frozenset({"Cc", "Zl", "Zp"})


def count(text: str) -> int:
    """Return how many letters a person sees."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in split(text))


def split(text: str) -> Iterator[str]:
    """Yield the clusters, one after the other."""
    start, flags, ends_in_picture, joined = 0, 0, False, False
    for place, letter in enumerate(text):
        is_mark = _extends(letter)
        if place:
            pair = text[place - 1] + letter
            stays = (
                (is_mark and unicodedata.category(pair[0]) not in ALONE)
                or pair == "\r\n"
                or (joined and PICTURE.match(letter))
                or (flags % 2 == 1 and FLAG_HALF.match(letter))
                or _joins_hangul(pair)
            )
            if not stays:
                yield text[start:place]
                start, flags, ends_in_picture = place, 0, False
        flags += bool(FLAG_HALF.match(letter))
        joined = letter == JOINER and ends_in_picture
        ends_in_picture = bool(PICTURE.match(letter)) or (ends_in_picture and is_mark)
    if text:
        yield text[start:]


def _extends(letter: str) -> bool:
    return (
        letter == JOINER
        or unicodedata.category(letter) in MARKS
        or EXTENDS.match(letter) is not None
    )


def _joins_hangul(pair: str) -> bool:
    before, after = pair[0], pair[1]
    is_syllable = FIRST_SYLLABLE <= ord(before) <= LAST_SYLLABLE
    is_open = is_syllable and (ord(before) - FIRST_SYLLABLE) % TRAILINGS == 0
    if LEADING.match(before):
        whole = FIRST_SYLLABLE <= ord(after) <= LAST_SYLLABLE
        return whole or bool(LEADING.match(after) or VOWEL.match(after))
    if is_open or VOWEL.match(before):
        return bool(VOWEL.match(after) or TRAILING.match(after))
    return bool((is_syllable or TRAILING.match(before)) and TRAILING.match(after))
