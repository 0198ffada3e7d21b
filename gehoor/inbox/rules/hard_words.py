"""Hard words in a text: where they stand, so that a screen can veil them. Nothing is changed.

A list of whole words, Dutch and English, with what people do to slip past it (k*t, fuuuck, K.U.T).
An illness is no hard word: only what is made of one, such as "kankerhond" or "krijg de tering".
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SHORTEST_OWN: Final = 3
LOOKS_LIKE: Final = {"a": "a4@", "e": "e3€", "i": "i1!", "o": "o0", "s": "s5$"}
"""what is typed in the place of a letter"""


def _words(written: str) -> list[str]:
    return written.split()


WORDS: Final = _words(
    """
    hoer hoeren hoerig hoerenjong hoerenjongen hoerenkind hoerenkinderen hoerenzoon hoerenzonen
    hoertje klootzak klootzakken klootzakkie klootviool klootviolen kloothommel kloothommels kut
    kutten kutje lul lullen lulletje lulhannes slet sletten sletje snol snollen mongool mongolen
    mongooltje debiel debielen randdebiel randdebielen spast spasten spastisch hufter hufters
    hufterig smeerlap smeerlappen matennaaier matennaaiers moederneuker moederneukers geitenneuker
    geitenneukers flikker flikkers nikker nikkers teringlijer teringlijers godverneuker neuken neuk
    neukt opgeneukt oprotten optiefen optyfen oppleuren opkankeren fuck fucks fucked fucker fuckers
    fuckin fucking motherfucker motherfuckers motherfucking fucktard shit shits shitty shithead
    shithole bullshit bitch bitches cunt cunts asshole assholes arsehole arseholes dickhead
    dickheads bastard bastards nigger niggers nigga niggas faggot faggots retard retards retarded
    wanker wankers twat twats whore whores slut sluts scumbag scumbags stfu gtfo kys
    """
)
ILLNESSES: Final = _words(
    """
    kanker kk kkr tering tyfus tiefus klere pleuris pokke pokken tiet kut
    """
)
"""in front of another word they are hard, by themselves they are not (but for the last)"""
AFTER_ILLNESS: Final = _words(
    """
    lijer lijers hoer hoeren hond honden mongool mongolen jood joden homo homos flikker flikkers
    wijf wijven teef teven kop koppen zak zakken bak bakken ding dingen herrie zooi zooitje volk
    land stad dief dieven smeris smerissen wout wouten nicht nichten neger negers turk turken
    marokkaan marokkanen moslim moslims trut trutten vent venten kind kinderen gemeente gemeentes
    ambtenaar ambtenaren organisatie bedrijf overheid politie club smoes smoezen weer streek streken
    leven school politiek politici bestuur burgemeester wethouder beleid regels mens mensen tent
    apen aap
    """
)
GROUPS: Final = _words(
    """
    jood joden neger negers homo homos turk turken marokkaan marokkanen moslim moslims nicht nichten
    wijf wijven teef teven hond honden
    """
)
PHRASES: Final = (
    r"krijg(?:en)? (?:(?:allemaal|toch|lekker|maar|nou) ){0,2}(?:de |het )?"
    r"(?:kanker|tering|tyfus|tiefus|pleuris|klere|pest|pokken|vinkentering)",
    r"(?:flikker|pleur|tyf|tief)(?: (?:toch|nou|eens|lekker|maar|gewoon)){0,2} op",
    r"kanker(?: (?:toch|nou|eens|lekker|maar|gewoon)){0,2} op(?= *(?:[!.,?…]|$))",
    r"hou(?:d|dt|dt u)? (?:je|jullie|uw|toch je) (?:grote )?(?:bek|smoel|kop|muil)",
    r"val (?:toch |maar |lekker )?dood",
    r"(?:piss off|kill yourself|go to hell)",
    r"(?:vuile|vieze|smerige|kleffe)[ -](?:" + "|".join(GROUPS) + r")",
    # Letters that stand apart: f u c k, k.u.t
    *(r"[ ._-]".join(word) for word in ("kut", "fuck", "hoer", "lul", "shit", "kanker")),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is a hard word."""

    words: str
    is_hard: bool = False


