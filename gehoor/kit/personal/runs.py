"""Words of a text that may together be a name: with capitals, and what may stand between them."""

import re
from dataclasses import dataclass
from typing import Final

from gehoor.kit.personal.known import (
    PARTICLES,
    TITLES,
    is_english,
    is_word,
)

WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-](?!s\b)[^\W\d_]+)*|'t")
ARABIC: Final = re.compile(r"(?:al|el)-[A-Z]")
WRITTEN_SHORT: Final = {"Th", "Ph", "Chr", "Joh", "Jac", "Fr", "IJ", "St"}
"""initials of more than one letter"""
VAN_DEN: Final = re.compile(r"v[./] ?d\.?(?= )")
MOST_WORDS: Final = 9


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    start: int
    end: int
    text: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or bool(ARABIC.match(self.text))

    @property
    def is_initial(self) -> bool:
        return (len(self.text) == 1 and self.text.isupper()) or self.text in WRITTEN_SHORT

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_particle(self) -> bool:
        return self.lower in PARTICLES


def words_of(text: str) -> list[Word]:
    return [Word(*found.span(), found[0]) for found in WORD.finditer(text)]


def end_of_run(text: str, words: list[Word], at: int) -> int:
    """Return where a run of words with capitals ends, with what may stand between them."""
    if not (words[at].is_capital or _begins_surname(text, words, at)):
        return at
    end = at + 1
    place = at
    while place + 1 < len(words) and place + 1 - at < MOST_WORDS:
        if not _stand_together(text, words[place], words[place + 1]):
            break
        place += 1
        word = words[place]
        if word.is_capital:
            end = place + 1
        elif not word.is_particle or not _may_go_on(word, words[place + 1 : place + 2]):
            break
    return end


def _may_go_on(particle: Word, following: list[Word]) -> bool:
    """Is "in" or "op" the beginning of a surname, as in "in 't Veld"? Mostly it is not."""
    is_place = particle.lower in {"in", "op", "uit", "aan", "bij"}
    return not is_place or any(word.lower in {"'t", "den", "het"} for word in following)


def _begins_surname(text: str, words: list[Word], at: int) -> bool:
    """Does "van den Berg" follow a title?"""
    return at > 0 and words[at].is_particle and words[at - 1].lower in TITLES


def _stand_together(text: str, word: Word, following: Word) -> bool:
    between = text[word.end : following.start]
    is_shortened = word.text == "v" and VAN_DEN.match(text, word.start)
    return (
        between == " "
        or bool(is_shortened)
        or (word.text == "d" and between == ". ")
        or (word.is_initial and between in {".", ". "})
        or (len(word.text) <= 2 and word.is_capital and between == ". ")
    )


def begins_sentence(text: str, word: Word) -> bool:
    ahead = text[max(0, word.start - 4) : word.start].rstrip(" \"'(\u201c\u2018")
    return not ahead or ahead[-1] in ".!?:\n"


def is_unheard_of(word: Word) -> bool:
    """Is this written as a name, and no word of Dutch or English?"""
    if len(word.text) < 3:
        return False
    parts = word.text.split("-")
    is_as_name = all(part[:1].isupper() and part[1:].islower() for part in parts)
    return is_as_name and not any(is_word(p.lower()) or is_english(p.lower()) for p in parts)
