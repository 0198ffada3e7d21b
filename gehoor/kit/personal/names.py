"""Names of private persons: by what stands around them, with a list as one sign among others.

A name alone is not enough: who is greeted by a first name, signs or holds a public office, and
streets, companies and buildings called after people are no leak.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from gehoor.kit.personal.found import Kind, Own, Span
from gehoor.kit.personal.known import (
    BRANDS,
    GREETINGS,
    NOBODY,
    OF_A_STREET,
    OF_A_THING,
    OF_AN_OFFICE,
    OFFICES,
    RELATIONS,
    THINGS,
    TITLES,
    TRADES,
    is_first,
    is_last,
    is_place,
    is_word,
)
from gehoor.kit.personal.persons import GREETING, SIGNING, could_be_name, is_case_of, is_person
from gehoor.kit.personal.runs import Word, begins_sentence, end_of_run, words_of

BETWEEN_NAMES: Final = {", ", " en ", ", en ", " & ", " of "}
INITIALS_BEHIND: Final = re.compile(
    r", ([A-Z]\.(?: ?[A-Z]\.)*(?: (?:van|de|der|den|ter|ten|het|'t))*)(?!\w)"
)
FIRM: Final = re.compile(r" (?:&|en) (?:zonen|zoon|zn|dochters?|co|partners)\b", re.IGNORECASE)
LONGEST_NAME: Final = 6


def find_names(text: str, own: Own) -> Iterator[Span]:
    words = words_of(text)
    sure: list[Span] = []
    perhaps: list[Span] = []
    at = 0
    while at < len(words):
        end = end_of_run(text, words, at)
        if end == at:
            at += 1
            continue
        run = words[at:end]
        if judged := _judge(text, words[max(0, at - 3) : at], run, words[end : end + 1], own):
            is_sure, span = judged
            (sure if is_sure else perhaps).append(span)
        at = end
    yield from _with_those_beside(text, sure, perhaps)


def _with_those_beside(text: str, sure: list[Span], perhaps: list[Span]) -> list[Span]:
    """Return the names, and what stands in a row with one: "met Dex, Lowieke en Thirza"."""
    found, rest = list(sure), list(perhaps)
    while beside := [each for each in rest if any(_are_in_a_row(text, each, it) for it in found)]:
        found += beside
        rest = [each for each in rest if each not in beside]
    return found


def _are_in_a_row(text: str, one: Span, other: Span) -> bool:
    first, last = sorted((one, other))
    return text[first.end : last.start] in BETWEEN_NAMES


def _judge(
    text: str, before: list[Word], run: list[Word], after: list[Word], own: Own
) -> tuple[bool, Span] | None:
    """Return what may be a name, and whether it surely is one; None for what is not."""
    run = _without_last_words(_without_first_words(text, before, run))
    if not any(word.is_capital for word in run) or _is_ours(run, own):
        return None
    start = run[0].start
    ahead = text[max(0, start - 110) : start]
    is_titled = bool(before) and before[-1].lower in TITLES and not _is_office(run[0])
    is_titled |= is_case_of(ahead, run)
    if not is_titled and (_is_nobody(text, run) or _is_a_thing(text, before, run, after)):
        return None
    if SIGNING.search(ahead) or _is_alone_at_the_end(text, run):
        return None
    if initials := INITIALS_BEHIND.match(text, run[-1].end):
        start, end = _start_with_particles(text, before, start), initials.end(1)
        return True, Span(start, end, Kind.PERSON_NAME)
    span = Span(start, run[-1].end, Kind.PERSON_NAME)
    if is_person(text, ahead, before, run):
        return True, span
    return (False, span) if _may_be_in_a_row(run) and not GREETING.search(ahead) else None


def _is_nobody(text: str, run: list[Word]) -> bool:
    """Is this somebody everybody knows, or nobody, as in "Jan en alleman"?"""
    return any(NOBODY.match(text, word.start) for word in run)


def _start_with_particles(text: str, before: list[Word], start: int) -> int:
    """Return where "van den Heuvel, J." begins."""
    for word in reversed(before):
        if not word.is_particle or text[word.end : start] != " ":
            break
        start = word.start
    return start


def _is_office(word: Word) -> bool:
    """Is it an office? Behind "mevrouw" a surname that is one as well, such as Koning, is none."""
    return word.lower in OFFICES and not is_last(word.text)


def _may_be_in_a_row(run: list[Word]) -> bool:
    return len(run) == 1 and len(run[0].text) > 2 and could_be_name(run[0])


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
        return begins_sentence(text, word) or not is_first(word.text.capitalize())
    if word.is_particle:
        return not word.is_capital and not (before and before[-1].lower in TITLES)
    is_usual = is_word(word.lower) and not is_first(word.text) and not word.is_initial
    return is_usual and begins_sentence(text, word)


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
    is_child = len(run) == 1 and is_first(run[0].text)
    if not is_surname and not is_child and any(lower in THINGS for lower in lowers):
        return True
    if (
        before
        and text[before[-1].end : run[0].start] == " "
        and (before[-1].lower in OFFICES | TRADES | THINGS or OF_AN_OFFICE.search(before[-1].lower))
    ):
        return True
    pairs = pairwise(run)
    is_in_place = any(is_place(word.text) for last, word in pairs if not last.is_particle)
    if is_in_place or len(run) > LONGEST_NAME:
        return True
    if FIRM.match(text, run[-1].end):
        return True
    is_next = after and after[0].start == run[-1].end + 1
    if is_next and (after[0].lower in THINGS or after[0].lower in {"bv", "nv"}):
        return True
    signs = text[run[-1].end : run[-1].end + 1], text[max(0, run[0].start - 1) : run[0].start]
    return signs[0] in {"/", "@"} or signs[1] in {"@", "#", "/"}


def _is_alone_at_the_end(text: str, run: list[Word]) -> bool:
    """Is this all there is on the last line? So people sign."""
    head, tail = text[: run[0].start], text[run[-1].end :]
    return head.endswith("\n") and len(tail) < 30 and not tail.strip(" .\n")
