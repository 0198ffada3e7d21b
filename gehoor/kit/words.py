"""The words by which text is found: Dutch lemmas and stems both, accents folded.

PostgreSQL's own Dutch stemmer misses huis/huizen; a lemma list misses made-up words. So a text is
kept under every form, and a query asks for any of them.
"""

import re
import unicodedata
from functools import lru_cache

import simplemma
import snowballstemmer

WORD = re.compile(r"\w[\w'\u2019-]{0,60}\w|\w", re.UNICODE)
# The only part of a text that can have accents; in Dutch it is short.
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
MOST_WORDS = 20_000
# PostgreSQL refuses a tsvector of a megabyte.
MOST_BYTES = 500_000
MOST_QUERY_WORDS = 20
# At least this many letters on either side, and both known words: afval|kalender.
SHORTEST_PART = 4

_stemmer = snowballstemmer.stemmer("dutch")


def fold(word: str) -> str:
    """Return `word` in lower case without accents."""
    lower = word.lower()
    return lower if lower.isascii() else BEYOND_ASCII.sub(_without_accents, lower)


def _without_accents(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found[0])
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=100_000)
def forms(word: str) -> frozenset[str]:
    """Return every form under which one word is kept: itself, its lemma, its stem."""
    lower = word.lower()
    lemma = str(simplemma.lemmatize(lower, lang="nl"))
    return frozenset(fold(form) for form in (lower, lemma, str(_stemmer.stemWord(lower))))


@lru_cache(maxsize=100_000)
def parts(word: str) -> frozenset[str]:
    """Return the forms of the known words a long word is made of, if it falls in two."""
    lower = word.lower()
    for cut in range(len(lower) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        head, tail = lower[:cut], lower[cut:]
        for linked in (head, head.removesuffix("s")):
            if _is_known(linked) and _is_known(tail):
                return forms(linked) | forms(tail)
    return frozenset()


@lru_cache(maxsize=100_000)
def _is_known(word: str) -> bool:
    return len(word) >= SHORTEST_PART and bool(simplemma.is_known(word, lang="nl"))


def tsvector(*texts: str) -> str:
    """Return the value of a tsvector column for these texts: all forms, without places."""
    found: set[str] = set()
    for word in set(WORD.findall(" ".join(texts))[:MOST_WORDS]):
        found |= forms(word)
        if len(word) >= 2 * SHORTEST_PART:
            found |= parts(word)
    return _within_bytes(sorted(found - {""}))


def _within_bytes(found: list[str]) -> str:
    quoted = [_quote(form) for form in found]
    while sum(len(form.encode()) + 1 for form in quoted) > MOST_BYTES:
        del quoted[len(quoted) // 2 :]
    return " ".join(quoted)


def tsquery(asked: str) -> str:
    """Return a tsquery that wants every word asked for, in any of its forms; empty for nothing."""
    wanted = [
        "(" + " | ".join(_quote(form) for form in sorted(forms(word)) if form) + ")"
        for word in WORD.findall(asked)[:MOST_QUERY_WORDS]
    ]
    return " & ".join(wanted)


def _quote(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "''") + "'"