A_ROW: Final = 300
"""signs: what a list shows of a conversation is no longer"""


@dataclass(frozen=True, slots=True)
class Veil:
    """What an organisation veils: the list, words of its own, and what it wants to read."""

    is_on: bool = True
    own: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def pieces(self, text: str) -> list[Piece]:
        """Return a text in pieces; together they are the text, sign for sign."""
        pieces, at = [], 0
        for begin, end in self.spans(text):
            pieces += [Piece(text[at:begin]), Piece(text[begin:end], is_hard=True)]
            at = end
        return [each for each in (*pieces, Piece(text[at:])) if each.words]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where hard words stand."""
        if not self.is_on:
            return []
        look = _found_before if len(text) <= A_ROW else _found
        return list(look(self.own, self.never, text))

    def unsaid(self, text: str) -> str:
        """Return a text with a gap in the place of each hard word, for where nobody can click."""
        return "".join("[…]" if each.is_hard else each.words for each in self.pieces(text))

    def has_hard(self, text: str) -> bool:
        return bool(self.spans(text))


def _found(own: tuple[str, ...], never: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    allowed = {_folded(each) for each in never}
    found = _pattern(own).finditer(_folded(text))
    return tuple(each.span() for each in found if each.group() not in allowed)


# A list shows the same rows over and over, to everybody.
_found_before = lru_cache(maxsize=4096)(_found)


@lru_cache(maxsize=16)
def _pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for all: longest first, whole words only."""
    made = sorted({*WORDS, *own_words(own)}, key=len, reverse=True)
    after = "|".join(_written(each) for each in sorted(AFTER_ILLNESS, key=len, reverse=True))
    compounds = [f"{_written(each)}-?(?:{after})" for each in ILLNESSES]
    choices = [*PHRASES, *_by_letter([*compounds, *(_written(each) for each in made)])]
    return re.compile(rf"(?<![\w@#/])(?:{'|'.join(choices)})(?!\w)", re.MULTILINE)


def _by_letter(choices: Sequence[str]) -> list[str]:
    """Return the choices under their first letter, so that it is looked at once for all of them."""
    rests: defaultdict[str, list[str]] = defaultdict(list)
    for each in choices:
        first = each[0] if each[0].isalpha() else ""
        rests[first].append(each.removeprefix(first))
    return [f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()]


def own_words(lines: Sequence[str]) -> list[str]:
    """Return words of one's own as they are looked for; too short ones would veil everything."""
    return [each for each in map(_folded, lines) if len(each) >= SHORTEST_OWN]


def _written(word: str) -> str:
    """Return the pattern of a word, with the ways to write it: a letter twice, or a star for it.

    A star stands for one letter only, or a row of stars would be tried in every division.
    """
    first, rest = word[0], "".join(_letter(each) for each in word[1:])
    # Not "k+": of a choice that begins with a plain letter the engine looks at that letter first.
    return f"{re.escape(first)}{first}*{rest}" if first.isalpha() else f"{re.escape(first)}{rest}"


def _letter(sign: str) -> str:
    if not sign.isalpha():
        return re.escape(sign)
    return f"(?:[{LOOKS_LIKE.get(sign, sign)}]+|[*#])"


def _plain(code: int) -> str:
    """Return a sign as one small letter without accent; one for one, so that places hold."""
    sign = chr(code)
    base = unicodedata.normalize("NFKD", sign)[0].lower()
    return base if len(base) == 1 else sign


# Latin with its accents, and the wide letters of some keyboards.
_TABLE: Final = {
    code: _plain(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0xFF21, 0xFF5B))
}


def _folded(text: str) -> str:
    """Return a text in small letters without accents, as long as it was."""
    return text.translate(_TABLE)
