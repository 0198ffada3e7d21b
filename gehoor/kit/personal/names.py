"""Names of private persons: by what stands around them, with a list as one sign among others.

A name alone is not enough: who is greeted by a first name, signs or holds a public office, and
streets, companies and buildings called after people are no leak.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gehoor.kit.personal.found import Kind, Own, Span
from gehoor.kit.personal.known import (
    BRANDS,
    FUNCTION_WORDS,
    GREETINGS,
    LOOKS_LIKE_SURNAME,
    OF_A_STREET,
    OF_A_THING,
    OF_AN_OFFICE,
    OFFICES,
    PARTICLES,
    RELATIONS,
    SHORTENED,
    THINGS,
    TITLES,
    TRADES,
    is_english,
    is_first,
    is_last,
    is_place,
    is_word,
)

WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-](?!s\b)[^\W\d_]+)*|'t")
GREETING: Final = re.compile(
    r"(?:^|[.!?\n]\s*|\b(?:dank|bedankt)[^.!?\n]{0,20}\s)(?:beste|hallo|hoi|hi|hey|"
    r"h\u00e9|ha|dag|lieve|"
    r"geachte|dear|hello|goe(?:de|ie)?[\s-]?(?:morgen|middag|navond|avond|dag|ndag)|"
    r"dank(?: ?je| ?u)?(?: ?wel)?|"
    r"bedankt|welkom|sorry|gefeliciteerd|succes|sterkte|beterschap|groetjes|oei|jee|"
    r"nee|ja|klopt|fijn|"
    r"moi|mooi|top|van harte gefeliciteerd|gecondoleerd|super|good (?:morning|"
    r"afternoon|evening))[,!]?\s+(?:\S+\s+(?:en|and|&)\s+)?$",
    re.IGNORECASE,
)
THANKING: Final = re.compile(
    r"\b(?:dank (?:je|u)(?: wel)?|dankjewel|bedankt|gefeliciteerd|beste),? $", re.I
)
SIGNING: Final = re.compile(
    r"(?:\b(?:groet(?:en|jes)?|groetjes|mvg|hoogachtend|liefs|regards|wishes)\b(?! "
    r"aan\b)[^.!?^]{0,90}|\^\s?"
    r"|namens (?:het|team|de gemeente)[^.!?]{0,40})$",
    re.IGNORECASE,
)
SAYS_WHO: Final = re.compile(
    r"(?:\b(?:naam is|heet|heten|ik ben|dit is|ik,|ondergetekende|genaamd|genoemd|"
    r"op naam van|t\.?n\.?v\.?|"
    r"namens|aanvrager(?: is)?|afzender|eigenaar is|bewoner is|staat(?: nog)? op|"
    r"contactpersoon|voornaam|"
    r"achternaam|bedoeld voor|spreekt met|spreken met)[\s:,]*)$",
    re.IGNORECASE,
)
SURELY_SAID: Final = re.compile(
    r"naam is|heet|genaamd|ondergetekende|op naam|t\.?n\.?v|ik,", re.IGNORECASE
)
ARTICLE: Final = re.compile(r"\b(?:de|het|een|deze|die|dit|geen)\s$", re.IGNORECASE)
CUE: Final = re.compile(
    r"\b(?:voor|van|met|aan|door|dat|namens|bij|over|naar|is|heeft|was|heet|en|of|"
    r"volgens|laat|vraag|"
    r"zag(?:en)?|sprak(?:en)?|bel(?:de|den)?|ken(?:t|nen)?)\s$",
    re.IGNORECASE,
)
"""stands before who somebody is, not before what something is called"""
MOST_WORDS: Final = 9
LONGEST_NAME: Final = 6


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    start: int
    end: int
    text: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.text.isupper()

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_particle(self) -> bool:
        return self.lower in PARTICLES


def find_names(text: str, own: Own) -> Iterator[Span]:
    words = [Word(*found.span(), found[0]) for found in WORD.finditer(text)]
    at = 0
    while at < len(words):
        end = _end_of_run(text, words, at)
        if end == at:
            at += 1
            continue
        run = words[at:end]
        yield from _judge(text, words[max(0, at - 3) : at], run, words[end : end + 1], own)
        at = end


def _end_of_run(text: str, words: list[Word], at: int) -> int:
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
    return (
        between == " "
        or (word.is_initial and between in {".", ". "})
        or (len(word.text) <= 2 and word.is_capital and between == ". ")
    )


def _judge(
    text: str, before: list[Word], run: list[Word], after: list[Word], own: Own
) -> Iterator[Span]:
    run = _without_last_words(_without_first_words(text, before, run))
    if not any(word.is_capital for word in run) or _is_ours(run, own):
        return
    start = run[0].start
    ahead = text[max(0, start - 110) : start]
    is_titled = bool(before) and before[-1].lower in TITLES and run[0].lower not in OFFICES
    if not is_titled and _is_a_thing(text, before, run, after):
        return
    if SIGNING.search(ahead) or _is_alone_at_the_end(text, run):
        return
    if _is_person(text, ahead, before, run):
        yield Span(start, run[-1].end, Kind.PERSON_NAME)


def _without_first_words(text: str, before: list[Word], run: list[Word]) -> list[Word]:
    """Leave out what begins a sentence, a greeting or a title, and is no part of the name."""
    while run:
        word = run[0]
        is_title = word.lower in TITLES or word.lower in RELATIONS
        if (is_title and len(run) > 1) or (len(run) > 1 and _is_no_part(text, before, word)):
            before.append(word)
        else:
            return run
        run = run[1:]
    return run


def _without_last_words(run: list[Word]) -> list[Word]:
    """Leave out where somebody is from: "Auke Terpstra van de Molenstraat"."""
    for place in range(2, len(run) - 1):
        is_begun = run[place].is_particle and not run[place - 1].is_particle
        is_street = is_place(run[-1].text) or OF_A_THING.search(run[-1].lower)
        if is_begun and is_street and not run[0].is_particle:
            return run[:place]
    return run


def _is_no_part(text: str, before: list[Word], word: Word) -> bool:
    """Is this word with a capital, or this "van", only before a name?"""
    if word.lower in GREETINGS:
        return True
    if word.is_particle:
        return not word.is_capital and not (before and before[-1].lower in TITLES)
    is_usual = is_word(word.lower) and not is_first(word.text) and not word.is_initial
    return is_usual and _begins_sentence(text, word)


def _begins_sentence(text: str, word: Word) -> bool:
    ahead = text[max(0, word.start - 4) : word.start].rstrip(" \"'(\u201c\u2018")
    return not ahead or ahead[-1] in ".!?:\n"


def _is_ours(run: list[Word], own: Own) -> bool:
    return own.is_named(word.text for word in run if not word.is_particle)


def _is_a_thing(text: str, before: list[Word], run: list[Word], after: list[Word]) -> bool:
    """Is this a street, a building, a company, an office, or somebody named with an office?"""
    lowers = [word.lower for word in run]
    is_first_name = len(run) > 1 and is_first(run[0].text)
    ends = OF_A_STREET if is_first_name else OF_A_THING
    if any(ends.search(word.lower) and not is_last(word.text) for word in run):
        return True
    is_surname = is_first_name and is_last(run[-1].text)
    if any(lower in BRANDS or lower in OFFICES for lower in lowers) or lowers[0] in TRADES:
        return True
    if not is_surname and any(lower in THINGS for lower in lowers):
        return True
    if before and (
        before[-1].lower in OFFICES | TRADES | THINGS or OF_AN_OFFICE.search(before[-1].lower)
    ):
        return True
    pairs = pairwise(run)
    is_in_place = any(is_place(word.text) for last, word in pairs if not last.is_particle)
    if is_in_place or len(run) > LONGEST_NAME:
        return True
    follows = text[run[-1].end : run[-1].end + 2]
    is_next = after and after[0].start == run[-1].end + 1
    if is_next and (after[0].lower in THINGS or after[0].lower in {"bv", "nv", "en zonen"}):
        return True
    return follows[:1] in {"/", "@"} or text[max(0, run[0].start - 1) : run[0].start] in {
        "@",
        "#",
        "/",
    }


def _is_alone_at_the_end(text: str, run: list[Word]) -> bool:
    """Is this all there is on the last line? So people sign."""
    head, tail = text[: run[0].start], text[run[-1].end :]
    return head.endswith("\n") and len(tail) < 30 and not tail.strip(" .\n")


def _is_person(text: str, ahead: str, before: list[Word], run: list[Word]) -> bool:
    if before and _follows_title(text, before[-1], run):
        return not is_place(run[0].text)
    names = [word for word in run if not word.is_particle and not word.is_initial]
    if not names:
        return False
    if (said := SAYS_WHO.search(ahead)) and _may_be_name(names, said[0]):
        return not is_place(names[0].text)
    if run[0].is_initial:
        is_usual = is_word(names[0].lower) and not is_last(names[0].text)
        is_dotted = text[run[0].end : run[0].end + 1] == "."
        return is_dotted and not is_usual and not is_place(names[-1].text)
    if len(names) > 1:
        return _is_full_name(text, run, names)
    return len(run) == 1 and _is_third_person(text, ahead, run[0])


def _follows_title(text: str, title: Word, run: list[Word]) -> bool:
    """Is this who "mevrouw" or "uw buurman" is?"""
    name = run[0]
    between = text[title.end : name.start]
    if name.lower in FUNCTION_WORDS and not name.is_particle:
        return False
    if title.lower in TITLES:
        return between == " " or (between == ". " and title.lower in SHORTENED)
    is_usual = is_word(name.lower) and not is_first(name.text) and not is_last(name.text)
    is_between = text[run[-1].end : run[-1].end + 1] == "," or len(run) > 1
    is_next = between in {" ", ": "} or (between == ", " and is_between)
    return title.lower in RELATIONS and is_next and not is_usual


def _may_be_name(names: list[Word], said: str) -> bool:
    """Is this a name, when it is said that a name follows?"""
    name = names[0].text
    if is_first(name):
        return True
    is_odd = is_word(name.lower()) or name.isupper() or not name[1:].islower()
    is_sure = len(names) > 1 or SURELY_SAID.search(said)
    return bool(is_sure) and not is_odd and len(name) > 2


def _is_full_name(text: str, run: list[Word], names: list[Word]) -> bool:
    first, last = names[0], names[-1]
    if run[0].is_particle or is_place(last.text) or is_place(first.text):
        return False
    is_begin = _begins_sentence(text, first)
    if is_first(first.text) and len(last.text) > 1:
        is_odd = not is_word(first.lower) or is_last(last.text) or not is_word(last.lower)
        return is_odd or not is_begin
    if is_word(first.lower):
        return False
    if is_last(last.text) or is_last(first.text) or LOOKS_LIKE_SURNAME.search(last.lower):
        return True
    ahead = text[max(0, first.start - 6) : first.start]
    has_article = ARTICLE.search(ahead)
    return not is_begin and not has_article and all(_is_unheard_of(word) for word in names)


def _is_unheard_of(word: Word) -> bool:
    """Is this written as a name, and no word of Dutch or English?"""
    is_as_name = word.text[1:].islower() and len(word.text) > 2
    return is_as_name and not is_word(word.lower) and not is_english(word.lower)


def _is_third_person(text: str, ahead: str, name: Word) -> bool:
    """Is this first name that of somebody else than who is spoken to?"""
    if not is_first(name.text) or is_place(name.text) or len(name.text) < 3:
        return False
    if GREETING.search(ahead) or ARTICLE.search(ahead[-6:]):
        return False
    if THANKING.search(ahead) or _is_called(text, name):
        return False
    if is_word(name.lower):
        return bool(CUE.search(ahead)) and not _begins_sentence(text, name)
    return True


def _is_called(text: str, name: Word) -> bool:
    """Is somebody spoken to by this name, between a comma and the end of what is said?"""
    head, tail = text[: name.start].rstrip(" "), text[name.end :].lstrip(" ")
    if _begins_sentence(text, name):
        return tail[:1] in {",", "!"} or not tail
    return head[-1:] == "," and (not tail or tail[0] in "!.?,\n")
