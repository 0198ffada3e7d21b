"""Rules about colleagues. No database, no Django: values in, answer out."""

import hashlib
import unicodedata
from datetime import timedelta
from enum import StrEnum

INVITATION_LASTS = timedelta(hours=48)
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs"}


class Identity(StrEnum):
    """How a team wants its people named under a reply."""

    NAME = "name"
    FIRST_NAME = "first_name"
    INITIALS = "initials"
    TEAM = "team"


def sign(name: str, identity: str, team_name: str) -> str:
    """Return who speaks under a reply. Never empty: without a usable name the team speaks."""
    words = _words(name)
    if not words or identity == Identity.TEAM:
        return " ".join(_words(team_name)) or _refuse_namelessness()
    if identity == Identity.INITIALS:
        return f"^{_initials(words)}"
    return words[0] if identity == Identity.FIRST_NAME else " ".join(words)


def fold_email(email: str) -> str:
    """Two spellings of one address are one colleague."""
    return email.strip().lower()


def hash_token(token: str) -> bytes:
    """What is kept of a one-time link; the link itself is shown once and forgotten."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


def _words(name: str) -> list[str]:
    """Return the words of a name that can be seen and hold a letter or a figure."""
    seen = "".join(" " if unicodedata.category(sign) in INVISIBLE else sign for sign in name)
    return [word for word in seen.split() if any(sign.isalnum() for sign in word)]


def _initials(words: list[str]) -> str:
    """Take the first letter of each word; "de" and "van der" are left out, as in Dutch."""
    names = [word for word in words if not word[0].islower()] or words
    return "".join(next(sign for sign in word if sign.isalnum()) for word in names).upper()


def _refuse_namelessness() -> str:
    raise ValueError("A team must have a name: nobody is answered by nobody.")
