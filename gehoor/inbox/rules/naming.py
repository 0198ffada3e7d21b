"""Who is named in a note: @ and a name, whole or only the first one. Values in, answer out."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final
from unicodedata import normalize

SIGN: Final = re.compile(r"(?<![\w@.+-])@(?=\w)")
"""begins a name; within an address of mail or of an account it has letters before it"""


def named_in(text: str, colleagues: Mapping[int, str]) -> set[int]:
    """Return which of these colleagues a note names.

    A first name counts as long as only one of them has it. Who is called the same as another in
    full is told too: one too many is better than nobody.
    """
    written = _folded(text)
    whole = {pk: _folded(name) for pk, name in colleagues.items() if name.strip()}
    firsts = Counter(name.split()[0] for name in whole.values())
    found: set[int] = set()
    for sign in SIGN.finditer(written):
        rest = written[sign.end() :]
        longest = _longest(rest, set(whole.values()))
        first = _longest(rest, {name for name, times in firsts.items() if times == 1})
        found |= {
            pk
            for pk, name in whole.items()
            if name == longest or (not longest and first and name.split()[0] == first)
        }
    return found


def _longest(rest: str, names: set[str]) -> str:
    """Return the longest of these with which a text goes on, as whole words."""
    fitting = [name for name in names if rest.startswith(name) and not _goes_on(rest[len(name) :])]
    return max(fitting, key=len, default="")


def _goes_on(rest: str) -> bool:
    """Is this still the same word, or the host of an account?"""
    return bool(re.match(r"[\w@]|[.-]\w", rest))


def _folded(text: str) -> str:
    return " ".join(normalize("NFC", text).casefold().split())
