"""Rules about kept answers: variables, shortcuts, reviews. No database, no Django."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

LONGEST_TEXT: Final = 5000
LONGEST_LABEL: Final = 40
MOST_LABELS: Final = 10
# Letters at the beginning, so that what is a formula or a program in a text is no variable.
VARIABLE: Final = re.compile(r"\{([^\W\d_][\w-]{0,39})\}")
SHORTCUT: Final = re.compile(r"[^\W_][\w-]{0,29}")


class Known(StrEnum):
    """What is filled in by itself, where it is known."""

    NAME = "name"
    FIRST_NAME = "first_name"
    HANDLE = "handle"
    COLLEAGUE = "colleague"
    TEAM = "team"
    CHANNEL = "channel"
    ORGANISATION = "organisation"
    SUBJECT = "subject"
    TODAY = "today"
    LINK = "link"
    AGENDA = "agenda"


DUTCH: Final[Mapping[str, Known]] = {
    "naam": Known.NAME,
    "voornaam": Known.FIRST_NAME,
    "account": Known.HANDLE,
    "medewerker": Known.COLLEAGUE,
    "team": Known.TEAM,
    "kanaal": Known.CHANNEL,
    "organisatie": Known.ORGANISATION,
    "onderwerp": Known.SUBJECT,
    "vandaag": Known.TODAY,
    "link": Known.LINK,
    "agenda": Known.AGENDA,
}
"""both languages hold everywhere, so that a text says the same to every colleague"""


def fill(text: str, facts: Mapping[Known, str]) -> str:
    """Put what is known in the place of variables; of others the variable stays."""
    return VARIABLE.sub(lambda found: _value(found[1], facts) or found[0], text)


def gaps(text: str) -> list[str]:
    """Return the variables that stand in a text, each once, as they are written."""
    return list(dict.fromkeys(found[0] for found in VARIABLE.finditer(text)))


def by_hand(text: str) -> list[str]:
    """Return the variables that nothing fills in by itself."""
    return [each for each in gaps(text) if known(each[1:-1]) is None]


def known(name: str) -> Known | None:
    """Return which fact a variable asks for; None: a colleague fills it in."""
    folded = name.casefold()
    return DUTCH.get(folded) or (Known(folded) if folded in set(Known) else None)


def with_link(text: str, link: str) -> str:
    """Return a text that says where it can be read: at its end, unless it says where."""
    asks = any(known(each[1:-1]) is Known.LINK for each in gaps(text))
    return text if asks or not link or link in text else f"{text.rstrip()}\n{link}"


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else ""


def fold_shortcut(shortcut: str) -> str:
    """Two spellings of one shortcut are one; a sign before it is how it is typed."""
    return shortcut.strip().removeprefix("/").casefold()


def is_shortcut(shortcut: str) -> bool:
    return SHORTCUT.fullmatch(shortcut) is not None


def read_labels(words: str) -> list[str]:
    """Return labels as people write them, with commas between them."""
    each = (" ".join(part.split()) for part in words.split(","))
    return list(dict.fromkeys(part for part in each if part))


def is_overdue(review_on: date, *, today: date) -> bool:
    """Should somebody have looked whether it is still true?"""
    return review_on < today


def _value(name: str, facts: Mapping[Known, str]) -> str:
    """Return what is filled in; nothing in it is a variable again."""
    fact = known(name)
    value = " ".join(facts.get(fact, "").split()) if fact else ""
    return value.replace("{", "").replace("}", "")
