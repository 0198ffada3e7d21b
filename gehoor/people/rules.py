"""Rules about colleagues. No database, no Django: values in, answer out."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from gehoor.people.policies import Role

INVITATION_LASTS = timedelta(hours=48)
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs"}


class Identity(StrEnum):
    """How a team wants its people named under a reply."""

    NAME = "name"
    FIRST_NAME = "first_name"
    INITIALS = "initials"
    TEAM = "team"


WORK_OF_TEAMS: Final = frozenset(Role) - {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}
"""what a backup takes over; the other two are given by an administrator only"""
HOLDS_TOO: Final = {
    Role.COORDINATOR: frozenset({Role.AGENT, Role.ADVISER, Role.READER}),
    Role.AGENT: frozenset({Role.READER}),
    Role.ADVISER: frozenset({Role.READER}),
}
"""roles in which everything is that another one may"""


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is at work: their roles hold in each of their teams."""

    roles: frozenset[Role]
    teams: frozenset[int]


def standing_in(own: Place, covers: Iterable[Place]) -> Place:
    """Return what somebody may be while they stand in for colleagues: that, and nothing more.

    Roles hold in every team somebody is in. So a colleague's place is only taken together with
    one's own when nobody gets more by it than both have; where they would, it is not taken.
    """
    if not own.roles:
        return own
    for cover in covers:
        if not gives_more(own, cover):
            own = Place(own.roles | (cover.roles & WORK_OF_TEAMS), own.teams | cover.teams)
    return own


def gives_more(own: Place, cover: Place) -> bool:
    """Would somebody with both places have more than the two together?"""
    mine, theirs = all_held(own.roles), all_held(cover.roles)
    brings_teams, brings_roles = not cover.teams <= own.teams, not theirs <= mine
    return (brings_teams and not mine <= theirs) or (brings_roles and not own.teams <= cover.teams)


def all_held(roles: Iterable[Role]) -> frozenset[Role]:
    """Return these roles of teams with those that are in them."""
    held = frozenset(roles) & WORK_OF_TEAMS
    return held.union(*(HOLDS_TOO.get(role, frozenset()) for role in held))


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
