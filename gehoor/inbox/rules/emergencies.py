"""Does a message say that somebody may be in danger now? Lists of words, decided in microseconds.

Fixed words that people can read, no model: it only puts something on top, and a person decides
(docs/adr/0027). It would rather look once too often than once too little.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gehoor.inbox.rules.dangers import (
    ALARMS,
    AS_NEWS,
    ASKING,
    HYPOTHETICAL,
    PAST,
    ROOTS,
    Danger,
)

LONGEST_READ: Final = 4000
"""characters; who is in danger says so at the beginning"""
LONGEST_REASON: Final = 80


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was found: which danger, and in which of their words."""

    danger: Danger
    words: str


def alarm_in(text: str, own: Sequence[str] = ()) -> Alarm | None:
    """Return why a text says that somebody may be in danger; None when it does not.

    `own`: words and phrases of the organisation, which count wherever they stand.
    """
    plain = _plain(_without_quotes(text[:LONGEST_READ]))
    if own and (found := _own_pattern(tuple(own)).search(" ".join(plain.split()))):
        return Alarm(Danger.OWN, found[0][:LONGEST_REASON])
    asked = [each for each in PATTERNS if any(root in plain for root in ROOTS[each[0]])]
    if not asked:
        return None
    if AS_NEWS_IN.search(plain):
        asked = [each for each in asked if each[0] is Danger.HELP]
    return _first(plain, asked)


def _first(plain: str, asked: Sequence[tuple[Danger, re.Pattern[str]]]) -> Alarm | None:
    for sentence, is_question in _sentences(plain):
        for danger, pattern in asked:
            if not any(root in sentence for root in ROOTS[danger]):
                continue
            found = pattern.search(sentence)
            if found and (danger in FIRM or not _is_calm(sentence, is_question=is_question)):
                return Alarm(danger, found[0].strip()[:LONGEST_REASON])
    return None


def _is_calm(sentence: str, *, is_question: bool) -> bool:
    """Is it about what is over, what could be, or only asked?"""
    if NOW_IN.search(sentence):
        return False
    return bool(CALM_IN.search(sentence)) or (is_question and bool(ASKING_IN.search(sentence)))


def _sentences(plain: str) -> Iterator[tuple[str, bool]]:
    for sentence, mark in SENTENCE.findall(plain):
        if words := " ".join(sentence.split()):
            yield f" {words}", "?" in mark


def _without_quotes(text: str) -> str:
    """Leave out what a mail quotes: our own answer names 112, too."""
    found = QUOTED.search(text)
    return text[: found.start()] if found else text


def _plain(text: str) -> str:
    """Return small letters without accents, apostrophes and signs between words."""
    folded = text.lower()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return folded.translate(SIGNS)


@lru_cache(maxsize=8)
def _own_pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    plain = (" ".join(_plain(word).split()) for word in own)
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in plain if word) + r")\b")


def _between(pattern: str) -> str:
    """Let `_` stand for a few words between two others."""
    return pattern.replace("_", r"\b.{0,40}?")


SIGNS = str.maketrans(
    dict.fromkeys("'`\u2019\u2018\u00b4")
    | dict.fromkeys(',:;()"\u201c\u201d@#*-\u2013\u2014/', " ")
)
SENTENCE = re.compile(r"([^.!?\n]+)([.!?\n]*)")
QUOTED = re.compile(r"^(?:>|(?:op|on) .{5,80}(?:schreef|wrote)|-----|van: )", re.M | re.I)
PATTERNS = tuple(
    (danger, re.compile("|".join(f"(?:{_between(each)})" for each in patterns)))
    for danger, patterns in ALARMS.items()
)
FIRM = frozenset({Danger.DESPAIR, Danger.HELP})
"""what is said of oneself, or called out, is not made calm by other words"""
CALM_IN = re.compile(rf"\b(?:{PAST}|{HYPOTHETICAL})\b")
AS_NEWS_IN = re.compile(rf"\b(?:{AS_NEWS})\b")
ASKING_IN = re.compile(ASKING)
NOW_IN = re.compile(
    r"\b(?:en nu|nu (?:ligt|staat|weer|is er|zit|loopt)|op dit moment|zojuist gebeurd)\b"
)
