"""Decides whether words with capitals are somebody: by what stands around them, and by lists."""

import re
from typing import Final

from gehoor.kit.personal.known import (
    BEGINS_A_SURNAME,
    FUNCTION_WORDS,
    LOOKS_LIKE_SURNAME,
    NO_NAMES,
    RELATIONS,
    SHORTENED,
    TITLES,
    is_first,
    is_last,
    is_place,
    is_word,
)
from gehoor.kit.personal.runs import Word, begins_sentence, is_unheard_of

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
    r"(?:\b(?:groet(?:en|jes)?|groetjes|gr|mvg|hoogachtend|liefs|regards|wishes)\b(?! "
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
AS_A_THING: Final = re.compile(r"\b(?:de|het)\s$", re.IGNORECASE)
CUE: Final = re.compile(
    r"\b(?:voor|van|met|aan|door|dat|namens|bij|over|naar|is|heeft|was|heet|en|of|"
    r"volgens|laat|vraag|komt|kwam|mag|kan|wil|gaat|haalt|zocht|zoekt|woont|"
    r"n[ií]et|ook|alleen|als|want|omdat|wat|waar|hoe|tussen|tegen|zonder|naast|roepnaam|noemt|noemen|"
    r"zag(?:en)?|sprak(?:en)?|bel(?:de|den)?|ken(?:t|nen)?)\s$",
    re.IGNORECASE,
)
"""stands before who somebody is, not before what something is called"""
CASE_OF: Final = re.compile(
    r"\b(?:klacht|zaak|dossier|bezwaar(?:schrift)?|beroep|casus|erven|kwestie|verzoek|aanvraag)\s[\"'\u201c\u2018]?$",
    re.IGNORECASE,
)
"""stands before the surname of whose it is"""
DOES: Final = re.compile(r" (?:heeft|had|mag|wil|wilde|hoeft|woont|belde|vroeg|zei|krijgt|komt)\b")
DOES_SOMETHING: Final = re.compile(
    r" (?:heeft|had|is|was|mag|kan|kon|wil|wilde|moet|moest|gaat|ging|komt|kwam|krijgt|kreeg|zit|"
    r"zat|woont|belde|vroeg|zei|hoeft|werd|wordt|loopt|liep|slaapt|doet|deed)\b[^.!?\n]{0,60}"
    r"\b(?:zijn|haar|z'n|d'r|hij|zij|zich|hem)\b"
)
"""behind a word that is also a name, at the start of a sentence: "Mees mag zijn fiets ophalen" """
LANGUAGE: Final = re.compile(r"(?:s|se|mmer|nder|en|isch|ische)$")
"""what else has a capital there: languages, who comes from where, plurals"""
PARENT_OF: Final = re.compile(
    r"\b(?:vader|moeder|ouders?|zoon|dochter|kind(?:eren)?|broer|zus|vriend(?:in)?|man|vrouw)"
    r" van $",
    re.IGNORECASE,
)
HAS_SOMETHING: Final = re.compile(r" (?:zijn|haar|z'n|d'r)\b")
OF_SOMEBODY: Final = re.compile(r"['\u2019]s [a-z]")


def is_person(text: str, ahead: str, before: list[Word], run: list[Word]) -> bool:
    if before and _follows_title(text, before[-1], run):
        return not is_place(run[0].text)
    names = [word for word in run if not word.is_particle and not word.is_initial]
    if not names:
        return False
    if (said := SAYS_WHO.search(ahead)) and _may_be_name(names, said[0]):
        return not is_place(names[0].text)
    if _is_whose(text, ahead, run):
        return True
    if run[0].is_capital and run[0].lower in BEGINS_A_SURNAME:
        return _is_surname(text, run)
    if run[0].is_initial:
        return _has_initials(text, ahead, run, names)
    if len(names) > 1:
        return _is_full_name(text, run, names)
    return len(run) == 1 and _is_third_person(text, ahead, run[0])


def _has_initials(text: str, ahead: str, run: list[Word], names: list[Word]) -> bool:
    """Is "J. van den Berg" somebody? Without a "van", a word of Dutch may be just that."""
    is_dotted = text[run[0].end : run[0].end + 1] == "."
    is_usual = is_word(names[0].lower) and not is_last(names[0].text)
    is_surname = any(word.is_particle for word in run) or not is_usual or bool(CUE.search(ahead))
    return is_dotted and is_surname and not is_place(names[-1].text)


def _is_whose(text: str, ahead: str, run: list[Word]) -> bool:
    """Is it somebody's: "Soumaya's dossier", "klacht Visser"?"""
    name = run[-1]
    is_name = could_be_name(name) and name.text not in NO_NAMES
    return is_case_of(ahead, run) or (is_name and bool(OF_SOMEBODY.match(text, name.end)))


