"""Names in small letters, as people type them: only what can hardly be anything else.

Without a capital a first name counts that is no word of Dutch or English, behind what one says of
people or with a surname; a surname behind a title, a first name or initials.
"""

import re
from collections.abc import Iterator
from typing import Final

from gehoor.kit.personal.found import Kind, Own, Span
from gehoor.kit.personal.known import (
    EVERYDAY,
    LOOKS_LIKE_SURNAME,
    NAME_FIRST,
    NOBODY,
    OFFICES,
    PARTICLES,
    RELATIONS,
    TITLES,
    is_english,
    is_first,
    is_last,
    is_place,
    is_word,
)
from gehoor.kit.personal.persons import GREETING, SIGNING, is_called, is_titled
from gehoor.kit.personal.runs import Word, words_of

SPEAKS_OF: Final = re.compile(
    r"\b(?:van|met|bij|aan|door|namens|volgens|genaamd|heet(?: ie| hij| ze)?|"
    r"noemt (?:hem|haar)|ene|die|en|over|dat)"
    r"(?: (?:die|ome|oom|tante|kleine|grote|lange|dikke|oude|jonge|ene))?\s$"
)
BEHIND_A_PERSON: Final = re.compile(r"(?:'s| (?:z'n|zn|zijn|d'r|dr|haar|hun)) \w")
SHORTEST_ALONE: Final = 4
MOST_PARTICLES: Final = 4
INITIALS: Final = re.compile(r"(?<![\w.])(?:[a-z]\. ?){1,3}$")
"""a letter and a dot; in "o.a. " and "m.b.v. " there are more, or none is a surname"""


def find_small(text: str, own: Own) -> Iterator[Span]:
    """Return names without a capital, also where all are capitals, which says as little."""
    if text.isupper() and len(small := text.lower()) == len(text):
        text = small
    words = words_of(text)
    at = 0
    while at < len(words):
        end = _end_of_name(text, words, at) if words[at].text.islower() else at
        name = [word.text for word in words[at:end] if not word.is_particle]
        if not name or own.is_named(name) or NOBODY.match(text, words[at].start):
            at += 1
            continue
        yield Span(_start(text, words[at]), words[end - 1].end, Kind.PERSON_NAME)
        at = end


def _end_of_name(text: str, words: list[Word], at: int) -> int:
    """Return where the name that begins here ends; `at` itself when none does."""
    ahead = text[max(0, words[at].start - 40) : words[at].start]
    surname = _end_of_surname(text, words, at)
    has_title = at > 0 and is_titled(text, words[at - 1], words[at])
    if surname > at and (has_title or INITIALS.search(ahead)):
        return surname
    name = words[at]
    if at and words[at - 1].lower in OFFICES and _go_together(text, words, at - 1):
        return at
    is_related = at > 0 and words[at - 1].lower in RELATIONS and _go_together(text, words, at - 1)
    if is_related and _may_be_small_name(name):
        return _end_with_surname(text, words, at)
    if not _is_small_first(name):
        return at
    if (end := _end_with_surname(text, words, at)) > at + 1:
        return end
    is_spoken_to = GREETING.search(ahead) or SIGNING.search(ahead) or is_called(text, name)
    if is_spoken_to:
        return at
    is_spoken_of = SPEAKS_OF.search(ahead) or BEHIND_A_PERSON.match(text, name.end)
    signs = (bool(is_spoken_of), len(name.text) > SHORTEST_ALONE, not is_english(name.lower))
    return at + 1 if sum(signs) > 1 else at


def _start(text: str, word: Word) -> int:
    near = max(0, word.start - 12)
    initials = INITIALS.search(text[near : word.start])
    return near + initials.start() if initials else word.start


def _end_of_surname(text: str, words: list[Word], at: int) -> int:
    """Return where "de jonge" or "amrani" ends; `at` itself when it is no surname."""
    place = at
    while place < min(len(words), at + MOST_PARTICLES) and words[place].lower in PARTICLES:
        if not _go_together(text, words, place):
            return at
        place += 1
    if place >= len(words) or not words[place].text.islower():
        return at
    word, particles = words[place].text, text[words[at].start : words[place].start]
    is_everyday = word in EVERYDAY and particles in {"", "van de ", "van het ", "van "}
    is_known = is_last(word.capitalize()) or (at > 0 and _may_be_surname(word, words[at - 1]))
    is_surname = is_known and not is_place(word.capitalize())
    return place + 1 if is_surname and not is_everyday else at


def _may_be_surname(word: str, before: Word) -> bool:
    """Is it a surname nobody listed: no word at all, behind a title, or with the end of one?"""
    if len(word) < SHORTEST_ALONE or is_word(word) or is_english(word):
        return False
    return before.lower in TITLES or bool(LOOKS_LIKE_SURNAME.search(word))


def _end_with_surname(text: str, words: list[Word], at: int) -> int:
    """Return where first names end, with the surname behind them if there is one."""
    while _go_together(text, words, at) and _is_small_first(words[at + 1]):
        at += 1
    return _end_of_surname(text, words, at + 1) if _go_together(text, words, at) else at + 1


def _go_together(text: str, words: list[Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and text[words[at].end : following.start] == " "


def _is_small_first(word: Word) -> bool:
    name = word.text.capitalize()
    is_name = not is_word(word.lower) or word.lower in NAME_FIRST
    return is_name and len(name) > 2 and is_first(name) and not is_place(name)


def _may_be_small_name(word: Word) -> bool:
    """Behind "ome" or "mijn zoon" it may be a word as well, as long as it is not a short one."""
    is_rare = len(word.text) > 3 and word.lower not in EVERYDAY
    return _is_small_first(word) or (is_rare and is_first(word.text.capitalize()))
