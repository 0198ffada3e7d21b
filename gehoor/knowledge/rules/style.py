"""House style: what a text goes against. No database, no network; a text takes microseconds.

It is advice for who writes. Nothing in it judges what somebody says, only how.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from gehoor.kit.text import N_

MOST_LINES: Final = 100
LONGEST_LINE: Final = 100
LONGEST_READ: Final = 10_000
MOST_TOLD: Final = 12
NOT_A_PAIR = N_("Write a word, = and what is better, one on each line: ivm = in verband met.")
TOO_MANY_LINES = N_("At most 100 lines of at most 100 characters.")


class Address(StrEnum):
    """How we speak to people."""

    FREE = ""
    U = "u"
    JE = "je"


class Flaw(StrEnum):
    ADDRESS = "address"
    AVOID = "avoid"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    EMOJI = "emoji"
    SENTENCE = "sentence"
    HUMOUR = "humour"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """What was agreed, of a channel or of all."""

    address: str = ""
    avoid: str = ""
    """on each line a word, = and the better one"""
    must: str = ""
    """one of what stands on these lines must be in an answer"""
    forbidden: str = ""
    most_emoji: int | None = None
    most_words: int | None = None
    """in a sentence"""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that goes against the style: what, where, and what is better."""

    flaw: Flaw
    start: int = 0
    end: int = 0
    words: str = ""
    better: str = ""


def remarks_on(text: str, style: HouseStyle, *, is_humour_off: bool = False) -> list[Remark]:
    """Return what in a text goes against the style, in the order of the text."""
    read = text[:LONGEST_READ]
    if not read.strip():
        return []
    found = [*_address(read, style), *_words(read, style), *_emoji(read, style, is_humour_off),
             *_sentences(read, style)]  # fmt: skip
    found.sort(key=lambda each: each.start)
    return [*found[:MOST_TOLD], *_missing(read, style)]


def _address(text: str, style: HouseStyle) -> Iterator[Remark]:
    wrong = WRONG_ADDRESS.get(Address(style.address))
    for found in wrong.finditer(text) if wrong else ():
        yield Remark(Flaw.ADDRESS, found.start(), found.end(), found[0], style.address)


def _words(text: str, style: HouseStyle) -> Iterator[Remark]:
    better = dict(pairs_in(style.avoid))
    if better:
        for found in _any_of(tuple(better)).finditer(text):
            yield Remark(Flaw.AVOID, found.start(), found.end(), found[0], better[_plain(found[0])])
    if style.forbidden.strip():
        for found in _any_of(tuple(lines_in(style.forbidden))).finditer(text):
            yield Remark(Flaw.FORBIDDEN, found.start(), found.end(), found[0])


def _emoji(text: str, style: HouseStyle, is_humour_off: bool) -> Iterator[Remark]:
    there = list(EMOJI.finditer(text))
    if is_humour_off and (there or JOKES.search(text)):
        first = there[0] if there else JOKES.search(text)
        if first:
            yield Remark(Flaw.HUMOUR, first.start(), first.end(), first[0])
    elif style.most_emoji is not None and len(there) > style.most_emoji:
        one = there[style.most_emoji]
        yield Remark(Flaw.EMOJI, one.start(), one.end(), str(len(there)), str(style.most_emoji))


def _sentences(text: str, style: HouseStyle) -> Iterator[Remark]:
    if style.most_words is None:
        return
    for found in SENTENCE.finditer(ADDRESSES.sub(lambda link: "x" * len(link[0]), text)):
        number = len(found[0].split())
        if number > style.most_words:
            start = found.end() - len(found[0].lstrip())
            yield Remark(
                Flaw.SENTENCE, start, found.end(), " ".join(text[start:].split()[:4]), str(number)
            )


def _missing(text: str, style: HouseStyle) -> Iterator[Remark]:
    wanted = tuple(lines_in(style.must))
    if wanted and not _any_of(wanted).search(text):
        yield Remark(Flaw.MISSING, words=" / ".join(wanted))


def pairs_in(words: str) -> list[tuple[str, str]]:
    """Return each word to avoid, folded, with the better one."""
    parted = (line.partition("=") for line in lines_in(words))
    return [(_plain(bad), good.strip()) for bad, _sign, good in parted]


def lines_in(words: str) -> list[str]:
    """Return what stands on the lines, each once."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def complaint_about_pairs(words: str) -> str:
    """Return what is wrong with words and their better ones; empty when nothing is."""
    for line in lines_in(words):
        bad, sign, good = line.partition("=")
        if not (sign and re.search(r"\w", bad) and good.strip()):
            return NOT_A_PAIR
    return complaint_about_lines(words)


def complaint_about_lines(words: str) -> str:
    lines = lines_in(words)
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        return TOO_MANY_LINES
    return ""


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest first, so that one that begins like another is found whole."""
    parts = sorted((r"\s+".join(map(re.escape, each.split())) for each in words), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(parts))})(?!\w)", re.IGNORECASE)


WRONG_ADDRESS: Final = {
    Address.U: re.compile(r"(?<![\w@])(?:jij|je|jou|jouw|jullie|jezelf)(?!\w)", re.IGNORECASE),
    Address.JE: re.compile(r"(?<![\w@.])(?:u|uw|uzelf)(?![\w.])", re.IGNORECASE),
}
EMOJI: Final = re.compile(
    "[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*)*"
    "|(?<!\\w)[:;]-?[)DPp](?!\\w)"
)
JOKES: Final = re.compile(
    r"(?<!\w)(?:ha(?:ha)+|hihi+|grapje|geintje|knipoog|lol|just kidding|lekker bezig)(?!\w)", re.I
)
SENTENCE: Final = re.compile(r"[^.!?\n]+")
ADDRESSES: Final = re.compile(r"https?://\S+|\S+@\S+|\b\w+\.(?:nl|com|org|eu)\b")
