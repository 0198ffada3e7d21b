"""Rules about what we follow. No database, no Django: values in, answer out."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from gehoor.kit.text import N_
from gehoor.kit.words import fold, forms

MOST_WORDS = 50
LONGEST_WORD = 100
MOST_READ = 100_000
"""characters of one item that are looked through"""
TOKEN = re.compile(r"\w+")
TRY_AGAIN_AFTER = timedelta(minutes=5)
# Addresses, accounts and telephone numbers: with these one follows a person.
SOMEBODY = re.compile(r"@|://|\bwww\.|\bfrom:|\bvan:|(?:\d[\s-]?){7}", re.IGNORECASE)

TOO_MANY = N_("At most 50 lines. Use fewer, broader words.")
TOO_LONG = N_("A line has at most 100 characters.")
NO_WORD = N_("A line needs at least one letter or figure.")
IS_SOMEBODY = N_(
    "An address, an account or a telephone number belongs to somebody. Follow subjects, not people."
)


def lines_in(words: str) -> list[str]:
    """Return what is watched for, each once, as it was written."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def complaint_about(words: str) -> str:
    """Return what is wrong with these words, or nothing."""
    lines = lines_in(words)
    if len(lines) > MOST_WORDS:
        return TOO_MANY
    if any(len(line) > LONGEST_WORD for line in lines):
        return TOO_LONG
    if any(SOMEBODY.search(line) for line in lines):
        return IS_SOMEBODY
    if not all(TOKEN.search(line) for line in lines):
        return NO_WORD
    return ""


def found_in(words: str, text: str) -> str | None:
    """Return the first line that stands in the text, "" when every text counts, else None.

    A word is found in every form of it (dijk, dijken), whatever its accents and capitals; `dijk*`
    also in what begins so. Several words on a line must stand beside each other.
    """
    lines = lines_in(words)
    if not lines:
        return ""
    tokens = TOKEN.findall(text[:MOST_READ])
    known = [forms(token) for token in tokens]
    folded = [fold(token) for token in tokens]
    return next((line for line in lines if _stands_in(line, known, folded)), None)


def _stands_in(line: str, known: Sequence[frozenset[str]], folded: Sequence[str]) -> bool:
    wanted = [(part, fold(part.rstrip("*"))) for part in _parts(line)]
    return any(
        all(
            folded[place + step].startswith(plain)
            if part.endswith("*")
            else bool(forms(part) & known[place + step])
            for step, (part, plain) in enumerate(wanted)
        )
        for place in range(len(folded) - len(wanted) + 1)
    )


def _parts(line: str) -> list[str]:
    return re.findall(r"\w+\*?", line)


def is_due(
    first_found_at: datetime,
    *,
    now: datetime,
    minutes: int,
    tried_at: datetime | None,
    scale: float = 1.0,
) -> bool:
    """Must the hits be told now: has the oldest waited long enough, and a failed try rested?"""
    has_waited = now - first_found_at >= timedelta(minutes=minutes) * scale
    return has_waited and (tried_at is None or now - tried_at >= TRY_AGAIN_AFTER * scale)