def is_case_of(ahead: str, run: list[Word]) -> bool:
    """Is it the surname of whose case it is?"""
    return len(run) == 1 and is_last(run[0].text) and bool(CASE_OF.search(ahead))


def could_be_name(word: Word) -> bool:
    """Is it in a list, or no word at all, so that little more is needed to take it for a name?"""
    is_odd = is_unheard_of(word) and len(word.text) > 3
    is_name = is_first(word.text) or is_last(word.text) or is_odd
    return is_name and not is_place(word.text)


def _is_surname(text: str, run: list[Word]) -> bool:
    """Is "Van der Kooij" who it is about? At the start of a sentence "Van" may be just that."""
    last = run[-1]
    if last.is_particle or is_place(last.text):
        return False
    is_only = all(word.is_particle for word in run[:-1])
    is_begin = begins_sentence(text, run[0]) and not text[: run[0].start].endswith(": ")
    has_article = AS_A_THING.search(text[max(0, run[0].start - 4) : run[0].start])
    if is_begin or has_article:
        return is_only and len(run) > 2 and is_last(last.text)
    if not is_only:
        return is_last(last.text) or is_unheard_of(last)
    return len(run) > 2 or is_last(last.text) or is_unheard_of(last)


def _follows_title(text: str, title: Word, run: list[Word]) -> bool:
    """Is this who "mevrouw" or "uw buurman" is?"""
    name = run[0]
    between = text[title.end : name.start]
    if name.lower in FUNCTION_WORDS and not name.is_particle:
        return False
    if title.lower in TITLES:
        return is_titled(text, title, name)
    is_known = is_first(name.text) or is_last(name.text)
    is_usual = is_word(name.lower) and not is_known and bool(LANGUAGE.search(name.lower))
    is_between = text[run[-1].end : run[-1].end + 1] == "," or len(run) > 1
    is_next = between in {" ", ": "} or (between == ", " and is_between)
    return title.lower in RELATIONS and is_next and not is_usual


def is_titled(text: str, title: Word, name: Word) -> bool:
    """Does a name stand right behind "mevrouw" or "dhr."?"""
    between = text[title.end : name.start]
    is_short = title.lower in SHORTENED
    return title.lower in TITLES and (between == " " or (between == ". " and is_short))


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
    is_from = is_place(last.text) and not _is_surname_of_a_place(run)
    if run[0].is_particle or is_from or is_place(first.text):
        return False
    is_begin = begins_sentence(text, first)
    if AS_A_THING.search(text[max(0, first.start - 4) : first.start]):
        return False
    if is_first(first.text) and len(last.text) > 1:
        is_odd = not is_word(first.lower) or is_last(last.text) or not is_word(last.lower)
        return is_odd or not is_begin
    if is_word(first.lower):
        return False
    if is_last(last.text) or is_last(first.text) or LOOKS_LIKE_SURNAME.search(last.lower):
        return True
    if any(is_first(word.text) for word in names) and not is_begin:
        return all(is_first(word.text) or is_unheard_of(word) for word in names)
    ahead = text[max(0, first.start - 6) : first.start]
    has_article = ARTICLE.search(ahead)
    return not is_begin and not has_article and all(is_unheard_of(word) for word in names)


def _is_surname_of_a_place(run: list[Word]) -> bool:
    """Is it "in den Bosch", a surname, and no place somebody is from?"""
    particles = [word.lower for word in run if word.is_particle]
    return is_first(run[0].text) and particles[-1:] in (["den"], ["der"], ["'t"])


def _is_third_person(text: str, ahead: str, name: Word) -> bool:
    """Is this first name that of somebody else than who is spoken to?"""
    if is_place(name.text) or len(name.text) < 3:
        return False
    if not is_first(name.text):
        is_parent = PARENT_OF.search(ahead)
        is_somebody = is_last(name.text) or HAS_SOMETHING.match(text, name.end) or is_parent
        is_name = is_unheard_of(name) and bool(is_somebody) and not begins_sentence(text, name)
        return is_name and bool(CUE.search(ahead))
    if GREETING.search(ahead) or ARTICLE.search(ahead[-6:]):
        return False
    if THANKING.search(ahead) or is_called(text, name):
        return False
    if is_word(name.lower):
        if begins_sentence(text, name):
            return bool(DOES_SOMETHING.match(text, name.end))
        return bool(CUE.search(ahead) or DOES.match(text, name.end))
    return True


def is_called(text: str, name: Word) -> bool:
    """Is somebody spoken to by this name, between a comma and the end of what is said?"""
    head, tail = text[: name.start].rstrip(" "), text[name.end :].lstrip(" ")
    if begins_sentence(text, name) and not head.endswith(":"):
        return tail[:1] in {",", "!"} or not tail
    return head[-1:] == "," and (not tail or tail[0] in "!.?,\n")
